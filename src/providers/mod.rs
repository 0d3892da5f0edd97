//! What adapters offer: one trait per facet, reads apart from changes.
//!
//! The bot's own looking (inventory, job following, settlement) holds [`Reads`], which has no changing method. Every
//! changing method asks for an [`Authorized`] value.

mod frame;
pub mod http;
pub mod inferno;
pub mod inventory;
pub mod iv;
pub mod klikk;
pub mod layers;
pub mod lenient;
pub mod lightlayer;
pub mod llamalink;
mod network;
mod offering;
mod people;
mod permit;
pub mod registry;
mod service;

use std::net::IpAddr;

use async_trait::async_trait;
use rust_decimal::Decimal;

use crate::domain::account::{Condition, Profile};
use crate::domain::billing::{Balance, Card, Movement, MovementKind, PaymentMethod, Subscription};
use crate::domain::form::Step;
use crate::domain::invoice::{AppliedCredit, Invoice, InvoiceDetail};
use crate::domain::key::{PublicKey, SshKey};
use crate::domain::metrics::{Graphs, Metric, Range, Reading};
use crate::domain::notice::{Notice, StatusItem};
use crate::domain::order::{
    CpuType, NotSold, Offer, Order, OrderDetail, OrderState, PaidBy, Plan, Progress, Purchase, Template,
    Trace, Wish,
};
use crate::domain::server::Server;
use crate::domain::service::ServiceDetail;
use crate::domain::setup::{Credentials, NewSizes, Reinstallation, Resizing};
use crate::domain::site::{NewSite, Site};
use crate::domain::task::{Task, TaskWanted};
use crate::domain::ticket::{Department, File, NewTicket, OpenedTicket, Ticket, TicketThread};
use crate::domain::{Acceptance, AccountName, Capability, Error, Money, Operation, ProviderName};
use crate::policy::Authorized;

pub use frame::Frame;
pub use layers::Digest;
pub use network::{NetworkControl, Networks};
pub use offering::{Offering, OpenPoint, offering};
pub use people::{Certificates, People, PeopleControl};
pub use permit::{permitted, permitted_here};
pub use registry::{Account, Registry};
pub use service::{ServiceControl, Services};

/// Which account of which provider an adapter speaks for.
pub trait Identity: Send + Sync {
    /// The provider.
    fn provider(&self) -> ProviderName;

    /// The account.
    fn account(&self) -> &AccountName;

    /// What the adapter offers.
    fn capability(&self) -> &'static Capability;

    /// How the provider is doing, by the calls made to it.
    fn condition(&self) -> Condition;

    /// Makes sure that the adapter offers an operation.
    ///
    /// # Errors
    /// When it does not: one method may be several operations, and of these an adapter may offer some.
    fn offered(&self, operation: Operation) -> Result<(), Error> {
        if self.capability().offers(operation) { Ok(()) } else { Err(self.unsupported(operation)) }
    }

    /// The error of an operation that the adapter does not offer.
    fn unsupported(&self, operation: Operation) -> Error {
        Error::unsupported(self.provider(), operation)
    }
}

/// A list as a source reads it.
#[derive(Debug)]
pub enum Looked<T> {
    /// It is byte for byte the known one.
    Same,
    /// It was read.
    Read {
        /// What is in it.
        items: Vec<T>,
        /// By what it is known again, where the adapter tells.
        digest: Option<Digest>,
    },
}

/// Looking at servers.
#[async_trait]
pub trait Servers: Identity {
    /// All servers of the account.
    async fn servers(&self) -> Result<Vec<Server>, Error> {
        Err(self.unsupported(Operation::ServerList))
    }

    /// One server.
    async fn server(&self, id: &str) -> Result<Server, Error> {
        let _ = id;
        Err(self.unsupported(Operation::ServerShow))
    }

    /// What a server has measured, oldest first.
    async fn metrics(&self, id: &str, metric: Metric, range: Range) -> Result<Vec<Reading>, Error> {
        let _ = (id, metric, range);
        Err(self.unsupported(Operation::ServerMetrics))
    }

