//! What every simulated provider has in common: connections, the record of requests, faults, the wire.
//!
//! A provider is a [`Provider`]: its state, what its operations do to it, and how it answers. A [`Simulator`]
//! serves it on the loopback interface, records what comes in and misbehaves when told to.

mod clock;
mod connection;
mod fault;
pub(in crate::sandbox) mod fields;
pub(in crate::sandbox) mod number;
mod power;
mod record;
mod reply;
mod serve;
mod simulator;

use std::fmt::{Debug, Display};

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::MethodFilter;
use serde_json::Value;

pub use clock::Clock;
pub use fault::{Fault, Misbehaviour, OnDisconnect, Point};
pub use power::{Condition, Mode, Pace, Power};
pub use record::{Authorization, LedgerEntry, Outcome, RecordedRequest};
pub use reply::Reply;
pub use simulator::{DeadlinePassed, Simulator};

/// The state of one provider and what requests do to it.
pub trait Provider: Send + Sized + 'static {
    /// What can be asked for.
    type Operation: Endpoint;
    /// What can happen by request.
    type Effect: Happening;

    /// What the provider is called in messages.
    const NAME: &'static str;
    /// What stands before every path.
    const BASE_PATH: &'static str = "";

    /// The time at the provider.
    fn clock(&mut self) -> &mut Clock;

    /// Whether the request shows who sends it.
    fn judge(&self, request: &Parts, body: &[u8]) -> Authorization;

    /// Carries out `call` and answers it.
    fn carry_out(&mut self, call: &Call<Self::Operation>) -> Answer<Self::Effect>;

    /// What is answered to a request that is for no operation or cannot be read.
    fn refuse(status: StatusCode) -> Reply;

    /// The state as JSON for a panel: nothing that identifies the owner, no credential.
    fn to_json(&self) -> Value;
}

/// An operation of a provider.
pub trait Endpoint: Copy + Debug + Display + Ord + Send + Sync + 'static {
    /// All operations.
    const ALL: &'static [Self];
    /// The header by which a provider knows a request that it has seen before.
    const IDEMPOTENCY_HEADER: Option<&'static str> = None;
    /// The fields of a query or a form that hold a credential, which no panel and no message may show.
    const SECRET_FIELDS: &'static [&'static str] = &[];
    /// The headers beside `Authorization` that hold one.
    const SECRET_HEADERS: &'static [&'static str] = &[];

    /// The name in kebab case, as a panel or a message shows it.
    fn name(self) -> &'static str;

    /// The path, with its parameters in braces.
    fn template(self) -> &'static str;

    /// The method.
    fn filter(self) -> MethodFilter;

    /// Whether a request for its path and method is for it, where several share both.
    fn is_asked_for(self, query: Option<&str>, body: &[u8]) -> bool {
        let _ = (query, body);
        true
    }

    /// Whether the body holds a credential, which no panel and no message may show.
    fn has_secret_body(self) -> bool {
        false
    }
}

/// Something that happens at a provider by request.
pub trait Happening: Clone + Debug + PartialEq + Send + 'static {
    /// The happening as JSON for a panel.
    fn to_json(&self) -> Value;
}

/// A request for an operation, as the operation sees it.
pub struct Call<O> {
    pub(in crate::sandbox) operation: O,
    pub(in crate::sandbox) number: u64,
    /// The parameters in the path, decoded.
    pub(in crate::sandbox) parameters: Vec<String>,
    pub(in crate::sandbox) query: Option<String>,
    pub(in crate::sandbox) headers: HeaderMap,
    pub(in crate::sandbox) body: Bytes,
}

impl<O> Call<O> {
    /// The `n`th parameter in the path, counting from 0; empty without one.
    pub(in crate::sandbox) fn parameter(&self, n: usize) -> &str {
        self.parameters.get(n).map_or("", String::as_str)
    }
}

/// An answer and, if something changed, what.
pub struct Answer<E> {
    pub(in crate::sandbox) reply: Reply,
    pub(in crate::sandbox) effect: Option<E>,
}

impl<E> From<Reply> for Answer<E> {
    fn from(reply: Reply) -> Self {
        Self { reply, effect: None }
    }
}
