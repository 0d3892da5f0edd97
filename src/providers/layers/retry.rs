//! Retry: reads that failed for a passing reason are made again; nothing else is.

use std::time::{Duration, Instant};

use async_trait::async_trait;
use backon::{ExponentialBuilder, Retryable};

use super::{Call, Failure, Reply, Transport};
use crate::domain::ErrorKind;

/// How often a read is made again after it failed.
const RETRIES: usize = 2;

/// The layer that makes a failed read again, twice at most.
///
/// `Retry-After` is waited out when the read's time allows it; when it asks for more, the read ends at once, since a try
/// before that time would be refused too.
pub struct Retry<T> {
    inner: T,
    within: Duration,
    first_pause: Duration,
}

impl<T> Retry<T> {
    /// The layer around `inner` for reads that may take so long in all.
    pub fn new(inner: T, within: Duration) -> Self {
        Retry { inner, within, first_pause: Duration::from_millis(250) }
    }

    #[cfg(test)]
    pub(super) fn with_first_pause(self, first_pause: Duration) -> Self {
        Retry { first_pause, ..self }
    }
}

#[async_trait]
impl<T: Transport> Transport for Retry<T> {
    async fn send(&self, call: &Call) -> Result<Reply, Failure> {
        if !call.effect.is_repeatable() {
            return self.inner.send(call).await;
        }
        let begun = Instant::now();
        let pauses = ExponentialBuilder::default()
            .with_min_delay(self.first_pause)
            .with_factor(3.0)
            .with_max_times(RETRIES)
            .with_jitter();
        (|| self.inner.send(call))
            .retry(pauses)
            .when(is_passing)
            .adjust(|failure: &Failure, pause| {
                let pause = pause?.max(failure.retry_after.unwrap_or_default());
                (pause < self.within.saturating_sub(begun.elapsed())).then_some(pause)
            })
            .notify(|failure, pause| {
                tracing::debug!(error = %failure.error, pause_ms = pause.as_millis(), "A read failed and is made again.");
            })
            .await
    }
}

/// Whether a read that failed like this may well succeed in a moment.
fn is_passing(failure: &Failure) -> bool {
    match failure.error.kind {
        ErrorKind::Unreachable | ErrorKind::ConnectionLost => true,
        ErrorKind::RateLimited { .. } | ErrorKind::ServerError => {
            failure.status.is_none_or(|status| matches!(status.as_u16(), 429 | 500 | 502 | 503 | 504))
        }
        _ => false,
    }
}
