//! What a failure means for the next try: the one place that decides between temporary, permanent and ambiguous.

use super::call::{Call, Effect};
use crate::domain::{Error, ErrorKind, ErrorStatus, ProviderName};

/// Whether a call that failed like this may be made again.
///
/// `sent`: whether bytes of the call may have left. What has left may have been carried out unless the provider
/// clearly refused it; 429 is such a refusal, 500 is none.
pub fn status(effect: Effect, kind: &ErrorKind, sent: bool) -> ErrorStatus {
    match kind {
        ErrorKind::Unreachable | ErrorKind::RateLimited { .. } => ErrorStatus::Temporary,
        ErrorKind::Unsupported
        | ErrorKind::Unauthenticated
        | ErrorKind::Unauthorized
        | ErrorKind::LoginRefused { .. }
        | ErrorKind::AddressRefused
        | ErrorKind::ServerNeeded
        | ErrorKind::PaymentRequired
        | ErrorKind::NotFound
        | ErrorKind::Refused(_) => ErrorStatus::Permanent,
        _ if sent && effect.is_change() => ErrorStatus::Ambiguous,
        ErrorKind::TooLarge | ErrorKind::Redirected => ErrorStatus::Permanent,
        ErrorKind::Timeout | ErrorKind::ConnectionLost | ErrorKind::ServerError | ErrorKind::Unreadable => {
            ErrorStatus::Temporary
        }
    }
}

/// The error of a call; `cause` must hold neither a credential nor a URL.
pub fn error(provider: ProviderName, call: &Call, kind: ErrorKind, cause: impl std::fmt::Display) -> Error {
    let status = status(call.effect, &kind, call.may_be_sent());
    Error { provider, operation: call.operation, kind, status, cause: format!("{call}: {cause}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ErrorStatus::{Ambiguous, Permanent, Temporary};

    #[test]
    fn what_may_have_been_carried_out_is_ambiguous_and_nothing_else_is() {
        let limited = ErrorKind::RateLimited { retry_after: None };
        let refused = ErrorKind::Refused(None);
        // kind, a read, a change before bytes left, a change after
        let table = [
            (ErrorKind::Unsupported, Permanent, Permanent, Permanent),
            (ErrorKind::Unreachable, Temporary, Temporary, Temporary),
            (ErrorKind::Timeout, Temporary, Temporary, Ambiguous),
            (ErrorKind::ConnectionLost, Temporary, Temporary, Ambiguous),
            (ErrorKind::Unauthenticated, Permanent, Permanent, Permanent),
            (ErrorKind::Unauthorized, Permanent, Permanent, Permanent),
            (ErrorKind::LoginRefused { again: jiff::Timestamp::MAX }, Permanent, Permanent, Permanent),
            (ErrorKind::AddressRefused, Permanent, Permanent, Permanent),
            (ErrorKind::ServerNeeded, Permanent, Permanent, Permanent),
            (ErrorKind::PaymentRequired, Permanent, Permanent, Permanent),
            (ErrorKind::NotFound, Permanent, Permanent, Permanent),
            (limited, Temporary, Temporary, Temporary),
            (refused, Permanent, Permanent, Permanent),
            (ErrorKind::ServerError, Temporary, Temporary, Ambiguous),
            (ErrorKind::Unreadable, Temporary, Temporary, Ambiguous),
            (ErrorKind::TooLarge, Permanent, Permanent, Ambiguous),
            (ErrorKind::Redirected, Permanent, Permanent, Ambiguous),
        ];
        for (kind, read, unsent, sent) in table {
            assert_eq!(status(Effect::Read, &kind, false), read, "{kind:?}");
            assert_eq!(status(Effect::Read, &kind, true), read, "{kind:?}");
            assert_eq!(status(Effect::SignIn, &kind, true), read, "{kind:?}");
            for effect in [Effect::Change, Effect::Spend] {
                assert_eq!(status(effect, &kind, false), unsent, "{effect:?} {kind:?}");
                assert_eq!(status(effect, &kind, true), sent, "{effect:?} {kind:?}");
            }
        }
    }
}
