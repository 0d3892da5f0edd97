//! Servers: what they are, how they come up and go down, and what they measure.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use crate::sandbox::provider::{Condition, Mode, Pace, Power, number};

/// The memory of a server, in GB.
#[derive(Clone, Copy, Debug)]
pub struct Memory {
    /// In use while it runs.
    pub used: f64,
    /// All there is.
    pub max: f64,
}

/// What `metrics-history` can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Metric {
    /// Processor use in percent.
    Cpu,
    /// Memory use in percent.
    Memory,
}

/// One value of a metric.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Reading {
    /// Unix seconds.
    pub time: i64,
    /// Percent.
    #[serde(serialize_with = "number::float")]
    pub value: f64,
}

/// One server of the account.
#[derive(Clone, Debug)]
pub struct Server {
    /// Its id.
    pub id: u64,
    /// Its name, which may be anything a customer can type.
    pub name: String,
    /// `active` in the documentation.
    pub payment_status: String,
    /// Disk in use, in GB.
    pub disk: f64,
    /// Processor use while it runs, in percent.
    pub cpu_used: f64,
    /// Its processor cores.
    pub cpus_avail: u32,
    /// Its memory.
    pub memory: Memory,
    /// Its addresses.
    pub ip_addresses: Vec<String>,
    /// How it takes its orders.
    pub mode: Mode,
    /// Metrics to show as they are; others are made up from the present values.
    pub history: BTreeMap<Metric, Vec<Reading>>,
    power: Power,
}

impl Server {
    /// A small stopped server.
    pub fn new(id: u64, name: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            payment_status: "active".to_owned(),
            disk: 8.0,
            cpu_used: 5.0,
            cpus_avail: 2,
            memory: Memory { used: 0.5, max: 2.0 },
            ip_addresses: vec![format!("203.0.113.{}", id % 254 + 1)],
            mode: Mode::default(),
            history: BTreeMap::new(),
            power: Power::OFF,
        }
    }

    /// The same server, running since then.
    #[must_use]
    pub fn running_since(mut self, since: Timestamp) -> Self {
        self.power = Power::on_since(since);
        self
    }

    /// The same server, stopped and coming up at that moment.
    #[must_use]
    pub fn running_from(mut self, up: Timestamp) -> Self {
        self.power = Power::on_from(up);
        self
    }

    /// The same server, stopped.
    #[must_use]
    pub fn stopped(mut self) -> Self {
        self.power = Power::OFF;
        self
    }

    /// What it shows at `now`.
    pub fn condition(&self, now: Timestamp) -> Condition {
        self.power.condition(now)
    }

    /// Boots it; false if there was nothing to do.
    pub(super) fn start(&mut self, now: Timestamp, pace: &Pace) -> bool {
        self.power.start(self.mode, now, pace)
    }

    /// Halts it; false if there was nothing to do.
    pub(super) fn stop(&mut self, now: Timestamp, pace: &Pace) -> bool {
        self.power.stop(self.mode, now, pace)
    }

    /// Halts and boots it, or only boots it if it is stopped; false if it ignores orders.
    pub(super) fn restart(&mut self, now: Timestamp, pace: &Pace) -> bool {
        self.power.restart(self.mode, now, pace)
    }

    /// The values of `metric` in `range`, newest last; none for a range that LlamaLink does not know.
    pub(super) fn readings(&self, metric: Metric, range: &str, now: Timestamp) -> Option<Vec<Reading>> {
        let (points, step) = match range {
            "hour" => (12, 300),
            "day" => (24, 3_600),
            "week" => (28, 21_600),
            "month" => (30, 86_400),
            "year" => (52, 604_800),
            _ => return None,
        };
        if let Some(history) = self.history.get(&metric) {
            return Some(history.clone());
        }
        let level = match metric {
            Metric::Cpu => self.cpu_used,
            Metric::Memory => self.memory.used / self.memory.max * 100.0,
        };
        let newest = now.as_second() / step * step;
        let reading = |back: i64| {
            let time = newest - back * step;
            // A daily swing and a small ripple, the same for the same moment however often one asks.
            let day = (time % 86_400) as f64 / 86_400.0 * std::f64::consts::TAU;
            let ripple = (time / step % 7) as f64 - 3.0 + (self.id % 5) as f64 / 2.0;
            let value = (level * (1.0 - 0.4 * day.cos()) + ripple).clamp(0.0, 100.0);
            Reading { time, value: (value * 10.0).round() / 10.0 }
        };
        Some((0..points).rev().map(reading).collect())
    }
}
