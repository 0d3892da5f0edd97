//! Reading what providers send as tolerantly as is safe: a field of another type is a fact that is not told.
//!
//! Nothing here fails and nothing panics. The functions that take a deserializer are for `#[serde(deserialize_with)]`
//! beside `#[serde(default)]`.

use std::collections::BTreeMap;
use std::net::IpAddr;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
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

/// The maps of a list, in one of the forms that [`list`] knows; an entry that is no map tells nothing.
pub fn maps<T: DeserializeOwned + Default>(value: &Value) -> Option<Vec<T>> {
    let entries = list(value)?.into_iter();
    Some(entries.map(|value| entry(value).unwrap_or_default()).collect())
}

/// A map inside a map; anything else, such as PHP's `[]` for an empty one, is `None`.
pub fn map<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Option<T>, D::Error> {
    Ok(entry(&Value::deserialize(deserializer)?))
}

/// The maps of a list inside a map; `None` when it is no list.
pub fn entries<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(
    deserializer: D,
) -> Result<Option<Vec<T>>, D::Error> {
    Ok(maps(&Value::deserialize(deserializer)?))
}

/// Text; a number or a truth value is taken as it is written.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(to_text(&Value::deserialize(deserializer)?))
}

/// Text that says something: without white space at its ends, and not empty.
pub fn words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(to_words(&Value::deserialize(deserializer)?))
}

/// Texts that say something, from a list or one text; what is none is left out.
pub fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let entries = list(&value).unwrap_or_else(|| vec![&value]);
    Ok(entries.into_iter().filter_map(to_words).collect())
}

/// A truth value, alone or as PHP and forms write it: 1 and 0, "true" and "false".
pub fn truth<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    let text = to_text(&Value::deserialize(deserializer)?).unwrap_or_default();
    Ok(match text.trim().to_ascii_lowercase().as_str() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    })
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

/// A number that is finite, from a number or a string.
pub fn float<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    let number = match Value::deserialize(deserializer)? {
        Value::String(text) => text.trim().parse().ok(),
        value => value.as_f64(),
    };
    Ok(number.filter(|number| number.is_finite()))
}

/// Exact numbers by name, from a map; what is no number is `None`.
pub fn decimals<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Option<Decimal>>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Object(map) => map.into_iter().map(|(name, value)| (name, to_decimal(&value))).collect(),
        _ => BTreeMap::new(),
    })
}

/// A moment from Unix seconds, as a number or a string; a fraction is cut off.
pub fn instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let seconds = to_decimal(&Value::deserialize(deserializer)?).and_then(|number| number.trunc().to_i64());
    Ok(seconds.and_then(|seconds| Timestamp::from_second(seconds).ok()))
}

/// A date, alone or at the beginning of a time; `0000-00-00` is none.
pub fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let day = value.as_str().map(str::trim).and_then(|text| text.get(..10));
    // jiff knows the year 0, which only ever means that nothing was told.
    Ok(day.and_then(|day| day.parse::<Date>().ok()).filter(|date| date.year() > 0))
}

/// A time without a zone; a date alone is its beginning, and `0000-00-00` is none.
pub fn local_time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let time = value.as_str().and_then(|text| text.trim().parse::<DateTime>().ok());
    Ok(time.filter(|time| time.year() > 0))
}

/// IP addresses, from a list or one string; what is none is left out.
pub fn addresses<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<IpAddr>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let entries = list(&value).unwrap_or_else(|| vec![&value]);
    Ok(entries.into_iter().filter_map(|entry| entry.as_str()?.trim().parse().ok()).collect())
}

/// Whether a value tells anything: providers write an empty one, `false` or 0 where there is nothing to say.
pub fn says_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Bool(true) => true,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !matches!(text.trim(), "" | "0"),
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
    }
}

/// Whether an id is a number, as the providers give them that have no other ids: another word in its place could change
/// the meaning of a path.
pub fn is_number(id: &str) -> bool {
    (1..=20).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit())
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

/// A name that somebody gives a thing: so long at most, on one line, and with nothing in it that cannot be seen.
pub fn plain_name(text: &str, longest: usize) -> Option<&str> {
    let name = text.trim();
    let is_visible = name.split(' ').all(|word| excerpt(word, longest) == word);
    ((1..=longest).contains(&name.chars().count()) && is_visible).then_some(name)
}

