//! Relays along a random walk: hours of events and trouble, and then every message beside the provider's truth.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::http::StatusCode;
use hostmaster::domain::relay::Feed;
use hostmaster::sandbox::discord::world::{CHANNEL_BILLING, CHANNEL_SUPPORT};
use hostmaster::sandbox::discord::{Fault, Message, Trouble};
use hostmaster::sandbox::lightlayer::{InvoiceStatus, Line, Operation, TicketStatus};
use hostmaster::sandbox::provider::{Fault as Failure, Reply};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::watched::{Watched, relay};

/// How many steps a walk has.
const STEPS: usize = 60;
/// The walks, by what they start from.
const SEEDS: [u64; 3] = [1, 2, 3];

/// What has happened to a thing since the first look.
#[derive(Debug, Default)]
struct Past {
    replies: Vec<String>,
    closed: usize,
    overdue: usize,
    paid: usize,
}

/// One step: something happens at the provider, or something fails somewhere.
async fn step(watched: &Watched, pasts: &mut BTreeMap<u64, Past>, random: &mut StdRng, nth: usize) {
    let tickets: Vec<u64> = watched.lightlayer.with_state(|state| {
        let open = state.tickets.values().filter(|ticket| ticket.status != TicketStatus::Closed);
        open.map(|ticket| ticket.number).filter(|number| pasts.contains_key(number)).collect()
    });
    let invoices: Vec<u64> = watched.lightlayer.with_state(|state| {
        let unpaid = state.invoices.values().filter(|invoice| invoice.status == InvoiceStatus::Unpaid);
        unpaid.map(|invoice| invoice.id).filter(|id| pasts.contains_key(id)).collect()
    });
    let ticket = (!tickets.is_empty()).then(|| tickets[random.gen_range(0..tickets.len())]);
    let invoice = (!invoices.is_empty()).then(|| invoices[random.gen_range(0..invoices.len())]);
    let lightlayer = &watched.lightlayer;
    match (random.gen_range(0..12), ticket, invoice) {
        (0..=3, Some(number), _) => {
            let text = format!("Reply number {nth}.");
            assert!(lightlayer.staff_replies(number, &text));
            pasts.get_mut(&number).unwrap().replies.push(text);
        }
        (4, Some(number), _) => {
            assert!(lightlayer.staff_closes(number));
            pasts.get_mut(&number).unwrap().closed += 1;
        }
        (5, _, Some(id)) => {
            // One that is paid when it is seen for the first time has no payment to tell.
            watched.card(CHANNEL_BILLING, &id.to_string()).await;
            assert!(lightlayer.invoice_is_paid_elsewhere(id));
            pasts.get_mut(&id).unwrap().paid += 1;
        }
        (6, _, Some(id)) if pasts[&id].overdue == 0 => {
            // By our clock: the provider's is ahead of it by now.
            let yesterday = Timestamp::now().to_zoned(TimeZone::UTC).date().saturating_sub(1.day());
            lightlayer.with_state(|state| state.invoices.get_mut(&id).unwrap().due_date = yesterday);
            pasts.get_mut(&id).unwrap().overdue += 1;
        }
        (7, ..) => {
            let replies = [Reply::html(StatusCode::BAD_GATEWAY), Reply::truncated_json(), Reply::empty()];
            let reply = replies[random.gen_range(0..replies.len())].clone();
            let operations = [Operation::ListTickets, Operation::ListInvoices, Operation::ShowTicket];
            let operation = operations[random.gen_range(0..operations.len())];
            lightlayer.inject(operation, Failure::answer(reply).times(random.gen_range(1..4)));
        }
        (8, ..) => {
            let troubles =
                [Trouble::DropAfter, Trouble::DropBefore, Trouble::Status(500), Trouble::StatusAfter(502)];
            let trouble = troubles[random.gen_range(0..troubles.len())].clone();
            let (method, path) = [("POST", "/channels/*/messages"), ("PATCH", "/channels/*/messages/*")]
                [random.gen_range(0..2)];
            watched.discord.fault(Fault::on(method, path, trouble).times(random.gen_range(1..4)));
        }
        (9, ..) => {
            let line = Line::new(format!("Thing {nth}"), "5.00".parse().unwrap());
            pasts.insert(lightlayer.invoice_is_issued(vec![line]), Past::default());
        }
        _ => {
            let number = lightlayer.ticket_arrives("Billing", &format!("Ticket {nth}"), "Hello?");
            pasts.insert(number, Past::default());
        }
    }
    lightlayer.advance(Duration::from_secs(60 * random.gen_range(0..20)));
}

