//! `/relay`: the rules by which events go to channels, and what the channels are owed.

pub mod list;
pub mod pause;
pub mod redrive;
pub mod resume;
pub mod test;

use serde::Deserialize;

use super::{Context, Refusal};
use crate::domain::ChannelId;
use crate::domain::event::Relay;

/// The arguments of a verb on one relay.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneRelay {
    relay: String,
}

impl OneRelay {
    /// The channel of the relay that is meant: its id, or the relay's number in the list.
    fn channel(&self, context: &Context<'_>) -> Result<ChannelId, Refusal> {
        let text = self.relay.trim().trim_start_matches("<#").trim_end_matches('>');
        let relays: &[Relay] = &context.world.relays;
        let by_channel = || relays.iter().find(|relay| relay.channel.to_string() == text);
        let by_number = || relays.get(text.parse::<usize>().ok()?.checked_sub(1)?);
        by_channel()
            .or_else(by_number)
            .map(|relay| relay.channel)
            .ok_or(Refusal::UnknownRelay { text: self.relay.clone(), known: relays.len() })
    }
}
