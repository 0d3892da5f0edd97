//! `/audit`: who did what.

pub mod list;
