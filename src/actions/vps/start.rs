//! `/vps start`: starts a stopped server.

use async_trait::async_trait;

use super::deed::ServerDeed;
use crate::actions::Done;
use crate::domain::Error;
use crate::domain::job::ServerVerb;
use crate::policy::Authorized;
use crate::providers::Changes;

/// Starts a stopped server.
pub struct Start;

#[async_trait]
impl ServerDeed for Start {
    const VERB: ServerVerb = ServerVerb::Start;

    async fn call(changes: &dyn Changes, permit: &Authorized) -> Result<Done, Error> {
        changes.start(permit).await.map(|()| Done::Accepted)
    }
}
