//! `/service`: what is paid for regularly.

pub mod list;
pub mod show;
