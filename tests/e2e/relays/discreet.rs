//! Channels that may not read everything: nothing that their cards hide reaches them by any way.

use hostmaster::sandbox::discord::Message;
use hostmaster::sandbox::discord::world::{
    ANA, CHANNEL_OPS, CHANNEL_OPS_HELP, CHANNEL_SUPPORT, GUILD, MAX, ROLE_OPERATOR, SAM,
};
use hostmaster::sandbox::lightlayer::{Fault, Line, Operation, Reply};
use reqwest::StatusCode;
use serde_json::json;

use super::watched::{SOON, Watched, relay};
use crate::play::component;

/// What nobody may read who did not ask.
const SECRETS: [&str; 8] = [
    "Canary subject",
    "canary@example.com",
    "198.51.100.77",
    "canary answer",
    "canary reply",
    "77.31",
    "canary line",
    "canary refusal",
];

/// The secrets that somebody read who did not ask: in messages and their earlier states, and in the names of threads.
fn told_to_all(watched: &Watched) -> Vec<String> {
    let mut told = vec![];
    for message in watched.discord.all_messages().iter().filter(|message| message.ephemeral_to.is_none()) {
        told.push(format!("{message:?}"));
    }
    for request in watched.discord.requests_on("POST", "/channels/*/messages/*/threads") {
        told.push(format!("{request:?}"));
    }
    let told = told.join("\n");
    SECRETS.iter().filter(|secret| told.contains(**secret)).map(|secret| (*secret).to_owned()).collect()
}

/// An answer that is for its person alone.
fn alone(message: &Message, user: u64) {
    assert_eq!(message.ephemeral_to, Some(user), "{}", message.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_public_rule_tells_its_channel_nothing_whatever_is_done_with_its_cards() {
    let mention = format!("detail = \"public\"\nthreads = true\nmention_roles = [\"{ROLE_OPERATOR}\"]");
    let rules = relay(&["ticket.*", "invoice.*", "notice.*", "balance.*"], CHANNEL_OPS, &mention);
    let watched = Watched::start(&rules).await;
    for feed in ["tickets", "invoices", "notices"] {
        watched.wait_for(CHANNEL_OPS, &format!("I watch the {feed}")).await;
    }
    let body = "Write to canary@example.com about 198.51.100.77.";
    let number = watched.lightlayer.ticket_arrives("Billing", "Canary subject", body);
    let ticket = watched.card(CHANNEL_OPS, &number.to_string()).await.id;
    watched.wait_for(ticket, "A new ticket").await;
    watched.lightlayer.staff_replies(number, "canary answer from 198.51.100.77");
    watched.wait_for(ticket, "The staff has replied").await;

    let sent = watched.write(SAM, ticket, "reply", "canary reply").await;
    alone(&watched.says(&sent, "Your reply is in").await, SAM);
    watched.wait_for(ticket, "There is a new reply").await;
    let refusal =
        Reply::new(StatusCode::OK, "application/json", json!({"error": ["canary refusal"]}).to_string());
    watched.lightlayer.inject(Operation::CloseTicket, Fault::answer(refusal).once());
    alone(&watched.says(&watched.press(ANA, ticket, "close"), "canary refusal").await, ANA);
    alone(&watched.says(&watched.press(ANA, ticket, "close"), "was closed").await, ANA);
    watched.wait_for(ticket, "The ticket is closed").await;
    alone(&watched.says(&watched.press(SAM, ticket, "details"), "about 198.51.100.77").await, SAM);

    let line = Line::for_service(302, "canary line", "77.31".parse().unwrap());
    let invoice = watched.lightlayer.invoice_is_issued(vec![line]);
    let card = watched.card(CHANNEL_OPS, &invoice.to_string()).await.id;
    let question = watched.says(&watched.press(MAX, card, "pay"), "77.31 USD").await;
    alone(&question, MAX);
    let paid = watched.discord.member(MAX).press(question.id, &component(&question, "confirm")).unwrap();
    alone(&watched.says(&paid, "is paid").await, MAX);
    watched.wait_for(card, "The invoice is paid").await;
    alone(&watched.says(&watched.press(MAX, card, "details"), "canary line").await, MAX);

    watched.lightlayer.notice_is_posted("Canary subject", body);
    let notice = watched.wait_for(CHANNEL_OPS, "Notice\nWhat it says").await.id;
    assert_eq!(watched.labels(notice), ["Acknowledge", "Details for you"]);
    alone(&watched.says(&watched.press(MAX, notice, "ack"), "Acknowledged at the provider").await, MAX);
    watched.reads(notice, "Notice, acknowledged").await;
    alone(&watched.says(&watched.press(MAX, notice, "details"), "about 198.51.100.77").await, MAX);

    watched.lightlayer.credit_changes("7.31".parse().unwrap());
    let low = watched.wait_for(CHANNEL_OPS, "The balance is low").await;
    assert!(!low.text().contains("7.31"), "{}", low.text());
    alone(&watched.says(&watched.press(MAX, low.id, "details"), "7.31").await, MAX);

    assert_eq!(told_to_all(&watched), [] as [String; 0]);
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_answered_in_the_fallback_channel_is_for_who_asked() {
    let watch = format!("[watch]\ninterval = \"1s\"\nfallback_channel = \"{CHANNEL_OPS_HELP}\"\n");
    let watched = Watched::start_with(&relay(&["ticket.*"], CHANNEL_SUPPORT, ""), &watch).await;
    watched.wait_for(CHANNEL_SUPPORT, "I watch the tickets").await;
    watched.discord.delete_channel(GUILD, CHANNEL_SUPPORT);
    let number = watched.lightlayer.ticket_arrives("Billing", "The site is down", "Since this morning.");
    let card = watched.card(CHANNEL_OPS_HELP, &number.to_string()).await.id;
    let sent = watched.write(SAM, card, "reply", "canary reply").await;
    alone(&watched.says(&sent, "Your reply is in").await, SAM);
    alone(&watched.says(&watched.press(ANA, card, "close"), "was closed").await, ANA);
    let closed = |_: &_| (watched.labels(card) == ["Reopen"]).then_some(());
    watched.discord.wait("the card to end", SOON, closed).await.unwrap();
    watched.end().await;
}
