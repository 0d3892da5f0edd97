//! `/service label`: what a service is called by those who rent it.

use async_trait::async_trait;

use super::named::{self, OneService};
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::billing::Subscription;
use crate::domain::outcome::Outcome;
use crate::domain::service::ServicePart;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Shows the label of a service.
pub struct Label;

#[async_trait]
impl Verb for Label {
    const ACTION: Action = Action::ServiceLabel;
    type Args = OneService;

    async fn resolve(context: &Context<'_>, args: &OneService) -> Result<Target, Refusal> {
        context.named::<Subscription>("service", &args.service).await
    }
}

#[async_trait]
impl Look for Label {
    async fn look(context: &Context<'_>, permit: &Authorized, _: OneService) -> Result<Outcome, Stop> {
        let id = &named::name(permit)?.resource.id;
        let told = context.ask(permit, |reads| async move { reads.service_label(id).await }).await?;
        named::shown(context, permit, ServicePart::Label(told))
    }
}
