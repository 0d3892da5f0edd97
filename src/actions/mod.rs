//! What each action does: one file per verb, with its arguments and a handler that returns an outcome.
//!
//! A handler never authorises and never words anything: `dispatch` does the first, `discord` the second.

pub mod access;
pub mod account;
mod ask;
pub mod audit;
pub mod balance;
pub mod billing;
pub mod card;
pub mod cert;
pub mod find;
pub mod help;
pub mod invoice;
mod listing;
pub mod network;
pub mod notice;
pub mod order;
pub mod pending;
mod refusal;
pub mod relay;
mod resolve;
pub mod service;
pub mod site;
pub mod sshkey;
pub mod ticket;
pub mod vps;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tokio::sync::Notify;

use crate::domain::billing::Card;
use crate::domain::event::Relay;
use crate::domain::form::FormState;
use crate::domain::job::Watch;
use crate::domain::order::Purchase;
use crate::domain::outcome::{Outcome, Plan};
use crate::domain::{AccountName, Action, ActionPattern, Actor, Error, Id, ResourceRef, Target};
pub use ask::Partly;
use listing::Listing;
pub use refusal::Refusal;

use crate::policy::{Authorized, Policy, Scope};
use crate::providers::inventory::Known;
use crate::providers::{Account, Changes, Registry};
use crate::store::{Store, StoreError};

/// What the bot works on: the rules, the accounts and the store.
pub struct World {
    /// The rules in force.
    pub policy: Policy,
    /// The configured accounts.
    pub registry: Registry,
    /// The database.
    pub store: Store,
    /// The actions answered for their caller alone, beside those that always are.
    pub private_replies: Vec<ActionPattern>,
    /// How long a confirmation waits.
    pub confirm: Duration,
    /// Which events go where.
    pub relays: Vec<Relay>,
    /// Says to what delivers that something is owed.
    pub owed: Arc<Notify>,
}

/// What a handler sees of the world: only what the caller may do there.
pub struct Context<'a> {
    /// Who acts, with the roles of the interaction at hand.
    pub actor: &'a Actor,
    /// What they do.
    pub action: Action,
    /// How long each of several accounts may take to answer.
    each: Duration,
    /// Where it is told what several accounts have answered so far.
    partly: Option<Partly>,
    /// Whether a list is read again in which a reference is missing: not while somebody types.
    looks_again: bool,
    world: Arc<World>,
}

/// What went wrong while it was done.
#[derive(Clone, Debug)]
pub enum Failure {
    /// The provider failed.
    Provider {
        /// The account.
        account: AccountName,
        /// How.
        error: Error,
    },
    /// The provider has no card that it could charge, or the charge failed.
    Payment {
        /// The account.
        account: AccountName,
        /// How it failed.
        error: Error,
        /// The cards that the provider knew when the purchase was confirmed; `None`: it tells none.
        cards: Option<Vec<Card>>,
    },
    /// The thing is no longer there.
    Gone(Target),
    /// It took longer than an answer may.
    Late,
    /// The bot itself failed; the cause is in the log.
    Internal,
}

impl Failure {
    /// The failure in a word, for the audit.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Failure::Provider { error, .. } | Failure::Payment { error, .. } => error.kind.as_str(),
            Failure::Gone(_) => "gone",
            Failure::Late => "late",
            Failure::Internal => "internal",
        }
    }
}

/// How a handler ends when it does not come to an outcome.
#[derive(Debug)]
pub enum Stop {
    /// Nothing was done, and here is why.
    Refused(Refusal),
    /// Something went wrong.
    Failed(Failure),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Stop::Refused(refusal)
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Stop::Failed(failure)
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "The store failed.");
        Stop::Failed(Failure::Internal)
    }
}

/// What a plan comes to.
pub enum Planned {
    /// It would change something.
    Plan(Box<Plan>),
    /// There is nothing to do.
    Nothing(Outcome),
    /// Something must be asked first.
    Form(Box<FormState>),
}

impl Planned {
    /// That of a plan.
    pub fn of(plan: Plan) -> Self {
        Planned::Plan(Box::new(plan))
    }
}

