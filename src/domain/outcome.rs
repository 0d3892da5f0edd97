//! Outcomes: the typed results of actions, which a renderer turns into messages.

use super::account::{Condition, Profile};
use super::billing::{Balances, Movement, PayBy, Subscription};
use super::certificate::{Certificate, CertificateDetail, CertificateFile, CertificatePlan, Software};
use super::contact::{Contact, ContactDetail, LogEntry, PersonDeed, Privileges};
use super::form::Step;
use super::invoice::{Invoice, InvoiceDetail, Paid, Standing};
use super::job::ServerVerb;
use super::key::{KeyDeed, SshKey};
use super::listed::AnyList;
use super::metrics::Graphs;
use super::money::Totals;
use super::network::NetworkShown;
use super::notice::{Notice, StatusItem};
use super::order::{Offer, Order, OrderedItem, Plan as PlanOnSale, Progress, Template};
use super::pending::PendingItem;
use super::relay::{Blindness, CardDone, RelayDone, RelaySummary};
use super::rights::Explanation;
use super::server::Server;
use super::service::{ServiceDetail, ServiceShown};
use super::setup::ShownCredentials;
use super::site::Site;
use super::task::ServerTasks;
use super::ticket::{Department, Ticket, TicketDeed, TicketFile, TicketPage};
use super::{
    AccountName, Action, Actor, ChannelId, Error, ProviderName, ResourceRef, RoleId, Target, UserId,
};
use jiff::Timestamp;
use jiff::civil::Date;
use std::net::IpAddr;

pub use super::listed::{Answers, Listed, Page, PerAccount};
pub use super::metrics::Measured;
pub use super::plan::{Plan, PlanFacts};
pub use super::report::{Again, JobPhase, JobReport, Made};

/// A thing as plans and reports name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceName {
    /// Its reference.
    pub resource: ResourceRef,
    /// Its name, when known; foreign text.
    pub name: Option<String>,
}

