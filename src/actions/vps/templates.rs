//! `/vps templates`: the operating systems that a server can be set up with.

use std::sync::Arc;

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::server::Server;
use crate::domain::{Action, Target};
use crate::policy::Authorized;
use crate::providers::Account;

/// How many operating systems a page shows.
const PAGE: usize = 20;

/// Lists operating systems.
pub struct Templates;

/// The arguments of `/vps templates`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: Option<String>,
    server: Option<String>,
    /// The page, from 0: filled in by the page buttons.
    #[serde(default)]
    page: usize,
}

#[async_trait]
impl Verb for Templates {
    const ACTION: Action = Action::VpsTemplates;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        let Some(text) = &args.server else { return context.listed_accounts(args.account.as_deref()) };
        // A server says which account; which servers there are is a matter of the right to list them.
        let server = context.doing(Action::VpsList).named::<Server>("server", text).await?;
        let account = server.account().map(|account| account.as_str().to_owned());
        match (account, &args.account) {
            (Some(account), Some(named)) if account != *named => {
                Err(Refusal::BadArgument { argument: "server", text: text.clone() })
            }
            (account, _) => context.listed_accounts(account.as_deref()),
        }
    }
}

#[async_trait]
impl Look for Templates {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let server = match &args.server {
            Some(text) => {
                let target = context.doing(Action::VpsList).named::<Server>("server", text).await?;
                target.resource().cloned()
            }
            None => None,
        };
        let server = server.as_ref();
        let list = |answers| Outcome::Templates(Listed::new(answers, args.page, PAGE));
        let ask = |account: Arc<Account>| async move {
            match server {
                Some(server) => account.reads().templates_of(&server.id).await,
                None => {
                    let templates = account.reads().templates().await?;
                    account.templates().put(&templates);
                    Ok(templates)
                }
            }
        };
        Ok(context.ask_accounts(permit, ask, list).await)
    }
}
