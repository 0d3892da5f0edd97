//! The shapes of the answers, with fields in the documented order.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::Serialize;

use super::account::{CustomShop, Plan, Site, Template};
use super::server::{Reading, Server};
use crate::sandbox::provider::{Condition, number};

pub(super) const NAMESERVERS: [&str; 2] = ["ns1.llamalink.net", "ns2.llamalink.net"];

#[derive(Serialize)]
pub(super) struct Items<'a, T> {
    pub(super) items: &'a [T],
}

pub(super) type Templates<'a> = Items<'a, Template>;

#[derive(Serialize)]
pub(super) struct Shop<'a> {
    #[serde(rename = "shopPurchasesEnabled")]
    open: bool,
    items: &'a [Plan],
    custom: Custom,
}

#[derive(Serialize)]
struct Custom {
    available: bool,
    endpoint: &'static str,
    pricing: Pricing,
}

#[derive(Serialize)]
struct Pricing {
    currency: &'static str,
    #[serde(rename = "ramPerGB", serialize_with = "number::decimal")]
    ram: Decimal,
    #[serde(rename = "cpuPerCore")]
    cpu: PerCore,
}

#[derive(Serialize)]
struct PerCore {
    #[serde(rename = "xeonE5", serialize_with = "number::decimal")]
    xeon_e5: Decimal,
    #[serde(rename = "xeonGold", serialize_with = "number::decimal")]
    xeon_gold: Decimal,
}

impl<'a> Shop<'a> {
    pub(super) fn of(open: bool, items: &'a [Plan], custom: &CustomShop) -> Self {
        let cpu = PerCore { xeon_e5: custom.xeon_e5, xeon_gold: custom.xeon_gold };
        let pricing = Pricing { currency: "ILS", ram: custom.ram, cpu };
        let custom = Custom { available: custom.available, endpoint: "/user/custom-packages", pricing };
        Self { open, items, custom }
    }
}

#[derive(Serialize)]
pub(super) struct Purchase {
    pub(super) subscribed: bool,
    #[serde(rename = "vpsId")]
    pub(super) server: u64,
    pub(super) message: &'static str,
}

#[derive(Serialize)]
pub(super) struct Progress {
    pub(super) status: &'static str,
    pub(super) percent: u8,
    #[serde(rename = "vpsId")]
    pub(super) server: u64,
    pub(super) message: &'static str,
}

#[derive(Serialize)]
struct MemoryUse {
    #[serde(serialize_with = "number::float")]
    used: f64,
    #[serde(serialize_with = "number::float")]
    max: f64,
    #[serde(serialize_with = "number::float")]
    usage_percent: f64,
}

/// The values of a server that depend on whether it runs.
struct Live {
    status: &'static str,
    memory: MemoryUse,
    cpu_used: f64,
    uptime: u64,
}

impl Live {
    fn of(server: &Server, now: Timestamp) -> Self {
        let max = server.memory.max;
        let (status, used, cpu_used, uptime) = match server.condition(now) {
            Condition::Running { uptime } => {
                ("running", server.memory.used, server.cpu_used, uptime.as_secs())
            }
            Condition::Stopped => ("stopped", 0.0, 0.0, 0),
        };
        let usage_percent = if max > 0.0 { (used / max * 100.0).round() } else { 0.0 };
        Self { status, memory: MemoryUse { used, max, usage_percent }, cpu_used, uptime }
    }
}

#[derive(Serialize)]
pub(super) struct ServerInList<'a> {
    id: u64,
    name: &'a str,
    status: &'static str,
    #[serde(rename = "paymentStatus")]
    payment_status: &'a str,
    #[serde(serialize_with = "number::float")]
    disk: f64,
    #[serde(serialize_with = "number::float")]
    cpu_used: f64,
    cpus_avail: u32,
    memory: MemoryUse,
    uptime: u64,
    ip_addresses: &'a [String],
}

impl<'a> ServerInList<'a> {
    pub(super) fn of(server: &'a Server, now: Timestamp) -> Self {
        let Live { status, memory, cpu_used, uptime } = Live::of(server, now);
        Self {
            id: server.id,
            name: &server.name,
            status,
            payment_status: &server.payment_status,
            disk: server.disk,
            cpu_used,
            cpus_avail: server.cpus_avail,
            memory,
            uptime,
            ip_addresses: &server.ip_addresses,
        }
    }
}

#[derive(Serialize)]
pub(super) struct ServerAlone<'a> {
    id: u64,
    name: &'a str,
    status: &'static str,
    ip_addresses: &'a [String],
    memory: MemoryUse,
    #[serde(serialize_with = "number::float")]
    cpu_used: f64,
    uptime: u64,
}

impl<'a> ServerAlone<'a> {
    pub(super) fn of(server: &'a Server, now: Timestamp) -> Self {
        let Live { status, memory, cpu_used, uptime } = Live::of(server, now);
        let (name, ip_addresses) = (&server.name, &server.ip_addresses);
        Self { id: server.id, name, status, ip_addresses, memory, cpu_used, uptime }
    }
}

#[derive(Serialize)]
pub(super) struct CommandAccepted {
    pub(super) message: &'static str,
    pub(super) status: &'static str,
}

#[derive(Serialize)]
pub(super) struct History<'a> {
    pub(super) range: &'a str,
    pub(super) points: Vec<Reading>,
}

pub(super) fn site_status(site: &Site, now: Timestamp) -> &'static str {
    if now < site.ready_at { "provisioning" } else { "active" }
}

#[derive(Serialize)]
pub(super) struct SiteInList<'a> {
    id: &'a str,
    domain: &'a str,
    status: &'static str,
    plan: &'a str,
    #[serde(rename = "diskUsedMb")]
    disk_used_mb: u64,
    #[serde(rename = "diskLimitMb")]
    disk_limit_mb: u64,
}

impl<'a> SiteInList<'a> {
    pub(super) fn of(site: &'a Site, now: Timestamp) -> Self {
        Self {
            id: &site.id,
            domain: &site.domain,
            status: site_status(site, now),
            plan: &site.plan,
            disk_used_mb: site.disk_used_mb,
            disk_limit_mb: site.disk_limit_mb,
        }
    }
}

#[derive(Serialize)]
pub(super) struct SiteAlone<'a> {
    id: &'a str,
    domain: &'a str,
    status: &'static str,
    #[serde(rename = "phpVersion")]
    php_version: &'a str,
    ssl: bool,
    nameservers: [&'static str; 2],
}

impl<'a> SiteAlone<'a> {
    pub(super) fn of(site: &'a Site, now: Timestamp) -> Self {
        Self {
            id: &site.id,
            domain: &site.domain,
            status: site_status(site, now),
            php_version: &site.php_version,
            ssl: site.ssl,
            nameservers: NAMESERVERS,
        }
    }
}

#[derive(Serialize)]
pub(super) struct SiteCreated<'a> {
    pub(super) id: &'a str,
    pub(super) domain: &'a str,
    pub(super) status: &'static str,
    pub(super) message: &'static str,
}
