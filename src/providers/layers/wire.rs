//! The wire: one HTTP request, and what its answer amounts to.

use std::borrow::Cow;
use std::error::Error as _;
use std::fmt::Write as _;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use jiff::Timestamp;
use reqwest::header::{self, HeaderMap, HeaderValue};
use reqwest::{Body, Client, Request, Response, StatusCode, Url};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::call::Digesting;
use super::{Call, Digest, Effect, Failure, Reply, SetupError, Shape, StackSettings, Transport, classify};
use crate::config::SHORTEST_SECRET;
use crate::domain::ticket::File;
use crate::domain::{ErrorKind, ProviderName};
use crate::providers::http::{self, ClientSettings};
use crate::providers::lenient;
use crate::telemetry::Redactor;

/// How much of the body of an error is read: a message fits, a page need not.
const ERROR_BODY: usize = 64 * 1024;
/// How long the body of an error is waited for; the status alone says enough.
const ERROR_BODY_WAIT: Duration = Duration::from_secs(2);

/// An answer as the provider gave it.
#[derive(Debug)]
pub struct Answer {
    /// Its status, which is no redirect.
    pub status: StatusCode,
    /// How long the provider asks us to wait.
    pub retry_after: Option<Duration>,
    /// Its body, when that was JSON.
    pub json: Option<Value>,
}

/// A provider's no.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What went wrong.
    pub kind: ErrorKind,
    /// The cause in words, for the log.
    pub cause: String,
}

/// A provider's way of saying no: whether an answer means that the call failed, whatever its status.
pub type Judge = fn(&Answer) -> Result<(), Refusal>;

/// The innermost layer: the HTTP clients of one account.
pub struct Wire {
    provider: ProviderName,
    base: Url,
    reads: Client,
    /// Without kept connections, so that no change meets one that is just being closed.
    changes: Client,
    /// Knows the account's secrets, so that none comes back in with a name or a message, however it is spelt.
    redactor: Redactor,
    credentials: Vec<(&'static str, SecretString)>,
    judge: Judge,
    max_answer: usize,
}

impl Wire {
    /// The wire of an account.
    ///
    /// # Errors
    /// When the base URL is refused or TLS cannot be set up.
    pub fn new(settings: StackSettings) -> Result<Self, SetupError> {
        let base = http::check_base_url(settings.base_url.as_str())?;
        let reads = ClientSettings {
            connect_timeout: settings.limits.connect_timeout,
            ..ClientSettings::for_base(&base)
        };
        let changes = ClientSettings { reuse_connections: false, ..reads.clone() };
        let findable = |secret: &&SecretString| secret.expose_secret().len() >= SHORTEST_SECRET;
        Ok(Wire {
            provider: settings.provider,
            reads: settings.clients.get(&reads)?,
            changes: settings.clients.get(&changes)?,
            base,
            redactor: Redactor::new(settings.secrets.iter().filter(findable)),
            credentials: settings.credentials,
            judge: settings.judge,
            max_answer: settings.limits.max_answer,
        })
    }

    fn request(&self, call: &Call) -> Request {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(call.path.segments());
        }
        if !call.address.is_empty() {
            url.query_pairs_mut().extend_pairs(&call.address);
        }
        let mut form = None;
        if call.form {
            form = self.fields(call, self.base.clone()).query().map(str::to_owned);
        } else if !(self.credentials_of(call).is_empty() && call.query.is_empty()) {
            url = self.fields(call, url);
        }
        let mut request = Request::new(call.method.clone(), url);
        let headers = request.headers_mut();
        headers.extend(call.headers.clone());
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(body) = &call.body {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *request.body_mut() = Some(Body::from(body.to_string()));
        } else if let Some(form) = form {
            let media_type = HeaderValue::from_static("application/x-www-form-urlencoded");
            headers.insert(header::CONTENT_TYPE, media_type);
            *request.body_mut() = Some(Body::from(form));
        }
        request
    }

