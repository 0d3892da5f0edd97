//! Messages: making, changing and deleting them, whom they ping, and how Discord writes them.

use std::time::Duration;

use serde_json::{Value, json};

use super::attachments::{Attachment, Upload};
use super::error::ApiError;
use super::permissions::bits;
use super::state::{State, snowflake_ms, timestamp};
use super::validate::{AllowedMentions, Draft, EPHEMERAL, LOADING, SILENT, SUPPRESS_EMBEDS};
use super::world::{BOT, Guild, World};

const GUILD_MESSAGES: u64 = 1 << 9;
const HOUR_MS: u64 = 3_600_000;
/// How many edits Discord lets happen to a message that is older than an hour.
const OLD_EDITS: u32 = 30;

/// Who is mentioned or pinged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pings {
    /// The users.
    pub users: Vec<u64>,
    /// The roles.
    pub roles: Vec<u64>,
    /// Whether `@everyone` or `@here` rang.
    pub everyone: bool,
}

impl Pings {
    /// Whether nobody is pinged.
    pub fn is_empty(&self) -> bool {
        self.users.is_empty() && self.roles.is_empty() && !self.everyone
    }
}

/// What a message showed before an edit.
#[derive(Clone, Debug)]
pub struct Revision {
    /// When it stopped showing this.
    pub until: Duration,
    /// The content.
    pub content: String,
    /// The embeds.
    pub embeds: Vec<Value>,
    /// The components.
    pub components: Vec<Value>,
    /// Whether it was the "thinking" of a deferred answer.
    pub thinking: bool,
}

/// A message.
#[derive(Clone, Debug)]
pub struct Message {
    /// The id.
    pub id: u64,
    /// The channel.
    pub channel: u64,
    /// The guild; none for a direct message.
    pub guild: Option<u64>,
    /// The author's user id.
    pub author: u64,
    /// The content.
    pub content: String,
    /// The embeds.
    pub embeds: Vec<Value>,
    /// The component rows.
    pub components: Vec<Value>,
    /// The files.
    pub attachments: Vec<Attachment>,
    /// The flags.
    pub flags: u64,
    /// The nonce.
    pub nonce: Option<Value>,
    /// The only person who sees it.
    pub ephemeral_to: Option<u64>,
    /// The interaction that made it.
    pub interaction: Option<u64>,
    /// The message that it answers.
    pub reference: Option<u64>,
    /// Who is mentioned in it now.
    pub mentions: Pings,
    /// Who was pinged when it was made; edits never ping.
    pub pings: Pings,
    /// When it was last edited, in Unix milliseconds.
    pub edited: Option<u64>,
    /// What it showed before, oldest first (not kept when recording is off).
    pub revisions: Vec<Revision>,
    /// Whether it was deleted.
    pub deleted: bool,
    /// The thread that hangs on it.
    pub thread: Option<u64>,
    pub(super) metadata: Value,
    pub(super) watchers: Vec<u64>,
    pub(super) old_edits: u32,
}

/// A button, as a person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// The label.
    pub label: String,
    /// The custom id; empty for links.
    pub custom_id: String,
    /// Discord's style number: 1 primary, 2 secondary, 3 success, 4 danger, 5 link.
    pub style: u64,
    /// Whether it cannot be pressed.
    pub disabled: bool,
    /// Where a link leads.
    pub url: Option<String>,
}

impl Message {
    /// Whether it is still the "thinking" of a deferred answer.
    pub fn thinking(&self) -> bool {
        self.flags & LOADING != 0
    }

    /// The components of all rows, in order.
    pub fn flat_components(&self) -> impl Iterator<Item = &Value> {
        self.components.iter().filter_map(|row| row["components"].as_array()).flatten()
    }

