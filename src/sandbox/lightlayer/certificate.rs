//! Certificates.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
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

/// The common name that a signing request asks for; nothing when the text is no request.
pub(super) fn requested_name(pem: &str) -> Option<String> {
    let body = pem.split_once("CERTIFICATE REQUEST-----")?.1.split_once("-----END")?.0;
    let bytes = BASE64.decode(body.split_whitespace().collect::<String>()).ok()?;
    // A sequence somewhere inside, of the number of "common name" and a text.
    let at = bytes.windows(5).position(|window| window == [0x06, 0x03, 0x55, 0x04, 0x03])? + 5;
    let length = usize::from(*bytes.get(at + 1)?);
    String::from_utf8(bytes.get(at + 2..at + 2 + length)?.to_vec()).ok()
}
