//! Who may ask: whoever shows the token from an address in its filter, or the password in the way that is asked for.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use digest_auth::{AuthContext, AuthorizationHeader, HttpMethod};
use rand::RngCore;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use crate::sandbox::provider::Reply;

/// The realm of the password.
const REALM: &str = "my.klikk.com";

/// How a password is to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Plainly.
    Basic,
    /// As a digest made with MD5.
    Md5,
    /// As a digest made with SHA-256.
    Sha256,
}

/// Who may ask, and how they show it.
pub struct Who {
    /// The token.
    pub token: SecretString,
    /// Whether the caller's address is in the token's filter.
    pub is_in_filter: bool,
    /// The name of a user of the portal.
    pub username: String,
    /// The user's password.
    pub password: SecretString,
    /// Whether 2-factor is required, so that no password is enough.
    pub two_factor: bool,
    /// How the password is to be shown.
    pub scheme: Scheme,
    /// How often each challenge was answered.
    nonces: BTreeMap<String, u32>,
}

/// What a request shows.
pub(super) enum Shown {
    Nothing,
    Wrong,
    Right,
    /// The right digest of a challenge that is not known, or was answered so before.
    Stale,
}

impl Who {
    /// Somebody with that token and that password, which is shown plainly.
    pub(super) fn new(token: &str, username: &str, password: &str) -> Self {
        Who {
            token: SecretString::new(token.to_owned()),
            is_in_filter: true,
            username: username.to_owned(),
            password: SecretString::new(password.to_owned()),
            two_factor: false,
            scheme: Scheme::Basic,
            nonces: BTreeMap::new(),
        }
    }

    /// Forgets every challenge, as a server does after a while.
    pub fn forget_challenges(&mut self) {
        self.nonces.clear();
    }

    /// The credential of a request, whether it is right or not.
    pub(super) fn credential(headers: &HeaderMap) -> Option<SecretString> {
        let value = headers.get("x-account-token").or_else(|| headers.get(header::AUTHORIZATION))?;
        Some(SecretString::new(String::from_utf8_lossy(value.as_bytes()).into_owned()))
    }

    /// What a request shows; a challenge counts as it was before.
    pub(super) fn look(&self, headers: &HeaderMap, uri: &str, body: &[u8]) -> Shown {
        if let Some(token) = headers.get("x-account-token") {
            let is_right = token.as_bytes() == self.token.expose_secret().as_bytes();
            return if is_right { Shown::Right } else { Shown::Wrong };
        }
        let Some(shown) = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()) else {
            return Shown::Nothing;
        };
        match self.scheme {
            Scheme::Basic => {
                let both = STANDARD.encode(format!("{}:{}", self.username, self.password.expose_secret()));
                if shown == format!("Basic {both}") { Shown::Right } else { Shown::Wrong }
            }
            Scheme::Md5 | Scheme::Sha256 => self.digest(shown, uri, body),
        }
    }

    fn digest(&self, shown: &str, uri: &str, body: &[u8]) -> Shown {
        if !shown.starts_with("Digest ") {
            return Shown::Wrong;
        }
        let Ok(answer) = AuthorizationHeader::parse(shown) else { return Shown::Wrong };
        let secret = self.password.expose_secret().as_str();
        let mut context =
            AuthContext::new_with_method(self.username.as_str(), secret, uri, Some(body), HttpMethod::POST);
        context.cnonce = answer.cnonce.clone().map(Into::into);
        let mut right = answer.clone();
        right.digest(&context);
        let is_asked_for = answer.algorithm.to_string() == self.algorithm() && answer.qop.is_some();
        if right.response != answer.response || answer.uri != uri || !is_asked_for {
            return Shown::Wrong;
        }
        match self.nonces.get(&answer.nonce) {
            Some(answered) if answer.nc > *answered => Shown::Right,
            _ => Shown::Stale,
        }
    }

    /// Lets a request in, or says why not.
    pub(super) fn admit(&mut self, headers: &HeaderMap, uri: &str, body: &[u8]) -> Result<(), Reply> {
        let forbidden = |message: &str| Err(Reply::json(StatusCode::FORBIDDEN, &json!({"message": message})));
        let has_token = headers.contains_key("x-account-token");
        match self.look(headers, uri, body) {
            Shown::Right if has_token && !self.is_in_filter => forbidden("Address is not allowed"),
            Shown::Right if !has_token && self.two_factor => forbidden("2-factor authentication is required"),
            Shown::Right => {
                let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
                if let Some(answer) = shown.and_then(|shown| AuthorizationHeader::parse(shown).ok()) {
                    self.nonces.insert(answer.nonce, answer.nc);
                }
                Ok(())
            }
            Shown::Stale => Err(self.challenge(true)),
            Shown::Nothing | Shown::Wrong => Err(self.challenge(false)),
        }
    }

    const fn algorithm(&self) -> &'static str {
        match self.scheme {
            Scheme::Basic | Scheme::Md5 => "MD5",
            Scheme::Sha256 => "SHA-256",
        }
    }

    fn challenge(&mut self, stale: bool) -> Reply {
        let asked = match self.scheme {
            Scheme::Basic => format!(r#"Basic realm="{REALM}""#),
            Scheme::Md5 | Scheme::Sha256 => {
                let mut random = [0; 12];
                rand::thread_rng().fill_bytes(&mut random);
                let nonce: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
                self.nonces.insert(nonce.clone(), 0);
                let algorithm = self.algorithm();
                format!(
                    r#"Digest realm="{REALM}", qop="auth", algorithm={algorithm}, nonce="{nonce}", stale={stale}"#
                )
            }
        };
        let reply = Reply::json(StatusCode::UNAUTHORIZED, &json!({"message": "Unauthorized"}));
        match HeaderValue::from_str(&asked) {
            Ok(asked) => reply.with_header(header::WWW_AUTHENTICATE, asked),
            Err(_) => reply,
        }
    }
}
