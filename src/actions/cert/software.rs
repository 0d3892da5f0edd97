//! `/cert software`: the programs that a certificate on sale can be made for.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::listing::PAGE;
use crate::actions::{Context, Failure, Look, Refusal, Stop, Verb};
use crate::domain::certificate::CertificatePlan;
use crate::domain::outcome::{Listed, Outcome, PerAccount};
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Lists programs.
pub struct Software;

/// The arguments of `/cert software`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    plan: String,
    /// The page, from 0: filled in by the page buttons.
    #[serde(default)]
    page: usize,
}

#[async_trait]
impl Verb for Software {
    const ACTION: Action = Action::CertSoftware;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        context.named::<CertificatePlan>("plan", &args.plan).await
    }
}

#[async_trait]
impl Look for Software {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let account = context.account_of(permit.target())?;
        let Some(plan) = permit.target().resource() else {
            return Err(Failure::Gone(permit.target().clone()).into());
        };
        let software = context.ask(permit, |reads| async move { reads.software(&plan.id).await }).await?;
        let (name, provider) = (account.name().clone(), account.provider());
        let answers = vec![PerAccount { account: name, provider, result: Ok(software) }];
        Ok(Outcome::Software(Listed::new(answers, args.page, PAGE)))
    }
}
