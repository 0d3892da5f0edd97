//! Rests: what a portal refused is not tried again for a while, since it counts wrong passwords.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::Mutex;

use super::{Call, Failure, Reply};
use crate::domain::{ErrorKind, Operation};

/// How long a password that was refused is not sent again, and what lets nobody in does not cause a sign-in.
const REST: Duration = Duration::from_secs(300);
/// How long a portal is left alone at most that asks to wait.
const LONGEST: Duration = Duration::from_secs(3600);

/// A failure that stands for every further attempt until its rest is over.
pub struct Rest {
    until: Instant,
    failure: Failure,
}

impl Rest {
    /// The rest after a failure: none when another attempt may go better.
    pub fn after(failure: Failure) -> Self {
        let length = match failure.error.kind {
            ErrorKind::Unauthorized | ErrorKind::Refused(_) => REST,
            ErrorKind::RateLimited { .. } => failure.retry_after.unwrap_or_default().min(LONGEST),
            _ => Duration::ZERO,
        };
        Rest { until: Instant::now() + length, failure }
    }

    /// The rest of a password after an attempt with it failed.
    pub fn of_password(mut failure: Failure) -> Self {
        if failure.error.kind == ErrorKind::Unauthorized {
            failure.error.kind = ErrorKind::LoginRefused { again: Timestamp::now() + REST };
            return Rest { until: Instant::now() + REST, failure };
        }
        Rest::after(failure)
    }

    /// The password is right, so that it was something else.
    fn is_no_password(&mut self) {
        if matches!(self.failure.error.kind, ErrorKind::LoginRefused { .. }) {
            self.failure.error.kind = ErrorKind::Unauthorized;
        }
    }

    /// Whether the next attempt may be made.
    pub fn is_over(&self) -> bool {
        Instant::now() >= self.until
    }

    /// The failure, as that of a call which is not made.
    pub fn failure_of(&self, call: &Call) -> Failure {
        let mut failure = self.failure.clone();
        failure.error.operation = call.operation;
        if let ErrorKind::RateLimited { retry_after } = &mut failure.error.kind {
            *retry_after = Some(self.until.saturating_duration_since(Instant::now()));
        }
        failure
    }
}

/// What rests of a password that goes with every call.
#[derive(Default)]
pub struct Rests {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// When a call was last let in.
    accepted: Option<Instant>,
    /// Why no call is made, while that rests.
    refused: Option<Rest>,
    /// What lets nobody in, though the password may be right.
    closed: HashMap<Operation, Rest>,
    /// The areas that were let in, and those that were shut since anything was let in last.
    open: HashSet<String>,
    shut: HashSet<String>,
}

impl State {
    fn resting(&self, operation: Operation) -> Option<&Rest> {
        [self.refused.as_ref(), self.closed.get(&operation)]
            .into_iter()
            .flatten()
            .find(|rest| !rest.is_over())
    }

    /// Notes what came of an attempt, and says so where it was the password that was refused.
    ///
    /// One area that is shut may be one that the account has no privilege for. It is the password when a second one is,
    /// and nothing was let in meanwhile: at the start any two, later two that were open before.
    fn note(&mut self, call: &Call, result: &mut Result<Reply, Failure>) {
        let area = call.path.area().to_owned();
        match result {
            Ok(_) => {
                self.accepted = Some(Instant::now());
                self.shut.clear();
                self.open.insert(area);
                for rest in self.closed.values_mut() {
                    rest.is_no_password();
                }
            }
            Err(failure) if failure.error.kind == ErrorKind::Unauthorized => {
                let was_right = self.accepted.is_some_and(|at| at.elapsed() < REST);
                // A portal without areas has no privileges for them either.
                let is_one = area.is_empty();
                if !was_right || self.open.contains(&area) {
                    self.shut.insert(area);
                }
                let is_password = if is_one { !was_right } else { self.shut.len() > 1 };
                let rest = match was_right && !is_password {
                    true => Rest::after(failure.clone()),
                    false => Rest::of_password(failure.clone()),
                };
                *failure = rest.failure.clone();
                if !is_password {
                    self.closed.insert(call.operation, rest);
                } else {
                    (self.accepted, self.refused) = (None, Some(rest));
                    self.shut.clear();
                    self.closed.clear();
                }
            }
            Err(_) => {}
        }
    }
}

