//! LlamaLink's answers, field by field, and what they mean to the bot. Every field may be missing or of another type.

use std::net::IpAddr;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Deserialize;

use crate::domain::money::Currency;
use crate::domain::order::{self, Cycle, Order, OrderState, ProgressState};
use crate::domain::server::{self, ServerState};
use crate::domain::{Money, ResourceRef, account, billing, metrics, site};
use crate::providers::lenient;

/// What stands for a provider's word where it sent none.
const NO_WORD: &str = "?";

/// A server; the single one has fewer fields than one of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Server {
    #[serde(deserialize_with = "lenient::id")]
    pub id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    status: Option<String>,
    #[serde(rename = "paymentStatus", deserialize_with = "lenient::text")]
    payment_status: Option<String>,
    #[serde(deserialize_with = "lenient::decimal")]
    disk: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    cpu_used: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    cpus_avail: Option<Decimal>,
    #[serde(deserialize_with = "lenient::map")]
    memory: Option<Memory>,
    #[serde(deserialize_with = "lenient::whole")]
    uptime: Option<u64>,
    #[serde(deserialize_with = "lenient::addresses")]
    ip_addresses: Vec<IpAddr>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Memory {
    #[serde(deserialize_with = "lenient::decimal")]
    used: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    max: Option<Decimal>,
}

impl Server {
    pub fn into_domain(self, resource: ResourceRef) -> server::Server {
        let memory = self.memory.unwrap_or_default();
        server::Server {
            resource,
            name: self.name.unwrap_or_default(),
            state: state(self.status),
            addresses: self.ip_addresses,
            uptime_seconds: self.uptime,
            cpu_cores: self.cpus_avail,
            cpu_percent: self.cpu_used,
            memory_used_gb: memory.used,
            memory_total_gb: memory.max,
            disk_used_gb: None,
            disk_gb: self.disk,
            sizes: None,
            payment_state: self.payment_status,
        }
    }
}

fn state(word: Option<String>) -> ServerState {
    let word = word.unwrap_or_default();
    match word.trim() {
        "" => ServerState::Other(NO_WORD.to_owned()),
        known if known.eq_ignore_ascii_case("running") => ServerState::Running,
        known if known.eq_ignore_ascii_case("stopped") => ServerState::Stopped,
        other => ServerState::Other(other.to_owned()),
    }
}

/// Something that is paid every month.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Subscription {
    #[serde(deserialize_with = "lenient::id")]
    pub id: Option<String>,
    #[serde(rename = "type", deserialize_with = "lenient::text")]
    kind: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    status: Option<String>,
    #[serde(rename = "renewalDate", deserialize_with = "lenient::date")]
    renewal_date: Option<Date>,
    #[serde(rename = "priceMonthly", deserialize_with = "lenient::decimal")]
    price_monthly: Option<Decimal>,
}

impl Subscription {
    /// The subscription with its price in the currency.
    pub fn into_domain(self, resource: ResourceRef, currency: Option<Currency>) -> billing::Subscription {
        billing::Subscription {
            resource,
            kind: self.kind,
            name: self.name.unwrap_or_default(),
            state: self.status.unwrap_or_else(|| NO_WORD.to_owned()),
            renews_on: self.renewal_date,
            monthly: self.price_monthly.map(|amount| Money { amount, currency }),
        }
    }

    /// The subscription as what was ordered: LlamaLink keeps no other list of it.
    pub fn into_order(self, resource: ResourceRef, currency: Option<Currency>) -> Order {
        Order {
            resource,
            name: self.name.unwrap_or_default(),
            state: OrderState::Told(self.status.unwrap_or_else(|| NO_WORD.to_owned())),
            price: self.price_monthly.map(|amount| Money { amount, currency }),
            cycle: Cycle::Monthly,
            placed: None,
            renews_on: self.renewal_date,
            server: None,
            traces: None,
        }
    }
}

