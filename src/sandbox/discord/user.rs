//! The people: a member acts, and an interaction is watched until it is answered.

use std::fmt;
use std::time::Duration;

use serde_json::Value;
use thiserror::Error;

use super::Simulator;
use super::interactions::{FirstResponse, Flow, Kind};
use super::messages::Message;
use super::payloads::{self, ClientError};
use super::state::State;

/// A member of a guild, to act as.
#[derive(Clone, Debug)]
pub struct Member {
    pub(super) simulator: Simulator,
    /// The guild.
    pub guild: u64,
    /// The user.
    pub user: u64,
}

/// An interaction that was sent to the bot.
#[derive(Clone)]
pub struct Interaction {
    simulator: Simulator,
    /// The id.
    pub id: u64,
    /// Who acted.
    pub member: Member,
    /// Where.
    pub channel: u64,
}

impl fmt::Debug for Interaction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Interaction").field("id", &self.id).field("user", &self.member.user).finish()
    }
}

/// A choice that autocomplete offers.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What is shown.
    pub name: String,
    /// What is sent.
    pub value: Value,
}

/// A modal that is open on a person's screen.
#[derive(Clone, Debug)]
pub struct Modal {
    /// The custom id.
    pub custom_id: String,
    /// The title.
    pub title: String,
    /// The inputs.
    pub inputs: Vec<ModalInput>,
}

/// A text input of a modal.
#[derive(Clone, Debug)]
pub struct ModalInput {
    /// The custom id.
    pub custom_id: String,
    /// The label.
    pub label: String,
    /// What stands in it at first.
    pub value: String,
    /// Whether it must be filled.
    pub required: bool,
    /// The least number of characters.
    pub min: usize,
    /// The greatest number of characters.
    pub max: usize,
    /// Whether it has several lines.
    pub paragraph: bool,
    /// The placeholder.
    pub placeholder: String,
}

/// A custom id that the bot once sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The custom id.
    pub custom_id: String,
    /// The component's type; 0 for a modal.
    pub component_type: u64,
    /// The message that carries it.
    pub message: Option<u64>,
    /// The channel.
    pub channel: u64,
}

/// Why waiting ended without what was waited for.
#[derive(Clone, Debug, Error)]
pub enum WaitError {
    /// It did not come in time.
    #[error("{what} did not come in time; {seen}")]
    Timeout {
        /// What was waited for.
        what: String,
        /// What was there instead.
        seen: String,
    },
    /// The bot did not answer within three seconds.
    #[error("the interaction failed: {0}")]
    Failed(String),
    /// The simulator has forgotten the interaction (recording is off).
    #[error("the interaction is forgotten")]
    Forgotten,
}

impl Member {
    fn at(&self, channel: u64) -> (u64, u64, u64) {
        (self.guild, channel, self.user)
    }

    fn handle(&self, state: &mut State, payload: Value) -> Result<Interaction, ClientError> {
        let id = state.submit(payload)?;
        let channel = state.interactions.get(&id).map_or(0, |flow| flow.channel);
        Ok(Interaction { simulator: self.simulator.clone(), id, member: self.clone(), channel })
    }

    /// Types a slash command such as `vps restart` with its options.
    pub fn slash(
        &self,
        channel: u64,
        path: &str,
        options: &[(&str, Value)],
    ) -> Result<Interaction, ClientError> {
        let mut state = self.simulator.0.state();
        let payload = payloads::slash(&state, self.at(channel), path, options, None)?;
        self.handle(&mut state, payload)
    }

    /// Types into an option that autocompletes; the options so far include the focused one's text.
    pub fn autocomplete(
        &self,
        channel: u64,
        path: &str,
        options: &[(&str, Value)],
        focused: &str,
    ) -> Result<Interaction, ClientError> {
        let mut state = self.simulator.0.state();
        let payload = payloads::slash(&state, self.at(channel), path, options, Some(focused))?;
        self.handle(&mut state, payload)
    }

    /// The payload that [`Member::slash`] would send, to be changed and given to [`Simulator::inject`].
    pub fn slash_payload(
        &self,
        channel: u64,
        path: &str,
        options: &[(&str, Value)],
    ) -> Result<Value, ClientError> {
        payloads::slash(&self.simulator.0.state(), self.at(channel), path, options, None)
    }

