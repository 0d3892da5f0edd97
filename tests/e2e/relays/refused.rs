//! Whoever may not, and whatever was forged: refused at the click, with nothing sent.

use hostmaster::sandbox::discord::world::{
    ANA, CHANNEL_OPS, CHANNEL_SUPPORT, GUEST, GUILD, ROLE_OPERATOR, SAM,
};
use hostmaster::sandbox::discord::{Interaction, Message};
use hostmaster::sandbox::lightlayer::{Effect, Line};

use super::watched::{SOON, Watched, relay};

/// How many changes the provider has carried out.
fn changes(watched: &Watched) -> usize {
    let is_change =
        |effect: &Effect| !matches!(effect, Effect::LoggedIn | Effect::TokenRefreshed | Effect::LoggedOut);
    watched.lightlayer.ledger().iter().filter(|entry| is_change(&entry.effect)).count()
}

/// What an interaction was told, which must be for its person alone.
async fn told(pressed: &Interaction) -> String {
    let message = pressed.wait_message(SOON).await.unwrap();
    assert!(message.ephemeral_to.is_some(), "{}", message.text());
    message.text()
}

/// A bot that brings tickets and invoices to #ops, with one card of each.
async fn start() -> (Watched, u64, u64) {
    let watched = Watched::start(&relay(&["ticket.*", "invoice.*"], CHANNEL_OPS, "")).await;
    for feed in ["tickets", "invoices"] {
        watched.wait_for(CHANNEL_OPS, &format!("I watch the {feed}")).await;
    }
    let ticket = watched.lightlayer.ticket_arrives("Billing", "The site is down", "Since this morning.");
    let invoice = watched.lightlayer.invoice_is_issued(vec![Line::new("Setup", "5.00".parse().unwrap())]);
    let ticket = watched.card(CHANNEL_OPS, &ticket.to_string()).await.id;
    let invoice = watched.card(CHANNEL_OPS, &invoice.to_string()).await.id;
    for card in [ticket, invoice] {
        watched.stored(card).await;
    }
    (watched, ticket, invoice)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_button_works_for_those_alone_whose_roles_of_the_moment_allow_it() {
    let (watched, ticket, invoice) = start().await;
    for (user, card, verb) in [
        (GUEST, ticket, "reply"),
        (GUEST, ticket, "close"),
        (GUEST, ticket, "claim"),
        (GUEST, invoice, "pay"),
        (SAM, ticket, "close"),
        (SAM, invoice, "pay"),
    ] {
        let text = told(&watched.press(user, card, verb)).await;
        assert!(text.contains("may not"), "{user} {verb}: {text}");
    }
    let menu = watched.discord.message(ticket).unwrap();
    let menu = menu.flat_components().find(|component| component["type"] == 3).unwrap()["custom_id"].clone();
    let snoozed = watched.discord.member(GUEST).select(ticket, menu.as_str().unwrap(), &["1h"]).unwrap();
    assert!(told(&snoozed).await.contains("may not"));

    // Roles that are taken after the card was posted, and after the form was opened.
    let form = watched.press(ANA, ticket, "reply");
    form.wait_modal(SOON).await.unwrap();
    watched.discord.take_role(GUILD, ANA, ROLE_OPERATOR);
    let text = told(&watched.press(ANA, ticket, "close")).await;
    assert!(text.contains("may not"), "{text}");
    let sent = form.submit_modal(&[("text", "I should not say this.")]).unwrap();
    assert!(told(&sent).await.contains("may not"));
    let back = |_: &_| sent.followups().into_iter().find(|aside| aside.text().contains("should not say"));
    let back: Message = watched.discord.wait("the text to be given back", SOON, back).await.unwrap();
    assert_eq!(back.ephemeral_to, Some(ANA));
    assert_eq!(changes(&watched), 0);
    let refused = watched.audit("ticket.close").await;
    assert_eq!(refused, [GUEST, SAM, ANA].map(|user| format!("{user} - refused")));
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_forged_leads_nowhere() {
    let (watched, ticket, invoice) = start().await;
    let ana = watched.discord.member(ANA);
    let close = watched.button(ticket, "close").unwrap();
    let id = close.split(':').nth(1).unwrap().to_owned();
    let forged = [
        // The button of one card on another, and in another channel.
        (CHANNEL_OPS, Some(invoice), close.clone()),
        (CHANNEL_SUPPORT, Some(ticket), close.clone()),
        // Verbs that the card does not have, and cards that there are none of.
        (CHANNEL_OPS, Some(ticket), format!("card:{id}:pay")),
        (CHANNEL_OPS, Some(ticket), format!("card:{id}:ack")),
        (CHANNEL_OPS, Some(ticket), format!("card:{id}:burn")),
        (CHANNEL_OPS, Some(ticket), format!("card:{id}:close:close")),
        (CHANNEL_OPS, Some(ticket), "card:AAAAAAAAAAAAAAAAAAAAAA:close".to_owned()),
        (CHANNEL_OPS, Some(ticket), "card:asia/736633:close".to_owned()),
    ];
    for (channel, message, custom_id) in forged {
        let pressed = ana.forge_component(channel, message, &custom_id, 2, None).unwrap();
        let text = told(&pressed).await;
        assert!(text.contains("no longer"), "{custom_id} in {channel} on {message:?}: {text}");
    }
    let until = ana.forge_component(
        CHANNEL_OPS,
        Some(ticket),
        &format!("snooze:{id}"),
        3,
        Some(&["never".to_owned()]),
    );
    assert!(told(&until.unwrap()).await.contains("never"));
    assert_eq!(changes(&watched), 0);
    assert!(!watched.discord.message(ticket).unwrap().text().contains("Quiet until"));
    // The same button where it stands closes the ticket: the above was refused for what it was.
    let right = ana.press(ticket, &close).unwrap();
    watched.says(&right, "was closed").await;
    assert_eq!(changes(&watched), 1);
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_details_of_what_a_card_hides_are_for_those_alone_who_may_see_them() {
    let watched = Watched::start(&relay(&["ticket.*"], CHANNEL_OPS, "detail = \"public\"")).await;
    watched.wait_for(CHANNEL_OPS, "I watch the tickets").await;
    let ticket = watched.lightlayer.ticket_arrives("Billing", "The site is down", "Since this morning.");
    let card = watched.card(CHANNEL_OPS, &ticket.to_string()).await.id;
    assert_eq!(watched.labels(card), ["Reply", "Close", "Claim", "Details for you"]);
    let shown = watched.press(SAM, card, "details").wait_message(SOON).await.unwrap();
    assert_eq!(shown.ephemeral_to, Some(SAM));
    assert!(shown.text().contains("Since this morning."), "{}", shown.text());
    let text = told(&watched.press(GUEST, card, "details")).await;
    assert!(text.contains("may not") && !text.contains("this morning"), "{text}");
    watched.end().await;
}
