//! Health: how an account's provider is doing, by the calls made to it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use jiff::Timestamp;

use super::{Call, Failure, Reply, Transport};
use crate::domain::account::Condition;
use crate::domain::{Error, ErrorKind};

/// An answer that took longer than this is slow.
const SLOW: Duration = Duration::from_secs(5);

/// The health of one account.
#[derive(Debug)]
pub struct Health(Mutex<Condition>);

impl Default for Health {
    fn default() -> Self {
        Health(Mutex::new(Condition::Untried))
    }
}

impl Health {
    /// How the account's provider is doing now.
    pub fn condition(&self) -> Condition {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes how a call went; `anonymous`: it was one that anybody may make.
    fn note(&self, anonymous: bool, result: Result<(), &Error>, took: Duration) {
        let mut condition = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *condition = match result {
            Err(error) if is_failing(error) => {
                let at = Timestamp::now();
                let since = match &*condition {
                    Condition::Failing { since, .. } => *since,
                    _ => at,
                };
                Condition::Failing { since, at, error: Box::new(error.clone()) }
            }
            _ if anonymous && refuses(&condition) => return,
            _ if took > SLOW => Condition::Slow { took },
            _ => Condition::Ok,
        };
    }
}

fn refuses(condition: &Condition) -> bool {
    matches!(condition, Condition::Failing { error, .. } if error.refuses_account())
}

/// Whether the error is about the provider or the account as a whole, not about what was asked.
fn is_failing(error: &Error) -> bool {
    let of_request = matches!(
        error.kind,
        ErrorKind::NotFound | ErrorKind::PaymentRequired | ErrorKind::Refused(_) | ErrorKind::Unsupported
    );
    !of_request || error.refuses_account()
}

/// The layer that keeps an account's health.
pub struct Watched<T> {
    inner: T,
    health: Arc<Health>,
}

impl<T> Watched<T> {
    /// The layer around `inner` that writes into `health`.
    pub fn new(inner: T, health: Arc<Health>) -> Self {
        Watched { inner, health }
    }
}

#[async_trait]
impl<T: Transport> Transport for Watched<T> {
    async fn send(&self, call: &Call) -> Result<Reply, Failure> {
        let begun = Instant::now();
        let result = self.inner.send(call).await;
        self.health.note(
            call.anonymous,
            result.as_ref().map(|_| ()).map_err(|failure| &failure.error),
            begun.elapsed(),
        );
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Operation, ProviderName};

    fn error(kind: ErrorKind) -> Error {
        let status = crate::domain::ErrorStatus::Temporary;
        let (provider, operation) = (ProviderName::LlamaLink, Operation::ServerList);
        Error { provider, operation, kind, status, cause: String::new() }
    }

    #[test]
    fn health_knows_since_when_and_forgets_with_the_next_good_answer() {
        let health = Health::default();
        assert!(matches!(health.condition(), Condition::Untried));
        health.note(false, Err(&error(ErrorKind::Timeout)), SLOW * 4);
        let Condition::Failing { since: first, .. } = health.condition() else { panic!("failing") };
        health.note(false, Err(&error(ErrorKind::Unauthorized)), Duration::ZERO);
        let Condition::Failing { since, at, error: last } = health.condition() else { panic!("failing") };
        assert_eq!((since, last.kind), (first, ErrorKind::Unauthorized));
        assert!(at >= since);
        health.note(false, Ok(()), SLOW * 2);
        assert!(matches!(health.condition(), Condition::Slow { .. }));
        health.note(false, Ok(()), Duration::ZERO);
        assert!(matches!(health.condition(), Condition::Ok));
    }

    #[test]
    fn what_anybody_may_ask_for_does_not_hide_that_the_account_is_refused() {
        let health = Health::default();
        let denied = Error {
            provider: ProviderName::Inferno,
            ..error(ErrorKind::Refused(Some("Access denied".to_owned())))
        };
        health.note(false, Err(&denied), Duration::ZERO);
        health.note(true, Ok(()), Duration::ZERO);
        assert!(matches!(health.condition(), Condition::Failing { .. }));
        health.note(false, Ok(()), Duration::ZERO);
        assert!(matches!(health.condition(), Condition::Ok));
        health.note(false, Err(&error(ErrorKind::Unreachable)), Duration::ZERO);
        health.note(true, Ok(()), Duration::ZERO);
        assert!(matches!(health.condition(), Condition::Ok), "it is reached again");
    }

    #[test]
    fn a_refusal_of_one_request_is_no_failing_provider() {
        let health = Health::default();
        health.note(false, Err(&error(ErrorKind::NotFound)), Duration::ZERO);
        assert!(matches!(health.condition(), Condition::Ok));
    }
}
