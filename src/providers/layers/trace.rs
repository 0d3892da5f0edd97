//! Tracing: one span per call, with what it was for and how it ended; never its URL, its headers or a body.

use std::time::Instant;

use async_trait::async_trait;
use tracing::{Instrument, field};

use super::{Call, Effect, Failure, Reply, Transport};
use crate::domain::AccountName;

/// The layer that tells the log about every call.
pub struct Trace<T> {
    inner: T,
    account: AccountName,
}

impl<T> Trace<T> {
    /// The layer around `inner`.
    pub fn new(inner: T, account: AccountName) -> Self {
        Trace { inner, account }
    }
}

#[async_trait]
impl<T: Transport> Transport for Trace<T> {
    async fn send(&self, call: &Call) -> Result<Reply, Failure> {
        let span = tracing::info_span!(
            "provider_call",
            account = %self.account,
            operation = %call.operation,
            status = field::Empty,
            elapsed_ms = field::Empty,
        );
        let begun = Instant::now();
        let result = self.inner.send(call).instrument(span.clone()).await;
        let status = match &result {
            Ok(reply) => Some(reply.status),
            Err(failure) => failure.status,
        };
        if let Some(status) = status {
            span.record("status", status.as_u16());
        }
        span.record("elapsed_ms", u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX));
        span.in_scope(|| match (&result, call.effect) {
            (Ok(_), Effect::Read | Effect::SignIn) => tracing::debug!("The provider answered."),
            (Ok(_), Effect::Change | Effect::Spend) => tracing::info!("The provider accepted a change."),
            (Err(failure), _) => tracing::debug!(error = %failure.error, "The call failed."),
        });
        result
    }
}
