//! The configuration file: read whole, checked whole, and every fault reported at once with its line.

mod accounts;
mod confirm;
mod discord;
mod fault;
mod policy;
mod reader;
mod relays;
mod report;
mod secrets;
mod store;
mod syntax;
mod values;

use std::borrow::Cow;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use toml::de::DeTable;

pub use accounts::{Account, Credentials, HttpMethod, KlikkLogin, Limits, Login, Rates, Transport};
pub use confirm::Confirm;
pub use discord::Discord;
pub use fault::{Fault, Faults};
pub use policy::Policy;
pub use relays::Watch;
pub use secrets::SHORTEST_SECRET;
pub use store::Store;

use crate::domain::AccountName;
use crate::domain::event::Relay;
use policy::Known;
use reader::Section;
use report::Report;
use secrets::Vault;

/// The most bytes that a configuration may have.
const MAX_BYTES: u64 = 1024 * 1024;

/// A configuration without a fault, its secrets resolved.
#[derive(Clone, Debug)]
pub struct Config {
    /// How the bot reaches Discord.
    pub discord: Discord,
    /// Where it keeps what must survive it.
    pub store: Store,
    /// The accounts, in the order of the file.
    pub accounts: Vec<Account>,
    /// Who may do what, and who sees the answer.
    pub policy: Policy,
    /// Which events go where, in the order of the file.
    pub relays: Vec<Relay>,
    /// How providers are watched.
    pub watch: Watch,
    /// How confirmations behave.
    pub confirm: Confirm,
}

impl Config {
    /// The account of that name.
    pub fn account(&self, name: &AccountName) -> Option<&Account> {
        self.accounts.iter().find(|account| account.name == *name)
    }

    /// The keys by which the other differs and that cannot change while the bot runs.
    pub fn fixed_differences(&self, other: &Config) -> Vec<&'static str> {
        let differences = [
            ("discord.token", self.discord.token.expose_secret() != other.discord.token.expose_secret()),
            ("discord.api_base", self.discord.api_base != other.discord.api_base),
            ("store.url", self.store.url != other.store.url),
        ];
        differences.into_iter().filter(|(_, differs)| *differs).map(|(key, _)| key).collect()
    }

    /// Every secret, for whoever must keep them out of what leaves the process.
    pub fn secrets(&self) -> impl Iterator<Item = &SecretString> {
        let of_accounts = self.accounts.iter().flat_map(|account| account.credentials.secrets());
        std::iter::once(&self.discord.token).chain(of_accounts)
    }
}

/// A configuration, and what in it is probably not what was meant.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The configuration.
    pub config: Config,
    /// The warnings, in the order of their lines.
    pub warnings: Vec<Fault>,
}

/// Reads the file, with secrets from this process's environment.
pub fn load(path: &Path) -> Result<Loaded, Faults> {
    load_with(path, &|name| std::env::var_os(name))
}

/// Reads the file, with secrets from the environment that the function looks up.
pub fn load_with(path: &Path, lookup: &dyn Fn(&str) -> Option<OsString>) -> Result<Loaded, Faults> {
    parse(path, &read_text(path)?, lookup)
}

/// Reads the file for whoever uses no secret: neither the environment nor any other file is looked at.
pub fn load_without_secrets(path: &Path) -> Result<Loaded, Faults> {
    parse_without_secrets(path, &read_text(path)?)
}

/// Reads a text as if it stood in the file of that path, as [`load_without_secrets`] does.
pub fn parse_without_secrets(path: &Path, text: &str) -> Result<Loaded, Faults> {
    parse_with(path, text, &Vault { folder: &folder_of(path), lookup: &|_| None, reads: false })
}

/// Reads a text as if it stood in the file of that path.
pub fn parse(path: &Path, text: &str, lookup: &dyn Fn(&str) -> Option<OsString>) -> Result<Loaded, Faults> {
    parse_with(path, text, &Vault { folder: &folder_of(path), lookup, reads: true })
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().map(Path::to_path_buf).unwrap_or_default()
}

fn parse_with(path: &Path, text: &str, vault: &Vault<'_>) -> Result<Loaded, Faults> {
    let mut report = Report::new(path, text);
    let mut text = Cow::Borrowed(text);
    if !DeTable::parse_recoverable(&text).1.is_empty() {
        text = Cow::Owned(syntax::without_errors(&text, &mut report));
    }
    let (table, _) = DeTable::parse_recoverable(&text);
    let config = Section::root(table.get_ref(), &report, |root| read(root, vault));
    let (faults, warnings) = report.into_parts();
    match config {
        Some(config) if faults.is_empty() => Ok(Loaded { config, warnings }),
        _ => Err(Faults::new(faults)),
    }
}

fn read(root: &Section<'_>, vault: &Vault<'_>) -> Option<Config> {
    let (discord, guilds) = discord::read(root, vault);
    let store = store::read(root);
    let accounts = accounts::read(root, vault);
    let known = Known { guilds: guilds.as_ref(), accounts: &accounts.names };
    let policy = policy::read(root, &known);
    let (relays, watch) = relays::read(root, &known);
    let confirm = confirm::read(root);
    if accounts.names.is_empty() {
        root.warn("there is no account, so there is nothing to operate: add a section [accounts.NAME]");
    }
    Some(Config {
        discord: discord?,
        store: store?,
        accounts: accounts.accounts,
        policy,
        relays,
        watch,
        confirm: confirm?,
    })
}

/// The text of a configuration's file.
pub fn read_text(path: &Path) -> Result<String, Faults> {
    let fault = |position: Option<(usize, usize)>, message: String| {
        Faults::new(vec![Fault {
            file: PathBuf::from(path),
            line: position.map(|(line, _)| line),
            column: position.map(|(_, column)| column),
            key: String::new(),
            message,
        }])
    };
    let unreadable = |error| fault(None, format!("the file {}", secrets::why_unreadable(&error)));
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(unreadable(std::io::ErrorKind::InvalidInput.into()));
    }
    if metadata.len() > MAX_BYTES {
        return Err(fault(
            None,
            "the file is larger than 1 MiB: a configuration is a few pages of text".to_owned(),
        ));
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    String::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|letter| *letter != '\n').count() + 1;
        fault(Some((line, column)), "this is no UTF-8 text: save the file as UTF-8".to_owned())
    })
}