    /// Presses a button, named by its custom id or its label.
    pub fn press(&self, message: u64, button: &str) -> Result<Interaction, ClientError> {
        self.use_component(message, button, None)
    }

    /// Chooses values in a select, named by its custom id or its placeholder.
    pub fn select(&self, message: u64, select: &str, values: &[&str]) -> Result<Interaction, ClientError> {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        self.use_component(message, select, Some(values))
    }

    fn use_component(
        &self,
        message: u64,
        wanted: &str,
        values: Option<Vec<String>>,
    ) -> Result<Interaction, ClientError> {
        let mut state = self.simulator.0.state();
        let guild = state.world.guilds.get(&self.guild).ok_or(ClientError::NoMember)?;
        if !guild.members.contains_key(&self.user) {
            return Err(ClientError::NoMember);
        }
        let found = state.messages.get(&message).filter(|m| m.guild == Some(self.guild));
        let found = found.filter(|m| m.visible_to(self.user, guild)).ok_or(ClientError::NoMessage)?;
        let is_button = |component: &Value| component["type"] == 2;
        let fitting = |component: &&Value| is_button(component) == values.is_none();
        let named = |key: &'static str| {
            move |component: &&Value| component[key].as_str().is_some_and(|name| name == wanted)
        };
        let component = found
            .flat_components()
            .filter(fitting)
            .find(named("custom_id"))
            .or_else(|| found.flat_components().filter(fitting).find(named("label")))
            .or_else(|| found.flat_components().filter(fitting).find(named("placeholder")));
        let Some(component) = component else {
            let name = |c: &Value| {
                let shown = c["label"].as_str().or(c["placeholder"].as_str()).unwrap_or_default();
                format!("{shown} ({})", c["custom_id"].as_str().unwrap_or("link"))
            };
            let present = found.flat_components().map(name).collect();
            return Err(ClientError::NoComponent { wanted: wanted.to_owned(), present });
        };
        let unusable = || ClientError::Unusable(wanted.to_owned());
        let custom_id = component["custom_id"].as_str().ok_or_else(unusable)?.to_owned();
        if component["disabled"] == true {
            return Err(unusable());
        }
        let kind = component["type"].as_u64().unwrap_or(2);
        if let Some(values) = &values {
            check_selection(component, values)?;
        }
        let channel = found.channel;
        let payload =
            payloads::component(&state, self.at(channel), Some(message), &custom_id, kind, values.as_deref());
        self.handle(&mut state, payload)
    }

    /// Sends a component's use as a forger would: any custom id, any message, unchecked.
    pub fn forge_component(
        &self,
        channel: u64,
        message: Option<u64>,
        custom_id: &str,
        component_type: u64,
        values: Option<&[String]>,
    ) -> Result<Interaction, ClientError> {
        let mut state = self.simulator.0.state();
        let payload =
            payloads::component(&state, self.at(channel), message, custom_id, component_type, values);
        self.handle(&mut state, payload)
    }

    /// Sends a modal as a forger would: any custom id, any inputs, unchecked.
    pub fn forge_modal(
        &self,
        channel: u64,
        source: Option<u64>,
        custom_id: &str,
        values: &[(&str, &str)],
    ) -> Result<Interaction, ClientError> {
        let values: Vec<_> =
            values.iter().map(|(id, value)| ((*id).to_owned(), (*value).to_owned())).collect();
        let mut state = self.simulator.0.state();
        let payload = payloads::modal(&state, self.at(channel), source, custom_id, &values);
        self.handle(&mut state, payload)
    }

    /// The messages of a channel that this member sees, oldest first.
    pub fn messages(&self, channel: u64) -> Vec<Message> {
        let state = self.simulator.0.state();
        visible_messages(&state, self.guild, channel, self.user)
    }

    /// Says something.
    pub fn say(&self, channel: u64, content: &str) -> u64 {
        self.simulator.say(self.user, channel, content)
    }
}

