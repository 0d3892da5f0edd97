//! What the changes of one ticket have in common.

use crate::actions::{Arguments, Context, Done, Failure, Refusal, Stop, Writing};
use crate::domain::job::Watch;
use crate::domain::outcome::{Outcome, Plan, PlanFacts, ResourceName};
use crate::domain::ticket::{TicketDeed, TicketThread, TicketWatch};
use crate::domain::{Acceptance, Target};
use crate::policy::Authorized;

/// The most characters that Discord lets a person write in a form.
const LONGEST: usize = 4000;

/// The text of a reply, which belongs to the ticket that its form names.
pub(super) const REPLY: Writing =
    Writing { argument: "text", bind: |arguments, target| name(arguments, "ticket", target), lines: |_| &[] };

/// The first text of a ticket, which belongs to the department that its form names.
pub(super) const FIRST: Writing = Writing {
    argument: "text",
    bind: |arguments, target| name(arguments, "department", target),
    lines: |_| &[],
};

fn name(arguments: &mut Arguments, argument: &str, target: &Target) {
    if let Some(resource) = target.resource() {
        arguments.insert(argument.to_owned(), resource.to_string().into());
    }
}

/// Makes sure that a text, where it is written already, says something and is no longer than a form lets it be.
pub(super) fn check(text: Option<&str>) -> Result<(), Refusal> {
    match text {
        Some(text) if text.trim().is_empty() || text.chars().count() > LONGEST => {
            Err(Refusal::BadArgument { argument: "text", text: String::new() })
        }
        _ => Ok(()),
    }
}

/// The ticket as it is now.
pub(super) async fn read(context: &Context<'_>, permit: &Authorized) -> Result<TicketThread, Stop> {
    let Some(resource) = permit.target().resource() else {
        return Err(Failure::Gone(permit.target().clone()).into());
    };
    let thread = context.ask(permit, |reads| async move { reads.ticket(&resource.id).await }).await?;
    context.account_of(permit.target())?.tickets().put_one(&thread.ticket);
    Ok(thread)
}

/// The plan of a deed.
pub(super) fn plan(target: Target, deed: TicketDeed) -> Plan {
    Plan { fingerprint: String::new(), target, facts: PlanFacts::Ticket { deed } }
}

/// What a plan does.
pub(super) fn deed(plan: &Plan) -> &TicketDeed {
    let PlanFacts::Ticket { deed } = &plan.facts else {
        unreachable!("a plan for a ticket has the facts of one");
    };
    deed
}

/// What is looked at when the answer to the call is lost.
pub(super) fn watch(plan: &Plan) -> Option<Watch> {
    Some(Watch::Ticket(TicketWatch::new(deed(plan).clone())))
}

/// A ticket as answers name it.
pub(super) fn named(target: &Target) -> Option<ResourceName> {
    match target {
        Target::Resource { resource, name } => {
            Some(ResourceName { resource: resource.clone(), name: name.clone() })
        }
        _ => None,
    }
}

/// The end of a deed that the provider answered: done, or to be seen.
pub(super) fn done(context: &Context<'_>, permit: &Authorized, plan: &Plan, answer: Acceptance) -> Done {
    match (answer, context.account_of(permit.target())) {
        (Acceptance::Confirmed, Ok(account)) => Done::Finished(Outcome::TicketDone {
            deed: deed(plan).clone(),
            ticket: named(permit.target()),
            provider: account.provider(),
        }),
        _ => Done::Accepted,
    }
}
