//! `/order list`: what was ordered, the bot's own purchases first.

use std::sync::Arc;

use async_trait::async_trait;

use crate::actions::listing::{Args, PAGE};
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::{Action, Operation, Target};
use crate::policy::Authorized;
use crate::providers::Account;

/// Lists what was ordered.
pub struct List;

#[async_trait]
impl Verb for List {
    const ACTION: Action = Action::OrderList;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        args.accounts(context)
    }
}

#[async_trait]
impl Look for List {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let purchases = context.store().purchases().await?;
        let purchases = &purchases;
        let ask = |account: Arc<Account>| async move {
            // Where the provider lists no orders, what the bot has bought is all that can be told.
            let mut orders = vec![];
            if account.has(Operation::OrderList) {
                orders = account.reads().orders().await?;
                account.orders().put(&orders);
            }
            let own = purchases.iter().filter(|order| order.resource.account == *account.name());
            orders.splice(0..0, own.cloned());
            Ok(orders)
        };
        let list = |answers| Outcome::Orders(Listed::new(answers, args.page, PAGE));
        Ok(context.ask_accounts(permit, ask, list).await)
    }
}
