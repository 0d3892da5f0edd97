//! Hosted sites as the bot sees them, whatever the provider.

use super::ResourceRef;

/// A hosted site; what a provider does not tell is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Its reference.
    pub resource: ResourceRef,
    /// Its domain; foreign text.
    pub domain: String,
    /// What it is doing, in the provider's own word; foreign text.
    pub state: String,
    /// Its plan; foreign text.
    pub plan: Option<String>,
    /// Disk in use, MB.
    pub disk_used_mb: Option<u64>,
    /// Disk in all, MB.
    pub disk_limit_mb: Option<u64>,
    /// Its version of PHP; foreign text.
    pub php: Option<String>,
    /// Whether it has a certificate.
    pub has_certificate: Option<bool>,
    /// The name servers that its domain must point to; foreign text.
    pub nameservers: Vec<String>,
}

impl Site {
    /// Whether a state in the provider's word means that the site works.
    pub fn is_active(state: &str) -> bool {
        state.eq_ignore_ascii_case("active")
    }
}

/// A site that is to be created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSite {
    /// Its domain, in the form that stands in a URL: ASCII, lower case.
    pub domain: String,
    /// The plan of the account that it uses.
    pub plan: String,
    /// Its version of PHP.
    pub php: String,
}
