//! `/notice status`: one item of what a provider says about its own state.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::Outcome;
use crate::domain::resource::is_plain_id;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Shows one item of what a provider says about its own state.
pub struct Status;

/// The arguments of `/notice status`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    account: String,
    id: String,
}

#[async_trait]
impl Verb for Status {
    const ACTION: Action = Action::NoticeStatus;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        if !is_plain_id(args.id.trim()) {
            return Err(Refusal::BadArgument { argument: "id", text: args.id.clone() });
        }
        context.listed_accounts(Some(args.account.trim()))
    }
}

#[async_trait]
impl Look for Status {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let account = context.account_of(permit.target())?;
        let id = args.id.trim();
        let item = context.ask(permit, |reads| async move { reads.status(id).await }).await?;
        Ok(Outcome::Status {
            account: account.name().clone(),
            provider: account.provider(),
            item: Box::new(item),
        })
    }
}
