//! The client's side over HTTP: what a web page needs to act as a member.
//!
//! [`client_router`] answers the routes below. Every id is a string. `member` is a user id. All `POST` bodies and all
//! answers are JSON. Requests must come to a loopback `Host`, not from another site, and a `POST` must say
//! `content-type: application/json`; others get 403 or 415. What the client refuses before anything reaches the bot
//! (an unknown option, an empty required input, a button that is disabled) is 422 `{"error": "..."}`; something that
//! is malformed or unknown is 400 or 404 `{"error": "..."}`.
//!
//! # `GET /client/members`
//! Whom one can act as, over all guilds; whoever is in several of them is there for each, with the name they have there:
//! `[{"id", "name", "display_name", "locale", "guild", "guild_name", "roles": [{"id", "name", "color"}]}]`
//!
//! # `GET /client/world?member=ID`
//! What that member sees:
//! `{"me": {"id", "name", "display_name", "locale"}, "bot": {"id", "name", "online": bool}, "guilds": [GUILD]}` with
//! `GUILD = {"id", "name", "locale", "roles": [{"id", "name", "color"}], "members": [{"id", "name", "display_name",
//! "bot": bool, "roles": ["ID"]}], "channels": [{"id", "name", "type", "parent": "ID"|null, "topic": text|null,
//! "archived": bool, "last_message": "ID"|null, "pings": ["ID"]}], "commands": [COMMAND]}`. `last_message` is the newest
//! message there of somebody else's, `pings` are those that pinged this member: what is newer than what they read is
//! unread. Channel types: 0 text, 4 category, 11 and 12 threads (`parent` is their channel). `COMMAND` is Discord's command object with localisations (`name`, `description`, `options`, each
//! option with `type`, `required`, `choices`, `autocomplete`, `min_value`, `max_value`, `min_length`, `max_length`;
//! option types: 1 sub-command, 2 group, 3 string, 4 integer, 5 boolean, 6 user, 7 channel, 8 role, 9 mentionable,
//! 10 number). Fetch it again after a `world_changed` event.
//!
//! # `GET /client/messages?member=ID&channel=ID`
//! The messages of a channel that the member sees, oldest first: `[MESSAGE]`. `MESSAGE` is Discord's message object
//! (`id`, `channel_id`, `author`, `content`, `timestamp`, `edited_timestamp`, `embeds`, `components`, `attachments`,
//! `mentions`, `mention_roles`, `flags`, `interaction_metadata`, `message_reference`), and besides
//! `"ephemeral": bool` (only this member sees it), `"thinking": bool` (a deferred answer that has no content yet) and
//! `"pings_me": bool` (it pinged this member when it was made).
//!
//! # `POST /client/slash`
//! `{"member", "channel", "command": "vps restart", "options": {"server": "web-1"}}` -> `{"interaction": "ID"}`.
//! Option values may be text whatever the option's type; they are turned into numbers and booleans here.
//!
//! # `POST /client/autocomplete`
//! `{"member", "channel", "command", "options": {...}, "focused": "server"}` waits for the bot (3 s at most) ->
//! `{"choices": [{"name", "value"}]}`, or `{"choices": [], "failed": "..."}` when it did not answer.
//!
//! # `POST /client/press`
//! `{"member", "message": "ID", "custom_id"}` -> `{"interaction": "ID"}`
//!
//! # `POST /client/select`
//! `{"member", "message": "ID", "custom_id", "values": ["..."]}` -> `{"interaction": "ID"}`
//!
//! # `POST /client/modal`
//! `{"member", "interaction": "ID", "values": {"input custom_id": "text"}}`, where `interaction` is the one that
//! opened the modal -> `{"interaction": "ID"}` (a new one)
//!
//! # `POST /client/say`
//! `{"member", "channel", "content"}` -> `{"message": "ID"}`: an ordinary message of that person.
//!
//! # `GET /client/events?member=ID`
//! Server-sent events (`text/event-stream`) of everything that member may see from now on; `event:` is the name,
//! `data:` one JSON object:
//! - `hello` `{}`: the stream is open; fetch world and messages after it, so that nothing is missed.
//! - `message_created`, `message_edited`: a `MESSAGE` as above (`channel_id` says where).
//! - `message_deleted`: `{"id", "channel_id"}`
//! - `modal_shown`: `{"interaction", "modal": {"custom_id", "title", "components"}}`, Discord's modal object: rows
//!   with one text input each (`custom_id`, `label`, `style` 1 short 2 paragraph, `required`, `min_length`,
//!   `max_length`, `placeholder`, `value`).
//! - `interaction_answered`: `{"interaction", "type", "message": "ID"|null}`; types: 4 message, 5 thinking, 6 noted, 7
//!   updated.
//! - `interaction_failed`: `{"interaction", "reason": "The application did not respond"}`
//! - `choices`: `{"interaction", "choices"}` (autocomplete waits for it already; ignore it)
//! - `world_changed`: `{}`
//! - `lagged` `{}`: events were lost; fetch world and messages again.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Query, Request, State as AxumState};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::stream;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokio::sync::broadcast::error::RecvError;

