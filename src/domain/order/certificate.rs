//! Certificates as something that is bought.

use serde::{Deserialize, Serialize};

use super::Answers;
use crate::domain::ResourceRef;
use crate::domain::certificate::SigningRequest;

/// A certificate, as a person asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateWish {
    /// The provider's id for what is on sale.
    pub plan: String,
    /// What it is made from.
    pub request: SigningRequest,
    /// What else was chosen, by the ids of what the provider asks.
    pub answers: Answers,
}

/// A certificate that is bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCertificate {
    /// What is on sale.
    pub plan: ResourceRef,
    /// What it is sold as; foreign text.
    pub name: String,
    /// What it is made from.
    pub request: SigningRequest,
}
