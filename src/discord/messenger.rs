//! The way to a channel without an interaction: with the bot's own token.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serde_json::{Value, json};
use serenity::model::id as serenity_id;
use tokio::time::Instant;

use super::render::Renderer;
use super::rest::{Rest, RestErrorKind};
use crate::dispatch::{Answer, Messenger};
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

    async fn post(&self, channel: ChannelId, mut body: Value) -> Option<MessageId> {
        // The nonce lets the call be repeated after a lost answer without a second message.
        body["nonce"] = json!(Id::random().as_str());
        body["enforce_nonce"] = json!(true);
        let channel_id = serenity_id::ChannelId::new(channel.0);
        match self.rest.create_message(channel_id, &body, Instant::now() + PATIENCE).await {
            Ok(id) => id.map(|id| MessageId(id.get())),
            Err(error) => {
                tracing::warn!(%channel, %error, "Could not post a message.");
                None
            }
        }
    }
}

#[async_trait]
impl Messenger for RestMessenger {
    async fn put(&self, address: &Address, answer: &Answer) -> Option<MessageId> {
        let body = self.renderer.message(answer, &address.locale).body();
        let Some(message) = address.message else { return self.post(address.channel, body).await };
        let (channel_id, message_id) =
            (serenity_id::ChannelId::new(address.channel.0), serenity_id::MessageId::new(message.0));
        let patience = if answer.is_passing() { PASSING_PATIENCE } else { PATIENCE };
        match self.rest.edit_message(channel_id, message_id, &body, Instant::now() + patience).await {
            Ok(_) => Some(message),
            Err(error) if matches!(error.kind, RestErrorKind::NotFound(_)) => {
                self.post(address.channel, body).await
            }
            Err(error) => {
                tracing::warn!(channel = %address.channel, %error, "Could not edit a message.");
                None
            }
        }
    }
}
