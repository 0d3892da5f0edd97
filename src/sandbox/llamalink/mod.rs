//! A simulated LlamaLink: the provider's side of the wire, with state, a record of every request and faults.
//!
//! It listens on the loopback interface, answers the documented endpoints from a [`State`] that changes as
//! its customers press buttons, and misbehaves when told to. It knows nothing of the bot.
//!
//! What the documentation leaves open is settled here: any request that makes no sense (a missing field, an
//! unknown processor, a price that is off) gets a 400 with a message, an unknown plan, operating system or
//! site plan a 404, and a purchase without `x-provision-op-id` a 400, since every example carries one.

mod account;
mod answers;
mod effect;
mod happenings;
mod operation;
mod purchase;
mod reply;
mod seed;
mod server;
mod state;
mod wire;

pub use account::{Card, CustomShop, Plan, Profile, Site, Subscription, Template};
pub use effect::Effect;
pub use operation::Operation;
pub use purchase::{Ending, Provisioning};
pub use seed::DOCUMENTED_KEY;
pub use server::{Memory, Metric, Reading, Server};
pub use state::State;

use super::provider::{self, Simulator};
pub use super::provider::{
    Authorization, Clock, Condition, DeadlinePassed, Fault, Misbehaviour, Mode, OnDisconnect, Outcome, Pace,
    Point, Reply,
};

/// A simulated LlamaLink that listens on the loopback interface until it is dropped.
pub type LlamaLink = Simulator<State>;
/// One request as it came in at LlamaLink.
pub type RecordedRequest = provider::RecordedRequest<Operation>;
/// One effect at LlamaLink, when it happened and which request caused it.
pub type LedgerEntry = provider::LedgerEntry<Effect>;