use super::commands::render;
use super::interactions::FIRST_ANSWER;
use super::messages::Message;
use super::payloads::ClientError;
use super::state::{ClientEvent, State};
use super::user::{Interaction, visible_messages};
use super::world::{BOT, Guild};
use super::{Member, Simulator};

/// The routes of the client, to be merged into the page's router.
pub fn client_router(simulator: &Simulator) -> Router {
    Router::new()
        .route("/client/members", get(members))
        .route("/client/world", get(world))
        .route("/client/messages", get(messages))
        .route("/client/slash", post(slash))
        .route("/client/autocomplete", post(autocomplete))
        .route("/client/press", post(press))
        .route("/client/select", post(select))
        .route("/client/modal", post(modal))
        .route("/client/say", post(say))
        .route("/client/events", get(events))
        .layer(middleware::from_fn(local_only))
        .with_state(simulator.clone())
}

/// Keeps other sites out: a page anywhere on the web can send requests to this machine.
pub(in crate::sandbox) async fn local_only(request: Request, next: Next) -> Response {
    let headers = request.headers();
    if !host_is_local(headers) || is_cross_site(headers) {
        return refuse(StatusCode::FORBIDDEN, "this page is for this machine only").into_response();
    }
    if request.method() == Method::POST {
        let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let essence = content_type.and_then(|value| value.split(';').next()).map(str::trim);
        if essence != Some("application/json") {
            return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "send application/json").into_response();
        }
    }
    next.run(request).await
}

fn is_loopback_name(authority: &str) -> bool {
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    matches!(host, "127.0.0.1" | "localhost" | "::1")
}

pub(in crate::sandbox) fn host_is_local(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    host.is_some_and(is_loopback_name)
}

fn is_cross_site(headers: &HeaderMap) -> bool {
    let fetch_site = headers.get("sec-fetch-site").map(|value| value.as_bytes());
    if !matches!(fetch_site, None | Some(b"same-origin" | b"none")) {
        return true;
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return false };
    let origin = origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://"));
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    origin.is_none() || origin != host
}

/// A refusal: a status and why.
struct Refusal(StatusCode, String);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

fn refuse(status: StatusCode, error: impl ToString) -> Refusal {
    Refusal(status, error.to_string())
}

fn refuse_input(error: ClientError) -> Refusal {
    refuse(StatusCode::UNPROCESSABLE_ENTITY, error)
}

type Answer = Result<Json<Value>, Refusal>;

#[derive(Deserialize)]
struct Who {
    member: String,
    channel: Option<String>,
}

fn id(text: &str) -> Result<u64, Refusal> {
    text.parse().map_err(|_| refuse(StatusCode::BAD_REQUEST, format!("{text:?} is no id")))
}

/// The person, in the guild that has the channel, or else in the first one they are in.
fn actor(simulator: &Simulator, user: &str, channel: Option<u64>) -> Result<Member, Refusal> {
    let user = id(user)?;
    let state = simulator.0.state();
    let mut guilds = state.world.guilds.values().filter(|guild| guild.members.contains_key(&user));
    let guild = match channel {
        Some(channel) => guilds.find(|guild| guild.channels.contains_key(&channel)),
        None => guilds.next(),
    };
    let guild = guild.ok_or_else(|| refuse(StatusCode::NOT_FOUND, "no such member there"))?;
    Ok(simulator.member_of(guild.id, user))
}

