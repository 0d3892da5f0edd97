//! Asking accounts: one, or several side by side with a word on what there is so far.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};

use super::{Context, Failure, Stop};
use crate::domain::outcome::{Answers, Outcome, PerAccount};
use crate::domain::{Error, ErrorKind, ErrorStatus, Operation, Target};
use crate::policy::Authorized;
use crate::providers::{Account, Reads, Reveals};

/// Where it is told what several accounts have answered so far.
#[derive(Clone, Debug)]
pub struct Partly {
    /// How often, at most; also how long all of them are waited for before the first word.
    pub every: Duration,
    /// To whom; only the newest word counts.
    pub tell: watch::Sender<Option<Outcome>>,
}

impl Context<'_> {
    /// The same context, which also tells what several accounts have answered so far.
    #[must_use]
    pub fn telling(self, partly: Partly) -> Self {
        Context { partly: Some(partly), ..self }
    }

    /// The error of an account that does not answer while the others are waiting to be shown.
    pub(super) fn late(&self, account: &Account) -> Error {
        let operation = self.action.operations().iter().find_map(|group| group.first().copied());
        let operation = operation.unwrap_or(Operation::ServerList);
        Error {
            provider: account.provider(),
            operation,
            kind: ErrorKind::Timeout,
            status: ErrorStatus::Temporary,
            cause: format!("no answer within {} s", self.each.as_secs_f32()),
        }
    }

    /// Asks every account of a permit's target, side by side; `outcome` says what their answers come to, some of them
    /// and then all.
    pub(super) async fn ask_accounts<T: Clone, F>(
        &self,
        permit: &Authorized,
        ask: impl Fn(Arc<Account>) -> F,
        outcome: impl Fn(Answers<T>) -> Outcome,
    ) -> Outcome
    where
        F: Future<Output = Result<T, Error>>,
    {
        let names = match permit.target() {
            Target::Accounts(names) => names.as_slice(),
            Target::Account(name) => std::slice::from_ref(name),
            Target::Bot | Target::Resource { .. } | Target::Item { .. } => &[],
        };
        let accounts: Vec<_> = names.iter().filter_map(|name| self.world.registry.get(name)).collect();
        let mut asked: FuturesUnordered<_> =
            accounts
                .iter()
                .enumerate()
                .map(|(at, account)| {
                    let asked = ask(Arc::clone(account));
                    async move {
                        (at, timeout(self.each, asked).await.unwrap_or_else(|_| Err(self.late(account))))
                    }
                })
                .collect();
        let mut results: Vec<Option<Result<T, Error>>> = accounts.iter().map(|_| None).collect();
        // Without anybody to tell, it never is time to.
        let every = self.partly.as_ref().map_or(Duration::from_secs(60 * 60), |partly| partly.every);
        let mut due = interval_at(Instant::now() + every, every);
        due.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut untold = false;
        loop {
            tokio::select! {
                biased;
                answered = asked.next() => match answered {
                    Some((at, result)) => {
                        results[at] = Some(result);
                        untold = true;
                    }
                    None => return outcome(answers(&accounts, results)),
                },
                _ = due.tick(), if untold && self.partly.is_some() => {
                    if let Some(partly) = &self.partly {
                        partly.tell.send_replace(Some(outcome(answers(&accounts, results.clone()))));
                    }
                    untold = false;
                }
            }
        }
    }

    /// Asks the account of a permit's target.
    pub(super) async fn ask<T, F>(
        &self,
        permit: &Authorized,
        ask: impl FnOnce(Arc<dyn Reads>) -> F,
    ) -> Result<T, Stop>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let account = self.account_of(permit.target())?;
        ask(account.reads()).await.map_err(|error| failed(account, permit, error))
    }

    /// Asks the account of a permit's target for a secret.
    pub(super) async fn ask_secret<T, F>(
        &self,
        permit: &Authorized,
        ask: impl FnOnce(Arc<dyn Reveals>) -> F,
    ) -> Result<T, Stop>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let account = self.account_of(permit.target())?;
        ask(account.reveals()).await.map_err(|error| failed(account, permit, error))
    }
}

/// How it ends when a provider fails while it is asked for a permit's target.
fn failed(account: &Account, permit: &Authorized, error: Error) -> Stop {
    match error.kind {
        ErrorKind::NotFound if !error.operation.is_list() => Failure::Gone(permit.target().clone()).into(),
        _ => Failure::Provider { account: account.name().clone(), error }.into(),
    }
}

/// What the accounts have answered.
fn answers<T>(accounts: &[&Arc<Account>], results: Vec<Option<Result<T, Error>>>) -> Answers<T> {
    let mut answers = Answers::from(vec![]);
    for (account, result) in accounts.iter().zip(results) {
        let (account, provider) = (account.name().clone(), account.provider());
        match result {
            Some(result) => answers.accounts.push(PerAccount { account, provider, result }),
            None => answers.awaited.push((account, provider)),
        }
    }
    answers
}
