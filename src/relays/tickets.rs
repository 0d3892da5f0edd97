//! What has happened to tickets between two looks.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::domain::UserId;
use crate::domain::event::Event;
use crate::domain::relay::{Reply, ThreadFacts, TicketFacts};
use crate::domain::ticket::{Ticket, TicketMessage, TicketThread};

/// The most characters that are kept of what somebody wrote.
const EXCERPT: usize = 600;
/// The most replies of one look that are told one by one.
const REPLIES: usize = 10;
/// How long before the first look a ticket must have been opened to have been there at it: the provider's clock, and
/// the time zone that its times are read by, may be off.
const CLEARLY: SignedDuration = SignedDuration::from_hours(24);

/// A ticket as it is now, and what has happened to it.
#[derive(Debug, PartialEq)]
pub struct Change {
    /// The ticket.
    pub facts: TicketFacts,
    /// What has happened, each with the reply where it is one.
    pub events: Vec<(Event, Option<Reply>)>,
    /// How many replies came before those that are told one by one.
    pub earlier: u64,
}

/// Whether what was written in a ticket must be read to tell what has happened to it.
pub fn needs_thread(known: Option<&TicketFacts>, ticket: &Ticket) -> bool {
    match known {
        None => true,
        Some(known) => {
            is_another(known, ticket) || known.last_reply != ticket.last_reply || known.state != ticket.state
        }
    }
}

/// What a ticket that was there at the first look is; nothing has happened to it yet.
pub fn baseline(ticket: &Ticket) -> TicketFacts {
    facts(ticket, None)
}

/// What a ticket was at the first look that was there and not in the list; `None`: it is new.
pub fn overlooked(ticket: &Ticket, first_look: Timestamp) -> Option<TicketFacts> {
    let opened = ticket.opened?;
    if first_look.duration_since(opened) <= CLEARLY {
        return None;
    }
    // What was written later is told.
    let last_reply = ticket.last_reply.map(|at| at.min(first_look));
    Some(TicketFacts { last_reply, ..baseline(ticket) })
}

/// What stands for what was written in a new ticket that cannot be read: nothing so far.
pub fn unread(ticket: &Ticket) -> TicketThread {
    let first = TicketMessage {
        id: None,
        author: None,
        is_staff: false,
        text: String::new(),
        at: ticket.opened,
        attachments: vec![],
    };
    TicketThread { ticket: ticket.clone(), first, replies: vec![] }
}

/// Moves the times of a ticket.
pub fn move_times(facts: &mut TicketFacts, moved: impl Fn(Timestamp) -> Timestamp) {
    facts.opened = facts.opened.map(&moved);
    facts.last_reply = facts.last_reply.map(&moved);
    if let Some(last) = facts.thread.as_mut().and_then(|thread| thread.last.as_mut()) {
        last.at = last.at.map(&moved);
    }
}

/// What has happened to a ticket; `None`: nothing that would be shown.
pub fn change(known: Option<&TicketFacts>, ticket: &Ticket, thread: Option<&TicketThread>) -> Option<Change> {
    let known = known.filter(|known| !is_another(known, ticket));
    let read = thread.map(thread_facts).or_else(|| known.and_then(|known| known.thread.clone()));
    let mut facts = facts(ticket, read);
    if let (Some(last), Some(before)) =
        (last_reply(&mut facts), known.and_then(|known| known.thread.as_ref()))
        && let Some(before) = &before.last
        && (before.at, &before.text) == (last.at, &last.text)
    {
        last.by = before.by;
    }
    let mut events = vec![];
    if known.is_none() {
        events.push((Event::TicketOpened, None));
    }
    // A new one may have been answered, and even closed, since the last look.
    let new = thread.map(|thread| new_replies(known, ticket, thread)).unwrap_or_default();
    let skipped = new.len().saturating_sub(REPLIES);
    events.extend(new[skipped..].iter().map(|message| (Event::TicketReplied, Some(reply(message)))));
    if facts.closed && known.is_none_or(|known| !known.closed) {
        events.push((Event::TicketClosed, None));
    }
    (known != Some(&facts)).then_some(Change { facts, events, earlier: skipped as u64 })
}

/// Names who wrote the replies that came through the bot, as far as `writer` knows it by the whole text.
pub fn sign(change: &mut Change, thread: &TicketThread, writer: impl Fn(&str) -> Option<UserId>) {
    let replies = change.events.iter_mut().filter_map(|(_, reply)| reply.as_mut());
    for reply in replies.chain(last_reply(&mut change.facts)).filter(|reply| !reply.is_staff) {
        let is_it = |message: &&TicketMessage| message.at == reply.at && excerpt(&message.text) == reply.text;
        let written = thread.replies.iter().find(is_it);
        reply.by = reply.by.or_else(|| writer(&written?.text));
    }
}

