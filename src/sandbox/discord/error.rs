//! Discord's error bodies: `{"message", "code"}`, and the `errors` tree of an invalid form.

use serde_json::{Map, Value, json};

/// A refusal in Discord's own form.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ApiError {
    pub status: u16,
    pub code: u32,
    pub message: String,
    pub errors: Option<Value>,
}

impl ApiError {
    pub fn new(status: u16, code: u32, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), errors: None }
    }

    pub fn body(&self) -> Value {
        let mut body = json!({ "message": self.message, "code": self.code });
        if let Some(errors) = &self.errors {
            body["errors"] = errors.clone();
        }
        body
    }

    pub fn unauthorized() -> Self {
        Self::new(401, 0, "401: Unauthorized")
    }

    pub fn not_found() -> Self {
        Self::new(404, 0, "404: Not Found")
    }

    pub fn method_not_allowed() -> Self {
        Self::new(405, 0, "405: Method Not Allowed")
    }

    pub fn unknown_channel() -> Self {
        Self::new(404, 10003, "Unknown Channel")
    }

    pub fn unknown_guild() -> Self {
        Self::new(404, 10004, "Unknown Guild")
    }

    pub fn unknown_member() -> Self {
        Self::new(404, 10007, "Unknown Member")
    }

    pub fn unknown_message() -> Self {
        Self::new(404, 10008, "Unknown Message")
    }

    pub fn unknown_webhook() -> Self {
        Self::new(404, 10015, "Unknown Webhook")
    }

    pub fn unknown_interaction() -> Self {
        Self::new(404, 10062, "Unknown interaction")
    }

    pub fn unknown_command() -> Self {
        Self::new(404, 10063, "Unknown application command")
    }

    pub fn daily_command_creates() -> Self {
        Self::new(400, 30034, "Max number of daily application command creates has been reached (200)")
    }

    pub fn old_message_edits() -> Self {
        Self::new(
            429,
            30046,
            "Maximum number of edits to messages older than 1 hour reached. Try again later",
        )
    }

    pub fn body_too_large() -> Self {
        Self::new(413, 40005, "Request entity too large")
    }

    pub fn already_acknowledged() -> Self {
        Self::new(400, 40060, "Interaction has already been acknowledged.")
    }

    pub fn missing_access() -> Self {
        Self::new(403, 50001, "Missing Access")
    }

    pub fn not_the_author() -> Self {
        Self::new(403, 50005, "Cannot edit a message authored by another user")
    }

    pub fn empty_message() -> Self {
        Self::new(400, 50006, "Cannot send an empty message")
    }

    pub fn missing_permissions() -> Self {
        Self::new(403, 50013, "Missing Permissions")
    }

    pub fn wrong_channel_kind() -> Self {
        Self::new(400, 50024, "Cannot execute action on this channel type")
    }

    pub fn invalid_webhook_token() -> Self {
        Self::new(401, 50027, "Invalid Webhook Token")
    }

    pub fn archived_thread() -> Self {
        Self::new(400, 50083, "Thread is archived")
    }

    pub fn invalid_json() -> Self {
        Self::new(400, 50109, "The request body contains invalid JSON.")
    }

    pub fn thread_exists() -> Self {
        Self::new(400, 160004, "A thread has already been created for this message")
    }
}

/// The faults of one form, collected so that all of them are told at once.
#[derive(Debug, Default)]
pub(super) struct Form {
    errors: Vec<(String, &'static str, String)>,
}

impl Form {
    /// Notes a fault at a dotted path such as `embeds.0.title`.
    pub fn add(&mut self, path: impl Into<String>, code: &'static str, message: impl Into<String>) {
        self.errors.push((path.into(), code, message.into()));
    }

    pub fn required(&mut self, path: impl Into<String>) {
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required");
    }

    /// Checks a length in characters, as Discord counts them.
    pub fn length(&mut self, path: &str, text: &str, min: usize, max: usize) {
        let length = text.chars().count();
        if length == 0 && min > 0 {
            self.required(path);
        } else if length > max {
            let message = if min == 0 {
                format!("Must be {max} or fewer in length.")
            } else {
                format!("Must be between {min} and {max} in length.")
            };
            self.add(path, "BASE_TYPE_BAD_LENGTH", message);
        } else if length < min {
            self.add(path, "BASE_TYPE_BAD_LENGTH", format!("Must be between {min} and {max} in length."));
        }
    }

    /// Checks the number of entries of a list.
    pub fn count(&mut self, path: &str, count: usize, min: usize, max: usize) {
        if count < min || count > max {
            self.add(path, "BASE_TYPE_BAD_LENGTH", format!("Must be between {min} and {max} in length."));
        }
    }

    /// Turns the faults into `50035 Invalid Form Body`.
    pub fn finish(self) -> Result<(), ApiError> {
        if self.errors.is_empty() {
            return Ok(());
        }
        let mut root = Map::new();
        for (path, code, message) in self.errors {
            let parts: Vec<&str> = path.split('.').filter(|part| !part.is_empty()).collect();
            insert(&mut root, &parts, json!({ "code": code, "message": message }));
        }
        Err(ApiError {
            status: 400,
            code: 50035,
            message: "Invalid Form Body".into(),
            errors: Some(Value::Object(root)),
        })
    }
}

fn insert(node: &mut Map<String, Value>, path: &[&str], error: Value) {
    let (key, empty) = match path.first() {
        Some(key) => (*key, json!({})),
        None => ("_errors", json!([])),
    };
    match node.entry(key).or_insert(empty) {
        Value::Object(next) => insert(next, &path[1..], error),
        Value::Array(errors) => errors.push(error),
        _ => {}
    }
}

/// One fault as a whole error.
pub(super) fn invalid(path: &str, code: &'static str, message: impl Into<String>) -> ApiError {
    let mut form = Form::default();
    form.add(path, code, message);
    form.finish().err().unwrap_or_else(ApiError::invalid_json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_errors_nest_by_path_as_discord_nests_them() {
        let mut form = Form::default();
        form.add("embeds.0.title", "BASE_TYPE_BAD_LENGTH", "long");
        form.required("embeds.0.fields.2.name");
        let error = form.finish().unwrap_err();
        assert_eq!(error.code, 50035);
        let tree = error.errors.unwrap();
        assert_eq!(tree["embeds"]["0"]["title"]["_errors"][0]["message"], "long");
        assert_eq!(tree["embeds"]["0"]["fields"]["2"]["name"]["_errors"][0]["code"], "BASE_TYPE_REQUIRED");
    }
}
