//! `/order buy`: buys a plan.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Change, Context, Done, Failure, Planned, Refusal, Stop, Verb};
use crate::domain::order::Choices;
use crate::domain::outcome::{Outcome, Plan, PlanFacts};
use crate::domain::{Action, Error, ResourceKind, ResourceRef, Target};
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
        let Some(resource) = ResourceRef::parse(ResourceKind::Plan, args.plan.trim()) else {
            return Err(Refusal::BadArgument { argument: "plan" });
        };
        context.named_account(resource.account.as_str())?;
        Ok(Target::Resource { resource, name: None })
    }
}

#[async_trait]
impl Change for Buy {
    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let account = context.account_of(permit.target())?;
        let plans = account
            .reads()
            .plans()
            .await
            .map_err(|error| Failure::Provider { account: account.name().clone(), error })?;
        let plan = plans
            .into_iter()
            .find(|plan| Some(&plan.resource) == permit.target().resource())
            .ok_or_else(|| Failure::Gone(permit.target().clone()))?;
        let price = plan.price.map_or_else(|| "?".to_owned(), |price| price.to_string());
        Ok(Planned::Plan(Plan {
            fingerprint: format!("{price} {:?}\n{}", plan.cycle, plan.name),
            target: Target::Resource { resource: plan.resource.clone(), name: Some(plan.name.clone()) },
            facts: PlanFacts::Purchase {
                plan: Box::new(plan),
                choices: Choices { os: args.os.clone(), name: args.name.clone() },
                provider: account.provider(),
            },
        }))
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan) -> Result<Done, Error> {
        let PlanFacts::Purchase { plan, choices, .. } = &plan.facts else {
            unreachable!("a plan to buy has the facts of a purchase");
        };
        let purchase = context.changes(permit).buy(permit, choices).await?;
        Ok(Done::Finished(Outcome::Bought { plan: plan.clone(), id: purchase.id }))
    }
}
