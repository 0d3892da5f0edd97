//! Inferno (Inferno Solutions): servers, the orders that they come of and the invoices of these, services, SSH keys, and
//! what the account holds.
//!
//! A server is known by the id of its order. A refusal has a good HTTP status and says no in its body.

mod client;
pub mod config;
mod error;
pub mod key;
mod open_points;
mod printed;
mod secret;
mod types;

use std::net::IpAddr;

use async_trait::async_trait;
use futures_util::stream::{self, StreamExt, TryStreamExt};

pub use config::Settings;

use super::layers::SetupError;
use super::{
    Billing, BillingControl, Certificates, Digest, Frame, Identity, KeyControl, Keys, Looked, NetworkControl,
    Networks, NoticeControl, Notices, OrderControl, Owner, People, PeopleControl, Purchases, Reveals,
    ServerControl, Servers, ServiceControl, Services, Session, Shop, SiteControl, Sites, Support,
    SupportControl, cancelling, permitted, permitted_here, translated,
};
use crate::domain::account::Condition;
use crate::domain::billing::{Balance, Subscription};
use crate::domain::event::Event;
use crate::domain::invoice::{self, Invoice, InvoiceDetail};
use crate::domain::key::{PublicKey, SshKey};
use crate::domain::order::{
    Goods, NotSold, Offer, Order, OrderState, PaidBy, Plan, Progress, ProgressState, Purchase, Template,
    Trace, Wish,
};
use crate::domain::server::Server;
use crate::domain::service::ServiceDetail;
use crate::domain::setup::{Credentials, Reinstallation};
use crate::domain::{
    AccountName, Capability, Error, ErrorKind, Money, Operation, ProviderName, ResourceKind, ResourceRef,
};
use crate::policy::Authorized;
use crate::providers::lenient;
use client::{Client, Install, Verb};

pub(super) use open_points::OPEN_POINTS;

pub(super) const CAPABILITY: Capability = Capability {
    operations: &[
        Operation::ServerList,
        Operation::ServerShow,
        Operation::ServerStart,
        Operation::ServerStop,
        Operation::ServerRestart,
        Operation::ServerReinstall,
        Operation::ServerReinstallKeys,
        Operation::CredentialsShow,
        Operation::TemplateList,
        Operation::BalanceShow,
        Operation::InvoiceList,
        Operation::InvoiceShow,
        Operation::PlanList,
        Operation::OrderBuy,
        Operation::OrderList,
        Operation::OrderProgress,
        Operation::OrderTrace,
        Operation::OrderCancel,
        Operation::OrderInstall,
        Operation::ServiceList,
        Operation::ServiceShow,
        Operation::KeyList,
        Operation::KeyAdd,
        Operation::KeyRemove,
    ],
    untold: &[Event::InvoiceDue, Event::InvoiceOverdue, Event::BonusAdded, Event::BonusUsed],
};

/// The adapter for one Inferno account.
pub struct Inferno {
    account: AccountName,
    frame: Frame,
    /// How many orders are asked for at once.
    side_by_side: usize,
    client: Client,
}

impl Inferno {
    /// The adapter for the account of that name.
    ///
    /// # Errors
    /// When the base URL is refused, the key has no place in a header, or TLS cannot be set up.
    pub fn new(account: AccountName, settings: Settings) -> Result<Self, SetupError> {
        let frame = Frame { currency: settings.currency, timezone: settings.timezone.clone() };
        let side_by_side = settings.limits.concurrency;
        let client = Client::new(account.clone(), settings)?;
        Ok(Inferno { account, frame, side_by_side, client })
    }

    /// A reference to what Inferno addresses by a number.
    fn numbered(&self, kind: ResourceKind, id: Option<&str>) -> Option<ResourceRef> {
        ResourceRef::new(self.account.clone(), kind, id.filter(|id| types::is_id(id))?)
    }

