//! The IV adapter against the simulated IV: what it sends, what it understands, how it fails, and what stays secret.

mod contract;
mod damage;
mod errors;
#[path = "../harness/log.rs"]
mod log;
#[path = "../harness/permit.rs"]
mod permit;
mod secrets;
#[path = "../harness/spoil.rs"]
mod spoil;

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};

use hostmaster::domain::billing::MovementKind;
use hostmaster::domain::order::Template;
use hostmaster::domain::setup::{NewSizes, Reinstallation};
use hostmaster::domain::task::TaskWanted;
use hostmaster::domain::{Action, Error, Operation, ResourceKind};
use hostmaster::policy::Authorized;
use hostmaster::providers::http::{Clients, check_base_url};
use hostmaster::providers::iv::config::HttpMethod;
use hostmaster::providers::iv::{Iv, Settings};
use hostmaster::providers::layers::Limits;
use hostmaster::providers::{Billing, Owner, Reveals, ServerControl, Servers};
use hostmaster::sandbox::iv as sim;
use jiff::tz::TimeZone;
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

/// A simulated IV and the adapter for the account there.
struct Account {
    sim: sim::Iv,
    adapter: Iv,
}

impl Account {
    async fn documented() -> Self {
        Account::with(HttpMethod::Get, sim::State::documented()).await
    }

    async fn with(http_method: HttpMethod, mut state: sim::State) -> Self {
        state.clock.freeze();
        let password = state.password.expose_secret().clone();
        let sim = sim::Iv::start(state).await.unwrap();
        let adapter = Iv::new("baltic".parse().unwrap(), settings(&sim, &password, http_method)).unwrap();
        Account { sim, adapter }
    }

    /// Performs the operation, on the documented thing where it is about one.
    async fn perform(&self, operation: Operation) -> Result<(), Error> {
        let adapter = &self.adapter;
        match operation {
            Operation::ServerList => adapter.servers().await.map(drop),
            Operation::ServerShow => adapter.server("3").await.map(drop),
            Operation::ServerRestart => adapter.restart(&permit(Action::VpsRestart, "3")).await.map(drop),
            Operation::ServerRename => {
                adapter.rename(&permit(Action::VpsHostname, "3"), "new.example.com").await.map(drop)
            }
            Operation::ServerReinstall => {
                let setup = Reinstallation { template: centos(), ssh_keys: vec![] };
                adapter.reinstall(&permit(Action::VpsReinstall, "3"), &setup).await.map(drop)
            }
            Operation::ServerPassword => {
                adapter.reset_password(&permit(Action::VpsPassword, "3")).await.map(drop)
            }
            Operation::ServerResize => {
                adapter.resize(&permit(Action::VpsResize, "3"), &sizes()).await.map(drop)
            }
            Operation::CredentialsShow => {
                adapter.credentials(&permit(Action::VpsCredentials, "3")).await.map(drop)
            }
            Operation::ServerGraphs => adapter.graphs("3", VIEWER).await.map(drop),
            Operation::CreditHistory => adapter.movements(MovementKind::Credit, 20).await.map(drop),
            Operation::BonusHistory => adapter.movements(MovementKind::Bonus, 20).await.map(drop),
            Operation::VersionShow => adapter.version().await.map(drop),
            Operation::TaskList => adapter.tasks("3", 20, None).await.map(drop),
            Operation::TaskShow => adapter.task("3", &TaskWanted::Id("1".to_owned())).await.map(drop),
            Operation::TemplateList => adapter.templates_of("3").await.map(drop),
            Operation::BalanceShow => adapter.balance().await.map(drop),
            Operation::InvoiceList => adapter.invoices().await.map(drop),
            Operation::InvoiceShow => adapter.invoice("2").await.map(drop),
            Operation::ServiceList => adapter.services().await.map(drop),
            Operation::ProfileShow => adapter.profile().await.map(drop),
            other => panic!("{other} is not one of these"),
        }
    }

