//! The journal of changing operations, and the jobs that are followed after them.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::audit::{self, AuditEntry};
use super::claims::claim_told;
use super::{Store, StoreError, address, get, instant, json, key, millis, parsed, time, to_json, unkey};
use crate::domain::job::{Ending, Verdict, Watch};
use crate::domain::outcome::AuditResult;
use crate::domain::{Action, Address, GuildId, Id, MessageId, ResourceRef, Target, UserId};

/// Jobs with the operations that began them.
macro_rules! jobs {
    () => {
        "SELECT journal.*, jobs.watch, jobs.doubtful, jobs.called, jobs.verdict, jobs.ending, jobs.ended AS job_ended
         FROM jobs JOIN journal ON journal.id = jobs.journal"
    };
}
pub(super) use jobs;

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
    /// The state's name, as the store writes it.
    pub const fn as_str(self) -> &'static str {
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
    Open {
        /// Whether a call was made for the same consent before, and counts as never begun.
        again: bool,
    },
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
    /// Whether the call's own answer is not here: not yet, or it was lost.
    pub doubtful: bool,
    /// When the call was made.
    pub called: Timestamp,
}

/// A job of any age, as lists of them tell it.
#[derive(Clone, Debug)]
pub struct PastJob {
    /// The job.
    pub job: Job,
    /// When it ended and how, in the audit's word; `None`: it is followed.
    pub ended: Option<(Timestamp, String)>,
}

