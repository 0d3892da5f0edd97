//! `/access`: rights.

pub mod whoami;
pub mod why;
