//! Tasks: the work on a server that a provider queues, and keeps a list of.

use jiff::Timestamp;

use super::Operation;

/// A task as its provider tells of it; what it does not tell is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// The provider's id for it.
    pub id: String,
    /// What is done, in the provider's own word; foreign text.
    pub command: String,
    /// When it was queued.
    pub queued: Option<Timestamp>,
    /// When it was begun.
    pub begun: Option<Timestamp>,
    /// When it ended, well or not.
    pub finished: Option<Timestamp>,
}

/// Which task is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskWanted {
    /// The one of this id.
    Id(String),
    /// The one for the operation that was asked for then.
    Since {
        /// The operation.
        operation: Operation,
        /// The moment.
        moment: Timestamp,
    },
}
