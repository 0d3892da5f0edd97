//! Feeds: what sources have seen of each list, kept together with what is owed to channels because of it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::relays::{card_in, outdate, owe};
use super::{Store, StoreError, get, json, millis, time, to_json};
use crate::domain::relay::Feed;
use crate::domain::{AccountName, ChannelId};

/// What one look at a feed has brought: kept as a whole or not at all.
#[derive(Debug)]
pub struct Turn<F, N> {
    /// The account.
    pub account: AccountName,
    /// The feed.
    pub feed: Feed,
    /// The digest of the body that was read; `None` when the next one must be read whatever it is.
    pub body: Option<String>,
    /// Where the list is and who looks at it; another place than before has other things under the same ids.
    pub origin: String,
    /// The time zone by which its times were read.
    pub zone: String,
    /// How many turns had been kept when what it starts from was read.
    pub after: u64,
    /// What is new or has changed, by the provider's id.
    pub changed: BTreeMap<String, F>,
    /// What is owed because of it.
    pub owed: Vec<NewlyOwed<N>>,
    /// When.
    pub now: Timestamp,
}

/// What is kept of a feed beside its things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedState {
    /// The digest of the body that was last read; `None` when the next one must be read whatever it is.
    pub body: Option<String>,
    /// Where it was looked at and as whom; empty where that was not noted.
    pub origin: String,
    /// The time zone by which its times were read; empty where that was not noted.
    pub zone: String,
    /// When it was first looked at there.
    pub since: Timestamp,
    /// How many turns were kept.
    pub turns: u64,
}

/// Something that a change makes the bot owe a channel.
#[derive(Clone, Debug, PartialEq)]
pub struct NewlyOwed<N> {
    /// The channel.
    pub channel: ChannelId,
    /// The thing whose card is owed, or that the note is about; `None` for a message of its own.
    pub thing: Option<String>,
    /// What is to be said; `None`: the thing's card is to be there.
    pub note: Option<N>,
    /// Whether a card that is new says as much as the note.
    pub unless_new: bool,
}

impl Store {
    /// What is kept of a feed; `None` when it was never looked at.
    pub async fn feed(&self, account: &AccountName, feed: Feed) -> Result<Option<FeedState>, StoreError> {
        let row = sqlx::query("SELECT * FROM feeds WHERE account = ?1 AND feed = ?2")
            .bind(account.as_str())
            .bind(feed.as_str())
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| read_feed(&row)).transpose()
    }

    /// What was last seen of every thing of a feed, by the provider's id.
    pub async fn watched<F: DeserializeOwned>(
        &self,
        account: &AccountName,
        feed: Feed,
    ) -> Result<BTreeMap<String, F>, StoreError> {
        let rows = sqlx::query("SELECT thing, facts FROM watched WHERE account = ?1 AND feed = ?2")
            .bind(account.as_str())
            .bind(feed.as_str())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| Ok((get(row, "thing")?, json(row, "facts")?))).collect()
    }

    /// What was last seen of one thing.
    pub async fn watched_one<F: DeserializeOwned>(
        &self,
        account: &AccountName,
        feed: Feed,
        thing: &str,
    ) -> Result<Option<F>, StoreError> {
        let row = sqlx::query("SELECT facts FROM watched WHERE account = ?1 AND feed = ?2 AND thing = ?3")
            .bind(account.as_str())
            .bind(feed.as_str())
            .bind(thing)
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| json(&row, "facts")).transpose()
    }

    /// Keeps what a look has brought together with what is owed because of it; says whether anything is owed now.
    ///
    /// # Errors
    /// [`StoreError::Overtaken`] when another turn was kept after what this one starts from was read.
    pub async fn turn<F: Serialize, N: Serialize>(&self, turn: &Turn<F, N>) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        advance(&mut transaction, turn).await?;
        let mut owes = !turn.owed.is_empty();
        for (thing, facts) in &turn.changed {
            sqlx::query(
                "INSERT INTO watched (account, feed, thing, facts) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (account, feed, thing) DO UPDATE SET facts = ?4",
            )
            .bind(turn.account.as_str())
            .bind(turn.feed.as_str())
            .bind(thing)
            .bind(to_json(facts))
            .execute(&mut *transaction)
            .await?;
            owes |= outdate(&mut transaction, &turn.account, turn.feed, thing, turn.now).await?;
        }
        for owed in &turn.owed {
            let card = match &owed.thing {
                Some(thing) => {
                    let (account, feed) = (&turn.account, turn.feed);
                    Some(card_in(&mut transaction, owed.channel, account, feed, thing, turn.now).await?)
                }
                None => None,
            };
            let said = owed.unless_new && card.as_ref().is_some_and(|card| card.is_new);
            if let Some(note) = owed.note.as_ref().filter(|_| !said) {
                let snoozed = card.as_ref().and_then(|card| card.snoozed);
                let due = snoozed.map_or(turn.now, |snoozed| turn.now.max(snoozed));
                let card = card.as_ref().map(|card| card.id.as_str());
                owe(&mut transaction, owed.channel, card, Some(&to_json(note)), due).await?;
            }
        }
        transaction.commit().await?;
        Ok(owes)
    }
}

