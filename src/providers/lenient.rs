//! Reading what providers send as tolerantly as is safe: a field of another type is a fact that is not told.
//!
//! Nothing here fails and nothing panics. The functions that take a deserializer are for `#[serde(deserialize_with)]`
//! beside `#[serde(default)]`.

use std::net::IpAddr;

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::domain::resource::is_plain_id;

/// The entries of a list: an array, a map with the array under `items` or `data`, or what PHP makes of an array (an
/// empty map, or one whose keys are numbers). `None`: it is no list at all.
pub fn list(value: &Value) -> Option<Vec<&Value>> {
    match value {
        Value::Array(entries) => Some(entries.iter().collect()),
        Value::Object(map) if map.keys().all(|key| key.bytes().all(|byte| byte.is_ascii_digit())) => {
            Some(map.values().collect())
        }
        Value::Object(map) => ["items", "data"].into_iter().find_map(|key| match map.get(key)? {
            Value::Array(entries) => Some(entries.iter().collect()),
            _ => None,
        }),
        _ => None,
    }
}

/// A map read as `T`; `None` when it is no map.
pub fn entry<T: DeserializeOwned>(value: &Value) -> Option<T> {
    if value.is_object() { T::deserialize(value).ok() } else { None }
}

/// A map inside a map; anything else, such as PHP's `[]` for an empty one, is `None`.
pub fn map<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Option<T>, D::Error> {
    Ok(entry(&Value::deserialize(deserializer)?))
}

/// Text; a number or a truth value is taken as it is written.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(to_text(&Value::deserialize(deserializer)?))
}

/// An id that can go into a path, from a string or a whole number.
pub fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(to_id(&Value::deserialize(deserializer)?))
}

/// An exact number, from a number or a string.
pub fn decimal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
    Ok(to_decimal(&Value::deserialize(deserializer)?))
}

/// A whole number that is not negative, from any number or a string; a fraction is cut off.
pub fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    Ok(to_decimal(&Value::deserialize(deserializer)?).and_then(|number| number.trunc().to_u64()))
}

/// A date, alone or at the beginning of a time; `0000-00-00` is none.
pub fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let day = value.as_str().map(str::trim).and_then(|text| text.get(..10));
    // jiff knows the year 0, which only ever means that nothing was told.
    Ok(day.and_then(|day| day.parse::<Date>().ok()).filter(|date| date.year() > 0))
}

/// IP addresses, from a list or one string; what is none is left out.
pub fn addresses<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<IpAddr>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let entries = list(&value).unwrap_or_else(|| vec![&value]);
    Ok(entries.into_iter().filter_map(|entry| entry.as_str()?.trim().parse().ok()).collect())
}

/// The beginning of a foreign text, fit for one line of a log: without characters that control a terminal or the
/// direction of writing, and with every run of white space as one space.
pub fn excerpt(text: &str, characters: usize) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    };
    let mut line = String::new();
    let words = text.split(char::is_whitespace).map(|word| word.replace(hidden, ""));
    for word in words.filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    line.chars().take(characters).collect()
}

fn to_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn to_id(value: &Value) -> Option<String> {
    let id = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(_) => {
            let number = to_decimal(value)?.normalize();
            (number.scale() == 0).then(|| number.to_string())?
        }
        _ => return None,
    };
    is_plain_id(&id).then_some(id)
}