    /// The address with the credentials and the call's fields as its query.
    fn fields(&self, call: &Call, mut url: Url) -> Url {
        let credentials = self.credentials_of(call).iter();
        let credentials = credentials.map(|(name, secret)| (*name, secret.expose_secret()));
        url.query_pairs_mut().extend_pairs(credentials).extend_pairs(&call.query);
        url
    }

    fn credentials_of(&self, call: &Call) -> &[(&'static str, SecretString)] {
        if call.credentials { &self.credentials } else { &[] }
    }

    fn fail(&self, call: &Call, kind: ErrorKind, cause: impl std::fmt::Display) -> Failure {
        classify::error(self.provider, call, kind, cause).into()
    }

    fn broken(&self, call: &Call, error: reqwest::Error) -> Failure {
        let kind = if error.is_connect() || error.is_builder() {
            ErrorKind::Unreachable
        } else if error.is_timeout() {
            ErrorKind::Timeout
        } else {
            ErrorKind::ConnectionLost
        };
        let cause = self.excerpt(call, &causes(error), 300);
        self.fail(call, kind, cause)
    }

    /// The body of a good answer in the pieces in which it came, as long as it stays within bounds, with its digest
    /// when the call asks for one: most bodies that are known already need not be put together.
    async fn body(
        &self,
        call: &Call,
        mut response: Response,
    ) -> Result<(Vec<Bytes>, Option<Digest>), Failure> {
        let too_large = || {
            let cause = format!("the answer is larger than {} bytes", self.max_answer);
            self.fail(call, ErrorKind::TooLarge, cause)
        };
        if response.content_length().is_some_and(|length| length > self.max_answer as u64) {
            return Err(too_large());
        }
        let (mut pieces, mut length) = (vec![], 0);
        let mut digesting = call.known.is_some().then(Digesting::default);
        while let Some(piece) = response.chunk().await.map_err(|error| self.broken(call, error))? {
            length += piece.len();
            if length > self.max_answer {
                return Err(too_large());
            }
            if let Some(digesting) = &mut digesting {
                digesting.add(&piece);
            }
            pieces.push(piece);
        }
        Ok((pieces, digesting.map(Digesting::end)))
    }

    /// The beginning of the body of an error, if it comes soon and is JSON.
    async fn error_body(&self, mut response: Response) -> Option<Value> {
        let mut body = Vec::new();
        let read = async {
            while let Ok(Some(chunk)) = response.chunk().await {
                let room = ERROR_BODY - body.len();
                body.extend_from_slice(&chunk[..chunk.len().min(room)]);
                if body.len() == ERROR_BODY {
                    break;
                }
            }
        };
        tokio::time::timeout(ERROR_BODY_WAIT, read).await.ok()?;
        serde_json::from_slice(&body).ok()
    }

    /// What an answer says that it is.
    fn media_type(&self, call: &Call, headers: &HeaderMap) -> Option<String> {
        let text = String::from_utf8_lossy(headers.get(header::CONTENT_TYPE)?.as_bytes());
        let essence = text.split(';').next().unwrap_or_default().trim();
        Some(self.excerpt(call, essence, 80).to_ascii_lowercase())
    }

    /// The JSON of a good answer, or what it is instead.
    fn json(&self, call: &Call, media_type: Option<&str>, body: &[u8]) -> Result<Value, String> {
        let is_receipt = call.shape == Shape::Receipt;
        if body.trim_ascii().is_empty() {
            return if is_receipt {
                Ok(Value::Null)
            } else {
                Err("expected JSON, got an empty answer".to_owned())
            };
        }
        let mended = || call.mend.and_then(|mend| mend(body));
        let value = match media_type.filter(|media_type| !is_json(media_type)) {
            // Without its text, which may hold what must not be logged.
            None => serde_json::from_slice(body)
                .or_else(|error| mended().ok_or_else(|| format!("the JSON is broken: {error}")))?,
            Some(media_type) => match mended() {
                Some(mended) => mended,
                None if is_receipt => return Ok(Value::Null),
                None if call.secret_answer => return Err(format!("expected JSON, got {media_type}")),
                None => {
                    // Cut before it is decoded: the rest of a large page is of no interest.
                    let beginning = String::from_utf8_lossy(&body[..body.len().min(4096)]);
                    let beginning = self.excerpt(call, &beginning, 80);
                    return Err(format!(
                        "expected JSON, got {media_type} (first 80 characters: {beginning})"
                    ));
                }
            },
        };
        self.as_documented(call, value)
    }

    /// The answer, when it has the form that the call asked for.
    fn as_documented(&self, call: &Call, value: Value) -> Result<Value, String> {
        let as_documented = match call.shape {
            Shape::List => lenient::list(&value).is_some(),
            Shape::Map => value.is_object(),
            Shape::Either => value.is_object() || value.is_array(),
            Shape::Word => value.is_object() || value.is_string() || value.is_number(),
            Shape::Receipt => value.is_object() || value.is_array() || value.is_null(),
            Shape::File => true,
        };
        if as_documented {
            Ok(value)
        } else {
            Err(format!("expected {} in JSON, got {}", call.shape.as_str(), form(&value)))
        }
    }

    /// A file, with the JSON that the provider may have sent in its place: what a file says is no answer of the provider.
    fn file(&self, media_type: Option<String>, is_attachment: bool, bytes: Vec<u8>) -> (Value, File) {
        let may_be_answer = !is_attachment && media_type.as_deref().is_some_and(is_json);
        let json = may_be_answer.then(|| serde_json::from_slice(&bytes).ok());
        (json.flatten().unwrap_or_default(), File { media_type, bytes })
    }

    /// Takes the secrets of the account and of the call out of every text of an answer.
    fn redact(&self, call: &Call, json: &mut Value) {
        match json {
            Value::String(text) => {
                if let Cow::Owned(clean) = self.clean(call, text) {
                    *text = clean;
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.redact(call, item)),
            Value::Object(fields) => {
                if fields.keys().any(|key| matches!(self.clean(call, key), Cow::Owned(_))) {
                    let renamed = std::mem::take(fields).into_iter();
                    *fields = renamed.map(|(key, value)| (self.clean(call, &key).into(), value)).collect();
                }
                fields.values_mut().for_each(|value| self.redact(call, value));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// The text without the secrets of the account and of the call.
    fn clean<'t>(&self, call: &Call, text: &'t str) -> Cow<'t, str> {
        let mut clean = self.redactor.redact(text);
        let secrets = call.secrets.iter().map(|secret| secret.expose_secret());
        for secret in secrets.filter(|secret| secret.len() >= SHORTEST_SECRET) {
            if clean.contains(secret.as_str()) {
                clean = Cow::Owned(clean.replace(secret.as_str(), "[redacted]"));
            }
        }
        clean
    }

    /// The beginning of foreign text in one line; redacted first, since half a secret is not found.
    fn excerpt(&self, call: &Call, text: &str, limit: usize) -> String {
        lenient::excerpt(&self.clean(call, text), limit)
    }
}

#[async_trait]
impl Transport for Wire {
    async fn send(&self, call: &Call) -> Result<Reply, Failure> {
        let client = if call.effect.is_repeatable() { &self.reads } else { &self.changes };
        let request = self.request(call);
        call.mark_sent();
        let response = client.execute(request).await.map_err(|error| self.broken(call, error))?;

        let status = response.status();
        let retry_after = retry_after(response.headers());
        let challenges = challenges(status, response.headers());
        let answered = |failure: Failure| {
            let challenges = challenges.clone();
            Failure { status: Some(status), retry_after, challenges, ..failure }
        };
        if status.is_redirection() {
            let cause = format!("a redirect ({}), which is never followed", status.as_u16());
            return Err(answered(self.fail(call, ErrorKind::Redirected, cause)));
        }
        let (mut file, mut digest) = (None, None);
        let json = if status.is_success() {
            let media_type = self.media_type(call, response.headers());
            let is_attachment = is_attachment(response.headers());
            let (pieces, digested) = self.body(call, response).await.map_err(answered)?;
            digest = digested;
            if digest.is_some() && digest == call.known {
                // It was judged when it was read.
                return Ok(Reply { status, json: Value::Null, file, digest });
            }
            let body = pieces.concat();
            if call.shape == Shape::File {
                let (json, received) = self.file(media_type, is_attachment, body);
                file = Some(received);
                Ok(json)
            } else {
                self.json(call, media_type.as_deref(), &body)
            }
        } else {
            self.error_body(response).await.ok_or_else(|| format!("unexpected status {}", status.as_u16()))
        };
        // A session's tokens are what a sign-in is made for; whoever judges its answer need not see them.
        let tokens = json.as_ref().ok().filter(|_| call.effect == Effect::SignIn).cloned();
        let (json, problem) = match json {
            Ok(mut json) => {
                self.redact(call, &mut json);
                (Some(json), None)
            }
            Err(problem) => (None, Some(problem)),
        };
        let answer = Answer { status, retry_after, json };
        if let Err(Refusal { kind, cause }) = (self.judge)(&answer) {
            // What refuses and names an order says neither yes nor no, and is not to be taken for a no.
            let kind = match answer.json.as_ref().filter(|_| call.effect == Effect::Spend) {
                Some(body) if names_order(body) => ErrorKind::Unreadable,
                _ => kind,
            };
            return Err(answered(self.fail(call, kind, cause)));
        }
        match answer.json {
            Some(json) if status.is_success() => {
                Ok(Reply { status, json: tokens.unwrap_or(json), file, digest })
            }
            _ => Err(answered(self.fail(
                call,
                ErrorKind::Unreadable,
                problem.unwrap_or_else(|| format!("unexpected status {}", status.as_u16())),
            ))),
        }
    }
}

/// The error and its sources, without the URL.
fn causes(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        // Writing into a string cannot fail.
        let _ = write!(text, ": {error}");
        source = error.source();
    }
    text
}

/// Whether the answer to a purchase names an order or an invoice, whatever else it says.
fn names_order(body: &Value) -> bool {
    let named = ["order_id", "orderid", "order_num", "order_num_list", "invoice_id", "invoiceid"];
    named.iter().filter_map(|name| body.get(name)).any(lenient::says_something)
}

/// Whether an answer says that it is a file.
fn is_attachment(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_DISPOSITION).is_some_and(|value| {
        let kind = value.as_bytes().split(|byte| *byte == b';').next().unwrap_or_default();
        kind.trim_ascii().eq_ignore_ascii_case(b"attachment")
    })
}

fn is_json(media_type: &str) -> bool {
    matches!(media_type, "application/json" | "text/json") || media_type.ends_with("+json")
}

fn form(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a map",
    }
}

/// `WWW-Authenticate`, of an answer that refuses what was shown; what is no plain text asks for nothing that is known.
fn challenges(status: StatusCode, headers: &HeaderMap) -> Vec<String> {
    if status != StatusCode::UNAUTHORIZED {
        return vec![];
    }
    let asked = headers.get_all(header::WWW_AUTHENTICATE).iter();
    asked.filter_map(|asked| asked.to_str().ok().map(str::to_owned)).collect()
}

/// `Retry-After`: seconds, or a moment.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    Some(Duration::try_from(moment.duration_since(Timestamp::now())).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_read_as_seconds_and_as_a_moment() {
        let read = |text: &str| {
            retry_after(&HeaderMap::from_iter([(header::RETRY_AFTER, HeaderValue::from_str(text).unwrap())]))
        };
        assert_eq!(read("7"), Some(Duration::from_secs(7)));
        assert_eq!(read("18446744073709551615"), Some(Duration::MAX - Duration::from_nanos(999_999_999)));
        assert_eq!(read("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::ZERO));
        let later = read("Fri, 31 Dec 2100 23:59:59 GMT").unwrap();
        assert!(later > Duration::from_secs(60 * 60 * 24 * 365));
        for text in ["", "soon", "-1", "1.5"] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }
}
