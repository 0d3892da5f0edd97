//! Tasks: the work on a server that a provider queues, and keeps a list of.

use jiff::Timestamp;

use super::outcome::ResourceName;
use super::{Action, ProviderName};

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
    /// What came of it, line by line and without what is secret; foreign text.
    pub results: Vec<String>,
}

/// Which task is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskWanted {
    /// The one of this id.
    Id(String),
    /// The one for the action that was asked for then.
    Since {
        /// The action.
        action: Action,
        /// The moment.
        moment: Timestamp,
    },
}

/// What was and is done to a server.
#[derive(Clone, Debug)]
pub struct ServerTasks {
    /// The server.
    pub server: ResourceName,
    /// Its account's provider.
    pub provider: ProviderName,
    /// Its tasks, newest first.
    pub tasks: Vec<Task>,
}
