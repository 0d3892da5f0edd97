//! Looking at an account's tickets: at the list, and at what was written in those that have moved.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use futures_util::stream::{self, StreamExt};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{Blind, Came, Memory, Source, UNREAD_LOOKS};
use crate::domain::relay::{More, TicketFacts};
use crate::domain::ticket::Ticket;
use crate::domain::{ErrorKind, ErrorStatus, Operation};
use crate::providers::Looked;
use crate::relays::{distinct, tickets};

/// How many tickets are read at once.
const SIDE_BY_SIDE: usize = 2;
/// How long after a change nothing more can come that bears its time.
const SETTLES: Duration = Duration::from_secs(2);
/// Whatever was written to a ticket so long before a start is read again after it.
const LATELY: SignedDuration = SignedDuration::from_mins(10);

/// The tickets that are read again, and since when.
type Fresh = BTreeMap<String, Instant>;

impl Source {
    pub(super) async fn look_at_tickets(&self, memory: &mut Memory) -> Result<Came, Blind> {
        self.rezone(memory).await?;
        let list = self.recall(memory).await?;
        let unread = memory.fresh.as_ref().is_none_or(|fresh| !fresh.is_empty());
        let known_body = list.body.as_ref().filter(|_| !unread);
        let Looked::Read { items, digest } = self.account.reads().look_at_tickets(known_body).await? else {
            return Ok(Came::Still);
        };
        let items = distinct(items, |ticket| Some(&ticket.resource.id));
        let mut known = self.known::<TicketFacts>(&list).await?;
        let mut fresh = memory.fresh.take().unwrap_or_else(|| fresh(&known));
        if list.first {
            memory.fresh = Some(fresh);
            let open = items.iter().filter(|ticket| !ticket.is_closed()).count();
            let facts = items.iter().map(|ticket| (ticket.resource.id.clone(), tickets::baseline(ticket)));
            return self.begin(memory, facts.collect(), digest, open).await;
        }
        let mut turn = self.turn(memory, None);
        for ticket in items.iter().filter(|ticket| !known.contains_key(&ticket.resource.id)) {
            if let Some(facts) = tickets::overlooked(ticket, list.since) {
                turn.changed.insert(ticket.resource.id.clone(), facts);
            }
        }
        if !turn.changed.is_empty() {
            known.extend(turn.changed.clone());
            self.keep(memory, turn, false).await?;
        }
        let changed = items.into_iter().filter(|ticket| {
            let id = &ticket.resource.id;
            let known = known.get(id);
            if tickets::needs_thread(known, ticket) {
                fresh.insert(id.clone(), Instant::now());
            }
            fresh.contains_key(id) || tickets::change(known, ticket, None).is_some()
        });
        let changed = changed.collect();
        let read = self.read_tickets(memory, &known, changed, &mut fresh).await;
        memory.fresh = Some(fresh);
        let (came, whole) = read?;
        let turn = self.turn::<TicketFacts>(memory, digest);
        self.keep(memory, turn, whole).await?;
        Ok(came)
    }

    /// Reads what was written in the tickets, and keeps what is new of each at once: another one may hang. Says as well
    /// whether all could be read.
    async fn read_tickets(
        &self,
        memory: &mut Memory,
        known: &BTreeMap<String, TicketFacts>,
        mut changed: Vec<Ticket>,
        fresh: &mut Fresh,
    ) -> Result<(Came, bool), Blind> {
        let reads = self.account.reads();
        changed.sort_by_key(|ticket| memory.failures(&ticket.resource.id));
        let changed: Vec<_> = changed
            .into_iter()
            .map(|ticket| {
                let failures = memory.failures(&ticket.resource.id);
                (ticket, failures)
            })
            .collect();
        let mut reading = stream::iter(changed)
            .map(|(ticket, failures)| {
                let reads = reads.clone();
                async move {
                    let (id, at) = (&ticket.resource.id, Instant::now());
                    let thread = self.read(Operation::TicketShow, failures, reads.ticket(id)).await;
                    (ticket, thread, at)
                }
            })
            .buffer_unordered(SIDE_BY_SIDE);
        let (mut came, mut whole, mut hangs) = (Came::Still, true, false);
        while let Some((mut ticket, thread, at)) = reading.next().await {
            let id = ticket.resource.id.clone();
            let thread = match thread {
                Ok(thread) => {
                    memory.unread.remove(&id);
                    Some(thread)
                }
                // It will not be told; what the list says of it is better than nothing.
                Err(error) if error.status == ErrorStatus::Permanent => {
                    memory.unread.remove(&id);
                    None
                }
                Err(error) => {
                    tracing::debug!(account = %self.account.name(), ticket = id, %error, "Could not read a ticket.");
                    (whole, hangs) = (false, error.kind == ErrorKind::Timeout);
                    if memory.fail(&id) < UNREAD_LOOKS {
                        if hangs {
                            break;
                        }
                        continue;
                    }
                    // What was written is told once it can be read.
                    ticket.last_reply = known.get(&id).and_then(|known| known.last_reply);
                    (!known.contains_key(&id)).then(|| tickets::unread(&ticket))
                }
            };
            let settled = fresh.get(&id).is_some_and(|since| at.duration_since(*since) >= SETTLES);
            if settled && memory.failures(&id) == 0 {
                fresh.remove(&id);
            }
            if let Some(mut change) = tickets::change(known.get(&id), &ticket, thread.as_ref()) {
                if let Some(thread) = &thread {
                    tickets::sign(&mut change, thread, |text| self.account.who_wrote(&id, text));
                }
                let mut turn = self.turn(memory, None);
                let mut earlier = Some(change.earlier).filter(|count| *count > 0);
                for (event, reply) in change.events {
                    if reply.is_some()
                        && let Some(count) = earlier.take()
                    {
                        self.owe_earlier(&mut turn.owed, &id, count);
                    }
                    self.owe(&mut turn.owed, event, &id, reply.map(More::Reply).as_ref());
                }
                turn.changed.insert(id, change.facts);
                self.keep(memory, turn, false).await?;
                came = Came::Moved;
            }
            if hangs {
                // The others are read at the next look, and before it.
                break;
            }
        }
        Ok((came, whole))
    }

    /// Reads the times of what is known by the time zone of now: the provider tells none, and so they all move when
    /// another one is configured, though nothing has happened.
    async fn rezone(&self, memory: &mut Memory) -> Result<(), Blind> {
        let list = self.recall(memory).await?;
        if list.first || list.zone == self.zone() {
            return Ok(());
        }
        let Ok(before) = TimeZone::get(&list.zone) else { return Ok(()) };
        let moved = |at: Timestamp| {
            let told = before.to_datetime(at);
            self.account.timezone().to_timestamp(told).unwrap_or(at)
        };
        let mut turn = self.turn(memory, None);
        turn.changed = self.known(&list).await?;
        turn.changed.values_mut().for_each(|facts| tickets::move_times(facts, moved));
        self.keep(memory, turn, false).await?;
        Ok(())
    }
}

/// The tickets that are read again after a start.
fn fresh(known: &BTreeMap<String, TicketFacts>) -> Fresh {
    let lately = Timestamp::now() - LATELY;
    let is_late = |facts: &TicketFacts| facts.last_reply.max(facts.opened).is_some_and(|at| at > lately);
    let late = known.iter().filter(|(_, facts)| is_late(facts));
    late.map(|(id, _)| (id.clone(), Instant::now())).collect()
}