    /// The graphs of a server, which open from the viewer's address alone.
    async fn graphs(&self, id: &str, viewer: IpAddr) -> Result<Graphs, Error> {
        let _ = (id, viewer);
        Err(self.unsupported(Operation::ServerGraphs))
    }

    /// The address from which graphs are looked at where nobody says another one.
    fn graph_viewer(&self) -> Option<IpAddr> {
        None
    }

    /// The operating systems that a server can be set up with.
    async fn templates(&self) -> Result<Vec<Template>, Error> {
        Err(self.unsupported(Operation::TemplateList))
    }

    /// Those that this server can be set up with, where the provider tells them for each by itself; else those of all.
    async fn templates_of(&self, server: &str) -> Result<Vec<Template>, Error> {
        let _ = server;
        self.templates().await
    }

    /// The newest tasks of a server, so many of them at most: all, or those of one command in the provider's own word.
    async fn tasks(&self, server: &str, count: u16, command: Option<&str>) -> Result<Vec<Task>, Error> {
        let _ = (server, count, command);
        Err(self.unsupported(Operation::TaskList))
    }

    /// The wanted one of the tasks that were queued for a server; `None`: the provider shows no such task.
    async fn task(&self, server: &str, wanted: &TaskWanted) -> Result<Option<Task>, Error> {
        let _ = (server, wanted);
        Err(self.unsupported(Operation::TaskShow))
    }

    /// Has the provider check that a server could be set up so, where it has a call for that alone; asked before anybody
    /// is asked to consent, and again before it is done.
    async fn check_reinstall(&self, server: &str, setup: &Reinstallation) -> Result<(), Error> {
        let _ = (server, setup);
        Ok(())
    }

    /// How the sizes of servers are changed; `None`: they are not.
    fn resizing(&self) -> Option<&'static Resizing> {
        None
    }
}

/// Changing servers. What is changed is the permit's target.
#[async_trait]
pub trait ServerControl: Identity {
    /// Starts the server.
    async fn start(&self, permit: &Authorized) -> Result<(), Error> {
        let _ = permit;
        Err(self.unsupported(Operation::ServerStart))
    }

    /// Powers the server off.
    async fn stop(&self, permit: &Authorized) -> Result<(), Error> {
        let _ = permit;
        Err(self.unsupported(Operation::ServerStop))
    }

    /// Restarts the server; the id of the task that is queued for it, where the provider has such and tells it.
    async fn restart(&self, permit: &Authorized) -> Result<Option<String>, Error> {
        let _ = permit;
        Err(self.unsupported(Operation::ServerRestart))
    }

    /// Asks the server's operating system to shut down.
    async fn shutdown(&self, permit: &Authorized) -> Result<(), Error> {
        let _ = permit;
        Err(self.unsupported(Operation::ServerShutdown))
    }

    /// Switches the server off and on again, whatever it is doing.
    async fn reset(&self, permit: &Authorized) -> Result<(), Error> {
        let _ = permit;
        Err(self.unsupported(Operation::ServerReset))
    }

    /// Gives the server another host name; the id of the task that is queued for it, as for a restart.
    async fn rename(&self, permit: &Authorized, hostname: &str) -> Result<Option<String>, Error> {
        let _ = (permit, hostname);
        Err(self.unsupported(Operation::ServerRename))
    }

    /// Sets the server up anew, which deletes its data; the id of the task that is queued for it, as for a restart.
    async fn reinstall(&self, permit: &Authorized, setup: &Reinstallation) -> Result<Option<String>, Error> {
        let _ = permit;
        Err(self.unsupported(setup.operation()))
    }

    /// Gives the server a new password; the id of the task that is queued for it, as for a restart.
    async fn reset_password(&self, permit: &Authorized) -> Result<Option<String>, Error> {
        let _ = permit;
        Err(self.unsupported(Operation::ServerPassword))
    }

