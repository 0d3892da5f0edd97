//! `/vps restart`: restarts a server.

use async_trait::async_trait;

use super::deed::ServerDeed;
use crate::actions::Done;
use crate::domain::Error;
use crate::domain::job::ServerVerb;
use crate::policy::Authorized;
use crate::providers::Changes;

/// Restarts a server.
pub struct Restart;

#[async_trait]
impl ServerDeed for Restart {
    const VERB: ServerVerb = ServerVerb::Restart;

    async fn call(changes: &dyn Changes, permit: &Authorized) -> Result<Done, Error> {
        changes.restart(permit).await.map(Done::Queued)
    }
}
