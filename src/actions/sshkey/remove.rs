//! `/sshkey remove`: removes an SSH key from its account.

use async_trait::async_trait;
use serde::Deserialize;

use super::read;
use crate::actions::{Change, Context, Done, Failure, Planned, Refusal, Stop, Verb};
use crate::domain::job::{ListDeed, ListWatch, Watch};
use crate::domain::key::{KeyDeed, SshKey};
use crate::domain::outcome::{Outcome, Plan, PlanFacts, ResourceName};
use crate::domain::{Action, Error, Id, Target};
use crate::policy::Authorized;

/// Removes an SSH key.
pub struct Remove;

/// The arguments of `/sshkey remove`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    key: String,
}

#[async_trait]
impl Verb for Remove {
    const ACTION: Action = Action::SshkeyRemove;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.named::<SshKey>("key", &args.key).await
    }
}

#[async_trait]
impl Change for Remove {
    async fn plan(context: &Context<'_>, permit: &Authorized, _: &Args) -> Result<Planned, Stop> {
        let mut keys = read(context, permit).await?.into_iter();
        let Some(key) = keys.find(|key| Some(&key.resource) == permit.target().resource()) else {
            return Err(Failure::Gone(permit.target().clone()).into());
        };
        Ok(Planned::of(Plan {
            fingerprint: key.name.clone(),
            target: Target::Resource { resource: key.resource, name: Some(key.name) },
            facts: PlanFacts::Key { deed: KeyDeed::Remove },
        }))
    }

    fn watch(_: &Context<'_>, _: &Plan, _: &Id) -> Option<Watch> {
        Some(Watch::List(ListWatch::new(ListDeed::RemoveKey)))
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        context.changes(permit).remove_ssh_key(permit).await?;
        let Target::Resource { resource, name } = &plan.target else {
            unreachable!("a plan to remove a key has one");
        };
        let key = ResourceName { resource: resource.clone(), name: name.clone() };
        Ok(Done::Finished(Outcome::KeyDone { deed: KeyDeed::Remove, key }))
    }
}
