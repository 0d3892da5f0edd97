//! `/relay pause`: stops delivering to a relay's channel.

use async_trait::async_trait;

use super::OneRelay;
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::Outcome;
use crate::domain::relay::RelayDone;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Stops delivering to a relay's channel; what it is owed waits.
pub struct Pause;

#[async_trait]
impl Verb for Pause {
    const ACTION: Action = Action::RelayPause;
    type Args = OneRelay;

    async fn resolve(context: &Context<'_>, args: &OneRelay) -> Result<Target, Refusal> {
        args.channel(context).map(|_| Target::Bot)
    }
}

#[async_trait]
impl Look for Pause {
    async fn look(context: &Context<'_>, _: &Authorized, args: OneRelay) -> Result<Outcome, Stop> {
        let channel = args.channel(context)?;
        let is_new = context.store().pause_channel(channel, true).await?;
        context.world.owed.notify_one();
        Ok(Outcome::RelayDone { channel, done: RelayDone::Paused { is_new } })
    }
}
