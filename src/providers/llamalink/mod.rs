//! LlamaLink: servers and their power, the shop, hosted sites, subscriptions, cards and the account's owner.
//!
//! Its starts, stops and restarts are GET requests; here they are changes like any other.

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
    Billing, BillingControl, Certificates, Digest, Identity, KeyControl, Keys, Looked, NetworkControl,
    Networks, NoticeControl, Notices, OrderControl, Owner, People, PeopleControl, Purchases, Reveals,
    ServerControl, Servers, ServiceControl, Services, Session, Shop, SiteControl, Sites, Support,
    SupportControl, permitted, permitted_here, translated,
};
use crate::domain::account::{Condition, Profile};
use crate::domain::billing::{Balance, Card, Subscription};
use crate::domain::event::Event;
use crate::domain::metrics::{Metric, Range, Reading};
use crate::domain::money::Currency;
use crate::domain::order::{CpuType, NotSold, Offer, Order, Plan, Progress, Purchase, Template, Wish};
use crate::domain::server::Server;
use crate::domain::site::{NewSite, Site};
use crate::domain::{AccountName, Capability, Error, Operation, ProviderName, ResourceKind, ResourceRef};
use crate::policy::Authorized;
use client::{Client, Verb};
use config::Rates;
use purchase::PurchaseRequest;
use shop::PriceList;

pub(super) use open_points::OPEN_POINTS;

pub(super) const CAPABILITY: Capability = Capability {
    operations: &[
        Operation::ServerList,
        Operation::ServerShow,
        Operation::ServerStart,
        Operation::ServerStop,
        Operation::ServerRestart,
        Operation::ServerMetrics,
        Operation::TemplateList,
        Operation::BalanceShow,
        Operation::CardList,
        Operation::PlanList,
        Operation::OrderBuy,
        Operation::OrderCustom,
        Operation::OrderList,
        Operation::OrderProgress,
        Operation::ServiceList,
        Operation::SiteList,
        Operation::SiteShow,
        Operation::SiteCreate,
        Operation::ProfileShow,
    ],
    untold: &[Event::BalanceLow, Event::CreditUsed, Event::BonusAdded, Event::BonusUsed],
};

/// The adapter for one LlamaLink account.
pub struct LlamaLink {
    account: AccountName,
    /// Of every amount that states none, as those of LlamaLink's subscriptions.
    currency: Option<Currency>,
    rates: Rates,
    client: Client,
}

impl LlamaLink {
    /// The adapter for the account of that name.
    ///
    /// # Errors
    /// When the base URL is refused, the key cannot stand in a header, or TLS cannot be set up.
    pub fn new(account: AccountName, settings: Settings) -> Result<Self, SetupError> {
        let currency = settings.currency.or_else(|| config::CURRENCY.parse().ok());
        let rates = settings.rates;
        let client = Client::new(account.clone(), settings)?;
        Ok(LlamaLink { account, currency, rates, client })
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
        translated(&self.account, operation, entries, translate)
    }

    async fn templates_for(&self, operation: Operation) -> Result<Vec<Template>, Error> {
        let systems = self.client.systems(operation).await?;
        Ok(self.translated(operation, systems, shop::System::into_domain))
    }

    fn plans_of(&self, operation: Operation, mut list: PriceList) -> Vec<Plan> {
        let on_sale = list.is_open();
        self.translated(operation, list.take_plans(), |mut plan| {
            let resource = self.resource(ResourceKind::Plan, &plan.id.take()?)?;
            Some(plan.into_domain(resource, on_sale, self.currency))
        })
    }

    async fn subscriptions(&self, operation: Operation) -> Result<Vec<Subscription>, Error> {
        let subscriptions = self.client.subscriptions(operation).await?;
        Ok(self.translated(operation, subscriptions, |mut subscription| {
            let resource = self.resource(ResourceKind::Service, &subscription.id.take()?)?;
            Some(subscription.into_domain(resource, self.currency))
        }))
    }

    fn orders_of(&self, subscriptions: Vec<types::Subscription>) -> Vec<Order> {
        self.translated(Operation::OrderList, subscriptions, |mut subscription| {
            let resource = self.resource(ResourceKind::Order, &subscription.id.take()?)?;
            Some(subscription.into_order(resource, self.currency))
        })
    }

