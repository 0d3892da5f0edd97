//! Application commands: Discord's rules for them, and the registry that holds them.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

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
const DAILY_CREATES: u32 = 200;

/// Every command registered for the application.
#[derive(Debug, Default)]
pub(super) struct Registry {
    pub global: Vec<Value>,
    pub guilds: HashMap<u64, Vec<Value>>,
    creates: HashMap<Option<u64>, u32>,
}

impl Registry {
    pub fn scope(&self, guild: Option<u64>) -> &[Value] {
        match guild {
            None => &self.global,
            Some(guild) => self.guilds.get(&guild).map(Vec::as_slice).unwrap_or_default(),
        }
    }

    fn scope_mut(&mut self, guild: Option<u64>) -> &mut Vec<Value> {
        match guild {
            None => &mut self.global,
            Some(guild) => self.guilds.entry(guild).or_default(),
        }
    }

    /// The command that a client in the guild finds under a name: the guild's own first.
    pub fn find(&self, guild: u64, name: &str) -> Option<&Value> {
        let by_name = |command: &&Value| command["name"] == name && command["type"] == 1;
        self.scope(Some(guild)).iter().find(by_name).or_else(|| self.global.iter().find(by_name))
    }

    /// The bulk overwrite: what is not listed is gone, what has the same name keeps its id.
    pub fn replace(
        &mut self,
        application: u64,
        guild: Option<u64>,
        body: &Value,
        mut new_id: impl FnMut() -> u64,
    ) -> Result<Vec<Value>, ApiError> {
        let commands = body.as_array().ok_or_else(ApiError::invalid_json)?;
        check_all(commands, guild.is_some())?;
        let fresh =
            commands.iter().filter(|c| self.position(guild, kind(c), &c["name"]).is_none()).count() as u32;
        self.count_creates(guild, fresh)?;
        let stored: Vec<Value> = commands
            .iter()
            .map(|command| {
                let known = self.position(guild, kind(command), &command["name"]);
                let known = known.map(|index| self.scope(guild)[index].clone());
                store(application, guild, command, known.as_ref(), &mut new_id)
            })
            .collect();
        *self.scope_mut(guild) = stored.clone();
        Ok(stored)
    }

    /// Creates one command, or replaces the one of the same name. The flag says "created".
    pub fn upsert(
        &mut self,
        application: u64,
        guild: Option<u64>,
        body: &Value,
        mut new_id: impl FnMut() -> u64,
    ) -> Result<(bool, Value), ApiError> {
        let known = self.position(guild, kind(body), &body["name"]);
        let mut after: Vec<Value> = self.scope(guild).to_vec();
        match known {
            Some(index) => after[index] = body.clone(),
            None => after.push(body.clone()),
        }
        check_one(body, guild.is_some())?;
        check_number(&after)?;
        if known.is_none() {
            self.count_creates(guild, 1)?;
        }
        let old = known.map(|index| self.scope(guild)[index].clone());
        let stored = store(application, guild, body, old.as_ref(), &mut new_id);
        let scope = self.scope_mut(guild);
        match known {
            Some(index) => scope[index] = stored.clone(),
            None => scope.push(stored.clone()),
        }
        Ok((known.is_none(), stored))
    }

    /// Changes the given fields of one command.
    pub fn patch(
        &mut self,
        application: u64,
        guild: Option<u64>,
        id: u64,
        body: &Value,
        mut new_id: impl FnMut() -> u64,
    ) -> Result<Value, ApiError> {
        let index = self.by_id(guild, id).ok_or_else(ApiError::unknown_command)?;
        let old = self.scope(guild)[index].clone();
        let mut merged = old.clone();
        // What Discord itself added must not be mistaken for what the bot asked for.
        for added in ["contexts", "integration_types"] {
            if let Value::Object(merged) = &mut merged {
                merged.remove(added);
            }
        }
        for (key, value) in body.as_object().ok_or_else(ApiError::invalid_json)? {
            merged[key.as_str()] = value.clone();
        }
        check_one(&merged, guild.is_some())?;
        if self.position(guild, kind(&merged), &merged["name"]).is_some_and(|other| other != index) {
            return Err(duplicate("name"));
        }
        let stored = store(application, guild, &merged, Some(&old), &mut new_id);
        self.scope_mut(guild)[index] = stored.clone();
        Ok(stored)
    }

    pub fn delete(&mut self, guild: Option<u64>, id: u64) -> Result<(), ApiError> {
        let index = self.by_id(guild, id).ok_or_else(ApiError::unknown_command)?;
        self.scope_mut(guild).remove(index);
        Ok(())
    }

    pub fn by_id(&self, guild: Option<u64>, id: u64) -> Option<usize> {
        let id = id.to_string();
        self.scope(guild).iter().position(|command| command["id"] == id.as_str())
    }

    fn position(&self, guild: Option<u64>, kind: u64, name: &Value) -> Option<usize> {
        self.scope(guild).iter().position(|c| c["type"] == kind && &c["name"] == name)
    }

