//! Klikk's way of saying no: any status but a good one.

use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use crate::domain::{Error, ErrorKind, ErrorStatus, Operation, ProviderName};
use crate::providers::layers::{Answer, Refusal};
use crate::providers::lenient;

/// The most characters of a refusal's words that are kept.
const LONGEST: usize = 300;

/// What an answer may say of why it is none.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    #[serde(deserialize_with = "lenient::words")]
    error: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    message: Option<String>,
}

fn words(json: Option<&Value>) -> Option<String> {
    let said: Said = json.and_then(lenient::entry).unwrap_or_default();
    let words = said.message.or(said.error.filter(|error| error != "true"))?;
    Some(words.chars().take(LONGEST).collect())
}

/// Whether a map with a good status says that something went wrong, in a member that is absent or empty in good answers.
fn has_error(json: &Value) -> bool {
    json.get("error").is_some_and(lenient::says_something)
}

/// Reads the status; the `status` in a body is an order's, and none of HTTP's.
pub fn judge(answer: &Answer) -> Result<(), Refusal> {
    let status = answer.status;
    let (kind, meaning) = match status {
        _ if status.is_success() => match answer.json.as_ref().filter(|json| has_error(json)) {
            Some(json) => (ErrorKind::Refused(words(Some(json))), "with an error"),
            None => return Ok(()),
        },
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => (
            ErrorKind::Unauthorized,
            "the credentials are refused, the token's IP filter lacks the bot's address, or 2-factor is required",
        ),
        // Whoever lacks credit "might get a response asking for payment", and has an order and an invoice then.
        StatusCode::PAYMENT_REQUIRED => (ErrorKind::Unreadable, "asks for payment"),
        StatusCode::NOT_FOUND => (ErrorKind::NotFound, "not found"),
        StatusCode::TOO_MANY_REQUESTS => {
            (ErrorKind::RateLimited { retry_after: answer.retry_after }, "too many requests")
        }
        _ if status.is_server_error() => (ErrorKind::ServerError, "server error"),
        _ if status.is_client_error() => (ErrorKind::Refused(words(answer.json.as_ref())), "refused"),
        // Neither a success nor an error: nothing that Klikk documents.
        _ => return Ok(()),
    };
    let mut cause = format!("{} {meaning}", status.as_u16());
    if let Some(words) = words(answer.json.as_ref()) {
        cause.push_str(": ");
        cause.push_str(&lenient::excerpt(&words, LONGEST));
    }
    Err(Refusal { kind, cause })
}

/// The error of an id that cannot be one of Klikk's, which are numbers from 1.
pub fn not_an_id(operation: Operation) -> Error {
    not_found(operation, "nothing was asked: Klikk has no such id")
}

/// The error of a purchase that is not made, since the offer lacks what it takes.
pub fn not_sent(operation: Operation, cause: &str) -> Error {
    permanent(operation, ErrorKind::Refused(None), cause)
}

/// The error of a server that is not in the list.
pub fn no_such_server() -> Error {
    not_found(Operation::ServerShow, "the list has no such server")
}

fn not_found(operation: Operation, cause: &str) -> Error {
    permanent(operation, ErrorKind::NotFound, cause)
}

fn permanent(operation: Operation, kind: ErrorKind, cause: &str) -> Error {
    let (provider, status) = (ProviderName::Klikk, ErrorStatus::Permanent);
    Error { provider, operation, kind, status, cause: cause.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;

    fn judged(status: u16, json: Option<Value>) -> Result<(), ErrorKind> {
        let retry_after = Some(Duration::from_secs(7));
        let answer = Answer { status: StatusCode::from_u16(status).unwrap(), retry_after, json };
        judge(&answer).map_err(|refusal| refusal.kind)
    }

    #[test]
    fn every_status_has_its_kind() {
        let limited = ErrorKind::RateLimited { retry_after: Some(Duration::from_secs(7)) };
        for (status, kind) in [
            (400, ErrorKind::Refused(None)),
            (401, ErrorKind::Unauthorized),
            (402, ErrorKind::Unreadable),
            (403, ErrorKind::Unauthorized),
            (404, ErrorKind::NotFound),
            (409, ErrorKind::Refused(None)),
            (429, limited),
            (500, ErrorKind::ServerError),
            (503, ErrorKind::ServerError),
        ] {
            assert_eq!(judged(status, None), Err(kind), "{status}");
        }
        for status in [200, 201, 204] {
            assert_eq!(judged(status, None), Ok(()), "{status}");
        }
    }

    #[test]
    fn the_status_of_an_order_is_none_of_https() {
        for status in [0, 100, 200, 404, 500, 900] {
            let order = json!({"order_id": 73, "status": status, "message": "Order is being processed"});
            assert_eq!(judged(200, Some(order)), Ok(()), "{status}");
        }
    }

    #[test]
    fn a_refusal_is_told_in_its_own_words() {
        let refused = |words: &str| Err(ErrorKind::Refused(Some(words.to_owned())));
        for (status, body, verdict) in [
            (400, json!({"message": "no such os"}), refused("no such os")),
            (422, json!({"error": "no such os"}), refused("no such os")),
            (400, json!({"error": true, "message": "no"}), refused("no")),
            (400, json!(["no"]), Err(ErrorKind::Refused(None))),
            (200, json!({"error": "no"}), refused("no")),
            (200, json!({"error": {"code": 7}}), Err(ErrorKind::Refused(None))),
            (200, json!({"error": null, "message": "fine"}), Ok(())),
            (200, json!({"error": false}), Ok(())),
            (200, json!({"error": "", "order_id": 73}), Ok(())),
            (200, json!({"error": 0, "order_id": 73}), Ok(())),
            (200, json!({"error": [], "order_id": 73}), Ok(())),
            (200, json!({"error": "0", "order_id": 73}), Ok(())),
        ] {
            assert_eq!(judged(status, Some(body.clone())), verdict, "{body}");
        }
        let long = judged(400, Some(json!({"message": "x".repeat(1000)})));
        assert_eq!(long, refused(&"x".repeat(LONGEST)));
    }
}
