//! Rests: what a portal refused is not tried again for a while, since it counts wrong passwords.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::Mutex;

use super::{Call, Failure, Reply};
use crate::domain::{ErrorKind, Operation};

/// How long a password that was refused is not sent again, and what lets nobody in does not cause a sign-in.
const REST: Duration = Duration::from_secs(300);
/// How long a portal is left alone at most that asks to wait.
const LONGEST: Duration = Duration::from_secs(3600);

/// A failure that stands for every further attempt until its rest is over.
pub struct Rest {
    until: Instant,
    failure: Failure,
}

impl Rest {
    /// The rest after a failure: none when another attempt may go better.
    pub fn after(failure: Failure) -> Self {
        let length = match failure.error.kind {
            ErrorKind::Unauthorized | ErrorKind::Refused(_) => REST,
            ErrorKind::RateLimited { .. } => failure.retry_after.unwrap_or_default().min(LONGEST),
            _ => Duration::ZERO,
        };
        Rest { until: Instant::now() + length, failure }
    }

    /// The rest of a password after an attempt with it failed.
    pub fn of_password(mut failure: Failure) -> Self {
        if failure.error.kind == ErrorKind::Unauthorized {
            failure.error.kind = ErrorKind::LoginRefused { again: Timestamp::now() + REST };
            return Rest { until: Instant::now() + REST, failure };
        }
        Rest::after(failure)
    }

    /// Whether the next attempt may be made.
    pub fn is_over(&self) -> bool {
        Instant::now() >= self.until
    }

    /// The failure, as that of a call which is not made.
    pub fn failure_of(&self, call: &Call) -> Failure {
        let mut failure = self.failure.clone();
        failure.error.operation = call.operation;
        if let ErrorKind::RateLimited { retry_after } = &mut failure.error.kind {
            *retry_after = Some(self.until.saturating_duration_since(Instant::now()));
        }
        failure
    }
}

/// What rests of a password that goes with every call.
#[derive(Default)]
pub struct Rests {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// When a call was last let in.
    accepted: Option<Instant>,
    /// For what calls have been let in.
    allowed: HashSet<Operation>,
    /// What was let in before and is not any more, until anything is let in again.
    doubted: Option<Operation>,
    /// Why no call is made, while that rests.
    refused: Option<Rest>,
    /// What lets nobody in, though the password is right.
    closed: HashMap<Operation, Rest>,
}

impl State {
    fn resting(&self, operation: Operation) -> Option<&Rest> {
        [self.refused.as_ref(), self.closed.get(&operation)]
            .into_iter()
            .flatten()
            .find(|rest| !rest.is_over())
    }

    /// Notes what came of an attempt, and says so where it was the password that was refused.
    fn note(&mut self, operation: Operation, result: &mut Result<Reply, Failure>) {
        match result {
            Ok(_) => {
                self.accepted = Some(Instant::now());
                self.allowed.insert(operation);
                self.doubted = None;
            }
            Err(failure) if failure.error.kind == ErrorKind::Unauthorized => {
                // A password that has just been right is not wrong now, unless one thing after the other is shut that
                // it opened: one alone may be about a privilege.
                let was_right = self.accepted.is_some_and(|at| at.elapsed() < REST);
                let is_shut = self.allowed.contains(&operation);
                let shut_before = self.doubted.filter(|before| is_shut && *before != operation);
                if was_right && shut_before.is_none() {
                    self.closed.insert(operation, Rest::after(failure.clone()));
                    self.doubted = self.doubted.or(is_shut.then_some(operation));
                } else {
                    (self.accepted, self.doubted) = (None, None);
                    self.closed.clear();
                    let rest = Rest::of_password(failure.clone());
                    *failure = rest.failure.clone();
                    self.refused = Some(rest);
                }
            }
            Err(_) => {}
        }
    }
}

impl Rests {
    /// Makes an attempt at a call unless what it shows rests.
    pub async fn unless(
        &self,
        call: &Call,
        attempt: impl Future<Output = Result<Reply, Failure>> + Send,
    ) -> Result<Reply, Failure> {
        let mut state = self.state.lock().await;
        if let Some(rest) = state.resting(call.operation) {
            return Err(rest.failure_of(call));
        }
        if state.accepted.is_none() {
            // One call tries whether the password is right; those that wait need not be wrong too.
            let mut result = attempt.await;
            state.note(call.operation, &mut result);
            return result;
        }
        drop(state);
        let mut result = attempt.await;
        self.state.lock().await.note(call.operation, &mut result);
        result
    }
}

#[cfg(test)]
mod tests {
    use reqwest::{Method, StatusCode};
    use serde_json::Value;

    use super::*;
    use crate::domain::ProviderName;
    use crate::providers::layers::{Effect, Path, Shape, classify};

    fn call(operation: Operation) -> Call {
        Call::new(operation, Effect::Read, Method::GET, Path::of(&["x"]), Shape::Map)
    }

    /// Lets a call in or not; how it ends, and whether it was made at all.
    async fn made(rests: &Rests, operation: Operation, is_let_in: bool) -> (Option<&'static str>, bool) {
        let (call, mut was_made) = (call(operation), false);
        let result = rests.unless(&call, async {
            was_made = true;
            match is_let_in {
                true => Ok(Reply { status: StatusCode::OK, json: Value::Null, file: None, digest: None }),
                false => {
                    let kind = ErrorKind::Unauthorized;
                    Err(classify::error(ProviderName::LightLayer, &call, kind, "no").into())
                }
            }
        });
        let kind = result.await.err().map(|failure| failure.error.kind.as_str());
        (kind, was_made)
    }

    #[tokio::test]
    async fn one_thing_that_is_shut_is_a_privilege_and_two_that_were_open_are_the_password() {
        use Operation::{InvoiceList, ServerList, TicketList};
        let rests = Rests::default();
        assert_eq!(made(&rests, ServerList, true).await, (None, true));
        assert_eq!(made(&rests, InvoiceList, true).await, (None, true));
        // Never let in: nothing is known of it.
        assert_eq!(made(&rests, TicketList, false).await, (Some("unauthorized"), true));
        assert_eq!(made(&rests, ServerList, false).await, (Some("unauthorized"), true));
        assert_eq!(made(&rests, ServerList, true).await, (Some("unauthorized"), false), "it rests alone");
        assert_eq!(made(&rests, InvoiceList, false).await, (Some("login-refused"), true));
        assert_eq!(made(&rests, TicketList, true).await, (Some("login-refused"), false), "all rests");
    }

    #[tokio::test]
    async fn what_is_shut_while_other_things_open_stays_a_matter_of_privileges() {
        use Operation::{InvoiceList, ServerList};
        let rests = Rests::default();
        for operation in [ServerList, InvoiceList] {
            assert_eq!(made(&rests, operation, true).await, (None, true));
        }
        assert_eq!(made(&rests, ServerList, false).await, (Some("unauthorized"), true));
        assert_eq!(made(&rests, InvoiceList, true).await, (None, true));
        assert_eq!(made(&rests, InvoiceList, false).await, (Some("unauthorized"), true));
    }
}
