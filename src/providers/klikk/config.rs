//! What the adapter must know of an account.

use reqwest::Url;

pub use crate::config::KlikkLogin;
use crate::providers::http::Clients;
use crate::providers::layers::Limits;

/// Where Klikk's API is, unless the account says otherwise.
pub const BASE_URL: &str = "https://my.klikk.com/api";

/// The settings of one account.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The API's address; `None`: [`BASE_URL`].
    pub base_url: Option<Url>,
    /// How the bot shows who it is.
    pub login: KlikkLogin,
    /// How long, how much and how many at once.
    pub limits: Limits,
    /// The HTTP clients, which accounts share.
    pub clients: Clients,
}
