//! The one state behind the simulator's lock: clock, identifiers, records, and the bell that wakes those who wait.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::Value;
use tokio::sync::{broadcast, watch};

use super::commands::Registry;
use super::connection::Knife;
use super::faults::FaultRule;
use super::gateway::Session;
use super::interactions::Flow;
use super::limits::Limiter;
use super::messages::Message;
use super::record::{Frame, Request, Violation};
use super::world::World;
use super::{Options, Simulator};

/// Discord's epoch, 2015-01-01, in Unix milliseconds.
const DISCORD_EPOCH: u64 = 1_420_070_400_000;
/// Violations are kept whatever happens, but not without end.
const MAX_VIOLATIONS: usize = 10_000;

/// A clock that runs like any other and can be pushed forward.
#[derive(Debug)]
pub(super) struct Clock {
    start: Instant,
    start_unix_ms: u64,
    skipped_ms: AtomicU64,
    moved: watch::Sender<()>,
}

impl Clock {
    fn new() -> Self {
        let unix = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self {
            start: Instant::now(),
            start_unix_ms: unix.as_millis() as u64,
            skipped_ms: AtomicU64::new(0),
            moved: watch::Sender::new(()),
        }
    }

    /// The time since the simulator started, skipped time included.
    pub fn now(&self) -> Duration {
        self.start.elapsed() + Duration::from_millis(self.skipped_ms.load(Ordering::Relaxed))
    }

    pub fn unix_ms(&self) -> u64 {
        self.start_unix_ms + self.now().as_millis() as u64
    }

    pub fn advance(&self, by: Duration) {
        self.skipped_ms.fetch_add(by.as_millis() as u64, Ordering::Relaxed);
        self.moved.send_replace(());
    }

    /// Waits until the clock shows `at`, however it gets there.
    pub async fn sleep_until(&self, at: Duration) {
        let mut moved = self.moved.subscribe();
        loop {
            let left = at.saturating_sub(self.now());
            if left.is_zero() {
                return;
            }
            tokio::select! {
                () = tokio::time::sleep(left) => {}
                _ = moved.changed() => {}
            }
        }
    }
}

/// Writes Unix milliseconds as Discord writes timestamps.
pub(super) fn timestamp(unix_ms: u64) -> String {
    jiff::Timestamp::from_millisecond(unix_ms as i64)
        .map(|t| t.strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string())
        .unwrap_or_default()
}

/// The moment a snowflake was made, in Unix milliseconds.
pub(super) fn snowflake_ms(id: u64) -> u64 {
    (id >> 22) + DISCORD_EPOCH
}

/// Something that a person's client would show at once.
#[derive(Clone, Debug)]
pub(super) struct ClientEvent {
    pub kind: &'static str,
    pub channel: u64,
    /// The only person who may see it, if not everybody in the channel.
    pub only: Option<u64>,
    pub data: Value,
}

/// What all parts of a simulator share.
#[derive(Debug)]
pub(super) struct Inner {
    pub options: Options,
    pub clock: Arc<Clock>,
    pub rest_address: std::net::SocketAddr,
    pub gateway_address: std::net::SocketAddr,
    pub changed: watch::Sender<u64>,
    state: Mutex<State>,
    /// Cuts every REST connection.
    pub knife: Knife,
    pub tasks: Mutex<Vec<tokio::task::AbortHandle>>,
}

