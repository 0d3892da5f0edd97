//! `hostmaster key`: fetches a provider's API key into the file that the configuration names.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use secrecy::{ExposeSecret, SecretString};

use super::{console, terminal};
use crate::config::{self, Account, Credentials};
use crate::discord::foreign;
use crate::domain::{AccountName, ErrorKind, Id};
use crate::providers::inferno::config::KeySettings;
use crate::providers::inferno::key::{self, Fetched, KeyError, Owner};

/// How much of a provider's words is shown.
const LONGEST: usize = 200;

/// Fetches the key of an account, or has a new one made, and keeps it.
pub fn run(path: &Path, name: &AccountName, rotate: bool) -> ExitCode {
    let loaded = match config::load_without_secrets(path) {
        Ok(loaded) => loaded,
        Err(faults) => return console::refuse(&faults),
    };
    let place = match Place::of(&loaded.config, name) {
        Ok(place) => place,
        Err(text) => {
            console::say(format_args!("error: {text}"));
            return console::FAULTY.into();
        }
    };
    match fetch(&place, rotate) {
        Ok(()) => ExitCode::SUCCESS,
        Err(text) => console::fail(text),
    }
}

/// Which key is fetched, and where it is kept.
struct Place<'c> {
    account: &'c Account,
    cid: u64,
    file: &'c Path,
}

impl<'c> Place<'c> {
    fn of(config: &'c config::Config, name: &AccountName) -> Result<Self, String> {
        let Some(account) = config.account(name) else {
            let names: Vec<_> = config.accounts.iter().map(|account| account.name.as_str()).collect();
            return Err(format!("the configuration has no account {name}; it has: {}", names.join(", ")));
        };
        match &account.credentials {
            Credentials::Inferno { cid, key_file: Some(file), .. } => Ok(Place { account, cid: *cid, file }),
            Credentials::Inferno { .. } => Err(format!(
                "the key of {name} is kept in the environment: write key = {{ file = \"secrets/inferno\" }} in \
                 [accounts.{name}] to have it kept in a file"
            )),
            _ => Err(format!(
                "{name} is at {}, which tells no key: this is for accounts at Inferno",
                account.provider().title()
            )),
        }
    }
}

fn fetch(place: &Place<'_>, rotate: bool) -> Result<(), String> {
    let name = &place.account.name;
    // Before anything is asked for: a new key that could not be kept would be lost, and the old one dead.
    let kept = NewFile::beside(place.file).map_err(|error| unwritable(place.file, &error))?;
    if rotate {
        confirm(name)?;
    }
    let owner = Owner {
        email: asked(terminal::ask("E-mail address of the personal area at Inferno: "), "an e-mail address")?,
        password: asked(terminal::ask_hidden("Password (not shown): "), "a password")?,
    };
    let settings = KeySettings { base_url: place.account.base_url.clone(), limits: place.account.limits };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("the runtime cannot start: {error}"))?;
    let fetched = runtime.block_on(key::fetch(name.clone(), settings, &owner, rotate));
    let Fetched { cid, key } = fetched.map_err(|error| why(&error, name, rotate))?;
    kept.keep(&key, place.file).map_err(|error| {
        let next = if rotate {
            "; the old key works no more, so fetch the new one again without --rotate"
        } else {
            ""
        };
        format!("the file {} cannot be written: {error}{next}", place.file.display())
    })?;
    console::say(format_args!("The key of {name} is in {}, for this user alone.", place.file.display()));
    if let Some(cid) = cid.filter(|cid| *cid != place.cid.to_string()) {
        console::say(format_args!(
            "It belongs to the client {cid}, not {}: write cid = \"{cid}\" in [accounts.{name}].",
            place.cid
        ));
    }
    console::say("`hostmaster check --online` tries it; a bot that runs takes it over at SIGHUP.");
    Ok(())
}

/// That the file cannot be written, and what to do.
fn unwritable(file: &Path, error: &io::Error) -> String {
    let next = match (error.kind(), file.parent()) {
        (io::ErrorKind::NotFound, Some(folder)) => {
            format!(
                ": there is no folder {}; make it, for the user alone that runs the bot, and try again",
                folder.display()
            )
        }
        _ => format!(": {error}; make sure that this user may write into its folder, and try again"),
    };
    format!("the file {} cannot be written{next}", file.display())
}

/// Makes sure that a new key is meant.
fn confirm(name: &AccountName) -> Result<(), String> {
    let prompt = format!(
        "A new key is made, and the one that works now stops working at once, for everything that uses it.\n\
         Type the account's name ({name}) to go on: "
    );
    let typed = asked(terminal::ask(&prompt), "the account's name")?;
    if typed == name.as_str() { Ok(()) } else { Err(format!("that is not {name}: nothing was changed")) }
}

fn asked<T>(typed: io::Result<T>, what: &str) -> Result<T, String> {
    typed.map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => format!("{what} is needed: nothing was changed"),
        io::ErrorKind::Interrupted => "interrupted: nothing was changed".to_owned(),
        _ => format!("{what} cannot be read: {error}; nothing was changed"),
    })
}

/// Why no key came, and what to do.
fn why(error: &KeyError, name: &AccountName, rotate: bool) -> String {
    let KeyError::Provider(error) = error else { return error.to_string() };
    let first = match &error.kind {
        ErrorKind::Refused(words) => {
            let words = words.as_deref().map(|words| format!(": \"{}\"", foreign::plain(words, LONGEST)));
            format!("Inferno refuses{}", words.unwrap_or_default())
        }
        ErrorKind::Unauthorized => "Inferno refuses".to_owned(),
        ErrorKind::Unreachable => "Inferno cannot be reached".to_owned(),
        ErrorKind::Timeout | ErrorKind::ConnectionLost => "Inferno did not answer".to_owned(),
        kind => format!("Inferno's answer holds no key ({})", kind.as_str()),
    };
    let next = match &error.kind {
        ErrorKind::Refused(_) | ErrorKind::Unauthorized => {
            "see that the e-mail address and the password are right, and that Inferno's support has put this machine's \
             address on the account's list: a ticket there does it"
                .to_owned()
        }
        ErrorKind::Unreachable | ErrorKind::RateLimited { .. } => {
            format!("look at the network and at base_url of [accounts.{name}], and try again")
        }
        _ if rotate => format!(
            "whether a new key was made is not known: fetch the one that works now with `hostmaster key {name}`"
        ),
        _ => format!("look at base_url of [accounts.{name}], and try again"),
    };
    format!("{first}: {next}")
}

/// A file that is not there yet, beside the one whose place it will take; gone unless it is kept.
struct NewFile {
    path: PathBuf,
    file: File,
}

impl NewFile {
    fn beside(file: &Path) -> io::Result<Self> {
        let mut name = file.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_owned();
        name.push(format!(".{}", Id::random()));
        let path = file.with_file_name(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path)?;
        Ok(NewFile { path, file })
    }

    /// Writes the key and puts the file in its place, as a whole or not at all.
    fn keep(mut self, key: &SecretString, place: &Path) -> io::Result<()> {
        writeln!(self.file, "{}", key.expose_secret())?;
        self.file.sync_all()?;
        fs::rename(&self.path, place)
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        // It is not there any more when it was kept.
        let _ = fs::remove_file(&self.path);
    }
}
