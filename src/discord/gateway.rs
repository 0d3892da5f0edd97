//! The gateway: interactions and guilds as Discord tells them.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use secrecy::SecretString;
use serde_json::{Value, json};
use serenity::model::application::{CommandInteraction, ComponentInteraction, Interaction, ModalInteraction};
use serenity::model::channel::MessageFlags;
use serenity::model::id::{ApplicationId, GuildId};
use tokio::sync::watch;
use tokio::time::Instant;

mod connection;
mod frame;
mod socket;

use super::decode;
use super::register::{Registered, delete_global, register};
use super::render::Renderer;
use super::respond::{First, InteractionResponder, Origin};
use super::rest::{CALLBACK_WINDOW, Rest, RestError};
use crate::actions::{Failure, Refusal};
use crate::dispatch::{Answer, Dispatch, Invocation, Press, Responder, Sent, Suggestion, SuggestionRequest};
use crate::domain::{self, Action, ChannelId, Id, MessageId, Target};

pub use connection::Connection;
pub use frame::{Event, Ready};

/// The locale of a guild or a person whose own Discord did not tell.
const DEFAULT_LOCALE: &str = "en-US";
/// How long suggestions may take before an empty list is sent.
const SUGGEST_WITHIN: Duration = Duration::from_millis(2500);
/// How long leaving a guild is tried.
const LEAVE_PATIENCE: Duration = Duration::from_secs(60);
/// The pause before commands are registered again that Discord would not take for the moment.
const REGISTER_AGAIN_AFTER: Duration = Duration::from_secs(5);
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
            chosen: None,
            locale: $interaction.locale.clone(),
            guild_locale: $interaction.guild_locale.clone().unwrap_or_else(|| DEFAULT_LOCALE.to_owned()),
        }
    };
}

/// What an interaction makes the bot do, to its end.
type Work = BoxFuture<'static, ()>;

/// What has happened to a guild since it began to be left or registered in.
#[derive(Clone, Copy, Default)]
struct Settling {
    /// Discord has said that the bot is out of it.
    was_out: bool,
    /// The configuration has changed.
    outdated: bool,
    /// It is left; Discord has not said so yet.
    left: bool,
}

/// What handles the gateway's events.
pub struct Handler {
    dispatch: Dispatch,
    rest: Rest,
    renderer: Arc<Renderer>,
    /// The commands that every served guild is to have.
    wanted: Mutex<Arc<Value>>,
    registered: Registered,
    application: OnceLock<ApplicationId>,
    /// The guilds that the bot is in.
    present: Mutex<HashSet<GuildId>>,
    /// The guilds that are being left or registered in.
    settling: Mutex<HashMap<GuildId, Settling>>,
    ready: watch::Sender<bool>,
}

