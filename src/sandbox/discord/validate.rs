//! Discord's limits on messages: content, embeds, mentions, flags, nonce.

use serde_json::{Map, Value, json};

use super::components;
use super::error::{ApiError, Form};

/// `SUPPRESS_EMBEDS`.
pub(super) const SUPPRESS_EMBEDS: u64 = 1 << 2;
/// `EPHEMERAL`.
pub(super) const EPHEMERAL: u64 = 1 << 6;
/// `LOADING`: the "thinking" of a deferred answer.
pub(super) const LOADING: u64 = 1 << 7;
/// `SUPPRESS_NOTIFICATIONS`.
pub(super) const SILENT: u64 = 1 << 12;
const COMPONENTS_V2: u64 = 1 << 15;

/// Which entrance a message body came through; they accept different flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entrance {
    /// `POST /channels/{id}/messages`.
    Channel,
    /// An interaction's first answer or follow-up.
    Interaction,
    /// Any edit.
    Edit,
}

/// Who a message may mention.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct AllowedMentions {
    pub parse_users: bool,
    pub parse_roles: bool,
    pub parse_everyone: bool,
    pub users: Vec<u64>,
    pub roles: Vec<u64>,
    pub replied_user: bool,
}

/// A message body that passed every limit. `None` means the field was absent.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub content: Option<String>,
    pub embeds: Option<Vec<Value>>,
    pub components: Option<Vec<Value>>,
    pub flags: Option<u64>,
    pub allowed_mentions: Option<AllowedMentions>,
    pub nonce: Option<Value>,
    pub enforce_nonce: bool,
    pub reference: Option<Reference>,
    /// The attachments to keep or describe, as given.
    pub attachments: Option<Vec<Value>>,
}

/// The message that a reply points at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reference {
    pub message: u64,
    pub channel: Option<u64>,
    pub fail_if_not_exists: bool,
}

/// A snowflake, given as a string or (leniently, as Discord is) as a number.
pub(super) fn snowflake(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.parse().ok().filter(|id| *id != 0),
        Value::Number(number) => number.as_u64(),
        _ => None,
    }
}

/// Reads an optional text field, or notes that it is no text.
pub(super) fn text<'a>(
    form: &mut Form,
    path: &str,
    object: &'a Map<String, Value>,
    key: &str,
) -> Option<&'a str> {
    match object.get(key) {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text),
        Some(_) => {
            form.add(join(path, key), "BASE_TYPE_STRING", "Could not parse as a string.");
            None
        }
    }
}

/// Reads an optional list, or notes that it is no list.
pub(super) fn list<'a>(
    form: &mut Form,
    path: &str,
    object: &'a Map<String, Value>,
    key: &str,
) -> Option<&'a [Value]> {
    match object.get(key) {
        None | Some(Value::Null) => None,
        Some(Value::Array(list)) => Some(list),
        Some(_) => {
            form.add(join(path, key), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
            None
        }
    }
}

pub(super) fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// Checks an address that Discord shows: absolute, http or https.
pub(super) fn url(form: &mut Form, path: &str, url: &str, also: &[&str]) {
    let known = ["http://", "https://"].iter().chain(also).find_map(|scheme| url.strip_prefix(scheme));
    let rest = match known {
        Some(rest) if !rest.is_empty() => rest,
        _ => {
            form.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
            return;
        }
    };
    if rest.chars().any(|c| c.is_whitespace() || c.is_control()) || rest.starts_with('/') {
        form.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
    } else if url.len() > 2048 {
        form.add(path, "BASE_TYPE_BAD_LENGTH", "Must be 2048 or fewer in length.");
    }
}

/// Checks a whole message body.
pub(super) fn message(body: &Value, prefix: &str, entrance: Entrance) -> Result<Draft, ApiError> {
    let empty = Map::new();
    let object = match body {
        Value::Object(object) => object,
        Value::Null => &empty,
        _ => return Err(ApiError::invalid_json()),
    };
    let mut form = Form::default();
    let mut draft = Draft::default();

    if object.get("content").is_some_and(Value::is_null) {
        draft.content = Some(String::new());
    } else if let Some(content) = text(&mut form, prefix, object, "content") {
        let content = content.trim();
        form.length(&join(prefix, "content"), content, 0, 2000);
        draft.content = Some(content.to_owned());
    }
    if object.contains_key("embed") {
        form.add(join(prefix, "embed"), "DEPRECATED", "Use embeds.");
    }
    if object.get("embeds").is_some_and(Value::is_null) {
        draft.embeds = Some(Vec::new());
    } else if let Some(embeds) = list(&mut form, prefix, object, "embeds") {
        draft.embeds = Some(check_embeds(&mut form, &join(prefix, "embeds"), embeds));
    }
    if object.get("components").is_some_and(Value::is_null) {
        draft.components = Some(Vec::new());
    } else if let Some(rows) = list(&mut form, prefix, object, "components") {
        draft.components = Some(components::message(&mut form, &join(prefix, "components"), rows));
    }
    draft.flags = check_flags(&mut form, prefix, object, entrance);
    draft.allowed_mentions = check_allowed_mentions(&mut form, prefix, object);
    check_nonce(&mut form, prefix, object, &mut draft);
    draft.reference = check_reference(&mut form, prefix, object);
    if object.get("attachments").is_some_and(Value::is_null) {
        draft.attachments = Some(Vec::new());
    } else if let Some(attachments) = list(&mut form, prefix, object, "attachments") {
        form.count(&join(prefix, "attachments"), attachments.len(), 0, 10);
        for (index, attachment) in attachments.iter().enumerate() {
            if attachment.get("id").and_then(|id| snowflake(id).or_else(|| zero(id))).is_none() {
                form.required(join(prefix, &format!("attachments.{index}.id")));
            }
        }
        draft.attachments = Some(attachments.to_vec());
    }
    form.finish()?;
    Ok(draft)
}

