//! Showing who asks: a token in a header, or a password, plainly at first and as a digest where Klikk asks for that.
//!
//! Until a password was let in, one call at a time shows it, and one that was refused rests for a while: whoever is shown
//! a wrong one over and over may lock the account.

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use digest_auth::{AuthContext, WwwAuthenticateHeader};
use reqwest::header::{HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use super::config::KlikkLogin;
use crate::domain::ErrorKind;
use crate::providers::layers::rest::Rests;
use crate::providers::layers::{Call, Failure, Reply, SetupError, Transport};

/// The header that a token goes in.
const TOKEN: HeaderName = HeaderName::from_static("x-account-token");

/// What is shown.
pub enum Shown {
    /// A token.
    Token(HeaderValue),
    /// A user name and a password.
    Password {
        /// The user name.
        username: String,
        /// The password.
        password: SecretString,
        /// Both, as they are shown plainly.
        basic: HeaderValue,
        /// What a digest is to be made with, once Klikk has asked for one.
        challenge: Mutex<Option<Box<WwwAuthenticateHeader>>>,
        /// The path of the API's address, which is part of a digest.
        path: String,
    },
}

impl Shown {
    /// What is shown for the login at the address with that path.
    ///
    /// # Errors
    /// When the credential has no place in a header.
    pub fn new(login: &KlikkLogin, path: &str) -> Result<Self, SetupError> {
        Ok(match login {
            KlikkLogin::Token(token) => {
                let mut token =
                    HeaderValue::from_str(token.expose_secret()).map_err(|_| SetupError::Credential)?;
                token.set_sensitive(true);
                Shown::Token(token)
            }
            KlikkLogin::Password { username, password } => {
                let both = STANDARD.encode(format!("{username}:{}", password.expose_secret()));
                let basic = authorization(&format!("Basic {both}")).ok_or(SetupError::Credential)?;
                let path = match path.trim_end_matches('/') {
                    "" => "/".to_owned(),
                    path => path.to_owned(),
                };
                let (username, password) = (username.clone(), password.clone());
                Shown::Password { username, password, basic, challenge: Mutex::default(), path }
            }
        })
    }

    /// The call with what is shown, and the challenge that it answers, if it answers one.
    fn sign(&self, call: &Call) -> (Call, Option<String>) {
        match self {
            Shown::Token(token) => {
                let mut call = call.clone();
                call.headers.insert(TOKEN, token.clone());
                (call, None)
            }
            Shown::Password { basic, challenge, .. } => {
                let mut known = challenge.lock().unwrap_or_else(PoisonError::into_inner);
                let answered =
                    known.as_mut().and_then(|known| Some((self.answer(call, known)?, known.nonce.clone())));
                match answered {
                    Some((call, nonce)) => (call, Some(nonce)),
                    None => (call.signed(basic.clone()), None),
                }
            }
        }
    }

    /// The call with the next answer to a challenge.
    fn answer(&self, call: &Call, challenge: &mut WwwAuthenticateHeader) -> Option<Call> {
        let Shown::Password { username, password, path, .. } = self else { return None };
        let body = call.body.as_ref().map(|body| body.to_string().into_bytes());
        let (method, secret) = (call.method.as_str().into(), password.expose_secret().as_str());
        let context = AuthContext::new_with_method(username.as_str(), secret, path.as_str(), body, method);
        let answer = challenge.respond(&context).ok()?.to_header_string();
        Some(call.signed(authorization(&answer)?))
    }

    /// The challenge of a refusal, where it is another one than was answered.
    fn asked(&self, failure: &Failure, answered: Option<&str>) -> Option<WwwAuthenticateHeader> {
        // Who refuses an answer to the same challenge, and does not say that this is too old, refuses the password.
        challenge_of(&failure.challenges)
            .filter(|asked| answered != Some(asked.nonce.as_str()) || asked.stale)
    }

    /// Answers this challenge from now on.
    fn keep(&self, asked: WwwAuthenticateHeader) {
        if let Shown::Password { challenge, .. } = self {
            *challenge.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(asked));
        }
    }
}

/// The first digest that is asked for and can be made.
fn challenge_of(challenges: &[String]) -> Option<WwwAuthenticateHeader> {
    challenges.iter().find_map(|challenge| {
        let at = challenge.to_ascii_lowercase().find("digest ")?;
        // The word itself is left out, since only one spelling of it is known there.
        let challenge = challenge.get(at + "digest ".len()..)?;
        WwwAuthenticateHeader::parse(challenge).ok()
    })
}

fn authorization(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_bytes(text.as_bytes()).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// The layer that shows who asks with every call.
pub struct Signed<T> {
    inner: T,
    shown: Shown,
    rests: Rests,
}

impl<T> Signed<T> {
    /// The layer around `inner`.
    pub fn new(inner: T, shown: Shown) -> Self {
        Signed { inner, shown, rests: Rests::default() }
    }
}

impl<T: Transport> Signed<T> {
    async fn show(&self, call: &Call) -> Result<Reply, Failure> {
        let (signed, answered) = self.shown.sign(call);
        let failure = match self.inner.send(&signed).await {
            Err(failure) if failure.error.kind == ErrorKind::Unauthorized => failure,
            result => return result,
        };
        let Some(mut asked) = self.shown.asked(&failure, answered.as_deref()) else { return Err(failure) };
        let Some(again) = self.shown.answer(call, &mut asked) else { return Err(failure) };
        // It was refused before it could do anything, so making it once more makes it for the first time.
        signed.mark_refused();
        let result = self.inner.send(&again).await;
        let is_refused = matches!(&result, Err(failure) if failure.error.kind == ErrorKind::Unauthorized);
        if !is_refused {
            // Only now, so that no other call has counted another answer to it before this one arrived.
            self.shown.keep(asked);
        }
        result
    }
}

#[async_trait]
impl<T: Transport> Transport for Signed<T> {
    async fn send(&self, call: &Call) -> Result<Reply, Failure> {
        match self.shown {
            Shown::Token(_) => self.show(call).await,
            Shown::Password { .. } => self.rests.unless(call, self.show(call)).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(challenges: &[&str]) -> Option<String> {
        let challenges: Vec<_> = challenges.iter().map(|challenge| (*challenge).to_owned()).collect();
        challenge_of(&challenges).map(|challenge| challenge.nonce)
    }

    #[test]
    fn a_digest_is_found_among_what_is_asked_for() {
        let digest = r#"Digest realm="api", nonce="n1", qop="auth", algorithm=MD5"#;
        assert_eq!(found(&[digest]).as_deref(), Some("n1"));
        assert_eq!(found(&[r#"Basic realm="api""#, digest]).as_deref(), Some("n1"));
        let both = format!(r#"Basic realm="api", {}"#, digest.replace("Digest", "DIGEST"));
        assert_eq!(found(&[&both]).as_deref(), Some("n1"));
        let unknown = r#"Digest realm="api", nonce="n0", algorithm=SHA-7"#;
        assert_eq!(found(&[unknown, digest]).as_deref(), Some("n1"));
        for none in
            ["", "Digest ", "Digest realm", r#"Digest realm="a"#, r#"Basic realm="Digest ""#, "Bearer"]
        {
            assert_eq!(found(&[none]), None, "{none}");
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_asked_for_is_understood_or_not(text in "[ -~]{0,80}") {
            let _ = found(&[&format!("Digest {text}")]);
        }
    }
}
