//! `/service list`: what the accounts pay for regularly.

use async_trait::async_trait;

use crate::actions::listing::Listable;
use crate::domain::billing::Subscription;
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::{Action, Error};
use crate::providers::Account;

/// Lists what is paid for regularly.
pub struct List;

#[async_trait]
impl Listable for List {
    const ACTION: Action = Action::ServiceList;
    type Item = Subscription;

    async fn list(account: &Account) -> Result<Vec<Subscription>, Error> {
        let mut services = account.reads().services().await?;
        account.services().put(&services);
        services.sort_by_key(|service| (service.renews_on.is_none(), service.renews_on));
        Ok(services)
    }

    fn outcome(list: Listed<Subscription>) -> Outcome {
        Outcome::Services(list)
    }
}
