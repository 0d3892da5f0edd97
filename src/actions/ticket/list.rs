//! `/ticket list`: the tickets, those that are closed last, else the newest word first.

use std::cmp::Reverse;
use std::sync::Arc;

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::listing::PAGE;
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::ticket::Ticket;
use crate::domain::{Action, Target};
use crate::policy::Authorized;
use crate::providers::Account;

/// Lists tickets.
pub struct List;

/// The arguments of `/ticket list`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: Option<String>,
    status: Option<String>,
    /// The page, from 0: filled in by the page buttons.
    #[serde(default)]
    page: usize,
}

#[async_trait]
impl Verb for List {
    const ACTION: Action = Action::TicketList;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.listed_accounts(args.account.as_deref())
    }
}

#[async_trait]
impl Look for List {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let status = args.status.as_deref().map(str::trim);
        let wanted = |ticket: &Ticket| status.is_none_or(|status| ticket.state.eq_ignore_ascii_case(status));
        let ask = |account: Arc<Account>| async move {
            let mut tickets = account.reads().tickets().await?;
            account.tickets().put(&tickets);
            tickets.retain(wanted);
            tickets.sort_by_key(|ticket| (ticket.is_closed(), Reverse(ticket.last_reply.or(ticket.opened))));
            Ok(tickets)
        };
        let list = |answers| Outcome::Tickets(Listed::new(answers, args.page, PAGE));
        Ok(context.ask_accounts(permit, ask, list).await)
    }
}
