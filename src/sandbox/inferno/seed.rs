//! First states: the documented examples, and an account that looks lived in.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use rust_decimal::Decimal;
use secrecy::SecretString;

use super::answers::random_secret;
use super::order::{Key, Order, Product, Status, Vps};
use super::state::State;
use crate::sandbox::provider::{Clock, Mode, Pace, Power};

/// The client's id in the examples.
pub const DOCUMENTED_CID: &str = "777";
/// The key that is valid in [`State::documented`].
pub const DOCUMENTED_KEY: &str = "k&y+7f 3=%#K";
/// The e-mail address that is valid in [`State::documented`].
pub const DOCUMENTED_EMAIL: &str = "your_email@example.com";
/// The password of the personal area that is valid in [`State::documented`].
pub const DOCUMENTED_PASSWORD: &str = "your_password";

/// A public key as people have them.
const ED25519: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ops@example.com";

impl State {
    /// The documented examples and nothing else, at the pace [`Pace::INSTANT`].
    pub fn documented() -> Self {
        let clock = Clock::real();
        let today = TimeZone::UTC.to_datetime(clock.now()).date();
        let pending = Order {
            number: 8_634_530_000,
            product: "VPS-1".to_owned(),
            amount: Decimal::new(500, 2),
            invoice: 366_000,
            service: 49_700,
            status: Status::Pending,
            until: today,
            vps: None,
        };
        let active = Order {
            number: 8_634_510_000,
            invoice: 365_000,
            service: 49_500,
            status: Status::Active,
            until: in_days(today, 12),
            vps: Some(documented_vps(clock.now())),
            ..pending.clone()
        };
        Self {
            pace: Pace::INSTANT,
            cid: DOCUMENTED_CID.to_owned(),
            key: SecretString::new(DOCUMENTED_KEY.to_owned()),
            email: DOCUMENTED_EMAIL.to_owned(),
            password: SecretString::new(DOCUMENTED_PASSWORD.to_owned()),
            is_listed: true,
            prints: true,
            balance: Decimal::new(1_250, 2),
            templates: vec!["centos7-64-default".to_owned(), "debian12-64-default".to_owned()],
            products: vec![product(303, "VPS-1", 500), product(304, "VPS-2", 900)],
            orders: BTreeMap::from([(47_012, active), (47_200, pending)]),
            keys: BTreeMap::from([(7, key())]),
            next_order: 47_201,
            next_invoice: 366_001,
            next_service: 49_701,
            next_key: 8,
            clock,
        }
    }

    /// The documented account grown into one that looks lived in, with secrets of its own and at [`Pace::REAL`].
    pub fn sandbox() -> Self {
        let mut state = Self::documented();
        let now = state.clock.now();
        let today = TimeZone::UTC.to_datetime(now).date();
        state.pace = Pace::REAL;
        (state.key, state.password) = (random_secret(16), random_secret(12));
        state.templates.push("ubuntu24-64-default".to_owned());
        state.products.push(product(305, "VPS-4", 1_700));
        let vps = |main_id, name: &str, ip: &str, template: &str, days: i64| Vps {
            main_id,
            name: name.to_owned(),
            ip: ip.to_owned(),
            power: Power::on_since(now - Span::new().hours(days * 24)),
            template: template.to_owned(),
            password: random_secret(8),
            ..documented_vps(now)
        };
        let order = |number, cents, invoice, service, days, vps| Order {
            number,
            product: "VPS-2".to_owned(),
            amount: Decimal::new(cents, 2),
            invoice,
            service,
            status: Status::Active,
            until: in_days(today, days),
            vps,
        };
        let web = vps(21_968, "37-1-0-111", "203.0.113.111", "debian12-64-default", 40);
        let build = vps(21_990, "37-1-0-112", "203.0.113.112", "centos7-64-default", 9);
        state.orders.insert(47_012, order(8_634_510_000, 900, 365_000, 49_500, 12, Some(web)));
        state.orders.insert(47_050, order(8_634_515_000, 900, 365_500, 49_550, 20, Some(build)));
        // Paid for and not installed yet.
        state.orders.insert(47_100, order(8_634_520_000, 500, 365_900, 49_600, 29, None));
        state
    }
}

fn in_days(today: Date, days: i64) -> Date {
    today.saturating_add(Span::new().days(days))
}

fn product(id: u64, name: &str, cents: i64) -> Product {
    Product { id, name: name.to_owned(), price: Decimal::new(cents, 2) }
}

fn key() -> Key {
    Key { name: "ops@example.com".to_owned(), line: ED25519.to_owned() }
}

fn documented_vps(now: Timestamp) -> Vps {
    Vps {
        main_id: 21_968,
        name: "37-1-0-111".to_owned(),
        ip: "37.1.0.111".to_owned(),
        power: Power::on_since(now),
        mode: Mode::Normal,
        word: None,
        template: "centos7-64-default".to_owned(),
        password: SecretString::new("XXXXXXXXXXX".to_owned()),
    }
}
