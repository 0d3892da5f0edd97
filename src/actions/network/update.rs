//! `/network update`: gives a network interface other settings.

use async_trait::async_trait;
use serde::Deserialize;

use super::deed::{self, Wanted};
use crate::actions::{Change, Context, Done, Planned, Refusal, Stop, Verb};
use crate::domain::job::Watch;
use crate::domain::network::NetworkDeed;
use crate::domain::outcome::Plan;
use crate::domain::server::Server;
use crate::domain::{Action, Error, Id, Target};
use crate::policy::Authorized;

/// Changes an interface.
pub struct Update;

/// The arguments of `/network update`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    server: String,
    interface: String,
    firewall: Option<bool>,
    ipv4: Option<String>,
    ipv6: Option<String>,
}

impl Args {
    /// What is to be another; something must be.
    fn wanted(&self) -> Result<Wanted<'_>, Refusal> {
        let Args { firewall, ipv4, ipv6, .. } = self;
        let wanted = Wanted { firewall: *firewall, ipv4: ipv4.as_deref(), ipv6: ipv6.as_deref() };
        if firewall.is_none() && ipv4.is_none() && ipv6.is_none() {
            return Err(Refusal::OptionMissing { options: &["firewall", "ipv4", "ipv6"] });
        }
        wanted.check()?;
        Ok(wanted)
    }
}

#[async_trait]
impl Verb for Update {
    const ACTION: Action = Action::NetworkUpdate;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        args.wanted()?;
        context.named::<Server>("server", &args.server).await
    }
}

#[async_trait]
impl Change for Update {
    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let wanted = args.wanted()?;
        let server = super::server(context, permit).await?;
        let interface = super::meant(context, permit, &server, &args.interface).await?;
        let settings = wanted.settings(context, permit, &server.resource).await?;
        deed::plan(context, permit, server, NetworkDeed::Update { interface, settings })
    }

    fn watch(_: &Context<'_>, plan: &Plan, _: &Id) -> Option<Watch> {
        deed::watch(Action::NetworkUpdate, plan)
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        let NetworkDeed::Update { interface, settings } = deed::deed(plan) else {
            unreachable!("a plan to change an interface has its settings");
        };
        let updated = context.changes(permit).update_interface(permit, interface, settings).await;
        deed::expire(context, permit);
        updated.map(|()| Done::Accepted)
    }
}
