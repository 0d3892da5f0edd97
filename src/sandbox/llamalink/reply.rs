//! Answers in LlamaLink's words.

use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use serde::Serialize;

use crate::sandbox::provider::Reply;

impl Reply {
    /// LlamaLink's answer with the documented meaning of `status` as its message.
    pub fn status(status: StatusCode) -> Self {
        let message = match status.as_u16() {
            200 => "הצלחה",
            201 => "נוצר בהצלחה",
            400 => "בקשה לא תקינה",
            401 => "חסרה כותרת Authorization",
            402 => "אין כרטיס תשלום תקף / החיוב נכשל",
            403 => "מפתח לא תקף / פג תוקף",
            404 => "לא נמצא",
            429 => "יותר מדי בקשות",
            _ => "שגיאת שרת",
        };
        Self::message(status, message)
    }

    /// LlamaLink's 429 with `Retry-After` in seconds.
    pub fn too_many_requests(retry_after_seconds: u64) -> Self {
        Self::status(StatusCode::TOO_MANY_REQUESTS).with_header(RETRY_AFTER, retry_after_seconds.into())
    }

    pub(in crate::sandbox::llamalink) fn message(status: StatusCode, message: &str) -> Self {
        #[derive(Serialize)]
        struct Message<'a> {
            message: &'a str,
        }
        Self::json(status, &Message { message })
    }
}
