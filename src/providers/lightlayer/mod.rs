//! LightLayer, or any portal that speaks the HostBill User API: VMs and their power, invoices, tickets and notices.
//!
//! A VM belongs to a service and is addressed through it; its id here is `service.vmid`.

mod auth;
mod basic;
mod billing;
mod capability;
mod cart;
mod certificate_shop;
mod certificates;
mod client;
pub mod config;
mod error;
mod network;
mod open_points;
mod people;
mod products;
mod secret;
mod services;
mod shop;
mod shopping;
mod support;
mod types;
mod vms;

use std::collections::HashSet;

use async_trait::async_trait;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use rust_decimal::Decimal;

pub use config::Settings;

use super::layers::SetupError;
use super::{
    Billing, BillingControl, Certificates, Digest, Identity, KeyControl, Keys, Looked, NetworkControl,
    Networks, NoticeControl, Notices, OrderControl, Owner, People, PeopleControl, Reveals, ServerControl,
    Servers, ServiceControl, Services, Session, SiteControl, Sites, Support, SupportControl, permitted,
    permitted_here, translated,
};
use crate::domain::account::{Condition, Profile};
use crate::domain::billing::{Balance, PaymentMethod, Subscription};
use crate::domain::certificate::{Certificate, CertificateDetail, CertificatePlan, Software};
use crate::domain::contact::{Contact, ContactDetail, LogEntry, Person, Privileges};
use crate::domain::invoice::{AppliedCredit, Invoice, InvoiceDetail};
use crate::domain::job::Sight;
use crate::domain::network::{Family, Interface, InterfaceSettings, NetAddress, Pool};
use crate::domain::notice::{Notice, StatusItem};
use crate::domain::order::Template;
use crate::domain::server::Server;
use crate::domain::service::{
    Estimate, NewServer, ServiceAddress, ServiceDetail, ServiceMethod, Told, UpgradeOptions, UpgradeWish,
};
use crate::domain::setup::{CpuUnit, Credentials, NewSizes, Reinstallation, ResizeEffect, Resizing, Size};
use crate::domain::ticket::{Department, File, NewTicket, OpenedTicket, Ticket, TicketThread};
use crate::domain::{
    Acceptance, AccountName, Capability, Error, Operation, ProviderName, ResourceKind, ResourceRef,
};
use crate::policy::Authorized;
use crate::providers::lenient::is_number;
use client::{Client, Verb, VmId};
use types::Frame;

pub(super) use capability::CAPABILITY;
pub(super) use open_points::OPEN_POINTS;

/// How LightLayer changes the sizes of a VM. No document tells bounds: what lies outside is a slip of the hand.
const RESIZING: Resizing = Resizing {
    effect: ResizeEffect::Interruption,
    unit: CpuUnit::Cores,
    bounds: &[(Size::Cpu, 1, 256), (Size::Memory, 64, 1_048_576)],
    is_whole: false,
};

/// The adapter for one account of a HostBill portal.
pub struct LightLayer {
    account: AccountName,
    frame: Frame,
    /// How many services are asked for their VMs at once.
    side_by_side: usize,
    client: Client,
}

impl LightLayer {
    /// The adapter for the account of that name.
    ///
    /// # Errors
    /// When the base URL is refused, the credentials cannot stand in a header, or TLS cannot be set up.
    pub fn new(account: AccountName, settings: Settings) -> Result<Self, SetupError> {
        let frame = Frame { currency: settings.currency, timezone: settings.timezone.clone() };
        let side_by_side = settings.limits.concurrency;
        let client = Client::new(account.clone(), settings)?;
        Ok(LightLayer { account, frame, side_by_side, client })
    }

    fn resource(&self, kind: ResourceKind, id: &str) -> Option<ResourceRef> {
        ResourceRef::new(self.account.clone(), kind, id)
    }

    /// A reference to what LightLayer addresses by a number.
    fn numbered(&self, kind: ResourceKind, id: Option<&str>) -> Option<ResourceRef> {
        self.resource(kind, id.filter(|id| is_number(id))?)
    }

