//! LightLayer's certificates.

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::types::{Frame, NO_WORD};
use crate::domain::ResourceRef;
use crate::domain::certificate::{self, CertificateRole};
use crate::domain::contact::{Person, PersonField};
use crate::providers::lenient;

/// With what a certificate begins and ends as text.
const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// What LightLayer calls what it tells of a person in a certificate.
const PERSON: [(&str, PersonField); 11] = [
    ("EmailAddress", PersonField::Email),
    ("FName", PersonField::FirstName),
    ("LName", PersonField::LastName),
    ("OrgName", PersonField::Company),
    ("Address1", PersonField::Address1),
    ("Address2", PersonField::Address2),
    ("City", PersonField::City),
    ("State", PersonField::State),
    ("PostalCode", PersonField::PostCode),
    ("Country", PersonField::Country),
    ("Phone", PersonField::Phone),
];

/// The same of an organisation.
const ORGANIZATION: [(&str, PersonField); 8] = [
    ("name", PersonField::Company),
    ("unit", PersonField::Unit),
    ("address1", PersonField::Address1),
    ("address2", PersonField::Address2),
    ("locality", PersonField::City),
    ("state", PersonField::State),
    ("postalcode", PersonField::PostCode),
    ("country", PersonField::Country),
];

/// The answer about one certificate.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Answer {
    #[serde(deserialize_with = "lenient::map")]
    pub service: Option<Certificate>,
}

/// A certificate; one of the list names nobody.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Certificate {
    #[serde(deserialize_with = "lenient::id")]
    pub id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    domain: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    status: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    cert_status: Option<String>,
    #[serde(deserialize_with = "lenient::local_time")]
    cert_expires: Option<DateTime>,
    #[serde(deserialize_with = "lenient::words")]
    cert_email: Option<String>,
    #[serde(deserialize_with = "lenient::date")]
    next_due: Option<Date>,
    #[serde(deserialize_with = "lenient::decimal")]
    total: Option<Decimal>,
    contacts: Option<Value>,
    organization: Option<Value>,
}

impl Certificate {
    /// How its service stands, in the portal's own word.
    pub fn into_status(self) -> Option<String> {
        self.status
    }

    /// Whether it can be one that was ordered for that domain and whose approval was asked for there: nothing that it
    /// tells says otherwise. What it was sold as does not count, since lists call that by other names than shops.
    pub fn can_be_for(&self, domain: Option<&str>, approver: &str) -> bool {
        let bare = |domain: &str| domain.trim().trim_start_matches("www.").to_lowercase();
        let is_for_it = match (self.domain.as_deref(), domain) {
            (Some(told), Some(wanted)) => bare(told) == bare(wanted),
            _ => true,
        };
        is_for_it && self.cert_email.as_deref().is_none_or(|told| told.trim().eq_ignore_ascii_case(approver))
    }

    pub fn into_domain(self, resource: ResourceRef, frame: &Frame) -> certificate::Certificate {
        certificate::Certificate {
            resource,
            domain: self.domain.unwrap_or_default(),
            product: self.name,
            state: self.status.unwrap_or_else(|| NO_WORD.to_owned()),
            issue_state: self.cert_status,
            expires: frame.moment(self.cert_expires),
            renews_on: self.next_due,
            price: frame.money(self.total, None),
        }
    }

    pub fn into_detail(mut self, resource: ResourceRef, frame: &Frame) -> certificate::CertificateDetail {
        let contacts = self.contacts.take().unwrap_or_default();
        let organization = self.organization.take().unwrap_or_default();
        let mut people = vec![(CertificateRole::Organization, person(&organization, &ORGANIZATION))];
        for role in [CertificateRole::Admin, CertificateRole::Billing, CertificateRole::Tech] {
            let told = contacts.get(role.as_str()).unwrap_or(&Value::Null);
            people.push((role, person(told, &PERSON)));
        }
        people.retain(|(_, person)| !person.0.is_empty());
        let approver = self.cert_email.take();
        certificate::CertificateDetail { certificate: self.into_domain(resource, frame), approver, people }
    }
}

