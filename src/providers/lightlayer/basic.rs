//! Basic: the password goes with every call, and rests for a while when it was refused.

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use super::auth::authorization;
use crate::providers::layers::rest::Rests;
use crate::providers::layers::{Call, Failure, Reply, Transport};

/// The `Authorization` of somebody who shows their password; `None` when it cannot stand in a header.
pub fn basic(username: &str, password: &SecretString) -> Option<HeaderValue> {
    authorization("Basic", &STANDARD.encode(format!("{username}:{}", password.expose_secret())))
}

/// The layer that shows the password with every call.
pub struct Shown<T> {
    inner: T,
    authorization: HeaderValue,
    rests: Rests,
}

impl<T> Shown<T> {
    /// The layer around `inner`.
    pub fn new(inner: T, authorization: HeaderValue) -> Self {
        Shown { inner, authorization, rests: Rests::default() }
    }
}

#[async_trait]
impl<T: Transport> Transport for Shown<T> {
    async fn send(&self, call: &Call) -> Result<Reply, Failure> {
        let signed = call.signed(self.authorization.clone());
        self.rests.unless(call, self.inner.send(&signed)).await
    }
}
