//! `/order list`: what was ordered, the bot's own purchases first.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// How many a page shows.
const PAGE: usize = 15;

/// Lists what was ordered.
pub struct List;

/// The arguments of `/order list`.
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
    const ACTION: Action = Action::OrderList;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.listed_accounts(args.account.as_deref())
    }
}

#[async_trait]
impl Look for List {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let purchases = context.store().purchases().await?;
        let mut accounts = context
            .ask_accounts(permit, |account| async move {
                let orders = account.reads().orders().await?;
                account.orders().put(&orders);
                Ok(orders)
            })
            .await;
        for account in &mut accounts {
            let Ok(orders) = &mut account.result else { continue };
            let own = purchases.iter().filter(|order| order.resource.account == account.account);
            orders.splice(0..0, own.cloned());
        }
        Ok(Outcome::Orders(Listed::new(accounts, args.page, PAGE)))
    }
}
