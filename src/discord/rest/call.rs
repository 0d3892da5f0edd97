//! One call to Discord, as it is sent and perhaps repeated.

use std::time::Duration;

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::time::Instant;

use super::endpoint::Endpoint;
use super::{Attachment, RestError, RestErrorKind};
use crate::discord::limits::RouteKey;

/// Long enough for a slow answer, short enough for a second try inside Discord's 3 s.
const CALLBACK_ATTEMPT: Duration = Duration::from_millis(1_400);
const ATTEMPT: Duration = Duration::from_secs(10);
const UPLOAD_ATTEMPT: Duration = Duration::from_secs(30);

/// One call.
pub(super) struct Call<'a> {
    pub(super) endpoint: Endpoint<'a>,
    pub(super) method: Method,
    pub(super) query: Option<(&'static str, String)>,
    pub(super) body: Option<Vec<u8>>,
    pub(super) files: &'a [Attachment],
    pub(super) repeat: Repeat,
    pub(super) deadline: Instant,
}

/// What may be repeated when nobody knows whether it took effect.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Repeat {
    /// It only reads.
    Read,
    /// Twice is as good as once.
    Harmless,
    /// Discord drops the second one while it remembers the nonce of the first.
    Nonce,
    /// Never.
    Never,
}

/// What became of a request without a proper answer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    NeverSent,
    ServerFailed,
    AnswerLost,
}

/// The gravest thing that happened to the attempts so far, and when the first of them might have taken effect.
pub(super) type Doubt = Option<(Fate, Instant)>;

impl<'a> Call<'a> {
    pub(super) fn new(method: Method, endpoint: Endpoint<'a>, repeat: Repeat, deadline: Instant) -> Self {
        Self { endpoint, method, query: None, body: None, files: &[], repeat, deadline }
    }

    pub(super) fn get(endpoint: Endpoint<'a>, deadline: Instant) -> Self {
        Self::new(Method::GET, endpoint, Repeat::Read, deadline)
    }

    pub(super) fn query(mut self, name: &'static str, value: &str) -> Self {
        self.query = Some((name, value.to_owned()));
        self
    }

    pub(super) fn json(mut self, body: &impl Serialize) -> Result<Self, RestError> {
        let body = serde_json::to_vec(body).map_err(|_| {
            self.error(RestErrorKind::Invalid(0, "the body cannot be written as JSON".to_owned()), "")
        })?;
        self.body = Some(body);
        Ok(self)
    }

    pub(super) fn files(mut self, files: &'a [Attachment]) -> Self {
        self.files = files;
        self
    }

    /// Whether the body asks Discord to make its message once only.
    pub(super) fn has_nonce(&self) -> bool {
        #[derive(Deserialize)]
        struct Body {
            #[serde(default)]
            nonce: Value,
            #[serde(default)]
            enforce_nonce: bool,
        }
        let body = self.body.as_deref().and_then(|body| serde_json::from_slice(body).ok());
        body.is_some_and(|body: Body| {
            body.enforce_nonce && (body.nonce.is_string() || body.nonce.is_number())
        })
    }

    pub(super) fn key(&self) -> RouteKey {
        self.endpoint.key(&self.method)
    }

    pub(super) fn changes(&self) -> bool {
        self.repeat != Repeat::Read
    }

    pub(super) fn attempt_time(&self) -> Duration {
        match self.endpoint {
            Endpoint::Callback(..) => CALLBACK_ATTEMPT,
            _ if self.files.is_empty() => ATTEMPT,
            _ => UPLOAD_ATTEMPT,
        }
    }

    pub(super) fn error(&self, kind: RestErrorKind, detail: &str) -> RestError {
        let detail = (!detail.is_empty()).then(|| detail.to_owned());
        RestError { kind, route: self.key().name, detail }
    }

    /// The error of a call that is not tried again: what is in doubt outweighs why it ended.
    pub(super) fn give_up(&self, kind: RestErrorKind, doubt: Doubt, detail: &str) -> RestError {
        let lost = matches!(doubt, Some((Fate::AnswerLost, _)));
        let late = Instant::now() >= self.deadline;
        let kind = match kind {
            _ if lost && self.changes() => RestErrorKind::Unknown,
            RestErrorKind::Unavailable if lost && late => RestErrorKind::Deadline,
            kind => kind,
        };
        self.error(kind, detail)
    }
}
