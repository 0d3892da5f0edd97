//! `/order custom`: buys a server of one's own choice.

use async_trait::async_trait;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::purchase;
use super::wish::Choices;
use crate::actions::{Change, Context, Done, Planned, Refusal, Stop, Verb};
use crate::domain::job::Watch;
use crate::domain::order::{self, CustomWish, Wish};
use crate::domain::outcome::Plan;
use crate::domain::{Action, Error, Id, ResourceKind, ResourceRef, Target};
use crate::policy::Authorized;

/// What forms call the system, for which the command has an option of its own.
const OS: &str = "os";

/// Buys a server of one's own choice.
pub struct Custom;

/// The arguments of `/order custom`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: String,
    name: String,
    cpu: u32,
    memory: Decimal,
    storage: u32,
    os: String,
    cpu_type: Option<String>,
    storage_type: Option<String>,
    ipv4: Option<u32>,
    options: Option<String>,
    guided: Option<bool>,
    /// What was chosen in a form.
    answers: Option<order::Answers>,
}

#[async_trait]
impl Verb for Custom {
    const ACTION: Action = Action::OrderCustom;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        let account = context.named_account(args.account.trim())?.name().clone();
        let resource = ResourceRef::new(account, ResourceKind::Plan, purchase::CUSTOM)
            .ok_or(Refusal::BadArgument { argument: "account", text: args.account.clone() })?;
        Ok(Target::Resource { resource, name: Some(args.name.trim().to_owned()) })
    }
}

#[async_trait]
impl Change for Custom {
    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let options = args.options.as_deref();
        let choices = Choices { cycle: None, domain: None, options, promocode: None, pay_method: None };
        let mut answers = choices.answers()?;
        let mut os = args.os.clone();
        let mut form = None;
        if let Some(chosen) = &args.answers {
            // What a form has asked it does not ask again.
            answers.extend(chosen.clone());
            os = answers.remove(OS).unwrap_or(os);
        } else if args.guided.unwrap_or(answers.is_empty()) {
            let steps = context.account_of(permit.target())?.reads().custom_steps();
            let mut known = answers.clone();
            known.insert(OS.to_owned(), os.clone());
            form = purchase::form(context, permit, steps, &known)?;
        }
        let wish = CustomWish {
            name: args.name.clone(),
            os,
            cpu_type: args.cpu_type.clone(),
            cpu_cores: args.cpu,
            memory_gb: args.memory,
            storage_type: args.storage_type.clone(),
            storage_gb: args.storage,
            ipv4: args.ipv4.unwrap_or(1),
            answers,
        };
        let wish = Wish::Custom(wish);
        match form {
            Some(form) => purchase::begin(context, permit, form, &wish).await,
            None => purchase::offered(context, permit, &wish).await,
        }
    }

    fn watch(context: &Context<'_>, plan: &Plan, id: &Id) -> Option<Watch> {
        purchase::watch(context, plan, id)
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, id: &Id) -> Result<Done, Error> {
        purchase::buy(context, permit, plan, id).await
    }
}
