//! Adapters that speak with the simulated providers.

use hostmaster::config::{KlikkLogin, Login};
use hostmaster::domain::money::Currency;
use hostmaster::providers::http::Clients;
use hostmaster::providers::inferno::config::Transport;
use hostmaster::providers::iv::config::HttpMethod;
use hostmaster::providers::layers::Limits;
use hostmaster::providers::llamalink::config::Rates;
use hostmaster::providers::{inferno, iv, klikk, lightlayer, llamalink};
use hostmaster::sandbox;
use hostmaster::sandbox::provider::{Provider, Simulator};
use jiff::tz::TimeZone;
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

fn base<P: Provider>(portal: &Simulator<P>) -> Option<Url> {
    Some(portal.base_url().parse().expect("a URL"))
}

fn secret(secret: &SecretString) -> SecretString {
    SecretString::new(secret.expose_secret().clone())
}

/// The account `shop`.
pub fn llamalink(portal: &sandbox::llamalink::LlamaLink) -> llamalink::LlamaLink {
    let settings = llamalink::Settings {
        base_url: base(portal),
        key: portal.with_state(|state| secret(&state.key)),
        currency: None,
        rates: Rates::default(),
        limits: Limits::default(),
        clients: Clients::default(),
    };
    llamalink::LlamaLink::new("shop".parse().expect("a name"), settings).expect("an adapter")
}

/// The account `baltic`.
pub fn iv(portal: &sandbox::iv::Iv) -> iv::Iv {
    let (nick, password) = portal.with_state(|state| (state.nick.clone(), secret(&state.password)));
    let settings = iv::Settings {
        base_url: base(portal),
        nick,
        password,
        http_method: HttpMethod::Get,
        graph_viewer_ip: None,
        link_hosts: vec![],
        timezone: TimeZone::UTC,
        currency: None,
        limits: Limits::default(),
        clients: Clients::default(),
    };
    iv::Iv::new("baltic".parse().expect("a name"), settings).expect("an adapter")
}

/// The account `asia`, which signs in so.
pub fn lightlayer(
    portal: &sandbox::lightlayer::LightLayer,
    login: Login,
    currency: Option<Currency>,
) -> lightlayer::LightLayer {
    let known = |state: &mut sandbox::lightlayer::State| {
        (state.login.username.clone(), secret(&state.login.password))
    };
    let (username, password) = portal.with_state(known);
    let settings = lightlayer::Settings {
        base_url: base(portal),
        login,
        username,
        password,
        timezone: TimeZone::UTC,
        currency,
        limits: Limits::default(),
        clients: Clients::default(),
    };
    lightlayer::LightLayer::new("asia".parse().expect("a name"), settings).expect("an adapter")
}

/// The account `dev`.
pub fn inferno(portal: &sandbox::inferno::Inferno) -> inferno::Inferno {
    let (cid, key) = portal.with_state(|state| (state.cid.parse(), secret(&state.key)));
    let settings = inferno::Settings {
        base_url: base(portal),
        cid: cid.expect("a number"),
        key,
        transport: Transport::Post,
        timezone: TimeZone::UTC,
        currency: None,
        limits: Limits::default(),
        clients: Clients::default(),
    };
    inferno::Inferno::new("dev".parse().expect("a name"), settings).expect("an adapter")
}

/// The account `nordic`.
pub fn klikk(portal: &sandbox::klikk::Klikk) -> klikk::Klikk {
    let settings = klikk::Settings {
        base_url: base(portal),
        login: KlikkLogin::Token(portal.with_state(|state| secret(&state.who.token))),
        limits: Limits::default(),
        clients: Clients::default(),
    };
    klikk::Klikk::new("nordic".parse().expect("a name"), settings).expect("an adapter")
}
