//! `/vps tasks`: what was and is done to a server.

use async_trait::async_trait;
use serde::Deserialize;

use super::deed;
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::{Outcome, ResourceName};
use crate::domain::server::Server;
use crate::domain::task::ServerTasks;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// How many tasks are shown where nobody says how many.
const USUAL: u16 = 20;

/// Shows a server's tasks.
pub struct Tasks;

/// The arguments of `/vps tasks`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    server: String,
    count: Option<u16>,
    task: Option<String>,
}

#[async_trait]
impl Verb for Tasks {
    const ACTION: Action = Action::VpsTasks;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.named::<Server>("server", &args.server).await
    }
}

#[async_trait]
impl Look for Tasks {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let provider = context.account_of(permit.target())?.provider();
        // Rights may hang on the name, and the list that told it may be old.
        let server = deed::read(context, permit).await?;
        let server = ResourceName { resource: server.resource, name: Some(server.name) };
        let (id, count) = (&server.resource.id, args.count.unwrap_or(USUAL));
        let command = args.task.as_deref().map(str::trim).filter(|command| !command.is_empty());
        let tasks = context.ask(permit, |reads| async move { reads.tasks(id, count, command).await }).await?;
        Ok(Outcome::Tasks(Box::new(ServerTasks { server, provider, tasks })))
    }
}
