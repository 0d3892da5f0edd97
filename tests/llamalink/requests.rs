//! Requests as they come in, whole, and how they should be.

use std::collections::BTreeMap;

use hostmaster::sandbox::llamalink as sim;
use serde_json::Value;

use super::Account;

/// A request as it came in: method, path and query, headers, body.
pub type Seen = (String, String, BTreeMap<String, String>, String);

/// Every request that came in, in order.
pub fn seen(account: &Account) -> Vec<Seen> {
    account.sim.requests().iter().map(whole).collect()
}

fn whole(request: &sim::RecordedRequest) -> Seen {
    let target = match &request.query {
        Some(query) => format!("{}?{query}", request.path),
        None => request.path.clone(),
    };
    let header = |(name, value): (&reqwest::header::HeaderName, &reqwest::header::HeaderValue)| {
        (name.to_string(), value.to_str().unwrap().to_owned())
    };
    let body = String::from_utf8(request.body.to_vec()).unwrap();
    (request.method.to_string(), target, request.headers.iter().map(header).collect(), body)
}

/// The request that asks for the path without a key.
pub fn get_without_key(account: &Account, path: &str) -> Seen {
    let headers = [
        ("accept", "application/json".to_owned()),
        ("cache-control", "no-store".to_owned()),
        ("host", account.sim.address().to_string()),
        ("user-agent", format!("hostmaster/{}", env!("CARGO_PKG_VERSION"))),
    ];
    let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    ("GET".to_owned(), path.to_owned(), headers, String::new())
}

/// The request that asks for the path.
pub fn get(account: &Account, path: &str) -> Seen {
    let mut request = get_without_key(account, path);
    request.2.insert("authorization".to_owned(), format!("Bearer {}", sim::DOCUMENTED_KEY));
    request
}

/// The request that sends the body to the path.
pub fn post(account: &Account, path: &str, body: &Value) -> Seen {
    let mut request = get(account, path);
    (request.0, request.3) = ("POST".to_owned(), body.to_string());
    request.2.insert("content-type".to_owned(), "application/json".to_owned());
    request.2.insert("content-length".to_owned(), request.3.len().to_string());
    request
}

/// The request that buys under the id.
pub fn purchase(account: &Account, path: &str, id: &str, body: &Value) -> Seen {
    let mut request = post(account, path, body);
    request.2.insert("x-provision-op-id".to_owned(), id.to_owned());
    request
}
