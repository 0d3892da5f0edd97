//! The routes and what they do.

use serde_json::{Value, json};

use super::Simulator;
use super::commands::render;
use super::error::{ApiError, invalid};
use super::messages::Origin;
use super::permissions::bits;
use super::rest::Call;
use super::state::State;
use super::validate::{self, Draft, Entrance};
use super::world::{BOT, Channel, Guild, PUBLIC_THREAD, TEXT, channel_json, role_json};

/// How long Discord remembers a nonce.
const NONCE_LIFE: std::time::Duration = std::time::Duration::from_secs(300);

/// A route with its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Route {
    Gateway,
    GatewayBot,
    Me,
    Application,
    MyGuilds,
    LeaveGuild(u64),
    Guild(u64),
    GuildChannels(u64),
    GuildRoles(u64),
    GuildMember(u64, u64),
    Commands { verb: Verb, application: u64, guild: Option<u64> },
    Command { verb: Verb, application: u64, guild: Option<u64>, id: u64 },
    Callback { id: u64, token: String },
    Webhook { application: u64, token: String },
    WebhookMessage { verb: Verb, application: u64, token: String, message: Option<u64> },
    Channel(u64),
    Typing(u64),
    Messages { verb: Verb, channel: u64 },
    Message { verb: Verb, channel: u64, message: u64 },
    StartThread(u64, u64),
}

/// The methods that share a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Verb {
    fn parse(method: &str) -> Option<Self> {
        Some(match method {
            "GET" => Self::Get,
            "POST" => Self::Post,
            "PUT" => Self::Put,
            "PATCH" => Self::Patch,
            "DELETE" => Self::Delete,
            _ => return None,
        })
    }
}

fn id(text: &str) -> Result<u64, ApiError> {
    text.parse().map_err(|_| invalid("id", "NUMBER_TYPE_COERCE", format!("Value {text:?} is not snowflake.")))
}

impl Route {
    /// Finds the route; an unknown path is 404 and a wrong method 405.
    pub fn parse(method: &str, path: &str) -> Result<Self, ApiError> {
        use Verb::{Delete, Get, Patch, Post, Put};
        let verb = Verb::parse(method).ok_or_else(ApiError::method_not_allowed)?;
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let only = |verbs: &[Verb], route: Self| {
            if verbs.contains(&verb) { Ok(route) } else { Err(ApiError::method_not_allowed()) }
        };
        match parts[..] {
            ["gateway"] => only(&[Get], Self::Gateway),
            ["gateway", "bot"] => only(&[Get], Self::GatewayBot),
            ["users", "@me"] => only(&[Get], Self::Me),
            ["oauth2", "applications", "@me"] | ["applications", "@me"] => only(&[Get], Self::Application),
            ["users", "@me", "guilds"] => only(&[Get], Self::MyGuilds),
            ["users", "@me", "guilds", guild] => only(&[Delete], Self::LeaveGuild(id(guild)?)),
            ["guilds", guild] => only(&[Get], Self::Guild(id(guild)?)),
            ["guilds", guild, "channels"] => only(&[Get], Self::GuildChannels(id(guild)?)),
            ["guilds", guild, "roles"] => only(&[Get], Self::GuildRoles(id(guild)?)),
            ["guilds", guild, "members", user] => only(&[Get], Self::GuildMember(id(guild)?, id(user)?)),
            ["applications", application, "commands"] => {
                only(&[Get, Put, Post], Self::Commands { verb, application: id(application)?, guild: None })
            }
            ["applications", application, "guilds", guild, "commands"] => {
                let guild = Some(id(guild)?);
                only(&[Get, Put, Post], Self::Commands { verb, application: id(application)?, guild })
            }
            ["applications", application, "commands", command] => only(
                &[Get, Patch, Delete],
                Self::Command { verb, application: id(application)?, guild: None, id: id(command)? },
            ),
            ["applications", application, "guilds", guild, "commands", command] => only(
                &[Get, Patch, Delete],
                Self::Command {
                    verb,
                    application: id(application)?,
                    guild: Some(id(guild)?),
                    id: id(command)?,
                },
            ),
            ["interactions", interaction, token, "callback"] => {
                only(&[Post], Self::Callback { id: id(interaction)?, token: token.to_owned() })
            }
            ["webhooks", application, token] => {
                only(&[Post], Self::Webhook { application: id(application)?, token: token.to_owned() })
            }
            ["webhooks", application, token, "messages", message] => {
                let message = if message == "@original" { None } else { Some(id(message)?) };
                let application = id(application)?;
                only(
                    &[Get, Patch, Delete],
                    Self::WebhookMessage { verb, application, token: token.to_owned(), message },
                )
            }
            ["channels", channel] => only(&[Get], Self::Channel(id(channel)?)),
            ["channels", channel, "typing"] => only(&[Post], Self::Typing(id(channel)?)),
            ["channels", channel, "messages"] => {
                only(&[Get, Post], Self::Messages { verb, channel: id(channel)? })
            }
            ["channels", channel, "messages", message] => only(
                &[Get, Patch, Delete],
                Self::Message { verb, channel: id(channel)?, message: id(message)? },
            ),
            ["channels", channel, "messages", message, "threads"] => {
                only(&[Post], Self::StartThread(id(channel)?, id(message)?))
            }
            _ => Err(ApiError::not_found()),
        }
    }

