//! After a start: finding out what became of what was open when the bot stopped, and saying so.

use jiff::{SignedDuration, Timestamp};

use super::confirm::closed;
use super::run::doubt;
use super::{Answer, Closed, Dispatch};
use crate::domain::outcome::AuditResult;
use crate::store::{Confirmation, Job, JournalEntry, JournalState, StoreError};

/// How long after its end a purchase that counts as never begun is still looked for at a start.
const LATE_BEGINNING: SignedDuration = SignedDuration::from_hours(24);

impl Dispatch {
    /// Settles what was open when the bot stopped; nothing is sent again.
    pub async fn settle(&self) -> Result<(), StoreError> {
        let store = self.store();
        let mut jobs = store.open_jobs().await?;
        for entry in store.open_operations().await? {
            let job = jobs.iter().position(|job| job.entry.id == entry.id).map(|at| jobs.remove(at));
            self.settle_operation(entry, job).await?;
        }
        for job in jobs {
            self.follow(job, None);
        }
        for (job, ending) in store.untold_jobs().await? {
            let dispatch = self.clone();
            self.spawn(async move {
                dispatch.tell_end(job, &ending, None).await;
            });
        }
        for entry in store.untold_operations().await? {
            let why = match (entry.state, entry.sent) {
                (JournalState::Done, _) => Closed::Done,
                (JournalState::Failed, None) => Closed::NeverSent,
                (JournalState::Failed, Some(_)) => Closed::NotDone,
                _ => Closed::Unknowable,
            };
            let dispatch = self.clone();
            self.spawn(async move {
                let answer = Answer::Closed { why, action: entry.action, target: entry.target };
                if entry.address.ephemeral || dispatch.put_surely(&entry.address, &answer).await.is_ok() {
                    dispatch.told(&entry.id).await;
                }
            });
        }
        // The last look at them may have been owed when the bot stopped.
        for id in store.never_begun(Timestamp::now() - LATE_BEGINNING).await? {
            self.look_once_more(id);
        }
        for confirmation in store.unsettled_confirmations().await? {
            let dispatch = self.clone();
            self.spawn(async move { dispatch.settle_confirmation(confirmation).await });
        }
        Ok(())
    }

    /// Settles an operation that was open; its job goes on when the call was being made.
    async fn settle_operation(&self, entry: JournalEntry, mut job: Option<Job>) -> Result<(), StoreError> {
        let (state, result) = match entry.state {
            // Recorded and not marked as sent: the call was certainly not made.
            JournalState::Intent => (JournalState::Failed, AuditResult::Failed),
            _ => (JournalState::Unknown, AuditResult::Unknown),
        };
        doubt(&mut job);
        let outcome = entry.audit_entry(result).with_detail("the bot stopped");
        self.store().end(&entry.id, state, &outcome, job.as_ref()).await?;
        if let Some(job) = job {
            self.follow(job, None);
        }
        Ok(())
    }

    /// Says of a given consent that nothing was sent; until that is said it stays as it is, for the next start.
    async fn settle_confirmation(&self, confirmation: Confirmation) {
        if !confirmation.address.ephemeral {
            let answer = closed(Closed::NeverSent, &confirmation);
            if self.put_surely(&confirmation.address, &answer).await.is_err() {
                return;
            }
        }
        let entry = confirmation.audit_entry(AuditResult::Failed).with_detail("never sent");
        self.store().audit_soon(entry).await;
        if let Err(error) = self.store().settle_confirmation(&confirmation.id).await {
            tracing::error!(%error, "Could not settle a confirmation.");
        }
        self.let_go(&confirmation);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use async_trait::async_trait;
    use jiff::Timestamp;

    use super::*;
    use crate::actions::World;
    use crate::dispatch::{Messenger, Timing, Unplaced};
    use crate::domain::job::{Ending, ServerVerb, ServerWatch, Verdict, Watch};
    use crate::domain::{
        Action, Address, ChannelId, GuildId, Id, MessageId, ResourceKind, ResourceRef, Target, UserId,
    };
    use crate::policy::Policy;
    use crate::providers::Registry;
    use crate::store::Store;

    /// A way to a Discord that is away for so many messages.
    #[derive(Default)]
    struct Away {
        left: AtomicUsize,
        said: Mutex<Vec<String>>,
    }

    #[async_trait]
    impl Messenger for Away {
        async fn put(&self, _: &Address, answer: &Answer) -> Result<Option<MessageId>, Unplaced> {
            let away = |left: usize| left.checked_sub(1);
            if self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, away).is_ok() {
                return Err(Unplaced::NotNow);
            }
            self.said.lock().unwrap().push(format!("{answer:?}"));
            Ok(Some(MessageId(1)))
        }
    }

    #[tokio::test]
    async fn an_end_is_told_however_long_discord_is_away() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let server = ResourceRef::parse(ResourceKind::Server, "shop/42").unwrap();
        let address = Address {
            guild: GuildId(1),
            channel: ChannelId(2),
            message: Some(MessageId(1)),
            ephemeral: false,
            locale: "en-US".into(),
        };
        let entry = |id: &Id| JournalEntry {
            id: id.clone(),
            invocation: Id::random(),
            actor: UserId(3),
            action: Action::VpsRestart,
            target: Target::Resource { resource: server.clone(), name: None },
            address: address.clone(),
            state: JournalState::Intent,
            intended: Timestamp::now(),
            sent: None,
        };
        // One that ended with its call, and one whose job did.
        let [call, job] = [Id::random(), Id::random()].map(|id| entry(&id));
        for (entry, followed) in [(&call, false), (&job, true)] {
            let line = entry.audit_entry(AuditResult::Done);
            store.begin(entry, &server, &line).await.unwrap();
            let watch = Watch::Server(ServerWatch::new(ServerVerb::Restart));
            let job = Job { entry: entry.clone(), watch, doubtful: false, called: Timestamp::now() };
            let job = followed.then_some(&job);
            store.mark_sent(&entry.id, Timestamp::now(), job).await.unwrap();
            store.end(&entry.id, JournalState::Done, &line, job).await.unwrap();
            if let Some(job) = job {
                let ending = Ending { verdict: Verdict::Verified, after_seconds: 12 };
                store.end_job(job, &ending, None, &line).await.unwrap();
            }
        }
        let messenger = Arc::new(Away { left: AtomicUsize::new(7), ..Away::default() });
        let world = World {
            policy: Policy::new(vec![], vec![], None),
            registry: Registry::new(Vec::<Arc<crate::providers::Account>>::new()),
            store: store.clone(),
            private_replies: vec![],
            confirm: Duration::from_secs(60),
            relays: vec![],
            owed: Arc::default(),
        };
        let timing = Timing { poll: Duration::from_millis(1), ..Timing::default() };
        let dispatch = Dispatch::new(world, messenger.clone(), timing);
        dispatch.settle().await.unwrap();
        let told = async {
            while !store.untold_jobs().await.unwrap().is_empty()
                || !store.untold_operations().await.unwrap().is_empty()
            {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), told).await.unwrap();
        assert_eq!(messenger.said.lock().unwrap().len(), 2);
        assert_eq!(messenger.left.load(Ordering::SeqCst), 0);
    }
}
