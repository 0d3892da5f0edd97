//! `/cert list`: the certificates of the accounts.

use async_trait::async_trait;

use crate::actions::listing::Listable;
use crate::domain::certificate::Certificate;
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::{Action, Error};
use crate::providers::Account;

/// Lists certificates.
pub struct List;

#[async_trait]
impl Listable for List {
    const ACTION: Action = Action::CertList;
    type Item = Certificate;

    async fn list(account: &Account) -> Result<Vec<Self::Item>, Error> {
        let items = account.reads().certificates().await?;
        account.certificates().put(&items);
        Ok(items)
    }

    fn outcome(list: Listed<Self::Item>) -> Outcome {
        Outcome::Certificates(list)
    }
}
