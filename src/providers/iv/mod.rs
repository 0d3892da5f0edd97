//! IV (Interneto vizija): servers and their restarts, services, invoices, and what the account holds.
//!
//! Its commands travel with the password among their fields, by GET even where they change something, and most of what
//! it is told it queues as a task.

mod client;
pub mod config;
mod error;
mod graphs;
mod open_points;
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
    SupportControl, permitted, translated,
};
use crate::domain::account::{Condition, Profile};
use crate::domain::billing::{Balance, Movement, MovementKind, Subscription};
use crate::domain::event::Event;
use crate::domain::invoice::{self, Invoice, InvoiceDetail};
use crate::domain::metrics::Graphs;
use crate::domain::order::Template;
use crate::domain::server::Server;
use crate::domain::setup::{CpuUnit, Credentials, NewSizes, Reinstallation, ResizeEffect, Resizing, Size};
use crate::domain::task::{Task, TaskWanted};
use crate::domain::{
    AccountName, Capability, Error, ErrorKind, Operation, ProviderName, ResourceKind, ResourceRef,
};
use crate::policy::Authorized;
use crate::providers::lenient::is_number;
use client::Client;

pub(super) use open_points::OPEN_POINTS;

pub(super) const CAPABILITY: Capability = Capability {
    operations: &[
        Operation::ServerList,
        Operation::ServerShow,
        Operation::ServerRestart,
        Operation::ServerRename,
        Operation::ServerReinstall,
        Operation::ServerPassword,
        Operation::ServerResize,
        Operation::CredentialsShow,
        Operation::ServerGraphs,
        Operation::TaskList,
        Operation::TaskShow,
        Operation::TemplateList,
        Operation::BalanceShow,
        Operation::CreditHistory,
        Operation::BonusHistory,
        Operation::InvoiceList,
        Operation::InvoiceShow,
        Operation::ServiceList,
        Operation::ProfileShow,
        Operation::VersionShow,
    ],
    // Its invoices have no day by which they are to be paid, and its servers no power state.
    untold: &[Event::InvoiceDue, Event::InvoiceOverdue, Event::ServerDown, Event::ServerUp],
};

/// How IV changes the sizes of a server: all four at once, within the bounds that it documents.
const RESIZING: Resizing = Resizing {
    effect: ResizeEffect::Price,
    unit: CpuUnit::Gigahertz,
    bounds: &[
        (Size::Cpu, 2, 16),
        (Size::Memory, 2_048, 16_384),
        (Size::Disk, 20, 800),
        (Size::Bandwidth, 20, 400),
    ],
    is_whole: true,
};

/// The adapter for one IV account.
pub struct Iv {
    account: AccountName,
    frame: Frame,
    /// How many servers are asked for at once.
    side_by_side: usize,
    graph_viewer: Option<IpAddr>,
    /// To which hosts the graphs may lead.
    link_hosts: Vec<String>,
    client: Client,
}

impl Iv {
    /// The adapter for the account of that name.
    ///
    /// # Errors
    /// When the base URL is refused or TLS cannot be set up.
    pub fn new(account: AccountName, settings: Settings) -> Result<Self, SetupError> {
        let frame = Frame { currency: settings.currency, timezone: settings.timezone.clone() };
        let side_by_side = settings.limits.concurrency;
        let (graph_viewer, link_hosts) = (settings.graph_viewer_ip, settings.link_hosts.clone());
        let client = Client::new(account.clone(), settings)?;
        Ok(Iv { account, frame, side_by_side, graph_viewer, link_hosts, client })
    }

    /// A reference to what IV addresses by a number.
    fn numbered(&self, kind: ResourceKind, id: Option<&str>) -> Option<ResourceRef> {
        ResourceRef::new(self.account.clone(), kind, id.filter(|id| is_number(id))?)
    }

    /// A reference to what was asked for by that id.
    fn asked(&self, operation: Operation, kind: ResourceKind, id: &str) -> Result<ResourceRef, Error> {
        self.numbered(kind, Some(id)).ok_or_else(|| error::not_an_id(operation))
    }

    /// The server of a service, as it tells of itself.
    async fn server_of(&self, service: types::Service, resource: ResourceRef) -> Result<Server, Error> {
        match self.client.server(Operation::ServerList, &resource.id).await {
            Ok(server) => Ok(server.into_domain(resource)),
            // The account pays for it, whatever keeps IV from telling more: one of them must not hide the others.
            Err(error) if matches!(error.kind, ErrorKind::Refused(_) | ErrorKind::NotFound) => {
                tracing::warn!(account = %self.account, server = %resource.id, %error, "IV does not tell of a server.");
                Ok(service.into_server(resource))
            }
            Err(error) => Err(error),
        }
    }

