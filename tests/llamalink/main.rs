//! The LlamaLink adapter against the simulated LlamaLink: what it sends, what it understands, and how it fails.

mod account;
mod contract;
mod damage;
mod errors;
#[path = "../harness/log.rs"]
mod log;
#[path = "../harness/permit.rs"]
mod permit;
mod purchases;
mod requests;
mod secrets;
mod shop;
#[path = "../harness/spoil.rs"]
mod spoil;

use std::time::Duration;

use hostmaster::domain::action::Action;
use hostmaster::domain::billing::MovementKind;
use hostmaster::domain::certificate::SigningRequest;
use hostmaster::domain::contact::Person;
use hostmaster::domain::key::PublicKey;
use hostmaster::domain::metrics::{Metric, Range};
use hostmaster::domain::network::{Family, Interface, InterfaceSettings};
use hostmaster::domain::order::{
    Answers, CertificateWish, CustomServer, Cycle, Goods, Offer, Plan, Template, Wish,
};
use hostmaster::domain::service::{NewServer, UpgradeWish};
use hostmaster::domain::setup::{NewSizes, Reinstallation};
use hostmaster::domain::site::NewSite;
use hostmaster::domain::task::TaskWanted;
use hostmaster::domain::ticket::NewTicket;
use hostmaster::domain::{Error, Money, Operation, ResourceKind, ResourceRef, Target};
use hostmaster::policy::Authorized;
use hostmaster::providers::http::{Clients, check_base_url};
use hostmaster::providers::layers::Limits;
use hostmaster::providers::llamalink::config::Rates;
use hostmaster::providers::llamalink::{LlamaLink, Settings};
use hostmaster::providers::{
    Billing, BillingControl, Certificates, KeyControl, Keys, NetworkControl, Networks, NoticeControl,
    Notices, OrderControl, Owner, People, PeopleControl, Purchases, Reveals, ServerControl, Servers,
    ServiceControl, Services, Session, Shop, SiteControl, Sites, Support, SupportControl,
};
use hostmaster::sandbox::llamalink as sim;
use secrecy::{ExposeSecret, SecretString};

/// Far more than anything here takes; reached only when something is broken.
const SOON: Duration = Duration::from_secs(20);

/// The documented site.
const SITE: &str = "8f2a1c00-1111-2222-3333-444455556666";

/// A simulated LlamaLink whose time stands still, and the adapter for its account.
struct Account {
    sim: sim::LlamaLink,
    adapter: LlamaLink,
}

impl Account {
    /// The account of the documentation.
    async fn documented() -> Self {
        Self::start(sim::State::documented(), Limits::default()).await
    }

    /// An account with little patience.
    async fn hasty() -> Self {
        let patience = Duration::from_secs(1);
        let limits = Limits { read_timeout: patience, spend_timeout: patience, ..Limits::default() };
        Self::start(sim::State::documented(), limits).await
    }

    async fn start(mut state: sim::State, limits: Limits) -> Self {
        state.clock.freeze();
        let key = state.key.clone();
        let sim = sim::LlamaLink::start(state).await.unwrap();
        let adapter = adapter(&sim, key.expose_secret(), limits);
        Account { sim, adapter }
    }

    /// Makes every request fail like this.
    fn failing(self, fault: sim::Fault) -> Self {
        self.sim.inject_everywhere(fault);
        self
    }

    /// Changes a server's network, which is not offered.
    async fn network(&self, operation: Operation) -> Result<(), Error> {
        let (adapter, permit) = (&self.adapter, permit(Action::VpsStop, "42"));
        let (id, settings) = ("0".to_owned(), InterfaceSettings::default());
        let (name, model, mac, firewall, addresses) = (None, None, None, None, vec![]);
        let interface = Interface { id, name, model, mac, firewall, addresses };
        match operation {
            Operation::InterfaceAdd => adapter.add_interface(&permit, &settings).await,
            Operation::InterfaceUpdate => adapter.update_interface(&permit, &interface, &settings).await,
            Operation::InterfaceRemove => adapter.remove_interface(&permit, &interface).await,
            _ => adapter.assign_address(&permit, &interface, "5", Family::Ipv4).await,
        }
    }

    /// Makes a server within a service, which is not offered.
    async fn creation(&self) -> Result<(), Error> {
        let (id, name, enabled) = ("ubuntu-22".to_owned(), String::new(), true);
        let template = Template { id, name, enabled, price: None, memory_mb: None };
        let label = "x".to_owned();
        let server = NewServer { label, template, memory_mb: 2048, cpu_cores: 2, disk_gb: 40 };
        self.adapter.create_server(&permit(Action::VpsStop, "42"), &server).await.map(drop)
    }