    fn count_creates(&mut self, guild: Option<u64>, fresh: u32) -> Result<(), ApiError> {
        let used = self.creates.entry(guild).or_default();
        if *used + fresh > DAILY_CREATES {
            return Err(ApiError::daily_command_creates());
        }
        *used += fresh;
        Ok(())
    }
}

fn kind(command: &Value) -> u64 {
    command["type"].as_u64().unwrap_or(1)
}

fn duplicate(path: &str) -> ApiError {
    super::error::invalid(
        path,
        "APPLICATION_COMMANDS_DUPLICATE_NAME",
        "Application command names must be unique",
    )
}

/// The command as Discord answers it: with or without localisations.
pub(super) fn render(command: &Value, with_localizations: bool) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(object) => {
                object.remove("name_localizations");
                object.remove("description_localizations");
                object.values_mut().for_each(strip);
            }
            Value::Array(list) => list.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut command = command.clone();
    if !with_localizations {
        strip(&mut command);
    }
    command
}

/// Turns a checked body into the object Discord keeps: ids and defaults added, empty things dropped.
fn store(
    application: u64,
    guild: Option<u64>,
    body: &Value,
    known: Option<&Value>,
    new_id: &mut impl FnMut() -> u64,
) -> Value {
    let id = match known {
        Some(known) => known["id"].clone(),
        None => new_id().to_string().into(),
    };
    let mut out = json!({
        "id": id,
        "application_id": application.to_string(),
        "version": "0",
        "type": kind(body),
        "name": body["name"],
        "name_localizations": localizations(&body["name_localizations"]),
        "description": body["description"].as_str().unwrap_or_default(),
        "description_localizations": localizations(&body["description_localizations"]),
        "default_member_permissions": match &body["default_member_permissions"] {
            Value::Number(number) => Value::from(number.to_string()),
            other => other.clone(),
        },
        "nsfw": body["nsfw"].as_bool().unwrap_or(false),
        "integration_types": body.get("integration_types").cloned().unwrap_or_else(|| json!([0])),
        "contexts": body["contexts"],
    });
    match guild {
        Some(guild) => out["guild_id"] = guild.to_string().into(),
        None => out["dm_permission"] = body["dm_permission"].as_bool().unwrap_or(true).into(),
    }
    if let Some(options) = body["options"].as_array().filter(|options| !options.is_empty()) {
        out["options"] = options.iter().map(store_option).collect();
    }
    let unchanged = known.is_some_and(|known| {
        let mut same = out.clone();
        same["version"] = known["version"].clone();
        same == *known
    });
    out["version"] = match known {
        Some(known) if unchanged => known["version"].clone(),
        _ => new_id().to_string().into(),
    };
    out
}

fn localizations(value: &Value) -> Value {
    match value {
        Value::Object(map) if !map.is_empty() => value.clone(),
        _ => Value::Null,
    }
}

fn store_option(option: &Value) -> Value {
    let mut out = Map::new();
    out.insert("type".into(), option["type"].clone());
    out.insert("name".into(), option["name"].clone());
    out.insert("name_localizations".into(), localizations(&option["name_localizations"]));
    out.insert("description".into(), option["description"].clone());
    out.insert("description_localizations".into(), localizations(&option["description_localizations"]));
    for key in ["required", "autocomplete"] {
        if option[key] == true {
            out.insert(key.into(), true.into());
        }
    }
    for key in ["min_value", "max_value", "min_length", "max_length"] {
        if !option[key].is_null() {
            out.insert(key.into(), option[key].clone());
        }
    }
    for key in ["choices", "options", "channel_types"] {
        let Some(list) = option[key].as_array().filter(|list| !list.is_empty()) else { continue };
        let list = match key {
            "options" => list.iter().map(store_option).collect(),
            "choices" => list.iter().map(store_choice).collect(),
            _ => list.clone(),
        };
        out.insert(key.into(), Value::Array(list));
    }
    Value::Object(out)
}

fn store_choice(choice: &Value) -> Value {
    json!({
        "name": choice["name"],
        "name_localizations": localizations(&choice["name_localizations"]),
        "value": choice["value"],
    })
}

fn check_number(commands: &[Value]) -> Result<(), ApiError> {
    for (kind_number, max) in [(1, 100), (2, 15), (3, 15)] {
        if commands.iter().filter(|command| kind(command) == kind_number).count() > max {
            let message = format!("Maximum number of application commands reached ({max}).");
            return Err(ApiError::new(400, 30032, message));
        }
    }
    Ok(())
}