    /// The buttons, in order.
    pub fn buttons(&self) -> Vec<Button> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        self.flat_components()
            .filter(|component| component["type"] == 2)
            .map(|button| Button {
                label: text(&button["label"]),
                custom_id: text(&button["custom_id"]),
                style: button["style"].as_u64().unwrap_or_default(),
                disabled: button["disabled"] == true,
                url: button["url"].as_str().map(str::to_owned),
            })
            .collect()
    }

    /// Everything that can be read in it: content, then the texts of the embeds, one a line.
    pub fn text(&self) -> String {
        let mut lines = vec![self.content.as_str()];
        for embed in &self.embeds {
            lines.extend([&embed["author"]["name"], &embed["title"], &embed["description"]].map(str_of));
            for field in embed["fields"].as_array().into_iter().flatten() {
                lines.extend([&field["name"], &field["value"]].map(str_of));
            }
            lines.push(str_of(&embed["footer"]["text"]));
        }
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }

    /// Whether a member of the guild sees it.
    pub(super) fn visible_to(&self, user: u64, guild: &Guild) -> bool {
        !self.deleted
            && self.ephemeral_to.is_none_or(|only| only == user)
            && guild.may_view(user, self.channel)
    }

    fn is_empty(&self) -> bool {
        self.content.is_empty()
            && self.embeds.is_empty()
            && self.components.is_empty()
            && self.attachments.is_empty()
    }
}

fn str_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// What is known about a message before its body is looked at.
#[derive(Debug, Default)]
pub(super) struct Origin {
    pub channel: u64,
    pub guild: Option<u64>,
    pub ephemeral_to: Option<u64>,
    pub interaction: Option<u64>,
    pub metadata: Value,
    pub thinking: bool,
}

/// The mentions written in a text; those in code are none.
fn written(content: &str) -> Pings {
    let mut pings = Pings::default();
    // Every second part between backticks is code.
    for part in content.replace("```", "`").split('`').step_by(2) {
        pings.everyone |= part.contains("@everyone") || part.contains("@here");
        for (at, _) in part.match_indices("<@") {
            let Some(end) = part[at..].find('>') else { continue };
            let inner = &part[at + 2..at + end];
            if let Some(role) = inner.strip_prefix('&') {
                pings.roles.extend(role.parse::<u64>());
            } else if let Ok(user) = inner.trim_start_matches('!').parse::<u64>() {
                pings.users.push(user);
            }
        }
    }
    pings.users.sort_unstable();
    pings.users.dedup();
    pings.roles.sort_unstable();
    pings.roles.dedup();
    pings
}

/// What the written mentions come to under `allowed_mentions` and the bot's permissions.
fn effective(
    content: &str,
    allowed: Option<&AllowedMentions>,
    from_interaction: bool,
    guild: Option<&Guild>,
    channel: u64,
) -> Pings {
    let mut pings = written(content);
    let everything = AllowedMentions {
        parse_users: true,
        parse_roles: !from_interaction,
        parse_everyone: !from_interaction,
        replied_user: true,
        ..AllowedMentions::default()
    };
    let allowed = allowed.unwrap_or(&everything);
    let may_all =
        guild.is_some_and(|guild| guild.permissions(BOT, Some(channel)) & bits::MENTION_EVERYONE != 0);
    let is_member = |user: &u64| guild.is_none_or(|guild| guild.members.contains_key(user));
    let pingable = |role: &u64| {
        guild.and_then(|guild| guild.roles.get(role)).is_some_and(|role| role.mentionable || may_all)
    };
    pings.users.retain(|user| is_member(user) && (allowed.parse_users || allowed.users.contains(user)));
    pings.roles.retain(|role| pingable(role) && (allowed.parse_roles || allowed.roles.contains(role)));
    pings.everyone &= allowed.parse_everyone && may_all;
    pings
}

impl State {
    /// Makes a message of the bot and tells everybody who sees it.
    pub fn create_message(
        &mut self,
        origin: Origin,
        draft: Draft,
        uploads: Vec<Upload>,
    ) -> Result<u64, ApiError> {
        let id = self.new_id();
        let mut message = Message {
            id,
            channel: origin.channel,
            guild: origin.guild,
            author: BOT,
            content: draft.content.unwrap_or_default(),
            embeds: draft.embeds.unwrap_or_default(),
            components: draft.components.unwrap_or_default(),
            attachments: Vec::new(),
            flags: draft.flags.unwrap_or(0) & (SUPPRESS_EMBEDS | SILENT),
            nonce: draft.nonce,
            ephemeral_to: origin.ephemeral_to,
            interaction: origin.interaction,
            reference: draft.reference.map(|reference| reference.message),
            mentions: Pings::default(),
            pings: Pings::default(),
            edited: None,
            revisions: Vec::new(),
            deleted: false,
            thread: None,
            metadata: origin.metadata,
            watchers: origin.interaction.into_iter().collect(),
            old_edits: 0,
        };
        if message.ephemeral_to.is_some() {
            message.flags |= EPHEMERAL;
        }
        if origin.thinking {
            message.flags |= LOADING;
        }
        message.attachments = self.attach(Vec::new(), draft.attachments.as_deref(), uploads)?;
        message.check_pictures()?;
        if message.is_empty() && !origin.thinking {
            return Err(ApiError::empty_message());
        }
        self.settle_mentions(&mut message, draft.allowed_mentions.as_ref());
        if message.ephemeral_to.is_none() {
            message.pings = message.mentions.clone();
        }
        self.add_message(message);
        Ok(id)
    }