/// What an action came to.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The servers of several accounts.
    Servers {
        /// The servers.
        list: Listed<Server>,
        /// Of which accounts some servers were left out because nothing tells whether they run, and how many.
        unjudged: Vec<(AccountName, usize)>,
    },
    /// One server.
    Server {
        /// The server.
        server: Box<Server>,
        /// Its account's provider.
        provider: ProviderName,
    },
    /// What a server has measured.
    Metrics(Box<Measured>),
    /// The graphs of a server that its provider leads one viewer to.
    Graphs {
        /// The server.
        server: ResourceName,
        /// Its account's provider.
        provider: ProviderName,
        /// From which address the links open.
        viewer: IpAddr,
        /// The graphs.
        graphs: Graphs,
    },
    /// What was and is done to a server.
    Tasks(Box<ServerTasks>),
    /// A part of a server's network.
    Network(Box<NetworkShown>),
    /// By what a server can be entered.
    Credentials(Box<ShownCredentials>),
    /// The operating systems that several accounts offer.
    Templates(Listed<Template>),
    /// The server is in the state that was asked for already; nothing was sent.
    Already {
        /// What was asked.
        verb: ServerVerb,
        /// Of which server.
        server: ResourceName,
    },
    /// What was begun, and how far it is.
    Job(Box<JobReport>),
    /// Something was bought.
    Bought {
        /// What was bought.
        offer: Box<Offer>,
        /// The provider's id for it; foreign text.
        id: Option<String>,
    },
    /// What accounts hold, owe and will owe.
    Balances(Box<Balances>),
    /// What came into an account and was used, newest first.
    Movements(Listed<Movement>),
    /// What several accounts can pay by, and the day that it is there.
    PayBys(Listed<(PayBy, Date)>),
    /// The invoices of several accounts.
    Invoices {
        /// The invoices, and how they stand today.
        list: Listed<(Invoice, Standing)>,
        /// What those of all pages come to, by how they stand.
        sums: Vec<(Standing, Totals)>,
    },
    /// One invoice.
    Invoice {
        /// The invoice.
        invoice: Box<InvoiceDetail>,
        /// How it stands today.
        standing: Standing,
        /// The provider that issued it.
        provider: ProviderName,
    },
    /// An invoice was paid from the credit, or a part of it.
    Paid(Box<Paid>),
    /// The plans of several accounts.
    Plans(Listed<PlanOnSale>),
    /// One plan.
    Plan {
        /// The plan.
        plan: Box<PlanOnSale>,
        /// The provider that sells it.
        provider: ProviderName,
        /// The operating systems that it can be had with.
        templates: Vec<Template>,
        /// Whether one is chosen only once the plan is paid, when its server is installed.
        installed_later: bool,
        /// What else can be chosen of it.
        steps: Vec<Step>,
    },
    /// What a plan would cost.
    Quote {
        /// The plan.
        plan: Box<PlanOnSale>,
        /// The provider that sells it.
        provider: ProviderName,
    },
    /// What an order would cost, as the provider has calculated it.
    Quoted {
        /// What would be bought.
        offer: Box<Offer>,
        /// The account that would pay.
        account: AccountName,
        /// The provider that sells it.
        provider: ProviderName,
    },
    /// What was ordered in several accounts.
    Orders(Listed<Order>),
    /// One order.
    Order {
        /// The order.
        order: Box<Order>,
        /// The provider that it was ordered from.
        provider: ProviderName,
        /// How far it is, where the provider told it now.
        progress: Option<Progress>,
        /// What the server that came of it is called, where the caller may see that server; foreign text.
        server_name: Option<String>,
        /// What it is made of, where the provider tells items apart.
        items: Vec<OrderedItem>,
        /// What the provider says of it, in its own words; foreign text.
        words: Option<String>,
    },
    /// An order was cancelled.
    OrderCancelled {
        /// The order.
        order: ResourceName,
        /// The one item of it that was; `None`: all of it.
        item: Option<OrderedItem>,
        /// Whether it runs until the end of the period that is paid for.
        runs_on: bool,
        /// Its provider.
        provider: ProviderName,
    },
    /// What several accounts pay for regularly.
    Services(Listed<Subscription>),
    /// A part of what is told of a service.
    ServicePart(Box<ServiceShown>),
    /// It was asked that a service ends, and the provider took that.
    CancellationSent {
        /// The service.
        service: ResourceName,
        /// Its provider.
        provider: ProviderName,
        /// Whether it ends at once, and not at the end of what is paid.
        immediate: bool,
    },
    /// One thing that is paid for regularly.
    Service {
        /// The service.
        service: Box<ServiceDetail>,
        /// The provider that is paid.
        provider: ProviderName,
    },
    /// The SSH keys of several accounts.
    SshKeys(Listed<SshKey>),
    /// An SSH key was added or removed.
    KeyDone {
        /// Which of the two.
        deed: KeyDeed,
        /// The key.
        key: ResourceName,
    },
    /// The sites of several accounts.
    Sites(Listed<Site>),
    /// One site.
    Site {
        /// The site.
        site: Box<Site>,
        /// The provider that hosts it.
        provider: ProviderName,
    },
    /// The tickets of several accounts.
    Tickets(Listed<Ticket>),
    /// A page of what was written in a ticket.
    Ticket(Box<TicketPage>),
    /// Something was done to a ticket.
    TicketDone {
        /// What.
        deed: TicketDeed,
        /// To which ticket; `None`: one was opened and the provider did not tell its number.
        ticket: Option<ResourceName>,
        /// At which provider.
        provider: ProviderName,
    },
    /// The ticket is closed already, or open; nothing was sent.
    TicketAlready {
        /// Whether it is closed.
        closed: bool,
        /// Which ticket.
        ticket: ResourceName,
    },
    /// The departments that tickets are opened with.
    Departments(Listed<Department>),
    /// A file that came with a ticket.
    TicketFile(Box<TicketFile>),
    /// The certificates of several accounts.
    Certificates(Listed<Certificate>),
    /// One certificate.
    Certificate {
        /// The certificate.
        certificate: Box<CertificateDetail>,
        /// Its account's provider.
        provider: ProviderName,
    },
    /// A certificate as a file.
    CertificateFile(Box<CertificateFile>),
    /// The certificates on sale.
    CertificatePlans(Listed<CertificatePlan>),
    /// The programs that a certificate on sale can be made for.
    Software(Listed<Software>),
    /// The people who may act for an account.
    Contacts(Listed<Contact>),
    /// One of them.
    Contact {
        /// The person.
        contact: Box<ContactDetail>,
        /// The account's provider.
        provider: ProviderName,
    },
    /// Something was done to people.
    PersonDone {
        /// What.
        deed: PersonDeed,
        /// To whom; of one who was added, the provider's id where it told one.
        who: Option<ResourceRef>,
        /// In which account.
        account: AccountName,
        /// At which provider.
        provider: ProviderName,
        /// Whether the provider said that it was done, or only took the request.
        confirmed: bool,
    },
    /// What the people of an account can be allowed to do.
    Privileges(Listed<Privileges>),
    /// What was done in an account at its provider.
    Logs(Listed<LogEntry>),
    /// The notices to several accounts.
    Notices(Listed<Notice>),
    /// A notice was acknowledged.
    NoticeRead {
        /// Which.
        notice: ResourceName,
        /// Whether it had been before; nothing was sent then.
        already: bool,
    },
    /// What a provider says about its own state.
    Statuses(Listed<StatusItem>),
    /// One item of what a provider says about its own state.
    Status {
        /// The account that was asked.
        account: AccountName,
        /// Its provider.
        provider: ProviderName,
        /// The item.
        item: Box<StatusItem>,
    },
    /// The accounts.
    Accounts {
        /// Those on this page.
        accounts: Vec<AccountSummary>,
        /// Which page this is.
        page: Page,
    },
    /// Who owns an account.
    Profile {
        /// The account.
        account: AccountName,
        /// Its provider.
        provider: ProviderName,
        /// Its owner.
        profile: Box<Profile>,
    },
    /// What was found.
    Found {
        /// What was looked for; foreign text.
        query: String,
        /// What each account has that fits.
        list: Listed<Find>,
    },
    /// Something was done with a card.
    CardDone {
        /// The card's channel.
        channel: ChannelId,
        /// What.
        done: CardDone,
    },
    /// The relays and how each is doing.
    Relays {
        /// The relays.
        relays: Vec<RelaySummary>,
        /// The lists that cannot be read: of them no relay is told anything.
        blind: Vec<Blindness>,
    },
    /// Something was done to a relay's channel.
    RelayDone {
        /// The channel.
        channel: ChannelId,
        /// What.
        done: RelayDone,
    },
    /// What waits, what is followed, and what never became known.
    Pending {
        /// The items: the caller's first, then others', each newest first.
        items: Vec<PendingItem>,
        /// Whose list it is.
        caller: UserId,
    },
    /// The commands that the caller may use.
    Help {
        /// The commands of the page, by action.
        actions: Vec<Action>,
        /// The one that was asked about, if any.
        about: Option<Action>,
        /// Whom to ask for more.
        contact: Option<String>,
        /// Which page of them it is.
        page: Page,
    },
    /// What the caller is to the bot.
    Whoami(Whoami),
    /// Why a person may or may not use a command.
    Why(Box<Why>),
    /// Who did what.
    Audit {
        /// The rows of this page, newest first.
        rows: Vec<AuditRow>,
        /// Which page this is.
        page: Page,
    },
}

