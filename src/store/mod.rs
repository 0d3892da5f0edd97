//! What must outlive the process: audit, confirmations, journal, jobs and views. The only SQL.

mod audit;
mod audit_reader;
mod cards;
mod channels;
mod claims;
mod confirmations;
mod feeds;
mod forms;
mod journal;
mod purchases;
mod records;
mod relays;
mod views;

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use jiff::Timestamp;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{ColumnIndex, ConnectOptions, Connection, Decode, Row, Sqlite, Type};

pub use audit::{AuditEntry, AuditFilter};
pub use audit_reader::{AuditReader, PlacedAuditRow};
pub use cards::Shown;
pub use channels::Arrears;
pub use confirmations::{Confirmation, ConfirmationState};
pub use feeds::{FeedState, NewlyOwed, Turn};
pub use forms::OpenForm;
pub use journal::{Begun, Job, JournalEntry, JournalState, Lock, PastJob};
pub use records::{Followed, PastOperation, Records};
pub use views::View;

use crate::domain::{Address, ChannelId, GuildId, MessageId};

/// Something went wrong in the database, or a row is not what this version writes.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the database's schema could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A column holds what this version does not write.
    #[error("the database's column {0} holds an unknown value")]
    Unreadable(&'static str),
    /// The database's file does not exist.
    #[error("there is no database at {0:?}")]
    Missing(PathBuf),
    /// The operation is no longer open: another process has settled it.
    #[error("the operation was settled by another process; do two bots use the same database?")]
    Settled,
    /// Another source has kept what it saw of the feed.
    #[error("another look at the same list was kept meanwhile")]
    Overtaken,
    /// The database is another program's.
    #[error("{0:?} is no database of hostmaster")]
    Foreign(PathBuf),
}

/// The database.
#[derive(Clone)]
pub struct Store {
    pool: SqlitePool,
    audit: audit::Writer,
}

impl Store {
    /// Opens the database, makes it when it is not there, and brings its schema up to date.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        if let Some(path) = file(url)? {
            refuse_foreign(url, &path).await?;
            make_private(&path);
        }
        // A crash of the machine must not lose what was recorded before an act, hence the full synchronisation.
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            // Each connection keeps as much of the file in memory, in KiB: what is written is at its end.
            .pragma("cache_size", "-512")
            // What was deleted may have been a secret that somebody typed.
            .pragma("secure_delete", "ON");
        let pool = SqlitePoolOptions::new()
            .max_connections(if in_memory(url) { 1 } else { 4 })
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options)
            .await?;
        sqlx::migrate!("src/store/migrations").run(&pool).await?;
        try_writing(&pool).await?;
        Ok(Store { audit: audit::Writer::start(pool.clone()), pool })
    }

    /// Writes what is still queued and closes the database.
    pub async fn close(&self) {
        self.flush_audit().await;
        self.pool.close().await;
    }

    /// Removes what is not needed any more: views as they expire, the arguments of a confirmation when it cannot be given
    /// again, all of it after a day, what purchases claimed after a week, what channels were owed after a week or, where
    /// it was not delivered, a month.
    pub async fn prune(&self, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM views WHERE expires <= ?1").bind(millis(now)).execute(&self.pool).await?;
        let forgotten = sqlx::query(
            "UPDATE confirmations SET arguments = '{}' WHERE state = 'settled' AND arguments <> '{}'
             AND NOT EXISTS (SELECT 1 FROM journal WHERE journal.id = confirmations.id AND journal.state <> 'done')
             AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.journal = confirmations.id AND jobs.ended IS NULL)",
        )
        .execute(&self.pool)
        .await?;
        let deleted =
            sqlx::query("DELETE FROM confirmations WHERE state <> 'open' AND expires <= ?1 - 86400000")
                .bind(millis(now))
                .execute(&self.pool)
                .await?;
        if forgotten.rows_affected() + deleted.rows_affected() > 0 {
            // Until then, what was forgotten is still in the log beside the database.
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.pool).await?;
        }
        sqlx::query(
            "DELETE FROM claims WHERE EXISTS
             (SELECT 1 FROM jobs WHERE jobs.journal = claims.journal AND jobs.ended <= ?1 - 604800000)",
        )
        .bind(millis(now))
        .execute(&self.pool)
        .await?;
        relays::prune(&self.pool, now).await
    }
}

