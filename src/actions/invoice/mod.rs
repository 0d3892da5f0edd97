//! `/invoice`: what the providers ask to be paid.

pub mod list;
pub mod pay;
pub mod show;