async fn members(AxumState(simulator): AxumState<Simulator>) -> Json<Value> {
    let state = simulator.0.state();
    let mut out = Vec::new();
    for guild in state.world.guilds.values() {
        for member in guild.members.values().filter(|member| member.user != BOT) {
            let Some(user) = state.world.users.get(&member.user) else { continue };
            let roles = member.roles.iter().filter_map(|role| guild.roles.get(role));
            out.push(json!({
                "id": user.id.to_string(),
                "name": user.name,
                "display_name": member.nick.as_ref().unwrap_or(&user.display_name),
                "locale": user.locale,
                "guild": guild.id.to_string(),
                "guild_name": guild.name,
                "roles": roles.map(short_role).collect::<Vec<_>>(),
            }));
        }
    }
    Json(out.into())
}

fn short_role(role: &super::world::Role) -> Value {
    json!({ "id": role.id.to_string(), "name": role.name, "color": role.color })
}

async fn world(AxumState(simulator): AxumState<Simulator>, Query(who): Query<Who>) -> Answer {
    let user = actor(&simulator, &who.member, None)?.user;
    let online = simulator.live_sessions() > 0;
    let state = simulator.0.state();
    let person = |user: u64| {
        let known = state.world.users.get(&user);
        json!({
            "id": user.to_string(),
            "name": known.map(|user| &user.name),
            "display_name": known.map(|user| &user.display_name),
            "locale": known.map(|user| &user.locale),
        })
    };
    let mut bot = person(BOT);
    bot["online"] = online.into();
    let guilds = state.world.guilds.values().filter(|guild| guild.members.contains_key(&user));
    let guilds: Vec<Value> = guilds
        .map(|guild| {
            let members = guild.members.values().map(|member| {
                let mut out = person(member.user);
                if let Some(nick) = &member.nick {
                    out["display_name"] = nick.as_str().into();
                }
                out["bot"] = state.world.users.get(&member.user).is_some_and(|user| user.bot).into();
                out["roles"] = member.roles.iter().map(u64::to_string).collect();
                out
            });
            let channels = guild.channels.values().filter(|channel| guild.may_view(user, channel.id));
            let channels = channels.map(|channel| {
                let said = state.channel_messages.get(&channel.id).into_iter().flatten();
                let said = said.filter_map(|id| state.messages.get(id));
                let said = said.filter(|said| said.author != user && said.visible_to(user, guild));
                let (pings, last) = said.fold((vec![], None), |(mut pings, _), said| {
                    if pings_member(guild, said, user) {
                        pings.push(said.id.to_string());
                    }
                    (pings, Some(said.id.to_string()))
                });
                json!({
                    "id": channel.id.to_string(),
                    "name": channel.name,
                    "type": channel.kind,
                    "parent": channel.parent.map(|id| id.to_string()),
                    "topic": channel.topic,
                    "archived": channel.archived,
                    "last_message": last,
                    "pings": pings,
                })
            });
            let commands = state.commands.scope(Some(guild.id)).iter().chain(&state.commands.global);
            json!({
                "id": guild.id.to_string(),
                "name": guild.name,
                "locale": guild.locale,
                "roles": guild.roles.values().map(short_role).collect::<Vec<_>>(),
                "members": members.collect::<Vec<_>>(),
                "channels": channels.collect::<Vec<_>>(),
                "commands": commands.map(|command| render(command, true)).collect::<Vec<_>>(),
            })
        })
        .collect();
    Ok(Json(json!({ "me": person(user), "bot": bot, "guilds": guilds })))
}

/// Whether a message pinged this member when it was made.
fn pings_member(guild: &Guild, message: &Message, user: u64) -> bool {
    let roles = guild.members.get(&user).map(|member| &member.roles);
    let pings = &message.pings;
    pings.everyone
        || pings.users.contains(&user)
        || pings.roles.iter().any(|role| roles.is_some_and(|roles| roles.contains(role)))
}

/// A message as the page gets it.
fn shown(state: &State, message: &Message, user: u64) -> Value {
    let mut out = state.message_json(message);
    let guild = message.guild.and_then(|guild| state.world.guilds.get(&guild));
    out["ephemeral"] = message.ephemeral_to.is_some().into();
    out["thinking"] = message.thinking().into();
    out["pings_me"] = guild.is_some_and(|guild| pings_member(guild, message, user)).into();
    out
}

