//! Relays: what watches the providers, what has happened there, and what channels are owed because of it.
//!
//! A [`source`] looks at one list of one account. What has changed since its last look, and what is owed to channels
//! because of it, is kept in one transaction; the [`outbox`] delivers what is owed.

mod balance;
mod certificates;
mod health;
mod invoices;
mod notices;
mod orders;
pub mod outbox;
pub mod rules;
mod servers;
mod services;
pub mod source;
mod tickets;

use std::collections::{BTreeSet, HashMap};
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use rust_decimal::Decimal;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::domain::event::Event;
use crate::domain::relay::Feed;
use crate::domain::{AccountName, Capability, Operation};
use crate::providers::{Account, Registry};
use crate::store::Store;
use outbox::{Outbox, Sink};
use rules::Rules;
use source::Source;

/// How long after one source the next begins to look, unless that would take longer than an interval for all.
const BETWEEN_STARTS: Duration = Duration::from_millis(10);

/// What the relays work by, as the configuration says.
#[derive(Debug, Default)]
pub struct Settings {
    /// The rules.
    pub rules: Rules,
    /// The base interval of every source.
    pub interval: Duration,
    /// The credit below which an account's balance is low.
    pub floors: HashMap<AccountName, Decimal>,
    /// Where each account is and as whom it asks there.
    pub origins: HashMap<AccountName, String>,
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
    pub fn new(store: Store, sink: Arc<dyn Sink>, timing: outbox::Timing) -> Self {
        let (rules, stopping, work) =
            (watch::Sender::new(Arc::default()), watch::Sender::new(false), TaskTracker::new());
        let outbox =
            Outbox::new(store.clone(), sink, timing, rules.subscribe(), work.clone(), stopping.subscribe());
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
        let Settings { mut rules, interval, floors, origins } = settings;
        let provider = |account: &Account| (account.provider(), account.capability());
        rules.providers =
            registry.iter().map(|account| (account.name().clone(), provider(account))).collect();
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        sources.cancel();
        *sources = CancellationToken::new();
        let rules = Arc::new(rules);
        self.rules.send_replace(rules.clone());
        let floor = |account: &Account| floors.get(account.name()).copied();
        let feeds = registry.iter().flat_map(|account| Feed::ALL.iter().map(move |feed| (account, *feed)));
        let watched: Vec<_> =
            feeds.filter(|(account, feed)| is_watched(account, *feed, floor(account), &rules)).collect();
        for account in registry.iter() {
            let feeds = watched.iter().filter(|(other, _)| other.name() == account.name());
            account.watch(&feeds.map(|(_, feed)| *feed).collect());
        }
        let between = BETWEEN_STARTS.min(interval / u32::try_from(watched.len().max(1)).unwrap_or(u32::MAX));
        for (nth, (account, feed)) in (0..).zip(watched) {
            let source = Source {
                account: account.clone(),
                feed,
                origin: origins.get(account.name()).cloned().unwrap_or_default(),
                floor: floor(account),
                interval,
                store: self.store.clone(),
                outbox: self.outbox.clone(),
                rules: self.rules.subscribe(),
                delay: between * nth,
            };
            let (over, mut stopping) = (sources.clone(), self.stopping.subscribe());
            self.work.spawn(async move {
                tokio::select! {
                    () = through_panics(interval, || source.run()) => {}
                    () = over.cancelled() => {}
                    // An error means that the sender is gone, and with it whatever this would watch for.
                    _ = stopping.wait_for(|stopping| *stopping) => {}
                }
            });
        }
    }

    /// Stops watching, and waits for what is being delivered, at most as long as told; the rest waits in the store.
    pub async fn stop(&self, patience: Duration) -> bool {
        self.stopping.send_replace(true);
        self.work.close();
        tokio::time::timeout(patience, self.work.wait()).await.is_ok()
    }
}

/// Does work that ends early only by a fault of ours, and begins it again after a pause: nobody would notice that nothing
/// is watched any more.
async fn through_panics<F: Future<Output = ()>>(pause: Duration, work: impl Fn() -> F) {
    // What a panic leaves behind is what it would have been at a crash: the store knows all that counts.
    while AssertUnwindSafe(work()).catch_unwind().await.is_err() {
        tracing::error!("A source has failed by a fault of this program; it looks again after a pause.");
        tokio::time::sleep(pause).await;
    }
}

/// Whether anything is told of a feed of the account: there is an event of it that a rule takes.
fn is_watched(account: &Account, feed: Feed, floor: Option<Decimal>, rules: &Rules) -> bool {
    rules::events(feed)
        .iter()
        .any(|event| can_tell(account.capability(), *event, floor) && rules.want(*event, account.name()))
}

/// Whether the event can come from an account: its adapter tells it, and a balance has a floor to fall below.
pub fn can_tell(capability: &Capability, event: Event, floor: Option<Decimal>) -> bool {
    (event != Event::BalanceLow || floor.is_some()) && tells(capability, event)
}

/// Whether what an adapter offers is enough to look for the event.
pub fn tells(capability: &Capability, event: Event) -> bool {
    let of = |feed: &&Feed| rules::events(**feed).contains(&event);
    let feed = Feed::ALL.iter().find(of);
    // Of an order in the provider's own words, only its own list tells.
    let is_listed = event != Event::OrderStatus || capability.offers(Operation::OrderList);
    let told = is_listed && !capability.untold.contains(&event);
    told && feed.is_some_and(|feed| can_look(capability, *feed))
}

/// The things of a list, each once though the list may have it twice.
fn distinct<T>(mut things: Vec<T>, id: impl Fn(&T) -> Option<&str>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    things.retain(|thing| id(thing).is_none_or(|id| seen.insert(id.to_owned())));
    things
}

/// Whether what an adapter offers is enough to look at a feed.
fn can_look(capability: &Capability, feed: Feed) -> bool {
    let needs: &[Operation] = match feed {
        // What the bot buys is told though the provider lists no orders.
        Feed::Orders if !capability.offers(Operation::OrderList) => &[Operation::OrderTrace],
        Feed::Tickets => &[Operation::TicketList, Operation::TicketShow],
        Feed::Invoices => &[Operation::InvoiceList, Operation::InvoiceShow],
        Feed::Orders => &[Operation::OrderList],
        Feed::Servers => &[Operation::ServerList],
        Feed::Services => &[Operation::ServiceList],
        Feed::Certificates => &[Operation::CertificateList],
        Feed::Balance => &[Operation::BalanceShow],
        Feed::Notices => &[Operation::NoticeList],
        Feed::Health => &[],
    };
    needs.iter().all(|operation| capability.offers(*operation))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn work_that_panics_is_begun_again_after_a_pause() {
        let (begun, times) = (tokio::time::Instant::now(), AtomicU32::new(0));
        through_panics(Duration::from_secs(60), || async {
            let nth = times.fetch_add(1, Ordering::SeqCst);
            assert!(nth == 2, "a fault");
        })
        .await;
        assert_eq!((times.into_inner(), begun.elapsed().as_secs()), (3, 120));
    }
}
