//! A hostile portal and unlucky channels: each test here says what was promised, and fails while it is broken.

use std::time::Duration;

use hostmaster::domain::relay::Feed;
use hostmaster::providers::http::check_base_url;
use hostmaster::sandbox::discord::world::{CHANNEL_BILLING, CHANNEL_SUPPORT, ROLE_SUPPORT};
use hostmaster::sandbox::discord::{Message, Simulator};
use hostmaster::sandbox::lightlayer::{
    Fault, InvoiceStatus, LightLayer, Line, Misbehaviour, Operation, Reply, State,
};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::relays::watched::{Watched, relay};
use crate::stage::SOON;

const QUICK: &str = "[watch]\ninterval = \"1s\"\n";

fn tickets() -> String {
    relay(&["ticket.*"], CHANNEL_SUPPORT, &format!("mention_roles = [\"{ROLE_SUPPORT}\"]"))
}

fn answer(status: StatusCode, body: &Value) -> Reply {
    Reply::new(status, "application/json", body.to_string())
}

/// Waits until the portal was asked so many times more.
async fn asked(lightlayer: &LightLayer, operation: Operation, more: usize) {
    let before = lightlayer.requests_for(operation).len();
    for nth in 1..=more {
        let asked =
            lightlayer.wait_for_request(operation, before + nth, Duration::from_secs(30)).await.unwrap();
        lightlayer.wait_until_settled(asked.number, SOON).await.unwrap();
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
}

fn texts(watched: &Watched, channel: u64) -> Vec<String> {
    watched.messages(channel).iter().map(|message| message.text()).collect()
}

// Sources: lost, doubled and false events.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_first_look_at_a_list_that_is_briefly_empty_does_not_post_the_backlog_later() {
    let watched = Watched::start_prepared(&tickets(), QUICK, |lightlayer, _| {
        let empty = answer(StatusCode::OK, &json!({"tickets": []}));
        lightlayer.inject(Operation::ListTickets, Fault::answer(empty).once());
    })
    .await;
    watched.first_look(Feed::Tickets).await;
    asked(&watched.lightlayer, Operation::ListTickets, 4).await;
    let told = texts(&watched, CHANNEL_SUPPORT);
    assert_eq!(told.len(), 1, "one summary and never the backlog: {told:#?}");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_time_zone_makes_no_old_reply_a_new_one() {
    let mut watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    // The portal's clock was thought to show UTC, and shows New York's time.
    watched.config.accounts[0].timezone = TimeZone::get("America/New_York").unwrap();
    watched.restart(|_| {}).await;
    asked(&watched.lightlayer, Operation::ListTickets, 4).await;
    let told = texts(&watched, CHANNEL_SUPPORT);
    assert_eq!(told.len(), 1, "nothing has happened: {told:#?}");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_ticket_whose_replies_are_null_is_told_all_the_same() {
    let watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    watched.lightlayer.with_state(|state| state.next_ticket_numbers.push_back(700_001));
    let odd = json!({
        "ticket": {"ticket_number": "700001", "date": "2026-11-29 12:00:00", "subject": "No replies yet",
            "body": "Hello?", "status": "Open", "deptname": "Billing", "name": "Joe"},
        "replies": null,
    });
    watched.lightlayer.inject(Operation::ShowTicket, Fault::answer(answer(StatusCode::OK, &odd)));
    watched.lightlayer.ticket_arrives("Billing", "No replies yet", "Hello?");
    watched.card(CHANNEL_SUPPORT, "700001").await;
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_invoice_whose_details_always_fail_is_told_all_the_same() {
    let watched = Watched::start(&relay(&["invoice.*"], CHANNEL_BILLING, "")).await;
    watched.first_look(Feed::Invoices).await;
    let broken = answer(StatusCode::INTERNAL_SERVER_ERROR, &json!({"error": ["internal_error_0"]}));
    watched.lightlayer.inject(Operation::ShowInvoice, Fault::answer(broken));
    let id = watched.lightlayer.invoice_is_issued(vec![Line::new("Setup", "5.00".parse().unwrap())]);
    watched.card(CHANNEL_BILLING, &id.to_string()).await;
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_reply_that_came_while_nobody_looked_is_told() {
    let mut watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    let number = watched.lightlayer.ticket_arrives("Billing", "Talkative", "Hello?");
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    watched.note(card.id, "A new ticket").await;
    watched
        .restart(|watched| {
            for nth in 1..=7 {
                watched.lightlayer.staff_replies(number, &format!("Answer {nth} of 7."));
            }
        })
        .await;
    watched.note(card.id, "Answer 7 of 7.").await;
    let notes = watched.messages(CHANNEL_SUPPORT);
    let missing: Vec<_> = (1..=7)
        .filter(|nth| {
            let words = format!("Answer {nth} of 7.");
            !notes.iter().any(|note| note.reference == Some(card.id) && note.text().contains(&words))
        })
        .collect();
    assert_eq!(missing, [0; 0], "a restart misses nothing that happened meanwhile");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_the_list_has_twice_is_told_once() {
    let watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    let row = json!({"client_read": "1", "ticket_number": "700002", "date": "2026-11-29 12:00:00",
        "deptname": "Billing", "subject": "Twice", "status": "Open", "lastreply": "2026-11-29 12:00:00"});
    let twice = answer(StatusCode::OK, &json!({"tickets": [row, row]}));
    watched.lightlayer.with_state(|state| state.next_ticket_numbers.push_back(700_002));
    watched.lightlayer.inject(Operation::ListTickets, Fault::answer(twice));
    watched.lightlayer.ticket_arrives("Billing", "Twice", "Hello?");
    let card = watched.card(CHANNEL_SUPPORT, "700002").await;
    watched.note(card.id, "A new ticket").await;
    asked(&watched.lightlayer, Operation::ListTickets, 2).await;
    let notes = texts(&watched, CHANNEL_SUPPORT).iter().filter(|text| text.contains("A new ticket")).count();
    assert_eq!(notes, 1, "{:#?}", texts(&watched, CHANNEL_SUPPORT));
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reply_without_a_date_to_a_ticket_of_the_first_look_is_told() {
    let watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    let reply = |id: &str, date: &str, body: &str| json!({"id": id, "name": "Support Staff", "date": date, "body": body, "status": "Sent", "type": "Admin"});
    let thread = json!({
        "ticket": {"ticket_number": "736633", "date": "2016-12-30 12:48:13", "subject": "Lore Ipsum",
            "body": "Hello?", "status": "Answered", "deptname": "Billing", "name": "Joe"},
        "replies": [reply("929", "2016-12-30 12:51:04", "Old."), reply("930", "0000-00-00 00:00:00", "Undated.")],
    });
    watched.lightlayer.inject(Operation::ShowTicket, Fault::answer(answer(StatusCode::OK, &thread)));
    watched.lightlayer.staff_replies(736_633, "Undated.");
    watched.wait_for(CHANNEL_SUPPORT, "Undated.").await;
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_without_a_credit_makes_no_second_alarm() {
    let rules = relay(&["balance.low"], CHANNEL_BILLING, &format!("mention_roles = [\"{ROLE_SUPPORT}\"]"));
    let watched = Watched::start_prepared(&rules, QUICK, |_, config| {
        config.accounts[0].balance_floor = Some("200".parse().unwrap());
    })
    .await;
    watched.wait_for(CHANNEL_BILLING, "below the floor").await;
    let odd = json!({"success": true, "details": {"currency": "USD", "acc_balance": "31.32"}});
    watched.lightlayer.inject(Operation::ShowBalance, Fault::answer(answer(StatusCode::OK, &odd)).once());
    asked(&watched.lightlayer, Operation::ShowBalance, 4).await;
    let alarms =
        texts(&watched, CHANNEL_BILLING).iter().filter(|text| text.contains("below the floor")).count();
    assert_eq!(alarms, 1, "{:#?}", texts(&watched, CHANNEL_BILLING));
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_does_not_say_overdue_when_the_day_was_put_off() {
    let watched = Watched::start(&relay(&["invoice.*"], CHANNEL_BILLING, "")).await;
    watched.first_look(Feed::Invoices).await;
    let id = watched.lightlayer.invoice_is_issued(vec![Line::new("Setup", "5.00".parse().unwrap())]);
    let card = watched.card(CHANNEL_BILLING, &id.to_string()).await;
    watched.lightlayer.invoice_becomes_overdue(id);
    watched.note(card.id, "overdue").await;
    let day = watched.lightlayer.with_state(|state| {
        let day = state.now().date().saturating_add(30.days());
        state.invoices.get_mut(&id).unwrap().due_date = day;
        day
    });
    let shown = watched.reads(card.id, &day.to_string()).await;
    assert!(!shown.text().contains("overdue"), "{}", shown.text());
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_that_the_portal_no_longer_has_is_not_called_due() {
    let west = TimeZone::get("Etc/GMT+12").unwrap();
    let rules = relay(&["invoice.*"], CHANNEL_BILLING, "");
    let mut watched =
        Watched::start_prepared(&rules, QUICK, |_, config| config.accounts[0].timezone = west.clone()).await;
    watched.first_look(Feed::Invoices).await;
    let id = watched.lightlayer.invoice_is_issued(vec![Line::new("Setup", "5.00".parse().unwrap())]);
    let card = watched.card(CHANNEL_BILLING, &id.to_string()).await;
    let day = Timestamp::now().to_zoned(west).date().saturating_add(4.days());
    watched.lightlayer.with_state(|state| state.invoices.get_mut(&id).unwrap().due_date = day);
    watched.reads(card.id, &day.to_string()).await;
    // It was merged into another one; the list has it no more, look after look.
    watched.lightlayer.with_state(|state| state.invoices.remove(&id));
    asked(&watched.lightlayer, Operation::ListInvoices, 3).await;
    // A day passes, in the account's calendar.
    watched.config.accounts[0].timezone = TimeZone::get("Pacific/Kiritimati").unwrap();
    watched.restart(|_| {}).await;
    asked(&watched.lightlayer, Operation::ListInvoices, 3).await;
    let told = texts(&watched, CHANNEL_BILLING);
    assert!(!told.iter().any(|text| text.contains("is due soon")), "{told:#?}");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_under_a_used_id_is_a_new_invoice() {
    let watched = Watched::start(&relay(&["invoice.*"], CHANNEL_BILLING, "")).await;
    watched.first_look(Feed::Invoices).await;
    watched.lightlayer.with_state(|state| {
        let today = state.now().date();
        let invoice = state.invoices.get_mut(&308_976).unwrap();
        "2026/99".clone_into(&mut invoice.number);
        (invoice.date, invoice.due_date) = (today, today.saturating_add(14.days()));
        (invoice.status, invoice.paid_at) = (InvoiceStatus::Unpaid, None);
        invoice.lines = vec![Line::new("Another thing altogether", "99.00".parse().unwrap())];
    });
    watched.card(CHANNEL_BILLING, "308976").await;
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_moves_to_another_portal_is_looked_at_for_the_first_time() {
    let mut watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    let mut state = State::sandbox();
    state.login.password = watched.lightlayer.with_state(|state| state.login.password.clone());
    let other = LightLayer::start(state).await.unwrap();
    watched.config.accounts[0].base_url = Some(check_base_url(&other.base_url()).unwrap());
    watched.restart(|_| {}).await;
    asked(&other, Operation::ListTickets, 3).await;
    let told = texts(&watched, CHANNEL_SUPPORT);
    let backlog = told.iter().filter(|text| text.contains("A new ticket")).count();
    assert_eq!(backlog, 0, "one summary and never the backlog: {told:#?}");
    watched.end().await;
}

// Channels.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_hangs_holds_up_no_other() {
    let watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    watched.lightlayer.inject(Operation::ShowTicket, Fault::before(Misbehaviour::Hang).once());
    watched.lightlayer.ticket_arrives("Billing", "This one hangs", "Hello?");
    watched.lightlayer.wait_for_request(Operation::ShowTicket, 1, SOON).await.unwrap();
    let number = watched.lightlayer.ticket_arrives("Billing", "This one does not", "Hello?");
    let there = |_: &Simulator| {
        let messages = watched.messages(CHANNEL_SUPPORT);
        messages.into_iter().find(|message| message.text().contains(&number.to_string()))
    };
    let found = watched.discord.wait("the other ticket", Duration::from_secs(8), there).await;
    assert!(found.is_ok(), "eight intervals later: {:#?}", texts(&watched, CHANNEL_SUPPORT));
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hostile_ticket_does_nothing_in_its_card_its_notes_and_its_thread() {
    let threaded = relay(&["ticket.*"], CHANNEL_SUPPORT, "threads = true");
    let watched = Watched::start(&threaded).await;
    watched.first_look(Feed::Tickets).await;
    let hostile =
        "@everyone <@&444444444444444444> [x](https://evil.example) ||`**\u{202E}\u{200B}\n> q\n# h\n```\n"
            .repeat(200);
    let number = watched.lightlayer.ticket_arrives(&hostile, &hostile, &hostile);
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    watched.lightlayer.staff_replies(number, &format!("Mark {hostile}"));
    let noted = watched.wait_for(card.id, "Mark").await;
    let card = watched.reads(card.id, "Mark").await;
    for message in [&card, &noted] {
        let text = message.text();
        assert!(message.pings.is_empty(), "{:?}", message.pings);
        for bad in ["@everyone", "https://", "<@&", "\u{202E}", "```", "\u{200B}e\u{200B}"] {
            assert!(!text.contains(bad), "{bad:?}: {text}");
        }
    }
    assert!(watched.discord.violations().is_empty(), "{:?}", watched.discord.violations());
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reloads_while_things_happen_lose_and_double_nothing() {
    // The old source keeps its turn while the new one has read what was known before it.
    let watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    let mut numbers = vec![];
    for nth in 0..12 {
        numbers.push(watched.lightlayer.ticket_arrives("Billing", &format!("Ticket {nth}"), "Hello?"));
        for reload in 0..40 {
            watched.reload();
            tokio::time::sleep(Duration::from_millis(reload % 13)).await;
        }
    }
    // Discord lets a channel have five messages in five seconds.
    tokio::time::sleep(Duration::from_secs(45)).await;
    let told = texts(&watched, CHANNEL_SUPPORT);
    let notes = told.iter().filter(|text| text.contains("A new ticket")).count();
    let cards = told.iter().filter(|text| text.contains("Ticket ")).count();
    assert_eq!((cards, notes), (numbers.len(), numbers.len()), "{told:#?}");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_feed_that_the_portal_refuses_is_told_to_somebody() {
    let watched = Watched::start_prepared(&tickets(), QUICK, |lightlayer, _| {
        // A contact without the privilege to see tickets.
        let refused = answer(StatusCode::FORBIDDEN, &json!({"error": ["no_privilege"]}));
        lightlayer.inject(Operation::ListTickets, Fault::answer(refused));
    })
    .await;
    for nth in 1..=3 {
        watched
            .lightlayer
            .wait_for_request(Operation::ListTickets, nth, Duration::from_secs(30))
            .await
            .unwrap();
    }
    let listed = watched.use_command("relay list", &[]).await.text();
    let said: Vec<_> = watched.discord.all_messages().iter().map(Message::text).collect();
    let told =
        said.iter().chain([&listed]).any(|text| text.contains("no_privilege") || text.contains("refuse"));
    assert!(
        told,
        "no channel, no list and no line of the log at INFO says that nothing is watched: {listed}"
    );
    watched.end().await;
}
