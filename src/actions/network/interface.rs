//! `/network interface`: one network interface of a server.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::network::NetworkPart;
use crate::domain::outcome::Outcome;
use crate::domain::resource::is_plain_id;
use crate::domain::server::Server;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Shows an interface.
pub struct Interface;

/// The arguments of `/network interface` and `/network remove`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    pub(super) server: String,
    pub(super) interface: String,
}

impl Args {
    /// The interface's name or id, when it can be one.
    fn interface(&self) -> Result<&str, Refusal> {
        let text = self.interface.trim();
        let refused = || Refusal::BadArgument { argument: "interface", text: self.interface.clone() };
        is_plain_id(text).then_some(text).ok_or_else(refused)
    }
}

#[async_trait]
impl Verb for Interface {
    const ACTION: Action = Action::NetworkInterface;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        args.interface()?;
        context.named::<Server>("server", &args.server).await
    }
}

#[async_trait]
impl Look for Interface {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let server = super::server(context, permit).await?;
        let (id, interface) = (&server.resource.id, args.interface()?);
        let shown = context.ask(permit, |reads| async move { reads.interface(id, interface).await }).await?;
        super::shown(context, permit, server, NetworkPart::Interface(shown))
    }
}
