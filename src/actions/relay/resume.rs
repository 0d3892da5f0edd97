//! `/relay resume`: goes on delivering to a relay's channel.

use async_trait::async_trait;

use super::OneRelay;
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::Outcome;
use crate::domain::relay::RelayDone;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Goes on delivering to a relay's channel; what it is owed comes.
pub struct Resume;

#[async_trait]
impl Verb for Resume {
    const ACTION: Action = Action::RelayResume;
    type Args = OneRelay;

    async fn resolve(context: &Context<'_>, args: &OneRelay) -> Result<Target, Refusal> {
        args.channel(context).map(|_| Target::Bot)
    }
}

#[async_trait]
impl Look for Resume {
    async fn look(context: &Context<'_>, _: &Authorized, args: OneRelay) -> Result<Outcome, Stop> {
        let channel = args.channel(context)?;
        let is_new = context.store().pause_channel(channel, false).await?;
        context.world.owed.notify_one();
        Ok(Outcome::RelayDone { channel, done: RelayDone::Resumed { is_new } })
    }
}
