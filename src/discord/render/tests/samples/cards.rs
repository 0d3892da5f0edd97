//! Cards and the notes to them.

use jiff::civil::date;

use super::{Foreign, USER, account, at, id, money};
use crate::dispatch::Answer;
use crate::domain::event::{Event, Relay};
use crate::domain::outcome::Outcome;
use crate::domain::relay::{
    BalanceFacts, Card, CardDone, CardView, Comparison, Facts, Feed, HealthFacts, InvoiceFacts, LineChange,
    LineFacts, Note, NoteView, NoticeFacts, RelayDone, RelayState, RelaySummary, Reply, ThreadFacts,
    TicketFacts, Told,
};
use crate::domain::{AccountName, ChannelId, MessageId, ProviderName, RoleId};

/// Every card, in full and with what is shown on request only.
pub fn cards(foreign: &Foreign) -> Vec<(String, CardView)> {
    let facts = [
        ("ticket", Facts::Ticket(Box::new(ticket(foreign, false, 2)))),
        ("ticket with one reply", Facts::Ticket(Box::new(ticket(foreign, false, 1)))),
        ("closed ticket", Facts::Ticket(Box::new(ticket(foreign, true, 0)))),
        ("invoice", Facts::Invoice(Box::new(invoice(foreign, "Unpaid", false)))),
        ("overdue invoice", Facts::Invoice(Box::new(invoice(foreign, "Unpaid", true)))),
        ("paid invoice", Facts::Invoice(Box::new(invoice(foreign, "Paid", true)))),
        ("balance", Facts::Balance(balance(false))),
        ("low balance", Facts::Balance(balance(true))),
        ("notice", Facts::Notice(notice(foreign, false))),
        ("acknowledged notice", Facts::Notice(notice(foreign, true))),
        ("provider away", Facts::Health(health(true))),
        ("provider back", Facts::Health(health(false))),
    ];
    let views = facts.into_iter().flat_map(|(name, facts)| {
        [false, true]
            .map(|public| (format!("card {name}, on request: {public}"), view(facts.clone(), public)))
    });
    let mut same = invoice(foreign, "Unpaid", false);
    same.compared = Some(Comparison { before: None, percent: None, lines: vec![] });
    views.chain([("card same invoice".to_owned(), view(Facts::Invoice(Box::new(same)), false))]).collect()
}

/// Every note.
pub fn notes(foreign: &Foreign) -> Vec<(String, NoteView)> {
    let reply = |author: Option<&String>, is_staff| Reply {
        author: author.cloned(),
        is_staff,
        at: Some(at(60)),
        text: foreign.words.clone(),
    };
    let mut notes: Vec<(String, Note)> = Event::ALL
        .iter()
        .map(|event| {
            let mention = if *event == Event::TicketOpened { vec![RoleId(5)] } else { vec![] };
            (format!("note {event}"), Note::Happened { event: *event, reply: None, mention })
        })
        .collect();
    for (nth, (author, staff)) in
        [(Some(&foreign.name), true), (Some(&foreign.name), false), (None, true), (None, false)]
            .into_iter()
            .enumerate()
    {
        let reply = Some(reply(author, staff));
        let note = Note::Happened { event: Event::TicketReplied, reply, mention: vec![] };
        notes.push((format!("note reply {nth}"), note));
    }
    for feed in [Feed::Tickets, Feed::Invoices, Feed::Notices] {
        for n in [1, 7] {
            let feed = feed.as_str().to_owned();
            let note = Note::Baseline { account: account(), feed: feed.clone(), count: n, open: n };
            notes.push((format!("note first look at {feed}, {n}"), note));
        }
    }
    notes.push(("note reminder".to_owned(), Note::Reminder { by: USER, until: jiff::Timestamp::UNIX_EPOCH }));
    for reason in ["gone", "closed"] {
        let note = Note::ChannelGone { channel: ChannelId(9), reason: reason.to_owned() };
        notes.push((format!("note channel {reason}"), note));
    }
    notes.push(("note test".to_owned(), Note::Test { by: USER }));
    let views = |public| {
        let card = view(Facts::Ticket(Box::new(ticket(foreign, false, 1))), public);
        move |note: &Note| NoteView {
            note: note.clone(),
            card: Some(card.clone()),
            mark: "AAAAAAAA".to_owned(),
        }
    };
    let full = views(false);
    let hidden = views(true);
    let on_request = notes
        .iter()
        .filter(|(name, _)| name.starts_with("note reply"))
        .map(|(name, note)| (format!("{name}, on request"), hidden(note)))
        .collect::<Vec<_>>();
    notes.iter().map(|(name, note)| (name.clone(), full(note))).chain(on_request).collect()
}

