//! `/order list`: what was ordered, the bot's own purchases first.

use async_trait::async_trait;

use crate::actions::listing::{Args, PAGE};
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::{Action, Operation, Target};
use crate::policy::Authorized;

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
        let mut accounts = context
            .ask_accounts(permit, |account| async move {
                if !account.has(Operation::OrderList) {
                    // What the bot has bought there is all that can be told.
                    return Ok(vec![]);
                }
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
