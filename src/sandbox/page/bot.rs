//! What the bot did, over HTTP: its audit and its journal, to look at and no more.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router, middleware};
use futures_util::future::BoxFuture;
use serde_json::Value;

use super::trouble::{Answer, Refusal};
use crate::sandbox::discord::local_only;

/// Reads what the bot has written down, as the page shows it; an error says why it cannot be read.
pub type Records = Arc<dyn Fn() -> BoxFuture<'static, Result<Value, String>> + Send + Sync>;

/// The pane's one route, for this machine's own page alone.
pub(super) fn router(records: Records) -> Router {
    Router::new().route("/sandbox/bot", get(look)).layer(middleware::from_fn(local_only)).with_state(records)
}

async fn look(State(records): State<Records>) -> Answer {
    records().await.map(Json).map_err(|error| Refusal(StatusCode::INTERNAL_SERVER_ERROR, error))
}
