//! The password appears in no error, no line of the log and no debug form, plain or encoded, whatever IV answers.

use futures_util::future::join_all;
use hostmaster::providers::Identity;
use hostmaster::providers::iv::Iv;
use hostmaster::providers::iv::config::HttpMethod;
use hostmaster::sandbox::iv as sim;
use hostmaster::sandbox::iv::{Fault, Misbehaviour, Reply};
use reqwest::StatusCode;
use secrecy::SecretString;

use super::log::Log;
use super::{Account, offered, settings};

/// A password that every encoding writes differently.
const PASSWORD: &str = "canary&7f3a+9c 21=%#ą";
/// Parts of its forms that all of them have.
const PARTS: [&str; 3] = ["canary", "7f3a", "Y2FuYXJ5"];

#[track_caller]
fn check(what: &str, text: &str) {
    for part in PARTS {
        assert!(!text.contains(part), "{what} holds {part}:\n{text}");
    }
}

async fn account(http_method: HttpMethod) -> Account {
    let mut state = sim::State::documented();
    state.password = SecretString::new(PASSWORD.to_owned());
    Account::with(http_method, state).await
}

/// Answers that quote what they were asked with, and connections that break.
fn faults() -> Vec<Fault> {
    let encoded = "canary%267f3a%2B9c+21%3D%25%23%C4%85";
    let mut faults = vec![
        Fault::before(Misbehaviour::Drop),
        Fault::after(Misbehaviour::Drop),
        Fault::answer(Reply::cut_off()),
        Fault::answer(Reply::redirect("https://elsewhere.example/json.php?nick=foobarapi&password=canary")),
    ];
    for status in [200, 400, 401, 403, 404, 429, 500] {
        let status = StatusCode::from_u16(status).unwrap();
        for text in [PASSWORD, encoded] {
            let json = serde_json::json!({"error": text, "ac_name": text, "task_id": text}).to_string();
            faults.push(Fault::answer(Reply::new(status, "application/json", json)));
            let page = format!("<html>/json.php?nick=foobarapi&amp;password={text}</html>");
            faults.push(Fault::answer(Reply::new(status, "text/html", page)));
        }
    }
    faults
}

#[tokio::test]
async fn the_password_is_in_no_error_and_in_no_line_of_the_log_at_trace() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    // For all threads: what another one meets first would be silent here too if that one had nobody to tell.
    tracing::subscriber::set_global_default(subscriber).unwrap();
    for http_method in [HttpMethod::Get, HttpMethod::Post] {
        let account = account(http_method).await;
        check("the settings", &format!("{:?}", settings(&account.sim, PASSWORD, http_method)));
        for (operation, _) in offered().into_values() {
            account.perform(operation).await.unwrap();
        }
        account.sim.go_down().await;
        let error = account.perform(offered()["profile.show"].0).await.unwrap_err();
        check("an error without a connection", &format!("{error} {error:?}"));
    }
    let methods = [HttpMethod::Get, HttpMethod::Post];
    let cases = faults().into_iter().flat_map(|fault| methods.map(|method| (fault.clone(), method)));
    join_all(cases.map(|(fault, method)| goes_wrong(fault, method))).await;
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("provider_call") && log.contains("operation=server.restart"), "the log works");
    assert!(log.contains(" TRACE "), "the log is at its finest");
    check("the log", &log);
}

/// Performs every operation while everything meets the fault.
async fn goes_wrong(fault: Fault, http_method: HttpMethod) {
    let account = account(http_method).await;
    account.sim.inject_everywhere(fault);
    let performed = offered().into_values().map(|(operation, _)| account.perform(operation));
    for error in join_all(performed).await.into_iter().filter_map(Result::err) {
        check("an error", &format!("{error} {error:?} {error:#?}"));
    }
    check("the health", &format!("{:?}", account.adapter.condition()));
}

#[tokio::test]
async fn what_the_simulated_iv_shows_of_its_record_holds_no_password() {
    for http_method in [HttpMethod::Get, HttpMethod::Post] {
        let account = account(http_method).await;
        account.perform(offered()["server.restart"].0).await.unwrap();
        let wrong = settings(&account.sim, "canary, but wrong", http_method);
        let stranger =
            Account { adapter: Iv::new("baltic".parse().unwrap(), wrong).unwrap(), sim: account.sim };
        stranger.perform(offered()["server.show"].0).await.unwrap_err();
        for request in stranger.sim.requests() {
            check("a request", &format!("{request:?} {}", request.to_json()));
        }
        check("the panel", &stranger.sim.snapshot().to_string());
    }
}
