//! Servers, what they can be set up with, and the tasks that are queued for them.

use std::time::Duration;

use jiff::Timestamp;
use secrecy::SecretString;

use super::operation::Operation;
use crate::sandbox::provider::Pace;

/// What a server is rented as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// GHz.
    pub cpu: u64,
    /// MB.
    pub ram: u64,
    /// GB.
    pub quota: u64,
    /// Mbps.
    pub bandwidth: u64,
}

/// A server.
#[derive(Clone, Debug)]
pub struct Server {
    /// Its host name.
    pub domain: String,
    /// What it is rented as.
    pub sizes: Sizes,
    /// The machine that it runs on.
    pub node: String,
    /// Its address.
    pub ip: String,
    /// Disk in use, MB.
    pub disk_used: u64,
    /// Disk in all, MB.
    pub disk: u64,
    /// Memory in use, MB.
    pub memory_used: u64,
    /// Memory in all, MB.
    pub memory: u64,
    /// Its tasks, oldest first.
    pub tasks: Vec<Task>,
    /// Whether its tasks are never completed.
    pub stuck: bool,
}

/// A task for a server.
#[derive(Clone, Debug)]
pub struct Task {
    /// Its id.
    pub id: u64,
    /// What is done.
    pub command: Operation,
    /// With what: names and values.
    pub parameters: Vec<(&'static str, String)>,
    /// When it was queued.
    pub activated: Timestamp,
    /// When it is begun.
    pub assigned: Timestamp,
    /// When it is completed; none for one that never is.
    pub completed: Option<Timestamp>,
    /// The password that it sets.
    pub password: Option<SecretString>,
}

impl Task {
    /// A task that is queued now and takes as long as the pace says.
    pub(super) fn new(id: u64, command: Operation, now: Timestamp, pace: &Pace, stuck: bool) -> Self {
        let taking = match command {
            Operation::ServerRecreate => pace.provisioning,
            Operation::ServerReboot => pace.boot_time,
            _ => Duration::ZERO,
        };
        let assigned = now + pace.reaction;
        Task {
            id,
            command,
            parameters: Vec::new(),
            activated: now,
            assigned,
            completed: (!stuck).then_some(assigned + taking),
            password: None,
        }
    }
}

/// An operating system that a server can be set up with.
#[derive(Clone, Debug)]
pub struct System {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// `64-bit` or `32-bit`.
    pub arch: String,
    /// The web page of its makers.
    pub url: String,
    /// What it costs beside the server.
    pub price: Option<String>,
    /// The memory that it needs, MB.
    pub min_ram: Option<String>,
}