fn zero(value: &Value) -> Option<u64> {
    (value == &json!("0") || value == &json!(0)).then_some(0)
}

fn check_flags(
    form: &mut Form,
    prefix: &str,
    object: &Map<String, Value>,
    entrance: Entrance,
) -> Option<u64> {
    let flags = match object.get("flags") {
        None | Some(Value::Null) => return None,
        Some(value) => value.as_u64(),
    };
    let path = join(prefix, "flags");
    let Some(flags) = flags else {
        form.add(path, "NUMBER_TYPE_COERCE", "Value is not an int.");
        return None;
    };
    if flags & COMPONENTS_V2 != 0 {
        form.add(&path, "UNSUPPORTED", "Components V2 are not offered by this simulator.");
    }
    let allowed = match entrance {
        Entrance::Channel => SUPPRESS_EMBEDS | SILENT,
        Entrance::Interaction => SUPPRESS_EMBEDS | EPHEMERAL | SILENT,
        // An edit that repeats the ephemeral bit is accepted and changes nothing.
        Entrance::Edit => SUPPRESS_EMBEDS | EPHEMERAL,
    };
    if flags & !(allowed | COMPONENTS_V2) != 0 {
        form.add(&path, "MESSAGE_FLAGS_INVALID", format!("Flags {flags} may not be set here."));
    }
    Some(flags)
}

fn check_nonce(form: &mut Form, prefix: &str, object: &Map<String, Value>, draft: &mut Draft) {
    draft.enforce_nonce = object.get("enforce_nonce").and_then(Value::as_bool).unwrap_or(false);
    match object.get("nonce") {
        None | Some(Value::Null) => {}
        Some(nonce @ Value::String(text)) => {
            if text.chars().count() > 25 {
                form.add(join(prefix, "nonce"), "NONCE_TYPE_TOO_LONG", "Must be 25 or fewer in length.");
            }
            draft.nonce = Some(nonce.clone());
        }
        Some(nonce @ Value::Number(number)) if number.is_i64() || number.is_u64() => {
            draft.nonce = Some(nonce.clone());
        }
        Some(_) => {
            form.add(join(prefix, "nonce"), "NONCE_TYPE_INVALID", "Must be an integer or a string.");
        }
    }
}

fn check_reference(form: &mut Form, prefix: &str, object: &Map<String, Value>) -> Option<Reference> {
    let reference = object.get("message_reference").filter(|value| !value.is_null())?;
    let Some(message) = reference.get("message_id").and_then(snowflake) else {
        form.required(join(prefix, "message_reference.message_id"));
        return None;
    };
    Some(Reference {
        message,
        channel: reference.get("channel_id").and_then(snowflake),
        fail_if_not_exists: reference.get("fail_if_not_exists").and_then(Value::as_bool).unwrap_or(true),
    })
}

