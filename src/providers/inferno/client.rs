//! The HTTP half: which request each action is, and the form of its answer.
//!
//! Every action goes to one address. The key goes with a form or in a header, so that it is in no address unless the
//! account says so; the wire alone puts it there.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::config::{BASE_URL, Settings, Transport};
use super::types::{self, Entry, is_id};
use super::{error, printed, secret};
use crate::domain::account::Condition;
use crate::domain::key::PublicKey;
use crate::domain::resource::is_plain_id;
use crate::domain::{AccountName, Error, Operation, ProviderName};
use crate::providers::http;
use crate::providers::layers::{Call, Digest, Effect, Path, SetupError, Shape, Stack, StackSettings};
use crate::providers::lenient;

/// The header that the key goes in where an action takes JSON.
const KEY: HeaderName = HeaderName::from_static("x-key");

/// What can be asked of a server's power.
#[derive(Clone, Copy, Debug)]
pub enum Verb {
    /// Start it.
    Boot,
    /// Power it off.
    Stop,
    /// Restart it.
    Reboot,
}

impl Verb {
    const fn action(self) -> &'static str {
        match self {
            Verb::Boot => "boot",
            Verb::Stop => "stop",
            Verb::Reboot => "reboot",
        }
    }
}

/// An installation that is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Install<'a> {
    /// What it is part of.
    pub operation: Operation,
    /// `install` for a server's first, `reinstall` for any after that.
    pub action: &'static str,
    /// The order that the server is of.
    pub order: &'a str,
    /// The system.
    pub template: &'a str,
    /// The ids of the keys by which it can be entered.
    pub ssh_keys: &'a [String],
}

/// The client of one account.
pub struct Client {
    stack: Stack,
    cid: u64,
    key: HeaderValue,
    transport: Transport,
}

impl Client {
    pub fn new(account: AccountName, settings: Settings) -> Result<Self, SetupError> {
        let base_url: Url = match settings.base_url {
            Some(url) => url,
            None => http::check_base_url(BASE_URL)?,
        };
        let mut key =
            HeaderValue::from_str(settings.key.expose_secret()).map_err(|_| SetupError::Credential)?;
        key.set_sensitive(true);
        let stack = Stack::new(StackSettings {
            provider: ProviderName::Inferno,
            account,
            base_url,
            limits: settings.limits,
            clients: settings.clients,
            secrets: vec![settings.key.clone()],
            credentials: vec![("cid", SecretString::new(settings.cid.to_string())), ("key", settings.key)],
            judge: error::judge,
        })?;
        Ok(Client { stack, cid: settings.cid, key, transport: settings.transport })
    }

    pub fn condition(&self) -> Condition {
        self.stack.health().condition()
    }

    pub async fn systems(&self) -> Result<Vec<types::System>, Error> {
        self.entries(&self.catalogue(Operation::TemplateList), "ostpls").await
    }

    pub async fn products(&self, operation: Operation) -> Result<Vec<types::Product>, Error> {
        self.entries(&self.catalogue(operation), "products").await
    }

    /// What can be had, which anybody may ask for: the key stays here.
    fn catalogue(&self, operation: Operation) -> Call {
        let mut call = action(operation, Effect::Read, Method::GET, "list");
        (call.credentials, call.anonymous) = (false, true);
        call
    }

    pub async fn balance(&self) -> Result<Value, Error> {
        let call = self.json(Operation::BalanceShow, Effect::Read, "balance", json!({}));
        self.stack.send(&call).await
    }

    /// The error of a balance without an amount.
    pub fn no_balance(&self) -> Error {
        let call = self.json(Operation::BalanceShow, Effect::Read, "balance", json!({}));
        self.stack.unreadable(&call, "expected a balance, got a map without an amount")
    }

    pub async fn orders(&self, operation: Operation) -> Result<Vec<types::Order>, Error> {
        self.entries(&self.call(operation, Effect::Read, "orders", vec![]), "orders").await
    }

    pub async fn look_at_orders(
        &self,
        operation: Operation,
        known: Option<&Digest>,
    ) -> Result<Option<(Vec<types::Order>, Digest)>, Error> {
        let call = self.call(operation, Effect::Read, "orders", vec![]);
        let Some((answer, digest)) = self.stack.look(call.clone(), known).await? else { return Ok(None) };
        Ok(Some((self.member(&call, &answer, "orders")?, digest)))
    }

