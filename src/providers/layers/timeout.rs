//! Time-out: how long a call may take in all.

use std::time::Duration;

use async_trait::async_trait;

use super::{Call, Effect, Failure, Limits, Reply, Transport, classify};
use crate::domain::{ErrorKind, ProviderName};

/// The layer that gives up a call that takes too long, waiting and retries included.
pub struct Timeout<T> {
    inner: T,
    provider: ProviderName,
    limits: Limits,
}

impl<T> Timeout<T> {
    /// The layer around `inner`.
    pub fn new(inner: T, provider: ProviderName, limits: Limits) -> Self {
        Timeout { inner, provider, limits }
    }

    fn limit(&self, effect: Effect) -> Duration {
        match effect {
            Effect::Read | Effect::Change | Effect::SignIn => self.limits.read_timeout,
            Effect::Spend => self.limits.spend_timeout,
        }
    }
}

#[async_trait]
impl<T: Transport> Transport for Timeout<T> {
    async fn send(&self, call: &Call) -> Result<Reply, Failure> {
        let limit = self.limit(call.effect);
        match tokio::time::timeout(limit, self.inner.send(call)).await {
            Ok(result) => result,
            Err(_) => {
                let what = if call.may_be_sent() { "no whole answer" } else { "no turn to send" };
                let cause = format!("{what} within {} s", limit.as_secs_f32());
                Err(classify::error(self.provider, call, ErrorKind::Timeout, cause).into())
            }
        }
    }
}
