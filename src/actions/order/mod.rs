//! `/order`: buying.

pub mod buy;
