//! Confirmations: stored, single-use, expiring consents, each bound to one plan.

use jiff::Timestamp;
use serde_json::{Map, Value};
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::audit::AuditEntry;
use super::forms::{OpenForm, end_form};
use super::{Store, StoreError, address, get, json, key, millis, parsed, time, to_json, unkey};
use crate::domain::outcome::AuditResult;
use crate::domain::{Action, Address, GuildId, Id, MessageId, Target, UserId};

/// A consent that is asked for.
#[derive(Clone, Debug)]
pub struct Confirmation {
    /// Its id, which the buttons carry.
    pub id: Id,
    /// The invocation that asks.
    pub invocation: Id,
    /// What would be done.
    pub action: Action,
    /// The invocation's exact arguments.
    pub arguments: Map<String, Value>,
    /// To what.
    pub target: Target,
    /// The observed state or price that the consent is bound to.
    pub fingerprint: String,
    /// Who asked.
    pub requester: UserId,
    /// Who may decide.
    pub deciders: Vec<UserId>,
    /// The message that asks.
    pub address: Address,
    /// When it ends.
    pub expires: Timestamp,
    /// Whether it is asked for anew, after the call that it was given for turned out never to have been begun.
    pub again: bool,
}

/// What has become of a consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfirmationState {
    /// It waits.
    Open,
    /// Somebody gave it; it cannot be given again.
    Claimed,
    /// Somebody refused it.
    Cancelled,
    /// Nobody decided in time.
    Expired,
    /// It was given, and what followed is over or in the journal.
    Settled,
}

impl ConfirmationState {
    const fn as_str(self) -> &'static str {
        match self {
            ConfirmationState::Open => "open",
            ConfirmationState::Claimed => "claimed",
            ConfirmationState::Cancelled => "cancelled",
            ConfirmationState::Expired => "expired",
            ConfirmationState::Settled => "settled",
        }
    }
}

impl Confirmation {
    /// A line for the audit about the requester's consent.
    pub fn audit_entry(&self, result: AuditResult) -> AuditEntry {
        AuditEntry::at(
            &self.address,
            &self.invocation,
            self.requester,
            self.action,
            self.target.clone(),
            result,
        )
    }
}

impl Store {
    /// Stores a new consent before it is shown.
    pub async fn insert_confirmation(&self, confirmation: &Confirmation) -> Result<(), StoreError> {
        insert(&mut *self.pool.acquire().await?, confirmation).await
    }

