//! A provider that listens, remembers and misbehaves.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

use super::connection::{Line, Lines, Listener};
use super::fault::{Fault, Point, Script};
use super::record::{LedgerEntry, Log, Outcome, RecordedRequest};
use super::{Endpoint, Provider, serve};

/// A simulated provider that listens on the loopback interface until it is dropped.
pub struct Simulator<P: Provider> {
    shared: Arc<Shared<P>>,
    address: SocketAddr,
    listening: Mutex<Option<JoinHandle<()>>>,
}

/// What the handlers and the handle have in common.
pub(super) struct Shared<P: Provider> {
    inner: Mutex<Inner<P>>,
    changed: watch::Sender<()>,
    lines: Arc<Lines>,
    under_way: AtomicUsize,
    most_at_once: AtomicUsize,
}

/// A request that has come in and is not answered yet.
pub(super) struct UnderWay<'a>(&'a AtomicUsize);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

pub(super) struct Inner<P: Provider> {
    pub(super) state: P,
    pub(super) ledger: Vec<LedgerEntry<P::Effect>>,
    pub(super) log: Log<P::Operation>,
    pub(super) scripts: VecDeque<Script<P::Operation>>,
    pub(super) held: BTreeMap<u64, Held<P::Operation>>,
}

/// One request that a fault holds; dropping `release` lets go without going on.
pub(super) struct Held<O> {
    pub(super) operation: O,
    pub(super) point: Point,
    pub(super) release: oneshot::Sender<()>,
}

/// The condition that a test waited for and that did not come about in time.
#[derive(Debug, thiserror::Error)]
#[error("the simulated {provider} waited {within:?} in vain for {what}; it saw {seen}")]
pub struct DeadlinePassed {
    provider: &'static str,
    what: String,
    within: Duration,
    seen: String,
}

