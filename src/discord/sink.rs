//! The way of relays to the channels.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};
use serenity::model::id as serenity_id;
use tokio::sync::OnceCell;
use tokio::time::Instant;

use super::message::Message;
use super::render::Renderer;
use super::rest::{Rest, RestError, RestErrorKind};
use crate::domain::relay::{CardView, NoteView};
use crate::domain::{ChannelId, MessageId};
use crate::relays::outbox::{Post, Sink, Unsent};

/// How many of a channel's messages are read at once.
const PAGE: u8 = 100;
/// How far Discord's clock and ours may be apart.
const CLOCKS: SignedDuration = SignedDuration::from_mins(5);
/// The language of cards: a channel has none of its own.
const LOCALE: &str = "en-US";
/// "A thread has already been created for this message."
const THREAD_EXISTS: u32 = 160_004;
/// "Maximum number of edits to messages older than 1 hour reached."
const TOO_MANY_EDITS: u32 = 30_046;
/// "Unknown Message."
const UNKNOWN_MESSAGE: u32 = 10_008;
/// "Unknown Channel."
const UNKNOWN_CHANNEL: u32 = 10_003;
/// "Missing Access" and "You lack permissions to perform that action."
const CLOSED: [u32; 2] = [50_001, 50_013];
/// Discord's code where it says no more, and that of an answer that is not Discord's own.
const UNTOLD: u32 = 0;

/// The sink over Discord's REST interface.
pub struct RestSink {
    rest: Rest,
    renderer: Arc<Renderer>,
    patience: Duration,
    own_user: OnceCell<serenity_id::UserId>,
}

impl RestSink {
    /// A sink that speaks through the client, and tries each message so long before the next try is planned.
    pub fn new(rest: Rest, renderer: Arc<Renderer>, patience: Duration) -> Self {
        RestSink { rest, renderer, patience, own_user: OnceCell::new() }
    }

    fn deadline(&self) -> Instant {
        Instant::now() + self.patience
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
        let made = self.rest.create_message(channel, &body, message.files(), self.deadline()).await;
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
        let edited =
            self.rest.edit_message(channel, message, &shown.body(), shown.files(), self.deadline()).await;
        edited.map(drop).map_err(|error| unsent(&error))
    }

    async fn find(
        &self,
        channel: ChannelId,
        mark: &str,
        since: Timestamp,
    ) -> Result<Option<MessageId>, Unsent> {
        let own_user = self.own_user.get_or_try_init(|| self.rest.own_user(self.deadline())).await;
        let own_user = *own_user.map_err(|error| unsent(&error))?;
        let oldest = since.checked_sub(CLOCKS).unwrap_or(Timestamp::MIN).as_second();
        let mut before = None;
        loop {
            let read = self.rest.messages::<Posted>(channel.0.into(), before, PAGE, self.deadline()).await;
            let page = read.map_err(|error| unsent(&error))?;
            if let Some(ours) =
                page.iter().find(|message| message.author.id == own_user && message.bears(mark))
            {
                return Ok(Some(MessageId(ours.id.get())));
            }
            match page.last() {
                Some(last) if last.id.created_at().unix_timestamp() >= oldest => before = Some(last.id),
                _ => return Ok(None),
            }
        }
    }

    async fn thread(&self, message: MessageId, card: &CardView) -> Result<ChannelId, Unsent> {
        let name = self.renderer.thread_name(card, LOCALE);
        let channel = card.card.channel.0.into();
        let started = self.rest.start_thread(channel, message.0.into(), &name, self.deadline()).await;
        match started {
            Err(error) if !matches!(error.kind, RestErrorKind::Invalid(THREAD_EXISTS, _)) => {
                Err(unsent(&error))
            }
            // A thread has the id of the message that it hangs on.
            Ok(()) | Err(_) => Ok(ChannelId(message.0)),
        }
    }
}

/// A message of a channel, as far as one of ours is known by it.
#[derive(Deserialize)]
struct Posted {
    id: serenity_id::MessageId,
    author: Author,
    #[serde(default)]
    embeds: Vec<Value>,
}

#[derive(Deserialize)]
struct Author {
    id: serenity_id::UserId,
}

impl Posted {
    fn bears(&self, mark: &str) -> bool {
        let mut footers = self.embeds.iter().filter_map(|embed| embed.pointer("/footer/text")?.as_str());
        footers.any(|footer| footer.ends_with(mark))
    }
}

fn unsent(error: &RestError) -> Unsent {
    tracing::debug!(%error, "Could not reach a channel.");
    match &error.kind {
        kind if kind.is_passing() => Unsent::Later,
        RestErrorKind::Unauthorized => Unsent::Later,
        RestErrorKind::Invalid(TOO_MANY_EDITS, _) => Unsent::TooManyEdits,
        RestErrorKind::NotFound(UNKNOWN_MESSAGE) => Unsent::MessageGone,
        RestErrorKind::NotFound(UNKNOWN_CHANNEL) => Unsent::ChannelGone("gone".to_owned()),
        RestErrorKind::Forbidden(code) if CLOSED.contains(code) => Unsent::ChannelGone("closed".to_owned()),
        RestErrorKind::NotFound(UNTOLD) | RestErrorKind::Forbidden(UNTOLD) => {
            Unsent::Barred(error.kind.to_string())
        }
        RestErrorKind::Invalid(_, text) => Unsent::Refused(text.clone()),
        kind => Unsent::Refused(kind.to_string()),
    }
}
