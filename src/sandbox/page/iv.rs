//! IV's panel over HTTP: looking at the simulated provider, and making things happen and go wrong there.

use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Value, json};

use super::trouble::{Answer, Given, Means, Refusal, Trouble, TroubleWanted, snapshot};
use crate::sandbox::iv::{Iv, Operation, Reply};

/// Something that happens at the provider without the bot.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "happening", rename_all = "kebab-case", deny_unknown_fields)]
enum Happening {
    /// An invoice is issued.
    InvoiceIssued,
    /// An invoice is paid.
    InvoicePaid {
        /// Its id.
        invoice: u64,
    },
    /// The overpayment is used up but for a rest.
    CreditUsed,
    /// A server's tasks are never completed from now on, or they are again.
    TasksStall {
        /// The server.
        server: u64,
        /// Whether they are not.
        stuck: bool,
    },
    /// The caller leaves IV's network, or comes back into it.
    CallerMoves {
        /// Whether it is inside then.
        inside: bool,
    },
}

impl Happening {
    /// Makes it happen; false when what it happens to is not there.
    fn happen(&self, iv: &Iv) -> bool {
        match self {
            Happening::InvoiceIssued => {
                iv.invoice_is_issued(Decimal::new(2_490, 2));
                true
            }
            Happening::InvoicePaid { invoice } => iv.invoice_is_paid(*invoice),
            Happening::CreditUsed => {
                iv.credit_changes(Decimal::ONE);
                true
            }
            Happening::TasksStall { server, stuck } => iv.tasks_stall(*server, *stuck),
            Happening::CallerMoves { inside } => {
                iv.with_state(|state| state.is_inside = *inside);
                true
            }
        }
    }
}

#[derive(Clone)]
struct Panel {
    iv: Arc<Iv>,
    trouble: Arc<Mutex<Trouble>>,
}

/// The panel of a simulated IV.
pub fn iv_panel(iv: Arc<Iv>) -> Router {
    Router::new()
        .route("/", get(look))
        .route("/trouble", post(set_trouble))
        .route("/happening", post(happen))
        .with_state(Panel { iv, trouble: Arc::default() })
}

async fn look(State(panel): State<Panel>) -> Json<Value> {
    Json(snapshot(&panel.iv, &panel.trouble))
}

async fn set_trouble(State(panel): State<Panel>, body: Given<TroubleWanted>) -> Answer {
    let refusal = Reply::html(StatusCode::UNAUTHORIZED);
    let means = Means { sessions: &[], guarded: Operation::ALL.to_vec(), refusal };
    body?.0.order(&panel.iv, means, &panel.trouble)
}

async fn happen(State(panel): State<Panel>, body: Given<Happening>) -> Answer {
    let Json(happening) = body?;
    if happening.happen(&panel.iv) {
        Ok(Json(json!({})))
    } else {
        Err(Refusal(StatusCode::NOT_FOUND, "IV has no such thing".to_owned()))
    }
}
