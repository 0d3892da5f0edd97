//! The one pipeline: authorise, check the capability, plan, confirm, record, run, record.
//!
//! Every entrance leads here: [`Dispatch::invoke`] for slash commands, [`Dispatch::press`] for buttons and menus,
//! [`Dispatch::submit`] for forms, [`Dispatch::suggest`] for autocomplete. Each authorises first, with the roles of
//! the interaction at hand.

mod card;
mod confirm;
mod follow;
mod forms;
mod invoke;
mod purchase;
mod run;
mod settle;
mod sight;
mod suggest;
mod write;

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use tokio::sync::watch;
use tokio_util::task::TaskTracker;

pub use card::CardVerb;
pub use forms::{FormPress, FormView, StepForm};
pub use suggest::{Part, Suggestion, SuggestionRequest};

use crate::actions::{Arguments, Context, Failure, Refusal, World};
use crate::domain::job::WatchLimits;
use crate::domain::outcome::{JobPhase, Outcome, PlanFacts};
use crate::domain::rights::RightsChange;
use crate::domain::{Action, Actor, Address, Id, MessageId, ResourceKind, Target, UserId};
use crate::policy::Authorized;
use crate::providers::Account;
use crate::store::{Store, StoreError};

/// Who sees an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// Everybody in the channel.
    Public,
    /// The caller alone.
    Ephemeral,
}

/// The times that the pipeline keeps.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// How long a read, or a look before a change, may take in all.
    pub read: Duration,
    /// How long a view's buttons work.
    pub view: Duration,
    /// How long a text may be written in a form.
    pub form: Duration,
    /// How often a followed server is looked at.
    pub poll: Duration,
    /// How often a task that a provider queued is looked at.
    pub task: Duration,
    /// How often progress is shown, at most.
    pub progress: Duration,
    /// How often it is shown what several accounts have answered so far, at most.
    pub partly: Duration,
    /// How often confirmations are swept.
    pub sweep: Duration,
    /// How long a server is watched.
    pub watch: WatchLimits,
}

impl Default for Timing {
    fn default() -> Self {
        Timing {
            read: Duration::from_secs(23),
            view: Duration::from_secs(15 * 60),
            form: Duration::from_secs(60 * 60),
            poll: Duration::from_secs(2),
            task: Duration::from_secs(10),
            progress: Duration::from_secs(5),
            partly: Duration::from_millis(1300),
            sweep: Duration::from_secs(5),
            watch: WatchLimits::default(),
        }
    }
}

/// One use of a command.
#[derive(Clone, Debug)]
pub struct Invocation {
    /// Its id.
    pub id: Id,
    /// Who uses it, with the roles sent with this interaction.
    pub actor: Actor,
    /// What they do.
    pub action: Action,
    /// With which arguments.
    pub arguments: Arguments,
}

/// What a pressed button or a chosen entry stands for. All of it is untrusted input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Press {
    /// Give the consent.
    Confirm(Id),
    /// Refuse the consent.
    Cancel(Id),
    /// Turn to a page, from 0.
    Turn(Id, usize),
    /// Choose a value for the argument that the view leaves open.
    Pick(Id, String),
    /// Press a card's button.
    Card(CardVerb, Id),
    /// Let a card's notes wait until the time that the word names.
    Snooze(Id, String),
    /// Do something with the form of that id, of which so many clicks were taken.
    Form(Id, u32, FormPress),
    /// Something that this version does not make.
    Unknown,
}

/// A consent that is asked for, as it is shown.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Its id, which the buttons carry.
    pub id: Id,
    /// What would be done.
    pub action: Action,
    /// To what.
    pub target: Target,
    /// The facts that the person decides by.
    pub facts: PlanFacts,
    /// Who may decide.
    pub requester: UserId,
    /// When it ends.
    pub expires: Timestamp,
    /// Whether it is asked anew because the state or price has changed.
    pub changed: bool,
}

/// A form that asks for the name of what is about to be destroyed.
#[derive(Clone, Debug)]
pub struct NameForm {
    /// The consent's id, which the form carries.
    pub id: Id,
    /// What would be done.
    pub action: Action,
    /// What must be typed.
    pub name: String,
}

/// A form that asks for a text that an action needs.
#[derive(Clone, Debug)]
pub struct TextForm {
    /// The invocation's id, which the form carries.
    pub id: Id,
    /// What would be done.
    pub action: Action,
    /// To what.
    pub target: Target,
    /// The lines that are asked for; empty: one text.
    pub lines: &'static [&'static str],
}

/// A form that the person is asked to fill in.
#[derive(Clone, Debug)]
pub enum Form {
    /// For the name of what is about to be destroyed.
    Name(NameForm),
    /// For a text.
    Text(TextForm),
    /// For one answer.
    Step(StepForm),
}

