//! The one place where an HTTP client is built, with the same caution for every server that we talk to.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::Url;
use reqwest::redirect::Policy;
use thiserror::Error;

/// How the clients present themselves.
pub const USER_AGENT: &str = concat!("hostmaster/", env!("CARGO_PKG_VERSION"));

/// How many connections to one host are kept: those of a busy moment, since making them anew would cost it more.
const MOST_IDLE: usize = 128;

/// What differs between one HTTP client and another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientSettings {
    /// How long a connection may take to be made.
    pub connect_timeout: Duration,
    /// How long one request may take in all, if the client is to watch that.
    pub timeout: Option<Duration>,
    /// Whether the client refuses everything but `https://`.
    pub https_only: bool,
    /// Whether connections are kept for later requests.
    ///
    /// On a kept connection that the server is just closing, a request is lost, or silently sent again by hyper when it
    /// had not begun to leave. A request that changes something must know neither.
    pub reuse_connections: bool,
}

impl ClientSettings {
    /// The settings for a server whose address passed [`check_base_url`].
    pub fn for_base(base: &Url) -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            timeout: None,
            https_only: base.scheme() == "https",
            reuse_connections: true,
        }
    }
}

/// Builds an HTTP client that follows no redirect, repeats nothing, keeps no cookie and heeds no proxy of the
/// environment.
///
/// # Errors
/// When the TLS backend cannot be set up.
pub fn client(settings: &ClientSettings) -> Result<reqwest::Client, reqwest::Error> {
    let builder = reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .connect_timeout(settings.connect_timeout)
        .https_only(settings.https_only)
        .min_tls_version(reqwest::tls::Version::TLS_1_2)
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_proxy()
        // Shorter than the keep-alive of common servers, so that a request rarely meets a connection that is just
        // being closed: for a request that must not be repeated that would be a lost answer.
        .pool_idle_timeout(Duration::from_secs(45))
        .pool_max_idle_per_host(if settings.reuse_connections { MOST_IDLE } else { 0 })
        .tcp_keepalive(Duration::from_secs(30));
    match settings.timeout {
        Some(timeout) => builder.timeout(timeout).build(),
        None => builder.build(),
    }
}

/// The HTTP clients of many accounts: those with the same settings share one, since its TLS set-up is large.
#[derive(Clone, Debug, Default)]
pub struct Clients(Arc<Mutex<Vec<(ClientSettings, reqwest::Client)>>>);

impl Clients {
    /// The client with these settings.
    ///
    /// # Errors
    /// When the TLS backend cannot be set up.
    pub fn get(&self, settings: &ClientSettings) -> Result<reqwest::Client, reqwest::Error> {
        let mut clients = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, shared)) = clients.iter().find(|(known, _)| known == settings) {
            return Ok(shared.clone());
        }
        let new = client(settings)?;
        clients.push((settings.clone(), new.clone()));
        Ok(new)
    }
}

/// Why a base URL is refused; the text never repeats the URL, which may carry a password.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum BaseUrlError {
    /// It does not parse.
    #[error("is not an absolute URL")]
    NotAUrl,
    /// It is neither `https://` nor `http://`.
    #[error("must begin with https://")]
    Scheme,
    /// It would send secrets in the clear over a network.
    #[error(
        "must begin with https:// (http:// is allowed for this machine only: localhost, 127.0.0.1, [::1])"
    )]
    Insecure,
    /// It carries a user name or a password.
    #[error("must not contain a user name or password: credentials have keys of their own")]
    UserInfo,
    /// It carries a query.
    #[error("must not contain a query (?...)")]
    Query,
    /// It carries a fragment.
    #[error("must not contain a fragment (#...)")]
    Fragment,
}

/// Reads a base URL and refuses what would leak a secret or go astray.
///
/// # Errors
/// When the text is no URL, not `https://` (loopback hosts may be `http://`), or carries user-info, a query or a
/// fragment.
pub fn check_base_url(text: &str) -> Result<Url, BaseUrlError> {
    let url = Url::parse(text.trim()).map_err(|_| BaseUrlError::NotAUrl)?;
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&url) => {}
        "http" => return Err(BaseUrlError::Insecure),
        _ => return Err(BaseUrlError::Scheme),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(BaseUrlError::UserInfo);
    }
    if url.query().is_some() {
        return Err(BaseUrlError::Query);
    }
    if url.fragment().is_some() {
        return Err(BaseUrlError::Fragment);
    }
    Ok(url)
}

/// Whether a URL points at this machine.
pub fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    // `host_str` keeps the brackets of an IPv6 address.
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_urls_are_https_or_loopback() {
        for good in [
            "https://api.example.com",
            "https://api.example.com:8443/v1/",
            "http://localhost:8787",
            "http://LOCALHOST/",
            "http://127.0.0.1:17000/base",
            "http://127.9.9.9",
            "http://[::1]:80/",
            " https://api.example.com ",
        ] {
            assert!(check_base_url(good).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("", BaseUrlError::NotAUrl),
            ("api.example.com", BaseUrlError::NotAUrl),
            ("/v1", BaseUrlError::NotAUrl),
            ("ftp://example.com", BaseUrlError::Scheme),
            ("file:///etc/passwd", BaseUrlError::Scheme),
            ("http://example.com", BaseUrlError::Insecure),
            ("http://10.0.0.1", BaseUrlError::Insecure),
            ("http://localhost.example.com", BaseUrlError::Insecure),
            ("http://127.0.0.1.example.com", BaseUrlError::Insecure),
            ("http://[::2]/", BaseUrlError::Insecure),
            ("https://user@example.com", BaseUrlError::UserInfo),
            ("https://user:pw@example.com", BaseUrlError::UserInfo),
            ("https://:pw@example.com", BaseUrlError::UserInfo),
            ("https://example.com/?key=1", BaseUrlError::Query),
            ("https://example.com/?", BaseUrlError::Query),
            ("https://example.com/#x", BaseUrlError::Fragment),
        ] {
            assert_eq!(check_base_url(bad), Err(why), "{bad}");
        }
    }

    #[test]
    fn a_refusal_does_not_repeat_the_password() {
        let refusal = check_base_url("https://user:hunter2@example.com").unwrap_err();
        assert!(!format!("{refusal} {refusal:?}").contains("hunter2"));
    }

    #[test]
    fn accounts_with_the_same_settings_share_a_client_and_others_do_not() {
        let clients = Clients::default();
        let settings = ClientSettings::for_base(&check_base_url("https://example.com").unwrap());
        let other = ClientSettings { reuse_connections: false, ..settings.clone() };
        for settings in [&settings, &other, &settings] {
            clients.clone().get(settings).unwrap();
        }
        assert_eq!(clients.0.lock().unwrap().len(), 2);
    }

    #[test]
    fn clients_of_https_servers_refuse_plain_http() {
        let settings = ClientSettings::for_base(&check_base_url("https://example.com").unwrap());
        assert!(settings.https_only);
        assert!(client(&settings).is_ok());
        let local = ClientSettings::for_base(&check_base_url("http://localhost").unwrap());
        assert!(!local.https_only);
        assert!(client(&ClientSettings { timeout: Some(Duration::from_secs(20)), ..local }).is_ok());
    }
}
