//! The audit: who did what, and what became of it.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use sqlx::sqlite::{SqliteConnection, SqlitePool, SqliteRow};
use sqlx::{QueryBuilder, Sqlite};
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::time::timeout;

use super::{Store, StoreError, get, key, millis, time, unkey};
use crate::domain::outcome::{AuditResult, AuditRow};
use crate::domain::{AccountName, Action, Actor, Address, ChannelId, GuildId, Id, Target, UserId};

/// How many lines may wait to be written before whoever adds one waits as well.
const QUEUE: usize = 4096;
/// How many waiting lines are written by one statement.
const BATCH: usize = 256;
/// How long a line waits for others: each commit waits for the disk, whatever it holds.
const GATHER: Duration = Duration::from_millis(100);
/// How long lines wait that could not be written before they are tried again.
const AGAIN: Duration = Duration::from_secs(1);

/// A line for the audit.
#[derive(Clone, Debug)]
pub struct AuditEntry {
    /// When it happened.
    pub at: Timestamp,
    /// The invocation that it belongs to.
    pub invocation: Id,
    /// Who acted.
    pub user: UserId,
    /// In which guild.
    pub guild: GuildId,
    /// In which channel.
    pub channel: ChannelId,
    /// What was attempted.
    pub action: Action,
    /// At what.
    pub target: Target,
    /// What became of it.
    pub result: AuditResult,
    /// A short detail in our own words; never foreign text, never a secret.
    pub detail: String,
}

impl AuditEntry {
    /// A line about what the actor attempts now.
    pub fn now(invocation: &Id, actor: &Actor, action: Action, target: Target, result: AuditResult) -> Self {
        AuditEntry {
            at: Timestamp::now(),
            invocation: invocation.clone(),
            user: actor.user,
            guild: actor.place.guild,
            channel: actor.place.channel,
            action,
            target,
            result,
            detail: String::new(),
        }
    }

    /// A line about what has now become of what somebody attempted before.
    pub fn at(
        address: &Address,
        invocation: &Id,
        user: UserId,
        action: Action,
        target: Target,
        result: AuditResult,
    ) -> Self {
        AuditEntry {
            at: Timestamp::now(),
            invocation: invocation.clone(),
            user,
            guild: address.guild,
            channel: address.channel,
            action,
            target,
            result,
            detail: String::new(),
        }
    }

    /// The same line with a detail.
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
}

/// Which lines of the audit to read.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// Only this person's.
    pub user: Option<UserId>,
    /// Only this action's.
    pub action: Option<String>,
    /// Only those since then.
    pub since: Option<Timestamp>,
    /// Only those about one of these accounts; `None`: all, those about no account too.
    pub accounts: Option<Vec<AccountName>>,
}

enum Order {
    Write(Box<AuditEntry>),
    Flush(oneshot::Sender<()>),
}

/// Writes lines that nobody waits for, many in one commit.
#[derive(Clone)]
pub(super) struct Writer {
    orders: mpsc::Sender<Order>,
    hurry: Arc<Notify>,
}

impl Writer {
    pub(super) fn start(pool: SqlitePool) -> Self {
        let (sender, mut orders) = mpsc::channel(QUEUE);
        let hurry = Arc::new(Notify::new());
        let hurried = hurry.clone();
        tokio::spawn(async move {
            let mut entries: Vec<AuditEntry> = vec![];
            loop {
                let patience = if entries.is_empty() { Duration::MAX } else { AGAIN };
                let mut batch = vec![];
                match timeout(patience, orders.recv()).await {
                    Ok(Some(first)) => batch.push(first),
                    Ok(None) => break,
                    Err(_) => {}
                }
                if matches!(batch.as_slice(), [Order::Write(_)]) {
                    // Both ways to go on are good.
                    let _ = timeout(GATHER, hurried.notified()).await;
                }
                // More than may wait stays in the queue, where whoever adds a line waits as well.
                while entries.len() + batch.len() < QUEUE
                    && let Ok(order) = orders.try_recv()
                {
                    batch.push(order);
                }
                carry_out(&pool, &mut entries, batch).await;
            }
        });
        Writer { orders: sender, hurry }
    }
}

/// Writes the lines that wait, those of the batch behind them; what cannot be written stays.
async fn carry_out(pool: &SqlitePool, entries: &mut Vec<AuditEntry>, batch: Vec<Order>) {
    let mut flushes = vec![];
    for order in batch {
        match order {
            Order::Write(entry) => entries.push(*entry),
            Order::Flush(done) => flushes.push(done),
        }
    }
    while !entries.is_empty() {
        let some = &entries[..entries.len().min(BATCH)];
        let written = async { insert(&mut *pool.acquire().await?, some).await };
        match written.await {
            Ok(()) => drop(entries.drain(..entries.len().min(BATCH))),
            Err(error) => {
                tracing::error!(%error, rows = entries.len(), "Could not write the audit; trying again.");
                break;
            }
        }
    }
    for done in flushes {
        // Whoever asked may have gone. What could not be written must not hold them up: what they do would fail too.
        let _ = done.send(());
    }
}