    /// Gives the server these sizes; the id of the task that is queued for it, as for a restart.
    async fn resize(&self, permit: &Authorized, sizes: &NewSizes) -> Result<Option<String>, Error> {
        let _ = (permit, sizes);
        Err(self.unsupported(Operation::ServerResize))
    }

    /// Deletes the server with its data.
    async fn destroy(&self, permit: &Authorized) -> Result<(), Error> {
        let _ = permit;
        Err(self.unsupported(Operation::ServerDestroy))
    }
}

/// Showing secrets. Whose they are is the permit's target.
#[async_trait]
pub trait Reveals: Identity {
    /// By what the server can be entered; `None`: the provider does not tell that now.
    async fn credentials(&self, permit: &Authorized) -> Result<Option<Credentials>, Error> {
        let _ = permit;
        Err(self.unsupported(Operation::CredentialsShow))
    }
}

/// Looking at money.
#[async_trait]
pub trait Billing: Identity {
    /// What the account holds, owes and will owe.
    async fn balance(&self) -> Result<Balance, Error> {
        Err(self.unsupported(Operation::BalanceShow))
    }

    /// What the account holds: a balance without what other calls tell of debts and regular payments.
    async fn funds(&self) -> Result<Balance, Error> {
        self.balance().await
    }

    /// Money that the account holds at the provider; `None` when it is not told.
    async fn credit(&self) -> Result<Option<Money>, Error> {
        Ok(self.funds().await?.credit)
    }

    /// The newest that came into the account and was used, so many at most.
    async fn movements(&self, kind: MovementKind, count: u16) -> Result<Vec<Movement>, Error> {
        let _ = count;
        Err(self.unsupported(match kind {
            MovementKind::Credit => Operation::CreditHistory,
            MovementKind::Bonus => Operation::BonusHistory,
        }))
    }

    /// The saved payment cards.
    async fn cards(&self) -> Result<Vec<Card>, Error> {
        Err(self.unsupported(Operation::CardList))
    }

    /// What is paid for regularly.
    async fn services(&self) -> Result<Vec<Subscription>, Error> {
        Err(self.unsupported(Operation::ServiceList))
    }

    /// One thing that is paid for regularly, without its secrets.
    async fn service(&self, id: &str) -> Result<ServiceDetail, Error> {
        let _ = id;
        Err(self.unsupported(Operation::ServiceShow))
    }

    /// All invoices.
    async fn invoices(&self) -> Result<Vec<Invoice>, Error> {
        Err(self.unsupported(Operation::InvoiceList))
    }

    /// All invoices, unless the list is byte for byte the known one.
    async fn look_at_invoices(&self, known: Option<&Digest>) -> Result<Looked<Invoice>, Error> {
        let _ = known;
        Ok(Looked::Read { items: self.invoices().await?, digest: None })
    }

    /// One invoice with its lines.
    async fn invoice(&self, id: &str) -> Result<InvoiceDetail, Error> {
        let _ = id;
        Err(self.unsupported(Operation::InvoiceShow))
    }

    /// The ways to pay, with their fees where the provider tells them.
    async fn payment_methods(&self) -> Result<Vec<PaymentMethod>, Error> {
        Err(self.unsupported(Operation::PaymentMethodList))
    }
}

/// Paying.
#[async_trait]
pub trait BillingControl: Identity {
    /// Uses the account's credit for the permit's invoice: so much of it, or as much as pays the invoice in full.
    async fn pay(&self, permit: &Authorized, amount: Option<Decimal>) -> Result<AppliedCredit, Error> {
        let _ = (permit, amount);
        Err(self.unsupported(Operation::InvoicePay))
    }
}

/// Looking at tickets.
#[async_trait]
pub trait Support: Identity {
    /// All tickets.
    async fn tickets(&self) -> Result<Vec<Ticket>, Error> {
        Err(self.unsupported(Operation::TicketList))
    }

    /// All tickets, unless the list is byte for byte the known one.
    async fn look_at_tickets(&self, known: Option<&Digest>) -> Result<Looked<Ticket>, Error> {
        let _ = known;
        Ok(Looked::Read { items: self.tickets().await?, digest: None })
    }

