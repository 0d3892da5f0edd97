//! First states: the documented examples, and an account that looks lived in.

use std::collections::BTreeMap;

use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use rand::RngCore;
use rust_decimal::Decimal;
use secrecy::SecretString;

use super::account::{Bonus, Order, Owner, Service};
use super::operation::Operation;
use super::server::{Server, Sizes, System, Task};
use super::state::State;
use crate::sandbox::provider::{Clock, Pace};

/// The API's user in the examples, valid in [`State::documented`].
pub const DOCUMENTED_NICK: &str = "foobarapi";
/// The password that is valid in [`State::documented`].
pub const DOCUMENTED_PASSWORD: &str = "a&b+c %d#e=ą";

impl State {
    /// The documented examples and nothing else, at the pace [`Pace::INSTANT`].
    pub fn documented() -> Self {
        let clock = Clock::real();
        let timezone = TimeZone::get("Europe/Vilnius").unwrap_or(TimeZone::UTC);
        let order = |id, created, paid, number: Option<&str>, cents| Order {
            id,
            created,
            paid,
            number: number.map(|number| ("IV".to_owned(), number.to_owned())),
            cost: Decimal::new(cents, 2),
        };
        let paid = date(2012, 12, 12).at(13, 12, 12, 0);
        Self {
            clock,
            pace: Pace::INSTANT,
            nick: DOCUMENTED_NICK.to_owned(),
            password: SecretString::new(DOCUMENTED_PASSWORD.to_owned()),
            is_inside: true,
            owner: Owner {
                id: 1,
                company: None,
                name: "Name Surname".to_owned(),
                address: "Address".to_owned(),
                phone: String::new(),
                email: "name@test.com".to_owned(),
                nick: "foobar".to_owned(),
            },
            credit: Decimal::ZERO,
            bonus: Decimal::ZERO,
            orders: vec![
                order(1, date(2011, 11, 11).at(11, 11, 11, 0), None, None, 1_111),
                order(2, date(2012, 12, 12).at(12, 12, 12, 0), Some(paid), Some("121212"), 1_212),
            ],
            services: vec![Service {
                id: 3,
                created: date(2013, 2, 2).at(12, 12, 12, 0),
                since: date(2013, 2, 2),
                until: date(2013, 3, 2),
                price: Decimal::new(1_000, 2),
                discount: Decimal::TEN,
                unit: "mėn.".to_owned(),
                description: String::new(),
            }],
            credits: vec![],
            bonuses: vec![Bonus {
                id: 1,
                created: date(2013, 3, 1).at(12, 12, 12, 0),
                amount: Decimal::ONE,
                description: "SMS +370.61234567 (example)".to_owned(),
            }],
            servers: BTreeMap::from([(3, documented_server(&timezone))]),
            systems: vec![
                system("centos-6-x86_64", "CentOS 6", None),
                system("centos-6-x86_64-directadmin", "DirectAdmin 1.4", Some(("99", "2048"))),
            ],
            next_task: 11,
            timezone,
        }
    }

    /// The documented account grown into one that looks lived in, with a password of its own and at [`Pace::REAL`].
    pub fn sandbox() -> Self {
        let mut state = Self::documented();
        let now = state.now();
        state.pace = Pace::REAL;
        state.password = SecretString::new(random_password());
        state.owner.name = "Ona Petraitė".to_owned();
        state.owner.email = "ona@example.com".to_owned();
        state.owner.phone = "+370.61234567".to_owned();
        (state.credit, state.bonus) = (Decimal::new(4_250, 2), Decimal::new(325, 2));
        let ago = |days: i64| now.saturating_sub(Span::new().days(days));
        state.orders = [(31, 62, true), (32, 31, true), (33, 2, false)]
            .map(|(id, days, paid)| Order {
                id,
                created: ago(days),
                paid: paid.then(|| ago(days - 1)),
                number: paid.then(|| ("IV".to_owned(), format!("{}", 121_212 + id))),
                cost: Decimal::new(2_490, 2),
            })
            .into();
        let service = |id, cents, days: i64, unit: &str, description: &str| Service {
            id,
            created: ago(200),
            since: ago(25).date(),
            until: now.date().saturating_add(Span::new().days(days)),
            price: Decimal::new(cents, 2),
            discount: Decimal::ZERO,
            unit: unit.to_owned(),
            description: description.to_owned(),
        };
        state.services = vec![
            service(3, 1_490, 6, "mėn.", ""),
            service(4, 1_000, 12, "mėn.", ""),
            service(5, 990, 120, "m.", "Domeno vardas (example.lt)"),
        ];
        let server = |domain: &str, ip: &str, sizes| Server {
            domain: domain.to_owned(),
            ip: ip.to_owned(),
            sizes,
            disk: 40_960,
            memory: 4_096,
            tasks: vec![],
            ..documented_server(&state.timezone)
        };
        let sizes = |cpu, ram| Sizes { cpu, ram, quota: 40, bandwidth: 100 };
        state.servers = BTreeMap::from([
            (3, server("iv-web-1", "203.0.113.101", sizes(4, 4_096))),
            (4, server("iv-db-1", "203.0.113.102", sizes(2, 4_096))),
        ]);
        state.systems.extend([
            system("debian-12-x86_64", "Debian 12", None),
            system("ubuntu-24.04-x86_64", "Ubuntu 24.04", None),
        ]);
        state
    }
}

fn documented_server(timezone: &TimeZone) -> Server {
    let at = |second| {
        let time = date(2013, 4, 4).at(4, 4, second, 0);
        timezone.to_ambiguous_timestamp(time).compatible().unwrap_or(Timestamp::UNIX_EPOCH)
    };
    Server {
        domain: "server.example.com".to_owned(),
        sizes: Sizes { cpu: 1, ram: 1_024, quota: 10, bandwidth: 10 },
        node: "Robinija".to_owned(),
        ip: "12.23.34.45".to_owned(),
        disk_used: 17_432,
        disk: 100_352,
        memory_used: 1_297,
        memory: 2_048,
        tasks: vec![Task {
            id: 1,
            command: Operation::ServerRecreate,
            parameters: vec![
                ("domain", "server.example.com".to_owned()),
                ("os", "debian-6.0-x86_64".to_owned()),
            ],
            activated: at(4),
            assigned: at(8),
            completed: Some(at(12)),
            password: Some(SecretString::new("secret".to_owned())),
        }],
        stuck: false,
    }
}

fn system(id: &str, title: &str, extra: Option<(&str, &str)>) -> System {
    System {
        id: id.to_owned(),
        title: title.to_owned(),
        arch: "64-bit".to_owned(),
        url: "http://www.centos.org/".to_owned(),
        price: extra.map(|(price, _)| price.to_owned()),
        min_ram: extra.map(|(_, memory)| memory.to_owned()),
    }
}

fn random_password() -> String {
    let mut bytes = [0; 12];
    rand::thread_rng().fill_bytes(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
