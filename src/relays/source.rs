//! Sources: what looks at a provider's lists, each account and feed on its own clock.

mod invoices;
mod memory;
mod orders;
mod servers;
mod tickets;

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use rand::Rng;
use rust_decimal::Decimal;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::watch;

pub use memory::Memory;

use super::outbox::Outbox;
use super::rules::Rules;
use super::{balance, health, notices};
use crate::domain::event::Event;
use crate::domain::relay::{Feed, More, Note};
use crate::domain::{AccountName, Error, ErrorKind, ErrorStatus, Operation};
use crate::providers::{Account, Digest};
use crate::store::{NewlyOwed, Store, StoreError, Turn};
use memory::List;

/// How many looks after something moved come sooner.
const SOONER: u32 = 5;
/// How much sooner they come.
const SOONER_BY: u32 = 4;
/// How many times the interval a failing provider is left alone at most.
const LATEST: u32 = 16;
/// How long reading one thing of a list may take at first: the others wait for it. It is doubled each time that was
/// too short.
const READ: Duration = Duration::from_secs(5);
/// At how many looks a thing that is new may fail to be read; then it is told by what the list says of it.
const UNREAD_LOOKS: u32 = 3;

/// Why a look brought nothing.
#[derive(Debug, thiserror::Error)]
pub enum Blind {
    /// The provider did not answer, or nothing that can be read.
    #[error("{0}")]
    Provider(#[from] Error),
    /// The store failed.
    #[error("{0}")]
    Store(#[from] StoreError),
}

/// One feed of one account.
pub struct Source {
    /// The account.
    pub account: Arc<Account>,
    /// The feed.
    pub feed: Feed,
    /// Where the account is and as whom it asks: another place has other things under the same ids.
    pub origin: String,
    /// The credit below which a balance is low.
    pub floor: Option<Decimal>,
    /// The base interval.
    pub interval: Duration,
    /// The store.
    pub store: Store,
    /// What delivers what is owed.
    pub outbox: Outbox,
    /// The rules in force.
    pub rules: watch::Receiver<Arc<Rules>>,
    /// How long it waits before its first look, so that many do not look at once.
    pub delay: Duration,
}

/// What one look came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// Something has changed.
    Moved,
    /// Nothing has.
    Still,
}

impl Source {
    /// Looks again and again, until the bot stops or the rules change.
    pub async fn run(&self) {
        let (mut sooner, mut failures) = (0_u32, 0_u32);
        let mut memory = Memory::default();
        // What is changed during a look may have come too late for it, and so makes for another one.
        let mut stirs = self.account.stirs();
        tokio::time::sleep(self.delay).await;
        loop {
            // Boxed, so that between looks it takes no room.
            match Box::pin(self.look(&mut memory)).await {
                Ok(came) => {
                    sooner = if came == Came::Moved { SOONER } else { sooner.saturating_sub(1) };
                    failures = 0;
                    if self.account.saw(self.feed) {
                        tracing::info!(account = %self.account.name(), feed = %self.feed, "The list can be read again.");
                    }
                }
                Err(error) => {
                    failures += 1;
                    self.tell_blind(&error, failures);
                }
            }
            let mut pause = pin!(tokio::time::sleep(pace(self.interval, sooner, failures)));
            loop {
                tokio::select! {
                    () = &mut pause => break,
                    // An error cannot come: the account lives as long as its source.
                    _ = stirs.changed() => {
                        sooner = SOONER;
                        break;
                    }
                    () = self.account.orders_stirred(), if self.feed == Feed::Orders => {
                        if let Err(error) = self.look_at_purchases(&mut memory).await {
                            tracing::debug!(account = %self.account.name(), %error, "Could not look at the purchases.");
                        }
                    }
                }
            }
        }
    }

    /// Says that the list could not be read: to who operates the bot when it is not for the reason that was told last.
    fn tell_blind(&self, error: &Blind, failures: u32) {
        let (account, feed) = (self.account.name(), self.feed);
        let is_new = match error {
            Blind::Provider(error) => self.account.could_not_see(feed, error, Timestamp::now()),
            Blind::Store(_) => failures == 1,
        };
        if is_new {
            tracing::warn!(%account, %feed, %error, "The list cannot be read, and nothing is told of it meanwhile.");
        } else {
            tracing::debug!(%account, %feed, %error, failures, "The list still cannot be read.");
        }
    }