    /// One ticket with all that was written.
    async fn ticket(&self, id: &str) -> Result<TicketThread, Error> {
        let _ = id;
        Err(self.unsupported(Operation::TicketShow))
    }

    /// The departments that tickets are opened with.
    async fn departments(&self) -> Result<Vec<Department>, Error> {
        Err(self.unsupported(Operation::DepartmentList))
    }

    /// A file that came with a ticket, as large as an answer may be.
    async fn attachment(&self, ticket: &str, file: &str) -> Result<File, Error> {
        let _ = (ticket, file);
        Err(self.unsupported(Operation::AttachmentShow))
    }
}

/// Writing tickets. What is written to is the permit's target.
#[async_trait]
pub trait SupportControl: Identity {
    /// Opens a ticket in the permit's account.
    async fn open_ticket(&self, permit: &Authorized, ticket: &NewTicket) -> Result<OpenedTicket, Error> {
        let _ = (permit, ticket);
        Err(self.unsupported(Operation::TicketOpen))
    }

    /// Writes to the ticket.
    async fn reply(&self, permit: &Authorized, text: &str) -> Result<Acceptance, Error> {
        let _ = (permit, text);
        Err(self.unsupported(Operation::TicketReply))
    }

    /// Asks for the ticket to be closed.
    async fn close(&self, permit: &Authorized) -> Result<Acceptance, Error> {
        let _ = permit;
        Err(self.unsupported(Operation::TicketClose))
    }

    /// Opens the closed ticket again.
    async fn reopen(&self, permit: &Authorized) -> Result<Acceptance, Error> {
        let _ = permit;
        Err(self.unsupported(Operation::TicketReopen))
    }
}

/// Looking at what the provider tells.
#[async_trait]
pub trait Notices: Identity {
    /// The notices to the account: all, or those that nobody has acknowledged.
    async fn notices(&self, all: bool) -> Result<Vec<Notice>, Error> {
        let _ = all;
        Err(self.unsupported(Operation::NoticeList))
    }

    /// What the provider says about its own state: all of it, or what is in that state.
    async fn statuses(&self, state: Option<&str>) -> Result<Vec<StatusItem>, Error> {
        let _ = state;
        Err(self.unsupported(Operation::StatusList))
    }

    /// One item of what the provider says about its own state.
    async fn status(&self, id: &str) -> Result<StatusItem, Error> {
        let _ = id;
        Err(self.unsupported(Operation::StatusShow))
    }
}

/// Acknowledging what the provider told. What is acknowledged is the permit's target.
#[async_trait]
pub trait NoticeControl: Identity {
    /// Marks the notice as read.
    async fn acknowledge(&self, permit: &Authorized) -> Result<Acceptance, Error> {
        let _ = permit;
        Err(self.unsupported(Operation::NoticeAck))
    }
}

/// Looking at what can be bought and what was.
#[async_trait]
pub trait Shop: Identity {
    /// The plans on sale.
    async fn plans(&self) -> Result<Vec<Plan>, Error> {
        Err(self.unsupported(Operation::PlanList))
    }

    /// What a plan can be ordered with, step by step.
    async fn steps(&self, plan: &str) -> Result<Vec<Step>, Error> {
        let _ = plan;
        Err(self.unsupported(Operation::PlanShow))
    }

    /// What a server of one's own choice can be ordered with, step by step; nothing where its options say it all.
    fn custom_steps(&self) -> Vec<Step> {
        vec![]
    }

    /// How what is bought is paid.
    fn paid_by(&self) -> PaidBy {
        PaidBy::Charge
    }

    /// What the provider sells for a wish, or why it does not.
    async fn offer(&self, wish: &Wish) -> Result<Result<Offer, NotSold>, Error> {
        Err(self.unsupported(wish.operation()))
    }

    /// What the provider would charge for a wish, or why it would not take it; nothing is bought by that.
    async fn quote(&self, wish: &Wish) -> Result<Result<Offer, NotSold>, Error> {
        let _ = wish;
        Err(self.unsupported(Operation::QuoteShow))
    }

