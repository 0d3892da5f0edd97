//! Relays and what providers answer at times: nothing is told that has not happened, and what has happened is told.

use axum::http::StatusCode;
use hostmaster::domain::relay::Feed;
use hostmaster::sandbox::discord::world::{CHANNEL_BILLING, CHANNEL_SUPPORT};
use hostmaster::sandbox::lightlayer::{Line, Operation, TicketStatus};
use hostmaster::sandbox::provider::{Fault, Reply};
use serde_json::{Value, json};

use super::rules;
use super::watched::{Watched, relay};

/// The list as the provider gives it now.
async fn listed(watched: &Watched, path: &str) -> Value {
    let (username, password) = watched.lightlayer.with_state(|state| {
        use secrecy::ExposeSecret;
        (state.login.username.clone(), state.login.password.expose_secret().clone())
    });
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/{path}", watched.lightlayer.base_url());
    let answer = client.get(url).basic_auth(username, Some(password)).send().await.unwrap();
    serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
}

fn json_reply(body: &Value) -> Reply {
    Reply::new(StatusCode::OK, "application/json", body.to_string())
}

/// What can come in the place of a list, though nothing has happened.
fn oddities(list: &Value, key: &str) -> Vec<(&'static str, Reply)> {
    let items = list[key].as_array().unwrap();
    let with = |items: Vec<Value>| json_reply(&json!({ key: items }));
    let by_number = items.iter().enumerate().map(|(nth, item)| (nth.to_string(), item.clone()));
    let mut zeros = items.clone();
    for item in &mut zeros {
        for day in ["lastreply", "datepaid", "duedate"] {
            if let Some(day) = item.get_mut(day) {
                *day = json!("0000-00-00 00:00:00");
            }
        }
        item["more"] = json!({ "unheard": ["of"] });
    }
    let error = json!({ "error": ["Maintenance, please come back"] });
    vec![
        ("empty", with(vec![])),
        ("half of it", with(items[..items.len() / 2].to_vec())),
        ("the other way round", with(items.iter().rev().cloned().collect())),
        ("each twice", with(items.iter().chain(items).cloned().collect())),
        (
            "a map in place of a list",
            json_reply(&json!({ key: by_number.collect::<serde_json::Map<_, _>>() })),
        ),
        ("no days and more fields", with(zeros)),
        ("an error with status 200", json_reply(&error)),
        ("an error beside an empty list", json_reply(&json!({ key: [], "error": ["database"] }))),
        ("null", json_reply(&json!({ key: null }))),
        ("a page", Reply::html(StatusCode::OK)),
        ("a broken gateway", Reply::html(StatusCode::BAD_GATEWAY)),
        ("half a text", Reply::truncated_json()),
        ("half an answer", Reply::cut_off()),
        ("nothing", Reply::empty()),
        ("noise", Reply::garbage()),
        ("another shape", Reply::wrong_shape()),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_stands_in_the_place_of_the_tickets_no_event_is_made_of_it_and_none_lost() {
    let watched = Watched::start_fast(&rules(), "").await;
    watched.first_look(Feed::Tickets).await;
    let list = listed(&watched, "tickets").await;
    for (what, reply) in oddities(&list, "tickets") {
        watched.lightlayer.inject(Operation::ListTickets, Fault::answer(reply).times(2));
        watched.looks(Operation::ListTickets, 3).await;
        let messages = watched.settled(CHANNEL_SUPPORT).await;
        assert_eq!(messages.len(), 1, "{what}: {:?}", messages.last().map(|message| message.text()));
    }
    let number = watched.lightlayer.ticket_arrives("Billing", "A real one", "Hello?");
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    watched.note(card.id, "A new ticket").await;
    assert_eq!(watched.settled(CHANNEL_SUPPORT).await.len(), 3);
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_stands_in_the_place_of_the_invoices_no_event_is_made_of_it_and_none_lost() {
    let watched = Watched::start_fast(&rules(), "").await;
    watched.first_look(Feed::Invoices).await;
    let list = listed(&watched, "invoice").await;
    for (what, reply) in oddities(&list, "invoices") {
        watched.lightlayer.inject(Operation::ListInvoices, Fault::answer(reply).times(2));
        watched.looks(Operation::ListInvoices, 3).await;
        let messages = watched.settled(CHANNEL_BILLING).await;
        assert_eq!(messages.len(), 1, "{what}: {:?}", messages.last().map(|message| message.text()));
    }
    let number = watched.lightlayer.invoice_is_issued(vec![Line::new("A real one", "5.00".parse().unwrap())]);
    watched.card(CHANNEL_BILLING, &number.to_string()).await;
    assert_eq!(watched.settled(CHANNEL_BILLING).await.len(), 2);
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_id_that_is_used_again_is_a_new_ticket_on_the_same_card() {
    let watched = Watched::start_fast(&rules(), "").await;
    watched.first_look(Feed::Tickets).await;
    let number = watched.lightlayer.ticket_arrives("Billing", "The old one", "Hello?");
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    watched.lightlayer.staff_closes(number);
    watched.note(card.id, "is closed").await;
    watched.lightlayer.with_state(|state| {
        let ticket = state.tickets.get_mut(&number).unwrap();
        ticket.subject = "The new one".to_owned();
        ticket.date = ticket.date.saturating_add(jiff::Span::new().days(1));
        ticket.status = TicketStatus::Open;
    });
    let shown = watched.reads(card.id, "The new one").await;
    assert!(!shown.text().contains("The old one"), "{}", shown.text());
    let messages = watched.settled(CHANNEL_SUPPORT).await;
    let opened = messages.iter().filter(|message| message.text().contains("A new ticket"));
    assert_eq!(opened.count(), 2);
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_flaps_between_two_looks_tells_nothing_and_one_that_is_seen_to_tells_each_time() {
    let watched = Watched::start_fast(&relay(&["ticket.*"], CHANNEL_SUPPORT, ""), "").await;
    watched.first_look(Feed::Tickets).await;
    let number = watched.lightlayer.ticket_arrives("Billing", "Open or not", "Hello?");
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    // Nobody can look in between.
    watched.lightlayer.with_state(|state| {
        let ticket = state.tickets.get_mut(&number).unwrap();
        for _ in 0..20 {
            ticket.status = TicketStatus::Closed;
            ticket.status = TicketStatus::Open;
        }
        ticket.read = !ticket.read;
    });
    watched.looks(Operation::ListTickets, 3).await;
    assert_eq!(watched.settled(CHANNEL_SUPPORT).await.len(), 2);
    for times in 1..=3 {
        watched.lightlayer.staff_closes(number);
        let closed = |_: &_| {
            let messages = watched.messages(CHANNEL_SUPPORT).into_iter();
            let notes = messages.filter(|message| message.reference == Some(card.id));
            (notes.count() == times).then_some(())
        };
        watched.discord.wait("the closing to be told", super::watched::SOON, closed).await.unwrap();
        watched.lightlayer.staff_reopens(number);
        watched.looks(Operation::ListTickets, 3).await;
    }
    assert_eq!(watched.settled(CHANNEL_SUPPORT).await.len(), 2 + 3);
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_fails_one_look_in_two_is_heard_out_all_the_same() {
    let watched = Watched::start_fast(&relay(&["ticket.*", "provider.*"], CHANNEL_SUPPORT, ""), "").await;
    watched.wait_for(CHANNEL_SUPPORT, "I watch the tickets").await;
    let before = watched.settled(CHANNEL_SUPPORT).await.len();
    let number = watched.lightlayer.ticket_arrives("Billing", "Now and then", "Hello?");
    for nth in 0..6 {
        // As many failures as a read is repeated, and then an answer.
        let failing = Fault::answer(Reply::html(StatusCode::BAD_GATEWAY)).times(3);
        watched.lightlayer.inject(Operation::ListTickets, failing);
        watched.lightlayer.staff_replies(number, &format!("Answer {nth}."));
        watched.wait_for(CHANNEL_SUPPORT, &format!("Answer {nth}.")).await;
    }
    let messages = watched.settled(CHANNEL_SUPPORT).await;
    assert_eq!(messages.len(), before + 1 + 6, "the card and the replies; of the provider nothing");
    watched.end().await;
}
