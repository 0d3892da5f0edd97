//! `/site list`: the hosted sites.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// How many a page shows.
const PAGE: usize = 15;

/// Lists hosted sites.
pub struct List;

/// The arguments of `/site list`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: Option<String>,
    /// The page, from 0: filled in by the page buttons.
    #[serde(default)]
    page: usize,
}

#[async_trait]
impl Verb for List {
    const ACTION: Action = Action::SiteList;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.listed_accounts(args.account.as_deref())
    }
}

#[async_trait]
impl Look for List {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let accounts = context
            .ask_accounts(permit, |account| async move {
                let mut sites = account.reads().sites().await?;
                account.sites().put(&sites);
                sites.sort_by_key(|site| site.domain.to_lowercase());
                Ok(sites)
            })
            .await;
        Ok(Outcome::Sites(Listed::new(accounts, args.page, PAGE)))
    }
}
