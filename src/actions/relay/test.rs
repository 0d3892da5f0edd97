//! `/relay test`: posts a message to a relay's channel, in the way of every other.

use async_trait::async_trait;
use jiff::Timestamp;

use super::OneRelay;
use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::Outcome;
use crate::domain::relay::{Note, RelayDone};
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Posts a message to a relay's channel.
pub struct Test;

#[async_trait]
impl Verb for Test {
    const ACTION: Action = Action::RelayTest;
    type Args = OneRelay;

    async fn resolve(context: &Context<'_>, args: &OneRelay) -> Result<Target, Refusal> {
        args.channel(context).map(|_| Target::Bot)
    }
}

#[async_trait]
impl Look for Test {
    async fn look(context: &Context<'_>, permit: &Authorized, args: OneRelay) -> Result<Outcome, Stop> {
        let channel = args.channel(context)?;
        let note = Note::Test { by: permit.actor().user };
        context.store().owe_note(channel, &note, Timestamp::now()).await?;
        context.world.owed.notify_one();
        Ok(Outcome::RelayDone { channel, done: RelayDone::Tested })
    }
}
