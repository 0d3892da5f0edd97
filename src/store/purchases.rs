//! Purchases: the jobs of the journal that buy something, as the orders that they are.

use super::journal::{PastJob, jobs, read_past_job};
use super::{Store, StoreError};
use crate::domain::job::{CallAnswer, Watch};
use crate::domain::order::{Order, OrderState};
use crate::domain::{AccountName, Id, ResourceKind, ResourceRef};

/// How many purchases are listed at most.
const PURCHASES: i64 = 200;

impl Store {
    /// The purchases of the newest jobs, newest first.
    pub async fn purchases(&self) -> Result<Vec<Order>, StoreError> {
        let rows = sqlx::query(concat!(
            jobs!(),
            " WHERE journal.kind IN ('plan', 'certificate-plan') ORDER BY called DESC LIMIT ?1"
        ))
        .bind(PURCHASES)
        .fetch_all(&self.pool)
        .await?;
        let jobs = rows.iter().map(read_past_job).collect::<Result<Vec<_>, _>>()?;
        Ok(jobs.into_iter().filter_map(PastJob::into_order).collect())
    }

    /// The newest purchases of an account, oldest first.
    pub async fn purchases_of(&self, account: &AccountName) -> Result<Vec<Order>, StoreError> {
        let sql = concat!(
            jobs!(),
            " WHERE journal.kind IN ('plan', 'certificate-plan') AND journal.account = ?1 ORDER BY called DESC LIMIT ?2"
        );
        let rows = sqlx::query(sql).bind(account.as_str()).bind(PURCHASES).fetch_all(&self.pool).await?;
        let jobs = rows.iter().rev().map(read_past_job).collect::<Result<Vec<_>, _>>()?;
        Ok(jobs.into_iter().filter_map(PastJob::into_order).collect())
    }

    /// The purchase of a consent, however old; `None`: there is none.
    pub async fn purchase(&self, id: &Id) -> Result<Option<Order>, StoreError> {
        let row = sqlx::query(concat!(jobs!(), " WHERE journal.id = ?1"))
            .bind(id.as_str())
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|row| read_past_job(&row)).transpose()?.and_then(PastJob::into_order))
    }
}

impl PastJob {
    /// The order that the job is about, if it is a purchase.
    fn into_order(self) -> Option<Order> {
        let Watch::Purchase(watch) = self.job.watch else { return None };
        let percent = watch.progress.as_ref().and_then(|progress| progress.percent);
        let is_uninstalled = watch.progress.as_ref().is_some_and(|progress| progress.uninstalled);
        let state = match (&self.ended, watch.answer) {
            (None, _) if watch.is_unpaid() => {
                OrderState::Unpaid { invoice: watch.progress.and_then(|progress| progress.unpaid) }
            }
            (None, _) if watch.progress.is_some() => OrderState::Installing { percent },
            (None, CallAnswer::Pending) => OrderState::Sent,
            // Whether its invoice is paid already, the first look tells.
            (None, CallAnswer::Accepted) if watch.invoice.is_some() => OrderState::Sent,
            (None, CallAnswer::Accepted) => OrderState::Installing { percent },
            (None, CallAnswer::Lost) => OrderState::Doubtful,
            (Some((_, verdict)), _) => match verdict.as_str() {
                "verified" if is_uninstalled => OrderState::Paid,
                "verified" => OrderState::Done,
                "failed" => OrderState::Failed,
                "cancelled" => OrderState::Cancelled,
                "not-started" => OrderState::NotStarted,
                "unobserved" | "blind" | "unfinished" => OrderState::Unknown,
                _ => OrderState::Refused,
            },
        };
        let account = watch.order.account.clone();
        let server = watch.server.and_then(|id| ResourceRef::new(account, ResourceKind::Server, id));
        Some(Order {
            resource: watch.order,
            name: watch.title,
            state,
            price: watch.price,
            cycle: watch.cycle,
            placed: Some((self.job.entry.sent.unwrap_or(self.job.called), self.job.entry.actor)),
            renews_on: None,
            server,
            traces: watch.traced.map(|traced| traced.found),
        })
    }
}
