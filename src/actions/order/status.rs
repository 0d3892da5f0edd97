//! `/order status`: how far an order is.

use async_trait::async_trait;
use futures_util::future::join_all;
use serde::Deserialize;

use super::purchase;
use crate::actions::resolve::{COLD_WAIT, Gathered, Named};
use crate::actions::{Context, Failure, Look, Refusal, Stop, Verb};
use crate::domain::order::{Order, OrderState, Progress, ProgressState};
use crate::domain::outcome::Outcome;
use crate::domain::{Action, ErrorKind, Operation, ResourceKind, ResourceRef, Target};
use crate::policy::{Authorized, Scope};
use crate::providers::Account;
use crate::providers::inventory::Known;
use crate::store::StoreError;

/// Shows how far an order is.
pub struct Status;

/// The arguments of `/order status`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    order: String,
}

#[async_trait]
impl Verb for Status {
    const ACTION: Action = Action::OrderStatus;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        let text = args.order.trim();
        let purchases = purchases(context, text).await.unwrap_or_else(|error| {
            tracing::error!(%error, "Could not read the purchases.");
            vec![]
        });
        if purchases.iter().any(|order| order.resource.to_string() == text) {
            // By the bot's own id no provider lists anything.
            return context.choose("order", text, Gathered { found: purchases, unsearched: vec![] });
        }
        let mut gathered = context.gather::<Order>(text).await?;
        gathered.found.extend(purchases);
        context.choose("order", text, gathered)
    }
}

/// The bot's purchases in the accounts that the actor may use: the newest, and the one that is named, however old.
async fn purchases(context: &Context<'_>, named: &str) -> Result<Vec<Order>, StoreError> {
    let mut purchases = context.store().purchases().await?;
    let consent = named.rsplit('/').next().and_then(purchase::consent_of);
    if let Some(consent) =
        consent.filter(|_| !purchases.iter().any(|order| named.ends_with(&order.resource.id)))
    {
        purchases.extend(context.store().purchase(&consent).await?);
    }
    purchases.retain(|order| context.may(Scope::Account(&order.resource.account)));
    Ok(purchases)
}

#[async_trait]
impl Look for Status {
    async fn look(context: &Context<'_>, permit: &Authorized, _: Args) -> Result<Outcome, Stop> {
        let account = context.account_of(permit.target())?;
        let gone = || Failure::Gone(permit.target().clone());
        let resource = permit.target().resource().ok_or_else(gone)?;
        let own =
            purchases(context, &resource.id).await?.into_iter().find(|order| order.resource == *resource);
        let (mut order, progress, items, words) = match own {
            Some(order) => {
                let progress = progress(context, permit, &order).await?;
                (order, progress, vec![], None)
            }
            None if account.has(Operation::OrderShow) => {
                let id = resource.id.as_str();
                let detail = context.ask(permit, |reads| async move { reads.order(id).await }).await?;
                (detail.order, None, detail.items, detail.words)
            }
            None => {
                let orders = context.ask(permit, |reads| async move { reads.orders().await }).await?;
                let order = orders.into_iter().find(|order| order.resource == *resource).ok_or_else(gone)?;
                // What it waits for, the list need not tell.
                let is_unpaid = account.reads().is_unpaid(&order.state);
                let told = if is_unpaid { progress(context, permit, &order).await? } else { None };
                (order, told, vec![], None)
            }
        };
        if let (OrderState::Unpaid { .. }, Some(progress)) = (&order.state, &progress)
            && !progress.is_unpaid()
        {
            // The last look of who follows it is older than this one.
            order.state = match progress.state {
                ProgressState::Done if progress.uninstalled => OrderState::Paid,
                ProgressState::Done => OrderState::Done,
                _ => OrderState::Installing { percent: progress.percent },
            };
        }
        if order.server.is_none() {
            let told = progress.as_ref().and_then(|progress| progress.server.as_ref());
            order.server = told
                .and_then(|id| ResourceRef::new(resource.account.clone(), ResourceKind::Server, id.as_str()));
        }
        let server_name = server_name(context, account, &order).await;
        let (order, provider) = (Box::new(order), account.provider());
        Ok(Outcome::Order { order, provider, progress, server_name, items, words })
    }
}

/// What the server that came of an order is called, where the caller may see that server.
async fn server_name(context: &Context<'_>, account: &Account, order: &Order) -> Option<String> {
    let resource = order.server.as_ref()?;
    let Known::Items(servers) = account.servers().known_within(COLD_WAIT).await else { return None };
    let server = servers.iter().find(|server| server.resource == *resource)?;
    context.doing(Action::VpsList).may(server.scope()).then(|| server.name.clone())
}

/// How far the provider says a purchase is; `None` when it knows nothing of it.
async fn progress(
    context: &Context<'_>,
    permit: &Authorized,
    order: &Order,
) -> Result<Option<Progress>, Stop> {
    let account = context.account_of(permit.target())?;
    if !account.has(Operation::OrderProgress) {
        return Ok(None);
    }
    let own = std::slice::from_ref(&order.resource.id);
    let ids = order.traces.as_deref().unwrap_or(own);
    let reads = account.reads();
    let mut all = vec![];
    for told in join_all(ids.iter().map(|id| reads.progress(id))).await {
        match told {
            Ok(progress) => all.push(progress),
            Err(error) if error.kind == ErrorKind::NotFound => {}
            Err(error) => return Err(Failure::Provider { account: account.name().clone(), error }.into()),
        }
    }
    Ok((!all.is_empty()).then(|| Progress::together(all, ids.len())))
}
