//! The limit on all requests of the bot together.

use std::time::Duration;

use tokio::time::Instant;

/// How many requests per second Discord takes from one bot, interaction endpoints aside.
pub(super) const PER_SECOND: usize = 50;
const SECOND: Duration = Duration::from_secs(1);
/// How long a request is waited for whose answer does not come.
const UNANSWERED: Duration = Duration::from_secs(2);
/// How soon is looked again whether an answer has come.
const AGAIN: Duration = Duration::from_millis(20);

/// The requests that Discord may still be counting.
///
/// When it counted one lies between its sending and its answer; so one is counted here until a second after the answer,
/// and Discord never counts more in any second, however long requests are on their way.
#[derive(Debug, Default)]
pub(super) struct Global {
    counted: Vec<Counted>,
    next: u64,
}

#[derive(Clone, Copy, Debug)]
struct Counted {
    id: u64,
    sent: Instant,
    answered: Option<Instant>,
}

impl Counted {
    fn until(&self) -> Instant {
        self.answered.map_or(self.sent + UNANSWERED, |answered| answered + SECOND)
    }
}

impl Global {
    /// Until when nothing may be sent; `None`: something may.
    pub(super) fn closed_until(&mut self, now: Instant) -> Option<Instant> {
        self.counted.retain(|counted| counted.until() > now);
        if self.counted.len() < PER_SECOND {
            return None;
        }
        let opens = |counted: &Counted| match counted.answered {
            Some(_) => counted.until(),
            None => (counted.sent + SECOND).max(now + AGAIN),
        };
        self.counted.iter().map(opens).min()
    }

    /// Counts a request that is sent now; its number is for when it is answered.
    pub(super) fn send(&mut self, now: Instant) -> u64 {
        self.next += 1;
        self.counted.push(Counted { id: self.next, sent: now, answered: None });
        self.next
    }

    /// Notes that a request was answered, or will not be.
    pub(super) fn answered(&mut self, id: u64, now: Instant) {
        if let Some(counted) = self.counted.iter_mut().find(|counted| counted.id == id) {
            counted.answered = Some(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_than_fifty_are_ever_between_their_sending_and_a_second_after_their_answer() {
        let (mut global, start) = (Global::default(), Instant::now());
        let at = |millis: u64| start + Duration::from_millis(millis);
        let sent: Vec<u64> = (0..50)
            .map(|_| {
                assert_eq!(global.closed_until(at(0)), None);
                global.send(at(0))
            })
            .collect();
        assert_eq!(global.closed_until(at(0)), Some(at(1000)), "an answer may come by then");
        global.answered(sent[0], at(300));
        assert_eq!(global.closed_until(at(1000)), Some(at(1020)), "most have not been answered");
        assert_eq!(global.closed_until(at(1300)), None);
        global.send(at(1300));
        assert!(global.closed_until(at(1999)).is_some());
        assert_eq!(global.closed_until(at(2000)), None, "no answer will come any more");
    }
}
