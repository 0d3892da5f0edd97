//! Jobs: work that goes on at the provider after it accepted an operation, and when it counts as seen.

mod creation;
mod list;
mod payment;
mod purchase;
mod sight;
mod task;

use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use creation::CreationWatch;
pub use list::{ListDeed, ListLook, ListWatch};
pub use payment::{PaymentLook, PaymentWatch};
pub use purchase::{CallAnswer, PurchaseLook, PurchaseWatch, Traced};
pub use sight::{Sight, SightWatch, Sign};
pub use task::TaskWatch;

use super::Action;
use super::server::{Server, ServerState};
use super::setup::NewSizes;
use super::site::Site;
use super::ticket::TicketWatch;

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
    /// Ask its system to shut down.
    Shutdown,
    /// Switch it off and on again.
    Reset,
    /// Set it up anew with another system.
    Reinstall,
    /// Install it for the first time; it is known by the id of its order.
    Install,
    /// Change its sizes.
    Resize,
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
            Action::VpsShutdown => Some(ServerVerb::Shutdown),
            Action::VpsReset => Some(ServerVerb::Reset),
            Action::VpsReinstall => Some(ServerVerb::Reinstall),
            Action::OrderInstall => Some(ServerVerb::Install),
            Action::VpsResize => Some(ServerVerb::Resize),
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
            ServerVerb::Shutdown => Action::VpsShutdown,
            ServerVerb::Reset => Action::VpsReset,
            ServerVerb::Reinstall => Action::VpsReinstall,
            ServerVerb::Install => Action::OrderInstall,
            ServerVerb::Resize => Action::VpsResize,
            ServerVerb::Destroy => Action::VpsDestroy,
        }
    }

    /// The verb's name, as texts select by it.
    pub const fn as_str(self) -> &'static str {
        match self {
            ServerVerb::Start => "start",
            ServerVerb::Stop => "stop",
            ServerVerb::Restart => "restart",
            ServerVerb::Shutdown => "shutdown",
            ServerVerb::Reset => "reset",
            ServerVerb::Reinstall => "reinstall",
            ServerVerb::Install => "install",
            ServerVerb::Resize => "resize",
            ServerVerb::Destroy => "destroy",
        }
    }

    /// Whether the server is to run again afterwards, so that its state alone does not tell whether it was done.
    const fn restarts(self) -> bool {
        matches!(self, ServerVerb::Restart | ServerVerb::Reset | ServerVerb::Reinstall)
    }

    /// How long the server may take to get where it was sent.
    const fn arrival(self, limits: &WatchLimits) -> Duration {
        match self {
            ServerVerb::Reinstall | ServerVerb::Install => limits.setup,
            _ => limits.arrival,
        }
    }

    /// How long it may show no trace that it was restarted; setting it up anew begins later than a restart.
    const fn trace(self, limits: &WatchLimits) -> Duration {
        match self {
            ServerVerb::Reinstall => limits.arrival,
            _ => limits.trace,
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
    /// How long what was bought may wait for its payment.
    pub payment: Duration,
    /// How long a task that the provider queued may take.
    pub task: Duration,
}

impl Default for WatchLimits {
    fn default() -> Self {
        WatchLimits {
            trace: Duration::from_secs(90),
            arrival: Duration::from_secs(240),
            absence: Duration::from_secs(30),
            setup: Duration::from_secs(15 * 60),
            payment: Duration::from_secs(7 * 24 * 60 * 60),
            task: Duration::from_secs(10 * 60),
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
    Purchase(Box<PurchaseWatch>),
    /// A site that is being created.
    Site(SiteWatch),
    /// A ticket, of whose change the answer was lost.
    Ticket(TicketWatch),
    /// A payment of an invoice.
    Payment(PaymentWatch),
    /// A task that the provider queued for a server.
    Task(TaskWatch),
    /// A change that shows in what the provider tells of a thing.
    Sight(SightWatch),
    /// A server that is made within a service.
    Creation(CreationWatch),
    /// A thing in a list, of whose change the answer was lost.
    List(ListWatch),
}

impl Watch {
    /// The verdict when the time for it has come, whether or not the last look succeeded.
    pub fn expire(&self, elapsed: Duration, limits: &WatchLimits) -> Option<Verdict> {
        match self {
            Watch::Server(watch) => watch.expire(elapsed, limits),
            Watch::Purchase(watch) => watch.expire(elapsed, limits),
            Watch::Site(watch) => watch.expire(elapsed, limits),
            Watch::Ticket(watch) => watch.expire(elapsed, limits),
            Watch::Payment(watch) => watch.expire(elapsed, limits),
            Watch::Task(watch) => watch.expire(elapsed, limits),
            Watch::Sight(watch) => watch.expire(elapsed, limits),
            Watch::Creation(watch) => watch.expire(elapsed, limits),
            Watch::List(watch) => watch.expire(elapsed, limits),
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
    /// The sizes that were asked for.
    #[serde(default)]
    wanted: Option<NewSizes>,
    /// Whether the last look showed the server in them.
    #[serde(default)]
    fits: bool,
}

/// What the looking came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// What was asked for was seen.
    Verified,
    /// The provider says that its task has ended, and not how.
    Finished,
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
    /// It was cancelled before anybody paid it.
    Cancelled,
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
            Verdict::Finished => "finished",
            Verdict::Unobserved { .. } => "unobserved",
            Verdict::NotThere { .. } => "not-there",
            Verdict::Gone => "gone",
            Verdict::Blind => "blind",
            Verdict::Failed => "failed",
            Verdict::Cancelled => "cancelled",
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
        ServerWatch { verb, seen_away: false, last: None, wanted: None, fits: false }
    }

    /// A watch over a server that is to get these sizes, which starts with the call.
    pub fn resizing(wanted: NewSizes) -> Self {
        ServerWatch { wanted: Some(wanted), ..ServerWatch::new(ServerVerb::Resize) }
    }

    /// Takes in one good look at the server, made `elapsed` after the call; a verdict ends the watch.
    pub fn look(&mut self, elapsed: Duration, server: &Server, limits: &WatchLimits) -> Option<Verdict> {
        self.fits = self.wanted.as_ref().is_some_and(|wanted| server.is_in(wanted));
        self.observe(elapsed, Seen::from(server), limits)
    }

    /// Takes in one look at the server, made `elapsed` after the call; a verdict ends the watch.
    ///
    /// A restart is verified by another state followed by running, or by an uptime shorter than the time since the
    /// call. A provider that answers running throughout, with growing uptime, never verifies one.
    pub fn observe(&mut self, elapsed: Duration, seen: Seen, limits: &WatchLimits) -> Option<Verdict> {
        let running = seen.is_running();
        let verified = match (self.verb, &seen) {
            (ServerVerb::Destroy, Seen::Gone) => true,
            // It comes into being by this.
            (ServerVerb::Install, Seen::Gone) => false,
            (_, Seen::Gone) => return Some(Verdict::Gone),
            (ServerVerb::Destroy, _) => false,
            (ServerVerb::Start | ServerVerb::Install, _) => running,
            (ServerVerb::Stop | ServerVerb::Shutdown, Seen::There { state, .. }) => {
                state == ServerState::Stopped.as_str()
            }
            (ServerVerb::Resize, _) => self.fits,
            (
                ServerVerb::Restart | ServerVerb::Reset | ServerVerb::Reinstall,
                Seen::There { uptime_seconds, .. },
            ) => {
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
        let traceless =
            self.verb.restarts() && !self.seen_away && self.last.as_ref().is_some_and(Seen::is_running);
        if elapsed < if traceless { self.verb.trace(limits) } else { self.verb.arrival(limits) } {
            return None;
        }
        Some(match &self.last {
            None => Verdict::Blind,
            Some(Seen::Gone) if self.verb == ServerVerb::Install => {
                Verdict::Unobserved { uptime_seconds: None }
            }
            Some(Seen::Gone) => Verdict::Gone,
            Some(Seen::There { uptime_seconds, .. }) if traceless => {
                Verdict::Unobserved { uptime_seconds: *uptime_seconds }
            }
            Some(Seen::There { state, .. }) => Verdict::NotThere { state: state.clone() },
        })
    }
}

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
                match elapsed.saturating_sub(since) >= limits.absence {
                    _ if self.is_known() => self.expire(elapsed, limits),
                    true => Some(Verdict::NotStarted),
                    // However late it is, as after a long downtime: the second look is soon, and tells more.
                    false => None,
                }
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

/// The provider accepted it, and nothing more can be seen of it.
const UNOBSERVED: Verdict = Verdict::Unobserved { uptime_seconds: None };

#[cfg(test)]
mod tests;
