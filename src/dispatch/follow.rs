//! Following jobs: looking at a server after a call until its state is known, and keeping the message true.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use jiff::Timestamp;

use super::{Answer, Dispatch, Responder, show_while_alive};
use crate::domain::job::{Seen, Verdict};
use crate::domain::outcome::{AuditResult, Outcome, ServerName, ServerPhase, ServerReport};
use crate::domain::{Address, ErrorKind};
use crate::store::Job;

impl Dispatch {
    /// Follows a job to its end, or until the bot stops; what is still followed then goes on at the next start.
    pub(super) fn follow(&self, job: Job, responder: Option<Arc<dyn Responder>>) {
        let dispatch = self.clone();
        self.spawn(async move { dispatch.watch(job, responder).await });
    }

    async fn watch(&self, mut job: Job, responder: Option<Arc<dyn Responder>>) {
        let Some(server) = ServerName::of(&job.entry.target) else { return };
        let mut shown = (Instant::now(), job.watch.last.clone());
        let age = Age::of(job.called);
        let phase = watching(&job);
        self.report(&mut job, &server, phase, responder.as_ref()).await;
        while self.pause(self.timing().poll).await {
            let before = job.watch.clone();
            let looking = AssertUnwindSafe(self.look_at(&mut job, &server, age)).catch_unwind().await;
            // The panic itself is in the log; the job, which locks its server, must end all the same.
            let verdict = looking.unwrap_or_else(|_| job.watch.expire(age.now(), &self.timing().watch));
            if let Some(verdict) = verdict {
                let after_seconds = age.now().as_secs();
                let result = match verdict {
                    Verdict::Verified => AuditResult::Done,
                    Verdict::NotThere { .. } | Verdict::Gone => AuditResult::Failed,
                    Verdict::Unobserved { .. } | Verdict::Blind => AuditResult::Unknown,
                };
                let entry = job.entry.audit_entry(result).with_detail(verdict.as_str());
                let id = job.entry.id.clone();
                let end = || self.store().end_job(&id, &entry);
                let ended = end().await;
                let phase = ServerPhase::Ended { after_seconds, verdict, doubtful: job.doubtful };
                self.report(&mut job, &server, phase, responder.as_ref()).await;
                // Until it has ended in the store as well, nobody can do anything else to the server.
                self.insist(ended, end).await;
                return;
            }
            if job.watch != before
                && let Err(error) = self.store().update_job(&job.entry.id, &job.watch).await
            {
                tracing::error!(%error, "Could not keep what a job has seen.");
            }
            // Only a new state is worth an edit; the time that passes, Discord counts by itself.
            if state_of(&shown.1) != state_of(&job.watch.last) && shown.0.elapsed() >= self.timing().progress
            {
                shown = (Instant::now(), job.watch.last.clone());
                let phase = watching(&job);
                self.report(&mut job, &server, phase, responder.as_ref()).await;
            }
        }
    }

    async fn look_at(&self, job: &mut Job, server: &ServerName, age: Age) -> Option<Verdict> {
        let limits = &self.timing().watch;
        let Some(account) = self.world().registry.get(&server.resource.account).cloned() else {
            return job.watch.expire(age.now(), limits);
        };
        let seen = match account.reads().server(&server.resource.id).await {
            Ok(server) => {
                account.servers().put_one(&server);
                Seen::from(&server)
            }
            Err(error) if error.kind == ErrorKind::NotFound => Seen::Gone,
            Err(error) => {
                tracing::debug!(%error, "Could not look at a followed server.");
                return job.watch.expire(age.now(), limits);
            }
        };
        job.watch.observe(age.now(), seen, limits)
    }

    /// Makes the job's message say how far it is: through the interaction while it lives and must, else as the bot.
    async fn report(
        &self,
        job: &mut Job,
        server: &ServerName,
        phase: ServerPhase,
        responder: Option<&Arc<dyn Responder>>,
    ) {
        let ended = matches!(phase, ServerPhase::Ended { .. });
        let answer = Answer::Outcome(
            Outcome::Deed(ServerReport {
                verb: job.watch.verb,
                server: server.clone(),
                provider: self
                    .world()
                    .registry
                    .get(&server.resource.account)
                    .map(|account| account.provider()),
                requester: job.entry.actor,
                phase,
            }),
            None,
        );
        let address = &mut job.entry.address;
        if let Some(responder) = responder
            && show_while_alive(responder, &answer).await
        {
            return;
        }
        if !address.ephemeral {
            if let Some(message) = self.0.messenger.put(address, &answer).await
                && address.message != Some(message)
            {
                address.message = Some(message);
                if let Err(error) = self.store().set_journal_message(&job.entry.id, message).await {
                    tracing::error!(%error, "Could not note a job's message.");
                }
            }
        } else if ended {
            // What only its receiver sees can no longer be edited; a new message says where to look.
            let anew = Address { message: None, ..address.clone() };
            self.0.messenger.put(&anew, &Answer::Ended(job.entry.actor)).await;
        }
    }
}

fn watching(job: &Job) -> ServerPhase {
    let (since, state) = (job.called, state_of(&job.watch.last).map(str::to_owned));
    if job.doubtful { ServerPhase::Doubtful { since, state } } else { ServerPhase::Watching { since, state } }
}

fn state_of(seen: &Option<Seen>) -> Option<&str> {
    match seen {
        Some(Seen::There { state, .. }) => Some(state),
        Some(Seen::Gone) | None => None,
    }
}

/// How long ago a call was made. Only what passed before the bot followed it is read off the clock: one that is set
/// while it is followed neither prolongs the job nor makes an old uptime look like a restart.
#[derive(Clone, Copy)]
struct Age {
    before: Duration,
    since: Instant,
}

impl Age {
    /// The age of what was done then; none when the clock has been set back before that.
    fn of(then: Timestamp) -> Self {
        let before = Duration::try_from(Timestamp::now().duration_since(then)).unwrap_or_default();
        Age { before, since: Instant::now() }
    }

    fn now(self) -> Duration {
        self.before + self.since.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_age_of_a_call_grows_even_when_the_clock_says_that_it_has_not_been_made() {
        let age = Age::of(Timestamp::now() + Duration::from_secs(3600));
        let first = age.now();
        assert!(first < Duration::from_secs(60));
        while age.now() == first {
            std::hint::spin_loop();
        }
        assert!(Age::of(Timestamp::now() - Duration::from_secs(3600)).now() >= Duration::from_secs(3600));
    }
}
