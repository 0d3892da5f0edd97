//! `/vps destroy`: deletes a server with its data.

use async_trait::async_trait;

use super::{OneServer, power};
use crate::actions::{Change, Context, Done, Planned, Refusal, Stop, Verb};
use crate::domain::job::ServerVerb;
use crate::domain::outcome::Plan;
use crate::domain::{Action, Error, Target};
use crate::policy::Authorized;

/// Deletes a server with its data.
pub struct Destroy;

#[async_trait]
impl Verb for Destroy {
    const ACTION: Action = Action::VpsDestroy;
    type Args = OneServer;

    async fn resolve(context: &Context<'_>, args: &OneServer) -> Result<Target, Refusal> {
        context.server("server", &args.server).await
    }
}

#[async_trait]
impl Change for Destroy {
    async fn plan(context: &Context<'_>, permit: &Authorized, _: &OneServer) -> Result<Planned, Stop> {
        power::plan(context, permit, ServerVerb::Destroy).await
    }

    async fn run(context: &Context<'_>, permit: &Authorized, _: &Plan) -> Result<Done, Error> {
        context.changes(permit).destroy(permit).await?;
        Ok(Done::Watch)
    }
}