    /// The route's name, which is its rate-limit bucket.
    pub fn name(&self) -> &'static str {
        use Verb::{Delete, Get, Patch, Post, Put};
        match self {
            Self::Gateway => "GET /gateway",
            Self::GatewayBot => "GET /gateway/bot",
            Self::Me => "GET /users/@me",
            Self::Application => "GET /applications/@me",
            Self::MyGuilds => "GET /users/@me/guilds",
            Self::LeaveGuild(_) => "DELETE /users/@me/guilds/{guild}",
            Self::Guild(_) => "GET /guilds/{guild}",
            Self::GuildChannels(_) => "GET /guilds/{guild}/channels",
            Self::GuildRoles(_) => "GET /guilds/{guild}/roles",
            Self::GuildMember(..) => "GET /guilds/{guild}/members/{user}",
            Self::Commands { verb, guild: None, .. } => match verb {
                Get => "GET /applications/{application}/commands",
                Put => "PUT /applications/{application}/commands",
                _ => "POST /applications/{application}/commands",
            },
            Self::Commands { verb, guild: Some(_), .. } => match verb {
                Get => "GET /applications/{application}/guilds/{guild}/commands",
                Put => "PUT /applications/{application}/guilds/{guild}/commands",
                _ => "POST /applications/{application}/guilds/{guild}/commands",
            },
            Self::Command { verb, guild: None, .. } => match verb {
                Get => "GET /applications/{application}/commands/{command}",
                Patch => "PATCH /applications/{application}/commands/{command}",
                _ => "DELETE /applications/{application}/commands/{command}",
            },
            Self::Command { verb, guild: Some(_), .. } => match verb {
                Get => "GET /applications/{application}/guilds/{guild}/commands/{command}",
                Patch => "PATCH /applications/{application}/guilds/{guild}/commands/{command}",
                _ => "DELETE /applications/{application}/guilds/{guild}/commands/{command}",
            },
            Self::Callback { .. } => "POST /interactions/{interaction}/callback",
            Self::Webhook { .. } => "POST /webhooks/{token}",
            Self::WebhookMessage { verb, .. } => match verb {
                Get => "GET /webhooks/{token}/messages/{message}",
                Patch => "PATCH /webhooks/{token}/messages/{message}",
                _ => "DELETE /webhooks/{token}/messages/{message}",
            },
            Self::Channel(_) => "GET /channels/{channel}",
            Self::Typing(_) => "POST /channels/{channel}/typing",
            Self::Messages { verb: Post, .. } => "POST /channels/{channel}/messages",
            Self::Messages { .. } => "GET /channels/{channel}/messages",
            Self::Message { verb, .. } => match verb {
                Patch => "PATCH /channels/{channel}/messages/{message}",
                Delete => "DELETE /channels/{channel}/messages/{message}",
                _ => "GET /channels/{channel}/messages/{message}",
            },
            Self::StartThread(..) => "POST /channels/{channel}/messages/{message}/threads",
        }
    }

    /// The major parameter, for which each bucket counts separately.
    pub fn major(&self) -> String {
        match self {
            Self::Guild(guild)
            | Self::GuildChannels(guild)
            | Self::GuildRoles(guild)
            | Self::GuildMember(guild, _)
            | Self::Commands { guild: Some(guild), .. }
            | Self::Command { guild: Some(guild), .. } => guild.to_string(),
            Self::Callback { id, .. } => id.to_string(),
            Self::Webhook { token, .. } | Self::WebhookMessage { token, .. } => token.clone(),
            Self::Channel(channel)
            | Self::Typing(channel)
            | Self::Messages { channel, .. }
            | Self::Message { channel, .. }
            | Self::StartThread(channel, _) => channel.to_string(),
            _ => String::new(),
        }
    }

    /// Whether an interaction's token is the only credential, and the global limit does not apply.
    pub fn is_interaction(&self) -> bool {
        matches!(self, Self::Callback { .. } | Self::Webhook { .. } | Self::WebhookMessage { .. })
    }
}

