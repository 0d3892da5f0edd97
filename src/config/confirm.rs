//! `[confirm]`: how long a confirmation waits for its click.

use std::time::Duration;

use super::reader::Section;
use super::values;

/// How confirmations behave.
#[derive(Clone, Copy, Debug)]
pub struct Confirm {
    /// How long after it was shown a confirmation can still be pressed.
    pub expires: Duration,
}

impl Default for Confirm {
    fn default() -> Self {
        Confirm { expires: Duration::from_secs(120) }
    }
}

/// Reads the section.
pub(super) fn read(root: &Section<'_>) -> Option<Confirm> {
    let Some(item) = root.get("confirm") else { return Some(Confirm::default()) };
    item.section(|section| {
        let Some(item) = section.get("expires") else { return Some(Confirm::default()) };
        let expires = values::duration(&item, Duration::from_secs(10), Duration::from_secs(3600))?;
        Some(Confirm { expires })
    })
    .flatten()
}