    /// Looks once.
    ///
    /// # Errors
    /// When the provider or the store fails; what is known stays as it was.
    pub async fn look(&self, memory: &mut Memory) -> Result<Came, Blind> {
        let looking = async {
            match self.feed {
                Feed::Tickets => self.look_at_tickets(memory).await,
                Feed::Invoices => self.look_at_invoices(memory).await,
                Feed::Orders => self.look_at_orders(memory).await,
                Feed::Servers => self.look_at_servers(memory).await,
                Feed::Services => self.look_at_services(memory).await,
                Feed::Certificates => self.look_at_certificates(memory).await,
                Feed::Balance => self.look_at_balance(memory).await,
                Feed::Notices => self.look_at_notices(memory).await,
                Feed::Health => self.look_at_health(memory).await,
            }
        };
        crate::providers::layers::patiently(looking).await
    }

    /// What is known of the feed's list.
    async fn recall(&self, memory: &mut Memory) -> Result<List, StoreError> {
        if let Some(list) = &memory.list {
            return Ok(list.clone());
        }
        let list = match self.store.feed(self.account.name(), self.feed).await? {
            Some(kept) => {
                let first = !kept.origin.is_empty() && kept.origin != self.origin;
                List {
                    body: kept.body.map(Digest::from_text).filter(|_| !first),
                    first,
                    since: kept.since,
                    zone: kept.zone,
                    turns: kept.turns,
                }
            }
            None => List { first: true, ..List::default() },
        };
        Ok(memory.list.insert(list).clone())
    }

    /// What was last seen of every thing of the list, by the provider's id.
    async fn known<F: DeserializeOwned>(&self, list: &List) -> Result<BTreeMap<String, F>, StoreError> {
        if list.first {
            return Ok(BTreeMap::new());
        }
        self.store.watched(self.account.name(), self.feed).await
    }

    /// What was last seen of the one thing of the list.
    async fn known_one<F: DeserializeOwned>(
        &self,
        list: &List,
        thing: &str,
    ) -> Result<Option<F>, StoreError> {
        if list.first {
            return Ok(None);
        }
        self.store.watched_one(self.account.name(), self.feed, thing).await
    }

    /// Reads one thing of the list, within a time that grows with how often that failed.
    async fn read<T>(
        &self,
        operation: Operation,
        failures: u32,
        reading: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let patience = READ.saturating_mul(2_u32.saturating_pow(failures));
        tokio::time::timeout(patience, reading).await.unwrap_or_else(|_| {
            Err(Error {
                provider: self.account.provider(),
                operation,
                kind: ErrorKind::Timeout,
                status: ErrorStatus::Temporary,
                cause: format!("not answered within {patience:?}, and others wait"),
            })
        })
    }

    fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.account.timezone().clone()).date()
    }

    fn zone(&self) -> &str {
        self.account.timezone().iana_name().unwrap_or_default()
    }

    async fn look_at_balance(&self, memory: &mut Memory) -> Result<Came, Blind> {
        let list = self.recall(memory).await?;
        let balance = self.account.reads().funds().await?;
        let known = self.known_one(&list, balance::THING).await?;
        let Some((facts, events)) = balance::change(known.as_ref(), &balance, self.floor) else {
            return Ok(Came::Still);
        };
        if known.is_none() && events.is_empty() {
            let is_bounded = usize::from(self.floor.is_some());
            return self.begin(memory, [(balance::THING.to_owned(), facts)].into(), None, is_bounded).await;
        }
        let mut turn = self.turn(memory, None);
        for (event, amount) in events {
            let amount = amount.map(More::Amount);
            self.owe(&mut turn.owed, event, balance::THING, amount.as_ref());
        }
        turn.changed.insert(balance::THING.to_owned(), facts);
        self.keep(memory, turn, true).await
    }

    async fn look_at_notices(&self, memory: &mut Memory) -> Result<Came, Blind> {
        let list = self.recall(memory).await?;
        let unread = self.account.reads().notices(false).await?;
        let known = self.known(&list).await?;
        let all = if notices::have_left(&known, &unread) {
            // Without it, what the provider has new is told all the same.
            self.account.reads().notices(true).await.unwrap_or_default()
        } else {
            vec![]
        };
        let changes = notices::changes(&known, &unread, &all, list.since);
        self.keep_changes(memory, changes, |_| true).await
    }

    async fn look_at_health(&self, memory: &mut Memory) -> Result<Came, Blind> {
        let list = self.recall(memory).await?;
        if !self.is_looked_at_otherwise() {
            // What comes of it is told by the account's condition.
            let reads = self.account.reads();
            if self.account.has(Operation::BalanceShow) {
                let _ = reads.funds().await;
            } else if self.account.has(Operation::ServerList) {
                let _ = reads.servers().await;
            }
        }
        let known = self.known_one(&list, health::THING).await?;
        let (condition, now) = (self.account.condition(), Timestamp::now());
        let Some((facts, event)) = health::change(known.as_ref(), &condition, self.interval, now) else {
            return Ok(Came::Still);
        };
        let mut turn = self.turn(memory, None);
        if let Some(event) = event {
            self.owe(&mut turn.owed, event, health::THING, None);
        }
        turn.changed.insert(health::THING.to_owned(), facts);
        self.keep(memory, turn, true).await
    }

    /// Whether another source asks the provider again and again.
    fn is_looked_at_otherwise(&self) -> bool {
        let rules = self.rules.borrow();
        let mut others = Feed::ALL.iter().filter(|feed| **feed != Feed::Health);
        others.any(|feed| super::is_watched(&self.account, *feed, self.floor, &rules))
    }

    fn turn<F>(&self, memory: &Memory, digest: Option<Digest>) -> Turn<F, Note> {
        Turn {
            account: self.account.name().clone(),
            feed: self.feed,
            body: digest.map(|digest| digest.as_str().to_owned()),
            origin: self.origin.clone(),
            zone: self.zone().to_owned(),
            after: memory.list.as_ref().map_or(0, |list| list.turns),
            changed: BTreeMap::new(),
            owed: vec![],
            now: Timestamp::now(),
        }
    }

    /// Keeps the first look: one summary a channel, and nothing of what was there.
    async fn begin<F: Serialize + Send + Sync + 'static>(
        &self,
        memory: &mut Memory,
        facts: BTreeMap<String, F>,
        digest: Option<Digest>,
        open: usize,
    ) -> Result<Came, Blind> {
        let mut turn = self.turn(memory, digest);
        turn.owed = self.summary(facts.len(), open);
        turn.changed = facts;
        self.keep(memory, turn, true).await
    }

    /// Keeps what things of the list have become, and tells what has happened to them. At the first look that is one
    /// summary, with how many of them are open.
    async fn keep_changes<F: Serialize + Send + Sync + 'static>(
        &self,
        memory: &mut Memory,
        changes: Vec<(String, F, Option<Event>)>,
        is_open: impl Fn(&F) -> bool,
    ) -> Result<Came, Blind> {
        if memory.list.as_ref().is_none_or(|list| list.first) {
            let open = changes.iter().filter(|(_, facts, _)| is_open(facts)).count();
            let facts = changes.into_iter().map(|(id, facts, _)| (id, facts)).collect();
            return self.begin(memory, facts, None, open).await;
        }
        let mut turn = self.turn(memory, None);
        for (id, facts, event) in changes {
            if let Some(event) = event {
                self.owe(&mut turn.owed, event, &id, None);
            }
            turn.changed.insert(id, facts);
        }
        self.keep(memory, turn, true).await
    }

    /// What each channel is told of the first look.
    fn summary(&self, count: usize, open: usize) -> Vec<NewlyOwed<Note>> {
        let note = Note::Baseline {
            account: self.account.name().clone(),
            feed: self.feed.as_str().to_owned(),
            count: count as u64,
            open: open as u64,
        };
        let channels = self.rules.borrow().channels(self.feed, self.account.name());
        channels
            .into_iter()
            .map(|channel| NewlyOwed { channel, thing: None, note: Some(note.clone()), unless_new: false })
            .collect()
    }

    /// Notes that a ticket has more new replies than are told one by one.
    fn owe_earlier(&self, owed: &mut Vec<NewlyOwed<Note>>, thing: &str, count: u64) {
        for relay in self.rules.borrow().taking(Event::TicketReplied, self.account.name()) {
            let note = Note::EarlierReplies { count, mention: relay.mention_roles.clone() };
            let (channel, thing) = (relay.channel, Some(thing.to_owned()));
            owed.push(NewlyOwed { channel, thing, note: Some(note), unless_new: false });
        }
    }

    /// Notes what an event makes the bot owe, by the rules in force.
    fn owe(&self, owed: &mut Vec<NewlyOwed<Note>>, event: Event, thing: &str, more: Option<&More>) {
        let account: &AccountName = self.account.name();
        for relay in self.rules.borrow().taking(event, account) {
            // Nobody is called by what the account's own side has written.
            let calls = !matches!(more, Some(More::Reply(reply)) if !reply.is_staff);
            let mention = relay.mention_roles.iter().filter(|_| calls).copied().collect::<Vec<_>>();
            // What begins a card is told by the card itself, unless somebody is to be called or the card is there
            // already: people do not notice that it has changed.
            let begins = matches!(
                event,
                Event::TicketOpened
                    | Event::InvoiceIssued
                    | Event::OrderPlaced
                    | Event::NoticePosted
                    | Event::BalanceLow
                    | Event::ServerDown
                    | Event::ServerAdded
                    | Event::RenewalDue
                    | Event::CertificateExpiring
                    | Event::ProviderUnreachable
            );
            let unless_new = begins && mention.is_empty();
            // How far it is stands on the card.
            let note = (event != Event::ProvisionProgress).then(|| Note::Happened {
                event,
                more: more.cloned(),
                mention,
            });
            owed.push(NewlyOwed { channel: relay.channel, thing: Some(thing.to_owned()), note, unless_new });
        }
    }

    /// Keeps what a look has brought. A list that reads as the one before it is not written down: that it has another
    /// body is worth one more reading after a start, and no write at every look where bodies always differ.
    async fn keep<F: Serialize + Send + Sync + 'static>(
        &self,
        memory: &mut Memory,
        mut turn: Turn<F, Note>,
        whole: bool,
    ) -> Result<Came, Blind> {
        if !whole {
            // What could not be read is to be tried again, though the list stays the same.
            turn.body = None;
        }
        let moved = !turn.changed.is_empty();
        let first = memory.list.as_ref().is_none_or(|list| list.first);
        if !moved && !first && turn.owed.is_empty() {
            if let Some(list) = &mut memory.list {
                list.body = turn.body.map(Digest::from_text);
            }
            return Ok(Came::Still);
        }
        let kept = List {
            body: turn.body.clone().map(Digest::from_text),
            first: false,
            since: memory.list.as_ref().filter(|_| !first).map_or(turn.now, |list| list.since),
            zone: turn.zone.clone(),
            turns: turn.after + 1,
        };
        match self.write(turn).await {
            Ok(()) => {
                memory.list = Some(kept);
                Ok(if moved { Came::Moved } else { Came::Still })
            }
            // The source before this one was not quite over. It has told what it saw; this one looks again.
            Err(StoreError::Overtaken) => {
                *memory = Memory::default();
                Ok(Came::Moved)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Writes a turn and wakes what delivers; both, though the source may be ended meanwhile.
    async fn write<F: Serialize + Send + Sync + 'static>(
        &self,
        turn: Turn<F, Note>,
    ) -> Result<(), StoreError> {
        let (store, outbox) = (self.store.clone(), self.outbox.clone());
        let writing = tokio::spawn(async move {
            if store.turn(&turn).await? {
                outbox.owe();
            }
            Ok(())
        });
        writing.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
    }
}

/// How long to the next look: sooner while something moves, later while the provider fails, never all at once.
fn pace(interval: Duration, sooner: u32, failures: u32) -> Duration {
    let interval = match failures {
        0 if sooner > 0 => interval / SOONER_BY,
        0 => interval,
        failures => interval * 2_u32.saturating_pow(failures).min(LATEST),
    };
    interval.mul_f64(rand::thread_rng().gen_range(0.9..1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_come_sooner_while_something_moves_and_later_while_the_provider_fails() {
        let minute = Duration::from_secs(60);
        for _ in 0..50 {
            assert!((54..60).contains(&pace(minute, 0, 0).as_secs()));
            assert!((13..15).contains(&pace(minute, 1, 0).as_secs()));
            assert!((108..120).contains(&pace(minute, 5, 1).as_secs()));
            assert!((864..960).contains(&pace(minute, 0, 40).as_secs()));
        }
    }
}