    /// Puts a finished message into its channel.
    pub fn add_message(&mut self, message: Message) {
        let (id, channel) = (message.id, message.channel);
        if message.ephemeral_to.is_none()
            && let Some(channel) = self.world.channel_mut(channel)
        {
            channel.last_message = Some(id);
        }
        let order = self.channel_messages.entry(channel).or_default();
        order.push_back(id);
        let forgotten = if self.lean && order.len() > self.keep { order.pop_front() } else { None };
        if let Some(forgotten) = forgotten {
            self.messages.remove(&forgotten);
        }
        self.messages.insert(id, message);
        self.announce("message_created", "MESSAGE_CREATE", id);
    }

    fn settle_mentions(&self, message: &mut Message, allowed: Option<&AllowedMentions>) {
        let guild = message.guild.and_then(|guild| self.world.guilds.get(&guild));
        let from_interaction = message.interaction.is_some();
        message.mentions = effective(&message.content, allowed, from_interaction, guild, message.channel);
        let answered =
            message.reference.and_then(|id| self.messages.get(&id)).map(|answered| answered.author);
        if let Some(author) = answered
            && allowed.is_none_or(|allowed| allowed.replied_user)
            && !message.mentions.users.contains(&author)
        {
            message.mentions.users.push(author);
        }
    }

    /// Changes a message. Nobody is pinged by that.
    pub fn edit_message(
        &mut self,
        id: u64,
        draft: Draft,
        uploads: Vec<Upload>,
        by: Option<u64>,
    ) -> Result<(), ApiError> {
        let Some(mut message) = self.messages.get(&id).filter(|message| !message.deleted).cloned() else {
            return Err(ApiError::unknown_message());
        };
        let now = self.clock.unix_ms();
        if now > snowflake_ms(id) + HOUR_MS {
            message.old_edits += 1;
            if message.old_edits > OLD_EDITS {
                return Err(ApiError::old_message_edits());
            }
        }
        let before = Revision {
            until: self.clock.now(),
            content: message.content.clone(),
            embeds: message.embeds.clone(),
            components: message.components.clone(),
            thinking: message.thinking(),
        };
        let old_content = message.content.clone();
        message.attachments =
            self.attach(std::mem::take(&mut message.attachments), draft.attachments.as_deref(), uploads)?;
        if let Some(content) = draft.content {
            message.content = content;
        }
        if let Some(embeds) = draft.embeds {
            message.embeds = embeds;
        }
        if let Some(components) = draft.components {
            message.components = components;
        }
        if let Some(flags) = draft.flags {
            message.flags = (message.flags & !SUPPRESS_EMBEDS) | (flags & SUPPRESS_EMBEDS);
        }
        message.flags &= !LOADING;
        message.check_pictures()?;
        if message.is_empty() {
            return Err(ApiError::empty_message());
        }
        if message.content != old_content || draft.allowed_mentions.is_some() {
            self.settle_mentions(&mut message, draft.allowed_mentions.as_ref());
        }
        message.edited = Some(now);
        if !self.lean {
            message.revisions.push(before);
        }
        if let Some(by) = by
            && !message.watchers.contains(&by)
        {
            message.watchers.push(by);
        }
        self.messages.insert(id, message);
        self.announce("message_edited", "MESSAGE_UPDATE", id);
        Ok(())
    }

    pub fn delete_message(&mut self, id: u64) -> Result<(), ApiError> {
        let Some(message) = self.messages.get_mut(&id).filter(|message| !message.deleted) else {
            return Err(ApiError::unknown_message());
        };
        message.deleted = true;
        let (channel, guild, only) = (message.channel, message.guild, message.ephemeral_to);
        let watchers = message.watchers.clone();
        if self.lean {
            self.messages.remove(&id);
        }
        let data = json!({
            "id": id.to_string(),
            "channel_id": channel.to_string(),
            "guild_id": guild.map(|guild| guild.to_string()),
        });
        self.tell("message_deleted", channel, only, || data.clone());
        if only.is_none() {
            self.dispatch("MESSAGE_DELETE", guild, GUILD_MESSAGES, &data);
        }
        watchers.into_iter().for_each(|interaction| self.signal(interaction));
        self.bump();
        Ok(())
    }

