//! `/network remove`: takes a network interface away.

use async_trait::async_trait;

use super::deed;
use super::interface::Args;
use crate::actions::{Change, Context, Done, Planned, Refusal, Stop, Verb};
use crate::domain::job::Watch;
use crate::domain::network::NetworkDeed;
use crate::domain::outcome::Plan;
use crate::domain::server::Server;
use crate::domain::{Action, Error, Id, Target};
use crate::policy::Authorized;

/// Removes an interface.
pub struct Remove;

#[async_trait]
impl Verb for Remove {
    const ACTION: Action = Action::NetworkRemove;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.named::<Server>("server", &args.server).await
    }
}

#[async_trait]
impl Change for Remove {
    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let server = super::server(context, permit).await?;
        let interface = super::meant(context, permit, &server, &args.interface).await?;
        deed::plan(context, permit, server, NetworkDeed::Remove { interface })
    }

    fn watch(_: &Context<'_>, plan: &Plan, _: &Id) -> Option<Watch> {
        deed::watch(Action::NetworkRemove, plan)
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        let NetworkDeed::Remove { interface } = deed::deed(plan) else {
            unreachable!("a plan to remove an interface has it");
        };
        let removed = context.changes(permit).remove_interface(permit, interface).await;
        deed::expire(context, permit);
        removed.map(|()| Done::Accepted)
    }
}
