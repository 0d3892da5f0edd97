//! Accounts: who owns them, and how their providers are doing.

use std::time::Duration;

use jiff::Timestamp;

use super::Error;

/// Who owns an account; what a provider does not tell is `None`. All of it is foreign text, and most of it personal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// The provider's id for the owner.
    pub id: Option<String>,
    /// The login name.
    pub username: Option<String>,
    /// The name in real life.
    pub name: Option<String>,
    /// The mail address.
    pub email: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// What the owner is to the provider.
    pub role: Option<String>,
}

/// How an account's provider is doing.
#[derive(Clone, Debug)]
pub enum Condition {
    /// Nothing has been asked yet.
    Untried,
    /// It answers.
    Ok,
    /// It answers slowly.
    Slow {
        /// How long the last answer took.
        took: Duration,
    },
    /// It does not answer, or nothing that helps.
    Failing {
        /// When the first of the failures was seen.
        since: Timestamp,
        /// When the last one was seen.
        at: Timestamp,
        /// The last one.
        error: Box<Error>,
    },
}