impl Handler {
    /// A handler that carries interactions to the pipeline.
    pub fn new(dispatch: Dispatch, rest: Rest, renderer: Arc<Renderer>) -> Arc<Self> {
        let wanted = wanted(&dispatch, &renderer);
        Arc::new(Handler {
            dispatch,
            rest,
            renderer,
            wanted: Mutex::new(wanted),
            registered: Registered::default(),
            application: OnceLock::new(),
            present: Mutex::default(),
            settling: Mutex::default(),
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

    /// Whether the bot is in any guild that it serves.
    fn is_at_home(&self) -> bool {
        self.present().iter().any(|guild| self.serves(*guild))
    }

    /// Takes in an event; what it asks for goes on in the background.
    pub fn hear(self: &Arc<Self>, event: Event) {
        match event {
            Event::Ready(ready) => {
                let application = *self.application.get_or_init(|| ready.application.id);
                let guilds: Vec<GuildId> = ready.guilds.iter().map(|guild| guild.id).collect();
                *self.present() = guilds.iter().copied().collect();
                // What Discord said of them between two sessions was not heard.
                self.settling().retain(|_, state| !state.left);
                // Before the guilds tell of themselves: being ready waits for those that are served.
                let (served, strange): (Vec<_>, Vec<_>) = guilds
                    .into_iter()
                    .filter(|guild| self.begin_settling(*guild))
                    .partition(|guild| self.serves(*guild));
                strange.into_iter().for_each(|guild| self.settle_in_background(application, guild));
                let handler = self.clone();
                tokio::spawn(async move { handler.begin(application, served).await });
            }
            Event::Guild(guild) => {
                let was_lost = !self.is_at_home();
                self.present().insert(guild);
                if was_lost && self.serves(guild) {
                    // Those that it stayed in for want of a better one.
                    self.reconfigure();
                }
                if let Some(application) = self.application.get()
                    && !self.registered.has(guild)
                    && self.begin_settling(guild)
                {
                    self.settle_in_background(*application, guild);
                }
            }
            Event::Gone(guild) => {
                self.present().remove(&guild);
                self.registered.forget(guild);
                let mut settling = self.settling();
                match settling.get_mut(&guild) {
                    Some(state) if state.left => drop(settling.remove(&guild)),
                    Some(state) => state.was_out = true,
                    None => {}
                }
            }
            Event::Interaction(interaction) => {
                self.dispatch.spawn(self.handle(*interaction, Instant::now()));
            }
        }
    }

    /// Makes the commands what they should be, for what is not heard in a session may have changed before it.
    async fn begin(&self, application: ApplicationId, served: Vec<GuildId>) {
        futures_util::future::join_all(served.iter().map(|guild| self.settle(application, *guild))).await;
        match delete_global(&self.rest, application).await {
            Ok(true) => {
                tracing::info!("Deleted global commands, which would work in guilds that are not served.")
            }
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "Could not look for global commands."),
        }
        tracing::info!(guilds = served.len(), "Ready.");
        self.ready.send_replace(true);
    }

    /// Takes it on to settle a guild; false when that is under way.
    fn begin_settling(&self, guild: GuildId) -> bool {
        match self.settling().entry(guild) {
            Entry::Occupied(_) => false,
            Entry::Vacant(vacant) => {
                vacant.insert(Settling::default());
                true
            }
        }
    }

    fn settle_in_background(self: &Arc<Self>, application: ApplicationId, guild: GuildId) {
        let handler = self.clone();
        tokio::spawn(async move { handler.settle(application, guild).await });
    }

    /// Follows a new configuration: registers what the accounts offer now where the bot is wanted, and leaves where it
    /// no longer is.
    pub fn reconfigure(self: &Arc<Self>) {
        let wanted = wanted(&self.dispatch, &self.renderer);
        let changed = self.wanted() != wanted;
        *self.wanted.lock().unwrap_or_else(PoisonError::into_inner) = wanted;
        // Before the first session there is nothing to follow: it settles every guild.
        let Some(application) = self.application.get().copied() else { return };
        let guilds: Vec<GuildId> = self.present().iter().copied().collect();
        for guild in guilds {
            let right = !changed && self.serves(guild) && self.registered.has(guild);
            match self.settling().entry(guild) {
                Entry::Occupied(mut settling) => settling.get_mut().outdated = true,
                Entry::Vacant(vacant) if !right => {
                    vacant.insert(Settling::default());
                    self.settle_in_background(application, guild);
                }
                Entry::Vacant(_) => {}
            }
        }
    }

    /// Registers a guild's commands, or leaves it when it is not served; again when that changes meanwhile.
    async fn settle(&self, application: ApplicationId, guild: GuildId) {
        loop {
            let serves = self.serves(guild);
            let left = if serves {
                if let Err(error) = self.register(application, guild).await {
                    tracing::error!(%guild, %error, "Could not register the commands.");
                }
                false
            } else {
                self.leave(guild).await
            };
            let mut settling = self.settling();
            let state = settling.get(&guild).copied().unwrap_or_default();
            if left && !state.was_out {
                settling.insert(guild, Settling { left, ..state });
                return;
            }
            if state.was_out && serves {
                // What was registered before, Discord has deleted.
                self.registered.forget(guild);
            }
            let again = state.outdated || (state.was_out && serves);
            if left || !again || !self.present().contains(&guild) {
                settling.remove(&guild);
                return;
            }
            settling.insert(guild, Settling::default());
        }
    }

    fn settling(&self) -> MutexGuard<'_, HashMap<GuildId, Settling>> {
        self.settling.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn present(&self) -> MutexGuard<'_, HashSet<GuildId>> {
        self.present.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wanted(&self) -> Arc<Value> {
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Leaves a guild; says whether that worked. In the only ones that the bot is in it stays: an id that was mistyped
    /// would throw it out of the right one.
    async fn leave(&self, guild: GuildId) -> bool {
        if !self.is_at_home() {
            tracing::error!(
                %guild,
                "The bot is in none of the guilds that discord.guilds names, and in this one, where it answers nobody: \
                 correct the id there and have the configuration read again, or invite the bot to the right guild."
            );
            return false;
        }
        tracing::warn!(%guild, "Leaving a guild that is not configured.");
        let left = self.rest.leave_guild(guild, Instant::now() + LEAVE_PATIENCE).await;
        left.inspect_err(|error| tracing::warn!(%guild, %error, "Could not leave a guild.")).is_ok()
    }

    /// Registers the commands, however long Discord is away.
    async fn register(&self, application: ApplicationId, guild: GuildId) -> Result<(), RestError> {
        loop {
            match register(&self.rest, application, guild, &self.wanted(), &self.registered).await {
                Ok(true) => tracing::info!(%guild, "Registered the commands."),
                Ok(false) => tracing::info!(%guild, "The commands are registered already."),
                Err(error) if error.kind.is_passing() => {
                    tracing::warn!(%guild, %error, "Could not register the commands yet.");
                    tokio::time::sleep(REGISTER_AGAIN_AFTER).await;
                    continue;
                }
                Err(error) => return Err(error),
            }
            return Ok(());
        }
    }

    /// The work that an interaction makes. What it says is read at once, so that the work holds no more of it than it
    /// needs.
    fn handle(self: &Arc<Self>, interaction: Interaction, arrived: Instant) -> Work {
        match interaction {
            Interaction::Command(command) => self.command(&command, arrived),
            Interaction::Autocomplete(command) => self.autocomplete(command, arrived),
            Interaction::Component(component) => self.component(&component, arrived),
            Interaction::Modal(modal) => self.modal(&modal, arrived),
            // Only the interactions endpoint over HTTP sends these, and unknown kinds are not ours to answer.
            _ => std::future::ready(()).boxed(),
        }
    }

    fn command(self: &Arc<Self>, command: &CommandInteraction, arrived: Instant) -> Work {
        let actor = decode::actor(
            command.guild_id,
            command.channel_id,
            command.channel.as_ref(),
            command.member.as_deref(),
        );
        let origin = origin!(self, command, arrived, None);
        let (Some(actor), Some(guild)) = (actor, command.guild_id.filter(|guild| self.serves(*guild))) else {
            return self.refuse(origin, Refusal::NotServed);
        };
        let known = command.data.guild_id == Some(guild)
            && self.registered.knows(guild, &command.data.id.to_string());
        let used =
            decode::command(command, self.renderer.catalogue()).filter(|used| known && used.typing.is_none());
        let Some(used) = used else { return self.refuse(origin, Refusal::Outdated) };
        let invocation =
            Invocation { id: Id::random(), actor, action: used.leaf.action, arguments: used.arguments };
        let (action, incident) = (invocation.action, invocation.id.clone());
        let (responder, told) = self.responder(origin, First::New);
        let dispatch = self.dispatch.clone();
        let work = async move { dispatch.invoke(&invocation, &told).await };
        carry_out(responder, action, incident, work.boxed()).boxed()
    }

    fn autocomplete(self: &Arc<Self>, command: CommandInteraction, arrived: Instant) -> Work {
        let actor = decode::actor(
            command.guild_id,
            command.channel_id,
            command.channel.as_ref(),
            command.member.as_deref(),
        );
        let served = command.guild_id.is_some_and(|guild| self.serves(guild));
        let used = decode::command(&command, self.renderer.catalogue()).filter(|_| served);
        let request = match (actor, used) {
            (Some(actor), Some(decode::Used { leaf, typing: Some((source, typed)), arguments })) => {
                Some(SuggestionRequest { actor, action: leaf.action, source, typed, arguments })
            }
            _ => None,
        };
        let (interaction, token) = (command.id, SecretString::new(command.token));
        let locale = command.locale;
        let handler = self.clone();
        let work = async move {
            let suggestions = match request {
                Some(request) => handler.suggestions(&request, arrived).await,
                None => vec![],
            };
            let body = json!({ "type": 8, "data": handler.renderer.suggestions(&suggestions, &locale) });
            let deadline = arrived + CALLBACK_WINDOW;
            if let Err(error) = handler.rest.respond(interaction, &token, &body, &[], deadline, false).await {
                tracing::debug!(%error, "Could not suggest.");
            }
        };
        work.boxed()
    }

    async fn suggestions(&self, request: &SuggestionRequest, arrived: Instant) -> Vec<Suggestion> {
        let suggesting = AssertUnwindSafe(self.dispatch.suggest(request)).catch_unwind();
        match tokio::time::timeout_at(arrived + SUGGEST_WITHIN, suggesting).await {
            Ok(Ok(suggestions)) => suggestions,
            Ok(Err(_)) | Err(_) => vec![],
        }
    }

    fn component(self: &Arc<Self>, component: &ComponentInteraction, arrived: Instant) -> Work {
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
            return self.refuse(origin, Refusal::NotServed);
        };
        let press = decode::press(component);
        // A choice begins the invocation anew, with an answer of its own.
        // What is done with a card is answered beside it: the card itself shows what came of it.
        let first = match press {
            Press::Pick(..) => First::Choice,
            Press::Card(..) | Press::Snooze(..) => First::New,
            _ => First::Update,
        };
        let origin = Origin { chosen: decode::chosen(component), ..origin };
        let (responder, told) = self.responder(origin, first);
        let dispatch = self.dispatch.clone();
        let work = async move { dispatch.press(actor, press, Some(message), &told).await };
        carry_out(responder, Action::Help, Id::random(), work.boxed()).boxed()
    }

    fn modal(self: &Arc<Self>, modal: &ModalInteraction, arrived: Instant) -> Work {
        let actor =
            decode::actor(modal.guild_id, modal.channel_id, modal.channel.as_ref(), modal.member.as_ref());
        let message = modal.message.as_ref().map(|message| {
            let ephemeral = message.flags.is_some_and(|flags| flags.contains(EPHEMERAL));
            (MessageId(message.id.get()), ephemeral)
        });
        let origin = origin!(self, modal, arrived, message);
        let Some(actor) = actor.filter(|_| modal.guild_id.is_some_and(|guild| self.serves(guild))) else {
            return self.refuse(origin, Refusal::NotServed);
        };
        let Some(sent) = decode::form(modal) else {
            return self.refuse(origin, Refusal::Stale);
        };
        // A consent is decided where it stands; what a text is written for is a use of a command of its own.
        let decides = matches!(sent, Sent::Name(..) | Sent::Step(..)) && message.is_some();
        let first = if decides { First::Update } else { First::New };
        let (responder, told) = self.responder(origin, first);
        let dispatch = self.dispatch.clone();
        let message = message.map(|(id, _)| id);
        let work = async move { dispatch.submit(actor, sent, message, &told).await };
        carry_out(responder, Action::Help, Id::random(), work.boxed()).boxed()
    }

    /// The responder, as what it is and as what the pipeline knows.
    fn responder(&self, origin: Origin, first: First) -> (Arc<InteractionResponder>, Arc<dyn Responder>) {
        let responder = InteractionResponder::new(self.rest.clone(), self.renderer.clone(), origin, first);
        (responder.clone(), responder)
    }

    fn refuse(&self, origin: Origin, refusal: Refusal) -> Work {
        let (responder, _) = self.responder(origin, First::New);
        async move { responder.tell(&Answer::refused(refusal)).await }.boxed()
    }
}

/// The commands of which some account offers all that they need, or that need none.
fn wanted(dispatch: &Dispatch, renderer: &Renderer) -> Arc<Value> {
    let world = dispatch.world();
    Arc::new(renderer.catalogue().registration(&|action| world.registry.can(action)))
}

/// Does the work, while the responder defers when it takes a while.
///
/// When the bot fails, the person is told; the panic itself is in the log already.
async fn carry_out(responder: Arc<InteractionResponder>, action: Action, incident: Id, work: Work) {
    let work = async {
        if AssertUnwindSafe(work).catch_unwind().await.is_ok() {
            return;
        }
        tracing::error!(incident = incident.short(), %action, "The bot failed while handling an interaction.");
        let (failure, target) = (Failure::Internal, Target::Bot);
        let answer = Answer::Failed { failure, action, target, incident: incident.clone(), contact: None };
        responder.tell(&answer).await;
    };
    responder.during(work).await;
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
