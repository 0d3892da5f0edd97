//! Servers as the bot sees them, whatever the provider.

use std::net::IpAddr;

use jiff::Timestamp;
use rust_decimal::Decimal;

use super::ResourceRef;
use super::setup::{NewSizes, Size};

/// By how many seconds a provider's clock and ours may differ.
const CLOCKS_DIFFER: u64 = 120;
/// How many megabytes a gigabyte of memory has.
const MB_IN_A_GB: Decimal = Decimal::from_parts(1024, 0, 0, false, 0);

/// What a server is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerState {
    /// It runs.
    Running,
    /// It is powered off.
    Stopped,
    /// The provider's own word, which means neither surely.
    Other(String),
    /// The provider does not tell.
    Untold,
}

impl ServerState {
    /// The state in one word, as the provider would write it; empty when it does not tell.
    pub fn as_str(&self) -> &str {
        match self {
            ServerState::Running => "running",
            ServerState::Stopped => "stopped",
            ServerState::Other(word) => word,
            ServerState::Untold => "",
        }
    }
}

/// The sizes of a server, where each is rented by itself; what the provider does not tell is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    /// Its processor, GHz.
    pub cpu_ghz: Option<Decimal>,
    /// Its memory, MB.
    pub memory_mb: Option<Decimal>,
    /// Its disk, GB.
    pub disk_gb: Option<Decimal>,
    /// Its bandwidth, Mbps.
    pub bandwidth_mbps: Option<Decimal>,
}

impl Sizes {
    /// One of them.
    pub const fn get(&self, size: Size) -> Option<Decimal> {
        match size {
            Size::Cpu => self.cpu_ghz,
            Size::Memory => self.memory_mb,
            Size::Disk => self.disk_gb,
            Size::Bandwidth => self.bandwidth_mbps,
        }
    }
}

/// A server; what a provider does not tell is `None`.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// Its reference.
    pub resource: ResourceRef,
    /// Its name; foreign text.
    pub name: String,
    /// What it is doing.
    pub state: ServerState,
    /// Its addresses, in the provider's order.
    pub addresses: Vec<IpAddr>,
    /// Seconds since it was booted.
    pub uptime_seconds: Option<u64>,
    /// Its cores.
    pub cpu_cores: Option<Decimal>,
    /// CPU in use, percent.
    pub cpu_percent: Option<Decimal>,
    /// Memory in use, GB.
    pub memory_used_gb: Option<Decimal>,
    /// Memory in all, GB.
    pub memory_total_gb: Option<Decimal>,
    /// Disk in use, GB.
    pub disk_used_gb: Option<Decimal>,
    /// Disk, GB.
    pub disk_gb: Option<Decimal>,
    /// The sizes that it is rented in, where each is rented by itself.
    pub sizes: Option<Sizes>,
    /// Whether it is paid for, in the provider's own word; foreign text.
    pub payment_state: Option<String>,
}

impl Server {
    /// One of its sizes, however it is told.
    pub fn size(&self, size: Size) -> Option<Decimal> {
        let rented = self.sizes.as_ref().and_then(|sizes| sizes.get(size));
        rented.or_else(|| match size {
            Size::Cpu => self.cpu_cores,
            Size::Memory => self.memory_total_gb?.checked_mul(MB_IN_A_GB),
            Size::Disk => self.disk_gb,
            Size::Bandwidth => None,
        })
    }

    /// Whether it tells that it has these sizes.
    pub fn is_in(&self, sizes: &NewSizes) -> bool {
        let fits = |size| sizes.get(size).is_none_or(|wanted| self.size(size) == Some(wanted.into()));
        Size::ALL.into_iter().all(fits)
    }

    /// Whether the server was surely booted since then, as one that was bought then was: a provider may name another one,
    /// which not everybody may see who may see the purchase.
    pub fn is_new_since(&self, then: Timestamp) -> bool {
        let age = Timestamp::now().duration_since(then).as_secs();
        let age = u64::try_from(age).unwrap_or_default().saturating_add(CLOCKS_DIFFER);
        self.uptime_seconds.is_some_and(|up| up <= age)
    }
}
