//! The one place where a changing call is made: recorded before, recorded after, never twice.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use jiff::Timestamp;

use super::follow::Accompanied;
use super::invoke::log_failure;
use super::{Answer, Closed, Dispatch, Invocation, Responder, show_while_alive};
use crate::actions::{AnyChange, Done, Failure, Refusal};
use crate::domain::job::Watch;
use crate::domain::order::Purchase;
use crate::domain::outcome::{AuditResult, Plan, PlanFacts};
use crate::domain::{AccountName, Address, Error, ErrorKind, Id, Target};
use crate::policy::Authorized;
use crate::store::{AuditEntry, Begun, Job, JournalEntry, JournalState, StoreError};

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
        // One for the whole of it: a reload may take the account away while the call is being prepared.
        let context = self.context(&invocation.actor, invocation.action);
        if let Err(stop) = context.account_of(target) {
            return self.stopped(invocation, target, stop, responder).await;
        }
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
        let again = match store.begin(&entry, resource, &intent).await {
            Ok(Begun::Open { again }) => again,
            Ok(Begun::Locked(lock)) => {
                let refusal = Refusal::Locked { target: target.clone(), lock };
                return self.lose(invocation, target, refusal, responder).await;
            }
            // The same form was sent before, and what it asked for was begun.
            Err(StoreError::Settled) => {
                return self.lose(invocation, target, Refusal::AlreadySent, responder).await;
            }
            Err(error) => return self.stopped(invocation, target, error.into(), responder).await,
        };

        // Shown before the call, so that whatever happens there is a message that can be made true.
        let message = responder.show(&Answer::Working(invocation.action, target.clone())).await;
        if responder.is_lost() {
            // They read that nothing happened, and so it is.
            let failed = self.entry(invocation, target, AuditResult::Failed).with_detail("never sent");
            self.end_unsent(id, &failed).await;
            return;
        }
        let mut watch = change.watch(&context, plan, id);
        if let Err(failure) = self.remember(&mut watch, id, again).await {
            let failed = self.entry(invocation, target, AuditResult::Failed).with_detail("never sent");
            self.stopped(invocation, target, failure.into(), responder).await;
            self.end_unsent(id, &failed).await;
            return;
        }
        let called = Timestamp::now();
        if let Some(message) = message {
            entry.address = Address { message: Some(message), ..responder.address() };
        }
        entry.sent = Some(called);
        // Begun before the call, so that whatever happens there is somebody to look what became of it.
        let mut job = watch.map(|watch| Job { entry: entry.clone(), watch, doubtful: true, called });
        let noted = async {
            if let Some(message) = message {
                store.set_journal_message(id, message).await?;
            }
            store.mark_sent(id, called, job.as_ref()).await
        };
        if let Err(error) = noted.await {
            let failed = self.entry(invocation, target, AuditResult::Failed).with_detail("never sent");
            self.stopped(invocation, target, error.into(), responder).await;
            self.end_unsent(id, &failed).await;
            return;
        }

        self.stir_orders(target);

        let call = AssertUnwindSafe(change.run(&context, permit, plan, id)).catch_unwind();
        let result = match &mut job {
            Some(job @ Job { watch: Watch::Purchase(_), .. }) => self.accompany(call, job, responder).await,
            _ => Accompanied::Answered(call.await),
        };
        let (state, audit, detail, answer) = match result {
            Accompanied::Seen(verdict, after) => {
                let job = job.expect("only a job can be seen to end");
                let seen = self.entry(invocation, target, AuditResult::Done).with_detail("seen");
                let end = || store.end(id, JournalState::Done, &seen, Some(&job));
                if self.insist(end().await, end).await {
                    self.finish(job, verdict, after, Some(responder)).await;
                }
                return;
            }
            Accompanied::Answered(Ok(Ok(Done::Finished(outcome)))) => {
                job = None;
                (JournalState::Done, AuditResult::Done, "", Some(Answer::Outcome(outcome, None)))
            }
            Accompanied::Answered(Ok(Ok(done))) => {
                accepted(&mut job, done);
                (JournalState::Done, AuditResult::Done, "", None)
            }
            Accompanied::Answered(Ok(Err(error))) => {
                let (detail, ambiguous) = (error.kind.as_str(), error.is_ambiguous());
                let unsent = error.kind == ErrorKind::Unreachable && !again;
                let failure = provider_failure(&plan.facts, resource.account.clone(), error);
                log_failure(invocation, target, &failure);
                let answer = self.failed(invocation, target, failure);
                let under_way =
                    if ambiguous || unsent { Some(false) } else { self.is_under_way(&mut job).await };
                if under_way == Some(true) {
                    accepted(&mut job, Done::Accepted);
                    (JournalState::Done, AuditResult::Done, "seen", None)
                } else if ambiguous {
                    doubt(&mut job);
                    let answer = job.is_none().then_some(answer);
                    (JournalState::Unknown, AuditResult::Unknown, detail, answer)
                } else if let Some(Watch::Purchase(watch)) = job.as_mut().map(|job| &mut job.watch)
                    && (again || under_way.is_none())
                {
                    // A refusal tells nothing of an earlier call, nor of what stood between and refused.
                    watch.refuse(detail);
                    (JournalState::Unknown, AuditResult::Unknown, detail, None)
                } else {
                    job = None;
                    (JournalState::Failed, AuditResult::Failed, detail, Some(answer))
                }
            }
            Accompanied::Answered(Err(_)) => {
                tracing::error!(incident = invocation.id.short(), "The bot failed during a changing call.");
                let (why, action, target) = (Closed::Unknowable, invocation.action, target.clone());
                doubt(&mut job);
                let answer = job.is_none().then_some(Answer::Closed { why, action, target });
                (JournalState::Unknown, AuditResult::Unknown, "", answer)
            }
        };
        if let Ok(account) = context.account_of(target) {
            account.stir();
        }
        let outcome = self.entry(invocation, target, audit).with_detail(detail);
        let end = || store.end(id, state, &outcome, job.as_ref());
        let ended = end().await;
        if let Some(answer) = answer
            && self.show_surely(&entry.address, &answer, responder).await
        {
            self.told(id).await;
        }
        let ended = self.insist(ended, end).await;
        self.stir_orders(target);
        // A job is followed only when it is in the store: it could not end there otherwise.
        if ended && let Some(job) = job {
            self.follow(job, Some(responder.clone()));
        }
    }

    /// Ends the journal row of a call that was not made, however long the store is in trouble.
    async fn end_unsent(&self, id: &Id, failed: &AuditEntry) {
        let end = || self.store().end(id, JournalState::Failed, failed, None);
        if self.insist(end().await, end).await {
            // Whoever asked has read it before, or that their interaction failed.
            self.told(id).await;
        }
    }

    /// Shows what became of a changing call, even when Discord knows the interaction no more; false when the bot stops
    /// before that is possible.
    async fn show_surely(&self, address: &Address, answer: &Answer, responder: &Arc<dyn Responder>) -> bool {
        show_while_alive(responder, answer).await
            || address.ephemeral
            || self.put_surely(address, answer).await.is_ok()
    }

    /// The same where an earlier call for it may still begin: nothing is said of whether it has come about.
    pub(super) async fn lose_unsure(
        &self,
        invocation: &Invocation,
        target: &Target,
        refusal: Refusal,
        responder: &Arc<dyn Responder>,
    ) {
        let entry = self.entry(invocation, target, AuditResult::Refused).with_detail(refusal.as_str());
        responder.show(&Answer::refused(refusal)).await;
        self.store().audit_soon(entry).await;
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
        let action = Some(invocation.action);
        responder.show(&Answer::Refused { refusal, action, choice: None }).await;
        self.store().audit_soon(entry).await;
    }
}

