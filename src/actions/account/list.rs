//! `/account list`: the accounts, what each offers and how its provider is doing.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::{AccountSummary, Outcome};
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Lists the accounts.
pub struct List;

/// The arguments of `/account list`: none.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {}

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
    async fn look(context: &Context<'_>, _: &Authorized, _: Args) -> Result<Outcome, Stop> {
        let needs_an_account = |action: &Action| !action.operations().is_empty();
        let summary = |account: &std::sync::Arc<crate::providers::Account>| AccountSummary {
            account: account.name().clone(),
            provider: account.provider(),
            offers: Action::ALL
                .iter()
                .copied()
                .filter(needs_an_account)
                .filter(|action| account.offers(*action))
                .collect(),
            condition: account.condition(),
        };
        Ok(Outcome::Accounts(context.accounts().map(summary).collect()))
    }
}
