//! `/service upgrade-options`: what a service can be upgraded to.

use async_trait::async_trait;

use super::named::{self, OneService};
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::billing::Subscription;
use crate::domain::outcome::Outcome;
use crate::domain::service::ServicePart;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Lists what a service can be upgraded to.
pub struct UpgradeOptions;

#[async_trait]
impl Verb for UpgradeOptions {
    const ACTION: Action = Action::ServiceUpgradeOptions;
    type Args = OneService;

    async fn resolve(context: &Context<'_>, args: &OneService) -> Result<Target, Refusal> {
        context.named::<Subscription>("service", &args.service).await
    }
}

#[async_trait]
impl Look for UpgradeOptions {
    async fn look(context: &Context<'_>, permit: &Authorized, _: OneService) -> Result<Outcome, Stop> {
        let id = &named::name(permit)?.resource.id;
        let told = context.ask(permit, |reads| async move { reads.upgrade_options(id).await }).await?;
        named::shown(context, permit, ServicePart::Upgrades(told))
    }
}
