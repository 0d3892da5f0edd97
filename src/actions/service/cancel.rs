//! `/service cancel`: asks for a service to end.

use async_trait::async_trait;
use serde::Deserialize;

use super::named;
use crate::actions::{Change, Context, Done, Planned, Refusal, Stop, Verb};
use crate::domain::billing::Subscription;
use crate::domain::job::{Sight, SightWatch, Sign, Watch};
use crate::domain::outcome::{Outcome, Plan, ResourceName};
use crate::domain::service::ServiceDeed;
use crate::domain::{Acceptance, Action, Error, Id, Target};
use crate::policy::Authorized;

/// The most characters of a reason.
const LONGEST: usize = 500;

/// The key under which a service's state stands in what is shown of it.
pub const STATE: &str = "state";

/// Asks for a service to end.
pub struct Cancel;

/// The arguments of `/service cancel`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    service: String,
    immediate: Option<bool>,
    reason: Option<String>,
}

impl Args {
    fn reason(&self) -> Result<Option<String>, Refusal> {
        self.reason.as_deref().map(|reason| named::line("reason", reason, LONGEST)).transpose()
    }
}

#[async_trait]
impl Verb for Cancel {
    const ACTION: Action = Action::ServiceCancel;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        args.reason()?;
        context.named::<Subscription>("service", &args.service).await
    }
}

#[async_trait]
impl Change for Cancel {
    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let (immediate, reason) = (args.immediate.unwrap_or(false), args.reason()?);
        let service = named::read(context, permit).await?;
        named::plan(context, permit, service, ServiceDeed::Cancel { immediate, reason })
    }

    /// The request waits for the provider's staff, so that a service which shows nothing of it says nothing.
    fn watch(_: &Context<'_>, plan: &Plan, _: &Id) -> Option<Watch> {
        let before = Sight::from([(STATE.to_owned(), named::change(plan).service.state.clone())]);
        Some(Watch::Sight(SightWatch::hidden(Action::ServiceCancel, Sign::Other { before })))
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        let change = named::change(plan);
        let ServiceDeed::Cancel { immediate, reason } = &change.deed else {
            unreachable!("a plan to cancel a service says when and why");
        };
        let answer = context.changes(permit).cancel_service(permit, *immediate, reason.as_deref()).await;
        if let Ok(account) = context.account_of(permit.target()) {
            account.services().expire();
        }
        Ok(match answer? {
            Acceptance::Unconfirmed => Done::Accepted,
            Acceptance::Confirmed => Done::Finished(Outcome::CancellationSent {
                service: ResourceName {
                    resource: change.service.resource.clone(),
                    name: Some(change.service.name.clone()),
                },
                provider: change.provider,
                immediate: *immediate,
            }),
        })
    }
}