/// The relays, and what was done to them.
pub fn answers() -> Vec<(String, Answer)> {
    let relay = |accounts: Option<Vec<AccountName>>, public| Relay {
        events: vec!["ticket.*".parse().unwrap(), "invoice.paid".parse().unwrap()],
        accounts,
        channel: ChannelId(9),
        mention_roles: vec![RoleId(5)],
        threads: false,
        public,
        line: 1,
    };
    let summary = |state, pending, dead| RelaySummary {
        relay: relay((pending > 0).then(|| vec![account()]), dead > 0),
        state,
        pending,
        dead,
    };
    let relays = vec![
        summary(RelayState::Delivering, 0, 0),
        summary(RelayState::Paused, 3, 0),
        summary(RelayState::Gone("gone".to_owned()), 0, 1),
        summary(RelayState::Gone("closed".to_owned()), 2, 4),
    ];
    let mut answers = vec![
        ("relays".to_owned(), Answer::Outcome(Outcome::Relays(relays), None)),
        ("no relays".to_owned(), Answer::Outcome(Outcome::Relays(vec![]), None)),
    ];
    let cards = [
        CardDone::Claimed { before: None },
        CardDone::Claimed { before: Some(USER) },
        CardDone::GivenUp,
        CardDone::Snoozed { until: at(900) },
    ];
    answers
        .extend(cards.map(|done| (format!("card {done:?}"), Answer::Outcome(Outcome::CardDone(done), None))));
    let done = [
        RelayDone::Tested,
        RelayDone::Paused { is_new: true },
        RelayDone::Paused { is_new: false },
        RelayDone::Resumed { is_new: true },
        RelayDone::Resumed { is_new: false },
        RelayDone::Redriven { count: 0 },
        RelayDone::Redriven { count: 1 },
        RelayDone::Redriven { count: 5 },
    ];
    answers.extend(done.map(|done| {
        let outcome = Outcome::RelayDone { channel: ChannelId(9), done };
        (format!("relay {done:?}"), Answer::Outcome(outcome, None))
    }));
    answers
}

fn view(facts: Facts, public: bool) -> CardView {
    let feed = match &facts {
        Facts::Ticket(_) => Feed::Tickets,
        Facts::Invoice(_) => Feed::Invoices,
        Facts::Balance(_) => Feed::Balance,
        Facts::Notice(_) => Feed::Notices,
        Facts::Health(_) => Feed::Health,
    };
    let card = Card {
        id: id(),
        channel: ChannelId(9),
        account: account(),
        feed,
        thing: "736633".to_owned(),
        message: Some(MessageId(8)),
        thread: None,
        version: 1,
        owner: (!public).then_some(USER),
        snoozed: (!public).then(|| jiff::Timestamp::from_second(4_000_000_000).unwrap()),
    };
    CardView { card, provider: Some(ProviderName::LlamaLink), facts, public }
}

fn ticket(foreign: &Foreign, closed: bool, replies: usize) -> TicketFacts {
    let last = Reply {
        author: Some(foreign.name.clone()),
        is_staff: true,
        at: Some(at(60)),
        text: foreign.words.clone(),
    };
    TicketFacts {
        subject: foreign.name.clone(),
        department: Some(foreign.name.clone()),
        state: foreign.words.clone(),
        closed,
        opened: Some(at(0)),
        last_reply: Some(at(60)),
        thread: Some(ThreadFacts {
            author: Some(foreign.name.clone()),
            first: foreign.words.clone(),
            replies: (0..replies).map(|n| n.to_string()).collect(),
            last: (replies > 0).then_some(last),
        }),
    }
}

fn invoice(foreign: &Foreign, state: &str, overdue: bool) -> InvoiceFacts {
    let change = |before: Option<&str>, now: Option<&str>| LineChange {
        text: foreign.name.clone(),
        before: before.map(money),
        now: now.map(money),
    };
    InvoiceFacts {
        number: Some(foreign.typed.clone()),
        state: foreign.words.clone(),
        paid: state == "Paid",
        unpaid: state == "Unpaid",
        issued: Some(date(2026, 1, 1)),
        due: Some(date(2026, 1, 15)),
        total: Some(money("19.65")),
        lines: Some(vec![LineFacts {
            text: foreign.name.clone(),
            key: String::new(),
            total: Some(money("19.65")),
        }]),
        compared: Some(Comparison {
            before: Some(foreign.typed.clone()),
            percent: Some(if overdue { (-5).into() } else { 18.into() }),
            lines: vec![change(Some("15"), Some("18")), change(None, Some("1")), change(Some("2"), None)],
        }),
        told: Told { due: overdue, overdue, paid: false },
    }
}

fn balance(low: bool) -> BalanceFacts {
    BalanceFacts { credit: Some(money("9")), owed: Some(money("12")), low }
}

fn notice(foreign: &Foreign, read: bool) -> NoticeFacts {
    NoticeFacts { text: foreign.words.clone(), about: Some(foreign.name.clone()), at: Some(at(0)), read }
}

fn health(away: bool) -> HealthFacts {
    HealthFacts { failing_since: away.then(|| at(0)), reason: away.then(|| "timeout".to_owned()) }
}
