//! Looks at a portal that misbehaves, moves or is refused: nothing false is told, and nothing that has happened is lost.

use std::time::Duration;

use hostmaster::domain::relay::Feed;
use hostmaster::providers::http::check_base_url;
use hostmaster::sandbox::discord::world::{ANA, CHANNEL_BILLING, CHANNEL_SUPPORT, ROLE_SUPPORT};
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
/// The ticket that the documentation has.
const OLD: u64 = 736_633;

fn tickets() -> String {
    relay(&["ticket.*"], CHANNEL_SUPPORT, &format!("mention_roles = [\"{ROLE_SUPPORT}\"]"))
}

fn invoices() -> String {
    relay(&["invoice.*"], CHANNEL_BILLING, "")
}

fn answer(status: StatusCode, body: &Value) -> Reply {
    Reply::new(status, "application/json", body.to_string())
}

fn setup() -> Vec<Line> {
    vec![Line::new("Setup", "5.00".parse().unwrap())]
}

/// What a channel was told once so many more looks have been made and all that they brought has arrived.
async fn told(watched: &Watched, operation: Operation, channel: u64) -> Vec<String> {
    watched.looks(operation, 3).await;
    watched.settled(channel).await.iter().map(Message::text).collect()
}

fn count(told: &[String], words: &str) -> usize {
    told.iter().filter(|text| text.contains(words)).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_first_look_at_lists_that_are_briefly_empty_does_not_post_the_backlog_later() {
    let rules = format!("{}{}", tickets(), invoices());
    let watched = Watched::start_prepared(&rules, QUICK, |lightlayer, _| {
        for (operation, list) in [(Operation::ListTickets, "tickets"), (Operation::ListInvoices, "invoices")]
        {
            let empty = answer(StatusCode::OK, &json!({ list: [] }));
            lightlayer.inject(operation, Fault::answer(empty).once());
        }
    })
    .await;
    watched.first_look(Feed::Tickets).await;
    watched.first_look(Feed::Invoices).await;
    let backlog = told(&watched, Operation::ListTickets, CHANNEL_SUPPORT).await;
    assert_eq!(backlog.len(), 1, "one summary and never the backlog: {backlog:#?}");
    let backlog = told(&watched, Operation::ListInvoices, CHANNEL_BILLING).await;
    assert_eq!(backlog.len(), 1, "one summary and never the backlog: {backlog:#?}");
    // What happens to it from now on is told.
    watched.lightlayer.staff_replies(OLD, "To an old ticket.");
    watched.wait_for(CHANNEL_SUPPORT, "To an old ticket.").await;
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_moves_to_another_portal_is_looked_at_for_the_first_time() {
    let mut watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    let number = watched.lightlayer.ticket_arrives("Billing", "Of the old portal", "Hello?");
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    watched.note(card.id, "A new ticket").await;
    let mut state = State::sandbox();
    state.login.password = watched.lightlayer.with_state(|state| state.login.password.clone());
    state.next_ticket_numbers.push_front(number);
    let other = LightLayer::start(state).await.unwrap();
    let same = other.ticket_arrives("Billing", "Of the new portal", "Hello?");
    assert_eq!(same, number, "the same number for another ticket");
    watched.config.accounts[0].base_url = Some(check_base_url(&other.base_url()).unwrap());
    watched.restart(|_| {}).await;
    let summaries = |_: &Simulator| {
        let said = watched.messages(CHANNEL_SUPPORT);
        let said = said.iter().filter(|message| message.text().contains("I watch the tickets"));
        (said.count() == 2).then_some(())
    };
    watched.discord.wait("the second summary", SOON, summaries).await.unwrap();
    let looked = other.requests_for(Operation::ListTickets).len();
    other.wait_for_request(Operation::ListTickets, looked + 2, SOON).await.unwrap();
    let told: Vec<_> = watched.settled(CHANNEL_SUPPORT).await.iter().map(Message::text).collect();
    assert_eq!(told.len(), 4, "two summaries, and of the old portal a card and its note: {told:#?}");
    let shown = watched.discord.message(card.id).unwrap();
    assert!(shown.text().contains("Of the old portal"), "{}", shown.text());
    // Who answers the old card answers nobody at the new portal.
    let pressed = watched.press(ANA, card.id, "close");
    super::answer(&pressed).await;
    assert_eq!(other.requests_for(Operation::CloseTicket).len(), 0);
    // What happens there is told.
    other.staff_replies(OLD, "From the new portal.");
    watched.wait_for(CHANNEL_SUPPORT, "From the new portal.").await;
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_time_zone_makes_no_old_reply_a_new_one() {
    let mut watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    // The portal's clock was thought to show UTC, and shows New York's time.
    watched.config.accounts[0].timezone = TimeZone::get("America/New_York").unwrap();
    watched
        .restart(|watched| {
            watched.lightlayer.staff_replies(OLD, "While the bot was away.");
        })
        .await;
    watched.wait_for(CHANNEL_SUPPORT, "While the bot was away.").await;
    let told = told(&watched, Operation::ListTickets, CHANNEL_SUPPORT).await;
    assert_eq!(told.len(), 3, "the summary, the card and one note: {told:#?}");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reloads_while_things_happen_lose_and_double_nothing() {
    let watched = Watched::start_fast(&tickets(), "").await;
    watched.first_look(Feed::Tickets).await;
    for nth in 0..12 {
        watched.lightlayer.ticket_arrives("Billing", &format!("Ticket {nth}."), "Hello?");
        for _ in 0..8 {
            // The old source is in the middle of its look.
            watched.looks(Operation::ListTickets, 1).await;
            watched.reload();
        }
    }
    for nth in 0..12 {
        let card = watched.wait_for(CHANNEL_SUPPORT, &format!("Ticket {nth}.")).await;
        watched.note(card.id, "A new ticket").await;
    }
    let told = told(&watched, Operation::ListTickets, CHANNEL_SUPPORT).await;
    let (cards, notes) = (count(&told, "Ticket "), count(&told, "A new ticket"));
    assert_eq!((cards, notes), (12, 12), "{told:#?}");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_ticket_whose_replies_are_null_is_told_all_the_same() {
    let watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    let now = watched.lightlayer.with_state(|state| {
        state.next_ticket_numbers.push_back(700_001);
        state.now().strftime("%F %T").to_string()
    });
    let odd = json!({
        "ticket": {"ticket_number": "700001", "date": now, "subject": "No replies yet",
            "body": "Hello?", "status": "Open", "deptname": "Billing", "name": "Joe"},
        "replies": null,
    });
    watched.lightlayer.inject(Operation::ShowTicket, Fault::answer(answer(StatusCode::OK, &odd)));
    watched.lightlayer.ticket_arrives("Billing", "No replies yet", "Hello?");
    let card = watched.card(CHANNEL_SUPPORT, "700001").await;
    assert!(card.text().contains("Hello?"), "{}", card.text());
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_new_and_cannot_be_read_is_told_by_what_the_list_says() {
    let rules = format!("{}{}", tickets(), invoices());
    let watched = Watched::start(&rules).await;
    watched.first_look(Feed::Tickets).await;
    watched.first_look(Feed::Invoices).await;
    let broken =
        || Fault::answer(answer(StatusCode::INTERNAL_SERVER_ERROR, &json!({"error": ["internal_error_0"]})));
    watched.lightlayer.inject(Operation::ShowInvoice, broken());
    let id = watched.lightlayer.invoice_is_issued(setup());
    watched.card(CHANNEL_BILLING, &id.to_string()).await;
    // Three looks, each of which asks three times.
    watched.lightlayer.inject(Operation::ShowTicket, broken().times(9));
    let number = watched.lightlayer.ticket_arrives("Billing", "Unreadable", "Hello?");
    watched.lightlayer.staff_replies(number, "Readable later.");
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    watched.note(card.id, "A new ticket").await;
    watched.note(card.id, "Readable later.").await;
    watched.reads(card.id, "Hello?").await;
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_reply_that_came_while_nobody_looked_is_told_and_of_very_many_how_many_there_were() {
    let mut watched = Watched::start_fast(&tickets(), "").await;
    watched.first_look(Feed::Tickets).await;
    let number = watched.lightlayer.ticket_arrives("Billing", "Talkative", "Hello?");
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    watched.note(card.id, "A new ticket").await;
    for (replies, one_by_one) in [(7, 1..=7), (30, 21..=30)] {
        watched
            .restart(|watched| {
                for nth in 1..=replies {
                    watched.lightlayer.staff_replies(number, &format!("Answer {nth} of {replies}."));
                }
            })
            .await;
        watched.note(card.id, &format!("Answer {replies} of {replies}.")).await;
        let notes: Vec<_> = watched
            .settled(CHANNEL_SUPPORT)
            .await
            .into_iter()
            .filter(|message| message.reference == Some(card.id))
            .map(|message| message.text())
            .collect();
        let told: Vec<_> =
            (1..=replies).filter(|nth| count(&notes, &format!("Answer {nth} of {replies}.")) == 1).collect();
        assert_eq!(told, one_by_one.collect::<Vec<_>>(), "{notes:#?}");
        assert_eq!(
            count(&notes, "20 earlier replies came as well."),
            usize::from(replies == 30),
            "{notes:#?}"
        );
    }
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_the_list_has_twice_is_told_once() {
    let watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    let now = watched.lightlayer.with_state(|state| {
        state.next_ticket_numbers.push_back(700_002);
        state.now().strftime("%F %T").to_string()
    });
    let row = json!({"client_read": "1", "ticket_number": "700002", "date": now,
        "deptname": "Billing", "subject": "Twice", "status": "Open", "lastreply": now});
    let twice = answer(StatusCode::OK, &json!({"tickets": [row, row]}));
    watched.lightlayer.inject(Operation::ListTickets, Fault::answer(twice));
    watched.lightlayer.ticket_arrives("Billing", "Twice", "Hello?");
    let card = watched.card(CHANNEL_SUPPORT, "700002").await;
    watched.note(card.id, "A new ticket").await;
    let told = told(&watched, Operation::ListTickets, CHANNEL_SUPPORT).await;
    assert_eq!(count(&told, "A new ticket"), 1, "{told:#?}");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_that_the_portal_refuses_is_named_with_the_reason_until_it_can_be_read() {
    let refused = |lightlayer: &LightLayer| {
        // A contact without the privilege to see tickets.
        let refused = answer(StatusCode::FORBIDDEN, &json!({"error": ["no_privilege"]}));
        lightlayer.inject(Operation::ListTickets, Fault::answer(refused).times(3));
    };
    let watched = Watched::start_prepared(&tickets(), QUICK, |lightlayer, _| refused(lightlayer)).await;
    let listed = watched.until("relay list", "I cannot read the tickets of").await.text();
    assert!(listed.contains("LightLayer refused it: no\\_privilege"), "{listed}");
    watched.first_look(Feed::Tickets).await;
    let listed = watched.use_command("relay list", &[]).await.text();
    assert!(!listed.contains("I cannot read"), "{listed}");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_hangs_holds_up_no_other() {
    let watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    watched.lightlayer.inject(Operation::ShowTicket, Fault::before(Misbehaviour::Hang).once());
    let hanging = watched.lightlayer.ticket_arrives("Billing", "This one hangs", "Hello?");
    watched.lightlayer.wait_for_request(Operation::ShowTicket, 1, SOON).await.unwrap();
    let number = watched.lightlayer.ticket_arrives("Billing", "This one does not", "Hello?");
    let there = |_: &Simulator| {
        let messages = watched.messages(CHANNEL_SUPPORT);
        messages.into_iter().find(|message| message.text().contains(&number.to_string()))
    };
    let found = watched.discord.wait("the other ticket", Duration::from_secs(8), there).await;
    assert!(found.is_ok(), "eight intervals later: {:?}", watched.messages(CHANNEL_SUPPORT));
    watched.card(CHANNEL_SUPPORT, &hanging.to_string()).await;
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
    let told = told(&watched, Operation::ShowBalance, CHANNEL_BILLING).await;
    assert_eq!(count(&told, "below the floor"), 1, "{told:#?}");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_does_not_say_overdue_when_the_day_was_put_off() {
    let watched = Watched::start(&invoices()).await;
    watched.first_look(Feed::Invoices).await;
    let id = watched.lightlayer.invoice_is_issued(setup());
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
    watched.lightlayer.invoice_becomes_due(id);
    watched.note(card.id, "due soon").await;
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_that_the_portal_no_longer_has_is_not_called_due() {
    let west = TimeZone::get("Etc/GMT+12").unwrap();
    let mut watched =
        Watched::start_prepared(&invoices(), QUICK, |_, config| config.accounts[0].timezone = west.clone())
            .await;
    watched.first_look(Feed::Invoices).await;
    let (gone, kept) =
        (watched.lightlayer.invoice_is_issued(setup()), watched.lightlayer.invoice_is_issued(setup()));
    let day = Timestamp::now().to_zoned(west).date().saturating_add(4.days());
    let mut cards = vec![];
    for id in [gone, kept] {
        let card = watched.card(CHANNEL_BILLING, &id.to_string()).await;
        watched.lightlayer.with_state(|state| state.invoices.get_mut(&id).unwrap().due_date = day);
        watched.reads(card.id, &day.to_string()).await;
        cards.push(card.id);
    }
    // It was merged into another one; the list has it no more, look after look.
    watched.lightlayer.with_state(|state| state.invoices.remove(&gone));
    watched.looks(Operation::ListInvoices, 3).await;
    // A day passes, in the account's calendar.
    watched.config.accounts[0].timezone = TimeZone::get("Pacific/Kiritimati").unwrap();
    watched.restart(|_| {}).await;
    watched.note(cards[1], "is due soon").await;
    let told = told(&watched, Operation::ListInvoices, CHANNEL_BILLING).await;
    assert_eq!(count(&told, "is due soon"), 1, "{told:#?}");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_under_a_used_id_is_a_new_invoice() {
    let watched = Watched::start(&invoices()).await;
    watched.first_look(Feed::Invoices).await;
    watched.lightlayer.with_state(|state| {
        let today = state.now().date();
        let invoice = state.invoices.get_mut(&308_976).unwrap();
        "2026/99".clone_into(&mut invoice.number);
        (invoice.date, invoice.due_date) = (today, today.saturating_add(14.days()));
        (invoice.status, invoice.paid_at) = (InvoiceStatus::Unpaid, None);
        invoice.lines = vec![Line::new("Another thing altogether", "99.00".parse().unwrap())];
    });
    let card = watched.card(CHANNEL_BILLING, "308976").await;
    assert!(card.text().contains("Another thing altogether"), "{}", card.text());
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reply_without_a_date_to_a_ticket_of_the_first_look_is_told() {
    let watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    let reply = |id: &str, date: &str, body: &str| json!({"id": id, "name": "Support Staff", "date": date, "body": body, "status": "Sent", "type": "Admin"});
    let thread = json!({
        "ticket": {"ticket_number": OLD.to_string(), "date": "2016-12-30 12:48:13", "subject": "Lore Ipsum",
            "body": "Hello?", "status": "Answered", "deptname": "Billing", "name": "Joe"},
        "replies": [
            reply("928", "0000-00-00 00:00:00", "Older."),
            reply("929", "2016-12-30 12:51:04", "Old."),
            reply("930", "0000-00-00 00:00:00", "Undated."),
        ],
    });
    watched.lightlayer.inject(Operation::ShowTicket, Fault::answer(answer(StatusCode::OK, &thread)));
    watched.lightlayer.staff_replies(OLD, "Undated.");
    watched.wait_for(CHANNEL_SUPPORT, "Undated.").await;
    let told = told(&watched, Operation::ListTickets, CHANNEL_SUPPORT).await;
    assert_eq!(told.len(), 3, "the summary, the card and one note: {told:#?}");
    watched.end().await;
}
