//! `/notice ...`: what a provider tells an account, and what it says about its own state.

pub mod ack;
pub mod list;
pub mod status;
pub mod statuses;
