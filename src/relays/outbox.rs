//! Delivering what channels are owed: at least once, and seen once.
//!
//! What is owed is in the store before anything is sent. A message is posted under the id of what is owed as its nonce,
//! which Discord remembers for a while; one that was tried longer ago is looked for in the channel before it is posted
//! again.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Notify, watch};
use tokio_util::task::TaskTracker;

use super::rules::Rules;
use crate::domain::event::Relay;
use crate::domain::relay::{Card, CardView, Facts, Feed, Note, NoteView, Owed};
use crate::domain::{AccountName, ChannelId, Id, MessageId, RoleId};
use crate::store::{Store, StoreError};

/// For so long Discord surely remembers the nonce of a message.
const REMEMBERED: SignedDuration = SignedDuration::from_secs(110);
/// The longest pause before something is tried again.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);
/// The pause after the store failed.
const STORE_PAUSE: Duration = Duration::from_secs(1);
/// How long is waited at most for something to be owed: a word of it may be lost.
const IDLE: Duration = Duration::from_secs(30);

/// Why something could not be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsent {
    /// Discord is away or asks to wait: later it may work.
    Later,
    /// The channel is gone, or the bot may not write there, in Discord's words.
    ChannelGone(String),
    /// The message that was to be changed is gone.
    MessageGone,
    /// Discord will not have this one message, in its words.
    Refused(String),
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

    /// The newest of the bot's messages in a channel or thread that carries the mark.
    async fn find(&self, channel: ChannelId, mark: &str) -> Result<Option<MessageId>, Unsent>;

    /// Opens the thread of a message, or finds it open.
    async fn thread(&self, message: MessageId, card: &CardView) -> Result<ChannelId, Unsent>;
}

/// What carries out what channels are owed.
#[derive(Clone)]
pub struct Outbox(Arc<Parts>);

struct Parts {
    store: Store,
    sink: Arc<dyn Sink>,
    rules: watch::Receiver<Arc<Rules>>,
    owed: Arc<Notify>,
    /// The channels that something is being sent to.
    busy: Mutex<HashSet<ChannelId>>,
    work: TaskTracker,
    stopping: watch::Receiver<bool>,
}

impl Outbox {
    /// An outbox over the store, which speaks through the sink.
    pub fn new(
        store: Store,
        sink: Arc<dyn Sink>,
        rules: watch::Receiver<Arc<Rules>>,
        work: TaskTracker,
        stopping: watch::Receiver<bool>,
    ) -> Self {
        let (owed, busy) = (Arc::default(), Mutex::default());
        Outbox(Arc::new(Parts { store, sink, rules, owed, busy, work, stopping }))
    }

    /// Says that something is owed now.
    pub fn owe(&self) {
        self.0.owed.notify_one();
    }

    /// What says to it that something is owed.
    pub fn bell(&self) -> Arc<Notify> {
        self.0.owed.clone()
    }

    /// Delivers what is owed until the bot stops.
    pub async fn run(&self) {
        let mut stopping = self.0.stopping.clone();
        let deliver = async {
            loop {
                let wait = self.start_what_is_due().await.unwrap_or_else(|error| {
                    tracing::error!(%error, "Could not read what channels are owed.");
                    STORE_PAUSE
                });
                let _ = tokio::time::timeout(wait, self.0.owed.notified()).await;
            }
        };
        tokio::select! {
            () = deliver => {}
            // An error means that the sender is gone, and with it whatever this would deliver for.
            _ = stopping.wait_for(|stopping| *stopping) => {}
        }
    }

