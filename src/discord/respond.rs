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

use super::message::{Attachment, EPHEMERAL, Message};
use super::render::Renderer;
use super::rest::{CALLBACK_WINDOW, Rest, RestError, RestErrorKind};
use crate::dispatch::{Answer, Form, Responder, Visibility};
use crate::domain::{Address, ChannelId, GuildId, MessageId};

/// How long an outcome is waited for before the person is told that it takes a while.
const DEFER_AFTER: Duration = Duration::from_millis(1500);
/// The same while it is not known yet who will see the answer.
const DEFER_BLINDLY_AFTER: Duration = Duration::from_millis(2300);
/// How long an interaction's token is used; Discord accepts it for 15 minutes.
const TOKEN_LIFE: Duration = Duration::from_secs(14 * 60);
/// How long an edit is tried that a later one replaces.
const PASSING_PATIENCE: Duration = Duration::from_secs(10);
/// How long is tried what is said beside the answer.
const ASIDE_PATIENCE: Duration = Duration::from_secs(30);
/// How long it is tried to find out whether a first answer arrived whose own answer was lost.
const DOUBT_PATIENCE: Duration = Duration::from_secs(5);

/// What the first answer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// It makes a new message.
    New,
    /// It changes the message that carries the pressed component.
    Update,
    /// It takes the menu away that a choice was made from; the answer follows as a message of its own.
    Choice,
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
    /// What was chosen from a menu, as the menu called it; foreign text.
    pub chosen: Option<String>,
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
    /// The menu is gone; the answer is a message beside it, of this id once Discord has told one.
    Beside(Option<MessageId>),
    /// The person alone was told something; the message that carries the component is as it was.
    Told,
    /// No first answer arrived in time; the message that carries the component is edited with the bot's own token.
    Detached,
    /// No first answer arrived in time, and nothing else can be said.
    Lost,
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
    state: Mutex<State>,
    /// Whether the token leads anywhere: a first answer arrived, or still may.
    token_works: AtomicBool,
    lost: AtomicBool,
    /// Whether a first answer was sent that may have arrived although its own answer was lost.
    in_doubt: AtomicBool,
}

