//! What a source remembers from look to look, so that it need not ask the store.

use std::collections::BTreeMap;
use std::time::Instant;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::providers::Digest;

/// What a source remembers from look to look.
#[derive(Default)]
pub struct Memory {
    /// What is known of the list; `None` before the store was asked.
    pub(super) list: Option<List>,
    /// The day of which all invoices of the list know.
    pub(super) day: Option<Date>,
    /// The tickets that are read again, and since when: providers tell times in whole seconds, and what comes in the
    /// same one leaves the list as it was. `None` before the first look.
    pub(super) fresh: Option<BTreeMap<String, Instant>>,
    /// At how many looks in a row a thing could not be read.
    pub(super) unread: BTreeMap<String, u32>,
}

/// What is known of the list that was read last.
#[derive(Clone, Default)]
pub(super) struct List {
    /// Its body, unless the next is to be read whatever it is: all that it shows is in the store.
    pub(super) body: Option<Digest>,
    /// Whether nobody has ever looked at it where it is now.
    pub(super) first: bool,
    /// When it was first looked at.
    pub(super) since: Timestamp,
    /// The time zone by which its times were read; empty where that was not noted.
    pub(super) zone: String,
    /// How many turns of it were kept.
    pub(super) turns: u64,
}

impl Memory {
    /// At how many looks in a row the thing could not be read.
    pub(super) fn failures(&self, thing: &str) -> u32 {
        self.unread.get(thing).copied().unwrap_or_default()
    }

    /// Notes that a thing could not be read, and says at how many looks in a row.
    pub(super) fn fail(&mut self, thing: &str) -> u32 {
        let failures = self.unread.entry(thing.to_owned()).or_default();
        *failures = failures.saturating_add(1);
        *failures
    }
}