pub(super) fn visible_messages(state: &State, guild: u64, channel: u64, user: u64) -> Vec<Message> {
    let Some(guild) = state.world.guilds.get(&guild) else { return Vec::new() };
    let order = state.channel_messages.get(&channel).into_iter().flatten();
    order.filter_map(|id| state.messages.get(id)).filter(|m| m.visible_to(user, guild)).cloned().collect()
}

fn check_selection(select: &Value, values: &[String]) -> Result<(), ClientError> {
    let min = select["min_values"].as_u64().unwrap_or(1) as usize;
    let max = select["max_values"].as_u64().unwrap_or(1) as usize;
    let offered = |value: &String| {
        select["type"] != 3
            || select["options"]
                .as_array()
                .into_iter()
                .flatten()
                .any(|option| option["value"] == value.as_str())
    };
    let mut once = values.to_vec();
    once.sort_unstable();
    once.dedup();
    if values.len() < min || values.len() > max || once.len() != values.len() || !values.iter().all(offered) {
        return Err(ClientError::BadSelection);
    }
    Ok(())
}

impl Simulator {
    /// Sends any payload as an interaction: forged, stale, from elsewhere. Id and token are set here.
    pub fn inject(&self, payload: Value) -> Result<Interaction, ClientError> {
        let mut state = self.0.state();
        let id = state.submit(payload)?;
        self.interaction_in(&state, id).ok_or(ClientError::BadPayload("id"))
    }

    /// The payload as it would come from a direct message: with a user, without member and guild.
    pub fn as_direct_message(payload: Value) -> Value {
        payloads::into_dm(payload)
    }

    fn interaction_in(&self, state: &State, id: u64) -> Option<Interaction> {
        let flow = state.interactions.get(&id)?;
        let member = Member { simulator: self.clone(), guild: flow.guild.unwrap_or(0), user: flow.user };
        Some(Interaction { simulator: self.clone(), id, member, channel: flow.channel })
    }

    /// A handle on an interaction by its id.
    pub fn interaction(&self, id: u64) -> Option<Interaction> {
        self.interaction_in(&self.0.state(), id)
    }

    /// Every interaction so far, in the order they were sent.
    pub fn interactions(&self) -> Vec<Interaction> {
        let state = self.0.state();
        state.interactions_in_order().filter_map(|flow| self.interaction_in(&state, flow.id)).collect()
    }

    /// Every custom id that the bot ever sent, in messages (earlier versions included) and modals.
    pub fn seen_custom_ids(&self) -> Vec<Seen> {
        let state = self.0.state();
        let mut seen = Vec::new();
        for message in state.messages.values() {
            let versions = message.revisions.iter().map(|old| &old.components).chain([&message.components]);
            for component in versions.flatten().filter_map(|row| row["components"].as_array()).flatten() {
                if let Some(custom_id) = component["custom_id"].as_str() {
                    seen.push(Seen {
                        custom_id: custom_id.to_owned(),
                        component_type: component["type"].as_u64().unwrap_or(2),
                        message: Some(message.id),
                        channel: message.channel,
                    });
                }
            }
        }
        for flow in state.interactions_in_order() {
            if let Some(first) = flow.first.as_ref().filter(|first| first.kind == 9) {
                seen.push(Seen {
                    custom_id: first.data["custom_id"].as_str().unwrap_or_default().to_owned(),
                    component_type: 0,
                    message: flow.source,
                    channel: flow.channel,
                });
            }
        }
        seen.sort_by(|a, b| (a.message, &a.custom_id).cmp(&(b.message, &b.custom_id)));
        seen.dedup();
        seen
    }
}

impl Interaction {
    fn look<T>(&self, look: impl FnOnce(&State, &Flow) -> T) -> Option<T> {
        let state = self.simulator.0.state();
        state.interactions.get(&self.id).map(|flow| look(&state, flow))
    }

    /// The kind; none when the simulator has forgotten it.
    pub fn kind(&self) -> Option<Kind> {
        self.look(|_, flow| flow.kind)
    }

    /// The token.
    pub fn token(&self) -> Option<String> {
        self.look(|_, flow| flow.token.clone())
    }

    /// The payload that the bot got (`null` when recording is off).
    pub fn payload(&self) -> Value {
        self.look(|_, flow| flow.payload.clone()).unwrap_or_default()
    }