impl InteractionResponder {
    /// A responder that has not answered yet.
    pub fn new(rest: Rest, renderer: Arc<Renderer>, origin: Origin, first: First) -> Arc<Self> {
        let audience = match (first, origin.message) {
            (First::Update, Some((_, true))) => PRIVATE,
            (First::Update, _) => PUBLIC,
            (First::New | First::Choice, _) => UNKNOWN,
        };
        Arc::new(InteractionResponder {
            rest,
            renderer,
            origin,
            first,
            audience: AtomicU8::new(audience),
            state: Mutex::new(State::Fresh),
            token_works: AtomicBool::new(true),
            lost: AtomicBool::new(false),
            in_doubt: AtomicBool::new(false),
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
            First::Update | First::Choice => json!({ "type": 6 }),
            First::New if self.is_private() => json!({ "type": 5, "data": { "flags": EPHEMERAL } }),
            First::New => json!({ "type": 5 }),
        };
        if self.callback(&body, &[], false).await.is_ok() {
            *state = State::Deferred;
        }
    }

    async fn callback(
        &self,
        body: &Value,
        files: &[Attachment],
        with_response: bool,
    ) -> Result<Option<MessageId>, RestError> {
        let Origin { interaction, token, arrived, .. } = &self.origin;
        let deadline = *arrived + CALLBACK_WINDOW;
        let answered = self.rest.respond(*interaction, token, body, files, deadline, with_response).await;
        match answered {
            Ok(id) => Ok(id.map(|id| MessageId(id.get()))),
            Err(error) => {
                tracing::warn!(%error, after = ?arrived.elapsed(), "Could not answer an interaction.");
                if matches!(error.kind, RestErrorKind::Unknown | RestErrorKind::Unavailable) {
                    self.in_doubt.store(true, Ordering::Release);
                }
                Err(error)
            }
        }
    }

    /// Until when an answer's edit is tried: what stays is worth as long as the token lives.
    fn edit_deadline(&self, answer: &Answer) -> Instant {
        let life = self.origin.arrived + TOKEN_LIFE;
        if answer.is_passing() { life.min(Instant::now() + PASSING_PATIENCE) } else { life }
    }

    async fn edit(&self, beside: Option<MessageId>, message: &Message, answer: &Answer) -> Option<MessageId> {
        let edited = self.try_edit(beside, message, self.edit_deadline(answer)).await;
        match edited {
            Ok(message) => message,
            Err(error) => {
                tracing::warn!(%error, "Could not edit an answer.");
                // What stays and could not be shown in this way must be shown in another, whatever the cause was.
                if !answer.is_passing() {
                    self.token_works.store(false, Ordering::Release);
                }
                None
            }
        }
    }

    /// Edits the first answer, or a message that was added beside it.
    async fn try_edit(
        &self,
        beside: Option<MessageId>,
        message: &Message,
        deadline: Instant,
    ) -> Result<Option<MessageId>, RestError> {
        let Origin { application, token, .. } = &self.origin;
        let (body, files) = (message.body(), message.files());
        let edited = match beside {
            Some(id) => {
                let id = id.0.into();
                self.rest.edit_follow_up(*application, token, id, &body, files, deadline).await
            }
            None => self.rest.edit_original(*application, token, &body, files, deadline).await,
        };
        if let Err(RestError { kind: RestErrorKind::NotFound(_), .. }) = edited {
            // The token has expired, or somebody has deleted the message.
            self.token_works.store(false, Ordering::Release);
        }
        edited.map(|id| id.map(|id| MessageId(id.get())))
    }

    /// Shows the answer beside the menu that it was chosen from.
    async fn put_beside(&self, message: &Message, answer: &Answer) -> (State, Option<MessageId>) {
        let Origin { application, token, .. } = &self.origin;
        let (body, deadline) = (message.answer(self.is_private()), self.edit_deadline(answer));
        match self.rest.follow_up(*application, token, &body, message.files(), deadline).await {
            Ok(id) => {
                let id = id.map(|id| MessageId(id.get()));
                (State::Beside(id), id)
            }
            Err(error) => {
                tracing::warn!(%error, "Could not add an answer.");
                // What may have arrived was not lost.
                let in_doubt = matches!(error.kind, RestErrorKind::Unknown | RestErrorKind::Unavailable);
                self.lost.store(!in_doubt, Ordering::Release);
                if !answer.is_passing() || !in_doubt {
                    self.token_works.store(false, Ordering::Release);
                }
                (State::Beside(None), None)
            }
        }
    }

    /// Edits the message that carries the component with the bot's own token, if that can be done.
    async fn edit_carrier(&self, message: &Message, deadline: Instant) -> bool {
        let Some((carrier, false)) = self.origin.message.filter(|_| self.first == First::Update) else {
            return false;
        };
        let (channel, carrier) = (self.origin.channel.0.into(), carrier.0.into());
        let (body, files) = (message.body(), message.files());
        let edited = self.rest.edit_message(channel, carrier, &body, files, deadline).await;
        edited.inspect_err(|error| tracing::warn!(%error, "Could not edit a message.")).is_ok()
    }

    /// Shows the answer after the first answer failed: that may have arrived unheard, or it can be done without it.
    async fn recover(&self, message: &Message, deadline: Instant) -> (State, Option<MessageId>) {
        if self.in_doubt.load(Ordering::Acquire)
            && let Ok(shown) = self.try_edit(None, message, Instant::now() + DOUBT_PATIENCE).await
        {
            return (State::Shown, shown);
        }
        self.token_works.store(false, Ordering::Release);
        if self.edit_carrier(message, deadline).await {
            return (State::Detached, None);
        }
        self.lost.store(true, Ordering::Release);
        (State::Lost, None)
    }

    /// The same for what is told to the person alone, and what nobody else may come to see.
    async fn recover_told(&self, message: &Message) -> State {
        if self.first == First::New
            && self.is_private()
            && self.in_doubt.load(Ordering::Acquire)
            && self.try_edit(None, message, Instant::now() + DOUBT_PATIENCE).await.is_ok()
        {
            return State::Told;
        }
        self.token_works.store(false, Ordering::Release);
        self.lost.store(true, Ordering::Release);
        State::Lost
    }

    /// Says something beside the answer to the person alone.
    async fn follow_up(&self, message: &Message) {
        let Origin { application, token, .. } = &self.origin;
        let (body, deadline) = (message.answer(true), Instant::now() + ASIDE_PATIENCE);
        if let Err(error) = self.rest.follow_up(*application, token, &body, message.files(), deadline).await {
            tracing::warn!(%error, "Could not add to an answer.");
        }
    }

    /// Shows the message of an answer, in whatever way the interaction is still open to.
    async fn put(&self, message: &Message, answer: &Answer) -> Option<MessageId> {
        let carried = self.origin.message.filter(|_| self.first == First::Update).map(|(id, _)| id);
        let deadline = self.edit_deadline(answer);
        let mut state = self.state.lock().await;
        match (*state, self.first) {
            (State::Fresh, First::Update) => {
                let body = json!({ "type": 7, "data": message.body() });
                *state = match self.callback(&body, message.files(), false).await {
                    Ok(_) => State::Shown,
                    Err(_) => self.recover(message, deadline).await.0,
                };
                carried
            }
            (State::Fresh, First::New | First::Choice) => {
                let wants_id = matches!(answer, Answer::Ask(_) | Answer::Form(_) | Answer::Working(..));
                let body = json!({ "type": 4, "data": message.answer(self.is_private()) });
                let told = match self.callback(&body, message.files(), wants_id).await {
                    Ok(told) => told,
                    Err(_) => {
                        let (recovered, id) = self.recover(message, deadline).await;
                        *state = recovered;
                        return id;
                    }
                };
                *state = State::Shown;
                if told.is_some() || !wants_id {
                    return told;
                }
                let Origin { application, token, .. } = &self.origin;
                let deadline = Instant::now() + ASIDE_PATIENCE;
                self.rest.original(*application, token, deadline).await.ok().map(|id| MessageId(id.get()))
            }
            (State::Deferred | State::Shown, _) => {
                let edited = self.edit(None, message, answer).await;
                *state = State::Shown;
                carried.or(edited)
            }
            (State::Beside(None), _) => {
                let (beside, id) = self.put_beside(message, answer).await;
                *state = beside;
                id
            }
            (State::Beside(id), _) => self.edit(id, message, answer).await,
            (State::Detached, _) => {
                self.edit_carrier(message, deadline).await;
                carried
            }
            (State::Lost, _) => None,
            (State::Told, _) => {
                tracing::error!("An answer came after the person alone had been told.");
                None
            }
        }
    }

    /// The same for the person alone.
    async fn say(&self, message: &Message, answer: &Answer) {
        let mut state = self.state.lock().await;
        match (*state, self.first) {
            (State::Fresh, _) => {
                let body = json!({ "type": 4, "data": message.answer(true) });
                *state = match self.callback(&body, message.files(), false).await {
                    Ok(_) => State::Told,
                    Err(_) => self.recover_told(message).await,
                };
            }
            (State::Deferred, First::New) if self.is_private() => {
                self.edit(None, message, answer).await;
                *state = State::Told;
            }
            (State::Deferred, First::New) => {
                // What everybody would see goes; what is said is for the person alone.
                let Origin { application, token, .. } = &self.origin;
                let deadline = Instant::now() + ASIDE_PATIENCE;
                if let Err(error) = self.rest.delete_original(*application, token, deadline).await {
                    tracing::warn!(%error, "Could not take back an answer.");
                }
                self.follow_up(message).await;
                *state = State::Told;
            }
            (State::Deferred | State::Shown | State::Beside(_) | State::Told, _) => {
                self.follow_up(message).await
            }
            (State::Detached | State::Lost, _) => {}
        }
    }
}

#[async_trait]
impl Responder for InteractionResponder {
    fn expect(&self, visibility: Visibility) {
        let audience = if visibility == Visibility::Public { PUBLIC } else { PRIVATE };
        if self.first != First::Update {
            self.audience.store(audience, Ordering::Release);
        }
    }