    /// Begins to deliver what is due, each channel by itself; says how long nothing else is due.
    async fn start_what_is_due(&self) -> Result<Duration, StoreError> {
        let due = self.0.store.due::<Note>(Timestamp::now()).await?;
        for owed in due {
            let channel = owed.channel;
            if !self.busy().insert(channel) {
                continue;
            }
            let outbox = self.clone();
            self.0.work.spawn(async move {
                if let Err(error) = outbox.deliver(&owed).await {
                    tracing::error!(%error, "Could not record a delivery.");
                    tokio::time::sleep(STORE_PAUSE).await;
                }
                outbox.busy().remove(&channel);
                outbox.owe();
            });
        }
        let next = self.0.store.next_due().await?;
        let wait =
            next.map(|next| Duration::try_from(next.duration_since(Timestamp::now())).unwrap_or_default());
        // What is due already is being delivered, and says when that is over.
        Ok(wait.filter(|wait| !wait.is_zero()).unwrap_or(IDLE).min(IDLE))
    }

    fn busy(&self) -> std::sync::MutexGuard<'_, HashSet<ChannelId>> {
        self.0.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Delivers one thing, and records how that ended.
    async fn deliver(&self, owed: &Owed<Note>) -> Result<(), StoreError> {
        let store = &self.0.store;
        let sent = match (&owed.card, &owed.note) {
            (Some(card), None) => match self.view(card).await? {
                Some(view) => match self.show(owed, &view).await? {
                    Ok(message) => {
                        return store.delivered(&owed.id, Some((card, message)), Timestamp::now()).await;
                    }
                    Err(Unsent::MessageGone) => {
                        return store.lose_message(&owed.id, card, Timestamp::now()).await;
                    }
                    Err(unsent) => Err(unsent),
                },
                None => Err(Unsent::Refused("what it stands for is not known any more".to_owned())),
            },
            (card, Some(note)) => self.say(owed, card.as_ref(), note).await?,
            (None, None) => Err(Unsent::Refused("there is nothing to say".to_owned())),
        };
        let now = Timestamp::now();
        match sent {
            Ok(()) => store.delivered(&owed.id, None, now).await,
            Err(Unsent::Later) => {
                let pause = Duration::from_secs(1 << owed.attempts.min(10)).min(LONGEST_PAUSE);
                let until = now.checked_add(pause).unwrap_or(Timestamp::MAX);
                store.postpone(owed.channel, now, until).await
            }
            Err(Unsent::ChannelGone(reason)) => {
                tracing::warn!(channel = %owed.channel, %reason, "A channel is gone.");
                let word = Note::ChannelGone { channel: owed.channel, reason: reason.clone() };
                let fallback = self.rules().fallback;
                store.lose_channel(owed.channel, &reason, fallback.map(|channel| (channel, &word)), now).await
            }
            Err(Unsent::Refused(reason)) => {
                tracing::error!(channel = %owed.channel, %reason, "Discord will not have a message.");
                store.bury(&owed.id, &reason).await
            }
            Err(Unsent::MessageGone) => store.bury(&owed.id, "its message is gone").await,
        }
    }

    /// Makes a card's message show it.
    async fn show(
        &self,
        owed: &Owed<Note>,
        view: &CardView,
    ) -> Result<Result<MessageId, Unsent>, StoreError> {
        if let Some(message) = view.card.message {
            return Ok(self.0.sink.edit_card(message, view).await.map(|()| message));
        }
        let mark = view.card.id.short();
        match self.found_again(owed, view.card.channel, mark).await {
            Ok(None) => {}
            Ok(Some(message)) => return Ok(self.0.sink.edit_card(message, view).await.map(|()| message)),
            Err(unsent) => return Ok(Err(unsent)),
        }
        self.0.store.mark_tried(&owed.id, Timestamp::now()).await?;
        let post = Post { channel: owed.channel, nonce: owed.id.clone(), reply_to: None, mention: vec![] };
        let posted = self.0.sink.post_card(&post, view).await;
        match posted {
            // Discord answers a nonce that it knows with the message as it was.
            Ok(message) if owed.tried.is_some() => {
                Ok(self.0.sink.edit_card(message, view).await.map(|()| message))
            }
            posted => Ok(posted),
        }
    }

