//! `/account edit`: changes what is told of an account's owner.

use async_trait::async_trait;
use serde::Deserialize;

use super::person;
use crate::actions::{Change, Context, Done, Planned, Refusal, Stop, Verb, Writing};
use crate::domain::contact::{Person, PersonDeed};
use crate::domain::outcome::{Plan, PlanFacts};
use crate::domain::{Action, Error, Id, ResourceKind, ResourceRef, Target};
use crate::policy::Authorized;

/// Changes what is told of an account's owner.
pub struct Edit;

/// The arguments of `/account edit`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: String,
    part: String,
    /// What is told, line by line: asked for in a form.
    text: Option<String>,
}

impl Args {
    fn person(&self) -> Result<Person, Refusal> {
        person::read(self.text.as_deref().unwrap_or_default(), person::part(Some(&self.part))?)
    }
}

#[async_trait]
impl Verb for Edit {
    const ACTION: Action = Action::AccountEdit;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        person::part(Some(&args.part))?;
        if args.text.is_some() {
            args.person()?;
        }
        let account = context.named_account(args.account.trim())?.name().clone();
        let resource = ResourceRef::new(account, ResourceKind::Contact, person::OWNER);
        let resource = resource.ok_or(Refusal::Outdated)?;
        Ok(Target::Resource { resource, name: None })
    }
}

#[async_trait]
impl Change for Edit {
    const WRITING: Option<Writing> =
        Some(Writing { argument: "text", bind: |_, _| {}, lines: person::lines });

    async fn plan(_: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let facts = PlanFacts::Person { person: args.person()?, known: None };
        Ok(Planned::of(Plan { fingerprint: String::new(), target: permit.target().clone(), facts }))
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        let PlanFacts::Person { person, .. } = &plan.facts else {
            unreachable!("a plan about a person has what is told of them");
        };
        let changes = context.changes(permit);
        let answer = changes.edit_profile(permit, person).await?;
        let who = None;
        Ok(person::done(PersonDeed::EditOwner, who, &*changes, answer))
    }
}
