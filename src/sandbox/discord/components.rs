//! Discord's limits on components: action rows, buttons, selects, modals, and autocomplete choices.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::error::{ApiError, Form};
use super::validate::{join, list, text, url};

/// The component type numbers.
pub(super) mod kind {
    pub const ROW: u64 = 1;
    pub const BUTTON: u64 = 2;
    pub const STRING_SELECT: u64 = 3;
    pub const TEXT_INPUT: u64 = 4;
}

/// Checks the rows of a message and answers them as Discord stores them.
pub(super) fn message(form: &mut Form, path: &str, rows: &[Value]) -> Vec<Value> {
    form.count(path, rows.len(), 0, 5);
    let mut seen = HashSet::new();
    // Discord numbers every component of a message that carries no number of its own.
    let mut number = 0;
    let mut next = move || {
        number += 1;
        number
    };
    rows.iter()
        .enumerate()
        .map(|(index, row)| check_row(form, &format!("{path}.{index}"), row, &mut seen, &mut next))
        .collect()
}

fn check_row(
    form: &mut Form,
    path: &str,
    row: &Value,
    seen: &mut HashSet<String>,
    next: &mut impl FnMut() -> u64,
) -> Value {
    if row["type"].as_u64() != Some(kind::ROW) {
        form.add(join(path, "type"), "BASE_TYPE_CHOICES", "Value must be one of {1}.");
        return Value::Null;
    }
    let number = next();
    let members = row["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    form.count(&join(path, "components"), members.len(), 1, 5);
    let has_select = members.iter().any(|c| c["type"].as_u64().is_some_and(|k| k >= kind::STRING_SELECT));
    if has_select && members.len() > 1 {
        form.add(
            path,
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
            "The specified component exceeds the maximum width",
        );
    }
    let components: Vec<Value> = members
        .iter()
        .enumerate()
        .map(|(index, component)| {
            let path = format!("{path}.components.{index}");
            let Some(object) = component.as_object() else {
                form.add(&path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
                return Value::Null;
            };
            match component["type"].as_u64() {
                Some(kind::BUTTON) => check_button(form, &path, object, seen),
                Some(kind::STRING_SELECT | 5..=8) => check_select(form, &path, object, seen),
                _ => {
                    let choices = "Value must be one of {2, 3, 5, 6, 7, 8}.";
                    form.add(join(&path, "type"), "BASE_TYPE_CHOICES", choices);
                }
            }
            let mut kept = object.clone();
            kept.retain(|_, value| !value.is_null());
            if kept.get("disabled") == Some(&Value::Bool(false)) {
                kept.remove("disabled");
            }
            kept.entry("id").or_insert_with(|| next().into());
            Value::Object(kept)
        })
        .collect();
    json!({ "type": kind::ROW, "id": number, "components": components })
}

fn check_custom_id(form: &mut Form, path: &str, object: &Map<String, Value>, seen: &mut HashSet<String>) {
    let path_id = join(path, "custom_id");
    match text(form, path, object, "custom_id") {
        None => form.add(path_id, "COMPONENT_CUSTOM_ID_REQUIRED", "A custom id required for this component"),
        Some(id) => {
            form.length(&path_id, id, 1, 100);
            if !seen.insert(id.to_owned()) {
                form.add(
                    path_id,
                    "COMPONENT_CUSTOM_ID_DUPLICATED",
                    "Component custom id cannot be duplicated",
                );
            }
        }
    }
}

fn check_emoji(form: &mut Form, path: &str, object: &Map<String, Value>) -> bool {
    let Some(emoji) = object.get("emoji").filter(|emoji| !emoji.is_null()) else { return false };
    let named = emoji["name"].as_str().is_some_and(|name| !name.is_empty() && !name.is_ascii());
    let custom = emoji["id"].as_str().is_some_and(|id| id.parse::<u64>().is_ok());
    if !named && !custom {
        form.add(join(path, "emoji.name"), "BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji");
    }
    true
}

fn check_button(form: &mut Form, path: &str, button: &Map<String, Value>, seen: &mut HashSet<String>) {
    let label = text(form, path, button, "label");
    if let Some(label) = label {
        form.length(&join(path, "label"), label, 0, 80);
    }
    let emoji = check_emoji(form, path, button);
    if label.is_none_or(str::is_empty) && !emoji {
        form.add(path, "BUTTON_COMPONENT_CUSTOM_LABEL_REQUIRED", "A label or an emoji is required");
    }
    match button.get("style").and_then(Value::as_u64) {
        Some(1..=4) => {
            check_custom_id(form, path, button, seen);
            if button.get("url").is_some_and(|url| !url.is_null()) {
                let message = "A custom id and url cannot both be specified";
                form.add(path, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", message);
            }
        }
        Some(5) => {
            if button.get("custom_id").is_some_and(|id| !id.is_null()) {
                let message = "A custom id and url cannot both be specified";
                form.add(path, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", message);
            }
            match text(form, path, button, "url") {
                Some(link) => {
                    url(form, &join(path, "url"), link, &["discord://"]);
                    form.length(&join(path, "url"), link, 1, 512);
                }
                None => form.required(join(path, "url")),
            }
        }
        _ => form.add(join(path, "style"), "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3, 4, 5}."),
    }
}

fn check_select(form: &mut Form, path: &str, select: &Map<String, Value>, seen: &mut HashSet<String>) {
    check_custom_id(form, path, select, seen);
    if let Some(placeholder) = text(form, path, select, "placeholder") {
        form.length(&join(path, "placeholder"), placeholder, 0, 150);
    }
    let min = select.get("min_values").and_then(Value::as_u64).unwrap_or(1);
    let max = select.get("max_values").and_then(Value::as_u64).unwrap_or(1);
    if min > 25 {
        form.add(
            join(path, "min_values"),
            "NUMBER_TYPE_MAX",
            "int value should be less than or equal to 25.",
        );
    }
    if max == 0 || max > 25 {
        form.add(join(path, "max_values"), "NUMBER_TYPE_MAX", "int value should be between 1 and 25.");
    }
    if min > max {
        form.add(join(path, "min_values"), "SELECT_COMPONENT_MIN_OVER_MAX", "Must not exceed max_values.");
    }
    if select.get("type").and_then(Value::as_u64) != Some(kind::STRING_SELECT) {
        if select.get("options").and_then(Value::as_array).is_some_and(|options| !options.is_empty()) {
            form.add(join(path, "options"), "UNKNOWN_FIELD", "This select takes no options.");
        }
        return;
    }
    let options = list(form, path, select, "options").unwrap_or_default();
    form.count(&join(path, "options"), options.len(), 1, 25);
    if max as usize > options.len() {
        let message = "Value must not exceed the number of options.";
        form.add(join(path, "max_values"), "SELECT_COMPONENT_MAX_OVER_OPTIONS", message);
    }
    let mut values = HashSet::new();
    for (index, option) in options.iter().enumerate() {
        let path = format!("{path}.options.{index}");
        let Some(option) = option.as_object() else {
            form.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
            continue;
        };
        for key in ["label", "value"] {
            match text(form, &path, option, key) {
                Some(text) => form.length(&join(&path, key), text, 1, 100),
                None => form.required(join(&path, key)),
            }
        }
        if let Some(description) = text(form, &path, option, "description") {
            form.length(&join(&path, "description"), description, 0, 100);
        }
        check_emoji(form, &path, option);
        if !values.insert(option.get("value").and_then(Value::as_str)) {
            let message = "The specified option value is already used";
            form.add(join(&path, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message);
        }
    }
    let defaults = options.iter().filter(|option| option["default"] == true).count();
    if defaults as u64 > max {
        form.add(
            join(path, "options"),
            "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
            "Too many default values.",
        );
    }
}

/// Checks the data of a modal (answer type 9).
pub(super) fn modal(data: &Value, prefix: &str) -> Result<(), ApiError> {
    let mut form = Form::default();
    let Some(object) = data.as_object() else {
        form.required(prefix);
        return form.finish();
    };
    match text(&mut form, prefix, object, "custom_id") {
        Some(id) => form.length(&join(prefix, "custom_id"), id, 1, 100),
        None => form.required(join(prefix, "custom_id")),
    }
    match text(&mut form, prefix, object, "title") {
        Some(title) => form.length(&join(prefix, "title"), title, 1, 45),
        None => form.required(join(prefix, "title")),
    }
    let rows = list(&mut form, prefix, object, "components").unwrap_or_default();
    form.count(&join(prefix, "components"), rows.len(), 1, 5);
    let mut seen = HashSet::new();
    for (index, row) in rows.iter().enumerate() {
        let path = format!("{}.{index}", join(prefix, "components"));
        let inputs = row["components"].as_array().map(Vec::as_slice).unwrap_or_default();
        if row["type"].as_u64() != Some(kind::ROW) {
            form.add(join(&path, "type"), "BASE_TYPE_CHOICES", "Value must be one of {1}.");
            continue;
        }
        form.count(&join(&path, "components"), inputs.len(), 1, 1);
        for (index, input) in inputs.iter().enumerate() {
            check_input(&mut form, &format!("{path}.components.{index}"), input, &mut seen);
        }
    }
    form.finish()
}

fn check_input(form: &mut Form, path: &str, input: &Value, seen: &mut HashSet<String>) {
    let Some(object) = input.as_object() else {
        form.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
        return;
    };
    if input["type"].as_u64() != Some(kind::TEXT_INPUT) {
        form.add(join(path, "type"), "BASE_TYPE_CHOICES", "Value must be one of {4}.");
        return;
    }
    check_custom_id(form, path, object, seen);
    match text(form, path, object, "label") {
        Some(label) => form.length(&join(path, "label"), label, 1, 45),
        None => form.required(join(path, "label")),
    }
    if !matches!(input["style"].as_u64(), Some(1 | 2)) {
        form.add(join(path, "style"), "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.");
    }
    let min = object.get("min_length").and_then(Value::as_u64);
    let max = object.get("max_length").and_then(Value::as_u64);
    if min.is_some_and(|min| min > 4000) {
        form.add(
            join(path, "min_length"),
            "NUMBER_TYPE_MAX",
            "int value should be less than or equal to 4000.",
        );
    }
    if max.is_some_and(|max| max == 0 || max > 4000) {
        form.add(join(path, "max_length"), "NUMBER_TYPE_MAX", "int value should be between 1 and 4000.");
    }
    if min.zip(max).is_some_and(|(min, max)| min > max) {
        form.add(join(path, "min_length"), "TEXT_INPUT_MIN_OVER_MAX", "Must not exceed max_length.");
    }
    if let Some(placeholder) = text(form, path, object, "placeholder") {
        form.length(&join(path, "placeholder"), placeholder, 0, 100);
    }
    if let Some(value) = text(form, path, object, "value") {
        form.length(&join(path, "value"), value, 0, max.map_or(4000, |max| max.min(4000) as usize));
    }
}

/// Checks autocomplete choices (answer type 8) against the type of the focused option.
pub(super) fn choices(data: &Value, prefix: &str, option_type: u64) -> Result<Vec<Value>, ApiError> {
    let mut form = Form::default();
    let path = join(prefix, "choices");
    let Some(choices) = data["choices"].as_array() else {
        form.required(path);
        return form.finish().map(|()| Vec::new());
    };
    form.count(&path, choices.len(), 0, 25);
    for (index, choice) in choices.iter().enumerate() {
        check_choice(&mut form, &format!("{path}.{index}"), choice, option_type);
    }
    form.finish()?;
    Ok(choices.clone())
}

/// Checks one choice of an option of the given type.
pub(super) fn check_choice(form: &mut Form, path: &str, choice: &Value, option_type: u64) {
    match choice["name"].as_str() {
        Some(name) => form.length(&join(path, "name"), name, 1, 100),
        None => form.required(join(path, "name")),
    }
    let path = join(path, "value");
    match (&choice["value"], option_type) {
        (Value::Null, _) => form.required(path),
        (Value::String(value), 3) => form.length(&path, value, 0, 100),
        (Value::Number(number), 4) if number.is_i64() || number.is_u64() => {}
        (Value::Number(_), 10) => {}
        _ => form.add(path, "BASE_TYPE_BAD_TYPE", "The value does not have the option's type."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn button(id: &str) -> Value {
        json!({ "type": 2, "style": 1, "label": "go", "custom_id": id })
    }

    fn row(components: Vec<Value>) -> Value {
        json!({ "type": 1, "components": components })
    }

    fn check(rows: Vec<Value>) -> Result<(), ApiError> {
        let mut form = Form::default();
        message(&mut form, "components", &rows);
        form.finish()
    }

    fn select(options: usize) -> Value {
        let options: Vec<Value> =
            (0..options).map(|i| json!({ "label": format!("l{i}"), "value": format!("v{i}") })).collect();
        json!({ "type": 3, "custom_id": "s", "options": options })
    }

    #[test]
    fn five_rows_of_five_buttons_fit_and_no_more() {
        let rows = |n: usize, m: usize| {
            (0..n).map(|r| row((0..m).map(|b| button(&format!("{r}-{b}"))).collect())).collect::<Vec<_>>()
        };
        check(rows(5, 5)).unwrap();
        check(rows(6, 1)).unwrap_err();
        check(rows(1, 6)).unwrap_err();
        check(rows(1, 0)).unwrap_err();
    }

    #[test]
    fn custom_ids_are_unique_within_a_message_and_one_to_a_hundred_long() {
        check(vec![row(vec![button("a"), button("a")])]).unwrap_err();
        check(vec![row(vec![button("")])]).unwrap_err();
        check(vec![row(vec![button(&"x".repeat(101))])]).unwrap_err();
        check(vec![row(vec![button(&"x".repeat(100))])]).unwrap();
    }

    #[test]
    fn a_link_button_has_an_address_and_no_custom_id() {
        let link = json!({ "type": 2, "style": 5, "label": "l", "url": "https://example.com" });
        check(vec![row(vec![link.clone()])]).unwrap();
        let mut both = link;
        both["custom_id"] = json!("x");
        check(vec![row(vec![both])]).unwrap_err();
        check(vec![row(vec![json!({ "type": 2, "style": 5, "label": "l" })])]).unwrap_err();
        check(vec![row(vec![json!({ "type": 2, "style": 4, "custom_id": "x" })])]).unwrap_err();
        check(vec![row(vec![json!({ "type": 2, "style": 4, "custom_id": "x", "label": "l".repeat(81) })])])
            .unwrap_err();
    }

    #[test]
    fn a_select_stands_alone_with_one_to_twenty_five_options() {
        check(vec![row(vec![select(25)])]).unwrap();
        check(vec![row(vec![select(26)])]).unwrap_err();
        check(vec![row(vec![select(0)])]).unwrap_err();
        check(vec![row(vec![select(2), button("b")])]).unwrap_err();
        let mut twice = select(2);
        twice["options"][1]["value"] = json!("v0");
        check(vec![row(vec![twice])]).unwrap_err();
        let mut long = select(1);
        long["options"][0]["description"] = json!("x".repeat(101));
        check(vec![row(vec![long])]).unwrap_err();
    }

    #[test]
    fn a_modal_has_a_short_title_and_one_text_input_a_row() {
        let input = |id: &str| json!({ "type": 4, "custom_id": id, "label": "Name", "style": 1 });
        let of = |title: &str, rows: Vec<Value>| {
            modal(&json!({ "custom_id": "m", "title": title, "components": rows }), "data")
        };
        of("Type the name", vec![row(vec![input("a")])]).unwrap();
        of(&"x".repeat(46), vec![row(vec![input("a")])]).unwrap_err();
        of("t", vec![]).unwrap_err();
        of("t", vec![row(vec![input("a"), input("b")])]).unwrap_err();
        of("t", vec![row(vec![input("a")]), row(vec![input("a")])]).unwrap_err();
        of("t", (0..6).map(|i| row(vec![input(&format!("{i}"))])).collect()).unwrap_err();
        of("t", vec![row(vec![button("b")])]).unwrap_err();
        let mut long = input("a");
        long["label"] = json!("x".repeat(46));
        of("t", vec![row(vec![long])]).unwrap_err();
    }

    #[test]
    fn autocomplete_offers_at_most_twenty_five_choices_of_the_right_type() {
        let of = |n: usize| json!({ "choices": vec![json!({ "name": "n", "value": "v" }); n] });
        assert_eq!(choices(&of(25), "data", 3).unwrap().len(), 25);
        choices(&of(26), "data", 3).unwrap_err();
        choices(&of(1), "data", 4).unwrap_err();
        choices(&json!({ "choices": [{ "name": "", "value": "v" }] }), "data", 3).unwrap_err();
        choices(&json!({ "choices": [{ "name": "n", "value": "x".repeat(101) }] }), "data", 3).unwrap_err();
    }
}
