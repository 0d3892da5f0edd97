//! `/account list`: the accounts, what each offers and how its provider is doing.

use std::time::Duration;

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::{AccountSummary, Outcome, Page};
use crate::domain::{Action, Operation, Target};
use crate::policy::Authorized;

/// How many accounts a page shows: as many as fit when each of them fails in many words.
const PAGE: usize = 8;
/// How long a provider may take to tell the version of its API.
const VERSION: Duration = Duration::from_secs(3);

/// Lists the accounts.
pub struct List;

/// The arguments of `/account list`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    /// The page, from 0: filled in by the page buttons.
    #[serde(default)]
    page: usize,
}

#[async_trait]
impl Verb for List {
    const ACTION: Action = Action::AccountList;
    type Args = Args;

    async fn resolve(context: &Context<'_>, _: &Args) -> Result<Target, Refusal> {
        context.listed_accounts(None)
    }
}

#[async_trait]
impl Look for List {
    async fn look(context: &Context<'_>, _: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let needs_an_account = |action: &Action| !action.operations().is_empty();
        let page = Page::new(args.page, context.accounts().count(), PAGE);
        let shown = context.accounts().skip(page.index * PAGE).take(PAGE);
        let summaries = shown.map(|account| async move {
            // Whatever keeps a provider from telling it, the list says how the provider is doing.
            let version = match account.has(Operation::VersionShow) {
                true => tokio::time::timeout(VERSION, account.reads().version()).await.ok(),
                false => None,
            };
            AccountSummary {
                account: account.name().clone(),
                provider: account.provider(),
                offers: Action::ALL
                    .iter()
                    .copied()
                    .filter(needs_an_account)
                    .filter(|action| account.offers(*action))
                    .collect(),
                condition: account.condition(),
                version: version.and_then(Result::ok),
            }
        });
        Ok(Outcome::Accounts { accounts: futures_util::future::join_all(summaries).await, page })
    }
}
