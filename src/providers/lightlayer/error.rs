//! LightLayer's way of saying no: by status, and by what a body says whatever its status.

use reqwest::StatusCode;
use serde_json::Value;

use crate::domain::{Error, ErrorKind, ErrorStatus, Operation, ProviderName};
use crate::providers::layers::{Answer, Refusal};
use crate::providers::lenient;

/// How much of LightLayer's own words is kept.
const MESSAGE: usize = 300;

/// The codes that say that nobody was let in, the most telling first: they come alone and with others.
const DENIALS: [(&str, &str); 3] = [
    ("wronglogin", "the e-mail address or the password is wrong"),
    ("token_expired", "the token has expired"),
    ("unauthorized", "the token or the password is not accepted"),
];

/// Reads what an answer means: the words of its `error` first, since they come with status 200 as well.
pub fn judge(answer: &Answer) -> Result<(), Refusal> {
    let status = answer.status;
    let words = refusal(answer.json.as_ref());
    let said = words.as_deref().unwrap_or_default();
    let denied = DENIALS.into_iter().find(|(code, _)| said.split(", ").any(|word| word == *code));
    let (kind, meaning) = match denied {
        Some((_, meaning)) => (ErrorKind::Unauthorized, meaning),
        None => match status {
            StatusCode::UNAUTHORIZED => {
                (ErrorKind::Unauthorized, "the token or the password is not accepted")
            }
            StatusCode::PAYMENT_REQUIRED => (ErrorKind::PaymentRequired, "payment required"),
            StatusCode::NOT_FOUND => (ErrorKind::NotFound, "not found"),
            StatusCode::TOO_MANY_REQUESTS => {
                (ErrorKind::RateLimited { retry_after: answer.retry_after }, "too many requests")
            }
            _ if status.is_server_error() => (ErrorKind::ServerError, "server error"),
            // Forbidden too: a contact who lacks a privilege has credentials that are quite right.
            _ if status.is_client_error() => (ErrorKind::Refused(words.clone()), "refused"),
            _ if words.is_some() => {
                (ErrorKind::Refused(words.clone().filter(|words| !words.is_empty())), "refused")
            }
            _ => return Ok(()),
        },
    };
    let cause = match said {
        "" => format!("{} {meaning}", status.as_u16()),
        said => format!("{} {meaning}: {said}", status.as_u16()),
    };
    Err(Refusal { kind, cause })
}

/// What the body says against the request, in LightLayer's words, which may be none; `None`: nothing.
fn refusal(body: Option<&Value>) -> Option<String> {
    let body = body?.as_object()?;
    let error = body.get("error").filter(|error| lenient::says_something(error));
    let denied = ["success", "status"].iter().any(|key| body.get(*key) == Some(&Value::Bool(false)));
    if error.is_none() && !denied {
        return None;
    }
    let told = [error, body.get("message"), body.get("info")].into_iter().flatten().map(words);
    Some(told.into_iter().find(|words| !words.is_empty()).unwrap_or_default())
}

/// The texts of a text, a list or a map, in one line.
fn words(value: &Value) -> String {
    fn gather<'v>(value: &'v Value, texts: &mut Vec<&'v str>) {
        match value {
            Value::String(text) => texts.push(text),
            Value::Array(items) => items.iter().for_each(|item| gather(item, texts)),
            Value::Object(fields) => fields.values().for_each(|field| gather(field, texts)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut texts = vec![];
    gather(value, &mut texts);
    lenient::excerpt(&texts.join(", "), MESSAGE)
}

/// The error of an id that cannot be one of LightLayer's, since it is not one that its paths take.
pub fn not_an_id(operation: Operation) -> Error {
    let cause = "nothing was asked: LightLayer has no such id".to_owned();
    permanent(operation, ErrorKind::NotFound, cause)
}

/// The error of a request that LightLayer could only refuse.
pub fn not_sent(operation: Operation, lacking: &str) -> Error {
    permanent(operation, ErrorKind::Refused(None), format!("nothing was sent: {lacking}"))
}

/// The error of something that LightLayer does not sell any more.
pub fn not_on_sale(operation: Operation) -> Error {
    permanent(
        operation,
        ErrorKind::NotFound,
        "nothing was sent: LightLayer does not list it among what it sells".to_owned(),
    )
}

fn permanent(operation: Operation, kind: ErrorKind, cause: String) -> Error {
    let (provider, status) = (ProviderName::LightLayer, ErrorStatus::Permanent);
    Error { provider, operation, kind, status, cause }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;

    fn judged(status: u16, json: Option<Value>) -> Result<(), Refusal> {
        let retry_after = Some(Duration::from_secs(7));
        judge(&Answer { status: StatusCode::from_u16(status).unwrap(), retry_after, json })
    }

    #[test]
    fn every_status_has_its_kind() {
        let limited = ErrorKind::RateLimited { retry_after: Some(Duration::from_secs(7)) };
        for (status, kind) in [
            (400, ErrorKind::Refused(None)),
            (401, ErrorKind::Unauthorized),
            (402, ErrorKind::PaymentRequired),
            (403, ErrorKind::Refused(None)),
            (404, ErrorKind::NotFound),
            (409, ErrorKind::Refused(None)),
            (429, limited),
            (500, ErrorKind::ServerError),
            (503, ErrorKind::ServerError),
        ] {
            assert_eq!(judged(status, None).unwrap_err().kind, kind, "{status}");
        }
        assert_eq!(judged(200, None), Ok(()));
    }

    #[test]
    fn a_body_that_says_no_is_a_no_whatever_the_status() {
        let refused = |words: &str| ErrorKind::Refused(Some(words.to_owned()));
        for (body, kind) in [
            (json!({"error": ["wronglogin"]}), ErrorKind::Unauthorized),
            (json!({"error": "token_expired"}), ErrorKind::Unauthorized),
            (json!({"error": ["unauthorized"]}), ErrorKind::Unauthorized),
            (json!({"error": ["unauthorized", "token_expired"]}), ErrorKind::Unauthorized),
            (json!({"error": ["that is unauthorized"]}), refused("that is unauthorized")),
            (json!({"error": ["no_such\u{202e}\nthing", "really"]}), refused("no_such thing, really")),
            (json!({"error": {"subject": ["too_short"]}, "success": true}), refused("too_short")),
            (json!({"error": true}), ErrorKind::Refused(None)),
            (json!({"error": 7, "message": "locked"}), refused("locked")),
            (json!({"success": false, "info": ["locked"]}), refused("locked")),
            (json!({"status": false}), ErrorKind::Refused(None)),
        ] {
            assert_eq!(judged(200, Some(body.clone())).unwrap_err().kind, kind, "{body}");
        }
        let expired = judged(401, Some(json!({"error": ["token_expired"]}))).unwrap_err();
        assert_eq!(expired.cause, "401 the token has expired: token_expired");
    }

    #[test]
    fn a_body_that_says_nothing_against_it_is_no_refusal() {
        for body in [
            json!({"status": true}),
            json!({"status": "Paid", "error": []}),
            json!({"success": true, "error": null}),
            json!({"info": ["reply_added"], "error": ""}),
            json!({"statuses": [], "error": false}),
            json!(["error"]),
            json!("error"),
        ] {
            assert_eq!(judged(200, Some(body.clone())), Ok(()), "{body}");
        }
    }
}
