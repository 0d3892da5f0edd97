//! Plans: what an action would do, as a person is asked about it.

use super::billing::{Card, Subscription};
use super::contact::Person;
use super::invoice::{InvoiceDetail, Payment};
use super::key::KeyDeed;
use super::network::NetworkDeed;
use super::order::{Offer, Order, OrderedItem, PaidBy};
use super::server::Server;
use super::service::{NewServer, ServiceChange};
use super::setup::{NewSizes, Reinstallation, Resizing};
use super::site::NewSite;
use super::ticket::TicketDeed;
use super::{ProviderName, Target};
use jiff::civil::Date;

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
    /// A server is set up anew.
    Reinstall {
        /// The server as it is now.
        server: Box<Server>,
        /// How it is set up.
        setup: Reinstallation,
        /// Its account's provider.
        provider: ProviderName,
    },
    /// The server of an order is installed.
    Installation {
        /// How it is set up.
        setup: Reinstallation,
    },
    /// A server's sizes are changed.
    Resize {
        /// The server as it is now.
        server: Box<Server>,
        /// What its provider is told.
        sizes: NewSizes,
        /// How the provider changes sizes.
        resizing: Resizing,
        /// The provider.
        provider: ProviderName,
    },
    /// A server gets another host name.
    Hostname {
        /// The name.
        hostname: String,
    },
    /// Something is done to a server's network.
    Network {
        /// What.
        deed: NetworkDeed,
        /// The server's provider.
        provider: ProviderName,
    },
    /// Something is done to a service.
    Service(Box<ServiceChange>),
    /// A server is made within a service.
    NewServer {
        /// The service as it is now.
        service: Subscription,
        /// The server.
        server: NewServer,
        /// The ids of the servers that the service had before.
        before: Vec<String>,
        /// The service's provider.
        provider: ProviderName,
    },
    /// Something is bought.
    Purchase {
        /// What is bought.
        offer: Box<Offer>,
        /// The cards that the provider may charge; `None` when it tells none.
        cards: Option<Vec<Card>>,
        /// The day that it is in the account's calendar.
        today: Date,
        /// The provider that charges.
        provider: ProviderName,
        /// How that is paid.
        paid_by: PaidBy,
    },
    /// A site is created.
    Site {
        /// The site.
        site: NewSite,
    },
    /// Something is done to a ticket.
    Ticket {
        /// What.
        deed: TicketDeed,
    },
    /// What is told of a person is changed, or one is added.
    Person {
        /// What is told.
        person: Person,
        /// The ids of those that there were before, where one is added.
        known: Option<Vec<String>>,
    },
    /// A notice is acknowledged.
    Notice,
    /// An order is cancelled.
    Cancellation {
        /// The order as it is now.
        order: Box<Order>,
        /// The one item of it that is; `None`: all of it.
        item: Option<OrderedItem>,
        /// Whether it runs until the end of the period that is paid for.
        runs_on: bool,
        /// Its provider.
        provider: ProviderName,
    },
    /// An SSH key is added or removed.
    Key {
        /// Which of the two.
        deed: KeyDeed,
    },
    /// An invoice is paid from the credit, or a part of it.
    Payment {
        /// What is paid.
        payment: Payment,
        /// The invoice as it is now.
        invoice: Box<InvoiceDetail>,
        /// The provider that is paid.
        provider: ProviderName,
    },
}
