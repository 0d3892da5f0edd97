//! `/order buy`: buys a plan.

use async_trait::async_trait;
use serde::Deserialize;

use super::purchase;
use super::wish::{Choices, wish};
use crate::actions::{Change, Context, Done, Failure, Planned, Refusal, Stop, Verb};
use crate::domain::job::Watch;
use crate::domain::order::{self, ItemWish, NotSold};
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
    cycle: Option<String>,
    domain: Option<String>,
    options: Option<String>,
    promocode: Option<String>,
    pay_method: Option<String>,
    guided: Option<bool>,
    /// What was chosen in a form.
    answers: Option<order::Answers>,
    /// What was added in a form.
    #[serde(default)]
    more: Vec<ItemWish>,
}

impl Args {
    fn choices(&self) -> Choices<'_> {
        Choices {
            cycle: self.cycle.as_deref(),
            domain: self.domain.as_deref(),
            options: self.options.as_deref(),
            promocode: self.promocode.as_deref(),
            pay_method: self.pay_method.as_deref(),
        }
    }
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
        let mut answers = args.choices().answers()?;
        purchase::on_sale(context, permit).await?;
        // What a form has asked it does not ask again.
        let asked = args.answers.is_some();
        let mut form = None;
        let wanted = args.guided.unwrap_or(answers.is_empty() && args.os.is_none());
        if wanted && !asked {
            let steps = purchase::steps(context, permit).await?;
            form = purchase::form(context, permit, steps, &answers)?;
        }
        answers.extend(args.answers.clone().unwrap_or_default());
        let (os, name) = (args.os.clone(), args.name.clone());
        // No form asks for either; without them nothing is left to be refused that needs the provider's own look.
        let is_fixed = os.is_some() || name.is_some();
        let wish = wish(resource, os, name, answers.clone(), args.more.clone());
        match form {
            Some(form) if is_fixed => return purchase::begin(context, permit, form, &wish).await,
            Some(form) => return Ok(Planned::Form(Box::new(form))),
            None => {}
        }
        match purchase::offered(context, permit, &wish).await {
            Err(Stop::Refused(Refusal::NotSold { why: NotSold::Unanswered { .. }, .. })) if !asked => {
                let steps = purchase::steps(context, permit).await?;
                let form = purchase::form(context, permit, steps, &answers)?;
                form.map(|form| Planned::Form(Box::new(form))).ok_or(Failure::Internal.into())
            }
            offered => offered,
        }
    }

    fn watch(context: &Context<'_>, plan: &Plan, id: &Id) -> Option<Watch> {
        purchase::watch(context, plan, id)
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, id: &Id) -> Result<Done, Error> {
        purchase::buy(context, permit, plan, id).await
    }
}
