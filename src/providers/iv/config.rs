//! What the adapter must know of an account.

use std::net::IpAddr;

use jiff::tz::TimeZone;
use reqwest::Url;
use secrecy::SecretString;

pub use crate::config::HttpMethod;
use crate::domain::money::Currency;
use crate::providers::http::Clients;
use crate::providers::layers::Limits;

/// Where IV's API is, unless the account says otherwise.
pub const BASE_URL: &str = "https://api.iv.lt/json.php";

/// The settings of one account.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The API's address; `None`: [`BASE_URL`].
    pub base_url: Option<Url>,
    /// The name of the API's user.
    pub nick: String,
    /// That user's password.
    pub password: SecretString,
    /// How both travel.
    pub http_method: HttpMethod,
    /// The address from which graphs are looked at where nobody says another one.
    pub graph_viewer_ip: Option<IpAddr>,
    /// The hosts that links to graphs may lead to.
    pub link_hosts: Vec<String>,
    /// The zone of its times, none of which carries one.
    pub timezone: TimeZone,
    /// The currency of its amounts, none of which carries one.
    pub currency: Option<Currency>,
    /// How long, how much and how many at once.
    pub limits: Limits,
    /// The HTTP clients, which accounts share.
    pub clients: Clients,
}
