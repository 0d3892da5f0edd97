//! Damage to documented answers.

use proptest::prelude::*;
use serde_json::{Value, json};

/// What may stand where something else stood.
pub fn intruder() -> impl Strategy<Value = Value> {
    prop_oneof![
        prop::sample::select(vec![
            json!(""),
            json!("&amp;#1042;\r\n"),
            json!("-9999-01-01"),
            json!("../../api"),
            json!("../../api_client.php?action=cancel"),
            json!("../../json.php?command=server_recreate"),
            json!("../../login"),
            json!("0000-00-00 00:00:00"),
            json!("0000-00-00"),
            json!("2026-13-45"),
            json!("79228162514264337593543950335"),
            json!("79228162514264337593543950336"),
            json!("9999-12-31 23:59:59"),
            json!("9999-12-31"),
            json!("fail"),
            json!("mėn\r\n"),
            json!("success"),
            json!("٤٢"),
            json!(-1),
            json!(0.1),
            json!(1e308),
            json!([[[[null]]]]),
            json!([]),
            json!(null),
            json!(true),
            json!(u64::MAX),
            json!({"7": {"id": 7, "ip": "x"}}),
            json!({"items": [1, {"id": 7}]}),
            json!({}),
        ]),
        any::<f64>().prop_map(Value::from),
        ".{0,40}".prop_map(Value::from),
    ]
}

/// Puts `intruder` in place of the `at`th node, or removes that node.
pub fn spoil(value: &mut Value, at: &mut usize, intruder: &Option<Value>) -> bool {
    if *at == 0 {
        match intruder {
            Some(intruder) => *value = intruder.clone(),
            None => return true,
        }
    }
    *at = at.wrapping_sub(1);
    match value {
        Value::Array(entries) => entries.retain_mut(|entry| !spoil(entry, at, intruder)),
        Value::Object(map) => map.retain(|_, entry| !spoil(entry, at, intruder)),
        _ => {}
    }
    false
}
