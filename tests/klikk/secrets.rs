//! The token and the password appear in no error, no line of the log and no debug form, plain or encoded,
//! whatever Klikk answers.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::future::join_all;
use hostmaster::providers::Identity;
use hostmaster::providers::klikk::Klikk;
use hostmaster::providers::klikk::config::KlikkLogin;
use hostmaster::sandbox::klikk as sim;
use hostmaster::sandbox::klikk::{Fault, Misbehaviour, Reply, Scheme};
use reqwest::StatusCode;
use secrecy::SecretString;

use super::log::Log;
use super::{Account, offered, password, settings};

/// A token and a password that every encoding writes differently.
const KEY: &str = "canary&7f3a+9c 21=%#K";
/// Parts of their forms that all of them have.
const PARTS: [&str; 3] = ["canary", "7f3a", "Y2FuYXJ5"];

/// The ways to show who asks.
#[derive(Clone, Copy)]
enum Way {
    Token,
    Password(Scheme),
}

const WAYS: [Way; 4] =
    [Way::Token, Way::Password(Scheme::Basic), Way::Password(Scheme::Md5), Way::Password(Scheme::Sha256)];

#[track_caller]
fn check(what: &str, text: &str) {
    for part in PARTS {
        assert!(!text.contains(part), "{what} holds {part}:\n{text}");
    }
}

async fn account(way: Way) -> Account {
    let mut state = sim::State::documented();
    state.who.token = SecretString::new(KEY.to_owned());
    state.who.password = SecretString::new(KEY.to_owned());
    let login = match way {
        Way::Token => KlikkLogin::Token(SecretString::new(KEY.to_owned())),
        Way::Password(scheme) => {
            state.who.scheme = scheme;
            password(KEY)
        }
    };
    Account::with(login, state).await
}

/// Answers that quote what they were asked with, and connections that break.
fn faults() -> Vec<Fault> {
    let encoded = "canary%267f3a%2B9c+21%3D%25%23K";
    let basic = STANDARD.encode(format!("{}:{KEY}", sim::DOCUMENTED_USERNAME));
    let mut faults = vec![
        Fault::before(Misbehaviour::Drop),
        Fault::after(Misbehaviour::Drop),
        Fault::answer(Reply::cut_off()),
        Fault::answer(Reply::redirect("https://elsewhere.example/api?token=canary")),
    ];
    for status in [200, 400, 401, 403, 404, 429, 500] {
        let status = StatusCode::from_u16(status).unwrap();
        for text in [KEY, encoded, &basic] {
            let json = serde_json::json!({"error": text, "message": text, "order_id": text}).to_string();
            faults.push(Fault::answer(Reply::new(status, "application/json", json)));
            let page = format!("<html>X-Account-Token: {text}</html>");
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
    for way in WAYS {
        let account = account(way).await;
        check("the settings", &format!("{:?}", settings(&account.sim, password(KEY))));
        for (operation, _) in offered().into_values() {
            account.perform(operation).await.unwrap();
        }
        account.sim.go_down().await;
        let error = account.perform(offered()["order.list"].0).await.unwrap_err();
        check("an error without a connection", &format!("{error} {error:?}"));
    }
    let cases = faults().into_iter().flat_map(|fault| WAYS.map(|way| (fault.clone(), way)));
    join_all(cases.map(|(fault, way)| goes_wrong(fault, way))).await;
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("provider_call") && log.contains("operation=order.cancel"), "the log works");
    assert!(log.contains(" TRACE "), "the log is at its finest");
    check("the log", &log);
}

/// Performs every operation while everything meets the fault.
async fn goes_wrong(fault: Fault, way: Way) {
    let account = account(way).await;
    account.sim.inject_everywhere(fault);
    let performed = offered().into_values().map(|(operation, _)| account.perform(operation));
    for error in join_all(performed).await.into_iter().filter_map(Result::err) {
        check("an error", &format!("{error} {error:?} {error:#?}"));
    }
    check("the health", &format!("{:?}", account.adapter.condition()));
}

#[tokio::test]
async fn what_the_simulated_klikk_shows_of_its_record_holds_no_credential() {
    for way in WAYS {
        let account = account(way).await;
        account.perform(offered()["order.list"].0).await.unwrap();
        let wrong = KlikkLogin::Token(SecretString::new("canary, but wrong".to_owned()));
        let adapter = Klikk::new("nordic".parse().unwrap(), settings(&account.sim, wrong)).unwrap();
        let stranger = Account { adapter, sim: account.sim };
        stranger.perform(offered()["server.show"].0).await.unwrap_err();
        for request in stranger.sim.requests() {
            check("a request", &format!("{request:?} {}", request.to_json()));
        }
        check("the panel", &stranger.sim.snapshot().to_string());
    }
}
