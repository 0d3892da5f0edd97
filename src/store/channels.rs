//! Channels: those that are gone or stopped, and how much each is owed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::relays::{card_in, owe};
use super::{Store, StoreError, get, key, millis, parsed, to_json, unkey};
use crate::domain::ChannelId;

/// How much a channel is owed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrears {
    /// How much waits.
    pub pending: u64,
    /// How much could not be delivered.
    pub dead: u64,
}

impl Store {
    /// Notes that a channel is gone: what it is owed goes to the fallback where there is one, once with `word` of it.
    pub async fn lose_channel<N: Serialize>(
        &self,
        channel: ChannelId,
        reason: &str,
        fallback: Option<(ChannelId, &N)>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let fallback = fallback.filter(|(other, _)| *other != channel);
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let first = sqlx::query(
            "INSERT INTO gone_channels (channel, reason, since) VALUES (?1, ?2, ?3) ON CONFLICT (channel) DO NOTHING",
        )
        .bind(key(channel.0))
        .bind(reason)
        .bind(millis(now))
        .execute(&mut *transaction)
        .await?;
        let rows = sqlx::query(
            // A card that has nothing new to say need not be said elsewhere.
            "SELECT outbox.card, outbox.note, cards.account, cards.feed, cards.thing
             FROM outbox LEFT JOIN cards ON cards.id = outbox.card
             WHERE outbox.channel = ?1 AND outbox.state = 'pending'
               AND (outbox.note IS NOT NULL OR cards.version > cards.shown)
             ORDER BY seq",
        )
        .bind(key(channel.0))
        .fetch_all(&mut *transaction)
        .await?;
        sqlx::query("UPDATE outbox SET state = 'dead', reason = ?2 WHERE channel = ?1 AND state = 'pending'")
            .bind(key(channel.0))
            .bind(reason)
            .execute(&mut *transaction)
            .await?;
        if let Some((other, word)) = fallback {
            if first.rows_affected() > 0 {
                owe(&mut transaction, other, None, Some(&to_json(word)), now).await?;
            }
            for row in rows {
                let card = match get::<Option<&str>>(&row, "card")? {
                    Some(_) => {
                        let (Ok(account), Ok(feed)) = (parsed(&row, "account"), parsed(&row, "feed")) else {
                            // A later version has put it there, before this one was put back.
                            continue;
                        };
                        let thing: String = get(&row, "thing")?;
                        Some(card_in(&mut transaction, other, &account, feed, &thing, now).await?)
                    }
                    None => None,
                };
                if let Some(note) = get::<Option<&str>>(&row, "note")? {
                    let card = card.as_ref().map(|card| card.id.as_str());
                    owe(&mut transaction, other, card, Some(note), now).await?;
                }
            }
        }
        transaction.commit().await?;
        Ok(())
    }

    /// The channels that are gone, and why.
    pub async fn gone_channels(&self) -> Result<BTreeMap<u64, String>, StoreError> {
        let rows = sqlx::query("SELECT channel, reason FROM gone_channels").fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok((unkey(get(row, "channel")?), get(row, "reason")?))).collect()
    }

    /// Tries again what a channel could not be given; says how much that is.
    pub async fn redrive(&self, channel: ChannelId, now: Timestamp) -> Result<u64, StoreError> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("DELETE FROM gone_channels WHERE channel = ?1")
            .bind(key(channel.0))
            .execute(&mut *transaction)
            .await?;
        let revived = sqlx::query(
            "UPDATE outbox SET state = 'pending', due = ?2, reason = NULL WHERE channel = ?1 AND state = 'dead'",
        )
        .bind(key(channel.0))
        .bind(millis(now))
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(revived.rows_affected())
    }

    /// Stops or goes on delivering to a channel; what it is owed waits meanwhile. Says whether that is new.
    pub async fn pause_channel(&self, channel: ChannelId, paused: bool) -> Result<bool, StoreError> {
        let statement = if paused {
            "INSERT INTO paused_channels (channel) VALUES (?1) ON CONFLICT (channel) DO NOTHING"
        } else {
            "DELETE FROM paused_channels WHERE channel = ?1"
        };
        let changed = sqlx::query(statement).bind(key(channel.0)).execute(&self.pool).await?;
        Ok(changed.rows_affected() > 0)
    }

    /// Whether delivering to a channel is stopped.
    pub async fn is_paused(&self, channel: ChannelId) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT 1 FROM paused_channels WHERE channel = ?1")
            .bind(key(channel.0))
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.is_some())
    }

    /// Owes a channel a message of its own.
    pub async fn owe_note<N: Serialize>(
        &self,
        channel: ChannelId,
        note: &N,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        owe(&mut *self.pool.acquire().await?, channel, None, Some(&to_json(note)), now).await
    }

    /// How much a channel is owed.
    pub async fn arrears(&self, channel: ChannelId) -> Result<Arrears, StoreError> {
        let row = sqlx::query(
            "SELECT COUNT(*) FILTER (WHERE state = 'pending') AS pending, COUNT(*) FILTER (WHERE state = 'dead') AS dead
             FROM outbox WHERE channel = ?1",
        )
        .bind(key(channel.0))
        .fetch_one(&self.pool)
        .await?;
        let count = |column| get::<i64>(&row, column).map(|count| count.unsigned_abs());
        Ok(Arrears { pending: count("pending")?, dead: count("dead")? })
    }
}
