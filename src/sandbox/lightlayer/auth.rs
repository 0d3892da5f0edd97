//! Who is logged in: passwords, tokens and what becomes of them.

use std::time::Duration;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use rand::RngCore;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use crate::sandbox::provider::Authorization;

/// The login of the account and everyone who used it.
pub struct Login {
    /// The mail address to log in with.
    pub username: String,
    /// The password, for `/login` and for Basic.
    pub password: SecretString,
    /// How long an access token is valid, in whole seconds.
    pub token_life: Duration,
    sessions: Vec<Session>,
}

/// What began with a login and goes on with refreshed tokens.
struct Session {
    /// Every access token with its end. An old one stays valid beside its successor, as JWTs do.
    access: Vec<(String, Timestamp)>,
    /// The one refresh token that still works.
    refresh: String,
}

/// A new pair of tokens.
pub(super) struct Pair {
    pub(super) access: String,
    pub(super) refresh: String,
}

/// Why a request is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// No credential, or none that means anything here.
    Unauthorized,
    /// An access token whose time is over.
    Expired,
}

impl Refused {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Unauthorized => "unauthorized",
            Self::Expired => "token_expired",
        }
    }
}

impl Login {
    /// A login that nobody has used yet.
    pub fn new(username: impl Into<String>, password: impl Into<String>, token_life: Duration) -> Self {
        let (username, password) = (username.into(), SecretString::new(password.into()));
        Self { username, password, token_life, sessions: Vec::new() }
    }

    /// How many sessions there are; expired ones count until they are revoked.
    pub fn sessions(&self) -> usize {
        self.sessions.len()
    }

    /// Ends every session, as a portal does when its keys change: all tokens are worth nothing.
    pub fn forget_sessions(&mut self) {
        self.sessions.clear();
    }

    pub(super) fn judge(&self, headers: &HeaderMap, now: Timestamp) -> Authorization {
        let Some(value) = headers.get(AUTHORIZATION) else { return Authorization::Missing };
        let value = SecretString::new(String::from_utf8_lossy(value.as_bytes()).into_owned());
        if self.admit(headers, now).is_ok() {
            Authorization::Right(value)
        } else {
            Authorization::Wrong(value)
        }
    }

    pub(super) fn admit(&self, headers: &HeaderMap, now: Timestamp) -> Result<(), Refused> {
        let value = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if let Some(credentials) = value.strip_prefix("Basic ") {
            let right = format!("{}:{}", self.username, self.password.expose_secret());
            let given = STANDARD.decode(credentials).unwrap_or_default();
            return if given == right.as_bytes() { Ok(()) } else { Err(Refused::Unauthorized) };
        }
        let token = bearer(headers).ok_or(Refused::Unauthorized)?;
        let (_, end) = self
            .sessions
            .iter()
            .flat_map(|session| &session.access)
            .find(|(own, _)| own == token)
            .ok_or(Refused::Unauthorized)?;
        if now < *end { Ok(()) } else { Err(Refused::Expired) }
    }

    /// A new session; nothing for a wrong password.
    pub(super) fn log_in(&mut self, username: &str, password: &str, now: Timestamp) -> Option<Pair> {
        if username != self.username || password != self.password.expose_secret() {
            return None;
        }
        let pair = self.mint(now);
        let access = vec![(pair.access.clone(), self.end(now))];
        self.sessions.push(Session { access, refresh: pair.refresh.clone() });
        Some(pair)
    }

    /// A new pair for a refresh token, which works no more; nothing for one that never worked or no longer does.
    pub(super) fn refresh(&mut self, token: &str, now: Timestamp) -> Option<Pair> {
        let index = self.sessions.iter().position(|session| session.refresh == token)?;
        let (pair, end) = (self.mint(now), self.end(now));
        let session = &mut self.sessions[index];
        session.access.push((pair.access.clone(), end));
        session.refresh.clone_from(&pair.refresh);
        Some(pair)
    }

    /// Gives up the access token of the request; false without one.
    pub(super) fn log_out(&mut self, headers: &HeaderMap) -> bool {
        let Some(token) = bearer(headers) else { return false };
        let tokens =
            |sessions: &[Session]| sessions.iter().map(|session| session.access.len()).sum::<usize>();
        let before = tokens(&self.sessions);
        for session in &mut self.sessions {
            session.access.retain(|(own, _)| own != token);
        }
        tokens(&self.sessions) < before
    }

    /// Gives up the session with this refresh token, or else with the access token of the request.
    pub(super) fn revoke(&mut self, refresh: Option<&str>, headers: &HeaderMap) -> bool {
        let access = bearer(headers);
        let before = self.sessions.len();
        self.sessions.retain(|session| match refresh {
            Some(refresh) => session.refresh != refresh,
            None => !session.access.iter().any(|(own, _)| Some(own.as_str()) == access),
        });
        self.sessions.len() < before
    }

    fn end(&self, now: Timestamp) -> Timestamp {
        let seconds = now.as_second().saturating_add_unsigned(self.token_life.as_secs());
        Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX)
    }

    fn mint(&self, now: Timestamp) -> Pair {
        let (issued, end) = (now.as_second(), self.end(now).as_second());
        let access = json!({"iss": "account.lightlayer.net", "sub": "26", "iat": issued, "exp": end, "jti": random(8)});
        let refresh = json!({"sub": "26", "iat": issued, "jti": random(8)});
        Pair { access: jwt(&access), refresh: jwt(&refresh) }
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// Shaped like a JWT of the documentation; the signature is noise, since only the portal itself would check it.
fn jwt(claims: &Value) -> String {
    let header = URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"RS256"}"#);
    let claims = URL_SAFE_NO_PAD.encode(claims.to_string());
    format!("{header}.{claims}.{}", random(48))
}

fn random(bytes: usize) -> String {
    let mut noise = vec![0; bytes];
    rand::thread_rng().fill_bytes(&mut noise);
    URL_SAFE_NO_PAD.encode(noise)
}
