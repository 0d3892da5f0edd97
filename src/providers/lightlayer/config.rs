//! What the adapter must know of an account.

use jiff::tz::TimeZone;
use reqwest::Url;
use secrecy::SecretString;

pub use crate::config::Login;
use crate::domain::money::Currency;
use crate::providers::http::Clients;
use crate::providers::layers::Limits;

/// Where LightLayer's API is, unless the account says otherwise; other HostBill portals have theirs at `/api` as well.
pub const BASE_URL: &str = "https://account.lightlayer.net/api";

/// The settings of one account.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The API's address; `None`: [`BASE_URL`].
    pub base_url: Option<Url>,
    /// How the adapter shows who it is.
    pub login: Login,
    /// The e-mail address of the client or of one of its contacts.
    pub username: String,
    /// The password of the client area.
    pub password: SecretString,
    /// The zone of its times, none of which carries one.
    pub timezone: TimeZone,
    /// The currency of its amounts that carry none.
    pub currency: Option<Currency>,
    /// How long, how much and how many at once.
    pub limits: Limits,
    /// The HTTP clients, which accounts share.
    pub clients: Clients,
}