    /// Performs the operation, on the documented thing where it is about one.
    async fn perform(&self, operation: Operation) -> Result<(), Error> {
        let adapter = &self.adapter;
        match operation {
            Operation::ServerList => adapter.servers().await.map(drop),
            Operation::ServerShow => adapter.server("42").await.map(drop),
            Operation::ServerStart => adapter.start(&permit(Action::VpsStart, "42")).await,
            Operation::ServerStop => adapter.stop(&permit(Action::VpsStop, "42")).await,
            Operation::ServerRestart => adapter.restart(&permit(Action::VpsRestart, "42")).await.map(drop),
            // Nothing looks at the permit of what is not offered.
            Operation::ServerShutdown => adapter.shutdown(&permit(Action::VpsStop, "42")).await,
            Operation::ServerReset => adapter.reset(&permit(Action::VpsStop, "42")).await,
            Operation::InvoiceList => adapter.invoices().await.map(drop),
            Operation::InvoiceShow => adapter.invoice("1").await.map(drop),
            Operation::InvoicePay => adapter.pay(&permit(Action::VpsStop, "42"), None).await.map(drop),
            Operation::PaymentMethodList => adapter.payment_methods().await.map(drop),
            Operation::TicketList => adapter.tickets().await.map(drop),
            Operation::TicketShow => adapter.ticket("1").await.map(drop),
            Operation::TicketOpen => {
                let (department, subject, text) = ("1".to_owned(), "Help".to_owned(), "Please.".to_owned());
                let ticket = NewTicket { department, subject, text };
                adapter.open_ticket(&permit_here(Action::SiteCreate), &ticket).await.map(drop)
            }
            Operation::TicketReply => {
                adapter.reply(&permit(Action::VpsStop, "42"), "Thanks.").await.map(drop)
            }
            Operation::TicketClose => adapter.close(&permit(Action::VpsStop, "42")).await.map(drop),
            Operation::TicketReopen => adapter.reopen(&permit(Action::VpsStop, "42")).await.map(drop),
            Operation::DepartmentList => adapter.departments().await.map(drop),
            Operation::AttachmentShow => adapter.attachment("1", "1").await.map(drop),
            Operation::NoticeList => adapter.notices(true).await.map(drop),
            Operation::NoticeAck => adapter.acknowledge(&permit(Action::VpsStop, "42")).await.map(drop),
            Operation::StatusList => adapter.statuses(None).await.map(drop),
            Operation::StatusShow => adapter.status("1").await.map(drop),
            Operation::SignOut => adapter.sign_out().await,
            Operation::InterfaceList => adapter.interfaces("42").await.map(drop),
            Operation::InterfaceShow => adapter.interface("42", "0").await.map(drop),
            Operation::InterfaceAdd | Operation::InterfaceUpdate | Operation::InterfaceRemove => {
                self.network(operation).await
            }
            Operation::AddressList => adapter.server_addresses("42", None, None).await.map(drop),
            Operation::AddressAssign => self.network(operation).await,
            Operation::PoolList => adapter.pools("42", None).await.map(drop),
            Operation::ServiceMethods => adapter.service_methods("101").await.map(drop),
            Operation::ServiceResources => adapter.service_resources("101").await.map(drop),
            Operation::ServiceAddresses => adapter.service_addresses("101").await.map(drop),
            Operation::ServiceServers => adapter.service_servers("101").await.map(drop),
            Operation::LabelShow => adapter.service_label("101").await.map(drop),
            Operation::UpgradeOptions => adapter.upgrade_options("101").await.map(drop),
            Operation::UpgradeEstimate => {
                adapter.upgrade_estimate("101", &UpgradeWish::default()).await.map(drop)
            }
            Operation::ServiceRelabel => adapter.relabel(&permit(Action::VpsStop, "42"), "x").await.map(drop),
            Operation::ServiceCancel => {
                adapter.cancel_service(&permit(Action::VpsStop, "42"), false, None).await.map(drop)
            }
            Operation::ServiceUpgrade => {
                adapter.upgrade_service(&permit(Action::VpsStop, "42"), &UpgradeWish::default()).await
            }
            Operation::ServerCreate => self.creation().await,
            Operation::ServerRename => {
                adapter.rename(&permit(Action::VpsStop, "42"), "web-1").await.map(drop)
            }
            Operation::ServerDestroy => adapter.destroy(&permit(Action::VpsDestroy, "42")).await,
            Operation::ServerReinstall | Operation::ServerReinstallKeys => {
                let (id, name) = ("debian-12".to_owned(), "Debian 12".to_owned());
                let template = Template { id, name, enabled: true, price: None, memory_mb: None };
                let with_keys = operation == Operation::ServerReinstallKeys;
                let ssh_keys = if with_keys { vec!["1".to_owned()] } else { vec![] };
                let setup = Reinstallation { template, ssh_keys };
                adapter.reinstall(&permit(Action::VpsStop, "42"), &setup).await.map(drop)
            }
            Operation::ServerPassword => {
                adapter.reset_password(&permit(Action::VpsStop, "42")).await.map(drop)
            }
            Operation::ServerResize => {
                adapter.resize(&permit(Action::VpsStop, "42"), &NewSizes::default()).await.map(drop)
            }
            Operation::CredentialsShow => adapter.credentials(&permit(Action::VpsStop, "42")).await.map(drop),
            Operation::ServerMetrics => adapter.metrics("42", Metric::Cpu, Range::Day).await.map(drop),
            Operation::ServerGraphs => {
                adapter.graphs("42", std::net::Ipv4Addr::LOCALHOST.into()).await.map(drop)
            }
            Operation::CreditHistory => adapter.movements(MovementKind::Credit, 20).await.map(drop),
            Operation::BonusHistory => adapter.movements(MovementKind::Bonus, 20).await.map(drop),
            Operation::VersionShow => adapter.version().await.map(drop),
            Operation::CertificateList => adapter.certificates().await.map(drop),
            Operation::CertificateShow => adapter.certificate("300").await.map(drop),
            Operation::CertificateFile => adapter.certificate_file("300").await.map(drop),
            Operation::CertificatePlanList => adapter.certificate_plans().await.map(drop),
            Operation::SoftwareList => adapter.software("25").await.map(drop),
            Operation::ContactList => adapter.contacts().await.map(drop),
            Operation::ContactShow => adapter.contact("49").await.map(drop),
            Operation::ContactAdd => {
                adapter.add_contact(&permit(Action::VpsStop, "42"), &Person::default()).await.map(drop)
            }
            Operation::ContactEdit => {
                adapter.edit_contact(&permit(Action::VpsStop, "42"), &Person::default()).await.map(drop)
            }
            Operation::ProfileEdit => {
                adapter.edit_profile(&permit(Action::VpsStop, "42"), &Person::default()).await.map(drop)
            }
            Operation::PrivilegeList => adapter.privileges().await.map(drop),
            Operation::LogList => adapter.logs().await.map(drop),
            Operation::TaskList => adapter.tasks("42", 20, None).await.map(drop),
            Operation::TaskShow => {
                let wanted = TaskWanted::Id("1".to_owned());
                adapter.task("42", &wanted).await.map(drop)
            }
            Operation::TemplateList => adapter.templates().await.map(drop),
            Operation::BalanceShow => adapter.balance().await.map(drop),
            Operation::CardList => adapter.cards().await.map(drop),
            Operation::PlanList => adapter.plans().await.map(drop),
            Operation::PlanShow => adapter.steps("spark").await.map(drop),
            Operation::QuoteShow => adapter.quote(&wish()).await.map(drop),
            Operation::OrderSeveral => {
                adapter.buy(&permit_here(Action::OrderBuy), &spark(), "hm-2").await.map(drop)
            }
            Operation::CertificateBuy => {
                let request = SigningRequest::read(include_str!("../examplename.csr")).unwrap();
                let wish = CertificateWish { plan: "25".to_owned(), request, answers: Default::default() };
                adapter.offer(&Wish::Certificate(wish)).await.map(drop)
            }
            Operation::OrderTrace => adapter.traces(&spark(), "hm-1").await.map(drop),
            Operation::OrderBuy => {
                adapter.buy(&permit_here(Action::OrderBuy), &spark(), "hm-plan").await.map(drop)
            }
            Operation::OrderCustom => {
                adapter.buy(&permit_here(Action::OrderCustom), &custom(), "hm-custom").await.map(drop)
            }
            Operation::OrderList => adapter.orders().await.map(drop),
            Operation::OrderShow => adapter.order("1").await.map(drop),
            Operation::OrderProgress => adapter.progress("my-unique-op-001").await.map(drop),
            Operation::ServiceList => adapter.services().await.map(drop),
            Operation::ServiceShow => adapter.service("1").await.map(drop),
            Operation::OrderInstall => {
                let (id, name) = ("ubuntu-22".to_owned(), "Ubuntu".to_owned());
                let template = Template { id, name, enabled: true, price: None, memory_mb: None };
                let setup = Reinstallation { template, ssh_keys: vec![] };
                adapter.install_order(&permit(Action::VpsStop, "42"), &setup).await
            }
            Operation::OrderCancel => adapter.cancel_order(&permit(Action::VpsStop, "42"), None).await,
            Operation::OrderItemCancel => {
                adapter.cancel_order(&permit(Action::VpsStop, "42"), Some("1")).await
            }
            Operation::KeyList => adapter.ssh_keys().await.map(drop),
            Operation::KeyAdd => adapter.add_ssh_key(&permit_here(Action::SiteCreate), &public_key()).await,
            Operation::KeyRemove => adapter.remove_ssh_key(&permit(Action::VpsStop, "42")).await,
            Operation::SiteList => adapter.sites().await.map(drop),
            Operation::SiteShow => adapter.site(SITE).await.map(drop),
            Operation::SiteCreate => adapter.create_site(&permit_here(Action::SiteCreate), &new_site()).await,
            Operation::ProfileShow => adapter.profile().await.map(drop),
        }
    }