    /// A reference to what was asked for by that id.
    fn asked(&self, operation: Operation, kind: ResourceKind, id: &str) -> Result<ResourceRef, Error> {
        self.resource(kind, id).ok_or_else(|| error::not_an_id(operation))
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

    fn tickets_of(&self, tickets: Vec<support::Ticket>) -> Vec<Ticket> {
        self.translated(Operation::TicketList, tickets, |ticket| {
            let resource = self.numbered(ResourceKind::Ticket, ticket.ticket_number.as_deref())?;
            Some(ticket.into_domain(resource, &self.frame))
        })
    }

    fn invoices_of(&self, invoices: Vec<billing::Invoice>) -> Vec<Invoice> {
        self.translated(Operation::InvoiceList, invoices, |invoice| {
            let resource = self.numbered(ResourceKind::Invoice, invoice.id.as_deref())?;
            Some(invoice.into_domain(resource, &self.frame))
        })
    }

    /// The VMs of one service as servers.
    async fn servers_of(&self, service: types::Service) -> Result<Vec<Server>, Error> {
        let id = service.id.filter(|id| is_number(id));
        let Some(id) = id else { return Ok(vec![]) };
        let operation = Operation::ServerList;
        Ok(self.as_servers(operation, &id, service.status, self.client.vms(operation, &id).await?))
    }

    /// VMs of a service as servers; `payment_state` is the service's.
    fn as_servers(
        &self,
        operation: Operation,
        service: &str,
        payment_state: Option<String>,
        vms: Vec<vms::Vm>,
    ) -> Vec<Server> {
        self.translated(operation, vms, |mut vm| {
            let resource = self.resource(ResourceKind::Server, &format!("{service}.{}", vm.take_id()?))?;
            Some(vm.into_domain(resource, payment_state.clone()))
        })
    }

    async fn subscriptions(&self, operation: Operation) -> Result<Vec<Subscription>, Error> {
        let services = self.client.services(operation).await?;
        Ok(self.translated(operation, services, |service| {
            let resource = self.numbered(ResourceKind::Service, service.id.as_deref())?;
            Some(service.into_domain(resource, &self.frame))
        }))
    }

    async fn power(&self, permit: &Authorized, operation: Operation, verb: Verb) -> Result<(), Error> {
        let server = permitted(self, permit, operation);
        // Confirmed or not, whether it happened is seen by looking at the server.
        self.client.power(operation, verb, &server.id).await.map(drop)
    }
}

impl Identity for LightLayer {
    fn provider(&self) -> ProviderName {
        ProviderName::LightLayer
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
impl Session for LightLayer {
    async fn sign_out(&self) -> Result<(), Error> {
        self.client.sign_out().await
    }
}

#[async_trait]
impl Servers for LightLayer {
    async fn servers(&self) -> Result<Vec<Server>, Error> {
        let services = self.client.services(Operation::ServerList).await?;
        let live = services.into_iter().filter(|service| !service.is_over());
        let servers = stream::iter(live.map(|service| self.servers_of(service))).buffered(self.side_by_side);
        Ok(servers.try_collect::<Vec<_>>().await?.concat())
    }

    async fn server(&self, id: &str) -> Result<Server, Error> {
        let resource = self.asked(Operation::ServerShow, ResourceKind::Server, id)?;
        Ok(self.client.vm(id).await?.into_domain(resource, None))
    }

    /// Those of all services that have VMs, each once.
    async fn templates(&self) -> Result<Vec<Template>, Error> {
        let services = self.client.services(Operation::TemplateList).await?;
        let live = services.into_iter().filter(|service| !service.is_over());
        let ids = live.filter_map(|service| service.id.filter(|id| is_number(id)));
        let asked = ids.map(|id| async move { self.client.templates_if_any(&id).await });
        let all = stream::iter(asked).buffered(self.side_by_side).try_collect::<Vec<_>>().await?.concat();
        let mut met = HashSet::new();
        Ok(all.into_iter().filter(|template| met.insert(template.id.clone())).collect())
    }

    fn resizing(&self) -> Option<&'static Resizing> {
        Some(&RESIZING)
    }

    async fn templates_of(&self, server: &str) -> Result<Vec<Template>, Error> {
        let operation = Operation::TemplateList;
        let id = VmId::parse(server).ok_or_else(|| error::not_an_id(operation))?;
        self.client.service_templates(id.service).await
    }
}

#[async_trait]
impl ServerControl for LightLayer {
    async fn start(&self, permit: &Authorized) -> Result<(), Error> {
        self.power(permit, Operation::ServerStart, Verb::Start).await
    }

