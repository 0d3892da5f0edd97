//! The journal of changing operations, and the jobs that are followed after them.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::audit::{self, AuditEntry};
use super::{Store, StoreError, address, get, json, key, millis, parsed, time, to_json, unkey};
use crate::domain::job::Watch;
use crate::domain::outcome::AuditResult;
use crate::domain::{Action, Address, Id, MessageId, ResourceRef, Target, UserId};

/// How far a changing operation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JournalState {
    /// Recorded; the call has not been made.
    Intent,
    /// The call is being made, or was when the bot stopped.
    Sent,
    /// The provider accepted it.
    Done,
    /// It was not carried out.
    Failed,
    /// It may have been carried out.
    Unknown,
}

impl JournalState {
    const fn as_str(self) -> &'static str {
        match self {
            JournalState::Intent => "intent",
            JournalState::Sent => "sent",
            JournalState::Done => "done",
            JournalState::Failed => "failed",
            JournalState::Unknown => "unknown",
        }
    }
}

/// A changing operation in the journal.
#[derive(Clone, Debug)]
pub struct JournalEntry {
    /// Its id.
    pub id: Id,
    /// The invocation that it belongs to.
    pub invocation: Id,
    /// Who acts.
    pub actor: UserId,
    /// What is done.
    pub action: Action,
    /// To what.
    pub target: Target,
    /// The message that stands for it.
    pub address: Address,
    /// How far it is.
    pub state: JournalState,
    /// When it was recorded.
    pub intended: Timestamp,
    /// When the call was made.
    pub sent: Option<Timestamp>,
}

impl JournalEntry {
    /// A line for the audit about the operation.
    pub fn audit_entry(&self, result: AuditResult) -> AuditEntry {
        AuditEntry::at(&self.address, &self.invocation, self.actor, self.action, self.target.clone(), result)
    }
}

/// Somebody's open operation on a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lock {
    /// Who holds it.
    pub by: UserId,
    /// What they are doing.
    pub action: Action,
    /// Since when.
    pub since: Timestamp,
}

/// What became of an attempt to open a journal row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// The row is open and committed.
    Open,
    /// Another operation on the same resource is open.
    Locked(Lock),
}

/// A job that is followed.
#[derive(Clone, Debug)]
pub struct Job {
    /// The operation that began it.
    pub entry: JournalEntry,
    /// What has been seen since.
    pub watch: Watch,
    /// Whether the call's own answer was lost.
    pub doubtful: bool,
    /// When the call was made.
    pub called: Timestamp,
}