    /// Everything that really happened at the provider.
    fn effects(&self) -> Vec<sim::Effect> {
        self.sim.ledger().into_iter().map(|entry| entry.effect).collect()
    }

    /// The paths that were asked for, in order.
    fn paths(&self) -> Vec<String> {
        self.sim.requests().into_iter().map(|request| request.path).collect()
    }
}

fn settings(sim: &sim::LlamaLink, key: &str, limits: Limits) -> Settings {
    Settings {
        base_url: Some(check_base_url(&sim.base_url()).unwrap()),
        key: SecretString::new(key.to_owned()),
        currency: None,
        rates: Rates::default(),
        limits,
        clients: Clients::default(),
    }
}

fn adapter(sim: &sim::LlamaLink, key: &str, limits: Limits) -> LlamaLink {
    LlamaLink::new("shop".parse().unwrap(), settings(sim, key, limits)).unwrap()
}

/// A permit for the action on a thing in the account `shop`.
fn permit(action: Action, id: &str) -> Authorized {
    permit_in("shop", action, id)
}

fn permit_in(account: &str, action: Action, id: &str) -> Authorized {
    permit::permit(account, action, ResourceKind::Server, id)
}

/// A permit for the action in the account `shop`.
fn permit_here(action: Action) -> Authorized {
    permit::permit_on(action, Target::Account("shop".parse().unwrap()))
}

