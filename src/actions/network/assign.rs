//! `/network assign`: gives a network interface another address from a pool.

use async_trait::async_trait;
use serde::Deserialize;

use super::deed;
use crate::actions::{Change, Context, Done, Planned, Refusal, Stop, Verb};
use crate::domain::job::Watch;
use crate::domain::network::{NetworkDeed, Pool, addresses_sight};
use crate::domain::outcome::Plan;
use crate::domain::server::Server;
use crate::domain::{Action, Error, Id, Target};
use crate::policy::Authorized;

/// Assigns an address.
pub struct Assign;

/// The arguments of `/network assign`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    server: String,
    pool: String,
    r#type: String,
    interface: String,
}

#[async_trait]
impl Verb for Assign {
    const ACTION: Action = Action::NetworkAssign;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        deed::family(&args.r#type)?;
        context.named::<Server>("server", &args.server).await
    }
}

#[async_trait]
impl Change for Assign {
    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let family = deed::family(&args.r#type)?;
        let server = super::server(context, permit).await?;
        let interface = super::meant(context, permit, &server, &args.interface).await?;
        let (id, number) = (&server.resource.id, interface.number());
        let (pools, before) = tokio::try_join!(
            context.ask(permit, |reads| async move { reads.pools(id, number).await }),
            context.ask(permit, |reads| async move { reads.server_addresses(id, None, None).await }),
        )?;
        let text = args.pool.trim();
        let meant = |pool: &Pool| pool.id == text || pool.name.eq_ignore_ascii_case(text);
        let refused = || Refusal::BadArgument { argument: "pool", text: args.pool.clone() };
        let pool = pools.into_iter().find(meant).ok_or_else(refused)?;
        if pool.family.is_some_and(|of| of != family) {
            return Err(Refusal::BadArgument { argument: "type", text: args.r#type.clone() }.into());
        }
        let deed = NetworkDeed::Assign { interface, pool, family, before: addresses_sight(&before) };
        deed::plan(context, permit, server, deed)
    }

    fn watch(_: &Context<'_>, plan: &Plan, _: &Id) -> Option<Watch> {
        deed::watch(Action::NetworkAssign, plan)
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        let NetworkDeed::Assign { interface, pool, family, .. } = deed::deed(plan) else {
            unreachable!("a plan to assign an address has its pool");
        };
        let assigned = context.changes(permit).assign_address(permit, interface, &pool.id, *family).await;
        deed::expire(context, permit);
        assigned.map(|()| Done::Accepted)
    }
}
