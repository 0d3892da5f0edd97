//! `/vps`: servers.

pub mod create;
pub mod credentials;
pub(super) mod deed;
pub mod destroy;
pub mod hostname;
pub mod list;
pub mod metrics;
pub mod password;
pub mod reinstall;
pub mod reset;
pub mod resize;
pub mod restart;
pub mod show;
pub mod shutdown;
pub mod start;
pub mod stop;
pub mod tasks;
pub mod templates;

use serde::Deserialize;

/// The arguments of a verb on one server.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneServer {
    pub(super) server: String,
}
