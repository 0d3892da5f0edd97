//! `/ticket close`: closes a ticket.

use async_trait::async_trait;
use serde::Deserialize;

use super::deed;
use crate::actions::{Change, Context, Done, Planned, Refusal, Stop, Verb};
use crate::domain::job::Watch;
use crate::domain::outcome::{Outcome, Plan};
use crate::domain::ticket::{Ticket, TicketDeed};
use crate::domain::{Action, Error, Id, Target};
use crate::policy::Authorized;

/// Closes a ticket.
pub struct Close;

/// The arguments of `/ticket close`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    ticket: String,
}

#[async_trait]
impl Verb for Close {
    const ACTION: Action = Action::TicketClose;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.named::<Ticket>("ticket", &args.ticket).await
    }
}

#[async_trait]
impl Change for Close {
    async fn plan(context: &Context<'_>, permit: &Authorized, _: &Args) -> Result<Planned, Stop> {
        let thread = deed::read(context, permit).await?;
        match deed::named(permit.target()) {
            Some(ticket) if thread.ticket.is_closed() => {
                Ok(Planned::Nothing(Outcome::TicketAlready { closed: true, ticket }))
            }
            _ => Ok(Planned::of(deed::plan(permit.target().clone(), TicketDeed::Close))),
        }
    }

    fn watch(_: &Context<'_>, plan: &Plan, _: &Id) -> Option<Watch> {
        deed::watch(plan)
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        let answer = context.changes(permit).close(permit).await?;
        Ok(deed::done(context, permit, plan, answer))
    }
}
