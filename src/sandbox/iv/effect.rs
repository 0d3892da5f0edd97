//! What happens at the simulated IV by request.

use serde_json::{Value, json};

use super::operation::Operation;
use crate::sandbox::provider::Happening;

/// A task that was queued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The task.
    pub task: u64,
    /// The server that it is for.
    pub server: u64,
    /// What is done.
    pub command: Operation,
}

impl Happening for Effect {
    fn to_json(&self) -> Value {
        json!({"kind": self.command.command(), "server": self.server, "task": self.task})
    }
}
