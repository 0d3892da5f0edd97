//! `/network add`: gives a server another network interface.

use async_trait::async_trait;
use serde::Deserialize;

use super::deed::{self, Wanted};
use crate::actions::{Change, Context, Done, Planned, Refusal, Stop, Verb};
use crate::domain::job::Watch;
use crate::domain::network::{Interface, NetworkDeed, interfaces_sight};
use crate::domain::outcome::Plan;
use crate::domain::server::Server;
use crate::domain::{Action, Error, Id, Target};
use crate::policy::Authorized;

/// Adds an interface.
pub struct Add;

/// The arguments of `/network add`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    server: String,
    firewall: Option<bool>,
    ipv4: Option<String>,
    ipv6: Option<String>,
}

impl Args {
    fn wanted(&self) -> Wanted<'_> {
        Wanted { firewall: self.firewall, ipv4: self.ipv4.as_deref(), ipv6: self.ipv6.as_deref() }
    }
}

#[async_trait]
impl Verb for Add {
    const ACTION: Action = Action::NetworkAdd;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        args.wanted().check()?;
        context.named::<Server>("server", &args.server).await
    }
}

#[async_trait]
impl Change for Add {
    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let server = super::server(context, permit).await?;
        let id = &server.resource.id;
        let before = context.ask(permit, |reads| async move { reads.interfaces(id).await }).await?;
        let settings = args.wanted().settings(context, permit, &server.resource).await?;
        let all = match args.ipv4.is_some() || args.ipv6.is_some() {
            true => {
                context
                    .ask(permit, |reads| async move { reads.server_addresses(id, None, None).await })
                    .await?
            }
            false => vec![],
        };
        let loses = |it: &Interface| Some((it.title().to_owned(), it.loses_to(&settings, &all)?));
        if let Some((interface, address)) = before.iter().find_map(loses) {
            return Err(Refusal::AddressInUse { address, interface }.into());
        }
        let deed = NetworkDeed::Add { settings, before: interfaces_sight(&before) };
        deed::plan(context, permit, server, deed)
    }

    fn watch(_: &Context<'_>, plan: &Plan, _: &Id) -> Option<Watch> {
        deed::watch(Action::NetworkAdd, plan)
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        let NetworkDeed::Add { settings, .. } = deed::deed(plan) else {
            unreachable!("a plan to add an interface has its settings");
        };
        let added = context.changes(permit).add_interface(permit, settings).await;
        deed::expire(context, permit);
        added.map(|()| Done::Accepted)
    }
}
