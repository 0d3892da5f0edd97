//! `/sshkey`: the SSH keys that new servers can be given.

pub mod add;
pub mod list;
pub mod remove;

use super::{Context, Stop};
use crate::domain::key::SshKey;
use crate::policy::Authorized;

/// The keys of a permit's account as they are now.
pub(super) async fn read(context: &Context<'_>, permit: &Authorized) -> Result<Vec<SshKey>, Stop> {
    let keys = context.ask(permit, |reads| async move { reads.ssh_keys().await }).await?;
    context.account_of(permit.target())?.ssh_keys().put(&keys);
    Ok(keys)
}
