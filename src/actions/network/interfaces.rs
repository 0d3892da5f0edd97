//! `/network interfaces`: the network interfaces of a server.

use async_trait::async_trait;

use crate::actions::vps::OneServer;
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::network::NetworkPart;
use crate::domain::outcome::Outcome;
use crate::domain::server::Server;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Lists a server's interfaces.
pub struct Interfaces;

#[async_trait]
impl Verb for Interfaces {
    const ACTION: Action = Action::NetworkInterfaces;
    type Args = OneServer;

    async fn resolve(context: &Context<'_>, args: &OneServer) -> Result<Target, Refusal> {
        context.named::<Server>("server", &args.server).await
    }
}

#[async_trait]
impl Look for Interfaces {
    async fn look(context: &Context<'_>, permit: &Authorized, _: OneServer) -> Result<Outcome, Stop> {
        let server = super::server(context, permit).await?;
        let id = &server.resource.id;
        let interfaces = context.ask(permit, |reads| async move { reads.interfaces(id).await }).await?;
        context.account_of(permit.target())?.interfaces().of(id).put(&interfaces);
        super::shown(context, permit, server, NetworkPart::Interfaces(interfaces))
    }
}
