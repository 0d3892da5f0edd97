//! LlamaLink: servers and their power, subscriptions and cards.
//!
//! Its starts, stops and restarts are GET requests; here they are changes like any other.

mod client;
pub mod config;
mod error;
mod types;

use async_trait::async_trait;

pub use config::Settings;

use super::layers::SetupError;
use super::{
    Billing, Identity, Owner, Purchases, ServerControl, Servers, Shop, SiteControl, Sites, permitted,
};
use crate::domain::account::Condition;
use crate::domain::billing::Balance;
use crate::domain::money::Currency;
use crate::domain::server::Server;
use crate::domain::{AccountName, Capability, Error, Operation, ProviderName, ResourceKind, ResourceRef};
use crate::policy::Authorized;
use client::{Client, Verb};

const CAPABILITY: Capability = Capability {
    operations: &[
        Operation::ServerList,
        Operation::ServerShow,
        Operation::ServerStart,
        Operation::ServerStop,
        Operation::ServerRestart,
        Operation::BalanceShow,
    ],
};

/// The adapter for one LlamaLink account.
pub struct LlamaLink {
    account: AccountName,
    /// Of every amount: LlamaLink's subscriptions state none.
    currency: Option<Currency>,
    client: Client,
}

impl LlamaLink {
    /// The adapter for the account of that name.
    ///
    /// # Errors
    /// When the base URL is refused, the key cannot stand in a header, or TLS cannot be set up.
    pub fn new(account: AccountName, settings: Settings) -> Result<Self, SetupError> {
        let currency = settings.currency.or_else(|| config::CURRENCY.parse().ok());
        let client = Client::new(account.clone(), settings)?;
        Ok(LlamaLink { account, currency, client })
    }

    fn resource(&self, kind: ResourceKind, id: &str) -> Option<ResourceRef> {
        ResourceRef::new(self.account.clone(), kind, id)
    }

    /// The entries that can be translated; how many cannot goes to the log.
    fn translated<W, D>(
        &self,
        operation: Operation,
        entries: Vec<W>,
        translate: impl Fn(W) -> Option<D>,
    ) -> Vec<D> {
        let all = entries.len();
        let translated: Vec<D> = entries.into_iter().filter_map(translate).collect();
        let skipped = all - translated.len();
        if skipped > 0 {
            tracing::warn!(account = %self.account, %operation, skipped, "Unusable entries of a list were skipped.");
        }
        translated
    }

    async fn power(&self, permit: &Authorized, operation: Operation, verb: Verb) -> Result<(), Error> {
        let server = permitted(self, permit, operation);
        self.client.power(operation, verb, &server.id).await
    }
}

impl Identity for LlamaLink {
    fn provider(&self) -> ProviderName {
        ProviderName::LlamaLink
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
impl Servers for LlamaLink {
    async fn servers(&self) -> Result<Vec<Server>, Error> {
        let servers = self.client.servers().await?;
        Ok(self.translated(Operation::ServerList, servers, |mut server| {
            let resource = self.resource(ResourceKind::Server, &server.id.take()?)?;
            Some(server.into_domain(resource))
        }))
    }

    async fn server(&self, id: &str) -> Result<Server, Error> {
        let resource =
            self.resource(ResourceKind::Server, id).ok_or_else(|| error::not_an_id(Operation::ServerShow))?;
        let server = self.client.server(id).await?;
        Ok(server.into_domain(resource))
    }
}

#[async_trait]
impl ServerControl for LlamaLink {
    async fn start(&self, permit: &Authorized) -> Result<(), Error> {
        self.power(permit, Operation::ServerStart, Verb::Start).await
    }

    async fn stop(&self, permit: &Authorized) -> Result<(), Error> {
        self.power(permit, Operation::ServerStop, Verb::Stop).await
    }

    async fn restart(&self, permit: &Authorized) -> Result<(), Error> {
        self.power(permit, Operation::ServerRestart, Verb::Restart).await
    }
}

#[async_trait]
impl Billing for LlamaLink {
    async fn balance(&self) -> Result<Balance, Error> {
        let (subscriptions, cards) = tokio::try_join!(self.client.subscriptions(), self.client.cards())?;
        let subscriptions = self.translated(Operation::BalanceShow, subscriptions, |mut subscription| {
            let resource = self.resource(ResourceKind::Service, &subscription.id.take()?)?;
            Some(subscription.into_domain(resource, self.currency))
        });
        let cards = self.translated(Operation::BalanceShow, cards, types::Card::into_domain);
        Ok(Balance { credit: None, subscriptions, cards: Some(cards) })
    }
}

impl Shop for LlamaLink {}

impl Purchases for LlamaLink {}

impl Sites for LlamaLink {}

impl SiteControl for LlamaLink {}

impl Owner for LlamaLink {}
