//! Following jobs: looking at what was begun until its end is known, and keeping the message true.

use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use jiff::Timestamp;

use super::purchase::TRACED_WITHIN;
use super::{Answer, Closed, Dispatch, Responder, show_while_alive, sight};
use crate::domain::job::{Ending, ListDeed, ListLook, PaymentLook, PurchaseLook, Seen, Verdict, Watch};
use crate::domain::outcome::{Again, AuditResult, JobPhase, JobReport, Made, Outcome};
use crate::domain::ticket::{TicketDeed, TicketLook};
use crate::domain::{Address, ErrorKind, Id, Operation};
use crate::providers::Account;
use crate::providers::inventory::Known;
use crate::store::{ConfirmationState, Job, JournalState, StoreError};

/// How a call that is accompanied went on.
pub(super) enum Accompanied<T> {
    /// Its own answer came.
    Answered(T),
    /// The provider told the end before the call's own answer came, so long after the call.
    Seen(Verdict, Duration),
}

/// What a look has shown at a purchase or a payment that counts as never begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Late {
    /// It has begun after all, and is followed.
    Begun,
    /// The provider knows nothing of it.
    NotBegun,
    /// The provider cannot tell now.
    Untold,
    /// It does not count as never begun any more.
    Over,
}

/// What a job's message says now, and since when.
struct Shown {
    says: String,
    at: Instant,
}

impl Dispatch {
    /// Follows a job to its end, or until the bot stops; what is still followed then goes on at the next start.
    pub(super) fn follow(&self, job: Job, responder: Option<Arc<dyn Responder>>) {
        let dispatch = self.clone();
        self.spawn(async move { dispatch.watch(job, responder).await });
    }

    async fn watch(&self, mut job: Job, responder: Option<Arc<dyn Responder>>) {
        let age = Age::of(job.called);
        let mut shown = Shown { says: says(&job.watch), at: Instant::now() };
        self.report(&mut job, watching, None, responder.as_ref()).await;
        while self.pause(self.interval(&job.watch, age.now())).await {
            if let Some(verdict) = self.step(&mut job, age, &mut shown, responder.as_ref()).await {
                return self.finish(job, verdict, age.now(), responder.as_ref()).await;
            }
        }
    }

    /// Waits for a call's answer, and meanwhile looks at what becomes of it.
    pub(super) async fn accompany<T>(
        &self,
        call: impl Future<Output = T>,
        job: &mut Job,
        responder: &Arc<dyn Responder>,
    ) -> Accompanied<T> {
        let age = Age::of(job.called);
        let mut shown = Shown { says: says(&job.watch), at: Instant::now() };
        let mut call = pin!(call);
        loop {
            let interval = self.interval(&job.watch, age.now());
            let look = async {
                tokio::time::sleep(interval).await;
                self.step(job, age, &mut shown, Some(responder)).await
            };
            tokio::select! {
                biased;
                answer = &mut call => return Accompanied::Answered(answer),
                verdict = look => if let Some(verdict) = verdict {
                    return Accompanied::Seen(verdict, age.now());
                },
            }
        }
    }

    /// How often is looked; where each look may bring an edit, no more often than that is shown.
    fn interval(&self, watch: &Watch, age: Duration) -> Duration {
        match watch {
            // People pay within days, and not while somebody looks on.
            Watch::Purchase(watch) if watch.is_unpaid() && age >= self.timing().watch.setup => {
                self.timing().task.saturating_mul(6)
            }
            Watch::Server(_) | Watch::Payment(_) | Watch::Sight(_) => self.timing().poll,
            // Each look asks for a whole list, or for several things.
            Watch::Purchase(watch) if watch.traced.is_some() => self.timing().task,
            Watch::Purchase(_) | Watch::Site(_) | Watch::Ticket(_) | Watch::List(_) | Watch::Creation(_) => {
                self.timing().progress
            }
            Watch::Task(_) => self.timing().task,
        }
    }

    /// Looks once, keeps what was seen and shows what is new.
    async fn step(
        &self,
        job: &mut Job,
        age: Age,
        shown: &mut Shown,
        responder: Option<&Arc<dyn Responder>>,
    ) -> Option<Verdict> {
        let before = job.watch.clone();
        let looking = AssertUnwindSafe(self.look_at(job, age)).catch_unwind().await;
        // The panic itself is in the log; the job, which may lock its target, must end all the same.
        let verdict = looking.unwrap_or_else(|_| job.watch.expire(age.now(), &self.timing().watch));
        if verdict.is_some() {
            return verdict;
        }
        if job.watch != before {
            if let Err(error) = self.store().update_job(job).await {
                tracing::error!(%error, "Could not keep what a job has seen.");
            }
            self.stir_orders(&job.entry.target);
        }
        // Only something new is worth an edit; the time that passes, Discord counts by itself.
        let says = says(&job.watch);
        if says != shown.says && shown.at.elapsed() >= self.timing().progress {
            *shown = Shown { says, at: Instant::now() };
            self.report(job, watching, None, responder).await;
        }
        None
    }

