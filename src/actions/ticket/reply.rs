//! `/ticket reply`: writes to a ticket.

use async_trait::async_trait;
use serde::Deserialize;

use super::deed;
use crate::actions::{Change, Context, Done, Planned, Refusal, Stop, Verb, Writing};
use crate::domain::job::Watch;
use crate::domain::outcome::Plan;
use crate::domain::ticket::{Ticket, TicketDeed, TicketMessage};
use crate::domain::{Action, Error, Id, Target};
use crate::policy::Authorized;

/// Writes to a ticket.
pub struct Reply;

/// The arguments of `/ticket reply`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    ticket: String,
    /// What is written: asked for in a form.
    text: Option<String>,
}

#[async_trait]
impl Verb for Reply {
    const ACTION: Action = Action::TicketReply;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        deed::check(args.text.as_deref())?;
        context.named::<Ticket>("ticket", &args.ticket).await
    }
}

#[async_trait]
impl Change for Reply {
    const WRITING: Option<Writing> = Some(deed::REPLY);

    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let thread = deed::read(context, permit).await?;
        // By what is there before, the reply is known again when its answer is lost.
        let known = thread.replies.iter().map(TicketMessage::key).collect();
        let text = args.text.as_deref().unwrap_or_default().trim().to_owned();
        Ok(Planned::of(deed::plan(permit.target().clone(), TicketDeed::Reply { text, known })))
    }

    fn watch(_: &Context<'_>, plan: &Plan, _: &Id) -> Option<Watch> {
        deed::watch(plan)
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        let text = deed::deed(plan).text().unwrap_or_default();
        if let (Some(ticket), Ok(account)) = (permit.target().resource(), context.account_of(permit.target()))
        {
            account.note_written(&ticket.id, text, permit.actor().user);
        }
        let answer = context.changes(permit).reply(permit, text).await?;
        Ok(deed::done(context, permit, plan, answer))
    }
}
