//! What everything that is done to a server has in common.

use async_trait::async_trait;

use super::OneServer;
use crate::actions::{Change, Context, Done, Failure, Planned, Refusal, Stop, Verb};
use crate::domain::job::{ServerVerb, ServerWatch, TaskWatch, Watch};
use crate::domain::outcome::{Outcome, Plan, PlanFacts, ResourceName};
use crate::domain::server::{Server, ServerState};
use crate::domain::{Action, Error, Id, Operation, Target};
use crate::policy::{Authorized, Scope};
use crate::providers::Changes;

/// A verb that is done to one server and then watched.
#[async_trait]
pub trait ServerDeed: Send + Sync + 'static {
    /// What is done.
    const VERB: ServerVerb;

    /// Makes the call.
    async fn call(changes: &dyn Changes, permit: &Authorized) -> Result<Done, Error>;
}

#[async_trait]
impl<T: ServerDeed> Verb for T {
    const ACTION: Action = T::VERB.action();
    type Args = OneServer;

    async fn resolve(context: &Context<'_>, args: &OneServer) -> Result<Target, Refusal> {
        context.named::<Server>("server", &args.server).await
    }
}

#[async_trait]
impl<T: ServerDeed> Change for T {
    async fn plan(context: &Context<'_>, permit: &Authorized, _: &OneServer) -> Result<Planned, Stop> {
        plan(context, permit, T::VERB).await
    }

    fn watch(context: &Context<'_>, plan: &Plan, _: &Id) -> Option<Watch> {
        Some(watch(context, plan, ServerWatch::new(T::VERB)))
    }

    async fn run(context: &Context<'_>, permit: &Authorized, _: &Plan, _: &Id) -> Result<Done, Error> {
        T::call(&*context.changes(permit), permit).await
    }
}

/// Watches what a plan comes to: the task, where the provider has such, else the server.
pub(super) fn watch(context: &Context<'_>, plan: &Plan, server: ServerWatch) -> Watch {
    // Who has tasks tells their end, and need not tell a server's state.
    let has_tasks = context.account_of(&plan.target).is_ok_and(|account| account.has(Operation::TaskShow));
    match has_tasks {
        true => Watch::Task(TaskWatch::new(server.verb.action())),
        false => Watch::Server(server),
    }
}

/// Reads the server that a permit is for; what it is called now may take it out of the caller's rights.
pub(in crate::actions) async fn read(context: &Context<'_>, permit: &Authorized) -> Result<Server, Stop> {
    let account = context.account_of(permit.target())?;
    let Some(resource) = permit.target().resource() else {
        return Err(Failure::Gone(permit.target().clone()).into());
    };
    let server = context.ask(permit, |reads| async move { reads.server(&resource.id).await }).await?;
    account.servers().put_one(&server);
    if !context.may(Scope::Server(&server.resource, Some(&server.name))) {
        return Err(Refusal::Denied(context.policy().denial(context.action)).into());
    }
    Ok(server)
}

/// Plans a deed: the server as it is now, or nothing when it is there already.
async fn plan(context: &Context<'_>, permit: &Authorized, verb: ServerVerb) -> Result<Planned, Stop> {
    let server = read(context, permit).await?;
    let there = match verb {
        ServerVerb::Start => server.state == ServerState::Running,
        ServerVerb::Stop | ServerVerb::Shutdown => server.state == ServerState::Stopped,
        ServerVerb::Restart
        | ServerVerb::Reset
        | ServerVerb::Reinstall
        | ServerVerb::Install
        | ServerVerb::Resize
        | ServerVerb::Destroy => false,
    };
    if there {
        let server = ResourceName { resource: server.resource, name: Some(server.name) };
        return Ok(Planned::Nothing(Outcome::Already { verb, server }));
    }
    Ok(Planned::of(plan_of(server)))
}

/// A plan about a server, bound to its name and state.
pub(super) fn plan_of(server: Server) -> Plan {
    Plan {
        fingerprint: format!("{}\n{}", server.state.as_str(), server.name),
        target: Target::Resource { resource: server.resource.clone(), name: Some(server.name.clone()) },
        facts: PlanFacts::Server { server: Box::new(server) },
    }
}