fn check_allowed_mentions(
    form: &mut Form,
    prefix: &str,
    object: &Map<String, Value>,
) -> Option<AllowedMentions> {
    let path = join(prefix, "allowed_mentions");
    let given = match object.get("allowed_mentions") {
        None | Some(Value::Null) => return None,
        Some(Value::Object(given)) => given,
        Some(_) => {
            form.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
            return None;
        }
    };
    let mut allowed = AllowedMentions {
        replied_user: given.get("replied_user").and_then(Value::as_bool).unwrap_or(false),
        ..AllowedMentions::default()
    };
    for (index, kind) in list(form, &path, given, "parse").unwrap_or_default().iter().enumerate() {
        match kind.as_str() {
            Some("users") => allowed.parse_users = true,
            Some("roles") => allowed.parse_roles = true,
            Some("everyone") => allowed.parse_everyone = true,
            _ => form.add(
                format!("{path}.parse.{index}"),
                "BASE_TYPE_CHOICES",
                "Value must be one of {'users', 'everyone', 'roles'}.",
            ),
        }
    }
    for (key, parsed) in [("users", allowed.parse_users), ("roles", allowed.parse_roles)] {
        let ids = list(form, &path, given, key).unwrap_or_default();
        form.count(&join(&path, key), ids.len(), 0, 100);
        if parsed && !ids.is_empty() {
            form.add(
                &path,
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                format!("parse:[\"{key}\"] and {key}: [ids...] are mutually exclusive."),
            );
        }
        let mut parsed_ids = Vec::new();
        for (index, id) in ids.iter().enumerate() {
            match snowflake(id) {
                Some(id) => parsed_ids.push(id),
                None => form.add(
                    format!("{path}.{key}.{index}"),
                    "NUMBER_TYPE_COERCE",
                    format!("Value {id} is not snowflake."),
                ),
            }
        }
        if key == "users" {
            allowed.users = parsed_ids;
        } else {
            allowed.roles = parsed_ids;
        }
    }
    Some(allowed)
}

fn check_embeds(form: &mut Form, path: &str, embeds: &[Value]) -> Vec<Value> {
    form.count(path, embeds.len(), 0, 10);
    let mut total = 0;
    let checked = embeds
        .iter()
        .enumerate()
        .map(|(i, e)| check_embed(form, &format!("{path}.{i}"), e, &mut total))
        .collect();
    if total > 6000 {
        form.add(path, "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000");
    }
    checked
}

/// Takes a text out of an embed: trimmed, as Discord trims, measured and added to the total.
fn embed_text(
    form: &mut Form,
    path: &str,
    source: &Map<String, Value>,
    key: &str,
    (min, max): (usize, usize),
    total: &mut usize,
) -> Option<Value> {
    let value = text(form, path, source, key);
    if value.is_none() && min > 0 {
        form.required(join(path, key));
    }
    let value = value?.trim();
    form.length(&join(path, key), value, min, max);
    *total += value.chars().count();
    (!value.is_empty()).then(|| Value::from(value))
}

fn check_embed(form: &mut Form, path: &str, embed: &Value, total: &mut usize) -> Value {
    let Some(embed) = embed.as_object() else {
        form.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
        return Value::Null;
    };
    let mut out = Map::new();
    out.insert("type".into(), "rich".into());
    for (key, max) in [("title", 256), ("description", 4096)] {
        if let Some(value) = embed_text(form, path, embed, key, (0, max), total) {
            out.insert(key.into(), value);
        }
    }
    if let Some(link) = text(form, path, embed, "url") {
        url(form, &join(path, "url"), link, &[]);
        out.insert("url".into(), link.into());
    }
    if let Some(color) = embed.get("color").filter(|color| !color.is_null()) {
        match color.as_u64() {
            Some(value) if value <= 0xFF_FFFF => {
                out.insert("color".into(), value.into());
            }
            _ => {
                form.add(join(path, "color"), "NUMBER_TYPE_MAX", "int value should be <= 16777215 and >= 0.")
            }
        }
    }
    if let Some(timestamp) = text(form, path, embed, "timestamp") {
        match timestamp.parse::<jiff::Timestamp>() {
            Ok(_) => {
                out.insert("timestamp".into(), timestamp.into());
            }
            Err(_) => form.add(
                join(path, "timestamp"),
                "DATE_TIME_TYPE_PARSE",
                format!("Could not parse {timestamp}. Should be ISO8601."),
            ),
        }
    }
    for (part, key, max, links) in
        [("footer", "text", 2048, &["icon_url"][..]), ("author", "name", 256, &["url", "icon_url"][..])]
    {
        let Some(source) = embed.get(part).and_then(Value::as_object) else { continue };
        let path = join(path, part);
        let mut kept = Map::new();
        if let Some(value) = embed_text(form, &path, source, key, (1, max), total) {
            kept.insert(key.into(), value);
        }
        for link in links {
            if let Some(value) = text(form, &path, source, link) {
                let also: &[&str] = if *link == "icon_url" { &["attachment://"] } else { &[] };
                url(form, &join(&path, link), value, also);
                kept.insert((*link).into(), value.into());
            }
        }
        out.insert(part.into(), Value::Object(kept));
    }
    for part in ["image", "thumbnail"] {
        let Some(source) = embed.get(part).and_then(Value::as_object) else { continue };
        match text(form, path, source, "url") {
            Some(link) => {
                url(form, &format!("{path}.{part}.url"), link, &["attachment://"]);
                out.insert(part.into(), json!({ "url": link }));
            }
            None => form.required(format!("{path}.{part}.url")),
        }
    }
    if let Some(fields) = list(form, path, embed, "fields") {
        form.count(&join(path, "fields"), fields.len(), 0, 25);
        let fields: Vec<Value> = fields
            .iter()
            .enumerate()
            .map(|(index, field)| check_field(form, &format!("{path}.fields.{index}"), field, total))
            .collect();
        if !fields.is_empty() {
            out.insert("fields".into(), fields.into());
        }
    }
    if out.len() == 1 {
        form.required(join(path, "description"));
    }
    Value::Object(out)
}

