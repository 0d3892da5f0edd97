//! What the simulator writes down: REST requests, gateway frames, and broken rules.

use std::time::Duration;

use serde_json::Value;

/// One REST request of the bot, and its answer.
#[derive(Clone, Debug)]
pub struct Request {
    /// When it came, on the simulator's clock.
    pub at: Duration,
    /// The method.
    pub method: String,
    /// The path without `/api/vN`.
    pub path: String,
    /// The query string.
    pub query: String,
    /// The headers; the value of `authorization` is reduced to its scheme.
    pub headers: Vec<(String, String)>,
    /// The JSON body (or `payload_json`).
    pub body: Value,
    /// The names of the files sent along.
    pub files: Vec<String>,
    /// The status of the answer; none while it is held, or when the connection was dropped.
    pub status: Option<u16>,
    /// The JSON body of the answer.
    pub answer: Value,
}

/// The direction of a gateway frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the bot to Discord.
    FromBot,
    /// From Discord to the bot.
    ToBot,
}

/// One frame on a gateway connection.
#[derive(Clone, Debug)]
pub struct Frame {
    /// When, on the simulator's clock.
    pub at: Duration,
    /// The number of the connection.
    pub connection: u64,
    /// Who sent it.
    pub direction: Direction,
    /// The frame; tokens are left out.
    pub payload: Value,
}

/// A rule of Discord that the bot broke.
#[derive(Clone, Debug)]
pub struct Violation {
    /// When, on the simulator's clock.
    pub at: Duration,
    /// Which rule: `late_callback`, `second_response`, `response_type`, `form`, `allowed_mentions`, `unauthorized`,
    /// `permission`, `unknown`, `retry_after`, `gateway`, `no_answer`, `user_agent`.
    pub rule: &'static str,
    /// What happened.
    pub text: String,
}
