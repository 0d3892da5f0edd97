//! `/order plans`: the plans on sale.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::listing::PAGE;
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Lists the plans on sale.
pub struct Plans;

/// The arguments of `/order plans`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: Option<String>,
    category: Option<String>,
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
        let category = args.category.as_deref().map(|text| text.trim().to_lowercase());
        let mut accounts = context
            .ask_accounts(permit, |account| async move {
                let plans = account.reads().plans().await?;
                account.plans().put(&plans);
                Ok(plans)
            })
            .await;
        if let Some(wanted) = &category {
            let is_in =
                |name: &Option<String>| name.as_ref().is_some_and(|it| it.to_lowercase().contains(wanted));
            for plans in accounts.iter_mut().filter_map(|account| account.result.as_mut().ok()) {
                plans.retain(|plan| is_in(&plan.category));
            }
        }
        Ok(Outcome::Plans(Listed::new(accounts, args.page, PAGE)))
    }
}