impl Inner {
    pub fn new(options: Options, rest: std::net::SocketAddr, gateway: std::net::SocketAddr) -> Self {
        let clock = Arc::new(Clock::new());
        let changed = watch::Sender::new(0);
        let state = State {
            lean: !options.record,
            keep: options.keep.max(128),
            world: options.world.clone(),
            limiter: Limiter::new(options.limits.clone()),
            clock: Arc::clone(&clock),
            changed: changed.clone(),
            deadline: watch::Sender::new(()),
            events: broadcast::Sender::new(4096),
            attachment_base: format!("http://{rest}/attachments"),
            commands: Registry::default(),
            messages: HashMap::new(),
            channel_messages: HashMap::new(),
            interactions: HashMap::new(),
            interaction_order: VecDeque::new(),
            tokens: HashMap::new(),
            deadlines: VecDeque::new(),
            sessions: Vec::new(),
            nonces: HashMap::new(),
            faults: Vec::new(),
            requests: BTreeMap::new(),
            frames: Vec::new(),
            violations: Vec::new(),
            invalid_requests: 0,
            last_id: 0,
            last_number: 0,
            refuse_connections: 0,
        };
        Self {
            options,
            clock,
            rest_address: rest,
            gateway_address: gateway,
            changed,
            state: Mutex::new(state),
            knife: Knife::default(),
            tasks: Mutex::default(),
        }
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Everything that changes.
#[derive(Debug)]
pub(super) struct State {
    /// Nothing is recorded, and old things are forgotten.
    pub lean: bool,
    pub keep: usize,
    pub world: World,
    pub commands: Registry,
    pub messages: HashMap<u64, Message>,
    pub channel_messages: HashMap<u64, VecDeque<u64>>,
    pub interactions: HashMap<u64, Flow>,
    interaction_order: VecDeque<u64>,
    pub tokens: HashMap<String, u64>,
    /// The three-second ends of interactions; they come in order.
    pub deadlines: VecDeque<(Duration, u64)>,
    pub sessions: Vec<Session>,
    pub limiter: Limiter,
    /// Channel and nonce of recent messages: the message, and when it was made.
    pub nonces: HashMap<(u64, String), (u64, Duration)>,
    pub faults: Vec<FaultRule>,
    pub requests: BTreeMap<u64, Request>,
    pub frames: Vec<Frame>,
    pub violations: Vec<Violation>,
    pub invalid_requests: u64,
    pub clock: Arc<Clock>,
    pub changed: watch::Sender<u64>,
    pub deadline: watch::Sender<()>,
    pub events: broadcast::Sender<Arc<ClientEvent>>,
    pub attachment_base: String,
    /// How many gateway connections are still to be refused.
    pub refuse_connections: u32,
    last_id: u64,
    last_number: u64,
}

impl State {
    /// A new snowflake of this moment.
    pub fn new_id(&mut self) -> u64 {
        let now = (self.clock.unix_ms() - DISCORD_EPOCH) << 22;
        self.last_id = now.max(self.last_id + 1);
        self.last_id
    }

    /// A small running number, for records and connections.
    pub fn number(&mut self) -> u64 {
        self.last_number += 1;
        self.last_number
    }

    /// Wakes everybody who waits for any change.
    pub fn bump(&self) {
        self.changed.send_modify(|version| *version = version.wrapping_add(1));
    }

    /// Wakes those who wait for this interaction.
    pub fn signal(&self, interaction: u64) {
        if let Some(flow) = self.interactions.get(&interaction) {
            flow.signal.send_replace(());
        }
        self.bump();
    }

    pub fn violation(&mut self, rule: &'static str, text: impl Into<String>) {
        if self.violations.len() < MAX_VIOLATIONS {
            let violation = Violation { at: self.clock.now(), rule, text: text.into() };
            self.violations.push(violation);
        }
        self.bump();
    }

    /// Tells the clients of those who may see it.
    pub fn tell(&self, kind: &'static str, channel: u64, only: Option<u64>, data: impl FnOnce() -> Value) {
        if self.events.receiver_count() > 0 {
            let event = ClientEvent { kind, channel, only, data: data() };
            // Nobody listening any more is no fault.
            let _ = self.events.send(Arc::new(event));
        }
    }

    /// Keeps a new interaction; in lean mode the oldest make room.
    pub fn remember(&mut self, flow: Flow) {
        let id = flow.id;
        self.tokens.insert(flow.token.clone(), id);
        self.interaction_order.push_back(id);
        self.interactions.insert(id, flow);
        while self.lean && self.interaction_order.len() > self.keep {
            let Some(oldest) = self.interaction_order.pop_front() else { break };
            if let Some(flow) = self.interactions.remove(&oldest) {
                self.tokens.remove(&flow.token);
            }
        }
    }

    /// The interactions in the order they came.
    pub fn interactions_in_order(&self) -> impl Iterator<Item = &Flow> {
        self.interaction_order.iter().filter_map(|id| self.interactions.get(id))
    }
}

/// Ends interactions that nobody answered in time.
pub(super) async fn reap(simulator: Simulator) {
    let mut deadline = simulator.0.state().deadline.subscribe();
    loop {
        let next = simulator.0.state().expire();
        match next {
            Some(at) => simulator.0.clock.sleep_until(at).await,
            None => {
                if deadline.changed().await.is_err() {
                    return;
                }
            }
        }
    }
}