impl Outcome {
    fn list(&self) -> Option<&dyn AnyList> {
        match self {
            Outcome::Servers { list, .. } => Some(list),
            Outcome::Templates(list) => Some(list),
            Outcome::Movements(list) => Some(list),
            Outcome::Certificates(list) => Some(list),
            Outcome::CertificatePlans(list) => Some(list),
            Outcome::Software(list) => Some(list),
            Outcome::Contacts(list) => Some(list),
            Outcome::Privileges(list) => Some(list),
            Outcome::Logs(list) => Some(list),
            Outcome::PayBys(list) => Some(list),
            Outcome::Invoices { list, .. } => Some(list),
            Outcome::Plans(list) => Some(list),
            Outcome::Orders(list) => Some(list),
            Outcome::Services(list) => Some(list),
            Outcome::SshKeys(list) => Some(list),
            Outcome::Sites(list) => Some(list),
            Outcome::Tickets(list) => Some(list),
            Outcome::Departments(list) => Some(list),
            Outcome::Notices(list) => Some(list),
            Outcome::Statuses(list) => Some(list),
            Outcome::Found { list, .. } => Some(list),
            Outcome::Balances(balances) => Some(balances.as_ref()),
            _ => None,
        }
    }

    /// Which page of a list it is; `None` for what has no pages.
    pub fn page(&self) -> Option<Page> {
        match self {
            Outcome::Audit { page, .. } | Outcome::Accounts { page, .. } | Outcome::Help { page, .. } => {
                Some(*page)
            }
            Outcome::Ticket(shown) => Some(shown.page),
            other => other.list().map(AnyList::page),
        }
    }

