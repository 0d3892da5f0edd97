//! Relays while Discord is in trouble: for an hour, for one channel, or for one message.

use hostmaster::domain::relay::Feed;
use hostmaster::sandbox::discord::permissions::{Overwrite, bits};
use hostmaster::sandbox::discord::world::{
    CHANNEL_BILLING, CHANNEL_OPS, CHANNEL_SUPPORT, GUEST, GUILD, ROLE_BOT,
};
use hostmaster::sandbox::discord::{Fault, Message, Scope, Trouble};
use hostmaster::sandbox::lightlayer::Line;
use insta::{allow_duplicates, assert_snapshot};

use std::time::Duration;

use super::watched::{SOON, Watched, relay};

const HOUR: Duration = Duration::from_secs(3600);

/// Tickets to one channel, invoices to another, nothing mentioned.
fn rules() -> String {
    format!("{}{}", relay(&["ticket.*"], CHANNEL_SUPPORT, ""), relay(&["invoice.*"], CHANNEL_BILLING, ""))
}

/// A channel as its cards and notes follow each other: how a card begins and a note ends, and what that belongs to.
fn told(watched: &Watched, messages: &[Message]) -> String {
    let line = |message: &Message| {
        let text = watched.print(message);
        let mut lines = text.lines().skip(1).filter(|line| !line.starts_with("ref "));
        match message.reference.and_then(|card| messages.iter().position(|other| other.id == card)) {
            Some(card) => format!("to {card}: {}", lines.last().unwrap_or_default()),
            None => lines.next().unwrap_or_default().to_owned(),
        }
    };
    messages.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Lets an hour pass in which Discord has forgotten all nonces: by then nothing is posted under one that it knew.
async fn an_hour_passes(watched: &Watched) {
    let blind =
        watched.discord.fault(Fault::on("GET", "/channels/*/messages", Trouble::Status(500)).always());
    let looked = |_: &_| (blind.hits() >= 2).then_some(());
    watched.discord.wait("looks for what was sent", SOON, looked).await.unwrap();
    watched.discord.advance(HOUR);
    watched.discord.cancel_fault(&blind);
}

/// Lets Discord fail for an hour in which much happens; afterwards everything is there, once and in its order.
async fn an_hour_of(troubles: &[Trouble]) {
    let watched = Watched::start_fast(&rules(), "").await;
    watched.first_look(Feed::Tickets).await;
    watched.first_look(Feed::Invoices).await;
    watched.settled(CHANNEL_SUPPORT).await;
    let faults: Vec<_> = troubles
        .iter()
        .flat_map(|trouble| {
            let on = |method, path| watched.discord.fault(Fault::on(method, path, trouble.clone()).always());
            [on("POST", "/channels/*/messages"), on("PATCH", "/channels/*/messages/*")]
        })
        .collect();
    let first = watched.lightlayer.ticket_arrives("Billing", "The first", "Hello?");
    watched.owes(CHANNEL_SUPPORT, 1).await;
    let second = watched.lightlayer.ticket_arrives("Billing", "The second", "Hello?");
    watched.owes(CHANNEL_SUPPORT, 2).await;
    watched.lightlayer.staff_replies(first, "One moment.");
    watched.owes(CHANNEL_SUPPORT, 3).await;
    watched.lightlayer.staff_replies(first, "It is done.");
    watched.owes(CHANNEL_SUPPORT, 4).await;
    watched.lightlayer.staff_closes(second);
    watched.owes(CHANNEL_SUPPORT, 5).await;
    an_hour_passes(&watched).await;
    faults.iter().for_each(|fault| watched.discord.cancel_fault(fault));
    let messages = watched.settled(CHANNEL_SUPPORT).await;
    allow_duplicates!(assert_snapshot!(told(&watched, &messages), @"
    From now on I watch the tickets of **asia** and post here what happens. There are 5 tickets, 4 not closed; `/ticket list` shows them.
    🟠 The first
    ⚪ The second
    to 1: One moment.
    to 1: It is done.
    to 2: The ticket is closed.
    "));
    watched.reads(messages[1].id, "It is done.").await;
    watched.reads(messages[2].id, "Closed").await;
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_hour_without_connections_loses_doubles_and_reorders_nothing() {
    an_hour_of(&[Trouble::DropBefore]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_hour_of_connections_that_close_after_it_was_done_loses_doubles_and_reorders_nothing() {
    an_hour_of(&[Trouble::DropAfter]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_hour_of_500_loses_doubles_and_reorders_nothing() {
    an_hour_of(&[Trouble::Status(500)]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_hour_of_500_after_it_was_done_loses_doubles_and_reorders_nothing() {
    an_hour_of(&[Trouble::StatusAfter(500)]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_hour_of_429_loses_doubles_and_reorders_nothing() {
    an_hour_of(&[Trouble::RateLimited { retry_after: 0.05, scope: Scope::Shared }]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_that_is_closed_is_told_once_blocks_no_other_and_is_given_all_when_it_is_open_again() {
    let watch = format!("[watch]\nfallback_channel = \"{CHANNEL_OPS}\"\n");
    let watched = Watched::start_fast(&rules(), &watch).await;
    watched.first_look(Feed::Tickets).await;
    watched.first_look(Feed::Invoices).await;
    let closed = Overwrite { id: ROLE_BOT, member: false, allow: 0, deny: bits::SEND_MESSAGES };
    watched.discord.set_overwrites(GUILD, CHANNEL_SUPPORT, vec![closed]);
    for subject in ["The first", "The second"] {
        watched.lightlayer.ticket_arrives("Billing", subject, "Hello?");
        watched.wait_for(CHANNEL_OPS, subject).await;
    }
    watched.lightlayer.invoice_is_issued(vec![Line::new("Setup", "5.00".parse().unwrap())]);
    watched.wait_for(CHANNEL_BILLING, "Setup").await;
    let elsewhere = watched.settled(CHANNEL_OPS).await;
    assert_snapshot!(told(&watched, &elsewhere), @"
    I may not write in <#555555555555555553>. What it is owed comes here until I may; `/relay redrive` tries it again.
    🟠 The first
    🟠 The second
    ");
    assert_eq!(watched.messages(CHANNEL_SUPPORT).len(), 1, "the summary alone");

    watched.discord.set_overwrites(GUILD, CHANNEL_SUPPORT, vec![]);
    let redriven = watched.use_command("relay redrive", &[("relay", "1".into())]).await;
    assert!(redriven.text().contains('2'), "{}", redriven.text());
    watched.wait_for(CHANNEL_SUPPORT, "The second").await;
    let messages = watched.settled(CHANNEL_SUPPORT).await;
    assert_snapshot!(told(&watched, &messages), @"
    From now on I watch the tickets of **asia** and post here what happens. There are 5 tickets, 4 not closed; `/ticket list` shows them.
    🟠 The first
    🟠 The second
    ");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_that_takes_no_more_edits_holds_nothing_up_and_is_true_in_the_end() {
    let watched = Watched::start_fast(&rules(), "").await;
    watched.first_look(Feed::Tickets).await;
    let number = watched.lightlayer.ticket_arrives("Billing", "Much edited", "Hello?");
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    let no_more = Trouble::Garbage {
        status: 400,
        content_type: "application/json".to_owned(),
        body: r#"{"message":"Maximum number of edits to messages older than 1 hour reached.","code":30046}"#
            .to_owned(),
    };
    let refused = watched.discord.fault(Fault::on("PATCH", "/channels/*/messages/*", no_more).always());
    watched.lightlayer.staff_replies(number, "One moment.");
    watched.note(card.id, "One moment.").await;
    let other = watched.lightlayer.ticket_arrives("Billing", "Another", "Hello?");
    watched.card(CHANNEL_SUPPORT, &other.to_string()).await;
    watched.lightlayer.staff_closes(number);
    watched.note(card.id, "is closed").await;
    let again = |_: &_| (refused.hits() >= 2).then_some(());
    watched.discord.wait("a second try", SOON, again).await.unwrap();
    assert!(!watched.discord.message(card.id).unwrap().text().contains("Closed"));
    watched.discord.cancel_fault(&refused);
    watched.reads(card.id, "Closed").await;
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_is_known_again_behind_hundreds_of_others_and_never_by_another_bots_mark() {
    let watched = Watched::start_fast(&rules(), "").await;
    watched.first_look(Feed::Tickets).await;
    watched.first_look(Feed::Invoices).await;
    watched.settled(CHANNEL_SUPPORT).await;
    let lost = watched.discord.fault(Fault::on("POST", "/channels/*/messages", Trouble::DropAfter).always());
    let blind =
        watched.discord.fault(Fault::on("GET", "/channels/*/messages", Trouble::Status(500)).always());
    let number = watched.lightlayer.ticket_arrives("Billing", "Is it there?", "Hello?");
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    for nth in 0..250 {
        watched.discord.say(GUEST, CHANNEL_SUPPORT, &format!("Something else {nth}"));
    }
    let imitation = watched.discord.say_with(GUEST, CHANNEL_SUPPORT, "", card.embeds.clone());
    let looked = |_: &_| (blind.hits() >= 2).then_some(());
    watched.discord.wait("looks for what was sent", SOON, looked).await.unwrap();
    watched.discord.advance(HOUR);
    watched.discord.cancel_fault(&lost);
    watched.discord.cancel_fault(&blind);
    watched.settled(CHANNEL_SUPPORT).await;
    watched.lightlayer.staff_replies(number, "It is.");
    watched.note(card.id, "It is.").await;
    watched.reads(card.id, "It is.").await;
    let cards = watched.messages(CHANNEL_SUPPORT).into_iter();
    let cards: Vec<_> = cards.filter(|message| message.text().contains("Is it there?")).collect();
    assert_eq!(cards.iter().map(|card| card.id).collect::<Vec<_>>(), [card.id, imitation]);
    watched.end().await;
}
