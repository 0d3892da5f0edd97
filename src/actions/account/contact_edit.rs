//! `/account contact-edit`: changes what is told of a person who may act for an account.

use async_trait::async_trait;
use serde::Deserialize;

use super::person;
use crate::actions::{Arguments, Change, Context, Done, Planned, Refusal, Stop, Verb, Writing};
use crate::domain::contact::{Contact, Person, PersonDeed};
use crate::domain::job::{ListDeed, ListWatch, Watch};
use crate::domain::outcome::{Plan, PlanFacts};
use crate::domain::{Action, Error, Id, Target};
use crate::policy::Authorized;

/// Changes what is told of a person.
pub struct ContactEdit;

/// The arguments of `/account contact-edit`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: String,
    contact: String,
    part: Option<String>,
    /// What is told, line by line: asked for in a form.
    text: Option<String>,
}

impl Args {
    fn person(&self) -> Result<Person, Refusal> {
        person::read(self.text.as_deref().unwrap_or_default(), person::part(self.part.as_deref())?)
    }
}

#[async_trait]
impl Verb for ContactEdit {
    const ACTION: Action = Action::AccountContactEdit;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        person::part(args.part.as_deref())?;
        if args.text.is_some() {
            args.person()?;
        }
        let account = context.named_account(args.account.trim())?.name().clone();
        let target = context.named::<Contact>("contact", &args.contact).await?;
        match target {
            // What everybody may read who reads the answer is no place for a name.
            Target::Resource { resource, .. } if resource.account == account => {
                Ok(Target::Resource { resource, name: None })
            }
            _ => Err(Refusal::BadArgument { argument: "contact", text: args.contact.clone() }),
        }
    }
}

#[async_trait]
impl Change for ContactEdit {
    const WRITING: Option<Writing> = Some(Writing { argument: "text", bind, lines: person::lines });

    async fn plan(_: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let facts = PlanFacts::Person { person: args.person()?, known: None };
        Ok(Planned::of(Plan { fingerprint: String::new(), target: permit.target().clone(), facts }))
    }

    fn watch(_: &Context<'_>, plan: &Plan, _: &Id) -> Option<Watch> {
        let PlanFacts::Person { person, .. } = &plan.facts else { return None };
        let told = person.0.iter().map(|(field, text)| (field.as_str().to_owned(), text.clone())).collect();
        Some(Watch::List(ListWatch::new(ListDeed::EditContact { told })))
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        let PlanFacts::Person { person, .. } = &plan.facts else {
            unreachable!("a plan about a person has what is told of them");
        };
        let changes = context.changes(permit);
        let answer = changes.edit_contact(permit, person).await?;
        let who = permit.target().resource().cloned();
        Ok(person::done(PersonDeed::Edit, who, &*changes, answer))
    }
}

/// The same words may mean another contact later.
fn bind(arguments: &mut Arguments, target: &Target) {
    if let Some(resource) = target.resource() {
        arguments.insert("contact".to_owned(), resource.to_string().into());
    }
}
