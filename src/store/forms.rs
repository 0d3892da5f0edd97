//! Forms that are filled in question by question, as they are kept from one click to the next.

use jiff::Timestamp;
use serde_json::{Map, Value};
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::{Store, StoreError, address, get, json, key, millis, parsed, time, to_json, unkey};
use crate::domain::form::FormState;
use crate::domain::{Action, Address, Id, MessageId, Target, UserId};

/// A form that somebody is filling in.
#[derive(Clone, Debug)]
pub struct OpenForm {
    /// Its id, which its components carry.
    pub id: Id,
    /// The invocation that it belongs to.
    pub invocation: Id,
    /// Whose it is.
    pub requester: UserId,
    /// The message that shows it.
    pub address: Address,
    /// What it is filled in for.
    pub action: Action,
    /// With which arguments that was begun.
    pub arguments: Map<String, Value>,
    /// On what.
    pub target: Target,
    /// The questions and the answers so far.
    pub state: FormState,
    /// How many clicks were taken.
    pub turn: u32,
    /// When it ends.
    pub expires: Timestamp,
}

impl Store {
    /// Stores a new form before it is shown.
    pub async fn insert_form(&self, form: &OpenForm) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO forms (id, invocation, requester, guild, channel, message, ephemeral, locale, action,
                 arguments, target, state, turn, expires)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )
        .bind(form.id.as_str())
        .bind(form.invocation.as_str())
        .bind(key(form.requester.0))
        .bind(key(form.address.guild.0))
        .bind(key(form.address.channel.0))
        .bind(form.address.message.map(|message| key(message.0)))
        .bind(form.address.ephemeral)
        .bind(&form.address.locale)
        .bind(form.action.as_str())
        .bind(to_json(&form.arguments))
        .bind(to_json(&form.target))
        .bind(to_json(&form.state))
        .bind(form.turn)
        .bind(millis(form.expires))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// A form that has not ended.
    pub async fn form(&self, id: &Id) -> Result<Option<OpenForm>, StoreError> {
        let row = sqlx::query("SELECT * FROM forms WHERE id = ?1")
            .bind(id.as_str())
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| read(&row)).transpose()
    }

    /// Keeps what a click has made of a form; false when another click was taken since the form was read.
    pub async fn turn_form(&self, form: &OpenForm) -> Result<bool, StoreError> {
        let turned = sqlx::query(
            "UPDATE forms SET state = ?3, message = ?4, expires = ?5, turn = turn + 1 WHERE id = ?1 AND turn = ?2",
        )
        .bind(form.id.as_str())
        .bind(form.turn)
        .bind(to_json(&form.state))
        .bind(form.address.message.map(|message| key(message.0)))
        .bind(millis(form.expires))
        .execute(&self.pool)
        .await?;
        Ok(turned.rows_affected() == 1)
    }

    /// Notes the message that shows a form.
    pub async fn set_form_message(&self, id: &Id, message: MessageId) -> Result<(), StoreError> {
        sqlx::query("UPDATE forms SET message = ?2 WHERE id = ?1")
            .bind(id.as_str())
            .bind(key(message.0))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Ends a form; false when another click was taken, or it had ended before.
    pub async fn end_form(&self, id: &Id, turn: u32) -> Result<bool, StoreError> {
        end_form(&mut *self.pool.acquire().await?, id, turn).await
    }

    /// The forms whose time is over.
    pub async fn overdue_forms(&self, now: Timestamp) -> Result<Vec<OpenForm>, StoreError> {
        let rows = sqlx::query("SELECT * FROM forms WHERE expires <= ?1")
            .bind(millis(now))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }
}

/// The same as part of something that happens whole or not at all.
pub(super) async fn end_form(
    connection: &mut SqliteConnection,
    id: &Id,
    turn: u32,
) -> Result<bool, StoreError> {
    let ended = sqlx::query("DELETE FROM forms WHERE id = ?1 AND turn = ?2")
        .bind(id.as_str())
        .bind(turn)
        .execute(connection)
        .await?;
    Ok(ended.rows_affected() == 1)
}

fn read(row: &SqliteRow) -> Result<OpenForm, StoreError> {
    Ok(OpenForm {
        id: parsed(row, "id")?,
        invocation: parsed(row, "invocation")?,
        requester: UserId(unkey(get(row, "requester")?)),
        address: address(row)?,
        action: parsed(row, "action")?,
        arguments: json(row, "arguments")?,
        target: json(row, "target")?,
        state: json(row, "state")?,
        turn: get(row, "turn")?,
        expires: time(row, "expires")?,
    })
}
