//! What Discord's client sends: it checks the person's input as the real one does and builds the payloads.

use serde_json::{Map, Value, json};
use thiserror::Error;
use tokio::sync::watch;

use super::interactions::{FIRST_ANSWER, Flow, Kind};
use super::permissions::bits;
use super::state::State;
use super::validate::snowflake;
use super::world::{BOT, channel_json, role_json};

/// Why the client does not send it: what the person would see before anything reaches the bot.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ClientError {
    /// No such member in the guild.
    #[error("no such member in that guild")]
    NoMember,
    /// The member does not see the channel.
    #[error("this member does not see that channel")]
    NoChannel,
    /// The member may not use commands, or not this one.
    #[error("this member may not use that command here")]
    NotAllowed,
    /// The command does not exist.
    #[error("there is no command `/{0}`")]
    NoCommand(String),
    /// The command has no such option.
    #[error("the command has no option `{0}`")]
    NoOption(String),
    /// A required option is missing.
    #[error("the option `{0}` is required")]
    Missing(String),
    /// The value does not fit the option.
    #[error("the option `{option}` does not take this: {why}")]
    BadValue {
        /// The option.
        option: String,
        /// Why not.
        why: String,
    },
    /// The option does not autocomplete.
    #[error("the option `{0}` does not autocomplete")]
    NoAutocomplete(String),
    /// The member does not see the message.
    #[error("this member does not see that message")]
    NoMessage,
    /// The message has no such component.
    #[error("the message has no component `{wanted}`; it has {present:?}")]
    NoComponent {
        /// What was looked for: a label or a custom id.
        wanted: String,
        /// The labels and custom ids there are.
        present: Vec<String>,
    },
    /// The component is disabled, or a link.
    #[error("the component `{0}` cannot be used")]
    Unusable(String),
    /// The values do not fit the select.
    #[error("the select does not take these values")]
    BadSelection,
    /// The interaction showed no modal.
    #[error("no modal is open")]
    NoModal,
    /// A modal input does not fit.
    #[error("the input `{input}` does not take this: {why}")]
    BadInput {
        /// The input's custom id.
        input: String,
        /// Why not.
        why: String,
    },
    /// The payload is missing something without which no interaction can be made.
    #[error("the payload has no usable `{0}`")]
    BadPayload(&'static str),
}

/// Everything but `data` and `message`; nothing is checked.
pub(super) fn frame(state: &State, guild: u64, channel: u64, user: u64, kind: Kind) -> Value {
    let locale = state.world.users.get(&user).map_or("en-US", |user| &user.locale);
    let mut out = json!({
        "type": kind as u8,
        "application_id": BOT.to_string(),
        "version": 1,
        "guild_id": guild.to_string(),
        "channel_id": channel.to_string(),
        "channel": { "id": channel.to_string(), "type": 0 },
        "locale": locale,
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": { "0": guild.to_string() },
        "context": 0,
        "attachment_size_limit": 10_485_760,
        "app_permissions": "0",
        "data": {},
    });
    let Some(found) = state.world.guilds.get(&guild) else { return out };
    out["guild"] = json!({ "id": guild.to_string(), "locale": found.locale, "features": [] });
    out["guild_locale"] = found.locale.clone().into();
    out["member"] = state.world.member_json(found, user, Some(channel));
    out["app_permissions"] = found.permissions(BOT, Some(channel)).to_string().into();
    if let Some(target) = found.channels.get(&channel) {
        let mut partial = channel_json(found, target);
        partial["permissions"] = found.permissions(user, Some(channel)).to_string().into();
        if let Value::Object(partial) = &mut partial {
            partial.remove("permission_overwrites");
        }
        out["channel"] = partial;
    }
    out
}

/// Turns a payload of a guild into that of a direct message: a user instead of a member, no guild.
pub(super) fn into_dm(mut payload: Value) -> Value {
    let user = payload["member"]["user"].take();
    // A direct message has a channel of its own, which nobody else sees.
    let channel = snowflake(&user["id"]).unwrap_or(0).wrapping_add(1 << 40).to_string();
    let Value::Object(object) = &mut payload else { return payload };
    for key in ["guild", "guild_id", "guild_locale", "member"] {
        object.remove(key);
    }
    object.insert("user".into(), user);
    object.insert("context".into(), 1.into());
    object.insert("channel_id".into(), channel.clone().into());
    object.insert("channel".into(), json!({ "id": channel, "type": 1 }));
    payload
}

