//! The simulator's time: real seconds, with leaps, or none at all.

use std::time::{Duration, Instant};

use jiff::Timestamp;

/// The clock that uptimes, boots and provisionings follow.
#[derive(Clone, Debug)]
pub struct Clock {
    base: Timestamp,
    /// Absent when time stands still.
    running_since: Option<Instant>,
}

impl Clock {
    /// A clock that shows the present and goes on.
    pub fn real() -> Self {
        Self { base: Timestamp::now(), running_since: Some(Instant::now()) }
    }

    /// The moment it shows.
    pub fn now(&self) -> Timestamp {
        match self.running_since {
            Some(since) => self.base + since.elapsed(),
            None => self.base,
        }
    }

    /// Stops it; from now on only [`Clock::advance`] moves it.
    pub fn freeze(&mut self) {
        self.base = self.now();
        self.running_since = None;
    }

    /// Moves it forward at once.
    pub fn advance(&mut self, by: Duration) {
        self.base += by;
    }
}
