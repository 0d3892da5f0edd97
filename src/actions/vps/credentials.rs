//! `/vps credentials`: shows its caller alone by what a server can be entered.

use async_trait::async_trait;

use super::{OneServer, deed};
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::{Outcome, ResourceName};
use crate::domain::server::Server;
use crate::domain::setup::ShownCredentials;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Shows by what a server can be entered.
pub struct Credentials;

#[async_trait]
impl Verb for Credentials {
    const ACTION: Action = Action::VpsCredentials;
    type Args = OneServer;

    async fn resolve(context: &Context<'_>, args: &OneServer) -> Result<Target, Refusal> {
        context.named::<Server>("server", &args.server).await
    }
}

#[async_trait]
impl Look for Credentials {
    async fn look(context: &Context<'_>, permit: &Authorized, _: OneServer) -> Result<Outcome, Stop> {
        let provider = context.account_of(permit.target())?.provider();
        // Rights may hang on the name, and the list that told it may be old.
        let server = deed::read(context, permit).await?;
        let server = ResourceName { resource: server.resource, name: Some(server.name) };
        let credentials =
            context.ask_secret(permit, |reveals| async move { reveals.credentials(permit).await }).await?;
        Ok(Outcome::Credentials(Box::new(ShownCredentials { server, provider, credentials })))
    }
}
