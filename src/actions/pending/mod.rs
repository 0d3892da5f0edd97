//! `/pending`: what is not over.

pub mod list;
