//! After a start: finding out what became of what was open when the bot stopped, and saying so.

use super::confirm::closed;
use super::run::doubt;
use super::{Answer, Closed, Dispatch};
use crate::domain::outcome::AuditResult;
use crate::store::{Confirmation, Job, JournalEntry, JournalState, StoreError};

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
            self.spawn(async move { dispatch.tell_end(job, &ending, None).await });
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
                if !entry.address.ephemeral {
                    dispatch.0.messenger.put(&entry.address, &answer).await;
                }
                dispatch.told(&entry.id).await;
            });
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
            self.0.messenger.put(&confirmation.address, &answer).await;
        }
        let entry = confirmation.audit_entry(AuditResult::Failed).with_detail("never sent");
        self.store().audit_soon(entry).await;
        if let Err(error) = self.store().settle_confirmation(&confirmation.id).await {
            tracing::error!(%error, "Could not settle a confirmation.");
        }
    }
}
