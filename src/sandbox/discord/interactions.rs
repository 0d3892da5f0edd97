//! The life of an interaction: three seconds to answer, one first answer, fifteen minutes of token.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::watch;

use super::attachments::Upload;
use super::components;
use super::error::{ApiError, invalid};
use super::messages::Origin;
use super::state::State;
use super::validate::{self, EPHEMERAL, Entrance};
use super::world::BOT;

/// How long the bot has for its first answer.
pub(super) const FIRST_ANSWER: Duration = Duration::from_secs(3);
/// How long a token lives once answered.
pub(super) const TOKEN_LIFE: Duration = Duration::from_secs(15 * 60);

/// What kind of interaction it is; the numbers are Discord's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A slash command.
    Command = 2,
    /// A press of a button or a choice in a select.
    Component = 3,
    /// A keystroke that asks for choices.
    Autocomplete = 4,
    /// A submitted modal.
    Modal = 5,
}

/// The first answer to an interaction.
#[derive(Clone, Debug)]
pub struct FirstResponse {
    /// Discord's answer type: 4 message, 5 deferred message, 6 deferred update, 7 update, 8 choices, 9 modal.
    pub kind: u64,
    /// How long the bot took.
    pub after: Duration,
    /// The `data` of the answer.
    pub data: Value,
}

/// An interaction, as the simulator keeps it.
#[derive(Debug)]
pub(super) struct Flow {
    pub id: u64,
    pub token: String,
    pub kind: Kind,
    pub guild: Option<u64>,
    pub channel: u64,
    pub user: u64,
    pub created: Duration,
    /// The payload that the bot got; `null` when recording is off.
    pub payload: Value,
    /// The `name` of the command, for the message's metadata.
    pub name: String,
    /// The type of the option being typed, for autocomplete.
    pub focused: u64,
    /// The message whose component was used.
    pub source: Option<u64>,
    pub first: Option<FirstResponse>,
    pub failed: Option<&'static str>,
    pub original: Option<u64>,
    pub ephemeral: bool,
    pub followups: Vec<u64>,
    pub signal: watch::Sender<()>,
}

impl Flow {
    /// `interaction_metadata` of the messages this interaction makes.
    fn metadata(&self, state: &State) -> Value {
        let mut out = json!({
            "id": self.id.to_string(),
            "type": self.kind as u8,
            "user": state.world.user_json(self.user),
            "authorizing_integration_owners": { "0": self.guild.unwrap_or(0).to_string() },
        });
        let source = self.source.and_then(|source| state.messages.get(&source));
        match self.kind {
            Kind::Command => {
                out["name"] = self.name.clone().into();
                out["command_type"] = 1.into();
            }
            Kind::Component => {
                out["interacted_message_id"] = self.source.unwrap_or(0).to_string().into();
            }
            Kind::Modal => {
                out["triggering_interaction_metadata"] = source.map_or_else(
                    || {
                        json!({
                            "id": self.id.to_string(),
                            "type": 2,
                            "user": state.world.user_json(self.user),
                            "authorizing_integration_owners": { "0": self.guild.unwrap_or(0).to_string() },
                            "name": self.name,
                            "command_type": 1,
                        })
                    },
                    |source| {
                        json!({
                            "id": self.id.to_string(),
                            "type": 3,
                            "user": state.world.user_json(self.user),
                            "authorizing_integration_owners": { "0": self.guild.unwrap_or(0).to_string() },
                            "interacted_message_id": source.id.to_string(),
                        })
                    },
                );
            }
            Kind::Autocomplete => {}
        }
        out
    }

    fn origin(&self, state: &State, ephemeral: bool, thinking: bool) -> Origin {
        Origin {
            channel: self.channel,
            guild: self.guild,
            ephemeral_to: ephemeral.then_some(self.user),
            interaction: Some(self.id),
            metadata: self.metadata(state),
            thinking,
        }
    }

    fn allows(&self, kind: u64) -> bool {
        match self.kind {
            Kind::Command => matches!(kind, 4 | 5 | 9),
            Kind::Component => matches!(kind, 4..=7 | 9),
            Kind::Autocomplete => kind == 8,
            Kind::Modal => matches!(kind, 4 | 5) || (self.source.is_some() && matches!(kind, 6 | 7)),
        }
    }
}

impl State {
    /// Fails what is overdue and says when the next one is.
    pub fn expire(&mut self) -> Option<Duration> {
        let now = self.clock.now();
        while let Some((at, id)) = self.deadlines.front().copied() {
            if at > now {
                return Some(at);
            }
            self.deadlines.pop_front();
            self.fail_if_unanswered(id);
        }
        None
    }

    fn fail_if_unanswered(&mut self, id: u64) {
        let Some(flow) = self.interactions.get_mut(&id) else { return };
        if flow.first.is_some() || flow.failed.is_some() {
            return;
        }
        flow.failed = Some("The application did not respond");
        let (channel, user, kind) = (flow.channel, flow.user, flow.kind);
        if kind != Kind::Autocomplete {
            self.violation("no_answer", format!("interaction {id} ({kind:?}) got no answer within 3 s"));
        }
        self.tell(
            "interaction_failed",
            channel,
            Some(user),
            || json!({ "interaction": id.to_string(), "reason": "The application did not respond" }),
        );
        self.signal(id);
    }

