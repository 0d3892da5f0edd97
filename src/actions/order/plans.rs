//! `/order plans`: the plans on sale.

use async_trait::async_trait;

use crate::actions::listing::Listable;
use crate::domain::order::Plan;
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::{Action, Error};
use crate::providers::Account;

/// Lists the plans on sale.
pub struct Plans;

#[async_trait]
impl Listable for Plans {
    const ACTION: Action = Action::OrderPlans;
    type Item = Plan;

    async fn list(account: &Account) -> Result<Vec<Plan>, Error> {
        let plans = account.reads().plans().await?;
        account.plans().put(&plans);
        Ok(plans)
    }

    fn outcome(list: Listed<Plan>) -> Outcome {
        Outcome::Plans(list)
    }
}
