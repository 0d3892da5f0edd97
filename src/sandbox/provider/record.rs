//! The record of requests and the ledger of effects.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};
use std::fmt;

use axum::body::Bytes;
use axum::http::{HeaderMap, Method};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};

use super::{Endpoint, Happening};

/// How many requests the record keeps.
const KEPT: usize = 10_000;

/// The `Authorization` header of a request; `Debug` shows only whether it was right.
#[derive(Clone)]
pub enum Authorization {
    /// There was none.
    Missing,
    /// It was not valid.
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

    /// Whether it was valid.
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
#[derive(Clone)]
pub struct RecordedRequest<O> {
    /// Its number, counting from 1 in the order of arrival.
    pub number: u64,
    /// What it asks for; absent when no documented operation has this method and path.
    pub operation: Option<O>,
    /// The method.
    pub method: Method,
    /// The path as sent, percent signs included.
    pub path: String,
    /// The query as sent.
    pub query: Option<String>,
    /// The headers; those among them that hold a credential are marked sensitive, so `Debug` leaves them out.
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

impl<O: Endpoint> RecordedRequest<O> {
    /// One header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as JSON, if it is.
    pub fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The query as a panel or a message may show it.
    pub fn shown_query(&self) -> Option<String> {
        self.query.as_deref().map(concealed::<O>)
    }

    /// The body as a panel or a message may show it.
    pub fn shown_body(&self) -> Cow<'_, str> {
        if self.operation.is_some_and(O::has_secret_body) {
            return Cow::Borrowed("[secret]");
        }
        let body = String::from_utf8_lossy(&self.body);
        if O::SECRET_FIELDS.is_empty() { body } else { Cow::Owned(concealed::<O>(&body)) }
    }

    /// The request as JSON for a panel, without the credential.
    pub fn to_json(&self) -> serde_json::Value {
        let status = match self.outcome {
            Outcome::Answered(status) => Some(status),
            _ => None,
        };
        serde_json::json!({
            "number": self.number,
            "operation": self.operation.map(O::name),
            "method": self.method.as_str(),
            "path": self.path,
            "query": self.shown_query(),
            "op_id": O::IDEMPOTENCY_HEADER.and_then(|name| self.header(name)),
            "authorization": self.authorization.name(),
            "body": self.shown_body(),
            "at": self.at.to_string(),
            "status": status,
            "outcome": format!("{:?}", self.outcome),
            "carried_out": self.carried_out,
        })
    }
}

impl<O: Endpoint> fmt::Debug for RecordedRequest<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RecordedRequest")
            .field("number", &self.number)
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("query", &self.shown_query())
            .field("headers", &self.headers)
            .field("authorization", &self.authorization)
            .field("body", &self.shown_body())
            .field("at", &self.at)
            .field("outcome", &self.outcome)
            .field("carried_out", &self.carried_out)
            .finish()
    }
}

/// The fields of a query or a form, as they were sent, without the values of the secret ones.
fn concealed<O: Endpoint>(fields: &str) -> String {
    let shown = |field: &str| match field.split_once('=') {
        Some((name, _)) if O::SECRET_FIELDS.contains(&name) => format!("{name}=[secret]"),
        _ => field.to_owned(),
    };
    fields.split('&').map(shown).collect::<Vec<_>>().join("&")
}

/// One effect, when it happened and which request caused it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerEntry<E> {
    /// When.
    pub at: Timestamp,
    /// The number of the request.
    pub request: u64,
    /// What.
    pub effect: E,
}

impl<E: Happening> LedgerEntry<E> {
    pub(super) fn to_json(&self) -> serde_json::Value {
        serde_json::json!({"at": self.at.to_string(), "request": self.request, "effect": self.effect.to_json()})
    }
}

/// The newest requests and the counts of all.
pub(super) struct Log<O> {
    pub(super) recording: bool,
    entries: VecDeque<RecordedRequest<O>>,
    last: u64,
    counts: BTreeMap<O, u64>,
}

impl<O> Default for Log<O> {
    fn default() -> Self {
        Self { recording: true, entries: VecDeque::new(), last: 0, counts: BTreeMap::new() }
    }
}

impl<O: Endpoint> Log<O> {
    /// Counts a request and gives it its number.
    pub(super) fn number(&mut self, operation: Option<O>) -> u64 {
        if let Some(operation) = operation {
            *self.counts.entry(operation).or_default() += 1;
        }
        self.last += 1;
        self.last
    }

    pub(super) fn push(&mut self, request: RecordedRequest<O>) {
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

    pub(super) fn get(&self, number: u64) -> Option<&RecordedRequest<O>> {
        self.entries.get(self.entries.binary_search_by_key(&number, |request| request.number).ok()?)
    }

    fn get_mut(&mut self, number: u64) -> Option<&mut RecordedRequest<O>> {
        let index = self.entries.binary_search_by_key(&number, |request| request.number).ok()?;
        self.entries.get_mut(index)
    }

    pub(super) fn since(&self, number: u64) -> impl DoubleEndedIterator<Item = &RecordedRequest<O>> {
        let first = self.entries.partition_point(|request| request.number <= number);
        self.entries.range(first..)
    }

    pub(super) fn of(&self, operation: O) -> impl Iterator<Item = &RecordedRequest<O>> {
        self.entries.iter().filter(move |request| request.operation == Some(operation))
    }

    pub(super) fn count(&self, operation: O) -> u64 {
        self.counts.get(&operation).copied().unwrap_or_default()
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