/// Notes that another turn of a feed is kept; at another place the feed begins anew.
async fn advance<F, N>(connection: &mut SqliteConnection, turn: &Turn<F, N>) -> Result<(), StoreError> {
    let row = sqlx::query("SELECT * FROM feeds WHERE account = ?1 AND feed = ?2")
        .bind(turn.account.as_str())
        .bind(turn.feed.as_str())
        .fetch_optional(&mut *connection)
        .await?;
    let before = row.map(|row| read_feed(&row)).transpose()?;
    if before.as_ref().map_or(0, |before| before.turns) != turn.after {
        return Err(StoreError::Overtaken);
    }
    let since = match before {
        Some(before) if before.origin.is_empty() || before.origin == turn.origin => before.since,
        Some(_) => {
            forget(connection, &turn.account, turn.feed).await?;
            turn.now
        }
        None => turn.now,
    };
    sqlx::query(
        "INSERT INTO feeds (account, feed, body, origin, zone, since, turns) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (account, feed) DO UPDATE SET body = ?3, origin = ?4, zone = ?5, since = ?6, turns = ?7",
    )
    .bind(turn.account.as_str())
    .bind(turn.feed.as_str())
    .bind(&turn.body)
    .bind(&turn.origin)
    .bind(&turn.zone)
    .bind(millis(since))
    .bind(turn.after as i64 + 1)
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets the things of a feed and their cards, whose messages stay as they are: the ids mean other things now.
async fn forget(
    connection: &mut SqliteConnection,
    account: &AccountName,
    feed: Feed,
) -> Result<(), StoreError> {
    for statement in [
        "DELETE FROM outbox WHERE card IN (SELECT id FROM cards WHERE account = ?1 AND feed = ?2)",
        "DELETE FROM cards WHERE account = ?1 AND feed = ?2",
        "DELETE FROM watched WHERE account = ?1 AND feed = ?2",
    ] {
        sqlx::query(statement).bind(account.as_str()).bind(feed.as_str()).execute(&mut *connection).await?;
    }
    Ok(())
}

fn read_feed(row: &SqliteRow) -> Result<FeedState, StoreError> {
    Ok(FeedState {
        body: get(row, "body")?,
        origin: get(row, "origin")?,
        zone: get(row, "zone")?,
        since: time(row, "since")?,
        turns: get::<i64>(row, "turns")?.unsigned_abs(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANNEL: ChannelId = ChannelId(5);

    fn turn(after: u64, origin: &str, thing: &str) -> Turn<String, String> {
        let owed =
            NewlyOwed { channel: CHANNEL, thing: Some(thing.to_owned()), note: None, unless_new: false };
        Turn {
            account: "asia".parse().unwrap(),
            feed: Feed::Tickets,
            body: None,
            origin: origin.to_owned(),
            zone: "UTC".to_owned(),
            after,
            changed: [(thing.to_owned(), format!("{thing} at {origin}"))].into(),
            owed: vec![owed],
            now: Timestamp::from_second(1_700_000_000 + after as i64).unwrap(),
        }
    }

    async fn things(store: &Store) -> Vec<String> {
        let account = "asia".parse().unwrap();
        store.watched::<String>(&account, Feed::Tickets).await.unwrap().into_values().collect()
    }

    #[tokio::test]
    async fn a_look_that_starts_from_what_is_no_longer_so_adds_nothing() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        store.turn(&turn(0, "here", "1")).await.unwrap();
        for late in [0, 2] {
            let refused = store.turn(&turn(late, "here", "2")).await;
            assert!(matches!(refused, Err(StoreError::Overtaken)), "{refused:?}");
        }
        assert_eq!(things(&store).await, ["1 at here"]);
        assert_eq!(store.arrears(CHANNEL).await.unwrap().pending, 1);
        store.turn(&turn(1, "here", "2")).await.unwrap();
        assert_eq!(things(&store).await, ["1 at here", "2 at here"]);
        let feed = store.feed(&"asia".parse().unwrap(), Feed::Tickets).await.unwrap().unwrap();
        assert_eq!((feed.turns, feed.since.as_second()), (2, 1_700_000_000));
    }

    #[tokio::test]
    async fn at_another_place_a_feed_begins_anew_and_its_cards_are_let_go() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let account: AccountName = "asia".parse().unwrap();
        store.turn(&turn(0, "here", "1")).await.unwrap();
        let old = store.cards_of(&account, "1").await.unwrap();
        store.turn(&turn(1, "there", "2")).await.unwrap();
        assert_eq!(things(&store).await, ["2 at there"]);
        assert_eq!(store.cards_of(&account, "1").await.unwrap(), []);
        assert_eq!(store.card(&old[0].id).await.unwrap(), None);
        let feed = store.feed(&account, Feed::Tickets).await.unwrap().unwrap();
        assert_eq!((feed.origin.as_str(), feed.since.as_second()), ("there", 1_700_000_001));
    }
}