    async fn subscriptions(&self, operation: Operation) -> Result<Vec<Subscription>, Error> {
        let services = self.client.services(operation).await?;
        Ok(translated(&self.account, operation, services, |service| {
            let resource = self.numbered(ResourceKind::Service, service.id.as_deref())?;
            Some(service.into_subscription(resource, &self.frame))
        }))
    }

    fn invoices_of(&self, invoices: Vec<types::Invoice>) -> Vec<Invoice> {
        translated(&self.account, Operation::InvoiceList, invoices, |invoice| {
            let resource = self.numbered(ResourceKind::Invoice, invoice.id.as_deref())?;
            Some(invoice.into_domain(resource, &self.frame))
        })
    }
}

impl Identity for Iv {
    fn provider(&self) -> ProviderName {
        ProviderName::Iv
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
impl Servers for Iv {
    async fn servers(&self) -> Result<Vec<Server>, Error> {
        let operation = Operation::ServerList;
        let services = self.client.services(operation).await?;
        let servers = services.into_iter().filter(types::Service::is_server).collect();
        let servers = translated(&self.account, operation, servers, |service: types::Service| {
            let resource = self.numbered(ResourceKind::Server, service.id.as_deref())?;
            Some((service, resource))
        });
        let asked = servers.into_iter().map(|(service, resource)| self.server_of(service, resource));
        stream::iter(asked).buffered(self.side_by_side).try_collect().await
    }

    async fn server(&self, id: &str) -> Result<Server, Error> {
        let operation = Operation::ServerShow;
        let resource = self.asked(operation, ResourceKind::Server, id)?;
        match self.client.server(operation, id).await {
            Ok(server) => Ok(server.into_domain(resource)),
            // A number that it does not know is to IV a wrong parameter, as is any other; the list tells which.
            Err(error) if matches!(error.kind, ErrorKind::Refused(_)) => {
                let services = self.client.services(operation).await?;
                let is_there = services.iter().any(|service| service.id.as_deref() == Some(id));
                Err(if is_there { error } else { error::no_such_server() })
            }
            Err(error) => Err(error),
        }
    }

    async fn graphs(&self, id: &str, viewer: IpAddr) -> Result<Graphs, Error> {
        Ok(graphs::read(&self.client.graphs(id, viewer).await?, &self.link_hosts))
    }

    fn graph_viewer(&self) -> Option<IpAddr> {
        self.graph_viewer
    }

    async fn templates(&self) -> Result<Vec<Template>, Error> {
        Err(error::server_needed())
    }

    async fn templates_of(&self, server: &str) -> Result<Vec<Template>, Error> {
        let systems = self.client.systems(server).await?;
        let template = |system: types::System| system.into_template(&self.frame);
        Ok(translated(&self.account, Operation::TemplateList, systems, template))
    }

    async fn tasks(&self, server: &str, count: u16, command: Option<&str>) -> Result<Vec<Task>, Error> {
        let tasks = self.client.newest_tasks(server, count, command).await?;
        let task = |task: types::Task| task.into_domain(&self.frame);
        Ok(translated(&self.account, Operation::TaskList, tasks, task))
    }

    async fn task(&self, server: &str, wanted: &TaskWanted) -> Result<Option<Task>, Error> {
        let tasks = self.client.tasks(server, wanted).await?;
        let task = |task: types::Task| task.into_domain(&self.frame);
        let tasks = translated(&self.account, Operation::TaskShow, tasks, task).into_iter();
        Ok(match wanted {
            TaskWanted::Id(id) => tasks.into_iter().find(|task| task.id == *id),
            TaskWanted::Since { action, moment } => {
                tasks.filter(|task| types::is_since(task, *action, *moment)).max_by_key(|task| task.queued)
            }
        })
    }

    fn resizing(&self) -> Option<&'static Resizing> {
        Some(&RESIZING)
    }
}

#[async_trait]
impl ServerControl for Iv {
    async fn restart(&self, permit: &Authorized) -> Result<Option<String>, Error> {
        self.client.reboot(&permitted(self, permit, Operation::ServerRestart).id).await
    }