/// What is told of somebody; `n/a` tells nothing.
fn person(told: &Value, names: &[(&str, PersonField)]) -> Person {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Told {
        #[serde(deserialize_with = "lenient::words")]
        text: Option<String>,
    }
    let text = |name: &str| {
        let told: Told = lenient::entry(&serde_json::json!({ "text": told.get(name)? }))?;
        told.text.filter(|text| !text.eq_ignore_ascii_case("n/a"))
    };
    Person(names.iter().filter_map(|(name, field)| Some((*field, text(name)?))).collect())
}

/// A certificate on sale.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Plan {
    #[serde(deserialize_with = "lenient::id")]
    pub id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    name: Option<String>,
    #[serde(deserialize_with = "periods")]
    periods: Vec<Period>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Period {
    #[serde(deserialize_with = "lenient::whole")]
    years: Option<u64>,
    #[serde(deserialize_with = "lenient::decimal")]
    price: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    renew: Option<Decimal>,
}

fn periods<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Period>, D::Error> {
    Ok(lenient::entries(deserializer)?.unwrap_or_default())
}

impl Plan {
    pub fn into_domain(self, resource: ResourceRef, frame: &Frame) -> certificate::CertificatePlan {
        let period = |period: Period| {
            Some(certificate::CertificatePeriod {
                years: period.years.filter(|years| *years > 0)?.try_into().ok()?,
                price: frame.money(period.price, None),
                renewal: frame.money(period.renew, None),
            })
        };
        certificate::CertificatePlan {
            name: self.name.unwrap_or_else(|| resource.id.clone()),
            resource,
            periods: self.periods.into_iter().filter_map(period).collect(),
        }
    }
}

/// A program that a certificate can be made for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Software {
    #[serde(deserialize_with = "lenient::id")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    name: Option<String>,
}

impl Software {
    /// The program; `None` without an id.
    pub fn into_domain(self) -> Option<certificate::Software> {
        let id = self.id?;
        Some(certificate::Software { name: self.name.unwrap_or_else(|| id.clone()), id })
    }
}

/// The certificates in an answer, which is their text or has it in some string; `None` when there are none.
///
/// Nothing else of the answer is passed on: whatever stands beside a certificate may be its key.
pub fn pem(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let found = match serde_json::from_str::<Value>(text) {
        Ok(answer) => within(&answer),
        Err(_) => certificates(text),
    };
    (!found.is_empty()).then(|| found.into_bytes())
}

fn within(value: &Value) -> String {
    match value {
        Value::String(text) => certificates(text),
        Value::Array(items) => items.iter().map(within).collect(),
        Value::Object(fields) => fields.values().map(within).collect(),
        _ => String::new(),
    }
}

fn certificates(text: &str) -> String {
    let mut found = String::new();
    for rest in text.split(BEGIN).skip(1) {
        let Some((body, _)) = rest.split_once(END) else { continue };
        let lines = body.lines().map(str::trim).filter(|line| !line.is_empty());
        let lines: Vec<_> = lines.collect();
        let is_plain = |line: &&str| {
            line.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
        };
        if !lines.is_empty() && lines.iter().all(is_plain) {
            found.push_str(&format!("{BEGIN}\n{}\n{END}\n", lines.join("\n")));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn certificates_are_found_in_text_and_in_strings_and_nothing_else_is_passed_on() {
        let one = format!("{BEGIN}\nMIIB+/8=\n{END}\n");
        let read = |bytes: &[u8]| pem(bytes).map(|pem| String::from_utf8(pem).unwrap());
        assert_eq!(read(one.as_bytes()).as_deref(), Some(one.as_str()));
        assert_eq!(read(one.replace('\n', "\r\n").as_bytes()).as_deref(), Some(one.as_str()));
        let key = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n";
        let both = format!("{key}junk\n{one}{one}{key}");
        assert_eq!(read(both.as_bytes()), Some(format!("{one}{one}")));
        let map = json!({"success": true, "crt": {"pem": both}}).to_string();
        assert_eq!(read(map.as_bytes()), Some(format!("{one}{one}")));
        let hostile = format!("{BEGIN}\n<script>\n{END}");
        for none in ["", "{}", "[]", "null", "<html>", key, BEGIN, &hostile] {
            assert_eq!(read(none.as_bytes()), None, "{none}");
        }
        assert_eq!(read(&[0xff, 0xfe]), None);
    }
}
