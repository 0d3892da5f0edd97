//! What the adapter must know of an account.

use jiff::tz::TimeZone;
use reqwest::Url;
use secrecy::SecretString;

pub use crate::config::Transport;
use crate::domain::money::Currency;
use crate::providers::http::Clients;
use crate::providers::layers::Limits;

/// Where Inferno's API is, unless the account says otherwise.
pub const BASE_URL: &str = "https://cp.inferno.name/api_client.php";

/// What the call that fetches a key must know.
#[derive(Clone, Debug)]
pub struct KeySettings {
    /// The API's address; `None`: [`BASE_URL`].
    pub base_url: Option<Url>,
    /// How long and how much.
    pub limits: Limits,
}

/// The settings of one account.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The API's address; `None`: [`BASE_URL`].
    pub base_url: Option<Url>,
    /// The client's id.
    pub cid: u64,
    /// The client's API key.
    pub key: SecretString,
    /// How what is asked travels.
    pub transport: Transport,
    /// The zone of its dates, none of which carries one.
    pub timezone: TimeZone,
    /// The currency of its amounts, where they carry none.
    pub currency: Option<Currency>,
    /// How long, how much and how many at once.
    pub limits: Limits,
    /// The HTTP clients, which accounts share.
    pub clients: Clients,
}
