//! Rests: what a portal refused is not tried again for a while, since it counts wrong passwords.

use std::collections::HashMap;
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
            Ok(_) => self.accepted = Some(Instant::now()),
            Err(failure) if failure.error.kind == ErrorKind::Unauthorized => {
                // A password that has just been right is not wrong now; one that was changed is in a while.
                if self.accepted.is_some_and(|at| at.elapsed() < REST) {
                    self.closed.insert(operation, Rest::after(failure.clone()));
                } else {
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