/// A saved card.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Card {
    #[serde(deserialize_with = "lenient::id")]
    id: Option<String>,
    #[serde(rename = "last4dig", deserialize_with = "lenient::text")]
    last_four: Option<String>,
    #[serde(deserialize_with = "lenient::whole")]
    exp_month: Option<u64>,
    #[serde(deserialize_with = "lenient::whole")]
    exp_year: Option<u64>,
    #[serde(deserialize_with = "lenient::text")]
    brand: Option<String>,
}

impl Card {
    /// The card; `None` without an id.
    pub fn into_domain(self) -> Option<billing::Card> {
        self.id?;
        Some(billing::Card {
            brand: self.brand.unwrap_or_default(),
            last_four: last_four(&self.last_four.unwrap_or_default()),
            expires_on: expires_on(self.exp_year, self.exp_month),
        })
    }
}

/// The last four digits, whatever stands before them, and with the zeros that a number has lost.
fn last_four(text: &str) -> String {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    let last: String = digits[digits.len().saturating_sub(4)..].iter().collect();
    if last.is_empty() { last } else { format!("{last:0>4}") }
}

/// The day after a card's last month.
fn expires_on(year: Option<u64>, month: Option<u64>) -> Option<Date> {
    let year = match year? {
        short @ 0..=99 => short + 2000,
        whole => whole,
    };
    let first = Date::new(year.try_into().ok()?, month?.try_into().ok()?, 1).ok()?;
    first.checked_add(1.month()).ok()
}

/// What a server has measured over a time.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct History {
    #[serde(deserialize_with = "lenient::entries")]
    pub points: Option<Vec<Point>>,
}

/// One measurement.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Point {
    #[serde(deserialize_with = "lenient::instant")]
    time: Option<Timestamp>,
    #[serde(deserialize_with = "lenient::float")]
    value: Option<f64>,
}

impl Point {
    /// The reading; `None` without a moment or a finite value.
    pub fn into_domain(self) -> Option<metrics::Reading> {
        Some(metrics::Reading { at: self.time?, value: self.value? })
    }
}

/// An accepted purchase.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Purchase {
    #[serde(deserialize_with = "lenient::truth")]
    subscribed: Option<bool>,
    #[serde(rename = "vpsId", deserialize_with = "lenient::id")]
    server: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    message: Option<String>,
}

impl Purchase {
    /// The purchase; `None` when the answer does not tell that there was one.
    pub fn into_domain(self) -> Option<order::Purchase> {
        // An explicit "no" that names a server contradicts itself, and money is no place for a guess.
        let is_bought = self.subscribed.unwrap_or(self.server.is_some());
        let (server, words) = (self.server, self.message);
        is_bought.then_some(order::Purchase { server, words, ..order::Purchase::default() })
    }
}

/// How far a purchase is.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Progress {
    #[serde(deserialize_with = "lenient::words")]
    status: Option<String>,
    #[serde(deserialize_with = "lenient::decimal")]
    percent: Option<Decimal>,
    #[serde(rename = "vpsId", deserialize_with = "lenient::id")]
    server: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    message: Option<String>,
}

impl Progress {
    /// The progress; `None` when the answer tells none.
    pub fn into_domain(self) -> Option<order::Progress> {
        let percent = self.percent.map(|percent| percent.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED));
        let percent = percent.and_then(|percent| percent.trunc().to_u8());
        // Only the finished form is documented: every other word but these means that it goes on.
        let state = match self.status.as_deref().map(str::to_ascii_lowercase).as_deref() {
            None if percent.is_none() => return None,
            Some("failed" | "error") => ProgressState::Failed,
            Some("success") => ProgressState::Done,
            _ if percent == Some(100) => ProgressState::Done,
            _ => ProgressState::Running,
        };
        let (server, words) = (self.server, self.message);
        Some(order::Progress { percent, server, words, ..order::Progress::new(state) })
    }
}

