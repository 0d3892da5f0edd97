//! `/order quote`: what a plan would cost.

use async_trait::async_trait;
use serde::Deserialize;

use super::purchase;
use super::wish::{Choices, wish};
use crate::actions::{Context, Failure, Look, Refusal, Stop, Verb};
use crate::domain::outcome::Outcome;
use crate::domain::{Action, Operation, Target, order};
use crate::policy::Authorized;

/// Tells what a plan would cost.
pub struct Quote;

/// The arguments of `/order quote`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    plan: String,
    cycle: Option<String>,
    domain: Option<String>,
    options: Option<String>,
    promocode: Option<String>,
    pay_method: Option<String>,
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
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let account = context.account_of(permit.target())?;
        let provider = account.provider();
        let choices = Choices {
            cycle: args.cycle.as_deref(),
            domain: args.domain.as_deref(),
            options: args.options.as_deref(),
            promocode: args.promocode.as_deref(),
            pay_method: args.pay_method.as_deref(),
        };
        let answers = choices.answers()?;
        let not_sold = |why| Refusal::NotSold { account: account.name().clone(), provider, why };
        if !account.has(Operation::QuoteShow) {
            if let Some(text) = answers.into_keys().next() {
                return Err(not_sold(order::NotSold::NoSuchStep { text, known: vec![] }).into());
            }
            return Ok(Outcome::Quote { plan: Box::new(purchase::plan(context, permit).await?), provider });
        }
        let Some(resource) = permit.target().resource() else {
            return Err(Failure::Gone(permit.target().clone()).into());
        };
        let wish = &wish(resource, None, None, answers, vec![]);
        let quoted = context.ask(permit, |reads| async move { reads.quote(wish).await }).await?;
        let offer = Box::new(quoted.map_err(not_sold)?);
        Ok(Outcome::Quoted { offer, account: account.name().clone(), provider })
    }
}
