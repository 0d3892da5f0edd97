//! `/vps resize`: changes the sizes of a server.

use async_trait::async_trait;
use serde::Deserialize;

use super::deed;
use crate::actions::{Change, Context, Done, Failure, Planned, Refusal, Stop, Verb};
use crate::domain::job::{ServerVerb, ServerWatch, Watch};
use crate::domain::outcome::{Outcome, Plan, PlanFacts, ResourceName};
use crate::domain::server::Server;
use crate::domain::setup::{NewSizes, Size};
use crate::domain::{Action, Error, Id, Operation, Target};
use crate::policy::Authorized;

/// Changes the sizes of a server.
pub struct Resize;

/// The arguments of `/vps resize`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    server: String,
    cpu: Option<u32>,
    memory: Option<u32>,
    disk: Option<u32>,
    bandwidth: Option<u32>,
}

impl Args {
    fn sizes(&self) -> NewSizes {
        let &Args { cpu, memory, disk, bandwidth, .. } = self;
        NewSizes { cpu, memory_mb: memory, disk_gb: disk, bandwidth_mbps: bandwidth }
    }
}

#[async_trait]
impl Verb for Resize {
    const ACTION: Action = Action::VpsResize;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.named::<Server>("server", &args.server).await
    }
}

#[async_trait]
impl Change for Resize {
    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let account = context.account_of(permit.target())?;
        let (name, provider) = (account.name().clone(), account.provider());
        let Some(resizing) = account.reads().resizing() else {
            let error = account.reads().unsupported(Operation::ServerResize);
            return Err(Failure::Provider { account: name, error }.into());
        };
        let server = deed::read(context, permit).await?;
        let sizes = resizing.sizes(server.sizes.as_ref(), &args.sizes());
        let sizes = sizes.map_err(|why| Refusal::Unfit { account: name, provider, why: Box::new(why) })?;
        if server.is_in(&sizes) {
            let server = ResourceName { resource: server.resource, name: Some(server.name) };
            return Ok(Planned::Nothing(Outcome::Already { verb: ServerVerb::Resize, server }));
        }
        let now = Size::ALL.map(|size| server.size(size).map(|size| size.normalize().to_string()));
        Ok(Planned::of(Plan {
            fingerprint: format!("{now:?}\n{}", server.name),
            target: Target::Resource { resource: server.resource.clone(), name: Some(server.name.clone()) },
            facts: PlanFacts::Resize { server: Box::new(server), sizes, resizing: *resizing, provider },
        }))
    }

    fn watch(context: &Context<'_>, plan: &Plan, _: &Id) -> Option<Watch> {
        let PlanFacts::Resize { sizes, .. } = &plan.facts else {
            unreachable!("a plan to change a server's sizes has them");
        };
        Some(deed::watch(context, plan, ServerWatch::resizing(*sizes)))
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        let PlanFacts::Resize { sizes, .. } = &plan.facts else {
            unreachable!("a plan to change a server's sizes has them");
        };
        context.changes(permit).resize(permit, sizes).await.map(Done::Queued)
    }
}
