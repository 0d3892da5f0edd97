//! The key and the passwords of servers appear in no error, no line of the log and no debug form, plain or encoded,
//! whatever Inferno answers.

use futures_util::future::join_all;
use hostmaster::providers::Identity;
use hostmaster::providers::inferno::Inferno;
use hostmaster::providers::inferno::config::Transport;
use hostmaster::sandbox::inferno as sim;
use hostmaster::sandbox::inferno::{Fault, Misbehaviour, Reply};
use reqwest::StatusCode;
use secrecy::SecretString;

use super::log::Log;
use super::{Account, offered, settings};

/// A key that every encoding writes differently.
const KEY: &str = "canary&7f3a+9c 21=%#K";
/// The password of the server.
const PASSWORD: &str = "root-canary-5d1e";
/// Parts of their forms that all of them have.
const PARTS: [&str; 4] = ["canary", "7f3a", "5d1e", "Y2FuYXJ5"];

const TRANSPORTS: [Transport; 2] = [Transport::Post, Transport::Query];

#[track_caller]
fn check(what: &str, text: &str) {
    for part in PARTS {
        assert!(!text.contains(part), "{what} holds {part}:\n{text}");
    }
}

async fn account(transport: Transport) -> Account {
    let mut state = sim::State::documented();
    state.key = SecretString::new(KEY.to_owned());
    state.vps_mut(47_012).unwrap().password = SecretString::new(PASSWORD.to_owned());
    Account::with(transport, state).await
}

/// Answers that quote what they were asked with, and connections that break.
fn faults() -> Vec<Fault> {
    let encoded = "canary%267f3a%2B9c+21%3D%25%23K";
    let elsewhere = "https://elsewhere.example/api_client.php?cid=777&key=canary";
    let mut faults = vec![
        Fault::before(Misbehaviour::Drop),
        Fault::after(Misbehaviour::Drop),
        Fault::answer(Reply::cut_off()),
        Fault::answer(Reply::redirect(elsewhere)),
    ];
    for status in [200, 400, 401, 403, 404, 429, 500] {
        let status = StatusCode::from_u16(status).unwrap();
        for text in [KEY, encoded] {
            let json = serde_json::json!({"result": "fail", "message": text, "orderid": text}).to_string();
            faults.push(Fault::answer(Reply::new(status, "application/json", json)));
            let printed = format!("[result] => fail [msg] => {text}");
            faults.push(Fault::answer(Reply::new(status, "text/html", printed)));
            let page = format!("<html>/api_client.php?cid=777&amp;key={text}</html>");
            faults.push(Fault::answer(Reply::new(status, "text/html", page)));
        }
    }
    faults
}

#[tokio::test]
async fn no_secret_is_in_an_error_or_in_a_line_of_the_log_at_trace() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    // For all threads: what another one meets first would be silent here too if that one had nobody to tell.
    tracing::subscriber::set_global_default(subscriber).unwrap();
    for transport in TRANSPORTS {
        let account = account(transport).await;
        check("the settings", &format!("{:?}", settings(&account.sim, KEY, transport)));
        for (operation, _) in offered().into_values() {
            self::account(transport).await.perform(operation).await.unwrap();
        }
        account.sim.go_down().await;
        let error = account.perform(offered()["balance.show"].0).await.unwrap_err();
        check("an error without a connection", &format!("{error} {error:?}"));
    }
    let cases = faults().into_iter().flat_map(|fault| TRANSPORTS.map(|transport| (fault.clone(), transport)));
    join_all(cases.map(|(fault, transport)| goes_wrong(fault, transport))).await;
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("provider_call") && log.contains("operation=server.restart"), "the log works");
    assert!(log.contains(" TRACE "), "the log is at its finest");
    check("the log", &log);
}

/// Performs every operation while everything meets the fault.
async fn goes_wrong(fault: Fault, transport: Transport) {
    let account = account(transport).await;
    account.sim.inject_everywhere(fault);
    let performed = offered().into_values().map(|(operation, _)| account.perform(operation));
    for error in join_all(performed).await.into_iter().filter_map(Result::err) {
        check("an error", &format!("{error} {error:?} {error:#?}"));
    }
    check("the health", &format!("{:?}", account.adapter.condition()));
}

#[tokio::test]
async fn what_the_simulated_inferno_shows_of_its_record_holds_no_key() {
    for transport in TRANSPORTS {
        let account = account(transport).await;
        for operation in ["server.restart", "balance.show"] {
            account.perform(offered()[operation].0).await.unwrap();
        }
        let wrong = settings(&account.sim, "canary, but wrong", transport);
        let stranger =
            Account { adapter: Inferno::new("dev".parse().unwrap(), wrong).unwrap(), sim: account.sim };
        stranger.perform(offered()["server.show"].0).await.unwrap_err();
        for request in stranger.sim.requests() {
            check("a request", &format!("{request:?} {}", request.to_json()));
        }
        check("the panel", &stranger.sim.snapshot().to_string());
    }
}
