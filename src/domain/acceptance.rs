//! Acceptances: what a provider answers to a change that it carries out.

/// How a provider answered a change that it did not refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acceptance {
    /// It said that it was done.
    Confirmed,
    /// It took the request and said nothing about it: only another look tells whether it was done.
    Unconfirmed,
}
