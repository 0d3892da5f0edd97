//! The Klikk adapter against the simulated Klikk: what it sends, what it understands, how it shows who it is, how it
//! fails, and what stays secret.

mod auth;
mod contract;
mod damage;
mod errors;
#[path = "../harness/log.rs"]
mod log;
mod orders;
#[path = "../harness/permit.rs"]
mod permit;
mod secrets;
#[path = "../harness/spoil.rs"]
mod spoil;

use std::collections::BTreeMap;

use hostmaster::domain::order::{Chosen, CustomServer, CustomWish, Cycle, Goods, Offer, Template};
use hostmaster::domain::{Action, Error, Operation, ResourceKind, ResourceRef};
use hostmaster::policy::Authorized;
use hostmaster::providers::http::{Clients, check_base_url};
use hostmaster::providers::klikk::config::KlikkLogin;
use hostmaster::providers::klikk::{Klikk, Settings};
use hostmaster::providers::layers::Limits;
use hostmaster::providers::{OrderControl, Purchases, Servers, Shop};
use hostmaster::sandbox::klikk as sim;
use reqwest::StatusCode;
use secrecy::SecretString;

/// A simulated Klikk and the adapter for the account there.
struct Account {
    sim: sim::Klikk,
    adapter: Klikk,
}

impl Account {
    async fn documented() -> Self {
        Account::with(token(), sim::State::documented()).await
    }

    async fn with(login: KlikkLogin, mut state: sim::State) -> Self {
        state.clock.freeze();
        let sim = sim::Klikk::start(state).await.unwrap();
        let adapter = Klikk::new("nordic".parse().unwrap(), settings(&sim, login)).unwrap();
        Account { sim, adapter }
    }

    /// Performs the operation, on the documented thing where it is about one.
    async fn perform(&self, operation: Operation) -> Result<(), Error> {
        let adapter = &self.adapter;
        let cancel = permit(Action::OrderCancel, ResourceKind::Order, "73");
        match operation {
            Operation::ServerList => adapter.servers().await.map(drop),
            Operation::ServerShow => adapter.server("1290.1").await.map(drop),
            Operation::OrderList => adapter.orders().await.map(drop),
            Operation::OrderShow => adapter.order("73").await.map(drop),
            Operation::OrderCustom => {
                let buy = permit(Action::OrderCustom, ResourceKind::Plan, "custom");
                adapter.buy(&buy, &offer(&[]), "hm-1").await.map(drop)
            }
            Operation::OrderProgress => adapter.progress("73").await.map(drop),
            Operation::OrderTrace => adapter.traces(&offer(&[]), "hm-1").await.map(drop),
            Operation::OrderCancel => adapter.cancel_order(&cancel, None).await,
            Operation::OrderItemCancel => adapter.cancel_order(&cancel, Some("1293")).await,
            other => panic!("{other} is not one of these"),
        }
    }

    /// Answers the next request for the operation so.
    fn answers(&self, operation: sim::Operation, body: &str) {
        let reply = sim::Reply::new(StatusCode::OK, "application/json", body.to_owned());
        self.sim.inject(operation, sim::Fault::answer(reply).once());
    }

    fn effects(&self) -> Vec<sim::Effect> {
        self.sim.ledger().into_iter().map(|entry| entry.effect).collect()
    }
}

/// The documented server, as somebody wishes for it.
fn wish(answers: &[(&str, &str)]) -> CustomWish {
    CustomWish {
        name: "My testserver 2".to_owned(),
        os: "Debian 10.4".to_owned(),
        cpu_type: None,
        cpu_cores: 9,
        memory_gb: "0.5".parse().unwrap(),
        storage_type: None,
        storage_gb: 25,
        ipv4: 1,
        answers: answers.iter().map(|(id, text)| ((*id).to_owned(), (*text).to_owned())).collect(),
    }
}

/// What is offered for that wish.
fn offer(answers: &[(&str, &str)]) -> Offer {
    let server = CustomServer {
        name: "My testserver 2".to_owned(),
        cpu_type: String::new(),
        cpu_cores: 9,
        memory_gb: "0.5".parse().unwrap(),
        storage_type: String::new(),
        storage_gb: 25,
        ipv4: 1,
    };
    let chosen = |(id, text): &(&str, &str)| Chosen {
        step: (*id).to_owned(),
        key: None,
        title: (*id).to_owned(),
        value: (*text).to_owned(),
        label: (*text).to_owned(),
        cycle: None,
        is_text: false,
    };
    let id = "Debian 10.4".to_owned();
    let system = Template { name: id.clone(), id, enabled: true, price: None, memory_mb: None };
    let chosen = answers.iter().map(chosen).collect();
    let offer = Offer::of(Goods::Custom(server), None);
    Offer { system: Some(system), cycle: Cycle::Untold, chosen, ..offer }
}

fn token() -> KlikkLogin {
    KlikkLogin::Token(SecretString::new(sim::DOCUMENTED_TOKEN.to_owned()))
}

fn password(text: &str) -> KlikkLogin {
    let username = sim::DOCUMENTED_USERNAME.to_owned();
    KlikkLogin::Password { username, password: SecretString::new(text.to_owned()) }
}

fn settings(sim: &sim::Klikk, login: KlikkLogin) -> Settings {
    Settings {
        base_url: Some(check_base_url(&sim.base_url()).unwrap()),
        login,
        limits: Limits::default(),
        clients: Clients::default(),
    }
}

/// A permit for the action on a thing of the account.
fn permit(action: Action, kind: ResourceKind, id: &str) -> Authorized {
    permit::permit("nordic", action, kind, id)
}

fn reference(kind: ResourceKind, id: &str) -> ResourceRef {
    ResourceRef::new("nordic".parse().unwrap(), kind, id).unwrap()
}

/// What the adapter offers, and the action behind each.
fn offered() -> BTreeMap<&'static str, (Operation, sim::Operation)> {
    [
        (Operation::ServerList, sim::Operation::ServerList),
        (Operation::ServerShow, sim::Operation::ServerList),
        (Operation::OrderList, sim::Operation::OrderList),
        (Operation::OrderShow, sim::Operation::OrderStatus),
        (Operation::OrderCustom, sim::Operation::OrderCreate),
        (Operation::OrderProgress, sim::Operation::OrderStatus),
        (Operation::OrderTrace, sim::Operation::OrderList),
        (Operation::OrderCancel, sim::Operation::OrderCancel),
        (Operation::OrderItemCancel, sim::Operation::ItemCancel),
    ]
    .into_iter()
    .map(|(operation, action)| (operation.as_str(), (operation, action)))
    .collect()
}

/// The changes among them.
const CHANGES: [Operation; 3] = [Operation::OrderCustom, Operation::OrderCancel, Operation::OrderItemCancel];
