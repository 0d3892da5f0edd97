//! First states: the documented examples, and an account that looks lived in.

use std::collections::BTreeMap;

use jiff::{Span, Timestamp};
use rand::RngCore;

use super::auth::Who;
use super::order::{Item, Order, Status, Vps};
use super::state::{ListForm, State};
use crate::sandbox::provider::{Clock, Pace};

/// The token that is valid in [`State::documented`].
pub const DOCUMENTED_TOKEN: &str = "documented-account-token";
/// The user name that is valid in [`State::documented`].
pub const DOCUMENTED_USERNAME: &str = "api-user";
/// The password that is valid in [`State::documented`], with characters that every encoding writes differently.
pub const DOCUMENTED_PASSWORD: &str = "p&ss+w\"rd: \\%#";

impl State {
    /// The documented examples and nothing else, at the pace [`Pace::INSTANT`]; what is pending stays so.
    pub fn documented() -> Self {
        let clock = Clock::real();
        // Longer than any test takes.
        let later = clock.now() + Span::new().hours(24 * 365);
        let server = item(1290, 1, "my.server.com", Status::Done);
        let server = Item {
            vps: Vps {
                memory: 512,
                storage: 20_000,
                ipv4: Some("127.0.0.2".to_owned()),
                ipv6: Some("fec0::fec0".to_owned()),
                ..server.vps
            },
            ..server
        };
        let pending = item(1293, 4, "My testserver 1", Status::Pending(later));
        let order = |items| Order { reference: None, items };
        State {
            pace: Pace::INSTANT,
            who: Who::new(DOCUMENTED_TOKEN, DOCUMENTED_USERNAME, DOCUMENTED_PASSWORD),
            has_credit: true,
            list_form: ListForm::Wrapped,
            list_is_full: true,
            orders: BTreeMap::from([(70, order(vec![server])), (73, order(vec![pending]))]),
            next_order: 74,
            next_item: 1294,
            next_vps: 5,
            clock,
        }
    }

    /// The documented account grown into one that looks lived in, with secrets of its own and at [`Pace::REAL`].
    pub fn sandbox() -> Self {
        let mut state = State::documented();
        let soon: Timestamp = state.clock.now() + Span::new().minutes(3);
        state.pace = Pace::REAL;
        state.who = Who::new(&random_secret(), DOCUMENTED_USERNAME, &random_secret());
        let order = |items| Order { reference: None, items };
        let web = vec![item(1290, 1, "fjord-web", Status::Done), item(1291, 2, "fjord-db", Status::Done)];
        state.orders.insert(70, order(web));
        state.orders.insert(72, order(vec![item(1292, 3, "fjord-mail", Status::Unpaid)]));
        state.orders.insert(73, order(vec![item(1293, 4, "fjord-test", Status::Pending(soon))]));
        state
    }
}

fn item(id: u64, vps: u64, name: &str, status: Status) -> Item {
    let vps = Vps {
        id: vps,
        cpu: 1,
        memory: 2048,
        storage: 25_000,
        is_running: true,
        ipv4: Some(format!("203.0.113.{}", 200 + vps)),
        ipv6: Some(format!("2001:db8:4::{vps:x}")),
    };
    Item { id, name: name.to_owned(), status, is_ending: false, vps }
}

fn random_secret() -> String {
    let mut random = [0; 16];
    rand::thread_rng().fill_bytes(&mut random);
    random.iter().map(|byte| format!("{byte:02x}")).collect()
}
