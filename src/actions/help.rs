//! `/help`: the commands that the caller may use, here.

use async_trait::async_trait;
use serde::Deserialize;

use super::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::{Outcome, Page};
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// How many commands a page shows.
const PAGE: usize = 20;

/// Shows the commands that the caller may use.
pub struct Help;

/// The arguments of `/help`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    command: Option<String>,
    /// The page, from 0: filled in by the page buttons.
    #[serde(default)]
    page: usize,
}

#[async_trait]
impl Verb for Help {
    const ACTION: Action = Action::Help;
    type Args = Args;

    async fn resolve(_: &Context<'_>, _: &Args) -> Result<Target, Refusal> {
        Ok(Target::Bot)
    }
}

#[async_trait]
impl Look for Help {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let mut actions = context.policy().actions(permit.actor());
        actions.retain(|action| context.can(*action));
        let about = match args.command {
            None => None,
            Some(text) => {
                let path = text.trim().trim_start_matches('/').replace(' ', ".");
                let action = actions.iter().copied().find(|action| action.as_str() == path);
                Some(action.ok_or(Refusal::BadArgument { argument: "command", text })?)
            }
        };
        let contact = context.policy().contact().map(str::to_owned);
        let page = Page::new(args.page, about.map_or(actions.len(), |_| 1), PAGE);
        let actions = actions.into_iter().skip(page.index * PAGE).take(PAGE).collect();
        Ok(Outcome::Help { actions, about, contact, page })
    }
}
