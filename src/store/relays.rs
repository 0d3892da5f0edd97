//! The outbox of what channels are owed, and the cards that are shown there.

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqlitePool, SqliteRow};

use super::{Store, StoreError, get, key, millis, parsed, time, unkey};
use crate::domain::relay::{Card, CardView, Feed, Owed};
use crate::domain::{AccountName, ChannelId, Id, MessageId, UserId};

/// How long is kept what was delivered.
const DELIVERED_DAYS: i64 = 7;
/// How long is kept what could not be delivered: for so long it can be tried again.
const DEAD_DAYS: i64 = 30;

impl Store {
    /// The first of what may be delivered now in a channel; what cannot be read any more is given up on the way.
    pub async fn due<N: DeserializeOwned>(
        &self,
        channel: ChannelId,
        now: Timestamp,
    ) -> Result<Option<Owed<N>>, StoreError> {
        loop {
            let row = sqlx::query(
                "SELECT outbox.id AS owed, outbox.channel AS at, outbox.note, outbox.tried, cards.*
                 FROM outbox LEFT JOIN cards ON cards.id = outbox.card
                 WHERE outbox.channel = ?1 AND outbox.state = 'pending' AND outbox.due <= ?2
                   AND outbox.channel NOT IN (SELECT channel FROM paused_channels)
                 ORDER BY outbox.seq LIMIT 1",
            )
            .bind(key(channel.0))
            .bind(millis(now))
            .fetch_optional(&self.pool)
            .await?;
            let Some(row) = row else { return Ok(None) };
            match read_owed(&row) {
                // A later version may have written it, before this one was put back.
                Err(error @ StoreError::Unreadable(_)) => {
                    self.bury(&parsed(&row, "owed")?, &error.to_string()).await?
                }
                read => return read.map(Some),
            }
        }
    }

