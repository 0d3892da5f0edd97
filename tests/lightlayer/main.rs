//! The LightLayer adapter against a scripted portal: what it sends, what it understands, and how it fails.

mod auth;
mod cart;
mod contract;
mod damage;
mod errors;
#[path = "../harness/log.rs"]
mod log;
#[path = "../harness/permit.rs"]
mod permit;
mod portal;
mod secrets;
mod services;
#[path = "../harness/spoil.rs"]
mod spoil;
mod vms;

use std::sync::Arc;

use hostmaster::domain::certificate::SigningRequest;
use hostmaster::domain::contact::{Person, PersonField};
use hostmaster::domain::network::{Family, Interface, InterfaceSettings, NetAddress};
use hostmaster::domain::order::{
    Answers, Chosen, Cycle, Goods, Item, NewCertificate, Offer, Plan, Template, Wish,
};
use hostmaster::domain::service::{NewServer, UpgradeWish};
use hostmaster::domain::setup::{NewSizes, Reinstallation};
use hostmaster::domain::ticket::NewTicket;
use hostmaster::domain::{Action, Error, Money, Operation, ResourceKind, ResourceRef};
use hostmaster::policy::Authorized;
use hostmaster::providers::http::{Clients, check_base_url};
use hostmaster::providers::layers::Limits;
use hostmaster::providers::lightlayer::config::Login;
use hostmaster::providers::lightlayer::{LightLayer, Settings};
use hostmaster::providers::{
    Billing, BillingControl, Certificates, NetworkControl, Networks, NoticeControl, Notices, Owner, People,
    PeopleControl, Purchases, Reveals, ServerControl, Servers, ServiceControl, Services, Session, Shop,
    Support, SupportControl,
};
use jiff::tz::TimeZone;
use portal::{PASSWORD, Portal, Script, USERNAME};
use secrecy::SecretString;

/// A portal and the adapter for an account there.
struct Account {
    portal: Portal,
    adapter: Arc<LightLayer>,
}

impl Account {
    async fn documented() -> Self {
        Account::start(Script::default()).await
    }

    async fn start(script: Script) -> Self {
        let portal = Portal::start(script).await;
        let adapter = adapter(&portal, |_| {});
        Account { portal, adapter }
    }