impl Store {
    /// Opens a journal row and writes the audit's intent, both or neither, unless the resource is locked.
    pub async fn begin(
        &self,
        entry: &JournalEntry,
        resource: &ResourceRef,
        intent: &AuditEntry,
    ) -> Result<Begun, StoreError> {
        self.flush_audit().await;
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        if let Some(lock) = lock(&mut transaction, resource).await? {
            return Ok(Begun::Locked(lock));
        }
        sqlx::query(
            "INSERT INTO journal (id, invocation, actor, action, target, account, kind, resource, guild, channel,
                 message, ephemeral, locale, state, intended)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 'intent', ?14)",
        )
        .bind(entry.id.as_str())
        .bind(entry.invocation.as_str())
        .bind(key(entry.actor.0))
        .bind(entry.action.as_str())
        .bind(to_json(&entry.target))
        .bind(resource.account.as_str())
        .bind(resource.kind.as_str())
        .bind(&resource.id)
        .bind(key(entry.address.guild.0))
        .bind(key(entry.address.channel.0))
        .bind(entry.address.message.map(|message| key(message.0)))
        .bind(entry.address.ephemeral)
        .bind(&entry.address.locale)
        .bind(millis(entry.intended))
        .execute(&mut *transaction)
        .await?;
        audit::insert(&mut transaction, [intent]).await?;
        transaction.commit().await?;
        Ok(Begun::Open)
    }

    /// Whoever has an open operation or a followed job on the resource.
    pub async fn lock(&self, resource: &ResourceRef) -> Result<Option<Lock>, StoreError> {
        lock(&mut *self.pool.acquire().await?, resource).await
    }

    /// Notes that the call is about to be made.
    pub async fn mark_sent(&self, id: &Id, now: Timestamp) -> Result<(), StoreError> {
        let updated =
            sqlx::query("UPDATE journal SET state = 'sent', sent = ?2 WHERE id = ?1 AND state = 'intent'")
                .bind(id.as_str())
                .bind(millis(now))
                .execute(&self.pool)
                .await?;
        // Somebody else has settled the row as never sent; so it must stay.
        if updated.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Settled) }
    }

    /// Ends a journal row, writes the audit's outcome, and begins a job where one follows: all or nothing.
    pub async fn end(
        &self,
        id: &Id,
        state: JournalState,
        outcome: &AuditEntry,
        job: Option<&Job>,
    ) -> Result<(), StoreError> {
        self.flush_audit().await;
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let updated = sqlx::query(
            "UPDATE journal SET state = ?2, ended = ?3 WHERE id = ?1 AND state IN ('intent', 'sent')",
        )
        .bind(id.as_str())
        .bind(state.as_str())
        .bind(millis(outcome.at))
        .execute(&mut *transaction)
        .await?;
        // Ended before: by a call whose own answer was lost, or by another process that settled the row.
        if updated.rows_affected() == 0 {
            return Ok(());
        }
        if let Some(job) = job {
            sqlx::query("INSERT INTO jobs (journal, watch, doubtful, called) VALUES (?1, ?2, ?3, ?4)")
                .bind(id.as_str())
                .bind(to_json(&job.watch))
                .bind(job.doubtful)
                .bind(millis(job.called))
                .execute(&mut *transaction)
                .await?;
        }
        audit::insert(&mut transaction, [outcome]).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Notes the message that stands for an operation.
    pub async fn set_journal_message(&self, id: &Id, message: MessageId) -> Result<(), StoreError> {
        sqlx::query("UPDATE journal SET message = ?2 WHERE id = ?1")
            .bind(id.as_str())
            .bind(key(message.0))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The operations that were open when the bot stopped.
    pub async fn open_operations(&self) -> Result<Vec<JournalEntry>, StoreError> {
        let rows = sqlx::query("SELECT * FROM journal WHERE state IN ('intent', 'sent') ORDER BY intended")
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// The jobs that are to be followed.
    pub async fn open_jobs(&self) -> Result<Vec<Job>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM jobs JOIN journal ON journal.id = jobs.journal WHERE jobs.ended IS NULL ORDER BY called",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Job {
                    entry: read(row)?,
                    watch: json(row, "watch")?,
                    doubtful: get(row, "doubtful")?,
                    called: time(row, "called")?,
                })
            })
            .collect()
    }

    /// Keeps what a job has seen.
    pub async fn update_job(&self, id: &Id, watch: &Watch) -> Result<(), StoreError> {
        sqlx::query("UPDATE jobs SET watch = ?2 WHERE journal = ?1")
            .bind(id.as_str())
            .bind(to_json(watch))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Ends a job and writes what was seen to the audit: both or neither.
    pub async fn end_job(&self, id: &Id, outcome: &AuditEntry) -> Result<(), StoreError> {
        self.flush_audit().await;
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("UPDATE jobs SET ended = ?2 WHERE journal = ?1")
            .bind(id.as_str())
            .bind(millis(outcome.at))
            .execute(&mut *transaction)
            .await?;
        audit::insert(&mut transaction, [outcome]).await?;
        transaction.commit().await?;
        Ok(())
    }
}

async fn lock(connection: &mut SqliteConnection, resource: &ResourceRef) -> Result<Option<Lock>, StoreError> {
    let row = sqlx::query(
        "SELECT actor, action, intended FROM journal
         WHERE account = ?1 AND kind = ?2 AND resource = ?3
           AND (state IN ('intent', 'sent') OR id IN (SELECT journal FROM jobs WHERE ended IS NULL))
         LIMIT 1",
    )
    .bind(resource.account.as_str())
    .bind(resource.kind.as_str())
    .bind(&resource.id)
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Lock {
            by: UserId(unkey(row.try_get("actor")?)),
            action: parsed(&row, "action")?,
            since: time(&row, "intended")?,
        })
    })
    .transpose()
}

fn read(row: &SqliteRow) -> Result<JournalEntry, StoreError> {
    let state = match get::<&str>(row, "state")? {
        "intent" => JournalState::Intent,
        "sent" => JournalState::Sent,
        "done" => JournalState::Done,
        "failed" => JournalState::Failed,
        "unknown" => JournalState::Unknown,
        _ => return Err(StoreError::Unreadable("state")),
    };
    let sent: Option<i64> = get(row, "sent")?;
    Ok(JournalEntry {
        id: parsed(row, "id")?,
        invocation: parsed(row, "invocation")?,
        actor: UserId(unkey(get(row, "actor")?)),
        action: parsed(row, "action")?,
        target: json(row, "target")?,
        address: address(row)?,
        state,
        intended: time(row, "intended")?,
        sent: sent
            .map(|at| Timestamp::from_millisecond(at).map_err(|_| StoreError::Unreadable("sent")))
            .transpose()?,
    })
}
