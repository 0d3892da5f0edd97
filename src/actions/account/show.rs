//! `/account show`: who owns an account.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::Outcome;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Shows who owns an account.
pub struct Show;

/// The arguments of `/account show`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: String,
}

#[async_trait]
impl Verb for Show {
    const ACTION: Action = Action::AccountShow;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        Ok(Target::Account(context.named_account(args.account.trim())?.name().clone()))
    }
}

#[async_trait]
impl Look for Show {
    async fn look(context: &Context<'_>, permit: &Authorized, _: Args) -> Result<Outcome, Stop> {
        let account = context.account_of(permit.target())?;
        let profile = context.ask(permit, |reads| async move { reads.profile().await }).await?;
        let (provider, account) = (account.provider(), account.name().clone());
        Ok(Outcome::Profile { account, provider, profile: Box::new(profile) })
    }
}
