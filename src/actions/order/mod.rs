//! `/order`: purchases.

pub mod buy;
pub mod cancel;
pub mod custom;
pub mod install;
pub mod list;
pub mod plan;
pub mod plans;
pub(super) mod purchase;
pub mod quote;
pub mod status;
mod wish;