impl Store {
    /// Opens a journal row, settles the consent of its id and writes the audit's intent, all or nothing, unless the
    /// resource is locked.
    ///
    /// A row whose call was never begun is opened anew when its consent was given again.
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
        let again = sqlx::query("SELECT 1 FROM journal WHERE id = ?1")
            .bind(entry.id.as_str())
            .fetch_optional(&mut *transaction)
            .await?
            .is_some();
        let opened = sqlx::query(
            "INSERT INTO journal (id, invocation, actor, action, target, account, kind, resource, guild, channel,
                 message, ephemeral, locale, state, intended)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 'intent', ?14)
             ON CONFLICT (id) DO UPDATE SET state = 'intent', intended = ?14, sent = NULL, ended = NULL, message = ?11
             WHERE state = 'failed'",
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
        if opened.rows_affected() == 0 {
            return Err(StoreError::Settled);
        }
        sqlx::query("UPDATE confirmations SET state = 'settled' WHERE id = ?1 AND state = 'claimed'")
            .bind(entry.id.as_str())
            .execute(&mut *transaction)
            .await?;
        audit::insert(&mut transaction, [intent]).await?;
        transaction.commit().await?;
        Ok(Begun::Open { again })
    }

    /// Whoever has an open operation or a followed job on the resource.
    pub async fn lock(&self, resource: &ResourceRef) -> Result<Option<Lock>, StoreError> {
        lock(&mut *self.pool.acquire().await?, resource).await
    }

    /// Notes that the call is about to be made, and begins its job where it has one: both or neither.
    pub async fn mark_sent(&self, id: &Id, now: Timestamp, job: Option<&Job>) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let updated =
            sqlx::query("UPDATE journal SET state = 'sent', sent = ?2 WHERE id = ?1 AND state = 'intent'")
                .bind(id.as_str())
                .bind(millis(now))
                .execute(&mut *transaction)
                .await?;
        // Somebody else has settled the row as never sent; so it must stay.
        if updated.rows_affected() != 1 {
            return Err(StoreError::Settled);
        }
        if let Some(job) = job {
            sqlx::query(
                "INSERT INTO jobs (journal, watch, doubtful, called) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (journal)
                 DO UPDATE SET watch = ?2, doubtful = ?3, called = ?4, ended = NULL, verdict = NULL,
                     ending = NULL",
            )
            .bind(id.as_str())
            .bind(to_json(&job.watch))
            .bind(job.doubtful)
            .bind(millis(job.called))
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Ends a journal row and writes the audit's outcome; its job goes on as given, or ends with it when none is.
    ///
    /// Without a job the end is one that has to be told, see [`Store::mark_told`].
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
            "UPDATE journal SET state = ?2, ended = ?3, told = ?4 WHERE id = ?1 AND state IN ('intent', 'sent')",
        )
        .bind(id.as_str())
        .bind(state.as_str())
        .bind(millis(outcome.at))
        .bind(job.is_some())
        .execute(&mut *transaction)
        .await?;
        // Ended before: by a call whose own answer was lost, or by another process that settled the row.
        if updated.rows_affected() == 0 {
            return Ok(());
        }
        match job {
            Some(job) => update_job(&mut transaction, id, job).await?,
            None => {
                sqlx::query("UPDATE jobs SET ended = ?2, verdict = ?3 WHERE journal = ?1 AND ended IS NULL")
                    .bind(id.as_str())
                    .bind(millis(outcome.at))
                    .bind(&outcome.detail)
                    .execute(&mut *transaction)
                    .await?;
            }
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

    /// How far an operation is; `None`: there is none.
    pub async fn journal_state(&self, id: &Id) -> Result<Option<JournalState>, StoreError> {
        let row = sqlx::query("SELECT * FROM journal WHERE id = ?1")
            .bind(id.as_str())
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| Ok(read(&row)?.state)).transpose()
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
        let rows = sqlx::query(concat!(jobs!(), " WHERE jobs.ended IS NULL ORDER BY called"))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read_job).collect()
    }

    /// The job of an operation that has ended as never begun; `None`: it has not, or goes on again.
    pub async fn job_never_begun(&self, id: &Id) -> Result<Option<Job>, StoreError> {
        let sql = concat!(jobs!(), " WHERE journal.id = ?1 AND jobs.ended IS NOT NULL AND verdict = ?2");
        let row = sqlx::query(sql)
            .bind(id.as_str())
            .bind(Verdict::NotStarted.as_str())
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| read_job(&row)).transpose()
    }

    /// Whether something else has been begun since on what an operation is about.
    pub async fn is_outdone(&self, entry: &JournalEntry) -> Result<bool, StoreError> {
        let later = sqlx::query(
            "SELECT 1 FROM journal JOIN journal AS later
               ON later.account = journal.account AND later.kind = journal.kind AND later.resource = journal.resource
             WHERE journal.id = ?1 AND later.id <> ?1 AND later.intended >= journal.intended",
        )
        .bind(entry.id.as_str())
        .fetch_optional(&self.pool)
        .await?;
        Ok(later.is_some())
    }

    /// The jobs that have ended since then as never begun, but for those whose consent has just been given again.
    pub async fn never_begun(&self, since: Timestamp) -> Result<Vec<Id>, StoreError> {
        let rows = sqlx::query(
            "SELECT journal FROM jobs WHERE verdict = ?1 AND ended > ?2
               AND journal NOT IN (SELECT id FROM confirmations WHERE state = 'claimed')",
        )
        .bind(Verdict::NotStarted.as_str())
        .bind(millis(since))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| parsed(row, "journal")).collect()
    }

    /// Lets a job go on that counted as never begun and has come about; writes that to the audit as well. False when
    /// somebody has done so before.
    pub async fn resume_job(&self, job: &Job, seen: &AuditEntry) -> Result<bool, StoreError> {
        self.flush_audit().await;
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let id = &job.entry.id;
        let resumed = sqlx::query(
            "UPDATE jobs SET ended = NULL, verdict = NULL, ending = NULL, called = ?3
             WHERE journal = ?1 AND ended IS NOT NULL AND verdict = ?2",
        )
        .bind(id.as_str())
        .bind(Verdict::NotStarted.as_str())
        .bind(millis(job.called))
        .execute(&mut *transaction)
        .await?;
        if resumed.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("UPDATE journal SET state = 'unknown' WHERE id = ?1 AND state = 'failed'")
            .bind(id.as_str())
            .execute(&mut *transaction)
            .await?;
        // What has come about is not asked for again.
        sqlx::query(
            "UPDATE confirmations SET state = 'settled' WHERE id = ?1 AND state IN ('open', 'claimed')",
        )
        .bind(id.as_str())
        .execute(&mut *transaction)
        .await?;
        update_job(&mut transaction, id, job).await?;
        audit::insert(&mut transaction, [seen]).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// The jobs of a guild that are followed, and those that ended since then, newest first.
    pub async fn jobs_since(&self, guild: GuildId, since: Timestamp) -> Result<Vec<PastJob>, StoreError> {
        let rows = sqlx::query(concat!(
            jobs!(),
            " WHERE journal.guild = ?1 AND (jobs.ended IS NULL OR jobs.ended > ?2) ORDER BY called DESC"
        ))
        .bind(key(guild.0))
        .bind(millis(since))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read_past_job).collect()
    }

    /// The operations of a guild whose end is not known and that nothing follows, since then, newest first.
    pub async fn unknown_operations(
        &self,
        guild: GuildId,
        since: Timestamp,
    ) -> Result<Vec<JournalEntry>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM journal WHERE state = 'unknown' AND guild = ?1 AND intended > ?2
               AND id NOT IN (SELECT journal FROM jobs WHERE ended IS NULL) ORDER BY intended DESC",
        )
        .bind(key(guild.0))
        .bind(millis(since))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// Keeps what a job has seen.
    pub async fn update_job(&self, job: &Job) -> Result<(), StoreError> {
        update_job(&mut *self.pool.acquire().await?, &job.entry.id, job).await
    }

    /// Notes that an operation's message says how it ended.
    pub async fn mark_told(&self, id: &Id) -> Result<(), StoreError> {
        sqlx::query("UPDATE journal SET told = 1 WHERE id = ?1")
            .bind(id.as_str())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The operations that ended without a job, and whose messages do not say so yet.
    pub async fn untold_operations(&self) -> Result<Vec<JournalEntry>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM journal WHERE told = 0 AND state NOT IN ('intent', 'sent')
               AND id NOT IN (SELECT journal FROM jobs WHERE ended IS NULL OR ending IS NOT NULL)",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// How a job ended; `None`: it has not.
    pub async fn ending(&self, id: &Id) -> Result<Option<(Job, Ending)>, StoreError> {
        let row = sqlx::query(concat!(jobs!(), " WHERE journal.id = ?1 AND jobs.ending IS NOT NULL"))
            .bind(id.as_str())
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| Ok((read_job(&row)?, json(&row, "ending")?))).transpose()
    }

    /// The jobs that ended and whose messages do not say so yet.
    pub async fn untold_jobs(&self) -> Result<Vec<(Job, Ending)>, StoreError> {
        let rows = sqlx::query(concat!(jobs!(), " WHERE journal.told = 0 AND jobs.ending IS NOT NULL"))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| Ok((read_job(row)?, json(row, "ending")?))).collect()
    }

    /// Ends a job and writes what was seen to the audit; what was not known of its operation is known then where
    /// `truth` tells it. All or nothing.
    pub async fn end_job(
        &self,
        job: &Job,
        ending: &Ending,
        truth: Option<JournalState>,
        outcome: &AuditEntry,
    ) -> Result<(), StoreError> {
        self.flush_audit().await;
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let id = &job.entry.id;
        update_job(&mut transaction, id, job).await?;
        sqlx::query("UPDATE jobs SET ended = ?2, verdict = ?3, ending = ?4 WHERE journal = ?1")
            .bind(id.as_str())
            .bind(millis(outcome.at))
            .bind(ending.verdict.as_str())
            .bind(to_json(ending))
            .execute(&mut *transaction)
            .await?;
        sqlx::query("UPDATE journal SET told = 0 WHERE id = ?1")
            .bind(id.as_str())
            .execute(&mut *transaction)
            .await?;
        if let Some(truth) = truth {
            sqlx::query("UPDATE journal SET state = ?2 WHERE id = ?1 AND state = 'unknown'")
                .bind(id.as_str())
                .bind(truth.as_str())
                .execute(&mut *transaction)
                .await?;
        }
        audit::insert(&mut transaction, [outcome]).await?;
        transaction.commit().await?;
        Ok(())
    }
}

