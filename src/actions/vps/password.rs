//! `/vps password`: gives a server a new password.

use async_trait::async_trait;

use super::{OneServer, deed};
use crate::actions::{Change, Context, Done, Planned, Refusal, Stop, Verb};
use crate::domain::job::{TaskWatch, Watch};
use crate::domain::outcome::Plan;
use crate::domain::server::Server;
use crate::domain::{Action, Error, Id, Target};
use crate::policy::Authorized;

/// Gives a server a new password.
pub struct Password;

#[async_trait]
impl Verb for Password {
    const ACTION: Action = Action::VpsPassword;
    type Args = OneServer;

    async fn resolve(context: &Context<'_>, args: &OneServer) -> Result<Target, Refusal> {
        context.named::<Server>("server", &args.server).await
    }
}

#[async_trait]
impl Change for Password {
    async fn plan(context: &Context<'_>, permit: &Authorized, _: &OneServer) -> Result<Planned, Stop> {
        Ok(Planned::of(deed::plan_of(deed::read(context, permit).await?)))
    }

    fn watch(_: &Context<'_>, _: &Plan, _: &Id) -> Option<Watch> {
        Some(Watch::Task(TaskWatch::new(Action::VpsPassword)))
    }

    async fn run(context: &Context<'_>, permit: &Authorized, _: &Plan, _: &Id) -> Result<Done, Error> {
        context.changes(permit).reset_password(permit).await.map(Done::Queued)
    }
}