/// A hosted site; the single one and the new one have other fields than one of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Site {
    #[serde(deserialize_with = "lenient::id")]
    pub id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    domain: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    status: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    plan: Option<String>,
    #[serde(rename = "diskUsedMb", deserialize_with = "lenient::whole")]
    disk_used: Option<u64>,
    #[serde(rename = "diskLimitMb", deserialize_with = "lenient::whole")]
    disk_limit: Option<u64>,
    #[serde(rename = "phpVersion", deserialize_with = "lenient::words")]
    php: Option<String>,
    #[serde(deserialize_with = "lenient::truth")]
    ssl: Option<bool>,
    #[serde(deserialize_with = "lenient::texts")]
    nameservers: Vec<String>,
    #[serde(deserialize_with = "lenient::words")]
    pub message: Option<String>,
}

impl Site {
    pub fn into_domain(self, resource: ResourceRef) -> site::Site {
        site::Site {
            resource,
            domain: self.domain.map(|domain| site::readable_domain(&domain)).unwrap_or_default(),
            state: self.status.unwrap_or_else(|| NO_WORD.to_owned()),
            plan: self.plan,
            disk_used_mb: self.disk_used,
            disk_limit_mb: self.disk_limit,
            php: self.php,
            has_certificate: self.ssl,
            nameservers: self.nameservers,
        }
    }
}

/// Who owns the account.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Profile {
    #[serde(deserialize_with = "lenient::id")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    username: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    email: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    realname: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    phone: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    role: Option<String>,
}

impl Profile {
    /// The profile; `None` when the answer tells of nobody.
    pub fn into_domain(self) -> Option<account::Profile> {
        let profile = account::Profile {
            id: self.id,
            username: self.username,
            name: self.realname,
            email: self.email,
            phone: self.phone,
            role: self.role,
        };
        (profile != account::Profile::default()).then_some(profile)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::{Value, json};

    use super::*;

    fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
        lenient::entry(&value).unwrap()
    }

    fn server(value: Value) -> server::Server {
        let resource = "shop/42";
        let resource = ResourceRef::parse(crate::domain::ResourceKind::Server, resource).unwrap();
        read::<Server>(value).into_domain(resource)
    }

    #[test]
    fn a_field_of_another_type_is_not_told_and_leaves_the_others() {
        let server = server(json!({
            "id": "42", "name": null, "status": "Running", "memory": [], "uptime": 86400.7, "disk": "40.5",
            "cpu_used": {}, "ip_addresses": ["nowhere", "203.0.113.50"], "extra": {"deep": [1]},
        }));
        assert_eq!(server.name, "");
        assert_eq!(server.state, ServerState::Running);
        assert_eq!(server.uptime_seconds, Some(86400));
        assert_eq!(server.disk_gb, Some("40.5".parse().unwrap()));
        assert_eq!((server.cpu_percent, server.memory_total_gb), (None, None));
        assert_eq!(server.addresses.len(), 1);
    }

    #[test]
    fn an_unknown_state_is_kept_in_the_providers_word_and_none_means_off() {
        let state = |value| server(json!({"status": value})).state;
        assert_eq!(state(json!("stopped")), ServerState::Stopped);
        assert_eq!(state(json!("migrating")), ServerState::Other("migrating".into()));
        assert_eq!(state(json!("כבוי")), ServerState::Other("כבוי".into()));
        assert_eq!(state(json!(null)), ServerState::Other("?".into()));
        assert_eq!(state(json!([])), ServerState::Other("?".into()));
    }

    #[test]
    fn a_card_expires_after_its_last_month() {
        for (year, month, day) in [
            (json!(2027), json!(12), Some(date(2028, 1, 1))),
            (json!("2027"), json!("01"), Some(date(2027, 2, 1))),
            (json!(27), json!(6), Some(date(2027, 7, 1))),
            (json!(2027), json!(13), None),
            (json!(2027), json!(0), None),
            (json!(9999), json!(12), None),
            (json!(99999999), json!(1), None),
            (json!(null), json!(1), None),
        ] {
            let card: Card = read(json!({"id": 3, "exp_year": year, "exp_month": month}));
            assert_eq!(card.into_domain().unwrap().expires_on, day, "{year} {month}");
        }
    }

