//! Relays and starts, first looks, and looks that show nothing new.

use std::time::Duration;

use hostmaster::domain::relay::Feed;
use hostmaster::sandbox::discord::world::{CHANNEL_BILLING, CHANNEL_SUPPORT};
use hostmaster::sandbox::lightlayer::{Line, Operation};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, Row};

use super::rules;
use super::watched::{SOON, Watched, relay};

/// The database, which tells as long as one connection asks whether others have changed it.
struct Database(SqliteConnection);

impl Database {
    async fn of(watched: &Watched) -> Self {
        let options = SqliteConnectOptions::new().filename(watched.folder().join("hostmaster.db"));
        Database(SqliteConnection::connect_with(&options).await.unwrap())
    }

    async fn rows(&mut self) -> i64 {
        sqlx::query("SELECT COUNT(*) FROM outbox").fetch_one(&mut self.0).await.unwrap().get(0)
    }

    async fn version(&mut self) -> i64 {
        sqlx::query("PRAGMA data_version").fetch_one(&mut self.0).await.unwrap().get(0)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_tells_all_that_happened_meanwhile_and_nothing_that_was_told() {
    let mut watched = Watched::start_fast(&rules(), "").await;
    watched.first_look(Feed::Tickets).await;
    watched.first_look(Feed::Invoices).await;
    let number = watched.lightlayer.ticket_arrives("Billing", "Before", "Hello?");
    let card = watched.card(CHANNEL_SUPPORT, &number.to_string()).await;
    watched.note(card.id, "A new ticket").await;
    let mut invoice = 0;
    watched
        .restart(|watched| {
            watched.lightlayer.staff_replies(number, "While you slept.");
            watched.lightlayer.staff_closes(number);
            watched.lightlayer.ticket_arrives("Billing", "Meanwhile", "Hello?");
            let line = Line::new("Meanwhile as well", "5.00".parse().unwrap());
            invoice = watched.lightlayer.invoice_is_issued(vec![line]);
            watched.lightlayer.invoice_is_paid_elsewhere(invoice);
        })
        .await;
    watched.note(card.id, "While you slept.").await;
    watched.note(card.id, "is closed").await;
    let meanwhile = watched.wait_for(CHANNEL_SUPPORT, "Meanwhile").await;
    watched.note(meanwhile.id, "A new ticket").await;
    watched.wait_for(CHANNEL_BILLING, "Meanwhile as well").await;
    watched.looks(Operation::ListTickets, 3).await;
    watched.looks(Operation::ListInvoices, 3).await;
    // The summary; a card and three notes; a card and a note.
    assert_eq!(watched.settled(CHANNEL_SUPPORT).await.len(), 1 + 4 + 2);
    // The summary and the card: that it was paid before it was told is on the card.
    assert_eq!(watched.settled(CHANNEL_BILLING).await.len(), 2);
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_first_look_is_one_summary_a_feed_and_none_of_what_was_there() {
    let mut watched = Watched::start_fast(&relay(&["*"], CHANNEL_SUPPORT, ""), "").await;
    let lists = [
        "the tickets",
        "the invoices",
        "the notices",
        "the balance",
        "the servers",
        "the orders",
        "the certificates",
        "what **asia** pays",
    ];
    for list in lists {
        watched.wait_for(CHANNEL_SUPPORT, &format!("I watch {list}")).await;
    }
    watched.restart(|_| {}).await;
    watched.looks(Operation::ListTickets, 3).await;
    watched.looks(Operation::ListInvoices, 3).await;
    watched.looks(Operation::ShowBalance, 3).await;
    assert_eq!(watched.settled(CHANNEL_SUPPORT).await.len(), lists.len());
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_look_that_shows_nothing_new_writes_nothing_whether_or_not_the_body_is_the_same() {
    let watched = Watched::start_fast(&relay(&["*"], CHANNEL_SUPPORT, ""), "").await;
    for feed in ["tickets", "invoices", "notices"] {
        watched.wait_for(CHANNEL_SUPPORT, &format!("I watch the {feed}")).await;
    }
    watched.settled(CHANNEL_SUPPORT).await;
    watched.looks(Operation::ShowBalance, 2).await;
    let mut database = Database::of(&watched).await;
    let before = database.version().await;
    for _ in 0..3 {
        // It is in the list, and nothing that is shown depends on it.
        watched.lightlayer.with_state(|state| {
            state.tickets.values_mut().for_each(|ticket| ticket.read = !ticket.read);
        });
        for operation in [Operation::ListTickets, Operation::ListInvoices, Operation::ListNewNotices] {
            watched.looks(operation, 2).await;
        }
    }
    assert_eq!(database.version().await, before);
    watched.lightlayer.ticket_arrives("Billing", "Something new", "Hello?");
    watched.wait_for(CHANNEL_SUPPORT, "Something new").await;
    assert_ne!(database.version().await, before);
    watched.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_delivered_goes_after_a_week_and_what_was_not_after_a_month() {
    let watched = Watched::start_fast("", "").await;
    let mut database = Database::of(&watched).await;
    let day = 86_400_000;
    let now = jiff::Timestamp::now().as_millisecond();
    for (state, days) in [("delivered", 6), ("delivered", 8), ("dead", 29), ("dead", 31)] {
        let insert = "INSERT INTO outbox (id, channel, state, created, due) VALUES (?1, 1, ?2, ?3, ?3)";
        let row = sqlx::query(insert).bind(format!("{state} {days}")).bind(state).bind(now - days * day);
        row.execute(&mut database.0).await.unwrap();
    }
    // Nobody asks for it: the bot does so by itself.
    let pruning = async {
        while database.rows().await > 2 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(SOON, pruning).await.unwrap();
    let left = sqlx::query("SELECT id FROM outbox ORDER BY id").fetch_all(&mut database.0).await.unwrap();
    let left: Vec<String> = left.iter().map(|row| row.get(0)).collect();
    assert_eq!(left, ["dead 29", "delivered 6"]);
    watched.end().await;
}
