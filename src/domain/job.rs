//! Jobs: work that goes on at the provider after it accepted an operation, and when it counts as seen.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::order::{Cycle, Progress, ProgressState, Purchase};
use super::server::{Server, ServerState};
use super::site::Site;
use super::ticket::TicketWatch;
use super::{Action, Money, ResourceRef};

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

/// How long what was begun is watched.
#[derive(Clone, Copy, Debug)]
pub struct WatchLimits {
    /// How long a restart may show no trace before it counts as unobservable.
    pub trace: Duration,
    /// How long the server may take to reach the state it was sent to.
    pub arrival: Duration,
    /// How far apart two looks must be that both find nothing of what may have been begun, before it counts as never
    /// begun.
    pub absence: Duration,
    /// How long setting up what was bought or created may take.
    pub setup: Duration,
}

impl Default for WatchLimits {
    fn default() -> Self {
        WatchLimits {
            trace: Duration::from_secs(90),
            arrival: Duration::from_secs(240),
            absence: Duration::from_secs(30),
            setup: Duration::from_secs(15 * 60),
        }
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

/// What is watched in a job, and what has been seen of it since the call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Watch {
    /// A server that something was asked of.
    Server(ServerWatch),
    /// A purchase.
    Purchase(PurchaseWatch),
    /// A site that is being created.
    Site(SiteWatch),
    /// A ticket, of whose change the answer was lost.
    Ticket(TicketWatch),
}

impl Watch {
    /// The verdict when the time for it has come, whether or not the last look succeeded.
    pub fn expire(&self, elapsed: Duration, limits: &WatchLimits) -> Option<Verdict> {
        match self {
            Watch::Server(watch) => watch.expire(elapsed, limits),
            Watch::Purchase(watch) => watch.expire(elapsed, limits),
            Watch::Site(watch) => watch.expire(elapsed, limits),
            Watch::Ticket(watch) => watch.expire(elapsed, limits),
        }
    }
}

/// What has been seen of a server since the call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServerWatch {
    /// What was asked.
    pub verb: ServerVerb,
    /// Whether the server was seen in a state other than running.
    pub seen_away: bool,
    /// What the last look showed; `None` when no look succeeded yet.
    pub last: Option<Seen>,
}

/// What the looking came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// What was asked for was seen.
    Verified,
    /// It reports the state that was asked for, but that proves nothing: it reported so throughout. Of a purchase: the
    /// provider accepted it and shows nothing more of it.
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
    /// The provider says that it failed.
    Failed,
    /// The provider knows nothing of it: it was never begun.
    NotStarted,
    /// It goes on for longer than it is watched.
    Unfinished,
}

/// How a job ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// What was seen.
    pub verdict: Verdict,
    /// Seconds from the call to the verdict.
    pub after_seconds: u64,
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
            Verdict::Failed => "failed",
            Verdict::NotStarted => "not-started",
            Verdict::Unfinished => "unfinished",
        }
    }
}

impl ServerWatch {
    /// The state that was last seen, in the provider's word; foreign text.
    pub fn state(&self) -> Option<&str> {
        match &self.last {
            Some(Seen::There { state, .. }) => Some(state),
            Some(Seen::Gone) | None => None,
        }
    }

    /// A watch that starts with the call.
    pub fn new(verb: ServerVerb) -> Self {
        ServerWatch { verb, seen_away: false, last: None }
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

/// What is known of the answer to the call that buys something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CallAnswer {
    /// It is not here yet.
    Pending,
    /// The provider accepted the purchase.
    Accepted,
    /// It was lost: the purchase may or may not have been begun.
    Lost,
}

/// One look at a purchase.
#[derive(Clone, Debug, PartialEq)]
pub enum PurchaseLook {
    /// The provider tells how far it is.
    Told(Progress),
    /// The provider knows nothing of it.
    Absent,
}

/// What has been seen of a purchase since the call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PurchaseWatch {
    /// The order, under the id that the bot gave it and that goes with every call for it.
    pub order: ResourceRef,
    /// What is bought; foreign text.
    pub title: String,
    /// What it costs.
    pub price: Option<Money>,
    /// How often that is paid.
    pub cycle: Cycle,
    /// What is known of the call's own answer.
    pub answer: CallAnswer,
    /// The provider's id for the new server.
    pub server: Option<String>,
    /// What the last good look showed.
    pub progress: Option<Progress>,
    /// The provider's own words in the call's answer; foreign text.
    pub words: Option<String>,
    /// Since when every look has found nothing. Not kept: after a restart the clock may have been set.
    #[serde(skip)]
    absent_since: Option<Duration>,
}

