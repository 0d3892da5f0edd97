//! `/order cancel`: cancels an order, or one item of it.

use async_trait::async_trait;
use serde::Deserialize;

use super::purchase;
use crate::actions::{Change, Context, Done, Failure, Planned, Refusal, Stop, Verb};
use crate::domain::job::{ListDeed, ListWatch, Watch};
use crate::domain::order::{Order, OrderDetail, OrderedItem};
use crate::domain::outcome::{Outcome, Plan, PlanFacts, ResourceName};
use crate::domain::{Action, Error, Id, Operation, Part, Target};
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
        purchase::placed(context, &args.order).await
    }
}

#[async_trait]
impl Change for Cancel {
    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let account = context.account_of(permit.target())?;
        // A blank one names nothing, and least of all the whole order.
        let item = args.item.as_deref().map(str::trim);
        if let Some(item) = item
            && !account.has(Operation::OrderItemCancel)
        {
            return Err(Refusal::BadArgument { argument: "item", text: item.to_owned() }.into());
        }
        let Some((OrderDetail { order, items, .. }, item)) = now(context, permit, item).await? else {
            return Err(Failure::Gone(permit.target().clone()).into());
        };
        let (provider, reads) = (account.provider(), account.reads());
        let as_item = item.as_ref().map(|item| Order {
            name: item.name.clone(),
            state: item.state.clone(),
            ..order.clone()
        });
        if let Some(over) =
            [Some(&order), as_item.as_ref()].into_iter().flatten().find(|it| !reads.can_cancel(it))
        {
            let refused = ResourceName { resource: over.resource.clone(), name: Some(over.name.clone()) };
            return Err(
                Refusal::NotCancellable { order: refused, state: over.state.clone(), provider }.into()
            );
        }
        // What waits for its payment has no paid period. Of an order with several items, one may run while another waits.
        let is_unpaid = match &item {
            Some(item) => reads.is_unpaid(&item.state),
            None if items.is_empty() => reads.is_unpaid(&order.state),
            None => items.iter().all(|item| reads.is_unpaid(&item.state)),
        };
        let (resource, name) = (order.resource.clone(), order.name.clone());
        let target = match &item {
            Some(item) => {
                let part = Part { order_name: name, id: item.id.clone(), name: item.name.clone() };
                Target::Item { order: resource, part: Box::new(part) }
            }
            None => Target::Resource { resource, name: Some(name) },
        };
        Ok(Planned::of(Plan {
            fingerprint: format!("{:?} {item:?} {is_unpaid}", order.state),
            target,
            facts: PlanFacts::Cancellation {
                order: Box::new(order),
                item,
                runs_on: reads.cancelled_runs_on() && !is_unpaid,
                provider,
            },
        }))
    }

    fn watch(context: &Context<'_>, plan: &Plan, _: &Id) -> Option<Watch> {
        // Of a single item no list tells whether it is gone.
        let PlanFacts::Cancellation { item: None, .. } = &plan.facts else { return None };
        let runs_on = context.account_of(&plan.target).is_ok_and(|it| it.reads().cancelled_runs_on());
        let deed = if runs_on { ListDeed::EndOrder } else { ListDeed::CancelOrder };
        Some(Watch::List(ListWatch::new(deed)))
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        let PlanFacts::Cancellation { order, item, runs_on, provider } = &plan.facts else {
            unreachable!("a plan to cancel an order has the order");
        };
        let id = item.as_ref().map(|item| item.id.as_str());
        context.changes(permit).cancel_order(permit, id).await?;
        if let Ok(account) = context.account_of(permit.target()) {
            account.orders().expire();
            account.invoices().expire();
        }
        let order = ResourceName { resource: order.resource.clone(), name: Some(order.name.clone()) };
        let (item, runs_on, provider) = (item.clone(), *runs_on, *provider);
        Ok(Done::Finished(Outcome::OrderCancelled { order, item, runs_on, provider }))
    }
}

/// The permit's order as it stands, and the item of it that is meant, if one is; `None`: there is no such order.
async fn now(
    context: &Context<'_>,
    permit: &Authorized,
    item: Option<&str>,
) -> Result<Option<(OrderDetail, Option<OrderedItem>)>, Stop> {
    let account = context.account_of(permit.target())?;
    let Some(resource) = permit.target().resource() else { return Ok(None) };
    if !account.has(Operation::OrderShow) {
        let orders = context.ask(permit, |reads| async move { reads.orders().await }).await?;
        account.orders().put(&orders);
        let found = orders.into_iter().find(|order| order.resource == *resource);
        return Ok(found.map(|order| (OrderDetail { order, items: vec![], words: None }, None)));
    }
    let id = resource.id.as_str();
    let detail = context.ask(permit, |reads| async move { reads.order(id).await }).await?;
    let Some(text) = item else { return Ok(Some((detail, None))) };
    let meant = detail.item(text).cloned();
    let item = meant.ok_or_else(|| Refusal::NoSuchItem {
        order: Box::new(ResourceName { resource: resource.clone(), name: Some(detail.order.name.clone()) }),
        text: text.to_owned(),
        known: detail.items.clone(),
    })?;
    Ok(Some((detail, Some(item))))
}
