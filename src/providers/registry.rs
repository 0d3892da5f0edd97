//! The configured accounts and the adapters that speak for them.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::inventory::Inventory;
use super::{Adapter, Changes, Reads};
use crate::domain::order::Plan;
use crate::domain::server::Server;
use crate::domain::{AccountName, Action, ProviderName};

/// One configured account.
pub struct Account {
    adapter: Arc<dyn Adapter>,
    timezone: TimeZone,
    servers: Arc<Inventory<Server>>,
    plans: Arc<Inventory<Plan>>,
}

impl Account {
    /// An account that the adapter speaks for, with the calendar of its zone-less times.
    pub fn new(adapter: Arc<dyn Adapter>, timezone: TimeZone) -> Self {
        let (servers, plans) = (Inventory::servers(adapter.clone()), Inventory::plans(adapter.clone()));
        Account { adapter, timezone, servers, plans }
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

    /// The servers as they were last listed.
    pub fn servers(&self) -> &Arc<Inventory<Server>> {
        &self.servers
    }

    /// The plans as they were last listed.
    pub fn plans(&self) -> &Arc<Inventory<Plan>> {
        &self.plans
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
