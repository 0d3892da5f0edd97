//! The buttons of a ticket's card: each an ordinary use of a command, and its trace on the card at once.

use std::time::Duration;

use hostmaster::domain::UserId;
use hostmaster::domain::relay::{Feed, Note, TicketFacts};
use hostmaster::sandbox::discord::Message;
use hostmaster::sandbox::discord::world::{ANA, CHANNEL_SUPPORT, ROLE_SUPPORT, SAM};
use hostmaster::sandbox::lightlayer::{Effect, Fault, LedgerEntry, Misbehaviour, OnDisconnect, Operation};
use insta::assert_snapshot;
use jiff::Timestamp;
use serde_json::json;

use super::watched::{SOON, Watched, relay};

/// Everything about tickets to #support, mentioning support.
fn rules(more: &str) -> String {
    relay(&["ticket.*"], CHANNEL_SUPPORT, &format!("mention_roles = [\"{ROLE_SUPPORT}\"]\n{more}"))
}

/// A bot that watches the tickets, and the number and card of one that has just arrived.
async fn arrived(rules: &str) -> (Watched, u64, u64) {
    let watched = Watched::start(rules).await;
    watched.first_look(Feed::Tickets).await;
    let number = watched.lightlayer.ticket_arrives("Billing", "The site is down", "Since this morning.");
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    (watched, number, card.id)
}