    /// The first answer, if there is one.
    pub fn first_response(&self) -> Option<FirstResponse> {
        self.look(|_, flow| flow.first.clone()).flatten()
    }

    /// Why it failed, if it did.
    pub fn failed(&self) -> Option<String> {
        self.look(|_, flow| flow.failed.map(str::to_owned)).flatten()
    }

    /// The message that answers it: its own, or the one whose component was used; thinking or not.
    pub fn message(&self) -> Option<Message> {
        self.look(|state, flow| flow.original.and_then(|id| state.messages.get(&id)).cloned()).flatten()
    }

    /// The follow-up messages.
    pub fn followups(&self) -> Vec<Message> {
        self.look(|state, flow| {
            flow.followups.iter().filter_map(|id| state.messages.get(id)).cloned().collect()
        })
        .unwrap_or_default()
    }

    /// The modal that it opened.
    pub fn modal(&self) -> Option<Modal> {
        self.look(|_, flow| {
            flow.first.as_ref().filter(|first| first.kind == 9).map(|first| read_modal(&first.data))
        })
        .flatten()
    }

    async fn until<T>(
        &self,
        what: &str,
        deadline: Duration,
        mut look: impl FnMut(&State, &Flow) -> Option<T>,
    ) -> Result<T, WaitError> {
        let mut signal = self.look(|_, flow| flow.signal.subscribe()).ok_or(WaitError::Forgotten)?;
        let wait = async {
            loop {
                signal.borrow_and_update();
                let seen = self.look(|state, flow| match look(state, flow) {
                    Some(found) => Some(Ok(found)),
                    None => flow.failed.map(|why| Err(WaitError::Failed(why.to_owned()))),
                });
                match seen {
                    None => return Err(WaitError::Forgotten),
                    Some(Some(outcome)) => return outcome,
                    Some(None) => {}
                }
                if signal.changed().await.is_err() {
                    return Err(WaitError::Forgotten);
                }
            }
        };
        match tokio::time::timeout(deadline, wait).await {
            Ok(outcome) => outcome,
            Err(_) => Err(WaitError::Timeout { what: what.to_owned(), seen: self.describe() }),
        }
    }

    /// What there is to see, for the message of a failed test.
    fn describe(&self) -> String {
        let first = match self.first_response() {
            None => "it has no answer".to_owned(),
            Some(first) => format!("its first answer has type {}", first.kind),
        };
        match self.message() {
            None => first,
            Some(message) if message.thinking() => format!("{first}; its message is still thinking"),
            Some(message) => format!("{first}; its message reads {:?}", message.text()),
        }
    }

    /// Waits for the first answer, of whatever type.
    pub async fn wait_first_response(&self, deadline: Duration) -> Result<FirstResponse, WaitError> {
        self.until("the first answer", deadline, |_, flow| flow.first.clone()).await
    }

    /// Waits for a message that is no longer thinking.
    pub async fn wait_message(&self, deadline: Duration) -> Result<Message, WaitError> {
        self.wait_until(|_| true, deadline).await
    }

    /// Waits until its message, or a follow-up, fits; "thinking" never does.
    pub async fn wait_until(
        &self,
        fits: impl Fn(&Message) -> bool,
        deadline: Duration,
    ) -> Result<Message, WaitError> {
        self.until("the message", deadline, |state, flow| {
            let ids = flow.original.iter().chain(&flow.followups);
            let mut messages = ids.filter_map(|id| state.messages.get(id));
            messages.find(|m| !m.deleted && !m.thinking() && fits(m)).cloned()
        })
        .await
    }

    /// Waits until its message is deleted.
    pub async fn wait_deleted(&self, deadline: Duration) -> Result<(), WaitError> {
        self.until("the deletion", deadline, |state, flow| {
            let original = flow.original?;
            state.messages.get(&original).is_none_or(|message| message.deleted).then_some(())
        })
        .await
    }

    /// Waits for the follow-up of this index.
    pub async fn wait_followup(&self, index: usize, deadline: Duration) -> Result<Message, WaitError> {
        self.until("the follow-up", deadline, |state, flow| {
            flow.followups.get(index).and_then(|id| state.messages.get(id)).cloned()
        })
        .await
    }