fn check_all(commands: &[Value], in_guild: bool) -> Result<(), ApiError> {
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

fn check_one(command: &Value, in_guild: bool) -> Result<(), ApiError> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn command(name: &str, options: Value) -> Value {
        json!({ "name": name, "description": "d", "options": options })
    }

    fn leaf(name: &str, required: bool) -> Value {
        json!({ "type": 3, "name": name, "description": "d", "required": required })
    }

    fn registry(body: Value) -> Result<Vec<Value>, ApiError> {
        let mut id = 0;
        Registry::default().replace(9, Some(1), &body, || {
            id += 1;
            id
        })
    }

    #[test]
    fn a_stored_command_carries_what_discord_adds() {
        let stored = registry(json!([command("vps", json!([leaf("server", true)]))])).unwrap();
        assert_eq!(stored[0]["application_id"], "9");
        assert_eq!(stored[0]["guild_id"], "1");
        assert_eq!(stored[0]["type"], 1);
        assert_eq!(stored[0]["nsfw"], false);
        assert_eq!(stored[0]["default_member_permissions"], Value::Null);
        assert_eq!(stored[0]["name_localizations"], Value::Null);
        assert!(render(&stored[0], false).get("name_localizations").is_none());
        assert!(render(&stored[0], false)["options"][0].get("description_localizations").is_none());
    }

    #[test]
    fn an_unchanged_overwrite_keeps_id_and_version_and_a_changed_one_keeps_the_id() {
        let mut registry = Registry::default();
        let mut id = 0;
        let mut next = || {
            id += 1;
            id
        };
        let first = registry.replace(9, Some(1), &json!([command("a", json!([]))]), &mut next).unwrap();
        let same = registry.replace(9, Some(1), &json!([command("a", json!([]))]), &mut next).unwrap();
        assert_eq!(first, same);
        let body = json!([command("a", json!([leaf("x", false)])), command("b", json!([]))]);
        let changed = registry.replace(9, Some(1), &body, &mut next).unwrap();
        assert_eq!(changed[0]["id"], first[0]["id"]);
        assert_ne!(changed[0]["version"], first[0]["version"]);
        assert_eq!(registry.replace(9, Some(1), &json!([]), &mut next).unwrap().len(), 0);
    }

    #[test]
    fn bad_names_duplicates_and_locales_are_refused() {
        for name in ["", "Upper", "with space", &"x".repeat(33), "a/b"] {
            registry(json!([command(name, json!([]))])).unwrap_err();
        }
        registry(json!([command("größe_1-ok", json!([]))])).unwrap();
        registry(json!([command("a", json!([])), command("a", json!([]))])).unwrap_err();
        let mut localised = command("a", json!([]));
        localised["description_localizations"] = json!({ "de": "gut" });
        registry(json!([localised])).unwrap();
        localised["description_localizations"] = json!({ "de-DE": "nicht" });
        registry(json!([localised])).unwrap_err();
    }

    #[test]
    fn required_options_come_first_and_sub_commands_nest_two_deep() {
        registry(json!([command("a", json!([leaf("x", true), leaf("y", false)]))])).unwrap();
        registry(json!([command("a", json!([leaf("x", false), leaf("y", true)]))])).unwrap_err();
        let sub = json!({ "type": 1, "name": "s", "description": "d", "options": [leaf("x", true)] });
        let group = json!({ "type": 2, "name": "g", "description": "d", "options": [sub] });
        registry(json!([command("a", json!([sub, group]))])).unwrap();
        registry(json!([command("a", json!([sub, leaf("x", true)]))])).unwrap_err();
        let deep = json!({ "type": 2, "name": "g", "description": "d", "options": [group] });
        registry(json!([command("a", json!([deep]))])).unwrap_err();
        let inner = json!({ "type": 1, "name": "s", "description": "d", "options": [sub] });
        registry(json!([command("a", json!([inner]))])).unwrap_err();
        let many: Vec<Value> = (0..26).map(|i| leaf(&format!("o{i}"), true)).collect();
        registry(json!([command("a", json!(many))])).unwrap_err();
    }

    #[test]
    fn sizes_numbers_and_forbidden_fields_are_refused() {
        let many: Vec<Value> = (0..101).map(|i| command(&format!("c{i}"), json!([]))).collect();
        assert_eq!(registry(json!(many)).unwrap_err().code, 30032);
        let fat: Vec<Value> = (0..25)
            .map(|i| {
                let mut option = leaf(&format!("o{i}"), true);
                option["description"] = json!("x".repeat(100));
                option["choices"] =
                    (0..25).map(|c| json!({ "name": format!("{c}"), "value": "v".repeat(20) })).collect();
                option
            })
            .collect();
        let error = registry(json!([command("a", json!(fat))])).unwrap_err();
        assert!(error.errors.unwrap().to_string().contains("TOO_LARGE"));
        for key in ["contexts", "integration_types"] {
            let mut command = command("a", json!([]));
            command[key] = json!([0]);
            registry(json!([command])).unwrap_err();
        }
        let both = json!({ "type": 3, "name": "x", "description": "d", "autocomplete": true, "choices": [{ "name": "n", "value": "v" }] });
        registry(json!([command("a", json!([both]))])).unwrap_err();
    }
}