type Answer = Result<(u16, Value), ApiError>;

/// Does what the route is for.
pub(super) fn answer(simulator: &Simulator, state: &mut State, route: Route, call: Call) -> Answer {
    let ok = |value: Value| Ok((200, value));
    match route {
        Route::Gateway => ok(json!({ "url": simulator.gateway_url() })),
        Route::GatewayBot => ok(json!({
            "url": simulator.gateway_url(),
            "shards": 1,
            "session_start_limit": { "total": 1000, "remaining": 999, "reset_after": 86_400_000, "max_concurrency": 1 },
        })),
        Route::Me => ok(state.world.current_user_json()),
        Route::Application => ok(application_json(state)),
        Route::MyGuilds => ok(state
            .world
            .guilds
            .values()
            .filter(|guild| guild.bot_joined)
            .map(|guild| {
                json!({
                    "id": guild.id.to_string(),
                    "name": guild.name,
                    "icon": null,
                    "banner": null,
                    "owner": false,
                    "permissions": guild.permissions(BOT, None).to_string(),
                    "features": [],
                })
            })
            .collect()),
        Route::LeaveGuild(guild) => {
            joined(state, guild)?;
            state.leave_guild(guild);
            Ok((204, Value::Null))
        }
        Route::Guild(guild) => ok(state.world.guild_json(joined(state, guild)?)),
        Route::GuildChannels(guild) => {
            let guild = joined(state, guild)?;
            ok(guild.channels.values().filter(|c| !c.is_thread()).map(|c| channel_json(guild, c)).collect())
        }
        Route::GuildRoles(guild) => ok(joined(state, guild)?.roles.values().map(role_json).collect()),
        Route::GuildMember(guild, user) => {
            let guild = joined(state, guild)?;
            if !guild.members.contains_key(&user) {
                return Err(ApiError::unknown_member());
            }
            ok(state.world.member_json(guild, user, None))
        }
        Route::Commands { verb, application, guild } => commands(state, verb, application, guild, &call),
        Route::Command { verb, application, guild, id } => {
            command(state, verb, application, guild, id, &call)
        }
        Route::Callback { id, token } => {
            let with_response = call.flag("with_response");
            state.callback(id, &token, &call.body, call.uploads, with_response)
        }
        Route::Webhook { application, token } => {
            state.followup(application, &token, &call.body, call.uploads).map(|body| (200, body))
        }
        Route::WebhookMessage { verb: Verb::Get, application, token, message } => {
            state.webhook_get(application, &token, message).map(|body| (200, body))
        }
        Route::WebhookMessage { verb: Verb::Patch, application, token, message } => {
            state.webhook_edit(application, &token, message, &call.body, call.uploads).map(|body| (200, body))
        }
        Route::WebhookMessage { application, token, message, .. } => {
            state.webhook_delete(application, &token, message).map(|body| (204, body))
        }
        Route::Channel(channel) => {
            let (guild, channel) = visible(state, channel)?;
            ok(channel_json(guild, channel))
        }
        Route::Typing(channel) => {
            visible(state, channel)?;
            Ok((204, Value::Null))
        }
        Route::Messages { verb: Verb::Post, channel } => post(state, channel, call),
        Route::Messages { channel, .. } => history(state, channel, &call),
        Route::Message { verb, channel, message } => one_message(state, verb, channel, message, call),
        Route::StartThread(channel, message) => start_thread(state, channel, message, &call.body),
    }
}