    /// Ends a form and stores the consent that it has led to, both or neither; false when another click on the form was
    /// taken, or it had ended before.
    pub async fn turn_into_confirmation(
        &self,
        form: &OpenForm,
        confirmation: &Confirmation,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        if !end_form(&mut transaction, &form.id, form.turn).await? {
            return Ok(false);
        }
        insert(&mut transaction, confirmation).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Notes the message that shows a consent.
    pub async fn set_confirmation_message(&self, id: &Id, message: MessageId) -> Result<(), StoreError> {
        sqlx::query("UPDATE confirmations SET message = ?2 WHERE id = ?1")
            .bind(id.as_str())
            .bind(key(message.0))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// A consent and what has become of it.
    pub async fn confirmation(
        &self,
        id: &Id,
    ) -> Result<Option<(Confirmation, ConfirmationState)>, StoreError> {
        let row = sqlx::query("SELECT * FROM confirmations WHERE id = ?1")
            .bind(id.as_str())
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| read(&row)).transpose()
    }

    /// Whether a use of a command has ever asked for a consent.
    pub async fn has_asked(&self, invocation: &Id) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT 1 FROM confirmations WHERE invocation = ?1 LIMIT 1")
            .bind(invocation.as_str())
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.is_some())
    }

    /// Claims a consent for one run; of any number of claims, one at most succeeds.
    ///
    /// `message` is the one that was clicked: a click may come before Discord has told which message it made.
    pub async fn claim_confirmation(
        &self,
        id: &Id,
        by: UserId,
        message: Option<MessageId>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let updated = sqlx::query(
            "UPDATE confirmations SET state = 'claimed', decided_by = ?2, message = COALESCE(?3, message)
             WHERE id = ?1 AND state = 'open' AND expires > ?4",
        )
        .bind(id.as_str())
        .bind(key(by.0))
        .bind(message.map(|message| key(message.0)))
        .bind(millis(now))
        .execute(&self.pool)
        .await?;
        Ok(updated.rows_affected() == 1)
    }

    /// Ends a consent that is still open, and forgets its arguments; says whether it was open.
    pub async fn end_confirmation(&self, id: &Id, state: ConfirmationState) -> Result<bool, StoreError> {
        let sql = "UPDATE confirmations SET state = ?2, arguments = '{}' WHERE id = ?1 AND state = 'open'";
        let updated = sqlx::query(sql).bind(id.as_str()).bind(state.as_str()).execute(&self.pool).await?;
        Ok(updated.rows_affected() == 1)
    }

    /// Notes that what followed a given consent is over or in the journal.
    pub async fn settle_confirmation(&self, id: &Id) -> Result<(), StoreError> {
        sqlx::query("UPDATE confirmations SET state = 'settled' WHERE id = ?1 AND state = 'claimed'")
            .bind(id.as_str())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Asks for a given consent anew, under the same id; false when it is no longer kept, was decided since, or its call
    /// does not count as never begun any more.
    pub async fn ask_again(&self, id: &Id, expires: Timestamp) -> Result<bool, StoreError> {
        let updated = sqlx::query(
            "UPDATE confirmations SET state = 'open', again = 1, expires = ?2, decided_by = NULL
             WHERE id = ?1 AND (state IN ('claimed', 'settled') OR (state = 'open' AND again = 1))
               -- It may have been given again since, and its call be under way.
               AND id IN (SELECT id FROM journal WHERE state = 'failed')",
        )
        .bind(id.as_str())
        .bind(millis(expires))
        .execute(&self.pool)
        .await?;
        Ok(updated.rows_affected() == 1)
    }

    /// The given consents after which the bot stopped before it recorded anything.
    pub async fn unsettled_confirmations(&self) -> Result<Vec<Confirmation>, StoreError> {
        let rows =
            sqlx::query("SELECT * FROM confirmations WHERE state = 'claimed'").fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok(read(row)?.0)).collect()
    }

    /// The consents of a guild that still wait.
    pub async fn open_confirmations(
        &self,
        guild: GuildId,
        now: Timestamp,
    ) -> Result<Vec<Confirmation>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM confirmations WHERE state = 'open' AND guild = ?1 AND expires > ?2 ORDER BY expires DESC",
        )
        .bind(key(guild.0))
        .bind(millis(now))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| Ok(read(row)?.0)).collect()
    }

    /// The open consents whose time is over.
    pub async fn overdue_confirmations(&self, now: Timestamp) -> Result<Vec<Confirmation>, StoreError> {
        let rows = sqlx::query("SELECT * FROM confirmations WHERE state = 'open' AND expires <= ?1")
            .bind(millis(now))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| Ok(read(row)?.0)).collect()
    }
}

async fn insert(connection: &mut SqliteConnection, confirmation: &Confirmation) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO confirmations (id, invocation, action, arguments, target, fingerprint, requester, deciders,
             guild, channel, message, ephemeral, locale, expires, again, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 'open')",
    )
    .bind(confirmation.id.as_str())
    .bind(confirmation.invocation.as_str())
    .bind(confirmation.action.as_str())
    .bind(to_json(&confirmation.arguments))
    .bind(to_json(&confirmation.target))
    .bind(&confirmation.fingerprint)
    .bind(key(confirmation.requester.0))
    .bind(to_json(&confirmation.deciders))
    .bind(key(confirmation.address.guild.0))
    .bind(key(confirmation.address.channel.0))
    .bind(confirmation.address.message.map(|message| key(message.0)))
    .bind(confirmation.address.ephemeral)
    .bind(&confirmation.address.locale)
    .bind(millis(confirmation.expires))
    .bind(confirmation.again)
    .execute(connection)
    .await?;
    Ok(())
}

fn read(row: &SqliteRow) -> Result<(Confirmation, ConfirmationState), StoreError> {
    let state = match get::<&str>(row, "state")? {
        "open" => ConfirmationState::Open,
        "claimed" => ConfirmationState::Claimed,
        "cancelled" => ConfirmationState::Cancelled,
        "expired" => ConfirmationState::Expired,
        "settled" => ConfirmationState::Settled,
        _ => return Err(StoreError::Unreadable("state")),
    };
    let confirmation = Confirmation {
        id: parsed(row, "id")?,
        invocation: parsed(row, "invocation")?,
        action: parsed(row, "action")?,
        arguments: json(row, "arguments")?,
        target: json(row, "target")?,
        fingerprint: get(row, "fingerprint")?,
        requester: UserId(unkey(get(row, "requester")?)),
        deciders: json(row, "deciders")?,
        address: address(row)?,
        expires: time(row, "expires")?,
        again: get(row, "again")?,
    };
    Ok((confirmation, state))
}
