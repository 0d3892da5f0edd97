//! `/order plans`: the plans on sale.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// How many a page shows.
const PAGE: usize = 15;

/// Lists the plans on sale.
pub struct Plans;

/// The arguments of `/order plans`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: Option<String>,
    /// The page, from 0: filled in by the page buttons.
    #[serde(default)]
    page: usize,
}

#[async_trait]
impl Verb for Plans {
    const ACTION: Action = Action::OrderPlans;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.listed_accounts(args.account.as_deref())
    }
}

#[async_trait]
impl Look for Plans {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let accounts = context
            .ask_accounts(permit, |account| async move {
                let plans = account.reads().plans().await?;
                account.plans().put(&plans);
                Ok(plans)
            })
            .await;
        Ok(Outcome::Plans(Listed::new(accounts, args.page, PAGE)))
    }
}