    async fn stop(&self, permit: &Authorized) -> Result<(), Error> {
        self.power(permit, Operation::ServerStop, Verb::Stop).await
    }

    async fn restart(&self, permit: &Authorized) -> Result<Option<String>, Error> {
        self.power(permit, Operation::ServerRestart, Verb::Reboot).await.map(|()| None)
    }

    async fn shutdown(&self, permit: &Authorized) -> Result<(), Error> {
        self.power(permit, Operation::ServerShutdown, Verb::Shutdown).await
    }

    async fn reset(&self, permit: &Authorized) -> Result<(), Error> {
        self.power(permit, Operation::ServerReset, Verb::Reset).await
    }

    async fn reinstall(&self, permit: &Authorized, setup: &Reinstallation) -> Result<Option<String>, Error> {
        self.offered(setup.operation())?;
        let server = permitted(self, permit, Operation::ServerReinstall);
        self.client.rebuild(&server.id, &setup.template.id).await.map(|_| None)
    }

    async fn resize(&self, permit: &Authorized, sizes: &NewSizes) -> Result<Option<String>, Error> {
        let server = permitted(self, permit, Operation::ServerResize);
        self.client.resize(&server.id, sizes).await.map(|_| None)
    }

    async fn destroy(&self, permit: &Authorized) -> Result<(), Error> {
        self.client.destroy(&permitted(self, permit, Operation::ServerDestroy).id).await.map(drop)
    }
}

#[async_trait]
impl Networks for LightLayer {
    async fn interfaces(&self, server: &str) -> Result<Vec<Interface>, Error> {
        self.client.interfaces(server).await
    }

    async fn interface(&self, server: &str, interface: &str) -> Result<Interface, Error> {
        self.client.interface(server, interface).await
    }

    async fn server_addresses(
        &self,
        server: &str,
        family: Option<Family>,
        interface: Option<u32>,
    ) -> Result<Vec<NetAddress>, Error> {
        self.client.server_addresses(server, family, interface).await
    }

    async fn pools(&self, server: &str, interface: Option<u32>) -> Result<Vec<Pool>, Error> {
        self.client.pools(server, interface).await
    }
}

// What these come to is seen by looking at the server, whether they are confirmed or not.
#[async_trait]
impl NetworkControl for LightLayer {
    async fn add_interface(&self, permit: &Authorized, settings: &InterfaceSettings) -> Result<(), Error> {
        let server = permitted(self, permit, Operation::InterfaceAdd);
        self.client.add_interface(&server.id, settings).await
    }

    async fn update_interface(
        &self,
        permit: &Authorized,
        interface: &Interface,
        settings: &InterfaceSettings,
    ) -> Result<(), Error> {
        let server = permitted(self, permit, Operation::InterfaceUpdate);
        self.client.update_interface(&server.id, interface, settings).await
    }

    async fn remove_interface(&self, permit: &Authorized, interface: &Interface) -> Result<(), Error> {
        let server = permitted(self, permit, Operation::InterfaceRemove);
        self.client.remove_interface(&server.id, interface).await
    }

    async fn assign_address(
        &self,
        permit: &Authorized,
        interface: &Interface,
        pool: &str,
        family: Family,
    ) -> Result<(), Error> {
        let server = permitted(self, permit, Operation::AddressAssign);
        self.client.assign_address(&server.id, interface, pool, family).await
    }
}

#[async_trait]
impl Services for LightLayer {
    async fn service_methods(&self, service: &str) -> Result<Vec<ServiceMethod>, Error> {
        self.client.service_methods(service).await
    }