/// Whether a card and its notes say what is true of a thing; else what they do not.
fn check(messages: &[Message], thing: u64, past: &Past, state: &str) -> Result<(), String> {
    let reference = format!("asia/{thing}`");
    let cards: Vec<&Message> =
        messages.iter().filter(|message| message.text().contains(&reference)).collect();
    let [card] = cards[..] else { return Err(format!("{thing} has {} cards", cards.len())) };
    if !card.text().contains(state) {
        return Err(format!("{thing} is {state}, and its card says {}", card.text()));
    }
    let notes: Vec<String> =
        messages.iter().filter(|message| message.reference == Some(card.id)).map(Message::text).collect();
    let replies: Vec<&String> = notes.iter().filter(|note| note.contains("Reply number")).collect();
    let in_order = replies.len() == past.replies.len()
        && replies.iter().zip(&past.replies).all(|(note, reply)| note.contains(reply.as_str()));
    let count = |words: &str| notes.iter().filter(|note| note.contains(words)).count();
    let counts = [count("is closed"), count("overdue"), count("is paid")];
    if !in_order || counts != [past.closed, past.overdue, past.paid] {
        return Err(format!("{thing} has the notes {notes:?} for {past:?}"));
    }
    Ok(())
}

async fn walk(seed: u64) {
    let rules = format!(
        "{}{}",
        relay(&["ticket.*"], CHANNEL_SUPPORT, ""),
        relay(&["invoice.*"], CHANNEL_BILLING, "")
    );
    let watched = Watched::start_fast(&rules, "").await;
    watched.first_look(Feed::Tickets).await;
    watched.first_look(Feed::Invoices).await;
    let (mut pasts, random) = (BTreeMap::new(), &mut StdRng::seed_from_u64(seed));
    for nth in 0..STEPS {
        step(&watched, &mut pasts, random, nth).await;
        // Each thing that happens is seen by itself: what undoes itself between two looks is another test's.
        watched.looks(Operation::ListTickets, random.gen_range(0..3)).await;
        watched.looks(Operation::ListInvoices, random.gen_range(0..3)).await;
    }
    watched.lightlayer.clear_faults();
    let true_now = || -> Result<(), String> {
        for (thing, past) in &pasts {
            let (channel, state) = watched.lightlayer.with_state(|state| {
                match (state.tickets.get(thing), state.invoices.get(thing)) {
                    (Some(ticket), _) => (CHANNEL_SUPPORT, ticket.status.name()),
                    (None, invoice) => (CHANNEL_BILLING, invoice.unwrap().status.name()),
                }
            });
            check(&watched.messages(channel), *thing, past, state)?;
        }
        Ok(())
    };
    let done =
        watched.discord.wait("every message to be true", super::watched::SOON, |_| true_now().ok()).await;
    assert!(done.is_ok(), "seed {seed}: {:?}", true_now());
    // Whatever would come a second time comes with the next looks.
    watched.looks(Operation::ListTickets, 3).await;
    watched.looks(Operation::ListInvoices, 3).await;
    let all = watched.settled(CHANNEL_SUPPORT).await.len() + watched.settled(CHANNEL_BILLING).await.len();
    let notes: usize =
        pasts.values().map(|past| past.replies.len() + past.closed + past.overdue + past.paid).sum();
    assert_eq!(all, 2 + pasts.len() + notes, "seed {seed}");
    assert_eq!(true_now(), Ok(()), "seed {seed}");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_hours_of_events_and_trouble_every_message_is_as_true_as_the_provider() {
    for seed in SEEDS {
        walk(seed).await;
    }
}
