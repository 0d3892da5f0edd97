//! `/network pools`: the pools that a server's further addresses are taken from.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::network::NetworkPart;
use crate::domain::outcome::Outcome;
use crate::domain::server::Server;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Lists pools.
pub struct Pools;

/// The arguments of `/network pools`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    server: String,
    interface: Option<String>,
}

#[async_trait]
impl Verb for Pools {
    const ACTION: Action = Action::NetworkPools;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        args.interface.as_deref().map(super::deed::number).transpose()?;
        context.named::<Server>("server", &args.server).await
    }
}

#[async_trait]
impl Look for Pools {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let interface = args.interface.as_deref().map(super::deed::number).transpose()?;
        let server = super::server(context, permit).await?;
        let id = &server.resource.id;
        let pools = context.ask(permit, |reads| async move { reads.pools(id, interface).await }).await?;
        super::shown(context, permit, server, NetworkPart::Pools(pools))
    }
}