    /// When the first of what waits may be delivered, for each channel in which anything does.
    pub async fn next_due(&self) -> Result<Vec<(ChannelId, Timestamp)>, StoreError> {
        let rows = sqlx::query(
            "SELECT channel, MIN(due) AS due FROM outbox
             WHERE state = 'pending' AND channel NOT IN (SELECT channel FROM paused_channels)
             GROUP BY channel",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| Ok((ChannelId(unkey(get(row, "channel")?)), time(row, "due")?))).collect()
    }

    /// Notes, before it is done, that something owed is tried.
    pub async fn mark_tried(&self, id: &Id, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query("UPDATE outbox SET tried = COALESCE(tried, ?2) WHERE id = ?1")
            .bind(id.as_str())
            .bind(millis(now))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Notes that something owed was delivered; of a card, which message shows it, how far, and whether in public.
    pub async fn delivered(
        &self,
        id: &Id,
        card: Option<(&CardView, MessageId)>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("UPDATE outbox SET state = 'delivered', due = ?2 WHERE id = ?1 AND state = 'pending'")
            .bind(id.as_str())
            .bind(millis(now))
            .execute(&mut *transaction)
            .await?;
        // A channel that takes a message is there. To change one says nothing: that goes without the right to write.
        sqlx::query(
            "DELETE FROM gone_channels
             WHERE channel = (SELECT channel FROM outbox WHERE id = ?1 AND tried IS NOT NULL)",
        )
        .bind(id.as_str())
        .execute(&mut *transaction)
        .await?;
        if let Some((view, message)) = card {
            let card = &view.card;
            sqlx::query("UPDATE cards SET message = ?2, shown = MAX(shown, ?3), public = ?4 WHERE id = ?1")
                .bind(card.id.as_str())
                .bind(key(message.0))
                .bind(card.version as i64)
                .bind(view.public)
                .execute(&mut *transaction)
                .await?;
            // It may have changed while it was being shown.
            let behind = sqlx::query("SELECT 1 FROM cards WHERE id = ?1 AND version > shown")
                .bind(card.id.as_str())
                .fetch_optional(&mut *transaction)
                .await?;
            if behind.is_some() {
                owe_card(&mut transaction, card.channel, card.id.as_str(), now).await?;
            }
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Notes the thread that a card's notes go to.
    pub async fn set_card_thread(&self, card: &Id, thread: ChannelId) -> Result<(), StoreError> {
        sqlx::query("UPDATE cards SET thread = ?2 WHERE id = ?1")
            .bind(card.as_str())
            .bind(key(thread.0))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Notes that a card's message is gone: the next showing makes a new one, under a new id.
    pub async fn lose_message(&self, id: &Id, card: &Card, now: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("UPDATE outbox SET state = 'delivered', due = ?2 WHERE id = ?1")
            .bind(id.as_str())
            .bind(millis(now))
            .execute(&mut *transaction)
            .await?;
        sqlx::query("UPDATE cards SET message = NULL, thread = NULL WHERE id = ?1")
            .bind(card.id.as_str())
            .execute(&mut *transaction)
            .await?;
        owe_card(&mut transaction, card.channel, card.id.as_str(), now).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Lets one thing wait until then, while what is owed after it goes on.
    pub async fn put_off(&self, id: &Id, until: Timestamp) -> Result<(), StoreError> {
        sqlx::query("UPDATE outbox SET due = ?2 WHERE id = ?1 AND state = 'pending'")
            .bind(id.as_str())
            .bind(millis(until))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Gives one thing up, with the reason.
    pub async fn bury(&self, id: &Id, reason: &str) -> Result<(), StoreError> {
        sqlx::query("UPDATE outbox SET state = 'dead', reason = ?2 WHERE id = ?1 AND state = 'pending'")
            .bind(id.as_str())
            .bind(reason)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

/// Removes what was delivered or given up long ago.
pub(super) async fn prune(pool: &SqlitePool, now: Timestamp) -> Result<(), StoreError> {
    for (state, days) in [("delivered", DELIVERED_DAYS), ("dead", DEAD_DAYS)] {
        sqlx::query("DELETE FROM outbox WHERE state = ?1 AND due < ?2")
            .bind(state)
            .bind(millis(now) - days * 86_400_000)
            .execute(pool)
            .await?;
    }
    Ok(())
}

/// Has every card of a thing shown anew; says whether there is one.
pub(super) async fn outdate(
    connection: &mut SqliteConnection,
    account: &AccountName,
    feed: Feed,
    thing: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let rows = sqlx::query(
        "UPDATE cards SET version = version + 1 WHERE account = ?1 AND feed = ?2 AND thing = ?3
         RETURNING id, channel",
    )
    .bind(account.as_str())
    .bind(feed.as_str())
    .bind(thing)
    .fetch_all(&mut *connection)
    .await?;
    for row in &rows {
        owe_card(connection, ChannelId(unkey(get(row, "channel")?)), get(row, "id")?, now).await?;
    }
    Ok(!rows.is_empty())
}

/// A thing's card in a channel.
pub(super) struct Standing {
    pub(super) id: String,
    /// Until when its notes wait.
    pub(super) snoozed: Option<Timestamp>,
    pub(super) is_new: bool,
}

/// The card of a thing in a channel, which is owed when it is new.
pub(super) async fn card_in(
    connection: &mut SqliteConnection,
    channel: ChannelId,
    account: &AccountName,
    feed: Feed,
    thing: &str,
    now: Timestamp,
) -> Result<Standing, StoreError> {
    let made = sqlx::query(
        "INSERT INTO cards (id, channel, account, feed, thing, version, shown) VALUES (?1, ?2, ?3, ?4, ?5, 1, 0)
         ON CONFLICT (account, feed, thing, channel) DO NOTHING",
    )
    .bind(Id::random().as_str())
    .bind(key(channel.0))
    .bind(account.as_str())
    .bind(feed.as_str())
    .bind(thing)
    .execute(&mut *connection)
    .await?;
    let row = sqlx::query(
        "SELECT id, snoozed FROM cards WHERE account = ?1 AND feed = ?2 AND thing = ?3 AND channel = ?4",
    )
    .bind(account.as_str())
    .bind(feed.as_str())
    .bind(thing)
    .bind(key(channel.0))
    .fetch_one(&mut *connection)
    .await?;
    let id: String = get(&row, "id")?;
    let is_new = made.rows_affected() > 0;
    if is_new {
        owe_card(connection, channel, &id, now).await?;
    }
    let snoozed = get::<Option<i64>>(&row, "snoozed")?.map(|_| time(&row, "snoozed")).transpose()?;
    Ok(Standing { id, snoozed, is_new })
}

/// Owes the showing of a card, unless one waits already: it shows the newest whenever it comes.
pub(super) async fn owe_card(
    connection: &mut SqliteConnection,
    channel: ChannelId,
    card: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let waits = sqlx::query("SELECT 1 FROM outbox WHERE card = ?1 AND note IS NULL AND state = 'pending'")
        .bind(card)
        .fetch_optional(&mut *connection)
        .await?;
    if waits.is_none() {
        owe(connection, channel, Some(card), None, now).await?;
    }
    Ok(())
}

pub(super) async fn owe(
    connection: &mut SqliteConnection,
    channel: ChannelId,
    card: Option<&str>,
    note: Option<&str>,
    due: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO outbox (id, channel, card, note, state, created, due) VALUES (?1, ?2, ?3, ?4, 'pending', ?5, ?5)",
    )
    .bind(Id::random().as_str())
    .bind(key(channel.0))
    .bind(card)
    .bind(note)
    .bind(millis(due))
    .execute(connection)
    .await?;
    Ok(())
}

fn read_owed<N: DeserializeOwned>(row: &SqliteRow) -> Result<Owed<N>, StoreError> {
    let note: Option<&str> = get(row, "note")?;
    let tried: Option<i64> = get(row, "tried")?;
    let is_about_a_card = get::<Option<&str>>(row, "id")?.is_some();
    Ok(Owed {
        id: parsed(row, "owed")?,
        channel: ChannelId(unkey(get(row, "at")?)),
        card: is_about_a_card.then(|| read_card(row)).transpose()?,
        note: note
            .map(|note| serde_json::from_str(note).map_err(|_| StoreError::Unreadable("note")))
            .transpose()?,
        tried: tried.map(|_| time(row, "tried")).transpose()?,
    })
}

pub(super) fn read_card(row: &SqliteRow) -> Result<Card, StoreError> {
    let optional = |column| row.try_get::<Option<i64>, _>(column).map_err(StoreError::from);
    let snoozed = optional("snoozed")?;
    Ok(Card {
        id: parsed(row, "id")?,
        channel: ChannelId(unkey(get(row, "channel")?)),
        account: parsed(row, "account")?,
        feed: parsed(row, "feed")?,
        thing: get(row, "thing")?,
        message: optional("message")?.map(|id| MessageId(unkey(id))),
        thread: optional("thread")?.map(|id| ChannelId(unkey(id))),
        version: get::<i64>(row, "version")?.unsigned_abs(),
        owner: optional("owner")?.map(|id| UserId(unkey(id))),
        snoozed: snoozed.map(|_| time(row, "snoozed")).transpose()?,
    })
}
