//! Discord's rules for application commands: names, descriptions, options, choices, nesting and sizes.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::commands::kind;
use super::components::check_choice;
use super::error::{ApiError, Form};
use super::validate::{join, list, text};

const LOCALES: [&str; 32] = [
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl",
    "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja",
    "zh-TW", "ko",
];
const SUB_COMMAND: u64 = 1;
const SUB_COMMAND_GROUP: u64 = 2;

pub(super) fn check_number(commands: &[Value]) -> Result<(), ApiError> {
    for (kind_number, max) in [(1, 100), (2, 15), (3, 15)] {
        if commands.iter().filter(|command| kind(command) == kind_number).count() > max {
            let message = format!("Maximum number of application commands reached ({max}).");
            return Err(ApiError::new(400, 30032, message));
        }
    }
    Ok(())
}

pub(super) fn check_all(commands: &[Value], in_guild: bool) -> Result<(), ApiError> {
    check_number(commands)?;
    let mut form = Form::default();
    let mut names = HashSet::new();
    for (index, command) in commands.iter().enumerate() {
        let path = index.to_string();
        check_command(&mut form, &path, command, in_guild);
        if !names.insert((kind(command), command["name"].as_str())) {
            let message = "Application command names must be unique";
            form.add(join(&path, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", message);
        }
    }
    form.finish()
}

pub(super) fn check_one(command: &Value, in_guild: bool) -> Result<(), ApiError> {
    let mut form = Form::default();
    check_command(&mut form, "", command, in_guild);
    form.finish()
}

fn check_command(form: &mut Form, path: &str, command: &Value, in_guild: bool) {
    let Some(object) = command.as_object() else {
        form.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
        return;
    };
    if in_guild {
        for key in ["contexts", "integration_types", "dm_permission"] {
            if object.get(key).is_some_and(|value| !value.is_null()) {
                form.add(join(path, key), "GUILD_COMMAND_FIELD", "Not for guild commands.");
            }
        }
    }
    match &command["default_member_permissions"] {
        Value::Null | Value::Number(_) => {}
        Value::String(bits) if bits.parse::<u64>().is_ok() => {}
        _ => {
            form.add(join(path, "default_member_permissions"), "BASE_TYPE_BAD_TYPE", "Not a permission set.")
        }
    }
    match kind(command) {
        1 => {
            check_name(form, path, object);
            check_description(form, path, object);
            let options = list(form, path, object, "options").unwrap_or_default();
            check_options(form, &join(path, "options"), options, 0);
        }
        2 | 3 => {
            match text(form, path, object, "name") {
                Some(name) => form.length(&join(path, "name"), name, 1, 32),
                None => form.required(join(path, "name")),
            }
            if object.get("description").and_then(Value::as_str).is_some_and(|text| !text.is_empty()) {
                form.add(
                    join(path, "description"),
                    "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_CANNOT_BE_SET",
                    "Context menu commands cannot have description",
                );
            }
        }
        _ => form.add(join(path, "type"), "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3}."),
    }
    if weight(command) > 8000 {
        form.add(path, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)");
    }
}

/// The characters that count against a command's 8,000: of every text its longest localisation.
fn weight(value: &Value) -> usize {
    let longest = |key: &str, localizations: &str| {
        let length = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
        let localized = value[localizations].as_object();
        localized
            .into_iter()
            .flat_map(Map::values)
            .map(length)
            .chain([length(&value[key])])
            .max()
            .unwrap_or(0)
    };
    let own = longest("name", "name_localizations") + longest("description", "description_localizations");
    let value_length = value["value"].as_str().map_or(0, |text| text.chars().count());
    let children = ["options", "choices"].into_iter().filter_map(|key| value[key].as_array()).flatten();
    own + value_length + children.map(weight).sum::<usize>()
}

fn valid_name(name: &str) -> bool {
    let marks = ['\u{900}'..='\u{97F}', '\u{E00}'..='\u{E7F}'];
    (1..=32).contains(&name.chars().count())
        && name.chars().all(|c| {
            c.is_alphanumeric()
                || matches!(c, '-' | '_' | '\'')
                || marks.iter().any(|range| range.contains(&c))
        })
        && name.to_lowercase() == name
}

fn check_name(form: &mut Form, path: &str, object: &Map<String, Value>) {
    let at = join(path, "name");
    let message = r"Command name is invalid: ^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$, lower case";
    match text(form, path, object, "name") {
        Some(name) if valid_name(name) => {}
        Some("") | None => form.required(at),
        Some(_) => form.add(at, "APPLICATION_COMMAND_INVALID_NAME", message),
    }
    for (locale, name) in check_localizations(form, path, object, "name_localizations") {
        if !valid_name(&name) {
            let at = join(path, &format!("name_localizations.{locale}"));
            form.add(at, "APPLICATION_COMMAND_INVALID_NAME", message);
        }
    }
}

fn check_description(form: &mut Form, path: &str, object: &Map<String, Value>) {
    match text(form, path, object, "description") {
        Some(description) => form.length(&join(path, "description"), description, 1, 100),
        None => form.required(join(path, "description")),
    }
    for (locale, text) in check_localizations(form, path, object, "description_localizations") {
        form.length(&join(path, &format!("description_localizations.{locale}")), &text, 1, 100);
    }
}

fn check_localizations(
    form: &mut Form,
    path: &str,
    object: &Map<String, Value>,
    key: &str,
) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    match object.get(key) {
        None | Some(Value::Null) => {}
        Some(Value::Object(map)) => {
            for (locale, value) in map {
                if !LOCALES.contains(&locale.as_str()) {
                    let message = format!("Value must be one of {{{}}}.", LOCALES.join(", "));
                    form.add(join(path, &format!("{key}.{locale}")), "ENUM_TYPE_COERCE", message);
                }
                match value.as_str() {
                    Some(text) => texts.push((locale.clone(), text.to_owned())),
                    None if value.is_null() => {}
                    None => form.add(
                        join(path, &format!("{key}.{locale}")),
                        "BASE_TYPE_STRING",
                        "Could not parse as a string.",
                    ),
                }
            }
        }
        Some(_) => {
            form.add(join(path, key), "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        }
    }
    texts
}

/// `depth` counts the sub-commands and groups above: 0 in a command, 1 in a group, 2 in a sub-command.
fn check_options(form: &mut Form, path: &str, options: &[Value], depth: u8) {
    form.count(path, options.len(), 0, 25);
    let mut names = HashSet::new();
    let mut optional_seen = false;
    let nested = options.iter().filter(|option| matches!(option["type"].as_u64(), Some(1 | 2))).count();
    if nested != 0 && nested != options.len() {
        let message =
            "Sub-command and sub-command group option types are mutually exclusive to all other types";
        form.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
    }
    for (index, option) in options.iter().enumerate() {
        let path = format!("{path}.{index}");
        let Some(object) = option.as_object() else {
            form.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
            continue;
        };
        check_name(form, &path, object);
        check_description(form, &path, object);
        if !names.insert(option["name"].as_str()) {
            let message = "Option name already exists";
            form.add(join(&path, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", message);
        }
        let children = list(form, &path, object, "options").unwrap_or_default();
        match (option["type"].as_u64(), depth) {
            (Some(SUB_COMMAND), 0 | 1) => {
                check_options(form, &join(&path, "options"), children, 2);
                no_requirement(form, &path, option);
            }
            (Some(SUB_COMMAND_GROUP), 0) => {
                form.count(&join(&path, "options"), children.len(), 1, 25);
                check_options(form, &join(&path, "options"), children, 1);
                no_requirement(form, &path, option);
            }
            (Some(3..=11), 0 | 2) => {
                if option["required"] == true && optional_seen {
                    let message = "Required options must be placed before non-required options";
                    form.add(&path, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message);
                }
                optional_seen |= option["required"] != true;
                if !children.is_empty() {
                    form.add(
                        join(&path, "options"),
                        "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                        "Not nestable",
                    );
                }
                check_leaf(form, &path, option);
            }
            _ => {
                let message = "This option type is not allowed here";
                form.add(join(&path, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
            }
        }
    }
}

fn no_requirement(form: &mut Form, path: &str, option: &Value) {
    if option["required"] == true {
        form.add(
            join(path, "required"),
            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
            "Not for sub-commands",
        );
    }
}

fn check_leaf(form: &mut Form, path: &str, option: &Value) {
    let kind = option["type"].as_u64().unwrap_or_default();
    let choices = option["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
    form.count(&join(path, "choices"), choices.len(), 0, 25);
    let takes_choices = matches!(kind, 3 | 4 | 10);
    if !takes_choices && (!choices.is_empty() || option["autocomplete"] == true) {
        form.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "This type has no choices");
    }
    if !choices.is_empty() && option["autocomplete"] == true {
        let message = "Autocomplete and choices are mutually exclusive";
        form.add(path, "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES", message);
    }
    let mut names = HashSet::new();
    for (index, choice) in choices.iter().enumerate() {
        let path = format!("{path}.choices.{index}");
        check_choice(form, &path, choice, kind);
        if let Some(object) = choice.as_object() {
            for (locale, name) in check_localizations(form, &path, object, "name_localizations") {
                form.length(&format!("{path}.name_localizations.{locale}"), &name, 1, 100);
            }
        }
        if !names.insert(choice["name"].as_str()) {
            let message = "Choice name already exists";
            form.add(join(&path, "name"), "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS", message);
        }
    }
    for (keys, kinds) in [(["min_value", "max_value"], [4, 10]), (["min_length", "max_length"], [3, 3])] {
        for key in keys {
            if !option[key].is_null() && !kinds.contains(&kind) {
                form.add(join(path, key), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Not for this type");
            }
        }
        if let (Some(min), Some(max)) = (option[keys[0]].as_f64(), option[keys[1]].as_f64())
            && min > max
        {
            form.add(join(path, keys[0]), "NUMBER_TYPE_MAX", format!("Must not exceed {}.", keys[1]));
        }
    }
    if option["min_length"].as_u64().is_some_and(|n| n > 6000)
        || option["max_length"].as_u64().is_some_and(|n| !(1..=6000).contains(&n))
    {
        form.add(join(path, "max_length"), "NUMBER_TYPE_MAX", "int value should be between 1 and 6000.");
    }
}
