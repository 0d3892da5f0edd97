//! `[accounts.NAME]`: one credential set at one provider each.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use jiff::tz::TimeZone;
use reqwest::Url;
use rust_decimal::Decimal;
use secrecy::{ExposeSecret, SecretString};

use crate::domain::money::Currency;
use crate::domain::{AccountName, ProviderName};

use super::reader::Section;
use super::report::{did_you_mean, shown};
use super::secrets::Vault;
use super::values;

/// The host that IV's links to graphs lead to.
const GRAPH_HOST: &str = "stats.serveriai.lt";

const MIB: usize = 1024 * 1024;

/// One credential set at one provider.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its name.
    pub name: AccountName,
    /// The line of the configuration on which it begins.
    pub line: usize,
    /// The provider, with what it wants to see before it answers.
    pub credentials: Credentials,
    /// The provider's address; `None`: the one that the adapter knows.
    pub base_url: Option<Url>,
    /// The zone of the provider's times that carry none.
    pub timezone: TimeZone,
    /// The currency of the provider's amounts that carry none.
    pub currency: Option<Currency>,
    /// The credit below which the account needs attention.
    pub balance_floor: Option<Decimal>,
    /// How long and how much we wait for, read and ask at once.
    pub limits: Limits,
}

impl Account {
    /// The provider that the account is at.
    pub fn provider(&self) -> ProviderName {
        match self.credentials {
            Credentials::LlamaLink { .. } => ProviderName::LlamaLink,
            Credentials::LightLayer { .. } => ProviderName::LightLayer,
            Credentials::Iv { .. } => ProviderName::Iv,
            Credentials::Inferno { .. } => ProviderName::Inferno,
            Credentials::Klikk(_) => ProviderName::Klikk,
        }
    }

    /// Whether the other says the same, on whichever line it stands.
    pub fn same_as(&self, other: &Account) -> bool {
        let Account { name, line: _, credentials, base_url, timezone, currency, balance_floor, limits } =
            self;
        *name == other.name
            && credentials.same_as(&other.credentials)
            && *base_url == other.base_url
            && *timezone == other.timezone
            && *currency == other.currency
            && *balance_floor == other.balance_floor
            && *limits == other.limits
    }
}

/// What a provider wants to see before it answers.
#[derive(Clone, Debug)]
pub enum Credentials {
    /// LlamaLink's.
    LlamaLink {
        /// The API key.
        key: SecretString,
        /// The prices that its price list leaves out.
        rates: Rates,
    },
    /// LightLayer's, and those of every other HostBill portal.
    LightLayer {
        /// How they are shown.
        login: Login,
        /// The e-mail address of the client or of one of its contacts.
        username: String,
        /// The password of the client area.
        password: SecretString,
    },
    /// IV's.
    Iv {
        /// The name of a user that is for the API alone.
        nick: String,
        /// That user's password.
        password: SecretString,
        /// How both travel.
        http_method: HttpMethod,
        /// The address from which graphs are looked at where nobody says another one.
        graph_viewer_ip: Option<IpAddr>,
        /// The hosts that links to graphs may lead to.
        link_hosts: Vec<String>,
    },
    /// Inferno's.
    Inferno {
        /// The client's id.
        cid: u64,
        /// The client's API key.
        key: SecretString,
        /// The file that the key is kept in; `None`: it is kept in the environment.
        key_file: Option<PathBuf>,
        /// How what is asked travels.
        transport: Transport,
    },
    /// Klikk's.
    Klikk(KlikkLogin),
}

/// How Klikk is shown who asks.
#[derive(Clone, Debug)]
pub enum KlikkLogin {
    /// By a token, from the addresses in its filter.
    Token(SecretString),
    /// By what a user of the portal enters it with.
    Password {
        /// The user's name.
        username: String,
        /// The user's password.
        password: SecretString,
    },
}

impl KlikkLogin {
    fn same_as(&self, other: &KlikkLogin) -> bool {
        match (self, other) {
            (KlikkLogin::Token(token), KlikkLogin::Token(other)) => {
                token.expose_secret() == other.expose_secret()
            }
            (
                KlikkLogin::Password { username, password },
                KlikkLogin::Password { username: other_username, password: other_password },
            ) => username == other_username && password.expose_secret() == other_password.expose_secret(),
            (KlikkLogin::Token(_) | KlikkLogin::Password { .. }, _) => false,
        }
    }
}

