//! A simulated IV: the provider's side of the wire, with state, a record of every request and faults.
//!
//! It listens on the loopback interface, answers the documented commands at `/json.php` from a [`State`] that changes as
//! tasks are carried out and time goes by, and misbehaves when told to. It knows nothing of the bot.
//!
//! What the documentation leaves open is settled here: errors are a bare status with a web page (400 for a wrong
//! command, parameter or id, 401 for a wrong user, 403 for a caller outside IV's network); a task is assigned and
//! completed as long after it was queued as [`Pace`] says, but what it changes shows at once; times are those of
//! Vilnius. The words of a task's results are made up.

mod account;
mod answers;
mod effect;
mod happenings;
mod operation;
mod seed;
mod server;
mod state;

pub use account::{Bonus, Credit, Order, Owner, Service};
pub use effect::Effect;
pub use operation::Operation;
pub use seed::{DOCUMENTED_NICK, DOCUMENTED_PASSWORD};
pub use server::{Server, Sizes, System, Task};
pub use state::State;

use super::provider::{self, Simulator};
pub use super::provider::{
    Authorization, Clock, DeadlinePassed, Fault, Misbehaviour, OnDisconnect, Outcome, Pace, Point, Reply,
};

/// A simulated IV that listens on the loopback interface until it is dropped.
pub type Iv = Simulator<State>;
/// One request as it came in at IV.
pub type RecordedRequest = provider::RecordedRequest<Operation>;
/// One effect at IV, when it happened and which request caused it.
pub type LedgerEntry = provider::LedgerEntry<Effect>;