    /// Performs the operation, on the documented thing where it is about one.
    async fn perform(&self, operation: Operation) -> Result<(), Error> {
        let adapter = &self.adapter;
        match operation {
            Operation::ServerList => adapter.servers().await.map(drop),
            Operation::ServerShow => adapter.server("301.1374").await.map(drop),
            Operation::ServerStart => adapter.start(&permit(Action::VpsStart)).await,
            Operation::ServerStop => adapter.stop(&permit(Action::VpsStop)).await,
            Operation::ServerRestart => adapter.restart(&permit(Action::VpsRestart)).await.map(drop),
            Operation::ServerShutdown => adapter.shutdown(&permit(Action::VpsShutdown)).await,
            Operation::ServerReset => adapter.reset(&permit(Action::VpsReset)).await,
            Operation::ServerDestroy => adapter.destroy(&permit(Action::VpsDestroy)).await,
            Operation::ServerReinstall => {
                let setup = Reinstallation { template: web_2().template, ssh_keys: vec![] };
                adapter.reinstall(&permit(Action::VpsReinstall), &setup).await.map(drop)
            }
            Operation::ServerResize => {
                let sizes = NewSizes { cpu: Some(4), ..NewSizes::default() };
                adapter.resize(&permit(Action::VpsResize), &sizes).await.map(drop)
            }
            Operation::CredentialsShow => {
                adapter.credentials(&permit(Action::VpsCredentials)).await.map(drop)
            }
            Operation::InterfaceList => adapter.interfaces("301.1374").await.map(drop),
            Operation::InterfaceShow => adapter.interface("301.1374", "0").await.map(drop),
            Operation::InterfaceAdd => {
                adapter.add_interface(&permit(Action::NetworkAdd), &InterfaceSettings::default()).await
            }
            Operation::InterfaceUpdate => {
                let settings = InterfaceSettings { firewall: Some(true), ..InterfaceSettings::default() };
                adapter.update_interface(&permit(Action::NetworkUpdate), &net0(), &settings).await
            }
            Operation::InterfaceRemove => {
                adapter.remove_interface(&permit(Action::NetworkRemove), &net0()).await
            }
            Operation::AddressList => adapter.server_addresses("301.1374", None, None).await.map(drop),
            Operation::AddressAssign => {
                adapter.assign_address(&permit(Action::NetworkAssign), &net0(), "5", Family::Ipv4).await
            }
            Operation::PoolList => adapter.pools("301.1374", None).await.map(drop),
            Operation::ServiceShow => adapter.service("301").await.map(drop),
            Operation::TemplateList => adapter.templates().await.map(drop),
            Operation::ServiceServers => adapter.service_servers("301").await.map(drop),
            Operation::ServiceMethods => adapter.service_methods("301").await.map(drop),
            Operation::ServiceResources => adapter.service_resources("301").await.map(drop),
            Operation::ServiceAddresses => adapter.service_addresses("301").await.map(drop),
            Operation::LabelShow => adapter.service_label("301").await.map(drop),
            Operation::UpgradeOptions => adapter.upgrade_options("301").await.map(drop),
            Operation::UpgradeEstimate => {
                adapter.upgrade_estimate("301", &UpgradeWish::default()).await.map(drop)
            }
            Operation::ServiceRelabel => {
                adapter.relabel(&service_permit(Action::ServiceRelabel), "shop").await.map(drop)
            }
            Operation::ServiceCancel => {
                adapter.cancel_service(&service_permit(Action::ServiceCancel), false, None).await.map(drop)
            }
            Operation::ServiceUpgrade => {
                let permit = service_permit(Action::ServiceUpgrade);
                adapter.upgrade_service(&permit, &UpgradeWish::default()).await
            }
            Operation::ServerCreate => {
                adapter.create_server(&service_permit(Action::VpsCreate), &web_2()).await.map(drop)
            }
            Operation::BalanceShow => adapter.balance().await.map(drop),
            Operation::ServiceList => adapter.services().await.map(drop),
            Operation::InvoiceList => adapter.invoices().await.map(drop),
            Operation::InvoiceShow => adapter.invoice("308976").await.map(drop),
            Operation::PaymentMethodList => adapter.payment_methods().await.map(drop),
            Operation::TicketList => adapter.tickets().await.map(drop),
            Operation::TicketShow => adapter.ticket("736633").await.map(drop),
            Operation::DepartmentList => adapter.departments().await.map(drop),
            Operation::AttachmentShow => adapter.attachment("736633", "77").await.map(drop),
            Operation::CertificateList => adapter.certificates().await.map(drop),
            Operation::CertificateShow => adapter.certificate("300").await.map(drop),
            Operation::CertificateFile => adapter.certificate_file("300").await.map(drop),
            Operation::CertificatePlanList => adapter.certificate_plans().await.map(drop),
            Operation::SoftwareList => adapter.software("25").await.map(drop),
            Operation::ContactList => adapter.contacts().await.map(drop),
            Operation::ContactShow => adapter.contact("49").await.map(drop),
            Operation::PrivilegeList => adapter.privileges().await.map(drop),
            Operation::LogList => adapter.logs().await.map(drop),
            Operation::NoticeList => adapter.notices(false).await.map(drop),
            Operation::StatusList => adapter.statuses(None).await.map(drop),
            Operation::StatusShow => adapter.status("7").await.map(drop),
            Operation::ProfileShow => adapter.profile().await.map(drop),
            Operation::PlanList => adapter.plans().await.map(drop),
            Operation::PlanShow => adapter.steps("333").await.map(drop),
            Operation::QuoteShow => adapter.quote(&wish()).await.map(drop),
            Operation::OrderProgress => adapter.progress("301").await.map(drop),
            Operation::OrderTrace => adapter.traces(&offer(), "hm-1").await.map(drop),
            Operation::OrderBuy => {
                let permit = permit_of(Action::OrderBuy, ResourceKind::Plan, "333");
                adapter.buy(&permit, &offer(), "hm-1").await.map(drop)
            }
            Operation::OrderSeveral => {
                let permit = permit_of(Action::OrderBuy, ResourceKind::Plan, "333");
                adapter.buy(&permit, &offer_of_two(), "hm-1").await.map(drop)
            }
            Operation::CertificateBuy => {
                let permit = permit_of(Action::CertOrder, ResourceKind::CertificatePlan, "25");
                adapter.buy(&permit, &certificate_offer(), "hm-1").await.map(drop)
            }
            Operation::InvoicePay => {
                let permit = permit_of(Action::InvoicePay, ResourceKind::Invoice, "308976");
                adapter.pay(&permit, None).await.map(drop)
            }
            Operation::TicketOpen => {
                let ticket = NewTicket {
                    department: "1".to_owned(),
                    subject: "A question".to_owned(),
                    text: "Why?".to_owned(),
                };
                let permit = permit_of(Action::TicketOpen, ResourceKind::Department, "1");
                adapter.open_ticket(&permit, &ticket).await.map(drop)
            }
            Operation::TicketReply => {
                let permit = permit_of(Action::TicketReply, ResourceKind::Ticket, "736633");
                adapter.reply(&permit, "Thanks").await.map(drop)
            }
            Operation::TicketClose => {
                let permit = permit_of(Action::TicketClose, ResourceKind::Ticket, "736633");
                adapter.close(&permit).await.map(drop)
            }
            Operation::TicketReopen => {
                let permit = permit_of(Action::TicketReopen, ResourceKind::Ticket, "736633");
                adapter.reopen(&permit).await.map(drop)
            }
            Operation::NoticeAck => {
                let permit = permit_of(Action::NoticeAck, ResourceKind::Notice, "5");
                adapter.acknowledge(&permit).await.map(drop)
            }
            Operation::ProfileEdit => {
                let permit = permit_of(Action::AccountEdit, ResourceKind::Contact, "owner");
                adapter.edit_profile(&permit, &person()).await.map(drop)
            }
            Operation::ContactAdd => {
                let permit = permit_of(Action::AccountContactAdd, ResourceKind::Contact, "new");
                adapter.add_contact(&permit, &person()).await.map(drop)
            }
            Operation::ContactEdit => {
                let permit = permit_of(Action::AccountContactEdit, ResourceKind::Contact, "49");
                adapter.edit_contact(&permit, &person()).await.map(drop)
            }
            Operation::SignOut => adapter.sign_out().await,
            other => panic!("{other} is not one of these"),
        }
    }
}

