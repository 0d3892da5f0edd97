//! Discord's REST API, as far as the bot calls it.
//!
//! Every call passes one `send`, which keeps to the rate limits, repeats what may be repeated, and gives up at the
//! caller's deadline. The paths are serenity's; its own client is not used, since it drops the headers of a 429 and
//! writes bodies and tokens into spans.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use jiff::SignedDuration;
use reqwest::header::HeaderValue;
use reqwest::{Method, Url};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serenity::model::id::{ApplicationId, ChannelId, GuildId, InteractionId, MessageId, UserId};
use tokio::time::Instant;

use crate::discord::limits::Limiter;
use crate::discord::message::Attachment;
use crate::providers::http;

mod call;
mod endpoint;
mod error;
mod send;
#[cfg(test)]
mod tests;

use call::{Call, Repeat};
use endpoint::{DISCORD, DISCORD_HOST, Endpoint};
pub use error::{RestError, RestErrorKind, RestSetupError};

/// How long after an interaction arrived its first answer may still be sent: Discord's 3 s, less the way there.
pub const CALLBACK_WINDOW: Duration = Duration::from_millis(2_900);

/// The bot's own application, as far as the bot needs to know it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// Its flags, as Discord's bit field.
    #[serde(default)]
    pub flags: u64,
    /// Whether strangers may add it to their guilds.
    #[serde(default = "yes")]
    pub bot_public: bool,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
struct Created {
    id: MessageId,
}

/// The REST client; clones share one limiter and one pool of connections.
#[derive(Clone)]
pub struct Rest(Arc<Inner>);

struct Inner {
    client: reqwest::Client,
    limiter: Limiter,
    base: Url,
    foreign: bool,
    token: SecretString,
    authorization: HeaderValue,
    /// By how much Discord's clock was ahead of ours at its first answer.
    ahead: OnceLock<SignedDuration>,
}

impl fmt::Debug for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rest").field("base", &self.0.base.as_str()).finish_non_exhaustive()
    }
}

impl Rest {
    /// Makes a client for Discord, or for the server at `api_base` and no other.
    ///
    /// # Errors
    /// When the token or the address cannot be used.
    pub fn new(token: SecretString, api_base: Option<&str>) -> Result<Self, RestSetupError> {
        let base = http::check_base_url(api_base.unwrap_or(DISCORD))?;
        let bare = token.expose_secret().trim();
        if bare.is_empty() || !bare.chars().all(|c| c.is_ascii_graphic()) {
            return Err(RestSetupError::Token);
        }
        let mut authorization =
            HeaderValue::from_str(&format!("Bot {bare}")).map_err(|_| RestSetupError::Token)?;
        authorization.set_sensitive(true);
        let client = http::client(&http::ClientSettings::for_base(&base))?;
        let token = SecretString::new(bare.to_owned());
        let limiter = Limiter::new();
        Ok(Self(Arc::new(Inner {
            client,
            limiter,
            foreign: base.host_str() != Some(DISCORD_HOST),
            base,
            token,
            authorization,
            ahead: OnceLock::new(),
        })))
    }

    /// By how much Discord's clock was ahead of this machine's at its first answer, to the second; `None`: it has not told.
    pub fn clock_ahead(&self) -> Option<SignedDuration> {
        self.0.ahead.get().copied()
    }

    /// The limiter that all calls pass.
    pub fn limiter(&self) -> &Limiter {
        &self.0.limiter
    }

    /// Asks where the gateway is; with a server of one's own, an address at Discord is refused.
    pub async fn gateway_url(&self, deadline: Instant) -> Result<Url, RestError> {
        #[derive(Deserialize)]
        struct Gateway {
            url: String,
        }
        let call = Call::get(Endpoint::GatewayBot, deadline);
        let gateway: Gateway = self.read_or_older(&call, Endpoint::Gateway).await?;
        self.gateway_at(&gateway.url)
            .ok_or_else(|| call.error(RestErrorKind::Unavailable, "it names a gateway that may not be used"))
    }