fn check_field(form: &mut Form, path: &str, field: &Value, total: &mut usize) -> Value {
    let Some(field) = field.as_object() else {
        form.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
        return Value::Null;
    };
    let name = embed_text(form, path, field, "name", (1, 256), total);
    let value = embed_text(form, path, field, "value", (1, 1024), total);
    json!({
        "name": name,
        "value": value,
        "inline": field.get("inline").and_then(Value::as_bool).unwrap_or(false),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(body: Value) -> Value {
        message(&body, "", Entrance::Interaction).unwrap_err().errors.unwrap()
    }

    fn accepted(body: Value) -> Draft {
        message(&body, "", Entrance::Interaction).unwrap()
    }

    #[test]
    fn content_is_counted_in_characters_and_ends_at_two_thousand() {
        assert_eq!(accepted(json!({ "content": "ä".repeat(2000) })).content.unwrap().chars().count(), 2000);
        assert!(refused(json!({ "content": "ä".repeat(2001) }))["content"].is_object());
        assert!(refused(json!({ "content": 5 }))["content"].is_object());
    }

    #[test]
    fn every_embed_limit_is_enforced() {
        let long = |n: usize| "x".repeat(n);
        for (embed, path) in [
            (json!({ "title": long(257) }), "title"),
            (json!({ "description": long(4097) }), "description"),
            (json!({ "footer": { "text": long(2049) } }), "footer"),
            (json!({ "author": { "name": long(257) } }), "author"),
            (json!({ "author": { "name": "" } }), "author"),
            (json!({ "title": "t", "url": "not a url" }), "url"),
            (json!({ "title": "t", "url": "javascript:alert(1)" }), "url"),
            (json!({ "title": "t", "color": 0x1_00_00_00 }), "color"),
            (json!({ "title": "t", "timestamp": "yesterday" }), "timestamp"),
            (json!({ "fields": [{ "name": "", "value": "v" }] }), "fields"),
            (json!({ "fields": [{ "name": "n", "value": "  " }] }), "fields"),
            (json!({ "fields": [{ "name": long(257), "value": "v" }] }), "fields"),
            (json!({ "fields": [{ "name": "n", "value": long(1025) }] }), "fields"),
            (json!({ "fields": vec![json!({ "name": "n", "value": "v" }); 26] }), "fields"),
            (json!({}), "description"),
        ] {
            assert!(refused(json!({ "embeds": [embed] }))["embeds"]["0"][path].is_object(), "{path}");
        }
        assert!(refused(json!({ "embeds": vec![json!({ "title": "t" }); 11] }))["embeds"].is_object());
    }

    #[test]
    fn all_embeds_of_a_message_share_six_thousand_characters() {
        let embed = json!({ "description": "x".repeat(3000) });
        accepted(json!({ "embeds": [embed, embed] }));
        let errors = refused(json!({ "embeds": [embed, embed, { "title": "x" }] }));
        assert_eq!(errors["embeds"]["_errors"][0]["code"], "MAX_EMBED_SIZE_EXCEEDED");
    }

    #[test]
    fn allowed_mentions_may_not_name_and_parse_the_same_kind() {
        assert!(refused(json!({ "allowed_mentions": { "parse": ["users"], "users": ["1"] } }))["allowed_mentions"]
            .is_object());
        assert!(
            refused(json!({ "allowed_mentions": { "parse": ["people"] } }))["allowed_mentions"].is_object()
        );
        let draft = accepted(json!({ "content": "x", "allowed_mentions": { "parse": [], "roles": ["7"] } }));
        assert_eq!(draft.allowed_mentions.unwrap().roles, [7]);
    }

    #[test]
    fn a_nonce_has_at_most_twenty_five_characters() {
        accepted(json!({ "content": "x", "nonce": "n".repeat(25) }));
        assert!(refused(json!({ "content": "x", "nonce": "n".repeat(26) }))["nonce"].is_object());
    }

    #[test]
    fn flags_that_do_not_belong_to_the_entrance_are_refused() {
        accepted(json!({ "content": "x", "flags": EPHEMERAL }));
        let channel = message(&json!({ "content": "x", "flags": EPHEMERAL }), "", Entrance::Channel);
        assert!(channel.is_err());
        assert!(refused(json!({ "content": "x", "flags": COMPONENTS_V2 }))["flags"].is_object());
    }
}
