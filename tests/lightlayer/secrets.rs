//! No password and no token appears in an error, in the log or in a debug form, even when the portal sends it back.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::future::join_all;
use hostmaster::providers::lightlayer::config::Login;
use hostmaster::providers::{Identity, Servers, Session};

use super::log::Log;
use super::portal::{PASSWORD, Portal, Reply, SHOWN, Script, USERNAME};
use super::{Account, CHANGES, READS, SPENDS, adapter, settings};

#[track_caller]
fn check(what: &str, text: &str) {
    let basic = STANDARD.encode(format!("{USERNAME}:{PASSWORD}"));
    for secret in ["canary", "Y2FuYXJ5", PASSWORD, basic.as_str(), "eyJ"] {
        assert!(!text.contains(secret), "{what} holds {secret}:\n{text}");
    }
}

/// Answers that quote what they were asked with.
fn echoes() -> Vec<Reply> {
    let quote = |status, text: &str| {
        let body = format!(r#"{{"error":["no good: {text}"],"message":"{text}"}}"#);
        Reply::Answer(status, "application/json", body.into_bytes())
    };
    let token = "eyJhbGciOiJub25lIn0.eyJuIjoxfQ.canary-access-1";
    let basic = STANDARD.encode(format!("{USERNAME}:{PASSWORD}"));
    let mut echoes: Vec<_> = [200, 400, 401, 404, 500]
        .into_iter()
        .flat_map(|status| {
            [quote(status, PASSWORD), quote(status, token), quote(status, &basic), quote(status, SHOWN)]
        })
        .collect();
    let page = format!("<html>{PASSWORD} {token}</html>");
    echoes.push(Reply::Answer(200, "text/html", page.clone().into_bytes()));
    echoes.push(Reply::Answer(502, "text/html", page.into_bytes()));
    echoes.push(Reply::Cut);
    echoes
}

#[tokio::test]
async fn no_secret_is_in_an_error_or_a_line_of_the_log_at_trace() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    // For all threads: what another one meets first would be silent here too if that one had nobody to tell.
    tracing::subscriber::set_global_default(subscriber).unwrap();

    let account = Account::documented().await;
    check("the settings", &format!("{:?}", settings(&account.portal)));
    for operation in READS.iter().chain(&CHANGES).chain(&SPENDS) {
        account.perform(*operation).await.unwrap();
        account.portal.script().expire();
    }
    let servers = account.adapter.servers().await.unwrap();
    check("a server", &format!("{servers:?} {:?}", account.adapter.server("301.1374").await.unwrap()));
    account.adapter.sign_out().await.unwrap();

    let cases = echoes().into_iter().flat_map(|reply| {
        [(Login::Token, false), (Login::Token, true), (Login::Basic, false)]
            .map(|login| (reply.clone(), login))
    });
    join_all(cases.map(|(reply, (login, is_opaque))| quoted_back(reply, login, is_opaque))).await;
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("provider_call") && log.contains("operation=server.restart"), "the log works");
    assert!(log.contains(" TRACE "), "the log is at its finest");
    check("the log", &log);
}

/// Has the portal quote what it was asked with, wherever it can.
async fn quoted_back(reply: Reply, login: Login, is_opaque: bool) {
    let portal = Portal::start(Script { is_opaque, ..Script::default() }).await;
    let account = Account { adapter: adapter(&portal, |settings| settings.login = login), portal };
    for place in ["", "POST /api/token", "POST /api/login"] {
        account.portal.script().forget();
        match place {
            "" => account.portal.script().everything = Some(reply.clone()),
            place => drop(account.portal.script().answers.insert(place, reply.clone())),
        }
        let operations = [READS[1], READS[2], READS[9], CHANGES[2]];
        for result in join_all(operations.map(|operation| account.perform(operation))).await {
            if let Err(error) = result {
                check("an error", &format!("{error} {error:?} {error:#?}"));
            }
        }
        check("the health", &format!("{:?}", account.adapter.condition()));
    }
}
