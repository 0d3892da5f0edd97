//! `/access`: rights.

pub mod whoami;
