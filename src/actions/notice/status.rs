//! `/notice status`: one item of what a provider says about its own state.

use async_trait::async_trait;
use serde::Deserialize;

use crate::actions::{Context, Failure, Look, Refusal, Stop, Verb};
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

fn not_an_id(args: &Args) -> Refusal {
    Refusal::BadArgument { argument: "id", text: args.id.clone() }
}

#[async_trait]
impl Verb for Status {
    const ACTION: Action = Action::NoticeStatus;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        if !is_plain_id(args.id.trim()) {
            return Err(not_an_id(args));
        }
        context.listed_accounts(Some(args.account.trim()))
    }
}

#[async_trait]
impl Look for Status {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let account = context.account_of(permit.target())?;
        let id = args.id.trim();
        let asked = context.ask(permit, |reads| async move { reads.status(id).await }).await;
        let item = asked.map_err(|stop| match stop {
            // Nobody but the caller is told of a slip of the pen, as where the id is looked up in a list.
            Stop::Failed(Failure::Gone(_)) => not_an_id(&args).into(),
            stop => stop,
        })?;
        Ok(Outcome::Status {
            account: account.name().clone(),
            provider: account.provider(),
            item: Box::new(item),
        })
    }
}