    /// Waits for the modal.
    pub async fn wait_modal(&self, deadline: Duration) -> Result<Modal, WaitError> {
        self.until("the modal", deadline, |_, flow| {
            flow.first.as_ref().filter(|first| first.kind == 9).map(|first| read_modal(&first.data))
        })
        .await
    }

    /// Waits for the choices of an autocomplete.
    pub async fn wait_choices(&self, deadline: Duration) -> Result<Vec<Choice>, WaitError> {
        self.until("the choices", deadline, |_, flow| {
            flow.first.as_ref().filter(|first| first.kind == 8).map(|first| {
                let choices = first.data["choices"].as_array();
                choices
                    .into_iter()
                    .flatten()
                    .map(|choice| Choice {
                        name: choice["name"].as_str().unwrap_or_default().to_owned(),
                        value: choice["value"].clone(),
                    })
                    .collect()
            })
        })
        .await
    }

    /// Waits until it failed for want of an answer.
    pub async fn wait_failed(&self, deadline: Duration) -> Result<String, WaitError> {
        self.until("the failure", deadline, |_, flow| flow.failed.map(str::to_owned)).await
    }

    /// Fills in and submits the modal that it opened; inputs left out keep their first value.
    pub fn submit_modal(&self, values: &[(&str, &str)]) -> Result<Interaction, ClientError> {
        let modal = self.modal().ok_or(ClientError::NoModal)?;
        let bad =
            |input: &str, why: &str| ClientError::BadInput { input: input.to_owned(), why: why.to_owned() };
        if let Some((unknown, _)) =
            values.iter().find(|(id, _)| !modal.inputs.iter().any(|i| i.custom_id == *id))
        {
            return Err(bad(unknown, "there is no such input"));
        }
        let mut filled = Vec::new();
        for input in &modal.inputs {
            let given = values.iter().find(|(id, _)| *id == input.custom_id).map(|(_, value)| *value);
            let value = given.unwrap_or(&input.value);
            let length = value.chars().count();
            if length == 0 && input.required {
                return Err(bad(&input.custom_id, "it is required"));
            }
            if length > input.max || (length > 0 && length < input.min) {
                return Err(bad(&input.custom_id, "its length does not fit"));
            }
            filled.push((input.custom_id.clone(), value.to_owned()));
        }
        let mut state = self.simulator.0.state();
        payloads::may_act(&state, self.member.guild, self.channel, self.member.user)?;
        let source = state.interactions.get(&self.id).and_then(|flow| flow.source);
        let payload =
            payloads::modal(&state, self.member.at(self.channel), source, &modal.custom_id, &filled);
        self.member.handle(&mut state, payload)
    }

    /// Sends the same again as another member, in another channel, or in another guild; nothing is checked.
    /// It needs the payload, so recording must be on.
    pub fn replay(&self, member: &Member, channel: u64) -> Result<Interaction, ClientError> {
        let mut state = self.simulator.0.state();
        let flow = state.interactions.get(&self.id).ok_or(ClientError::BadPayload("id"))?;
        if flow.payload.is_null() {
            return Err(ClientError::BadPayload("recorded payload"));
        }
        let mut payload = payloads::frame(&state, member.guild, channel, member.user, flow.kind);
        for key in ["data", "message"] {
            if let Some(value) = flow.payload.get(key) {
                payload[key] = value.clone();
            }
        }
        member.handle(&mut state, payload)
    }
}

fn read_modal(data: &Value) -> Modal {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let size = |value: &Value, default: usize| value.as_u64().map_or(default, |n| n as usize);
    let rows = data["components"].as_array().into_iter().flatten();
    let inputs = rows.filter_map(|row| row["components"].as_array()).flatten();
    Modal {
        custom_id: text(&data["custom_id"]),
        title: text(&data["title"]),
        inputs: inputs
            .map(|input| ModalInput {
                custom_id: text(&input["custom_id"]),
                label: text(&input["label"]),
                value: text(&input["value"]),
                required: input["required"] != false,
                min: size(&input["min_length"], 0),
                max: size(&input["max_length"], 4000),
                paragraph: input["style"] == 2,
                placeholder: text(&input["placeholder"]),
            })
            .collect(),
    }
}
