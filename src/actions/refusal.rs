//! Why nothing was done.

use std::net::IpAddr;

use crate::domain::invoice::NotPayable;
use crate::domain::order::{NotSold, OrderState, OrderedItem};
use crate::domain::outcome::{Denial, ResourceName};
use crate::domain::setup::Unfit;
use crate::domain::{AccountName, Action, Error, ProviderName, ResourceKind, ResourceRef, Target, UserId};
use crate::store::Lock;

/// Why nothing was done; told to the caller alone.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// The caller may not.
    Denied(Denial),
    /// The account's adapter does not offer it.
    NotOffered {
        /// What was asked.
        action: Action,
        /// Of which account; `None` when no account offers it.
        account: Option<(AccountName, ProviderName)>,
        /// Accounts of the caller's that offer it.
        instead: Vec<AccountName>,
        /// Whether it was asked for something of that account, for which the others can do nothing.
        of_thing: bool,
    },
    /// The caller has no account of that name.
    UnknownAccount {
        /// What was typed; foreign text.
        text: String,
        /// The accounts that the caller may use for it.
        known: Vec<AccountName>,
    },
    /// Nothing that the caller may use fits the text.
    NothingFits {
        /// What was looked for.
        kind: ResourceKind,
        /// What was typed; foreign text.
        text: String,
        /// Accounts that could not be searched, and why.
        unsearched: Vec<(AccountName, Option<Error>)>,
    },
    /// Several things fit the text.
    Ambiguous {
        /// What was looked for.
        kind: ResourceKind,
        /// What was typed; foreign text.
        text: String,
        /// What fits: only what the caller may use.
        candidates: Vec<ResourceName>,
        /// The argument that a choice among them fills in.
        argument: &'static str,
    },
    /// The provider does not sell it, and here is why.
    NotSold {
        /// The account.
        account: AccountName,
        /// Its provider.
        provider: ProviderName,
        /// Why.
        why: NotSold,
    },
    /// The server is not set up so, and here is why.
    Unfit {
        /// The account.
        account: AccountName,
        /// Its provider.
        provider: ProviderName,
        /// Why.
        why: Box<Unfit>,
    },
    /// The invoice is not paid, and here is why.
    NotPayable {
        /// The invoice.
        invoice: ResourceName,
        /// Why.
        why: Box<NotPayable>,
    },
    /// The order can no longer be cancelled, or not this way.
    NotCancellable {
        /// The order.
        order: ResourceName,
        /// How it stands.
        state: OrderState,
        /// Its provider.
        provider: ProviderName,
    },
    /// The order is not paid, and its server is installed once it is.
    OrderUnpaid {
        /// The order.
        order: Box<ResourceName>,
        /// Its provider.
        provider: ProviderName,
        /// The invoice that it waits for, where the provider names it.
        invoice: Option<ResourceRef>,
    },
    /// The order's server is installed already, or is being installed.
    OrderInstalled {
        /// The order.
        order: Box<ResourceName>,
        /// The server.
        server: ResourceRef,
    },
    /// The order has no such item.
    NoSuchItem {
        /// The order.
        order: Box<ResourceName>,
        /// What was typed; foreign text.
        text: String,
        /// What it is made of.
        known: Vec<OrderedItem>,
    },
    /// A private key was given where a public one is wanted.
    PrivateKey,
    /// There is no such relay.
    UnknownRelay {
        /// What was typed; foreign text.
        text: String,
        /// How many there are.
        known: usize,
    },
    /// An argument has a value that the action does not take.
    BadArgument {
        /// The argument.
        argument: &'static str,
        /// What was typed; foreign text.
        text: String,
    },
    /// The provider names no operating system for servers in the service, such as in one that holds none.
    NoServersIn {
        /// The service.
        service: ResourceName,
        /// Its provider.
        provider: ProviderName,
    },
    /// An address that a new interface shall have is in use on another one, which would lose it.
    AddressInUse {
        /// The address.
        address: IpAddr,
        /// What the interface is called that has it; foreign text.
        interface: String,
    },
    /// Nothing was said of what the action is to change.
    OptionMissing {
        /// The options of which one at least says it.
        options: &'static [&'static str],
    },
    /// There is a site at the domain already.
    SiteExists {
        /// The domain; foreign text.
        domain: String,
        /// Whether the caller may see it.
        shown: bool,
    },
    /// The command has arguments that this version does not know: Discord holds an older registration.
    Outdated,
    /// Somebody's operation on the resource is still open.
    Locked {
        /// The resource.
        target: Target,
        /// Whose operation.
        lock: Lock,
    },
    /// The confirmation is somebody else's.
    NotYours {
        /// Who may decide.
        deciders: Vec<UserId>,
    },
    /// The button, menu or form leads nowhere: forged, too old, or moved to another place.
    Stale,
    /// What was typed is not the name that was asked for.
    WrongName,
    /// Somebody has decided already.
    Decided,
    /// The price, or what is bought, is no longer what it was when the call was first made, which is not made again.
    ChangedSince,
    /// The form was sent before, and what it asked for was begun.
    AlreadySent,
    /// The guild is not served, or there is none.
    NotServed,
}

impl Refusal {
    /// The refusal in a word, for the audit.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Refusal::Denied(_) => "denied",
            Refusal::NotOffered { .. } => "not offered",
            Refusal::UnknownAccount { .. } => "unknown account",
            Refusal::NothingFits { .. } => "nothing fits",
            Refusal::Ambiguous { .. } => "ambiguous",
            Refusal::NotSold { why, .. } => why.as_str(),
            Refusal::NotPayable { why, .. } => why.as_str(),
            Refusal::NotCancellable { .. } => "not cancellable",
            Refusal::OrderUnpaid { .. } => "order unpaid",
            Refusal::OrderInstalled { .. } => "order installed",
            Refusal::NoSuchItem { .. } => "no such item",
            Refusal::PrivateKey => "private key",
            Refusal::Unfit { why, .. } => why.as_str(),
            Refusal::BadArgument { .. } => "bad argument",
            Refusal::NoServersIn { .. } => "no servers in it",
            Refusal::AddressInUse { .. } => "address in use",
            Refusal::OptionMissing { .. } => "option missing",
            Refusal::SiteExists { .. } => "exists",
            Refusal::UnknownRelay { .. } => "unknown relay",
            Refusal::Outdated => "outdated",
            Refusal::Locked { .. } => "locked",
            Refusal::NotYours { .. } => "not yours",
            Refusal::Stale => "stale",
            Refusal::WrongName => "wrong name",
            Refusal::Decided => "decided",
            Refusal::ChangedSince => "changed",
            Refusal::AlreadySent => "sent before",
            Refusal::NotServed => "not served",
        }
    }
}
