//! Sessions: one sign-in for however many calls, tokens that only ever live in memory, and nothing tried twice.
//!
//! A token is renewed shortly before its end and when it is not accepted. A refresh token works once, and wrong
//! passwords are counted by the portal, so that one call at a time renews, those that wait take what it got, and a
//! password that was refused rests for a while.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use reqwest::Method;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use crate::domain::{ErrorKind, Operation, ProviderName};
use crate::providers::layers::rest::Rest;
use crate::providers::layers::{Call, Effect, Failure, Path, Reply, Shape, Transport, classify};

/// How long before its end a token is renewed.
const MARGIN: Duration = Duration::from_secs(60);

/// An `Authorization` with credentials that are marked secret; `None` when they cannot stand in a header.
pub fn authorization(scheme: &str, credentials: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(&format!("{scheme} {credentials}")).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// The session of one account. It has no `Debug`: it is made of secrets.
pub struct Session {
    username: String,
    password: SecretString,
    state: Mutex<State>,
    /// How many attempts to get tokens have ended.
    ended: AtomicU64,
}

#[derive(Default)]
struct State {
    tokens: Option<Tokens>,
    /// How the last attempt to get tokens failed, if it did.
    failed: Option<Rest>,
    /// What lets nobody in, whatever the token.
    closed: HashMap<Operation, Rest>,
}

struct Tokens {
    authorization: HeaderValue,
    refresh: Option<SecretString>,
    /// When they are to be renewed, if that is known.
    renew_at: Option<Instant>,
    /// When the access token ends, if that is known.
    end: Option<Instant>,
    /// Whether the password was shown for them, and not a refresh token.
    by_password: bool,
}

/// What is wanted of a session.
#[derive(Clone, Copy)]
enum Want<'a> {
    /// Any token that is not near its end.
    Fresh,
    /// Another than this one, which was not accepted.
    Renewed(&'a HeaderValue),
    /// Another than this one, for the password.
    SignedIn(&'a HeaderValue),
}

impl Want<'_> {
    fn is_met_by(self, tokens: &Tokens) -> bool {
        match self {
            Want::Fresh => tokens.renew_at.is_none_or(|at| Instant::now() < at),
            Want::Renewed(refused) | Want::SignedIn(refused) => tokens.authorization != *refused,
        }
    }
}

/// What a call is signed with.
struct Signature {
    authorization: HeaderValue,
    by_password: bool,
}

impl Session {
    /// A session that begins with the first call.
    pub fn new(username: String, password: SecretString) -> Arc<Self> {
        let (state, ended) = (Mutex::default(), AtomicU64::new(0));
        Arc::new(Session { username, password, state, ended })
    }

    /// The calls that end the session, which the session then no longer knows.
    pub async fn take_leave(&self, operation: Operation) -> Vec<Call> {
        let Some(tokens) = self.state.lock().await.tokens.take() else { return vec![] };
        let logout = sign_in(operation, "logout", None).signed(tokens.authorization);
        let revoke = tokens.refresh.map(|refresh| with_refresh(operation, "revoke", &refresh));
        [Some(logout), revoke].into_iter().flatten().collect()
    }

    /// A signature for the call, by as many calls of the session's own as that takes.
    async fn signature<T: Transport>(
        &self,
        inner: &T,
        call: &Call,
        want: Want<'_>,
    ) -> Result<Signature, Failure> {
        let ended = self.ended.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        if let Some(tokens) = state.tokens.as_ref().filter(|tokens| want.is_met_by(tokens)) {
            return Ok(tokens.signature());
        }
        // Whoever waited for an attempt takes what it came to.
        let waited = self.ended.load(Ordering::Acquire) != ended;
        let failure = match &state.failed {
            Some(rest) if waited || !rest.is_over() => rest.failure_of(call),
            _ => {
                let result = self.attempt(inner, call, &mut state, want).await;
                self.ended.fetch_add(1, Ordering::Release);
                match result {
                    Ok(tokens) => {
                        let signature = tokens.signature();
                        (state.tokens, state.failed) = (Some(tokens), None);
                        return Ok(signature);
                    }
                    Err(failure) => {
                        let rest = Rest::of_password(failure);
                        let failure = rest.failure_of(call);
                        state.failed = Some(rest);
                        failure
                    }
                }
            }
        };
        // What is near its end still works until then.
        let works = |tokens: &&Tokens| tokens.end.is_some_and(|end| Instant::now() < end);
        let usable = state.tokens.as_ref().filter(|_| matches!(want, Want::Fresh)).filter(works);
        usable.map(Tokens::signature).ok_or(failure)
    }

    /// Whether a call for the operation was lately refused with a token that was new.
    async fn is_closed(&self, operation: Operation) -> bool {
        self.state.lock().await.closed.get(&operation).is_some_and(|rest| !rest.is_over())
    }

    /// Notes that a call for the operation was refused with a token that is new.
    async fn close(&self, operation: Operation, failure: &Failure) {
        self.state.lock().await.closed.insert(operation, Rest::after(failure.clone()));
    }

    /// New tokens: for the refresh token where there is one and that may help, else for the password.
    async fn attempt<T: Transport>(
        &self,
        inner: &T,
        call: &Call,
        state: &mut State,
        want: Want<'_>,
    ) -> Result<Tokens, Failure> {
        // Taken before it is shown, since nobody who is interrupted knows whether it still works.
        let Some(mut old) = state.tokens.take() else { return self.sign_in(inner, call).await };
        if let Some(refresh) = old.refresh.take().filter(|_| !matches!(want, Want::SignedIn(_))) {
            match tokens(inner, with_refresh(call.operation, "token", &refresh), false).await {
                Err(failure) if is_passing(&failure.error.kind) => {
                    state.tokens = Some(Tokens { refresh: Some(refresh), ..old });
                    return Err(failure);
                }
                Err(failure) => {
                    tracing::debug!(error = %failure.error, "The session could not be renewed; signing in anew.");
                }
                renewed => return renewed,
            }
        }
        let signed_in = self.sign_in(inner, call).await;
        if signed_in.is_err() && matches!(want, Want::Fresh) {
            // Nothing was wrong with it but its age.
            state.tokens = Some(old);
        }
        signed_in
    }

    async fn sign_in<T: Transport>(&self, inner: &T, call: &Call) -> Result<Tokens, Failure> {
        let body = json!({"username": self.username, "password": self.password.expose_secret()});
        tokens(inner, sign_in(call.operation, "login", Some(body)), true).await
    }
}

impl Tokens {
    fn signature(&self) -> Signature {
        Signature { authorization: self.authorization.clone(), by_password: self.by_password }
    }

    /// The tokens in an answer, or what the answer holds in their place.
    fn read(answer: &Value, by_password: bool) -> Result<Self, &'static str> {
        let token = |key| answer.get(key).and_then(Value::as_str).filter(|token| !token.is_empty());
        let Some(access) = token("token") else {
            let challenged =
                ["mfa", "2fa"].iter().any(|key| answer.get(*key).is_some_and(|it| !it.is_null()));
            return Err(if challenged { SECOND_FACTOR } else { "expected a token, got a map without one" });
        };
        let authorization = authorization("Bearer", access);
        let (now, lifetime) = (Instant::now(), lifetime(access, Timestamp::now()));
        Ok(Tokens {
            authorization: authorization.ok_or("expected a token that can stand in a header")?,
            refresh: token("refresh").map(|token| SecretString::new(token.to_owned())),
            renew_at: lifetime.map(|lifetime| {
                // A token that lives no longer than the margin would be renewed at every call.
                now + lifetime.checked_sub(MARGIN).filter(|it| !it.is_zero()).unwrap_or(lifetime / 2)
            }),
            end: lifetime.map(|lifetime| now + lifetime),
            by_password,
        })
    }
}

