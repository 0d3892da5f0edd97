//! `/account`: the accounts themselves.

pub mod list;
pub mod show;
