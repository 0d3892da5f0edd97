//! Following jobs: looking at a server after a call until its state is known, and keeping the message true.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::{Answer, Dispatch, Responder};
use crate::domain::ErrorKind;
use crate::domain::job::{Seen, Verdict};
use crate::domain::outcome::{AuditResult, Outcome, ServerName, ServerPhase, ServerReport};
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
        let phase = watching(&job);
        self.report(&mut job, &server, phase, responder.as_ref()).await;
        while self.pause(self.timing().poll).await {
            let before = job.watch.clone();
            let verdict = self.look_at(&mut job, &server).await;
            let elapsed = since(job.called);
            if let Some(verdict) = verdict {
                let after_seconds = elapsed.as_secs();
                let result = match verdict {
                    Verdict::Verified => AuditResult::Done,
                    Verdict::NotThere { .. } | Verdict::Gone => AuditResult::Failed,
                    Verdict::Unobserved { .. } | Verdict::Blind => AuditResult::Unknown,
                };
                let entry = job.entry.audit_entry(result).with_detail(verdict.as_str());
                if let Err(error) = self.world().store.end_job(&job.entry.id, &entry).await {
                    tracing::error!(%error, "Could not end a job.");
                }
                let phase = ServerPhase::Ended { after_seconds, verdict, doubtful: job.doubtful };
                return self.report(&mut job, &server, phase, responder.as_ref()).await;
            }
            if job.watch != before
                && let Err(error) = self.world().store.update_job(&job.entry.id, &job.watch).await
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

    async fn look_at(&self, job: &mut Job, server: &ServerName) -> Option<Verdict> {
        let limits = &self.timing().watch;
        let Some(account) = self.world().registry.get(&server.resource.account) else {
            return job.watch.expire(since(job.called), limits);
        };
        let seen = match account.reads().server(&server.resource.id).await {
            Ok(server) => {
                account.servers().put_one(&server);
                Seen::from(&server)
            }
            Err(error) if error.kind == ErrorKind::NotFound => Seen::Gone,
            Err(error) => {
                tracing::debug!(%error, "Could not look at a followed server.");
                return job.watch.expire(since(job.called), limits);
            }
        };
        job.watch.observe(since(job.called), seen, limits)
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
        if let Some(responder) = responder.filter(|responder| responder.is_alive()) {
            responder.show(&answer).await;
        }
        match responder.filter(|responder| responder.is_alive()) {
            Some(_) => {}
            None if !address.ephemeral => {
                if let Some(message) = self.0.messenger.put(address, &answer).await
                    && address.message != Some(message)
                {
                    address.message = Some(message);
                    if let Err(error) = self.world().store.set_journal_message(&job.entry.id, message).await {
                        tracing::error!(%error, "Could not note a job's message.");
                    }
                }
            }
            None if ended => {
                let requester = job.entry.actor;
                let notice = Answer::Ended(requester);
                self.0.messenger.ping(address.channel, &address.locale, requester, &notice).await;
            }
            None => {}
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

/// The time since then; none when the clock was set back.
fn since(then: Timestamp) -> Duration {
    Duration::try_from(Timestamp::now().duration_since(then)).unwrap_or_default()
}
