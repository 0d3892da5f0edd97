//! `/network ips`: the addresses of a server.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::network::{Family, NetworkPart};
use crate::domain::outcome::Outcome;
use crate::domain::server::Server;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Lists a server's addresses.
pub struct Ips;

/// The arguments of `/network ips`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    server: String,
    r#type: Option<String>,
    interface: Option<String>,
}

impl Args {
    fn family(&self) -> Result<Option<Family>, Refusal> {
        self.r#type.as_deref().map(super::deed::family).transpose()
    }
}

#[async_trait]
impl Verb for Ips {
    const ACTION: Action = Action::NetworkIps;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        args.family()?;
        args.interface.as_deref().map(super::deed::number).transpose()?;
        context.named::<Server>("server", &args.server).await
    }
}

#[async_trait]
impl Look for Ips {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let family = args.family()?;
        let interface = args.interface.as_deref().map(super::deed::number).transpose()?;
        let server = super::server(context, permit).await?;
        let id = &server.resource.id;
        let read = |reads: std::sync::Arc<dyn crate::providers::Reads>| async move {
            reads.server_addresses(id, family, interface).await
        };
        let addresses = context.ask(permit, read).await?;
        super::shown(context, permit, server, NetworkPart::Addresses(addresses))
    }
}
