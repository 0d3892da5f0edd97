//! Every operation as it is asked for, of whatever adapter.

use std::net::Ipv4Addr;

use hostmaster::domain::billing::MovementKind;
use hostmaster::domain::certificate::SigningRequest;
use hostmaster::domain::contact::{Person, PersonField};
use hostmaster::domain::key::PublicKey;
use hostmaster::domain::metrics::{Metric, Range};
use hostmaster::domain::network::{Family, Interface, InterfaceSettings};
use hostmaster::domain::order::{
    Answers, Chosen, CustomServer, Cycle, Goods, Item, NewCertificate, Offer, Plan, Template, Wish,
};
use hostmaster::domain::service::{NewServer, UpgradeWish};
use hostmaster::domain::setup::{NewSizes, Reinstallation, Size};
use hostmaster::domain::site::NewSite;
use hostmaster::domain::task::TaskWanted;
use hostmaster::domain::ticket::NewTicket;
use hostmaster::domain::{Action, Error, Money, Operation, ProviderName, ResourceKind, ResourceRef};
use hostmaster::policy::Authorized;
use hostmaster::providers::Adapter;

use crate::accounts::Things;
use crate::permit::permit;

/// A key as `ssh-keygen` writes it, without the label.
const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

/// The action by which the operation is come by.
fn action(operation: Operation) -> Action {
    match operation {
        Operation::ServerReinstallKeys => Action::VpsReinstall,
        Operation::OrderItemCancel => Action::OrderCancel,
        Operation::OrderSeveral => Action::OrderBuy,
        other => *Action::ALL.iter().find(|action| action.uses(other)).unwrap(),
    }
}

/// Performs the operation on the things; `None` where one of them cannot be spoken of at all.
pub async fn perform(
    adapter: &dyn Adapter,
    operation: Operation,
    things: &Things,
) -> Option<Result<(), Error>> {
    let performing = Performing { adapter, operation, things };
    match operation {
        Operation::ServerList
        | Operation::ServerShow
        | Operation::ServerMetrics
        | Operation::ServerGraphs
        | Operation::TaskList
        | Operation::TaskShow
        | Operation::TemplateList
        | Operation::InterfaceList
        | Operation::InterfaceShow
        | Operation::AddressList
        | Operation::PoolList => Some(performing.look_at_servers().await),
        Operation::ServerStart
        | Operation::ServerStop
        | Operation::ServerRestart
        | Operation::ServerShutdown
        | Operation::ServerReset
        | Operation::ServerRename
        | Operation::ServerDestroy
        | Operation::ServerReinstall
        | Operation::ServerReinstallKeys
        | Operation::ServerPassword
        | Operation::ServerResize
        | Operation::CredentialsShow
        | Operation::InterfaceAdd
        | Operation::InterfaceUpdate
        | Operation::InterfaceRemove
        | Operation::AddressAssign => performing.change_a_server().await,
        Operation::PlanList
        | Operation::PlanShow
        | Operation::QuoteShow
        | Operation::OrderBuy
        | Operation::OrderSeveral
        | Operation::OrderCustom
        | Operation::CertificateBuy
        | Operation::OrderList
        | Operation::OrderShow
        | Operation::OrderProgress
        | Operation::OrderTrace
        | Operation::OrderCancel
        | Operation::OrderItemCancel
        | Operation::OrderInstall => performing.shop().await,
        Operation::ServiceList
        | Operation::ServiceShow
        | Operation::ServiceMethods
        | Operation::ServiceResources
        | Operation::ServiceAddresses
        | Operation::ServiceServers
        | Operation::LabelShow
        | Operation::ServiceRelabel
        | Operation::ServiceCancel
        | Operation::UpgradeOptions
        | Operation::UpgradeEstimate
        | Operation::ServiceUpgrade
        | Operation::ServerCreate => performing.services().await,
        Operation::TicketList
        | Operation::TicketShow
        | Operation::TicketOpen
        | Operation::TicketReply
        | Operation::TicketClose
        | Operation::TicketReopen
        | Operation::DepartmentList
        | Operation::AttachmentShow
        | Operation::NoticeList
        | Operation::NoticeAck
        | Operation::StatusList
        | Operation::StatusShow => performing.support().await,
        Operation::BalanceShow
        | Operation::CreditHistory
        | Operation::BonusHistory
        | Operation::CardList
        | Operation::InvoiceList
        | Operation::InvoiceShow
        | Operation::InvoicePay
        | Operation::PaymentMethodList
        | Operation::CertificateList
        | Operation::CertificateShow
        | Operation::CertificateFile
        | Operation::CertificatePlanList
        | Operation::SoftwareList
        | Operation::SiteList
        | Operation::SiteShow
        | Operation::SiteCreate => performing.goods().await,
        Operation::ContactList
        | Operation::ContactShow
        | Operation::ContactAdd
        | Operation::ContactEdit
        | Operation::ProfileShow
        | Operation::ProfileEdit
        | Operation::PrivilegeList
        | Operation::LogList
        | Operation::KeyList
        | Operation::KeyAdd
        | Operation::KeyRemove
        | Operation::SignOut
        | Operation::VersionShow => performing.people().await,
    }
}

