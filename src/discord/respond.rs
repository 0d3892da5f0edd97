//! The way back to the person: the first answer inside Discord's three seconds, and every edit after it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use secrecy::SecretString;
use serde_json::{Value, json};
use serenity::model::id::{ApplicationId, InteractionId};
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::message::EPHEMERAL;
use super::render::Renderer;
use super::rest::{CALLBACK_WINDOW, Rest, RestError, RestErrorKind};
use crate::dispatch::{Answer, NameForm, Responder, Visibility};
use crate::domain::{Address, ChannelId, GuildId, MessageId};

/// How long an outcome is waited for before the person is told that it takes a while.
const DEFER_AFTER: Duration = Duration::from_millis(1500);
/// The same while it is not known yet who will see the answer.
const DEFER_BLINDLY_AFTER: Duration = Duration::from_millis(2300);
/// How long an interaction's token is used; Discord accepts it for 15 minutes.
const TOKEN_LIFE: Duration = Duration::from_secs(14 * 60);
/// How long an edit is tried.
const EDIT_PATIENCE: Duration = Duration::from_secs(30);

/// What the first answer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// It makes a new message.
    New,
    /// It changes the message that carries the pressed component.
    Update,
}

/// What Discord sent with an interaction and every answer needs.
#[derive(Clone)]
pub struct Origin {
    /// The application.
    pub application: ApplicationId,
    /// The interaction.
    pub interaction: InteractionId,
    /// Its token.
    pub token: SecretString,
    /// When it arrived.
    pub arrived: Instant,
    /// The guild.
    pub guild: GuildId,
    /// The channel or thread.
    pub channel: ChannelId,
    /// The message that carries the pressed component, and whether only its receiver sees it.
    pub message: Option<(MessageId, bool)>,
    /// The person's locale.
    pub locale: String,
    /// The guild's locale.
    pub guild_locale: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Fresh,
    Deferred,
    Shown,
    /// The person alone was told something; the message that carries the component is as it was.
    Told,
    /// Discord knows the interaction no more.
    Dead,
}

/// Who will see the answer: not known yet, everybody, or the person alone.
const UNKNOWN: u8 = 0;
const PUBLIC: u8 = 1;
const PRIVATE: u8 = 2;

/// The responder of one interaction.
pub struct InteractionResponder {
    rest: Rest,
    renderer: Arc<Renderer>,
    origin: Origin,
    first: First,
    audience: AtomicU8,
    dead: AtomicBool,
    state: Mutex<State>,
}

impl InteractionResponder {
    /// A responder that has not answered yet.
    pub fn new(rest: Rest, renderer: Arc<Renderer>, origin: Origin, first: First) -> Arc<Self> {
        let audience = match (first, origin.message) {
            (First::Update, Some((_, true))) => PRIVATE,
            (First::Update, _) => PUBLIC,
            (First::New, _) => UNKNOWN,
        };
        Arc::new(InteractionResponder {
            rest,
            renderer,
            origin,
            first,
            audience: AtomicU8::new(audience),
            dead: AtomicBool::new(false),
            state: Mutex::new(State::Fresh),
        })
    }

    /// Does the work that answers, and tells the person meanwhile when that takes a while.
    pub async fn during(&self, work: impl Future<Output = ()>) {
        // In one task: a timer in a task of its own would stay for seconds after an answer of milliseconds.
        tokio::select! {
            biased;
            () = work => {}
            () = self.defer_in_time() => {}
        }
    }

    /// Defers when it is time to; never comes back, since the work goes on.
    async fn defer_in_time(&self) {
        let arrived = self.origin.arrived;
        tokio::time::sleep_until(arrived + DEFER_AFTER).await;
        if self.audience.load(Ordering::Acquire) == UNKNOWN {
            tokio::time::sleep_until(arrived + DEFER_BLINDLY_AFTER).await;
        }
        self.defer().await;
        std::future::pending().await
    }

    fn is_private(&self) -> bool {
        self.audience.load(Ordering::Acquire) != PUBLIC
    }

    fn locale(&self, private: bool) -> &str {
        if private { &self.origin.locale } else { &self.origin.guild_locale }
    }

    async fn defer(&self) {
        let mut state = self.state.lock().await;
        if *state != State::Fresh {
            return;
        }
        let body = match self.first {
            First::Update => json!({ "type": 6 }),
            First::New if self.is_private() => json!({ "type": 5, "data": { "flags": EPHEMERAL } }),
            First::New => json!({ "type": 5 }),
        };
        self.callback(&mut state, State::Deferred, &body, false).await;
    }

    /// Sends the first answer; after it the interaction is in the state, unless Discord knows it no more.
    async fn callback(
        &self,
        state: &mut State,
        then: State,
        body: &Value,
        with_response: bool,
    ) -> Option<MessageId> {
        let Origin { interaction, token, arrived, .. } = &self.origin;
        let deadline = *arrived + CALLBACK_WINDOW;
        match self.rest.respond(*interaction, token, body, deadline, with_response).await {
            Ok(id) => {
                *state = then;
                id.map(|id| MessageId(id.get()))
            }
            Err(error) => {
                tracing::warn!(%error, after = ?arrived.elapsed(), "Could not answer an interaction.");
                // What is not surely refused may have arrived: an edit will tell.
                *state = if self.is_over(&error) { State::Dead } else { then };
                None
            }
        }
    }