/// The checks that the client makes before it offers commands in a channel.
pub(super) fn may_act(state: &State, guild: u64, channel: u64, user: u64) -> Result<(), ClientError> {
    let found = state.world.guilds.get(&guild).ok_or(ClientError::NoMember)?;
    if !found.members.contains_key(&user) {
        return Err(ClientError::NoMember);
    }
    if found.channels.contains_key(&channel) && found.may_view(user, channel) {
        Ok(())
    } else {
        Err(ClientError::NoChannel)
    }
}

/// A slash command's payload, or with `focused` that of an autocomplete.
pub(super) fn slash(
    state: &State,
    (guild, channel, user): (u64, u64, u64),
    path: &str,
    given: &[(&str, Value)],
    focused: Option<&str>,
) -> Result<Value, ClientError> {
    may_act(state, guild, channel, user)?;
    let no_command = || ClientError::NoCommand(path.to_owned());
    let mut words = path.trim_start_matches('/').split_whitespace();
    let name = words.next().ok_or_else(no_command)?;
    let command = state.commands.find(guild, name).ok_or_else(no_command)?;
    let found = state.world.guilds.get(&guild).ok_or(ClientError::NoMember)?;
    let permissions = found.permissions(user, Some(channel));
    let wanted = command["default_member_permissions"].as_str().and_then(|bits| bits.parse::<u64>().ok());
    let needed = wanted.unwrap_or(0) | bits::USE_APPLICATION_COMMANDS;
    // A command that asks for no permission at all is the administrators'.
    if permissions & needed != needed || (wanted == Some(0) && permissions & bits::ADMINISTRATOR == 0) {
        return Err(ClientError::NotAllowed);
    }

    let mut at = command;
    let mut above = Vec::new();
    for word in words {
        at = children(at)
            .iter()
            .find(|option| option["name"] == word && matches!(option["type"].as_u64(), Some(1 | 2)))
            .ok_or_else(no_command)?;
        above.push(at);
    }
    if children(at).iter().any(|option| matches!(option["type"].as_u64(), Some(1 | 2)))
        || at["type"] == 2 && !std::ptr::eq(at, command)
    {
        return Err(no_command());
    }
    let mut resolved = Map::new();
    let mut options = Vec::new();
    for (name, value) in given {
        let option = children(at)
            .iter()
            .find(|option| option["name"] == *name)
            .ok_or_else(|| ClientError::NoOption((*name).to_owned()))?;
        let is_focused = focused == Some(*name);
        let value = if is_focused {
            typed_text(value)
        } else {
            check_value(state, guild, option, value, &mut resolved)?
        };
        let mut entry = json!({ "name": name, "type": option["type"], "value": value });
        if is_focused {
            entry["focused"] = true.into();
        }
        options.push(entry);
    }
    match focused {
        None => {
            let missing = children(at)
                .iter()
                .find(|o| o["required"] == true && !given.iter().any(|(name, _)| o["name"] == *name));
            if let Some(missing) = missing {
                return Err(ClientError::Missing(text(&missing["name"])));
            }
        }
        Some(focused) => {
            let option = children(at)
                .iter()
                .find(|option| option["name"] == focused)
                .ok_or_else(|| ClientError::NoOption(focused.to_owned()))?;
            if option["autocomplete"] != true {
                return Err(ClientError::NoAutocomplete(focused.to_owned()));
            }
            if !given.iter().any(|(name, _)| *name == focused) {
                options
                    .push(json!({ "name": focused, "type": option["type"], "value": "", "focused": true }));
            }
        }
    }
    for nested in above.iter().rev() {
        options = vec![json!({ "name": nested["name"], "type": nested["type"], "options": options })];
    }
    let kind = if focused.is_some() { Kind::Autocomplete } else { Kind::Command };
    let mut payload = frame(state, guild, channel, user, kind);
    payload["data"] = json!({
        "id": command["id"],
        "name": command["name"],
        "type": 1,
        "options": options,
    });
    if let Some(guild) = command.get("guild_id") {
        payload["data"]["guild_id"] = guild.clone();
    }
    if !resolved.is_empty() {
        payload["data"]["resolved"] = Value::Object(resolved);
    }
    Ok(payload)
}

