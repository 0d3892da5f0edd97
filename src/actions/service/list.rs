//! `/service list`: what the accounts pay for regularly.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// How many a page shows.
const PAGE: usize = 15;

/// Lists what is paid for regularly.
pub struct List;

/// The arguments of `/service list`.
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
    const ACTION: Action = Action::ServiceList;
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
                let mut services = account.reads().services().await?;
                account.services().put(&services);
                services.sort_by_key(|service| (service.renews_on.is_none(), service.renews_on));
                Ok(services)
            })
            .await;
        Ok(Outcome::Services(Listed::new(accounts, args.page, PAGE)))
    }
}
