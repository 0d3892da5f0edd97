//! Cards as people deal with them: found, taken on, and let wait.

use jiff::Timestamp;
use serde::Serialize;

use super::relays::{outdate, owe, owe_card, read_card};
use super::{Store, StoreError, get, key, millis, parsed, to_json, unkey};
use crate::domain::relay::{Card, Feed};
use crate::domain::{AccountName, ChannelId, Id, MessageId, UserId};

/// Some cards of a feed in a channel, as their messages were last shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The channel.
    pub channel: ChannelId,
    /// The account.
    pub account: AccountName,
    /// The feed.
    pub feed: Feed,
    /// Whether they show details on request only.
    pub public: bool,
}

impl Store {
    /// The card of that id.
    pub async fn card(&self, id: &Id) -> Result<Option<Card>, StoreError> {
        let row = sqlx::query("SELECT * FROM cards WHERE id = ?1")
            .bind(id.as_str())
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| read_card(&row)).transpose()
    }

    /// The card that a message is.
    pub async fn card_at(&self, message: MessageId) -> Result<Option<Card>, StoreError> {
        let row = sqlx::query("SELECT * FROM cards WHERE message = ?1")
            .bind(key(message.0))
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| read_card(&row)).transpose()
    }

    /// The cards that stand for the things of that id in an account, oldest first.
    pub async fn cards_of(&self, account: &AccountName, thing: &str) -> Result<Vec<Card>, StoreError> {
        let rows = sqlx::query("SELECT * FROM cards WHERE account = ?1 AND thing = ?2 ORDER BY rowid")
            .bind(account.as_str())
            .bind(thing)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read_card).collect()
    }

    /// The newest cards that are shown in a channel, newest first.
    pub async fn cards_in(&self, channel: ChannelId) -> Result<Vec<Card>, StoreError> {
        let sql =
            "SELECT * FROM cards WHERE channel = ?1 AND message IS NOT NULL ORDER BY message DESC LIMIT 200";
        let rows = sqlx::query(sql).bind(key(channel.0)).fetch_all(&self.pool).await?;
        rows.iter().map(read_card).collect()
    }

    /// Notes who has taken a card's thing on, and has every card of it shown anew.
    pub async fn claim_card(
        &self,
        card: &Card,
        owner: Option<UserId>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("UPDATE cards SET owner = ?4 WHERE account = ?1 AND feed = ?2 AND thing = ?3")
            .bind(card.account.as_str())
            .bind(card.feed.as_str())
            .bind(&card.thing)
            .bind(owner.map(|owner| key(owner.0)))
            .execute(&mut *transaction)
            .await?;
        outdate(&mut transaction, &card.account, card.feed, &card.thing, now).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Lets a card's notes wait until then, those that wait already too, and owes a reminder at that time.
    pub async fn snooze_card<N: Serialize>(
        &self,
        card: &Card,
        until: Timestamp,
        reminder: &N,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("UPDATE cards SET snoozed = ?2, version = version + 1 WHERE id = ?1")
            .bind(card.id.as_str())
            .bind(millis(until))
            .execute(&mut *transaction)
            .await?;
        sqlx::query("UPDATE outbox SET due = ?2 WHERE card = ?1 AND note IS NOT NULL AND state = 'pending'")
            .bind(card.id.as_str())
            .bind(millis(until))
            .execute(&mut *transaction)
            .await?;
        owe_card(&mut transaction, card.channel, card.id.as_str(), now).await?;
        owe(&mut transaction, card.channel, Some(card.id.as_str()), Some(&to_json(reminder)), until).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Notes that a card's notes wait no more, and has it shown so; one that was let wait anew waits on.
    pub async fn wake_card(&self, card: &Card, now: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let woken = sqlx::query(
            "UPDATE cards SET snoozed = NULL, version = version + 1 WHERE id = ?1 AND snoozed = ?2",
        )
        .bind(card.id.as_str())
        .bind(card.snoozed.map(millis))
        .execute(&mut *transaction)
        .await?;
        if woken.rows_affected() > 0 {
            owe_card(&mut transaction, card.channel, card.id.as_str(), now).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// What stands in the channels, and how it was last shown.
    pub async fn shown(&self) -> Result<Vec<Shown>, StoreError> {
        let sql = "SELECT DISTINCT channel, account, feed, public FROM cards WHERE message IS NOT NULL";
        let rows = sqlx::query(sql).fetch_all(&self.pool).await?;
        let read = |row| {
            Ok(Shown {
                channel: ChannelId(unkey(get(row, "channel")?)),
                account: parsed(row, "account")?,
                feed: parsed(row, "feed")?,
                public: get(row, "public")?,
            })
        };
        // What a later version has put there is none of this one's.
        let known = |shown: &Result<Shown, StoreError>| !matches!(shown, Err(StoreError::Unreadable(_)));
        rows.iter().map(read).filter(known).collect()
    }

    /// Owes the showing of those cards, the newest first, as they are: there is nothing new to say.
    pub async fn show_anew(&self, shown: &Shown, now: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let rows = sqlx::query(
            "SELECT id FROM cards
             WHERE channel = ?1 AND account = ?2 AND feed = ?3 AND public = ?4 AND message IS NOT NULL
             ORDER BY message DESC",
        )
        .bind(key(shown.channel.0))
        .bind(shown.account.as_str())
        .bind(shown.feed.as_str())
        .bind(shown.public)
        .fetch_all(&mut *transaction)
        .await?;
        for row in &rows {
            owe_card(&mut transaction, shown.channel, get(row, "id")?, now).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}
