//! The rate limiter for Discord's REST API.
//!
//! Discord counts requests in buckets. A bucket is known by a hash, which an answer tells, and by the major parameter
//! of its route (a channel, a guild, a webhook with its token). How many more requests a bucket takes is
//! `what the last answers left - what is under way`, and a bucket opens again only at the latest reset that any of its
//! answers named. So a request that reaches Discord late, in the next window, is counted there, however the answers
//! overtake each other.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::header::HeaderMap;
use serde::Deserialize;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until, timeout_at};

mod global;
mod invalid;
#[cfg(test)]
mod tests;

use global::Global;
use invalid::InvalidAnswers;

const SECOND: Duration = Duration::from_secs(1);
/// Resets are told in rounded milliseconds; to be early by one would cost a 429.
const ROUNDING: Duration = Duration::from_millis(5);
/// The shortest wait after a 429, so that a server which says "0" is not hammered.
const SHORTEST_WAIT: Duration = Duration::from_millis(100);
/// The longest wait that we believe; after it one request asks again.
const LONGEST_WAIT: Duration = Duration::from_secs(3600);
/// The wait after a 429 that names none.
const UNTOLD_WAIT: Duration = SECOND;
const SWEEP_EVERY: Duration = SECOND;

/// What a bucket belongs to besides its route.
#[derive(Clone, Copy, Debug, Hash, PartialEq, Eq)]
pub enum Major {
    /// Nothing: the route counts as a whole.
    None,
    /// A channel.
    Channel(u64),
    /// A guild.
    Guild(u64),
    /// A webhook with its token, told apart by a hash, since an interaction token is a secret.
    Webhook(u64),
}

/// How a route stands to the limits that count for the whole bot.
#[derive(Clone, Copy, Debug, Hash, PartialEq, Eq)]
pub enum Class {
    /// Sent as the bot: counts towards the global limit.
    Bot,
    /// Sent on an interaction token: exempt from the global limit.
    Webhook,
    /// The first answer to an interaction: exempt from the global limit and without a bucket.
    Callback,
}

/// A route's method and template, which name it without its ids and tokens.
#[derive(Clone, Copy, Debug, Hash, PartialEq, Eq)]
pub struct RouteName {
    /// The method, in capitals.
    pub method: &'static str,
    /// The path, with `{placeholders}`.
    pub path: &'static str,
}

impl fmt::Display for RouteName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// A route as the limiter sees it.
#[derive(Clone, Copy, Debug)]
pub struct RouteKey {
    /// Its name.
    pub name: RouteName,
    /// What it is about.
    pub major: Major,
    /// Which limits of the whole bot it counts towards.
    pub class: Class,
}

/// What the limiter reads in an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    bucket: Option<Arc<str>>,
    limit: Option<u32>,
    left: Option<Left>,
    retry_after: Option<Duration>,
    global: bool,
    shared: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Left {
    remaining: u32,
    reset_after: Duration,
}

impl Answer {
    /// Reads the status, the rate limit headers, and the body of a 429.
    pub fn read(status: u16, headers: &HeaderMap, body: &[u8]) -> Self {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Told {
            retry_after: Option<f64>,
            global: bool,
        }
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
        let seconds = |name: &str| text(name).and_then(|value| value.parse().ok()).and_then(duration);
        let count = |name: &str| text(name).and_then(|value| value.parse::<u32>().ok());

        let told: Told = match status {
            429 => serde_json::from_slice(body).unwrap_or_default(),
            _ => Told::default(),
        };
        let remaining = count("x-ratelimit-remaining");
        Self {
            status,
            bucket: text("x-ratelimit-bucket").filter(|hash| hash.len() <= 64).map(Into::into),
            limit: count("x-ratelimit-limit").map(|limit| limit.max(1)),
            left: remaining
                .zip(seconds("x-ratelimit-reset-after"))
                .map(|(remaining, reset_after)| Left { remaining, reset_after }),
            retry_after: longer(seconds("retry-after"), told.retry_after.and_then(duration)),
            global: told.global
                || text("x-ratelimit-global") == Some("true")
                || text("x-ratelimit-scope") == Some("global"),
            shared: text("x-ratelimit-scope") == Some("shared"),
        }
    }