async fn update_job(connection: &mut SqliteConnection, id: &Id, job: &Job) -> Result<(), StoreError> {
    sqlx::query("UPDATE jobs SET watch = ?2, doubtful = ?3 WHERE journal = ?1")
        .bind(id.as_str())
        .bind(to_json(&job.watch))
        .bind(job.doubtful)
        .execute(&mut *connection)
        .await?;
    claim_told(connection, id, job).await
}

async fn lock(connection: &mut SqliteConnection, resource: &ResourceRef) -> Result<Option<Lock>, StoreError> {
    let row = sqlx::query(
        "SELECT actor, action, intended FROM journal
         WHERE account = ?1 AND kind = ?2 AND resource = ?3
           AND (state IN ('intent', 'sent')
                OR id IN (SELECT journal FROM jobs WHERE ended IS NULL AND (
                    kind NOT IN ('plan', 'certificate-plan')
                    -- A purchase that was accepted, or found though its answer was lost, is no reason not to buy the
                    -- same again; of several things only some may have been found.
                    OR doubtful AND (json_extract(watch, '$.purchase.progress') IS NULL
                                     OR json_array_length(watch, '$.purchase.offer.more') > 0))))
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

pub(super) fn read(row: &SqliteRow) -> Result<JournalEntry, StoreError> {
    let state = match get::<&str>(row, "state")? {
        "intent" => JournalState::Intent,
        "sent" => JournalState::Sent,
        "done" => JournalState::Done,
        "failed" => JournalState::Failed,
        "unknown" => JournalState::Unknown,
        _ => return Err(StoreError::Unreadable("state")),
    };
    Ok(JournalEntry {
        id: parsed(row, "id")?,
        invocation: parsed(row, "invocation")?,
        actor: UserId(unkey(get(row, "actor")?)),
        action: parsed(row, "action")?,
        target: json(row, "target")?,
        address: address(row)?,
        state,
        intended: time(row, "intended")?,
        sent: instant(row, "sent")?,
    })
}

fn read_job(row: &SqliteRow) -> Result<Job, StoreError> {
    Ok(Job {
        entry: read(row)?,
        watch: json(row, "watch")?,
        doubtful: get(row, "doubtful")?,
        called: time(row, "called")?,
    })
}

pub(super) fn read_past_job(row: &SqliteRow) -> Result<PastJob, StoreError> {
    let at = instant(row, "job_ended")?;
    let verdict: Option<String> = get(row, "verdict")?;
    Ok(PastJob { job: read_job(row)?, ended: at.map(|at| (at, verdict.unwrap_or_default())) })
}
