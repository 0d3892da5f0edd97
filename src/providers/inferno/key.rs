//! The API key, which Inferno tells its owner against the password of the personal area: for the command line alone.

use reqwest::Method;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};

use super::config::{BASE_URL, KeySettings};
use super::{client, error};
use crate::config::SHORTEST_SECRET;
use crate::domain::{AccountName, Error, Operation, ProviderName};
use crate::providers::http::{self, Clients};
use crate::providers::layers::{Effect, SetupError, Stack, StackSettings};
use crate::providers::lenient;

/// Who asks for the key, as the personal area knows them.
pub struct Owner {
    /// The e-mail address.
    pub email: String,
    /// The password.
    pub password: SecretString,
}

/// The key, and whose it is.
pub struct Fetched {
    /// The client's id, where it is told.
    pub cid: Option<String>,
    /// The key.
    pub key: SecretString,
}

/// Why no key came.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The call cannot be made.
    #[error("{0}")]
    Setup(#[from] SetupError),
    /// It failed.
    #[error("{0}")]
    Provider(#[from] Error),
}

/// Fetches the key, or has a new one made, after which the one before it works no more.
///
/// # Errors
/// When the call cannot be made, is refused, or its answer holds no key. Of a new key it is then not known whether it
/// was made, unless the error says that the call was refused or never left.
pub async fn fetch(
    account: AccountName,
    settings: KeySettings,
    owner: &Owner,
    generate: bool,
) -> Result<Fetched, KeyError> {
    let base_url = match settings.base_url {
        Some(url) => url,
        None => http::check_base_url(BASE_URL).map_err(SetupError::from)?,
    };
    let stack = Stack::new(StackSettings {
        provider: ProviderName::Inferno,
        account,
        base_url,
        limits: settings.limits,
        secrets: vec![owner.password.clone()],
        credentials: vec![],
        judge: error::judge,
        clients: Clients::default(),
    })?;
    // No account offers it, so that it goes by what it is nearest to: asking who the owner is.
    let mut call = client::action(Operation::ProfileShow, Effect::SignIn, Method::POST, "getApiKey");
    call.body = Some(json!({
        "email": owner.email,
        "pass": owner.password.expose_secret(),
        "generate": u8::from(generate),
    }));
    let answer = stack.send(&call).await?;
    read(&answer).ok_or_else(|| stack.unreadable(&call, "expected a key, got none that can be used").into())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    #[serde(deserialize_with = "lenient::id")]
    cid: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    key: Option<String>,
}

/// The key of an answer; `None` when it could be neither kept nor sent.
fn read(answer: &Value) -> Option<Fetched> {
    let Answer { cid, key } = lenient::entry(answer)?;
    let key = SecretString::new(key?);
    let text = key.expose_secret();
    let is_usable = text.len() >= SHORTEST_SECRET
        && HeaderValue::from_str(text).is_ok()
        && !text.contains(char::is_control);
    is_usable.then_some(Fetched { cid, key })
}
