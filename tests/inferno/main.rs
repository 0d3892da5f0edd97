//! The Inferno adapter against the simulated Inferno: what it sends, what it understands, how it fails, and what stays
//! secret.

mod changes;
mod contract;
mod damage;
mod errors;
#[path = "../harness/log.rs"]
mod log;
#[path = "../harness/permit.rs"]
mod permit;
mod secrets;
mod shop;
#[path = "../harness/spoil.rs"]
mod spoil;

use std::collections::BTreeMap;

use hostmaster::domain::key::PublicKey;
use hostmaster::domain::order::{Cycle, Goods, Offer, Plan, Template};
use hostmaster::domain::setup::Reinstallation;
use hostmaster::domain::{Action, Error, Money, Operation, ResourceKind, ResourceRef};
use hostmaster::policy::Authorized;
use hostmaster::providers::http::{Clients, check_base_url};
use hostmaster::providers::inferno::config::Transport;
use hostmaster::providers::inferno::{Inferno, Settings};
use hostmaster::providers::layers::Limits;
use hostmaster::providers::{
    Billing, KeyControl, Keys, OrderControl, Purchases, Reveals, ServerControl, Servers, Shop,
};
use hostmaster::sandbox::inferno as sim;
use jiff::tz::TimeZone;
use reqwest::{StatusCode, Url};
use secrecy::{ExposeSecret, SecretString};

/// A public key as `ssh-keygen` writes it.
const LINE: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl a+b/c= d";

/// A simulated Inferno and the adapter for the account there.
struct Account {
    sim: sim::Inferno,
    adapter: Inferno,
}

impl Account {
    async fn documented() -> Self {
        Account::with(Transport::Post, sim::State::documented()).await
    }

    async fn with(transport: Transport, mut state: sim::State) -> Self {
        state.clock.freeze();
        let key = state.key.expose_secret().clone();
        let sim = sim::Inferno::start(state).await.unwrap();
        let adapter = Inferno::new("dev".parse().unwrap(), settings(&sim, &key, transport)).unwrap();
        Account { sim, adapter }
    }

    /// Performs the operation, on the documented thing where it is about one.
    async fn perform(&self, operation: Operation) -> Result<(), Error> {
        let adapter = &self.adapter;
        let on_server = |action| permit(action, ResourceKind::Server, "47012");
        match operation {
            Operation::ServerList => adapter.servers().await.map(drop),
            Operation::ServerShow => adapter.server("47012").await.map(drop),
            Operation::ServerStart => adapter.start(&on_server(Action::VpsStart)).await,
            Operation::ServerStop => adapter.stop(&on_server(Action::VpsStop)).await,
            Operation::ServerRestart => adapter.restart(&on_server(Action::VpsRestart)).await.map(drop),
            Operation::ServerReinstall => {
                adapter.reinstall(&on_server(Action::VpsReinstall), &anew(&[])).await.map(drop)
            }
            Operation::ServerReinstallKeys => {
                adapter.reinstall(&on_server(Action::VpsReinstall), &anew(&["7"])).await.map(drop)
            }
            Operation::CredentialsShow => {
                adapter.credentials(&on_server(Action::VpsCredentials)).await.map(drop)
            }
            Operation::TemplateList => adapter.templates().await.map(drop),
            Operation::BalanceShow => adapter.balance().await.map(drop),
            Operation::InvoiceList => adapter.invoices().await.map(drop),
            Operation::InvoiceShow => adapter.invoice("366000").await.map(drop),
            Operation::PlanList => adapter.plans().await.map(drop),
            Operation::OrderList => adapter.orders().await.map(drop),
            Operation::OrderCancel => {
                let permit = permit(Action::OrderCancel, ResourceKind::Order, "47200");
                adapter.cancel_order(&permit, None).await
            }
            Operation::OrderBuy => {
                let permit = permit(Action::OrderBuy, ResourceKind::Plan, "303");
                adapter.buy(&permit, &offer("303"), "hm-1").await.map(drop)
            }
            Operation::OrderProgress => adapter.progress("47200").await.map(drop),
            Operation::OrderTrace => adapter.traces(&offer("303"), "hm-1").await.map(drop),
            Operation::OrderInstall => {
                // It may have been cancelled by then.
                self.sim.with_state(|state| {
                    let mut paid = state.orders[&47_012].clone();
                    paid.vps = None;
                    state.orders.insert(47_200, paid);
                });
                let permit = permit(Action::OrderInstall, ResourceKind::Order, "47200");
                adapter.install_order(&permit, &anew(&["7"])).await
            }
            Operation::ServiceList => adapter.services().await.map(drop),
            Operation::ServiceShow => adapter.service("49500").await.map(drop),
            Operation::KeyList => adapter.ssh_keys().await.map(drop),
            Operation::KeyAdd => {
                let permit = permit(Action::SshkeyAdd, ResourceKind::Key, "new");
                adapter.add_ssh_key(&permit, &PublicKey::read(LINE).unwrap()).await
            }
            Operation::KeyRemove => {
                adapter.remove_ssh_key(&permit(Action::SshkeyRemove, ResourceKind::Key, "7")).await
            }
            other => panic!("{other} is not one of these"),
        }
    }