fn application_json(state: &State) -> Value {
    json!({
        "id": BOT.to_string(),
        "name": "hostmaster",
        "icon": null,
        "description": "",
        "type": null,
        "bot": state.world.user_json(BOT),
        "summary": "",
        "bot_public": false,
        "bot_require_code_grant": false,
        "verify_key": "0".repeat(64),
        "flags": 1 << 23,
        "hook": true,
        "redirect_uris": [],
        "interactions_endpoint_url": null,
        "role_connections_verification_url": null,
        "owner": state.world.user_json(super::world::OWNER),
        "team": null,
        "approximate_guild_count": state.world.guilds.values().filter(|guild| guild.bot_joined).count(),
        "approximate_user_install_count": 0,
        "integration_types_config": { "0": {} },
    })
}

fn joined(state: &State, guild: u64) -> Result<&Guild, ApiError> {
    let guild = state.world.guilds.get(&guild).ok_or_else(ApiError::unknown_guild)?;
    if guild.bot_joined { Ok(guild) } else { Err(ApiError::missing_access()) }
}

/// A channel that the bot may see.
fn visible(state: &State, channel: u64) -> Result<(&Guild, &Channel), ApiError> {
    let (guild, channel) = state.world.channel(channel).ok_or_else(ApiError::unknown_channel)?;
    if guild.bot_joined && guild.may_view(BOT, channel.id) {
        Ok((guild, channel))
    } else {
        Err(ApiError::missing_access())
    }
}

fn commands(state: &mut State, verb: Verb, application: u64, guild: Option<u64>, call: &Call) -> Answer {
    own_application(state, application, guild)?;
    let answer = match verb {
        Verb::Put => {
            let mut registry = std::mem::take(&mut state.commands);
            let stored = registry.replace(application, guild, &call.body, || state.new_id());
            state.commands = registry;
            (200, Value::Array(stored?))
        }
        Verb::Post => {
            let mut registry = std::mem::take(&mut state.commands);
            let stored = registry.upsert(application, guild, &call.body, || state.new_id());
            state.commands = registry;
            let (created, stored) = stored?;
            (if created { 201 } else { 200 }, stored)
        }
        _ => {
            let with = call.flag("with_localizations");
            (200, state.commands.scope(guild).iter().map(|command| render(command, with)).collect())
        }
    };
    state.bump();
    Ok(answer)
}

fn command(
    state: &mut State,
    verb: Verb,
    application: u64,
    guild: Option<u64>,
    id: u64,
    call: &Call,
) -> Answer {
    own_application(state, application, guild)?;
    match verb {
        Verb::Patch => {
            let mut registry = std::mem::take(&mut state.commands);
            let stored = registry.patch(application, guild, id, &call.body, || state.new_id());
            state.commands = registry;
            state.bump();
            Ok((200, stored?))
        }
        Verb::Delete => {
            state.commands.delete(guild, id)?;
            state.bump();
            Ok((204, Value::Null))
        }
        _ => {
            let index = state.commands.by_id(guild, id).ok_or_else(ApiError::unknown_command)?;
            Ok((200, render(&state.commands.scope(guild)[index], true)))
        }
    }
}

fn own_application(state: &State, application: u64, guild: Option<u64>) -> Result<(), ApiError> {
    if application != BOT {
        return Err(ApiError::new(
            403,
            20012,
            "You are not authorized to perform this action on this application",
        ));
    }
    match guild {
        Some(guild) if !state.world.guilds.get(&guild).is_some_and(|guild| guild.bot_joined) => {
            Err(ApiError::missing_access())
        }
        _ => Ok(()),
    }
}

