//! Certificates.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;

use super::account::Client;

/// A certificate that was bought.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// The id of its service.
    pub id: u64,
    /// The domain that it is for.
    pub domain: String,
    /// What it was sold as.
    pub product: String,
    /// How its service stands once it is set up.
    pub status: String,
    /// It is `Pending` until then.
    pub active_from: Timestamp,
    /// How the certificate stands; empty until it is asked for.
    pub issue_status: String,
    /// When it ends to be valid.
    pub expires: DateTime,
    /// When it was ordered.
    pub created: Date,
    /// When it is paid for next.
    pub next_due: Date,
    /// What that costs.
    pub total: Decimal,
    /// Where its approval was asked for.
    pub approver: String,
    /// The request that it was made from.
    pub csr: String,
    /// The organisation that it is made out to.
    pub organization: String,
    /// Who answers for it.
    pub admin: Client,
    /// The certificate itself, once it is issued.
    pub pem: Option<String>,
}

impl Certificate {
    /// How its service stands at `now`.
    pub fn status(&self, now: Timestamp) -> &str {
        if now < self.active_from { "Pending" } else { &self.status }
    }
}

/// A certificate on sale.
#[derive(Clone, Debug)]
pub struct CertificateProduct {
    /// Its id.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// For how many years it is sold, and for how much each.
    pub periods: Vec<(u32, Decimal)>,
}