fn settings(portal: &Portal) -> Settings {
    Settings {
        base_url: Some(check_base_url(&portal.base_url).unwrap()),
        login: Login::Token,
        username: USERNAME.to_owned(),
        password: SecretString::new(PASSWORD.to_owned()),
        timezone: TimeZone::get("Europe/Vilnius").unwrap(),
        currency: Some("EUR".parse().unwrap()),
        limits: Limits::default(),
        clients: Clients::default(),
    }
}

fn adapter(portal: &Portal, change: impl FnOnce(&mut Settings)) -> Arc<LightLayer> {
    let mut settings = settings(portal);
    change(&mut settings);
    Arc::new(LightLayer::new("asia".parse().unwrap(), settings).unwrap())
}

/// A permit for the action on the documented VM.
fn permit(action: Action) -> Authorized {
    permit_of(action, ResourceKind::Server, "301.1374")
}

/// The same on the documented service.
fn service_permit(action: Action) -> Authorized {
    permit_of(action, ResourceKind::Service, "301")
}

/// The same on something else in the account.
fn permit_of(action: Action, kind: ResourceKind, id: &str) -> Authorized {
    permit::permit("asia", action, kind, id)
}

/// What only looks.
const READS: [Operation; 43] = [
    Operation::PlanList,
    Operation::PlanShow,
    Operation::QuoteShow,
    Operation::OrderProgress,
    Operation::OrderTrace,
    Operation::ServiceShow,
    Operation::CredentialsShow,
    Operation::TemplateList,
    Operation::ServiceServers,
    Operation::ServiceMethods,
    Operation::ServiceResources,
    Operation::ServiceAddresses,
    Operation::LabelShow,
    Operation::UpgradeOptions,
    Operation::UpgradeEstimate,
    Operation::InterfaceList,
    Operation::InterfaceShow,
    Operation::AddressList,
    Operation::PoolList,
    Operation::ServerList,
    Operation::ServerShow,
    Operation::BalanceShow,
    Operation::ServiceList,
    Operation::InvoiceList,
    Operation::InvoiceShow,
    Operation::PaymentMethodList,
    Operation::TicketList,
    Operation::TicketShow,
    Operation::DepartmentList,
    Operation::AttachmentShow,
    Operation::CertificateList,
    Operation::CertificateShow,
    Operation::CertificateFile,
    Operation::CertificatePlanList,
    Operation::SoftwareList,
    Operation::ContactList,
    Operation::ContactShow,
    Operation::PrivilegeList,
    Operation::LogList,
    Operation::NoticeList,
    Operation::StatusList,
    Operation::StatusShow,
    Operation::ProfileShow,
];

