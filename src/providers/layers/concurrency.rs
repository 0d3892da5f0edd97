//! Concurrency: at most so many requests of one account at once, those that somebody waits for first.

use async_trait::async_trait;
use tokio::sync::{Mutex, Semaphore};

use super::{Call, Failure, Reply, Transport};

tokio::task_local! {
    /// Whether nobody waits for the calls of the task.
    static PATIENT: ();
}

/// Does work whose calls to providers let those go first that somebody waits for.
pub async fn patiently<F: Future>(work: F) -> F::Output {
    PATIENT.scope((), work).await
}

/// The layer that lets only so many calls go on at once; the others wait in order.
pub struct Concurrency<T> {
    inner: T,
    turns: Semaphore,
    /// Held by the one patient call that waits for a turn, so that no other call ever waits behind two of them.
    patient: Mutex<()>,
}

impl<T> Concurrency<T> {
    /// The layer around `inner`, with at least one call at a time.
    pub fn new(inner: T, at_once: usize) -> Self {
        Concurrency {
            inner,
            turns: Semaphore::new(at_once.clamp(1, Semaphore::MAX_PERMITS)),
            patient: Mutex::new(()),
        }
    }
}

#[async_trait]
impl<T: Transport> Transport for Concurrency<T> {
    async fn send(&self, call: &Call) -> Result<Reply, Failure> {
        let alone = match PATIENT.try_with(|()| ()) {
            Ok(()) => Some(self.patient.lock().await),
            Err(_) => None,
        };
        // The semaphore is never closed, which is the only way to fail here.
        let _turn = self.turns.acquire().await;
        let answer = self.inner.send(call).await;
        drop(alone);
        answer
    }
}