/// How Inferno is sent what it is asked, with the key in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// In the body, so that no server on the way writes the key down with the address.
    Post,
    /// In the address.
    Query,
}

/// How IV is sent what it is asked, with the password in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HttpMethod {
    /// In the address.
    Get,
    /// In the body, so that no server on the way writes it down with the address.
    Post,
}

/// How LightLayer is shown who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Login {
    /// The password is exchanged for a token.
    Token,
    /// The password goes with every call.
    Basic,
}

/// What LlamaLink asks a month for the parts of a server that its price list leaves out, in that list's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// A gigabyte of SSD.
    pub ssd_per_gb: Decimal,
    /// A gigabyte of HDD.
    pub hdd_per_gb: Decimal,
    /// An IPv4 address.
    pub ipv4_each: Decimal,
}

impl Default for Rates {
    fn default() -> Self {
        Rates {
            ssd_per_gb: Decimal::new(15, 1),
            hdd_per_gb: Decimal::new(12, 1),
            ipv4_each: Decimal::new(4, 0),
        }
    }
}

impl Credentials {
    /// The secrets among them.
    pub fn secrets(&self) -> impl Iterator<Item = &SecretString> {
        match self {
            Credentials::LlamaLink { key: secret, .. }
            | Credentials::Inferno { key: secret, .. }
            | Credentials::LightLayer { password: secret, .. }
            | Credentials::Iv { password: secret, .. }
            | Credentials::Klikk(KlikkLogin::Token(secret) | KlikkLogin::Password { password: secret, .. }) => {
                std::iter::once(secret)
            }
        }
    }

    fn same_as(&self, other: &Credentials) -> bool {
        match (self, other) {
            (
                Credentials::LlamaLink { key, rates },
                Credentials::LlamaLink { key: other_key, rates: other_rates },
            ) => key.expose_secret() == other_key.expose_secret() && rates == other_rates,
            (
                Credentials::LightLayer { login, username, password },
                Credentials::LightLayer {
                    login: other_login,
                    username: other_username,
                    password: other_password,
                },
            ) => {
                login == other_login
                    && username == other_username
                    && password.expose_secret() == other_password.expose_secret()
            }
            (
                Credentials::Iv { nick, password, http_method, graph_viewer_ip, link_hosts },
                Credentials::Iv {
                    nick: other_nick,
                    password: other_password,
                    http_method: other_method,
                    graph_viewer_ip: other_viewer,
                    link_hosts: other_hosts,
                },
            ) => {
                nick == other_nick
                    && password.expose_secret() == other_password.expose_secret()
                    && http_method == other_method
                    && graph_viewer_ip == other_viewer
                    && link_hosts == other_hosts
            }
            (
                Credentials::Inferno { cid, key, transport, .. },
                Credentials::Inferno { cid: other_cid, key: other_key, transport: other_transport, .. },
            ) => {
                cid == other_cid
                    && key.expose_secret() == other_key.expose_secret()
                    && transport == other_transport
            }
            (Credentials::Klikk(login), Credentials::Klikk(other)) => login.same_as(other),
            (
                Credentials::LlamaLink { .. }
                | Credentials::LightLayer { .. }
                | Credentials::Iv { .. }
                | Credentials::Inferno { .. }
                | Credentials::Klikk(_),
                _,
            ) => false,
        }
    }
}

/// Limits on the calls to one account's provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest that connecting may take.
    pub connect_timeout: Duration,
    /// The longest that a call that spends nothing may take in all.
    pub read_timeout: Duration,
    /// The longest that a call that spends money may take in all.
    pub spend_timeout: Duration,
    /// The most bytes of an answer that are read.
    pub max_answer: usize,
    /// The most calls at once.
    pub concurrency: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            connect_timeout: Duration::from_secs(5),
            read_timeout: Duration::from_secs(20),
            spend_timeout: Duration::from_secs(120),
            max_answer: 8 * MIB,
            concurrency: 4,
        }
    }
}

/// Every account that could be read, and the names of all that are there, readable or not.
pub(super) struct Accounts {
    pub(super) accounts: Vec<Account>,
    pub(super) names: BTreeSet<AccountName>,
}

