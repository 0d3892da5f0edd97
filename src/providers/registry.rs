//! The configured accounts and the adapters that speak for them.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::inventory::Inventory;
use super::{Adapter, Changes, Reads};
use crate::domain::{AccountName, Action, ProviderName};

/// One configured account.
pub struct Account {
    adapter: Arc<dyn Adapter>,
    timezone: TimeZone,
    inventory: Arc<Inventory>,
}

impl Account {
    /// An account that the adapter speaks for, with the calendar of its zone-less times.
    pub fn new(adapter: Arc<dyn Adapter>, timezone: TimeZone) -> Self {
        let inventory = Inventory::new(adapter.clone());
        Account { adapter, timezone, inventory }
    }

    /// The account's name.
    pub fn name(&self) -> &AccountName {
        self.adapter.account()
    }

    /// The account's provider.
    pub fn provider(&self) -> ProviderName {
        self.adapter.provider()
    }

    /// The calendar of the account's zone-less times.
    pub fn timezone(&self) -> &TimeZone {
        &self.timezone
    }

    /// Whether the account's adapter offers all that the action needs.
    pub fn offers(&self, action: Action) -> bool {
        self.adapter.capability().offers_all(action.operations())
    }

    /// The handle for looking, which has no changing method.
    pub fn reads(&self) -> Arc<dyn Reads> {
        self.adapter.clone()
    }

    /// The handle for changing.
    pub fn changes(&self) -> Arc<dyn Changes> {
        self.adapter.clone()
    }

    /// What was last seen in the account.
    pub fn inventory(&self) -> &Arc<Inventory> {
        &self.inventory
    }
}

/// The configured accounts, in the configuration's order.
#[derive(Default)]
pub struct Registry {
    accounts: Vec<Arc<Account>>,
}

impl Registry {
    /// A registry of the accounts.
    pub fn new(accounts: Vec<Account>) -> Self {
        Registry { accounts: accounts.into_iter().map(Arc::new).collect() }
    }

    /// Every account.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Account>> {
        self.accounts.iter()
    }

    /// The account of that name.
    pub fn get(&self, name: &AccountName) -> Option<&Arc<Account>> {
        self.accounts.iter().find(|account| account.name() == name)
    }

    /// The accounts that offer all that the action needs.
    pub fn offering(&self, action: Action) -> impl Iterator<Item = &Arc<Account>> {
        self.accounts.iter().filter(move |account| account.offers(action))
    }

    /// Whether the action can be used at all: it is the bot's own, or some account offers it.
    pub fn can(&self, action: Action) -> bool {
        action.operations().is_empty() || self.offering(action).next().is_some()
    }
}