/// What the bot needs beyond seeing the channel to write this message there.
fn may_write(guild: &Guild, channel: &Channel, embeds_only: bool, files: bool) -> Result<(), ApiError> {
    if !channel.is_thread() && channel.kind != TEXT && channel.kind != 5 {
        return Err(ApiError::wrong_channel_kind());
    }
    let mut needed = if channel.is_thread() { bits::SEND_MESSAGES_IN_THREADS } else { bits::SEND_MESSAGES };
    if embeds_only {
        needed |= bits::EMBED_LINKS;
    }
    if files {
        needed |= bits::ATTACH_FILES;
    }
    if guild.permissions(BOT, Some(channel.id)) & needed == needed {
        Ok(())
    } else {
        Err(ApiError::missing_permissions())
    }
}

/// Without the permission for embeds Discord sends or edits the rest and says nothing.
fn drop_embeds(state: &mut State, draft: &mut Draft, guild: u64, channel: u64) {
    let permissions = state.world.guilds.get(&guild).map_or(0, |guild| guild.permissions(BOT, Some(channel)));
    if permissions & bits::EMBED_LINKS == 0 && draft.embeds.as_ref().is_some_and(|embeds| !embeds.is_empty())
    {
        draft.embeds = Some(Vec::new());
        state.violation(
            "permission",
            format!("embeds in channel {channel} were dropped: EMBED_LINKS is missing"),
        );
    }
}

fn post(state: &mut State, channel: u64, call: Call) -> Answer {
    let mut draft = validate::message(&call.body, "", Entrance::Channel)?;
    state.check_mentions_given(&call.body, "a channel message");
    let (guild, target) = visible(state, channel)?;
    let bare = draft.content.as_ref().is_none_or(String::is_empty) && call.uploads.is_empty();
    let embeds = draft.embeds.as_ref().is_some_and(|embeds| !embeds.is_empty());
    may_write(guild, target, embeds && bare, !call.uploads.is_empty())?;
    let guild = guild.id;
    drop_embeds(state, &mut draft, guild, channel);
    let now = state.clock.now();
    let nonce =
        draft.nonce.as_ref().map(|nonce| nonce.as_str().map_or_else(|| nonce.to_string(), str::to_owned));
    let key = nonce.map(|nonce| (channel, nonce));
    state.nonces.retain(|_, (_, at)| now < *at + NONCE_LIFE);
    if let Some(key) = key.as_ref().filter(|_| draft.enforce_nonce)
        && let Some((earlier, _)) = state.nonces.get(key)
        && let Some(message) = state.messages.get(earlier)
    {
        return Ok((200, state.message_json(message)));
    }
    if let Some(reference) = draft.reference {
        let known = state.messages.get(&reference.message).is_some_and(|message| {
            !message.deleted
                && message.channel == reference.channel.unwrap_or(channel)
                && message.channel == channel
                && message.ephemeral_to.is_none()
        });
        if !known && reference.fail_if_not_exists {
            return Err(invalid("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message"));
        }
    }
    // Writing opens an archived thread again; editing in it is refused.
    state.set_archived(guild, channel, false);
    let origin = Origin { channel, guild: Some(guild), ..Origin::default() };
    let made = state.create_message(origin, draft, call.uploads)?;
    if let Some(key) = key {
        state.nonces.insert(key, (made, now));
    }
    let message = state.messages.get(&made).ok_or_else(ApiError::unknown_message)?;
    Ok((200, state.message_json(message)))
}

