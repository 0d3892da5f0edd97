//! The gateway: interactions and guilds as Discord tells them.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures_util::FutureExt;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use serenity::async_trait;
use serenity::client::{ClientBuilder, Context, EventHandler};
use serenity::gateway::ShardManager;
use serenity::http::HttpBuilder;
use serenity::model::application::{CommandInteraction, ComponentInteraction, Interaction, ModalInteraction};
use serenity::model::channel::MessageFlags;
use serenity::model::gateway::{GatewayIntents, Ready};
use serenity::model::guild::Guild;
use serenity::model::id::{ApplicationId, GuildId};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::decode;
use super::register::{Registered, delete_global, register};
use super::render::Renderer;
use super::respond::{First, InteractionResponder, Origin};
use super::rest::{CALLBACK_WINDOW, Rest};
use crate::actions::{Failure, Refusal};
use crate::dispatch::{Answer, Dispatch, Invocation, Press, Responder, SuggestionRequest};
use crate::domain::{self, Action, ChannelId, Id, MessageId, Target};
use crate::providers::http;

/// The locale of a guild or a person whose own Discord did not tell.
const DEFAULT_LOCALE: &str = "en-US";
/// How long suggestions may take before an empty list is sent.
const SUGGEST_WITHIN: Duration = Duration::from_millis(2500);
/// How long leaving a guild is tried.
const LEAVE_PATIENCE: Duration = Duration::from_secs(60);
/// How long closing the connection may take.
const CLOSE_WITHIN: Duration = Duration::from_millis(500);
/// The flag of an ephemeral message.
const EPHEMERAL: MessageFlags = MessageFlags::EPHEMERAL;

/// What every answer to an interaction needs; serenity's kinds of interactions have no trait in common for it.
macro_rules! origin {
    ($handler:expr, $interaction:expr, $arrived:expr, $message:expr) => {
        Origin {
            application: $interaction.application_id,
            interaction: $interaction.id,
            token: SecretString::new($interaction.token.clone()),
            arrived: $arrived,
            guild: domain::GuildId($interaction.guild_id.map_or(0, |guild| guild.get())),
            channel: ChannelId($interaction.channel_id.get()),
            message: $message,
            locale: $interaction.locale.clone(),
            guild_locale: $interaction.guild_locale.clone().unwrap_or_else(|| DEFAULT_LOCALE.to_owned()),
        }
    };
}

/// What handles the gateway's events.
pub struct Handler {
    dispatch: Dispatch,
    rest: Rest,
    renderer: Arc<Renderer>,
    wanted: Value,
    registered: Registered,
    begun: OnceLock<()>,
    ready: watch::Sender<bool>,
}

impl Handler {
    /// A handler that carries interactions to the pipeline.
    pub fn new(dispatch: Dispatch, rest: Rest, renderer: Arc<Renderer>) -> Arc<Self> {
        let wanted = renderer.catalogue().registration(&|action| dispatch.world().registry.can(action));
        Arc::new(Handler {
            dispatch,
            rest,
            renderer,
            wanted,
            registered: Registered::default(),
            begun: OnceLock::new(),
            ready: watch::Sender::new(false),
        })
    }

    /// Whether the gateway is connected and every guild's commands are as they should be.
    pub fn ready(&self) -> watch::Receiver<bool> {
        self.ready.subscribe()
    }

    fn serves(&self, guild: GuildId) -> bool {
        self.dispatch.world().policy.serves(domain::GuildId(guild.get()))
    }

    async fn leave(&self, guild: GuildId) {
        tracing::warn!(%guild, "Leaving a guild that is not configured.");
        if let Err(error) = self.rest.leave_guild(guild, Instant::now() + LEAVE_PATIENCE).await {
            tracing::warn!(%guild, %error, "Could not leave a guild.");
        }
    }

    async fn register(&self, application: ApplicationId, guild: GuildId) {
        match register(&self.rest, application, guild, &self.wanted, &self.registered).await {
            Ok(true) => tracing::info!(%guild, "Registered the commands."),
            Ok(false) => tracing::info!(%guild, "The commands are registered already."),
            Err(error) => tracing::error!(%guild, %error, "Could not register the commands."),
        }
    }

