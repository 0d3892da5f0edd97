//! First states: the documented examples, and an account that looks lived in.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use jiff::civil::date;
use rand::RngCore;
use rust_decimal::Decimal;
use secrecy::SecretString;

use super::account::{Card, CustomShop, Plan, Profile, Site, Subscription, Template};
use super::purchase::{Ending, Provisioning};
use super::server::{Memory, Metric, Reading, Server};
use super::state::State;
use crate::sandbox::provider::{Clock, Pace};

/// The key in the documentation's examples, valid in [`State::documented`].
pub const DOCUMENTED_KEY: &str = "llk_YOUR_KEY";

const DAY: Duration = Duration::from_secs(86_400);

impl State {
    /// The documented examples and nothing else, at the pace [`Pace::INSTANT`].
    ///
    /// The purchase of server 42 under `my-unique-op-001` has been made, the one under `my-unique-op-002` has not.
    pub fn documented() -> Self {
        let clock = Clock::real();
        let now = clock.now();
        let mut server = Server::new(42, "production-web").running_since(now - DAY);
        server.disk = 40.5;
        server.cpu_used = 12.0;
        server.cpus_avail = 4;
        server.memory = Memory { used: 1.2, max: 4.0 };
        server.ip_addresses = vec!["203.0.113.50".to_owned()];
        let readings =
            vec![Reading { time: 1_716_508_800, value: 24.5 }, Reading { time: 1_716_512_400, value: 31.2 }];
        server.history.insert(Metric::Cpu, readings);

        Self {
            pace: Pace::INSTANT,
            key: SecretString::new(DOCUMENTED_KEY.to_owned()),
            servers: BTreeMap::from([(server.id, server)]),
            cards: vec![Card {
                id: 3,
                last4dig: "4242".to_owned(),
                exp_month: 12,
                exp_year: 2027,
                brand: "visa".to_owned(),
                accepts_charges: true,
            }],
            plans: vec![plan("spark", "Llama Spark", 54, 2, 2, 50)],
            shop_open: true,
            custom: CustomShop {
                available: true,
                xeon_e5: Decimal::new(156, 1),
                xeon_gold: Decimal::new(17, 0),
                ram: Decimal::new(7, 0),
                ssd: Decimal::new(15, 1),
                hdd: Decimal::new(12, 1),
                ipv4: Decimal::new(4, 0),
            },
            templates: vec![
                template("ubuntu-22", "Ubuntu 22.04"),
                template("windows-2022", "Windows Server 2022"),
            ],
            sites: vec![Site {
                id: "8f2a1c00-1111-2222-3333-444455556666".to_owned(),
                domain: "example.co.il".to_owned(),
                plan: "business".to_owned(),
                disk_used_mb: 1200,
                disk_limit_mb: 10240,
                php_version: "8.2".to_owned(),
                ssl: true,
                ready_at: now - DAY,
            }],
            site_plans: vec!["business".to_owned()],
            next_site_ids: VecDeque::from(["9a3b2c10-aaaa-bbbb-cccc-dddddddddddd".to_owned()]),
            profile: Profile {
                id: 7,
                username: "client1".to_owned(),
                email: "user@example.com".to_owned(),
                realname: "ישראל ישראלי".to_owned(),
                phone: "0501234567".to_owned(),
                userpfp: "avatar-7.png".to_owned(),
                role: "user".to_owned(),
            },
            subscriptions: vec![Subscription {
                id: 101,
                kind: "vps".to_owned(),
                name: "VPS Business".to_owned(),
                status: "active".to_owned(),
                renewal_date: date(2026, 6, 1),
                price_monthly: Decimal::new(89, 0),
            }],
            purchases_end: Ending::Succeeds,
            provisionings: BTreeMap::from([(
                "my-unique-op-001".to_owned(),
                Provisioning { server: 42, started: now - DAY, ending: Ending::Succeeds },
            )]),
            clock,
        }
    }

