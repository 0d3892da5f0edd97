//! What the adapter offers, sends and understands.

use std::collections::BTreeMap;
use std::sync::Arc;

use hostmaster::domain::account::Condition;
use hostmaster::domain::billing::{Balance, Card, Subscription};
use hostmaster::domain::server::{Server, ServerState};
use hostmaster::domain::{Action, ErrorKind, Money, Operation, ProviderName, ResourceKind, ResourceRef};
use hostmaster::providers::layers::{Limits, SetupError};
use hostmaster::providers::llamalink::{LlamaLink, Settings};
use hostmaster::providers::{Billing, Identity, ServerControl, Servers};
use hostmaster::sandbox::llamalink::{self as sim, Effect, Fault, Reply};
use reqwest::StatusCode;
use secrecy::SecretString;

use super::{Account, OFFERED, permit, permit_in, settings};

/// A request as it came in: method, path and query, headers, body.
type Seen = (String, String, BTreeMap<String, String>, Vec<u8>);

fn seen(request: &sim::RecordedRequest) -> Seen {
    let target = match &request.query {
        Some(query) => format!("{}?{query}", request.path),
        None => request.path.clone(),
    };
    let header = |(name, value): (&reqwest::header::HeaderName, &reqwest::header::HeaderValue)| {
        (name.to_string(), value.to_str().unwrap().to_owned())
    };
    (request.method.to_string(), target, request.headers.iter().map(header).collect(), request.body.to_vec())
}

fn get(account: &Account, path: &str) -> Seen {
    let headers = [
        ("accept", "application/json".to_owned()),
        ("authorization", format!("Bearer {}", sim::DOCUMENTED_KEY)),
        ("cache-control", "no-store".to_owned()),
        ("host", account.sim.address().to_string()),
        ("user-agent", format!("hostmaster/{}", env!("CARGO_PKG_VERSION"))),
    ];
    let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    ("GET".to_owned(), path.to_owned(), headers, Vec::new())
}

fn decimal(text: &str) -> Option<rust_decimal::Decimal> {
    Some(text.parse().unwrap())
}

fn production_web() -> Server {
    Server {
        resource: ResourceRef::parse(ResourceKind::Server, "shop/42").unwrap(),
        name: "production-web".to_owned(),
        state: ServerState::Running,
        addresses: vec!["203.0.113.50".parse().unwrap()],
        uptime_seconds: Some(86400),
        cpu_cores: decimal("4"),
        cpu_percent: decimal("12"),
        memory_used_gb: decimal("1.2"),
        memory_total_gb: decimal("4"),
        disk_gb: decimal("40.5"),
        payment_state: Some("active".to_owned()),
    }
}

#[tokio::test]
async fn what_is_claimed_works_and_the_rest_is_unsupported_and_sends_nothing() {
    for operation in Operation::ALL {
        let account = Account::documented().await;
        let result = account.perform(*operation).await;
        if account.adapter.capability().offers(*operation) {
            assert!(OFFERED.contains(operation));
            result.unwrap_or_else(|error| panic!("{operation}: {error}"));
            assert!(!account.paths().is_empty());
        } else {
            let error = result.unwrap_err();
            assert_eq!((error.kind, error.operation), (ErrorKind::Unsupported, *operation));
            assert_eq!(account.paths(), Vec::<String>::new());
        }
    }
    assert_eq!(Account::documented().await.adapter.capability().operations, OFFERED);
}

#[tokio::test]
async fn servers_are_listed_by_one_request_and_read_as_documented() {
    let account = Account::documented().await;
    assert_eq!(account.adapter.servers().await.unwrap(), [production_web()]);
    let requests: Vec<_> = account.sim.requests().iter().map(seen).collect();
    assert_eq!(requests, [get(&account, "/user/vps")]);
    assert_eq!(account.adapter.provider(), ProviderName::LlamaLink);
}

#[tokio::test]
async fn one_server_is_read_as_documented_with_the_fields_that_it_lacks_untold() {
    let account = Account::documented().await;
    let expected = Server { cpu_cores: None, disk_gb: None, payment_state: None, ..production_web() };
    assert_eq!(account.adapter.server("42").await.unwrap(), expected);
    let requests: Vec<_> = account.sim.requests().iter().map(seen).collect();
    assert_eq!(requests, [get(&account, "/user/vps/42")]);
}

#[tokio::test]
async fn each_power_verb_is_one_request_and_has_its_effect() {
    for (operation, path, effect) in [
        (Operation::ServerStop, "/user/vps/stop/42", Effect::Stopped { server: 42 }),
        (Operation::ServerRestart, "/user/vps/restart/42", Effect::Restarted { server: 42 }),
        (Operation::ServerStart, "/user/vps/start/42", Effect::Started { server: 42 }),
    ] {
        let mut state = sim::State::documented();
        if operation == Operation::ServerStart {
            let stopped = state.server(42).unwrap().clone().stopped();
            state.add_server(stopped);
        }
        let account = Account::start(state, Limits::default()).await;
        account.perform(operation).await.unwrap();
        let requests: Vec<_> = account.sim.requests().iter().map(seen).collect();
        assert_eq!(requests, [get(&account, path)]);
        let effects: Vec<_> = account.sim.ledger().into_iter().map(|entry| entry.effect).collect();
        assert_eq!(effects, [effect]);
    }
}

