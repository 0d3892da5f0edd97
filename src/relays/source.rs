//! Sources: what looks at a provider's lists, each account and feed on its own clock.

mod memory;
mod orders;

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::stream::{self, StreamExt};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use rust_decimal::Decimal;
use tokio::sync::watch;

pub use memory::Memory;

use super::outbox::Outbox;
use super::rules::Rules;
use super::{balance, health, invoices, notices, tickets};
use crate::domain::event::Event;
use crate::domain::relay::{Feed, InvoiceFacts, Note, Reply, TicketFacts};
use crate::domain::{AccountName, Error, ErrorStatus, Operation};
use crate::providers::{Account, Digest, Looked};
use crate::store::{NewlyOwed, Store, StoreError, Turn};

/// How many things of a list are read one by one at once.
const SIDE_BY_SIDE: usize = 2;
/// How many earlier invoices are read at most to find the one before for the same thing.
const EARLIER: usize = 5;
/// How many looks after something moved come sooner.
const SOONER: u32 = 5;
/// How much sooner they come.
const SOONER_BY: u32 = 4;
/// How many times the interval a failing provider is left alone at most.
const LATEST: u32 = 16;

/// How long after a change nothing more can come that bears its time.
const SETTLES: Duration = Duration::from_secs(2);
/// Whatever was written to a ticket so long before a start is read again after it.
const LATELY: SignedDuration = SignedDuration::from_mins(10);

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
    pub async fn run(self) {
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
                }
                Err(error) => {
                    failures += 1;
                    tracing::debug!(account = %self.account.name(), feed = %self.feed, %error, failures, "A source is blind.");
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
                Feed::Balance => self.look_at_balance(memory).await,
                Feed::Notices => self.look_at_notices(memory).await,
                Feed::Health => self.look_at_health(memory).await,
            }
        };
        crate::providers::layers::patiently(looking).await
    }

    fn today(&self) -> Date {
        Timestamp::now().to_zoned(self.account.timezone().clone()).date()
    }

    async fn look_at_tickets(&self, memory: &mut Memory) -> Result<Came, Blind> {
        let (name, reads) = (self.account.name(), self.account.reads());
        let (known_body, first) = memory.known_body(&self.store, self.account.name(), self.feed).await?;
        let unread = memory.fresh.as_ref().is_none_or(|fresh| !fresh.is_empty());
        let known_body = known_body.filter(|_| !unread);
        let Looked::Read { items, digest } = reads.look_at_tickets(known_body.as_ref()).await? else {
            return Ok(Came::Still);
        };
        let known = self.store.watched::<TicketFacts>(name, Feed::Tickets).await?;
        let fresh = memory.fresh.get_or_insert_with(|| {
            let lately = Timestamp::now() - LATELY;
            let is_late =
                |facts: &TicketFacts| facts.last_reply.max(facts.opened).is_some_and(|at| at > lately);
            known
                .iter()
                .filter(|(_, facts)| is_late(facts))
                .map(|(id, _)| (id.clone(), Instant::now()))
                .collect()
        });
        if first {
            let open = items.iter().filter(|ticket| !ticket.is_closed()).count();
            let facts = items.iter().map(|ticket| (ticket.resource.id.clone(), tickets::baseline(ticket)));
            return self.begin(memory, facts.collect(), digest, open).await;
        }
        let changed = items.into_iter().filter(|ticket| {
            let id = &ticket.resource.id;
            let known = known.get(id);
            if tickets::needs_thread(known, ticket) {
                fresh.insert(id.clone(), Instant::now());
            }
            fresh.contains_key(id) || tickets::change(known, ticket, None).is_some()
        });
        let changed: Vec<_> = changed.collect();
        let mut read = stream::iter(changed)
            .map(|ticket| {
                let reads = reads.clone();
                async move {
                    let at = Instant::now();
                    let thread = reads.ticket(&ticket.resource.id).await;
                    (ticket, thread, at)
                }
            })
            .buffer_unordered(SIDE_BY_SIDE);
        let (mut turn, mut whole) = (self.turn(digest), true);
        while let Some((ticket, thread, at)) = read.next().await {
            let id = &ticket.resource.id;
            let settled = fresh.get(id).is_some_and(|since| at.duration_since(*since) >= SETTLES);
            if settled && !thread.as_ref().is_err_and(|error| error.status != ErrorStatus::Permanent) {
                fresh.remove(id);
            }
            let thread = match thread {
                Ok(thread) => Some(thread),
                // It will not be told; what the list says of it is better than nothing.
                Err(error) if error.status == ErrorStatus::Permanent => None,
                Err(error) => {
                    tracing::debug!(account = %name, ticket = id, %error, "Could not read a ticket.");
                    whole = false;
                    continue;
                }
            };
            let Some(change) = tickets::change(known.get(id), &ticket, thread.as_ref()) else { continue };
            for (event, reply) in change.events {
                self.owe(&mut turn.owed, event, Some(id), reply);
            }
            turn.changed.insert(id.clone(), change.facts);
        }
        self.keep(memory, turn, whole).await
    }

    async fn look_at_invoices(&self, memory: &mut Memory) -> Result<Came, Blind> {
        let (name, reads, today) = (self.account.name(), self.account.reads(), self.today());
        let (known_body, first) = memory.known_body(&self.store, self.account.name(), self.feed).await?;
        let (items, digest) = match reads.look_at_invoices(known_body.as_ref()).await? {
            Looked::Read { items, digest } => (items, digest),
            Looked::Same if memory.day == Some(today) => return Ok(Came::Still),
            Looked::Same => (vec![], known_body),
        };
        let mut known = self.store.watched::<InvoiceFacts>(name, Feed::Invoices).await?;
        if first {
            let open = items.iter().filter(|invoice| invoice.is_unpaid()).count();
            let facts =
                items.iter().map(|invoice| (invoice.resource.id.clone(), invoices::baseline(invoice, today)));
            memory.day = Some(today);
            return self.begin(memory, facts.collect(), digest, open).await;
        }
        let (mut turn, mut whole) = (self.turn(digest), true);
        for invoice in items {
            let id = &invoice.resource.id;
            let was = known.get(id);
            if was.is_some() && invoices::change(was, &invoice, None, [], today).is_none() {
                continue;
            }
            let mut detail = None;
            if was.is_none() {
                match reads.invoice(id).await {
                    Ok(read) => detail = Some(read),
                    Err(error) if error.status == ErrorStatus::Permanent => {}
                    Err(error) => {
                        tracing::debug!(account = %name, invoice = id, %error, "Could not read an invoice.");
                        whole = false;
                        continue;
                    }
                }
                if detail.is_some() {
                    turn.changed.extend(self.read_earlier(&mut known, invoice.issued).await);
                }
            }
            let Some(change) =
                invoices::change(known.get(id), &invoice, detail.as_ref(), known.values(), today)
            else {
                continue;
            };
            for event in change.events {
                self.owe(&mut turn.owed, event, Some(id), None);
            }
            known.insert(id.clone(), change.facts.clone());
            turn.changed.insert(id.clone(), change.facts);
        }
        for (id, facts) in &mut known {
            if let Some(event) = invoices::pass(facts, today) {
                self.owe(&mut turn.owed, event, Some(id), None);
                turn.changed.insert(id.clone(), facts.clone());
            }
        }
        let came = self.keep(memory, turn, whole).await?;
        memory.day = Some(today);
        Ok(came)
    }

    /// Reads the lines of the last invoices before one that is new, as far as nobody has: it is compared with them.
    async fn read_earlier(
        &self,
        known: &mut BTreeMap<String, InvoiceFacts>,
        issued: Option<Date>,
    ) -> BTreeMap<String, InvoiceFacts> {
        let mut earlier: Vec<_> = known.iter().filter(|(_, facts)| facts.issued < issued).collect();
        earlier.sort_by_key(|(_, facts)| std::cmp::Reverse(facts.issued));
        let unread = earlier.into_iter().take(EARLIER).filter(|(_, facts)| facts.lines.is_none());
        let unread: Vec<String> = unread.map(|(id, _)| id.clone()).collect();
        let mut read = BTreeMap::new();
        for id in unread {
            // Without it the new one is told all the same.
            let Ok(detail) = self.account.reads().invoice(&id).await else { continue };
            if let Some(facts) = known.get_mut(&id) {
                facts.lines = Some(detail.lines.iter().map(invoices::line).collect());
                read.insert(id, facts.clone());
            }
        }
        read
    }

    async fn look_at_balance(&self, memory: &mut Memory) -> Result<Came, Blind> {
        let name = self.account.name();
        let balance = self.account.reads().balance().await?;
        let known = self.store.watched_one(name, Feed::Balance, balance::THING).await?;
        let Some((facts, event)) = balance::change(known.as_ref(), &balance, self.floor) else {
            return Ok(Came::Still);
        };
        if known.is_none() && event.is_none() {
            return self.begin(memory, [(balance::THING.to_owned(), facts)].into(), None, 0).await;
        }
        let mut turn = self.turn(None);
        if let Some(event) = event {
            self.owe(&mut turn.owed, event, Some(balance::THING), None);
        }
        turn.changed.insert(balance::THING.to_owned(), facts);
        self.keep(memory, turn, true).await
    }

    async fn look_at_notices(&self, memory: &mut Memory) -> Result<Came, Blind> {
        let name = self.account.name();
        let (_, first) = memory.known_body(&self.store, self.account.name(), self.feed).await?;
        let unread = self.account.reads().notices(false).await?;
        let known = self.store.watched(name, Feed::Notices).await?;
        let all = if notices::have_left(&known, &unread) {
            // Without it, what the provider has new is told all the same.
            self.account.reads().notices(true).await.unwrap_or_default()
        } else {
            vec![]
        };
        let changes = notices::changes(&known, &unread, &all);
        if first {
            let open = changes.len();
            let facts = changes.into_iter().map(|(id, facts, _)| (id, facts)).collect();
            return self.begin(memory, facts, None, open).await;
        }
        let mut turn = self.turn(None);
        for (id, facts, event) in changes {
            if let Some(event) = event {
                self.owe(&mut turn.owed, event, Some(&id), None);
            }
            turn.changed.insert(id, facts);
        }
        self.keep(memory, turn, true).await
    }

    async fn look_at_health(&self, memory: &mut Memory) -> Result<Came, Blind> {
        let name = self.account.name();
        if !self.is_looked_at_otherwise() {
            // What comes of it is told by the account's condition.
            let reads = self.account.reads();
            if self.account.has(Operation::BalanceShow) {
                let _ = reads.balance().await;
            } else if self.account.has(Operation::ServerList) {
                let _ = reads.servers().await;
            }
        }
        let known = self.store.watched_one(name, Feed::Health, health::THING).await?;
        let (condition, now) = (self.account.condition(), Timestamp::now());
        let Some((facts, event)) = health::change(known.as_ref(), &condition, self.interval, now) else {
            return Ok(Came::Still);
        };
        let mut turn = self.turn(None);
        if let Some(event) = event {
            self.owe(&mut turn.owed, event, Some(health::THING), None);
        }
        turn.changed.insert(health::THING.to_owned(), facts);
        self.keep(memory, turn, true).await
    }

    /// Whether another source asks the provider again and again.
    fn is_looked_at_otherwise(&self) -> bool {
        let rules = self.rules.borrow();
        let mut others = Feed::ALL.iter().filter(|feed| **feed != Feed::Health);
        others.any(|feed| {
            super::can_watch(&self.account, *feed, self.floor) && rules.want(*feed, self.account.name())
        })
    }

    fn turn<F>(&self, digest: Option<Digest>) -> Turn<F, Note> {
        Turn {
            account: self.account.name().clone(),
            feed: self.feed,
            body: digest.map(|digest| digest.as_str().to_owned()),
            changed: BTreeMap::new(),
            owed: vec![],
            now: Timestamp::now(),
        }
    }

    /// Keeps the first look: one summary a channel, and nothing of what was there.
    async fn begin<F: serde::Serialize>(
        &self,
        memory: &mut Memory,
        facts: BTreeMap<String, F>,
        digest: Option<Digest>,
        open: usize,
    ) -> Result<Came, Blind> {
        let mut turn = self.turn(digest);
        turn.owed = self.summary(facts.len(), open);
        turn.changed = facts;
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

    /// Notes what an event makes the bot owe, by the rules in force.
    fn owe(&self, owed: &mut Vec<NewlyOwed<Note>>, event: Event, thing: Option<&str>, reply: Option<Reply>) {
        let account: &AccountName = self.account.name();
        for relay in self.rules.borrow().taking(event, account) {
            let mention = relay.mention_roles.clone();
            // What begins a card is told by the card itself, unless somebody is to be called or the card is there
            // already: people do not notice that it has changed.
            let begins = matches!(
                event,
                Event::TicketOpened
                    | Event::InvoiceIssued
                    | Event::OrderPlaced
                    | Event::NoticePosted
                    | Event::BalanceLow
                    | Event::ProviderUnreachable
            );
            let unless_new = begins && mention.is_empty();
            // How far it is stands on the card.
            let note = (event != Event::ProvisionProgress).then(|| Note::Happened {
                event,
                reply: reply.clone(),
                mention,
            });
            owed.push(NewlyOwed {
                channel: relay.channel,
                thing: thing.map(str::to_owned),
                note,
                unless_new,
            });
        }
    }

    /// Keeps what a look has brought. A list that reads as the one before it is not written down: that it has another
    /// body is worth one more reading after a start, and no write at every look where bodies always differ.
    async fn keep<F: serde::Serialize>(
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
        if (moved || memory.is_first() || !turn.owed.is_empty()) && self.store.turn(&turn).await? {
            self.outbox.owe();
        }
        memory.know(turn.body.map(Digest::from_text));
        Ok(if moved { Came::Moved } else { Came::Still })
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