/// A form that was sent. All of it is untrusted input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// The name of what is to be destroyed was typed, for the consent of that id.
    Name(Id, String),
    /// A text was written, for the invocation of that id.
    Text(Id, String),
    /// An answer was written for the form of that id, of which so many clicks were taken.
    Step(Id, u32, String),
}

/// Why a consent is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Nobody decided in time.
    Expired,
    /// It was refused.
    Cancelled,
    /// The bot stopped after the consent and before the call; nothing was sent.
    NeverSent,
    /// The person could not be told that the work begins, so it did not; nothing was sent.
    Unheard,
    /// The bot stopped during the call, and the provider has no way to tell what became of it.
    Unknowable,
    /// The call was made and never begun at the provider; it was not made again.
    NotAgain,
    /// It was done; the bot stopped before it could say so.
    Done,
    /// It was refused or failed and was not carried out; the bot stopped before it could say so.
    NotDone,
}

/// An answer, without words.
#[derive(Clone, Debug)]
pub enum Answer {
    /// What the action came to, with the view that turns its pages where it has several.
    Outcome(Outcome, Option<Id>),
    /// A consent is asked for.
    Ask(Box<Ask>),
    /// A question of a form.
    Form(Box<FormView>),
    /// This was chosen from a menu, which is over with that; foreign text.
    Chosen(String),
    /// Consent was given; the work has begun.
    Working(Action, Target),
    /// Nothing was done.
    Refused {
        /// Why.
        refusal: Refusal,
        /// What was asked for; `None` where the refusal says nothing of whether that has come about.
        action: Option<Action>,
        /// The view that a choice among the candidates goes to, where there are some.
        choice: Option<Id>,
    },
    /// Something went wrong.
    Failed {
        /// What.
        failure: Failure,
        /// While doing what.
        action: Action,
        /// To what.
        target: Target,
        /// The id under which the log has the cause.
        incident: Id,
        /// Whom to ask, where only who runs the bot can mend it.
        contact: Option<String>,
    },
    /// A consent is over.
    Closed {
        /// Why.
        why: Closed,
        /// What would have been done.
        action: Action,
        /// To what.
        target: Target,
    },
    /// What the person wrote in a form and was not sent, so that it is not lost.
    Written(String),
    /// A job that only its requester sees has ended; a word to look where they can see it.
    Ended(UserId),
    /// The configuration was read again; who gained and who lost which rights.
    Reloaded(RightsChange),
}

impl Answer {
    /// A refusal that offers no choice and says nothing of whether what was asked for has come about.
    pub const fn refused(refusal: Refusal) -> Self {
        Answer::Refused { refusal, action: None, choice: None }
    }

    /// Whether another answer follows by itself, so that this one may be missed.
    pub fn is_passing(&self) -> bool {
        match self {
            Answer::Working(..) => true,
            Answer::Outcome(Outcome::Job(report), _) => matches!(report.phase, JobPhase::Watching { .. }),
            Answer::Outcome(outcome, _) => outcome.is_partial(),
            _ => false,
        }
    }
}

/// The way back to the person whose interaction is being handled.
#[async_trait]
pub trait Responder: Send + Sync {
    /// Says who will see the answer, before it may take a while.
    fn expect(&self, visibility: Visibility);

    /// Takes away the menu that the interaction chose from, and says what was chosen; the answer is shown beside it.
    async fn close_menu(&self);

    /// Shows the answer where the interaction's answer stands; the message's id when Discord told it.
    async fn show(&self, answer: &Answer) -> Option<MessageId>;

    /// Tells the person alone.
    async fn tell(&self, answer: &Answer);

    /// Asks the person to fill in a form; false when it is too late for one.
    async fn ask(&self, form: &Form) -> bool;

    /// Where the answer stands, as far as is known.
    fn address(&self) -> Address;

    /// Whether the interaction's token can still be used.
    fn is_alive(&self) -> bool;

    /// Whether nothing that was shown has reached the person, who reads that their interaction failed.
    fn is_lost(&self) -> bool;
}

/// Why a message is not where it was to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unplaced {
    /// Discord is away; later it may be placed.
    NotNow,
    /// Discord will not have it there.
    Never,
}

/// The way to a channel without an interaction, with the bot's own token.
#[async_trait]
pub trait Messenger: Send + Sync {
    /// Edits the message at the address, or posts a new one where there is none; its id when Discord told it.
    async fn put(&self, address: &Address, answer: &Answer) -> Result<Option<MessageId>, Unplaced>;
}

/// The pipeline.
#[derive(Clone)]
pub struct Dispatch(Arc<Parts>);

struct Parts {
    /// What a reload replaces as a whole; whatever goes on when it does looks anew at its next step.
    world: RwLock<Arc<World>>,
    store: Store,
    messenger: Arc<dyn Messenger>,
    timing: Timing,
    stopping: watch::Sender<bool>,
    work: TaskTracker,
}

