//! Cards and the notes to them.

use jiff::civil::date;

use super::{Foreign, USER, account, at, id, money};
use crate::dispatch::Answer;
use crate::domain::event::{Event, Relay};
use crate::domain::order::{Cycle, OrderState};
use crate::domain::outcome::Outcome;
use crate::domain::relay::{
    BalanceFacts, Blindness, Card, CardDone, CardView, CertificateFacts, Comparison, Facts, Feed,
    HealthFacts, InvoiceFacts, LineChange, LineFacts, ListedFacts, MadeFacts, More, Note, NoteView,
    NoticeFacts, OrderFacts, RelayDone, RelayState, RelaySummary, Reply, ServerFacts, ServiceFacts,
    ThreadFacts, TicketFacts, Told,
};
use crate::domain::{
    AccountName, Capability, ChannelId, Error, ErrorKind, MessageId, Operation, ProviderName, RoleId,
};
use crate::relays::rules;

/// What an adapter offers that offers everything.
static EVERYTHING: Capability = Capability { operations: Operation::ALL, untold: &[] };

/// Every card, in full and with what is shown on request only.
pub fn cards(foreign: &Foreign) -> Vec<(String, CardView)> {
    let facts = [
        ("ticket", Facts::Ticket(Box::new(ticket(foreign, false, 2)))),
        ("ticket with one reply", Facts::Ticket(Box::new(ticket(foreign, false, 1)))),
        ("closed ticket", Facts::Ticket(Box::new(ticket(foreign, true, 0)))),
        ("invoice", Facts::Invoice(Box::new(invoice(foreign, "Unpaid", false)))),
        ("overdue invoice", Facts::Invoice(Box::new(invoice(foreign, "Unpaid", true)))),
        ("paid invoice", Facts::Invoice(Box::new(invoice(foreign, "Paid", true)))),
        ("invoice no longer listed", Facts::Invoice(Box::new(invoice(foreign, "Gone", true)))),
        ("running server", Facts::Server(server(foreign, "running", None))),
        ("server that does something", Facts::Server(server(foreign, &foreign.words, None))),
        ("server down", Facts::Server(server(foreign, "stopped", Some(false)))),
        ("server gone", Facts::Server(server(foreign, "stopped", Some(true)))),
        ("renewal", Facts::Service(service(foreign, true))),
        ("renewed service", Facts::Service(service(foreign, false))),
        ("expiring certificate", Facts::Certificate(certificate(foreign, 4_000_000_000, 4_000_000_000))),
        ("expired certificate", Facts::Certificate(certificate(foreign, 1, 1))),
        ("renewed certificate", Facts::Certificate(certificate(foreign, 4_000_000_000, 1))),
        ("balance", Facts::Balance(balance(false))),
        ("low balance", Facts::Balance(balance(true))),
        ("notice", Facts::Notice(notice(foreign, false))),
        ("acknowledged notice", Facts::Notice(notice(foreign, true))),
        ("provider away", Facts::Health(health(true))),
        ("provider back", Facts::Health(health(false))),
    ];
    let orders = order_states(foreign).into_iter().map(|state| {
        let name: &'static str = state.as_str();
        (name, Facts::Order(Box::new(order(foreign, state))))
    });
    let views = facts.into_iter().chain(orders).flat_map(|(name, facts)| {
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
        by: None,
        at: Some(at(60)),
        text: foreign.words.clone(),
    };
    let mut notes: Vec<(String, Note)> = Event::ALL
        .iter()
        // What is said of an order depends on the order.
        .filter(|event| !rules::events(Feed::Orders).contains(event))
        .map(|event| {
            let mention = if *event == Event::TicketOpened { vec![RoleId(5)] } else { vec![] };
            (format!("note {event}"), Note::Happened { event: *event, more: None, mention })
        })
        .collect();
    for (nth, (author, staff)) in
        [(Some(&foreign.name), true), (Some(&foreign.name), false), (None, true), (None, false)]
            .into_iter()
            .enumerate()
    {
        let more = Some(More::Reply(reply(author, staff)));
        let note = Note::Happened { event: Event::TicketReplied, more, mention: vec![] };
        notes.push((format!("note reply {nth}"), note));
    }
    let own = Reply { by: Some(USER), ..reply(Some(&foreign.name), false) };
    let note = Note::Happened { event: Event::TicketReplied, more: Some(More::Reply(own)), mention: vec![] };
    notes.push(("note reply through the bot".to_owned(), note));
    for event in [Event::CreditUsed, Event::BonusAdded, Event::BonusUsed] {
        let more = Some(More::Amount(money("4.50")));
        notes.push((format!("note {event}, told"), Note::Happened { event, more, mention: vec![] }));
    }
    for count in [1, 7] {
        let note = Note::EarlierReplies { count, mention: vec![RoleId(5)] };
        notes.push((format!("note earlier replies, {count}"), note));
    }
    for feed in [
        Feed::Tickets,
        Feed::Invoices,
        Feed::Notices,
        Feed::Orders,
        Feed::Servers,
        Feed::Services,
        Feed::Certificates,
    ] {
        for n in [1, 7] {
            let feed = feed.as_str().to_owned();
            let note = Note::Baseline { account: account(), feed: feed.clone(), count: n, open: n };
            notes.push((format!("note first look at {feed}, {n}"), note));
        }
    }
    for (open, name) in [(0, "note first look at balance"), (1, "note first look at balance with a floor")] {
        let feed = Feed::Balance.as_str().to_owned();
        notes.push((name.to_owned(), Note::Baseline { account: account(), feed, count: 1, open }));
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
    let about_orders = order_notes(foreign);
    let full = views(false);
    let hidden = views(true);
    let on_request = notes
        .iter()
        .filter(|(name, _)| name.starts_with("note reply"))
        .map(|(name, note)| (format!("{name}, on request"), hidden(note)))
        .collect::<Vec<_>>();
    let rest = on_request.into_iter().chain(about_orders);
    notes.iter().map(|(name, note)| (name.clone(), full(note))).chain(rest).collect()
}

/// What is said of an order by how it stands.
fn order_notes(foreign: &Foreign) -> Vec<(String, NoteView)> {
    let note = |event, state: OrderState, public| {
        let name = format!("note {event} of an order {}, on request: {public}", state.as_str());
        let card = Some(view(Facts::Order(Box::new(order(foreign, state))), public));
        let note = Note::Happened { event, more: None, mention: vec![] };
        (name, NoteView { note, card, mark: "AAAAAAAA".to_owned() })
    };
    let failed = [OrderState::Failed, OrderState::NotStarted, OrderState::Refused, OrderState::Unknown];
    let notes = failed.map(|state| note(Event::ProvisionFailed, state, false)).into_iter();
    notes
        .chain([
            note(Event::OrderPlaced, OrderState::Sent, false),
            note(Event::ProvisionProgress, OrderState::Sent, false),
            note(Event::ProvisionFailed, OrderState::Sent, false),
            note(Event::ProvisionDone, OrderState::Done, false),
            note(Event::ProvisionDone, OrderState::Done, true),
            note(Event::OrderStatus, OrderState::Done, false),
            note(Event::OrderStatus, OrderState::Told(foreign.words.clone()), false),
        ])
        .collect()
}

/// The relays, and what was done to them.
pub fn answers(foreign: &Foreign) -> Vec<(String, Answer)> {
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
    let blind = Feed::ALL.iter().map(|feed| {
        let kind = ErrorKind::Refused(Some(foreign.words.clone()));
        let error = Error { kind, ..Error::unsupported(ProviderName::LlamaLink, Operation::TicketList) };
        Blindness { account: account(), feed: *feed, since: at(60), error }
    });
    let blind = blind.collect();
    let mut answers = vec![
        (
            "relays".to_owned(),
            Answer::Outcome(Outcome::Relays { relays: relays.clone(), blind: vec![] }, None),
        ),
        ("blind relays".to_owned(), Answer::Outcome(Outcome::Relays { relays, blind }, None)),
        ("no relays".to_owned(), Answer::Outcome(Outcome::Relays { relays: vec![], blind: vec![] }, None)),
    ];
    let cards = [
        CardDone::Claimed { before: None },
        CardDone::Claimed { before: Some(USER) },
        CardDone::GivenUp,
        CardDone::Snoozed { until: at(900) },
    ];
    answers.extend(cards.map(|done| {
        let outcome = Outcome::CardDone { channel: ChannelId(9), done };
        (format!("card {done:?}"), Answer::Outcome(outcome, None))
    }));
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
        Facts::Order(_) => Feed::Orders,
        Facts::Server(_) => Feed::Servers,
        Facts::Service(_) => Feed::Services,
        Facts::Certificate(_) => Feed::Certificates,
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
    CardView { card, provider: Some((ProviderName::LlamaLink, &EVERYTHING)), facts, public }
}

fn ticket(foreign: &Foreign, closed: bool, replies: usize) -> TicketFacts {
    let last = Reply {
        author: Some(foreign.name.clone()),
        is_staff: true,
        by: None,
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
        gone: state == "Gone",
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
        told: Told { due: true, overdue, paid: false },
    }
}

fn order_states(foreign: &Foreign) -> Vec<OrderState> {
    vec![
        OrderState::Told(foreign.words.clone()),
        OrderState::Sent,
        OrderState::Installing { percent: Some(35) },
        OrderState::Unpaid { invoice: Some("366000".to_owned()) },
        OrderState::Doubtful,
        OrderState::Done,
        OrderState::Paid,
        OrderState::Failed,
        OrderState::Cancelled,
        OrderState::NotStarted,
        OrderState::Refused,
        OrderState::Unknown,
    ]
}

fn order(foreign: &Foreign, state: OrderState) -> OrderFacts {
    let elsewhere = matches!(state, OrderState::Told(_));
    let done = state == OrderState::Done;
    let is_listed = done || state == OrderState::Cancelled;
    let made = MadeFacts {
        name: foreign.name.clone(),
        addresses: ["203.0.113.51", "2001:db8::1"].map(|address| address.parse().unwrap()).to_vec(),
    };
    OrderFacts {
        name: foreign.name.clone(),
        price: Some(money("54")),
        cycle: Cycle::Monthly,
        placed: (!elsewhere).then(|| (at(0), USER)),
        state,
        listed: is_listed.then(|| ListedFacts { id: "105".to_owned(), state: foreign.words.clone() }),
        server: done.then(|| "49".to_owned()),
        made: done.then_some(made),
    }
}

fn server(foreign: &Foreign, state: &str, gone: Option<bool>) -> ServerFacts {
    ServerFacts {
        name: foreign.name.clone(),
        state: state.to_owned(),
        addresses: vec!["203.0.113.51".parse().unwrap()],
        down_since: gone.map(|_| at(0)),
        told_down: gone.is_some(),
        missing_since: gone.filter(|gone| *gone).map(|_| at(0)),
        gone: gone == Some(true),
    }
}

fn service(foreign: &Foreign, due: bool) -> ServiceFacts {
    let day = date(2026, 1, 9);
    ServiceFacts {
        name: foreign.name.clone(),
        state: "active".to_owned(),
        running: true,
        renews_on: Some(if due { day } else { date(2026, 2, 9) }),
        monthly: Some(money("54")),
        told: Some(day),
    }
}

fn certificate(foreign: &Foreign, expires: i64, told: i64) -> CertificateFacts {
    let at = |seconds| jiff::Timestamp::from_second(seconds).unwrap();
    CertificateFacts {
        domain: foreign.name.clone(),
        state: foreign.words.clone(),
        expires: Some(at(expires)),
        told: Some((at(told), 30)),
    }
}

fn balance(low: bool) -> BalanceFacts {
    BalanceFacts { credit: Some(money("9")), bonus: Some(money("3")), owed: Some(money("12")), low }
}

fn notice(foreign: &Foreign, read: bool) -> NoticeFacts {
    NoticeFacts { text: foreign.words.clone(), about: Some(foreign.name.clone()), at: Some(at(0)), read }
}

fn health(away: bool) -> HealthFacts {
    HealthFacts { failing_since: away.then(|| at(0)), reason: away.then(|| "timeout".to_owned()) }
}