impl Rests {
    /// Makes an attempt at a call unless what it shows rests.
    pub async fn unless(
        &self,
        call: &Call,
        attempt: impl Future<Output = Result<Reply, Failure>> + Send,
    ) -> Result<Reply, Failure> {
        let mut state = self.state.lock().await;
        if let Some(rest) = state.resting(call.operation) {
            return Err(rest.failure_of(call));
        }
        if state.accepted.is_none() {
            // One call tries whether the password is right; those that wait need not be wrong too.
            let mut result = attempt.await;
            state.note(call, &mut result);
            return result;
        }
        drop(state);
        let mut result = attempt.await;
        self.state.lock().await.note(call, &mut result);
        result
    }
}

#[cfg(test)]
mod tests {
    use reqwest::{Method, StatusCode};
    use serde_json::Value;

    use super::*;
    use crate::domain::ProviderName;
    use crate::providers::layers::{Effect, Path, Shape, classify};

    /// Lets a call in or not; how it ends, and whether it was made at all.
    async fn made(
        rests: &Rests,
        operation: Operation,
        area: &'static str,
        is_let_in: bool,
    ) -> (Option<&'static str>, bool) {
        let call = Call::new(operation, Effect::Read, Method::GET, Path::of(&[area]), Shape::Map);
        let mut was_made = false;
        let result = rests.unless(&call, async {
            was_made = true;
            match is_let_in {
                true => Ok(Reply { status: StatusCode::OK, json: Value::Null, file: None, digest: None }),
                false => {
                    let kind = ErrorKind::Unauthorized;
                    Err(classify::error(ProviderName::LightLayer, &call, kind, "no").into())
                }
            }
        });
        let kind = result.await.err().map(|failure| failure.error.kind.as_str());
        (kind, was_made)
    }

    #[tokio::test]
    async fn one_area_that_is_shut_is_a_privilege_and_two_that_were_open_are_the_password() {
        use Operation::{InvoiceList, ServerList, ServiceList, TicketList};
        let rests = Rests::default();
        assert_eq!(made(&rests, ServerList, "service", true).await, (None, true));
        assert_eq!(made(&rests, InvoiceList, "invoice", true).await, (None, true));
        // Never let in: nothing is known of it.
        assert_eq!(made(&rests, TicketList, "tickets", false).await, (Some("unauthorized"), true));
        assert_eq!(made(&rests, ServerList, "service", false).await, (Some("unauthorized"), true));
        assert_eq!(
            made(&rests, ServerList, "service", true).await,
            (Some("unauthorized"), false),
            "it rests"
        );
        // Another operation on the same area says no more than the first.
        assert_eq!(made(&rests, ServiceList, "service", false).await, (Some("unauthorized"), true));
        assert_eq!(made(&rests, InvoiceList, "invoice", false).await, (Some("login-refused"), true));
        assert_eq!(
            made(&rests, TicketList, "tickets", true).await,
            (Some("login-refused"), false),
            "all rests"
        );
    }

    #[tokio::test]
    async fn what_is_shut_while_other_things_open_stays_a_matter_of_privileges() {
        use Operation::{InvoiceList, ServerList};
        let rests = Rests::default();
        for (operation, area) in [(ServerList, "service"), (InvoiceList, "invoice")] {
            assert_eq!(made(&rests, operation, area, true).await, (None, true));
        }
        assert_eq!(made(&rests, ServerList, "service", false).await, (Some("unauthorized"), true));
        assert_eq!(made(&rests, InvoiceList, "invoice", true).await, (None, true));
        assert_eq!(made(&rests, InvoiceList, "invoice", false).await, (Some("unauthorized"), true));
    }

    #[tokio::test]
    async fn at_the_start_the_first_refusal_closes_nothing_but_itself_and_the_second_all() {
        use Operation::{InvoiceList, ServerList, TicketList};
        let rests = Rests::default();
        assert_eq!(made(&rests, ServerList, "service", false).await, (Some("login-refused"), true));
        assert_eq!(made(&rests, InvoiceList, "invoice", true).await, (None, true), "it was a privilege");
        assert_eq!(made(&rests, ServerList, "service", true).await, (Some("unauthorized"), false));

        let rests = Rests::default();
        assert_eq!(made(&rests, ServerList, "service", false).await, (Some("login-refused"), true));
        assert_eq!(made(&rests, InvoiceList, "invoice", false).await, (Some("login-refused"), true));
        assert_eq!(made(&rests, TicketList, "tickets", true).await, (Some("login-refused"), false));
    }
}