impl Dispatch {
    /// A pipeline over the world, which speaks through the messenger when there is no interaction to answer.
    pub fn new(world: World, messenger: Arc<dyn Messenger>, timing: Timing) -> Self {
        Dispatch(Arc::new(Parts {
            store: world.store.clone(),
            world: RwLock::new(Arc::new(world)),
            messenger,
            timing,
            stopping: watch::Sender::new(false),
            work: TaskTracker::new(),
        }))
    }

    /// What the pipeline works on now.
    pub fn world(&self) -> Arc<World> {
        self.0.world.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes the pipeline work on another world from now on; the database stays the one that it began with.
    pub fn replace(&self, world: World) {
        *self.0.world.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(world);
    }

    /// Says to who watches the account's orders that a purchase has moved on, where the target is what was bought.
    fn stir_orders(&self, target: &Target) {
        let is_on_sale = |kind| matches!(kind, ResourceKind::Plan | ResourceKind::CertificatePlan);
        let Some(plan) = target.resource().filter(|resource| is_on_sale(resource.kind)) else { return };
        if let Some(account) = self.world().registry.get(&plan.account) {
            account.stir_orders();
        }
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The times that the pipeline keeps.
    pub fn timing(&self) -> &Timing {
        &self.0.timing
    }

    fn context<'a>(&self, actor: &'a Actor, action: Action) -> Context<'a> {
        // Those that answer in time are shown; an account that does not must not take the rest with it.
        let each = self.timing().read.mul_f64(0.95);
        Context::new(self.world(), actor, action, each)
    }

    /// Who sees the answer to an action; fixed before anything is called.
    fn visibility(&self, action: Action) -> Visibility {
        let private = self.world().private_replies.iter().any(|pattern| pattern.matches(action));
        if action.is_always_ephemeral() || private { Visibility::Ephemeral } else { Visibility::Public }
    }

    /// Who sees the answer to an action on a target: its caller alone, where the account answers with what is of use to one
    /// viewer.
    fn narrowed(&self, visibility: Visibility, permit: &Authorized) -> Visibility {
        let world = self.world();
        let account = permit.target().account().and_then(|name| world.registry.get(name));
        let mut used = permit.action().operations().iter().flat_map(|group| group.iter());
        let is_for_one = |account: &Arc<Account>| {
            used.any(|operation| operation.is_for_one_viewer() && account.has(*operation))
        };
        if account.is_some_and(is_for_one) { Visibility::Ephemeral } else { visibility }
    }

    /// Runs a piece of work that a clean stop waits for.
    pub fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.0.work.spawn(work);
    }

    /// Stops following jobs and sweeping, and waits for running work, at most as long as told.
    ///
    /// What is still followed is in the store and goes on at the next start. Says whether all work ended.
    pub async fn stop(&self, patience: Duration) -> bool {
        self.0.stopping.send_replace(true);
        self.0.work.close();
        tokio::time::timeout(patience, self.0.work.wait()).await.is_ok()
    }

    /// Repeats a write of what has ended until it succeeds, when it did not: what is open locks its resource.
    ///
    /// False when the bot stops before; then the next start settles what is open.
    async fn insist<W>(&self, mut written: Result<(), StoreError>, write: impl Fn() -> W) -> bool
    where
        W: Future<Output = Result<(), StoreError>>,
    {
        while let Err(error) = written {
            tracing::error!(%error, "Could not record an end; trying again.");
            if !self.pause(self.timing().poll).await {
                return false;
            }
            written = write().await;
        }
        true
    }

    /// Puts what stays to its address, however long Discord is away.
    ///
    /// An error only when the bot stops before; what is noted as not told is told by the next start.
    async fn put_surely(&self, address: &Address, answer: &Answer) -> Result<Option<MessageId>, Unplaced> {
        loop {
            match self.0.messenger.put(address, answer).await {
                Ok(message) => return Ok(message),
                Err(Unplaced::Never) => return Ok(None),
                Err(Unplaced::NotNow) if self.pause(self.timing().poll).await => {}
                Err(Unplaced::NotNow) => return Err(Unplaced::NotNow),
            }
        }
    }

    /// Waits for so long, or until the bot stops; says whether to go on.
    pub async fn pause(&self, time: Duration) -> bool {
        let mut stopping = self.0.stopping.subscribe();
        let stop = async move {
            // An error means that the sender is gone, which cannot be while `self` lives.
            let _ = stopping.wait_for(|stopping| *stopping).await;
        };
        tokio::time::timeout(time, stop).await.is_err()
    }
}

/// Shows an answer through the interaction while it lives; false when another way must be taken.
async fn show_while_alive(responder: &Arc<dyn Responder>, answer: &Answer) -> bool {
    if responder.is_alive() {
        responder.show(answer).await;
    }
    responder.is_alive()
}
