//! `/service relabel`: gives a service another label.

use async_trait::async_trait;
use serde::Deserialize;

use super::named;
use crate::actions::{Change, Context, Done, Planned, Refusal, Stop, Verb};
use crate::domain::billing::Subscription;
use crate::domain::job::{Sight, SightWatch, Sign, Watch};
use crate::domain::outcome::Plan;
use crate::domain::service::ServiceDeed;
use crate::domain::{Action, Error, Id, Target};
use crate::policy::Authorized;

/// The most characters of a label.
const LONGEST: usize = 100;

/// The key under which a label stands in what is shown of a service.
pub const LABEL: &str = "label";

/// Gives a service another label.
pub struct Relabel;

/// The arguments of `/service relabel`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    service: String,
    label: String,
}

impl Args {
    fn label(&self) -> Result<String, Refusal> {
        named::line("label", &self.label, LONGEST)
    }
}

#[async_trait]
impl Verb for Relabel {
    const ACTION: Action = Action::ServiceRelabel;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        args.label()?;
        context.named::<Subscription>("service", &args.service).await
    }
}

#[async_trait]
impl Change for Relabel {
    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Args) -> Result<Planned, Stop> {
        let label = args.label()?;
        let service = named::read(context, permit).await?;
        named::plan(context, permit, service, ServiceDeed::Relabel { label })
    }

    fn watch(_: &Context<'_>, plan: &Plan, _: &Id) -> Option<Watch> {
        let ServiceDeed::Relabel { label } = &named::change(plan).deed else { return None };
        let sign = Sign::Words(Sight::from([(LABEL.to_owned(), label.clone())]));
        Some(Watch::Sight(SightWatch::new(Action::ServiceRelabel, Some(label.clone()), sign)))
    }

    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, _: &Id) -> Result<Done, Error> {
        let ServiceDeed::Relabel { label } = &named::change(plan).deed else {
            unreachable!("a plan to relabel a service has the label");
        };
        let relabelled = context.changes(permit).relabel(permit, label).await;
        if let Ok(account) = context.account_of(permit.target()) {
            account.services().expire();
        }
        relabelled.map(|_| Done::Accepted)
    }
}