impl PurchaseWatch {
    /// A watch that starts with the call.
    pub fn new(order: ResourceRef, title: String, price: Option<Money>, cycle: Cycle) -> Self {
        PurchaseWatch {
            order,
            title,
            price,
            cycle,
            answer: CallAnswer::Pending,
            server: None,
            progress: None,
            words: None,
            absent_since: None,
        }
    }

    /// Takes in that the provider accepted the purchase.
    pub fn accept(&mut self, purchase: Purchase) {
        self.answer = CallAnswer::Accepted;
        self.server = purchase.server.or(self.server.take());
        self.words = purchase.words;
        self.absent_since = None;
    }

    /// Takes in that the call's answer will not come.
    pub fn lose_answer(&mut self) {
        self.answer = CallAnswer::Lost;
        self.absent_since = None;
    }

    /// Takes in one look, made `elapsed` after the call; a verdict ends the watch.
    ///
    /// "Never begun" needs two looks that find nothing, far enough apart, both after the call's answer was lost, and
    /// none in between or before that found something.
    pub fn observe(
        &mut self,
        elapsed: Duration,
        look: PurchaseLook,
        limits: &WatchLimits,
    ) -> Option<Verdict> {
        let progress = match look {
            PurchaseLook::Told(progress) => progress,
            PurchaseLook::Absent => {
                if self.answer == CallAnswer::Pending {
                    // The call may not have arrived yet.
                    return None;
                }
                let since = *self.absent_since.get_or_insert(elapsed);
                if elapsed.saturating_sub(since) < limits.absence {
                    return self.expire(elapsed, limits);
                }
                let known = self.answer == CallAnswer::Accepted || self.progress.is_some();
                return Some(if known { UNOBSERVED } else { Verdict::NotStarted });
            }
        };
        self.absent_since = None;
        if progress.server.is_some() {
            self.server.clone_from(&progress.server);
        }
        let verdict = match progress.state {
            ProgressState::Failed => Some(Verdict::Failed),
            ProgressState::Done => Some(Verdict::Verified),
            ProgressState::Running if progress.percent.is_some_and(|percent| percent >= 100) => {
                Some(Verdict::Verified)
            }
            ProgressState::Running => None,
        };
        self.progress = Some(progress);
        verdict.or_else(|| self.expire(elapsed, limits))
    }

    /// The verdict when the time for it has come, whether or not the last look succeeded.
    pub fn expire(&self, elapsed: Duration, limits: &WatchLimits) -> Option<Verdict> {
        if elapsed < limits.setup {
            return None;
        }
        Some(match (self.answer, &self.progress) {
            (_, Some(_)) => Verdict::Unfinished,
            (CallAnswer::Accepted, None) => UNOBSERVED,
            (CallAnswer::Pending | CallAnswer::Lost, None) => Verdict::Blind,
        })
    }
}

/// The provider accepted it, and nothing more can be seen of it.
const UNOBSERVED: Verdict = Verdict::Unobserved { uptime_seconds: None };

/// What has been seen of a site since it was asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SiteWatch {
    /// Its domain.
    pub domain: String,
    /// The state that was last seen, in the provider's word; foreign text.
    pub last: Option<String>,
    /// Whether the provider accepted its creation.
    #[serde(default)]
    accepted: bool,
    /// Since when every look has found nothing. Not kept: after a restart the clock may have been set.
    #[serde(skip)]
    absent_since: Option<Duration>,
}

impl SiteWatch {
    /// A watch that starts with the call.
    pub fn new(domain: String) -> Self {
        SiteWatch { domain, last: None, accepted: false, absent_since: None }
    }

    /// Takes in that the provider accepted its creation.
    pub fn accept(&mut self) {
        self.accepted = true;
    }

    /// Whether the provider is known to have it: a list that lacks it then says nothing.
    fn is_known(&self) -> bool {
        self.accepted || self.last.is_some()
    }

    /// Takes in the state of the site, or that there is none, seen `elapsed` after the call; a verdict ends the watch.
    pub fn observe(
        &mut self,
        elapsed: Duration,
        state: Option<String>,
        limits: &WatchLimits,
    ) -> Option<Verdict> {
        match state {
            Some(state) => {
                self.absent_since = None;
                let active = Site::is_active(&state);
                self.last = Some(state);
                if active { Some(Verdict::Verified) } else { self.expire(elapsed, limits) }
            }
            None => {
                let since = *self.absent_since.get_or_insert(elapsed);
                let absent = elapsed.saturating_sub(since) >= limits.absence && !self.is_known();
                absent.then_some(Verdict::NotStarted).or_else(|| self.expire(elapsed, limits))
            }
        }
    }

