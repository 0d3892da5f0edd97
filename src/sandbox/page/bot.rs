//! What the bot did, over HTTP: its audit and its journal, to look at and no more.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use futures_util::future::BoxFuture;
use serde_json::Value;

use super::trouble::{Answer, Refusal};

/// Reads what the bot has written down, as the page shows it; an error says why it cannot be read.
pub type Records = Arc<dyn Fn() -> BoxFuture<'static, Result<Value, String>> + Send + Sync>;

/// The pane's one route.
pub(super) fn router(records: Records) -> Router {
    Router::new().route("/sandbox/bot", get(look)).with_state(records)
}

async fn look(State(records): State<Records>) -> Answer {
    records().await.map(Json).map_err(|error| Refusal(StatusCode::INTERNAL_SERVER_ERROR, error))
}
