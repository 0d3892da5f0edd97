//! The fields of a request, which come in the query, as a form or as a JSON map.

use std::collections::BTreeMap;

use reqwest::Url;
use serde_json::{Map, Value};

/// What a request says, decoded; of a field that comes twice, the last.
#[derive(Debug, Default)]
pub(in crate::sandbox) struct Fields(BTreeMap<String, String>);

impl Fields {
    /// The fields of a query and of a body together.
    pub(in crate::sandbox) fn of(query: Option<&str>, body: &[u8]) -> Self {
        let in_body = match serde_json::from_slice::<Map<String, Value>>(body) {
            Ok(map) => map.into_iter().filter_map(|(name, value)| Some((name, scalar(&value)?))).collect(),
            Err(_) => decoded(&String::from_utf8_lossy(body)),
        };
        Fields(decoded(query.unwrap_or_default()).into_iter().chain(in_body).collect())
    }

    /// A field, if it is there and not empty.
    pub(in crate::sandbox) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// A field that is a number.
    pub(in crate::sandbox) fn number(&self, name: &str) -> Option<u64> {
        self.get(name)?.parse().ok()
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn decoded(fields: &str) -> Vec<(String, String)> {
    let Ok(mut url) = Url::parse("form:///") else { return Vec::new() };
    url.set_query(Some(fields));
    url.query_pairs().into_owned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_come_in_the_query_as_a_form_or_as_json() {
        let fields = Fields::of(Some("nick=a%26b&command=version&id=+7&empty="), b"password=p%2B+q&id=3");
        assert_eq!(fields.get("nick"), Some("a&b"));
        assert_eq!(fields.get("password"), Some("p+ q"));
        assert_eq!(fields.number("id"), Some(3));
        assert_eq!((fields.get("empty"), fields.get("count")), (None, None));
        let fields = Fields::of(Some("action=balance"), br#"{"cid":777,"key":"a&b","list":[1]}"#);
        assert_eq!((fields.get("action"), fields.get("key")), (Some("balance"), Some("a&b")));
        assert_eq!((fields.number("cid"), fields.get("list")), (Some(777), None));
    }
}
