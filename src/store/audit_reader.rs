//! Reading a database's audit from beside the bot that writes it.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use jiff::Timestamp;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteRow};
use sqlx::{ConnectOptions, Connection};

use super::audit::audit_row;
use super::{StoreError, file, get, millis, unkey};
use crate::domain::outcome::AuditRow;
use crate::domain::{ChannelId, GuildId};

/// How many lines are read at once.
const PAGE: i64 = 500;

/// A line of the audit, and where it happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedAuditRow {
    /// The line's number; a later line has a higher one.
    pub number: i64,
    /// The line.
    pub row: AuditRow,
    /// The guild.
    pub guild: GuildId,
    /// The channel.
    pub channel: ChannelId,
}

/// Reads the audit from its beginning on, page by page, while another process may be writing it.
pub struct AuditReader {
    connection: SqliteConnection,
    since: i64,
    /// The time and the number of the line last read.
    last: (i64, i64),
}

impl AuditReader {
    /// Opens a database that is there already, to read its lines since a time, or all.
    pub async fn open(url: &str, since: Option<Timestamp>) -> Result<Self, StoreError> {
        let connection = beside(url).await?;
        Ok(AuditReader { connection, since: since.map_or(i64::MIN, millis), last: (i64::MIN, i64::MIN) })
    }

    /// The next lines, oldest first; none when all have been read.
    pub async fn page(&mut self) -> Result<Vec<PlacedAuditRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, at, invocation, guild, channel, user, action, target, result, detail FROM audit
             WHERE at >= ?1 AND (at, id) > (?2, ?3) ORDER BY at, id LIMIT ?4",
        )
        .bind(self.since)
        .bind(self.last.0)
        .bind(self.last.1)
        .bind(PAGE)
        .fetch_all(&mut self.connection)
        .await?;
        if let Some(row) = rows.last() {
            self.last = (get(row, "at")?, get(row, "id")?);
        }
        rows.iter().map(placed).collect()
    }

    /// Closes the database.
    pub async fn close(self) {
        // Nothing was written, so nothing can be lost.
        let _ = self.connection.close().await;
    }
}

/// Opens a database that is there already to read it, while a bot may be writing it.
pub(super) async fn beside(url: &str) -> Result<SqliteConnection, StoreError> {
    let path = match file(url)? {
        Some(path) if path.is_file() => path,
        Some(path) => return Err(StoreError::Missing(path)),
        None => return Err(StoreError::Missing(PathBuf::from(":memory:"))),
    };
    // A read-only connection would leave the files of the write-ahead log behind, as its own user's.
    let mut connection = SqliteConnectOptions::from_str(url)?
        .create_if_missing(false)
        .busy_timeout(Duration::from_secs(5))
        .pragma("query_only", "ON")
        .connect()
        .await?;
    let ours: Option<i64> =
        sqlx::query_scalar("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'audit'")
            .fetch_optional(&mut connection)
            .await?;
    if ours.is_none() {
        return Err(StoreError::Foreign(path));
    }
    Ok(connection)
}

pub(super) fn placed(row: &SqliteRow) -> Result<PlacedAuditRow, StoreError> {
    Ok(PlacedAuditRow {
        number: get(row, "id")?,
        row: audit_row(row)?,
        guild: GuildId(unkey(get(row, "guild")?)),
        channel: ChannelId(unkey(get(row, "channel")?)),
    })
}
