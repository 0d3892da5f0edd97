//! `/pending list`: what waits for a decision, what is followed, and what never became known.

use async_trait::async_trait;
use jiff::{Span, Timestamp};
use serde::Deserialize;

use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::Outcome;
use crate::domain::pending::{PendingItem, PendingState};
use crate::domain::{Action, Target};
use crate::policy::{Authorized, Scope};
use crate::store::{Confirmation, JournalEntry, PastJob};

/// For how many hours an unknown end is listed: a week.
const UNKNOWN_HOURS: i64 = 7 * 24;
/// For how many hours the end of a caller's own job is listed.
const ENDED_HOURS: i64 = 24;

/// Shows what is not over.
pub struct List;

/// The arguments of `/pending list`: none.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {}

#[async_trait]
impl Verb for List {
    const ACTION: Action = Action::PendingList;
    type Args = Args;

    async fn resolve(_: &Context<'_>, _: &Args) -> Result<Target, Refusal> {
        Ok(Target::Bot)
    }
}

#[async_trait]
impl Look for List {
    async fn look(context: &Context<'_>, permit: &Authorized, _: Args) -> Result<Outcome, Stop> {
        let (now, guild, caller) = (Timestamp::now(), permit.actor().place.guild, permit.actor().user);
        let before = |hours| now.checked_sub(Span::new().hours(hours)).unwrap_or(Timestamp::UNIX_EPOCH);
        let store = context.store();
        let confirmations = store.open_confirmations(guild, now).await?;
        let jobs = store.jobs_since(guild, before(ENDED_HOURS)).await?;
        let unknown = store.unknown_operations(guild, before(UNKNOWN_HOURS)).await?;
        let mut items: Vec<PendingItem> = confirmations.into_iter().map(confirmation).collect();
        items.extend(jobs.into_iter().map(job));
        items.extend(unknown.into_iter().map(operation));
        let audit = context.doing(Action::AuditList);
        items.retain(|item| {
            let own = item.user == caller;
            let ended = matches!(item.state, PendingState::Ended { .. });
            let seen = item.target.account().is_some_and(|account| audit.may(Scope::Account(account)));
            own || (!ended && seen)
        });
        items.sort_by_key(|item| item.user != caller);
        Ok(Outcome::Pending { items, caller })
    }
}

fn confirmation(confirmation: Confirmation) -> PendingItem {
    PendingItem {
        user: confirmation.requester,
        action: confirmation.action,
        target: confirmation.target,
        address: confirmation.address,
        state: PendingState::Confirmation { expires: confirmation.expires },
    }
}

fn job(PastJob { job, ended }: PastJob) -> PendingItem {
    let state = match ended {
        None => PendingState::Followed { since: job.called, doubtful: job.doubtful },
        Some((at, verdict)) => PendingState::Ended { at, verdict },
    };
    PendingItem { state, ..operation(job.entry) }
}

fn operation(entry: JournalEntry) -> PendingItem {
    PendingItem {
        user: entry.actor,
        action: entry.action,
        target: entry.target,
        address: entry.address,
        state: PendingState::Unknown { since: entry.sent.unwrap_or(entry.intended) },
    }
}
