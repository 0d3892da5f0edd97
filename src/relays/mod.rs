//! Relays: what watches the providers, what has happened there, and what channels are owed because of it.
//!
//! A [`source`] looks at one list of one account. What has changed since its last look, and what is owed to channels
//! because of it, is kept in one transaction; the [`outbox`] delivers what is owed.

mod balance;
mod health;
mod invoices;
mod notices;
mod orders;
pub mod outbox;
pub mod rules;
pub mod source;
mod tickets;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rust_decimal::Decimal;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::domain::relay::Feed;
use crate::domain::{AccountName, Operation};
use crate::providers::{Account, Registry};
use crate::store::Store;
use outbox::{Outbox, Sink};
use rules::Rules;
use source::Source;

/// What the relays work by, as the configuration says.
#[derive(Debug, Default)]
pub struct Settings {
    /// The rules.
    pub rules: Rules,
    /// The base interval of every source.
    pub interval: Duration,
    /// The credit below which an account's balance is low.
    pub floors: HashMap<AccountName, Decimal>,
}

/// The sources and the outbox.
pub struct Relays {
    store: Store,
    outbox: Outbox,
    rules: watch::Sender<Arc<Rules>>,
    stopping: watch::Sender<bool>,
    work: TaskTracker,
    /// Ends the sources that run by the settings in force.
    sources: Mutex<CancellationToken>,
}

impl Relays {
    /// The relays over a store, which speak through the sink; nothing is watched yet.
    pub fn new(store: Store, sink: Arc<dyn Sink>) -> Self {
        let (rules, stopping, work) =
            (watch::Sender::new(Arc::default()), watch::Sender::new(false), TaskTracker::new());
        let outbox = Outbox::new(store.clone(), sink, rules.subscribe(), work.clone(), stopping.subscribe());
        Relays { store, outbox, rules, stopping, work, sources: Mutex::default() }
    }

    /// Begins to deliver what is owed.
    pub fn deliver(&self) {
        let outbox = self.outbox.clone();
        self.work.spawn(async move { outbox.run().await });
    }

    /// What delivers what is owed.
    pub fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    /// The rules in force.
    pub fn rules(&self) -> Arc<Rules> {
        self.rules.borrow().clone()
    }

    /// Watches by other settings from now on.
    pub fn configure(&self, settings: Settings, registry: &Registry) {
        let Settings { mut rules, interval, floors } = settings;
        rules.providers =
            registry.iter().map(|account| (account.name().clone(), account.provider())).collect();
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        sources.cancel();
        *sources = CancellationToken::new();
        let rules = Arc::new(rules);
        self.rules.send_replace(rules.clone());
        for account in registry.iter() {
            let watched =
                Feed::ALL.iter().filter(|feed| offers(account, **feed) && rules.want(**feed, account.name()));
            for feed in watched {
                let source = Source {
                    account: account.clone(),
                    feed: *feed,
                    floor: floors.get(account.name()).copied(),
                    interval,
                    store: self.store.clone(),
                    outbox: self.outbox.clone(),
                    rules: self.rules.subscribe(),
                };
                let (over, mut stopping) = (sources.clone(), self.stopping.subscribe());
                self.work.spawn(async move {
                    tokio::select! {
                        () = source.run() => {}
                        () = over.cancelled() => {}
                        // An error means that the sender is gone, and with it whatever this would watch for.
                        _ = stopping.wait_for(|stopping| *stopping) => {}
                    }
                });
            }
        }
    }

    /// Stops watching, and waits for what is being delivered, at most as long as told; the rest waits in the store.
    pub async fn stop(&self, patience: Duration) -> bool {
        self.stopping.send_replace(true);
        self.work.close();
        tokio::time::timeout(patience, self.work.wait()).await.is_ok()
    }
}

/// Whether the account's adapter offers what a feed is watched by.
pub fn offers(account: &Account, feed: Feed) -> bool {
    let needs: &[Operation] = match feed {
        Feed::Tickets => &[Operation::TicketList, Operation::TicketShow],
        Feed::Invoices => &[Operation::InvoiceList, Operation::InvoiceShow],
        Feed::Orders => &[Operation::OrderList],
        Feed::Balance => &[Operation::BalanceShow],
        Feed::Notices => &[Operation::NoticeList],
        Feed::Health => &[],
    };
    needs.iter().all(|operation| account.has(*operation))
}
