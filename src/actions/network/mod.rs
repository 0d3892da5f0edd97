//! `/network`: the interfaces and addresses of servers.

pub mod add;
pub mod assign;
mod deed;
pub mod interface;
pub mod interfaces;
pub mod ips;
pub mod pools;
pub mod remove;
pub mod update;

use super::vps::deed::read;
use super::{Context, Refusal, Stop};
use crate::domain::network::{Interface, NetworkPart, NetworkShown};
use crate::domain::outcome::{Outcome, ResourceName};
use crate::domain::server::Server;
use crate::policy::Authorized;

/// Reads the server that a permit is for, with its name of now, on which rights may hang.
async fn server(context: &Context<'_>, permit: &Authorized) -> Result<ResourceName, Stop> {
    let Server { resource, name, .. } = read(context, permit).await?;
    Ok(ResourceName { resource, name: Some(name) })
}

/// What a look at a part of a server's network comes to.
fn shown(
    context: &Context<'_>,
    permit: &Authorized,
    server: ResourceName,
    part: NetworkPart,
) -> Result<Outcome, Stop> {
    let provider = context.account_of(permit.target())?.provider();
    Ok(Outcome::Network(Box::new(NetworkShown { server, provider, part })))
}

/// The interface of a server that a person means by its name or id.
async fn meant(
    context: &Context<'_>,
    permit: &Authorized,
    server: &ResourceName,
    text: &str,
) -> Result<Interface, Stop> {
    let id = &server.resource.id;
    let interfaces = context.ask(permit, |reads| async move { reads.interfaces(id).await }).await?;
    let found = interfaces.into_iter().find(|interface| interface.is_named(text.trim()));
    found.ok_or_else(|| Refusal::BadArgument { argument: "interface", text: text.to_owned() }.into())
}
