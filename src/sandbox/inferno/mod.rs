//! A simulated Inferno: the provider's side of the wire, with state, a record of every request and faults.
//!
//! It listens on the loopback interface, answers the documented actions at `/api_client.php` from a [`State`] that
//! changes by request and as time goes by, and misbehaves when told to. It knows nothing of the bot.
//!
//! What the documentation leaves open is settled here: every refusal is an HTTP 200 with `result: fail`, a wrong key
//! and an address that is on no whitelist alike; an empty map is PHP's `[]`; an order that is cancelled is listed no
//! more; an order without a server has `[]` for it, an unpaid one a failure inside a success; a call without `run`
//! installs nothing and fails; servers take as long to come up as [`Pace`] says.

mod answers;
mod effect;
mod happenings;
mod install;
mod operation;
mod order;
mod seed;
mod state;

pub use effect::Effect;
pub use operation::Operation;
pub use order::{Key, Order, Product, Status, Vps};
pub use seed::{DOCUMENTED_CID, DOCUMENTED_EMAIL, DOCUMENTED_KEY, DOCUMENTED_PASSWORD};
pub use state::State;

use super::provider::{self, Simulator};
pub use super::provider::{
    Authorization, Clock, DeadlinePassed, Fault, Misbehaviour, Mode, OnDisconnect, Outcome, Pace, Point,
    Power, Reply,
};

/// A simulated Inferno that listens on the loopback interface until it is dropped.
pub type Inferno = Simulator<State>;
/// One request as it came in at Inferno.
pub type RecordedRequest = provider::RecordedRequest<Operation>;
/// One effect at Inferno, when it happened and which request caused it.
pub type LedgerEntry = provider::LedgerEntry<Effect>;