impl<P: Provider> Simulator<P> {
    /// Starts on a free port of 127.0.0.1.
    pub async fn start(state: P) -> io::Result<Self> {
        Self::start_at(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), state).await
    }

    /// Starts at `address`; port 0 means any free one.
    pub async fn start_at(address: SocketAddr, state: P) -> io::Result<Self> {
        let inner = Inner {
            state,
            ledger: Vec::new(),
            log: Log::default(),
            scripts: VecDeque::new(),
            held: BTreeMap::new(),
        };
        let shared = Arc::new(Shared {
            inner: Mutex::new(inner),
            changed: watch::Sender::new(()),
            lines: Arc::default(),
            under_way: AtomicUsize::new(0),
            most_at_once: AtomicUsize::new(0),
        });
        let (address, task) = listen(address, &shared).await?;
        Ok(Self { shared, address, listening: Mutex::new(Some(task)) })
    }

    /// The address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base URL to configure, without a final slash.
    pub fn base_url(&self) -> String {
        format!("http://{}{}", self.address, P::BASE_PATH)
    }

    /// Refuses connections from now on and cuts the open ones; the state stays.
    ///
    /// Requests held with [`OnDisconnect::Continue`](super::OnDisconnect::Continue) stay held.
    pub async fn go_down(&self) {
        let task = self.listening.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task {
            task.abort();
            // Only the end of the task closes the socket, and callers count on connections being refused.
            let _ = task.await;
        }
        self.shared.lines.cut();
    }

    /// Listens again at the same address after [`Simulator::go_down`].
    pub async fn come_back(&self) -> io::Result<()> {
        let (_, task) = listen(self.address, &self.shared).await?;
        let earlier = self.listening.lock().unwrap_or_else(PoisonError::into_inner).replace(task);
        if let Some(earlier) = earlier {
            earlier.abort();
        }
        Ok(())
    }

    /// Looks at or changes the state.
    pub fn with_state<T>(&self, change: impl FnOnce(&mut P) -> T) -> T {
        let answer = change(&mut self.shared.lock().state);
        self.shared.announce();
        answer
    }

    /// Lets `by` pass at once for everything that takes time here.
    pub fn advance(&self, by: Duration) {
        self.with_state(|state| state.clock().advance(by));
    }

    /// Switches the record of requests on or off; the counts and the ledger go on either way.
    pub fn set_recording(&self, on: bool) {
        self.shared.lock().log.recording = on;
    }

    /// Every recorded request, oldest first; the record keeps the newest 10,000.
    pub fn requests(&self) -> Vec<RecordedRequest<P::Operation>> {
        self.requests_since(0)
    }

    /// The recorded requests whose number is above `number`.
    pub fn requests_since(&self, number: u64) -> Vec<RecordedRequest<P::Operation>> {
        self.shared.lock().log.since(number).cloned().collect()
    }

    /// The newest requests, and of those before them the newest that changed something; oldest first.
    pub fn newest_requests(&self, newest: u64, changes: usize) -> Vec<RecordedRequest<P::Operation>> {
        let inner = self.shared.lock();
        let recent = inner.log.last_number().saturating_sub(newest);
        let mut left = changes;
        let shown = inner.log.since(0).rev().filter(|request| {
            let is_shown = request.number > recent || (request.carried_out && left > 0);
            left -= usize::from(is_shown && request.number <= recent);
            is_shown
        });
        let mut shown: Vec<_> = shown.cloned().collect();
        shown.reverse();
        shown
    }

    /// The recorded requests for `operation`, oldest first.
    pub fn requests_for(&self, operation: P::Operation) -> Vec<RecordedRequest<P::Operation>> {
        self.shared.lock().log.of(operation).cloned().collect()
    }

    /// How many requests for `operation` came in, recorded or not.
    pub fn count(&self, operation: P::Operation) -> u64 {
        self.shared.lock().log.count(operation)
    }

    /// How many requests were under way at once, at most.
    pub fn most_at_once(&self) -> usize {
        self.shared.most_at_once.load(Ordering::Relaxed)
    }

    /// Every effect that was carried out, oldest first.
    pub fn ledger(&self) -> Vec<LedgerEntry<P::Effect>> {
        self.shared.lock().ledger.clone()
    }

    /// Makes requests for `operation` meet `fault`; faults of one operation are used up in order.
    pub fn inject(&self, operation: P::Operation, fault: Fault) {
        self.shared.lock().scripts.push_back(Script { operation: Some(operation), fault });
    }

    /// Makes requests for any operation meet `fault`.
    pub fn inject_everywhere(&self, fault: Fault) {
        self.shared.lock().scripts.push_back(Script { operation: None, fault });
    }

    /// Forgets the faults that are still to come; what is held stays held.
    pub fn clear_faults(&self) {
        self.shared.lock().scripts.clear();
    }

    /// Lets the held request `number` go on; false if it is not held.
    pub fn release(&self, number: u64) -> bool {
        let held = self.shared.lock().held.remove(&number);
        held.is_some_and(|held| held.release.send(()).is_ok())
    }

    /// Lets every held request go on and says how many there were.
    pub fn release_all(&self) -> usize {
        let held = std::mem::take(&mut self.shared.lock().held);
        held.into_values().filter_map(|held| held.release.send(()).ok()).count()
    }

    /// Waits for the `n`th request for `operation`, counting from 1.
    pub async fn wait_for_request(
        &self,
        operation: P::Operation,
        n: usize,
        within: Duration,
    ) -> Result<RecordedRequest<P::Operation>, DeadlinePassed> {
        let what = || format!("request {n} for {operation}");
        self.wait(what, within, |inner| inner.log.of(operation).nth(n.saturating_sub(1)).cloned()).await
    }

    /// Waits until a request for `operation` is held, and returns its number.
    pub async fn wait_until_held(
        &self,
        operation: P::Operation,
        within: Duration,
    ) -> Result<u64, DeadlinePassed> {
        let what = || format!("a held request for {operation}");
        let find = |inner: &Inner<P>| {
            inner.held.iter().find(|(_, held)| held.operation == operation).map(|(&number, _)| number)
        };
        self.wait(what, within, find).await
    }

    /// Waits until request `number` has been answered, dropped or given up by its client.
    ///
    /// One held with [`OnDisconnect::Continue`](super::OnDisconnect::Continue) is given up first and may take effect later.
    pub async fn wait_until_settled(
        &self,
        number: u64,
        within: Duration,
    ) -> Result<RecordedRequest<P::Operation>, DeadlinePassed> {
        let what = || format!("the end of request {number}");
        let find = |inner: &Inner<P>| {
            inner.log.get(number).filter(|request| request.outcome != Outcome::Pending).cloned()
        };
        self.wait(what, within, find).await
    }

    /// Waits until the ledger holds at least `n` effects, and returns it.
    pub async fn wait_for_effects(
        &self,
        n: usize,
        within: Duration,
    ) -> Result<Vec<LedgerEntry<P::Effect>>, DeadlinePassed> {
        let what = || format!("{n} effects");
        self.wait(what, within, |inner| (inner.ledger.len() >= n).then(|| inner.ledger.clone())).await
    }

    /// The state, the ledger and the faults as JSON, for a panel; holds no credential.
    pub fn snapshot(&self) -> serde_json::Value {
        let inner = self.shared.lock();
        let held: Vec<_> = inner
            .held
            .iter()
            .map(|(number, held)| {
                serde_json::json!({"request": number, "operation": held.operation.name(), "point": held.point.name()})
            })
            .collect();
        serde_json::json!({
            "state": inner.state.to_json(),
            "ledger": inner.ledger.iter().map(LedgerEntry::to_json).collect::<Vec<_>>(),
            "faults": inner.scripts.iter().map(Script::to_json).collect::<Vec<_>>(),
            "held": held,
            "last_request": inner.log.last_number(),
        })
    }

    async fn wait<T>(
        &self,
        what: impl Fn() -> String,
        within: Duration,
        mut find: impl FnMut(&Inner<P>) -> Option<T>,
    ) -> Result<T, DeadlinePassed> {
        let mut changes = self.shared.changed.subscribe();
        let search = async {
            loop {
                if let Some(found) = find(&self.shared.lock()) {
                    return found;
                }
                if changes.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
        };
        match tokio::time::timeout(within, search).await {
            Ok(found) => Ok(found),
            Err(_) => Err(DeadlinePassed {
                provider: P::NAME,
                what: what(),
                within,
                seen: self.shared.lock().log.summary(),
            }),
        }
    }
}

