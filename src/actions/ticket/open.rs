//! `/ticket open`: opens a ticket.

use async_trait::async_trait;
use jiff::Timestamp;
use serde::Deserialize;

use super::deed;
use crate::actions::{Change, Context, Done, Failure, Planned, Refusal, Stop, Verb, Writing};
use crate::domain::job::Watch;
use crate::domain::outcome::{Outcome, Plan, ResourceName};
use crate::domain::ticket::{Department, NewTicket, Ticket, TicketDeed, is_same};
use crate::domain::{Action, Error, Id, ResourceKind, ResourceRef, Target};
use crate::policy::Authorized;
use crate::providers::inventory::Known;

/// How many characters a subject has at most.
const SUBJECT: usize = 250;
/// What a ticket's state is until the provider tells another.
const OPEN: &str = "Open";

/// Opens a ticket.
pub struct Open;

/// The arguments of `/ticket open`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: String,
    department: String,
    subject: String,
    /// The first message: asked for in a form.
    text: Option<String>,
}

#[async_trait]
impl Verb for Open {
    const ACTION: Action = Action::TicketOpen;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        let subject = args.subject.trim();
        if subject.is_empty() || subject.chars().count() > SUBJECT {
            return Err(Refusal::BadArgument { argument: "subject", text: args.subject.clone() });
        }
        deed::check(args.text.as_deref())?;
        let account = context.named_account(args.account.trim())?;
        let text = args.department.trim();
        let reference = ResourceRef::parse(ResourceKind::Department, text)
            .filter(|reference| reference.account == *account.name());
        let department = |id: &str, name: Option<&str>| {
            let resource = ResourceRef::new(account.name().clone(), ResourceKind::Department, id);
            let name = name.map(str::to_owned);
            resource.map(|resource| Target::Resource { resource, name })
        };
        let known = account.departments().known_within(super::super::resolve::COLD_WAIT).await;
        let found = match (&known, &reference) {
            (Known::Items(departments), reference) => {
                let meant = |known: &&Department| match reference {
                    Some(reference) => known.id == reference.id,
                    None => known.id == text || known.name.trim().eq_ignore_ascii_case(text),
                };
                departments.iter().find(meant).and_then(|known| department(&known.id, Some(&known.name)))
            }
            // The list could not be had, but the reference says by itself what is meant.
            (_, Some(reference)) => department(&reference.id, None),
            _ => None,
        };
        let unsearched = match known {
            Known::Failed(error) => vec![(account.name().clone(), Some(error))],
            Known::Pending => vec![(account.name().clone(), None)],
            Known::Items(_) | Known::Unsupported => vec![],
        };
        let (kind, text) = (ResourceKind::Department, text.to_owned());
        found.ok_or(Refusal::NothingFits { kind, text, unsearched })
    }
}

#[async_trait]
impl Change for Open {
    const WRITING: Option<Writing> = Some(deed::FIRST);

    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let account = context.account_of(permit.target())?;
        let Some(department) = permit.target().resource() else {
            return Err(Failure::Gone(permit.target().clone()).into());
        };
        let tickets = context.ask(permit, |reads| async move { reads.tickets().await }).await?;
        account.tickets().put(&tickets);
        let ticket = NewTicket {
            department: department.id.clone(),
            subject: args.subject.trim().to_owned(),
            text: args.text.as_deref().unwrap_or_default().trim().to_owned(),
        };
        // By what is there before, the ticket is known again when its answer is lost.
        let alike = tickets.into_iter().filter(|known| is_same(&known.subject, &ticket.subject));
        let known = alike.map(|known| known.resource.id).collect();
        Ok(Planned::of(deed::plan(permit.target().clone(), TicketDeed::Open { ticket, known })))
    }

    fn watch(_: &Context<'_>, plan: &Plan, _: &Id) -> Option<Watch> {
        deed::watch(plan)
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        let TicketDeed::Open { ticket, .. } = deed::deed(plan) else {
            unreachable!("a plan to open a ticket has one to open");
        };
        let Some(resource) = context.changes(permit).open_ticket(permit, ticket).await?.resource else {
            // It was taken without a number: the list tells it.
            return Ok(Done::Accepted);
        };
        let Ok(account) = context.account_of(permit.target()) else { return Ok(Done::Accepted) };
        // So that it can be named before the next look at the list.
        account.tickets().put_one(&Ticket {
            resource: resource.clone(),
            subject: ticket.subject.clone(),
            department: None,
            state: OPEN.to_owned(),
            opened: Some(Timestamp::now()),
            last_reply: None,
            is_read: Some(true),
        });
        Ok(Done::Finished(Outcome::TicketDone {
            deed: deed::deed(plan).clone(),
            ticket: Some(ResourceName { resource, name: Some(ticket.subject.clone()) }),
            provider: account.provider(),
        }))
    }
}
