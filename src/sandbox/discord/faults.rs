//! Faults to order: answers, delays and broken connections on REST, and accidents on the gateway.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Whose limit a scripted 429 speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The bot's own bucket.
    User,
    /// The bot's global limit.
    Global,
    /// The resource's limit, shared with others; it does not count as an invalid request.
    Shared,
}

/// What goes wrong with a REST request.
#[derive(Clone, Debug)]
pub enum Trouble {
    /// 429, nothing processed.
    RateLimited {
        /// The seconds to wait.
        retry_after: f64,
        /// Whose limit.
        scope: Scope,
    },
    /// A status with Discord's short JSON body, nothing processed.
    Status(u16),
    /// A status with Discord's short JSON body, after the effect happened.
    StatusAfter(u16),
    /// Waits before processing.
    Delay(Duration),
    /// Processes at once and waits before answering.
    DelayAnswer(Duration),
    /// Never processes and never answers.
    Hang,
    /// Processes and never answers.
    HangAfter,
    /// Closes the connection, nothing processed.
    DropBefore,
    /// Closes the connection after the effect happened.
    DropAfter,
    /// Answers something that is not Discord's, nothing processed.
    Garbage {
        /// The status.
        status: u16,
        /// The content type.
        content_type: String,
        /// The body.
        body: String,
    },
}

/// A fault to order: which requests it hits, how often, and what happens to them.
#[derive(Clone, Debug)]
pub struct Fault {
    method: Option<String>,
    path: String,
    skip: u32,
    times: u32,
    trouble: Trouble,
}

impl Fault {
    /// A fault for one request on a method (`*` for any) and a path without `/api/vN`, in which `*` stands for anything.
    pub fn on(method: &str, path: &str, trouble: Trouble) -> Self {
        let method = (method != "*").then(|| method.to_owned());
        Self { method, path: path.to_owned(), skip: 0, times: 1, trouble }
    }

    /// Hits this many requests instead of one.
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// Hits every request.
    pub fn always(self) -> Self {
        self.times(u32::MAX)
    }

    /// Lets this many matching requests pass first.
    pub fn after(mut self, skip: u32) -> Self {
        self.skip = skip;
        self
    }
}

/// A handle on an ordered fault: says how often it struck.
#[derive(Clone, Debug)]
pub struct Ordered {
    pub(super) id: u64,
    hits: Arc<AtomicU32>,
}

impl Ordered {
    /// How many requests it hit.
    pub fn hits(&self) -> u32 {
        self.hits.load(Ordering::Relaxed)
    }
}

/// An accident on every live gateway connection.
#[derive(Clone, Copy, Debug)]
pub enum GatewayFault {
    /// Sends op 7: reconnect and resume.
    Reconnect,
    /// Sends op 9: the session is invalid, resumable or not.
    InvalidSession {
        /// Whether the client may try to resume.
        resumable: bool,
    },
    /// Closes with a code.
    Close(u16),
    /// Closes without a code.
    CloseWithoutCode,
    /// Drops the TCP connection without a word.
    Drop,
    /// Holds back all events for this long.
    Delay(Duration),
    /// Says nothing more and acknowledges no heartbeat, but keeps the connection open.
    Silence,
}

#[derive(Debug)]
pub(super) struct FaultRule {
    pub id: u64,
    fault: Fault,
    hits: Arc<AtomicU32>,
}

impl FaultRule {
    pub fn new(id: u64, fault: Fault) -> (Self, Ordered) {
        let hits = Arc::new(AtomicU32::new(0));
        (Self { id, fault, hits: Arc::clone(&hits) }, Ordered { id, hits })
    }

    fn strike(&mut self, method: &str, path: &str) -> Option<Trouble> {
        let fault = &mut self.fault;
        let hit = fault.method.as_deref().is_none_or(|m| m == method) && glob(&fault.path, path);
        if !hit || fault.times == 0 {
            return None;
        }
        if fault.skip > 0 {
            fault.skip -= 1;
            return None;
        }
        if fault.times != u32::MAX {
            fault.times -= 1;
        }
        self.hits.fetch_add(1, Ordering::Relaxed);
        Some(fault.trouble.clone())
    }
}

/// The first fault that hits the request; those that are used up are forgotten.
pub(super) fn strike(rules: &mut Vec<FaultRule>, method: &str, path: &str) -> Option<Trouble> {
    let trouble = rules.iter_mut().find_map(|rule| rule.strike(method, path));
    rules.retain(|rule| rule.fault.times > 0);
    trouble
}

/// Matches `*` against any run of characters.
pub(super) fn glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let mut open = false;
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        open = true;
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    open || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_matches_the_whole_path() {
        assert!(glob("/interactions/*/callback", "/interactions/1/tok/callback"));
        assert!(glob("/gateway/bot", "/gateway/bot"));
        assert!(!glob("/gateway", "/gateway/bot"));
        assert!(glob("*", "/anything"));
        assert!(!glob("/channels/*/messages", "/channels/1/messages/2"));
        assert!(glob("/channels/*/messages/*", "/channels/1/messages/2"));
    }

    #[test]
    fn a_fault_strikes_as_often_as_ordered_and_not_before_its_turn() {
        let (rule, ordered) = FaultRule::new(1, Fault::on("GET", "/x", Trouble::Hang).times(2).after(1));
        let mut rules = vec![rule];
        assert!(strike(&mut rules, "POST", "/x").is_none());
        assert!(strike(&mut rules, "GET", "/x").is_none());
        assert!(strike(&mut rules, "GET", "/x").is_some());
        assert!(strike(&mut rules, "GET", "/x").is_some());
        assert!(strike(&mut rules, "GET", "/x").is_none());
        assert_eq!(ordered.hits(), 2);
        assert!(rules.is_empty());
    }
}
