//! Whether a provider answers, as far as channels are told.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::domain::account::Condition;
use crate::domain::event::Event;
use crate::domain::relay::HealthFacts;

/// The one thing of its feed.
pub const THING: &str = "provider";
/// What is to be told of a provider's condition, which is looked at once an interval; `None`: nothing that was not told.
pub fn change(
    known: Option<&HealthFacts>,
    condition: &Condition,
    interval: Duration,
    now: Timestamp,
) -> Option<(HealthFacts, Option<Event>)> {
    let interval = SignedDuration::try_from(interval).unwrap_or(SignedDuration::MAX);
    let told = known.is_some_and(|known| known.failing_since.is_some());
    match condition {
        // One failed look is no outage, however long ago it was.
        Condition::Failing { since, at, error }
            if !told
                && at.duration_since(*since) >= interval
                && now.duration_since(*since) >= interval.saturating_mul(2) =>
        {
            let reason = Some(error.kind.as_str().to_owned());
            Some((HealthFacts { failing_since: Some(*since), reason }, Some(Event::ProviderUnreachable)))
        }
        Condition::Ok | Condition::Slow { .. } if told => {
            Some((HealthFacts { failing_since: None, reason: None }, Some(Event::ProviderRecovered)))
        }
        Condition::Failing { .. } | Condition::Ok | Condition::Slow { .. } | Condition::Untried => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Error, Operation, ProviderName};

    const INTERVAL: Duration = Duration::from_secs(60);

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).unwrap()
    }

    fn failing(since: i64, last: i64) -> Condition {
        let error = Error::unsupported(ProviderName::LlamaLink, Operation::ServerList);
        Condition::Failing { since: at(since), at: at(last), error: Box::new(error) }
    }

    #[test]
    fn a_provider_that_fails_one_look_in_two_is_never_told_of() {
        for second in (0..3600).step_by(30) {
            let since = second - 15;
            let condition = if second % 60 == 0 { Condition::Ok } else { failing(since, second) };
            assert_eq!(change(None, &condition, INTERVAL, at(second)), None, "{second}");
        }
    }

    #[test]
    fn an_outage_is_told_once_when_it_lasts_and_so_is_its_end() {
        let mut known: Option<HealthFacts> = None;
        let looks = [
            (0, Condition::Ok),
            (10, failing(5, 5)),
            // Nothing was asked since the one failure.
            (300, failing(5, 5)),
            (310, Condition::Ok),
            (400, failing(350, 395)),
            // The failures of the first interval alone.
            (480, failing(350, 405)),
            (481, failing(350, 475)),
            (900, failing(350, 895)),
            (910, Condition::Slow { took: std::time::Duration::from_secs(6) }),
            (920, Condition::Ok),
        ];
        let mut told = vec![];
        for (second, condition) in looks {
            let Some((facts, event)) =
                change(known.as_ref(), &condition, Duration::from_secs(60), at(second))
            else {
                continue;
            };
            told.push((second, event.unwrap()));
            known = Some(facts);
        }
        assert_eq!(told, [(481, Event::ProviderUnreachable), (910, Event::ProviderRecovered)]);
    }
}
