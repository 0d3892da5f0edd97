//! What the panels have in common: what goes wrong at a provider, and how a panel refuses.

use std::sync::{Mutex, PoisonError};

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::sandbox::provider::{Endpoint, Fault, Misbehaviour, OnDisconnect, Provider, Reply, Simulator};

/// How many requests a panel shows.
const SHOWN: u64 = 60;
/// How many older ones it shows besides that changed something: the many that only look would push them out.
const CHANGES: usize = 20;

/// What goes wrong at the provider until something else is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Trouble {
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
    /// The key or the password is no longer valid.
    KeyRefused,
}

/// What a provider's troubles are made of.
pub(super) struct Means<O: 'static> {
    /// The operations that only log in or out: their answers are not lost.
    pub sessions: &'static [O],
    /// The operations that need the account's credential.
    pub guarded: Vec<O>,
    /// The answer to a credential that was withdrawn.
    pub refusal: Reply,
}

impl Trouble {
    /// Makes it so, from the next request on.
    fn order<P: Provider>(self, provider: &Simulator<P>, means: Means<P::Operation>) {
        provider.clear_faults();
        match self {
            Trouble::None => {}
            Trouble::Hang => {
                // Held, not hung: back at normal, the bot still gets the answer it waits for.
                provider.inject_everywhere(Fault::before(Misbehaviour::Hold(OnDisconnect::Abandon)));
            }
            Trouble::Error500 => {
                provider.inject_everywhere(Fault::answer(Reply::status(StatusCode::INTERNAL_SERVER_ERROR)));
            }
            Trouble::Html => {
                provider.inject_everywhere(Fault::answer(Reply::html(StatusCode::OK)));
            }
            Trouble::LostAnswer => {
                for operation in P::Operation::ALL.iter().filter(|one| !means.sessions.contains(one)) {
                    provider.inject(*operation, Fault::after_change(Misbehaviour::Drop));
                }
            }
            Trouble::KeyRefused => {
                for operation in means.guarded {
                    provider.inject(operation, Fault::answer(means.refusal.clone()));
                }
            }
        }
        provider.release_all();
    }
}

/// The body of a request for trouble.
#[derive(Deserialize)]
pub(super) struct TroubleWanted {
    trouble: Trouble,
}

impl TroubleWanted {
    /// Makes the trouble so, and says so.
    pub(super) fn order<P: Provider>(
        self,
        provider: &Simulator<P>,
        means: Means<P::Operation>,
        now: &Mutex<Trouble>,
    ) -> Answer {
        // Under the lock, so that of two clicks the one that is shown is the one that holds.
        let mut trouble = now.lock().unwrap_or_else(PoisonError::into_inner);
        self.trouble.order(provider, means);
        *trouble = self.trouble;
        Ok(Json(json!({ "trouble": self.trouble })))
    }
}

/// The provider's own state, what goes wrong there, and the newest requests, oldest first.
pub(super) fn snapshot<P: Provider>(provider: &Simulator<P>, trouble: &Mutex<Trouble>) -> Value {
    let mut snapshot = provider.snapshot();
    let requests = provider.newest_requests(SHOWN, CHANGES);
    let mut panel = snapshot["state"].take();
    panel["trouble"] = json!(*trouble.lock().unwrap_or_else(PoisonError::into_inner));
    panel["requests"] = requests.iter().map(|request| request.to_json()).collect();
    panel
}

/// Why nothing was done.
pub(super) struct Refusal(pub StatusCode, pub String);

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

/// What a panel answers.
pub(super) type Answer = Result<Json<Value>, Refusal>;
/// A body as it came.
pub(super) type Given<T> = Result<Json<T>, JsonRejection>;