/// What changes something, and is answered with no more than that it was done.
const CHANGES: [Operation; 24] = [
    Operation::ServerStart,
    Operation::ServerStop,
    Operation::ServerRestart,
    Operation::ServerShutdown,
    Operation::ServerReset,
    Operation::ServerDestroy,
    Operation::InterfaceAdd,
    Operation::InterfaceUpdate,
    Operation::InterfaceRemove,
    Operation::AddressAssign,
    Operation::ServiceRelabel,
    Operation::ServiceCancel,
    Operation::ServiceUpgrade,
    Operation::ServerCreate,
    Operation::ServerReinstall,
    Operation::ServerResize,
    Operation::TicketOpen,
    Operation::TicketReply,
    Operation::TicketClose,
    Operation::TicketReopen,
    Operation::NoticeAck,
    Operation::ProfileEdit,
    Operation::ContactAdd,
    Operation::ContactEdit,
];

/// What costs money, and is answered with what came of it.
const SPENDS: [Operation; 4] =
    [Operation::InvoicePay, Operation::OrderBuy, Operation::OrderSeveral, Operation::CertificateBuy];

/// Somebody with a city.
fn person() -> Person {
    Person(vec![(PersonField::City, "Santa Rosa".to_owned())])
}

fn money(amount: &str) -> Money {
    Money { amount: amount.parse().unwrap(), currency: Some("EUR".parse().unwrap()) }
}

/// The documented product.
fn product() -> Plan {
    Plan {
        resource: ResourceRef::parse(ResourceKind::Plan, "asia/333").unwrap(),
        name: "Starter Hosting".to_owned(),
        price: Some(money("9.99")),
        cycle: Cycle::Monthly,
        on_sale: true,
        cpu_cores: None,
        memory_gb: None,
        disk_gb: None,
        category: Some("Hosting".to_owned()),
        about: None,
    }
}

/// Something that was chosen, as the provider's words for it do not count.
fn chosen(step: &str, key: Option<&str>, value: &str) -> Chosen {
    Chosen {
        step: step.to_owned(),
        key: key.map(str::to_owned),
        title: String::new(),
        value: value.to_owned(),
        label: value.to_owned(),
        cycle: None,
        is_text: false,
    }
}

fn wish() -> Wish {
    let answers: Answers = [("cycle", "m"), ("1618", "1GB"), ("addon-31", "q")]
        .map(|(id, value)| (id.to_owned(), value.to_owned()))
        .into();
    Wish::Plan { plan: "333".to_owned(), os: None, name: None, answers, more: vec![] }
}

/// The documented product with the documented choice.
fn offer() -> Offer {
    Offer {
        chosen: vec![
            chosen("cycle", None, "m"),
            chosen("domain", None, "example.com"),
            chosen("1618", None, "10330"),
            chosen("addon-31", None, "no"),
            chosen("pay_method", None, "9"),
            chosen("promocode", None, "T346F"),
        ],
        ..Offer::of(Goods::Plan(product()), Some(money("9.99")))
    }
}

/// The same with another one of it.
fn offer_of_two() -> Offer {
    let beside = Item { plan: product(), chosen: vec![chosen("cycle", None, "a")] };
    Offer { more: vec![beside], ..offer() }
}

/// The documented certificate for a year.
fn certificate_offer() -> Offer {
    let certificate = NewCertificate {
        plan: ResourceRef::parse(ResourceKind::CertificatePlan, "asia/25").unwrap(),
        name: "InstantSSL".to_owned(),
        request: SigningRequest::read(REQUEST).unwrap(),
    };
    Offer {
        cycle: Cycle::Annually,
        chosen: vec![
            chosen("years", None, "1"),
            chosen("approver_email", None, "admin@example.com"),
            chosen("pay_method", None, "9"),
        ],
        ..Offer::of(Goods::Certificate(certificate), Some(money("27.85")))
    }
}

/// A signing request for examplename.com.
const REQUEST: &str = include_str!("../examplename.csr");

/// A server to be made.
fn web_2() -> NewServer {
    let template = Template {
        id: "101".to_owned(),
        name: "Debian 12".to_owned(),
        enabled: true,
        price: None,
        memory_mb: None,
    };
    NewServer { label: "web-2".to_owned(), template, memory_mb: 2048, cpu_cores: 2, disk_gb: 40 }
}

/// The documented VM's one interface.
fn net0() -> Interface {
    Interface {
        id: "0".to_owned(),
        name: Some("net0".to_owned()),
        model: Some("virtio".to_owned()),
        mac: Some("52:54:00:00:00:01".to_owned()),
        firewall: Some(true),
        addresses: vec![NetAddress { id: Some("901".to_owned()), address: "203.0.113.70".parse().unwrap() }],
    }
}
