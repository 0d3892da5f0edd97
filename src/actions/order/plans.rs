//! `/order plans`: the plans on sale.

use std::sync::Arc;

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::listing::PAGE;
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::order::Plan;
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::{Action, Target};
use crate::policy::Authorized;
use crate::providers::Account;

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
        let is_in = |plan: &Plan| match (&category, &plan.category) {
            (None, _) => true,
            (Some(wanted), category) => {
                category.as_ref().is_some_and(|category| category.to_lowercase().contains(wanted))
            }
        };
        let ask = |account: Arc<Account>| async move {
            let mut plans = account.reads().plans().await?;
            account.plans().put(&plans);
            plans.retain(is_in);
            Ok(plans)
        };
        let list = |answers| Outcome::Plans(Listed::new(answers, args.page, PAGE));
        Ok(context.ask_accounts(permit, ask, list).await)
    }
}
