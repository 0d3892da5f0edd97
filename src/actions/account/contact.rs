//! `/account contact`: one of the people who may act for an account.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Failure, Look, Refusal, Stop, Verb};
use crate::domain::contact::Contact as Person;
use crate::domain::outcome::Outcome;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Shows a person.
pub struct Contact;

/// The arguments of `/account contact`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: String,
    contact: String,
}

#[async_trait]
impl Verb for Contact {
    const ACTION: Action = Action::AccountContact;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        let account = context.named_account(args.account.trim())?.name().clone();
        let target = context.named::<Person>("contact", &args.contact).await?;
        match target.account() == Some(&account) {
            true => Ok(target),
            false => Err(Refusal::BadArgument { argument: "contact", text: args.contact.clone() }),
        }
    }
}

#[async_trait]
impl Look for Contact {
    async fn look(context: &Context<'_>, permit: &Authorized, _: Args) -> Result<Outcome, Stop> {
        let provider = context.account_of(permit.target())?.provider();
        let Some(resource) = permit.target().resource() else {
            return Err(Failure::Gone(permit.target().clone()).into());
        };
        let contact = context.ask(permit, |reads| async move { reads.contact(&resource.id).await }).await?;
        Ok(Outcome::Contact { contact: Box::new(contact), provider })
    }
}
