//! What channels are told, however rules contradict each other and whatever stands between the bot and them.

use std::time::Duration;

use hostmaster::domain::Id;
use hostmaster::domain::relay::Feed;
use hostmaster::sandbox::discord::world::{
    ANA, CHANNEL_BILLING, CHANNEL_OPS, CHANNEL_SUPPORT, GUILD, ROLE_SUPPORT,
};
use hostmaster::sandbox::discord::{Fault as DiscordFault, Simulator, Trouble};
use hostmaster::sandbox::lightlayer::{Line, Operation};
use hostmaster::sandbox::llamalink::{Fault, Reply};
use jiff::{SignedDuration, Timestamp};
use reqwest::StatusCode;
use sqlx::SqlitePool;

use crate::relays::watched::{SOON, Watched, missing_permissions, relay};
use crate::stage::{Setup, Stage};

const QUICK: &str = "[watch]\ninterval = \"1s\"\n";

fn tickets() -> String {
    relay(&["ticket.*"], CHANNEL_SUPPORT, &format!("mention_roles = [\"{ROLE_SUPPORT}\"]"))
}

/// What a proxy before Discord says that will not let something pass.
fn barred() -> Trouble {
    let body = "<html><h1>Sorry, you have been blocked</h1></html>".to_owned();
    Trouble::Garbage { status: 403, content_type: "text/html".to_owned(), body }
}

async fn database(watched: &Watched) -> SqlitePool {
    let file = watched.folder().join("hostmaster.db");
    SqlitePool::connect(&format!("sqlite://{}", file.display())).await.unwrap()
}

