//! `/site show`: one hosted site.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Failure, Look, Refusal, Stop, Verb};
use crate::domain::outcome::Outcome;
use crate::domain::site::Site;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Shows one hosted site.
pub struct Show;

/// The arguments of `/site show`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    site: String,
}

#[async_trait]
impl Verb for Show {
    const ACTION: Action = Action::SiteShow;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.named::<Site>("site", &args.site).await
    }
}

#[async_trait]
impl Look for Show {
    async fn look(context: &Context<'_>, permit: &Authorized, _: Args) -> Result<Outcome, Stop> {
        let provider = context.account_of(permit.target())?.provider();
        let Some(resource) = permit.target().resource() else {
            return Err(Failure::Gone(permit.target().clone()).into());
        };
        let site = context.ask(permit, |reads| async move { reads.site(&resource.id).await }).await?;
        Ok(Outcome::Site { site: Box::new(site), provider })
    }
}
