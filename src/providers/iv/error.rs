//! IV's way of saying no.

use reqwest::StatusCode;

use crate::domain::{Error, ErrorKind, ErrorStatus, Operation, ProviderName};
use crate::providers::layers::{Answer, Refusal};

/// Reads the status; what its body may say is documented nowhere.
///
/// A body that speaks of an error beside a good status is documented neither, and so neither a success nor a clear no.
pub fn judge(answer: &Answer) -> Result<(), Refusal> {
    let status = answer.status;
    let (kind, meaning) = match status {
        _ if status.is_success() => {
            let error = answer.json.as_ref().and_then(|json| json.get("error"));
            if error.is_none_or(serde_json::Value::is_null) {
                return Ok(());
            }
            (ErrorKind::Unreadable, "an answer that speaks of an error")
        }
        StatusCode::BAD_REQUEST => (ErrorKind::Refused(None), "a wrong parameter or command"),
        StatusCode::UNAUTHORIZED => (
            ErrorKind::Unauthorized,
            "the API user or its password is refused; the user's description must be API",
        ),
        StatusCode::FORBIDDEN => {
            (ErrorKind::AddressRefused, "a call must come from an IV address and over HTTPS")
        }
        StatusCode::NOT_FOUND => (ErrorKind::NotFound, "not found"),
        StatusCode::TOO_MANY_REQUESTS => {
            (ErrorKind::RateLimited { retry_after: answer.retry_after }, "too many requests")
        }
        _ if status.is_server_error() => (ErrorKind::ServerError, "server error"),
        _ if status.is_client_error() => (ErrorKind::Refused(None), "refused"),
        // Neither a success nor an error: nothing that IV documents.
        _ => return Ok(()),
    };
    Err(Refusal { kind, cause: format!("{} {meaning}", status.as_u16()) })
}

/// The error of an id that cannot be one of IV's, which are numbers.
pub fn not_an_id(operation: Operation) -> Error {
    permanent(operation, ErrorKind::NotFound, "nothing was asked: IV has no such id")
}

/// The error of a server that the list of services does not have.
pub fn no_such_server() -> Error {
    permanent(Operation::ServerShow, ErrorKind::NotFound, "refused, and the list has no such service")
}

/// The error of an invoice that the list does not have.
pub fn no_such_invoice() -> Error {
    permanent(Operation::InvoiceShow, ErrorKind::NotFound, "the list has no such invoice")
}

/// The error of a list of systems that names no server.
pub fn server_needed() -> Error {
    let cause = "nothing was asked: IV tells the systems of one server at a time";
    permanent(Operation::TemplateList, ErrorKind::ServerNeeded, cause)
}

fn permanent(operation: Operation, kind: ErrorKind, cause: &str) -> Error {
    let (provider, status) = (ProviderName::Iv, ErrorStatus::Permanent);
    Error { provider, operation, kind, status, cause: cause.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::{Value, json};

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
            (403, ErrorKind::AddressRefused),
            (404, ErrorKind::NotFound),
            (405, ErrorKind::Refused(None)),
            (429, limited),
            (500, ErrorKind::ServerError),
            (503, ErrorKind::ServerError),
        ] {
            assert_eq!(judged(status, None), Err(kind), "{status}");
        }
        assert_eq!(judged(200, None), Ok(()));
    }

    #[test]
    fn a_good_status_beside_an_error_is_neither_a_success_nor_a_clear_no() {
        for body in [json!({"error": "bad"}), json!({"error": false}), json!({"error": [], "task_id": "1"})] {
            assert_eq!(judged(200, Some(body)), Err(ErrorKind::Unreadable));
        }
        for body in
            [json!({"error": null, "task_id": "1"}), json!([{"error": "of an entry"}]), json!("error")]
        {
            assert_eq!(judged(200, Some(body)), Ok(()));
        }
    }
}
