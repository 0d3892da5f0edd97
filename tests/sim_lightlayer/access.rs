//! Logging in, refreshing, logging out, and what one sees without a credential.

use std::time::Duration;

use axum::routing::MethodFilter;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hostmaster::sandbox::lightlayer::{Effect, Operation, State};
use hostmaster::sandbox::provider::Endpoint;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Account, read, with_json};

struct Pair {
    token: String,
    refresh: String,
}

impl Pair {
    fn of(body: &Value) -> Self {
        let text = |name: &str| body[name].as_str().unwrap_or_else(|| panic!("{name} in {body}")).to_owned();
        assert_eq!(body.as_object().unwrap().len(), 2, "nothing else: {body}");
        Self { token: text("token"), refresh: text("refresh") }
    }
}

impl Account {
    async fn log_in(&self) -> Pair {
        let body = json!({"username": "user@example.com", "password": "secret"});
        let (status, body) = read(with_json(self.bare(Method::POST, "/login"), &body)).await;
        assert_eq!(status, 200);
        Pair::of(&body)
    }

    async fn refresh(&self, token: &str) -> (u16, Value) {
        read(with_json(self.bare(Method::POST, "/token"), &json!({"refresh_token": token}))).await
    }

    async fn details_with(&self, token: &str) -> (u16, Value) {
        read(self.bare(Method::GET, "/details").bearer_auth(token)).await
    }
}

fn unauthorized() -> (u16, Value) {
    (401, json!({"error": ["unauthorized"]}))
}

fn expired() -> (u16, Value) {
    (401, json!({"error": ["token_expired"]}))
}

