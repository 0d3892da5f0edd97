//! `/ticket ...`: what an account and the provider's staff write to each other.

pub mod attachment;
pub mod close;
mod deed;
pub mod departments;
pub mod list;
pub mod open;
pub mod reopen;
pub mod reply;
pub mod show;
