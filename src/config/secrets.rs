//! Secrets: named in the file, kept in the environment or in files of their own.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use toml::de::DeValue;

use super::reader::{Item, Section};

/// The fewest bytes that a secret may have: shorter ones occur in ordinary words, so that nobody could keep them out of
/// what is shown.
pub const SHORTEST_SECRET: usize = 6;
/// The most bytes that a secret may have.
const MAX_BYTES: usize = 8 * 1024;

const HOW: &str = r#"a secret is written { env = "NAME" } or { file = "path" }"#;

/// Where secrets are looked up.
pub(super) struct Vault<'v> {
    /// The folder that relative paths start from.
    pub(super) folder: &'v Path,
    /// The environment.
    pub(super) lookup: &'v dyn Fn(&str) -> Option<OsString>,
    /// Whether secrets are read; where not, it counts only how they are written.
    pub(super) reads: bool,
}

impl Vault<'_> {
    /// The secret that a value names.
    ///
    /// Nothing of the value is shown but the variable or file that it names: it may be the secret itself, misplaced.
    pub(super) fn read(&self, item: &Item<'_>) -> Option<SecretString> {
        match item.value() {
            DeValue::Table(table) => {
                let mut named = table.iter().map(|(key, value)| (key.get_ref().as_ref(), value.get_ref()));
                match (named.next(), named.next()) {
                    (Some(("env" | "file", DeValue::String(_))), None) if !self.reads => {
                        Some(SecretString::new("not read".to_owned()))
                    }
                    (Some(("env", DeValue::String(name))), None) => self.in_environment(item, name),
                    (Some(("file", DeValue::String(path))), None) => self.in_file(item, path),
                    (Some((_, _)), Some((_, _))) => {
                        refuse(item, format!("{HOW}: with one of the two and nothing else"))
                    }
                    _ => refuse(item, HOW.to_owned()),
                }
            }
            DeValue::String(_) => refuse(item, format!("{HOW}, not as text")),
            _ => refuse(item, HOW.to_owned()),
        }
    }

    /// The secret that a section's key names.
    pub(super) fn require(
        &self,
        section: &Section<'_>,
        key: &'static str,
        example: &str,
    ) -> Option<SecretString> {
        self.read(&section.require(key, &format!(r#"{key} = {{ env = "{example}" }}"#))?)
    }

    /// The file that a section's key names for its secret, if it names one.
    pub(super) fn file(&self, section: &Section<'_>, key: &'static str) -> Option<PathBuf> {
        let item = section.get(key)?;
        let DeValue::Table(table) = item.value() else { return None };
        match table.get("file")?.get_ref() {
            DeValue::String(path) if !path.is_empty() => Some(self.folder.join(path.as_ref())),
            _ => None,
        }
    }

    fn in_environment(&self, item: &Item<'_>, name: &str) -> Option<SecretString> {
        let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let is_name = !name.is_empty() && name.bytes().all(letter) && !name.as_bytes()[0].is_ascii_digit();
        if !is_name {
            return refuse(
                item,
                "env takes the name of an environment variable: letters, digits and _, such as DISCORD_TOKEN",
            );
        }
        // A key that was pasted in place of the name has small letters, or is long.
        let plain = name.len() <= 64 && !name.bytes().any(|byte| byte.is_ascii_lowercase());
        let source = if plain {
            format!("the environment variable {name}")
        } else {
            "the environment variable that env names".to_owned()
        };
        let Some(value) = (self.lookup)(name) else {
            return refuse(
                item,
                format!(
                    "{source} is not set: set it before the start; `hostmaster sandbox --config` tries the rest without it"
                ),
            );
        };
        match value.into_string() {
            Ok(text) => checked(item, &source, text),
            Err(_) => refuse(item, format!("{source} is not UTF-8 text: set it to the secret alone")),
        }
    }

    fn in_file(&self, item: &Item<'_>, path: &str) -> Option<SecretString> {
        if path.is_empty() {
            return refuse(item, r#"file takes a path, such as "secrets/discord""#);
        }
        // A key that was pasted in place of the path has a long stretch without a separator.
        let plain = path.split(['/', '\\']).all(|part| part.len() <= 24);
        let source = if plain { format!("the file {path:?}") } else { "the file that file names".to_owned() };
        let path = self.folder.join(path);
        match read_file(&path) {
            Ok(bytes) if bytes.len() > MAX_BYTES => refuse(
                item,
                format!("{source} is larger than 8 KiB: a secret's file contains the secret alone"),
            ),
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => {
                    if readable_by_others(&path) {
                        item.warn(format!("{source} can be read by every user of this machine: chmod 600"));
                    }
                    checked(item, &source, text)
                }
                Err(_) => {
                    refuse(item, format!("{source} is not UTF-8 text: it is to contain the secret alone"))
                }
            },
            Err(error) => {
                let reason = why_unreadable(&error);
                refuse(item, format!("{source} {reason} (it starts from the configuration's folder)"))
            }
        }
    }
}

/// Why a file could not be read, as the rest of a sentence that begins with the file.
pub(super) fn why_unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "does not exist: create it, or correct its path".to_owned(),
        io::ErrorKind::PermissionDenied => "may not be read: give this user the right to read it".to_owned(),
        io::ErrorKind::InvalidInput => "is a folder, a pipe or a device: name a plain file".to_owned(),
        kind => format!("cannot be read: {kind}"),
    }
}

/// The bytes of a plain file; one more than a secret may have when there are more.
fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    // Opening a pipe would wait for whoever writes to it.
    if !fs::metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut bytes = Vec::with_capacity(MAX_BYTES + 1);
    File::open(path)?.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn checked(item: &Item<'_>, source: &str, mut text: String) -> Option<SecretString> {
    text.truncate(text.trim_end_matches(['\r', '\n']).len());
    let fault = if text.is_empty() {
        "is empty: put the secret into it"
    } else if text.len() < SHORTEST_SECRET {
        "has fewer than 6 characters, too few to be kept out of messages: choose a longer secret at the provider"
    } else if text.len() > MAX_BYTES {
        "is larger than 8 KiB: it is to contain the secret alone"
    } else if text.chars().any(char::is_control) {
        "contains a line break or another control character: it is to contain the secret alone, on one line"
    } else if text.trim() != text {
        "begins or ends with a space: remove it"
    } else {
        return Some(SecretString::new(text));
    };
    drop(SecretString::new(text));
    refuse(item, format!("{source} {fault}"))
}

fn refuse<T>(item: &Item<'_>, message: impl Into<String>) -> Option<T> {
    item.fault(message);
    None
}

#[cfg(unix)]
fn readable_by_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o004 != 0)
}

#[cfg(not(unix))]
fn readable_by_others(_path: &Path) -> bool {
    false
}
