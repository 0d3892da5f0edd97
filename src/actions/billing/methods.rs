//! `/billing methods`: the ways in which the accounts pay.

use async_trait::async_trait;
use jiff::Timestamp;
use serde::Deserialize;

use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// How many a page shows.
const PAGE: usize = 15;

/// Lists the saved cards.
pub struct Methods;

/// The arguments of `/billing methods`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: Option<String>,
    /// The page, from 0: filled in by the page buttons.
    #[serde(default)]
    page: usize,
}

#[async_trait]
impl Verb for Methods {
    const ACTION: Action = Action::BillingMethods;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.listed_accounts(args.account.as_deref())
    }
}

#[async_trait]
impl Look for Methods {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let accounts = context
            .ask_accounts(permit, |account| async move {
                let today = Timestamp::now().to_zoned(account.timezone().clone()).date();
                let cards = account.reads().cards().await?;
                Ok(cards.into_iter().map(|card| (card, today)).collect())
            })
            .await;
        Ok(Outcome::Cards(Listed::new(accounts, args.page, PAGE)))
    }
}
