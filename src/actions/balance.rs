//! `/balance`: what every account holds, owes and will owe.

use async_trait::async_trait;
use jiff::Timestamp;
use serde::Deserialize;

use super::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::Outcome;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Shows what accounts hold, owe and will owe.
pub struct Balance;

/// The arguments of `/balance`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: Option<String>,
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
    async fn look(context: &Context<'_>, permit: &Authorized, _: Args) -> Result<Outcome, Stop> {
        let accounts = context
            .ask_accounts(permit, |account| async move {
                let today = Timestamp::now().to_zoned(account.timezone().clone()).date();
                Ok((account.reads().balance().await?, today))
            })
            .await;
        Ok(Outcome::Balances { accounts })
    }
}
