//! Rate limits: one bucket per route and major parameter, and the global limit.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

/// Which rate limits the simulator enforces.
#[derive(Clone, Debug, Default)]
pub enum RateLimits {
    /// Numbers like the real ones.
    #[default]
    Discord,
    /// So high that nobody meets them; the headers are sent all the same.
    Unlimited,
    /// The real ones, with exceptions: a route such as `POST /channels/{channel}/messages`, its limit and its window.
    With {
        /// Requests per second on all routes that the global limit counts.
        global: u32,
        /// Exceptions by route.
        routes: Vec<(String, u32, Duration)>,
    },
}

const GLOBAL: u32 = 50;
const UNLIMITED: u32 = 1_000_000_000;
/// The bucket map is swept when it grew past this since the last sweep.
const SWEEP_AT: usize = 4096;

/// The requests a bucket allows, and in which time.
fn allowance(route: &str) -> (u32, Duration) {
    let (limit, seconds) = match route {
        "POST /channels/{channel}/messages" | "PATCH /channels/{channel}/messages/{message}" => (5, 5),
        "DELETE /channels/{channel}/messages/{message}" => (5, 1),
        "POST /channels/{channel}/messages/{message}/threads" => (50, 300),
        "PUT /applications/{application}/guilds/{guild}/commands"
        | "PUT /applications/{application}/commands" => (2, 20),
        "POST /applications/{application}/guilds/{guild}/commands"
        | "POST /applications/{application}/commands" => (5, 20),
        "GET /gateway/bot" => (2, 5),
        "POST /interactions/{interaction}/callback" => (UNLIMITED, 1),
        "POST /webhooks/{token}" => (5, 2),
        "GET /webhooks/{token}/messages/{message}" => (5, 1),
        "PATCH /webhooks/{token}/messages/{message}" | "DELETE /webhooks/{token}/messages/{message}" => {
            (5, 5)
        }
        route if route.starts_with("GET ") => (50, 1),
        _ => (10, 10),
    };
    (limit, Duration::from_secs(seconds))
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    limit: u32,
    used: u32,
    reset: Duration,
    /// When the bot was last told to wait, and until when.
    told: Option<(Duration, Duration)>,
}

/// What the bucket says about one request.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    pub limit: u32,
    pub remaining: u32,
    pub reset_after: Duration,
    pub bucket: String,
    /// How long to wait, and whether because of the global limit.
    pub refused: Option<(Duration, bool)>,
    /// The bot had been told to wait, and did not.
    pub ignored_wait: bool,
}

/// All buckets.
#[derive(Debug)]
pub(super) struct Limiter {
    rules: RateLimits,
    buckets: HashMap<(&'static str, String), Bucket>,
    global: Bucket,
    sweep_at: usize,
}

impl Limiter {
    pub fn new(rules: RateLimits) -> Self {
        let limit = match &rules {
            RateLimits::Discord => GLOBAL,
            RateLimits::Unlimited => UNLIMITED,
            RateLimits::With { global, .. } => *global,
        };
        Self {
            rules,
            buckets: HashMap::new(),
            global: Bucket { limit, used: 0, reset: Duration::ZERO, told: None },
            sweep_at: SWEEP_AT,
        }
    }

    fn allowance(&self, route: &str) -> (u32, Duration) {
        match &self.rules {
            RateLimits::Discord => allowance(route),
            RateLimits::Unlimited => (UNLIMITED, Duration::from_secs(1)),
            RateLimits::With { routes, .. } => routes
                .iter()
                .find(|(name, ..)| name == route)
                .map_or_else(|| allowance(route), |(_, limit, window)| (*limit, *window)),
        }
    }