fn history(state: &State, channel: u64, call: &Call) -> Answer {
    let (guild, channel) = visible(state, channel)?;
    if guild.permissions(BOT, Some(channel.id)) & bits::READ_MESSAGE_HISTORY == 0 {
        return Ok((200, json!([])));
    }
    let limit = match call.query("limit").map(str::parse::<usize>) {
        None => 50,
        Some(Ok(limit)) if (1..=100).contains(&limit) => limit,
        Some(_) => return Err(invalid("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")),
    };
    let bound = |key: &str| call.query(key).and_then(|value| value.parse::<u64>().ok());
    let (before, after, around) = (bound("before"), bound("after"), bound("around"));
    let order = state.channel_messages.get(&channel.id);
    let mut found: Vec<_> = order
        .into_iter()
        .flatten()
        .filter_map(|id| state.messages.get(id))
        .filter(|message| !message.deleted && message.ephemeral_to.is_none())
        .filter(|message| before.is_none_or(|id| message.id < id) && after.is_none_or(|id| message.id > id))
        .collect();
    if let Some(around) = around {
        found.sort_by_key(|message| message.id.abs_diff(around));
        found.truncate(limit);
        found.sort_by_key(|message| message.id);
    } else if after.is_some() {
        found.truncate(limit);
    } else {
        found.drain(..found.len().saturating_sub(limit));
    }
    Ok((200, found.iter().rev().map(|message| state.message_json(message)).collect()))
}

fn one_message(state: &mut State, verb: Verb, channel: u64, message: u64, call: Call) -> Answer {
    let (guild, target) = visible(state, channel)?;
    let permissions = guild.permissions(BOT, Some(channel));
    let (guild, archived) = (guild.id, target.archived);
    let found = state
        .messages
        .get(&message)
        .filter(|m| m.channel == channel && !m.deleted && m.ephemeral_to.is_none())
        .ok_or_else(ApiError::unknown_message)?;
    match verb {
        Verb::Get => {
            if permissions & bits::READ_MESSAGE_HISTORY == 0 {
                return Err(ApiError::missing_access());
            }
            Ok((200, state.message_json(found)))
        }
        Verb::Delete => {
            if found.author != BOT && permissions & bits::MANAGE_MESSAGES == 0 {
                return Err(ApiError::missing_permissions());
            }
            state.delete_message(message)?;
            Ok((204, Value::Null))
        }
        _ => {
            if found.author != BOT {
                return Err(ApiError::not_the_author());
            }
            if archived {
                return Err(ApiError::archived_thread());
            }
            if !call.uploads.is_empty() && permissions & bits::ATTACH_FILES == 0 {
                return Err(ApiError::missing_permissions());
            }
            let mut draft = validate::message(&call.body, "", Entrance::Edit)?;
            state.check_mentions_given(&call.body, "an edit of a channel message");
            drop_embeds(state, &mut draft, guild, channel);
            state.edit_message(message, draft, call.uploads, None)?;
            let message = state.messages.get(&message).ok_or_else(ApiError::unknown_message)?;
            Ok((200, state.message_json(message)))
        }
    }
}

fn start_thread(state: &mut State, channel: u64, message: u64, body: &Value) -> Answer {
    let (guild, target) = visible(state, channel)?;
    if target.kind != TEXT && target.kind != 5 {
        return Err(ApiError::wrong_channel_kind());
    }
    if guild.permissions(BOT, Some(channel)) & bits::CREATE_PUBLIC_THREADS == 0 {
        return Err(ApiError::missing_permissions());
    }
    let guild = guild.id;
    let found = state
        .messages
        .get_mut(&message)
        .filter(|m| m.channel == channel && !m.deleted && m.ephemeral_to.is_none())
        .ok_or_else(ApiError::unknown_message)?;
    if found.thread.is_some() {
        return Err(ApiError::thread_exists());
    }
    let mut form = super::error::Form::default();
    form.length("name", body["name"].as_str().unwrap_or_default().trim(), 1, 100);
    form.finish()?;
    let name = body["name"].as_str().unwrap_or_default().trim().to_owned();
    // A thread that hangs on a message has the message's id.
    found.thread = Some(message);
    let mut thread = Channel::new(message, PUBLIC_THREAD, &name, Some(channel));
    thread.owner = Some(BOT);
    let made = state.add_channel(guild, thread).ok_or_else(ApiError::unknown_guild)?;
    Ok((201, made))
}
