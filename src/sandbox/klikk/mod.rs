//! A simulated Klikk: the provider's side of the wire, with state, a record of every request and faults.
//!
//! It listens on the loopback interface, answers the documented actions at `/api` from a [`State`] that changes by
//! request and as time goes by, and misbehaves when told to. It knows nothing of the bot.
//!
//! What the documentation leaves open is settled here: what is not let in is answered with 401, and with 403 where the
//! address is not in the token's filter or 2-factor is required; a list of orders stands in `orders` unless the state
//! says otherwise; a refusal is 400 or 404 with a `message`; a cancelled item looks as before until its period ends; a
//! GET is answered with a page for people.

mod answers;
mod auth;
mod effect;
mod happenings;
mod operation;
mod order;
mod seed;
mod state;

pub use auth::{Scheme, Who};
pub use effect::Effect;
pub use operation::Operation;
pub use order::{Item, Order, Status, Vps};
pub use seed::{DOCUMENTED_PASSWORD, DOCUMENTED_TOKEN, DOCUMENTED_USERNAME};
pub use state::{ListForm, State};

use super::provider::{self, Simulator};
pub use super::provider::{
    Authorization, Clock, DeadlinePassed, Fault, Misbehaviour, OnDisconnect, Outcome, Pace, Point, Reply,
};

/// A simulated Klikk that listens on the loopback interface until it is dropped.
pub type Klikk = Simulator<State>;
/// One request as it came in at Klikk.
pub type RecordedRequest = provider::RecordedRequest<Operation>;
/// One effect at Klikk, when it happened and which request caused it.
pub type LedgerEntry = provider::LedgerEntry<Effect>;
