//! What can go wrong at a provider, and whether trying again is harmless.

use std::time::Duration;

use jiff::Timestamp;

use super::{Operation, ProviderName};

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The adapter does not offer the operation.
    Unsupported,
    /// The provider could not be reached.
    Unreachable,
    /// The provider did not answer in time.
    Timeout,
    /// The connection broke before a whole answer had come.
    ConnectionLost,
    /// No credentials reached the provider.
    Unauthenticated,
    /// The credentials are wrong or expired.
    Unauthorized,
    /// The username and the password are wrong, and are not sent again for a while.
    LoginRefused {
        /// When they may be tried again.
        again: Timestamp,
    },
    /// The provider takes no calls from the address that this one came from.
    AddressRefused,
    /// The provider tells it for one server at a time, and none was named.
    ServerNeeded,
    /// No valid payment card, or the charge failed.
    PaymentRequired,
    /// The provider knows nothing by that id.
    NotFound,
    /// The provider asks for fewer requests.
    RateLimited {
        /// How long it asks us to wait.
        retry_after: Option<Duration>,
    },
    /// The provider refused the request, in its own words where it has any; foreign text.
    Refused(Option<String>),
    /// The provider itself failed.
    ServerError,
    /// The answer was not what the provider documents.
    Unreadable,
    /// The answer was larger than we read.
    TooLarge,
    /// A redirect, which is never followed.
    Redirected,
}

impl ErrorKind {
    /// The kind in a word, for the audit and for texts that select by it.
    pub const fn as_str(&self) -> &'static str {
        match self {
            ErrorKind::Unsupported => "unsupported",
            ErrorKind::Unreachable => "unreachable",
            ErrorKind::Timeout => "timeout",
            ErrorKind::ConnectionLost => "connection-lost",
            ErrorKind::Unauthenticated => "unauthenticated",
            ErrorKind::Unauthorized => "unauthorized",
            ErrorKind::LoginRefused { .. } => "login-refused",
            ErrorKind::AddressRefused => "address-refused",
            ErrorKind::ServerNeeded => "server-needed",
            ErrorKind::PaymentRequired => "payment-required",
            ErrorKind::NotFound => "not-found",
            ErrorKind::RateLimited { .. } => "rate-limited",
            ErrorKind::Refused(_) => "refused",
            ErrorKind::ServerError => "server-error",
            ErrorKind::Unreadable => "unreadable",
            ErrorKind::TooLarge => "too-large",
            ErrorKind::Redirected => "redirected",
        }
    }
}

/// Whether the request may be made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorStatus {
    /// The request was not carried out, and would fail again.
    Permanent,
    /// The request was not carried out, and may succeed later.
    Temporary,
    /// The request may have been carried out: look, never repeat.
    Ambiguous,
}

/// A provider's failure: who, doing what, what went wrong, and the cause for the log.
///
/// It carries no credential and no URL.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{provider}: {operation}: {cause}")]
pub struct Error {
    /// The provider.
    pub provider: ProviderName,
    /// What was asked of it.
    pub operation: Operation,
    /// What went wrong.
    pub kind: ErrorKind,
    /// Whether it may be tried again.
    pub status: ErrorStatus,
    /// The cause in words, for the log only; foreign text.
    pub cause: String,
}

impl Error {
    /// Whether the provider lets nothing of the account in, whatever was asked.
    pub fn refuses_account(&self) -> bool {
        match &self.kind {
            ErrorKind::Unauthenticated
            | ErrorKind::Unauthorized
            | ErrorKind::LoginRefused { .. }
            | ErrorKind::AddressRefused => true,
            // Inferno refuses a wrong key and an unknown address with a good status, in words that are documented
            // nowhere; whoever is refused a list has asked for nothing that could be wrong.
            ErrorKind::Refused(words) if self.provider == ProviderName::Inferno => {
                let said = words.as_deref().unwrap_or_default().to_ascii_lowercase();
                self.operation.is_list() || said.contains("access denied")
            }
            _ => false,
        }
    }

    /// The error of an operation that an adapter does not offer.
    pub fn unsupported(provider: ProviderName, operation: Operation) -> Self {
        Error {
            provider,
            operation,
            kind: ErrorKind::Unsupported,
            status: ErrorStatus::Permanent,
            cause: "not offered by this provider".to_owned(),
        }
    }

    /// Whether the request may have been carried out.
    pub fn is_ambiguous(&self) -> bool {
        self.status == ErrorStatus::Ambiguous
    }
}
