//! Claims: which purchase a thing at a provider has come of, each thing of one.

use std::collections::BTreeSet;

use sqlx::sqlite::SqliteConnection;

use super::{Store, StoreError, get};
use crate::domain::job::{PurchaseWatch, Watch};
use crate::domain::{AccountName, Id};
use crate::store::Job;

impl Store {
    /// The things of an account that other purchases have claimed.
    pub async fn claimed_by_others(
        &self,
        account: &AccountName,
        purchase: &Id,
    ) -> Result<BTreeSet<String>, StoreError> {
        let rows = sqlx::query("SELECT thing FROM claims WHERE account = ?1 AND journal <> ?2")
            .bind(account.as_str())
            .bind(purchase.as_str())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| get(row, "thing")).collect()
    }

    /// Claims things for a purchase; gives those that are its own then, which another one may have been quicker to claim.
    pub async fn claim(
        &self,
        account: &AccountName,
        purchase: &Id,
        things: Vec<String>,
    ) -> Result<Vec<String>, StoreError> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let mut own = vec![];
        for thing in things {
            sqlx::query(
                "INSERT INTO claims (account, thing, journal) VALUES (?1, ?2, ?3)
                 ON CONFLICT (account, thing) DO NOTHING",
            )
            .bind(account.as_str())
            .bind(&thing)
            .bind(purchase.as_str())
            .execute(&mut *transaction)
            .await?;
            let claimed =
                sqlx::query("SELECT 1 FROM claims WHERE account = ?1 AND thing = ?2 AND journal = ?3")
                    .bind(account.as_str())
                    .bind(&thing)
                    .bind(purchase.as_str())
                    .fetch_optional(&mut *transaction)
                    .await?;
            own.extend(claimed.map(|_| thing));
        }
        transaction.commit().await?;
        Ok(own)
    }
}

/// Claims for a job what the provider itself has told to be its own, whoever has claimed that by looking.
pub(super) async fn claim_told(
    connection: &mut SqliteConnection,
    id: &Id,
    job: &Job,
) -> Result<(), StoreError> {
    let Watch::Purchase(watch) = &job.watch else { return Ok(()) };
    let PurchaseWatch { traced: Some(traced), order, .. } = watch.as_ref() else { return Ok(()) };
    for thing in traced.found.iter().filter(|_| traced.is_told) {
        sqlx::query(
            "INSERT INTO claims (account, thing, journal) VALUES (?1, ?2, ?3)
             ON CONFLICT (account, thing) DO UPDATE SET journal = ?3",
        )
        .bind(order.account.as_str())
        .bind(thing)
        .bind(id.as_str())
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
