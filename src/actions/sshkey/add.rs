//! `/sshkey add`: adds an SSH key to an account.

use async_trait::async_trait;
use serde::Deserialize;

use super::read;
use crate::actions::{Change, Context, Done, Planned, Refusal, Stop, Verb, Writing};
use crate::domain::job::{ListDeed, ListWatch, Watch};
use crate::domain::key::{KeyDeed, NotAPublicKey, PublicKey};
use crate::domain::outcome::{Outcome, Plan, PlanFacts, ResourceName};
use crate::domain::{Action, Error, Id, ResourceKind, ResourceRef, Target};
use crate::policy::Authorized;

/// Adds an SSH key.
pub struct Add;

/// The reference that stands for keys that are not there yet, as far as an operation on one is a lock.
const NEW: &str = "new";

/// The arguments of `/sshkey add`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: String,
    /// The key's line: asked for in a form.
    key: Option<String>,
}

impl Args {
    fn key(&self) -> Result<Option<PublicKey>, Refusal> {
        let read = self.key.as_deref().map(PublicKey::read).transpose();
        read.map_err(|why| match why {
            NotAPublicKey::Private => Refusal::PrivateKey,
            NotAPublicKey::Malformed => Refusal::BadArgument { argument: "key", text: String::new() },
        })
    }
}

#[async_trait]
impl Verb for Add {
    const ACTION: Action = Action::SshkeyAdd;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        args.key()?;
        let account = context.named_account(args.account.trim())?.name().clone();
        let name = account.to_string();
        let resource = ResourceRef::new(account, ResourceKind::Key, NEW)
            .ok_or(Refusal::BadArgument { argument: "account", text: args.account.clone() })?;
        Ok(Target::Resource { resource, name: Some(name) })
    }
}

#[async_trait]
impl Change for Add {
    const WRITING: Option<Writing> = Some(Writing {
        argument: "key",
        lines: |_| &[],
        bind: |arguments, target| {
            if let Some(account) = target.account() {
                arguments.insert("account".to_owned(), account.as_str().into());
            }
        },
    });

    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let Some(key) = args.key()? else {
            return Err(Refusal::BadArgument { argument: "key", text: String::new() }.into());
        };
        // By what is there before, the key is known when its answer is lost.
        let known = read(context, permit).await?.into_iter().map(|key| key.resource.id).collect();
        Ok(Planned::of(Plan {
            fingerprint: String::new(),
            target: permit.target().clone(),
            facts: PlanFacts::Key { deed: KeyDeed::Add { key, known } },
        }))
    }

    fn watch(_: &Context<'_>, plan: &Plan, _: &Id) -> Option<Watch> {
        let PlanFacts::Key { deed: KeyDeed::Add { key, known } } = &plan.facts else { return None };
        let deed = ListDeed::AddKey { name: key.name().to_owned(), known: known.clone() };
        Some(Watch::List(ListWatch::new(deed)))
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        let PlanFacts::Key { deed: deed @ KeyDeed::Add { key, .. } } = &plan.facts else {
            unreachable!("a plan to add a key has the key");
        };
        context.changes(permit).add_ssh_key(permit, key).await?;
        let resource = permit.target().resource().expect("a key's target is a key").clone();
        let key = ResourceName { resource, name: Some(key.name().to_owned()) };
        Ok(Done::Finished(Outcome::KeyDone { deed: deed.clone(), key }))
    }
}