    /// What is told of the order with this id.
    pub async fn info(&self, operation: Operation, order: &str) -> Result<types::Info, Error> {
        let call = self.call(operation, Effect::Read, "getinfo", vec![order_id(operation, order)?]);
        let info: types::Info = lenient::entry(&self.stack.send(&call).await?).unwrap_or_default();
        // What is shown, and consented to, must be the order that was asked for.
        match info.orderid.as_deref() {
            Some(same) if same == order => Ok(info),
            Some(_) => Err(self.stack.unreadable(&call, "got another order than asked for")),
            None => Err(self.stack.unreadable(&call, "expected an order, got a map without an id")),
        }
    }

    /// By what the server of an order is entered, as that tells it.
    pub async fn password(&self, order: &str) -> Result<Option<SecretString>, Error> {
        let operation = Operation::CredentialsShow;
        let call = self.call(operation, Effect::Read, "getinfo", vec![order_id(operation, order)?]);
        let entry: secret::Entry = lenient::entry(&self.stack.send(&call).await?).unwrap_or_default();
        entry.of(order).map_err(|what| self.stack.unreadable(&call, what))
    }

    /// The same of the order whose server has the address.
    pub async fn info_by_address(
        &self,
        operation: Operation,
        address: std::net::IpAddr,
    ) -> Result<types::Info, Error> {
        let fields = vec![("orderid", "0".to_owned()), ("ip", address.to_string())];
        let call = self.call(operation, Effect::Read, "getinfo", fields);
        let info: types::Info = lenient::entry(&self.stack.send(&call).await?).unwrap_or_default();
        let is_meant = info.orderid.as_deref().is_some_and(is_id) && info.has_address(&address);
        is_meant
            .then_some(info)
            .ok_or_else(|| self.stack.unreadable(&call, "got another server than asked for"))
    }

    pub async fn power(&self, operation: Operation, verb: Verb, order: &str) -> Result<(), Error> {
        let fields = vec![order_id(operation, order)?];
        self.change(self.call(operation, Effect::Change, verb.action(), fields)).await.map(drop)
    }

    /// Installs a system on the server of an order, or only has it checked that this could be done.
    pub async fn install(&self, install: &Install<'_>, run: bool) -> Result<(), Error> {
        let operation = install.operation;
        let mut fields = vec![order_id(operation, install.order)?];
        let template = Some(install.template).filter(|template| is_plain_id(template));
        let template = template.ok_or_else(|| error::not_a_template(operation))?;
        fields.push(("ostpl", template.to_owned()));
        if !install.ssh_keys.is_empty() {
            fields.push(("sshkey_ids", install.ssh_keys.join(",")));
        }
        fields.push(("run", if run { "1" } else { "0" }.to_owned()));
        let effect = if run { Effect::Change } else { Effect::Read };
        self.change(self.call(operation, effect, install.action, fields)).await.map(drop)
    }

    /// Orders a plan; the order waits to be paid.
    pub async fn create(&self, plan: &str) -> Result<(String, Option<String>), Error> {
        let operation = Operation::OrderBuy;
        let plan = Some(plan).filter(|plan| is_id(plan)).ok_or_else(|| error::not_an_id(operation))?;
        let call = self.call(operation, Effect::Spend, "create", vec![("pid", plan.to_owned())]);
        let answer = self.change(call.clone()).await?;
        let receipt: types::Receipt = lenient::entry(&answer).unwrap_or_default();
        let order = receipt.orderid.filter(|id| is_id(id));
        let order = order
            .ok_or_else(|| self.stack.unreadable(&call, "expected an order, got a map without an id"))?;
        Ok((order, receipt.invoiceid.filter(|id| is_id(id))))
    }

    pub async fn cancel(&self, order: &str) -> Result<(), Error> {
        let operation = Operation::OrderCancel;
        let fields = vec![order_id(operation, order)?];
        self.change(self.call(operation, Effect::Change, "cancel", fields)).await.map(drop)
    }

    pub async fn keys(&self) -> Result<Vec<types::Key>, Error> {
        self.entries(&self.call(Operation::KeyList, Effect::Read, "sshkey.list", vec![]), "list").await
    }

    pub async fn add_key(&self, key: &PublicKey) -> Result<(), Error> {
        let body = json!({"sshkey": key.line()});
        self.change(self.json(Operation::KeyAdd, Effect::Change, "sshkey.add", body)).await.map(drop)
    }

    pub async fn remove_key(&self, key: &str) -> Result<(), Error> {
        let operation = Operation::KeyRemove;
        let id = Some(key).filter(|key| is_id(key)).ok_or_else(|| error::not_an_id(operation))?;
        let fields = vec![("id", id.to_owned())];
        self.change(self.call(operation, Effect::Change, "sshkey.remove", fields)).await.map(drop)
    }