    /// Posts a note where its card is.
    async fn say(
        &self,
        owed: &Owed<Note>,
        card: Option<&Card>,
        note: &Note,
    ) -> Result<Result<(), Unsent>, StoreError> {
        let view = match card {
            Some(card) => self.view(card).await?,
            None => None,
        };
        let message = view.as_ref().and_then(|view| view.card.message);
        let relay = view.as_ref().and_then(|view| self.rules().relay_of(&view.card).cloned());
        let mut post =
            Post { channel: owed.channel, nonce: owed.id.clone(), reply_to: message, mention: mention(note) };
        if let (Some(view), Some(message)) = (&view, message)
            && relay.is_some_and(|relay: Relay| relay.threads)
        {
            let thread = match view.card.thread {
                Some(thread) => thread,
                None => match self.0.sink.thread(message, view).await {
                    Ok(thread) => {
                        self.0.store.set_card_thread(&view.card.id, thread).await?;
                        thread
                    }
                    Err(unsent) => return Ok(Err(unsent)),
                },
            };
            (post.channel, post.reply_to) = (thread, None);
        }
        let mark = owed.id.short().to_owned();
        match self.found_again(owed, post.channel, &mark).await {
            Ok(None) => {}
            Ok(Some(_)) => return Ok(Ok(())),
            Err(unsent) => return Ok(Err(unsent)),
        }
        self.0.store.mark_tried(&owed.id, Timestamp::now()).await?;
        let note = NoteView { note: note.clone(), card: view, mark };
        Ok(self.0.sink.post_note(&post, &note).await.map(drop))
    }

    /// The message that came of an earlier try, where Discord may have forgotten its nonce.
    async fn found_again(
        &self,
        owed: &Owed<Note>,
        channel: ChannelId,
        mark: &str,
    ) -> Result<Option<MessageId>, Unsent> {
        let Some(tried) = owed.tried else { return Ok(None) };
        let age = Timestamp::now().duration_since(tried);
        // A clock that was set back tells nothing.
        if (SignedDuration::ZERO..REMEMBERED).contains(&age) {
            return Ok(None);
        }
        self.0.sink.find(channel, mark).await
    }

    /// A card as it is to be shown now; `None` when what it stands for is not known any more.
    async fn view(&self, card: &Card) -> Result<Option<CardView>, StoreError> {
        let rules = self.rules();
        let facts = facts(&self.0.store, &card.account, card.feed, &card.thing).await?;
        Ok(facts.map(|facts| CardView {
            provider: rules.providers.get(&card.account).copied(),
            // What no rule speaks of any more is shown to nobody who does not ask.
            public: rules.relay_of(card).is_none_or(|relay| relay.public),
            card: card.clone(),
            facts,
        }))
    }

    fn rules(&self) -> Arc<Rules> {
        self.0.rules.borrow().clone()
    }
}

/// What was last seen of a thing.
pub async fn facts(
    store: &Store,
    account: &AccountName,
    feed: Feed,
    thing: &str,
) -> Result<Option<Facts>, StoreError> {
    Ok(match feed {
        Feed::Tickets => {
            store.watched_one(account, feed, thing).await?.map(|facts| Facts::Ticket(Box::new(facts)))
        }
        Feed::Invoices => {
            store.watched_one(account, feed, thing).await?.map(|facts| Facts::Invoice(Box::new(facts)))
        }
        Feed::Orders => {
            store.watched_one(account, feed, thing).await?.map(|facts| Facts::Order(Box::new(facts)))
        }
        Feed::Balance => store.watched_one(account, feed, thing).await?.map(Facts::Balance),
        Feed::Notices => store.watched_one(account, feed, thing).await?.map(Facts::Notice),
        Feed::Health => store.watched_one(account, feed, thing).await?.map(Facts::Health),
    })
}

fn mention(note: &Note) -> Vec<RoleId> {
    match note {
        Note::Happened { mention, .. } => mention.clone(),
        Note::Baseline { .. } | Note::Reminder { .. } | Note::ChannelGone { .. } | Note::Test { .. } => {
            vec![]
        }
    }
}