/// Waits until a count in the database is so much.
async fn counts(pool: &SqlitePool, sql: &'static str, wanted: i64) {
    let counting = async {
        while sqlx::query_scalar::<_, i64>(sql).fetch_one(pool).await.unwrap() != wanted {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(SOON, counting).await.unwrap_or_else(|_| panic!("never {wanted}: {sql}"));
}

/// Waits until a message says the words no more.
async fn unsaid(watched: &Watched, message: u64, words: &str) {
    let gone =
        |discord: &Simulator| (!discord.message(message).unwrap().text().contains(words)).then_some(());
    watched.discord.wait(&format!("{words:?} to go"), SOON, gone).await.unwrap();
}

// Rules.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rule_that_becomes_public_takes_the_text_off_the_cards_that_stand() {
    let mut watched = Watched::start(&relay(&["ticket.*"], CHANNEL_SUPPORT, "")).await;
    watched.first_look(Feed::Tickets).await;
    let mut cards = vec![];
    for subject in ["Top secret", "Another secret"] {
        let number = watched.lightlayer.ticket_arrives("Billing", subject, "The password is hunter2.");
        let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
        watched.stored(card.id).await;
        cards.push(card.id);
    }
    watched.config.relays[0].public = true;
    watched.restart(|_| {}).await;
    for card in &cards {
        for secret in ["hunter2", "secret", "Joe"] {
            unsaid(&watched, *card, secret).await;
        }
        assert!(watched.labels(*card).contains(&"Details for you".to_owned()));
    }
    // The same without a restart, and back.
    watched.config.relays[0].public = false;
    watched.reload();
    watched.reads(cards[0], "hunter2").await;
    watched.reads(cards[1], "Another secret").await;
    watched.config.relays[0].public = true;
    watched.reload();
    unsaid(&watched, cards[0], "hunter2").await;
    unsaid(&watched, cards[1], "Another secret").await;
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cards_that_are_shown_by_other_rules_flood_no_fallback_channel_when_theirs_is_gone() {
    let watch = format!("{QUICK}fallback_channel = \"{CHANNEL_OPS}\"\n");
    let mut watched = Watched::start_with(&relay(&["ticket.*"], CHANNEL_SUPPORT, ""), &watch).await;
    watched.first_look(Feed::Tickets).await;
    let number = watched.lightlayer.ticket_arrives("Billing", "An old story", "Hello?");
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    watched.stored(card.id).await;
    watched.config.relays[0].public = true;
    watched
        .restart(|watched| {
            watched.discord.delete_channel(GUILD, CHANNEL_SUPPORT);
        })
        .await;
    let number = watched.lightlayer.ticket_arrives("Billing", "A new story", "Hello?");
    watched.card(CHANNEL_OPS, &number.to_string()).await;
    let told: Vec<_> = watched.settled(CHANNEL_OPS).await.iter().map(|message| message.text()).collect();
    assert_eq!(told.len(), 2, "that the channel is gone, and the new ticket: {told:#?}");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_public_rule_takes_is_not_shown_by_another_rule_for_the_same_channel() {
    let closings = relay(&["ticket.closed"], CHANNEL_SUPPORT, "");
    let public = relay(&["ticket.*"], CHANNEL_SUPPORT, "detail = \"public\"");
    let watched = Watched::start(&format!("{closings}{public}")).await;
    watched.first_look(Feed::Tickets).await;
    let number = watched.lightlayer.ticket_arrives("Billing", "Top secret", "The password is hunter2.");
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    watched.lightlayer.staff_closes(number);
    let closed = watched.reads(card.id, "Closed").await;
    for secret in ["hunter2", "Top secret", "Joe"] {
        assert!(!card.text().contains(secret), "{secret}: {}", card.text());
        assert!(!closed.text().contains(secret), "{secret}: {}", closed.text());
    }
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_text_of_a_public_notice_can_be_asked_for() {
    let watched = Watched::start(&relay(&["notice.*"], CHANNEL_BILLING, "detail = \"public\"")).await;
    watched.first_look(Feed::Notices).await;
    let id = watched.lightlayer.notice_is_posted("Maintenance", "The rack 7 moves.");
    let card = watched.card(CHANNEL_BILLING, &id.to_string()).await;
    assert!(watched.labels(card.id).contains(&"Details for you".to_owned()), "{}", card.text());
    watched.end().await;
}

// Channels.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_that_takes_messages_again_no_longer_counts_as_gone() {
    let watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    let refused = watched
        .discord
        .fault(DiscordFault::on("POST", "/channels/*/messages", missing_permissions()).always());
    watched.lightlayer.ticket_arrives("Billing", "Nobody can read this", "Hello?");
    let listed = watched.until("relay list", "not delivered").await;
    assert!(listed.text().contains("I may not write there"), "{}", listed.text());
    watched.discord.cancel_fault(&refused);
    let number = watched.lightlayer.ticket_arrives("Billing", "Everybody can read this", "Hello?");
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    watched.note(card.id, "A new ticket").await;
    // While it counted as gone, a second loss of the channel would be told to nobody.
    let listed = watched.until("relay list", "delivering").await;
    assert!(listed.text().contains("not delivered"), "what was lost can be redriven: {}", listed.text());
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_before_discord_bars_for_a_while_is_delivered_afterwards() {
    let watched = Watched::start_fast(&tickets(), "").await;
    watched.first_look(Feed::Tickets).await;
    let wall = watched.discord.fault(DiscordFault::on("POST", "/channels/*/messages", barred()).always());
    let number = watched.lightlayer.ticket_arrives("Billing", "Behind the wall", "Hello?");
    let tried = |_: &Simulator| (wall.hits() >= 3).then_some(());
    watched.discord.wait("three tries", SOON, tried).await.unwrap();
    watched.discord.cancel_fault(&wall);
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    watched.note(card.id, "A new ticket").await;
    let listed = watched.use_command("relay list", &[]).await.text();
    assert!(listed.contains("delivering") && !listed.contains("not delivered"), "{listed}");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_is_barred_for_good_blocks_its_channel_no_longer_than_some_tries() {
    let watched = Watched::start_fast(&relay(&["ticket.*"], CHANNEL_SUPPORT, ""), "").await;
    watched.first_look(Feed::Tickets).await;
    watched.settled(CHANNEL_SUPPORT).await;
    let wall = watched.discord.fault(DiscordFault::on("POST", "/channels/*/messages", barred()).always());
    watched.lightlayer.ticket_arrives("Billing", "<script>", "Hello?");
    watched.owes(CHANNEL_SUPPORT, 1).await;
    watched.settled(CHANNEL_SUPPORT).await;
    assert!(wall.hits() > 5, "{} tries", wall.hits());
    watched.discord.cancel_fault(&wall);
    let number = watched.lightlayer.ticket_arrives("Billing", "Harmless", "Hello?");
    watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    let listed = watched.use_command("relay list", &[]).await.text();
    assert!(listed.contains("delivering") && listed.contains("not delivered"), "{listed}");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thread_that_is_locked_sends_its_note_to_the_channel_and_buries_nothing() {
    let watched = Watched::start(&relay(&["ticket.*"], CHANNEL_SUPPORT, "threads = true")).await;
    watched.first_look(Feed::Tickets).await;
    let number = watched.lightlayer.ticket_arrives("Billing", "A long story", "Hello?");
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    watched.lightlayer.staff_replies(number, "Said in the thread.");
    watched.wait_for(card.id, "Said in the thread.").await;
    let body = r#"{"message": "Thread is locked", "code": 160005}"#.to_owned();
    let locked = Trouble::Garbage { status: 403, content_type: "application/json".to_owned(), body };
    let path = format!("/channels/{}/messages", card.id);
    watched.discord.fault(DiscordFault::on("POST", &path, locked).always());
    watched.lightlayer.staff_replies(number, "Said in the channel.");
    watched.note(card.id, "Said in the channel.").await;
    let listed = watched.use_command("relay list", &[]).await.text();
    assert!(listed.contains("delivering") && !listed.contains("not delivered"), "{listed}");
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_note_that_cannot_be_read_any_more_is_given_up_and_blocks_no_channel() {
    let watched = Watched::start(&tickets()).await;
    watched.first_look(Feed::Tickets).await;
    let pool = database(&watched).await;
    // A version that was rolled back has left a note of a kind that this one does not know.
    let now = Timestamp::now().as_millisecond();
    let sql = "INSERT INTO outbox (id, channel, note, state, created, due) VALUES (?1, ?2, '{\"later\":{}}', 'pending', ?3, ?3)";
    let id = Id::random();
    let insert = sqlx::query(sql).bind(id.as_str()).bind(CHANNEL_SUPPORT as i64).bind(now);
    insert.execute(&pool).await.unwrap();
    let number = watched.lightlayer.ticket_arrives("Billing", "What comes after it", "Hello?");
    watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    let dead = "SELECT COUNT(*) FROM outbox WHERE state = 'dead' AND reason LIKE '%column note%'";
    counts(&pool, dead, 1).await;
    pool.close().await;
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_delivered_long_ago_leaves_the_outbox_and_what_was_just_delivered_stays() {
    let stage = Stage::start().await;
    let file = stage.folder().join("hostmaster.db");
    let pool = SqlitePool::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let now = Timestamp::now();
    let days =
        [("old", "delivered", 24), ("new", "delivered", 0), ("dead", "dead", 24), ("gone", "dead", 40)];
    for (id, state, days) in days {
        let then = (now - SignedDuration::from_hours(24 * days)).as_millisecond();
        let sql =
            "INSERT INTO outbox (id, channel, note, state, created, due) VALUES (?1, 1, '{}', ?2, ?3, ?3)";
        sqlx::query(sql).bind(id).bind(state).bind(then).execute(&pool).await.unwrap();
    }
    counts(&pool, "SELECT COUNT(*) FROM outbox", 2).await;
    let left: Vec<String> =
        sqlx::query_scalar("SELECT id FROM outbox ORDER BY id").fetch_all(&pool).await.unwrap();
    assert_eq!(left, ["dead", "new"]);
    pool.close().await;
    stage.end().await;
}

// What the bot asks for so that channels can be told.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_card_of_the_only_notice_says_that_it_was_acknowledged() {
    let rules = relay(&["notice.*"], CHANNEL_BILLING, "");
    let watched = Watched::start_prepared(&rules, QUICK, |lightlayer, _| {
        lightlayer.with_state(|state| state.notices.clear());
    })
    .await;
    watched.first_look(Feed::Notices).await;
    let id = watched.lightlayer.notice_is_posted("Maintenance", "The rack 7 moves.");
    let card = watched.card(CHANNEL_BILLING, &id.to_string()).await;
    watched.lightlayer.with_state(|state| state.notices[0].seen = true);
    let shown = watched.reads(card.id, "Notice, acknowledged").await;
    assert!(shown.buttons().is_empty(), "{}", shown.text());
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_whose_outages_alone_are_to_be_told_is_asked_whether_it_is_there() {
    let watched = Watched::start(&relay(&["provider.*"], CHANNEL_SUPPORT, "")).await;
    watched.looks(Operation::ShowBalance, 3).await;
    watched.lightlayer.go_down().await;
    let told = watched.wait_for(CHANNEL_SUPPORT, "does not answer").await;
    watched.lightlayer.come_back().await.unwrap();
    watched.note(told.id, "answers again").await;
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_outage_of_a_llamalink_is_told_where_nothing_else_is_watched() {
    let config = format!("{}{QUICK}", relay(&["provider.*"], CHANNEL_OPS, "accounts = [\"shop\"]"));
    let stage = Stage::with(Setup { config, ..Setup::default() }).await;
    let broken = Reply::new(StatusCode::SERVICE_UNAVAILABLE, "text/html", "<html>503</html>");
    stage.llamalink.inject_everywhere(Fault::answer(broken));
    let says = |words: &'static str| {
        move |discord: &Simulator| {
            discord.all_messages().into_iter().find(|message| message.text().contains(words))
        }
    };
    stage.discord.wait("the outage", SOON, says("does not answer")).await.unwrap();
    stage.end().await;
}

// Cards by their numbers.

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_that_a_ticket_and_an_invoice_of_one_channel_share_claims_neither() {
    let watched = Watched::start(&relay(&["ticket.*", "invoice.*"], CHANNEL_OPS, "")).await;
    for feed in ["tickets", "invoices"] {
        watched.wait_for(CHANNEL_OPS, &format!("I watch the {feed}")).await;
    }
    let invoice = watched.lightlayer.invoice_is_issued(vec![Line::new("Setup", "5.00".parse().unwrap())]);
    let bill = watched.card(CHANNEL_OPS, &invoice.to_string()).await;
    watched.stored(bill.id).await;
    watched.lightlayer.with_state(|state| state.next_ticket_numbers.push_back(invoice));
    watched.lightlayer.ticket_arrives("Billing", "The same number", "Hello?");
    let ticket = watched.wait_for(CHANNEL_OPS, "The same number").await;
    watched.stored(ticket.id).await;
    let name = format!("asia/{invoice}");
    let named =
        watched.discord.member(ANA).slash(CHANNEL_OPS, "card claim", &[("card", name.into())]).unwrap();
    watched.says(&named, "such as asia/736633").await;
    assert_eq!(watched.stored(bill.id).await.owner, None);
    assert_eq!(watched.stored(ticket.id).await.owner, None);
    watched.end().await;
}
