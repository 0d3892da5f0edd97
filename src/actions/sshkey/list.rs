//! `/sshkey list`: the SSH keys of an account.

use async_trait::async_trait;

use crate::actions::listing::Listable;
use crate::domain::key::SshKey;
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::{Action, Error};
use crate::providers::Account;

/// Lists SSH keys.
pub struct List;

#[async_trait]
impl Listable for List {
    const ACTION: Action = Action::SshkeyList;
    type Item = SshKey;

    async fn list(account: &Account) -> Result<Vec<SshKey>, Error> {
        let keys = account.reads().ssh_keys().await?;
        account.ssh_keys().put(&keys);
        Ok(keys)
    }

    fn outcome(list: Listed<SshKey>) -> Outcome {
        Outcome::SshKeys(list)
    }
}
