//! After a start: finding out what became of what was open when the bot stopped, and saying so.

use super::confirm::closed;
use super::run::doubt;
use super::{Answer, Closed, Dispatch};
use crate::domain::Address;
use crate::domain::outcome::AuditResult;
use crate::store::{Job, JournalEntry, JournalState, StoreError};

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
        for confirmation in store.unsettled_confirmations().await? {
            let entry = confirmation.audit_entry(AuditResult::Failed).with_detail("never sent");
            store.audit(&entry).await?;
            store.settle_confirmation(&confirmation.id).await?;
            self.put_settled(&confirmation.address, closed(Closed::NeverSent, &confirmation));
        }
        Ok(())
    }

    /// Settles an operation that was open; its job goes on when the call was being made.
    async fn settle_operation(&self, entry: JournalEntry, mut job: Option<Job>) -> Result<(), StoreError> {
        let (state, result, why) = match entry.state {
            // Recorded and not marked as sent: the call was certainly not made.
            JournalState::Intent => (JournalState::Failed, AuditResult::Failed, Closed::NeverSent),
            _ => (JournalState::Unknown, AuditResult::Unknown, Closed::Unknowable),
        };
        doubt(&mut job);
        let outcome = entry.audit_entry(result).with_detail("the bot stopped");
        self.store().end(&entry.id, state, &outcome, job.as_ref()).await?;
        match job {
            Some(job) => self.follow(job, None),
            None => {
                let answer = Answer::Closed { why, action: entry.action, target: entry.target.clone() };
                self.put_settled(&entry.address, answer);
            }
        }
        Ok(())
    }

    /// Makes a message true in the background: Discord may be slow to come back as well.
    pub(super) fn put_settled(&self, address: &Address, answer: Answer) {
        if !address.ephemeral {
            let (dispatch, address) = (self.clone(), address.clone());
            self.spawn(async move {
                dispatch.0.messenger.put(&address, &answer).await;
            });
        }
    }
}