    /// Whether more is awaited: an account has not answered yet, and another answer follows.
    pub fn is_partial(&self) -> bool {
        self.list().is_some_and(AnyList::is_awaited)
    }

    /// The accounts that failed while others may have answered.
    pub fn failures(&self) -> Vec<(&AccountName, &Error)> {
        self.list().map(AnyList::failures).unwrap_or_default()
    }

    /// How it is recorded: failed when no account answered, else done, with what the others failed of.
    pub fn record(&self) -> (AuditResult, String) {
        let failures = self.failures();
        let asked = self.list().map_or(0, AnyList::asked);
        let all = !failures.is_empty() && failures.len() == asked;
        let details = failures.iter().map(|(account, error)| format!("{account}: {}", error.kind.as_str()));
        let result = if all { AuditResult::Failed } else { AuditResult::Done };
        (result, details.collect::<Vec<_>>().join(", "))
    }
}

/// An account, what it offers and how its provider is doing.
#[derive(Clone, Debug)]
pub struct AccountSummary {
    /// The account.
    pub account: AccountName,
    /// Its provider.
    pub provider: ProviderName,
    /// The actions that it offers.
    pub offers: Vec<Action>,
    /// How its provider is doing.
    pub condition: Condition,
    /// The version of the provider's API, where it tells one; foreign text.
    pub version: Option<String>,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Find {
    /// A server.
    Server(Server),
    /// A site.
    Site(Site),
    /// Something that was ordered.
    Order(Order),
    /// Something that is paid for regularly.
    Service(Subscription),
    /// A ticket.
    Ticket(Ticket),
    /// A certificate.
    Certificate(Certificate),
    /// An invoice, and how it stands today.
    Invoice(Invoice, Standing),
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

/// Why a person may or may not use a command, here and now.
#[derive(Clone, Debug)]
pub struct Why {
    /// The person.
    pub user: UserId,
    /// Who asks.
    pub asker: UserId,
    /// Whether they are a member of the guild.
    pub is_member: bool,
    /// The command's action.
    pub action: Action,
    /// On what, where that was asked and plays a part.
    pub on: Option<Target>,
    /// Whether an account offers the action; on a server, whether its account does.
    pub is_offered: bool,
    /// What the rules say.
    pub explanation: Explanation,
    /// Whom to ask for more.
    pub contact: Option<String>,
}

impl Why {
    /// Whether the person may.
    pub fn may(&self) -> bool {
        self.is_member && self.explanation.allowed
    }
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