fn to_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn to_words(value: &Value) -> Option<String> {
    to_text(value).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
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
        #[serde(deserialize_with = "local_time")]
        local_time: Option<DateTime>,
        #[serde(deserialize_with = "addresses")]
        addresses: Vec<IpAddr>,
        #[serde(deserialize_with = "map")]
        map: Option<Box<Everything>>,
        #[serde(deserialize_with = "entries")]
        entries: Option<Vec<Everything>>,
        #[serde(deserialize_with = "words")]
        words: Option<String>,
        #[serde(deserialize_with = "texts")]
        texts: Vec<String>,
        #[serde(deserialize_with = "truth")]
        truth: Option<bool>,
        #[serde(deserialize_with = "float")]
        float: Option<f64>,
        #[serde(deserialize_with = "decimals")]
        decimals: BTreeMap<String, Option<Decimal>>,
        #[serde(deserialize_with = "instant")]
        instant: Option<Timestamp>,
    }

    fn everything(value: &Value) -> Everything {
        let fields = [
            ["text", "id", "decimal", "whole", "date", "addresses", "map", "local_time"],
            ["entries", "words", "texts", "truth", "float", "decimals", "instant", "id"],
        ];
        let fields = fields.concat();
        let map: serde_json::Map<_, _> =
            fields.into_iter().map(|name| (name.to_owned(), value.clone())).collect();
        entry(&Value::Object(map)).unwrap()
    }

    #[test]
    fn an_id_that_is_another_word_of_the_path_is_none() {
        for id in ["new", "order", "fees", "", "1 2", "1/2", "1.5", "-1", "١", &"1".repeat(21)] {
            assert!(!is_number(id), "{id:?}");
        }
        assert!(is_number("308976"));
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
    fn a_list_inside_a_map_keeps_its_length_and_is_none_when_it_is_no_list() {
        let texts = |value: Value| {
            let entries = everything(&value).entries?;
            Some(entries.into_iter().map(|entry| entry.text).collect::<Vec<_>>())
        };
        let seven = Some("7".to_owned());
        assert_eq!(texts(json!([{"text": 7}, null, 3])), Some(vec![seven.clone(), None, None]));
        assert_eq!(texts(json!({"0": {"text": 7}})), Some(vec![seven]));
        assert_eq!(texts(json!({})), Some(vec![]));
        assert_eq!(texts(json!(null)), None);
        assert_eq!(texts(json!("[]")), None);
    }

    #[test]
    fn texts_that_say_nothing_are_none() {
        let words = |value: Value| everything(&value).words;
        assert_eq!(words(json!("  completed\n")), Some("completed".to_owned()));
        assert_eq!(words(json!(8.2)), Some("8.2".to_owned()));
        for value in [json!(""), json!(" \t"), json!(null), json!([]), json!({})] {
            assert_eq!(words(value.clone()), None, "{value}");
        }
        assert_eq!(everything(&json!(["ns1", "", null, ["x"], "ns2"])).texts, ["ns1", "ns2"]);
        assert_eq!(everything(&json!("ns1")).texts, ["ns1"]);
        assert!(everything(&json!(null)).texts.is_empty());
    }

    #[test]
    fn truth_is_read_in_every_form_and_nothing_else_is_one() {
        for value in [json!(true), json!(1), json!("1"), json!("True")] {
            assert_eq!(everything(&value).truth, Some(true), "{value}");
        }
        for value in [json!(false), json!(0), json!("0"), json!(" false ")] {
            assert_eq!(everything(&value).truth, Some(false), "{value}");
        }
        for value in [json!(null), json!(2), json!("yes"), json!(""), json!([]), json!({"0": true})] {
            assert_eq!(everything(&value).truth, None, "{value}");
        }
    }

    #[test]
    fn floats_are_finite() {
        for (value, number) in [
            (json!(24.5), Some(24.5)),
            (json!(31), Some(31.0)),
            (json!("1.5"), Some(1.5)),
            (json!(1.234_567_890_123_45e-17), Some(1.234_567_890_123_45e-17)),
            (json!("NaN"), None),
            (json!("inf"), None),
            (json!("1e999"), None),
            (json!(null), None),
            (json!([1]), None),
        ] {
            assert_eq!(everything(&value).float, number, "{value}");
        }
    }

    #[test]
    fn moments_are_seconds_within_the_years_that_there_are() {
        let moment = Timestamp::from_second(1_716_508_800).ok();
        for (value, instant) in [
            (json!(1_716_508_800), moment),
            (json!(1_716_508_800.9), moment),
            (json!("1716508800"), moment),
            (json!(1_716_508_800_000_i64), None),
            (json!(u64::MAX), None),
            (json!(1e308), None),
            (json!("2026-06-01"), None),
            (json!(null), None),
        ] {
            assert_eq!(everything(&value).instant, instant, "{value}");
        }
    }

    #[test]
    fn times_without_a_zone_are_read_and_zeros_are_none() {
        let time = |text: &str| Some(text.parse::<DateTime>().unwrap());
        for (value, local) in [
            (json!("2016-12-30 12:48:13"), time("2016-12-30T12:48:13")),
            (json!(" 2016-12-30T12:48:13 "), time("2016-12-30T12:48:13")),
            (json!("2016-12-30"), time("2016-12-30T00:00:00")),
            (json!("0000-00-00 00:00:00"), None),
            (json!("0000-01-01 00:00:00"), None),
            (json!("2016-13-30 12:48:13"), None),
            (json!(1_716_508_800), None),
            (json!(""), None),
        ] {
            assert_eq!(everything(&value).local_time, local, "{value}");
        }
    }

    #[test]
    fn numbers_by_name_keep_the_names_whose_number_cannot_be_read() {
        let read = everything(&json!({"xeonE5": 15.6, "xeonGold": "17", "epyc": null})).decimals;
        let read: Vec<_> = read.iter().map(|(name, rate)| (name.as_str(), *rate)).collect();
        let rate = |text: &str| Some(text.parse().unwrap());
        assert_eq!(read, [("epyc", None), ("xeonE5", rate("15.6")), ("xeonGold", rate("17"))]);
        assert!(everything(&json!([15.6])).decimals.is_empty());
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
            prop_assert!(read.float.is_none_or(f64::is_finite));
            let _ = list(&value);
        }
    }
}
