//! `/access why`: why a person may or may not use a command, here and now.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::action::Subject;
use crate::domain::outcome::{self, Outcome};
use crate::domain::server::Server;
use crate::domain::{Action, Actor, Person, Target};
use crate::policy::{Authorized, Scope};

/// Shows why a person may or may not use a command.
pub struct Why;

/// The arguments of `/access why`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    user: Person,
    command: String,
    server: Option<String>,
}

#[async_trait]
impl Verb for Why {
    const ACTION: Action = Action::AccessWhy;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        named(&args.command)?;
        match &args.server {
            Some(text) => {
                context.doing(Self::ACTION.names_servers_by()).named::<Server>("server", text).await
            }
            None => Ok(Target::Bot),
        }
    }
}

#[async_trait]
impl Look for Why {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let action = named(&args.command)?;
        let Person { user, roles } = args.user;
        let is_member = roles.is_some();
        let person = Actor { user, roles: roles.unwrap_or_default(), place: permit.actor().place };
        // A server says as much as it means to the action in question.
        let (scope, on) = match (action.subject(), permit.target()) {
            (Subject::Server, target @ Target::Resource { resource, name }) => {
                (Scope::Server(resource, name.as_deref()), Some(target.clone()))
            }
            (Subject::Account, Target::Resource { resource, .. }) => {
                (Scope::Account(&resource.account), Some(Target::Account(resource.account.clone())))
            }
            _ => (Scope::Anything, None),
        };
        let is_offered = match on.as_ref().and_then(Target::account) {
            Some(account) => action.operations().is_empty() || context.offers(account, action),
            None => context.can(action),
        };
        Ok(Outcome::Why(Box::new(outcome::Why {
            user,
            asker: permit.actor().user,
            is_member,
            action,
            is_offered,
            explanation: context.policy().explain(permit.actor(), &person, action, scope),
            contact: context.policy().contact().map(str::to_owned),
            on,
        })))
    }
}

/// The action that a command's path or an action's name means.
fn named(text: &str) -> Result<Action, Refusal> {
    let words: Vec<_> = text.trim().trim_start_matches('/').split([' ', '.']).collect();
    let name = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(".");
    name.to_lowercase()
        .parse()
        .map_err(|()| Refusal::BadArgument { argument: "command", text: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_named_as_it_is_typed_or_as_its_action() {
        for text in ["vps restart", "/vps restart", "vps.restart", " /VPS  Restart "] {
            assert_eq!(named(text).ok(), Some(Action::VpsRestart), "{text:?}");
        }
        for text in ["", "/", "vps", "vps explode", "restart vps"] {
            assert!(named(text).is_err(), "{text:?}");
        }
    }
}