impl<P: Provider> Drop for Simulator<P> {
    fn drop(&mut self) {
        if let Some(task) = self.listening.get_mut().unwrap_or_else(PoisonError::into_inner).take() {
            task.abort();
        }
        self.shared.lines.cut();
        self.shared.lock().held.clear();
    }
}

impl<P: Provider> Shared<P> {
    pub(super) fn lock(&self) -> MutexGuard<'_, Inner<P>> {
        // A test whose closure panicked under the lock is reported by itself; the server stays usable.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn begin(&self) -> UnderWay<'_> {
        let now = self.under_way.fetch_add(1, Ordering::Relaxed) + 1;
        self.most_at_once.fetch_max(now, Ordering::Relaxed);
        UnderWay(&self.under_way)
    }

    pub(super) fn announce(&self) {
        self.changed.send_replace(());
    }
}

async fn listen<P: Provider>(
    address: SocketAddr,
    shared: &Arc<Shared<P>>,
) -> io::Result<(SocketAddr, JoinHandle<()>)> {
    let socket = TcpListener::bind(address).await?;
    let address = socket.local_addr()?;
    let service = serve::router(Arc::clone(shared)).into_make_service_with_connect_info::<Line>();
    let serving = axum::serve(Listener::new(socket, Arc::clone(&shared.lines)), service);
    let task = tokio::spawn(async move {
        // axum's server never ends of itself; there is no error to report.
        let _ = serving.await;
    });
    Ok((address, task))
}
