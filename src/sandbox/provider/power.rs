//! Servers that come up and go down, and how they take their orders.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long things take.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// From accepting a stop or a restart until the server is seen to be down.
    pub reaction: Duration,
    /// How long a server stays down while it boots.
    pub boot_time: Duration,
    /// From a purchase until the new server runs, and until a new site is active.
    pub provisioning: Duration,
}

impl Pace {
    /// Everything happens before the answer is sent.
    pub const INSTANT: Self =
        Self { reaction: Duration::ZERO, boot_time: Duration::ZERO, provisioning: Duration::ZERO };

    /// About as fast as a real provider.
    pub const REAL: Self = Self {
        reaction: Duration::from_secs(1),
        boot_time: Duration::from_secs(11),
        provisioning: Duration::from_secs(45),
    };
}

/// How a server takes its orders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// As told, and one can see it.
    #[default]
    Normal,
    /// Orders are carried out, but it answers `running` throughout and its uptime grows on.
    Unobservable,
    /// It goes down as told and never comes up again.
    StuckDown,
    /// Orders are accepted and nothing happens.
    IgnoresCommands,
}

/// What a server shows at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Up for so long.
    Running {
        /// The uptime.
        uptime: Duration,
    },
    /// Down.
    Stopped,
}

/// The past and the near future of a server's power.
#[derive(Clone, Copy, Debug)]
pub struct Power {
    /// It has been running since, or not.
    since: Option<Timestamp>,
    /// Until this moment, if it was told to go down.
    down: Option<Timestamp>,
    /// It runs again from this moment.
    up: Option<Timestamp>,
}

impl Power {
    /// Off, and staying so.
    pub const OFF: Self = Self { since: None, down: None, up: None };

    /// On since then.
    pub const fn on_since(since: Timestamp) -> Self {
        Self { since: Some(since), down: None, up: None }
    }

    /// Off, and on from that moment.
    pub const fn on_from(up: Timestamp) -> Self {
        Self { since: None, down: None, up: Some(up) }
    }

    /// What it shows at `now`.
    pub fn condition(&self, now: Timestamp) -> Condition {
        self.up_since(now)
            .map_or(Condition::Stopped, |since| Condition::Running { uptime: elapsed(since, now) })
    }

    fn up_since(&self, now: Timestamp) -> Option<Timestamp> {
        let Self { since, down, up } = *self;
        up.filter(|up| now >= *up).or(since.filter(|_| down.is_none_or(|down| now < down)))
    }

    /// Boots it; false if there was nothing to do.
    pub(in crate::sandbox) fn start(&mut self, mode: Mode, now: Timestamp, pace: &Pace) -> bool {
        let up_or_booting = self.condition(now) != Condition::Stopped || self.up.is_some();
        if mode == Mode::IgnoresCommands || up_or_booting {
            return false;
        }
        // A server whose orders show no effect shows none of this one either.
        if mode != Mode::Unobservable {
            let up = (mode != Mode::StuckDown).then(|| now + pace.boot_time);
            *self = Self { since: None, down: None, up };
        }
        true
    }

    /// Halts it; false if there was nothing to do.
    pub(in crate::sandbox) fn stop(&mut self, mode: Mode, now: Timestamp, pace: &Pace) -> bool {
        let going_down = self.down.is_some_and(|down| now < down);
        match (mode, self.condition(now)) {
            (Mode::IgnoresCommands, _) => false,
            // A boot that has not come yet is called off.
            (_, condition) if going_down || condition == Condition::Stopped => self.up.take().is_some(),
            (Mode::Unobservable, _) => true,
            _ => {
                *self = Self { since: self.up_since(now), down: Some(now + pace.reaction), up: None };
                true
            }
        }
    }

    /// Halts and boots it, or only boots it if it is stopped; false if it ignores orders.
    pub(in crate::sandbox) fn restart(&mut self, mode: Mode, now: Timestamp, pace: &Pace) -> bool {
        match (mode, self.condition(now)) {
            (Mode::IgnoresCommands, _) => false,
            (Mode::Unobservable, _) => true,
            _ => {
                let since = self.up_since(now);
                let down = if since.is_some() { now + pace.reaction } else { now };
                let up = (mode == Mode::Normal).then(|| down + pace.boot_time);
                *self = Self { since, down: Some(down), up };
                true
            }
        }
    }
}

fn elapsed(since: Timestamp, now: Timestamp) -> Duration {
    now.duration_since(since).max(SignedDuration::ZERO).unsigned_abs()
}