    async fn begin(&self, ready: Ready) {
        let application = ready.application.id;
        let guilds: Vec<GuildId> = ready.guilds.iter().map(|guild| guild.id).collect();
        for guild in guilds.iter().filter(|guild| !self.serves(**guild)) {
            self.leave(*guild).await;
        }
        let served = guilds.iter().filter(|guild| self.serves(**guild));
        futures_util::future::join_all(served.map(|guild| self.register(application, *guild))).await;
        match delete_global(&self.rest, application).await {
            Ok(true) => {
                tracing::info!("Deleted global commands, which would work in guilds that are not served.")
            }
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "Could not look for global commands."),
        }
        tracing::info!(guilds = guilds.len(), "Ready.");
        self.ready.send_replace(true);
    }

    async fn handle(&self, interaction: Interaction, arrived: Instant) {
        match interaction {
            Interaction::Command(command) => self.command(command, arrived).await,
            Interaction::Autocomplete(command) => self.autocomplete(command, arrived).await,
            Interaction::Component(component) => self.component(component, arrived).await,
            Interaction::Modal(modal) => self.modal(modal, arrived).await,
            // Only the interactions endpoint over HTTP sends these, and unknown kinds are not ours to answer.
            _ => {}
        }
    }

    async fn command(&self, command: CommandInteraction, arrived: Instant) {
        let actor = decode::actor(
            command.guild_id,
            command.channel_id,
            command.channel.as_ref(),
            command.member.as_deref(),
        );
        let origin = origin!(self, command, arrived, None);
        let (Some(actor), Some(guild)) = (actor, command.guild_id.filter(|guild| self.serves(*guild))) else {
            return self.refuse(origin, Refusal::NotServed).await;
        };
        let known = command.data.guild_id == Some(guild)
            && self.registered.knows(guild, &command.data.id.to_string());
        let used = decode::command(&command, self.renderer.catalogue())
            .filter(|used| known && used.typing.is_none());
        let Some(used) = used else { return self.refuse(origin, Refusal::Outdated).await };
        let invocation =
            Invocation { id: Id::random(), actor, action: used.leaf.action, arguments: used.arguments };
        let responder = self.responder(origin, First::New);
        let work = self.dispatch.invoke(&invocation, &responder);
        if AssertUnwindSafe(work).catch_unwind().await.is_err() {
            self.failed(&responder, invocation.action, &invocation.id).await;
        }
    }

    async fn autocomplete(&self, command: CommandInteraction, arrived: Instant) {
        let actor = decode::actor(
            command.guild_id,
            command.channel_id,
            command.channel.as_ref(),
            command.member.as_deref(),
        );
        let served = command.guild_id.is_some_and(|guild| self.serves(guild));
        let used = decode::command(&command, self.renderer.catalogue()).filter(|_| served);
        let suggestions = match (actor, used) {
            (Some(actor), Some(decode::Used { leaf, typing: Some((source, typed)), .. })) => {
                let request = SuggestionRequest { actor, action: leaf.action, source, typed };
                let suggesting = AssertUnwindSafe(self.dispatch.suggest(&request)).catch_unwind();
                match tokio::time::timeout_at(arrived + SUGGEST_WITHIN, suggesting).await {
                    Ok(Ok(suggestions)) => suggestions,
                    Ok(Err(_)) | Err(_) => vec![],
                }
            }
            _ => vec![],
        };
        let body = json!({ "type": 8, "data": self.renderer.suggestions(&suggestions, &command.locale) });
        let token = SecretString::new(command.token);
        let deadline = arrived + CALLBACK_WINDOW;
        if let Err(error) = self.rest.respond(command.id, &token, &body, deadline, false).await {
            tracing::debug!(%error, "Could not suggest.");
        }
    }

    async fn component(&self, component: ComponentInteraction, arrived: Instant) {
        let actor = decode::actor(
            component.guild_id,
            component.channel_id,
            component.channel.as_ref(),
            component.member.as_ref(),
        );
        let message = MessageId(component.message.id.get());
        let ephemeral = component.message.flags.is_some_and(|flags| flags.contains(EPHEMERAL));
        let origin = origin!(self, component, arrived, Some((message, ephemeral)));
        let Some(actor) = actor.filter(|_| component.guild_id.is_some_and(|guild| self.serves(guild))) else {
            return self.refuse(origin, Refusal::NotServed).await;
        };
        let press = decode::press(&component);
        // A choice among candidates begins the invocation anew; the list of candidates stays as it is.
        let first = if matches!(press, Press::Pick(..)) { First::New } else { First::Update };
        let responder = self.responder(origin, first);
        let work = self.dispatch.press(actor, press, Some(message), &responder);
        if AssertUnwindSafe(work).catch_unwind().await.is_err() {
            self.failed(&responder, Action::Help, &Id::random()).await;
        }
    }

    async fn modal(&self, modal: ModalInteraction, arrived: Instant) {
        let actor =
            decode::actor(modal.guild_id, modal.channel_id, modal.channel.as_ref(), modal.member.as_ref());
        let message = modal.message.as_ref().map(|message| {
            let ephemeral = message.flags.is_some_and(|flags| flags.contains(EPHEMERAL));
            (MessageId(message.id.get()), ephemeral)
        });
        let origin = origin!(self, modal, arrived, message);
        let Some(actor) = actor.filter(|_| modal.guild_id.is_some_and(|guild| self.serves(guild))) else {
            return self.refuse(origin, Refusal::NotServed).await;
        };
        let Some((id, typed)) = decode::form(&modal) else {
            return self.refuse(origin, Refusal::Stale).await;
        };
        let first = if message.is_some() { First::Update } else { First::New };
        let responder = self.responder(origin, first);
        let work = self.dispatch.submit(actor, &id, &typed, message.map(|(id, _)| id), &responder);
        if AssertUnwindSafe(work).catch_unwind().await.is_err() {
            self.failed(&responder, Action::Help, &Id::random()).await;
        }
    }

    fn responder(&self, origin: Origin, first: First) -> Arc<dyn Responder> {
        InteractionResponder::start(self.rest.clone(), self.renderer.clone(), origin, first)
    }

    async fn refuse(&self, origin: Origin, refusal: Refusal) {
        self.responder(origin, First::New).tell(&Answer::Refused(refusal, None)).await;
    }

    /// Says that the bot failed; the panic itself is in the log already.
    async fn failed(&self, responder: &Arc<dyn Responder>, action: Action, incident: &Id) {
        tracing::error!(incident = incident.short(), %action, "The bot failed while handling an interaction.");
        let failure = Failure::Internal;
        let answer = Answer::Failed { failure, action, target: Target::Bot, incident: incident.clone() };
        responder.tell(&answer).await;
    }
}