    /// How long this answer asks to wait, if it names a time.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    fn is_rate_limit(&self) -> bool {
        self.status == 429
    }

    fn is_invalid(&self) -> bool {
        matches!(self.status, 401 | 403) || (self.is_rate_limit() && !self.shared)
    }
}

/// Seconds as a duration that can be waited for, or nothing when they make no sense.
fn duration(seconds: f64) -> Option<Duration> {
    (seconds >= 0.0).then(|| Duration::from_secs_f64(seconds.min(LONGEST_WAIT.as_secs_f64())))
}

/// The longer of the header's and the body's time; but the header is rounded up to whole seconds, and a first answer
/// cannot spare what that adds.
fn longer(header: Option<Duration>, body: Option<Duration>) -> Option<Duration> {
    let rounded = |body: Duration| Duration::from_secs(body.as_secs() + u64::from(body.subsec_nanos() > 0));
    match (header, body) {
        (Some(header), Some(body)) if rounded(body) == header => Some(body),
        (header, body) => header.max(body),
    }
}

/// The request cannot be sent before its deadline without breaking a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLate;

/// The rate limiter; requests pass it one by one and hand their answers back.
#[derive(Debug)]
pub struct Limiter {
    state: Mutex<State>,
}

/// The leave to send one request now; dropped without an answer it counts as sent and lost.
#[derive(Debug)]
pub struct Permit<'a> {
    limiter: &'a Limiter,
    route: RouteKey,
    leave: Leave,
    answered: bool,
}

impl Permit<'_> {
    /// Tells the limiter what Discord answered; after a 429 returns when the request may be repeated.
    pub fn answered(mut self, answer: &Answer) -> Option<Instant> {
        self.answered = true;
        self.limiter.lock().complete(&self.route, &self.leave, Some(answer), Instant::now())
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if !self.answered {
            self.limiter.lock().complete(&self.route, &self.leave, None, Instant::now());
        }
    }
}

impl Default for Limiter {
    fn default() -> Self {
        Self::new()
    }
}

impl Limiter {
    /// A limiter that knows no bucket yet.
    pub fn new() -> Self {
        Self { state: Mutex::new(State::new(Instant::now())) }
    }