    /// The types of processor that a server of one's own choice can have.
    async fn cpu_types(&self) -> Result<Vec<CpuType>, Error> {
        Err(self.unsupported(Operation::OrderCustom))
    }

    /// What was ordered, whoever ordered it.
    async fn orders(&self) -> Result<Vec<Order>, Error> {
        Err(self.unsupported(Operation::OrderList))
    }

    /// What was ordered, unless the list is byte for byte the known one.
    async fn look_at_orders(&self, known: Option<&Digest>) -> Result<Looked<Order>, Error> {
        let _ = known;
        Ok(Looked::Read { items: self.orders().await?, digest: None })
    }

    /// One order with its items.
    async fn order(&self, id: &str) -> Result<OrderDetail, Error> {
        let _ = id;
        Err(self.unsupported(Operation::OrderShow))
    }

    /// Whether what is cancelled runs until the end of the period that is paid for, and is only not renewed.
    fn cancelled_runs_on(&self) -> bool {
        false
    }

    /// Whether what stands so waits for its payment, so that nothing of it runs.
    fn is_unpaid(&self, state: &OrderState) -> bool {
        let _ = state;
        false
    }

    /// Whether the order can be cancelled, as far as its state tells.
    fn can_cancel(&self, order: &Order) -> bool {
        let _ = order;
        self.capability().offers(Operation::OrderCancel)
    }

    /// Has the provider check that the server of an order could be installed so; asked before that is done.
    async fn check_install(&self, order: &str, setup: &Reinstallation) -> Result<(), Error> {
        let _ = (order, setup);
        Err(self.unsupported(Operation::OrderInstall))
    }

    /// How far a purchase is, by the id that the bot gave it or, where the provider keeps none, by that of a trace; not
    /// found: the provider knows nothing of it.
    async fn progress(&self, id: &str) -> Result<Progress, Error> {
        let _ = id;
        Err(self.unsupported(Operation::OrderProgress))
    }

    /// Everything in the account that a purchase may have become, whoever ordered it, oldest first where that is told.
    ///
    /// For providers that keep no id of the bot's: what is there before a purchase is remembered, and what is new after
    /// a lost answer is taken for it. `order` is the id that the bot gave the purchase, for providers that show it
    /// somewhere.
    async fn traces(&self, offer: &Offer, order: &str) -> Result<Vec<Trace>, Error> {
        let _ = (offer, order);
        Err(self.unsupported(Operation::OrderTrace))
    }
}

/// Buying. The account that pays is the permit's.
#[async_trait]
pub trait Purchases: Identity {
    /// Buys what is offered, under an id that belongs to this purchase alone.
    ///
    /// Made again with the same id, the purchase is the same one where the provider keeps such ids.
    async fn buy(&self, permit: &Authorized, offer: &Offer, order: &str) -> Result<Purchase, Error> {
        let _ = (permit, order);
        Err(self.unsupported(offer.operation()))
    }
}

/// The operation by which an order, or one item of it, is cancelled.
const fn cancelling(item: Option<&str>) -> Operation {
    match item {
        Some(_) => Operation::OrderItemCancel,
        None => Operation::OrderCancel,
    }
}

/// Changing what was ordered. What is changed is the permit's target.
#[async_trait]
pub trait OrderControl: Identity {
    /// Cancels the order, or one item of it where the provider tells items apart.
    async fn cancel_order(&self, permit: &Authorized, item: Option<&str>) -> Result<(), Error> {
        let _ = permit;
        Err(self.unsupported(cancelling(item)))
    }

    /// Installs the server of the order for the first time; it is known by the order's id from then on.
    async fn install_order(&self, permit: &Authorized, setup: &Reinstallation) -> Result<(), Error> {
        let _ = (permit, setup);
        Err(self.unsupported(Operation::OrderInstall))
    }
}