    /// Tells clients, gateway sessions and waiting tests about a new or changed message.
    fn announce(&mut self, kind: &'static str, event: &str, id: u64) {
        let Some(message) = self.messages.get(&id) else { return };
        let (channel, guild, only) = (message.channel, message.guild, message.ephemeral_to);
        for interaction in &message.watchers {
            self.signal(*interaction);
        }
        self.bump();
        self.tell(kind, channel, only, || self.message_json(message));
        let wanted = self.sessions.iter().any(|session| session.intents & GUILD_MESSAGES != 0);
        if only.is_none() && wanted {
            let mut data = self.message_json(message);
            if let Some(guild) = guild {
                data["guild_id"] = guild.to_string().into();
            }
            self.dispatch(event, guild, GUILD_MESSAGES, &data);
        }
    }

    /// The message object, as REST answers and interactions carry it.
    pub fn message_json(&self, message: &Message) -> Value {
        let world: &World = &self.world;
        let everyone = message.mentions.everyone;
        let shown = message.flags & SUPPRESS_EMBEDS == 0;
        let mut out = json!({
            "id": message.id.to_string(),
            "type": if message.reference.is_some() { 19 } else if message.interaction.is_some() { 20 } else { 0 },
            "channel_id": message.channel.to_string(),
            "author": world.user_json(message.author),
            "content": message.content,
            "timestamp": timestamp(snowflake_ms(message.id)),
            "edited_timestamp": message.edited.map(timestamp),
            "tts": false,
            "mention_everyone": everyone,
            "mentions": message.mentions.users.iter().map(|user| world.user_json(*user)).collect::<Vec<_>>(),
            "mention_roles": message.mentions.roles.iter().map(u64::to_string).collect::<Vec<_>>(),
            "attachments": self.attachments_json(message),
            "embeds": if shown { self.embeds_json(message) } else { Vec::new() },
            "components": message.components,
            "pinned": false,
            "flags": message.flags,
        });
        if let Some(nonce) = &message.nonce {
            out["nonce"] = nonce.clone();
        }
        if message.interaction.is_some() {
            out["application_id"] = BOT.to_string().into();
            out["webhook_id"] = BOT.to_string().into();
            out["interaction_metadata"] = message.metadata.clone();
        }
        if let Some(answered) = message.reference {
            out["message_reference"] = json!({
                "type": 0,
                "message_id": answered.to_string(),
                "channel_id": message.channel.to_string(),
                "guild_id": message.guild.map(|guild| guild.to_string()),
            });
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::discord::world::{ANA, CHANNEL_OPS, GUILD, MAX, ROLE_OPERATOR};

    fn pings(content: &str, allowed: Option<AllowedMentions>, interaction: bool) -> Pings {
        let world = World::llama_works();
        effective(content, allowed.as_ref(), interaction, world.guilds.get(&GUILD), CHANNEL_OPS)
    }

    #[test]
    fn an_interaction_pings_users_only_when_nothing_is_said() {
        let text = format!("<@{ANA}> <@&{ROLE_OPERATOR}> @everyone");
        let found = pings(&text, None, true);
        assert_eq!((found.users, found.roles.len(), found.everyone), (vec![ANA], 0, false));
        assert_eq!(pings(&text, None, false).roles, [ROLE_OPERATOR]);
    }

    #[test]
    fn allowed_mentions_lets_through_what_it_names_and_nothing_else() {
        let text = format!("<@{ANA}> <@!{MAX}> <@&{ROLE_OPERATOR}> @here");
        assert!(pings(&text, Some(AllowedMentions::default()), false).is_empty());
        let only = AllowedMentions { users: vec![MAX], ..AllowedMentions::default() };
        assert_eq!(pings(&text, Some(only), false).users, [MAX]);
    }

    #[test]
    fn the_bot_needs_a_permission_to_ping_everyone_and_code_never_pings() {
        assert!(!pings("@everyone", None, false).everyone);
        assert!(pings(&format!("`<@{ANA}>` ```<@{MAX}>```"), None, false).is_empty());
        assert!(pings("<@424242424242424242>", None, false).is_empty());
    }
}