    async fn look_at(&self, job: &mut Job, age: Age) -> Option<Verdict> {
        let limits = &self.timing().watch;
        let account = job.entry.target.account().and_then(|name| self.world().registry.get(name).cloned());
        let Some(account) = account else { return job.watch.expire(age.now(), limits) };
        let reads = account.reads();
        let looked = match &mut job.watch {
            Watch::Server(watch) => {
                let Some(resource) = job.entry.target.resource() else { return Some(Verdict::Blind) };
                match reads.server(&resource.id).await {
                    Ok(server) => {
                        account.servers().put_one(&server);
                        Ok(watch.look(age.now(), &server, limits))
                    }
                    Err(error) if error.kind == ErrorKind::NotFound => {
                        Ok(watch.observe(age.now(), Seen::Gone, limits))
                    }
                    Err(error) => Err(error),
                }
            }
            Watch::Purchase(watch) => {
                let look = self.look_at_purchase(&account, &job.entry.id, watch).await;
                look.map(|look| match look {
                    Some(look) => watch.observe(age.now(), look, limits),
                    None => watch.expire(age.now(), limits),
                })
            }
            Watch::Site(watch) => reads.sites().await.map(|sites| {
                account.sites().put(&sites);
                let found = sites.into_iter().find(|site| site.is_at(&watch.domain));
                watch.observe(age.now(), found.map(|site| site.state), limits)
            }),
            Watch::Ticket(watch) => {
                let look = match (&watch.deed, job.entry.target.resource()) {
                    (TicketDeed::Open { .. }, _) => reads.tickets().await.map(|tickets| {
                        account.tickets().put(&tickets);
                        TicketLook::List(tickets)
                    }),
                    (_, Some(resource)) => {
                        reads.ticket(&resource.id).await.map(|thread| TicketLook::Thread(Box::new(thread)))
                    }
                    (_, None) => return Some(Verdict::Blind),
                };
                look.map(|look| watch.observe(age.now(), &look, limits))
            }
            Watch::Task(watch) => {
                let Some(server) = job.entry.target.resource() else { return Some(Verdict::Blind) };
                let looked = reads.task(&server.id, &watch.wanted(job.called)).await;
                looked.map(|task| watch.observe(age.now(), task.as_ref(), limits))
            }
            Watch::Sight(watch) => {
                let Some(thing) = job.entry.target.resource() else { return Some(Verdict::Blind) };
                let looked = sight::look(&*reads, thing, watch).await;
                looked.map(|shown| watch.observe(age.now(), &shown, limits))
            }
            Watch::Creation(watch) => {
                let Some(service) = job.entry.target.resource() else { return Some(Verdict::Blind) };
                let looked = reads.service_servers(&service.id).await;
                looked.map(|servers| watch.observe(age.now(), &servers, limits))
            }
            Watch::List(watch) => {
                let Some(resource) = job.entry.target.resource() else { return Some(Verdict::Blind) };
                let look = match &watch.deed {
                    ListDeed::CancelOrder | ListDeed::EndOrder => reads.orders().await.map(|orders| {
                        account.orders().put(&orders);
                        account.invoices().expire();
                        ListLook::Order(orders.into_iter().find(|order| order.resource == *resource))
                    }),
                    ListDeed::AddKey { .. } | ListDeed::RemoveKey => reads.ssh_keys().await.map(|keys| {
                        account.ssh_keys().put(&keys);
                        match watch.deed {
                            ListDeed::AddKey { .. } => ListLook::Keys(keys),
                            _ => ListLook::Key(keys.into_iter().find(|key| key.resource == *resource)),
                        }
                    }),
                    ListDeed::AddContact { .. } => reads.contacts().await.map(|contacts| {
                        account.contacts().put(&contacts);
                        ListLook::Contacts(contacts)
                    }),
                    ListDeed::EditContact { .. } => {
                        reads.contact(&resource.id).await.map(|contact| ListLook::Person(contact.person))
                    }
                };
                look.map(|look| watch.observe(age.now(), &look, limits))
            }
            Watch::Payment(watch) => {
                let Some(invoice) = job.entry.target.resource() else { return Some(Verdict::Blind) };
                account.invoices().expire();
                let looked = tokio::try_join!(reads.invoice(&invoice.id), reads.credit());
                looked.map(|(invoice, credit)| {
                    watch.observe(age.now(), PaymentLook::new(&invoice, credit), limits)
                })
            }
        };
        looked.unwrap_or_else(|error| {
            tracing::debug!(%error, "Could not look at what is followed.");
            if let Watch::Purchase(watch) = &mut job.watch {
                watch.blind = Some(error.kind.as_str());
            }
            job.watch.expire(age.now(), limits)
        })
    }

