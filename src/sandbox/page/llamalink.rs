//! LlamaLink's panel over HTTP: looking at the simulated provider, and making things happen and go wrong there.

use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::trouble::{Answer, Given, Means, Refusal, Trouble, TroubleWanted, snapshot};
use crate::sandbox::llamalink::{LlamaLink, Mode, Operation, Reply, Server};

/// What is ordered elsewhere: the id of a plan.
const ORDERED: &str = "flame";

/// Something that happens at the provider without the bot.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Happening {
    /// A plan is ordered.
    OrderPlaced,
    /// What was ordered is set up.
    OrdersSetUp,
}

#[derive(Clone)]
struct Panel {
    llamalink: Arc<LlamaLink>,
    trouble: Arc<Mutex<Trouble>>,
}

/// The panel of a simulated LlamaLink.
pub fn llamalink_panel(llamalink: Arc<LlamaLink>) -> Router {
    Router::new()
        .route("/", get(look))
        .route("/trouble", post(set_trouble))
        .route("/crash", post(crash))
        .route("/mode", post(set_mode))
        .route("/happening", post(happen))
        .with_state(Panel { llamalink, trouble: Arc::default() })
}

async fn look(State(panel): State<Panel>) -> Json<Value> {
    let mut shown = snapshot(&panel.llamalink, &panel.trouble);
    Json(json!({
        "trouble": shown["trouble"].take(),
        "now": shown["now"].take(),
        "servers": shown["servers"].take(),
        "requests": shown["requests"].take(),
    }))
}

async fn set_trouble(State(panel): State<Panel>, body: Given<TroubleWanted>) -> Answer {
    let guarded = Operation::ALL.into_iter().filter(|operation| operation.needs_key()).collect();
    let means = Means { sessions: &[], guarded, refusal: Reply::status(StatusCode::FORBIDDEN) };
    body?.0.order(&panel.llamalink, means, &panel.trouble)
}

#[derive(Deserialize)]
struct ServerWanted {
    server: u64,
}

#[derive(Deserialize)]
struct ModeWanted {
    server: u64,
    mode: Mode,
}

#[derive(Deserialize)]
struct HappeningWanted {
    happening: Happening,
}

async fn happen(State(panel): State<Panel>, body: Given<HappeningWanted>) -> Answer {
    let Json(body) = body?;
    let happened = match body.happening {
        Happening::OrderPlaced => panel.llamalink.order_is_placed_elsewhere(ORDERED).is_some(),
        Happening::OrdersSetUp => panel.llamalink.pending_orders_are_set_up() > 0,
    };
    if happened {
        Ok(Json(json!({})))
    } else {
        Err(Refusal(StatusCode::NOT_FOUND, "LlamaLink has no such thing".to_owned()))
    }
}

async fn crash(State(panel): State<Panel>, body: Given<ServerWanted>) -> Answer {
    change(&panel, body?.server, |server| *server = server.clone().stopped())
}

async fn set_mode(State(panel): State<Panel>, body: Given<ModeWanted>) -> Answer {
    let Json(body) = body?;
    change(&panel, body.server, |server| server.mode = body.mode)
}

fn change(panel: &Panel, id: u64, change: impl FnOnce(&mut Server)) -> Answer {
    let found = panel.llamalink.with_state(|state| state.server_mut(id).map(change));
    found
        .map(|()| Json(json!({ "server": id })))
        .ok_or_else(|| Refusal(StatusCode::NOT_FOUND, "LlamaLink has no such server".to_owned()))
}
