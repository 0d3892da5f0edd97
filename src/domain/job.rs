//! Jobs: work that goes on at the provider after it accepted an operation, and when it counts as seen.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Action;
use super::server::{Server, ServerState};

/// What was asked of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PowerVerb {
    /// Start it.
    Start,
    /// Power it off.
    Stop,
    /// Restart it.
    Restart,
}

impl PowerVerb {
    /// The action that asks for it.
    pub const fn action(self) -> Action {
        match self {
            PowerVerb::Start => Action::VpsStart,
            PowerVerb::Stop => Action::VpsStop,
            PowerVerb::Restart => Action::VpsRestart,
        }
    }

    /// The verb's name, as texts select by it.
    pub const fn as_str(self) -> &'static str {
        match self {
            PowerVerb::Start => "start",
            PowerVerb::Stop => "stop",
            PowerVerb::Restart => "restart",
        }
    }
}

/// How long a server is watched after an accepted call.
#[derive(Clone, Copy, Debug)]
pub struct WatchLimits {
    /// How long a restart may show no trace before it counts as unobservable.
    pub trace: Duration,
    /// How long the server may take to reach the state it was sent to.
    pub arrival: Duration,
}

impl Default for WatchLimits {
    fn default() -> Self {
        WatchLimits { trace: Duration::from_secs(90), arrival: Duration::from_secs(240) }
    }
}

/// What has been seen of a server since the call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Watch {
    /// What was asked.
    pub verb: PowerVerb,
    /// Whether the server was seen in a state other than running.
    pub seen_away: bool,
    /// The last state seen, and the uptime that came with it; `None` when no look succeeded yet.
    pub last: Option<(String, Option<u64>)>,
}

/// What the looking came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The server was seen to do what was asked.
    Verified,
    /// It reports the state that was asked for, but that proves nothing: it reported so throughout.
    Unobserved {
        /// Seconds since boot, where told.
        uptime_seconds: Option<u64>,
    },
    /// It has not reached the state that was asked for.
    NotThere {
        /// The state that it reports; foreign text.
        state: String,
    },
    /// No look succeeded.
    Blind,
}

impl Watch {
    /// A watch that starts with the call.
    pub fn new(verb: PowerVerb) -> Self {
        Watch { verb, seen_away: false, last: None }
    }

    /// Takes in one look at the server, made `elapsed` after the call; a verdict ends the watch.
    ///
    /// A restart is verified by another state followed by running, or by an uptime shorter than the time since the
    /// call. A provider that answers running throughout, with growing uptime, never verifies one.
    pub fn observe(&mut self, elapsed: Duration, server: &Server, limits: &WatchLimits) -> Option<Verdict> {
        self.last = Some((server.state.as_str().to_owned(), server.uptime_seconds));
        let running = server.state == ServerState::Running;
        let verified = match self.verb {
            PowerVerb::Start => running,
            PowerVerb::Stop => server.state == ServerState::Stopped,
            PowerVerb::Restart => {
                let rebooted =
                    server.uptime_seconds.is_some_and(|uptime| Duration::from_secs(uptime) < elapsed);
                running && (self.seen_away || rebooted)
            }
        };
        self.seen_away |= !running;
        if verified { Some(Verdict::Verified) } else { self.expire(elapsed, limits) }
    }

    /// The verdict when the time for it has come, whether or not the last look succeeded.
    pub fn expire(&self, elapsed: Duration, limits: &WatchLimits) -> Option<Verdict> {
        let traceless = self.verb == PowerVerb::Restart
            && !self.seen_away
            && self.last.as_ref().is_some_and(|(state, _)| state == ServerState::Running.as_str());
        if elapsed < if traceless { limits.trace } else { limits.arrival } {
            return None;
        }
        Some(match &self.last {
            None => Verdict::Blind,
            Some((_, uptime_seconds)) if traceless => Verdict::Unobserved { uptime_seconds: *uptime_seconds },
            Some((state, _)) => Verdict::NotThere { state: state.clone() },
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{ResourceKind, ResourceRef};

    const LIMITS: WatchLimits =
        WatchLimits { trace: Duration::from_secs(90), arrival: Duration::from_secs(240) };

    fn server(state: ServerState, uptime_seconds: Option<u64>) -> Server {
        Server {
            resource: ResourceRef::new("shop".parse().unwrap(), ResourceKind::Server, "42").unwrap(),
            name: "web".into(),
            state,
            addresses: vec![],
            uptime_seconds,
            cpu_cores: None,
            cpu_percent: None,
            memory_used_gb: None,
            memory_total_gb: None,
            disk_gb: None,
            payment_state: None,
        }
    }

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_restart_is_back_when_another_state_was_followed_by_running() {
        let mut watch = Watch::new(PowerVerb::Restart);
        assert_eq!(watch.observe(at(2), &server(ServerState::Running, Some(500)), &LIMITS), None);
        assert_eq!(watch.observe(at(4), &server(ServerState::Stopped, None), &LIMITS), None);
        let back = watch.observe(at(12), &server(ServerState::Running, None), &LIMITS);
        assert_eq!(back, Some(Verdict::Verified));
    }

    #[test]
    fn a_restart_is_back_when_the_uptime_is_shorter_than_the_time_since_the_call() {
        let mut watch = Watch::new(PowerVerb::Restart);
        let back = watch.observe(at(12), &server(ServerState::Running, Some(9)), &LIMITS);
        assert_eq!(back, Some(Verdict::Verified));
    }

    #[test]
    fn a_server_that_stays_away_is_still_down_at_the_end() {
        let mut watch = Watch::new(PowerVerb::Restart);
        assert_eq!(watch.observe(at(100), &server(ServerState::Stopped, None), &LIMITS), None);
        let end = watch.observe(at(240), &server(ServerState::Stopped, None), &LIMITS);
        assert_eq!(end, Some(Verdict::NotThere { state: "stopped".into() }));
    }

    #[test]
    fn a_watch_that_never_saw_the_server_says_so() {
        assert_eq!(Watch::new(PowerVerb::Stop).expire(at(239), &LIMITS), None);
        assert_eq!(Watch::new(PowerVerb::Stop).expire(at(240), &LIMITS), Some(Verdict::Blind));
    }

    proptest! {
        #[test]
        fn running_throughout_with_growing_uptime_is_never_back(
            before in 0u64..100_000, looks in prop::collection::vec(1u64..30, 1..60)
        ) {
            let mut watch = Watch::new(PowerVerb::Restart);
            let mut elapsed = 0;
            for step in looks {
                elapsed += step;
                let seen = server(ServerState::Running, Some(before + elapsed));
                let verdict = watch.observe(at(elapsed), &seen, &LIMITS);
                prop_assert_ne!(verdict, Some(Verdict::Verified));
            }
        }
    }
}
