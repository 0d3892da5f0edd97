//! `/order plan`: one plan.

use async_trait::async_trait;
use serde::Deserialize;

use super::purchase;
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::Outcome;
use crate::domain::{Action, Operation, Target, order};
use crate::policy::Authorized;

/// Shows one plan.
pub struct Plan;

/// The arguments of `/order plan`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    plan: String,
}

#[async_trait]
impl Verb for Plan {
    const ACTION: Action = Action::OrderPlan;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.named::<order::Plan>("plan", &args.plan).await
    }
}

#[async_trait]
impl Look for Plan {
    async fn look(context: &Context<'_>, permit: &Authorized, _: Args) -> Result<Outcome, Stop> {
        let account = context.account_of(permit.target())?;
        let templates = async {
            // Where a plan is ordered step by step, its system is one of the steps, and `os:` is refused.
            match account.has(Operation::TemplateList) && !account.has(Operation::PlanShow) {
                true => context.ask(permit, |reads| async move { reads.templates().await }).await,
                false => Ok(vec![]),
            }
        };
        let steps = purchase::steps(context, permit);
        let (plan, templates, steps) = tokio::try_join!(purchase::plan(context, permit), templates, steps)?;
        let steps = purchase::asked(steps);
        let (provider, installed_later) = (account.provider(), account.has(Operation::OrderInstall));
        Ok(Outcome::Plan { plan: Box::new(plan), provider, templates, installed_later, steps })
    }
}
