//! Basic: the password goes with every call, and rests for a while when it was refused.

use std::collections::HashMap;
use std::time::Instant;

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;

use super::auth::authorization;
use super::rest::{REST, Rest};
use crate::domain::{ErrorKind, Operation};
use crate::providers::layers::{Call, Failure, Reply, Transport};

/// The `Authorization` of somebody who shows their password; `None` when it cannot stand in a header.
pub fn basic(username: &str, password: &SecretString) -> Option<HeaderValue> {
    authorization("Basic", &STANDARD.encode(format!("{username}:{}", password.expose_secret())))
}

/// The layer that shows the password with every call.
pub struct Shown<T> {
    inner: T,
    authorization: HeaderValue,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// When a call was last let in.
    accepted: Option<Instant>,
    /// Why no call is made, while that rests.
    refused: Option<Rest>,
    /// What lets nobody in, though the password is right.
    closed: HashMap<Operation, Rest>,
}

impl State {
    fn resting(&self, operation: Operation) -> Option<&Rest> {
        [self.refused.as_ref(), self.closed.get(&operation)]
            .into_iter()
            .flatten()
            .find(|rest| !rest.is_over())
    }

    fn note(&mut self, operation: Operation, result: &Result<Reply, Failure>) {
        match result {
            Ok(_) => self.accepted = Some(Instant::now()),
            Err(failure) if failure.error.kind == ErrorKind::Unauthorized => {
                let rest = Rest::after(failure.clone());
                // A password that has just been right is not wrong now; one that was changed is in a while.
                match self.accepted.is_some_and(|at| at.elapsed() < REST) {
                    true => drop(self.closed.insert(operation, rest)),
                    false => self.refused = Some(rest),
                }
            }
            Err(_) => {}
        }
    }
}

impl<T> Shown<T> {
    /// The layer around `inner`.
    pub fn new(inner: T, authorization: HeaderValue) -> Self {
        Shown { inner, authorization, state: Mutex::default() }
    }
}

#[async_trait]
impl<T: Transport> Transport for Shown<T> {
    async fn send(&self, call: &Call) -> Result<Reply, Failure> {
        let mut state = self.state.lock().await;
        if let Some(rest) = state.resting(call.operation) {
            return Err(rest.failure_of(call));
        }
        let signed = call.signed(self.authorization.clone());
        if state.accepted.is_none() {
            // One call tries whether the password is right; those that wait need not be wrong too.
            let result = self.inner.send(&signed).await;
            state.note(call.operation, &result);
            return result;
        }
        drop(state);
        let result = self.inner.send(&signed).await;
        self.state.lock().await.note(call.operation, &result);
        result
    }
}