    async fn service_resources(&self, service: &str) -> Result<Vec<Told>, Error> {
        self.client.service_resources(service).await
    }

    async fn service_addresses(&self, service: &str) -> Result<Vec<ServiceAddress>, Error> {
        self.client.service_addresses(service).await
    }

    async fn service_servers(&self, service: &str) -> Result<Vec<Server>, Error> {
        let operation = Operation::ServiceServers;
        Ok(self.as_servers(operation, service, None, self.client.vms(operation, service).await?))
    }

    async fn service_templates(&self, service: &str) -> Result<Vec<Template>, Error> {
        // Portals list systems for services that have no servers, too.
        match self.client.can_have_vms(Operation::TemplateList, service).await? {
            true => self.client.service_templates(service).await,
            false => Ok(vec![]),
        }
    }

    async fn service_label(&self, service: &str) -> Result<Option<String>, Error> {
        self.client.label(service).await
    }

    async fn upgrade_options(&self, service: &str) -> Result<UpgradeOptions, Error> {
        self.client.upgrade_options(service, &self.frame).await
    }

    async fn upgrade_sight(&self, service: &str) -> Result<Sight, Error> {
        self.client.upgrade_sight(service, &self.frame).await
    }

    async fn upgrade_estimate(&self, service: &str, wish: &UpgradeWish) -> Result<Estimate, Error> {
        self.client.estimate(service, wish, &self.frame).await
    }
}

#[async_trait]
impl ServiceControl for LightLayer {
    async fn relabel(&self, permit: &Authorized, label: &str) -> Result<Acceptance, Error> {
        self.client.relabel(&permitted(self, permit, Operation::ServiceRelabel).id, label).await
    }

    async fn cancel_service(
        &self,
        permit: &Authorized,
        immediate: bool,
        reason: Option<&str>,
    ) -> Result<Acceptance, Error> {
        let service = permitted(self, permit, Operation::ServiceCancel);
        self.client.cancel(&service.id, immediate, reason).await
    }

    async fn upgrade_service(&self, permit: &Authorized, wish: &UpgradeWish) -> Result<(), Error> {
        self.client.upgrade(&permitted(self, permit, Operation::ServiceUpgrade).id, wish).await
    }

    async fn create_server(&self, permit: &Authorized, server: &NewServer) -> Result<Option<String>, Error> {
        let service = permitted(self, permit, Operation::ServerCreate);
        let vm = self.client.create_vm(&service.id, server).await?;
        let resource = vm.and_then(|vm| self.resource(ResourceKind::Server, &format!("{}.{vm}", service.id)));
        Ok(resource.map(|resource| resource.id))
    }
}

#[async_trait]
impl Billing for LightLayer {
    async fn balance(&self) -> Result<Balance, Error> {
        let (balance, subscriptions) =
            tokio::try_join!(self.client.balance(), self.subscriptions(Operation::BalanceShow))?;
        Ok(balance.into_domain(subscriptions, &self.frame))
    }

    async fn funds(&self) -> Result<Balance, Error> {
        Ok(self.client.balance().await?.into_domain(vec![], &self.frame))
    }

    async fn services(&self) -> Result<Vec<Subscription>, Error> {
        self.subscriptions(Operation::ServiceList).await
    }

    async fn service(&self, id: &str) -> Result<ServiceDetail, Error> {
        let resource = self.asked(Operation::ServiceShow, ResourceKind::Service, id)?;
        Ok(self.client.service(id).await?.into_domain(resource, &self.frame))
    }

    async fn invoices(&self) -> Result<Vec<Invoice>, Error> {
        Ok(self.invoices_of(self.client.invoices().await?))
    }

    async fn look_at_invoices(&self, known: Option<&Digest>) -> Result<Looked<Invoice>, Error> {
        Ok(match self.client.look_at_invoices(known).await? {
            Some((items, digest)) => Looked::Read { items: self.invoices_of(items), digest: Some(digest) },
            None => Looked::Same,
        })
    }