    /// Ends a job: in the store, and on its message.
    pub(super) async fn finish(
        &self,
        job: Job,
        verdict: Verdict,
        after: Duration,
        responder: Option<&Arc<dyn Responder>>,
    ) {
        let (result, truth) = match verdict {
            Verdict::Verified | Verdict::Finished => (AuditResult::Done, Some(JournalState::Done)),
            Verdict::NotThere { .. } | Verdict::Gone | Verdict::Failed | Verdict::NotStarted => {
                (AuditResult::Failed, Some(JournalState::Failed))
            }
            // It was made, and is no more.
            Verdict::Cancelled => (AuditResult::Cancelled, Some(JournalState::Done)),
            Verdict::Unobserved { .. } | Verdict::Blind | Verdict::Unfinished => (AuditResult::Unknown, None),
        };
        if let Some(account) =
            job.entry.target.account().and_then(|name| self.world().registry.get(name).cloned())
        {
            account.stir();
        }
        let entry = job.entry.audit_entry(result).with_detail(verdict.as_str());
        let ending = Ending { verdict, after_seconds: after.as_secs() };
        let last = job.clone();
        let end = || self.store().end_job(&last, &ending, truth, &entry);
        let ended = end().await;
        self.stir_orders(&last.entry.target);
        let late = ended.is_err();
        // Until it has ended in the store as well, nobody can do anything else to what it locks.
        let (told, written) = tokio::join!(self.tell_end(job, &ending, responder), self.insist(ended, end));
        if late && told && written {
            self.told(&last.entry.id).await;
        }
    }

    /// Makes a job's message say how it ended; false when the bot stops before that is possible.
    pub(super) async fn tell_end(
        &self,
        job: Job,
        ending: &Ending,
        responder: Option<&Arc<dyn Responder>>,
    ) -> bool {
        self.tell(job, ending, false, responder).await
    }

    /// Offers once more to try again what counts as never begun: nothing was sent, since the provider cannot tell now.
    pub(super) async fn offer_once_more(&self, id: &Id, responder: &Arc<dyn Responder>) {
        match self.store().ending(id).await {
            Ok(Some((job, ending))) => {
                self.tell(job, &ending, true, Some(responder)).await;
            }
            Ok(None) => self.stale(responder).await,
            Err(error) => {
                tracing::error!(%error, "Could not read what was offered.");
                self.stale(responder).await;
            }
        }
    }

    async fn tell(
        &self,
        mut job: Job,
        ending: &Ending,
        untold: bool,
        responder: Option<&Arc<dyn Responder>>,
    ) -> bool {
        let made = self.made(&job, &ending.verdict).await;
        let never_begun = ending.verdict == Verdict::NotStarted;
        let bought = matches!(job.watch, Watch::Purchase(_));
        let paid = matches!(job.watch, Watch::Payment(_) | Watch::Creation(_));
        let again = if never_begun && bought { self.ask_again(&job, untold, responder).await } else { None };
        let phase = |job: &Job| JobPhase::Ended {
            after_seconds: ending.after_seconds,
            verdict: ending.verdict.clone(),
            doubtful: job.doubtful,
            again: again.clone(),
        };
        if !self.report(&mut job, phase, made, responder).await {
            return false;
        }
        if let (Some(again), Some(message)) = (&again, job.entry.address.message)
            && let Err(error) = self.store().set_confirmation_message(&again.id, message).await
        {
            tracing::error!(%error, "Could not note a confirmation's message.");
        }
        self.told(&job.entry.id).await;
        if never_begun && (bought || paid) {
            self.look_once_more(job.entry.id.clone());
            self.correct(&job, ending, again.is_some(), responder).await;
        }
        true
    }