async fn messages(AxumState(simulator): AxumState<Simulator>, Query(who): Query<Who>) -> Answer {
    let channel = id(who.channel.as_deref().unwrap_or_default())?;
    let member = actor(&simulator, &who.member, Some(channel))?;
    let state = simulator.0.state();
    let messages = visible_messages(&state, member.guild, channel, member.user);
    Ok(Json(messages.iter().map(|message| shown(&state, message, member.user)).collect()))
}

#[derive(Deserialize)]
struct Slash {
    member: String,
    channel: String,
    command: String,
    #[serde(default)]
    options: Map<String, Value>,
    focused: Option<String>,
}

type Given<T> = Result<Json<T>, JsonRejection>;

fn given<T>(body: Given<T>) -> Result<T, Refusal> {
    body.map(|Json(body)| body).map_err(|error| refuse(StatusCode::BAD_REQUEST, error.body_text()))
}

fn started(interaction: Result<Interaction, ClientError>) -> Answer {
    let interaction = interaction.map_err(refuse_input)?;
    Ok(Json(json!({ "interaction": interaction.id.to_string() })))
}

async fn slash(AxumState(simulator): AxumState<Simulator>, body: Given<Slash>) -> Answer {
    let body = given(body)?;
    let channel = id(&body.channel)?;
    let member = actor(&simulator, &body.member, Some(channel))?;
    let options: Vec<_> = body.options.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    started(member.slash(channel, &body.command, &options))
}

async fn autocomplete(AxumState(simulator): AxumState<Simulator>, body: Given<Slash>) -> Answer {
    let body = given(body)?;
    let channel = id(&body.channel)?;
    let member = actor(&simulator, &body.member, Some(channel))?;
    let focused = body.focused.unwrap_or_default();
    // What is half typed elsewhere is left out rather than refused.
    let options: Vec<_> = body
        .options
        .iter()
        .filter(|(name, value)| **name == focused || !matches!(value.as_str(), Some("")))
        .map(|(name, value)| (name.as_str(), value.clone()))
        .collect();
    let asked = member.autocomplete(channel, &body.command, &options, &focused).map_err(refuse_input)?;
    match asked.wait_choices(FIRST_ANSWER * 2).await {
        Ok(choices) => {
            let choices = choices.into_iter().map(|c| json!({ "name": c.name, "value": c.value }));
            Ok(Json(json!({ "choices": choices.collect::<Vec<_>>() })))
        }
        Err(error) => Ok(Json(json!({ "choices": [], "failed": error.to_string() }))),
    }
}

#[derive(Deserialize)]
struct Use {
    member: String,
    message: String,
    custom_id: String,
    #[serde(default)]
    values: Vec<String>,
}

fn on_message(simulator: &Simulator, member: &str, message: &str) -> Result<(Member, u64), Refusal> {
    let message = id(message)?;
    let channel = simulator.0.state().messages.get(&message).map(|message| message.channel);
    let channel = channel.ok_or_else(|| refuse(StatusCode::NOT_FOUND, "no such message"))?;
    Ok((actor(simulator, member, Some(channel))?, message))
}

async fn press(AxumState(simulator): AxumState<Simulator>, body: Given<Use>) -> Answer {
    let body = given(body)?;
    let (member, message) = on_message(&simulator, &body.member, &body.message)?;
    started(member.press(message, &body.custom_id))
}

async fn select(AxumState(simulator): AxumState<Simulator>, body: Given<Use>) -> Answer {
    let body = given(body)?;
    let (member, message) = on_message(&simulator, &body.member, &body.message)?;
    let values: Vec<&str> = body.values.iter().map(String::as_str).collect();
    started(member.select(message, &body.custom_id, &values))
}

#[derive(Deserialize)]
struct Submit {
    member: String,
    interaction: String,
    #[serde(default)]
    values: Map<String, Value>,
}

async fn modal(AxumState(simulator): AxumState<Simulator>, body: Given<Submit>) -> Answer {
    let body = given(body)?;
    let user = id(&body.member)?;
    let opened = simulator.interaction(id(&body.interaction)?);
    let opened = opened.filter(|opened| opened.member.user == user);
    let opened = opened.ok_or_else(|| refuse(StatusCode::NOT_FOUND, "no such modal of this member"))?;
    let values: Vec<_> =
        body.values.iter().map(|(id, value)| (id.as_str(), value.as_str().unwrap_or_default())).collect();
    started(opened.submit_modal(&values))
}

#[derive(Deserialize)]
struct Say {
    member: String,
    channel: String,
    content: String,
}