/// Writes the lines, which are at least one, with one statement: all or none.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    entries: impl IntoIterator<Item = &AuditEntry>,
) -> Result<(), StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new(
        "INSERT INTO audit (at, invocation, guild, channel, user, action, account, target, result, detail) ",
    );
    query.push_values(entries, |mut row, entry| {
        row.push_bind(millis(entry.at))
            .push_bind(entry.invocation.as_str())
            .push_bind(key(entry.guild.0))
            .push_bind(key(entry.channel.0))
            .push_bind(key(entry.user.0))
            .push_bind(entry.action.as_str())
            .push_bind(entry.target.account().map(AccountName::as_str))
            .push_bind(entry.target.to_string())
            .push_bind(entry.result.as_str())
            .push_bind(&entry.detail);
    });
    // The statement differs with the number of lines, and the cache would keep each.
    query.build().persistent(false).execute(connection).await?;
    Ok(())
}

impl Store {
    /// Writes a line and comes back when it is committed, after those that were to be written soon.
    pub async fn audit(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        self.flush_audit().await;
        insert(&mut *self.pool.acquire().await?, [entry]).await
    }

    /// Has a line written soon: for what has been answered and changed nothing.
    pub async fn audit_soon(&self, entry: AuditEntry) {
        if self.audit.orders.send(Order::Write(Box::new(entry))).await.is_err() {
            tracing::error!("The audit's writer has ended.");
        }
    }

    /// Comes back when every line that was to be written soon is committed.
    ///
    /// Whatever else writes a line calls this first, so that lines stand in the order in which they were made.
    pub async fn flush_audit(&self) {
        let (done, flushed) = oneshot::channel();
        if self.audit.orders.send(Order::Flush(done)).await.is_ok() {
            self.audit.hurry.notify_one();
            // An error means that the writer ended, which was logged.
            let _ = flushed.await;
        }
    }

    /// The lines that the filter takes, newest first, and how many it takes in all.
    pub async fn audit_rows(
        &self,
        filter: &AuditFilter,
        offset: usize,
        limit: usize,
    ) -> Result<(Vec<AuditRow>, usize), StoreError> {
        self.flush_audit().await;
        let mut count = QueryBuilder::<Sqlite>::new("SELECT COUNT(*) FROM audit WHERE 1");
        narrow(&mut count, filter);
        let total: i64 = count.build_query_scalar().fetch_one(&self.pool).await?;
        let mut query = QueryBuilder::<Sqlite>::new(
            "SELECT at, invocation, user, action, target, result, detail FROM audit WHERE 1",
        );
        narrow(&mut query, filter);
        query
            .push(" ORDER BY at DESC, id DESC LIMIT ")
            .push_bind(limit as i64)
            .push(" OFFSET ")
            .push_bind(offset as i64);
        let rows = query.build().fetch_all(&self.pool).await?;
        let rows = rows.iter().map(audit_row).collect::<Result<_, _>>()?;
        Ok((rows, usize::try_from(total).unwrap_or(0)))
    }
}

pub(super) fn audit_row(row: &SqliteRow) -> Result<AuditRow, StoreError> {
    let result: &str = get(row, "result")?;
    Ok(AuditRow {
        at: time(row, "at")?,
        invocation: get(row, "invocation")?,
        user: UserId(unkey(get(row, "user")?)),
        action: get(row, "action")?,
        target: get(row, "target")?,
        result: AuditResult::ALL
            .into_iter()
            .find(|known| known.as_str() == result)
            .ok_or(StoreError::Unreadable("result"))?,
        detail: get(row, "detail")?,
    })
}

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &AuditFilter) {
    if let Some(user) = filter.user {
        query.push(" AND user = ").push_bind(key(user.0));
    }
    if let Some(action) = &filter.action {
        query.push(" AND action = ").push_bind(action.clone());
    }
    if let Some(since) = filter.since {
        query.push(" AND at >= ").push_bind(millis(since));
    }
    if let Some(accounts) = &filter.accounts {
        query.push(" AND account IN (");
        let mut list = query.separated(", ");
        for account in accounts {
            list.push_bind(account.as_str().to_owned());
        }
        query.push(")");
    }
}