    /// Makes a message true again that says that something was never begun: while Discord was away, it may have begun
    /// after all, or the offer to try again may have ended.
    async fn correct(&self, job: &Job, told: &Ending, offered: bool, responder: Option<&Arc<dyn Responder>>) {
        let id = &job.entry.id;
        let corrected = async {
            match self.store().ending(id).await? {
                Some((job, ending)) if ending != *told => {
                    Box::pin(self.tell(job, &ending, false, responder)).await;
                }
                Some(_) if offered && !job.entry.address.ephemeral => {
                    let state = self.store().confirmation(id).await?.map(|(_, state)| state);
                    if matches!(state, Some(ConfirmationState::Expired | ConfirmationState::Cancelled)) {
                        let (action, target) = (job.entry.action, job.entry.target.clone());
                        let answer = Answer::Closed { why: Closed::NotAgain, action, target };
                        // When the bot stops before, a click says the same.
                        let _ = self.put_surely(&job.entry.address, &answer).await;
                    }
                }
                // Where it goes on, whoever follows it tells its end.
                Some(_) | None => {}
            }
            Ok::<_, StoreError>(())
        };
        if let Err(error) = corrected.await {
            tracing::error!(%error, "Could not look whether a message is still true.");
        }
    }

    /// Goes on looking for a while, in the background, at a purchase or a payment that counts as never begun; one that has
    /// begun after all is followed.
    pub(super) fn look_once_more(&self, id: Id) {
        let dispatch = self.clone();
        self.spawn(async move {
            let since = Instant::now();
            let limits = &dispatch.timing().watch;
            while matches!(dispatch.follow_if_begun(&id, None).await, Late::NotBegun | Late::Untold)
                && since.elapsed() < limits.setup
                && dispatch.pause(limits.absence).await
            {}
        });
    }

    /// Follows a purchase or a payment that counts as never begun and has begun after all.
    pub(super) async fn follow_if_begun(&self, id: &Id, responder: Option<&Arc<dyn Responder>>) -> Late {
        let followed = async {
            let Some(mut job) = self.store().job_never_begun(id).await? else { return Ok(Late::Over) };
            match &mut job.watch {
                Watch::Purchase(watch) => {
                    if watch.traced.is_some() && Age::of(job.called).now() > TRACED_WITHIN {
                        return Ok(Late::Over);
                    }
                    let account = self.world().registry.get(&watch.order.account).cloned();
                    let Some(account) = account else { return Ok(Late::Untold) };
                    match self.look_at_purchase(&account, id, watch).await {
                        Ok(Some(PurchaseLook::Told(progress))) => watch.progress = Some(progress),
                        Ok(Some(PurchaseLook::Absent)) => return Ok(Late::NotBegun),
                        Ok(None) | Err(_) => return Ok(Late::Untold),
                    }
                }
                Watch::Payment(_) | Watch::Creation(_) => {
                    let age = Age::of(job.called);
                    let verdict = self.look_at(&mut job, age).await;
                    let is_there = match &job.watch {
                        Watch::Creation(watch) => watch.server.is_some(),
                        _ => verdict == Some(Verdict::Verified),
                    };
                    if !is_there {
                        return Ok(Late::NotBegun);
                    }
                    // What is seen may be another payment of the same invoice.
                    if self.store().is_outdone(&job.entry).await? {
                        return Ok(Late::Over);
                    }
                }
                Watch::Server(_)
                | Watch::Task(_)
                | Watch::Site(_)
                | Watch::Ticket(_)
                | Watch::List(_)
                | Watch::Sight(_) => {
                    return Ok(Late::Over);
                }
            }
            // It is watched from now on for as long as any other.
            job.called = Timestamp::now();
            let seen = job.entry.audit_entry(AuditResult::Unknown).with_detail("seen");
            if !self.store().resume_job(&job, &seen).await? {
                return Ok(Late::Over);
            }
            self.stir_orders(&job.entry.target);
            self.follow(job, responder.cloned());
            Ok::<_, StoreError>(Late::Begun)
        };
        followed.await.unwrap_or_else(|error| {
            tracing::error!(%error, "Could not look once more at what counts as never begun.");
            Late::Untold
        })
    }

    /// Notes that an operation's message says how it ended.
    pub(super) async fn told(&self, id: &Id) {
        if let Err(error) = self.store().mark_told(id).await {
            tracing::error!(%error, "Could not note that an end was told; it is told again at the next start.");
        }
    }

