//! `/notice ack`: acknowledges a notice.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Change, Context, Done, Failure, Planned, Refusal, Stop, Verb};
use crate::domain::notice::{Notice, NumberedNotice};
use crate::domain::outcome::{Outcome, Plan, PlanFacts, ResourceName};
use crate::domain::{Action, Error, Id, Target};
use crate::policy::Authorized;

/// Acknowledges a notice.
pub struct Ack;

/// The arguments of `/notice ack`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    notice: String,
}

#[async_trait]
impl Verb for Ack {
    const ACTION: Action = Action::NoticeAck;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.named::<NumberedNotice>("notice", &args.notice).await
    }
}

#[async_trait]
impl Change for Ack {
    async fn plan(context: &Context<'_>, permit: &Authorized, _: &Args) -> Result<Planned, Stop> {
        let notices = context.ask(permit, |reads| async move { reads.notices(true).await }).await?;
        let notices: Vec<_> = notices.into_iter().filter_map(Notice::numbered).collect();
        context.account_of(permit.target())?.notices().put(&notices);
        let Some(known) =
            notices.into_iter().find(|known| Some(&known.resource) == permit.target().resource())
        else {
            return Err(Failure::Gone(permit.target().clone()).into());
        };
        let notice = ResourceName { resource: known.resource, name: Some(known.text) };
        if known.is_read == Some(true) {
            return Ok(Planned::Nothing(Outcome::NoticeRead { notice, already: true }));
        }
        let target = Target::Resource { resource: notice.resource, name: notice.name };
        Ok(Planned::of(Plan { fingerprint: String::new(), target, facts: PlanFacts::Notice }))
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        context.changes(permit).acknowledge(permit).await?;
        let Target::Resource { resource, name } = &plan.target else {
            unreachable!("a plan to acknowledge a notice has one");
        };
        let notice = ResourceName { resource: resource.clone(), name: name.clone() };
        Ok(Done::Finished(Outcome::NoticeRead { notice, already: false }))
    }
}
