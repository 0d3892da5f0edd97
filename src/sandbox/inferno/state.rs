//! The state of the simulated account.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::http::request::Parts;
use rust_decimal::Decimal;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::answers;
use super::effect::Effect;
use super::operation::Operation;
use super::order::{Key, Order, Product, Vps};
use crate::sandbox::provider::fields::Fields;
use crate::sandbox::provider::{Answer, Authorization, Call, Clock, Condition, Pace, Provider, Reply};

/// Everything that the provider knows; tests and panels may change any of it.
pub struct State {
    /// The time.
    pub clock: Clock,
    /// How long servers take.
    pub pace: Pace,
    /// The client's id.
    pub cid: String,
    /// The client's API key.
    pub key: SecretString,
    /// The client's e-mail address.
    pub email: String,
    /// The client's password for the personal area.
    pub password: SecretString,
    /// Whether the caller's address is one of those that the support was told.
    pub is_listed: bool,
    /// Whether installations are answered by PHP's `print_r`, as the documentation prints them.
    pub prints: bool,
    /// The balance.
    pub balance: Decimal,
    /// The operating systems.
    pub templates: Vec<String>,
    /// The plans.
    pub products: Vec<Product>,
    /// The orders by their ids.
    pub orders: BTreeMap<u64, Order>,
    /// The SSH keys by their ids.
    pub keys: BTreeMap<u64, Key>,
    /// The id of the next order.
    pub next_order: u64,
    /// The id of the next invoice.
    pub next_invoice: u64,
    /// The id of the next service.
    pub next_service: u64,
    /// The id of the next SSH key.
    pub next_key: u64,
}

impl State {
    /// The server of the order with this id, to change it.
    pub fn vps_mut(&mut self, order: u64) -> Option<&mut Vps> {
        self.orders.get_mut(&order)?.vps.as_mut()
    }

    /// What the provider says of a server's state.
    pub(super) fn word(&self, vps: &Vps) -> String {
        let told = match vps.power.condition(self.clock.now()) {
            Condition::Running { .. } => "Включен",
            Condition::Stopped => "Выключен",
        };
        vps.word.clone().unwrap_or_else(|| told.to_owned())
    }
}

/// The key that a request carries, in its header or among its fields.
pub(super) fn key_of(header: Option<&axum::http::HeaderValue>, fields: &Fields) -> Option<String> {
    let header = header.and_then(|value| value.to_str().ok()).map(str::to_owned);
    header.or_else(|| fields.get("key").map(str::to_owned))
}

impl Provider for State {
    type Operation = Operation;
    type Effect = Effect;

    const NAME: &'static str = "Inferno";
    const BASE_PATH: &'static str = "/api_client.php";

    fn clock(&mut self) -> &mut Clock {
        &mut self.clock
    }

    fn judge(&self, request: &Parts, body: &[u8]) -> Authorization {
        let fields = Fields::of(request.uri.query(), body);
        match key_of(request.headers.get("x-key"), &fields).map(SecretString::new) {
            None => Authorization::Missing,
            Some(key) if *key.expose_secret() == *self.key.expose_secret() => Authorization::Right(key),
            Some(key) => Authorization::Wrong(key),
        }
    }

    fn carry_out(&mut self, call: &Call<Operation>) -> Answer<Effect> {
        answers::carry_out(self, call)
    }

    fn refuse(status: StatusCode) -> Reply {
        match status {
            StatusCode::NOT_FOUND => answers::fail("Unknown action"),
            other => Reply::html(other),
        }
    }

    fn to_json(&self) -> Value {
        let orders = self.orders.iter().map(|(id, order)| {
            let vps = order.vps.as_ref().map(|vps| {
                let running = matches!(vps.power.condition(self.clock.now()), Condition::Running { .. });
                json!({"name": vps.name, "state": self.word(vps), "running": running, "template": vps.template,
                       "mode": vps.mode})
            });
            json!({
                "id": id,
                "product": order.product,
                "amount": format!("{:.2}", order.amount),
                "invoice": order.invoice,
                "status": order.status.as_str(),
                "vps": vps,
            })
        });
        json!({
            "now": self.clock.now().to_string(),
            "balance": format!("{:.2}", self.balance),
            "orders": orders.collect::<Vec<_>>(),
            "keys": self.keys.iter().map(|(id, key)| json!({"id": id, "name": key.name})).collect::<Vec<_>>(),
        })
    }
}
