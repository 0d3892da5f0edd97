//! The record of requests and the ledger of effects.

use std::collections::VecDeque;
use std::fmt;

use axum::body::Bytes;
use axum::http::{HeaderMap, Method};
use jiff::Timestamp;
use rust_decimal::Decimal;
use secrecy::{ExposeSecret, SecretString};

use super::operation::Operation;

/// How many requests the record keeps.
const KEPT: usize = 10_000;

/// The `Authorization` header of a request; `Debug` shows only whether it was right.
#[derive(Clone)]
pub enum Authorization {
    /// There was none.
    Missing,
    /// It was not `Bearer` with the valid key.
    Wrong(SecretString),
    /// It was right.
    Right(SecretString),
}

impl Authorization {
    /// The whole header value, for comparison.
    pub fn value(&self) -> Option<&str> {
        match self {
            Self::Missing => None,
            Self::Wrong(value) | Self::Right(value) => Some(value.expose_secret()),
        }
    }

    /// Whether it carried the valid key.
    pub fn is_right(&self) -> bool {
        matches!(self, Self::Right(_))
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Wrong(_) => "wrong",
            Self::Right(_) => "right",
        }
    }
}

impl fmt::Debug for Authorization {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It has not ended yet.
    Pending,
    /// It was answered with this status.
    Answered(u16),
    /// Its connection was closed without an answer.
    Dropped,
    /// Its client went away before the answer.
    ClientLeft,
}

/// One request as it came in.
#[derive(Clone, Debug)]
pub struct RecordedRequest {
    /// Its number, counting from 1 in the order of arrival.
    pub number: u64,
    /// What it asks for; absent when no documented operation has this method and path.
    pub operation: Option<Operation>,
    /// The method.
    pub method: Method,
    /// The path as sent, percent signs included.
    pub path: String,
    /// The query as sent.
    pub query: Option<String>,
    /// The headers; `Authorization` among them is marked sensitive, so `Debug` leaves it out.
    pub headers: HeaderMap,
    /// The credential, judged.
    pub authorization: Authorization,
    /// The body.
    pub body: Bytes,
    /// When it came in.
    pub at: Timestamp,
    /// How it ended.
    pub outcome: Outcome,
    /// Whether it changed something at the provider; see the ledger for what.
    pub carried_out: bool,
}

impl RecordedRequest {
    /// One header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as JSON, if it is.
    pub fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The request as JSON for a panel, without the credential.
    pub fn to_json(&self) -> serde_json::Value {
        let status = match self.outcome {
            Outcome::Answered(status) => Some(status),
            _ => None,
        };
        serde_json::json!({
            "number": self.number,
            "operation": self.operation.map(Operation::name),
            "method": self.method.as_str(),
            "path": self.path,
            "query": self.query,
            "op_id": self.header("x-provision-op-id"),
            "authorization": self.authorization.name(),
            "body": String::from_utf8_lossy(&self.body),
            "at": self.at.to_string(),
            "status": status,
            "outcome": format!("{:?}", self.outcome),
            "carried_out": self.carried_out,
        })
    }
}

/// Something that really happened at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A stopped server was told to boot.
    Started {
        /// The server.
        server: u64,
    },
    /// A running server was told to halt.
    Stopped {
        /// The server.
        server: u64,
    },
    /// A server was restarted.
    Restarted {
        /// The server.
        server: u64,
    },
    /// The saved card was charged.
    Charged {
        /// The operation id of the purchase.
        op_id: String,
        /// How much, in ILS.
        amount: Decimal,
        /// The server that it bought.
        server: u64,
    },
    /// A site was created.
    SiteCreated {
        /// The site.
        site: String,
        /// Its domain.
        domain: String,
    },
}

/// One effect, when it happened and which request caused it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerEntry {
    /// When.
    pub at: Timestamp,
    /// The number of the request.
    pub request: u64,
    /// What.
    pub effect: Effect,
}

impl LedgerEntry {
    pub(super) fn to_json(&self) -> serde_json::Value {
        let effect = match &self.effect {
            Effect::Started { server } => serde_json::json!({"kind": "started", "server": server}),
            Effect::Stopped { server } => serde_json::json!({"kind": "stopped", "server": server}),
            Effect::Restarted { server } => serde_json::json!({"kind": "restarted", "server": server}),
            Effect::Charged { op_id, amount, server } => {
                serde_json::json!({"kind": "charged", "op_id": op_id, "amount": amount.to_string(), "server": server})
            }
            Effect::SiteCreated { site, domain } => {
                serde_json::json!({"kind": "site-created", "site": site, "domain": domain})
            }
        };
        serde_json::json!({"at": self.at.to_string(), "request": self.request, "effect": effect})
    }
}

/// The newest requests and the counts of all.
pub(super) struct Log {
    pub(super) recording: bool,
    entries: VecDeque<RecordedRequest>,
    last: u64,
    counts: [u64; Operation::ALL.len()],
}

impl Default for Log {
    fn default() -> Self {
        Self { recording: true, entries: VecDeque::new(), last: 0, counts: [0; Operation::ALL.len()] }
    }
}

impl Log {
    /// Counts a request and gives it its number.
    pub(super) fn number(&mut self, operation: Option<Operation>) -> u64 {
        if let Some(operation) = operation {
            self.counts[operation as usize] += 1;
        }
        self.last += 1;
        self.last
    }

    pub(super) fn push(&mut self, request: RecordedRequest) {
        if self.entries.len() == KEPT {
            self.entries.pop_front();
        }
        self.entries.push_back(request);
    }

    pub(super) fn settle(&mut self, number: u64, outcome: Outcome) {
        if let Some(request) = self.get_mut(number) {
            request.outcome = outcome;
        }
    }

    pub(super) fn mark_carried_out(&mut self, number: u64) {
        if let Some(request) = self.get_mut(number) {
            request.carried_out = true;
        }
    }

    pub(super) fn get(&self, number: u64) -> Option<&RecordedRequest> {
        self.entries.get(self.entries.binary_search_by_key(&number, |request| request.number).ok()?)
    }

    fn get_mut(&mut self, number: u64) -> Option<&mut RecordedRequest> {
        let index = self.entries.binary_search_by_key(&number, |request| request.number).ok()?;
        self.entries.get_mut(index)
    }

    pub(super) fn since(&self, number: u64) -> impl Iterator<Item = &RecordedRequest> {
        let first = self.entries.partition_point(|request| request.number <= number);
        self.entries.range(first..)
    }

    pub(super) fn of(&self, operation: Operation) -> impl Iterator<Item = &RecordedRequest> {
        self.entries.iter().filter(move |request| request.operation == Some(operation))
    }

    pub(super) fn count(&self, operation: Operation) -> u64 {
        self.counts[operation as usize]
    }

    pub(super) fn last_number(&self) -> u64 {
        self.last
    }

    /// The counts and the last requests in one line, for a message about a wait in vain.
    pub(super) fn summary(&self) -> String {
        let recording = if self.recording { "" } else { " (recording is off)" };
        let last: Vec<_> = self
            .entries
            .iter()
            .rev()
            .take(5)
            .map(|request| format!("{} {} {:?}", request.method, request.path, request.outcome))
            .collect();
        format!("{} requests{recording}, newest first: [{}]", self.last, last.join(", "))
    }
}
