//! Inferno's way of saying no: in the body, whatever the status.

use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use crate::domain::{Error, ErrorKind, ErrorStatus, Operation, ProviderName};
use crate::providers::layers::{Answer, Refusal};
use crate::providers::lenient;

/// The most characters of a refusal's words that are kept.
const LONGEST: usize = 300;

/// What every answer may say of how it went.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    #[serde(deserialize_with = "lenient::words")]
    result: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    message: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    msg: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    error_code: Option<String>,
}

/// How an answer says that it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// Well.
    Success,
    /// Not, for this reason where it gives one; foreign text.
    Fail(Option<String>),
    /// It says nothing of it.
    Nothing,
    /// Something that is documented nowhere.
    Unknown,
}

/// How an answer says that it went: by its own word, and by that of what was carried out behind it.
pub fn word(answer: &Value) -> Word {
    let outer = one_word(answer);
    let inner = answer.get("retx").filter(|retx| retx.is_object()).map(one_word);
    match (outer, inner) {
        (Word::Fail(words), _) | (_, Some(Word::Fail(words))) => Word::Fail(words),
        (Word::Unknown, _) | (_, Some(Word::Unknown)) => Word::Unknown,
        (outer, _) => outer,
    }
}

fn one_word(map: &Value) -> Word {
    let Said { result, message, msg, error_code } = lenient::entry(map).unwrap_or_default();
    match result.as_deref() {
        Some("success") => Word::Success,
        Some("fail") => {
            let code = error_code.filter(|code| code != "0");
            let words = match (message.or(msg), code) {
                (Some(words), Some(code)) => Some(format!("{words} ({code})")),
                (words, code) => words.or(code),
            };
            Word::Fail(words.map(|words| words.chars().take(LONGEST).collect()))
        }
        Some(_) => Word::Unknown,
        None if map.get("result").is_some_and(|result| !result.is_null()) => Word::Unknown,
        None => Word::Nothing,
    }
}

/// Reads the status, and then what the body says: most refusals have a good status.
pub fn judge(answer: &Answer) -> Result<(), Refusal> {
    let status = answer.status;
    let (kind, meaning) = match status {
        _ if status.is_success() => match answer.json.as_ref().map(word) {
            Some(Word::Fail(words)) => {
                let cause = format!("refused: {}", words.as_deref().unwrap_or("no reason given"));
                return Err(Refusal { kind: ErrorKind::Refused(words), cause });
            }
            Some(Word::Unknown) => (ErrorKind::Unreadable, "neither a success nor a failure"),
            _ => return Ok(()),
        },
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => (
            ErrorKind::Unauthorized,
            "the key is refused, or the bot's address is not on the list that the support keeps",
        ),
        StatusCode::TOO_MANY_REQUESTS => {
            (ErrorKind::RateLimited { retry_after: answer.retry_after }, "too many requests")
        }
        _ if status.is_server_error() => (ErrorKind::ServerError, "server error"),
        _ if status.is_client_error() => (ErrorKind::Refused(None), "refused"),
        // Neither a success nor an error: nothing that Inferno documents.
        _ => return Ok(()),
    };
    Err(Refusal { kind, cause: format!("{} {meaning}", status.as_u16()) })
}

/// The error of an id that cannot be one of Inferno's, which are numbers.
pub fn not_an_id(operation: Operation) -> Error {
    permanent(operation, ErrorKind::NotFound, "nothing was asked: Inferno has no such id")
}

/// The error of a name that cannot be one of Inferno's templates.
pub fn not_a_template(operation: Operation) -> Error {
    permanent(operation, ErrorKind::NotFound, "nothing was asked: Inferno has no such template")
}

/// The error of an order that no server has come of.
pub fn no_server(operation: Operation) -> Error {
    permanent(operation, ErrorKind::NotFound, "the order has no server")
}

/// The error of a plan that is on sale no more.
pub fn no_such_plan(operation: Operation) -> Error {
    permanent(operation, ErrorKind::NotFound, "no plan on sale has this id")
}

/// The error of an order that is not in the list.
pub fn no_such_order() -> Error {
    permanent(Operation::OrderProgress, ErrorKind::NotFound, "no order has this id")
}

/// The error of an offer that Inferno has not made.
pub fn no_plan() -> Error {
    permanent(Operation::OrderBuy, ErrorKind::NotFound, "nothing was asked: the offer is for no plan")
}

/// The error of an invoice that no order has.
pub fn no_such_invoice() -> Error {
    permanent(Operation::InvoiceShow, ErrorKind::NotFound, "no order has such an invoice")
}

fn permanent(operation: Operation, kind: ErrorKind, cause: &str) -> Error {
    let (provider, status) = (ProviderName::Inferno, ErrorStatus::Permanent);
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
    fn a_good_status_says_nothing_and_the_body_everything() {
        let refused = |words: &str| Err(ErrorKind::Refused(Some(words.to_owned())));
        for (body, verdict) in [
            (json!({"result": "success"}), Ok(())),
            (json!({"orders": []}), Ok(())),
            (json!({"result": null, "orders": []}), Ok(())),
            (json!({"result": "fail", "message": "no"}), refused("no")),
            (json!({"result": "fail", "msg": "Vps exists", "error_code": 904}), refused("Vps exists (904)")),
            (json!({"result": "fail", "error_code": "7"}), refused("7")),
            (json!({"result": "fail"}), Err(ErrorKind::Refused(None))),
            (
                json!({"result": "success", "retx": {"result": "fail", "msg": "no", "error_code": 0}}),
                refused("no"),
            ),
            (json!({"result": "success", "retx": {"result": "queued"}}), Err(ErrorKind::Unreadable)),
            (json!({"result": "success", "retx": []}), Ok(())),
            (json!({"result": "Success"}), Err(ErrorKind::Unreadable)),
            (json!({"result": true}), Err(ErrorKind::Unreadable)),
            (json!({"result": []}), Err(ErrorKind::Unreadable)),
        ] {
            assert_eq!(judged(200, Some(body.clone())), verdict, "{body}");
        }
    }

    #[test]
    fn every_status_has_its_kind() {
        let limited = ErrorKind::RateLimited { retry_after: Some(Duration::from_secs(7)) };
        for (status, kind) in [
            (400, ErrorKind::Refused(None)),
            (401, ErrorKind::Unauthorized),
            (403, ErrorKind::Unauthorized),
            (404, ErrorKind::Refused(None)),
            (429, limited),
            (500, ErrorKind::ServerError),
            (503, ErrorKind::ServerError),
        ] {
            assert_eq!(judged(status, None), Err(kind), "{status}");
        }
        assert_eq!(judged(200, None), Ok(()));
    }
}
