//! What all that is about one service has in common.

use serde::Deserialize;

use crate::actions::{Context, Failure, Planned, Refusal, Stop};
use crate::domain::Target;
use crate::domain::billing::Subscription;
use crate::domain::outcome::{Outcome, Plan, PlanFacts, ResourceName};
use crate::domain::service::{ServiceChange, ServiceDeed, ServicePart, ServiceShown};
use crate::policy::Authorized;

/// The arguments of a verb on one service.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneService {
    pub(super) service: String,
}

/// The service that a permit is for, by the name that is known of it.
pub(super) fn name(permit: &Authorized) -> Result<ResourceName, Stop> {
    match permit.target() {
        Target::Resource { resource, name } => {
            Ok(ResourceName { resource: resource.clone(), name: name.clone() })
        }
        other => Err(Failure::Gone(other.clone()).into()),
    }
}

/// What a look at a part of a service comes to.
pub(super) fn shown(context: &Context<'_>, permit: &Authorized, part: ServicePart) -> Result<Outcome, Stop> {
    let provider = context.account_of(permit.target())?.provider();
    Ok(Outcome::ServicePart(Box::new(ServiceShown { service: name(permit)?, provider, part })))
}

/// Reads the service that a permit is for, as it stands among the others.
pub(in crate::actions) async fn read(
    context: &Context<'_>,
    permit: &Authorized,
) -> Result<Subscription, Stop> {
    let services = context.ask(permit, |reads| async move { reads.services().await }).await?;
    context.account_of(permit.target())?.services().put(&services);
    let found = services.into_iter().find(|service| Some(&service.resource) == permit.target().resource());
    found.ok_or_else(|| Failure::Gone(permit.target().clone()).into())
}

/// A plan, bound to the service as it is now.
pub(super) fn plan(
    context: &Context<'_>,
    permit: &Authorized,
    service: Subscription,
    deed: ServiceDeed,
) -> Result<Planned, Stop> {
    let provider = context.account_of(permit.target())?.provider();
    let bound = match &deed {
        ServiceDeed::Relabel { .. } | ServiceDeed::Cancel { .. } => String::new(),
        ServiceDeed::Upgrade { wish, chosen, estimate } => format!("{wish:?}\n{chosen:?}\n{estimate:?}"),
    };
    Ok(Planned::of(Plan {
        fingerprint: format!("{}\n{}\n{bound}", service.name, service.state),
        target: Target::Resource { resource: service.resource.clone(), name: Some(service.name.clone()) },
        facts: PlanFacts::Service(Box::new(ServiceChange { service, deed, provider })),
    }))
}

/// What is done by a plan.
pub(super) fn change(plan: &Plan) -> &ServiceChange {
    match &plan.facts {
        PlanFacts::Service(change) => change,
        _ => unreachable!("a plan about a service has what is done to it"),
    }
}

/// A text of one line that a person wrote for an option, when it is one.
pub(in crate::actions) fn line(
    argument: &'static str,
    text: &str,
    longest: usize,
) -> Result<String, Refusal> {
    let line = text.trim();
    let is_line = (1..=longest).contains(&line.chars().count()) && !line.chars().any(char::is_control);
    is_line.then(|| line.to_owned()).ok_or_else(|| Refusal::BadArgument { argument, text: text.to_owned() })
}
