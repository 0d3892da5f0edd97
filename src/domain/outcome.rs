//! Outcomes: the typed results of actions, which a renderer turns into messages.

use jiff::Timestamp;
use jiff::civil::Date;

use super::billing::Balance;
use super::job::{ServerVerb, Verdict};
use super::order;
use super::server::{Server, ServerState};
use super::{
    AccountName, Action, Actor, Error, ProviderName, ResourceKind, ResourceRef, RoleId, Target, UserId,
};

/// One account's part of an answer over several; one that fails is a line of its own and never fails the rest.
#[derive(Clone, Debug)]
pub struct PerAccount<T> {
    /// The account.
    pub account: AccountName,
    /// Its provider.
    pub provider: ProviderName,
    /// What it answered.
    pub result: Result<T, Error>,
}

/// Which page of a long list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The page, from 0.
    pub index: usize,
    /// How many pages there are: 1 at least.
    pub count: usize,
}

impl Page {
    /// The page of that index, or the last one when there are fewer.
    pub fn new(index: usize, total: usize, size: usize) -> Self {
        let count = total.div_ceil(size).max(1);
        Page { index: index.min(count - 1), count }
    }
}

/// A server as plans and reports name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerName {
    /// Its reference.
    pub resource: ResourceRef,
    /// Its name, when known; foreign text.
    pub name: Option<String>,
}

impl ServerName {
    /// The server that a target is, if it is one.
    pub fn of(target: &Target) -> Option<Self> {
        match target {
            Target::Resource { resource, name } if resource.kind == ResourceKind::Server => {
                Some(ServerName { resource: resource.clone(), name: name.clone() })
            }
            _ => None,
        }
    }
}

/// What an action came to.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The servers of several accounts.
    Servers {
        /// What each account answered; only servers that the caller may see, and only those of this page.
        accounts: Vec<PerAccount<Vec<Server>>>,
        /// How many servers there are on all pages.
        total: usize,
        /// Which page this is.
        page: Page,
    },
    /// One server.
    Server {
        /// The server.
        server: Box<Server>,
        /// Its account's provider.
        provider: ProviderName,
    },
    /// What was asked of a server, and how far it is.
    Deed(ServerReport),
    /// Something was bought.
    Bought {
        /// What was bought.
        plan: Box<order::Plan>,
        /// The provider's id for it; foreign text.
        id: String,
    },
    /// What accounts hold, owe and will owe.
    Balances {
        /// What each account answered, and the day that it is there.
        accounts: Vec<PerAccount<(Balance, Date)>>,
    },
    /// The commands that the caller may use.
    Help {
        /// The commands, by action.
        actions: Vec<Action>,
        /// The one that was asked about, if any.
        about: Option<Action>,
        /// Whom to ask for more.
        contact: Option<String>,
    },
    /// What the caller is to the bot.
    Whoami(Whoami),
    /// Who did what.
    Audit {
        /// The rows of this page, newest first.
        rows: Vec<AuditRow>,
        /// Which page this is.
        page: Page,
    },
}

/// What a person is to the bot, here and now.
#[derive(Clone, Debug)]
pub struct Whoami {
    /// The person.
    pub actor: Actor,
    /// The roles that some grant names.
    pub granting_roles: Vec<RoleId>,
    /// What the person may do here, on something at least.
    pub actions: Vec<Action>,
    /// Whom to ask for more.
    pub contact: Option<String>,
}

/// One line of the audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// When it happened.
    pub at: Timestamp,
    /// The invocation that it belongs to.
    pub invocation: String,
    /// Who acted.
    pub user: UserId,
    /// What was attempted, as a name: rows outlive the versions that wrote them.
    pub action: String,
    /// At what: `account/id`, accounts, or `-`.
    pub target: String,
    /// What became of it.
    pub result: AuditResult,
    /// A short detail for the reader, such as an error's kind.
    pub detail: String,
}

/// What became of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditResult {
    /// Recorded before a changing call.
    Intent,
    /// It was done, or answered.
    Done,
    /// The person was refused.
    Refused,
    /// It waits for a confirmation.
    Asked,
    /// The person cancelled it, or let it expire.
    Cancelled,
    /// It failed and was not carried out.
    Failed,
    /// It may have been carried out.
    Unknown,
}

impl AuditResult {
    /// Every result.
    pub const ALL: [AuditResult; 7] = [
        AuditResult::Intent,
        AuditResult::Done,
        AuditResult::Refused,
        AuditResult::Asked,
        AuditResult::Cancelled,
        AuditResult::Failed,
        AuditResult::Unknown,
    ];

    /// The result's name, as the store writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            AuditResult::Intent => "intent",
            AuditResult::Done => "done",
            AuditResult::Refused => "refused",
            AuditResult::Asked => "asked",
            AuditResult::Cancelled => "cancelled",
            AuditResult::Failed => "failed",
            AuditResult::Unknown => "unknown",
        }
    }
}

/// What was asked of a server, and how far it is.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerReport {
    /// What was asked.
    pub verb: ServerVerb,
    /// Of which server.
    pub server: ServerName,
    /// Its provider; `None` when the configuration no longer has the account.
    pub provider: Option<ProviderName>,
    /// Who asked.
    pub requester: UserId,
    /// How far it is.
    pub phase: ServerPhase,
}

/// How far a call to a server is.
#[derive(Clone, Debug, PartialEq)]
pub enum ServerPhase {
    /// The server is in that state already; nothing was sent.
    Already(ServerState),
    /// The provider accepted the call; the server is being watched.
    Watching {
        /// When the call was made.
        since: Timestamp,
        /// The state last seen; foreign text.
        state: Option<String>,
    },
    /// The answer was lost: the call may have been carried out; the server is being watched.
    Doubtful {
        /// When the call was made.
        since: Timestamp,
        /// The state last seen; foreign text.
        state: Option<String>,
    },
    /// The watch has ended.
    Ended {
        /// Seconds from the call to the verdict.
        after_seconds: u64,
        /// What was seen.
        verdict: Verdict,
        /// Whether the call's own answer was lost.
        doubtful: bool,
    },
}

/// What an action would do: shown before it is confirmed.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The facts that the person decides by.
    pub facts: PlanFacts,
    /// The observed state or price that the consent is bound to; another one asks for a new consent.
    pub fingerprint: String,
    /// What it would be done to, by its name of now.
    pub target: Target,
}

/// The facts that a person decides by.
#[derive(Clone, Debug, PartialEq)]
pub enum PlanFacts {
    /// Something is done to a server.
    Server {
        /// The server as it is now.
        server: Box<Server>,
    },
    /// Something is bought.
    Purchase {
        /// What is bought.
        plan: Box<order::Plan>,
        /// What the buyer chose beside it.
        choices: order::Choices,
        /// The provider that charges.
        provider: ProviderName,
    },
}

/// Why a person may not do something, as far as they are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denial {
    /// The action that is missing.
    pub action: Action,
    /// On what, in the caller's own words; foreign text.
    pub on: Option<String>,
    /// Whom to ask.
    pub contact: Option<String>,
}
