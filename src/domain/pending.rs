//! What is not over: open questions, what is followed, and what never became known.

use jiff::Timestamp;

use super::{Action, Address, Target, UserId};

/// Something that is not over, or whose end could not be told where it was asked for.
#[derive(Clone, Debug)]
pub struct PendingItem {
    /// Who asked for it.
    pub user: UserId,
    /// What was asked for.
    pub action: Action,
    /// To what.
    pub target: Target,
    /// Where its message is.
    pub address: Address,
    /// What it waits for.
    pub state: PendingState,
}

/// What an item waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PendingState {
    /// A decision.
    Confirmation {
        /// When it can no longer be made.
        expires: Timestamp,
    },
    /// The provider: what was begun is followed.
    Followed {
        /// When the call was made.
        since: Timestamp,
        /// Whether the call's own answer was lost.
        doubtful: bool,
    },
    /// Nothing: what became of it is not known.
    Unknown {
        /// When the call was made.
        since: Timestamp,
    },
    /// Nothing: it has ended.
    Ended {
        /// When.
        at: Timestamp,
        /// How, in the audit's word.
        verdict: String,
    },
}