    /// The address of a gateway that Discord names, if it may be connected to.
    pub fn gateway_at(&self, url: &str) -> Option<Url> {
        Url::parse(url).ok().filter(|url| self.may_connect(url))
    }

    fn may_connect(&self, gateway: &Url) -> bool {
        let local = http::is_loopback(gateway);
        let discord = gateway.host_str().is_some_and(|host| {
            ["discord.gg", DISCORD_HOST]
                .iter()
                .any(|own| host.strip_suffix(own).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
        });
        let encrypted = gateway.scheme() == "wss" || (gateway.scheme() == "ws" && local);
        encrypted
            && match self.0.foreign {
                false => discord,
                true if http::is_loopback(&self.0.base) => local,
                true => !discord,
            }
    }

    /// Reads the bot's own application.
    pub async fn current_application(&self, deadline: Instant) -> Result<Application, RestError> {
        self.read_or_older(&Call::get(Endpoint::Application, deadline), Endpoint::Oauth2Application).await
    }

    /// Reads the commands of one guild, with their localisations.
    pub async fn guild_commands(
        &self,
        app: ApplicationId,
        guild: GuildId,
        deadline: Instant,
    ) -> Result<Vec<Value>, RestError> {
        let endpoint = Endpoint::GuildCommands(app, guild);
        self.read(&Call::get(endpoint, deadline).query("with_localizations", "true")).await
    }

    /// Replaces the commands of one guild and returns what Discord made of them.
    pub async fn put_guild_commands(
        &self,
        app: ApplicationId,
        guild: GuildId,
        commands: &impl Serialize,
        deadline: Instant,
    ) -> Result<Vec<Value>, RestError> {
        let endpoint = Endpoint::GuildCommands(app, guild);
        self.read(&Call::new(Method::PUT, endpoint, Repeat::Harmless, deadline).json(commands)?).await
    }

    /// Reads the global commands, with their localisations.
    pub async fn global_commands(
        &self,
        app: ApplicationId,
        deadline: Instant,
    ) -> Result<Vec<Value>, RestError> {
        let call = Call::get(Endpoint::GlobalCommands(app), deadline);
        self.read(&call.query("with_localizations", "true")).await
    }

    /// Replaces the global commands and returns what Discord made of them.
    pub async fn put_global_commands(
        &self,
        app: ApplicationId,
        commands: &impl Serialize,
        deadline: Instant,
    ) -> Result<Vec<Value>, RestError> {
        let call = Call::new(Method::PUT, Endpoint::GlobalCommands(app), Repeat::Harmless, deadline);
        self.read(&call.json(commands)?).await
    }

    /// Sends the first answer to an interaction; the deadline is [`CALLBACK_WINDOW`] after it arrived.
    ///
    /// With `with_response` Discord is asked for the message that the answer made; a server that tells none, and an
    /// answer that was lost though it took effect, give `None`.
    pub async fn respond(
        &self,
        interaction: InteractionId,
        token: &SecretString,
        body: &impl Serialize,
        files: &[Attachment],
        deadline: Instant,
        with_response: bool,
    ) -> Result<Option<MessageId>, RestError> {
        let endpoint = Endpoint::Callback(interaction, token);
        let mut call = Call::new(Method::POST, endpoint, Repeat::Harmless, deadline).json(body)?.files(files);
        if with_response {
            call = call.query("with_response", "true");
        }
        let body = self.send(&call).await?;
        let made: Value = serde_json::from_slice(&body).unwrap_or_default();
        let id = ["/resource/message/id", "/interaction/response_message_id"]
            .iter()
            .find_map(|place| made.pointer(place)?.as_str()?.parse().ok());
        Ok(id)
    }

    /// Edits the first answer to an interaction, or fills it in when it was deferred.
    pub async fn edit_original(
        &self,
        app: ApplicationId,
        token: &SecretString,
        body: &impl Serialize,
        files: &[Attachment],
        deadline: Instant,
    ) -> Result<Option<MessageId>, RestError> {
        let call = Call::new(Method::PATCH, Endpoint::Original(app, token), Repeat::Harmless, deadline);
        self.changed(&call.json(body)?.files(files)).await
    }

    /// Deletes the first answer to an interaction.
    pub async fn delete_original(
        &self,
        app: ApplicationId,
        token: &SecretString,
        deadline: Instant,
    ) -> Result<(), RestError> {
        let call = Call::new(Method::DELETE, Endpoint::Original(app, token), Repeat::Harmless, deadline);
        self.send(&call).await.map(drop)
    }

    /// Asks which message the first answer to an interaction is.
    pub async fn original(
        &self,
        app: ApplicationId,
        token: &SecretString,
        deadline: Instant,
    ) -> Result<MessageId, RestError> {
        self.created(&Call::get(Endpoint::Original(app, token), deadline)).await
    }

    /// Adds a message to an interaction; it has no nonce, so a lost answer is not followed by a repeat.
    pub async fn follow_up(
        &self,
        app: ApplicationId,
        token: &SecretString,
        body: &impl Serialize,
        files: &[Attachment],
        deadline: Instant,
    ) -> Result<Option<MessageId>, RestError> {
        let call = Call::new(Method::POST, Endpoint::FollowUps(app, token), Repeat::Never, deadline);
        self.changed(&call.json(body)?.files(files)).await
    }

    /// Edits a message that was added to an interaction.
    pub async fn edit_follow_up(
        &self,
        app: ApplicationId,
        token: &SecretString,
        message: MessageId,
        body: &impl Serialize,
        files: &[Attachment],
        deadline: Instant,
    ) -> Result<Option<MessageId>, RestError> {
        let endpoint = Endpoint::FollowUp(app, token, message);
        let call = Call::new(Method::PATCH, endpoint, Repeat::Harmless, deadline);
        self.changed(&call.json(body)?.files(files)).await
    }

    /// Posts a message; only one that carries `nonce` and `enforce_nonce` is repeated after a lost answer.
    pub async fn create_message(
        &self,
        channel: ChannelId,
        body: &impl Serialize,
        files: &[Attachment],
        deadline: Instant,
    ) -> Result<Option<MessageId>, RestError> {
        let call = Call::new(Method::POST, Endpoint::Messages(channel), Repeat::Never, deadline);
        let mut call = call.json(body)?.files(files);
        if call.has_nonce() {
            call.repeat = Repeat::Nonce;
        }
        self.changed(&call).await
    }

    /// Edits a message of the bot.
    pub async fn edit_message(
        &self,
        channel: ChannelId,
        message: MessageId,
        body: &impl Serialize,
        files: &[Attachment],
        deadline: Instant,
    ) -> Result<Option<MessageId>, RestError> {
        let endpoint = Endpoint::Message(channel, message);
        let call = Call::new(Method::PATCH, endpoint, Repeat::Harmless, deadline);
        self.changed(&call.json(body)?.files(files)).await
    }

    /// Opens the thread of a message; one that is open already is a refusal with Discord's code 160004.
    pub async fn start_thread(
        &self,
        channel: ChannelId,
        message: MessageId,
        name: &str,
        deadline: Instant,
    ) -> Result<(), RestError> {
        let endpoint = Endpoint::Threads(channel, message);
        // A second one is refused, so that a repeat does no harm.
        let call = Call::new(Method::POST, endpoint, Repeat::Harmless, deadline);
        self.send(&call.json(&serde_json::json!({ "name": name }))?).await.map(drop)
    }

    /// Reads the latest messages of a channel, or the latest before one of them, at most 100, into the caller's own
    /// shape.
    pub async fn messages<T: DeserializeOwned>(
        &self,
        channel: ChannelId,
        before: Option<MessageId>,
        limit: u8,
        deadline: Instant,
    ) -> Result<Vec<T>, RestError> {
        let mut call = Call::get(Endpoint::Messages(channel), deadline);
        call = call.query("limit", &limit.clamp(1, 100).to_string());
        if let Some(before) = before {
            call = call.query("before", &before.to_string());
        }
        self.read(&call).await
    }

    /// The bot's own user.
    pub async fn own_user(&self, deadline: Instant) -> Result<UserId, RestError> {
        #[derive(Deserialize)]
        struct OwnUser {
            id: UserId,
        }
        let user: OwnUser = self.read(&Call::get(Endpoint::OwnUser, deadline)).await?;
        Ok(user.id)
    }

    /// Reads a guild into the caller's own shape.
    pub async fn guild<T: DeserializeOwned>(
        &self,
        guild: GuildId,
        deadline: Instant,
    ) -> Result<T, RestError> {
        self.read(&Call::get(Endpoint::Guild(guild), deadline)).await
    }

    /// Reads the channels of a guild into the caller's own shape.
    pub async fn guild_channels<T: DeserializeOwned>(
        &self,
        guild: GuildId,
        deadline: Instant,
    ) -> Result<Vec<T>, RestError> {
        self.read(&Call::get(Endpoint::GuildChannels(guild), deadline)).await
    }

    /// Reads the roles of a guild into the caller's own shape.
    pub async fn guild_roles<T: DeserializeOwned>(
        &self,
        guild: GuildId,
        deadline: Instant,
    ) -> Result<Vec<T>, RestError> {
        self.read(&Call::get(Endpoint::GuildRoles(guild), deadline)).await
    }

    /// Reads a member of a guild into the caller's own shape.
    pub async fn guild_member<T: DeserializeOwned>(
        &self,
        guild: GuildId,
        user: UserId,
        deadline: Instant,
    ) -> Result<T, RestError> {
        self.read(&Call::get(Endpoint::GuildMember(guild, user), deadline)).await
    }

    /// Reads the guilds that the bot is in, with what it may do there, into the caller's own shape.
    pub async fn own_guilds<T: DeserializeOwned>(&self, deadline: Instant) -> Result<Vec<T>, RestError> {
        self.read(&Call::get(Endpoint::OwnGuilds, deadline)).await
    }

    /// Leaves a guild.
    pub async fn leave_guild(&self, guild: GuildId, deadline: Instant) -> Result<(), RestError> {
        let call = Call::new(Method::DELETE, Endpoint::OwnGuild(guild), Repeat::Harmless, deadline);
        self.send(&call).await.map(drop)
    }

    /// Reads an object that Discord serves at two addresses; servers that imitate it may know the older one only.
    async fn read_or_older<T: DeserializeOwned>(
        &self,
        call: &Call<'_>,
        older: Endpoint<'_>,
    ) -> Result<T, RestError> {
        match self.read(call).await {
            Err(RestError { kind: RestErrorKind::NotFound(_), .. }) => {
                self.read(&Call::get(older, call.deadline)).await
            }
            answer => answer,
        }
    }

    async fn created(&self, call: &Call<'_>) -> Result<MessageId, RestError> {
        self.read(call).await.map(|created: Created| created.id)
    }

    /// The id of the message that a call made or edited; `None` when the answer does not tell it, which undoes nothing.
    async fn changed(&self, call: &Call<'_>) -> Result<Option<MessageId>, RestError> {
        let body = self.send(call).await?;
        if body.is_empty() {
            return Ok(None);
        }
        match serde_json::from_slice::<Value>(&body) {
            Ok(Value::Object(message)) => Ok(message.get("id").and_then(|id| id.as_str()?.parse().ok())),
            _ => Err(call.error(RestErrorKind::Unknown, "the answer is no message")),
        }
    }

    async fn read<T: DeserializeOwned>(&self, call: &Call<'_>) -> Result<T, RestError> {
        let body = self.send(call).await?;
        serde_json::from_slice(&body).map_err(|fault| {
            // serde's own text may quote the body.
            let detail = format!(
                "the answer is not what was expected: line {}, column {}",
                fault.line(),
                fault.column()
            );
            call.error(
                if call.changes() { RestErrorKind::Unknown } else { RestErrorKind::Unavailable },
                &detail,
            )
        })
    }
}
