//! Lists over several accounts: what each answered, which have not yet, and page by page.

use super::{AccountName, Error, ProviderName};

/// One account's part of an answer over several; one that fails is a line of its own and never fails the rest.
#[derive(Clone, Debug)]
pub struct PerAccount<T> {
    /// The account.
    pub account: AccountName,
    /// Its provider.
    pub provider: ProviderName,
    /// What it answered.
    pub result: Result<T, Error>,
}

impl<T> PerAccount<T> {
    pub(super) fn failure(&self) -> Option<(&AccountName, &Error)> {
        self.result.as_ref().err().map(|error| (&self.account, error))
    }
}

/// What several accounts have answered so far.
#[derive(Clone, Debug)]
pub struct Answers<T> {
    /// Those that have, in the order of the configuration.
    pub accounts: Vec<PerAccount<T>>,
    /// Those that have not yet.
    pub awaited: Vec<(AccountName, ProviderName)>,
}

impl<T> From<Vec<PerAccount<T>>> for Answers<T> {
    fn from(accounts: Vec<PerAccount<T>>) -> Self {
        Answers { accounts, awaited: vec![] }
    }
}

/// Which page of a long list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The page, from 0.
    pub index: usize,
    /// How many pages there are: 1 at least.
    pub count: usize,
}

impl Page {
    /// The page of that index, or the last one when there are fewer.
    pub fn new(index: usize, total: usize, size: usize) -> Self {
        let count = total.div_ceil(size).max(1);
        Page { index: index.min(count - 1), count }
    }
}

/// A list over several accounts, one page of it.
#[derive(Clone, Debug)]
pub struct Listed<T> {
    /// What each account answered; only what the caller may see, and only what is on this page.
    pub accounts: Vec<PerAccount<Vec<T>>>,
    /// The accounts that have not answered yet.
    pub awaited: Vec<(AccountName, ProviderName)>,
    /// How many items there are on all pages.
    pub total: usize,
    /// Which page this is.
    pub page: Page,
}

impl<T> Listed<T> {
    /// The page of that index. Accounts that failed or have nothing are on the first.
    pub fn new(answers: impl Into<Answers<Vec<T>>>, index: usize, size: usize) -> Self {
        let Answers { mut accounts, awaited } = answers.into();
        let total = accounts.iter().filter_map(|account| account.result.as_ref().ok()).map(Vec::len).sum();
        let page = Page::new(index, total, size);
        let mut skip = page.index * size;
        let mut room = size;
        accounts.retain_mut(|account| {
            let Ok(items) = &mut account.result else { return page.index == 0 };
            let had = items.len();
            let skipped = skip.min(had);
            skip -= skipped;
            items.drain(..skipped);
            items.truncate(room);
            room -= items.len();
            !items.is_empty() || (had == 0 && page.index == 0)
        });
        Listed { accounts, awaited, total, page }
    }
}

/// A list over several accounts, whatever it lists.
pub(super) trait AnyList {
    /// The accounts that failed.
    fn failures(&self) -> Vec<(&AccountName, &Error)>;
    /// How many accounts answered.
    fn asked(&self) -> usize;
    /// Which page it is.
    fn page(&self) -> Page;
    /// Whether an account has not answered yet.
    fn is_awaited(&self) -> bool;
}

impl<T> AnyList for Listed<T> {
    fn failures(&self) -> Vec<(&AccountName, &Error)> {
        self.accounts.iter().filter_map(PerAccount::failure).collect()
    }

    fn asked(&self) -> usize {
        self.accounts.len()
    }

    fn page(&self) -> Page {
        self.page
    }

    fn is_awaited(&self) -> bool {
        !self.awaited.is_empty()
    }
}
