//! Concurrency: at most so many requests of one account at once.

use async_trait::async_trait;
use tokio::sync::Semaphore;

use super::{Call, Failure, Reply, Transport};

/// The layer that lets only so many calls go on at once; the others wait in order.
pub struct Concurrency<T> {
    inner: T,
    turns: Semaphore,
}

impl<T> Concurrency<T> {
    /// The layer around `inner`, with at least one call at a time.
    pub fn new(inner: T, at_once: usize) -> Self {
        Concurrency { inner, turns: Semaphore::new(at_once.clamp(1, Semaphore::MAX_PERMITS)) }
    }
}

#[async_trait]
impl<T: Transport> Transport for Concurrency<T> {
    async fn send(&self, call: &Call) -> Result<Reply, Failure> {
        // The semaphore is never closed, which is the only way to fail here.
        let _turn = self.turns.acquire().await;
        self.inner.send(call).await
    }
}