/// Fails where nothing can be recorded: SQLite opens a file that it may only read, and would say so at the first row.
async fn try_writing(pool: &SqlitePool) -> Result<(), StoreError> {
    sqlx::raw_sql("BEGIN IMMEDIATE; PRAGMA user_version = 0; ROLLBACK").execute(pool).await?;
    Ok(())
}

/// Fails where the file is another program's database, before anything is written to it.
async fn refuse_foreign(url: &str, path: &Path) -> Result<(), StoreError> {
    if !path.metadata().is_ok_and(|file| file.is_file() && file.len() > 0) {
        return Ok(());
    }
    let options = SqliteConnectOptions::from_str(url)?.busy_timeout(Duration::from_secs(5));
    let mut connection = options.pragma("query_only", "ON").connect().await?;
    let tables: Vec<String> = sqlx::query_scalar("SELECT name FROM sqlite_master WHERE type = 'table'")
        .fetch_all(&mut connection)
        .await?;
    connection.close().await?;
    let has = |name: &str| tables.iter().any(|table| table == name);
    let is_ours = tables.is_empty() || has("audit") && has("confirmations");
    if is_ours { Ok(()) } else { Err(StoreError::Foreign(path.to_owned())) }
}

/// Makes the file of a new database, for this user alone; SQLite gives the files beside it the same rights. What is wrong
/// with it is told when it is opened.
fn make_private(path: &Path) {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    drop(options.open(path));
}

/// The file of the database at an address; `None` when it is kept in memory.
pub fn file(url: &str) -> Result<Option<PathBuf>, StoreError> {
    let options = SqliteConnectOptions::from_str(url)?;
    Ok((!in_memory(url)).then(|| options.get_filename().to_path_buf()))
}

fn in_memory(url: &str) -> bool {
    url.contains(":memory:") || url.contains("mode=memory")
}

fn millis(time: Timestamp) -> i64 {
    time.as_millisecond()
}

/// Discord's ids fill 63 bits at most, so they fit SQLite's integers.
fn key(id: u64) -> i64 {
    id as i64
}

fn unkey(id: i64) -> u64 {
    id as u64
}

fn time(row: &SqliteRow, column: &'static str) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(get(row, column)?).map_err(|_| StoreError::Unreadable(column))
}

/// A time that may not have come yet.
fn instant(row: &SqliteRow, column: &'static str) -> Result<Option<Timestamp>, StoreError> {
    let at: Option<i64> = get(row, column)?;
    at.map(|at| Timestamp::from_millisecond(at).map_err(|_| StoreError::Unreadable(column))).transpose()
}

fn get<'r, T>(row: &'r SqliteRow, column: &'static str) -> Result<T, StoreError>
where
    T: Decode<'r, Sqlite> + Type<Sqlite>,
    &'static str: ColumnIndex<SqliteRow>,
{
    Ok(row.try_get(column)?)
}

/// A text column that some type of ours reads.
fn parsed<T: FromStr>(row: &SqliteRow, column: &'static str) -> Result<T, StoreError> {
    get::<&str>(row, column)?.parse().map_err(|_| StoreError::Unreadable(column))
}

/// A JSON column.
fn json<T: serde::de::DeserializeOwned>(row: &SqliteRow, column: &'static str) -> Result<T, StoreError> {
    serde_json::from_str(get(row, column)?).map_err(|_| StoreError::Unreadable(column))
}

fn to_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("our own types have text keys and cannot fail to serialise")
}

fn address(row: &SqliteRow) -> Result<Address, StoreError> {
    Ok(Address {
        guild: GuildId(unkey(get(row, "guild")?)),
        channel: ChannelId(unkey(get(row, "channel")?)),
        message: get::<Option<i64>>(row, "message")?.map(|id| MessageId(unkey(id))),
        ephemeral: get(row, "ephemeral")?,
        locale: get(row, "locale")?,
    })
}

#[cfg(test)]
mod tests;
