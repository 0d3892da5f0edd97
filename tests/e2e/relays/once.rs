//! Told once and done once: notices read here or there, an outage and its end, and buttons pressed by many.

use hostmaster::domain::relay::Feed;
use hostmaster::sandbox::discord::Interaction;
use hostmaster::sandbox::discord::world::{ANA, CHANNEL_BILLING, CHANNEL_OPS, CHANNEL_SUPPORT, MAX};
use hostmaster::sandbox::lightlayer::{Effect, Line};

use super::watched::{SOON, Watched, relay};
use crate::play::component;

fn effects(watched: &Watched, is_meant: impl Fn(&Effect) -> bool) -> usize {
    watched.lightlayer.ledger().iter().filter(|entry| is_meant(&entry.effect)).count()
}

/// Waits until every one of the answers says how it ended.
async fn over(answers: &[Interaction]) -> Vec<String> {
    let mut told = vec![];
    for answer in answers {
        let is_over = |message: &hostmaster::sandbox::discord::Message| {
            !message.text().contains('\u{23F3}') && !message.text().is_empty()
        };
        answer.wait_until(is_over, SOON).await.unwrap();
        let asides = answer.followups();
        let first = answer.message().map(|message| message.text()).unwrap_or_default();
        told.push(asides.iter().fold(first, |told, aside| told + "\n" + &aside.text()));
    }
    told
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_notice_is_acknowledged_in_the_portal_by_its_card_and_the_other_way_round() {
    let watched = Watched::start(&relay(&["notice.*"], CHANNEL_OPS, "")).await;
    watched.wait_for(CHANNEL_OPS, "I watch the notices").await;
    let first = watched.lightlayer.notice_is_posted("Maintenance tonight", "Between 1 and 3.");
    let second = watched.lightlayer.notice_is_posted("Invoices by mail", "From June on.");
    let (here, there) = (
        watched.wait_for(CHANNEL_OPS, "Maintenance tonight").await.id,
        watched.wait_for(CHANNEL_OPS, "Invoices by mail").await.id,
    );
    watched.says(&watched.press(ANA, here, "ack"), "Acknowledged at the provider").await;
    assert!(watched.lightlayer.with_state(|state| state.notices.iter().any(|n| n.id == first && n.seen)));
    watched.reads(here, "Notice, acknowledged").await;
    assert_eq!(watched.labels(here), [] as [String; 0]);
    // With these, nothing is left unread.
    assert!(
        watched.lightlayer.notice_is_read_elsewhere(12)
            && watched.lightlayer.notice_is_read_elsewhere(second)
    );
    watched.reads(there, "Notice, acknowledged").await;
    let audit = watched.audit("notice.ack").await;
    assert_eq!(audit, [format!("{ANA} asia/{first} intent"), format!("{ANA} asia/{first} done")]);
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_unread_notice_is_acknowledged_from_its_card() {
    let watched = Watched::start(&relay(&["notice.*"], CHANNEL_OPS, "")).await;
    watched.wait_for(CHANNEL_OPS, "I watch the notices").await;
    watched.lightlayer.notice_is_read_elsewhere(12);
    watched.lightlayer.notice_is_posted("Maintenance tonight", "Between 1 and 3.");
    let card = watched.wait_for(CHANNEL_OPS, "Maintenance tonight").await.id;
    watched.says(&watched.press(MAX, card, "ack"), "Acknowledged at the provider").await;
    assert!(watched.lightlayer.with_state(|state| state.notices.iter().all(|notice| notice.seen)));
    watched.reads(card, "Notice, acknowledged").await;
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outage_and_its_end_are_told_once_each_though_nothing_else_is_watched() {
    let watched = Watched::start(&relay(&["provider.*"], CHANNEL_OPS, "")).await;
    let answers = |_: &_| (!watched.lightlayer.requests().is_empty()).then_some(());
    watched.discord.wait("the provider to be asked", SOON, answers).await.unwrap();
    // An account has one card about its provider; each later turn is noted beside it.
    let notes = |words: &'static str| {
        let said = watched.messages(CHANNEL_OPS).into_iter();
        said.filter(move |message| message.reference.is_some() && message.text().contains(words)).count()
    };
    for outage in 0..3 {
        watched.lightlayer.go_down().await;
        watched.wait_for(CHANNEL_OPS, "LightLayer does not answer").await;
        let told = |_: &_| (notes("The provider does not answer") == outage).then_some(());
        watched.discord.wait("the outage to be told", SOON, told).await.unwrap();
        watched.lightlayer.come_back().await.unwrap();
        watched.wait_for(CHANNEL_OPS, "LightLayer answers again").await;
        let told = |_: &_| (notes("The provider answers again") == outage + 1).then_some(());
        watched.discord.wait("its end to be told", SOON, told).await.unwrap();
    }
    assert_eq!(watched.messages(CHANNEL_OPS).len(), 1 + 2 + 3);
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_is_paid_once_whoever_presses_however_often_and_across_a_restart() {
    let mut watched = Watched::start(&relay(&["invoice.*"], CHANNEL_BILLING, "")).await;
    watched.first_look(Feed::Invoices).await;
    let line = Line::new("Setup", "5.00".parse().unwrap());
    let invoice = watched.lightlayer.invoice_is_issued(vec![line]);
    let card = watched.card(CHANNEL_BILLING, &invoice.to_string()).await.id;
    let mut questions = vec![];
    for user in [MAX, MAX, ANA] {
        questions.push((user, watched.says(&watched.press(user, card, "pay"), "5.00 USD").await));
    }
    watched.restart(|_| {}).await;
    let mut pressed = vec![];
    for (user, question) in &questions {
        for _ in 0..2 {
            let button = component(question, "confirm");
            pressed.push(watched.discord.member(*user).press(question.id, &button).unwrap());
        }
    }
    let told = over(&pressed).await;
    assert!(told.iter().any(|told| told.contains("is paid")), "{told:#?}");
    let charged = effects(&watched, |effect| matches!(effect, Effect::CreditApplied { .. }));
    assert_eq!(charged, 1, "{told:#?}");
    watched.reads(card, "Paid").await;
    assert_eq!(watched.labels(card), [] as [String; 0]);
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_is_closed_once_by_two_people_at_once_and_a_card_outlives_a_restart() {
    let mut watched = Watched::start(&relay(&["ticket.*"], CHANNEL_SUPPORT, "")).await;
    watched.first_look(Feed::Tickets).await;
    let number = watched.lightlayer.ticket_arrives("Billing", "The site is down", "Since this morning.");
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await.id;
    watched.restart(|_| {}).await;
    let button = watched.button(card, "close").unwrap();
    let presses: Vec<_> = (0..2).map(|_| watched.discord.member(ANA).press(card, &button).unwrap()).collect();
    over(&presses).await;
    watched.note(card, "The ticket is closed").await;
    assert_eq!(effects(&watched, |effect| matches!(effect, Effect::TicketClosed { .. })), 1);
    let said = watched.messages(CHANNEL_SUPPORT);
    assert_eq!(said.iter().filter(|message| message.reference == Some(card)).count(), 1, "{said:#?}");
    watched.end().await;
}
