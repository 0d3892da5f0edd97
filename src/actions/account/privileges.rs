//! `/account privileges`: what the people of an account can be allowed to do.

use async_trait::async_trait;

use crate::actions::listing::Listable;
use crate::domain::contact;
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::{Action, Error};
use crate::providers::Account;

/// Lists privileges.
pub struct Privileges;

#[async_trait]
impl Listable for Privileges {
    const ACTION: Action = Action::AccountPrivileges;
    type Item = contact::Privileges;

    async fn list(account: &Account) -> Result<Vec<Self::Item>, Error> {
        let items = account.reads().privileges().await?;
        Ok(items)
    }

    fn outcome(list: Listed<Self::Item>) -> Outcome {
        Outcome::Privileges(list)
    }
}
