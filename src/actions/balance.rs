//! `/balance`: what every account holds, owes and will owe.

use std::sync::Arc;

use async_trait::async_trait;
use serde::Deserialize;

use super::{Context, Look, Refusal, Stop, Verb};
use crate::domain::billing::Balances;
use crate::domain::outcome::Outcome;
use crate::domain::{Action, Target};
use crate::policy::Authorized;
use crate::providers::Account;

/// Shows what accounts hold, owe and will owe.
pub struct Balance;

/// The arguments of `/balance`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: Option<String>,
    /// The page, from 0: filled in by the page buttons.
    #[serde(default)]
    page: usize,
}

#[async_trait]
impl Verb for Balance {
    const ACTION: Action = Action::Balance;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.listed_accounts(args.account.as_deref())
    }
}

#[async_trait]
impl Look for Balance {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let ask =
            |account: Arc<Account>| async move { Ok((account.reads().balance().await?, account.today())) };
        let untold: Vec<_> = match permit.target() {
            Target::Accounts(_) => context.accounts_without().map(|account| account.name().clone()).collect(),
            _ => vec![],
        };
        let show = |answers| Outcome::Balances(Box::new(Balances::new(answers, untold.clone(), args.page)));
        Ok(context.ask_accounts(permit, ask, show).await)
    }
}