    pub async fn services(&self, operation: Operation) -> Result<Vec<types::Service>, Error> {
        let call = self.call(operation, Effect::Read, "services", vec![]);
        self.entries(&call, "services").await
    }

    pub async fn service(&self, id: &str) -> Result<types::Service, Error> {
        let operation = Operation::ServiceShow;
        let wanted = Some(id).filter(|id| is_id(id)).ok_or_else(|| error::not_an_id(operation))?;
        let fields = vec![("serviceid", wanted.to_owned())];
        let call = self.call(operation, Effect::Read, "getService", fields);
        let answer = self.stack.send(&call).await?;
        // Where in the answer the service is, the document does not say.
        let nested = |name: &&str| answer.get(name).filter(|value| value.is_object() || value.is_array());
        let service = ["service", "services", "product"].iter().find_map(nested);
        let service = match service.unwrap_or(&answer) {
            Value::Array(list) => list.first().unwrap_or(&Value::Null),
            other => other,
        };
        let service: types::Service = types::entry((None, service));
        match service.id.as_deref() {
            Some(same) if same == id => Ok(service),
            Some(_) => Err(self.stack.unreadable(&call, "got another service than asked for")),
            None => Err(self.stack.unreadable(&call, "expected a service, got a map without an id")),
        }
    }

    /// Makes a call that changes something, which has happened when the answer says so and not otherwise.
    async fn change(&self, mut call: Call) -> Result<Value, Error> {
        call.mend = Some(printed::read);
        let answer = self.stack.send(&call).await?;
        match error::word(&answer) {
            error::Word::Success => Ok(answer),
            _ => Err(self.stack.unreadable(&call, "the answer does not say whether it was done")),
        }
    }

    /// The entries of a member of the answer.
    async fn entries<T: DeserializeOwned + Default + Entry>(
        &self,
        call: &Call,
        member: &'static str,
    ) -> Result<Vec<T>, Error> {
        self.member(call, &self.stack.send(call).await?, member)
    }

    fn member<T: DeserializeOwned + Default + Entry>(
        &self,
        call: &Call,
        answer: &Value,
        member: &'static str,
    ) -> Result<Vec<T>, Error> {
        let entries = answer.get(member).and_then(types::entries);
        let entries = entries.ok_or_else(|| {
            self.stack.unreadable(call, format_args!("expected a list or a map in \"{member}\", got none"))
        })?;
        Ok(entries.into_iter().map(types::entry).collect())
    }

    /// An action that takes its fields, and who asks, as a form, or in the address where the account says so.
    fn call(
        &self,
        operation: Operation,
        effect: Effect,
        name: &'static str,
        fields: Vec<(&'static str, String)>,
    ) -> Call {
        let (method, form) = match self.transport {
            Transport::Post => (Method::POST, true),
            Transport::Query => (Method::GET, false),
        };
        let mut call = action(operation, effect, method, name);
        let id = fields.iter().find(|(name, _)| matches!(*name, "orderid" | "serviceid" | "id"));
        if let Some((name, id)) = id {
            call.name = call.name.map(|action| format!("{action} {name}={id}"));
        }
        (call.query, call.form) = (fields, form);
        call
    }

    /// An action that takes JSON, with the key in a header.
    fn json(&self, operation: Operation, effect: Effect, name: &'static str, mut body: Value) -> Call {
        let mut call = action(operation, effect, Method::POST, name);
        body["cid"] = self.cid.into();
        (call.body, call.credentials) = (Some(body), false);
        call.headers = HeaderMap::from_iter([(KEY, self.key.clone())]);
        call
    }
}

/// An action, whose answer is JSON even where it calls itself a page, as PHP does unless it is told otherwise.
pub(super) fn action(operation: Operation, effect: Effect, method: Method, name: &'static str) -> Call {
    let mut call = Call::new(operation, effect, method, Path::of(&[]), Shape::Map);
    call.name = Some(format!("action={name}"));
    call.address = vec![("action", name.to_owned())];
    call.mend = Some(printed::json);
    // Whatever is printed may have a password in it, so that no excerpt of what cannot be read is shown.
    call.secret_answer = true;
    call
}

/// The field that says which order an action is about; 0 would leave that to another field.
fn order_id(operation: Operation, id: &str) -> Result<(&'static str, String), Error> {
    if is_id(id) { Ok(("orderid", id.to_owned())) } else { Err(error::not_an_id(operation)) }
}