    /// A reference to what was asked for by that id.
    fn asked(&self, operation: Operation, kind: ResourceKind, id: &str) -> Result<ResourceRef, Error> {
        self.numbered(kind, Some(id)).ok_or_else(|| error::not_an_id(operation))
    }

    /// The server of an order; none where it has no server, or Inferno refuses to tell of it.
    async fn server_of(&self, resource: ResourceRef) -> Result<Option<Server>, Error> {
        match self.client.info(Operation::ServerList, &resource.id).await {
            Ok(info) if info.has_server() => Ok(Some(info.into_server(resource))),
            Ok(_) => Ok(None),
            // The list and this answer are not of one moment, and one order must not hide the others.
            Err(error) if matches!(error.kind, ErrorKind::Refused(_)) => {
                tracing::warn!(account = %self.account, order = %resource.id, %error, "Inferno does not tell of an order.");
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn orders_of(&self, orders: Vec<types::Order>) -> Vec<Order> {
        let orders = translated(&self.account, Operation::OrderList, orders, |order| {
            let resource = self.numbered(ResourceKind::Order, order.id.as_deref())?;
            Some(order.into_domain(resource, &self.frame))
        });
        newest_first(orders, |order| &order.resource)
    }

    async fn subscriptions(&self, operation: Operation) -> Result<Vec<Subscription>, Error> {
        let services = self.client.services(operation).await?;
        Ok(translated(&self.account, operation, services, |service: types::Service| {
            let resource = self.numbered(ResourceKind::Service, service.id.as_deref())?;
            Some(service.into_subscription(resource, &self.frame))
        }))
    }

    /// The invoices of orders: one for several orders is one.
    fn invoices_of(&self, orders: Vec<types::Order>) -> Vec<Invoice> {
        let orders = orders.into_iter().filter(|order| order.invoice().is_some()).collect();
        let invoices = translated(&self.account, Operation::InvoiceList, orders, |order: types::Order| {
            let resource = self.numbered(ResourceKind::Invoice, order.invoice())?;
            Some(order.into_invoice(resource, &self.frame))
        });
        let mut merged: Vec<Invoice> = vec![];
        for invoice in invoices {
            match merged.iter_mut().find(|known| known.resource == invoice.resource) {
                Some(known) => merge(known, invoice),
                None => merged.push(invoice),
            }
        }
        newest_first(merged, |invoice| &invoice.resource)
    }
}

/// What comes later has the higher id.
fn newest_first<T>(mut items: Vec<T>, resource: impl Fn(&T) -> &ResourceRef) -> Vec<T> {
    items.sort_by_cached_key(|item| {
        let id = resource(item).id.clone();
        std::cmp::Reverse((id.len(), id))
    });
    items
}

/// Takes another order's part into an invoice, which is paid when all of it is.
fn merge(invoice: &mut Invoice, other: Invoice) {
    invoice.total = match (invoice.total, other.total) {
        (Some(one), Some(other)) => {
            one.amount.checked_add(other.amount).map(|amount| Money { amount, ..one })
        }
        _ => None,
    };
    if invoice.is_paid() {
        invoice.state = other.state;
    }
}

impl Identity for Inferno {
    fn provider(&self) -> ProviderName {
        ProviderName::Inferno
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
impl Servers for Inferno {
    async fn servers(&self) -> Result<Vec<Server>, Error> {
        let operation = Operation::ServerList;
        let orders = self.client.orders(operation).await?.into_iter().filter(types::Order::is_active);
        let orders = translated(&self.account, operation, orders.collect(), |order: types::Order| {
            self.numbered(ResourceKind::Server, order.id.as_deref())
        });
        let asked = orders.into_iter().map(|resource| self.server_of(resource));
        let servers: Vec<_> = stream::iter(asked).buffered(self.side_by_side).try_collect().await?;
        Ok(servers.into_iter().flatten().collect())
    }

    /// The server of the order with this id, or the one that has it as its address.
    async fn server(&self, id: &str) -> Result<Server, Error> {
        let operation = Operation::ServerShow;
        if let Ok(address) = id.parse::<IpAddr>() {
            let info = self.client.info_by_address(operation, address).await?;
            let resource = self.numbered(ResourceKind::Server, info.orderid.as_deref());
            return Ok(info.into_server(resource.ok_or_else(|| error::no_server(operation))?));
        }
        let resource = self.asked(operation, ResourceKind::Server, id)?;
        let info = self.client.info(operation, id).await?;
        if info.has_server() { Ok(info.into_server(resource)) } else { Err(error::no_server(operation)) }
    }

    async fn templates(&self) -> Result<Vec<Template>, Error> {
        let systems = self.client.systems().await?;
        Ok(translated(&self.account, Operation::TemplateList, systems, types::System::into_template))
    }

    async fn check_reinstall(&self, server: &str, setup: &Reinstallation) -> Result<(), Error> {
        self.client.install(&anew(server, setup), false).await
    }
}

#[async_trait]
impl ServerControl for Inferno {
    async fn reinstall(&self, permit: &Authorized, setup: &Reinstallation) -> Result<Option<String>, Error> {
        let order = &permitted(self, permit, Operation::ServerReinstall).id;
        self.client.install(&anew(order, setup), true).await.map(|()| None)
    }

    async fn start(&self, permit: &Authorized) -> Result<(), Error> {
        let operation = Operation::ServerStart;
        self.client.power(operation, Verb::Boot, &permitted(self, permit, operation).id).await
    }

    async fn stop(&self, permit: &Authorized) -> Result<(), Error> {
        let operation = Operation::ServerStop;
        self.client.power(operation, Verb::Stop, &permitted(self, permit, operation).id).await
    }

    async fn restart(&self, permit: &Authorized) -> Result<Option<String>, Error> {
        let operation = Operation::ServerRestart;
        let order = &permitted(self, permit, operation).id;
        self.client.power(operation, Verb::Reboot, order).await.map(|()| None)
    }
}

#[async_trait]
impl Reveals for Inferno {
    async fn credentials(&self, permit: &Authorized) -> Result<Option<Credentials>, Error> {
        let order = &permitted(self, permit, Operation::CredentialsShow).id;
        let password = self.client.password(order).await?;
        Ok(password.map(|password| Credentials { user: None, password, since: None }))
    }
}

#[async_trait]
impl Billing for Inferno {
    async fn balance(&self) -> Result<Balance, Error> {
        let operation = Operation::BalanceShow;
        let (funds, subscriptions, orders) =
            tokio::join!(self.funds(), self.subscriptions(operation), self.client.orders(operation));
        // Of several refusals the same one is told every time.
        let (funds, subscriptions, orders) = (funds?, subscriptions?, orders?);
        let owed = self.frame.money(invoice::owed(&self.invoices_of(orders)), None);
        Ok(Balance { owed, subscriptions, ..funds })
    }

    async fn funds(&self) -> Result<Balance, Error> {
        let answer: types::Balance = lenient::entry(&self.client.balance().await?).unwrap_or_default();
        answer.into_domain(&self.frame).ok_or_else(|| self.client.no_balance())
    }

    async fn services(&self) -> Result<Vec<Subscription>, Error> {
        self.subscriptions(Operation::ServiceList).await
    }

    async fn service(&self, id: &str) -> Result<ServiceDetail, Error> {
        let resource = self.asked(Operation::ServiceShow, ResourceKind::Service, id)?;
        Ok(self.client.service(id).await?.into_detail(resource, &self.frame))
    }

    async fn invoices(&self) -> Result<Vec<Invoice>, Error> {
        Ok(self.invoices_of(self.client.orders(Operation::InvoiceList).await?))
    }

    async fn look_at_invoices(&self, known: Option<&Digest>) -> Result<Looked<Invoice>, Error> {
        Ok(match self.client.look_at_orders(Operation::InvoiceList, known).await? {
            Some((orders, digest)) => Looked::Read { items: self.invoices_of(orders), digest: Some(digest) },
            None => Looked::Same,
        })
    }

    async fn invoice(&self, id: &str) -> Result<InvoiceDetail, Error> {
        let operation = Operation::InvoiceShow;
        let resource = self.asked(operation, ResourceKind::Invoice, id)?;
        // Inferno has no call for one of them.
        let invoices = self.invoices_of(self.client.orders(operation).await?);
        let found = invoices.into_iter().find(|invoice| invoice.resource == resource);
        let invoice = found.ok_or_else(error::no_such_invoice)?;
        Ok(InvoiceDetail { invoice, lines: vec![], subtotal: None, tax: None, credit: None })
    }
}

#[async_trait]
impl Shop for Inferno {
    async fn plans(&self) -> Result<Vec<Plan>, Error> {
        let operation = Operation::PlanList;
        let products = self.client.products(operation).await?;
        Ok(translated(&self.account, operation, products, |product: types::Product| {
            let resource = self.numbered(ResourceKind::Plan, product.pid.as_deref())?;
            Some(product.into_plan(resource, &self.frame))
        }))
    }

    async fn offer(&self, wish: &Wish) -> Result<Result<Offer, NotSold>, Error> {
        let Wish::Plan { plan: wanted, os, name, answers, more } = wish else {
            return Err(self.unsupported(wish.operation()));
        };
        // All that an order takes is which plan it is of.
        let choice = os.as_ref().map(|_| "os").or(answers.keys().next().map(String::as_str));
        match choice {
            _ if name.is_some() => return Ok(Err(NotSold::NameNotTaken)),
            _ if !more.is_empty() => return Ok(Err(NotSold::TooMany { most: 1 })),
            Some(choice) => {
                return Ok(Err(NotSold::NoSuchStep { text: choice.to_owned(), known: vec![] }));
            }
            None => {}
        }
        let plan = self.plans().await?.into_iter().find(|plan| plan.resource.id == *wanted);
        let plan = plan.ok_or_else(|| error::no_such_plan(Operation::OrderBuy))?;
        let (price, cycle) = (plan.price, plan.cycle);
        Ok(Ok(Offer { cycle, ..Offer::of(Goods::Plan(plan), price) }))
    }

    fn paid_by(&self) -> PaidBy {
        PaidBy::Invoice
    }

    async fn progress(&self, id: &str) -> Result<Progress, Error> {
        let operation = Operation::OrderProgress;
        let orders = self.client.orders(operation).await?;
        let order = orders.into_iter().find(|order| order.id.as_deref() == Some(id));
        let mut progress = order.ok_or_else(error::no_such_order)?.into_progress();
        if progress.state == ProgressState::Done {
            // That it is paid is told whether or not its server is.
            let info = self.client.info(operation, id).await;
            progress.uninstalled = info.as_ref().is_ok_and(|info| !info.has_server());
            progress.server = info.is_ok_and(|info| info.has_server()).then(|| id.to_owned());
        }
        Ok(progress)
    }

    /// All orders. None tells what it is of: one of the offer's amount is taken for it, and one of another amount, to which
    /// something may have been added or taken off, may be it.
    async fn traces(&self, offer: &Offer, _: &str) -> Result<Vec<Trace>, Error> {
        let orders = self.client.orders(Operation::OrderTrace).await?;
        let mut traces = translated(&self.account, Operation::OrderTrace, orders, |order| {
            let is_doubtful = match (order.amount, offer.price) {
                (Some(amount), Some(price)) => amount != price.amount,
                _ => false,
            };
            let id = order.id.filter(|id| types::is_id(id))?;
            let kind = (!is_doubtful).then_some(0);
            Some((id.parse().unwrap_or(u64::MAX), Trace { id, kind, is_named: false, is_doubtful }))
        });
        traces.sort_by_key(|(number, _)| *number);
        Ok(traces.into_iter().map(|(_, trace)| trace).collect())
    }

    async fn orders(&self) -> Result<Vec<Order>, Error> {
        Ok(self.orders_of(self.client.orders(Operation::OrderList).await?))
    }

    fn can_cancel(&self, order: &Order) -> bool {
        self.is_unpaid(&order.state)
    }

    fn is_unpaid(&self, state: &OrderState) -> bool {
        matches!(state, OrderState::Told(word) if types::is_pending(word))
    }

    async fn check_install(&self, order: &str, setup: &Reinstallation) -> Result<(), Error> {
        self.client.install(&first(order, setup), false).await
    }

    async fn look_at_orders(&self, known: Option<&Digest>) -> Result<Looked<Order>, Error> {
        Ok(match self.client.look_at_orders(Operation::OrderList, known).await? {
            Some((orders, digest)) => Looked::Read { items: self.orders_of(orders), digest: Some(digest) },
            None => Looked::Same,
        })
    }
}

#[async_trait]
impl OrderControl for Inferno {
    async fn cancel_order(&self, permit: &Authorized, item: Option<&str>) -> Result<(), Error> {
        self.offered(cancelling(item))?;
        self.client.cancel(&permitted(self, permit, Operation::OrderCancel).id).await
    }

    async fn install_order(&self, permit: &Authorized, setup: &Reinstallation) -> Result<(), Error> {
        let order = &permitted(self, permit, Operation::OrderInstall).id;
        self.client.install(&first(order, setup), true).await
    }
}

#[async_trait]
impl Keys for Inferno {
    async fn ssh_keys(&self) -> Result<Vec<SshKey>, Error> {
        let operation = Operation::KeyList;
        let keys = self.client.keys().await?;
        Ok(translated(&self.account, operation, keys, |key: types::Key| {
            let resource = self.numbered(ResourceKind::Key, key.id.as_deref())?;
            Some(key.into_domain(resource))
        }))
    }
}

#[async_trait]
impl KeyControl for Inferno {
    async fn add_ssh_key(&self, permit: &Authorized, key: &PublicKey) -> Result<(), Error> {
        permitted_here(self, permit, Operation::KeyAdd);
        self.client.add_key(key).await
    }

    async fn remove_ssh_key(&self, permit: &Authorized) -> Result<(), Error> {
        self.client.remove_key(&permitted(self, permit, Operation::KeyRemove).id).await
    }
}

/// How the server of an order is installed for the first time.
fn first<'a>(order: &'a str, setup: &'a Reinstallation) -> Install<'a> {
    let (template, ssh_keys) = (setup.template.id.as_str(), setup.ssh_keys.as_slice());
    Install { operation: Operation::OrderInstall, action: "install", order, template, ssh_keys }
}

/// How the server of an order is set up anew.
fn anew<'a>(order: &'a str, setup: &'a Reinstallation) -> Install<'a> {
    let (operation, ssh_keys) = (setup.operation(), setup.ssh_keys.as_slice());
    Install { operation, action: "reinstall", order, template: &setup.template.id, ssh_keys }
}

impl Certificates for Inferno {}

impl People for Inferno {}

impl PeopleControl for Inferno {}

impl BillingControl for Inferno {}

#[async_trait]
impl Purchases for Inferno {
    async fn buy(&self, permit: &Authorized, offer: &Offer, _: &str) -> Result<Purchase, Error> {
        self.offered(offer.operation())?;
        permitted_here(self, permit, Operation::OrderBuy);
        let Goods::Plan(plan) = &offer.goods else { return Err(error::no_plan()) };
        let (order, invoice) = self.client.create(&plan.resource.id).await?;
        Ok(Purchase { order: Some(order.clone()), traces: vec![order], invoice, ..Purchase::default() })
    }
}
impl Networks for Inferno {}

impl NetworkControl for Inferno {}

impl Services for Inferno {}

impl ServiceControl for Inferno {}

impl Owner for Inferno {}

impl Sites for Inferno {}

impl SiteControl for Inferno {}

impl Support for Inferno {}

impl SupportControl for Inferno {}

impl Notices for Inferno {}

impl NoticeControl for Inferno {}

impl Session for Inferno {}
