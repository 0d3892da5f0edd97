//! LlamaLink's way of saying no.

use reqwest::StatusCode;

use crate::domain::{Error, ErrorKind, ErrorStatus, Operation, ProviderName};
use crate::providers::layers::{Answer, Refusal};
use crate::providers::lenient;

/// How much of LlamaLink's own words is kept.
const MESSAGE: usize = 300;

/// Reads the status as LlamaLink documents it.
///
/// 401 and 403 mean the reverse of the usual: 401 that the header is missing, 403 that the key is wrong.
pub fn judge(answer: &Answer) -> Result<(), Refusal> {
    let status = answer.status;
    let (kind, meaning) = match status {
        _ if status.is_success() => return Ok(()),
        StatusCode::UNAUTHORIZED => (ErrorKind::Unauthenticated, "the Authorization header is missing"),
        StatusCode::PAYMENT_REQUIRED => {
            (ErrorKind::PaymentRequired, "no valid payment card, or the charge failed")
        }
        StatusCode::FORBIDDEN => (ErrorKind::Unauthorized, "the key is invalid or has expired"),
        StatusCode::NOT_FOUND => (ErrorKind::NotFound, "not found"),
        StatusCode::TOO_MANY_REQUESTS => {
            (ErrorKind::RateLimited { retry_after: answer.retry_after }, "too many requests")
        }
        _ if status.is_server_error() => (ErrorKind::ServerError, "server error"),
        _ if status.is_client_error() => (ErrorKind::Refused(message(answer)), "refused"),
        // Neither a success nor an error: nothing that LlamaLink documents.
        _ => return Ok(()),
    };
    let cause = match message(answer) {
        Some(message) => format!("{} {meaning}: {message}", status.as_u16()),
        None => format!("{} {meaning}", status.as_u16()),
    };
    Err(Refusal { kind, cause })
}

/// The error of an id that cannot be one of LlamaLink's, since it cannot stand in a path.
pub fn not_an_id(operation: Operation) -> Error {
    permanent(operation, ErrorKind::NotFound, "nothing was asked: the id cannot stand in a path")
}

/// The error of a plan that the price list does not have.
pub fn no_such_plan(operation: Operation) -> Error {
    permanent(operation, ErrorKind::NotFound, "the price list has no such plan")
}

/// The error of an offer that lacks what LlamaLink wants to see, or of an id that cannot be a purchase's.
pub fn not_for_sale(operation: Operation, lacking: &str) -> Error {
    permanent(operation, ErrorKind::Refused(None), &format!("nothing was sent: {lacking}"))
}

fn permanent(operation: Operation, kind: ErrorKind, cause: &str) -> Error {
    let (provider, status) = (ProviderName::LlamaLink, ErrorStatus::Permanent);
    Error { provider, operation, kind, status, cause: cause.to_owned() }
}

/// LlamaLink's own words. It documents no form for them; these are the two that others use.
fn message(answer: &Answer) -> Option<String> {
    let body = answer.json.as_ref()?;
    let text = ["message", "error"].into_iter().find_map(|key| body.get(key)?.as_str())?;
    Some(lenient::excerpt(text, MESSAGE)).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;

    fn judged(status: u16, json: Option<serde_json::Value>) -> Result<(), Refusal> {
        let retry_after = Some(Duration::from_secs(7));
        judge(&Answer { status: StatusCode::from_u16(status).unwrap(), retry_after, json })
    }

    #[test]
    fn every_documented_status_has_its_kind() {
        let limited = ErrorKind::RateLimited { retry_after: Some(Duration::from_secs(7)) };
        for (status, kind) in [
            (401, ErrorKind::Unauthenticated),
            (402, ErrorKind::PaymentRequired),
            (403, ErrorKind::Unauthorized),
            (404, ErrorKind::NotFound),
            (429, limited),
            (500, ErrorKind::ServerError),
            (503, ErrorKind::ServerError),
            (400, ErrorKind::Refused(None)),
            (409, ErrorKind::Refused(None)),
        ] {
            assert_eq!(judged(status, None).unwrap_err().kind, kind, "{status}");
        }
        assert_eq!(judged(200, None), Ok(()));
        assert_eq!(judged(201, None), Ok(()));
    }

    #[test]
    fn a_missing_header_and_a_wrong_key_read_differently() {
        assert_eq!(judged(401, None).unwrap_err().cause, "401 the Authorization header is missing");
        assert_eq!(judged(403, None).unwrap_err().cause, "403 the key is invalid or has expired");
    }

    #[test]
    fn a_refusal_keeps_the_providers_words_when_it_has_any() {
        for (body, words) in [
            (json!({"message": "no\u{202e} such\nplan"}), Some("no such plan")),
            (json!({"error": "locked", "code": 7}), Some("locked")),
            (json!({"error": {"text": "locked"}}), None),
            (json!({"message": "", "error": null}), None),
            (json!(["message"]), None),
            (json!("message"), None),
        ] {
            let refusal = judged(422, Some(body.clone())).unwrap_err();
            assert_eq!(refusal.kind, ErrorKind::Refused(words.map(str::to_owned)), "{body}");
        }
    }
}
