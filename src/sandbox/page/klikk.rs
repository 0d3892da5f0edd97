//! Klikk's panel over HTTP: looking at the simulated provider, and making things happen and go wrong there.

use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::trouble::{Answer, Given, Means, Refusal, Trouble, TroubleWanted, snapshot};
use crate::sandbox::klikk::{Klikk, Operation, Reply};
use crate::sandbox::provider::Endpoint;

/// Something that happens at the provider without the bot.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "happening", rename_all = "kebab-case", deny_unknown_fields)]
enum Happening {
    /// Somebody orders a server in the portal.
    OrderPlaced,
    /// There is credit enough for what is ordered from now on, or not.
    CreditChanges {
        /// Whether there is.
        enough: bool,
    },
    /// The invoice of an order is paid.
    OrderPaid {
        /// The order.
        order: u64,
    },
    /// What is pending of an order is created.
    OrderCreated {
        /// The order.
        order: u64,
    },
    /// The period of everything that is not renewed ends.
    PeriodEnds,
    /// A server runs from now on or does not.
    VpsRuns {
        /// The item that it came of.
        item: u64,
        /// Whether it runs.
        running: bool,
    },
    /// The bot's address goes out of the token's filter, or comes back into it.
    FilterChanges {
        /// Whether it is in the filter then.
        inside: bool,
    },
}

impl Happening {
    /// Makes it happen; false when what it happens to is not there.
    fn happen(&self, klikk: &Klikk) -> bool {
        match self {
            Happening::OrderPlaced => klikk.order_is_placed("ordered-elsewhere") > 0,
            Happening::CreditChanges { enough } => {
                klikk.with_state(|state| state.has_credit = *enough);
                true
            }
            Happening::OrderPaid { order } => klikk.order_is_paid(*order),
            Happening::OrderCreated { order } => klikk.order_is_created(*order),
            Happening::PeriodEnds => klikk.period_ends() > 0,
            Happening::VpsRuns { item, running } => klikk.vps_runs(*item, *running),
            Happening::FilterChanges { inside } => {
                klikk.with_state(|state| state.who.is_in_filter = *inside);
                true
            }
        }
    }
}

#[derive(Clone)]
struct Panel {
    klikk: Arc<Klikk>,
    trouble: Arc<Mutex<Trouble>>,
}

/// The panel of a simulated Klikk.
pub fn klikk_panel(klikk: Arc<Klikk>) -> Router {
    Router::new()
        .route("/", get(look))
        .route("/trouble", post(set_trouble))
        .route("/happening", post(happen))
        .with_state(Panel { klikk, trouble: Arc::default() })
}

async fn look(State(panel): State<Panel>) -> Json<Value> {
    Json(snapshot(&panel.klikk, &panel.trouble))
}

async fn set_trouble(State(panel): State<Panel>, body: Given<TroubleWanted>) -> Answer {
    let refusal = Reply::json(StatusCode::UNAUTHORIZED, &json!({"message": "Unauthorized"}));
    let means = Means { sessions: &[], guarded: Operation::ALL.to_vec(), refusal };
    body?.0.order(&panel.klikk, means, &panel.trouble)
}

async fn happen(State(panel): State<Panel>, body: Given<Happening>) -> Answer {
    let Json(happening) = body?;
    if happening.happen(&panel.klikk) {
        Ok(Json(json!({})))
    } else {
        Err(Refusal(StatusCode::NOT_FOUND, "Klikk has no such thing".to_owned()))
    }
}
