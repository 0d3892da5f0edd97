//! Sessions, passwords and portals that answer oddly about them.

use std::sync::Arc;
use std::time::Duration;

use hostmaster::providers::http::check_base_url;
use hostmaster::providers::layers::Limits;
use hostmaster::providers::lightlayer::config::Login;
use hostmaster::providers::lightlayer::{LightLayer as Adapter, Settings};
use hostmaster::providers::{Billing, Owner, Support};
use hostmaster::sandbox::discord::Message;
use hostmaster::sandbox::discord::world::{CHANNEL_OPS, ROLE_OPERATOR};
use hostmaster::sandbox::lightlayer::{
    DOCUMENTED_PASSWORD, DOCUMENTED_USERNAME, Effect, Fault, LightLayer, Misbehaviour, OnDisconnect,
    Operation, Reply, State,
};
use jiff::tz::TimeZone;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_DISPOSITION, HeaderValue, RETRY_AFTER};
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::stage::{GRANTS, SOON, Setup, Stage};

fn answer(status: StatusCode, body: &Value) -> Reply {
    Reply::new(status, "application/json", body.to_string())
}

fn adapter(lightlayer: &LightLayer, login: Login, password: &str) -> Arc<Adapter> {
    let settings = Settings {
        base_url: Some(check_base_url(&lightlayer.base_url()).unwrap()),
        login,
        username: DOCUMENTED_USERNAME.to_owned(),
        password: SecretString::new(password.to_owned()),
        timezone: TimeZone::UTC,
        currency: None,
        limits: Limits::default(),
        clients: hostmaster::providers::http::Clients::default(),
    };
    Arc::new(Adapter::new("asia".parse().unwrap(), settings).unwrap())
}

#[tokio::test]
async fn a_portal_that_asks_to_wait_before_the_next_sign_in_is_not_asked_again() {
    let lightlayer = LightLayer::start(State::documented()).await.unwrap();
    let wait = answer(StatusCode::TOO_MANY_REQUESTS, &json!({"error": ["too_many_attempts"]}))
        .with_header(RETRY_AFTER, HeaderValue::from_static("600"));
    lightlayer.inject(Operation::Login, Fault::answer(wait));
    let adapter = adapter(&lightlayer, Login::Token, DOCUMENTED_PASSWORD);
    for _ in 0..6 {
        adapter.tickets().await.unwrap_err();
    }
    assert_eq!(lightlayer.count(Operation::Login), 1, "Retry-After: 600");
}

#[tokio::test]
async fn a_wrong_password_rests_with_basic_too() {
    let lightlayer = LightLayer::start(State::documented()).await.unwrap();
    let adapter = adapter(&lightlayer, Login::Basic, "another-password");
    for _ in 0..6 {
        adapter.tickets().await.unwrap_err();
    }
    assert_eq!(lightlayer.count(Operation::ListTickets), 1, "wrong passwords are counted by the portal");
}

#[tokio::test]
async fn an_endpoint_that_lets_nobody_in_hinders_no_other_with_basic() {
    let lightlayer = LightLayer::start(State::documented()).await.unwrap();
    let closed = answer(StatusCode::UNAUTHORIZED, &json!({"error": ["unauthorized"]}));
    lightlayer.inject(Operation::ListInvoices, Fault::answer(closed));
    let adapter = adapter(&lightlayer, Login::Basic, DOCUMENTED_PASSWORD);
    for _ in 0..4 {
        adapter.tickets().await.unwrap();
        adapter.invoices().await.unwrap_err();
    }
    assert_eq!(lightlayer.count(Operation::ListInvoices), 1);
}

#[tokio::test]
async fn an_endpoint_that_lets_nobody_in_causes_no_sign_in_at_every_call() {
    let lightlayer = LightLayer::start(State::documented()).await.unwrap();
    // A contact without the right to see invoices, at a portal that says so with 401.
    let closed = answer(StatusCode::UNAUTHORIZED, &json!({"error": ["unauthorized"]}));
    lightlayer.inject(Operation::ListInvoices, Fault::answer(closed));
    let adapter = adapter(&lightlayer, Login::Token, DOCUMENTED_PASSWORD);
    for _ in 0..10 {
        adapter.invoices().await.unwrap_err();
    }
    let (logins, renewals) = (lightlayer.count(Operation::Login), lightlayer.count(Operation::RefreshToken));
    assert!(logins <= 3 && renewals <= 2, "{logins} sign-ins with the password and {renewals} renewals");
}