fn to_decimal(value: &Value) -> Option<Decimal> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        // The shortest digits that mean the same float: what the provider wrote, for money of any real size.
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    text.parse().or_else(|_| Decimal::from_scientific(&text)).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[derive(Debug, Default, Deserialize)]
    #[serde(default)]
    struct Everything {
        #[serde(deserialize_with = "text")]
        text: Option<String>,
        #[serde(deserialize_with = "id")]
        id: Option<String>,
        #[serde(deserialize_with = "decimal")]
        decimal: Option<Decimal>,
        #[serde(deserialize_with = "whole")]
        whole: Option<u64>,
        #[serde(deserialize_with = "date")]
        date: Option<Date>,
        #[serde(deserialize_with = "addresses")]
        addresses: Vec<IpAddr>,
        #[serde(deserialize_with = "map")]
        map: Option<Box<Everything>>,
    }

    fn everything(value: &Value) -> Everything {
        let fields = ["text", "id", "decimal", "whole", "date", "addresses", "map"];
        let map: serde_json::Map<_, _> =
            fields.into_iter().map(|name| (name.to_owned(), value.clone())).collect();
        entry(&Value::Object(map)).unwrap()
    }

    #[test]
    fn numbers_are_read_from_numbers_and_strings() {
        for (value, number) in [
            (json!(89), "89"),
            (json!(362.4), "362.4"),
            (json!("54.00"), "54.00"),
            (json!(" 7 "), "7"),
            (json!(1e3), "1000"),
            (json!("1.5e2"), "150"),
            (json!(-3), "-3"),
        ] {
            assert_eq!(everything(&value).decimal, Some(number.parse().unwrap()), "{value}");
        }
        for value in [json!(null), json!("many"), json!(""), json!([1]), json!({}), json!(true), json!(1e300)]
        {
            assert_eq!(everything(&value).decimal, None, "{value}");
        }
    }

    #[test]
    fn whole_numbers_lose_their_fraction_and_are_not_negative() {
        for (value, number) in [
            (json!(86400), Some(86400)),
            (json!(86400.9), Some(86400)),
            (json!("86400"), Some(86400)),
            (json!(-1), None),
        ] {
            assert_eq!(everything(&value).whole, number, "{value}");
        }
    }

    #[test]
    fn ids_are_plain_and_numbers_among_them_whole() {
        for (value, id) in [
            (json!(42), Some("42")),
            (json!(42.0), Some("42")),
            (json!("42"), Some("42")),
            (json!("301.1374"), Some("301.1374")),
            (json!(42.5), None),
            (json!(-4), Some("-4")),
            (json!("../x"), None),
            (json!(""), None),
            (json!(null), None),
            (json!(true), None),
        ] {
            assert_eq!(everything(&value).id.as_deref(), id, "{value}");
        }
    }

    #[test]
    fn dates_that_mean_nothing_are_none() {
        let day = Some(jiff::civil::date(2026, 6, 1));
        for (value, date) in [
            (json!("2026-06-01"), day),
            (json!("2026-06-01T00:00:00Z"), day),
            (json!("2026-06-01 10:00:00"), day),
            (json!("0000-00-00"), None),
            (json!("0000-01-01"), None),
            (json!("2026-02-30"), None),
            (json!("שלום שלום"), None),
            (json!(1_780_272_000), None),
        ] {
            assert_eq!(everything(&value).date, date, "{value}");
        }
    }

    #[test]
    fn addresses_that_are_none_are_left_out() {
        let read = |value| everything(&value).addresses.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(
            read(json!(["203.0.113.50", "nowhere", null, 7, "2001:db8::1"])),
            ["203.0.113.50", "2001:db8::1"]
        );
        assert_eq!(read(json!("203.0.113.50")), ["203.0.113.50"]);
        assert_eq!(read(json!({"0": "203.0.113.50"})), ["203.0.113.50"]);
        assert!(read(json!(null)).is_empty());
    }

    #[test]
    fn lists_are_known_in_every_form_and_nothing_else_is_one() {
        let length = |value: Value| list(&value).map(|entries| entries.len());
        assert_eq!(length(json!([1, 2])), Some(2));
        assert_eq!(length(json!({"items": [1, 2, 3]})), Some(3));
        assert_eq!(length(json!({"1": "a", "2": "b"})), Some(2));
        assert_eq!(length(json!([])), Some(0));
        assert_eq!(length(json!({})), Some(0));
        for value in [
            json!(null),
            json!("[]"),
            json!(3),
            json!({"error": "closed"}),
            json!({"items": "none"}),
            json!({"items": {}}),
        ] {
            assert_eq!(length(value.clone()), None, "{value}");
        }
    }

    #[test]
    fn an_empty_list_in_place_of_a_map_is_no_map() {
        assert!(everything(&json!([])).map.is_none());
        assert!(everything(&json!({"text": 7})).map.is_some_and(|map| map.text.as_deref() == Some("7")));
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".{0,12}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((".{0,6}", inner), 0..4)
                    .prop_map(|entries| Value::Object(entries.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_value_makes_reading_panic(value in any_json()) {
            let read = everything(&value);
            prop_assert!(read.id.is_none_or(|id| is_plain_id(&id)));
            let _ = list(&value);
        }
    }
}