async fn say(AxumState(simulator): AxumState<Simulator>, body: Given<Say>) -> Answer {
    let body = given(body)?;
    let channel = id(&body.channel)?;
    let member = actor(&simulator, &body.member, Some(channel))?;
    if !simulator.guild(member.guild).is_some_and(|guild| guild.may_view(member.user, channel)) {
        return Err(refuse_input(ClientError::NoChannel));
    }
    let length = body.content.trim().chars().count();
    if length == 0 || length > 2000 {
        return Err(refuse(StatusCode::UNPROCESSABLE_ENTITY, "a message has 1 to 2000 characters"));
    }
    Ok(Json(json!({ "message": member.say(channel, body.content.trim()).to_string() })))
}

/// The event as this user gets it, if they may see it at all.
fn event_text(simulator: &Simulator, event: &ClientEvent, user: u64) -> Option<String> {
    let state = simulator.0.state();
    match event.only {
        Some(only) if only != user => return None,
        None if event.kind != "world_changed" => {
            let (guild, _) = state.world.channel(event.channel)?;
            if !guild.may_view(user, event.channel) {
                return None;
            }
        }
        _ => {}
    }
    let message = event.data["id"].as_str().and_then(|id| id.parse::<u64>().ok());
    let data = match message.and_then(|id| state.messages.get(&id)) {
        // The page wants to know what the message means to this user.
        Some(message) if event.kind != "message_deleted" => {
            let mut data = shown(&state, message, user);
            if let (Value::Object(data), Value::Object(then)) = (&mut data, &event.data) {
                data.extend(then.clone());
                data["thinking"] =
                    (then["flags"].as_u64().unwrap_or(0) & super::validate::LOADING != 0).into();
            }
            data
        }
        _ => event.data.clone(),
    };
    Some(format!("event: {}\ndata: {data}\n\n", event.kind))
}

async fn events(
    AxumState(simulator): AxumState<Simulator>,
    Query(who): Query<Who>,
) -> Result<Response, Refusal> {
    let user = actor(&simulator, &who.member, None)?.user;
    let receiver = simulator.0.state().events.subscribe();
    let first = VecDeque::from(["event: hello\ndata: {}\n\n".to_owned()]);
    let stream = stream::unfold(
        (receiver, simulator, first),
        move |(mut receiver, simulator, mut first)| async move {
            if let Some(text) = first.pop_front() {
                return Some((Ok::<_, Infallible>(text), (receiver, simulator, first)));
            }
            loop {
                let text = match receiver.recv().await {
                    Ok(event) => event_text(&simulator, &Arc::clone(&event), user),
                    Err(RecvError::Lagged(_)) => Some("event: lagged\ndata: {}\n\n".to_owned()),
                    Err(RecvError::Closed) => return None,
                };
                if let Some(text) = text {
                    return Some((Ok(text), (receiver, simulator, first)));
                }
            }
        },
    );
    let headers = [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, Body::from_stream(stream)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (header::HeaderName::from_static(name), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn only_a_loopback_host_is_served() {
        for host in ["127.0.0.1:8787", "localhost", "[::1]:8787"] {
            assert!(host_is_local(&headers(&[("host", host)])), "{host}");
        }
        for host in ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "[::2]"] {
            assert!(!host_is_local(&headers(&[("host", host)])), "{host}");
        }
        assert!(!host_is_local(&HeaderMap::new()));
    }

    #[test]
    fn another_site_is_refused_and_the_own_page_is_not() {
        let own = [
            ("host", "localhost:8787"),
            ("origin", "http://localhost:8787"),
            ("sec-fetch-site", "same-origin"),
        ];
        assert!(!is_cross_site(&headers(&own)));
        assert!(!is_cross_site(&headers(&[("host", "localhost:8787")])));
        assert!(is_cross_site(&headers(&[("host", "localhost:8787"), ("origin", "http://evil.example")])));
        assert!(is_cross_site(&headers(&[("host", "localhost:8787"), ("origin", "http://localhost:9999")])));
        assert!(is_cross_site(&headers(&[("host", "localhost:8787"), ("origin", "null")])));
        assert!(is_cross_site(&headers(&[("host", "localhost:8787"), ("sec-fetch-site", "cross-site")])));
        assert!(is_cross_site(&headers(&[("host", "localhost:8787"), ("sec-fetch-site", "same-site")])));
    }
}