/// Reads every account.
pub(super) fn read(root: &Section<'_>, vault: &Vault<'_>) -> Accounts {
    let mut found = Accounts { accounts: Vec::new(), names: BTreeSet::new() };
    if let Some(item) = root.get("accounts") {
        item.section(|section| {
            for (name, span, item) in section.entries() {
                let name = name.parse::<AccountName>().ok();
                if name.is_none() {
                    item.fault_of_key(
                        &span,
                        "an account's name is 1 to 24 characters of a-z, 0-9 and -: rename it",
                    );
                }
                found.names.extend(name.clone());
                found.accounts.extend(item.section(|section| read_account(name, section, vault)).flatten());
            }
        });
    }
    found.accounts.sort_by_key(|account| account.line);
    found
}

fn read_account(name: Option<AccountName>, section: &Section<'_>, vault: &Vault<'_>) -> Option<Account> {
    let provider = read_provider(section);
    let base_url = section.get("base_url").map(|item| values::url(&item));
    let timezone = section.get("timezone").map(|item| values::time_zone(&item));
    let currency = section.get("currency").map(|item| item.parsed(r#"a currency in quotes, such as "EUR""#));
    let balance_floor = section.get("balance_floor").map(|item| values::amount(&item));
    let limits = read_limits(section);
    let credentials = match provider {
        Some(ProviderName::LlamaLink) => {
            let rates = read_rates(section);
            let key = vault.require(section, "key", "LLAMALINK_KEY");
            key.map(|key| Credentials::LlamaLink { key, rates })
        }
        Some(ProviderName::LightLayer) => read_lightlayer(section, vault),
        Some(ProviderName::Iv) => read_iv(section, vault),
        Some(ProviderName::Inferno) => read_inferno(section, vault),
        Some(ProviderName::Klikk) => read_klikk(section, vault).map(Credentials::Klikk),
        None => {
            // Which further keys belong here depends on the provider.
            section.allow_rest();
            None
        }
    };
    Some(Account {
        name: name?,
        line: section.line(),
        credentials: credentials?,
        base_url: base_url.flatten(),
        timezone: timezone.flatten().unwrap_or_else(|| usual_timezone(provider)),
        currency: currency.flatten(),
        balance_floor: balance_floor.flatten(),
        limits,
    })
}

fn read_provider(section: &Section<'_>) -> Option<ProviderName> {
    let names: Vec<&str> = ProviderName::ALL.iter().map(|provider| provider.as_str()).collect();
    let wanted = names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(" or ");
    let item = section.require("provider", &format!("provider = {wanted}"))?;
    let text = item.text(&wanted)?;
    let provider = text.parse().ok();
    if provider.is_none() {
        let hint = did_you_mean(text, names);
        item.fault(format!("there is no provider {}{hint}: write {wanted}", shown(text)));
    }
    provider
}

fn read_lightlayer(section: &Section<'_>, vault: &Vault<'_>) -> Option<Credentials> {
    let login = match section.get("auth") {
        None => Some(Login::Token),
        Some(item) => values::word(&item, &["token", "basic"]).map(|word| match word {
            "basic" => Login::Basic,
            _ => Login::Token,
        }),
    };
    let username = section.require("username", r#"username = "ops@example.com""#);
    let username = username.and_then(|item| {
        let username = values::sentence(&item, 254)?;
        // Basic puts a colon between the name and the password.
        let is_plain = !username.contains([':', ' ']);
        if !is_plain {
            item.fault("this is no e-mail address: write the one that the client area is entered with");
        }
        is_plain.then_some(username)
    });
    let password = vault.require(section, "password", "LIGHTLAYER_PASSWORD");
    Some(Credentials::LightLayer { login: login?, username: username?, password: password? })
}

fn read_iv(section: &Section<'_>, vault: &Vault<'_>) -> Option<Credentials> {
    let nick = section.require("nick", r#"nick = "api-user""#).and_then(|item| values::sentence(&item, 254));
    let http_method = match section.get("http_method") {
        None => Some(HttpMethod::Get),
        Some(item) => values::word(&item, &["get", "post"]).map(|word| match word {
            "post" => HttpMethod::Post,
            _ => HttpMethod::Get,
        }),
    };
    let graph_viewer_ip = section
        .get("graph_viewer_ip")
        .and_then(|item| item.parsed(r#"an IP address in quotes, such as "203.0.113.7""#));
    let link_hosts = match section.get("link_hosts") {
        None => Some(vec![GRAPH_HOST.to_owned()]),
        Some(item) => {
            let list = item.list(r#"a list: link_hosts = ["stats.serveriai.lt"]"#, values::host);
            values::warn_of_repeats(&list);
            list.values()
        }
    };
    let password = vault.require(section, "password", "IV_PASSWORD");
    Some(Credentials::Iv {
        nick: nick?,
        password: password?,
        http_method: http_method?,
        graph_viewer_ip,
        link_hosts: link_hosts.unwrap_or_default(),
    })
}

fn read_inferno(section: &Section<'_>, vault: &Vault<'_>) -> Option<Credentials> {
    let cid = section.require("cid", r#"cid = "777""#).and_then(|item| {
        let text = values::sentence(&item, 20)?;
        let cid = text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
        if cid.is_none() {
            item.fault("this is no client id: write the number that came with the API key, in quotes");
        }
        cid
    });
    let transport = match section.get("transport") {
        None => Some(Transport::Post),
        Some(item) => values::word(&item, &["post", "query"]).map(|word| match word {
            "query" => Transport::Query,
            _ => Transport::Post,
        }),
    };
    let (key, key_file) = (vault.require(section, "key", "INFERNO_KEY"), vault.file(section, "key"));
    Some(Credentials::Inferno { cid: cid?, key: key?, key_file, transport: transport? })
}

fn read_klikk(section: &Section<'_>, vault: &Vault<'_>) -> Option<KlikkLogin> {
    let (token, username, password) =
        (section.get("token"), section.get("username"), section.get("password"));
    match (token, username.is_some() || password.is_some()) {
        (Some(token), false) => vault.read(&token).map(KlikkLogin::Token),
        (Some(token), true) => {
            token.fault("a token stands beside a user name or a password: keep the one or the other");
            None
        }
        (None, false) => {
            let both = r#"token = { env = "KLIKK_TOKEN" }, or username and password"#;
            section.require("token", both).and(None)
        }
        (None, true) => {
            let username = section.require("username", r#"username = "api-user""#).and_then(|item| {
                let username = values::sentence(&item, 254)?;
                // Basic puts a colon between the name and the password.
                let is_plain = !username.contains(':');
                if !is_plain {
                    item.fault("this is no user name: write the one that the portal is entered with");
                }
                is_plain.then_some(username)
            });
            let password = vault.require(section, "password", "KLIKK_PASSWORD");
            Some(KlikkLogin::Password { username: username?, password: password? })
        }
    }
}

/// The zone of a provider's times where the account states none: IV serves one country.
fn usual_timezone(provider: Option<ProviderName>) -> TimeZone {
    match provider {
        Some(ProviderName::Iv) => TimeZone::get("Europe/Vilnius").unwrap_or(TimeZone::UTC),
        _ => TimeZone::UTC,
    }
}

fn read_rates(section: &Section<'_>) -> Rates {
    let usual = Rates::default();
    let rate = |key, usual| section.get(key).and_then(|item| values::rate(&item)).unwrap_or(usual);
    Rates {
        ssd_per_gb: rate("ssd_per_gb", usual.ssd_per_gb),
        hdd_per_gb: rate("hdd_per_gb", usual.hdd_per_gb),
        ipv4_each: rate("ipv4_each", usual.ipv4_each),
    }
}

fn read_limits(section: &Section<'_>) -> Limits {
    let usual = Limits::default();
    let timeout = |key, usual| {
        let (least, most) = (Duration::from_secs(1), Duration::from_secs(600));
        section.get(key).and_then(|item| values::duration(&item, least, most)).unwrap_or(usual)
    };
    Limits {
        connect_timeout: timeout("connect_timeout", usual.connect_timeout),
        read_timeout: timeout("read_timeout", usual.read_timeout),
        spend_timeout: timeout("spend_timeout", usual.spend_timeout),
        max_answer: section
            .get("max_answer")
            .and_then(|item| values::size(&item, 1024, 64 * MIB))
            .unwrap_or(usual.max_answer),
        concurrency: section
            .get("concurrency")
            .and_then(|item| item.number(1, 64))
            .map_or(usual.concurrency, |number| number as usize),
    }
}
