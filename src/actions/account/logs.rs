//! `/account logs`: what was done in an account at its provider.

use async_trait::async_trait;

use crate::actions::listing::Listable;
use crate::domain::contact::LogEntry;
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::{Action, Error};
use crate::providers::Account;

/// Lists what was done.
pub struct Logs;

#[async_trait]
impl Listable for Logs {
    const ACTION: Action = Action::AccountLogs;
    type Item = LogEntry;

    async fn list(account: &Account) -> Result<Vec<Self::Item>, Error> {
        let items = account.reads().logs().await?;
        Ok(items)
    }

    fn outcome(list: Listed<Self::Item>) -> Outcome {
        Outcome::Logs(list)
    }
}