/// How many notes to the card say the words.
fn notes(watched: &Watched, card: u64, words: &str) -> usize {
    let answers = |message: &Message| message.reference == Some(card) && message.text().contains(words);
    watched.messages(CHANNEL_SUPPORT).iter().filter(|message| answers(message)).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_is_answered_closed_and_opened_again_from_its_card() {
    let (watched, number, card) = arrived(&rules("")).await;
    assert_eq!(watched.labels(card), ["Reply", "Close", "Claim"]);
    let sent = watched.write(SAM, card, "reply", "Have you turned it off and on again?").await;
    let told = watched.says(&sent, "Your reply is in").await;
    assert_eq!(told.ephemeral_to, None, "who reads the card may read the answer");
    let posted = watched.lightlayer.requests_for(Operation::ReplyToTicket);
    assert_eq!(posted[0].path, format!("/api/tickets/{number}"));
    assert_eq!(posted[0].json().unwrap(), json!({"body": "Have you turned it off and on again?"}));
    let shown = watched.reads(card, "turned it off").await;
    assert!(shown.pings.roles.is_empty() && shown.mentions.roles.is_empty(), "a card mentions nobody");
    let by = format!("<@{SAM}>, through this bot");
    assert!(shown.text().contains(&by) && !shown.text().contains("Doe**"), "{}", shown.text());
    let note = watched.note(card, "turned it off").await;
    assert!(note.text().contains(&by) && !note.text().contains("Doe**"), "{}", note.text());
    assert!(note.pings.roles.is_empty() && note.mentions.roles.is_empty(), "one's own words call nobody");
    watched.lightlayer.owner_replies_elsewhere(number, "From the portal.");
    let note = watched.note(card, "From the portal.").await;
    assert!(note.text().contains("Doe**") && note.pings.roles.is_empty(), "{}", note.text());
    watched.lightlayer.staff_replies(number, "We have.");
    let note = watched.note(card, "We have.").await;
    assert_eq!(note.pings.roles, [ROLE_SUPPORT]);

    watched.says(&watched.press(ANA, card, "close"), "was closed").await;
    let closed = watched.reads(card, "Closed").await;
    assert_eq!(watched.labels(card), ["Reopen"]);
    assert!(!closed.flat_components().any(|component| component["type"] == 3), "nothing is let wait");
    watched.note(card, "The ticket is closed").await;
    watched.says(&watched.press(ANA, card, "reopen"), "is open again").await;
    let open = |_: &_| (watched.labels(card) == ["Reply", "Close", "Claim"]).then_some(());
    watched.discord.wait("the card to be open again", SOON, open).await.unwrap();
    watched.lightlayer.staff_closes(number);
    let over = |_: &_| (watched.labels(card) == ["Reopen"]).then_some(());
    watched.discord.wait("the card to end", SOON, over).await.unwrap();

    assert_eq!(
        watched.messages(CHANNEL_SUPPORT).iter().filter(|message| !message.buttons().is_empty()).count(),
        1
    );
    for (action, user) in [("ticket.reply", SAM), ("ticket.close", ANA), ("ticket.reopen", ANA)] {
        let mut expected = vec![];
        for result in ["asked", "intent", "done"] {
            if result != "asked" || action == "ticket.reply" {
                expected.push(format!("{user} asia/{number} {result}"));
            }
        }
        assert_eq!(watched.audit(action).await, expected);
    }
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_claimed_card_says_whose_it_is_until_they_give_it_up_or_another_takes_it_over() {
    let (watched, number, card) = arrived(&rules("")).await;
    let taken = watched.says(&watched.press(ANA, card, "claim"), "You have taken it on").await;
    assert_eq!(taken.ephemeral_to, Some(ANA));
    watched.reads(card, &format!("<@{ANA}>")).await;
    watched.says(&watched.press(SAM, card, "claim"), &format!("from <@{ANA}>")).await;
    watched.reads(card, &format!("<@{SAM}>")).await;
    watched.says(&watched.press(SAM, card, "claim"), "given it up").await;
    let free =
        |_: &_| (!watched.discord.message(card).unwrap().text().contains(&SAM.to_string())).then_some(());
    watched.discord.wait("the card to be free", SOON, free).await.unwrap();

    let named = watched.discord.member(ANA);
    let typed = named
        .autocomplete(CHANNEL_SUPPORT, "card claim", &[("card", number.to_string().into())], "card")
        .unwrap();
    let offered = typed.wait_choices(SOON).await.unwrap();
    let label = format!("asia/{number}");
    let offered = offered.iter().find(|choice| choice.name.contains(&label)).unwrap();
    let by_id = named.slash(CHANNEL_SUPPORT, "card claim", &[("card", offered.value.clone())]).unwrap();
    watched.says(&by_id, "You have taken it on").await;
    let by_name = named.slash(CHANNEL_SUPPORT, "card claim", &[("card", label.clone().into())]).unwrap();
    watched.says(&by_name, "given it up").await;
    for unknown in ["asia/1", "nowhere/1", "nonsense"] {
        let asked = named.slash(CHANNEL_SUPPORT, "card claim", &[("card", unknown.into())]).unwrap();
        let told = watched.says(&asked, "such as asia/736633").await;
        assert_eq!(told.ephemeral_to, Some(ANA));
    }
    let audit = watched.audit("card.claim").await;
    let done = |user: u64| format!("{user} {label} done");
    assert_eq!(audit[..5], [done(ANA), done(SAM), done(SAM), done(ANA), done(ANA)]);
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_notes_of_a_card_wait_and_then_come_with_one_reminder() {
    let (watched, number, card) = arrived(&rules("")).await;
    watched.note(card, "A new ticket").await;
    let menu = watched.discord.message(card).unwrap();
    let menu = menu.flat_components().find(|component| component["type"] == 3).unwrap()["custom_id"].clone();
    let snooze =
        |until: &str| watched.discord.member(SAM).select(card, menu.as_str().unwrap(), &[until]).unwrap();
    let mut until = vec![];
    for (word, least, most) in [("15m", 14, 16), ("morning", 0, 48 * 60), ("1h", 59, 61)] {
        let told = watched.says(&snooze(word), "Its notes in").await;
        assert_eq!(told.ephemeral_to, Some(SAM));
        let at = watched.stored(card).await.snoozed.unwrap();
        let minutes = at.duration_since(Timestamp::now()).as_mins();
        assert!((least..=most).contains(&minutes), "{word}: {minutes} minutes");
        watched.reads(card, &format!("<t:{}:R>", at.as_second())).await;
        until.push(at);
    }
    watched.lightlayer.staff_replies(number, "One moment, please.");
    watched.reads(card, "One moment, please.").await;
    assert_eq!(notes(&watched, card, "One moment"), 0, "the card is true and its note waits");

    // As if the hour were nearly over.
    let now = Timestamp::now();
    let soon = now + Duration::from_millis(1500);
    let reminder = Note::Reminder { by: UserId(SAM), until: soon };
    watched.store().await.snooze_card(&watched.stored(card).await, soon, &reminder, now).await.unwrap();
    watched.lightlayer.staff_replies(number, "We have found it.");
    let reminded = watched.note(card, "asked to be reminded").await;
    assert!(reminded.text().contains(&format!("<@{SAM}>")) && reminded.pings.is_empty());
    watched.note(card, "We have found it.").await;
    let awake =
        |_: &_| (!watched.discord.message(card).unwrap().text().contains("Quiet until")).then_some(());
    watched.discord.wait("the card to be awake", SOON, awake).await.unwrap();
    assert_eq!([notes(&watched, card, "One moment"), notes(&watched, card, "reminded")], [1, 1]);
    assert_eq!(watched.audit("card.snooze").await, vec![format!("{SAM} asia/{number} done"); 3]);
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_reminded_of_a_ticket_that_is_closed_meanwhile() {
    let (watched, number, card) = arrived(&rules("")).await;
    watched.note(card, "A new ticket").await;
    let stored = watched.stored(card).await;
    watched.use_command("relay pause", &[("relay", "1".into())]).await;
    let (store, now) = (watched.store().await, Timestamp::now());
    let reminder = Note::Reminder { by: UserId(SAM), until: now };
    store.snooze_card(&stored, now, &reminder, now).await.unwrap();
    watched.lightlayer.staff_closes(number);
    let is_closed = async {
        loop {
            let facts = store.watched_one::<TicketFacts>(&stored.account, Feed::Tickets, &stored.thing).await;
            if facts.unwrap().unwrap().closed {
                break;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(SOON, is_closed).await.unwrap();
    watched.use_command("relay resume", &[("relay", "1".into())]).await;
    // It was written after the reminder would have been.
    watched.note(card, "The ticket is closed").await;
    assert_eq!(notes(&watched, card, "reminded"), 0);
    watched.reads(card, "Closed").await;
    let awake =
        |_: &_| (!watched.discord.message(card).unwrap().text().contains("Quiet until")).then_some(());
    watched.discord.wait("the card to be awake", SOON, awake).await.unwrap();
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_cards_thread_the_note_alone_mentions_and_the_channel_hears_nothing() {
    let (watched, number, card) = arrived(&rules("threads = true")).await;
    let opened = watched.wait_for(card, "A new ticket").await;
    assert_eq!((opened.pings.roles.as_slice(), opened.reference), ([ROLE_SUPPORT].as_slice(), None));
    watched.lightlayer.staff_replies(number, "It still is.");
    let noted = watched.wait_for(card, "It still is.").await;
    assert_eq!(noted.pings.roles, [ROLE_SUPPORT]);
    watched.reads(card, "It still is.").await;
    watched.says(&watched.press(ANA, card, "close"), "was closed").await;
    watched.wait_for(card, "The ticket is closed").await;
    let said = watched.messages(CHANNEL_SUPPORT);
    assert!(said.iter().all(|message| message.pings.is_empty()), "{said:#?}");
    assert!(said.iter().all(|message| message.reference != Some(card)), "{said:#?}");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_done_through_the_bot_shows_at_once_even_while_a_source_looks() {
    // Without being stirred, a source would not look again in this test.
    let watched = Watched::start_with(&rules(""), "[watch]\ninterval = \"1h\"\n").await;
    watched.first_look(Feed::Tickets).await;
    let number = watched.lightlayer.ticket_arrives("Billing", "The site is down", "Since this morning.");
    watched.use_command("ticket close", &[("ticket", "asia/736633".into())]).await;
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await.id;

    let hold = || Fault::after(Misbehaviour::Hold(OnDisconnect::Continue)).once();
    watched.lightlayer.inject(Operation::ListTickets, hold());
    watched.use_command("ticket reopen", &[("ticket", "asia/736633".into())]).await;
    watched.lightlayer.wait_until_held(Operation::ListTickets, SOON).await.unwrap();
    let done = watched.lightlayer.ledger();
    let reopened = |entry: &LedgerEntry| matches!(entry.effect, Effect::TicketReopened { .. });
    assert!(done.iter().any(reopened), "what is held is the look that this makes for");
    let sent = watched.write(ANA, card, "reply", "We are on it.").await;
    watched.says(&sent, "Your reply is in").await;
    assert!(!watched.discord.message(card).unwrap().text().contains("We are on it."));
    watched.lightlayer.release_all();
    watched.reads(card, "We are on it.").await;
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_card_shows_what_was_written_by_whom_when_and_how_it_stands() {
    let (watched, number, message) = arrived(&rules("")).await;
    let shown = watched.discord.message(message).unwrap();
    assert_snapshot!(watched.print(&shown).replace(&number.to_string(), "…"), @"
    for everybody
    🟠 The site is down
    Since this morning.
    | State: Open
    | Department: Billing
    | Opened by: Joe Doe
    | Opened: <t>
    | Account: asia · LightLayer
    | Reference: `asia/…`
    ref …
    [Reply] [Close] [Claim]
    (15 minutes = 15m | 1 hour = 1h | until tomorrow morning = morning)
    ");
    watched.end().await;
}