    /// Counts one request.
    pub fn take(&mut self, route: &'static str, major: &str, global: bool, now: Duration) -> Verdict {
        let (limit, window) = self.allowance(route);
        self.sweep(now);
        let bucket = self.buckets.entry((route, major.to_owned())).or_insert(Bucket {
            limit,
            used: 0,
            reset: now + window,
            told: None,
        });
        if bucket.reset <= now {
            bucket.used = 0;
            bucket.reset = now + window;
        }
        let ignored_wait = told_to_wait(bucket, now) || (global && told_to_wait(&self.global, now));
        let mut refused = None;
        if global {
            if self.global.reset <= now {
                self.global.used = 0;
                self.global.reset = now + Duration::from_secs(1);
            }
            if self.global.used >= self.global.limit {
                let wait = self.global.reset - now;
                self.global.told = Some((now, self.global.reset));
                refused = Some((wait, true));
            } else {
                self.global.used += 1;
            }
        }
        if refused.is_none() {
            if bucket.used >= bucket.limit {
                bucket.told = Some((now, bucket.reset));
                refused = Some((bucket.reset - now, false));
            } else {
                bucket.used += 1;
            }
        }
        Verdict {
            limit: bucket.limit,
            remaining: bucket.limit.saturating_sub(bucket.used),
            reset_after: bucket.reset.saturating_sub(now),
            bucket: bucket_name(route),
            refused,
            ignored_wait,
        }
    }

    /// Remembers that a scripted 429 told the bot to wait.
    pub fn told(&mut self, route: &'static str, major: &str, global: bool, wait: Duration, now: Duration) {
        if global {
            self.global.told = Some((now, now + wait));
        } else if let Some(bucket) = self.buckets.get_mut(&(route, major.to_owned())) {
            bucket.told = Some((now, now + wait));
        }
    }

    fn sweep(&mut self, now: Duration) {
        if self.buckets.len() >= self.sweep_at {
            self.buckets.retain(|_, bucket| bucket.reset > now);
            self.sweep_at = self.buckets.len() + SWEEP_AT;
        }
    }
}

/// Whether a request comes while the bot ought to wait; requests already on their way are forgiven.
fn told_to_wait(bucket: &Bucket, now: Duration) -> bool {
    const ON_THE_WAY: Duration = Duration::from_millis(250);
    const ROUNDING: Duration = Duration::from_millis(20);
    bucket.told.is_some_and(|(told, until)| now > told + ON_THE_WAY && now + ROUNDING < until)
}

fn bucket_name(route: &str) -> String {
    let mut hasher = DefaultHasher::new();
    route.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROUTE: &str = "POST /channels/{channel}/messages";

    #[test]
    fn a_bucket_empties_per_major_parameter_and_fills_again() {
        let mut limiter = Limiter::new(RateLimits::Discord);
        let at = Duration::from_secs;
        for _ in 0..5 {
            assert!(limiter.take(ROUTE, "1", true, at(0)).refused.is_none());
        }
        let (wait, global) = limiter.take(ROUTE, "1", true, at(1)).refused.unwrap();
        assert_eq!((wait, global), (at(4), false));
        assert!(limiter.take(ROUTE, "2", true, at(1)).refused.is_none());
        assert!(limiter.take(ROUTE, "1", true, at(2)).ignored_wait);
        assert!(limiter.take(ROUTE, "1", true, at(5)).refused.is_none());
    }

    #[test]
    fn the_global_limit_spares_interaction_endpoints() {
        let mut limiter = Limiter::new(RateLimits::With { global: 2, routes: Vec::new() });
        for major in ["1", "2"] {
            assert!(limiter.take(ROUTE, major, true, Duration::ZERO).refused.is_none());
        }
        assert!(limiter.take(ROUTE, "3", true, Duration::ZERO).refused.unwrap().1);
        let callback = "POST /interactions/{interaction}/callback";
        assert!(limiter.take(callback, "t", false, Duration::ZERO).refused.is_none());
    }

    #[test]
    fn dead_buckets_are_swept() {
        let mut limiter = Limiter::new(RateLimits::Unlimited);
        for n in 0..50_000_u64 {
            limiter.take("POST /webhooks/{token}", &n.to_string(), false, Duration::from_millis(n * 10));
        }
        assert!(limiter.buckets.len() < 2 * SWEEP_AT);
    }
}
