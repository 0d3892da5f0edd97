//! Delivering what channels are owed: at least once, and seen once.
//!
//! What is owed is in the store before anything is sent. A message is posted under the id of what is owed as its nonce,
//! which Discord remembers for a while; one that was tried longer ago is looked for in the channel before it is posted
//! again.

mod sink;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{Notify, watch};
use tokio_util::task::TaskTracker;

pub use sink::{Post, Sink, Unsent};

use super::rules::Rules;
use crate::domain::relay::{Card, CardView, Facts, Feed, Note, NoteView, Owed};
use crate::domain::{AccountName, ChannelId, MessageId, RoleId};
use crate::store::{Store, StoreError};

/// The pause after the store failed.
const STORE_PAUSE: Duration = Duration::from_secs(1);
/// How often in a row a message is tried that is barred; with the usual pauses that is half an hour.
const BARRED_TRIES: u32 = 12;

/// The times that deliveries keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// How long one message is tried before the next try is planned.
    pub patience: Duration,
    /// For so long Discord surely remembers the nonce of a message.
    pub remembered: Duration,
    /// The pause after a first failure; it doubles with every further one.
    pub first_pause: Duration,
    /// The longest pause before something is tried again.
    pub longest_pause: Duration,
    /// How long a message is left alone that Discord lets nobody edit for now.
    pub between_edits: Duration,
    /// How long is waited at most for something to be owed: a word of it may be lost.
    pub idle: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Timing {
            patience: Duration::from_secs(60),
            remembered: Duration::from_secs(110),
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(300),
            between_edits: Duration::from_secs(600),
            idle: Duration::from_secs(30),
        }
    }
}

/// What carries out what channels are owed.
#[derive(Clone)]
pub struct Outbox(Arc<Parts>);

struct Parts {
    store: Store,
    sink: Arc<dyn Sink>,
    timing: Timing,
    rules: watch::Receiver<Arc<Rules>>,
    owed: Arc<Notify>,
    /// The channels that have a lane.
    lanes: Mutex<HashSet<ChannelId>>,
    work: TaskTracker,
    stopping: watch::Receiver<bool>,
}

/// The place of a channel among those that have a lane: as long as its lane goes on, however that ends.
struct Lane {
    outbox: Outbox,
    channel: ChannelId,
}

impl Drop for Lane {
    fn drop(&mut self) {
        self.outbox.lanes().remove(&self.channel);
    }
}

/// What follows in a lane from one delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// The next thing.
    GoOn,
    /// The same thing, when a pause is over: whatever is owed later waits as well.
    Again,
}

impl Outbox {
    /// An outbox over the store, which speaks through the sink.
    pub fn new(
        store: Store,
        sink: Arc<dyn Sink>,
        timing: Timing,
        rules: watch::Receiver<Arc<Rules>>,
        work: TaskTracker,
        stopping: watch::Receiver<bool>,
    ) -> Self {
        let (owed, lanes) = (Arc::default(), Mutex::default());
        Outbox(Arc::new(Parts { store, sink, timing, rules, owed, lanes, work, stopping }))
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
        let mut rules = self.0.rules.clone();
        // What stands there may have been shown by other rules, before the start.
        rules.mark_changed();
        let deliver = async {
            loop {
                if rules.has_changed().unwrap_or(false) {
                    rules.mark_unchanged();
                    if let Err(error) = self.show_by_rules().await {
                        tracing::error!(%error, "Could not have the cards shown by other rules.");
                        rules.mark_changed();
                    }
                }
                let wait = self.open_lanes().await.unwrap_or_else(|error| {
                    tracing::error!(%error, "Could not read what channels are owed.");
                    STORE_PAUSE
                });
                tokio::select! {
                    () = self.0.owed.notified() => {}
                    () = tokio::time::sleep(wait) => {}
                    // An error means that the sender is gone, and with it whatever this would deliver for.
                    _ = rules.changed() => rules.mark_changed(),
                }
            }
        };
        tokio::select! {
            () = deliver => {}
            () = self.stopped() => {}
        }
    }

    /// Has the cards shown anew whose channel may read more or less of them than they show.
    async fn show_by_rules(&self) -> Result<(), StoreError> {
        let (store, rules) = (&self.0.store, self.rules());
        for shown in store.shown().await? {
            let hide = rules.hide(shown.channel, shown.feed, &shown.account);
            if hide.is_some_and(|hide| hide != shown.public) {
                store.show_anew(&shown, Timestamp::now()).await?;
            }
        }
        Ok(())
    }

    /// Gives every channel a lane in which something is due; says how long nothing else is due.
    async fn open_lanes(&self) -> Result<Duration, StoreError> {
        let now = Timestamp::now();
        let mut wait = self.0.timing.idle;
        for (channel, due) in self.0.store.next_due().await? {
            let early = Duration::try_from(due.duration_since(now)).unwrap_or_default();
            if !early.is_zero() {
                wait = wait.min(early);
            } else if self.lanes().insert(channel) {
                let lane = Lane { outbox: self.clone(), channel };
                self.0.work.spawn(async move {
                    lane.outbox.go_along(channel).await;
                    let outbox = lane.outbox.clone();
                    drop(lane);
                    // Something may have come to be owed between its last look and its end.
                    outbox.owe();
                });
            }
        }
        Ok(wait)
    }