/// The handler as serenity holds it.
struct Events(Arc<Handler>);

#[async_trait]
impl EventHandler for Events {
    async fn ready(&self, _: Context, ready: Ready) {
        // After a reconnect without a resume, the registration is what it was.
        if self.0.begun.set(()).is_ok() {
            let handler = self.0.clone();
            self.0.dispatch.spawn(async move { handler.begin(ready).await });
        }
    }

    async fn guild_create(&self, context: Context, guild: Guild, _: Option<bool>) {
        if !self.0.serves(guild.id) {
            self.0.leave(guild.id).await;
        } else if *self.0.ready.borrow() && !self.0.registered.has(guild.id) {
            let application = context.http.application_id();
            if let Some(application) = application {
                self.0.register(application, guild.id).await;
            }
        }
    }

    async fn interaction_create(&self, _: Context, interaction: Interaction) {
        let arrived = Instant::now();
        let handler = self.0.clone();
        self.0.dispatch.spawn(async move { handler.handle(interaction, arrived).await });
    }
}

/// Why the bot cannot speak with Discord.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// The token is wrong.
    #[error(
        "Discord refuses the bot token: create a new one in the developer portal and put it where discord.token points to"
    )]
    Token,
    /// The connection ended for good.
    #[error("the connection with Discord ended: {0}")]
    Ended(String),
}

/// The connection with Discord's gateway.
pub struct Connection {
    shards: Arc<ShardManager>,
    task: JoinHandle<Result<(), serenity::Error>>,
}

impl Connection {
    /// Connects to the gateway at the address, and hands its events to the handler.
    pub async fn open(
        token: &SecretString,
        api_base: Option<&str>,
        gateway_url: String,
        handler: Arc<Handler>,
    ) -> Result<Self, GatewayError> {
        let ended = |error: &dyn std::fmt::Display| GatewayError::Ended(error.to_string());
        let base =
            http::check_base_url(api_base.unwrap_or("https://discord.com")).map_err(|error| ended(&error))?;
        let client = http::client(&http::ClientSettings::for_base(&base))
            .map_err(|error| ended(&error.without_url()))?;
        let mut builder = HttpBuilder::new(token.expose_secret()).client(client).ratelimiter_disabled(true);
        if api_base.is_some() {
            builder = builder.proxy(base.as_str());
        }
        let mut client = ClientBuilder::new_with_http(builder.build(), GatewayIntents::GUILDS)
            .event_handler(Events(handler))
            .await
            .map_err(|_| GatewayError::Ended("the client could not be made".to_owned()))?;
        // Asking by itself, serenity would fall back to Discord's own gateway whatever `api_base` says.
        *client.ws_url.lock().await = gateway_url;
        let shards = client.shard_manager.clone();
        Ok(Connection { shards, task: tokio::spawn(async move { client.start().await }) })
    }

    /// Comes back when the connection has ended for good.
    pub async fn ended(&mut self) -> GatewayError {
        let cause = match (&mut self.task).await {
            Ok(Ok(())) => "it was closed".to_owned(),
            Ok(Err(serenity::Error::Gateway(serenity::gateway::GatewayError::InvalidAuthentication))) => {
                return GatewayError::Token;
            }
            Ok(Err(serenity::Error::Gateway(error))) => error.to_string(),
            // Other causes may carry addresses.
            Ok(Err(_)) => "the client failed".to_owned(),
            Err(_) => "the client panicked".to_owned(),
        };
        GatewayError::Ended(cause)
    }

    /// Takes no more events.
    pub async fn close(&self) {
        // A shard that is just connecting does not listen; the stop must not wait for it.
        let _ = tokio::time::timeout(CLOSE_WITHIN, self.shards.shutdown_all()).await;
        self.task.abort();
    }
}
