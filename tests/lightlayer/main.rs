//! The LightLayer adapter against a scripted portal: what it sends, what it understands, and how it fails.

mod auth;
mod contract;
mod damage;
mod errors;
mod portal;
mod secrets;

use std::sync::Arc;

use hostmaster::domain::{
    Action, Actor, ChannelId, Error, Grant, GuildId, Operation, Place, ResourceKind, ResourceRef, RoleId,
    Target, UserId,
};
use hostmaster::policy::{Authorized, Policy};
use hostmaster::providers::http::{Clients, check_base_url};
use hostmaster::providers::layers::Limits;
use hostmaster::providers::lightlayer::config::Login;
use hostmaster::providers::lightlayer::{LightLayer, Settings};
use hostmaster::providers::{Billing, Certificates, Notices, Owner, People, ServerControl, Servers, Support};
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

/// A permit for the action on the documented VM, the way everybody gets one: by a grant.
fn permit(action: Action) -> Authorized {
    permit_for(action, ResourceRef::parse(ResourceKind::Server, "asia/301.1374").unwrap())
}

/// The same on something else.
fn permit_for(action: Action, resource: ResourceRef) -> Authorized {
    let (guild, channel, operator) = (GuildId(111_111_111_111_111_111), ChannelId(5), RoleId(222));
    let grant = Grant {
        line: 1,
        roles: vec![operator],
        users: vec![],
        allow: vec![action.as_str().parse().unwrap()],
        deny: vec![],
        guilds: None,
        accounts: None,
        servers: None,
        channels: None,
    };
    let place = Place { guild, channel, granting_channel: Some(channel) };
    let actor = Actor { user: UserId(777), roles: vec![operator], place };
    let target = Target::Resource { resource, name: None };
    Policy::new(vec![guild], vec![grant], None).authorise(&actor, action, target).unwrap()
}

/// What only looks.
const READS: [Operation; 24] = [
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

/// The changes that there is an action for; the others are tested beside the client.
const CHANGES: [Operation; 3] = [Operation::ServerStart, Operation::ServerStop, Operation::ServerRestart];