    /// Delivers what is due in one channel, in its order, until nothing is.
    async fn go_along(&self, channel: ChannelId) {
        let mut failures = 0;
        while !*self.0.stopping.borrow() {
            let pause = match self.deliver_next(channel, failures).await {
                Ok(None) => return,
                Ok(Some(Next::GoOn)) => {
                    failures = 0;
                    continue;
                }
                Ok(Some(Next::Again)) => {
                    failures += 1;
                    pause(&self.0.timing, failures)
                }
                Err(error) => {
                    tracing::error!(%error, "Could not read or record a delivery.");
                    STORE_PAUSE
                }
            };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = self.stopped() => {}
            }
        }
    }

    async fn deliver_next(&self, channel: ChannelId, failures: u32) -> Result<Option<Next>, StoreError> {
        let Some(owed) = self.0.store.due::<Note>(channel, Timestamp::now()).await? else { return Ok(None) };
        match self.deliver(&owed, failures).await {
            // What it stands for is of a version that this one does not know.
            Err(error @ StoreError::Unreadable(_)) => {
                self.0.store.bury(&owed.id, &error.to_string()).await?;
                Ok(Some(Next::GoOn))
            }
            delivered => delivered.map(Some),
        }
    }

    async fn stopped(&self) {
        // An error means that the sender is gone, and with it whatever this would deliver for.
        let _ = self.0.stopping.clone().wait_for(|stopping| *stopping).await;
    }

    fn lanes(&self) -> std::sync::MutexGuard<'_, HashSet<ChannelId>> {
        self.0.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Delivers one thing after so many failures in a row, and records how that ended.
    async fn deliver(&self, owed: &Owed<Note>, failures: u32) -> Result<Next, StoreError> {
        let store = &self.0.store;
        let sent = match (&owed.card, &owed.note) {
            (Some(card), None) => match self.view(card).await? {
                Some(view) => match self.show(owed, &view).await? {
                    Ok(message) => {
                        store.delivered(&owed.id, Some((&view, message)), Timestamp::now()).await?;
                        if self.is_public(card) != view.public {
                            // The rules changed while it was being shown.
                            self.show_by_rules().await?;
                        }
                        return Ok(Next::GoOn);
                    }
                    Err(Unsent::MessageGone) => {
                        store.lose_message(&owed.id, card, Timestamp::now()).await?;
                        return Ok(Next::GoOn);
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
            Ok(()) => store.delivered(&owed.id, None, now).await?,
            Err(Unsent::Later) => return Ok(Next::Again),
            Err(Unsent::Barred(reason)) if failures < BARRED_TRIES => {
                tracing::warn!(channel = %owed.channel, %reason, "A message is barred.");
                return Ok(Next::Again);
            }
            // It shows the newest whenever it can; nothing else need wait for that.
            Err(Unsent::TooManyEdits) => {
                let until = now.checked_add(self.0.timing.between_edits).unwrap_or(Timestamp::MAX);
                store.put_off(&owed.id, until).await?;
            }
            Err(Unsent::ChannelGone(reason)) => {
                tracing::warn!(channel = %owed.channel, %reason, "A channel is gone.");
                let word = Note::ChannelGone { channel: owed.channel, reason: reason.clone() };
                let fallback = self.rules().fallback.map(|channel| (channel, &word));
                store.lose_channel(owed.channel, &reason, fallback, now).await?;
                self.owe();
            }
            Err(Unsent::Refused(reason) | Unsent::Barred(reason)) => {
                tracing::error!(channel = %owed.channel, %reason, "Discord will not have a message.");
                store.bury(&owed.id, &reason).await?;
            }
            Err(Unsent::MessageGone) => store.bury(&owed.id, "its message is gone").await?,
        }
        Ok(Next::GoOn)
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
        if let Note::Reminder { until, .. } = note
            && !view.as_ref().is_some_and(|view| is_asleep(&view.card, *until) && !view.facts.is_over())
        {
            // It waits anew, or there is nothing left to be reminded of.
            return self.wake(card, *until).await.map(Ok);
        }
        let mark = owed.id.short().to_owned();
        let (nonce, mention) = (owed.id.clone(), mention(note));
        let in_channel = Post { channel: owed.channel, nonce, reply_to: message, mention };
        let in_thread = match self.thread(view.as_ref()).await? {
            Ok(thread) => thread.map(|channel| Post { channel, reply_to: None, ..in_channel.clone() }),
            Err(unsent) => return Ok(Err(unsent)),
        };
        let note = NoteView { note: note.clone(), card: view, mark };
        if let Some(post) = in_thread {
            match self.say_there(owed, &post, &note).await? {
                // Somebody deleted the thread, locked it or closed it to the bot; its channel is told instead.
                Err(Unsent::ChannelGone(reason) | Unsent::Refused(reason)) => {
                    tracing::debug!(thread = %post.channel, %reason, "A card's thread is gone.");
                }
                said => return Ok(said),
            }
        }
        self.say_there(owed, &in_channel, &note).await
    }

    /// The thread of a card's notes, where its rule asks for one and Discord gives it.
    async fn thread(&self, view: Option<&CardView>) -> Result<Result<Option<ChannelId>, Unsent>, StoreError> {
        let Some((view, message)) = view.and_then(|view| Some((view, view.card.message?))) else {
            return Ok(Ok(None));
        };
        let card = &view.card;
        if !self.rules().thread(card.channel, card.feed, &card.account) {
            return Ok(Ok(None));
        }
        if card.thread.is_some() {
            return Ok(Ok(card.thread));
        }
        match self.0.sink.thread(message, view).await {
            Ok(thread) => {
                self.0.store.set_card_thread(&view.card.id, thread).await?;
                Ok(Ok(Some(thread)))
            }
            Err(Unsent::Later) => Ok(Err(Unsent::Later)),
            // The right to open threads is missing, or the channel cannot have any.
            Err(unsent) => {
                tracing::debug!(channel = %view.card.channel, ?unsent, "A card can have no thread.");
                Ok(Ok(None))
            }
        }
    }

    /// Posts a note in a channel or thread, unless it is there.
    async fn say_there(
        &self,
        owed: &Owed<Note>,
        post: &Post,
        note: &NoteView,
    ) -> Result<Result<(), Unsent>, StoreError> {
        match self.found_again(owed, post.channel, &note.mark).await {
            Ok(None) => {}
            Ok(Some(_)) => return Ok(Ok(())),
            Err(unsent) => return Ok(Err(unsent)),
        }
        self.0.store.mark_tried(&owed.id, Timestamp::now()).await?;
        let posted = self.0.sink.post_note(post, note).await.map(drop);
        if let (Note::Reminder { until, .. }, Ok(())) = (&note.note, &posted) {
            self.wake(note.card.as_ref().map(|view| &view.card), *until).await?;
        }
        Ok(posted)
    }

    /// Takes away that a card's notes wait, if they wait until then.
    async fn wake(&self, card: Option<&Card>, until: Timestamp) -> Result<(), StoreError> {
        match card.filter(|card| is_asleep(card, until)) {
            Some(card) => self.0.store.wake_card(card, Timestamp::now()).await,
            None => Ok(()),
        }
    }

    /// The message that came of an earlier try, where Discord may have forgotten its nonce.
    async fn found_again(
        &self,
        owed: &Owed<Note>,
        channel: ChannelId,
        mark: &str,
    ) -> Result<Option<MessageId>, Unsent> {
        let Some(tried) = owed.tried else { return Ok(None) };
        // A clock that was set back tells nothing.
        let age = Duration::try_from(Timestamp::now().duration_since(tried));
        if age.is_ok_and(|age| age < self.0.timing.remembered) {
            return Ok(None);
        }
        self.0.sink.find(channel, mark, tried).await
    }

    /// A card as it is to be shown now; `None` when what it stands for is not known any more.
    async fn view(&self, card: &Card) -> Result<Option<CardView>, StoreError> {
        let rules = self.rules();
        let facts = facts(&self.0.store, &card.account, card.feed, &card.thing).await?;
        Ok(facts.map(|facts| CardView {
            provider: rules.providers.get(&card.account).copied(),
            public: self.is_public(card),
            card: card.clone(),
            facts,
        }))
    }

    /// Whether a card hides what its channel may not read, by the rules in force.
    fn is_public(&self, card: &Card) -> bool {
        // What no rule speaks of any more is shown to nobody who does not ask.
        self.rules().hide(card.channel, card.feed, &card.account).unwrap_or(true)
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
        Feed::Servers => store.watched_one(account, feed, thing).await?.map(Facts::Server),
        Feed::Services => store.watched_one(account, feed, thing).await?.map(Facts::Service),
        Feed::Certificates => store.watched_one(account, feed, thing).await?.map(Facts::Certificate),
        Feed::Balance => store.watched_one(account, feed, thing).await?.map(Facts::Balance),
        Feed::Notices => store.watched_one(account, feed, thing).await?.map(Facts::Notice),
        Feed::Health => store.watched_one(account, feed, thing).await?.map(Facts::Health),
    })
}

/// Whether a card's notes wait until then; the store counts milliseconds.
fn is_asleep(card: &Card, until: Timestamp) -> bool {
    card.snoozed.is_some_and(|snoozed| snoozed.as_millisecond() == until.as_millisecond())
}

fn mention(note: &Note) -> Vec<RoleId> {
    match note {
        Note::Happened { mention, .. } | Note::EarlierReplies { mention, .. } => mention.clone(),
        Note::Baseline { .. } | Note::Reminder { .. } | Note::ChannelGone { .. } | Note::Test { .. } => {
            vec![]
        }
    }
}

/// How long is waited after so many failures in a row.
fn pause(timing: &Timing, failures: u32) -> Duration {
    let doubled = 2_u32.saturating_pow(failures.saturating_sub(1));
    timing.first_pause.saturating_mul(doubled).min(timing.longest_pause)
}

#[cfg(test)]
mod tests;