/// What a change comes to.
pub enum Done {
    /// It is over.
    Finished(Outcome),
    /// The provider accepted it, and what is watched tells the end.
    Accepted,
    /// The same where the provider queued a task, with its id, if it told one.
    Queued(Option<String>),
    /// The same for a purchase, with what the provider answered.
    Bought(Purchase),
}

/// A verb: what it is called with and what it is aimed at.
#[async_trait]
pub trait Verb: Send + Sync + 'static {
    /// The action.
    const ACTION: Action;

    /// The arguments, as the catalogue describes them.
    type Args: DeserializeOwned + Send + Sync;

    /// Resolves the names in the arguments among what the caller may use. Takes about a second at most.
    async fn resolve(context: &Context<'_>, args: &Self::Args) -> Result<Target, Refusal>;
}

/// A verb that looks.
#[async_trait]
pub trait Look: Verb {
    /// Looks.
    async fn look(context: &Context<'_>, permit: &Authorized, args: Self::Args) -> Result<Outcome, Stop>;
}

/// A text that a change needs and that is asked for in a form before anything is done.
#[derive(Clone, Copy)]
pub struct Writing {
    /// The argument that it becomes; no option of the command.
    pub argument: &'static str,
    /// Makes the arguments name the target by its reference, since the same words may mean another one later.
    pub bind: fn(&mut Arguments, &Target),
    /// The lines that are asked for in its stead, five at most; each that is filled in becomes one of the text, behind its
    /// name and a colon. Empty: one text is asked for.
    pub lines: fn(&Arguments) -> &'static [&'static str],
}

/// A verb that changes something.
#[async_trait]
pub trait Change: Verb {
    /// The text that it needs beside its options.
    const WRITING: Option<Writing> = None;

