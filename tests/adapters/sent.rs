//! What reached a provider, taken apart: whatever is written into a request must stay within its place.

use std::fmt::Write as _;

use hostmaster::sandbox::provider::{Endpoint, RecordedRequest};
use reqwest::Url;
use serde_json::Value;

/// A request, taken apart: its method, the parts of its path, and the fields of its query and its body, decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    method: String,
    path: Vec<String>,
    fields: Vec<(String, String)>,
    headers: Vec<String>,
}

impl Sent {
    /// The request as the provider has received it.
    pub fn of<O: Endpoint>(request: &RecordedRequest<O>) -> Self {
        let decoded = |text: &str| {
            let mut url = Url::parse("http://localhost/").unwrap();
            // A part of a path, read as a field's value; a plus sign is one there.
            url.set_query(Some(&format!("x={}", text.replace('+', "%2B"))));
            url.query_pairs().next().map(|(_, value)| value.into_owned()).unwrap_or_default()
        };
        let mut fields = request.query.as_deref().map(pairs).unwrap_or_default();
        let body = std::str::from_utf8(&request.body).unwrap();
        match serde_json::from_str(body) {
            Ok(value) => flatten("", &value, &mut fields),
            Err(_) => fields.extend(pairs(body)),
        }
        let mut headers: Vec<_> = request.headers.keys().map(|name| name.as_str().to_owned()).collect();
        headers.retain(|name| name != "content-length" && name != "host");
        headers.sort();
        Sent {
            method: request.method.as_str().to_owned(),
            path: request.path.split('/').map(decoded).collect(),
            fields,
            headers,
        }
    }

    /// Whether it is the other one, but for the places where `text` stands in that.
    pub fn is_but_for(&self, other: &Sent, text: &str) -> bool {
        // Klikk wants a system's name and its version apart.
        let is_part = |theirs: &str| theirs.len() > 3 && text.contains(theirs);
        let same = |own: &str, theirs: &str| own == theirs || theirs.contains(text) || is_part(theirs);
        self.method == other.method
            && self.headers == other.headers
            && self.path.len() == other.path.len()
            && self.path.iter().zip(&other.path).all(|(own, theirs)| same(own, theirs))
            && self.fields.len() == other.fields.len()
            && self
                .fields
                .iter()
                .zip(&other.fields)
                .all(|((name, own), (known, theirs))| name == known && same(own, theirs))
    }

    /// What a field of the query or the body holds.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The request in one line, cut off: what people type can be long.
    pub fn line(&self) -> String {
        let mut line = format!("{} {}", self.method, self.path.join("/"));
        for (name, value) in &self.fields {
            write!(line, " {name}={value:?}").unwrap();
        }
        line.chars().take(400).collect()
    }
}

fn pairs(text: &str) -> Vec<(String, String)> {
    let mut url = Url::parse("http://localhost/").unwrap();
    url.set_query(Some(text));
    url.query_pairs().into_owned().collect()
}

/// The leaves of a JSON value, each with the way to it.
fn flatten(way: &str, value: &Value, fields: &mut Vec<(String, String)>) {
    match value {
        Value::Object(map) => {
            fields.push((format!("{way}{{}}"), map.len().to_string()));
            map.iter().for_each(|(name, value)| flatten(&format!("{way}.{name}"), value, fields));
        }
        Value::Array(entries) => {
            fields.push((format!("{way}[]"), entries.len().to_string()));
            entries.iter().for_each(|entry| flatten(&format!("{way}[]"), entry, fields));
        }
        Value::String(text) => fields.push((way.to_owned(), text.clone())),
        other => fields.push((way.to_owned(), other.to_string())),
    }
}
