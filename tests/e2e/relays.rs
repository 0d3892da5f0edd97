//! Relays: what happens at a provider arrives in the channels, once, and stays true.

mod buttons;
mod channel;
mod crash;
mod discreet;
mod elsewhere;
mod inferno;
mod money;
mod oddities;
mod once;
mod orders;
mod outage;
mod reach;
mod refused;
mod servers;
mod traced;
mod truth;
mod walk;
pub mod watched;

use std::time::Duration;

use hostmaster::domain::relay::Feed;
use hostmaster::sandbox::discord::world::{
    CHANNEL_BILLING, CHANNEL_OPS, CHANNEL_SUPPORT, GUILD, ROLE_SUPPORT,
};
use hostmaster::sandbox::discord::{Fault, Trouble};
use hostmaster::sandbox::lightlayer::{Line, Operation};
use insta::assert_snapshot;

use watched::{SOON, Watched, missing_permissions, relay};

/// Everything about tickets to one channel, mentioning support; everything about invoices to another.
fn rules() -> String {
    let tickets = relay(&["ticket.*"], CHANNEL_SUPPORT, &format!("mention_roles = [\"{ROLE_SUPPORT}\"]"));
    let invoices = relay(&["invoice.*"], CHANNEL_BILLING, "");
    format!("{tickets}{invoices}")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_is_one_card_from_its_opening_to_its_end_and_what_happens_is_noted_beside_it() {
    let watched = Watched::start(&rules()).await;
    watched.first_look(Feed::Tickets).await;
    let number = watched.lightlayer.ticket_arrives("Billing", "The site is down", "Since this morning.");
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    let opened = watched.note(card.id, "A new ticket").await;
    assert_eq!(opened.pings.roles, [ROLE_SUPPORT]);
    assert!(card.pings.roles.is_empty(), "a card pings nobody");
    watched.lightlayer.staff_replies(number, "We are looking into it.");
    let replied = watched.note(card.id, "We are looking into it.").await;
    assert_eq!(replied.pings.roles, [ROLE_SUPPORT]);
    watched.reads(card.id, "We are looking into it.").await;
    watched.lightlayer.staff_closes(number);
    watched.note(card.id, "The ticket is closed").await;
    let closed = watched.reads(card.id, "Closed").await;
    assert_snapshot!(watched.print(&closed).replace(&number.to_string(), "…"), @"
    for everybody
    ⚪ The site is down
    Since this morning.
    | State: Closed
    | Department: Billing
    | Opened by: Joe Doe
    | Opened: <t>
    | The reply: **Support Staff** (staff) · <t> / We are looking into it.
    | Account: asia · LightLayer
    | Reference: `asia/…`
    ref …
    [Reopen]
    ");
    // One summary, one card, three notes, and nothing else.
    assert_eq!(watched.messages(CHANNEL_SUPPORT).len(), 5);
    assert!(watched.discord.violations().is_empty(), "{:?}", watched.discord.violations());
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_is_one_card_that_tells_what_differs_and_when_it_is_paid() {
    let watched = Watched::start(&rules()).await;
    watched.first_look(Feed::Invoices).await;
    let amount = "18.00".parse().unwrap();
    let second =
        watched.lightlayer.invoice_is_issued(vec![Line::for_service(302, "VPS web-1 02/2026", amount)]);
    let card = watched.card(CHANNEL_BILLING, &second.to_string()).await;
    assert_snapshot!(watched.print(&card), @"
    for everybody
    Invoice 2026/11/3
    | State: Unpaid
    | Due: <date>
    | Issued: <date>
    | Amount: 18.00 USD
    | Lines: VPS web-1 02/2026 · 18.00 USD
    | Compared with the one before: −43 % / VPS web-1 02/2026: 28.32 USD → 18.00 USD / gone: Extra IPv4 3.00 USD
    | Account: asia · LightLayer
    | Reference: `asia/308980`
    ref …
    [Pay with credit] [Claim]
    (15 minutes = 15m | 1 hour = 1h | until tomorrow morning = morning)
    ");
    watched.lightlayer.invoice_becomes_overdue(second);
    watched.note(card.id, "overdue").await;
    watched.lightlayer.invoice_is_paid_elsewhere(second);
    watched.note(card.id, "is paid").await;
    watched.reads(card.id, "Paid").await;
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_look_posts_one_summary_and_a_restart_nothing_old_and_all_that_is_new() {
    let mut watched = Watched::start(&rules()).await;
    watched.first_look(Feed::Tickets).await;
    watched.first_look(Feed::Invoices).await;
    assert_eq!(watched.messages(CHANNEL_SUPPORT).len(), 1);
    assert_eq!(watched.messages(CHANNEL_BILLING).len(), 1);
    watched
        .restart(|watched| {
            watched.lightlayer.ticket_arrives("Billing", "While nobody looked", "Hello?");
        })
        .await;
    let card = watched.wait_for(CHANNEL_SUPPORT, "While nobody looked").await;
    watched.note(card.id, "A new ticket").await;
    assert_eq!(watched.messages(CHANNEL_SUPPORT).len(), 3);
    assert_eq!(watched.messages(CHANNEL_BILLING).len(), 1);
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_that_is_gone_blocks_no_other_and_its_events_come_to_the_fallback() {
    let fallback = format!("[watch]\nfallback_channel = \"{CHANNEL_OPS}\"\ninterval = \"1s\"\n");
    let watched = Watched::start_with(&rules(), &fallback).await;
    watched.first_look(Feed::Tickets).await;
    watched.first_look(Feed::Invoices).await;
    watched.discord.delete_channel(GUILD, CHANNEL_SUPPORT);
    for subject in ["One", "Two"] {
        watched.lightlayer.ticket_arrives("Billing", subject, "Hello?");
        watched.wait_for(CHANNEL_OPS, subject).await;
    }
    watched.lightlayer.invoice_is_issued(vec![Line::new("Setup", "5.00".parse().unwrap())]);
    watched.wait_for(CHANNEL_BILLING, "Setup").await;
    let told = watched.messages(CHANNEL_OPS).into_iter().filter(|message| message.text().contains("is gone"));
    assert_eq!(told.count(), 1);
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_discord_answers_badly_is_delivered_once_all_the_same() {
    let watched = Watched::start(&rules()).await;
    watched.first_look(Feed::Tickets).await;
    for trouble in [Trouble::HangAfter, Trouble::DropAfter, Trouble::Status(500)] {
        watched.discord.fault(Fault::on("POST", "/channels/*/messages", trouble));
        let number = watched.lightlayer.ticket_arrives("Billing", "Again", "Hello?");
        let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
        watched.note(card.id, "A new ticket").await;
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(watched.messages(CHANNEL_SUPPORT).len(), 1 + 3 * 2);
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_is_listed_tested_paused_and_resumed_from_chat() {
    let watched = Watched::start(&rules()).await;
    watched.first_look(Feed::Tickets).await;
    let listed = watched.use_command("relay list", &[]).await;
    let listed = watched.print(&listed).replace(" · 1 waiting", "");
    assert_snapshot!(listed, @"
    for @ana alone
    Relays
    **1.** `ticket.*` → <#555555555555555553> · all accounts · delivering
    **2.** `invoice.*` → <#555555555555555552> · all accounts · delivering
    ");
    watched.use_command("relay test", &[("relay", CHANNEL_SUPPORT.to_string().into())]).await;
    watched.wait_for(CHANNEL_SUPPORT, "tests this relay").await;
    let paused = watched.use_command("relay pause", &[("relay", "1".into())]).await;
    assert!(paused.text().contains("waits"), "{}", paused.text());
    let number = watched.lightlayer.ticket_arrives("Billing", "While it is paused", "Hello?");
    let known = |_: &hostmaster::sandbox::discord::Simulator| {
        let asked = watched.lightlayer.requests_for(Operation::ShowTicket);
        asked.iter().any(|request| request.path.ends_with(&number.to_string())).then_some(())
    };
    watched.lightlayer.wait_for_request(Operation::ShowTicket, 1, SOON).await.unwrap();
    watched.discord.wait("the ticket to be read", SOON, known).await.unwrap();
    let waiting = watched.until("relay list", "waiting").await;
    assert!(waiting.text().contains("paused"), "{}", waiting.text());
    assert_eq!(watched.messages(CHANNEL_SUPPORT).len(), 2, "the summary and the test");
    watched.use_command("relay resume", &[("relay", "1".into())]).await;
    watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    let unknown = watched.use_command("relay pause", &[("relay", "7".into())]).await;
    assert!(unknown.text().contains("There is no relay `7`"), "{}", unknown.text());
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_channel_could_not_be_given_is_given_when_it_is_tried_again() {
    let watched = Watched::start(&rules()).await;
    watched.first_look(Feed::Tickets).await;
    watched.first_look(Feed::Invoices).await;
    let refused =
        watched.discord.fault(Fault::on("POST", "/channels/*/messages", missing_permissions()).always());
    let number = watched.lightlayer.ticket_arrives("Billing", "Nobody can read this", "Hello?");
    let listed = watched.until("relay list", "not delivered").await;
    assert!(listed.text().contains("I may not write there"), "{}", listed.text());
    watched.discord.cancel_fault(&refused);
    watched.use_command("relay redrive", &[("relay", "1".into())]).await;
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    watched.note(card.id, "A new ticket").await;
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_with_threads_notes_in_the_cards_own_and_a_public_one_shows_nothing_unasked() {
    let threaded = relay(&["ticket.*"], CHANNEL_SUPPORT, "threads = true");
    let public = relay(&["ticket.*"], CHANNEL_BILLING, "detail = \"public\"");
    let watched = Watched::start(&format!("{threaded}{public}")).await;
    watched.first_look(Feed::Tickets).await;
    let number = watched.lightlayer.ticket_arrives("Billing", "Top secret", "The password is hunter2.");
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    let discreet = watched.card(CHANNEL_BILLING, &number.to_string()).await;
    watched.lightlayer.staff_replies(number, "Never write that here.");
    let noted = watched.wait_for(card.id, "Never write that here.").await;
    assert_eq!(noted.reference, None);
    let quiet = watched.note(discreet.id, "The staff has replied").await;
    watched.reads(card.id, "Never write that here.").await;
    for shown in [watched.discord.message(discreet.id).unwrap(), quiet] {
        for secret in ["Top secret", "hunter2", "Never write", "Joe"] {
            assert!(!shown.text().contains(secret), "{}", shown.text());
        }
    }
    assert!(watched.discord.violations().is_empty(), "{:?}", watched.discord.violations());
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_a_card_can_have_no_thread_or_has_none_any_more_its_notes_come_to_the_channel() {
    let watched = Watched::start(&relay(&["ticket.*"], CHANNEL_SUPPORT, "threads = true")).await;
    watched.first_look(Feed::Tickets).await;
    let refused = watched
        .discord
        .fault(Fault::on("POST", "/channels/*/messages/*/threads", missing_permissions()).always());
    let number = watched.lightlayer.ticket_arrives("Billing", "No threads here", "Hello?");
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    watched.lightlayer.staff_replies(number, "Said in the channel.");
    watched.note(card.id, "Said in the channel.").await;
    watched.discord.cancel_fault(&refused);
    watched.lightlayer.staff_replies(number, "Said in the thread.");
    let threaded = watched.wait_for(card.id, "Said in the thread.").await;
    watched.discord.delete_channel(GUILD, threaded.channel);
    watched.lightlayer.staff_replies(number, "Said where the thread was.");
    watched.note(card.id, "Said where the thread was.").await;
    watched.reads(card.id, "Said where the thread was.").await;
    let said = |words: &str| {
        let messages = watched.discord.all_messages().into_iter();
        messages.filter(|message| message.id != card.id && message.text().contains(words)).count()
    };
    let words = ["Said in the channel.", "Said in the thread.", "Said where the thread was."];
    assert_eq!(words.map(said), [1, 1, 1]);
    let listed = watched.use_command("relay list", &[]).await;
    assert!(listed.text().contains("delivering"), "{}", listed.text());
    watched.end().await;
}
