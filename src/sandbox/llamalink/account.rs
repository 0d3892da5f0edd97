//! What an account holds besides servers, and the shop it buys from.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::sandbox::provider::number;

/// A saved card.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    /// Its id.
    pub id: u64,
    /// Its last four digits.
    pub last4dig: String,
    /// Month of expiry, 1 to 12.
    pub exp_month: u8,
    /// Year of expiry.
    pub exp_year: u16,
    /// Its brand.
    pub brand: String,
    /// Whether charges succeed; an expired or declined card refuses them.
    #[serde(skip)]
    pub accepts_charges: bool,
}

/// A plan in the shop.
#[derive(Clone, Debug, Serialize)]
pub struct Plan {
    /// Its id, the `planId` of a purchase.
    pub id: String,
    /// Its name.
    pub name: String,
    /// ILS per month.
    #[serde(serialize_with = "number::decimal")]
    pub price: Decimal,
    /// `ILS`.
    pub currency: String,
    /// Processor cores.
    #[serde(rename = "cpuCores")]
    pub cpu_cores: u32,
    /// Memory in GB.
    #[serde(rename = "ramGB")]
    pub ram_gb: u32,
    /// Disk in GB.
    #[serde(rename = "storageGB")]
    pub storage_gb: u32,
}

/// What a custom server costs, in ILS per month.
#[derive(Clone, Debug)]
pub struct CustomShop {
    /// Whether custom servers are sold.
    pub available: bool,
    /// Per core of a Xeon E5.
    pub xeon_e5: Decimal,
    /// Per core of a Xeon Gold.
    pub xeon_gold: Decimal,
    /// Per GB of memory.
    pub ram: Decimal,
    /// Per GB of SSD; no endpoint shows it.
    pub ssd: Decimal,
    /// Per GB of HDD; no endpoint shows it.
    pub hdd: Decimal,
    /// Per IPv4 address; no endpoint shows it.
    pub ipv4: Decimal,
}

/// An operating system.
#[derive(Clone, Debug, Serialize)]
pub struct Template {
    /// Its id, the `os` of a purchase.
    pub id: String,
    /// Its label.
    pub label: String,
    /// Whether it can be chosen.
    pub enabled: bool,
}

/// A hosted site.
#[derive(Clone, Debug)]
pub struct Site {
    /// Its id, a UUID.
    pub id: String,
    /// Its domain.
    pub domain: String,
    /// Its plan.
    pub plan: String,
    /// Disk in use, in MB.
    pub disk_used_mb: u64,
    /// Disk allowed, in MB.
    pub disk_limit_mb: u64,
    /// Its PHP version.
    pub php_version: String,
    /// Whether it has a certificate.
    pub ssl: bool,
    /// It is `provisioning` until then and `active` afterwards.
    pub ready_at: Timestamp,
}

/// The account's owner.
#[derive(Clone, Debug, Serialize)]
pub struct Profile {
    /// The account's id.
    pub id: u64,
    /// Login name.
    pub username: String,
    /// Mail address.
    pub email: String,
    /// Name in real life.
    pub realname: String,
    /// Telephone.
    pub phone: String,
    /// File name of the picture.
    pub userpfp: String,
    /// `user` in the documentation.
    pub role: String,
}

/// A subscription.
#[derive(Clone, Debug, Serialize)]
pub struct Subscription {
    /// Its id.
    pub id: u64,
    /// `vps` in the documentation.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its name.
    pub name: String,
    /// `active` or `pending`.
    pub status: String,
    /// The day of the next charge.
    #[serde(rename = "renewalDate")]
    pub renewal_date: Date,
    /// ILS per month.
    #[serde(rename = "priceMonthly", serialize_with = "number::decimal")]
    pub price_monthly: Decimal,
}
