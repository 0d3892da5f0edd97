//! `/vps show`: one server.

use async_trait::async_trait;

use super::{OneServer, deed};
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::Outcome;
use crate::domain::server::Server;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Shows one server.
pub struct Show;

#[async_trait]
impl Verb for Show {
    const ACTION: Action = Action::VpsShow;
    type Args = OneServer;

    async fn resolve(context: &Context<'_>, args: &OneServer) -> Result<Target, Refusal> {
        context.named::<Server>("server", &args.server).await
    }
}

#[async_trait]
impl Look for Show {
    async fn look(context: &Context<'_>, permit: &Authorized, _: OneServer) -> Result<Outcome, Stop> {
        let provider = context.account_of(permit.target())?.provider();
        let server = Box::new(deed::read(context, permit).await?);
        Ok(Outcome::Server { server, provider })
    }
}
