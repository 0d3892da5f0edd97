//! The providers: what they share, and one folder for each.

pub mod http;
