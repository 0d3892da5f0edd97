//! The HTTP half: which request each action is, and the form of its answer.
//!
//! Every action is a POST of JSON to one address; a GET there is answered with a page for people.

use reqwest::{Method, Url};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::auth::{Shown, Signed};
use super::config::{BASE_URL, KlikkLogin, Settings};
use super::error;
use super::types::{self, id_number};
use crate::domain::account::Condition;
use crate::domain::{AccountName, Error, Operation, ProviderName};
use crate::providers::http;
use crate::providers::layers::{Call, Digest, Effect, Path, SetupError, Shape, Stack, StackSettings};
use crate::providers::lenient;

/// The client of one account.
pub struct Client {
    stack: Stack,
}

impl Client {
    pub fn new(account: AccountName, settings: Settings) -> Result<Self, SetupError> {
        let base_url: Url = match settings.base_url {
            Some(url) => url,
            None => http::check_base_url(BASE_URL)?,
        };
        let shown = Shown::new(&settings.login, base_url.path())?;
        let secret = match &settings.login {
            KlikkLogin::Token(token) => token,
            KlikkLogin::Password { password, .. } => password,
        };
        let settings = StackSettings {
            provider: ProviderName::Klikk,
            account,
            base_url,
            limits: settings.limits,
            clients: settings.clients,
            secrets: vec![SecretString::new(secret.expose_secret().clone())],
            credentials: vec![],
            judge: error::judge,
        };
        Ok(Client { stack: Stack::with(settings, |inner| Signed::new(inner, shown))? })
    }

    pub fn condition(&self) -> Condition {
        self.stack.health().condition()
    }

    /// The servers of an order's item; of all where it is 0. One that tells another item is none of its.
    pub async fn servers(&self, operation: Operation, item: u64) -> Result<Vec<types::Server>, Error> {
        let call = action(operation, Effect::Read, "server_list", json!({"order_item_id": item}));
        let answer = self.stack.send(&call).await?;
        let servers = answer.get("servers").and_then(types::entries);
        let servers = servers.ok_or_else(|| {
            self.stack.unreadable(&call, "expected a list or a map in \"servers\", got none")
        })?;
        let servers = servers.into_iter().map(|(_, server)| lenient::entry(server).unwrap_or_default());
        Ok(servers.filter(|server: &types::Server| item == 0 || server.may_be_of(item)).collect())
    }

    pub async fn orders(&self, operation: Operation) -> Result<Vec<types::Order>, Error> {
        let call = orders_call(operation);
        self.read_orders(&call, &self.stack.send(&call).await?)
    }

    /// Every order, each with an id: a list of which something cannot be read does not show that an order is not there.
    pub async fn every_order(&self, operation: Operation) -> Result<Vec<types::Order>, Error> {
        let orders = self.orders(operation).await?;
        match orders.iter().all(|order| order.id().is_some()) {
            true => Ok(orders),
            false => {
                let call = orders_call(operation);
                Err(self.stack.unreadable(&call, "expected orders with ids, got one without"))
            }
        }
    }

    pub async fn look_at_orders(
        &self,
        operation: Operation,
        known: Option<&Digest>,
    ) -> Result<Option<(Vec<types::Order>, Digest)>, Error> {
        let call = orders_call(operation);
        let Some((answer, digest)) = self.stack.look(call.clone(), known).await? else { return Ok(None) };
        Ok(Some((self.read_orders(&call, &answer)?, digest)))
    }

    fn read_orders(&self, call: &Call, answer: &Value) -> Result<Vec<types::Order>, Error> {
        types::orders(answer)
            .ok_or_else(|| self.stack.unreadable(call, "expected orders, got something else"))
    }

    /// One order with its items.
    pub async fn order(&self, operation: Operation, id: &str) -> Result<types::Order, Error> {
        let number = id_number(id).ok_or_else(|| error::not_an_id(operation))?;
        let call = action(operation, Effect::Read, "order_status", json!({"order_id": number}));
        let order: types::Order = lenient::entry(&self.stack.send(&call).await?).unwrap_or_default();
        // What is shown, and consented to, must be the order that was asked for.
        match order.id() {
            Some(same) if same == id => Ok(order),
            Some(_) => Err(self.stack.unreadable(&call, "got another order than asked for")),
            None => Err(self.stack.unreadable(&call, "expected an order, got a map without an id")),
        }
    }

    /// Orders what the body says; the order, as far as the answer tells it.
    pub async fn create(&self, body: Value, secrets: Vec<SecretString>) -> Result<types::Order, Error> {
        let mut call = action(Operation::OrderCustom, Effect::Spend, "order_create", body);
        (call.secrets, call.secret_answer) = (secrets, true);
        let order: types::Order = lenient::entry(&self.stack.send(&call).await?).unwrap_or_default();
        match order.id() {
            Some(_) => Ok(order),
            None => Err(self.stack.unreadable(&call, "expected an order, got a map without an id")),
        }
    }

    /// Cancels an order, or one item of it. Without the order's id Klikk may cancel anything, so it is in every call.
    pub async fn cancel(&self, operation: Operation, order: &str, item: Option<&str>) -> Result<(), Error> {
        let number = |id| id_number(id).ok_or_else(|| error::not_an_id(operation));
        let mut body = json!({"order_id": number(order)?});
        if let Some(item) = item {
            body["order_item_id"] = number(item)?.into();
        }
        let mut call = action(operation, Effect::Change, "order_cancel", body);
        call.shape = Shape::Receipt;
        call.mend = Some(receipt);
        self.stack.send(&call).await.map(drop)
    }
}

fn orders_call(operation: Operation) -> Call {
    let mut call = action(operation, Effect::Read, "order_list", json!({}));
    call.shape = Shape::Either;
    call
}

/// An action, whose answer is JSON even where it calls itself a page, as PHP does unless it is told otherwise.
fn action(operation: Operation, effect: Effect, name: &'static str, mut body: Value) -> Call {
    let mut call = Call::new(operation, effect, Method::POST, Path::of(&[]), Shape::Map);
    let ids = ["order_id", "order_item_id"].iter().filter_map(|id| Some(format!(" {id}={}", body.get(id)?)));
    call.name = Some(format!("action={name}{}", ids.collect::<String>()));
    body["action"] = name.into();
    call.body = Some(body);
    call.mend = Some(|body| serde_json::from_slice(body).ok());
    call
}

/// What stands in place of the empty answer to a change: a page is what whoever is not understood gets, so it is none.
fn receipt(body: &[u8]) -> Option<Value> {
    match body.trim_ascii_start() {
        [b'<', ..] => Some(Value::String("a page".to_owned())),
        body => serde_json::from_slice(body).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_no_receipt_and_anything_else_may_be() {
        assert_eq!(receipt(b" <!DOCTYPE html>"), Some(Value::String("a page".to_owned())));
        assert_eq!(receipt(b"{}"), Some(json!({})));
        assert_eq!(receipt(b"OK"), None);
    }
}
