//! `/service methods`: the calls that a service offers.

use async_trait::async_trait;

use super::named::{self, OneService};
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::billing::Subscription;
use crate::domain::outcome::Outcome;
use crate::domain::service::ServicePart;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Lists what a service offers.
pub struct Methods;

#[async_trait]
impl Verb for Methods {
    const ACTION: Action = Action::ServiceMethods;
    type Args = OneService;

    async fn resolve(context: &Context<'_>, args: &OneService) -> Result<Target, Refusal> {
        context.named::<Subscription>("service", &args.service).await
    }
}

#[async_trait]
impl Look for Methods {
    async fn look(context: &Context<'_>, permit: &Authorized, _: OneService) -> Result<Outcome, Stop> {
        let id = &named::name(permit)?.resource.id;
        let told = context.ask(permit, |reads| async move { reads.service_methods(id).await }).await?;
        named::shown(context, permit, ServicePart::Methods(told))
    }
}
