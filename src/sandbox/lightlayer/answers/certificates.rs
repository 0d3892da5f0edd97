//! Certificates, and what is on sale of them.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::{Call, Refusal, Result, amount, date_time, id, money, ok};
use crate::sandbox::lightlayer::certificate::{Certificate, CertificateProduct};
use crate::sandbox::lightlayer::state::State;
use crate::sandbox::provider::Reply;

const UNKNOWN: &str = "service_not_found";

pub(super) fn list(state: &State) -> Reply {
    let certificates: Vec<_> = state.certificates.values().map(summary).collect();
    ok(&json!({"sslservices": certificates}))
}

fn summary(certificate: &Certificate) -> Value {
    json!({
        "id": certificate.id.to_string(),
        "domain": certificate.domain,
        "total": money(certificate.total),
        "status": certificate.status,
        "billingcycle": "Annually",
        "next_due": certificate.next_due.to_string(),
        "category": "GoGetSSL",
        "category_url": "gogetssl",
        "name": certificate.product,
        "cert_email": certificate.approver,
        "cert_status": certificate.issue_status,
        "cert_expires": date_time(certificate.expires),
    })
}

fn known<'s>(state: &'s State, call: &Call) -> Result<&'s Certificate> {
    state.certificates.get(&id(call, UNKNOWN)?).ok_or_else(|| Refusal::not_found(UNKNOWN))
}

pub(super) fn show(state: &State, call: &Call) -> Result<Reply> {
    let certificate = known(state, call)?;
    let admin = &certificate.admin;
    let contact = json!({
        "FName": admin.firstname,
        "LName": admin.lastname,
        "City": admin.city,
        "State": admin.state,
        "PostalCode": admin.postcode,
        "EmailAddress": admin.email,
        "Country": admin.country,
        "Address1": admin.address1,
        "Address2": admin.address2,
        // A number, in the documentation.
        "Phone": 24_123_223,
        "OrgName": "n/a",
        "PreFix": 1,
        "JobTitle": "n/a",
    });
    let mut service = summary(certificate);
    let more = json!({
        "date_created": certificate.created.to_string(),
        "firstpayment": money(certificate.total),
        "next_invoice": certificate.next_due.to_string(),
        "label": "",
        "csr": certificate.csr,
        "contacts": {"admin": contact, "billing": [], "tech": []},
        "organization": {
            "state": "Texas", "country": "US", "name": certificate.organization, "unit": "Dev",
            "locality": "SanAntonio", "postalcode": "n/a", "address2": "n/a", "address1": "n/a",
        },
        "software": "1",
    });
    if let (Value::Object(service), Value::Object(more)) = (&mut service, more) {
        service.extend(more);
    }
    Ok(ok(&json!({"service": service})))
}

pub(super) fn download(state: &State, call: &Call) -> Result<Reply> {
    let certificate = known(state, call)?;
    let pem = certificate.pem.as_ref().ok_or_else(|| Refusal::of_content("certificate_not_issued"))?;
    Ok(Reply::new(StatusCode::OK, "application/x-x509-ca-cert", pem.clone()))
}

pub(super) fn plans(state: &State) -> Reply {
    let products: Vec<_> = state.certificate_products.iter().map(product).collect();
    ok(&json!({"products": products}))
}

fn product(product: &CertificateProduct) -> Value {
    let period = |(years, price): &(u32, rust_decimal::Decimal)| json!({"years": years, "price": amount(*price), "renew": amount(*price)});
    json!({
        "id": product.id.to_string(),
        "name": product.name,
        "description": "",
        "periods": product.periods.iter().map(period).collect::<Vec<_>>(),
        "category": "SSL Certificates",
        "category_url": "sslcertificates",
    })
}

pub(super) fn software(state: &State, call: &Call) -> Result<Reply> {
    let id = id(call, "product_not_found")?;
    let known = state.certificate_products.iter().any(|product| product.id == id);
    if !known {
        return Err(Refusal::not_found("product_not_found"));
    }
    let program = |(id, name): (usize, &&str)| {
        Map::from_iter([("id".to_owned(), json!(id)), ("name".to_owned(), json!(name))])
    };
    let programs = ["AOL", "Apache-SSL (Ben-SSL, not Stronghold)"];
    Ok(ok(&json!({"software": programs.iter().enumerate().map(program).collect::<Vec<_>>()})))
}