fn last_reply(facts: &mut TicketFacts) -> Option<&mut Reply> {
    facts.thread.as_mut()?.last.as_mut()
}

/// Whether an id that is known stands for another ticket now: a provider may use its ids again.
fn is_another(known: &TicketFacts, ticket: &Ticket) -> bool {
    // The time alone does not tell: it moves as a whole when the account's time zone is configured anew.
    known.subject != ticket.subject
        && known.opened.is_some()
        && ticket.opened.is_some()
        && known.opened != ticket.opened
}

fn facts(ticket: &Ticket, thread: Option<ThreadFacts>) -> TicketFacts {
    TicketFacts {
        subject: ticket.subject.clone(),
        department: ticket.department.clone(),
        state: ticket.state.clone(),
        closed: ticket.is_closed(),
        opened: ticket.opened,
        last_reply: ticket.last_reply,
        thread,
    }
}

fn thread_facts(thread: &TicketThread) -> ThreadFacts {
    ThreadFacts {
        author: thread.first.author.clone(),
        first: excerpt(&thread.first.text),
        replies: marks(thread),
        last: thread.replies.last().map(reply),
    }
}

/// The replies that are new since the ticket was last seen, in the thread's order.
fn new_replies<'t>(
    known: Option<&TicketFacts>,
    ticket: &Ticket,
    thread: &'t TicketThread,
) -> Vec<&'t TicketMessage> {
    let replies = thread.replies.iter();
    match known {
        None => replies.collect(),
        Some(TicketFacts { thread: Some(read), .. }) => {
            let unseen = replies.zip(marks(thread)).filter(|(_, mark)| !read.replies.contains(mark));
            unseen.map(|(message, _)| message).collect()
        }
        // Nothing of it was read so far; the time tells what was there.
        Some(known) => {
            let seen = known.last_reply.max(known.opened);
            let is_old = |message: &TicketMessage| message.at.is_some() && message.at <= seen;
            let behind = thread.replies.iter().rposition(is_old).map_or(0, |last| last + 1);
            // Of one without a time its place tells, if anything was written at all.
            let written = known.last_reply != ticket.last_reply;
            let is_new = |(nth, message): &(usize, &TicketMessage)| match message.at {
                Some(_) => message.at > seen,
                None => written && *nth >= behind,
            };
            replies.enumerate().filter(is_new).map(|(_, message)| message).collect()
        }
    }
}

/// What tells each reply from the others of its ticket. Times do not: they move with the configured time zone.
fn marks(thread: &TicketThread) -> Vec<String> {
    let mut alike = BTreeMap::<String, u32>::new();
    let mark = |message: &TicketMessage| {
        if let Some(id) = &message.id {
            return id.clone();
        }
        let like = format!("{:?} {}", message.author, message.text.chars().count());
        let nth = alike.entry(like.clone()).and_modify(|nth| *nth += 1).or_default();
        format!("{like} {nth}")
    };
    thread.replies.iter().map(mark).collect()
}

fn reply(message: &TicketMessage) -> Reply {
    Reply {
        author: message.author.clone(),
        is_staff: message.is_staff,
        by: None,
        at: message.at,
        text: excerpt(&message.text),
    }
}

