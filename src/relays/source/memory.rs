//! What a source remembers from look to look, so that it need not ask the store.

use std::collections::BTreeMap;
use std::time::Instant;

use jiff::civil::Date;

use crate::domain::AccountName;
use crate::domain::relay::Feed;
use crate::providers::Digest;
use crate::store::{Store, StoreError};

/// What a source remembers from look to look.
#[derive(Default)]
pub struct Memory {
    list: List,
    /// The day of which all invoices know.
    pub(super) day: Option<Date>,
    /// The tickets that are read again, and since when: providers tell times in whole seconds, and what comes in the
    /// same one leaves the list as it was. `None` before the first look.
    pub(super) fresh: Option<BTreeMap<String, Instant>>,
}

/// What is known of the list that was read last.
#[derive(Clone, Debug, Default)]
enum List {
    /// The store was not asked.
    #[default]
    Unasked,
    /// Nobody has ever looked.
    Unseen,
    /// What it shows is in the store, and this is its body, unless the next is to be read whatever it is.
    Seen(Option<Digest>),
}

impl Memory {
    /// The body that is known of a feed's list, if any, and whether nobody has ever looked.
    pub(super) async fn known_body(
        &mut self,
        store: &Store,
        account: &AccountName,
        feed: Feed,
    ) -> Result<(Option<Digest>, bool), StoreError> {
        if let List::Unasked = self.list {
            let kept = store.feed(account, feed).await?;
            self.list = kept.map_or(List::Unseen, |body| List::Seen(body.map(Digest::from_text)));
        }
        Ok(match &self.list {
            List::Seen(body) => (body.clone(), false),
            List::Unasked | List::Unseen => (None, true),
        })
    }

    /// Whether nothing of the list is in the store, as far as is known.
    pub(super) fn is_first(&self) -> bool {
        !matches!(self.list, List::Seen(_))
    }

    /// Remembers that what the list shows is in the store.
    pub(super) fn know(&mut self, body: Option<Digest>) {
        self.list = List::Seen(body);
    }
}