    /// What was asked, one line a request: the method and the decoded fields, but who asks.
    fn asked(&self) -> Vec<String> {
        let requests = self.sim.requests();
        let lines = requests.iter().map(|request| {
            let fields = fields(request).into_iter().filter(|(name, _)| name != "nick" && name != "password");
            let fields: Vec<_> = fields.map(|(name, value)| format!("{name}={value}")).collect();
            format!("{} {}", request.method, fields.join(" "))
        });
        lines.collect()
    }
}

/// The fields of a request in the order in which they were sent, from its query or its form.
fn fields(request: &sim::RecordedRequest) -> Vec<(String, String)> {
    let mut url = Url::parse("http://localhost/").unwrap();
    let body = std::str::from_utf8(&request.body).unwrap();
    url.set_query(Some(request.query.as_deref().unwrap_or(body)));
    url.query_pairs().into_owned().collect()
}

fn settings(sim: &sim::Iv, password: &str, http_method: HttpMethod) -> Settings {
    Settings {
        base_url: Some(check_base_url(&sim.base_url()).unwrap()),
        nick: sim::DOCUMENTED_NICK.to_owned(),
        password: SecretString::new(password.to_owned()),
        http_method,
        graph_viewer_ip: None,
        link_hosts: vec!["stats.serveriai.lt".to_owned()],
        timezone: TimeZone::get("Europe/Vilnius").unwrap(),
        currency: Some("EUR".parse().unwrap()),
        limits: Limits::default(),
        clients: Clients::default(),
    }
}

/// A permit for the action on a server of the account.
fn permit(action: Action, id: &str) -> Authorized {
    permit::permit("baltic", action, ResourceKind::Server, id)
}

/// From where graphs are looked at.
const VIEWER: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7));

/// An operating system of the documented server.
fn centos() -> Template {
    let (id, name) = ("centos-6-x86_64".to_owned(), "CentOS 6, 64-bit".to_owned());
    Template { id, name, enabled: true, price: None, memory_mb: None }
}

/// Sizes that a server can have.
fn sizes() -> NewSizes {
    NewSizes { cpu: Some(4), memory_mb: Some(4_096), disk_gb: Some(40), bandwidth_mbps: Some(100) }
}

/// What the adapter offers, and the command behind each.
fn offered() -> BTreeMap<&'static str, (Operation, sim::Operation)> {
    [
        (Operation::ServerList, sim::Operation::AccountServices),
        (Operation::ServerShow, sim::Operation::ServerInfo),
        (Operation::ServerRestart, sim::Operation::ServerReboot),
        (Operation::ServerRename, sim::Operation::ServerDomain),
        (Operation::ServerReinstall, sim::Operation::ServerRecreate),
        (Operation::ServerPassword, sim::Operation::ServerResetPassword),
        (Operation::ServerResize, sim::Operation::ServerChange),
        (Operation::CredentialsShow, sim::Operation::ServerTasks),
        (Operation::ServerGraphs, sim::Operation::ServerGraphs),
        (Operation::CreditHistory, sim::Operation::AccountCredits),
        (Operation::BonusHistory, sim::Operation::AccountBonuses),
        (Operation::VersionShow, sim::Operation::Version),
        (Operation::TaskList, sim::Operation::ServerTasks),
        (Operation::TaskShow, sim::Operation::ServerTasks),
        (Operation::TemplateList, sim::Operation::ServerOs),
        (Operation::BalanceShow, sim::Operation::AccountInfo),
        (Operation::InvoiceList, sim::Operation::AccountOrders),
        (Operation::InvoiceShow, sim::Operation::AccountOrders),
        (Operation::ServiceList, sim::Operation::AccountServices),
        (Operation::ProfileShow, sim::Operation::AccountInfo),
    ]
    .into_iter()
    .map(|(operation, command)| (operation.as_str(), (operation, command)))
    .collect()
}

/// The changes among them.
const CHANGES: [Operation; 5] = [
    Operation::ServerRestart,
    Operation::ServerRename,
    Operation::ServerReinstall,
    Operation::ServerPassword,
    Operation::ServerResize,
];
