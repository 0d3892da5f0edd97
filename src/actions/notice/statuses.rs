//! `/notice statuses`: what a provider says about its own state.

use std::cmp::Reverse;
use std::sync::Arc;

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::listing::PAGE;
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::{Action, Target};
use crate::policy::Authorized;
use crate::providers::Account;

/// Lists what a provider says about its own state.
pub struct Statuses;

/// The arguments of `/notice statuses`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: String,
    status: Option<String>,
    /// The page, from 0: filled in by the page buttons.
    #[serde(default)]
    page: usize,
}

#[async_trait]
impl Verb for Statuses {
    const ACTION: Action = Action::NoticeStatuses;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.listed_accounts(Some(args.account.trim()))
    }
}

#[async_trait]
impl Look for Statuses {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let status = args.status.as_deref().map(str::trim);
        let list = |answers| Outcome::Statuses(Listed::new(answers, args.page, PAGE));
        let ask = |account: Arc<Account>| async move {
            let mut items = account.reads().statuses(status).await?;
            items.sort_by_key(|item| Reverse(item.at));
            Ok(items)
        };
        Ok(context.ask_accounts(permit, ask, list).await)
    }
}
