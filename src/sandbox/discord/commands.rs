//! Application commands: Discord's rules for them, and the registry that holds them.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::command_rules::{check_all, check_number, check_one};
use super::error::ApiError;

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

pub(super) fn kind(command: &Value) -> u64 {
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
