//! A simulated LightLayer: the provider's side of the wire, with state, a record of every request and faults.
//!
//! It listens on the loopback interface below `/api`, answers the documented endpoints from a [`State`] that
//! changes as its customers, its staff and time do, and misbehaves when told to. It knows nothing of the bot.
//!
//! What the documentation leaves open is settled here, as far as possible as other portals of the same software
//! do it. Without a good credential the answer is 401 with `{"error":["unauthorized"]}`, or `token_expired` for a
//! token whose time is over; a wrong password is 200 with `{"error":["wronglogin"]}`; an unknown thing is 404 with a
//! code; what is understood and not granted (an empty ticket, more credit than there is) is 200 with a code, beside
//! `success` or `status` that is false where the call has one. [`Quirks`] has the other known shapes. The codes of
//! refusals, the answers about notices, incidents, departments, networks, resources and estimates, and the `attachments` of
//! a ticket are made up.

mod account;
mod answers;
mod auth;
mod billing;
mod cart;
mod certificate;
mod effect;
mod happenings;
mod network;
mod operation;
mod reply;
mod seed;
mod service;
mod state;
mod support;
mod upgrade;

pub use account::{Client, Notice, Owner, Status};
pub use auth::Login;
pub use billing::{Invoice, InvoiceStatus, Line, PaymentFee};
pub use cart::{Addon, Category, FormField, Period, Product, Promotion};
pub use effect::{Effect, PowerOrder, VmChange};
pub use network::{AddressPool, Network, Nic};
pub use operation::Operation;
pub use seed::{DOCUMENTED_PASSWORD, DOCUMENTED_USERNAME};
pub use service::{Limits, Method, Service, Vm};
pub use state::{Quirks, State};
pub use support::{Attachment, Author, Department, Ticket, TicketReply, TicketStatus};
pub use upgrade::{Cancellation, Package, UpgradeItem, UpgradeOption};

use super::provider::{self, Simulator};
pub use super::provider::{
    Authorization, Clock, Condition, DeadlinePassed, Fault, Misbehaviour, Mode, OnDisconnect, Outcome, Pace,
    Point, Reply,
};

/// A simulated LightLayer that listens on the loopback interface until it is dropped.
pub type LightLayer = Simulator<State>;
/// One request as it came in at LightLayer.
pub type RecordedRequest = provider::RecordedRequest<Operation>;
/// One effect at LightLayer, when it happened and which request caused it.
pub type LedgerEntry = provider::LedgerEntry<Effect>;