fn excerpt(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}\u{2026}", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{ResourceKind, ResourceRef};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).unwrap()
    }

    fn message(id: u32, second: i64) -> TicketMessage {
        TicketMessage {
            id: Some(id.to_string()),
            author: Some("Staff".to_owned()),
            is_staff: true,
            text: format!("reply {id}"),
            at: Some(at(second)),
            attachments: vec![],
        }
    }

    /// A ticket as the provider has it.
    #[derive(Clone, Debug)]
    struct Truth {
        opened: i64,
        replies: Vec<TicketMessage>,
        closed: bool,
    }

    impl Truth {
        fn listed(&self, number: u32) -> Ticket {
            Ticket {
                resource: ResourceRef::parse(ResourceKind::Ticket, &format!("asia/{number}")).unwrap(),
                subject: format!("Subject {number}"),
                department: Some("Billing".to_owned()),
                state: if self.closed { "Closed" } else { "Open" }.to_owned(),
                opened: Some(at(self.opened)),
                last_reply: self.replies.last().map_or(Some(at(self.opened)), |reply| reply.at),
                is_read: None,
            }
        }

        fn thread(&self, number: u32) -> TicketThread {
            TicketThread {
                ticket: self.listed(number),
                first: TicketMessage { id: None, ..message(0, self.opened) },
                replies: self.replies.clone(),
            }
        }
    }

    #[derive(Clone, Debug)]
    enum Step {
        Open,
        Reply(u32),
        Close(u32),
        Reopen(u32),
        /// A look that sees so many of the tickets, in the other order.
        Look(usize, bool),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            2 => Just(Step::Open),
            4 => (0u32..6).prop_map(Step::Reply),
            2 => (0u32..6).prop_map(Step::Close),
            1 => (0u32..6).prop_map(Step::Reopen),
            4 => (0usize..8, any::<bool>()).prop_map(|(seen, turned)| Step::Look(seen, turned)),
        ];
        prop::collection::vec(step, 1..80)
    }

    proptest! {
        #[test]
        fn any_sequence_of_looks_tells_exactly_what_has_truly_happened(before in 0u32..4, steps in steps()) {
            let mut truth: BTreeMap<u32, Truth> = BTreeMap::new();
            let (mut clock, mut next_reply) = (0, 1);
            for number in 0..before {
                truth.insert(number, Truth { opened: 0, replies: vec![], closed: number == 1 });
            }
            let mut known: BTreeMap<u32, TicketFacts> =
                truth.iter().map(|(number, ticket)| (*number, baseline(&ticket.listed(*number)))).collect();
            let mut told: BTreeMap<u32, (usize, usize, usize)> = BTreeMap::new();
            let mut closings: BTreeMap<u32, usize> = BTreeMap::new();
            let mut written: BTreeMap<u32, usize> = BTreeMap::new();
            // A last look sees everything.
            for step in steps.into_iter().chain([Step::Look(usize::MAX, false)]) {
                clock += 1;
                match step {
                    Step::Open => {
                        let number = truth.len() as u32;
                        truth.insert(number, Truth { opened: clock, replies: vec![], closed: false });
                    }
                    Step::Reply(number) => if let Some(ticket) = truth.get_mut(&number) {
                        ticket.replies.push(message(next_reply, clock));
                        next_reply += 1;
                        *written.entry(number).or_default() += 1;
                    },
                    Step::Close(number) => if let Some(ticket) = truth.get_mut(&number) { ticket.closed = true },
                    Step::Reopen(number) => if let Some(ticket) = truth.get_mut(&number) { ticket.closed = false },
                    Step::Look(seen, turned) => {
                        let mut listed: Vec<_> = truth.iter().collect();
                        if turned { listed.reverse(); }
                        for (number, ticket) in listed.into_iter().take(seen) {
                            let row = ticket.listed(*number);
                            let was = known.get(number);
                            let thread = needs_thread(was, &row).then(|| ticket.thread(*number));
                            let closes = was.is_none_or(|was| !was.closed) && ticket.closed;
                            *closings.entry(*number).or_default() += usize::from(closes);
                            let Some(change) = change(was, &row, thread.as_ref()) else { continue };
                            let counts = told.entry(*number).or_default();
                            counts.1 += change.earlier as usize;
                            for (event, reply) in &change.events {
                                match event {
                                    Event::TicketOpened => counts.0 += 1,
                                    Event::TicketReplied => { counts.1 += 1; prop_assert!(reply.is_some()); }
                                    Event::TicketClosed => counts.2 += 1,
                                    other => prop_assert!(false, "{other}"),
                                }
                            }
                            known.insert(*number, change.facts);
                        }
                    }
                }
            }
            for number in truth.keys() {
                let (opened, replied, closed) = told.get(number).copied().unwrap_or_default();
                prop_assert_eq!(opened, usize::from(*number >= before), "ticket {}", number);
                prop_assert_eq!(closed, closings.get(number).copied().unwrap_or_default());
                let true_replies = written.get(number).copied().unwrap_or_default();
                prop_assert_eq!(replied, true_replies);
                prop_assert_eq!(known[number].thread.as_ref().map_or(0, |thread| thread.replies.len()),
                    if known[number].thread.is_some() { truth[number].replies.len() } else { 0 });
            }
        }

        #[test]
        fn what_has_not_changed_is_nothing(replies in 0u32..5, closed in any::<bool>()) {
            let ticket = Truth { opened: 1, replies: (0..replies).map(|id| message(id, i64::from(id) + 2)).collect(), closed };
            let first = change(None, &ticket.listed(7), Some(&ticket.thread(7))).unwrap();
            prop_assert!(!needs_thread(Some(&first.facts), &ticket.listed(7)));
            prop_assert_eq!(change(Some(&first.facts), &ticket.listed(7), Some(&ticket.thread(7))), None);
            prop_assert_eq!(change(Some(&first.facts), &ticket.listed(7), None), None);
        }
    }

    #[test]
    fn an_id_that_stands_for_another_ticket_is_a_new_ticket() {
        let old = Truth { opened: 1, replies: vec![message(1, 2)], closed: true };
        let known = change(None, &old.listed(7), Some(&old.thread(7))).unwrap().facts;
        let new = Truth { opened: 900, replies: vec![], closed: false };
        let row = Ticket { subject: "Another".to_owned(), ..new.listed(7) };
        assert!(needs_thread(Some(&known), &row));
        assert_eq!(
            change(Some(&known), &row, Some(&new.thread(7))).unwrap().events,
            [(Event::TicketOpened, None)]
        );
        // A time zone that was configured anew makes no ticket another.
        let moved = Ticket { opened: Some(at(3601)), last_reply: Some(at(3602)), ..old.listed(7) };
        assert_eq!(change(Some(&known), &moved, Some(&old.thread(7))).unwrap().events, []);
    }

    #[test]
    fn of_very_many_replies_the_last_are_told_and_the_others_are_counted() {
        let ticket = Truth {
            opened: 1,
            replies: (1..=25).map(|id| message(id, i64::from(id))).collect(),
            closed: false,
        };
        let change = change(None, &ticket.listed(7), Some(&ticket.thread(7))).unwrap();
        assert_eq!((change.events.len(), change.earlier), (1 + REPLIES, 25 - REPLIES as u64));
        assert_eq!(change.events[1].1.as_ref().unwrap().text, "reply 16");
    }

    #[test]
    fn who_wrote_a_reply_through_the_bot_is_named_and_stays_named() {
        let client = |id, second| TicketMessage { is_staff: false, ..message(id, second) };
        let mut ticket = Truth { opened: 1, replies: vec![], closed: false };
        let known = change(None, &ticket.listed(7), Some(&ticket.thread(7))).unwrap().facts;
        ticket.replies = vec![message(1, 2), client(2, 3), client(3, 4)];
        let mut told = change(Some(&known), &ticket.listed(7), Some(&ticket.thread(7))).unwrap();
        sign(&mut told, &ticket.thread(7), |text| {
            ["reply 1", "reply 3"].contains(&text).then_some(UserId(5))
        });
        let by: Vec<_> = told.events.iter().map(|(_, reply)| reply.as_ref().unwrap().by).collect();
        assert_eq!(by, [None, None, Some(UserId(5))]);
        assert_eq!(change(Some(&told.facts), &ticket.listed(7), Some(&ticket.thread(7))), None);
        let closed = Truth { closed: true, ..ticket };
        let closed = change(Some(&told.facts), &closed.listed(7), Some(&closed.thread(7))).unwrap().facts;
        assert_eq!(closed.thread.unwrap().last.unwrap().by, Some(UserId(5)));
    }

    #[test]
    fn replies_without_ids_are_told_once_each_though_they_read_alike() {
        let nameless = |second| TicketMessage { id: None, text: "Again".to_owned(), ..message(1, second) };
        let mut ticket = Truth { opened: 1, replies: vec![nameless(2)], closed: false };
        let known = change(None, &ticket.listed(7), Some(&ticket.thread(7))).unwrap().facts;
        ticket.replies.push(nameless(3));
        let second = change(Some(&known), &ticket.listed(7), Some(&ticket.thread(7))).unwrap();
        assert_eq!(second.events.len(), 1);
        assert_eq!(change(Some(&second.facts), &ticket.listed(7), Some(&ticket.thread(7))), None);
    }

    #[test]
    fn what_was_opened_clearly_before_the_first_look_was_there_and_what_was_written_since_is_new() {
        let look = at(400_000);
        let mut ticket =
            Truth { opened: 0, replies: vec![message(1, 399_999), message(2, 400_001)], closed: true };
        let known = overlooked(&ticket.listed(7), look).unwrap();
        let told = change(Some(&known), &ticket.listed(7), Some(&ticket.thread(7))).unwrap().events;
        assert_eq!(
            told.iter().map(|(_, reply)| reply.as_ref().unwrap().text.as_str()).collect::<Vec<_>>(),
            ["reply 2"]
        );
        ticket.opened = 399_000;
        assert_eq!(overlooked(&ticket.listed(7), look), None, "clocks may be off");
        let undated = Ticket { opened: None, ..ticket.listed(7) };
        assert_eq!(overlooked(&undated, look), None);
    }
}
