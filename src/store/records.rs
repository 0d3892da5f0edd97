//! What was written last, read from beside the bot that writes it.

use jiff::Timestamp;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::audit_reader::{PlacedAuditRow, beside, placed};
use super::journal::read;
use super::{JournalEntry, StoreError, get, instant};

/// An operation of the journal, and how it went on.
#[derive(Clone, Debug)]
pub struct PastOperation {
    /// The operation.
    pub entry: JournalEntry,
    /// When its call ended.
    pub ended: Option<Timestamp>,
    /// What was followed after the call, if anything was.
    pub followed: Option<Followed>,
}

/// How far the following of an operation is.
#[derive(Clone, Debug)]
pub struct Followed {
    /// When it ended; `None`: it goes on.
    pub ended: Option<Timestamp>,
    /// How it ended, in the audit's word.
    pub verdict: Option<String>,
}

/// Reads the newest lines of the audit and the newest operations, and writes nothing.
pub struct Records(SqliteConnection);

impl Records {
    /// Opens a database that is there already.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Ok(Records(beside(url).await?))
    }

    /// The newest lines of the audit, newest first.
    pub async fn audit(&mut self, limit: u32) -> Result<Vec<PlacedAuditRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, at, invocation, guild, channel, user, action, target, result, detail FROM audit
             ORDER BY at DESC, id DESC LIMIT ?1",
        )
        .bind(limit)
        .fetch_all(&mut self.0)
        .await?;
        rows.iter().map(placed).collect()
    }

    /// The newest operations of the journal, newest first.
    pub async fn operations(&mut self, limit: u32) -> Result<Vec<PastOperation>, StoreError> {
        let rows = sqlx::query(
            "SELECT journal.*, jobs.journal IS NOT NULL AS followed, jobs.ended AS job_ended, jobs.verdict
             FROM journal LEFT JOIN jobs ON jobs.journal = journal.id
             ORDER BY intended DESC, journal.rowid DESC LIMIT ?1",
        )
        .bind(limit)
        .fetch_all(&mut self.0)
        .await?;
        rows.iter().map(past).collect()
    }
}

fn past(row: &SqliteRow) -> Result<PastOperation, StoreError> {
    let followed = match get(row, "followed")? {
        true => Some(Followed { ended: instant(row, "job_ended")?, verdict: get(row, "verdict")? }),
        false => None,
    };
    Ok(PastOperation { entry: read(row)?, ended: instant(row, "ended")?, followed })
}