/// What is wrong with an account whose password alone does not suffice.
const SECOND_FACTOR: &str =
    "the account needs a second factor: use a contact without one, or auth = \"basic\"";

/// Makes a call that is answered with tokens.
async fn tokens<T: Transport>(inner: &T, call: Call, by_password: bool) -> Result<Tokens, Failure> {
    let reply = inner.send(&call).await?;
    Tokens::read(&reply.json, by_password).map_err(|problem| {
        let kind = if problem == SECOND_FACTOR { ErrorKind::Unauthorized } else { ErrorKind::Unreadable };
        classify::error(ProviderName::LightLayer, &call, kind, problem).into()
    })
}

fn sign_in(operation: Operation, word: &'static str, body: Option<Value>) -> Call {
    let mut call = Call::new(operation, Effect::SignIn, Method::POST, Path::of(&[word]), Shape::Map);
    call.body = body;
    call
}

fn with_refresh(operation: Operation, word: &'static str, refresh: &SecretString) -> Call {
    let mut call = sign_in(operation, word, Some(json!({"refresh_token": refresh.expose_secret()})));
    call.secrets.push(refresh.clone());
    call
}

/// Whether the refresh token still works: it never arrived, or was not looked at.
fn is_passing(kind: &ErrorKind) -> bool {
    matches!(kind, ErrorKind::Unreachable | ErrorKind::RateLimited { .. })
}

