//! Changes that show in what the provider tells of a thing, and when one counts as seen.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Verdict, WatchLimits};
use crate::domain::Action;

/// What a provider shows of a thing at a moment: words by what they stand for, or the names of its parts by their ids.
pub type Sight = BTreeMap<String, String>;

/// What shows that a change has come about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sign {
    /// A part that was not there before.
    New {
        /// What was there.
        before: Sight,
    },
    /// A part is no longer there.
    Gone {
        /// Its id.
        id: String,
    },
    /// All of these words.
    Words(Sight),
    /// Other words than these: what exactly the provider makes of it is not known.
    Other {
        /// The words before.
        before: Sight,
    },
}

/// What has been seen of a change since its call, which the provider need not show at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SightWatch {
    /// What was asked.
    pub action: Action,
    /// The part that it was asked of, by the provider's id or name, where it is one; foreign text.
    pub part: Option<String>,
    /// What shows it.
    sign: Sign,
    /// Whether two looks that find nothing mean that it was never begun: not of what waits at the provider unseen.
    absence_tells: bool,
    /// Whether the provider took the request.
    accepted: bool,
    /// What was new when it was seen; foreign text.
    pub found: Option<String>,
    /// Whether a look has succeeded.
    looked: bool,
    /// Since when every look has found nothing. Not kept: after a restart the clock may have been set.
    #[serde(skip)]
    absent_since: Option<Duration>,
}

/// What one look shows.
enum Trace {
    /// It has come about; what is new, where that is something.
    Done(Option<String>),
    /// It has not.
    None,
    /// The provider does not tell.
    Untold,
}

impl SightWatch {
    /// A watch that starts with the call.
    pub fn new(action: Action, part: Option<String>, sign: Sign) -> Self {
        SightWatch {
            action,
            part,
            sign,
            absence_tells: true,
            accepted: false,
            found: None,
            looked: false,
            absent_since: None,
        }
    }

    /// The same for what may wait at the provider without being shown.
    pub fn hidden(action: Action, sign: Sign) -> Self {
        SightWatch { absence_tells: false, ..SightWatch::new(action, None, sign) }
    }

    /// Takes in that the provider took the request.
    pub fn accept(&mut self) {
        self.accepted = true;
    }

    /// Takes in one look, made `elapsed` after the call; a verdict ends the watch.
    ///
    /// "Never begun" needs two looks that find nothing, far enough apart, after the call's answer was lost: the request may
    /// still be on its way.
    pub fn observe(&mut self, elapsed: Duration, shown: &Sight, limits: &WatchLimits) -> Option<Verdict> {
        self.looked = true;
        match self.trace(shown) {
            Trace::Done(found) => {
                self.found = found;
                return Some(Verdict::Verified);
            }
            Trace::Untold => self.absent_since = None,
            Trace::None => {
                let since = *self.absent_since.get_or_insert(elapsed);
                let is_absent = elapsed.saturating_sub(since) >= limits.absence;
                if is_absent && self.absence_tells && !self.accepted {
                    return Some(Verdict::NotStarted);
                }
            }
        }
        self.expire(elapsed, limits)
    }

    fn trace(&self, shown: &Sight) -> Trace {
        match &self.sign {
            Sign::New { before } => match shown.iter().find(|(id, _)| !before.contains_key(*id)) {
                Some((_, name)) => Trace::Done(Some(name.clone())),
                None => Trace::None,
            },
            Sign::Gone { id } if shown.contains_key(id) => Trace::None,
            Sign::Gone { .. } => Trace::Done(None),
            Sign::Words(words) => {
                let told: Option<Vec<_>> =
                    words.iter().map(|(key, words)| Some(shown.get(key)? == words)).collect();
                match told {
                    None => Trace::Untold,
                    Some(told) if told.iter().all(|is_so| *is_so) => Trace::Done(None),
                    Some(_) => Trace::None,
                }
            }
            Sign::Other { before } => {
                match shown.iter().find(|(key, words)| before.get(*key) != Some(*words)) {
                    Some((_, words)) => Trace::Done(Some(words.clone())),
                    None => Trace::None,
                }
            }
        }
    }

    /// The verdict when the time for it has come, whether or not the last look succeeded.
    pub fn expire(&self, elapsed: Duration, limits: &WatchLimits) -> Option<Verdict> {
        let verdict = if self.looked { Verdict::Unobserved { uptime_seconds: None } } else { Verdict::Blind };
        (elapsed >= limits.arrival).then_some(verdict)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNOBSERVED: Verdict = Verdict::Unobserved { uptime_seconds: None };

    fn sight(words: &[(&str, &str)]) -> Sight {
        words.iter().map(|(key, words)| ((*key).to_owned(), (*words).to_owned())).collect()
    }

    fn watch(sign: Sign) -> SightWatch {
        SightWatch::new(Action::NetworkAdd, None, sign)
    }

    fn after(watch: &mut SightWatch, seconds: u64, shown: &[(&str, &str)]) -> Option<Verdict> {
        watch.observe(Duration::from_secs(seconds), &sight(shown), &WatchLimits::default())
    }

    #[test]
    fn each_sign_is_seen_in_what_it_stands_for_and_in_nothing_else() {
        let before = sight(&[("0", "net0")]);
        let both: &[_] = &[("0", "net0"), ("1", "net1")];
        let seen = Some(Verdict::Verified);
        let mut added = watch(Sign::New { before: before.clone() });
        assert_eq!((after(&mut added, 1, both), added.found.as_deref()), (seen.clone(), Some("net1")));
        assert_eq!(after(&mut watch(Sign::New { before: before.clone() }), 1, &[("0", "renamed")]), None);
        let gone = || watch(Sign::Gone { id: "1".to_owned() });
        assert_eq!(after(&mut gone(), 1, &[("0", "net0")]), seen);
        assert_eq!(after(&mut gone(), 1, both), None);
        let words = || watch(Sign::Words(sight(&[("memory", "4096"), ("cpu", "2")])));
        assert_eq!(after(&mut words(), 1, &[("memory", "4096"), ("cpu", "2"), ("disk", "7")]), seen);
        assert_eq!(after(&mut words(), 1, &[("memory", "4096"), ("cpu", "1")]), None);
        assert_eq!(after(&mut watch(Sign::Other { before: before.clone() }), 1, &[("0", "x")]), seen);
        assert_eq!(after(&mut watch(Sign::Other { before }), 1, &[("0", "net0")]), None);
    }

    #[test]
    fn nothing_counts_as_never_begun_that_was_taken_is_hidden_or_not_told() {
        let sign = || Sign::Words(sight(&[("label", "new")]));
        let old: &[_] = &[("label", "old")];
        let ends = |watch: &mut SightWatch, shown: &[(&str, &str)]| {
            assert_eq!(after(watch, 1, shown), None);
            assert_eq!(after(watch, 30, shown), None);
            (after(watch, 31, shown), after(watch, 240, shown))
        };
        assert_eq!(ends(&mut watch(sign()), old).0, Some(Verdict::NotStarted));
        let mut taken = watch(sign());
        taken.accept();
        assert_eq!(ends(&mut taken, old), (None, Some(UNOBSERVED)));
        let mut hidden = SightWatch::hidden(Action::NetworkAdd, sign());
        assert_eq!(ends(&mut hidden, old), (None, Some(UNOBSERVED)));
        assert_eq!(ends(&mut watch(sign()), &[]), (None, Some(UNOBSERVED)));
        let blind = watch(sign()).expire(Duration::from_secs(240), &WatchLimits::default());
        assert_eq!(blind, Some(Verdict::Blind));
    }
}
