//! `/vps destroy`: deletes a server with its data.

use async_trait::async_trait;

use super::deed::ServerDeed;
use crate::actions::Done;
use crate::domain::Error;
use crate::domain::job::ServerVerb;
use crate::policy::Authorized;
use crate::providers::Changes;

/// Deletes a server with its data.
pub struct Destroy;

#[async_trait]
impl ServerDeed for Destroy {
    const VERB: ServerVerb = ServerVerb::Destroy;

    async fn call(changes: &dyn Changes, permit: &Authorized) -> Result<Done, Error> {
        changes.destroy(permit).await.map(|()| Done::Accepted)
    }
}