    #[test]
    fn of_a_cards_number_only_the_last_four_digits_are_kept() {
        for (sent, kept) in [
            (json!("4242"), "4242"),
            (json!(42), "0042"),
            (json!("4111 1111 1111 4242"), "4242"),
            (json!("****4242"), "4242"),
            (json!(null), ""),
        ] {
            let card: Card = read(json!({"id": 3, "last4dig": sent}));
            assert_eq!(card.into_domain().unwrap().last_four, kept, "{sent}");
        }
    }

    #[test]
    fn what_has_no_id_is_nothing() {
        assert_eq!(read::<Subscription>(json!({"name": "VPS Business"})).id, None);
        assert_eq!(read::<Card>(json!({"id": {"is": ["not"]}})).into_domain(), None);
    }

    #[test]
    fn a_purchase_is_one_when_the_answer_says_so_or_names_a_server_and_does_not_deny_it() {
        let bought = |value| read::<Purchase>(value).into_domain().map(|purchase| purchase.server);
        let server = Some(Some("42".to_owned()));
        assert_eq!(bought(json!({"subscribed": true, "vpsId": 42})), server);
        assert_eq!(bought(json!({"subscribed": 1, "vpsId": "42"})), server);
        assert_eq!(bought(json!({"subscribed": null, "vpsId": 42})), server);
        assert_eq!(bought(json!({"vpsId": 42})), server);
        assert_eq!(bought(json!({"subscribed": true, "vpsId": "../42"})), Some(None));
        for nothing in [
            json!({}),
            json!({"message": "השרת הוקם בהצלחה."}),
            json!({"subscribed": "perhaps"}),
            json!({"vpsId": null}),
            json!({"subscribed": false}),
            json!({"subscribed": false, "vpsId": 42}),
        ] {
            assert_eq!(bought(nothing.clone()), None, "{nothing}");
        }
    }

    #[test]
    fn a_purchase_goes_on_until_a_known_word_or_the_whole_of_it_ends_it() {
        use ProgressState::{Done, Failed, Running};
        let progress = |value| {
            let progress = read::<Progress>(value).into_domain()?;
            Some((progress.state, progress.percent))
        };
        for (value, expected) in [
            (json!({"status": "success", "percent": 100}), Some((Done, Some(100)))),
            (json!({"status": "Success"}), Some((Done, None))),
            (json!({"status": "failed", "percent": 100}), Some((Failed, Some(100)))),
            (json!({"status": "ERROR", "percent": "50"}), Some((Failed, Some(50)))),
            (json!({"status": "running", "percent": 12.9}), Some((Running, Some(12)))),
            (json!({"status": "בהתקנה", "percent": -5}), Some((Running, Some(0)))),
            (json!({"status": "pending", "percent": "many"}), Some((Running, None))),
            (json!({"percent": "99.99"}), Some((Running, Some(99)))),
            (json!({"status": "completed", "percent": 100.0}), Some((Done, Some(100)))),
            (json!({"percent": 1e20}), Some((Done, Some(100)))),
            (json!({"vpsId": 42, "message": "completed"}), None),
            (json!({}), None),
        ] {
            assert_eq!(progress(value.clone()), expected, "{value}");
        }
    }

    #[test]
    fn a_reading_has_a_moment_and_a_finite_value() {
        let reading = |value| read::<Point>(value).into_domain().map(|reading| reading.value);
        assert_eq!(reading(json!({"time": 1_716_508_800, "value": "24.5"})), Some(24.5));
        assert_eq!(reading(json!({"time": 1_716_508_800, "value": "inf"})), None);
        assert_eq!(reading(json!({"time": 1e30, "value": 24.5})), None);
        assert_eq!(reading(json!({"value": 24.5})), None);
    }

    #[test]
    fn a_profile_that_tells_of_nobody_is_none() {
        assert_eq!(read::<Profile>(json!({"error": "x", "username": " ", "id": []})).into_domain(), None);
        let named = read::<Profile>(json!({"phone": 501_234_567})).into_domain().unwrap();
        assert_eq!(named.phone.as_deref(), Some("501234567"));
    }
}