/// Takes in that the provider accepted what a job is about.
fn accepted(job: &mut Option<Job>, done: Done) {
    let Some(job) = job else { return };
    job.doubtful = false;
    match (&mut job.watch, done) {
        (Watch::Purchase(watch), Done::Bought(purchase)) => watch.accept(purchase),
        (Watch::Purchase(watch), _) => watch.accept(Purchase::default()),
        (Watch::Site(watch), _) => watch.accept(),
        (Watch::Ticket(watch), _) => watch.accept(),
        (Watch::Payment(watch), _) => watch.accept(),
        (Watch::Sight(watch), _) => watch.accept(),
        (Watch::Creation(watch), Done::Bought(purchase)) => watch.accept(purchase.server),
        (Watch::Creation(watch), _) => watch.accept(None),
        (Watch::Task(watch), Done::Queued(task)) => watch.accept(task),
        (Watch::Task(_) | Watch::Server(_) | Watch::List(_), _) => {}
    }
}

/// Takes in that the answer to a job's call will not come.
pub(super) fn doubt(job: &mut Option<Job>) {
    if let Some(Job { watch: Watch::Purchase(watch), .. }) = job {
        watch.lose_answer();
    }
}

/// The failure of a changing call, with what helps to mend it.
fn provider_failure(facts: &PlanFacts, account: AccountName, error: Error) -> Failure {
    match facts {
        PlanFacts::Purchase { cards, .. } if error.kind == ErrorKind::PaymentRequired => {
            Failure::Payment { account, error, cards: cards.clone() }
        }
        _ => Failure::Provider { account, error },
    }
}
