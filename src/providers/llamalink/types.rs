//! LlamaLink's answers, field by field, and what they mean to the bot. Every field may be missing or of another type.

use std::net::IpAddr;

use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::domain::money::Currency;
use crate::domain::server::{self, ServerState};
use crate::domain::{Money, ResourceRef, billing};
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
            disk_gb: self.disk,
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
}
