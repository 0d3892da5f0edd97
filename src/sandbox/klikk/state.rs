//! The state of the simulated account.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::http::request::Parts;
use serde_json::{Value, json};

use super::answers;
use super::auth::{Shown, Who};
use super::effect::Effect;
use super::operation::Operation;
use super::order::{Item, Order};
use crate::sandbox::provider::{Answer, Authorization, Call, Clock, Pace, Provider, Reply};

/// The forms that a list of orders can have; the documentation shows none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListForm {
    /// A list in `orders`.
    Wrapped,
    /// A list.
    Bare,
    /// A map by the orders' ids.
    ById,
}

/// Everything that the provider knows; tests and panels may change any of it.
pub struct State {
    /// The time.
    pub clock: Clock,
    /// How long servers take.
    pub pace: Pace,
    /// Who may ask.
    pub who: Who,
    /// Whether there is credit enough for what is ordered.
    pub has_credit: bool,
    /// How the list of orders is written.
    pub list_form: ListForm,
    /// Whether that list has the references and the items of orders.
    pub list_is_full: bool,
    /// The orders by their ids.
    pub orders: BTreeMap<u64, Order>,
    /// The id of the next order.
    pub next_order: u64,
    /// The id of the next item.
    pub next_item: u64,
    /// The id of the next server.
    pub next_vps: u64,
}

impl State {
    /// The item with this id, to change it.
    pub fn item_mut(&mut self, item: u64) -> Option<&mut Item> {
        self.orders.values_mut().flat_map(|order| &mut order.items).find(|known| known.id == item)
    }
}

/// The path below which everything is.
pub(super) const PATH: &str = "/api";

impl Provider for State {
    type Operation = Operation;
    type Effect = Effect;

    const NAME: &'static str = "Klikk";
    const BASE_PATH: &'static str = PATH;

    fn clock(&mut self) -> &mut Clock {
        &mut self.clock
    }

    fn judge(&self, request: &Parts, body: &[u8]) -> Authorization {
        match (Who::credential(&request.headers), self.who.look(&request.headers, request.uri.path(), body)) {
            (None, _) | (_, Shown::Nothing) => Authorization::Missing,
            (Some(shown), Shown::Right) => Authorization::Right(shown),
            (Some(shown), Shown::Wrong | Shown::Stale) => Authorization::Wrong(shown),
        }
    }

    fn carry_out(&mut self, call: &Call<Operation>) -> Answer<Effect> {
        answers::carry_out(self, call)
    }

    fn refuse(status: StatusCode) -> Reply {
        match status {
            StatusCode::NOT_FOUND => answers::refusal(StatusCode::BAD_REQUEST, "Unknown action"),
            other => Reply::html(other),
        }
    }

    fn to_json(&self) -> Value {
        let now = self.clock.now();
        let orders = self.orders.iter().map(|(id, order)| {
            let items = order.items.iter().map(|item| {
                json!({
                    "id": item.id,
                    "name": item.name,
                    "status": item.status.at(now).number(),
                    "ending": item.is_ending,
                    "running": item.vps.is_running,
                })
            });
            json!({
                "id": id,
                "status": order.status(now).number(),
                "message": order.status(now).message(),
                "reference": order.reference,
                "items": items.collect::<Vec<_>>(),
            })
        });
        json!({
            "now": now.to_string(),
            "credit": self.has_credit,
            "orders": orders.collect::<Vec<_>>(),
        })
    }
}
