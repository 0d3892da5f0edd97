//! Certificates, and what is on sale of them.

use axum::http::StatusCode;
use rand::Rng;
use serde_json::{Map, Value, json};

use super::{Answer, Call, Refusal, Result, amount, body, date_time, id, money, ok, text};
use crate::sandbox::lightlayer::account::Client;
use crate::sandbox::lightlayer::billing::Line;
use crate::sandbox::lightlayer::cart::whole;
use crate::sandbox::lightlayer::certificate::{Certificate, CertificateProduct, requested_name};
use crate::sandbox::lightlayer::effect::Effect;
use crate::sandbox::lightlayer::state::{State, in_days};
use crate::sandbox::provider::Reply;

const UNKNOWN: &str = "service_not_found";
/// The programs that certificates are made for, by their numbers.
const PROGRAMS: [&str; 2] = ["AOL", "Apache-SSL (Ben-SSL, not Stronghold)"];

pub(super) fn list(state: &State) -> Reply {
    let certificates: Vec<_> = state.certificates.values().map(|it| summary(state, it)).collect();
    ok(&json!({"sslservices": certificates}))
}

fn summary(state: &State, certificate: &Certificate) -> Value {
    json!({
        "id": certificate.id.to_string(),
        "domain": certificate.domain,
        "total": money(certificate.total),
        "status": certificate.status(state.clock.now()),
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
    let mut service = summary(state, certificate);
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
    Ok(ok(&json!({"software": PROGRAMS.iter().enumerate().map(program).collect::<Vec<_>>()})))
}

pub(super) fn order(state: &mut State, call: &Call) -> Result<Answer> {
    let body = body(call);
    let product = body.get("product_id").and_then(whole);
    let product = state.certificate_products.iter().find(|known| Some(known.id) == product).cloned();
    let product = product.ok_or_else(|| Refusal::not_found("product_not_found"))?;
    let years = body.get("years").and_then(whole);
    let period = product.periods.iter().find(|(sold, _)| Some(u64::from(*sold)) == years);
    let (years, price) = *period.ok_or_else(|| Refusal::of_content("wrong_period"))?;
    let request = text(&body, "csr").unwrap_or_default();
    let domain = requested_name(request).ok_or_else(|| Refusal::of_content("invalid_csr"))?;
    let approver = text(&body, "approver_email").filter(|address| address.contains('@'));
    let approver = approver.ok_or_else(|| Refusal::of_content("invalid_approver_email"))?.to_owned();
    let method = body.get("pay_method").and_then(whole).map(|method| method.to_string());
    if !method.is_some_and(|method| state.payment_methods.contains_key(&method)) {
        return Err(Refusal::of_content("wrong_payment_method"));
    }
    if body.get("software").is_some_and(|told| whole(told).is_none_or(|it| it >= PROGRAMS.len() as u64)) {
        return Err(Refusal::of_content("wrong_software"));
    }
    let admin: Client = match body.get("admin").map(|told| whole(told).and_then(|id| state.contacts.get(&id)))
    {
        Some(Some(contact)) => contact.client.clone(),
        Some(None) => return Err(Refusal::of_content("profile_not_found")),
        None => state.owner.client.clone(),
    };
    let id = state.next_service();
    let today = state.now().date();
    let days = 365 * i32::try_from(years).unwrap_or(1);
    let certificate = Certificate {
        id,
        domain: domain.clone(),
        product: product.name.clone(),
        status: "Active".to_owned(),
        active_from: state.clock.now() + state.pace.provisioning,
        issue_status: "Awaiting approval".to_owned(),
        expires: in_days(today, days).at(0, 0, 0, 0),
        created: today,
        next_due: in_days(today, days),
        total: price,
        approver,
        csr: request.to_owned(),
        organization: String::new(),
        admin,
        pem: None,
    };
    state.certificates.insert(id, certificate);
    let invoice = state.add_invoice(vec![Line::for_service(id, &product.name, price)], 7);
    let reply = ok(&json!({
        "order_num": rand::thread_rng().gen_range(100_000_000..1_000_000_000_u64),
        "invoice_id": invoice.to_string(),
        "total": money(price),
        "items": {"id": id.to_string(), "type": "Hosting", "name": domain, "product_id": product.id.to_string()},
    }));
    Ok(Answer { reply, effect: Some(Effect::CertificateOrdered { certificate: id, invoice, total: price }) })
}
