//! `/vps restart`: restarts a server.

use async_trait::async_trait;

use super::{OneServer, power};
use crate::actions::{Change, Context, Done, Planned, Refusal, Verb};
use crate::domain::job::ServerVerb;
use crate::domain::outcome::Plan;
use crate::domain::{Action, Error, Target};
use crate::policy::Authorized;

/// Restarts a server.
pub struct Restart;

#[async_trait]
impl Verb for Restart {
    const ACTION: Action = Action::VpsRestart;
    type Args = OneServer;

    async fn resolve(context: &Context<'_>, args: &OneServer) -> Result<Target, Refusal> {
        context.server("server", &args.server).await
    }
}

#[async_trait]
impl Change for Restart {
    async fn plan(
        context: &Context<'_>,
        permit: &Authorized,
        _: &OneServer,
    ) -> Result<Planned, crate::actions::Stop> {
        power::plan(context, permit, ServerVerb::Restart).await
    }

    async fn run(context: &Context<'_>, permit: &Authorized, _: &Plan) -> Result<Done, Error> {
        context.changes(permit).restart(permit).await?;
        Ok(Done::Watch)
    }
}