#[tokio::test]
async fn an_expired_token_is_renewed_when_the_portal_says_so_in_two_words() {
    let lightlayer = LightLayer::start(State::documented()).await.unwrap();
    let adapter = adapter(&lightlayer, Login::Token, DOCUMENTED_PASSWORD);
    adapter.tickets().await.unwrap();
    let expired = answer(StatusCode::OK, &json!({"error": ["unauthorized", "token_expired"]}));
    lightlayer.inject(Operation::ListTickets, Fault::answer(expired).once());
    adapter.tickets().await.unwrap();
}

#[tokio::test]
async fn a_token_that_still_works_is_used_while_it_cannot_be_renewed() {
    let mut state = State::documented();
    state.login.token_life = Duration::from_secs(62);
    let lightlayer = LightLayer::start(state).await.unwrap();
    let adapter = adapter(&lightlayer, Login::Token, DOCUMENTED_PASSWORD);
    let wait = answer(StatusCode::TOO_MANY_REQUESTS, &json!({}));
    lightlayer.inject(Operation::RefreshToken, Fault::answer(wait));
    // It is renewed in two seconds, and good for sixty more.
    while lightlayer.count(Operation::RefreshToken) < 2 {
        adapter.profile().await.unwrap();
    }
    assert_eq!(lightlayer.count(Operation::Login), 1);
}

#[tokio::test]
async fn a_file_that_speaks_of_an_error_is_a_file() {
    let lightlayer = LightLayer::start(State::documented()).await.unwrap();
    let file = answer(StatusCode::OK, &json!({"error": "unauthorized", "from": "our own log"}))
        .with_header(CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"log.json\""));
    lightlayer.inject(Operation::FetchAttachment, Fault::answer(file));
    let adapter = adapter(&lightlayer, Login::Token, DOCUMENTED_PASSWORD);
    let fetched = adapter.attachment("736633", "77").await;
    assert_eq!(lightlayer.count(Operation::Login), 1, "somebody's file makes the bot sign in anew");
    assert!(fetched.unwrap().bytes.starts_with(b"{"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_a_reload_sets_up_anew_ends_its_old_session() {
    let mut setup = Setup::with_lightlayer();
    setup.grants = format!("{GRANTS}\n[[grants]]\nroles = [\"{ROLE_OPERATOR}\"]\nallow = [\"ticket.*\"]\n");
    let stage = Stage::with(setup).await;
    let held = Fault::before(Misbehaviour::Hold(OnDisconnect::Continue));
    stage.lightlayer.inject(Operation::ListTickets, held.once());
    let listing = stage.ana().slash(CHANNEL_OPS, "ticket list", &[]).unwrap();
    stage.lightlayer.wait_until_held(Operation::ListTickets, SOON).await.unwrap();
    let mut config = stage.config(GRANTS, "");
    let asia = config.accounts.iter_mut().find(|account| account.name.as_str() == "asia").unwrap();
    asia.currency = Some("EUR".parse().unwrap());
    stage.app.reload(&config).unwrap();
    // What runs is let finish first.
    assert_eq!(stage.lightlayer.count(Operation::Logout), 0);
    stage.lightlayer.release_all();
    let listed = |message: &Message| message.text().contains("736633");
    listing.wait_until(listed, SOON).await.unwrap();
    // Else the old tokens work on, and nobody will ever end them.
    for operation in [Operation::Logout, Operation::RevokeToken] {
        let ended = stage.lightlayer.wait_for_request(operation, 1, SOON).await.unwrap();
        stage.lightlayer.wait_until_settled(ended.number, SOON).await.unwrap();
    }
    let ledger = stage.lightlayer.ledger();
    for effect in [Effect::LoggedOut, Effect::TokenRevoked] {
        assert!(ledger.iter().any(|entry| entry.effect == effect), "{ledger:?}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_short_password_that_the_portal_sends_back_is_shown_to_nobody() {
    let mut setup = Setup::with_lightlayer();
    setup.lightlayer.as_mut().unwrap().login.password = SecretString::new("hunter2".to_owned());
    setup.grants = format!("{GRANTS}\n[[grants]]\nroles = [\"{ROLE_OPERATOR}\"]\nallow = [\"ticket.*\"]\n");
    let stage = Stage::with(setup).await;
    let echo = json!({"error": ["refused for owner@example.com with hunter2"]});
    stage.lightlayer.inject(Operation::ListTickets, Fault::answer(answer(StatusCode::BAD_REQUEST, &echo)));
    let (_, shown) = stage.use_command(&stage.ana(), "ticket list", &[]).await;
    assert!(!shown.text().contains("hunter2"), "{}", shown.text());
    stage.end().await;
}
