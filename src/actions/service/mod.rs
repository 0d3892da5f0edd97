//! `/service`: what is paid for regularly.

pub mod cancel;
pub mod ips;
pub mod label;
pub mod list;
pub mod methods;
pub(super) mod named;
pub mod relabel;
pub mod resources;
pub mod show;
pub mod upgrade;
pub mod upgrade_options;
