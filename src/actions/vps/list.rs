//! `/vps list`: the servers of one or every account.

use std::sync::Arc;

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::listing::PAGE;
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::server::{Server, ServerState};
use crate::domain::{Action, Target};
use crate::policy::{Authorized, Scope};
use crate::providers::Account;

/// Lists servers.
pub struct List;

/// The arguments of `/vps list`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: Option<String>,
    status: Option<Status>,
    /// The page, from 0: filled in by the page buttons.
    #[serde(default)]
    page: usize,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Running,
    Stopped,
}

impl Status {
    fn takes(self, server: &Server) -> bool {
        match self {
            Status::Running => server.state == ServerState::Running,
            Status::Stopped => server.state == ServerState::Stopped,
        }
    }
}

#[async_trait]
impl Verb for List {
    const ACTION: Action = Action::VpsList;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.listed_accounts(args.account.as_deref())
    }
}

#[async_trait]
impl Look for List {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let ask = |account: Arc<Account>| async move {
            let mut servers = account.reads().servers().await?;
            account.servers().put(&servers);
            servers.retain(|server| {
                args.status.is_none_or(|status| status.takes(server))
                    && context.may(Scope::Server(&server.resource, Some(&server.name)))
            });
            servers.sort_by_cached_key(|server| server.name.to_lowercase());
            Ok(servers)
        };
        let list = |answers| Outcome::Servers(Listed::new(answers, args.page, PAGE));
        Ok(context.ask_accounts(permit, ask, list).await)
    }
}
