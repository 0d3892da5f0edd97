//! `/vps shutdown`: asks a server's system to shut down.

use async_trait::async_trait;

use super::deed::ServerDeed;
use crate::actions::Done;
use crate::domain::Error;
use crate::domain::job::ServerVerb;
use crate::policy::Authorized;
use crate::providers::Changes;

/// Asks a server's system to shut down.
pub struct Shutdown;

#[async_trait]
impl ServerDeed for Shutdown {
    const VERB: ServerVerb = ServerVerb::Shutdown;

    async fn call(changes: &dyn Changes, permit: &Authorized) -> Result<Done, Error> {
        changes.shutdown(permit).await.map(|()| Done::Accepted)
    }
}
