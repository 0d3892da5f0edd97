//! What the adapter must know of an account.

use reqwest::Url;
use secrecy::SecretString;

pub use crate::config::Rates;
use crate::domain::money::Currency;
use crate::providers::http::Clients;
use crate::providers::layers::Limits;

/// Where LlamaLink's API is, unless the account says otherwise.
pub const BASE_URL: &str = "https://api.llamalink.net";

/// The currency of LlamaLink's amounts, unless the account says otherwise.
pub const CURRENCY: &str = "ILS";

/// The settings of one account.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The API's address; `None`: [`BASE_URL`].
    pub base_url: Option<Url>,
    /// The API key.
    pub key: SecretString,
    /// The currency of its amounts; `None`: [`CURRENCY`].
    pub currency: Option<Currency>,
    /// The prices that its price list leaves out.
    pub rates: Rates,
    /// How long, how much and how many at once.
    pub limits: Limits,
    /// The HTTP clients, which accounts share.
    pub clients: Clients,
}