fn public_key() -> PublicKey {
    let line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ana";
    PublicKey::read(line).unwrap()
}

fn ils(amount: &str) -> Money {
    Money { amount: amount.parse().unwrap(), currency: Some("ILS".parse().unwrap()) }
}

fn ubuntu() -> Template {
    Template {
        id: "ubuntu-22".to_owned(),
        name: "Ubuntu 22.04".to_owned(),
        enabled: true,
        price: None,
        memory_mb: None,
    }
}

/// The documented plan with the documented operating system.
fn spark() -> Offer {
    let price = Some(ils("54"));
    let plan = Plan {
        resource: ResourceRef::parse(ResourceKind::Plan, "shop/spark").unwrap(),
        name: "Llama Spark".to_owned(),
        price,
        cycle: Cycle::Monthly,
        on_sale: true,
        cpu_cores: Some(2.into()),
        memory_gb: Some(2.into()),
        disk_gb: Some(50.into()),
        category: None,
        about: None,
    };
    let goods = Goods::Plan(plan);
    Offer { system: Some(ubuntu()), ..Offer::of(goods, price) }
}

fn wish() -> Wish {
    let (os, answers) = (Some("ubuntu-22".to_owned()), Answers::new());
    Wish::Plan { plan: "spark".to_owned(), os, name: None, answers, more: vec![] }
}

/// The documented server of one's own choice.
fn custom() -> Offer {
    let server = CustomServer {
        name: "my-api-vps".to_owned(),
        cpu_type: "xeonE5".to_owned(),
        cpu_cores: 4,
        memory_gb: 8.into(),
        storage_type: "ssd".to_owned(),
        storage_gb: 160,
        ipv4: 1,
    };
    let (goods, price) = (Goods::Custom(server), Some(ils("362.40")));
    Offer { system: Some(ubuntu()), ..Offer::of(goods, price) }
}

/// The documented new site.
fn new_site() -> NewSite {
    NewSite { domain: "mysite.co.il".to_owned(), plan: "business".to_owned(), php: "8.2".to_owned() }
}

const OFFERED: [Operation; 19] = [
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
];

const CHANGES: [Operation; 6] = [
    Operation::ServerStart,
    Operation::ServerStop,
    Operation::ServerRestart,
    Operation::OrderBuy,
    Operation::OrderCustom,
    Operation::SiteCreate,
];

/// Those of the changes that cost money.
const SPENDS: [Operation; 2] = [Operation::OrderBuy, Operation::OrderCustom];

fn is_read(operation: Operation) -> bool {
    !CHANGES.contains(&operation)
}
