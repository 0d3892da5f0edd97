//! Rests: what a portal refused is not tried again for a while, since it counts wrong passwords.

use std::collections::HashMap;
use std::time::{Duration, Instant};

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

    fn note(&mut self, operation: Operation, result: &Result<Reply, Failure>) {
        match result {
            Ok(_) => self.accepted = Some(Instant::now()),
            Err(failure) if failure.error.kind == ErrorKind::Unauthorized => {
                let rest = Rest::after(failure.clone());
                // A password that has just been right is not wrong now; one that was changed is in a while.
                match self.accepted.is_some_and(|at| at.elapsed() < REST) {
                    true => drop(self.closed.insert(operation, rest)),
                    false => self.refused = Some(rest),
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
            let result = attempt.await;
            state.note(call.operation, &result);
            return result;
        }
        drop(state);
        let result = attempt.await;
        self.state.lock().await.note(call.operation, &result);
        result
    }
}
