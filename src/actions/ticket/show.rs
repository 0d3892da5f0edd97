//! `/ticket show`: one ticket with all that was written, page by page.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Failure, Look, Refusal, Stop, Verb};
use crate::domain::outcome::{Outcome, Page};
use crate::domain::ticket::{Ticket, TicketMessage, TicketPage, TicketPart, TicketThread};
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// How much room a page has, and how much of it the text of one part takes at most, in characters as they are sent.
const PAGE: usize = 3600;
const PART: usize = 2400;
/// How much room a message takes beside its text, and each of its files.
const HEAD: usize = 400;
const FILE: usize = 110;

/// Shows one ticket.
pub struct Show;

/// The arguments of `/ticket show`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    ticket: String,
    /// The page, from 0: filled in by the page buttons.
    #[serde(default)]
    page: usize,
}

#[async_trait]
impl Verb for Show {
    const ACTION: Action = Action::TicketShow;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.named::<Ticket>("ticket", &args.ticket).await
    }
}

#[async_trait]
impl Look for Show {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let account = context.account_of(permit.target())?;
        let Some(resource) = permit.target().resource() else {
            return Err(Failure::Gone(permit.target().clone()).into());
        };
        let thread = context.ask(permit, |reads| async move { reads.ticket(&resource.id).await }).await?;
        account.tickets().put_one(&thread.ticket);
        let total = thread.messages().count();
        let mut pages = pages(&thread);
        let page = Page::new(args.page, pages.len(), 1);
        let parts = pages.swap_remove(page.index);
        let provider = account.provider();
        Ok(Outcome::Ticket(Box::new(TicketPage { ticket: thread.ticket, provider, parts, total, page })))
    }
}

/// The parts of every page; there is one page at least, since every ticket has a first message.
fn pages(thread: &TicketThread) -> Vec<Vec<TicketPart>> {
    let (mut pages, mut left) = (vec![vec![]], PAGE);
    for (number, message) in (1..).zip(thread.messages()) {
        for (nth, text) in split(&message.text).into_iter().enumerate() {
            // The files are named once.
            let attachments = if nth == 0 { message.attachments.clone() } else { vec![] };
            let needs = HEAD + attachments.len().min(8) * FILE + text.chars().map(room).sum::<usize>();
            if needs > left && pages.last().is_some_and(|page| !page.is_empty()) {
                pages.push(vec![]);
                left = PAGE;
            }
            left = left.saturating_sub(needs);
            let message = TicketMessage { text, attachments, ..message.clone() };
            let part = TicketPart { message, number, goes_on: nth > 0 };
            pages.last_mut().expect("there is one from the start").push(part);
        }
    }
    pages
}

/// The text in parts that a page has room for, cut at line ends where there are some.
fn split(text: &str) -> Vec<String> {
    let (mut parts, mut part, mut taken) = (vec![], String::new(), 0);
    for char in text.chars() {
        if taken + room(char) > PART || (char == '\n' && taken > PART * 3 / 4) {
            parts.push(std::mem::take(&mut part));
            taken = 0;
        }
        taken += room(char);
        part.push(char);
    }
    parts.push(part);
    parts
}

/// How much room a character takes once it is escaped.
fn room(char: char) -> usize {
    match char {
        '@' => 3,
        // A line from right to left is isolated.
        '\n' => 4,
        _ if char.is_ascii_punctuation() => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_into_parts_of_which_nothing_is_lost() {
        for text in ["x".repeat(9000), "*@_\n".repeat(3000), "a line\n".repeat(900), String::new()] {
            let parts = split(&text);
            assert_eq!(parts.concat(), text);
            assert!(parts.iter().all(|part| part.chars().map(room).sum::<usize>() <= PART));
        }
    }
}
