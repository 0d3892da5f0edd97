//! Klikk as a shop: orders, and servers of one's own choice at a price that it does not tell.

use async_trait::async_trait;

use super::types::{self, Standing, id_number};
use super::{Klikk, error, purchase};
use crate::domain::form::Step;
use crate::domain::order::{
    NotSold, Offer, Order, OrderDetail, OrderState, PaidBy, Progress, ProgressState, Purchase, Trace, Wish,
};
use crate::domain::{Error, ErrorKind, Operation};
use crate::policy::Authorized;
use crate::providers::{Digest, Identity, Looked, Purchases, Shop, permitted_here};

/// How many of the newest orders are asked for their names where the list tells none.
const NEWEST: usize = 10;

#[async_trait]
impl Shop for Klikk {
    async fn orders(&self) -> Result<Vec<Order>, Error> {
        Ok(self.orders_of(self.client.orders(Operation::OrderList).await?))
    }

    async fn look_at_orders(&self, known: Option<&Digest>) -> Result<Looked<Order>, Error> {
        Ok(match self.client.look_at_orders(Operation::OrderList, known).await? {
            Some((orders, digest)) => Looked::Read { items: self.orders_of(orders), digest: Some(digest) },
            None => Looked::Same,
        })
    }

    async fn order(&self, id: &str) -> Result<OrderDetail, Error> {
        let operation = Operation::OrderShow;
        let resource = self.order_ref(id).ok_or_else(|| error::not_an_id(operation))?;
        Ok(self.client.order(operation, id).await?.into_detail(resource))
    }

    fn custom_steps(&self) -> Vec<Step> {
        purchase::steps()
    }

    fn paid_by(&self) -> PaidBy {
        PaidBy::CreditOrInvoice
    }

    async fn offer(&self, wish: &Wish) -> Result<Result<Offer, NotSold>, Error> {
        match wish {
            Wish::Custom(wish) => Ok(purchase::offer(wish)),
            Wish::Plan { .. } | Wish::Certificate(_) => Err(self.unsupported(wish.operation())),
        }
    }

    /// How far the order with this id is, which is a trace's.
    async fn progress(&self, id: &str) -> Result<Progress, Error> {
        let operation = Operation::OrderProgress;
        let order = self.client.order(operation, id).await?;
        let standing = order.standing();
        let state = match standing {
            Some(Standing::Done) => ProgressState::Done,
            Some(Standing::Cancelled) => ProgressState::Failed,
            _ => ProgressState::Running,
        };
        let mut server = None;
        if let Some(item) = order.first_item().filter(|_| state == ProgressState::Done) {
            let servers = self.servers_of(self.client.servers(operation, item).await?);
            server = servers.into_iter().next().map(|server| server.resource.id);
        }
        Ok(Progress {
            server,
            words: order.message().filter(|_| state != ProgressState::Done).map(str::to_owned),
            waits_for_payment: standing == Some(Standing::Unpaid),
            ..Progress::new(state)
        })
    }

    async fn traces(&self, offer: &Offer, order: &str) -> Result<Vec<Trace>, Error> {
        let operation = Operation::OrderTrace;
        let mut listed = self.client.every_order(operation).await?;
        listed.sort_by_cached_key(|listed| listed.id().and_then(id_number));
        let newest = listed.len().saturating_sub(NEWEST);
        let mut traces = vec![];
        for (nth, mut listed) in listed.into_iter().enumerate() {
            let Some(id) = listed.id().map(str::to_owned) else { continue };
            let named = listed.reference() == Some(order);
            if !named && listed.has_item(offer.title()).is_none() && nth >= newest {
                // A list that tells no names leaves that to each order.
                match self.client.order(operation, &id).await {
                    Ok(told) => listed = told,
                    Err(error) if error.kind == ErrorKind::NotFound => {}
                    Err(error) => return Err(error),
                }
            }
            let is_anothers = listed.reference().is_some_and(|other| other != order);
            let is_alike = listed.has_item(offer.title()) == Some(true) && !is_anothers;
            let kind = (named || is_alike).then_some(0);
            traces.push(Trace { kind, is_named: named, is_doubtful: false, id });
        }
        Ok(traces)
    }

    fn can_cancel(&self, order: &Order) -> bool {
        !types::is_cancelled(&order.state)
    }

    fn is_unpaid(&self, state: &OrderState) -> bool {
        types::is_unpaid(state)
    }

    fn cancelled_runs_on(&self) -> bool {
        true
    }
}

#[async_trait]
impl Purchases for Klikk {
    async fn buy(&self, permit: &Authorized, offer: &Offer, order: &str) -> Result<Purchase, Error> {
        self.offered(offer.operation())?;
        permitted_here(self, permit, Operation::OrderCustom);
        let body = purchase::body(offer, order)?;
        let ordered = self.client.create(body, purchase::secrets(offer)).await?;
        let id = ordered.id().map(str::to_owned);
        Ok(Purchase {
            words: ordered.message().map(str::to_owned),
            traces: id.iter().cloned().collect(),
            order: id,
            ..Purchase::default()
        })
    }
}
