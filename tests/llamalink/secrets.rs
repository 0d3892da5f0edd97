//! The key appears in no error and no log, whatever the provider does, even when it sends the key back.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::future::join_all;
use hostmaster::providers::Identity;
use hostmaster::providers::layers::Limits;
use hostmaster::sandbox::llamalink::{Fault, Misbehaviour, Reply, State};
use reqwest::StatusCode;
use secrecy::SecretString;

use super::log::Log;
use super::{Account, OFFERED, adapter, settings};

/// What the documented account tells of its owner.
const PERSONAL: [&str; 4] = ["user@example.com", "0501234567", "ישראל", "client1"];

const CANARY: &str = "llk_canary/7f3a+9c21==";

/// The forms in which the canary could come out.
fn forms() -> [String; 5] {
    let hex: String = CANARY.bytes().map(|byte| format!("{byte:02x}")).collect();
    [
        CANARY.to_owned(),
        "llk_canary%2F7f3a%2B9c21%3D%3D".to_owned(),
        STANDARD.encode(CANARY),
        // The same inside `Bearer ...`, without the characters that its neighbours decide.
        STANDARD.encode(format!("Bearer {CANARY}"))[12..36].to_owned(),
        hex,
    ]
}

fn check(what: &str, text: &str) {
    for form in forms() {
        assert!(
            !text.to_ascii_lowercase().contains(&form.to_ascii_lowercase()),
            "{what} holds {form}:\n{text}"
        );
    }
}

fn faults() -> Vec<Fault> {
    let echo = |status, content_type| {
        let body = format!(r#"{{"message":"the key {CANARY} is not known","error":"Bearer {CANARY}"}}"#);
        Fault::answer(Reply::new(status, content_type, body))
    };
    let mut faults = vec![
        Fault::before(Misbehaviour::Drop),
        Fault::before(Misbehaviour::Hang),
        Fault::answer(Reply::cut_off()),
        Fault::answer(Reply::garbage()),
        Fault::answer(Reply::truncated_json()),
        Fault::answer(Reply::wrong_shape()),
        Fault::answer(Reply::huge(200 << 20)),
        Fault::answer(Reply::redirect("https://elsewhere.example/")),
        Fault::answer(Reply::html(StatusCode::OK)),
        echo(StatusCode::OK, "text/html"),
        echo(StatusCode::OK, "application/json"),
        echo(StatusCode::BAD_GATEWAY, "text/html"),
    ];
    for status in [400, 401, 402, 403, 404, 409, 429, 500] {
        let status = StatusCode::from_u16(status).unwrap();
        faults.push(Fault::answer(Reply::status(status)));
        faults.push(echo(status, "application/json"));
    }
    faults
}

#[tokio::test]
async fn the_key_is_in_no_error_and_no_line_of_the_log_at_trace() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    // For all threads: what another one meets first would be silent here too if that one had nobody to tell.
    tracing::subscriber::set_global_default(subscriber).unwrap();

    let mut state = State::documented();
    state.key = SecretString::new(CANARY.to_owned());
    let mut account = Account::start(state, Limits::default()).await;
    check("the settings", &format!("{:?}", settings(&account.sim, CANARY, Limits::default())));

    for operation in OFFERED {
        account.perform(operation).await.unwrap();
    }
    let so_far = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for personal in PERSONAL {
        assert!(!so_far.contains(personal), "the log holds {personal}");
    }
    let patience = Duration::from_millis(300);
    let hasty =
        Limits { read_timeout: patience, spend_timeout: patience, concurrency: 64, ..Limits::default() };
    account.adapter = adapter(&account.sim, CANARY, hasty);
    for fault in faults() {
        account.sim.clear_faults();
        account.sim.inject_everywhere(fault);
        for result in join_all(OFFERED.map(|operation| account.perform(operation))).await {
            // Some answers are good enough for some operations.
            if let Err(error) = result {
                check("an error", &format!("{error} {error:?} {error:#?}"));
            }
        }
    }
    check("the health", &format!("{:?}", account.adapter.condition()));
    account.sim.go_down().await;
    for operation in OFFERED {
        let error = account.perform(operation).await.unwrap_err();
        check("an error", &format!("{error} {error:?}"));
    }

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("provider_call") && log.contains("operation=server.restart"), "the log works");
    assert!(log.contains(" TRACE "), "the log is at its finest");
    check("the log", &log);
}