/// Looking at the SSH keys that new servers can be given.
#[async_trait]
pub trait Keys: Identity {
    /// All SSH keys.
    async fn ssh_keys(&self) -> Result<Vec<SshKey>, Error> {
        Err(self.unsupported(Operation::KeyList))
    }
}

/// Changing SSH keys.
#[async_trait]
pub trait KeyControl: Identity {
    /// Adds a key to the permit's account.
    async fn add_ssh_key(&self, permit: &Authorized, key: &PublicKey) -> Result<(), Error> {
        let _ = (permit, key);
        Err(self.unsupported(Operation::KeyAdd))
    }

    /// Removes the key that is the permit's target.
    async fn remove_ssh_key(&self, permit: &Authorized) -> Result<(), Error> {
        let _ = permit;
        Err(self.unsupported(Operation::KeyRemove))
    }
}

/// Looking at hosted sites.
#[async_trait]
pub trait Sites: Identity {
    /// All hosted sites.
    async fn sites(&self) -> Result<Vec<Site>, Error> {
        Err(self.unsupported(Operation::SiteList))
    }

    /// One hosted site.
    async fn site(&self, id: &str) -> Result<Site, Error> {
        let _ = id;
        Err(self.unsupported(Operation::SiteShow))
    }
}

/// Changing hosted sites.
#[async_trait]
pub trait SiteControl: Identity {
    /// Creates a site in the permit's account.
    async fn create_site(&self, permit: &Authorized, site: &NewSite) -> Result<(), Error> {
        let _ = (permit, site);
        Err(self.unsupported(Operation::SiteCreate))
    }
}

/// Looking at the account itself.
#[async_trait]
pub trait Owner: Identity {
    /// Who owns the account.
    async fn profile(&self) -> Result<Profile, Error> {
        Err(self.unsupported(Operation::ProfileShow))
    }

    /// Which version of its API the provider has; foreign text.
    async fn version(&self) -> Result<String, Error> {
        Err(self.unsupported(Operation::VersionShow))
    }
}

/// The adapter's own session at the provider.
#[async_trait]
pub trait Session: Identity {
    /// Ends the session, if there is one; the next call would begin another.
    async fn sign_out(&self) -> Result<(), Error> {
        Err(self.unsupported(Operation::SignOut))
    }
}

/// Everything that an adapter can be asked without changing anything.
pub trait Reads:
    Servers
    + Networks
    + Services
    + Billing
    + Shop
    + Keys
    + Sites
    + Owner
    + Support
    + Notices
    + Certificates
    + People
{
}

impl<
    T: Servers
        + Networks
        + Services
        + Billing
        + Shop
        + Keys
        + Sites
        + Owner
        + Support
        + Notices
        + Certificates
        + People,
> Reads for T
{
}

/// Everything that changes something; each method asks for an [`Authorized`] value.
pub trait Changes:
    ServerControl
    + NetworkControl
    + ServiceControl
    + Purchases
    + OrderControl
    + KeyControl
    + SiteControl
    + BillingControl
    + SupportControl
    + NoticeControl
    + PeopleControl
{
}

impl<
    T: ServerControl
        + NetworkControl
        + ServiceControl
        + Purchases
        + OrderControl
        + KeyControl
        + SiteControl
        + BillingControl
        + SupportControl
        + NoticeControl
        + PeopleControl,
> Changes for T
{
}

/// Our code for one account of one provider.
pub trait Adapter: Reads + Changes + Reveals + Session {}

impl<T: Reads + Changes + Reveals + Session> Adapter for T {}

/// The entries of a list that can be translated; how many cannot goes to the log.
fn translated<W, D>(
    account: &AccountName,
    operation: Operation,
    entries: Vec<W>,
    translate: impl Fn(W) -> Option<D>,
) -> Vec<D> {
    let all = entries.len();
    let translated: Vec<D> = entries.into_iter().filter_map(translate).collect();
    let skipped = all - translated.len();
    if skipped > 0 {
        tracing::warn!(%account, %operation, skipped, "Unusable entries of a list were skipped.");
    }
    translated
}