    /// Whether the error says that Discord knows the interaction no more; remembers it.
    fn is_over(&self, error: &RestError) -> bool {
        let over = matches!(error.kind, RestErrorKind::NotFound(_));
        self.dead.fetch_or(over, Ordering::AcqRel);
        over
    }

    async fn edit(&self, body: &Value) -> Option<MessageId> {
        let Origin { application, token, .. } = &self.origin;
        let deadline = Instant::now() + EDIT_PATIENCE;
        match self.rest.edit_original(*application, token, body, &[], deadline).await {
            Ok(id) => id.map(|id| MessageId(id.get())),
            Err(error) => {
                tracing::warn!(%error, "Could not edit an answer.");
                self.is_over(&error);
                None
            }
        }
    }

    async fn follow_up(&self, body: &Value) {
        let Origin { application, token, .. } = &self.origin;
        let deadline = Instant::now() + EDIT_PATIENCE;
        if let Err(error) = self.rest.follow_up(*application, token, body, deadline).await {
            tracing::warn!(%error, "Could not add to an answer.");
        }
    }
}

#[async_trait]
impl Responder for InteractionResponder {
    fn expect(&self, visibility: Visibility) {
        let audience = if visibility == Visibility::Public { PUBLIC } else { PRIVATE };
        if self.first == First::New {
            self.audience.store(audience, Ordering::Release);
        }
    }

    async fn show(&self, answer: &Answer) -> Option<MessageId> {
        let private = self.is_private();
        let message = self.renderer.message(answer, self.locale(private));
        let carried = self.origin.message.filter(|_| self.first == First::Update).map(|(id, _)| id);
        let mut state = self.state.lock().await;
        match (*state, self.first) {
            (State::Fresh, First::Update) => {
                let body = json!({ "type": 7, "data": message.body() });
                self.callback(&mut state, State::Shown, &body, false).await;
                carried
            }
            (State::Fresh, First::New) => {
                let wants_id = matches!(answer, Answer::Ask(_) | Answer::Working(..));
                let body = json!({ "type": 4, "data": message.answer(private) });
                let told = self.callback(&mut state, State::Shown, &body, wants_id).await;
                if told.is_some() || !wants_id || *state == State::Dead {
                    return told;
                }
                let Origin { application, token, .. } = &self.origin;
                let deadline = Instant::now() + EDIT_PATIENCE;
                self.rest.original(*application, token, deadline).await.ok().map(|id| MessageId(id.get()))
            }
            (State::Deferred | State::Shown, _) => {
                let edited = self.edit(&message.body()).await;
                *state = State::Shown;
                carried.or(edited)
            }
            (State::Told, _) => {
                tracing::error!("An answer came after the person alone had been told.");
                None
            }
            (State::Dead, _) => None,
        }
    }

    async fn tell(&self, answer: &Answer) {
        let message = self.renderer.message(answer, self.locale(true));
        let mut state = self.state.lock().await;
        match (*state, self.first) {
            (State::Fresh, _) => {
                let body = json!({ "type": 4, "data": message.answer(true) });
                self.callback(&mut state, State::Told, &body, false).await;
            }
            (State::Deferred, First::New) if self.is_private() => {
                self.edit(&message.body()).await;
                *state = State::Told;
            }
            (State::Deferred, First::New) => {
                // What everybody would see goes; what is said is for the person alone.
                let Origin { application, token, .. } = &self.origin;
                let deadline = Instant::now() + EDIT_PATIENCE;
                if let Err(error) = self.rest.delete_original(*application, token, deadline).await {
                    tracing::warn!(%error, "Could not take back an answer.");
                }
                self.follow_up(&message.answer(true)).await;
                *state = State::Told;
            }
            (State::Deferred | State::Shown | State::Told, _) => self.follow_up(&message.answer(true)).await,
            (State::Dead, _) => {}
        }
    }

    async fn ask_name(&self, form: &NameForm) {
        let form = self.renderer.form(form, self.locale(true));
        let mut state = self.state.lock().await;
        if *state == State::Fresh {
            let body = json!({ "type": 9, "data": form.body() });
            self.callback(&mut state, State::Told, &body, false).await;
        }
    }

    fn address(&self) -> Address {
        let private = self.is_private();
        Address {
            guild: self.origin.guild,
            channel: self.origin.channel,
            message: self.origin.message.filter(|_| self.first == First::Update).map(|(id, _)| id),
            ephemeral: private,
            locale: self.locale(private).to_owned(),
        }
    }

    fn is_alive(&self) -> bool {
        self.origin.arrived.elapsed() < TOKEN_LIFE && !self.dead.load(Ordering::Acquire)
    }
}
