//! `/vps list`: the servers of one or every account.

use std::sync::Arc;

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::listing::PAGE;
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::{Answers, Listed, Outcome};
use crate::domain::server::{Server, ServerState};
use crate::domain::{AccountName, Action, Target};
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

/// Leaves those of that status; says of which accounts some could not be judged, and how many.
fn pick(answers: &mut Answers<Vec<Server>>, status: Status) -> Vec<(AccountName, usize)> {
    let mut unjudged = vec![];
    for account in &mut answers.accounts {
        let Ok(servers) = &mut account.result else { continue };
        let untold = servers.iter().filter(|server| server.state == ServerState::Untold).count();
        unjudged.extend((untold > 0).then(|| (account.account.clone(), untold)));
        servers.retain(|server| status.takes(server));
    }
    unjudged
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
            servers.retain(|server| context.may(Scope::Server(&server.resource, Some(&server.name))));
            servers.sort_by_cached_key(|server| server.name.to_lowercase());
            Ok(servers)
        };
        let list = |mut answers: Answers<Vec<Server>>| {
            let unjudged = args.status.map(|status| pick(&mut answers, status)).unwrap_or_default();
            Outcome::Servers { list: Listed::new(answers, args.page, PAGE), unjudged }
        };
        Ok(context.ask_accounts(permit, ask, list).await)
    }
}
