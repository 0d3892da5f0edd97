//! Answers in LightLayer's words.

use axum::http::StatusCode;
use serde_json::json;

use crate::sandbox::provider::Reply;

impl Reply {
    /// LightLayer's answer to what it refuses: `{"error": [code]}`.
    pub fn error(status: StatusCode, code: &str) -> Self {
        Self::json(status, &json!({"error": [code]}))
    }
}
