//! Why a REST call failed, in a form that carries no token and no address.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;

use crate::discord::limits::RouteName;
use crate::providers::http::BaseUrlError;

const LONGEST_TEXT: usize = 300;

/// Why a REST call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestError {
    /// What went wrong, as far as the caller can do something about it.
    pub kind: RestErrorKind,
    /// Which route was called.
    pub route: RouteName,
    /// What the log should know besides.
    pub detail: Option<String>,
}

/// What went wrong in a REST call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RestErrorKind {
    /// The bot token is dead (401 on a route of the bot): nothing will work until it is replaced.
    Unauthorized,
    /// The bot may not do this (403); with Discord's code.
    Forbidden(u32),
    /// What was addressed is gone (404), or its interaction token expired (401); with Discord's code.
    NotFound(u32),
    /// Discord does not accept the request (any other 4xx); with its code and a short text.
    Invalid(u32, String),
    /// Discord does not accept a request of that size (413).
    TooLarge,
    /// A rate limit does not open before the deadline; nothing was done.
    RateLimited,
    /// Discord could not be reached, answered 5xx, or answered what nobody can read; behind a 5xx a change may have
    /// taken effect, though that is rare.
    Unavailable,
    /// The request was sent and its answer lost: it may have taken effect.
    Unknown,
    /// The deadline passed before there was an answer; nothing was changed.
    Deadline,
}

impl RestErrorKind {
    /// Whether the same call may well succeed later.
    pub const fn is_passing(&self) -> bool {
        match self {
            Self::RateLimited | Self::Unavailable | Self::Unknown | Self::Deadline => true,
            Self::Unauthorized
            | Self::Forbidden(_)
            | Self::NotFound(_)
            | Self::Invalid(..)
            | Self::TooLarge => false,
        }
    }
}

impl fmt::Display for RestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.route, self.kind)?;
        self.detail.as_ref().map_or(Ok(()), |detail| write!(f, " ({detail})"))
    }
}

impl fmt::Display for RestErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unauthorized => write!(f, "Discord does not accept the bot token"),
            Self::Forbidden(code) => write!(f, "Discord forbids it (code {code})"),
            Self::NotFound(code) => write!(f, "Discord does not find it (code {code})"),
            Self::Invalid(code, text) => write!(f, "Discord refused it (code {code}): {text}"),
            Self::TooLarge => write!(f, "Discord does not accept a request of that size"),
            Self::RateLimited => write!(f, "a rate limit does not open in time"),
            Self::Unavailable => write!(f, "Discord is not available"),
            Self::Unknown => write!(f, "it was sent and the answer was lost"),
            Self::Deadline => write!(f, "Discord did not answer in time"),
        }
    }
}

impl std::error::Error for RestError {}

/// Why the REST client could not be set up.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RestSetupError {
    /// The bot token has characters that no token has.
    #[error("the bot token is empty or contains characters that no token has")]
    Token,
    /// The configured address is refused.
    #[error("the address of the Discord API {0}")]
    Base(#[from] BaseUrlError),
    /// The HTTP client could not be built.
    #[error("the HTTP client could not be set up: {0}")]
    Client(#[from] reqwest::Error),
}

/// The error that Discord puts into the body of a refusal.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Refusal {
    pub(super) code: u32,
    message: String,
    errors: Value,
}

impl Refusal {
    pub(super) fn read(body: &[u8]) -> Self {
        serde_json::from_slice(body).unwrap_or_default()
    }

    /// The message and the first fault that it names, in one short line.
    pub(super) fn text(&self, secrets: &[&SecretString]) -> String {
        let mut text = self.message.clone();
        let mut path = String::new();
        if let Some(fault) = first_fault(&self.errors, &mut path, 0) {
            text = format!("{text}: {}: {fault}", path.trim_start_matches('.'));
        }
        clean(&text, secrets)
    }
}

fn first_fault<'a>(errors: &'a Value, path: &mut String, depth: usize) -> Option<&'a str> {
    // Discord nests as deep as a message does; deeper is not from Discord.
    if depth > 16 {
        return None;
    }
    let errors = errors.as_object()?;
    if let Some(faults) = errors.get("_errors").and_then(Value::as_array) {
        return faults.first()?.get("message")?.as_str();
    }
    errors.iter().find_map(|(key, inner)| {
        let length = path.len();
        path.push('.');
        path.push_str(key);
        let fault = first_fault(inner, path, depth + 1);
        if fault.is_none() {
            path.truncate(length);
        }
        fault
    })
}

/// Foreign text as it may stand in an error: on one line, short, and without our secrets.
pub(super) fn clean(text: &str, secrets: &[&SecretString]) -> String {
    let mut text = text.to_owned();
    for secret in secrets.iter().map(|secret| secret.expose_secret()).filter(|secret| !secret.is_empty()) {
        text = text.replace(secret.as_str(), "[secret]");
    }
    let mut line: String =
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST_TEXT).collect();
    if text.chars().nth(LONGEST_TEXT).is_some() {
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_refusal_names_the_first_fault_and_where_it_is() {
        let body = json!({
            "code": 50035,
            "message": "Invalid Form Body",
            "errors": {"data": {"components": {"0": {"_errors": [{"code": "X", "message": "Too long"}]}}}}
        });
        let refusal = Refusal::read(body.to_string().as_bytes());
        assert_eq!(refusal.code, 50035);
        assert_eq!(refusal.text(&[]), "Invalid Form Body: data.components.0: Too long");
    }

    #[test]
    fn a_refusal_that_is_not_json_has_no_code() {
        let refusal = Refusal::read(b"<html>");
        assert_eq!((refusal.code, refusal.text(&[])), (0, String::new()));
    }

    #[test]
    fn foreign_text_is_short_on_one_line_and_without_secrets() {
        let token = SecretString::new("s3cret".to_owned());
        let text = clean(&format!("a\nb s3cret {}", "x".repeat(1_000)), &[&token]);
        assert!(text.starts_with("a b [secret] x"), "{text}");
        assert_eq!(text.chars().count(), LONGEST_TEXT + 1);
    }
}
