//! `/order cancel`: cancels an order, or one item of it.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Change, Context, Done, Failure, Planned, Refusal, Stop, Verb};
use crate::domain::job::{ListDeed, ListWatch, Watch};
use crate::domain::order::Order;
use crate::domain::outcome::{Outcome, Plan, PlanFacts, ResourceName};
use crate::domain::{Action, Error, Id, Operation, Target};
use crate::policy::Authorized;

/// Cancels an order.
pub struct Cancel;

/// The arguments of `/order cancel`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    order: String,
    item: Option<String>,
}

#[async_trait]
impl Verb for Cancel {
    const ACTION: Action = Action::OrderCancel;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.named::<Order>("order", &args.order).await
    }
}

#[async_trait]
impl Change for Cancel {
    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let account = context.account_of(permit.target())?;
        let item = args.item.as_deref().map(str::trim).filter(|item| !item.is_empty());
        if let Some(item) = item
            && !account.has(Operation::OrderItemCancel)
        {
            return Err(Refusal::BadArgument { argument: "item", text: item.to_owned() }.into());
        }
        let orders = context.ask(permit, |reads| async move { reads.orders().await }).await?;
        account.orders().put(&orders);
        let meant = |order: &Order| Some(&order.resource) == permit.target().resource();
        let Some(order) = orders.into_iter().find(meant) else {
            return Err(Failure::Gone(permit.target().clone()).into());
        };
        let (provider, name) = (account.provider(), order.name.clone());
        if !account.reads().can_cancel(&order) {
            let refused = ResourceName { resource: order.resource, name: Some(name) };
            return Err(Refusal::NotCancellable { order: refused, state: order.state, provider }.into());
        }
        Ok(Planned::Plan(Plan {
            fingerprint: format!("{:?} {item:?}", order.state),
            target: Target::Resource { resource: order.resource.clone(), name: Some(name) },
            facts: PlanFacts::Cancellation {
                order: Box::new(order),
                item: item.map(str::to_owned),
                provider,
            },
        }))
    }

    fn watch(_: &Context<'_>, plan: &Plan, _: &Id) -> Option<Watch> {
        // Of a single item no list tells whether it is gone.
        let PlanFacts::Cancellation { item: None, .. } = &plan.facts else { return None };
        Some(Watch::List(ListWatch::new(ListDeed::CancelOrder)))
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        let PlanFacts::Cancellation { order, item, provider } = &plan.facts else {
            unreachable!("a plan to cancel an order has the order");
        };
        context.changes(permit).cancel_order(permit, item.as_deref()).await?;
        if let Ok(account) = context.account_of(permit.target()) {
            account.orders().expire();
            account.invoices().expire();
        }
        let order = ResourceName { resource: order.resource.clone(), name: Some(order.name.clone()) };
        Ok(Done::Finished(Outcome::OrderCancelled { order, item: item.clone(), provider: *provider }))
    }
}