    /// The documented account grown into one that looks lived in, with a key of its own and at [`Pace::REAL`].
    ///
    /// One server's name is in Hebrew, and one is what an attacker would call a server.
    pub fn sandbox() -> Self {
        let mut state = Self::documented();
        let now = state.clock.now();
        state.pace = Pace::REAL;
        state.key = SecretString::new(random_key());
        if let Some(server) = state.server_mut(42) {
            server.history.clear();
        }

        let up = |days: u32| now - DAY * days;
        let sized = |mut server: Server, cpus: u32, cpu_used: f64, used: f64, max: f64, disk: f64| {
            server.cpus_avail = cpus;
            server.cpu_used = cpu_used;
            server.memory = Memory { used, max };
            server.disk = disk;
            server
        };
        let hostile = "@everyone **free** [gift](https://evil.example) `x` \u{202e}gnp.exe <@&1>";
        let servers = [
            sized(Server::new(43, "staging-web").running_since(up(3)), 2, 4.0, 0.9, 2.0, 18.2),
            sized(Server::new(44, "db-1").running_since(up(112)), 8, 37.5, 11.4, 16.0, 212.7),
            sized(Server::new(45, "mail").running_since(up(61)), 2, 9.0, 1.6, 4.0, 77.0),
            sized(Server::new(46, "build-1"), 8, 71.0, 6.2, 16.0, 143.9),
            sized(Server::new(47, "שרת גיבוי").running_since(up(20)), 2, 2.5, 0.7, 2.0, 455.0),
            sized(Server::new(48, hostile).running_since(up(1)), 1, 99.0, 0.9, 1.0, 3.1),
        ];
        for server in servers {
            state.add_server(server);
        }

        let site = |n: u32, domain: &str, plan: &str, disk_used_mb, php_version: &str, ssl| Site {
            id: format!("8f2a1c0{n}-1111-2222-3333-444455556666"),
            domain: domain.to_owned(),
            plan: plan.to_owned(),
            disk_used_mb,
            disk_limit_mb: 10_240,
            php_version: php_version.to_owned(),
            ssl,
            ready_at: up(30),
        };
        state.sites.push(site(1, "shop.example.co.il", "business", 9_870, "8.3", true));
        // A Hebrew name under .co.il, once as people read it and once as it stands in a URL.
        state.sites.push(site(2, "דוגמה.co.il", "personal", 310, "7.4", false));
        state.sites.push(site(3, "xn--4db6bi.co.il", "personal", 42, "8.2", true));
        state.site_plans.push("personal".to_owned());

        state.plans.push(plan("flame", "Llama Flame", 98, 4, 4, 100));
        state.plans.push(plan("blaze", "Llama Blaze", 189, 8, 8, 200));
        state.templates.push(template("debian-12", "Debian 12"));
        state.templates.push(Template { enabled: false, ..template("centos-7", "CentOS 7") });
        let subscription = |id, name: &str, day, price| Subscription {
            id,
            kind: "vps".to_owned(),
            name: name.to_owned(),
            status: "active".to_owned(),
            renewal_date: now
                .to_zoned(jiff::tz::TimeZone::UTC)
                .date()
                .saturating_add(jiff::Span::new().days(day)),
            price_monthly: Decimal::new(price, 0),
        };
        state.subscriptions = vec![
            subscription(101, "VPS Business", 9, 89),
            subscription(102, "Llama Spark", 3, 54),
            subscription(103, "Llama Blaze", 17, 189),
            Subscription { status: "pending".to_owned(), ..subscription(104, "Llama Flame", 28, 98) },
            Subscription { kind: "website".to_owned(), ..subscription(105, "business", 12, 39) },
        ];
        state
    }
}

fn plan(id: &str, name: &str, price: i64, cpu_cores: u32, ram_gb: u32, storage_gb: u32) -> Plan {
    let (id, name, currency) = (id.to_owned(), name.to_owned(), "ILS".to_owned());
    Plan { id, name, price: Decimal::new(price, 0), currency, cpu_cores, ram_gb, storage_gb }
}

fn template(id: &str, label: &str) -> Template {
    Template { id: id.to_owned(), label: label.to_owned(), enabled: true }
}

fn random_key() -> String {
    let mut bytes = [0; 16];
    rand::thread_rng().fill_bytes(&mut bytes);
    format!("llk_{:032x}", u128::from_be_bytes(bytes))
}