    /// Waits until the request may be sent; requests of one bucket are served in order.
    ///
    /// # Errors
    /// [`TooLate`], as soon as it is certain that the deadline passes first.
    pub async fn acquire(&self, route: RouteKey, deadline: Instant) -> Result<Permit<'_>, TooLate> {
        loop {
            let gate = (route.class != Class::Callback).then(|| self.lock().gate(&route));
            let _turn = match &gate {
                Some(gate) => Some(timeout_at(deadline, gate.turn.lock()).await.map_err(|_| TooLate)?),
                None => None,
            };
            // Left when the route turned out to belong to another bucket, where the request queues up again.
            loop {
                let step = self.lock().step(&route, gate.as_ref(), Instant::now());
                match step {
                    Step::Go(leave) => return Ok(Permit { limiter: self, route, leave, answered: false }),
                    Step::Moved => break,
                    Step::Wait(until) if until.is_some_and(|until| until > deadline) => return Err(TooLate),
                    Step::Wait(until) => {
                        let wake = sleep_until(until.unwrap_or(deadline));
                        match &gate {
                            Some(gate) => tokio::select! {
                                () = wake => {}
                                () = gate.changed.notified() => {}
                            },
                            None => wake.await,
                        }
                    }
                }
                if Instant::now() >= deadline {
                    return Err(TooLate);
                }
            }
        }
    }

    /// How many buckets are remembered.
    pub fn buckets(&self) -> usize {
        self.lock().buckets.len()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // The state is plain counters: a panic elsewhere leaves nothing half done that waiting would not mend.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

type BucketKey = (BucketId, Major);

#[derive(Clone, Debug, Hash, PartialEq, Eq)]
enum BucketId {
    /// The hash that Discord told.
    Hash(Arc<str>),
    /// The route itself, while Discord told none.
    Route(RouteName),
}

/// Where the requests of one bucket queue.
#[derive(Debug, Default)]
struct Gate {
    turn: tokio::sync::Mutex<()>,
    changed: Notify,
}

#[derive(Debug)]
struct Bucket {
    budget: Budget,
    in_flight: u32,
    reset_at: Option<Instant>,
    /// Until when nothing may be sent although the window has room.
    held_until: Option<Instant>,
    gate: Arc<Gate>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Budget {
    /// Nothing is known: one request at a time finds out.
    Probe,
    /// Answers carried no limits.
    Free,
    /// So many in this window, those under way included.
    Known(u32),
}

impl Bucket {
    fn new(budget: Budget) -> Self {
        Self { budget, in_flight: 0, reset_at: None, held_until: None, gate: Arc::default() }
    }

    fn open(&self) -> bool {
        match self.budget {
            Budget::Probe => self.in_flight == 0,
            Budget::Free => true,
            Budget::Known(left) => left > self.in_flight,
        }
    }

    fn spend(&mut self) {
        if let Budget::Known(left) = self.budget {
            self.budget = Budget::Known(left.saturating_sub(1));
        }
    }

    fn narrow(&mut self, left: Left, now: Instant) {
        self.budget = Budget::Known(match self.budget {
            Budget::Known(ours) => ours.min(left.remaining),
            Budget::Probe | Budget::Free => left.remaining,
        });
        self.extend(now + left.reset_after + ROUNDING);
    }

    fn extend(&mut self, until: Instant) {
        self.reset_at = self.reset_at.max(Some(until));
    }

    fn window_passed(&self, now: Instant) -> bool {
        self.reset_at.map_or(self.in_flight == 0, |reset| reset <= now)
    }
}

/// What is known of a route.
#[derive(Debug, Default)]
struct Known {
    hash: Option<Arc<str>>,
    limit: Option<u32>,
}

/// Where a request that may be sent is counted.
#[derive(Debug, Default)]
struct Leave {
    bucket: Option<BucketKey>,
    /// Its number among those that count towards the global limit.
    global: Option<u64>,
}

#[derive(Debug)]
enum Step {
    Go(Leave),
    /// Not before the instant, or not before the bucket changes.
    Wait(Option<Instant>),
    Moved,
}

#[derive(Debug)]
struct State {
    routes: HashMap<RouteName, Known>,
    buckets: HashMap<BucketKey, Bucket>,
    global: Global,
    bot_blocked_until: Instant,
    all_blocked_until: Instant,
    invalid: InvalidAnswers,
    swept: Instant,
}

impl State {
    fn new(now: Instant) -> Self {
        Self {
            routes: HashMap::new(),
            buckets: HashMap::new(),
            global: Global::default(),
            bot_blocked_until: now,
            all_blocked_until: now,
            invalid: InvalidAnswers::default(),
            swept: now,
        }
    }

    fn bucket_key(&self, route: &RouteKey) -> BucketKey {
        let hash = self.routes.get(&route.name).and_then(|known| known.hash.clone());
        (hash.map_or(BucketId::Route(route.name), BucketId::Hash), route.major)
    }

    fn fresh(&self, route: &RouteKey) -> Budget {
        match self.routes.get(&route.name) {
            None => Budget::Probe,
            Some(Known { limit: Some(limit), .. }) => Budget::Known(*limit),
            Some(Known { hash: Some(_), .. }) => Budget::Probe,
            Some(_) => Budget::Free,
        }
    }

    fn gate(&mut self, route: &RouteKey) -> Arc<Gate> {
        let fresh = self.fresh(route);
        let bucket = self.buckets.entry(self.bucket_key(route)).or_insert_with(|| Bucket::new(fresh));
        bucket.gate.clone()
    }

    /// Takes the leave to send, or says what to wait for.
    fn step(&mut self, route: &RouteKey, gate: Option<&Arc<Gate>>, now: Instant) -> Step {
        if self.all_blocked_until > now {
            return Step::Wait(Some(self.all_blocked_until));
        }
        let Some(gate) = gate else { return Step::Go(Leave::default()) };
        if let Some(until) = self.invalid.blocked_until(now) {
            return Step::Wait(Some(until));
        }
        if route.class == Class::Bot {
            if self.bot_blocked_until > now {
                return Step::Wait(Some(self.bot_blocked_until));
            }
            if let Some(until) = self.global.closed_until(now) {
                return Step::Wait(Some(until));
            }
        }

        let key = self.bucket_key(route);
        let fresh = self.fresh(route);
        let Some(bucket) = self.buckets.get_mut(&key).filter(|bucket| Arc::ptr_eq(&bucket.gate, gate)) else {
            return Step::Moved;
        };
        if bucket.window_passed(now) {
            bucket.budget = fresh;
            bucket.reset_at = None;
        }
        if let Some(until) = bucket.held_until.filter(|until| *until > now) {
            return Step::Wait(Some(until));
        }
        if !bucket.open() {
            return Step::Wait(bucket.reset_at);
        }
        bucket.in_flight += 1;
        let global = (route.class == Class::Bot).then(|| self.global.send(now));
        Step::Go(Leave { bucket: Some(key), global })
    }

    fn complete(
        &mut self,
        route: &RouteKey,
        leave: &Leave,
        answer: Option<&Answer>,
        now: Instant,
    ) -> Option<Instant> {
        if let Some(id) = leave.global {
            self.global.answered(id, now);
        }
        let bucket = leave.bucket.as_ref();
        if let Some(bucket) = bucket.and_then(|key| self.buckets.get_mut(key)) {
            bucket.in_flight = bucket.in_flight.saturating_sub(1);
            bucket.spend();
            bucket.gate.changed.notify_one();
        }
        self.sweep(now);
        let answer = answer?;
        if answer.is_invalid() {
            self.invalid.count(now);
        }
        let wait = answer.retry_after.unwrap_or(UNTOLD_WAIT).max(SHORTEST_WAIT);
        let not_before = answer.is_rate_limit().then(|| now + wait);
        match not_before {
            Some(until) if answer.global => self.block(route.class, until, wait),
            _ => self.learn(route, bucket, answer, not_before, now),
        }
        not_before
    }

    fn block(&mut self, class: Class, until: Instant, wait: Duration) {
        tracing::warn!(wait_ms = wait.as_millis(), "Discord's global rate limit was hit");
        // Interaction endpoints do not count towards the global limit, so a bot route's 429 does not stop them.
        let blocked = match class {
            Class::Bot => &mut self.bot_blocked_until,
            Class::Webhook | Class::Callback => &mut self.all_blocked_until,
        };
        *blocked = (*blocked).max(until);
    }

    fn learn(
        &mut self,
        route: &RouteKey,
        used: Option<&BucketKey>,
        answer: &Answer,
        not_before: Option<Instant>,
        now: Instant,
    ) {
        let Some(used) = used else { return };
        if answer.bucket.is_some() || answer.limit.is_some() {
            let known = self.routes.entry(route.name).or_default();
            known.limit = answer.limit.or(known.limit);
            known.hash = answer.bucket.clone().or(known.hash.take());
        } else if (200..300).contains(&answer.status)
            && let Entry::Vacant(vacant) = self.routes.entry(route.name)
        {
            vacant.insert(Known::default());
        }

        let key = self.bucket_key(route);
        let fresh = self.fresh(route);
        let bucket = self.buckets.entry(key.clone()).or_insert_with(|| Bucket::new(fresh));
        if key != *used {
            bucket.spend();
        }
        if let Some(left) = answer.left {
            bucket.narrow(left, now);
        }
        match (not_before, answer.left) {
            // Another limit than the bucket's own, such as one shared with other bots.
            (Some(until), Some(Left { remaining: 1.., .. })) => {
                bucket.held_until = bucket.held_until.max(Some(until));
            }
            (Some(until), _) => {
                bucket.budget = Budget::Known(0);
                bucket.extend(until);
            }
            (None, _) => {}
        }
        bucket.gate.changed.notify_one();
    }

    /// Forgets the buckets that nobody uses and whose window has passed.
    fn sweep(&mut self, now: Instant) {
        if now.duration_since(self.swept) < SWEEP_EVERY {
            return;
        }
        self.swept = now;
        self.buckets.retain(|_, bucket| {
            bucket.in_flight > 0
                || !bucket.window_passed(now)
                || bucket.held_until.is_some_and(|until| until > now)
                || Arc::strong_count(&bucket.gate) > 1
        });
    }
}
