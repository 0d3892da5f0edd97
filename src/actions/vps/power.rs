//! What starting, stopping and restarting a server have in common.

use crate::actions::{Context, Failure, Planned, Stop};
use crate::domain::job::ServerVerb;
use crate::domain::outcome::{Outcome, Plan, PlanFacts, ServerName, ServerPhase, ServerReport};
use crate::domain::server::{Server, ServerState};
use crate::domain::{ErrorKind, Target};
use crate::policy::Authorized;

/// Reads the server that a permit is for.
pub(super) async fn read(context: &Context<'_>, permit: &Authorized) -> Result<Server, Stop> {
    let account = context.account_of(permit.target())?;
    let Some(resource) = permit.target().resource() else {
        return Err(Failure::Gone(permit.target().clone()).into());
    };
    match account.reads().server(&resource.id).await {
        Ok(server) => {
            account.servers().put_one(&server);
            Ok(server)
        }
        Err(error) if error.kind == ErrorKind::NotFound => Err(Failure::Gone(permit.target().clone()).into()),
        Err(error) => Err(Failure::Provider { account: account.name().clone(), error }.into()),
    }
}

/// Plans a change of power: the server as it is now, or nothing when it is there already.
pub(super) async fn plan(
    context: &Context<'_>,
    permit: &Authorized,
    verb: ServerVerb,
) -> Result<Planned, Stop> {
    let server = read(context, permit).await?;
    let there = match verb {
        ServerVerb::Start => server.state == ServerState::Running,
        ServerVerb::Stop => server.state == ServerState::Stopped,
        ServerVerb::Restart | ServerVerb::Destroy => false,
    };
    if there {
        return Ok(Planned::Nothing(Outcome::Deed(ServerReport {
            verb,
            server: ServerName { resource: server.resource, name: Some(server.name) },
            requester: permit.actor().user,
            phase: ServerPhase::Already(server.state),
        })));
    }
    Ok(Planned::Plan(plan_of(server)))
}

/// A plan about a server, bound to its name and state.
fn plan_of(server: Server) -> Plan {
    Plan {
        fingerprint: format!("{}\n{}", server.state.as_str(), server.name),
        target: Target::Resource { resource: server.resource.clone(), name: Some(server.name.clone()) },
        facts: PlanFacts::Server { server: Box::new(server) },
    }
}
