//! `[store]`: where the bot keeps what must survive it.

use super::reader::Section;

/// Where the database is.
#[derive(Clone, Debug)]
pub struct Store {
    /// Its address, which begins with `sqlite:`.
    pub url: String,
}

impl Default for Store {
    fn default() -> Self {
        Store { url: "sqlite://hostmaster.db".to_owned() }
    }
}

/// Reads the section.
pub(super) fn read(root: &Section<'_>) -> Option<Store> {
    let Some(item) = root.get("store") else { return Some(Store::default()) };
    item.section(|section| {
        let Some(item) = section.get("url") else { return Some(Store::default()) };
        let wanted = r#"a file as "sqlite://hostmaster.db""#;
        // The address is not shown: one of another database may hold a password.
        let url = item.text(wanted)?;
        if url.strip_prefix("sqlite:").is_some_and(|path| !path.trim_matches('/').is_empty()) {
            return Some(Store { url: url.to_owned() });
        }
        item.fault(format!("this version keeps its data in SQLite alone: write {wanted}"));
        None
    })
    .flatten()
}