    /// Reads the target's state or price, and says what would be done.
    async fn plan(context: &Context<'_>, permit: &Authorized, args: &Self::Args) -> Result<Planned, Stop>;

    /// What is watched from the call on; `None` when the call's answer is the end of it.
    ///
    /// `id` is the journal's, which belongs to one consent alone.
    fn watch(context: &Context<'_>, plan: &Plan, id: &Id) -> Option<Watch> {
        let _ = (context, plan, id);
        None
    }

    /// Makes the one changing call.
    async fn run(context: &Context<'_>, permit: &Authorized, plan: &Plan, id: &Id) -> Result<Done, Error>;
}

/// An invocation's arguments, as they came.
pub type Arguments = Map<String, Value>;

/// Any verb's arguments and target, whatever their types.
#[async_trait]
pub trait AnyVerb: Send + Sync {
    /// Whether the arguments can be read; the error is for the log.
    fn check(&self, arguments: &Arguments) -> Result<(), String>;

    /// Reads the arguments and resolves the names in them.
    async fn target(&self, context: &Context<'_>, arguments: &Arguments) -> Result<Target, Refusal>;
}

/// Any verb that looks.
#[async_trait]
pub trait AnyLook: AnyVerb {
    /// Looks.
    async fn look(
        &self,
        context: &Context<'_>,
        permit: &Authorized,
        arguments: &Arguments,
    ) -> Result<Outcome, Stop>;
}

/// Any verb that changes something.
#[async_trait]
pub trait AnyChange: AnyVerb {
    /// The text that it needs beside its options.
    fn writing(&self) -> Option<Writing>;

    /// Says what would be done.
    async fn plan(
        &self,
        context: &Context<'_>,
        permit: &Authorized,
        arguments: &Arguments,
    ) -> Result<Planned, Stop>;

    /// What is watched from the call on.
    fn watch(&self, context: &Context<'_>, plan: &Plan, id: &Id) -> Option<Watch>;

    /// Makes the one changing call.
    async fn run(
        &self,
        context: &Context<'_>,
        permit: &Authorized,
        plan: &Plan,
        id: &Id,
    ) -> Result<Done, Error>;
}

/// What stands behind an action.
#[derive(Clone, Copy)]
pub enum Handler {
    /// A verb that looks.
    Look(&'static dyn AnyLook),
    /// A verb that changes something.
    Change(&'static dyn AnyChange),
}

impl Handler {
    /// The handler of the action.
    pub fn of(action: Action) -> Handler {
        match action {
            Action::VpsList => Handler::Look(&vps::list::List),
            Action::VpsShow => Handler::Look(&vps::show::Show),
            Action::VpsStart => Handler::Change(&vps::start::Start),
            Action::VpsStop => Handler::Change(&vps::stop::Stop),
            Action::VpsRestart => Handler::Change(&vps::restart::Restart),
            Action::VpsShutdown => Handler::Change(&vps::shutdown::Shutdown),
            Action::VpsReset => Handler::Change(&vps::reset::Reset),
            Action::VpsHostname => Handler::Change(&vps::hostname::Hostname),
            Action::VpsCreate => Handler::Change(&vps::create::Create),
            Action::VpsReinstall => Handler::Change(&vps::reinstall::Reinstall),
            Action::VpsResize => Handler::Change(&vps::resize::Resize),
            Action::VpsPassword => Handler::Change(&vps::password::Password),
            Action::VpsCredentials => Handler::Look(&vps::credentials::Credentials),
            Action::VpsDestroy => Handler::Change(&vps::destroy::Destroy),
            Action::VpsMetrics => Handler::Look(&vps::metrics::Metrics),
            Action::VpsTasks => Handler::Look(&vps::tasks::Tasks),
            Action::VpsTemplates => Handler::Look(&vps::templates::Templates),
            Action::NetworkInterfaces => Handler::Look(&network::interfaces::Interfaces),
            Action::NetworkInterface => Handler::Look(&network::interface::Interface),
            Action::NetworkAdd => Handler::Change(&network::add::Add),
            Action::NetworkUpdate => Handler::Change(&network::update::Update),
            Action::NetworkRemove => Handler::Change(&network::remove::Remove),
            Action::NetworkIps => Handler::Look(&network::ips::Ips),
            Action::NetworkPools => Handler::Look(&network::pools::Pools),
            Action::NetworkAssign => Handler::Change(&network::assign::Assign),
            Action::Balance => Handler::Look(&balance::Balance),
            Action::BillingMethods => Handler::Look(&Listing::<billing::methods::Methods>::VERB),
            Action::BillingHistory => Handler::Look(&billing::history::History),
            Action::InvoiceList => Handler::Look(&invoice::list::List),
            Action::InvoiceShow => Handler::Look(&invoice::show::Show),
            Action::InvoicePay => Handler::Change(&invoice::pay::Pay),
            Action::OrderPlans => Handler::Look(&order::plans::Plans),
            Action::OrderPlan => Handler::Look(&order::plan::Plan),
            Action::OrderQuote => Handler::Look(&order::quote::Quote),
            Action::OrderBuy => Handler::Change(&order::buy::Buy),
            Action::OrderCustom => Handler::Change(&order::custom::Custom),
            Action::OrderList => Handler::Look(&order::list::List),
            Action::OrderStatus => Handler::Look(&order::status::Status),
            Action::OrderCancel => Handler::Change(&order::cancel::Cancel),
            Action::OrderInstall => Handler::Change(&order::install::Install),
            Action::ServiceList => Handler::Look(&Listing::<service::list::List>::VERB),
            Action::ServiceShow => Handler::Look(&service::show::Show),
            Action::ServiceMethods => Handler::Look(&service::methods::Methods),
            Action::ServiceResources => Handler::Look(&service::resources::Resources),
            Action::ServiceIps => Handler::Look(&service::ips::Ips),
            Action::ServiceUpgradeOptions => Handler::Look(&service::upgrade_options::UpgradeOptions),
            Action::ServiceUpgrade => Handler::Change(&service::upgrade::Upgrade),
            Action::ServiceCancel => Handler::Change(&service::cancel::Cancel),
            Action::ServiceLabel => Handler::Look(&service::label::Label),
            Action::ServiceRelabel => Handler::Change(&service::relabel::Relabel),
            Action::SshkeyList => Handler::Look(&Listing::<sshkey::list::List>::VERB),
            Action::SshkeyAdd => Handler::Change(&sshkey::add::Add),
            Action::SshkeyRemove => Handler::Change(&sshkey::remove::Remove),
            Action::SiteList => Handler::Look(&Listing::<site::list::List>::VERB),
            Action::SiteShow => Handler::Look(&site::show::Show),
            Action::SiteCreate => Handler::Change(&site::create::Create),
            Action::TicketList => Handler::Look(&ticket::list::List),
            Action::TicketShow => Handler::Look(&ticket::show::Show),
            Action::TicketOpen => Handler::Change(&ticket::open::Open),
            Action::TicketReply => Handler::Change(&ticket::reply::Reply),
            Action::TicketClose => Handler::Change(&ticket::close::Close),
            Action::TicketReopen => Handler::Change(&ticket::reopen::Reopen),
            Action::TicketDepartments => Handler::Look(&ticket::departments::Departments),
            Action::TicketAttachment => Handler::Look(&ticket::attachment::Attachment),
            Action::CertList => Handler::Look(&Listing::<cert::list::List>::VERB),
            Action::CertShow => Handler::Look(&cert::show::Show),
            Action::CertDownload => Handler::Look(&cert::download::Download),
            Action::CertPlans => Handler::Look(&Listing::<cert::plans::Plans>::VERB),
            Action::CertSoftware => Handler::Look(&cert::software::Software),
            Action::CertOrder => Handler::Change(&cert::order::Order),
            Action::NoticeList => Handler::Look(&notice::list::List),
            Action::NoticeAck => Handler::Change(&notice::ack::Ack),
            Action::NoticeStatuses => Handler::Look(&notice::statuses::Statuses),
            Action::NoticeStatus => Handler::Look(&notice::status::Status),
            Action::AccountList => Handler::Look(&account::list::List),
            Action::AccountShow => Handler::Look(&account::show::Show),
            Action::AccountContacts => Handler::Look(&Listing::<account::contacts::Contacts>::VERB),
            Action::AccountContact => Handler::Look(&account::contact::Contact),
            Action::AccountEdit => Handler::Change(&account::edit::Edit),
            Action::AccountContactAdd => Handler::Change(&account::contact_add::ContactAdd),
            Action::AccountContactEdit => Handler::Change(&account::contact_edit::ContactEdit),
            Action::AccountPrivileges => Handler::Look(&Listing::<account::privileges::Privileges>::VERB),
            Action::AccountLogs => Handler::Look(&Listing::<account::logs::Logs>::VERB),
            Action::Help => Handler::Look(&help::Help),
            Action::Find => Handler::Look(&find::Find),
            Action::AccessWhoami => Handler::Look(&access::whoami::Whoami),
            Action::AccessWhy => Handler::Look(&access::why::Why),
            Action::AuditList => Handler::Look(&audit::list::List),
            Action::PendingList => Handler::Look(&pending::list::List),
            Action::CardClaim => Handler::Look(&card::claim::Claim),
            Action::CardSnooze => Handler::Look(&card::snooze::Snooze),
            Action::RelayList => Handler::Look(&relay::list::List),
            Action::RelayTest => Handler::Look(&relay::test::Test),
            Action::RelayPause => Handler::Look(&relay::pause::Pause),
            Action::RelayResume => Handler::Look(&relay::resume::Resume),
            Action::RelayRedrive => Handler::Look(&relay::redrive::Redrive),
        }
    }

    /// The verb, for what both kinds have.
    pub fn verb(self) -> &'static dyn AnyVerb {
        match self {
            Handler::Look(look) => look,
            Handler::Change(change) => change,
        }
    }
}

fn read<T: DeserializeOwned>(arguments: &Arguments) -> Result<T, serde_json::Error> {
    T::deserialize(Value::Object(arguments.clone()))
}

/// Arguments that do not fit come from a registration that Discord still holds of another version.
fn read_or_refuse<T: Verb>(arguments: &Arguments) -> Result<T::Args, Refusal> {
    read(arguments).map_err(|error| {
        tracing::warn!(action = %T::ACTION, %error, "Arguments do not fit the action.");
        Refusal::Outdated
    })
}

#[async_trait]
impl<T: Verb> AnyVerb for T {
    fn check(&self, arguments: &Arguments) -> Result<(), String> {
        read::<T::Args>(arguments).map(|_| ()).map_err(|error| error.to_string())
    }

    async fn target(&self, context: &Context<'_>, arguments: &Arguments) -> Result<Target, Refusal> {
        T::resolve(context, &read_or_refuse::<T>(arguments)?).await
    }
}

#[async_trait]
impl<T: Look> AnyLook for T {
    async fn look(
        &self,
        context: &Context<'_>,
        permit: &Authorized,
        arguments: &Arguments,
    ) -> Result<Outcome, Stop> {
        T::look(context, permit, read_or_refuse::<T>(arguments)?).await
    }
}

#[async_trait]
impl<T: Change> AnyChange for T {
    fn writing(&self) -> Option<Writing> {
        T::WRITING
    }

    async fn plan(
        &self,
        context: &Context<'_>,
        permit: &Authorized,
        arguments: &Arguments,
    ) -> Result<Planned, Stop> {
        T::plan(context, permit, &read_or_refuse::<T>(arguments)?).await
    }

    fn watch(&self, context: &Context<'_>, plan: &Plan, id: &Id) -> Option<Watch> {
        T::watch(context, plan, id)
    }

    async fn run(
        &self,
        context: &Context<'_>,
        permit: &Authorized,
        plan: &Plan,
        id: &Id,
    ) -> Result<Done, Error> {
        T::run(context, permit, plan, id).await
    }
}

impl<'a> Context<'a> {
    /// What the actor may see of the world while doing the action.
    ///
    /// Where several accounts are asked, each may take so long to answer.
    pub fn new(world: Arc<World>, actor: &'a Actor, action: Action, each: Duration) -> Self {
        Context { actor, action, each, partly: None, looks_again: false, world }
    }

    /// The same for who has read a list again that lacks what a reference names: it may have come about just now.
    pub fn looking_again(self) -> Self {
        Context { looks_again: true, ..self }
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.world.store
    }

    /// The rules in force.
    pub fn policy(&self) -> &Policy {
        &self.world.policy
    }

    /// What the actor may see of the world while doing another action in its stead.
    pub fn doing(&self, action: Action) -> Context<'_> {
        let (each, looks_again) = (self.each, self.looks_again);
        Context { actor: self.actor, action, each, partly: None, looks_again, world: self.world.clone() }
    }

    /// Whether any account offers the action, or needs none.
    pub fn can(&self, action: Action) -> bool {
        self.world.registry.can(action)
    }

    /// Whether the actor may do the context's action within the scope.
    pub fn may(&self, scope: Scope<'_>) -> bool {
        self.world.policy.allows(self.actor, self.action, scope)
    }

    /// The accounts that offer the context's action and on which the actor may do it.
    pub fn accounts(&self) -> impl Iterator<Item = &Arc<Account>> {
        self.world.registry.offering(self.action).filter(|account| self.may(Scope::Account(account.name())))
    }

    /// The accounts on which the actor may do the context's action and that do not offer it.
    fn accounts_without(&self) -> impl Iterator<Item = &Arc<Account>> {
        let is_without = |account: &&Arc<Account>| {
            !account.offers(self.action) && self.may(Scope::Account(account.name()))
        };
        self.world.registry.iter().filter(is_without)
    }

    /// Whether servers can be made in a service, as far as that is known: there are operating systems for them.
    pub async fn may_hold_servers(&self, service: &ResourceRef, wait: Duration) -> bool {
        let Some(account) = self.world.registry.get(&service.account) else { return false };
        let systems = account.service_templates().of(&service.id);
        !matches!(systems.known_within(wait).await, Known::Items(systems) if systems.is_empty())
    }

    /// Whether the account of that name offers the action.
    pub fn offers(&self, account: &AccountName, action: Action) -> bool {
        self.world.registry.get(account).is_some_and(|account| account.offers(action))
    }

    /// Whether no rule narrows the actor's right to the context's action to some accounts.
    fn may_on_every_account(&self) -> bool {
        self.world.registry.iter().all(|account| self.may(Scope::Account(account.name())))
    }

    /// The handle that changes things in the account of a permit's target.
    ///
    /// # Panics
    ///
    /// When the permit's target lies in no configured account: its plan would have failed before.
    fn changes(&self, permit: &Authorized) -> Arc<dyn Changes> {
        let account = permit.target().account().and_then(|name| self.world.registry.get(name));
        account.expect("the plan was made in this account").changes()
    }

    /// The account of a permit's target.
    ///
    /// # Errors
    ///
    /// When the configuration no longer has the account.
    pub fn account_of(&self, target: &Target) -> Result<&Arc<Account>, Stop> {
        target
            .account()
            .and_then(|name| self.world.registry.get(name))
            .ok_or_else(|| Stop::Failed(Failure::Gone(target.clone())))
    }
}
