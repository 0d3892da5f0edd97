//! Inferno's panel over HTTP: looking at the simulated provider, and making things happen and go wrong there.

use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Value, json};

use super::trouble::{Answer, Given, Means, Refusal, Trouble, TroubleWanted, snapshot};
use crate::sandbox::inferno::{Inferno, Mode, Operation, Reply};

/// Something that happens at the provider without the bot.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "happening", rename_all = "kebab-case", deny_unknown_fields)]
enum Happening {
    /// Somebody orders a plan in the personal area.
    OrderPlaced,
    /// The invoice of an order is paid.
    OrderPaid {
        /// The order.
        order: u64,
    },
    /// The balance is used up but for a rest.
    BalanceUsed,
    /// A server takes its orders otherwise from now on.
    VpsBehaves {
        /// The order that it came of.
        order: u64,
        /// How.
        mode: Mode,
    },
    /// A server goes down by itself, or comes up.
    VpsRuns {
        /// The order that it came of.
        order: u64,
        /// Whether it runs then.
        running: bool,
    },
    /// The support takes the bot's address off the list, or puts it back on.
    ListChanges {
        /// Whether it is on the list then.
        listed: bool,
    },
}

impl Happening {
    /// Makes it happen; false when what it happens to is not there.
    fn happen(&self, inferno: &Inferno) -> bool {
        match self {
            Happening::OrderPlaced => inferno.order_is_placed(303).is_some(),
            Happening::OrderPaid { order } => inferno.order_is_paid(*order),
            Happening::BalanceUsed => {
                inferno.balance_changes(Decimal::ONE);
                true
            }
            Happening::VpsBehaves { order, mode } => inferno.vps_behaves(*order, *mode),
            Happening::VpsRuns { order, running } => inferno.vps_runs(*order, *running),
            Happening::ListChanges { listed } => {
                inferno.with_state(|state| state.is_listed = *listed);
                true
            }
        }
    }
}

#[derive(Clone)]
struct Panel {
    inferno: Arc<Inferno>,
    trouble: Arc<Mutex<Trouble>>,
}

/// The panel of a simulated Inferno.
pub fn inferno_panel(inferno: Arc<Inferno>) -> Router {
    Router::new()
        .route("/", get(look))
        .route("/trouble", post(set_trouble))
        .route("/happening", post(happen))
        .with_state(Panel { inferno, trouble: Arc::default() })
}

async fn look(State(panel): State<Panel>) -> Json<Value> {
    Json(snapshot(&panel.inferno, &panel.trouble))
}

async fn set_trouble(State(panel): State<Panel>, body: Given<TroubleWanted>) -> Answer {
    let refusal = Reply::json(StatusCode::OK, &json!({"result": "fail", "message": "Access denied"}));
    // Anybody may ask for the list of plans and templates.
    let guarded = Operation::ALL.iter().copied().filter(|operation| *operation != Operation::List).collect();
    let means = Means { sessions: &[], guarded, refusal };
    body?.0.order(&panel.inferno, means, &panel.trouble)
}

async fn happen(State(panel): State<Panel>, body: Given<Happening>) -> Answer {
    let Json(happening) = body?;
    if happening.happen(&panel.inferno) {
        Ok(Json(json!({})))
    } else {
        Err(Refusal(StatusCode::NOT_FOUND, "Inferno has no such thing".to_owned()))
    }
}
