//! Jobs: work that goes on at the provider after it accepted an operation, and when it counts as seen.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Action;
use super::server::{Server, ServerState};

/// What was asked of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ServerVerb {
    /// Start it.
    Start,
    /// Power it off.
    Stop,
    /// Restart it.
    Restart,
    /// Delete it with its data.
    Destroy,
}

impl ServerVerb {
    /// The verb that an action asks for, if it asks for one.
    pub const fn of(action: Action) -> Option<Self> {
        match action {
            Action::VpsStart => Some(ServerVerb::Start),
            Action::VpsStop => Some(ServerVerb::Stop),
            Action::VpsRestart => Some(ServerVerb::Restart),
            Action::VpsDestroy => Some(ServerVerb::Destroy),
            _ => None,
        }
    }

    /// The action that asks for it.
    pub const fn action(self) -> Action {
        match self {
            ServerVerb::Start => Action::VpsStart,
            ServerVerb::Stop => Action::VpsStop,
            ServerVerb::Restart => Action::VpsRestart,
            ServerVerb::Destroy => Action::VpsDestroy,
        }
    }

    /// The verb's name, as texts select by it.
    pub const fn as_str(self) -> &'static str {
        match self {
            ServerVerb::Start => "start",
            ServerVerb::Stop => "stop",
            ServerVerb::Restart => "restart",
            ServerVerb::Destroy => "destroy",
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

/// What one look at a server showed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Seen {
    /// The server, with its state and uptime.
    There {
        /// Its state in the provider's word; foreign text.
        state: String,
        /// Seconds since boot, where told.
        uptime_seconds: Option<u64>,
    },
    /// The provider knows no such server.
    Gone,
}

impl Seen {
    fn is_running(&self) -> bool {
        matches!(self, Seen::There { state, .. } if state == ServerState::Running.as_str())
    }
}

impl From<&Server> for Seen {
    fn from(server: &Server) -> Self {
        Seen::There { state: server.state.as_str().to_owned(), uptime_seconds: server.uptime_seconds }
    }
}

/// What has been seen of a server since the call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Watch {
    /// What was asked.
    pub verb: ServerVerb,
    /// Whether the server was seen in a state other than running.
    pub seen_away: bool,
    /// What the last look showed; `None` when no look succeeded yet.
    pub last: Option<Seen>,
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
    /// The provider knows no such server any more.
    Gone,
    /// No look succeeded.
    Blind,
}

impl Verdict {
    /// The verdict in a word, for the audit and for texts that select by it.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Verdict::Verified => "verified",
            Verdict::Unobserved { .. } => "unobserved",
            Verdict::NotThere { .. } => "not-there",
            Verdict::Gone => "gone",
            Verdict::Blind => "blind",
        }
    }
}

impl Watch {
    /// A watch that starts with the call.
    pub fn new(verb: ServerVerb) -> Self {
        Watch { verb, seen_away: false, last: None }
    }

    /// Takes in one look at the server, made `elapsed` after the call; a verdict ends the watch.
    ///
    /// A restart is verified by another state followed by running, or by an uptime shorter than the time since the
    /// call. A provider that answers running throughout, with growing uptime, never verifies one.
    pub fn observe(&mut self, elapsed: Duration, seen: Seen, limits: &WatchLimits) -> Option<Verdict> {
        let running = seen.is_running();
        let verified = match (self.verb, &seen) {
            (ServerVerb::Destroy, Seen::Gone) => true,
            (_, Seen::Gone) => return Some(Verdict::Gone),
            (ServerVerb::Destroy, _) => false,
            (ServerVerb::Start, _) => running,
            (ServerVerb::Stop, Seen::There { state, .. }) => state == ServerState::Stopped.as_str(),
            (ServerVerb::Restart, Seen::There { uptime_seconds, .. }) => {
                let rebooted = uptime_seconds.is_some_and(|uptime| Duration::from_secs(uptime) < elapsed);
                running && (self.seen_away || rebooted)
            }
        };
        self.seen_away |= !running;
        self.last = Some(seen);
        if verified { Some(Verdict::Verified) } else { self.expire(elapsed, limits) }
    }

