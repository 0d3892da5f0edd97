//! `/service show`: one thing that is paid for regularly, without its secrets.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Failure, Look, Refusal, Stop, Verb};
use crate::domain::billing::Subscription;
use crate::domain::outcome::Outcome;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Shows one service.
pub struct Show;

/// The arguments of `/service show`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    service: String,
}

#[async_trait]
impl Verb for Show {
    const ACTION: Action = Action::ServiceShow;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.named::<Subscription>("service", &args.service).await
    }
}

#[async_trait]
impl Look for Show {
    async fn look(context: &Context<'_>, permit: &Authorized, _: Args) -> Result<Outcome, Stop> {
        let provider = context.account_of(permit.target())?.provider();
        let Some(resource) = permit.target().resource() else {
            return Err(Failure::Gone(permit.target().clone()).into());
        };
        let service = context.ask(permit, |reads| async move { reads.service(&resource.id).await }).await?;
        Ok(Outcome::Service { service: Box::new(service), provider })
    }
}