#[tokio::test]
async fn the_balance_is_subscriptions_and_cards_read_side_by_side() {
    let account = Account::documented().await;
    let expected = Balance {
        credit: None,
        subscriptions: vec![Subscription {
            id: "101".to_owned(),
            name: "VPS Business".to_owned(),
            state: "active".to_owned(),
            renews_on: Some(jiff::civil::date(2026, 6, 1)),
            monthly: Some(Money { amount: 89.into(), currency: Some("ILS".parse().unwrap()) }),
        }],
        cards: Some(vec![Card {
            brand: "visa".to_owned(),
            last_four: "4242".to_owned(),
            expires_on: Some(jiff::civil::date(2028, 1, 1)),
        }]),
    };
    assert_eq!(account.adapter.balance().await.unwrap(), expected);
    let mut requests: Vec<_> = account.sim.requests().iter().map(seen).collect();
    requests.sort();
    assert_eq!(requests, [get(&account, "/user/payment"), get(&account, "/user/subscriptions")]);
}

#[tokio::test]
async fn both_halves_of_the_balance_are_under_way_at_once() {
    let account = Account::documented().await;
    for half in [sim::Operation::ListCards, sim::Operation::ListSubscriptions] {
        account.sim.inject(half, Fault::before(sim::Misbehaviour::Hold(sim::OnDisconnect::Abandon)));
    }
    let both_held = async {
        account.sim.wait_until_held(sim::Operation::ListCards, super::SOON).await.unwrap();
        account.sim.wait_until_held(sim::Operation::ListSubscriptions, super::SOON).await.unwrap();
        account.sim.release_all()
    };
    let (balance, released) = tokio::join!(account.adapter.balance(), both_held);
    assert_eq!((balance.unwrap().subscriptions.len(), released), (1, 2));
}

#[tokio::test]
async fn the_accounts_currency_goes_before_llamalinks() {
    let account = Account::documented().await;
    let mut settings = settings(&account.sim, sim::DOCUMENTED_KEY, Limits::default());
    settings.currency = Some("EUR".parse().unwrap());
    let adapter = LlamaLink::new("shop".parse().unwrap(), settings).unwrap();
    let balance = adapter.balance().await.unwrap();
    assert_eq!(balance.subscriptions[0].monthly.unwrap().to_string(), "89.00 EUR");
}

#[tokio::test]
async fn a_list_loses_the_entries_without_a_usable_id_and_keeps_the_others() {
    let body = r#"[{"id":1,"status":"running"},{"id":null},7,{"name":"no id"},{"id":"../2"},{"id":"3","status":"stopped"}]"#;
    for body in [body.to_owned(), format!(r#"{{"items":{body}}}"#)] {
        let account = Account::documented().await.failing(Fault::answer(Reply::new(
            StatusCode::OK,
            "application/json",
            body,
        )));
        let servers = account.adapter.servers().await.unwrap();
        let refs: Vec<_> = servers.iter().map(|server| server.resource.to_string()).collect();
        assert_eq!(refs, ["shop/1", "shop/3"]);
    }
}

#[tokio::test]
async fn an_id_that_could_change_the_path_is_not_found_and_nothing_is_sent() {
    let account = Account::documented().await;
    for id in ["", ".", "..", "42/", "../42", "restart/42", "4%32", "42?x=1", "42#", "4 2", "42\r\nx: y"] {
        let error = account.adapter.server(id).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::NotFound, "{id:?}");
    }
    assert_eq!(account.paths(), Vec::<String>::new());
}

#[tokio::test]
async fn another_server_than_asked_for_is_not_shown() {
    for body in
        [r#"{"id":43,"name":"db-1","status":"running"}"#, r#"{"status":"running"}"#, r#"{"error":"x"}"#]
    {
        let account = Account::documented().await.failing(Fault::answer(Reply::new(
            StatusCode::OK,
            "application/json",
            body,
        )));
        assert_eq!(account.adapter.server("42").await.unwrap_err().kind, ErrorKind::Unreadable, "{body}");
    }
}

#[tokio::test]
async fn a_permit_for_something_else_is_never_used() {
    let account = Arc::new(Account::documented().await);
    for permit in [permit(Action::VpsStart, "42"), permit_in("asia", Action::VpsRestart, "42")] {
        let account = account.clone();
        let misuse = tokio::spawn(async move { account.adapter.restart(&permit).await });
        assert!(misuse.await.unwrap_err().is_panic());
    }
    assert_eq!(account.paths(), Vec::<String>::new());
}

#[tokio::test]
async fn health_follows_the_calls() {
    let account = Account::documented().await;
    assert!(matches!(account.adapter.health().condition(), Condition::Untried));
    account.adapter.servers().await.unwrap();
    assert!(matches!(account.adapter.health().condition(), Condition::Ok));
    account.sim.inject_everywhere(Fault::answer(Reply::status(StatusCode::FORBIDDEN)));
    account.adapter.servers().await.unwrap_err();
    let Condition::Failing { error, .. } = account.adapter.health().condition() else {
        panic!("not failing")
    };
    assert_eq!(error.kind, ErrorKind::Unauthorized);
}

#[test]
fn a_key_that_cannot_stand_in_a_header_is_refused() {
    let key = SecretString::new("llk_1\r\nx-evil: 1".to_owned());
    let settings = Settings { base_url: None, key, currency: None, limits: Limits::default() };
    let result = LlamaLink::new("shop".parse().unwrap(), settings);
    assert!(matches!(result, Err(SetupError::Credential)));
}
