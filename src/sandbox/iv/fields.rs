//! The fields of a request, which come in the query or as a form.

use std::collections::BTreeMap;

use reqwest::Url;

/// What a request says, decoded; of a field that comes twice, the last.
#[derive(Debug, Default)]
pub(super) struct Fields(BTreeMap<String, String>);

impl Fields {
    /// The fields of a query and of a form together.
    pub(super) fn of(query: Option<&str>, body: &[u8]) -> Self {
        let body = String::from_utf8_lossy(body);
        let texts = [query.unwrap_or_default(), &body];
        Fields(texts.into_iter().flat_map(decoded).collect())
    }

    /// A field, if it is there and not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// A field that is a number.
    pub(super) fn number(&self, name: &str) -> Option<u64> {
        self.get(name)?.parse().ok()
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
    fn fields_come_in_the_query_or_as_a_form() {
        let fields = Fields::of(Some("nick=a%26b&command=version&id=+7&empty="), b"password=p%2B+q&id=3");
        assert_eq!(fields.get("nick"), Some("a&b"));
        assert_eq!(fields.get("password"), Some("p+ q"));
        assert_eq!(fields.number("id"), Some(3));
        assert_eq!((fields.get("empty"), fields.get("count")), (None, None));
    }
}
