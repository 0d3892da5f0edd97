//! `/order quote`: what a plan would cost.

use async_trait::async_trait;
use serde::Deserialize;

use super::purchase;
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::Outcome;
use crate::domain::{Action, Target, order};
use crate::policy::Authorized;

/// Tells what a plan would cost.
pub struct Quote;

/// The arguments of `/order quote`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    plan: String,
}

#[async_trait]
impl Verb for Quote {
    const ACTION: Action = Action::OrderQuote;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.named::<order::Plan>("plan", &args.plan).await
    }
}

#[async_trait]
impl Look for Quote {
    async fn look(context: &Context<'_>, permit: &Authorized, _: Args) -> Result<Outcome, Stop> {
        let provider = context.account_of(permit.target())?.provider();
        Ok(Outcome::Quote { plan: Box::new(purchase::plan(context, permit).await?), provider })
    }
}
