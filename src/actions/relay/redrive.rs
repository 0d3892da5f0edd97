//! `/relay redrive`: tries again what a relay's channel could not be given.

use async_trait::async_trait;
use jiff::Timestamp;

use super::OneRelay;
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::Outcome;
use crate::domain::relay::RelayDone;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Tries again what a relay's channel could not be given.
pub struct Redrive;

#[async_trait]
impl Verb for Redrive {
    const ACTION: Action = Action::RelayRedrive;
    type Args = OneRelay;

    async fn resolve(context: &Context<'_>, args: &OneRelay) -> Result<Target, Refusal> {
        args.channel(context).map(|_| Target::Bot)
    }
}

#[async_trait]
impl Look for Redrive {
    async fn look(context: &Context<'_>, _: &Authorized, args: OneRelay) -> Result<Outcome, Stop> {
        let channel = args.channel(context)?;
        let count = context.store().redrive(channel, Timestamp::now()).await?;
        context.world.owed.notify_one();
        Ok(Outcome::RelayDone { channel, done: RelayDone::Redriven { count } })
    }
}