/// The claims of a token that looks like a JWT.
fn claims(token: &str) -> Value {
    let parts: Vec<_> = token.split('.').collect();
    assert_eq!(parts.len(), 3, "{token}");
    assert_eq!(URL_SAFE_NO_PAD.decode(parts[0]).unwrap(), br#"{"typ":"JWT","alg":"RS256"}"#);
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap()
}

#[tokio::test]
async fn a_login_brings_tokens_that_work_until_they_say() {
    let mut state = State::documented();
    state.login.token_life = Duration::from_secs(90);
    let account = Account::start(state).await;
    let pair = account.log_in().await;
    assert!(pair.token.starts_with("eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJ"), "{}", pair.token);
    let now = account.sim.with_state(|state| state.clock.now());
    assert_eq!(claims(&pair.token)["exp"], now.as_second() + 90);
    claims(&pair.refresh);

    assert_eq!(account.details_with(&pair.token).await.0, 200);
    account.sim.advance(Duration::from_secs(88));
    assert_eq!(account.details_with(&pair.token).await.0, 200);
    account.sim.advance(Duration::from_secs(2));
    assert_eq!(account.details_with(&pair.token).await, expired());
    assert_eq!(account.details_with(&pair.refresh).await, unauthorized(), "the refresh token opens no door");
    assert_eq!(account.effects(), [Effect::LoggedIn]);
}

#[tokio::test]
async fn a_login_may_come_as_a_form() {
    let account = Account::documented().await;
    let form =
        account.bare(Method::POST, "/login").header("content-type", "application/x-www-form-urlencoded");
    let (status, body) = read(form.body("username=user%40example.com&password=secret")).await;
    assert_eq!(status, 200);
    assert_eq!(account.details_with(&Pair::of(&body).token).await.0, 200);
}

#[tokio::test]
async fn a_refresh_token_works_once_and_brings_a_new_pair() {
    let account = Account::documented().await;
    let first = account.log_in().await;
    account.sim.advance(Duration::from_secs(3_600));
    let (status, body) = account.refresh(&first.refresh).await;
    assert_eq!(status, 200);
    let second = Pair::of(&body);
    assert_ne!((&first.token, &first.refresh), (&second.token, &second.refresh));
    assert_eq!(account.details_with(&first.token).await, expired());
    assert_eq!(account.details_with(&second.token).await.0, 200);
    assert_eq!(account.refresh(&first.refresh).await, unauthorized(), "it is used up");
    assert_eq!(account.refresh(&second.refresh).await.0, 200);
    assert_eq!(account.refresh("eyJ.nonsense.x").await, unauthorized());
    assert_eq!(account.effects(), [Effect::LoggedIn, Effect::TokenRefreshed, Effect::TokenRefreshed]);
    assert_eq!(account.sim.with_state(|state| state.login.sessions()), 1);
}

#[tokio::test]
async fn a_logout_ends_a_token_and_a_revocation_the_session() {
    let account = Account::documented().await;
    let pair = account.log_in().await;
    let done = (200, json!({"status": true}));
    assert_eq!(read(account.bare(Method::POST, "/logout").bearer_auth(&pair.token)).await, done);
    assert_eq!(account.details_with(&pair.token).await, unauthorized());
    assert_eq!(read(account.bare(Method::POST, "/logout").bearer_auth(&pair.token)).await, unauthorized());
    let again = Pair::of(&account.refresh(&pair.refresh).await.1);

    let revoke = account.bare(Method::POST, "/revoke");
    assert_eq!(read(with_json(revoke, &json!({"refresh_token": again.refresh}))).await, done);
    assert_eq!(account.details_with(&again.token).await, unauthorized());
    assert_eq!(account.refresh(&again.refresh).await, unauthorized());

    let other = account.log_in().await;
    assert_eq!(read(account.bare(Method::POST, "/revoke").bearer_auth(&other.token)).await, done);
    assert_eq!(account.refresh(&other.refresh).await, unauthorized());
    assert_eq!(read(account.bare(Method::POST, "/revoke")).await, unauthorized());
    assert_eq!(account.effects()[1..3], [Effect::LoggedOut, Effect::TokenRefreshed]);
    assert_eq!(account.sim.with_state(|state| state.login.sessions()), 0);
}

#[tokio::test]
async fn every_session_can_be_forgotten() {
    let account = Account::documented().await;
    let pair = account.log_in().await;
    account.sim.with_state(|state| state.login.forget_sessions());
    assert_eq!(account.details_with(&pair.token).await, unauthorized());
    assert_eq!(account.refresh(&pair.refresh).await, unauthorized());
}

#[tokio::test]
async fn basic_needs_no_login_and_the_right_password() {
    let account = Account::documented().await;
    assert_eq!(read(account.request(Method::GET, "/details")).await.0, 200);
    let wrong = account.bare(Method::GET, "/details").basic_auth("user@example.com", Some("Secret"));
    assert_eq!(read(wrong).await, unauthorized());
    assert_eq!(account.sim.count(Operation::Login), 0);
}

#[tokio::test]
async fn a_wrong_login_is_told_with_200() {
    let account = Account::documented().await;
    for body in [json!({"username": "user@example.com", "password": "wrong"}), json!({}), json!([1])] {
        let answer = read(with_json(account.bare(Method::POST, "/login"), &body)).await;
        assert_eq!(answer, (200, json!({"error": ["wronglogin"]})), "{body}");
    }
    assert!(account.effects().is_empty());
}

#[tokio::test]
async fn everything_but_the_login_asks_for_a_credential() {
    let account = Account::documented().await;
    for operation in Operation::ALL.into_iter().filter(|operation| operation.needs_login()) {
        let methods = [
            (MethodFilter::GET, Method::GET),
            (MethodFilter::POST, Method::POST),
            (MethodFilter::PUT, Method::PUT),
            (MethodFilter::DELETE, Method::DELETE),
        ];
        let (_, method) = methods.into_iter().find(|(filter, _)| *filter == operation.filter()).unwrap();
        let path = operation.template().replace("{id}", "301").replace("{vmid}", "1374");
        let path = path.replace("{pool}", "5").replace("{iface}", "0");
        assert_eq!(read(account.bare(method, &path)).await, unauthorized(), "{operation}");
        assert_eq!(account.sim.count(operation), 1, "{operation}");
    }
    assert!(account.effects().is_empty());
}

#[tokio::test]
async fn refusals_come_in_the_other_known_shapes() {
    let account = Account::documented().await;
    account.sim.with_state(|state| state.quirks.errors_are_200 = true);
    assert_eq!(account.details_with("x").await, (200, json!({"error": ["unauthorized"]})));
    assert_eq!(account.post("/tickets/1", json!({"body": "?"})).await.0, 200);
    account.sim.with_state(|state| state.quirks.errors_are_text = true);
    assert_eq!(account.details_with("x").await, (200, json!({"error": "unauthorized"})));
}

#[tokio::test]
async fn no_record_shows_a_password_or_a_token() {
    let account = Account::documented().await;
    let pair = account.log_in().await;
    account.details_with(&pair.token).await;
    account.refresh(&pair.refresh).await;
    account.json("/service/301").await;
    let requests = account.sim.requests();
    assert_eq!(requests[0].json().unwrap()["password"], "secret", "the test itself can see it");
    assert!(requests[1].authorization.is_right());
    assert_eq!(requests[1].path, "/api/details");
    let shown: Vec<_> = requests.iter().map(|request| request.to_json().to_string()).collect();
    let shown = format!("{requests:?}{shown:?}{}", account.sim.snapshot());
    for secret in ["\"secret\"", "eyJ", "pdtzc", "not-the-real-one", "Basic "] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
}
