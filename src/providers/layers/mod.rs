//! The road from an adapter to the wire: layers around one HTTP client, the same for every account.
//!
//! From the outside in, with the reason for each place:
//!
//! 1. [`trace`]: one span per call, so that whatever the others log while it runs names account and operation.
//! 2. [`health`]: sees what the caller sees, time-outs included, and no failure that a retry has mended.
//! 3. [`timeout`]: a caller's patience is for the whole: waiting for a turn, every try and the pauses between them.
//! 4. [`retry`]: repeats reads, and nothing else, inside that time.
//! 5. [`concurrency`]: a turn is held for one try and not through the pause before the next.
//! 6. [`wire`]: makes one HTTP request and judges its answer.
//!
//! An adapter whose calls need a session puts a layer of its own between 3 and 4, see [`Stack::with`].
//!
//! A call that changes something passes [`retry`] untouched, travels on a connection of its own, and is never sent
//! twice by anything here, by reqwest, or by hyper below it.

pub mod call;
pub mod classify;
pub mod concurrency;
pub mod health;
pub mod rest;
pub mod retry;
pub mod timeout;
pub mod trace;
pub mod wire;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use reqwest::{StatusCode, Url};
use secrecy::SecretString;
use serde_json::Value;

pub use crate::config::Limits;
use crate::domain::ticket::File;
use crate::domain::{AccountName, Error, ErrorKind, ProviderName};
use crate::providers::http::{BaseUrlError, Clients};

pub use call::{Call, Digest, Effect, Path, Shape};
pub use concurrency::patiently;
pub use health::Health;
pub use wire::{Answer, Judge, Refusal};

/// One layer, with all that is further in.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Makes the call.
    async fn send(&self, call: &Call) -> Result<Reply, Failure>;
}

#[async_trait]
impl Transport for Box<dyn Transport> {
    async fn send(&self, call: &Call) -> Result<Reply, Failure> {
        (**self).send(call).await
    }
}

/// A good answer; it has no `Debug`, since it may be a token.
pub struct Reply {
    /// Its status.
    pub status: StatusCode,
    /// Its body, in the form that the call asked for.
    pub json: Value,
    /// Its body and what it is, when the call asked for a file.
    pub file: Option<File>,
    /// The digest of its body, when the call asked for one.
    pub digest: Option<Digest>,
}

/// A failure, with what the layers need to know beyond the error.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The error.
    pub error: Error,
    /// The status of the answer, when there was one.
    pub status: Option<StatusCode>,
    /// How long the provider asks us to wait.
    pub retry_after: Option<Duration>,
    /// How the provider asks to be shown who we are, where it refused what was shown.
    pub challenges: Vec<String>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure { error, status: None, retry_after: None, challenges: vec![] }
    }
}

/// What a stack must know of its account.
pub struct StackSettings {
    /// The provider.
    pub provider: ProviderName,
    /// The account.
    pub account: AccountName,
    /// The provider's address.
    pub base_url: Url,
    /// How long, how much and how many at once.
    pub limits: Limits,
    /// The account's secrets: no answer brings them back in.
    pub secrets: Vec<SecretString>,
    /// What shows who asks, where that is neither a header nor a session: no call carries it, the wire alone puts it
    /// before the call's own query or form.
    pub credentials: Vec<(&'static str, SecretString)>,
    /// The provider's way of saying no.
    pub judge: Judge,
    /// The HTTP clients, which accounts share.
    pub clients: Clients,
}

/// Why an adapter could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The base URL is refused.
    #[error("the base URL {0}")]
    BaseUrl(#[from] BaseUrlError),
    /// The credential has characters that cannot stand where it is sent.
    #[error("the credential has characters that cannot stand in an HTTP header")]
    Credential,
    /// TLS could not be set up.
    #[error("could not set up the HTTP client: {0}")]
    Client(#[from] reqwest::Error),
}

/// The layers of one account.
pub struct Stack {
    provider: ProviderName,
    top: Box<dyn Transport>,
    health: Arc<Health>,
}

impl Stack {
    /// Builds the layers.
    ///
    /// # Errors
    /// When the base URL is refused or TLS cannot be set up.
    pub fn new(settings: StackSettings) -> Result<Self, SetupError> {
        Stack::with(settings, |inner| inner)
    }

    /// Builds the layers with one more, which may make other calls before and after those that come to it: inside the
    /// caller's patience and outside of the retry, so that each of its own calls is made as its effect allows.
    ///
    /// # Errors
    /// When the base URL is refused or TLS cannot be set up.
    pub fn with<L: Transport + 'static>(
        settings: StackSettings,
        layer: impl FnOnce(Box<dyn Transport>) -> L,
    ) -> Result<Self, SetupError> {
        let (provider, account, limits) = (settings.provider, settings.account.clone(), settings.limits);
        let wire = wire::Wire::new(settings)?;
        let turns = concurrency::Concurrency::new(wire, limits.concurrency);
        let retry = retry::Retry::new(turns, limits.read_timeout);
        let timeout = timeout::Timeout::new(layer(Box::new(retry)), provider, limits);
        let health = Arc::new(Health::default());
        let watched = health::Watched::new(timeout, health.clone());
        Ok(Stack { provider, top: Box::new(trace::Trace::new(watched, account)), health })
    }

    /// Makes the call and returns the body of the answer.
    pub async fn send(&self, call: &Call) -> Result<Value, Error> {
        self.top.send(call).await.map(|reply| reply.json).map_err(|failure| failure.error)
    }

    /// Makes the call and returns the body of the answer with its digest; `None` when it is the one that is known.
    pub async fn look(
        &self,
        mut call: Call,
        known: Option<&Digest>,
    ) -> Result<Option<(Value, Digest)>, Error> {
        let known = known.cloned().unwrap_or(Digest::none());
        call.known = Some(known.clone());
        let reply = self.top.send(&call).await.map_err(|failure| failure.error)?;
        let digest = reply.digest.unwrap_or(Digest::none());
        Ok((digest != known).then_some((reply.json, digest)))
    }

    /// Makes the call and returns the file that it is answered with.
    pub async fn fetch(&self, call: &Call) -> Result<File, Error> {
        let reply = self.top.send(call).await.map_err(|failure| failure.error)?;
        reply.file.ok_or_else(|| self.unreadable(call, "expected a file"))
    }

    /// The error of an answer to the call that is good JSON and yet not what the provider documents.
    pub fn unreadable(&self, call: &Call, cause: impl std::fmt::Display) -> Error {
        classify::error(self.provider, call, ErrorKind::Unreadable, cause)
    }

    /// How the account's provider is doing.
    pub fn health(&self) -> &Arc<Health> {
        &self.health
    }
}

#[cfg(test)]
mod tests;
