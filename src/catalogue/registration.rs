//! The registration: what Discord is told of the commands, and whether it already knows.

use serde_json::{Map, Value, json};

use super::Catalogue;
use super::spec::{Choice, CommandSpec, Form, LeafSpec, OptionSpec, Text};
use crate::domain::Action;

/// Discord's number for a slash command.
const CHAT_INPUT: u8 = 1;
/// Discord's number for a sub-command.
const SUBCOMMAND: u8 = 1;

impl Catalogue {
    /// The guild commands as Discord takes them, without those whose action is not offered.
    pub fn registration(&self, offered: &dyn Fn(Action) -> bool) -> Value {
        self.commands.iter().filter_map(|command| register_command(command, offered)).collect()
    }
}

fn register_command(command: &CommandSpec, offered: &dyn Fn(Action) -> bool) -> Option<Value> {
    let leaves: Vec<_> = command.leaves().iter().filter(|leaf| offered(leaf.action)).collect();
    let options: Vec<Value> = match &command.form {
        Form::Direct(_) => leaves.first()?.options.iter().map(register_option).collect(),
        Form::Subcommands(_) => leaves.into_iter().map(register_subcommand).collect(),
    };
    let is_empty = matches!(command.form, Form::Subcommands(_)) && options.is_empty();
    (!is_empty).then(|| described(CHAT_INPUT, &command.name, &command.description, options))
}

fn register_subcommand(leaf: &LeafSpec) -> Value {
    let options = leaf.options.iter().map(register_option).collect();
    described(SUBCOMMAND, leaf.name(), &leaf.description, options)
}

fn register_option(option: &OptionSpec) -> Value {
    let mut value = described(option.kind.code(), &option.name, &option.description, Vec::new());
    if option.required {
        value["required"] = true.into();
    }
    if option.autocomplete.is_some() {
        value["autocomplete"] = true.into();
    }
    if !option.choices.is_empty() {
        value["choices"] = option.choices.iter().map(register_choice).collect();
    }
    for (key, bound) in [("min_value", &option.min), ("max_value", &option.max)] {
        if let Some(bound) = bound {
            value[key] = Value::Number(bound.clone());
        }
    }
    for (key, length) in [("min_length", option.min_length), ("max_length", option.max_length)] {
        if let Some(length) = length {
            value[key] = length.into();
        }
    }
    value
}

fn register_choice(choice: &Choice) -> Value {
    let mut value = json!({ "name": choice.label.english, "value": choice.value });
    if !choice.label.localizations.is_empty() {
        value["name_localizations"] = json!(choice.label.localizations);
    }
    value
}

fn described(kind: u8, name: &str, description: &Text, options: Vec<Value>) -> Value {
    let mut value = json!({ "type": kind, "name": name, "description": description.english });
    if !description.localizations.is_empty() {
        value["description_localizations"] = json!(description.localizations);
    }
    if !options.is_empty() {
        value["options"] = options.into();
    }
    value
}

const COMMAND_KEYS: &[&str] = &[
    "type",
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "options",
    "default_member_permissions",
    "nsfw",
];
const OPTION_KEYS: &[&str] = &[
    "type",
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "required",
    "autocomplete",
    "choices",
    "options",
    "channel_types",
    "min_value",
    "max_value",
    "min_length",
    "max_length",
];
const CHOICE_KEYS: &[&str] = &["name", "name_localizations", "value"];

/// Whether two lists of guild commands say the same: ours, and what Discord tells with its localizations.
///
/// Whatever a registration cannot set (ids, versions, contexts), what only spells out a default, and the order of the
/// commands make no difference.
pub fn same_registration(ours: &Value, discords: &Value) -> bool {
    match (meaning(ours), meaning(discords)) {
        (Some(ours), Some(discords)) => ours == discords,
        _ => false,
    }
}

fn meaning(commands: &Value) -> Option<Vec<Value>> {
    let mut commands = commands.as_array()?.iter().map(command_meaning).collect::<Option<Vec<_>>>()?;
    commands.sort_by_cached_key(|command| (command["name"].to_string(), command["type"].to_string()));
    Some(commands)
}

fn command_meaning(command: &Value) -> Option<Value> {
    let mut command = meaning_of(command.as_object()?, COMMAND_KEYS);
    command.entry("type").or_insert_with(|| f64::from(CHAT_INPUT).into());
    Some(command.into())
}

/// The keys of an object that a registration sets, without those that say what their absence says.
fn meaning_of(object: &Map<String, Value>, keys: &[&str]) -> Map<String, Value> {
    let each = |items: &Value, keys: &[&str]| -> Value {
        let items = items.as_array().into_iter().flatten();
        items.map(|item| item.as_object().map_or(Value::Null, |item| meaning_of(item, keys).into())).collect()
    };
    let says_nothing = |value: &Value| match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => false,
    };
    object
        .iter()
        .filter(|(key, value)| keys.contains(&key.as_str()) && !says_nothing(value))
        .map(|(key, value)| {
            let value = match (key.as_str(), value) {
                ("options", options) => each(options, OPTION_KEYS),
                ("choices", choices) => each(choices, CHOICE_KEYS),
                // Discord writes whole bounds as 1 or as 1.0.
                (_, Value::Number(number)) => number.as_f64().into(),
                (_, value) => value.clone(),
            };
            (key.clone(), value)
        })
        .collect()
}
