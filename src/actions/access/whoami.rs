//! `/access whoami`: what the caller is to the bot.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::{self, Outcome};
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Shows what the caller is to the bot.
pub struct Whoami;

/// The arguments of `/access whoami`: none.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {}

#[async_trait]
impl Verb for Whoami {
    const ACTION: Action = Action::AccessWhoami;
    type Args = Args;

    async fn resolve(_: &Context<'_>, _: &Args) -> Result<Target, Refusal> {
        Ok(Target::Bot)
    }
}

#[async_trait]
impl Look for Whoami {
    async fn look(context: &Context<'_>, permit: &Authorized, _: Args) -> Result<Outcome, Stop> {
        let (policy, actor) = (context.policy(), permit.actor().clone());
        let mut actions = policy.actions(&actor);
        actions.retain(|action| context.can(*action));
        Ok(Outcome::Whoami(outcome::Whoami {
            granting_roles: actor.roles.iter().copied().filter(|role| policy.names_role(*role)).collect(),
            actions,
            contact: policy.contact().map(str::to_owned),
            actor,
        }))
    }
}
