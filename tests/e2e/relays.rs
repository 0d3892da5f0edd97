//! Relays: what happens at a provider arrives in the channels, once, and stays true.

mod crash;
mod watched;

use std::time::Duration;

use hostmaster::domain::relay::Feed;
use hostmaster::sandbox::discord::world::{
    CHANNEL_BILLING, CHANNEL_OPS, CHANNEL_SUPPORT, GUILD, ROLE_SUPPORT,
};
use hostmaster::sandbox::discord::{Fault, Trouble};
use hostmaster::sandbox::lightlayer::Line;
use insta::assert_snapshot;

use watched::{Watched, relay};

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
