//! Views: what a person's page buttons and choices stand for, opaque to Discord.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{Store, StoreError, get, json, key, millis, parsed, time, to_json, unkey};
use crate::domain::{Action, ChannelId, GuildId, Id, UserId};

/// An invocation that its requester's buttons or select menu can make again with another page or argument.
#[derive(Clone, Debug)]
pub struct View {
    /// Its id, which the components carry.
    pub id: Id,
    /// Whose it is.
    pub requester: UserId,
    /// The guild that it was shown in.
    pub guild: GuildId,
    /// The channel that it was shown in.
    pub channel: ChannelId,
    /// What is done again.
    pub action: Action,
    /// With which arguments.
    pub arguments: Map<String, Value>,
    /// The argument that a choice fills in; `None` for the pages of a list.
    pub fills: Option<String>,
    /// When it ends.
    pub expires: Timestamp,
}

impl Store {
    /// Stores a new view before it is shown.
    pub async fn insert_view(&self, view: &View) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO views (id, requester, guild, channel, action, arguments, fills, expires)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )
        .bind(view.id.as_str())
        .bind(key(view.requester.0))
        .bind(key(view.guild.0))
        .bind(key(view.channel.0))
        .bind(view.action.as_str())
        .bind(to_json(&view.arguments))
        .bind(&view.fills)
        .bind(millis(view.expires))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Ends a view; says whether it had not ended before.
    pub async fn end_view(&self, id: &Id) -> Result<bool, StoreError> {
        let ended =
            sqlx::query("DELETE FROM views WHERE id = ?1").bind(id.as_str()).execute(&self.pool).await?;
        Ok(ended.rows_affected() == 1)
    }

    /// A view that has not ended.
    pub async fn view(&self, id: &Id, now: Timestamp) -> Result<Option<View>, StoreError> {
        let row = sqlx::query("SELECT * FROM views WHERE id = ?1 AND expires > ?2")
            .bind(id.as_str())
            .bind(millis(now))
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| {
            Ok(View {
                id: parsed(&row, "id")?,
                requester: UserId(unkey(get(&row, "requester")?)),
                guild: GuildId(unkey(get(&row, "guild")?)),
                channel: ChannelId(unkey(get(&row, "channel")?)),
                action: parsed(&row, "action")?,
                arguments: json(&row, "arguments")?,
                fills: get(&row, "fills")?,
                expires: time(&row, "expires")?,
            })
        })
        .transpose()
    }
}
