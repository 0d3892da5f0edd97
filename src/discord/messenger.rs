//! The way to a channel without an interaction: with the bot's own token.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::json;
use serenity::model::id as serenity_id;
use tokio::time::Instant;

use super::message::Message;
use super::render::Renderer;
use super::rest::{Rest, RestError, RestErrorKind};
use crate::dispatch::{Answer, Messenger, Unplaced};
use crate::domain::{Address, ChannelId, Id, MessageId};

/// How long a message is tried: Discord may be away for a while, and what is said here is said once.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// How long an edit is tried that a later one replaces.
const PASSING_PATIENCE: Duration = Duration::from_secs(10);

/// The messenger over Discord's REST interface.
pub struct RestMessenger {
    rest: Rest,
    renderer: Arc<Renderer>,
}

impl RestMessenger {
    /// A messenger that speaks through the client.
    pub fn new(rest: Rest, renderer: Arc<Renderer>) -> Self {
        RestMessenger { rest, renderer }
    }

    async fn post(&self, channel: ChannelId, message: &Message) -> Result<Option<MessageId>, Unplaced> {
        let mut body = message.body();
        // The nonce lets the call be repeated after a lost answer without a second message.
        body["nonce"] = json!(Id::random().as_str());
        body["enforce_nonce"] = json!(true);
        let channel_id = serenity_id::ChannelId::new(channel.0);
        let deadline = Instant::now() + PATIENCE;
        match self.rest.create_message(channel_id, &body, message.files(), deadline).await {
            Ok(id) => Ok(id.map(|id| MessageId(id.get()))),
            Err(error) => {
                tracing::warn!(%channel, %error, "Could not post a message.");
                // It may be there, and a second one would ping twice.
                let may_be_there = matches!(error.kind, RestErrorKind::Unknown);
                Err(if may_be_there { Unplaced::Never } else { unplaced(&error) })
            }
        }
    }

    /// Edits the message that the address names, or posts one.
    async fn place(
        &self,
        address: &Address,
        message: &Message,
        patience: Duration,
    ) -> Result<Option<MessageId>, Unplaced> {
        let Some(there) = address.message else { return self.post(address.channel, message).await };
        let (channel_id, message_id) =
            (serenity_id::ChannelId::new(address.channel.0), serenity_id::MessageId::new(there.0));
        let (body, files, deadline) = (message.body(), message.files(), Instant::now() + patience);
        match self.rest.edit_message(channel_id, message_id, &body, files, deadline).await {
            Ok(_) => Ok(Some(there)),
            Err(error) if matches!(error.kind, RestErrorKind::NotFound(_)) => {
                self.post(address.channel, message).await
            }
            Err(error) => {
                tracing::warn!(channel = %address.channel, %error, "Could not edit a message.");
                Err(unplaced(&error))
            }
        }
    }
}

#[async_trait]
impl Messenger for RestMessenger {
    async fn put(&self, address: &Address, answer: &Answer) -> Result<Option<MessageId>, Unplaced> {
        let message = self.renderer.message(answer, &address.locale);
        let patience = if answer.is_passing() { PASSING_PATIENCE } else { PATIENCE };
        self.place(address, &message, patience).await
    }
}

fn unplaced(error: &RestError) -> Unplaced {
    if error.kind.is_passing() { Unplaced::NotNow } else { Unplaced::Never }
}

#[cfg(test)]
mod tests;
