//! The way to the channels, as far as deliveries know it.

use async_trait::async_trait;
use jiff::Timestamp;

use crate::domain::relay::{CardView, NoteView};
use crate::domain::{ChannelId, Id, MessageId, RoleId};

/// Why something could not be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsent {
    /// Discord is away or asks to wait: later it may work.
    Later,
    /// The channel is gone, or the bot may not write there, in Discord's words.
    ChannelGone(String),
    /// The message that was to be changed is gone.
    MessageGone,
    /// Discord lets nobody edit this one message for now.
    TooManyEdits,
    /// Discord will not have this one message, in its words.
    Refused(String),
    /// Somebody on the way to Discord will not have it, or Discord without saying why.
    Barred(String),
}

/// A message that is to be posted.
#[derive(Clone, Debug)]
pub struct Post {
    /// The channel or thread.
    pub channel: ChannelId,
    /// What is posted under the same one in a short time is posted once.
    pub nonce: Id,
    /// The message that it answers.
    pub reply_to: Option<MessageId>,
    /// The roles that it mentions.
    pub mention: Vec<RoleId>,
}

/// The way to the channels.
#[async_trait]
pub trait Sink: Send + Sync {
    /// Posts a card.
    async fn post_card(&self, post: &Post, card: &CardView) -> Result<MessageId, Unsent>;

    /// Posts a note.
    async fn post_note(&self, post: &Post, note: &NoteView) -> Result<MessageId, Unsent>;

    /// Makes a card's message show it as it is.
    async fn edit_card(&self, message: MessageId, card: &CardView) -> Result<(), Unsent>;

    /// The newest of the bot's messages in a channel or thread that carries the mark, of those since then.
    async fn find(
        &self,
        channel: ChannelId,
        mark: &str,
        since: Timestamp,
    ) -> Result<Option<MessageId>, Unsent>;

    /// Opens the thread of a message, or finds it open.
    async fn thread(&self, message: MessageId, card: &CardView) -> Result<ChannelId, Unsent>;
}