    /// `POST /interactions/{id}/{token}/callback`.
    pub fn callback(
        &mut self,
        id: u64,
        token: &str,
        body: &Value,
        uploads: Vec<Upload>,
        with_response: bool,
    ) -> Result<(u16, Value), ApiError> {
        let now = self.clock.now();
        let known = self.interactions.get(&id).filter(|flow| flow.token == token);
        let Some(flow) = known else {
            self.violation("unknown", format!("a callback for an interaction {id} that never was"));
            return Err(ApiError::unknown_interaction());
        };
        if let Some(first) = &flow.first {
            let text = format!(
                "a second answer to interaction {id}: first type {}, then {}",
                first.kind, body["type"]
            );
            self.violation("second_response", text);
            return Err(ApiError::already_acknowledged());
        }
        if now >= flow.created + FIRST_ANSWER {
            let late = (now - flow.created).as_millis();
            self.violation("late_callback", format!("interaction {id} was answered after {late} ms"));
            return Err(ApiError::unknown_interaction());
        }
        let kind = body["type"].as_u64().unwrap_or(0);
        if !flow.allows(kind) {
            let text = format!("answer type {kind} to a {:?} interaction", flow.kind);
            self.violation("response_type", text);
            return Err(invalid("type", "BASE_TYPE_CHOICES", format!("Value {kind} is not allowed here.")));
        }
        let data = &body["data"];
        let message = match kind {
            4 => {
                let draft = validate::message(data, "data", Entrance::Interaction)?;
                let ephemeral = draft.flags.unwrap_or(0) & EPHEMERAL != 0;
                let origin = flow.origin(self, ephemeral, false);
                self.check_mentions_given(data, "an interaction's answer");
                Some((self.create_message(origin, draft, uploads)?, ephemeral))
            }
            5 => {
                let flags = data["flags"].as_u64().unwrap_or(0);
                let ephemeral = flags & EPHEMERAL != 0;
                let origin = flow.origin(self, ephemeral, true);
                Some((self.create_message(origin, validate::Draft::default(), Vec::new())?, ephemeral))
            }
            6 | 7 => {
                let source = flow.source.unwrap_or(0);
                let ephemeral = self.messages.get(&source).is_some_and(|m| m.ephemeral_to.is_some());
                if kind == 7 && data.is_object() {
                    let draft = validate::message(data, "data", Entrance::Edit)?;
                    self.check_mentions_given(data, "an interaction's update");
                    self.edit_message(source, draft, uploads, Some(id))?;
                } else if let Some(message) = self.messages.get_mut(&source) {
                    // Later edits through this token must wake those who wait for this interaction.
                    message.watchers.push(id);
                }
                Some((source, ephemeral))
            }
            8 => {
                components::choices(data, "data", flow.focused)?;
                None
            }
            _ => {
                components::modal(data, "data")?;
                None
            }
        };
        self.settle_first(id, kind, data, message);
        if !with_response {
            return Ok((204, Value::Null));
        }
        let (ephemeral, made) = (message.is_some_and(|m| m.1), message.map(|m| m.0));
        let interaction_kind = self.interactions.get(&id).map_or(0, |flow| flow.kind as u8);
        let mut answer = json!({
            "interaction": {
                "id": id.to_string(),
                "type": interaction_kind,
                "response_message_id": made.map(|id| id.to_string()),
                "response_message_loading": kind == 5,
                "response_message_ephemeral": ephemeral,
            },
            "resource": { "type": kind },
        });
        if let Some(message) = made.and_then(|id| self.messages.get(&id)).filter(|_| kind != 6) {
            answer["resource"]["message"] = self.message_json(message);
        }
        Ok((200, answer))
    }

    fn settle_first(&mut self, id: u64, kind: u64, data: &Value, message: Option<(u64, bool)>) {
        let now = self.clock.now();
        let Some(flow) = self.interactions.get_mut(&id) else { return };
        flow.first = Some(FirstResponse { kind, after: now - flow.created, data: data.clone() });
        if let Some((message, ephemeral)) = message {
            flow.original = Some(message);
            flow.ephemeral = ephemeral;
        }
        let (channel, user) = (flow.channel, flow.user);
        match kind {
            8 => self.tell(
                "choices",
                channel,
                Some(user),
                || json!({ "interaction": id.to_string(), "choices": data["choices"] }),
            ),
            9 => self.tell(
                "modal_shown",
                channel,
                Some(user),
                || json!({ "interaction": id.to_string(), "modal": data }),
            ),
            _ => self.tell("interaction_answered", channel, Some(user), || {
                json!({
                    "interaction": id.to_string(),
                    "type": kind,
                    "message": message.map(|(message, _)| message.to_string()),
                })
            }),
        }
        self.signal(id);
    }