    async fn cards_for(&self, operation: Operation) -> Result<Vec<Card>, Error> {
        let cards = self.client.cards(operation).await?;
        Ok(self.translated(operation, cards, types::Card::into_domain))
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

    async fn metrics(&self, id: &str, metric: Metric, range: Range) -> Result<Vec<Reading>, Error> {
        let points = self.client.metrics(id, metric, range).await?;
        let mut readings = self.translated(Operation::ServerMetrics, points, types::Point::into_domain);
        readings.sort_by_key(|reading| reading.at);
        Ok(readings)
    }

    async fn templates(&self) -> Result<Vec<Template>, Error> {
        self.templates_for(Operation::TemplateList).await
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

    async fn restart(&self, permit: &Authorized) -> Result<Option<String>, Error> {
        self.power(permit, Operation::ServerRestart, Verb::Restart).await.map(|()| None)
    }
}

#[async_trait]
impl Billing for LlamaLink {
    async fn balance(&self) -> Result<Balance, Error> {
        let operation = Operation::BalanceShow;
        let (subscriptions, cards) =
            tokio::try_join!(self.subscriptions(operation), self.cards_for(operation))?;
        Ok(Balance { credit: None, bonus: None, owed: None, subscriptions, cards: Some(cards) })
    }

    async fn cards(&self) -> Result<Vec<Card>, Error> {
        self.cards_for(Operation::CardList).await
    }

    async fn services(&self) -> Result<Vec<Subscription>, Error> {
        self.subscriptions(Operation::ServiceList).await
    }
}

#[async_trait]
impl Shop for LlamaLink {
    async fn plans(&self) -> Result<Vec<Plan>, Error> {
        let operation = Operation::PlanList;
        Ok(self.plans_of(operation, self.client.price_list(operation).await?))
    }

    async fn offer(&self, wish: &Wish) -> Result<Result<Offer, NotSold>, Error> {
        let operation = wish.operation();
        self.offered(operation)?;
        let (list, systems) =
            tokio::try_join!(self.client.price_list(operation), self.templates_for(operation))?;
        match wish {
            // What a closed shop shows of its plans need not be whole.
            Wish::Plan { .. } if !list.is_open() => Ok(Err(NotSold::ShopClosed)),
            Wish::Plan { more, .. } if !more.is_empty() => Ok(Err(NotSold::OneAtATime)),
            Wish::Plan { answers, .. } if !answers.is_empty() => {
                let text = answers.keys().next().cloned().unwrap_or_default();
                Ok(Err(NotSold::NoSuchStep { text, known: vec![] }))
            }
            Wish::Plan { plan, os, name, .. } => {
                let mut plans = self.plans_of(operation, list).into_iter();
                let plan = plans.find(|offered| offered.resource.id == *plan);
                let plan = plan.ok_or_else(|| error::no_such_plan(operation))?;
                Ok(shop::offer_plan(plan, os.as_deref(), name.as_deref(), &systems))
            }
            Wish::Custom(wish) => Ok(shop::offer_custom(&list, wish, &systems, self.rates, self.currency)),
            Wish::Certificate(_) => Err(self.unsupported(operation)),
        }
    }

    async fn cpu_types(&self) -> Result<Vec<CpuType>, Error> {
        Ok(self.client.price_list(Operation::OrderCustom).await?.cpu_types(self.currency))
    }

    async fn orders(&self) -> Result<Vec<Order>, Error> {
        Ok(self.orders_of(self.client.subscriptions(Operation::OrderList).await?))
    }

    async fn look_at_orders(&self, known: Option<&Digest>) -> Result<Looked<Order>, Error> {
        Ok(match self.client.look_at_subscriptions(Operation::OrderList, known).await? {
            Some((items, digest)) => Looked::Read { items: self.orders_of(items), digest: Some(digest) },
            None => Looked::Same,
        })
    }

    async fn progress(&self, order: &str) -> Result<Progress, Error> {
        self.client.progress(order).await
    }
}

#[async_trait]
impl Purchases for LlamaLink {
    async fn buy(&self, permit: &Authorized, offer: &Offer, order: &str) -> Result<Purchase, Error> {
        self.offered(offer.operation())?;
        let request = PurchaseRequest::of(offer)?;
        permitted_here(self, permit, request.operation);
        self.client.buy(request, order).await
    }
}

#[async_trait]
impl Sites for LlamaLink {
    async fn sites(&self) -> Result<Vec<Site>, Error> {
        let sites = self.client.sites().await?;
        Ok(self.translated(Operation::SiteList, sites, |mut site| {
            let resource = self.resource(ResourceKind::Site, &site.id.take()?)?;
            Some(site.into_domain(resource))
        }))
    }

    async fn site(&self, id: &str) -> Result<Site, Error> {
        let resource =
            self.resource(ResourceKind::Site, id).ok_or_else(|| error::not_an_id(Operation::SiteShow))?;
        let site = self.client.site(id).await?;
        Ok(site.into_domain(resource))
    }
}

#[async_trait]
impl SiteControl for LlamaLink {
    async fn create_site(&self, permit: &Authorized, site: &NewSite) -> Result<(), Error> {
        permitted_here(self, permit, Operation::SiteCreate);
        self.client.create_site(site).await
    }
}

#[async_trait]
impl Owner for LlamaLink {
    async fn profile(&self) -> Result<Profile, Error> {
        self.client.profile().await
    }
}

impl Reveals for LlamaLink {}

impl BillingControl for LlamaLink {}

impl OrderControl for LlamaLink {}

impl Keys for LlamaLink {}

impl KeyControl for LlamaLink {}

impl Support for LlamaLink {}

impl SupportControl for LlamaLink {}

impl Networks for LlamaLink {}

impl NetworkControl for LlamaLink {}

impl Services for LlamaLink {}

impl ServiceControl for LlamaLink {}

impl Notices for LlamaLink {}

impl NoticeControl for LlamaLink {}

impl Session for LlamaLink {}

impl Certificates for LlamaLink {}

impl People for LlamaLink {}

impl PeopleControl for LlamaLink {}
