//! `/vps reset`: switches a server off and on again, whatever it is doing.

use async_trait::async_trait;

use super::deed::ServerDeed;
use crate::actions::Done;
use crate::domain::Error;
use crate::domain::job::ServerVerb;
use crate::policy::Authorized;
use crate::providers::Changes;

/// Switches a server off and on again.
pub struct Reset;

#[async_trait]
impl ServerDeed for Reset {
    const VERB: ServerVerb = ServerVerb::Reset;

    async fn call(changes: &dyn Changes, permit: &Authorized) -> Result<Done, Error> {
        changes.reset(permit).await.map(|()| Done::Accepted)
    }
}