/// How long a JSON web token lives from its making, or from now where it does not tell when that was; `None` when it
/// tells no end.
fn lifetime(token: &str, now: Timestamp) -> Option<Duration> {
    let claims = token.split('.').nth(1)?;
    let claims = URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).ok()?;
    let claims: Value = serde_json::from_slice(&claims).ok()?;
    let second =
        |key| claims.get(key).and_then(|value| value.as_i64().or(value.as_f64().map(|it| it as i64)));
    // The difference of two times of the portal's own clock needs none of ours.
    let begin = second("iat").unwrap_or(now.as_second());
    let seconds = second("exp")?.checked_sub(begin).and_then(|seconds| u64::try_from(seconds).ok())?;
    // No session lasts for ever, and a clock can only be moved so far.
    (1..=10 * 365 * 86_400).contains(&seconds).then(|| Duration::from_secs(seconds))
}

/// The layer that signs every call with the session's token.
pub struct Signed<T> {
    inner: T,
    session: Arc<Session>,
}

impl<T> Signed<T> {
    /// The layer around `inner`.
    pub fn new(inner: T, session: Arc<Session>) -> Self {
        Signed { inner, session }
    }
}

impl<T: Transport> Signed<T> {
    async fn send_signed(&self, call: &Call, signature: &Signature) -> Result<Reply, Failure> {
        self.inner.send(&call.signed(signature.authorization.clone())).await
    }
}

#[async_trait]
impl<T: Transport> Transport for Signed<T> {
    async fn send(&self, call: &Call) -> Result<Reply, Failure> {
        if call.effect == Effect::SignIn {
            return self.inner.send(call).await;
        }
        let first = self.session.signature(&self.inner, call, Want::Fresh).await?;
        let failure = match self.send_signed(call, &first).await {
            Err(failure) if failure.error.kind == ErrorKind::Unauthorized => failure,
            done => return done,
        };
        if self.session.is_closed(call.operation).await {
            return Err(failure);
        }
        tracing::debug!(error = %failure.error, "The token was not accepted; renewing the session.");
        // What was not let in did nothing, so that even a change may be sent again.
        call.mark_refused();
        let want = Want::Renewed(&first.authorization);
        let second = self.session.signature(&self.inner, call, want).await?;
        let failure = match self.send_signed(call, &second).await {
            Err(failure) if failure.error.kind == ErrorKind::Unauthorized => failure,
            done => return done,
        };
        let last = if second.by_password {
            Err(failure)
        } else {
            call.mark_refused();
            let want = Want::SignedIn(&second.authorization);
            let third = self.session.signature(&self.inner, call, want).await?;
            self.send_signed(call, &third).await
        };
        if let Err(failure) = &last
            && failure.error.kind == ErrorKind::Unauthorized
        {
            self.session.close(call.operation, failure).await;
        }
        last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(claims: Value) -> String {
        format!("eyJhbGciOiJub25lIn0.{}.c2ln", URL_SAFE_NO_PAD.encode(claims.to_string()))
    }

    #[test]
    fn a_tokens_lifetime_is_what_it_says() {
        let now = Timestamp::from_second(1_000_000).unwrap();
        let seconds = |text: &str| lifetime(text, now).map(|lifetime| lifetime.as_secs());
        assert_eq!(seconds(&token(json!({"exp": 1_003_600}))), Some(3600));
        assert_eq!(seconds(&token(json!({"exp": 1_003_600.5}))), Some(3600));
        // The portal's clock is days away from ours.
        assert_eq!(seconds(&token(json!({"iat": 500_000, "exp": 500_900}))), Some(900));
        for none in [
            token(json!({"exp": 1_000_000})),
            token(json!({"exp": "soon"})),
            token(json!({"exp": i64::MAX, "iat": -1})),
            token(json!({"exp": 1e300})),
            token(json!([])),
            "opaque".to_owned(),
            "a.b.c".to_owned(),
            String::new(),
        ] {
            assert_eq!(seconds(&none), None, "{none}");
        }
    }

    #[test]
    fn a_token_is_renewed_a_minute_before_its_end_or_in_its_middle_when_it_lives_no_longer() {
        let renewed_in = |seconds: i64| {
            let claims = json!({"iat": 1_000_000, "exp": 1_000_000 + seconds});
            let tokens =
                Tokens::read(&json!({"token": token(claims)}), true).map_err(str::to_owned).ok().unwrap();
            (tokens.renew_at.unwrap() - Instant::now()).as_secs_f64().round() as i64
        };
        assert_eq!([renewed_in(3600), renewed_in(100), renewed_in(30)], [3540, 40, 15]);
    }

    #[test]
    fn an_answer_without_a_token_is_told_apart_from_a_second_factor() {
        let read = |answer: Value| Tokens::read(&answer, true).err().unwrap();
        let challenge = json!({"token": null, "mfa": {"token": "x", "methods": ["totp"]}});
        assert_eq!(read(challenge), SECOND_FACTOR);
        for other in
            [json!({}), json!({"token": ""}), json!({"token": 7}), json!({"token": null, "mfa": null})]
        {
            assert!(read(other.clone()).starts_with("expected a token"), "{other}");
        }
        assert!(read(json!({"token": "a\nb"})).contains("header"));
    }
}
