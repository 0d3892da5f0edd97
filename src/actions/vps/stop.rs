//! `/vps stop`: powers a server off.

use async_trait::async_trait;

use super::deed::ServerDeed;
use crate::actions::Done;
use crate::domain::Error;
use crate::domain::job::ServerVerb;
use crate::policy::Authorized;
use crate::providers::Changes;

/// Powers a server off.
pub struct Stop;

#[async_trait]
impl ServerDeed for Stop {
    const VERB: ServerVerb = ServerVerb::Stop;

    async fn call(changes: &dyn Changes, permit: &Authorized) -> Result<Done, Error> {
        changes.stop(permit).await.map(|()| Done::Accepted)
    }
}
