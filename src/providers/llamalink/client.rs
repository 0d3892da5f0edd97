//! The HTTP half: which request each question is, and the form of its answer.

use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{Method, Url};
use secrecy::ExposeSecret;
use serde::de::DeserializeOwned;

use super::config::{BASE_URL, Settings};
use super::{error, types};
use crate::domain::account::Condition;
use crate::domain::{AccountName, Error, Operation, ProviderName};
use crate::providers::http;
use crate::providers::layers::{Call, Effect, Path, SetupError, Shape, Stack, StackSettings};
use crate::providers::lenient;

/// What can be asked of a server's power.
#[derive(Clone, Copy, Debug)]
pub enum Verb {
    /// Start it.
    Start,
    /// Power it off.
    Stop,
    /// Restart it.
    Restart,
}

impl Verb {
    const fn as_str(self) -> &'static str {
        match self {
            Verb::Start => "start",
            Verb::Stop => "stop",
            Verb::Restart => "restart",
        }
    }
}

/// The client of one account.
pub struct Client {
    stack: Stack,
    authorization: HeaderValue,
}

impl Client {
    pub fn new(account: AccountName, settings: Settings) -> Result<Self, SetupError> {
        let base_url: Url = match settings.base_url {
            Some(url) => url,
            None => http::check_base_url(BASE_URL)?,
        };
        let mut authorization = HeaderValue::from_str(&format!("Bearer {}", settings.key.expose_secret()))
            .map_err(|_| SetupError::Credential)?;
        authorization.set_sensitive(true);
        let stack = Stack::new(StackSettings {
            provider: ProviderName::LlamaLink,
            account,
            base_url,
            limits: settings.limits,
            secrets: vec![settings.key],
            judge: error::judge,
        })?;
        Ok(Client { stack, authorization })
    }

    pub fn condition(&self) -> Condition {
        self.stack.health().condition()
    }

    pub async fn servers(&self) -> Result<Vec<types::Server>, Error> {
        self.list(Operation::ServerList, Path::of(&["user", "vps"])).await
    }

    pub async fn server(&self, id: &str) -> Result<types::Server, Error> {
        let operation = Operation::ServerShow;
        let path = Path::of(&["user", "vps"]).id(id).ok_or_else(|| error::not_an_id(operation))?;
        let call = self.signed(Call::read(operation, path, Shape::Map));
        let server: types::Server = lenient::entry(&self.stack.send(&call).await?).unwrap_or_default();
        // What is shown, and consented to, must be the server that was asked for.
        match server.id.as_deref() {
            Some(same) if same == id => Ok(server),
            Some(_) => Err(self.stack.unreadable(&call, "got another server than asked for")),
            None => Err(self.stack.unreadable(&call, "expected a server, got a map without an id")),
        }
    }

    /// Changes a server's power. LlamaLink has GET for it, and answers before the server has done it.
    pub async fn power(&self, operation: Operation, verb: Verb, id: &str) -> Result<(), Error> {
        let path =
            Path::of(&["user", "vps", verb.as_str()]).id(id).ok_or_else(|| error::not_an_id(operation))?;
        let call = self.signed(Call::new(operation, Effect::Change, Method::GET, path, Shape::Map));
        let answer = self.stack.send(&call).await?;
        let told = |key| answer.get(key).is_some_and(|value| !value.is_null());
        if told("message") || told("status") {
            Ok(())
        } else {
            Err(self.stack.unreadable(&call, "expected a message or a status, got neither"))
        }
    }

    pub async fn subscriptions(&self) -> Result<Vec<types::Subscription>, Error> {
        self.list(Operation::BalanceShow, Path::of(&["user", "subscriptions"])).await
    }

    pub async fn cards(&self) -> Result<Vec<types::Card>, Error> {
        self.list(Operation::BalanceShow, Path::of(&["user", "payment"])).await
    }

    /// A list; an entry that is no map is an entry that tells nothing.
    async fn list<T: DeserializeOwned + Default>(
        &self,
        operation: Operation,
        path: Path,
    ) -> Result<Vec<T>, Error> {
        let call = self.signed(Call::read(operation, path, Shape::List));
        let answer = self.stack.send(&call).await?;
        let entries = lenient::list(&answer).unwrap_or_default();
        Ok(entries.into_iter().map(|entry| lenient::entry(entry).unwrap_or_default()).collect())
    }

    fn signed(&self, mut call: Call) -> Call {
        call.headers.insert(AUTHORIZATION, self.authorization.clone());
        call
    }
}
