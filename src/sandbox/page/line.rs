//! The line between the simulated Discord and the bot, over HTTP: whether the bot's answers come through.

use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::trouble::{Answer, Given};
use crate::sandbox::discord::{Fault, Ordered, Simulator, Trouble as Failing};

/// The first answers to interactions.
const ANSWERS: &str = "/interactions/*/*/callback";

/// What goes wrong on it until something else is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Trouble {
    /// Nothing does.
    #[default]
    None,
    /// No answer of the bot's comes through in time.
    AnswersLost,
}

#[derive(Deserialize)]
struct Wanted {
    trouble: Trouble,
}

struct Line {
    discord: Simulator,
    /// What makes the trouble, while there is one.
    fault: Mutex<Option<Ordered>>,
}

/// The routes.
pub(super) fn router(discord: &Simulator) -> Router {
    let line = Arc::new(Line { discord: discord.clone(), fault: Mutex::default() });
    Router::new()
        .route("/sandbox/line", get(look))
        .route("/sandbox/line/trouble", post(trouble))
        .with_state(line)
}

async fn look(State(line): State<Arc<Line>>) -> Answer {
    let is_lost = line.fault.lock().unwrap_or_else(PoisonError::into_inner).is_some();
    let trouble = if is_lost { Trouble::AnswersLost } else { Trouble::None };
    Ok(Json(json!({ "trouble": trouble })))
}

async fn trouble(State(line): State<Arc<Line>>, wanted: Given<Wanted>) -> Answer {
    let Json(Wanted { trouble }) = wanted?;
    let mut fault = line.fault.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(ordered) = fault.take() {
        line.discord.cancel_fault(&ordered);
    }
    if trouble == Trouble::AnswersLost {
        *fault = Some(line.discord.fault(Fault::on("POST", ANSWERS, Failing::DropBefore).always()));
    }
    Ok(Json(json!({ "trouble": trouble })))
}
