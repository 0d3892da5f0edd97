//! `/notice list`: the notices to the accounts.

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

/// Lists notices.
pub struct List;

/// The arguments of `/notice list`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: Option<String>,
    /// Whether those are listed too that somebody has acknowledged.
    #[serde(default)]
    all: bool,
    /// The page, from 0: filled in by the page buttons.
    #[serde(default)]
    page: usize,
}

#[async_trait]
impl Verb for List {
    const ACTION: Action = Action::NoticeList;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.listed_accounts(args.account.as_deref())
    }
}

#[async_trait]
impl Look for List {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let all = args.all;
        let list = |answers| Outcome::Notices(Listed::new(answers, args.page, PAGE));
        let ask = |account: Arc<Account>| async move {
            let mut notices = account.reads().notices(all).await?;
            notices.sort_by_key(|notice| Reverse(notice.at));
            Ok(notices)
        };
        Ok(context.ask_accounts(permit, ask, list).await)
    }
}
