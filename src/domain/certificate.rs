//! Certificates: what sites show to their visitors, and what can be bought of them.

mod request;

use jiff::Timestamp;
use jiff::civil::Date;

pub use request::{NotARequest, SigningRequest};

use super::contact::Person;
use super::ticket::File;
use super::{Money, ResourceRef};

/// A certificate; what a provider does not tell is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Its reference.
    pub resource: ResourceRef,
    /// The domain that it is for; foreign text.
    pub domain: String,
    /// What it was sold as; foreign text.
    pub product: Option<String>,
    /// How what is paid for stands, in the provider's own word; foreign text.
    pub state: String,
    /// How the certificate itself stands, in the provider's own word; foreign text.
    pub issue_state: Option<String>,
    /// When it ends to be valid.
    pub expires: Option<Timestamp>,
    /// When it is paid for next.
    pub renews_on: Option<Date>,
    /// What that costs.
    pub price: Option<Money>,
}

/// What somebody named in a certificate is to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateRole {
    /// The organisation that it is made out to.
    Organization,
    /// Who answers for it.
    Admin,
    /// Who pays for it.
    Billing,
    /// Who installs it.
    Tech,
}

impl CertificateRole {
    /// The role in a word, as texts select by it.
    pub const fn as_str(self) -> &'static str {
        match self {
            CertificateRole::Organization => "organization",
            CertificateRole::Admin => "admin",
            CertificateRole::Billing => "billing",
            CertificateRole::Tech => "tech",
        }
    }
}

/// A certificate with whom it is made out to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateDetail {
    /// The certificate.
    pub certificate: Certificate,
    /// Where its approval was asked for; foreign text.
    pub approver: Option<String>,
    /// Who is named in it or for it.
    pub people: Vec<(CertificateRole, Person)>,
}

/// A certificate on sale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificatePlan {
    /// Its reference.
    pub resource: ResourceRef,
    /// Its name; foreign text.
    pub name: String,
    /// For how many years it is sold, and for how much each.
    pub periods: Vec<CertificatePeriod>,
}

/// For how long a certificate is sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertificatePeriod {
    /// The years.
    pub years: u32,
    /// What it costs at first.
    pub price: Option<Money>,
    /// What it costs to renew it.
    pub renewal: Option<Money>,
}

/// A program that a certificate can be made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Software {
    /// The provider's id for it.
    pub id: String,
    /// Its name; foreign text.
    pub name: String,
}

/// A certificate as a file.
#[derive(Clone, Debug)]
pub struct CertificateFile {
    /// The certificate's reference.
    pub certificate: ResourceRef,
    /// Its PEM text, without anything that is no certificate.
    pub file: File,
}
