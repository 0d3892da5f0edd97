//! What must hold of deliveries whatever the way to the channels does.

use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use tokio::sync::mpsc;

use super::*;
use crate::domain::{MessageId, UserId};

/// A way to the channels that breaks down at the first note and tells of the others.
struct Brittle {
    tries: AtomicU32,
    arrived: mpsc::UnboundedSender<ChannelId>,
}

#[async_trait]
impl Sink for Brittle {
    async fn post_card(&self, _: &Post, _: &CardView) -> Result<MessageId, Unsent> {
        unreachable!("nothing but notes is owed")
    }

    async fn post_note(&self, post: &Post, _: &NoteView) -> Result<MessageId, Unsent> {
        assert_ne!(self.tries.fetch_add(1, Ordering::SeqCst), 0, "the first note breaks what posts it");
        self.arrived.send(post.channel).unwrap();
        Ok(MessageId(1))
    }

    async fn edit_card(&self, _: MessageId, _: &CardView) -> Result<(), Unsent> {
        unreachable!("nothing but notes is owed")
    }

    async fn find(&self, _: ChannelId, _: &str, _: Timestamp) -> Result<Option<MessageId>, Unsent> {
        Ok(None)
    }

    async fn thread(&self, _: MessageId, _: &CardView) -> Result<ChannelId, Unsent> {
        unreachable!("nothing but notes is owed")
    }
}

#[tokio::test]
async fn a_channel_whose_lane_broke_down_gets_another_one() {
    let store = Store::open("sqlite::memory:").await.unwrap();
    let channel = ChannelId(555_555_555_555_555_551);
    let note = Note::Test { by: UserId(777_777_777_777_777_771) };
    store.owe_note(channel, &note, Timestamp::now()).await.unwrap();
    let (arrived, mut arrivals) = mpsc::unbounded_channel();
    let sink = Arc::new(Brittle { tries: AtomicU32::new(0), arrived });
    let timing = Timing { idle: Duration::from_millis(20), ..Timing::default() };
    let (rules, stopping) = (watch::Sender::new(Arc::default()), watch::Sender::new(false));
    let work = TaskTracker::new();
    let outbox = Outbox::new(store, sink, timing, rules.subscribe(), work, stopping.subscribe());
    let running = tokio::spawn(async move { outbox.run().await });
    let got = tokio::time::timeout(Duration::from_secs(10), arrivals.recv()).await.unwrap();
    assert_eq!(got, Some(channel));
    stopping.send_replace(true);
    running.await.unwrap();
}

#[test]
fn pauses_double_up_to_the_longest() {
    let pauses = [1, 2, 3, 9, 10, 64].map(|failures| pause(&Timing::default(), failures).as_secs());
    assert_eq!(pauses, [1, 2, 4, 256, 300, 300]);
}
