//! Faults: what is wrong in the catalogue's files, and where.

use std::fmt;

/// One thing that is wrong in a file of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    at: At,
    message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.message)
    }
}

impl Fault {
    pub(super) fn stem(&self) -> &str {
        &self.at.stem
    }
}

/// Everything that is wrong in the catalogue's files, a line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    pub(super) fn new(faults: Vec<Fault>) -> Self {
        Faults(faults)
    }

    /// The faults, file by file.
    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.0.iter()
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            fault.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

/// A place in a file of the catalogue: `commands/vps.toml: restart.options[0]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct At {
    stem: String,
    path: String,
}

impl At {
    /// The top of a file.
    pub(super) fn file(stem: &str) -> Self {
        At { stem: stem.to_owned(), path: String::new() }
    }

    /// The file's name without its ending.
    pub(super) fn stem(&self) -> &str {
        &self.stem
    }

    /// The value of a key here.
    pub(super) fn key(&self, key: &str) -> Self {
        let dot = if self.path.is_empty() { "" } else { "." };
        At { stem: self.stem.clone(), path: format!("{}{dot}{key}", self.path) }
    }

    /// An element of the array here.
    pub(super) fn index(&self, index: usize) -> Self {
        At { stem: self.stem.clone(), path: format!("{}[{index}]", self.path) }
    }

    /// Something that is wrong here.
    pub(super) fn fault(&self, message: impl Into<String>) -> Fault {
        Fault { at: self.clone(), message: message.into() }
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "commands/{}.toml", self.stem)?;
        if self.path.is_empty() { Ok(()) } else { write!(f, ": {}", self.path) }
    }
}