    async fn invoice(&self, id: &str) -> Result<InvoiceDetail, Error> {
        let resource = self.asked(Operation::InvoiceShow, ResourceKind::Invoice, id)?;
        Ok(self.client.invoice(id).await?.into_detail(resource, &self.frame))
    }

    async fn payment_methods(&self) -> Result<Vec<PaymentMethod>, Error> {
        let (methods, fees) = tokio::try_join!(self.client.payment_methods(), self.client.payment_fees())?;
        Ok(billing::with_fees(methods, fees, &self.frame))
    }
}

#[async_trait]
impl BillingControl for LightLayer {
    async fn pay(&self, permit: &Authorized, amount: Option<Decimal>) -> Result<AppliedCredit, Error> {
        let invoice = permitted(self, permit, Operation::InvoicePay);
        Ok(self.client.apply_credit(&invoice.id, amount).await?.into_domain(&self.frame))
    }
}

#[async_trait]
impl Support for LightLayer {
    async fn tickets(&self) -> Result<Vec<Ticket>, Error> {
        Ok(self.tickets_of(self.client.tickets().await?))
    }

    async fn look_at_tickets(&self, known: Option<&Digest>) -> Result<Looked<Ticket>, Error> {
        Ok(match self.client.look_at_tickets(known).await? {
            Some((items, digest)) => Looked::Read { items: self.tickets_of(items), digest: Some(digest) },
            None => Looked::Same,
        })
    }

    async fn ticket(&self, id: &str) -> Result<TicketThread, Error> {
        let resource = self.asked(Operation::TicketShow, ResourceKind::Ticket, id)?;
        Ok(self.client.ticket(id).await?.into_domain(resource, &self.frame))
    }

    async fn departments(&self) -> Result<Vec<Department>, Error> {
        let departments = self.client.departments().await?;
        Ok(self.translated(Operation::DepartmentList, departments, types::Entry::into_department))
    }

    async fn attachment(&self, ticket: &str, file: &str) -> Result<File, Error> {
        self.client.attachment(ticket, file).await
    }
}

#[async_trait]
impl SupportControl for LightLayer {
    async fn open_ticket(&self, permit: &Authorized, ticket: &NewTicket) -> Result<OpenedTicket, Error> {
        permitted_here(self, permit, Operation::TicketOpen);
        let number = self.client.open_ticket(ticket).await?;
        Ok(OpenedTicket { resource: self.numbered(ResourceKind::Ticket, number.as_deref()) })
    }

    async fn reply(&self, permit: &Authorized, text: &str) -> Result<Acceptance, Error> {
        self.client.reply(&permitted(self, permit, Operation::TicketReply).id, text).await
    }

    async fn close(&self, permit: &Authorized) -> Result<Acceptance, Error> {
        self.client.close(&permitted(self, permit, Operation::TicketClose).id).await
    }

    async fn reopen(&self, permit: &Authorized) -> Result<Acceptance, Error> {
        self.client.reopen(&permitted(self, permit, Operation::TicketReopen).id).await
    }
}

#[async_trait]
impl Notices for LightLayer {
    async fn notices(&self, all: bool) -> Result<Vec<Notice>, Error> {
        let notices = self.client.notices(all).await?.into_iter();
        let translate = |notice: types::Entry| {
            let resource = self.numbered(ResourceKind::Notice, notice.id.as_deref());
            notice.into_notice(resource, &self.frame)
        };
        Ok(notices.map(translate).collect())
    }

    async fn statuses(&self, state: Option<&str>) -> Result<Vec<StatusItem>, Error> {
        let statuses = self.client.statuses(state).await?.into_iter();
        Ok(statuses.map(|status| status.into_status(&self.frame)).collect())
    }

