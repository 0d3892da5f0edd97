//! What the adapter offers, sends and understands.

use std::sync::Arc;

use hostmaster::domain::account::Condition;
use hostmaster::domain::metrics::{Metric, Range, Reading};
use hostmaster::domain::server::{Server, ServerState};
use hostmaster::domain::{
    Action, ErrorKind, ErrorStatus, Operation, ProviderName, ResourceKind, ResourceRef, Target,
};
use hostmaster::providers::http::Clients;
use hostmaster::providers::layers::{Limits, SetupError};
use hostmaster::providers::llamalink::config::Rates;
use hostmaster::providers::llamalink::{LlamaLink, Settings};
use hostmaster::providers::{Identity, Purchases, ServerControl, Servers, Shop, SiteControl, Sites};
use hostmaster::sandbox::llamalink::{self as sim, Effect, Fault, Reply};
use reqwest::StatusCode;
use secrecy::SecretString;

use super::permit::permit_on;
use super::requests::{get, seen};
use super::{Account, OFFERED, custom, new_site, permit, permit_here, permit_in, spark};

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
        disk_used_gb: None,
        disk_gb: decimal("40.5"),
        sizes: None,
        payment_state: Some("active".to_owned()),
    }
}

#[tokio::test]
async fn what_is_tested_of_every_operation_is_tested_of_all_that_is_claimed() {
    assert_eq!(Account::documented().await.adapter.capability().operations, OFFERED);
}

#[tokio::test]
async fn servers_are_listed_by_one_request_and_read_as_documented() {
    let account = Account::documented().await;
    assert_eq!(account.adapter.servers().await.unwrap(), [production_web()]);
    assert_eq!(seen(&account), [get(&account, "/user/vps")]);
    assert_eq!(account.adapter.provider(), ProviderName::LlamaLink);
}

#[tokio::test]
async fn one_server_is_read_as_documented_with_the_fields_that_it_lacks_untold() {
    let account = Account::documented().await;
    let expected = Server { cpu_cores: None, disk_gb: None, payment_state: None, ..production_web() };
    assert_eq!(account.adapter.server("42").await.unwrap(), expected);
    assert_eq!(seen(&account), [get(&account, "/user/vps/42")]);
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
        assert_eq!(seen(&account), [get(&account, path)]);
        assert_eq!(account.effects(), [effect]);
    }
}

#[tokio::test]
async fn metrics_are_asked_for_by_their_words_and_read_as_documented() {
    let account = Account::documented().await;
    let reading = |second, value| Reading { at: jiff::Timestamp::from_second(second).unwrap(), value };
    let readings = account.adapter.metrics("42", Metric::Cpu, Range::Day).await.unwrap();
    assert_eq!(readings, [reading(1_716_508_800, 24.5), reading(1_716_512_400, 31.2)]);
    for (metric, range, query) in [
        (Metric::Memory, Range::Year, "metric=memory&range=year"),
        (Metric::Cpu, Range::Hour, "metric=cpu&range=hour"),
    ] {
        assert!(!account.adapter.metrics("42", metric, range).await.unwrap().is_empty());
        let path = format!("/user/vps/42/metrics-history?{query}");
        assert_eq!(seen(&account).last(), Some(&get(&account, &path)));
    }
    let day = get(&account, "/user/vps/42/metrics-history?metric=cpu&range=day");
    assert_eq!((seen(&account).len(), &seen(&account)[0]), (3, &day));
    for range in Range::ALL {
        for metric in Metric::ALL {
            account.adapter.metrics("42", *metric, *range).await.unwrap();
        }
    }
}

#[tokio::test]
async fn readings_come_in_order_and_those_that_are_none_are_left_out() {
    let body = r#"{"range":"day","points":[{"time":300,"value":3},{"time":100,"value":"1.5"},{"time":"200","value":2},
        {"time":1e300,"value":4},{"time":400},{"time":400,"value":"NaN"},{"value":5},null,[],7]}"#;
    let reply = Reply::new(StatusCode::OK, "application/json", body);
    let account = Account::documented().await.failing(Fault::answer(reply));
    let readings = account.adapter.metrics("42", Metric::Cpu, Range::Day).await.unwrap();
    let readings: Vec<_> = readings.iter().map(|reading| (reading.at.as_second(), reading.value)).collect();
    assert_eq!(readings, [(100, 1.5), (200, 2.0), (300, 3.0)]);
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
        let errors = [
            account.adapter.server(id).await.unwrap_err(),
            account.adapter.metrics(id, Metric::Cpu, Range::Day).await.unwrap_err(),
            account.adapter.site(id).await.unwrap_err(),
            account.adapter.progress(id).await.unwrap_err(),
        ];
        assert!(errors.iter().all(|error| error.kind == ErrorKind::NotFound), "{id:?} {errors:?}");
        let permit = permit_here(Action::OrderBuy);
        let error = account.adapter.buy(&permit, &spark(), id).await.unwrap_err();
        assert_eq!((error.kind, error.status), (ErrorKind::Refused(None), ErrorStatus::Permanent), "{id:?}");
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
    let elsewhere = Target::Account("asia".parse().unwrap());
    let both = Target::Accounts(vec!["shop".parse().unwrap(), "asia".parse().unwrap()]);
    for permit in [
        permit_here(Action::OrderPlans),
        permit_here(Action::OrderCustom),
        permit_on(Action::OrderBuy, elsewhere.clone()),
        permit_on(Action::OrderBuy, both),
    ] {
        let account = account.clone();
        let misuse = tokio::spawn(async move { account.adapter.buy(&permit, &spark(), "hm-1").await });
        assert!(misuse.await.unwrap_err().is_panic());
    }
    let buyer = account.clone();
    let permit = permit_here(Action::OrderBuy);
    let misuse = tokio::spawn(async move { buyer.adapter.buy(&permit, &custom(), "hm-1").await });
    assert!(misuse.await.unwrap_err().is_panic());
    for permit in [permit_here(Action::SiteList), permit_on(Action::SiteCreate, elsewhere)] {
        let account = account.clone();
        let misuse = tokio::spawn(async move { account.adapter.create_site(&permit, &new_site()).await });
        assert!(misuse.await.unwrap_err().is_panic());
    }
    assert_eq!(account.paths(), Vec::<String>::new());
}

#[tokio::test]
async fn health_follows_the_calls() {
    let account = Account::documented().await;
    assert!(matches!(account.adapter.condition(), Condition::Untried));
    account.adapter.servers().await.unwrap();
    assert!(matches!(account.adapter.condition(), Condition::Ok));
    account.sim.inject_everywhere(Fault::answer(Reply::status(StatusCode::FORBIDDEN)));
    account.adapter.servers().await.unwrap_err();
    let Condition::Failing { error, .. } = account.adapter.condition() else { panic!("not failing") };
    assert_eq!(error.kind, ErrorKind::Unauthorized);
}

#[test]
fn a_key_that_cannot_stand_in_a_header_is_refused() {
    let key = SecretString::new("llk_1\r\nx-evil: 1".to_owned());
    let settings = Settings {
        base_url: None,
        key,
        currency: None,
        rates: Rates::default(),
        limits: Limits::default(),
        clients: Clients::default(),
    };
    let result = LlamaLink::new("shop".parse().unwrap(), settings);
    assert!(matches!(result, Err(SetupError::Credential)));
}
