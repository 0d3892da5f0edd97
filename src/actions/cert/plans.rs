//! `/cert plans`: the certificates on sale.

use async_trait::async_trait;

use crate::actions::listing::Listable;
use crate::domain::certificate::CertificatePlan;
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::{Action, Error};
use crate::providers::Account;

/// Lists the certificates on sale.
pub struct Plans;

#[async_trait]
impl Listable for Plans {
    const ACTION: Action = Action::CertPlans;
    type Item = CertificatePlan;

    async fn list(account: &Account) -> Result<Vec<Self::Item>, Error> {
        let items = account.reads().certificate_plans().await?;
        account.certificate_plans().put(&items);
        Ok(items)
    }

    fn outcome(list: Listed<Self::Item>) -> Outcome {
        Outcome::CertificatePlans(list)
    }
}
