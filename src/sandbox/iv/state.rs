//! The state of the simulated account.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::http::request::Parts;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::account::{Bonus, Credit, Order, Owner, Service};
use super::answers;
use super::effect::Effect;
use super::operation::Operation;
use super::server::{Server, System};
use crate::sandbox::provider::fields::Fields;
use crate::sandbox::provider::{Answer, Authorization, Call, Clock, Pace, Provider, Reply};

/// Everything that the provider knows; tests and panels may change any of it.
pub struct State {
    /// The time.
    pub clock: Clock,
    /// The zone in which IV tells it.
    pub timezone: TimeZone,
    /// How long tasks take.
    pub pace: Pace,
    /// The name of the API's user.
    pub nick: String,
    /// That user's password.
    pub password: SecretString,
    /// Whether the caller is on a server that IV hosts.
    pub is_inside: bool,
    /// The owner.
    pub owner: Owner,
    /// The overpayment.
    pub credit: Decimal,
    /// The bonus.
    pub bonus: Decimal,
    /// The invoices, oldest first.
    pub orders: Vec<Order>,
    /// What is paid for, servers included.
    pub services: Vec<Service>,
    /// What became of overpayments.
    pub credits: Vec<Credit>,
    /// What became of bonuses.
    pub bonuses: Vec<Bonus>,
    /// The servers by the ids of their services.
    pub servers: BTreeMap<u64, Server>,
    /// The operating systems.
    pub systems: Vec<System>,
    /// The id of the next task.
    pub next_task: u64,
}

impl State {
    /// The moment as IV prints it.
    pub fn now(&self) -> DateTime {
        self.local(self.clock.now())
    }

    /// A moment as IV prints it.
    pub fn local(&self, moment: Timestamp) -> DateTime {
        self.timezone.to_datetime(moment)
    }

    /// The server with this id, to change it.
    pub fn server_mut(&mut self, id: u64) -> Option<&mut Server> {
        self.servers.get_mut(&id)
    }

    /// Whether the fields show who asks.
    pub(super) fn admits(&self, fields: &Fields) -> bool {
        fields.get("nick") == Some(self.nick.as_str())
            && fields.get("password") == Some(self.password.expose_secret().as_str())
    }
}

impl Provider for State {
    type Operation = Operation;
    type Effect = Effect;

    const NAME: &'static str = "IV";
    const BASE_PATH: &'static str = "/json.php";

    fn clock(&mut self) -> &mut Clock {
        &mut self.clock
    }

    fn judge(&self, request: &Parts, body: &[u8]) -> Authorization {
        let fields = Fields::of(request.uri.query(), body);
        let password = fields.get("password").map(|password| SecretString::new(password.to_owned()));
        match password {
            None => Authorization::Missing,
            Some(password) if self.admits(&fields) => Authorization::Right(password),
            Some(password) => Authorization::Wrong(password),
        }
    }

    fn carry_out(&mut self, call: &Call<Operation>) -> Answer<Effect> {
        answers::carry_out(self, call)
    }

    fn refuse(status: StatusCode) -> Reply {
        // An unknown command is a wrong parameter of the one address that there is.
        Reply::html(if status == StatusCode::NOT_FOUND { StatusCode::BAD_REQUEST } else { status })
    }

    fn to_json(&self) -> Value {
        let now = self.clock.now();
        let servers = self.servers.iter().map(|(id, server)| {
            let task = server.tasks.last().map(|task| {
                let over = task.completed.is_some_and(|completed| completed <= now);
                json!({"id": task.id, "command": task.command.command(), "over": over})
            });
            json!({"id": id, "name": server.domain, "stuck": server.stuck, "task": task})
        });
        let invoices = self.orders.iter().map(|order| {
            json!({
                "id": order.id,
                "total": format!("{:.2}", order.cost),
                "issued": order.created.date().to_string(),
                "paid": order.paid.is_some(),
            })
        });
        json!({
            "now": now.to_string(),
            "credit": format!("{:.2}", self.credit),
            "bonus": format!("{:.2}", self.bonus),
            "servers": servers.collect::<Vec<_>>(),
            "invoices": invoices.collect::<Vec<_>>(),
        })
    }
}