    async fn rename(&self, permit: &Authorized, hostname: &str) -> Result<Option<String>, Error> {
        self.client.rename(&permitted(self, permit, Operation::ServerRename).id, hostname).await
    }

    async fn reinstall(&self, permit: &Authorized, setup: &Reinstallation) -> Result<Option<String>, Error> {
        self.offered(setup.operation())?;
        let id = &permitted(self, permit, Operation::ServerReinstall).id;
        self.client.recreate(id, &setup.template.id).await
    }

    async fn reset_password(&self, permit: &Authorized) -> Result<Option<String>, Error> {
        self.client.reset_password(&permitted(self, permit, Operation::ServerPassword).id).await
    }

    async fn resize(&self, permit: &Authorized, sizes: &NewSizes) -> Result<Option<String>, Error> {
        self.client.change(&permitted(self, permit, Operation::ServerResize).id, sizes).await
    }
}

#[async_trait]
impl Reveals for Iv {
    async fn credentials(&self, permit: &Authorized) -> Result<Option<Credentials>, Error> {
        let id = &permitted(self, permit, Operation::CredentialsShow).id;
        let tasks = self.client.password_tasks(id).await?;
        Ok(secret::newest(tasks, &self.frame))
    }
}

#[async_trait]
impl Billing for Iv {
    async fn balance(&self) -> Result<Balance, Error> {
        let operation = Operation::BalanceShow;
        let (account, subscriptions, invoices) = tokio::try_join!(
            self.client.account(operation),
            self.subscriptions(operation),
            self.client.invoices(operation)
        )?;
        let owed = self.frame.money(invoice::owed(&self.invoices_of(invoices)), None);
        Ok(Balance { owed, subscriptions, ..account.into_balance(&self.frame) })
    }

    async fn funds(&self) -> Result<Balance, Error> {
        Ok(self.client.account(Operation::BalanceShow).await?.into_balance(&self.frame))
    }

    async fn movements(&self, kind: MovementKind, count: u16) -> Result<Vec<Movement>, Error> {
        let operation = match kind {
            MovementKind::Credit => Operation::CreditHistory,
            MovementKind::Bonus => Operation::BonusHistory,
        };
        let movements = self.client.movements(operation, kind, count).await?;
        let movement = |movement: types::Movement| movement.into_domain(kind, &self.frame);
        Ok(translated(&self.account, operation, movements, movement))
    }

    async fn services(&self) -> Result<Vec<Subscription>, Error> {
        self.subscriptions(Operation::ServiceList).await
    }

    async fn invoices(&self) -> Result<Vec<Invoice>, Error> {
        Ok(self.invoices_of(self.client.invoices(Operation::InvoiceList).await?))
    }

    async fn look_at_invoices(&self, known: Option<&Digest>) -> Result<Looked<Invoice>, Error> {
        Ok(match self.client.look_at_invoices(known).await? {
            Some((items, digest)) => Looked::Read { items: self.invoices_of(items), digest: Some(digest) },
            None => Looked::Same,
        })
    }

    async fn invoice(&self, id: &str) -> Result<InvoiceDetail, Error> {
        let operation = Operation::InvoiceShow;
        let resource = self.asked(operation, ResourceKind::Invoice, id)?;
        // IV has no call for one of them.
        let mut invoices = self.client.invoices(operation).await?.into_iter();
        let found = invoices.find(|invoice| invoice.id.as_deref() == Some(id));
        Ok(found.ok_or_else(error::no_such_invoice)?.into_detail(resource, &self.frame))
    }
}

#[async_trait]
impl Owner for Iv {
    async fn profile(&self) -> Result<Profile, Error> {
        Ok(self.client.account(Operation::ProfileShow).await?.into_profile())
    }

    async fn version(&self) -> Result<String, Error> {
        self.client.version().await
    }
}

impl BillingControl for Iv {}

impl Shop for Iv {}

impl Purchases for Iv {}

impl OrderControl for Iv {}

impl Keys for Iv {}

impl KeyControl for Iv {}

impl Sites for Iv {}

impl SiteControl for Iv {}

impl Support for Iv {}

impl SupportControl for Iv {}

impl Networks for Iv {}

impl NetworkControl for Iv {}

impl Services for Iv {}

impl ServiceControl for Iv {}

impl Notices for Iv {}

impl NoticeControl for Iv {}

impl Session for Iv {}

impl Certificates for Iv {}

impl People for Iv {}

impl PeopleControl for Iv {}