    async fn status(&self, id: &str) -> Result<StatusItem, Error> {
        let status = self.client.status(id).await?.into_status(&self.frame);
        Ok(StatusItem { id: Some(id.to_owned()), ..status })
    }
}

#[async_trait]
impl NoticeControl for LightLayer {
    async fn acknowledge(&self, permit: &Authorized) -> Result<Acceptance, Error> {
        self.client.acknowledge(&permitted(self, permit, Operation::NoticeAck).id).await
    }
}

#[async_trait]
impl Owner for LightLayer {
    async fn profile(&self) -> Result<Profile, Error> {
        self.client.profile().await
    }
}

#[async_trait]
impl Certificates for LightLayer {
    async fn certificates(&self) -> Result<Vec<Certificate>, Error> {
        let operation = Operation::CertificateList;
        Ok(self.translated(operation, self.client.certificates(operation).await?, |certificate| {
            let resource = self.numbered(ResourceKind::Certificate, certificate.id.as_deref())?;
            Some(certificate.into_domain(resource, &self.frame))
        }))
    }

    async fn certificate(&self, id: &str) -> Result<CertificateDetail, Error> {
        let resource = self.asked(Operation::CertificateShow, ResourceKind::Certificate, id)?;
        Ok(self.client.certificate(Operation::CertificateShow, id).await?.into_detail(resource, &self.frame))
    }

    async fn certificate_file(&self, id: &str) -> Result<File, Error> {
        self.client.certificate_file(id).await
    }

    async fn certificate_plans(&self) -> Result<Vec<CertificatePlan>, Error> {
        let operation = Operation::CertificatePlanList;
        Ok(self.translated(operation, self.client.certificate_plans(operation).await?, |plan| {
            let resource = self.numbered(ResourceKind::CertificatePlan, plan.id.as_deref())?;
            Some(plan.into_domain(resource, &self.frame))
        }))
    }

    async fn software(&self, plan: &str) -> Result<Vec<Software>, Error> {
        let operation = Operation::SoftwareList;
        let software = self.client.software(operation, plan).await?;
        Ok(self.translated(operation, software, certificates::Software::into_domain))
    }
}

#[async_trait]
impl People for LightLayer {
    async fn contacts(&self) -> Result<Vec<Contact>, Error> {
        let operation = Operation::ContactList;
        Ok(self.translated(operation, self.client.contacts().await?, |contact| {
            let resource = self.numbered(ResourceKind::Contact, contact.id.as_deref())?;
            Some(contact.into_domain(resource, &self.frame))
        }))
    }

    async fn contact(&self, id: &str) -> Result<ContactDetail, Error> {
        let resource = self.asked(Operation::ContactShow, ResourceKind::Contact, id)?;
        Ok(self.client.contact(id).await?.into_detail(resource))
    }

    async fn privileges(&self) -> Result<Vec<Privileges>, Error> {
        self.client.privileges().await
    }

    async fn logs(&self) -> Result<Vec<LogEntry>, Error> {
        let logs = self.client.logs().await?.into_iter();
        Ok(logs.map(|entry| entry.into_domain(&self.frame)).collect())
    }
}

#[async_trait]
impl PeopleControl for LightLayer {
    async fn edit_profile(&self, permit: &Authorized, person: &Person) -> Result<Acceptance, Error> {
        permitted_here(self, permit, Operation::ProfileEdit);
        self.client.edit_profile(person).await
    }

    async fn add_contact(
        &self,
        permit: &Authorized,
        person: &Person,
    ) -> Result<(Acceptance, Option<String>), Error> {
        permitted_here(self, permit, Operation::ContactAdd);
        self.client.add_contact(person).await
    }

    async fn edit_contact(&self, permit: &Authorized, person: &Person) -> Result<Acceptance, Error> {
        self.client.edit_contact(&permitted(self, permit, Operation::ContactEdit).id, person).await
    }
}

#[async_trait]
impl Reveals for LightLayer {
    /// The VM's, else those of its service.
    async fn credentials(&self, permit: &Authorized) -> Result<Option<Credentials>, Error> {
        self.client.credentials(&permitted(self, permit, Operation::CredentialsShow).id).await
    }
}

impl OrderControl for LightLayer {}

impl Keys for LightLayer {}

impl KeyControl for LightLayer {}

impl Sites for LightLayer {}

impl SiteControl for LightLayer {}

#[cfg(test)]
mod tests;
