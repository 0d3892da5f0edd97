//! `/account contact-add`: adds a person who may act for an account.

use async_trait::async_trait;
use serde::Deserialize;

use super::person;
use crate::actions::{Change, Context, Done, Planned, Refusal, Stop, Verb, Writing};
use crate::domain::contact::{Person, PersonDeed, PersonField};
use crate::domain::job::{ListDeed, ListWatch, Watch};
use crate::domain::outcome::{Plan, PlanFacts};
use crate::domain::{Action, Error, Id, ResourceKind, ResourceRef, Target};
use crate::policy::Authorized;

/// Adds a person.
pub struct ContactAdd;

/// The fields of a new contact.
const FIELDS: [PersonField; 5] = [
    PersonField::Email,
    PersonField::FirstName,
    PersonField::LastName,
    PersonField::Company,
    PersonField::Phone,
];

/// The arguments of `/account contact-add`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: String,
    /// What is told, line by line: asked for in a form.
    text: Option<String>,
}

impl Args {
    fn person(&self) -> Result<Person, Refusal> {
        person::read(self.text.as_deref().unwrap_or_default(), &FIELDS)
    }
}

#[async_trait]
impl Verb for ContactAdd {
    const ACTION: Action = Action::AccountContactAdd;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        if args.text.is_some() {
            args.person()?;
        }
        let account = context.named_account(args.account.trim())?.name().clone();
        let resource = ResourceRef::new(account, ResourceKind::Contact, person::NOBODY);
        let resource = resource.ok_or(Refusal::Outdated)?;
        Ok(Target::Resource { resource, name: None })
    }
}

#[async_trait]
impl Change for ContactAdd {
    const WRITING: Option<Writing> =
        Some(Writing { argument: "text", bind: |_, _| {}, lines: |_| &person::NEW });

    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let person = args.person()?;
        // By who is there before, the contact is known when the answer is lost.
        let contacts = context.ask(permit, |reads| async move { reads.contacts().await }).await?;
        context.account_of(permit.target())?.contacts().put(&contacts);
        let known = Some(contacts.into_iter().map(|contact| contact.resource.id).collect());
        let facts = PlanFacts::Person { person, known };
        Ok(Planned::of(Plan { fingerprint: String::new(), target: permit.target().clone(), facts }))
    }

    fn watch(_: &Context<'_>, plan: &Plan, _: &Id) -> Option<Watch> {
        let PlanFacts::Person { person, known: Some(known) } = &plan.facts else { return None };
        let email = person.get(PersonField::Email).map(str::to_owned);
        Some(Watch::List(ListWatch::new(ListDeed::AddContact { email, known: known.clone() })))
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        let PlanFacts::Person { person, .. } = &plan.facts else {
            unreachable!("a plan about a person has what is told of them");
        };
        let changes = context.changes(permit);
        let (answer, id) = changes.add_contact(permit, person).await?;
        let account = changes.account().clone();
        let who = id.and_then(|id| ResourceRef::new(account, ResourceKind::Contact, id));
        Ok(person::done(PersonDeed::Add, who, &*changes, answer))
    }
}
