//! The one place where a changing call is made: recorded before, recorded after, never twice.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use jiff::Timestamp;

use super::invoke::log_failure;
use super::{Answer, Closed, Dispatch, Invocation, Responder, show_while_alive};
use crate::actions::{AnyChange, Done, Failure, Refusal};
use crate::domain::job::{ServerVerb, Watch};
use crate::domain::outcome::{AuditResult, Plan};
use crate::domain::{Address, Id, Target};
use crate::policy::Authorized;
use crate::store::{AuditEntry, Begun, Job, JournalEntry, JournalState};

impl Dispatch {
    /// Makes the changing call of a plan and says what became of it.
    ///
    /// The intent is committed before the call, under an id that belongs to this consent alone.
    pub(super) async fn execute(
        &self,
        invocation: &Invocation,
        id: &Id,
        change: &'static dyn AnyChange,
        permit: &Authorized,
        plan: &Plan,
        responder: &Arc<dyn Responder>,
    ) {
        let store = self.store();
        let target = permit.target();
        let Some(resource) = target.resource() else {
            let failure = Failure::Gone(target.clone());
            return self.stopped(invocation, target, failure.into(), responder).await;
        };
        let mut entry = JournalEntry {
            id: id.clone(),
            invocation: invocation.id.clone(),
            actor: invocation.actor.user,
            action: invocation.action,
            target: target.clone(),
            address: responder.address(),
            state: JournalState::Intent,
            intended: Timestamp::now(),
            sent: None,
        };
        let intent = self.entry(invocation, target, AuditResult::Intent);
        match store.begin(&entry, resource, &intent).await {
            Ok(Begun::Open) => {}
            Ok(Begun::Locked(lock)) => {
                let refusal = Refusal::Locked { target: target.clone(), lock };
                return self.lose(invocation, target, refusal, responder).await;
            }
            Err(error) => return self.stopped(invocation, target, error.into(), responder).await,
        }

        // Shown before the call, so that whatever happens there is a message that can be made true.
        let message = responder.show(&Answer::Working(invocation.action, target.clone())).await;
        if responder.is_lost() {
            // They read that nothing happened, and so it is.
            let failed = self.entry(invocation, target, AuditResult::Failed).with_detail("never sent");
            self.end_unsent(id, &failed).await;
            return;
        }
        let called = Timestamp::now();
        let noted = async {
            if let Some(message) = message.filter(|message| entry.address.message != Some(*message)) {
                entry.address = responder.address();
                entry.address.message = Some(message);
                store.set_journal_message(id, message).await?;
            }
            store.mark_sent(id, called).await
        };
        if let Err(error) = noted.await {
            let failed = self.entry(invocation, target, AuditResult::Failed).with_detail("never sent");
            self.stopped(invocation, target, error.into(), responder).await;
            self.end_unsent(id, &failed).await;
            return;
        }
        entry.state = JournalState::Sent;
        entry.sent = Some(called);

        let context = self.context(&invocation.actor, invocation.action);
        let running = AssertUnwindSafe(change.run(&context, permit, plan)).catch_unwind();
        let result = running.await;
        let verb = ServerVerb::of(invocation.action);
        let job = |doubtful| {
            verb.map(|verb| Job { entry: entry.clone(), watch: Watch::new(verb), doubtful, called })
        };
        let kind = match &result {
            Ok(Err(error)) => error.kind.as_str(),
            _ => "",
        };
        let (state, audit, answer, job) = match result {
            Ok(Ok(Done::Finished(outcome))) => {
                (JournalState::Done, AuditResult::Done, Some(Answer::Outcome(outcome, None)), None)
            }
            Ok(Ok(Done::Watch)) => (JournalState::Done, AuditResult::Done, None, job(false)),
            Ok(Err(error)) if error.is_ambiguous() => {
                let failure = Failure::Provider { account: resource.account.clone(), error };
                log_failure(invocation, target, &failure);
                let job = job(true);
                let answer = job.is_none().then(|| self.failed(invocation, target, failure));
                (JournalState::Unknown, AuditResult::Unknown, answer, job)
            }
            Ok(Err(error)) => {
                let failure = Failure::Provider { account: resource.account.clone(), error };
                log_failure(invocation, target, &failure);
                let answer = self.failed(invocation, target, failure);
                (JournalState::Failed, AuditResult::Failed, Some(answer), None)
            }
            Err(_) => {
                tracing::error!(incident = invocation.id.short(), "The bot failed during a changing call.");
                let answer = Answer::Closed {
                    why: Closed::Unknowable,
                    action: invocation.action,
                    target: target.clone(),
                };
                let job = job(true);
                (JournalState::Unknown, AuditResult::Unknown, job.is_none().then_some(answer), job)
            }
        };
        let outcome = self.entry(invocation, target, audit).with_detail(kind);
        let end = || store.end(id, state, &outcome, job.as_ref());
        let ended = end().await;
        if let Some(answer) = answer {
            self.show_surely(&entry.address, &answer, responder).await;
        }
        // A job is followed only when it is in the store: it could not end there otherwise.
        if self.insist(ended, end).await
            && let Some(job) = job
        {
            self.follow(job, Some(responder.clone()));
        }
    }

    /// Ends the journal row of a call that was not made, however long the store is in trouble.
    async fn end_unsent(&self, id: &Id, failed: &AuditEntry) {
        let end = || self.store().end(id, JournalState::Failed, failed, None);
        self.insist(end().await, end).await;
    }

    /// Shows what became of a changing call, even when Discord knows the interaction no more.
    async fn show_surely(&self, address: &Address, answer: &Answer, responder: &Arc<dyn Responder>) {
        if !show_while_alive(responder, answer).await && !address.ephemeral {
            self.0.messenger.put(address, answer).await;
        }
    }

    /// Ends a consent whose work was refused after it had been given: said where the consent stood.
    pub(super) async fn lose(
        &self,
        invocation: &Invocation,
        target: &Target,
        refusal: Refusal,
        responder: &Arc<dyn Responder>,
    ) {
        let entry = self.entry(invocation, target, AuditResult::Refused).with_detail(refusal.as_str());
        responder.show(&Answer::Refused(refusal, None)).await;
        self.store().audit_soon(entry).await;
    }
}
