//! The count of answers that Discord holds against us: 10,000 in ten minutes ban the address.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// Half of what Discord bears: other programs may share the address.
pub(super) const MOST: u32 = 5_000;
pub(super) const WINDOW: Duration = Duration::from_secs(600);
const SLOT: Duration = Duration::from_secs(60);

/// The invalid answers of the last ten minutes, in slots of one.
#[derive(Debug, Default)]
pub(super) struct InvalidAnswers {
    slots: VecDeque<(Instant, u32)>,
    total: u32,
    tripped: bool,
}

impl InvalidAnswers {
    pub(super) fn count(&mut self, now: Instant) {
        match self.slots.back_mut() {
            Some((start, count)) if now < *start + SLOT => *count = count.saturating_add(1),
            _ => self.slots.push_back((now, 1)),
        }
        self.total = self.total.saturating_add(1);
    }

    /// Until when nothing but callbacks may be sent, if that is so.
    pub(super) fn blocked_until(&mut self, now: Instant) -> Option<Instant> {
        while let Some((start, count)) = self.slots.front().copied()
            && expiry(start) <= now
        {
            self.total = self.total.saturating_sub(count);
            self.slots.pop_front();
        }
        if self.total < MOST {
            self.tripped = false;
            return None;
        }
        if !self.tripped {
            self.tripped = true;
            tracing::error!(
                answers = self.total,
                "Discord refused too many requests in ten minutes; only first answers are sent until that falls"
            );
        }
        let mut left = self.total;
        self.slots
            .iter()
            .find(|(_, count)| {
                left = left.saturating_sub(*count);
                left < MOST
            })
            .map(|(start, _)| expiry(*start))
    }
}

/// A slot counts until its youngest answer is ten minutes old.
fn expiry(start: Instant) -> Instant {
    start + WINDOW + SLOT
}
