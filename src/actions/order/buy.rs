//! `/order buy`: buys a plan.

use async_trait::async_trait;
use serde::Deserialize;

use super::purchase;
use crate::actions::{Change, Context, Done, Failure, Planned, Refusal, Stop, Verb};
use crate::domain::job::Watch;
use crate::domain::order::{self, Wish};
use crate::domain::outcome::Plan;
use crate::domain::{Action, Error, Id, Target};
use crate::policy::Authorized;

/// Buys a plan.
pub struct Buy;

/// The arguments of `/order buy`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    plan: String,
    os: Option<String>,
    name: Option<String>,
}

#[async_trait]
impl Verb for Buy {
    const ACTION: Action = Action::OrderBuy;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.named::<order::Plan>("plan", &args.plan).await
    }
}

#[async_trait]
impl Change for Buy {
    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let Some(resource) = permit.target().resource() else {
            return Err(Failure::Gone(permit.target().clone()).into());
        };
        let wish = Wish::Plan { plan: resource.id.clone(), os: args.os.clone(), name: args.name.clone() };
        purchase::offered(context, permit, &wish).await
    }

    fn watch(context: &Context<'_>, plan: &Plan, id: &Id) -> Option<Watch> {
        purchase::watch(context, plan, id)
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, id: &Id) -> Result<Done, Error> {
        purchase::buy(context, permit, plan, id).await
    }
}
