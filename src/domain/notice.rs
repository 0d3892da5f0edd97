//! Notices: what a provider tells an account, and what it tells everybody about its own state.

use jiff::Timestamp;

use super::ResourceRef;

/// A notice to the account; what a provider does not tell is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its reference; one without an id can be read and not acknowledged.
    pub resource: Option<ResourceRef>,
    /// What it says; foreign text.
    pub text: String,
    /// The kind of thing that it is about, in the provider's own word; foreign text.
    pub about: Option<String>,
    /// The provider's id for that thing.
    pub about_id: Option<String>,
    /// When it was posted.
    pub at: Option<Timestamp>,
    /// Whether it was acknowledged.
    pub is_read: Option<bool>,
}

/// What a provider says about its own state: an incident, a maintenance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusItem {
    /// The provider's id for it.
    pub id: Option<String>,
    /// Its title; foreign text.
    pub title: String,
    /// How far it is, in the provider's own word; foreign text.
    pub state: Option<String>,
    /// What it says; foreign text.
    pub text: Option<String>,
    /// When it was posted.
    pub at: Option<Timestamp>,
}
