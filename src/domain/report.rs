//! Reports of jobs: how far what was begun is, and what came of it.

use jiff::Timestamp;

use super::job::{Verdict, Watch};
use super::server::Server;
use super::site::Site;
use super::{Id, ProviderName, Target, UserId};

/// What was begun, and how far it is.
#[derive(Clone, Debug, PartialEq)]
pub struct JobReport {
    /// What is watched, and what was seen of it.
    pub watch: Watch,
    /// What it is done to, or in which account.
    pub target: Target,
    /// Its provider; `None` when the configuration no longer has the account.
    pub provider: Option<ProviderName>,
    /// Who asked.
    pub requester: UserId,
    /// How far it is.
    pub phase: JobPhase,
    /// What came of it, when it could be read.
    pub made: Option<Made>,
}

/// What came of a job.
#[derive(Clone, Debug, PartialEq)]
pub enum Made {
    /// A server that was bought.
    Server(Box<Server>),
    /// A site that was created.
    Site(Box<Site>),
}

/// How far a job is.
#[derive(Clone, Debug, PartialEq)]
pub enum JobPhase {
    /// The call was made, and is being watched.
    Watching {
        /// When the call was made.
        since: Timestamp,
        /// Whether the call's own answer was lost, so that it may not have been carried out.
        doubtful: bool,
    },
    /// The watch has ended.
    Ended {
        /// Seconds from the call to the verdict.
        after_seconds: u64,
        /// What was seen.
        verdict: Verdict,
        /// Whether the call's own answer was lost.
        doubtful: bool,
        /// The consent that is asked for anew, when the call was never begun.
        again: Option<Again>,
    },
}

/// A consent that is asked for anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Again {
    /// Its id, which the buttons carry.
    pub id: Id,
    /// When it ends.
    pub expires: Timestamp,
    /// Whether it was given again and nothing was sent, since the provider could not tell what it has begun.
    pub untold: bool,
}