    /// The verdict when the time for it has come, whether or not the last look succeeded.
    pub fn expire(&self, elapsed: Duration, limits: &WatchLimits) -> Option<Verdict> {
        if elapsed < limits.setup {
            return None;
        }
        Some(match &self.last {
            _ if self.absent_since.is_some() && self.is_known() => UNOBSERVED,
            Some(state) => Verdict::NotThere { state: state.clone() },
            None => Verdict::Blind,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::ResourceKind;

    const LIMITS: WatchLimits = WatchLimits {
        trace: Duration::from_secs(90),
        arrival: Duration::from_secs(240),
        absence: Duration::from_secs(30),
        setup: Duration::from_secs(900),
    };

    fn purchase() -> PurchaseWatch {
        let order = ResourceRef::parse(ResourceKind::Order, "shop/hm-1").unwrap();
        PurchaseWatch::new(order, "Llama Spark".to_owned(), None, Cycle::Monthly)
    }

    fn told(state: ProgressState, percent: u8) -> PurchaseLook {
        PurchaseLook::Told(Progress {
            state,
            percent: Some(percent),
            server: Some("43".to_owned()),
            words: None,
        })
    }

    fn seen(state: &str, uptime_seconds: Option<u64>) -> Seen {
        Seen::There { state: state.into(), uptime_seconds }
    }

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_restart_is_back_when_another_state_was_followed_by_running() {
        let mut watch = ServerWatch::new(ServerVerb::Restart);
        assert_eq!(watch.observe(at(2), seen("running", Some(500)), &LIMITS), None);
        assert_eq!(watch.observe(at(4), seen("stopped", None), &LIMITS), None);
        let back = watch.observe(at(12), seen("running", None), &LIMITS);
        assert_eq!(back, Some(Verdict::Verified));
    }

    #[test]
    fn a_restart_is_back_when_the_uptime_is_shorter_than_the_time_since_the_call() {
        let mut watch = ServerWatch::new(ServerVerb::Restart);
        let back = watch.observe(at(12), seen("running", Some(9)), &LIMITS);
        assert_eq!(back, Some(Verdict::Verified));
    }

    #[test]
    fn a_server_that_stays_away_is_still_down_at_the_end() {
        let mut watch = ServerWatch::new(ServerVerb::Restart);
        assert_eq!(watch.observe(at(100), seen("stopped", None), &LIMITS), None);
        let end = watch.observe(at(240), seen("stopped", None), &LIMITS);
        assert_eq!(end, Some(Verdict::NotThere { state: "stopped".into() }));
    }

    #[test]
    fn a_watch_that_never_saw_the_server_says_so() {
        assert_eq!(ServerWatch::new(ServerVerb::Stop).expire(at(239), &LIMITS), None);
        assert_eq!(ServerWatch::new(ServerVerb::Stop).expire(at(240), &LIMITS), Some(Verdict::Blind));
    }

    #[test]
    fn a_deleted_server_is_gone_when_the_provider_knows_it_no_more() {
        let mut watch = ServerWatch::new(ServerVerb::Destroy);
        assert_eq!(watch.observe(at(2), seen("running", None), &LIMITS), None);
        assert_eq!(watch.observe(at(4), Seen::Gone, &LIMITS), Some(Verdict::Verified));
        assert_eq!(
            ServerWatch::new(ServerVerb::Restart).observe(at(4), Seen::Gone, &LIMITS),
            Some(Verdict::Gone)
        );
    }

    #[test]
    fn a_purchase_is_done_when_the_provider_says_so() {
        let mut watch = purchase();
        assert_eq!(watch.observe(at(5), told(ProgressState::Running, 20), &LIMITS), None);
        let done = watch.observe(at(10), told(ProgressState::Done, 100), &LIMITS);
        assert_eq!((done, watch.server.as_deref()), (Some(Verdict::Verified), Some("43")));
        let full = purchase().observe(at(5), told(ProgressState::Running, 100), &LIMITS);
        assert_eq!(full, Some(Verdict::Verified));
        let failed = purchase().observe(at(5), told(ProgressState::Failed, 50), &LIMITS);
        assert_eq!(failed, Some(Verdict::Failed));
    }

    #[test]
    fn while_the_call_goes_on_a_purchase_that_is_not_known_yet_is_no_sign() {
        let mut watch = purchase();
        for second in [5, 60, 119] {
            assert_eq!(watch.observe(at(second), PurchaseLook::Absent, &LIMITS), None);
        }
        watch.lose_answer();
        assert_eq!(watch.observe(at(120), PurchaseLook::Absent, &LIMITS), None, "the first look counts anew");
        assert_eq!(watch.observe(at(149), PurchaseLook::Absent, &LIMITS), None);
        assert_eq!(watch.observe(at(150), PurchaseLook::Absent, &LIMITS), Some(Verdict::NotStarted));
    }

    #[test]
    fn what_a_restart_forgot_is_looked_for_twice_again() {
        let mut watch = purchase();
        watch.lose_answer();
        assert_eq!(watch.observe(at(10), PurchaseLook::Absent, &LIMITS), None);
        let stored = serde_json::to_string(&Watch::Purchase(watch)).unwrap();
        let Watch::Purchase(mut watch) = serde_json::from_str(&stored).unwrap() else { panic!("a purchase") };
        assert_eq!(watch.observe(at(100), PurchaseLook::Absent, &LIMITS), None);
        assert_eq!(watch.observe(at(130), PurchaseLook::Absent, &LIMITS), Some(Verdict::NotStarted));
    }

    #[test]
    fn an_accepted_purchase_whose_progress_is_never_told_is_unobserved() {
        let mut watch = purchase();
        watch.accept(Purchase { server: Some("43".to_owned()), ..Purchase::default() });
        assert_eq!(watch.observe(at(10), PurchaseLook::Absent, &LIMITS), None);
        assert_eq!(watch.observe(at(40), PurchaseLook::Absent, &LIMITS), Some(UNOBSERVED));
        assert_eq!(watch.expire(at(900), &LIMITS), Some(UNOBSERVED));
    }

    #[test]
    fn a_purchase_that_goes_on_for_too_long_is_unfinished_and_one_never_seen_is_blind() {
        let mut watch = purchase();
        assert_eq!(watch.expire(at(900), &LIMITS), Some(Verdict::Blind));
        assert_eq!(watch.observe(at(899), told(ProgressState::Running, 20), &LIMITS), None);
        assert_eq!(watch.expire(at(900), &LIMITS), Some(Verdict::Unfinished));
    }

    #[test]
    fn a_site_is_there_when_it_is_active_and_was_never_created_when_two_looks_miss_it() {
        let mut watch = SiteWatch::new("mysite.co.il".to_owned());
        assert_eq!(watch.observe(at(2), Some("provisioning".into()), &LIMITS), None);
        assert_eq!(watch.observe(at(4), Some("Active".into()), &LIMITS), Some(Verdict::Verified));
        let mut watch = SiteWatch::new("mysite.co.il".to_owned());
        assert_eq!(watch.observe(at(2), None, &LIMITS), None);
        assert_eq!(watch.observe(at(32), None, &LIMITS), Some(Verdict::NotStarted));
        let mut watch = SiteWatch::new("mysite.co.il".to_owned());
        assert_eq!(
            watch.observe(at(900), Some("provisioning".into()), &LIMITS),
            Some(Verdict::NotThere { state: "provisioning".into() })
        );
    }

    #[test]
    fn a_site_that_was_accepted_or_seen_is_never_called_never_created() {
        let mut accepted = SiteWatch::new("mysite.co.il".to_owned());
        accepted.accept();
        let mut listed = SiteWatch::new("mysite.co.il".to_owned());
        assert_eq!(listed.observe(at(2), Some("provisioning".into()), &LIMITS), None);
        for mut watch in [accepted, listed] {
            assert_eq!(watch.observe(at(4), None, &LIMITS), None);
            assert_eq!(watch.observe(at(400), None, &LIMITS), None);
            assert_eq!(watch.clone().observe(at(900), None, &LIMITS), Some(UNOBSERVED));
            assert_eq!(watch.observe(at(600), Some("active".into()), &LIMITS), Some(Verdict::Verified));
        }
    }

    proptest! {
        #[test]
        fn not_started_needs_two_misses_far_enough_apart_and_nothing_seen(
            looks in prop::collection::vec((1u64..20, prop::option::of(0u8..99), any::<bool>()), 1..60)
        ) {
            let mut watch = purchase();
            watch.lose_answer();
            let (mut now, mut seen, mut missed_since) = (0, false, None);
            for (step, percent, fails) in looks {
                now += step;
                if fails {
                    continue;
                }
                let verdict = match percent {
                    Some(percent) => {
                        (seen, missed_since) = (true, None);
                        watch.observe(at(now), told(ProgressState::Running, percent), &LIMITS)
                    }
                    None => {
                        missed_since.get_or_insert(now);
                        watch.observe(at(now), PurchaseLook::Absent, &LIMITS)
                    }
                };
                if verdict == Some(Verdict::NotStarted) {
                    prop_assert!(!seen && missed_since.is_some_and(|since| now - since >= 30));
                }
                if verdict.is_some() {
                    break;
                }
            }
        }

        #[test]
        fn running_throughout_with_growing_uptime_is_never_back(
            before in 0u64..100_000, looks in prop::collection::vec(1u64..30, 1..60)
        ) {
            let mut watch = ServerWatch::new(ServerVerb::Restart);
            let mut elapsed = 0;
            for step in looks {
                elapsed += step;
                let verdict = watch.observe(at(elapsed), seen("running", Some(before + elapsed)), &LIMITS);
                prop_assert_ne!(verdict, Some(Verdict::Verified));
            }
        }
    }
}
