//! `/account contacts`: the people who may act for an account.

use async_trait::async_trait;

use crate::actions::listing::Listable;
use crate::domain::contact::Contact;
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::{Action, Error};
use crate::providers::Account;

/// Lists people.
pub struct Contacts;

#[async_trait]
impl Listable for Contacts {
    const ACTION: Action = Action::AccountContacts;
    type Item = Contact;

    async fn list(account: &Account) -> Result<Vec<Self::Item>, Error> {
        let items = account.reads().contacts().await?;
        account.contacts().put(&items);
        Ok(items)
    }

    fn outcome(list: Listed<Self::Item>) -> Outcome {
        Outcome::Contacts(list)
    }
}
