//! The way of relays to the channels.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serde::Deserialize;
use serde_json::{Value, json};
use serenity::model::id as serenity_id;
use tokio::time::Instant;

use super::message::Message;
use super::render::Renderer;
use super::rest::{Rest, RestError, RestErrorKind};
use crate::domain::relay::{CardView, NoteView};
use crate::domain::{ChannelId, MessageId};
use crate::relays::outbox::{Post, Sink, Unsent};

/// How long one message is tried before the next try is planned.
const PATIENCE: Duration = Duration::from_secs(60);
/// How many of a channel's messages are looked through for one of ours.
const LOOKED_THROUGH: u8 = 100;
/// The language of cards: a channel has none of its own.
const LOCALE: &str = "en-US";
/// "A thread has already been created for this message."
const THREAD_EXISTS: u32 = 160_004;
/// "Maximum number of edits to messages older than 1 hour reached."
const TOO_MANY_EDITS: u32 = 30_046;
/// "Unknown Message."
const UNKNOWN_MESSAGE: u32 = 10_008;

/// The sink over Discord's REST interface.
pub struct RestSink {
    rest: Rest,
    renderer: Arc<Renderer>,
}

impl RestSink {
    /// A sink that speaks through the client.
    pub fn new(rest: Rest, renderer: Arc<Renderer>) -> Self {
        RestSink { rest, renderer }
    }

    async fn post(&self, post: &Post, message: &Message) -> Result<MessageId, Unsent> {
        let mut body = message.body();
        body["nonce"] = json!(post.nonce.as_str());
        body["enforce_nonce"] = json!(true);
        if let Some(answered) = post.reply_to {
            body["message_reference"] =
                json!({ "message_id": answered.to_string(), "fail_if_not_exists": false });
        }
        let channel = serenity_id::ChannelId::new(post.channel.0);
        let made = self.rest.create_message(channel, &body, message.files(), deadline()).await;
        // Without its id the message is there all the same; it is found by its mark.
        made.map_err(|error| unsent(&error))?.map(|id| MessageId(id.get())).ok_or(Unsent::Later)
    }
}

#[async_trait]
impl Sink for RestSink {
    async fn post_card(&self, post: &Post, card: &CardView) -> Result<MessageId, Unsent> {
        self.post(post, &self.renderer.card(card, LOCALE)).await
    }

    async fn post_note(&self, post: &Post, note: &NoteView) -> Result<MessageId, Unsent> {
        self.post(post, &self.renderer.note(note, LOCALE)).await
    }

    async fn edit_card(&self, message: MessageId, card: &CardView) -> Result<(), Unsent> {
        let shown = self.renderer.card(card, LOCALE);
        let (channel, message) = (card.card.channel.0.into(), message.0.into());
        let edited = self.rest.edit_message(channel, message, &shown.body(), shown.files(), deadline()).await;
        edited.map(drop).map_err(|error| unsent(&error))
    }

    async fn find(&self, channel: ChannelId, mark: &str) -> Result<Option<MessageId>, Unsent> {
        #[derive(Deserialize)]
        struct Posted {
            id: serenity_id::MessageId,
            #[serde(default)]
            embeds: Vec<Value>,
        }
        let read = self.rest.messages::<Posted>(channel.0.into(), LOOKED_THROUGH, deadline()).await;
        let messages = read.map_err(|error| unsent(&error))?;
        let ours = messages.iter().find(|message| {
            let footers = message.embeds.iter().filter_map(|embed| embed.pointer("/footer/text")?.as_str());
            footers.into_iter().any(|footer| footer.ends_with(mark))
        });
        Ok(ours.map(|message| MessageId(message.id.get())))
    }

    async fn thread(&self, message: MessageId, card: &CardView) -> Result<ChannelId, Unsent> {
        let name = self.renderer.thread_name(card, LOCALE);
        let channel = card.card.channel.0.into();
        let started = self.rest.start_thread(channel, message.0.into(), &name, deadline()).await;
        match started {
            Err(error) if !matches!(error.kind, RestErrorKind::Invalid(THREAD_EXISTS, _)) => {
                Err(unsent(&error))
            }
            // A thread has the id of the message that it hangs on.
            Ok(()) | Err(_) => Ok(ChannelId(message.0)),
        }
    }
}

fn deadline() -> Instant {
    Instant::now() + PATIENCE
}

fn unsent(error: &RestError) -> Unsent {
    tracing::debug!(%error, "Could not reach a channel.");
    match &error.kind {
        kind if kind.is_passing() => Unsent::Later,
        RestErrorKind::Invalid(TOO_MANY_EDITS, _) | RestErrorKind::Unauthorized => Unsent::Later,
        RestErrorKind::NotFound(UNKNOWN_MESSAGE) => Unsent::MessageGone,
        RestErrorKind::NotFound(_) => Unsent::ChannelGone("gone".to_owned()),
        RestErrorKind::Forbidden(_) => Unsent::ChannelGone("closed".to_owned()),
        RestErrorKind::Invalid(_, text) => Unsent::Refused(text.clone()),
        _ => Unsent::Later,
    }
}
