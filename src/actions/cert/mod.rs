//! `/cert`: certificates.

pub mod download;
pub mod list;
pub mod order;
pub mod plans;
pub mod show;
pub mod software;

use serde::Deserialize;

/// The arguments of a verb on one certificate.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneCertificate {
    cert: String,
}