    /// Asks for the consent anew whose call was never begun, where its buttons can be shown.
    async fn ask_again(
        &self,
        job: &Job,
        untold: bool,
        responder: Option<&Arc<dyn Responder>>,
    ) -> Option<Again> {
        let shown = !job.entry.address.ephemeral || responder.is_some_and(|responder| responder.is_alive());
        if !shown {
            return None;
        }
        let expires = Timestamp::now() + self.world().confirm;
        match self.store().ask_again(&job.entry.id, expires).await {
            Ok(true) => Some(Again { id: job.entry.id.clone(), expires, untold }),
            Ok(false) => None,
            Err(error) => {
                tracing::error!(%error, "Could not ask for a consent anew.");
                None
            }
        }
    }

    /// What came of a job, when it can be read.
    async fn made(&self, job: &Job, verdict: &Verdict) -> Option<Made> {
        let account = self.world().registry.get(job.entry.target.account()?).cloned()?;
        match &job.watch {
            Watch::Server(_)
            | Watch::Ticket(_)
            | Watch::Payment(_)
            | Watch::Task(_)
            | Watch::List(_)
            | Watch::Sight(_) => None,
            Watch::Purchase(watch) => {
                let read =
                    async |account: &Account| account.reads().server(watch.server.as_ref()?).await.ok();
                let server = read(&account).await.filter(|_| account.has(Operation::ServerShow))?;
                account.servers().put_one(&server);
                let begun = job.entry.sent.unwrap_or(job.called);
                server.is_new_since(begun).then(|| Made::Server(Box::new(server)))
            }
            Watch::Creation(watch) => {
                let server = account.reads().server(watch.server.as_ref()?).await.ok()?;
                account.servers().put_one(&server);
                Some(Made::Server(Box::new(server)))
            }
            Watch::Site(watch) if *verdict == Verdict::Verified && account.has(Operation::SiteShow) => {
                let Known::Items(sites) = account.sites().known() else { return None };
                let site = sites.iter().find(|site| site.is_at(&watch.domain))?;
                // The list need not tell the name servers.
                let site = account.reads().site(&site.resource.id).await.ok()?;
                Some(Made::Site(Box::new(site)))
            }
            Watch::Site(_) => None,
        }
    }

    /// Makes the job's message say how far it is: through the interaction while it lives and must, else as the bot. False
    /// when it does not say its end, because the bot stops before that is possible.
    async fn report(
        &self,
        job: &mut Job,
        phase: impl FnOnce(&Job) -> JobPhase,
        made: Option<Made>,
        responder: Option<&Arc<dyn Responder>>,
    ) -> bool {
        let phase = phase(job);
        let ended = matches!(phase, JobPhase::Ended { .. });
        let provider = job
            .entry
            .target
            .account()
            .and_then(|name| self.world().registry.get(name).map(|account| account.provider()));
        let report = JobReport {
            watch: job.watch.clone(),
            target: job.entry.target.clone(),
            provider,
            requester: job.entry.actor,
            phase,
            made,
        };
        let answer = Answer::Outcome(Outcome::Job(Box::new(report)), None);
        let address = &mut job.entry.address;
        if let Some(responder) = responder
            && show_while_alive(responder, &answer).await
        {
            return true;
        }
        if address.ephemeral {
            // What only its receiver sees can no longer be edited; a new message says where to look.
            let anew = Address { message: None, ..address.clone() };
            return !ended || self.put_surely(&anew, &Answer::Ended(job.entry.actor)).await.is_ok();
        }
        let placed = if ended {
            self.put_surely(address, &answer).await
        } else {
            self.0.messenger.put(address, &answer).await
        };
        if let Ok(Some(message)) = placed
            && address.message != Some(message)
        {
            address.message = Some(message);
            if let Err(error) = self.store().set_journal_message(&job.entry.id, message).await {
                tracing::error!(%error, "Could not note a job's message.");
            }
        }
        placed.is_ok()
    }
}

fn watching(job: &Job) -> JobPhase {
    JobPhase::Watching { since: job.called, doubtful: job.doubtful }
}

/// What a message says of a watch; another text is worth an edit.
fn says(watch: &Watch) -> String {
    match watch {
        Watch::Server(watch) => watch.state().unwrap_or_default().to_owned(),
        Watch::Purchase(watch) => {
            let progress =
                watch.progress.as_ref().map(|progress| (progress.percent, &progress.words, &progress.unpaid));
            format!("{:?} {progress:?} {:?}", watch.answer, watch.blind)
        }
        Watch::Site(watch) => watch.last.clone().unwrap_or_default(),
        Watch::Creation(watch) => watch.state.clone().unwrap_or_default(),
        // Until its end there is nothing to say but that it is looked for.
        Watch::Ticket(_) | Watch::Task(_) | Watch::List(_) | Watch::Sight(_) => String::new(),
        Watch::Payment(watch) => format!("{:?}", watch.last),
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