    /// What was asked, one line a request: the method, the action and the decoded fields, but who asks.
    fn asked(&self) -> Vec<String> {
        let requests = self.sim.requests();
        let lines = requests.iter().map(|request| {
            let fields = fields(request).into_iter().filter(|(name, _)| name != "cid" && name != "key");
            let fields: Vec<_> = fields.map(|(name, value)| format!("{name}={value}")).collect();
            format!("{} {}", request.method, fields.join(" "))
        });
        lines.collect()
    }

    /// Answers the next request for the operation so.
    fn answers(&self, operation: sim::Operation, body: &str) {
        let reply = sim::Reply::new(StatusCode::OK, "application/json", body.to_owned());
        self.sim.inject(operation, sim::Fault::answer(reply).once());
    }
}

/// The fields of a request in the order in which they were sent, from its query and its form.
fn fields(request: &sim::RecordedRequest) -> Vec<(String, String)> {
    let body = std::str::from_utf8(&request.body).unwrap();
    let of = |text: &str| {
        let mut url = Url::parse("http://localhost/").unwrap();
        url.set_query(Some(text));
        url.query_pairs().into_owned().collect::<Vec<_>>()
    };
    let form = if body.starts_with('{') { vec![("json".to_owned(), body.to_owned())] } else { of(body) };
    [of(request.query.as_deref().unwrap_or_default()), form].concat()
}

fn settings(sim: &sim::Inferno, key: &str, transport: Transport) -> Settings {
    Settings {
        base_url: Some(check_base_url(&sim.base_url()).unwrap()),
        cid: 777,
        key: SecretString::new(key.to_owned()),
        transport,
        timezone: TimeZone::UTC,
        currency: Some("EUR".parse().unwrap()),
        limits: Limits::default(),
        clients: Clients::default(),
    }
}

/// A plan as it is offered.
fn offer(plan: &str) -> Offer {
    let plan = Plan {
        resource: reference(ResourceKind::Plan, plan),
        name: "VPS-1".to_owned(),
        price: euros("5"),
        cycle: Cycle::Untold,
        on_sale: true,
        cpu_cores: None,
        memory_gb: None,
        disk_gb: None,
        category: None,
        about: None,
    };
    let price = plan.price;
    Offer { cycle: Cycle::Untold, ..Offer::of(Goods::Plan(plan), price) }
}

/// A server that is set up anew with the documented system and those keys.
fn anew(ssh_keys: &[&str]) -> Reinstallation {
    let id = "centos7-64-default".to_owned();
    let template = Template { name: id.clone(), id, enabled: true, price: None, memory_mb: None };
    Reinstallation { template, ssh_keys: ssh_keys.iter().map(|&key| key.to_owned()).collect() }
}

/// A permit for the action on a thing of the account.
fn permit(action: Action, kind: ResourceKind, id: &str) -> Authorized {
    permit::permit("dev", action, kind, id)
}

fn reference(kind: ResourceKind, id: &str) -> ResourceRef {
    ResourceRef::new("dev".parse().unwrap(), kind, id).unwrap()
}

fn euros(amount: &str) -> Option<Money> {
    Some(Money { amount: amount.parse().unwrap(), currency: Some("EUR".parse().unwrap()) })
}

/// What the adapter offers, and the action behind each.
fn offered() -> BTreeMap<&'static str, (Operation, sim::Operation)> {
    [
        (Operation::ServerList, sim::Operation::GetInfo),
        (Operation::ServerShow, sim::Operation::GetInfo),
        (Operation::ServerStart, sim::Operation::Boot),
        (Operation::ServerStop, sim::Operation::Stop),
        (Operation::ServerRestart, sim::Operation::Reboot),
        (Operation::ServerReinstall, sim::Operation::Reinstall),
        (Operation::ServerReinstallKeys, sim::Operation::Reinstall),
        (Operation::CredentialsShow, sim::Operation::GetInfo),
        (Operation::TemplateList, sim::Operation::List),
        (Operation::BalanceShow, sim::Operation::Balance),
        (Operation::InvoiceList, sim::Operation::Orders),
        (Operation::InvoiceShow, sim::Operation::Orders),
        (Operation::PlanList, sim::Operation::List),
        (Operation::OrderList, sim::Operation::Orders),
        (Operation::OrderCancel, sim::Operation::Cancel),
        (Operation::OrderBuy, sim::Operation::Create),
        (Operation::OrderProgress, sim::Operation::Orders),
        (Operation::OrderTrace, sim::Operation::Orders),
        (Operation::OrderInstall, sim::Operation::Install),
        (Operation::ServiceList, sim::Operation::Services),
        (Operation::ServiceShow, sim::Operation::GetService),
        (Operation::KeyList, sim::Operation::KeyList),
        (Operation::KeyAdd, sim::Operation::KeyAdd),
        (Operation::KeyRemove, sim::Operation::KeyRemove),
    ]
    .into_iter()
    .map(|(operation, action)| (operation.as_str(), (operation, action)))
    .collect()
}

/// The changes among them.
const CHANGES: [Operation; 9] = [
    Operation::ServerStart,
    Operation::ServerStop,
    Operation::ServerRestart,
    Operation::ServerReinstall,
    Operation::ServerReinstallKeys,
    Operation::OrderCancel,
    Operation::OrderInstall,
    Operation::KeyAdd,
    Operation::KeyRemove,
];
