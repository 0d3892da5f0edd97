//! Rests: what a portal refused is not tried again for a while, since it counts wrong passwords.

use std::time::{Duration, Instant};

use crate::domain::ErrorKind;
use crate::providers::layers::{Call, Failure};

/// How long a password that was refused is not sent again, and what lets nobody in does not cause a sign-in.
pub const REST: Duration = Duration::from_secs(300);
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