    /// A body that makes or changes a message must say whom it may mention.
    pub fn check_mentions_given(&mut self, body: &Value, what: &str) {
        if body.get("allowed_mentions").is_none_or(Value::is_null) {
            let mut shown = body.to_string();
            shown.truncate(shown.char_indices().nth(200).map_or(shown.len(), |(at, _)| at));
            self.violation("allowed_mentions", format!("{what} without allowed_mentions: {shown}"));
        }
    }

    /// The interaction behind a webhook token, if the token is good.
    fn by_token(&mut self, application: u64, token: &str) -> Result<u64, ApiError> {
        let now = self.clock.now();
        let known = self.tokens.get(token).and_then(|id| self.interactions.get(id));
        let Some(flow) = known.filter(|_| application == BOT) else {
            self.violation("unknown", "a webhook call with a token that never was");
            return Err(ApiError::unknown_webhook());
        };
        if now >= flow.created + TOKEN_LIFE {
            return Err(ApiError::invalid_webhook_token());
        }
        let (id, answered) = (flow.id, flow.first.is_some());
        if !answered {
            self.violation("unknown", format!("a webhook call for interaction {id} before its first answer"));
            return Err(ApiError::unknown_webhook());
        }
        Ok(id)
    }

    /// `POST /webhooks/{application}/{token}`.
    pub fn followup(
        &mut self,
        application: u64,
        token: &str,
        body: &Value,
        uploads: Vec<Upload>,
    ) -> Result<Value, ApiError> {
        let id = self.by_token(application, token)?;
        let draft = validate::message(body, "", Entrance::Interaction)?;
        self.check_mentions_given(body, "a follow-up");
        let Some(flow) = self.interactions.get(&id) else { return Err(ApiError::unknown_webhook()) };
        if matches!(flow.kind, Kind::Autocomplete) {
            return Err(ApiError::unknown_webhook());
        }
        let thinking = flow.original.filter(|original| {
            self.messages.get(original).is_some_and(|message| message.thinking() && !message.deleted)
        });
        let message = match thinking {
            // Discord lets the first follow-up take the place of "thinking", whatever its flags say.
            Some(original) => {
                let draft = validate::Draft { flags: None, ..draft };
                self.edit_message(original, draft, uploads, Some(id))?;
                original
            }
            None => {
                let ephemeral = draft.flags.unwrap_or(0) & EPHEMERAL != 0;
                let origin = flow.origin(self, ephemeral, false);
                let message = self.create_message(origin, draft, uploads)?;
                if let Some(flow) = self.interactions.get_mut(&id) {
                    flow.followups.push(message);
                }
                message
            }
        };
        self.signal(id);
        self.messages.get(&message).map(|m| self.message_json(m)).ok_or_else(ApiError::unknown_message)
    }

    /// The message that a webhook path names; none is `@original`.
    fn webhook_message(
        &mut self,
        application: u64,
        token: &str,
        message: Option<u64>,
    ) -> Result<(u64, u64), ApiError> {
        let id = self.by_token(application, token)?;
        let flow = self.interactions.get(&id).ok_or_else(ApiError::unknown_webhook)?;
        let found = match message {
            None => flow.original,
            Some(message) => {
                let own = flow.original == Some(message) || flow.followups.contains(&message);
                own.then_some(message)
            }
        };
        found
            .filter(|message| self.messages.get(message).is_some_and(|message| !message.deleted))
            .map(|message| (id, message))
            .ok_or_else(ApiError::unknown_message)
    }

    /// `GET /webhooks/{application}/{token}/messages/{message}`.
    pub fn webhook_get(
        &mut self,
        application: u64,
        token: &str,
        message: Option<u64>,
    ) -> Result<Value, ApiError> {
        let (_, message) = self.webhook_message(application, token, message)?;
        self.messages.get(&message).map(|m| self.message_json(m)).ok_or_else(ApiError::unknown_message)
    }

    /// `PATCH /webhooks/{application}/{token}/messages/{message}`.
    pub fn webhook_edit(
        &mut self,
        application: u64,
        token: &str,
        message: Option<u64>,
        body: &Value,
        uploads: Vec<Upload>,
    ) -> Result<Value, ApiError> {
        let (id, message) = self.webhook_message(application, token, message)?;
        let draft = validate::message(body, "", Entrance::Edit)?;
        self.check_mentions_given(body, "an edit of an interaction's message");
        self.edit_message(message, draft, uploads, Some(id))?;
        self.messages.get(&message).map(|m| self.message_json(m)).ok_or_else(ApiError::unknown_message)
    }

    /// `DELETE /webhooks/{application}/{token}/messages/{message}`.
    pub fn webhook_delete(
        &mut self,
        application: u64,
        token: &str,
        message: Option<u64>,
    ) -> Result<Value, ApiError> {
        let (_, message) = self.webhook_message(application, token, message)?;
        self.delete_message(message)?;
        Ok(Value::Null)
    }
}