struct Performing<'a> {
    adapter: &'a dyn Adapter,
    operation: Operation,
    things: &'a Things,
}

impl Performing<'_> {
    fn reference(&self, kind: ResourceKind, id: &str) -> Option<ResourceRef> {
        ResourceRef::new(self.adapter.account().clone(), kind, id)
    }

    /// A permit for the thing; `None` where the text can be no id.
    fn permit(&self, kind: ResourceKind, id: &str) -> Option<Authorized> {
        self.reference(kind, id)?;
        Some(permit(self.adapter.account().as_str(), action(self.operation), kind, id))
    }

    fn setup(&self) -> Reinstallation {
        let with_keys = self.operation == Operation::ServerReinstallKeys;
        let ssh_keys = with_keys.then(|| self.things.key.clone()).into_iter().collect();
        Reinstallation { template: self.template(), ssh_keys }
    }

    fn template(&self) -> Template {
        let (id, name) = (self.things.template.clone(), self.things.words.clone());
        Template { id, name, enabled: true, price: None, memory_mb: None }
    }

    /// Sizes that fit, as far as the provider has a say in them.
    fn sizes(&self) -> NewSizes {
        let mut sizes = NewSizes::default();
        for (size, ..) in self.adapter.resizing().map_or(&[][..], |resizing| resizing.bounds) {
            let fitting = match size {
                Size::Cpu => 4,
                Size::Memory => 4096,
                Size::Disk => 40,
                Size::Bandwidth => 100,
            };
            sizes.set(*size, fitting);
        }
        sizes
    }

    fn person(&self) -> Person {
        Person(vec![
            (PersonField::FirstName, self.things.words.clone()),
            (PersonField::LastName, self.things.name.clone()),
            (PersonField::Email, format!("{}@example.com", self.things.name)),
        ])
    }

    fn plan(&self) -> Option<Plan> {
        Some(Plan {
            resource: self.reference(ResourceKind::Plan, &self.things.plan)?,
            name: self.things.words.clone(),
            price: None,
            cycle: Cycle::Monthly,
            on_sale: true,
            cpu_cores: None,
            memory_gb: None,
            disk_gb: None,
            category: None,
            about: None,
        })
    }

    /// What a plan is bought with where the provider asks for it.
    fn chosen(&self) -> Vec<Chosen> {
        vec![
            Chosen { cycle: Some(Cycle::Monthly), ..chosen("cycle", "m") },
            chosen("pay_method", "9"),
            chosen("domain", &self.things.domain),
            chosen("promocode", &self.things.words),
        ]
    }

    fn offer(&self) -> Option<Offer> {
        // Klikk has one type of each, and no price.
        let has_types = self.adapter.provider() != ProviderName::Klikk;
        let text = |text: &str| if has_types { text.to_owned() } else { String::new() };
        let price = has_types
            .then(|| Money { amount: "362.40".parse().unwrap(), currency: Some("ILS".parse().unwrap()) });
        let server = CustomServer {
            name: self.things.name.clone(),
            cpu_type: text("xeonE5"),
            cpu_cores: 4,
            memory_gb: 8.into(),
            storage_type: text("ssd"),
            storage_gb: 160,
            ipv4: 1,
        };
        let is_custom = self.operation == Operation::OrderCustom
            || (self.operation == Operation::OrderTrace
                && self.adapter.capability().offers(Operation::OrderCustom));
        if is_custom {
            let goods = Goods::Custom(server);
            return Some(Offer { system: Some(self.template()), ..Offer::of(goods, price) });
        }
        let plan = self.plan()?;
        let more = match self.operation {
            Operation::OrderSeveral => vec![Item { plan: plan.clone(), chosen: self.chosen() }],
            _ => vec![],
        };
        let system = Some(self.template());
        Some(Offer { system, chosen: self.chosen(), more, ..Offer::of(Goods::Plan(plan), None) })
    }

    fn certificate_offer(&self) -> Option<Offer> {
        let certificate = NewCertificate {
            plan: ResourceRef::new(
                self.adapter.account().clone(),
                ResourceKind::CertificatePlan,
                &*self.things.certificate_plan,
            )?,
            name: "InstantSSL".to_owned(),
            request: SigningRequest::read(include_str!("../examplename.csr")).unwrap(),
        };
        let chosen = vec![
            chosen("years", "1"),
            chosen("approver_email", "admin@example.com"),
            chosen("contact", &self.things.contact),
            chosen("pay_method", "9"),
        ];
        let price = Money { amount: "27.85".parse().unwrap(), currency: Some("EUR".parse().unwrap()) };
        let goods = Goods::Certificate(certificate);
        Some(Offer { cycle: Cycle::Annually, chosen, ..Offer::of(goods, Some(price)) })
    }

    fn wish(&self) -> Wish {
        let answers = [("cycle", "m".to_owned()), ("domain", self.things.domain.clone())];
        let answers: Answers = answers.map(|(id, text)| (id.to_owned(), text)).into_iter().collect();
        Wish::Plan { plan: self.things.plan.clone(), os: None, name: None, answers, more: vec![] }
    }

    async fn look_at_servers(&self) -> Result<(), Error> {
        let (adapter, server) = (self.adapter, self.things.server.as_str());
        match self.operation {
            Operation::ServerList => adapter.servers().await.map(drop),
            Operation::ServerShow => adapter.server(server).await.map(drop),
            Operation::ServerMetrics => adapter.metrics(server, Metric::Cpu, Range::Day).await.map(drop),
            Operation::ServerGraphs => adapter.graphs(server, Ipv4Addr::LOCALHOST.into()).await.map(drop),
            Operation::TaskList => adapter.tasks(server, 20, None).await.map(drop),
            Operation::TaskShow => {
                adapter.task(server, &TaskWanted::Id(self.things.task.clone())).await.map(drop)
            }
            Operation::TemplateList => adapter.templates_of(server).await.map(drop),
            Operation::InterfaceList => adapter.interfaces(server).await.map(drop),
            Operation::InterfaceShow => adapter.interface(server, &self.things.interface).await.map(drop),
            Operation::AddressList => adapter.server_addresses(server, None, None).await.map(drop),
            _ => adapter.pools(server, None).await.map(drop),
        }
    }

    async fn change_a_server(&self) -> Option<Result<(), Error>> {
        let (adapter, things) = (self.adapter, self.things);
        let permit = &self.permit(ResourceKind::Server, &things.server)?;
        let settings = InterfaceSettings { firewall: Some(true), ..InterfaceSettings::default() };
        let (id, name) = (things.interface.clone(), None);
        let interface = Interface { id, name, model: None, mac: None, firewall: None, addresses: vec![] };
        Some(match self.operation {
            Operation::ServerStart => adapter.start(permit).await,
            Operation::ServerStop => adapter.stop(permit).await,
            Operation::ServerRestart => adapter.restart(permit).await.map(drop),
            Operation::ServerShutdown => adapter.shutdown(permit).await,
            Operation::ServerReset => adapter.reset(permit).await,
            Operation::ServerRename => adapter.rename(permit, &things.domain).await.map(drop),
            Operation::ServerDestroy => adapter.destroy(permit).await,
            Operation::ServerReinstall | Operation::ServerReinstallKeys => {
                adapter.reinstall(permit, &self.setup()).await.map(drop)
            }
            Operation::ServerPassword => adapter.reset_password(permit).await.map(drop),
            Operation::ServerResize => adapter.resize(permit, &self.sizes()).await.map(drop),
            Operation::CredentialsShow => adapter.credentials(permit).await.map(drop),
            Operation::InterfaceAdd => adapter.add_interface(permit, &settings).await,
            Operation::InterfaceUpdate => adapter.update_interface(permit, &interface, &settings).await,
            Operation::InterfaceRemove => adapter.remove_interface(permit, &interface).await,
            _ => adapter.assign_address(permit, &interface, &things.pool, Family::Ipv4).await,
        })
    }

    async fn shop(&self) -> Option<Result<(), Error>> {
        let (adapter, things) = (self.adapter, self.things);
        let on_order = || self.permit(ResourceKind::Order, &things.order);
        Some(match self.operation {
            Operation::PlanList => adapter.plans().await.map(drop),
            Operation::PlanShow => adapter.steps(&things.plan).await.map(drop),
            Operation::QuoteShow => adapter.quote(&self.wish()).await.map(drop),
            Operation::OrderBuy | Operation::OrderSeveral | Operation::OrderCustom => {
                let permit = self.permit(ResourceKind::Plan, &things.plan)?;
                adapter.buy(&permit, &self.offer()?, &things.purchase).await.map(drop)
            }
            Operation::CertificateBuy => {
                let permit = self.permit(ResourceKind::CertificatePlan, &things.certificate_plan)?;
                adapter.buy(&permit, &self.certificate_offer()?, &things.purchase).await.map(drop)
            }
            Operation::OrderList => adapter.orders().await.map(drop),
            Operation::OrderShow => adapter.order(&things.order).await.map(drop),
            Operation::OrderProgress => adapter.progress(&things.order).await.map(drop),
            Operation::OrderTrace => adapter.traces(&self.offer()?, &things.purchase).await.map(drop),
            Operation::OrderCancel => adapter.cancel_order(&on_order()?, None).await,
            Operation::OrderItemCancel => adapter.cancel_order(&on_order()?, Some(&things.item)).await,
            _ => {
                // The order that is paid for and not installed yet.
                let permit = self.permit(ResourceKind::Order, "47100")?;
                adapter.install_order(&permit, &self.setup()).await
            }
        })
    }

    async fn services(&self) -> Option<Result<(), Error>> {
        let (adapter, things) = (self.adapter, self.things);
        let service = things.service.as_str();
        let permit = || self.permit(ResourceKind::Service, service);
        let wish = UpgradeWish::default();
        Some(match self.operation {
            Operation::ServiceList => adapter.services().await.map(drop),
            Operation::ServiceShow => adapter.service(service).await.map(drop),
            Operation::ServiceMethods => adapter.service_methods(service).await.map(drop),
            Operation::ServiceResources => adapter.service_resources(service).await.map(drop),
            Operation::ServiceAddresses => adapter.service_addresses(service).await.map(drop),
            Operation::ServiceServers => adapter.service_servers(service).await.map(drop),
            Operation::LabelShow => adapter.service_label(service).await.map(drop),
            Operation::ServiceRelabel => adapter.relabel(&permit()?, &things.words).await.map(drop),
            Operation::ServiceCancel => {
                adapter.cancel_service(&permit()?, false, Some(&things.words)).await.map(drop)
            }
            Operation::UpgradeOptions => adapter.upgrade_options(service).await.map(drop),
            Operation::UpgradeEstimate => adapter.upgrade_estimate(service, &wish).await.map(drop),
            Operation::ServiceUpgrade => adapter.upgrade_service(&permit()?, &wish).await,
            _ => {
                let (label, template) = (things.name.clone(), self.template());
                let server = NewServer { label, template, memory_mb: 2048, cpu_cores: 2, disk_gb: 40 };
                adapter.create_server(&permit()?, &server).await.map(drop)
            }
        })
    }

    async fn support(&self) -> Option<Result<(), Error>> {
        let (adapter, things) = (self.adapter, self.things);
        let on_ticket = || self.permit(ResourceKind::Ticket, &things.ticket);
        Some(match self.operation {
            Operation::TicketList => adapter.tickets().await.map(drop),
            Operation::TicketShow => adapter.ticket(&things.ticket).await.map(drop),
            Operation::TicketOpen => {
                let (subject, text) = (things.name.clone(), things.words.clone());
                let ticket = NewTicket { department: things.department.clone(), subject, text };
                adapter.open_ticket(&on_ticket()?, &ticket).await.map(drop)
            }
            Operation::TicketReply => adapter.reply(&on_ticket()?, &things.words).await.map(drop),
            Operation::TicketClose => adapter.close(&on_ticket()?).await.map(drop),
            Operation::TicketReopen => adapter.reopen(&on_ticket()?).await.map(drop),
            Operation::DepartmentList => adapter.departments().await.map(drop),
            Operation::AttachmentShow => adapter.attachment(&things.ticket, &things.file).await.map(drop),
            Operation::NoticeList => adapter.notices(true).await.map(drop),
            Operation::NoticeAck => {
                adapter.acknowledge(&self.permit(ResourceKind::Notice, &things.notice)?).await.map(drop)
            }
            Operation::StatusList => adapter.statuses(Some(&things.words)).await.map(drop),
            _ => adapter.status(&things.status).await.map(drop),
        })
    }

    async fn goods(&self) -> Option<Result<(), Error>> {
        let (adapter, things) = (self.adapter, self.things);
        Some(match self.operation {
            Operation::BalanceShow => adapter.balance().await.map(drop),
            Operation::CreditHistory => adapter.movements(MovementKind::Credit, 20).await.map(drop),
            Operation::BonusHistory => adapter.movements(MovementKind::Bonus, 20).await.map(drop),
            Operation::CardList => adapter.cards().await.map(drop),
            Operation::InvoiceList => adapter.invoices().await.map(drop),
            Operation::InvoiceShow => adapter.invoice(&things.invoice).await.map(drop),
            Operation::InvoicePay => {
                let permit = self.permit(ResourceKind::Invoice, &things.invoice)?;
                adapter.pay(&permit, None).await.map(drop)
            }
            Operation::PaymentMethodList => adapter.payment_methods().await.map(drop),
            Operation::CertificateList => adapter.certificates().await.map(drop),
            Operation::CertificateShow => adapter.certificate(&things.certificate).await.map(drop),
            Operation::CertificateFile => adapter.certificate_file(&things.certificate).await.map(drop),
            Operation::CertificatePlanList => adapter.certificate_plans().await.map(drop),
            Operation::SoftwareList => adapter.software(&things.certificate_plan).await.map(drop),
            Operation::SiteList => adapter.sites().await.map(drop),
            Operation::SiteShow => adapter.site(&things.site).await.map(drop),
            _ => {
                let (domain, plan, php) = (things.domain.clone(), "business".to_owned(), "8.2".to_owned());
                let permit = self.permit(ResourceKind::Site, "new")?;
                adapter.create_site(&permit, &NewSite { domain, plan, php }).await
            }
        })
    }

    async fn people(&self) -> Option<Result<(), Error>> {
        let (adapter, things) = (self.adapter, self.things);
        let on_contact = || self.permit(ResourceKind::Contact, &things.contact);
        Some(match self.operation {
            Operation::ContactList => adapter.contacts().await.map(drop),
            Operation::ContactShow => adapter.contact(&things.contact).await.map(drop),
            Operation::ContactAdd => adapter.add_contact(&on_contact()?, &self.person()).await.map(drop),
            Operation::ContactEdit => adapter.edit_contact(&on_contact()?, &self.person()).await.map(drop),
            Operation::ProfileShow => adapter.profile().await.map(drop),
            Operation::ProfileEdit => adapter.edit_profile(&on_contact()?, &self.person()).await.map(drop),
            Operation::PrivilegeList => adapter.privileges().await.map(drop),
            Operation::LogList => adapter.logs().await.map(drop),
            Operation::KeyList => adapter.ssh_keys().await.map(drop),
            Operation::KeyAdd => {
                let key = PublicKey::read(&format!("{KEY} {}", things.words)).ok()?;
                adapter.add_ssh_key(&self.permit(ResourceKind::Key, "new")?, &key).await
            }
            Operation::KeyRemove => {
                adapter.remove_ssh_key(&self.permit(ResourceKind::Key, &things.key)?).await
            }
            Operation::SignOut => adapter.sign_out().await,
            _ => adapter.version().await.map(drop),
        })
    }
}

fn chosen(step: &str, value: &str) -> Chosen {
    Chosen {
        step: step.to_owned(),
        key: None,
        title: step.to_owned(),
        value: value.to_owned(),
        label: value.to_owned(),
        cycle: None,
        is_text: false,
    }
}