    async fn close_menu(&self) {
        let Some(chosen) = self.origin.chosen.clone().filter(|_| self.first == First::Choice) else { return };
        let message = self.renderer.message(&Answer::Chosen(chosen), self.locale(true));
        let mut state = self.state.lock().await;
        match *state {
            State::Fresh => {
                let body = json!({ "type": 7, "data": message.body() });
                if self.callback(&body, &[], false).await.is_err() && !self.in_doubt.load(Ordering::Acquire) {
                    self.token_works.store(false, Ordering::Release);
                    self.lost.store(true, Ordering::Release);
                    *state = State::Lost;
                    return;
                }
            }
            State::Deferred => {
                if let Err(error) = self.try_edit(None, &message, Instant::now() + ASIDE_PATIENCE).await {
                    tracing::warn!(%error, "Could not take a menu away.");
                }
            }
            _ => return,
        }
        *state = State::Beside(None);
    }

    async fn show(&self, answer: &Answer) -> Option<MessageId> {
        let message = self.renderer.message(answer, self.locale(self.is_private()));
        self.put(&message, answer).await
    }

    async fn tell(&self, answer: &Answer) {
        self.say(&self.renderer.message(answer, self.locale(true)), answer).await;
    }

    async fn ask(&self, form: &Form) -> bool {
        let form = self.renderer.form(form, self.locale(true));
        let mut state = self.state.lock().await;
        let opened = *state == State::Fresh
            && self.callback(&json!({ "type": 9, "data": form.body() }), &[], false).await.is_ok();
        if opened {
            *state = State::Told;
        }
        opened
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
        self.token_works.load(Ordering::Acquire) && self.origin.arrived.elapsed() < TOKEN_LIFE
    }

    fn is_lost(&self) -> bool {
        self.lost.load(Ordering::Acquire)
    }
}

#[cfg(test)]
mod tests;
