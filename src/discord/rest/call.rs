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
/// For so long Discord surely remembers the nonce of a message.
const NONCE_WINDOW: Duration = Duration::from_secs(120);

/// One call.
pub(super) struct Call<'a> {
    pub(super) endpoint: Endpoint<'a>,
    pub(super) method: Method,
    pub(super) query: Vec<(&'static str, String)>,
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
        Self { endpoint, method, query: vec![], body: None, files: &[], repeat, deadline }
    }

    pub(super) fn get(endpoint: Endpoint<'a>, deadline: Instant) -> Self {
        Self::new(Method::GET, endpoint, Repeat::Read, deadline)
    }

    pub(super) fn query(mut self, name: &'static str, value: &str) -> Self {
        self.query.push((name, value.to_owned()));
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

    /// The same call without its files and without what shows them; `None` when it has none.
    pub(super) fn without_files(&self) -> Option<Call<'a>> {
        let body = self.body.as_deref().filter(|_| !self.files.is_empty())?;
        let mut body: Value = serde_json::from_slice(body).ok()?;
        // The first answer to an interaction has its message inside.
        let message = if body.get("data").is_some() { &mut body["data"] } else { &mut body };
        message["attachments"] = Value::Array(vec![]);
        for embed in message["embeds"].as_array_mut().into_iter().flatten() {
            embed.as_object_mut()?.remove("image");
        }
        let body = Some(serde_json::to_vec(&body).ok()?);
        let Call { endpoint, ref method, ref query, repeat, deadline, .. } = *self;
        Some(Call {
            endpoint,
            method: method.clone(),
            query: query.clone(),
            body,
            files: &[],
            repeat,
            deadline,
        })
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

    /// Until when another attempt may begin.
    pub(super) fn last_moment(&self, doubt: Doubt) -> Instant {
        match (self.repeat, doubt) {
            (Repeat::Nonce, Some((_, since))) => self.deadline.min(since + NONCE_WINDOW),
            (Repeat::Never, Some((_, since))) => self.deadline.min(since),
            _ => self.deadline,
        }
    }

    pub(super) fn error(&self, kind: RestErrorKind, detail: &str) -> RestError {
        let detail = (!detail.is_empty()).then(|| detail.to_owned());
        RestError { kind, route: self.key().name, detail }
    }

    /// The error of a call that is not tried again: what is in doubt outweighs why it ended.
    pub(super) fn give_up(&self, kind: RestErrorKind, doubt: Doubt, detail: &str) -> RestError {
        let fate = doubt.map(|(fate, _)| fate);
        let late = Instant::now() >= self.deadline;
        let kind = match kind {
            _ if self.changes() && fate == Some(Fate::AnswerLost) => RestErrorKind::Unknown,
            _ if self.changes() && fate == Some(Fate::ServerFailed) => RestErrorKind::Unavailable,
            RestErrorKind::Unavailable if late && fate == Some(Fate::AnswerLost) => RestErrorKind::Deadline,
            kind => kind,
        };
        self.error(kind, detail)
    }
}
