//! Purchases: what is ordered, what it costs, how the new server comes about.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::account::CustomShop;
use super::wire::Progress;

/// How far an estimate may be off, in ILS.
const TOLERANCE: Decimal = Decimal::from_parts(2, 0, 0, false, 2);

/// The smallest disk for Windows, in GB.
const WINDOWS_DISK: u32 = 32;

/// How a purchase ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// The new server runs.
    #[default]
    Succeeds,
    /// It fails half-way; the card stays charged and the server stopped.
    FailsHalfWay,
    /// It goes on for ever, just before its end.
    NeverEnds,
}

/// A purchase under way or done.
#[derive(Clone, Debug)]
pub struct Provisioning {
    /// The server it bought.
    pub server: u64,
    /// When it began.
    pub started: Timestamp,
    /// How it ends.
    pub ending: Ending,
}

impl Provisioning {
    pub(super) fn progress(&self, now: Timestamp, takes: Duration) -> Progress {
        let since = now.duration_since(self.started).max(SignedDuration::ZERO).unsigned_abs();
        let percent = if since >= takes { 100.0 } else { since.as_secs_f64() / takes.as_secs_f64() * 100.0 };
        // In steps of five, as installers report.
        let percent = (percent / 5.0) as u8 * 5;
        let (status, percent, message) = match percent {
            50.. if self.ending == Ending::FailsHalfWay => ("failed", 50, "installation failed"),
            95.. if self.ending == Ending::NeverEnds => ("running", 95, "configuring network"),
            100.. => ("success", 100, "completed"),
            60.. => ("running", percent, "configuring network"),
            20.. => ("running", percent, "installing operating system"),
            _ => ("running", percent, "allocating resources"),
        };
        Progress { status, percent, server: self.server, message }
    }
}

/// The body of `POST /user/subscribe-vps`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PlanOrder {
    pub(super) plan_id: String,
    pub(super) os: String,
}

/// The body of `POST /user/custom-packages`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct CustomOrder {
    pub(super) name: String,
    pub(super) cpu_type: String,
    pub(super) cpu_cores: u32,
    pub(super) ram: u32,
    pub(super) storage_type: String,
    #[serde(rename = "storageGB")]
    pub(super) storage_gb: u32,
    pub(super) ipv4: u32,
    pub(super) estimated_price: f64,
    pub(super) os: String,
}

impl CustomOrder {
    /// What it costs in ILS per month; nothing for an order that cannot be built.
    pub(super) fn price(&self, shop: &CustomShop) -> Option<Decimal> {
        let core = match self.cpu_type.as_str() {
            "xeonE5" => shop.xeon_e5,
            "xeonGold" => shop.xeon_gold,
            _ => return None,
        };
        let disk = match self.storage_type.as_str() {
            "ssd" => shop.ssd,
            "hdd" => shop.hdd,
            _ => return None,
        };
        let smallest_disk = if self.os.starts_with("windows") { WINDOWS_DISK } else { 1 };
        if self.name.trim().is_empty()
            || self.cpu_cores == 0
            || self.ram == 0
            || self.storage_gb < smallest_disk
        {
            return None;
        }
        let parts =
            [(core, self.cpu_cores), (shop.ram, self.ram), (disk, self.storage_gb), (shop.ipv4, self.ipv4)];
        parts.into_iter().try_fold(Decimal::ZERO, |sum, (rate, amount)| {
            sum.checked_add(rate.checked_mul(Decimal::from(amount))?)
        })
    }

    /// Whether the estimate is near enough to `price`.
    pub(super) fn is_estimate_near(&self, price: Decimal) -> bool {
        Decimal::try_from(self.estimated_price).is_ok_and(|estimate| {
            estimate.checked_sub(price).is_some_and(|difference| difference.abs() <= TOLERANCE)
        })
    }
}