fn children(option: &Value) -> &[Value] {
    option["options"].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// What is in the input field: always text, whatever the option's type.
fn typed_text(value: &Value) -> Value {
    match value {
        Value::String(_) => value.clone(),
        Value::Null => "".into(),
        other => other.to_string().into(),
    }
}

fn check_value(
    state: &State,
    guild: u64,
    option: &Value,
    value: &Value,
    resolved: &mut Map<String, Value>,
) -> Result<Value, ClientError> {
    let bad = |why: &str| ClientError::BadValue { option: text(&option["name"]), why: why.to_owned() };
    let kind = option["type"].as_u64().unwrap_or(0);
    // People type text; the client makes of it what the option wants.
    let value = match (kind, value) {
        (4, Value::String(typed)) => {
            typed.trim().parse::<i64>().map(Value::from).map_err(|_| bad("no whole number"))?
        }
        (10, Value::String(typed)) => {
            typed.trim().parse::<f64>().map(Value::from).map_err(|_| bad("no number"))?
        }
        (5, Value::String(typed)) => {
            typed.parse::<bool>().map(Value::from).map_err(|_| bad("neither true nor false"))?
        }
        _ => value.clone(),
    };
    let choices = option["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
    match (kind, &value) {
        (3, Value::String(typed)) => {
            let length = typed.chars().count() as u64;
            if length == 0 || length < option["min_length"].as_u64().unwrap_or(0) {
                return Err(bad("too short"));
            }
            if length > option["max_length"].as_u64().unwrap_or(6000) {
                return Err(bad("too long"));
            }
        }
        (4, Value::Number(number)) => {
            let number = number.as_i64().ok_or_else(|| bad("no whole number"))?;
            if number.unsigned_abs() > 1 << 53 {
                return Err(bad("out of Discord's range"));
            }
            in_bounds(option, number as f64).map_err(bad)?;
        }
        (10, Value::Number(number)) => in_bounds(option, number.as_f64().unwrap_or(0.0)).map_err(bad)?,
        (5, Value::Bool(_)) => {}
        (6..=9, id) => {
            let id = snowflake(id).ok_or_else(|| bad("no id"))?;
            resolve(state, guild, kind, id, resolved).ok_or_else(|| bad("unknown"))?;
            return Ok(id.to_string().into());
        }
        _ => return Err(bad("wrong type")),
    }
    if !choices.is_empty() && !choices.iter().any(|choice| choice["value"] == value) {
        return Err(bad("not one of the choices"));
    }
    Ok(value)
}

fn in_bounds(option: &Value, number: f64) -> Result<(), &'static str> {
    if option["min_value"].as_f64().is_some_and(|min| number < min) {
        return Err("too small");
    }
    if option["max_value"].as_f64().is_some_and(|max| number > max) {
        return Err("too large");
    }
    Ok(())
}

fn resolve(state: &State, guild: u64, kind: u64, id: u64, resolved: &mut Map<String, Value>) -> Option<()> {
    let guild = state.world.guilds.get(&guild)?;
    let mut put = |map: &str, value: Value| {
        resolved.entry(map).or_insert_with(|| json!({}))[id.to_string()] = value;
    };
    if matches!(kind, 6 | 9) && state.world.users.contains_key(&id) {
        put("users", state.world.user_json(id));
        // Whoever pastes the id of somebody who is no member sends the user alone.
        if !guild.members.contains_key(&id) {
            return Some(());
        }
        let mut member = state.world.member_json(guild, id, None);
        member["permissions"] = guild.permissions(id, None).to_string().into();
        if let Value::Object(member) = &mut member {
            ["user", "deaf", "mute"].iter().for_each(|key| {
                member.remove(*key);
            });
        }
        put("members", member);
        return Some(());
    }
    if matches!(kind, 8 | 9) {
        put("roles", role_json(guild.roles.get(&id)?));
        return Some(());
    }
    if kind == 7 {
        let mut channel = channel_json(guild, guild.channels.get(&id)?);
        channel["permissions"] = bits::ALL.to_string().into();
        put("channels", channel);
        return Some(());
    }
    None
}

/// A component's payload, unchecked: any custom id, any message.
pub(super) fn component(
    state: &State,
    (guild, channel, user): (u64, u64, u64),
    message: Option<u64>,
    custom_id: &str,
    component_type: u64,
    values: Option<&[String]>,
) -> Value {
    let mut payload = frame(state, guild, channel, user, Kind::Component);
    payload["data"] = json!({ "custom_id": custom_id, "component_type": component_type });
    if let Some(values) = values {
        payload["data"]["values"] = values.into();
    }
    if let Some(message) = message.and_then(|id| state.messages.get(&id)) {
        payload["message"] = state.message_json(message);
    }
    payload
}

/// A modal's payload, unchecked: any custom id, any inputs.
pub(super) fn modal(
    state: &State,
    (guild, channel, user): (u64, u64, u64),
    source: Option<u64>,
    custom_id: &str,
    values: &[(String, String)],
) -> Value {
    let mut payload = frame(state, guild, channel, user, Kind::Modal);
    let rows: Vec<Value> = values
        .iter()
        .map(|(id, value)| json!({ "type": 1, "components": [{ "type": 4, "custom_id": id, "value": value }] }))
        .collect();
    payload["data"] = json!({ "custom_id": custom_id, "components": rows });
    if let Some(message) = source.and_then(|id| state.messages.get(&id)) {
        payload["message"] = state.message_json(message);
    }
    payload
}

impl State {
    /// Sends an interaction to the bot, whatever is in it; missing id and token are made up.
    pub fn submit(&mut self, mut payload: Value) -> Result<u64, ClientError> {
        let kind = match payload["type"].as_u64() {
            Some(2) => Kind::Command,
            Some(3) => Kind::Component,
            Some(4) => Kind::Autocomplete,
            Some(5) => Kind::Modal,
            _ => return Err(ClientError::BadPayload("type")),
        };
        let user = snowflake(&payload["member"]["user"]["id"]).or_else(|| snowflake(&payload["user"]["id"]));
        let user = user.ok_or(ClientError::BadPayload("member or user"))?;
        let channel = snowflake(&payload["channel_id"]).ok_or(ClientError::BadPayload("channel_id"))?;
        let guild = snowflake(&payload["guild_id"]);
        let fresh = self.new_id();
        let id = snowflake(&payload["id"]).filter(|id| !self.interactions.contains_key(id)).unwrap_or(fresh);
        let token =
            format!("aW50ZXJhY3Rpb246{id}{:032x}{:032x}", rand::random::<u128>(), rand::random::<u128>());
        for (key, value) in [
            ("id", Value::from(id.to_string())),
            ("token", token.clone().into()),
            ("application_id", BOT.to_string().into()),
            ("version", 1.into()),
        ] {
            payload[key] = value;
        }
        let (name, focused) = describe(&payload["data"]);
        self.dispatch("INTERACTION_CREATE", guild, 0, &payload);
        let created = self.clock.now();
        let source = snowflake(&payload["message"]["id"]);
        let flow = Flow {
            id,
            token,
            kind,
            guild,
            channel,
            user,
            created,
            payload: if self.lean { Value::Null } else { payload },
            name,
            focused,
            source,
            first: None,
            failed: None,
            original: None,
            ephemeral: false,
            followups: Vec::new(),
            signal: watch::Sender::new(()),
        };
        self.remember(flow);
        self.deadlines.push_back((created + FIRST_ANSWER, id));
        if self.deadlines.len() == 1 {
            self.deadline.send_replace(());
        }
        self.bump();
        Ok(id)
    }
}

/// The full command path in a payload's data, and the type of its focused option.
fn describe(data: &Value) -> (String, u64) {
    let mut name = text(&data["name"]);
    let mut at = data;
    let mut focused = 0;
    while let Some(options) = at["options"].as_array() {
        if let Some(option) = options.iter().find(|option| option["focused"] == true) {
            focused = option["type"].as_u64().unwrap_or(0);
        }
        let Some(nested) = options.iter().find(|option| matches!(option["type"].as_u64(), Some(1 | 2)))
        else {
            break;
        };
        name = format!("{name} {}", text(&nested["name"]));
        at = nested;
    }
    (name, focused)
}