    /// The verdict when the time for it has come, whether or not the last look succeeded.
    pub fn expire(&self, elapsed: Duration, limits: &WatchLimits) -> Option<Verdict> {
        let traceless = self.verb == ServerVerb::Restart
            && !self.seen_away
            && self.last.as_ref().is_some_and(Seen::is_running);
        if elapsed < if traceless { limits.trace } else { limits.arrival } {
            return None;
        }
        Some(match &self.last {
            None => Verdict::Blind,
            Some(Seen::Gone) => Verdict::Gone,
            Some(Seen::There { uptime_seconds, .. }) if traceless => {
                Verdict::Unobserved { uptime_seconds: *uptime_seconds }
            }
            Some(Seen::There { state, .. }) => Verdict::NotThere { state: state.clone() },
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LIMITS: WatchLimits =
        WatchLimits { trace: Duration::from_secs(90), arrival: Duration::from_secs(240) };

    fn seen(state: &str, uptime_seconds: Option<u64>) -> Seen {
        Seen::There { state: state.into(), uptime_seconds }
    }

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_restart_is_back_when_another_state_was_followed_by_running() {
        let mut watch = Watch::new(ServerVerb::Restart);
        assert_eq!(watch.observe(at(2), seen("running", Some(500)), &LIMITS), None);
        assert_eq!(watch.observe(at(4), seen("stopped", None), &LIMITS), None);
        let back = watch.observe(at(12), seen("running", None), &LIMITS);
        assert_eq!(back, Some(Verdict::Verified));
    }

    #[test]
    fn a_restart_is_back_when_the_uptime_is_shorter_than_the_time_since_the_call() {
        let mut watch = Watch::new(ServerVerb::Restart);
        let back = watch.observe(at(12), seen("running", Some(9)), &LIMITS);
        assert_eq!(back, Some(Verdict::Verified));
    }

    #[test]
    fn a_server_that_stays_away_is_still_down_at_the_end() {
        let mut watch = Watch::new(ServerVerb::Restart);
        assert_eq!(watch.observe(at(100), seen("stopped", None), &LIMITS), None);
        let end = watch.observe(at(240), seen("stopped", None), &LIMITS);
        assert_eq!(end, Some(Verdict::NotThere { state: "stopped".into() }));
    }

    #[test]
    fn a_watch_that_never_saw_the_server_says_so() {
        assert_eq!(Watch::new(ServerVerb::Stop).expire(at(239), &LIMITS), None);
        assert_eq!(Watch::new(ServerVerb::Stop).expire(at(240), &LIMITS), Some(Verdict::Blind));
    }

    #[test]
    fn a_deleted_server_is_gone_when_the_provider_knows_it_no_more() {
        let mut watch = Watch::new(ServerVerb::Destroy);
        assert_eq!(watch.observe(at(2), seen("running", None), &LIMITS), None);
        assert_eq!(watch.observe(at(4), Seen::Gone, &LIMITS), Some(Verdict::Verified));
        assert_eq!(Watch::new(ServerVerb::Restart).observe(at(4), Seen::Gone, &LIMITS), Some(Verdict::Gone));
    }

    proptest! {
        #[test]
        fn running_throughout_with_growing_uptime_is_never_back(
            before in 0u64..100_000, looks in prop::collection::vec(1u64..30, 1..60)
        ) {
            let mut watch = Watch::new(ServerVerb::Restart);
            let mut elapsed = 0;
            for step in looks {
                elapsed += step;
                let verdict = watch.observe(at(elapsed), seen("running", Some(before + elapsed)), &LIMITS);
                prop_assert_ne!(verdict, Some(Verdict::Verified));
            }
        }
    }
}
