//! Klikk: its servers to look at, and the orders that they come of.
//!
//! Its API switches no server and tells no price. A server is known by the item of the order that it came of and by its
//! own id, since it can be asked for by the former alone.

mod auth;
mod client;
pub mod config;
mod error;
mod open_points;
mod purchase;
mod shop;
mod types;

use async_trait::async_trait;

pub use config::Settings;

use super::layers::SetupError;
use super::{
    Billing, BillingControl, Certificates, Identity, KeyControl, Keys, NetworkControl, Networks,
    NoticeControl, Notices, OrderControl, Owner, People, PeopleControl, Reveals, ServerControl, Servers,
    ServiceControl, Services, Session, SiteControl, Sites, Support, SupportControl, cancelling, permitted,
    translated,
};
use crate::domain::account::Condition;
use crate::domain::order::Order;
use crate::domain::server::Server;
use crate::domain::{AccountName, Capability, Error, Operation, ProviderName, ResourceKind, ResourceRef};
use crate::policy::Authorized;
use client::Client;
use types::id_number;

pub(super) use open_points::OPEN_POINTS;

pub(super) const CAPABILITY: Capability = Capability {
    operations: &[
        Operation::ServerList,
        Operation::ServerShow,
        Operation::OrderList,
        Operation::OrderShow,
        Operation::OrderCustom,
        Operation::OrderProgress,
        Operation::OrderTrace,
        Operation::OrderCancel,
        Operation::OrderItemCancel,
    ],
    untold: &[],
};

/// The adapter for one Klikk account.
pub struct Klikk {
    account: AccountName,
    client: Client,
}

impl Klikk {
    /// The adapter for the account of that name.
    ///
    /// # Errors
    /// When the base URL is refused, the credential has no place in a header, or TLS cannot be set up.
    pub fn new(account: AccountName, settings: Settings) -> Result<Self, SetupError> {
        let client = Client::new(account.clone(), settings)?;
        Ok(Klikk { account, client })
    }

    fn order_ref(&self, id: &str) -> Option<ResourceRef> {
        id_number(id)?;
        ResourceRef::new(self.account.clone(), ResourceKind::Order, id)
    }

    /// The orders, the newest first: what comes later has the higher id.
    fn orders_of(&self, orders: Vec<types::Order>) -> Vec<Order> {
        let mut orders = translated(&self.account, Operation::OrderList, orders, |order| {
            let resource = self.order_ref(order.id()?)?;
            Some(order.into_domain(resource))
        });
        orders.sort_by_cached_key(|order| std::cmp::Reverse(id_number(&order.resource.id)));
        orders
    }

    fn servers_of(&self, servers: Vec<types::Server>) -> Vec<Server> {
        translated(&self.account, Operation::ServerList, servers, |server: types::Server| {
            server.into_domain(&self.account)
        })
    }
}

impl Identity for Klikk {
    fn provider(&self) -> ProviderName {
        ProviderName::Klikk
    }

    fn account(&self) -> &AccountName {
        &self.account
    }

    fn capability(&self) -> &'static Capability {
        &CAPABILITY
    }

    fn condition(&self) -> Condition {
        self.client.condition()
    }
}

#[async_trait]
impl Servers for Klikk {
    async fn servers(&self) -> Result<Vec<Server>, Error> {
        Ok(self.servers_of(self.client.servers(Operation::ServerList, 0).await?))
    }

    async fn server(&self, id: &str) -> Result<Server, Error> {
        let operation = Operation::ServerShow;
        let (item, own) = id.split_once('.').ok_or_else(|| error::not_an_id(operation))?;
        // One that tells no item is found among all.
        let item = match item {
            "0" => Some(0),
            item => id_number(item),
        };
        let item = item.filter(|_| id_number(own).is_some()).ok_or_else(|| error::not_an_id(operation))?;
        let servers = self.servers_of(self.client.servers(operation, item).await?);
        servers.into_iter().find(|server| server.resource.id == id).ok_or_else(error::no_such_server)
    }
}

#[async_trait]
impl OrderControl for Klikk {
    async fn cancel_order(&self, permit: &Authorized, item: Option<&str>) -> Result<(), Error> {
        let order = &permitted(self, permit, Operation::OrderCancel).id;
        self.client.cancel(cancelling(item), order, item).await
    }
}

impl ServerControl for Klikk {}

impl Networks for Klikk {}

impl NetworkControl for Klikk {}

impl Services for Klikk {}

impl ServiceControl for Klikk {}

impl Reveals for Klikk {}

impl Billing for Klikk {}

impl BillingControl for Klikk {}

impl Keys for Klikk {}

impl KeyControl for Klikk {}

impl Owner for Klikk {}

impl Sites for Klikk {}

impl SiteControl for Klikk {}

impl Support for Klikk {}

impl SupportControl for Klikk {}

impl Notices for Klikk {}

impl NoticeControl for Klikk {}

impl Certificates for Klikk {}

impl People for Klikk {}

impl PeopleControl for Klikk {}

impl Session for Klikk {}
