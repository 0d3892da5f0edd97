//! The panel's side over HTTP: looking at the simulated LlamaLink, and making things go wrong there.

use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::sandbox::discord::local_only;
use crate::sandbox::llamalink::{
    Fault, LlamaLink, Misbehaviour, Mode, OnDisconnect, Operation, Reply, Server,
};

/// How many requests the panel shows.
const SHOWN: u64 = 60;

/// What goes wrong at the provider until something else is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Trouble {
    /// Nothing does.
    #[default]
    None,
    /// No request is answered.
    Hang,
    /// Every request is answered with an error of the server.
    #[serde(rename = "error-500")]
    Error500,
    /// A web page stands where JSON is expected.
    Html,
    /// Changes are carried out, and then the connection breaks.
    LostAnswer,
    /// The key is no longer valid.
    KeyRefused,
}

impl Trouble {
    /// Makes it so, from the next request on.
    fn order(self, llamalink: &LlamaLink) {
        llamalink.clear_faults();
        match self {
            Trouble::None => {}
            Trouble::Hang => {
                // Held, not hung: back at normal, the bot still gets the answer it waits for.
                llamalink.inject_everywhere(Fault::before(Misbehaviour::Hold(OnDisconnect::Abandon)));
            }
            Trouble::Error500 => {
                llamalink.inject_everywhere(Fault::answer(Reply::status(StatusCode::INTERNAL_SERVER_ERROR)));
            }
            Trouble::Html => {
                llamalink.inject_everywhere(Fault::answer(Reply::html(StatusCode::OK)));
            }
            Trouble::LostAnswer => {
                let changing = |operation: &Operation| {
                    operation.is_post()
                        || matches!(
                            operation,
                            Operation::StartServer | Operation::StopServer | Operation::RestartServer
                        )
                };
                for operation in Operation::ALL.into_iter().filter(changing) {
                    llamalink.inject(operation, Fault::after(Misbehaviour::Drop));
                }
            }
            Trouble::KeyRefused => {
                for operation in Operation::ALL.into_iter().filter(|operation| operation.needs_key()) {
                    llamalink.inject(operation, Fault::answer(Reply::status(StatusCode::FORBIDDEN)));
                }
            }
        }
        llamalink.release_all();
    }
}

#[derive(Clone)]
struct Panel {
    llamalink: Arc<LlamaLink>,
    trouble: Arc<Mutex<Trouble>>,
}

/// The panel's routes, for this machine's own page alone.
pub(super) fn router(llamalink: Arc<LlamaLink>) -> Router {
    Router::new()
        .route("/sandbox/provider", get(look))
        .route("/sandbox/provider/trouble", post(set_trouble))
        .route("/sandbox/provider/crash", post(crash))
        .route("/sandbox/provider/mode", post(set_mode))
        .layer(middleware::from_fn(local_only))
        .with_state(Panel { llamalink, trouble: Arc::default() })
}

/// Why nothing was done.
struct Refusal(StatusCode, String);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

impl From<JsonRejection> for Refusal {
    fn from(rejection: JsonRejection) -> Self {
        Refusal(StatusCode::BAD_REQUEST, rejection.body_text())
    }
}

type Answer = Result<Json<Value>, Refusal>;
type Given<T> = Result<Json<T>, JsonRejection>;

async fn look(State(panel): State<Panel>) -> Json<Value> {
    let mut snapshot = panel.llamalink.snapshot();
    let last = snapshot["last_request"].as_u64().unwrap_or_default();
    let requests = panel.llamalink.requests_since(last.saturating_sub(SHOWN));
    Json(json!({
        "trouble": *panel.trouble.lock().unwrap_or_else(PoisonError::into_inner),
        "now": snapshot["state"]["now"].take(),
        "servers": snapshot["state"]["servers"].take(),
        "requests": requests.iter().map(|request| request.to_json()).collect::<Vec<_>>(),
    }))
}

#[derive(Deserialize)]
struct TroubleWanted {
    trouble: Trouble,
}

async fn set_trouble(State(panel): State<Panel>, body: Given<TroubleWanted>) -> Answer {
    let wanted = body?.trouble;
    // Under the lock, so that of two clicks the one that is shown is the one that holds.
    let mut trouble = panel.trouble.lock().unwrap_or_else(PoisonError::into_inner);
    wanted.order(&panel.llamalink);
    *trouble = wanted;
    Ok(Json(json!({ "trouble": wanted })))
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
