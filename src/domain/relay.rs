//! What relays keep: the feeds that are watched, the cards that stand for things, and what is owed to channels.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::event::{Event, Relay};
use super::order::{Cycle, OrderState};
use super::{
    AccountName, Action, Capability, ChannelId, Error, Id, MessageId, Money, ProviderName, ResourceKind,
    ResourceRef, RoleId, Target, UserId,
};

macro_rules! feeds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// One of an account's lists that a source watches.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Feed {
            $($(#[$doc])* $variant,)*
        }

        impl Feed {
            /// Every feed.
            pub const ALL: &[Feed] = &[$(Feed::$variant),*];

            /// The feed's name, as the store writes it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Feed::$variant => $name,)* }
            }
        }

        impl FromStr for Feed {
            type Err = ();

            fn from_str(text: &str) -> Result<Self, ()> {
                match text { $($name => Ok(Feed::$variant),)* _ => Err(()) }
            }
        }
    };
}

feeds! {
    /// The tickets.
    Tickets = "tickets";
    /// The invoices.
    Invoices = "invoices";
    /// The orders: the bot's purchases, and what was ordered elsewhere.
    Orders = "orders";
    /// The servers.
    Servers = "servers";
    /// What is paid for regularly.
    Services = "services";
    /// The certificates.
    Certificates = "certificates";
    /// The balance.
    Balance = "balance";
    /// The provider's notices to the account.
    Notices = "notices";
    /// Whether the provider answers.
    Health = "health";
}

impl Feed {
    /// What the things of the feed are; `None` where it has but one, which is the account's own.
    pub const fn kind(self) -> Option<ResourceKind> {
        match self {
            Feed::Tickets => Some(ResourceKind::Ticket),
            Feed::Invoices => Some(ResourceKind::Invoice),
            Feed::Orders => Some(ResourceKind::Order),
            Feed::Servers => Some(ResourceKind::Server),
            Feed::Services => Some(ResourceKind::Service),
            Feed::Certificates => Some(ResourceKind::Certificate),
            Feed::Notices => Some(ResourceKind::Notice),
            Feed::Balance | Feed::Health => None,
        }
    }

    /// The action that shows a thing of the feed; who may not use it on that thing has nothing to do with its cards.
    pub const fn shown_by(self) -> Action {
        match self {
            Feed::Tickets => Action::TicketShow,
            Feed::Invoices => Action::InvoiceShow,
            Feed::Orders => Action::OrderStatus,
            Feed::Servers => Action::VpsShow,
            Feed::Services => Action::ServiceList,
            Feed::Certificates => Action::CertShow,
            Feed::Balance => Action::Balance,
            Feed::Notices => Action::NoticeList,
            Feed::Health => Action::AccountList,
        }
    }
}

impl fmt::Display for Feed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The message that stands for a thing in a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its id, which its buttons carry.
    pub id: Id,
    /// The channel.
    pub channel: ChannelId,
    /// The account that the thing lies in.
    pub account: AccountName,
    /// The feed that tells of it.
    pub feed: Feed,
    /// The provider's id for the thing.
    pub thing: String,
    /// The message, once it is there.
    pub message: Option<MessageId>,
    /// The thread of its notes, once it is there.
    pub thread: Option<ChannelId>,
    /// How much the message has to show.
    pub version: u64,
    /// Who has taken the thing on.
    pub owner: Option<UserId>,
    /// Until when its notes wait.
    pub snoozed: Option<Timestamp>,
}

impl Card {
    /// What the card stands for.
    pub fn target(&self) -> Target {
        let resource =
            self.feed.kind().and_then(|kind| ResourceRef::new(self.account.clone(), kind, &*self.thing));
        match resource {
            Some(resource) => Target::Resource { resource, name: None },
            None => Target::Account(self.account.clone()),
        }
    }
}

/// Something that is owed to a channel: one message, or the bringing up to date of one.
#[derive(Clone, Debug, PartialEq)]
pub struct Owed<N> {
    /// Its id, by which a message that came of it is found again.
    pub id: Id,
    /// The channel.
    pub channel: ChannelId,
    /// The card that is to be shown, or that the note belongs to.
    pub card: Option<Card>,
    /// What is to be said; `None`: the card itself is to be shown.
    pub note: Option<N>,
    /// When it was first tried, if it was.
    pub tried: Option<Timestamp>,
}

/// What was last seen of a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketFacts {
    /// What it is about; foreign text.
    pub subject: String,
    /// The department that it lies with; foreign text.
    pub department: Option<String>,
    /// How far it is, in the provider's own word; foreign text.
    pub state: String,
    /// Whether nobody goes on with it.
    pub closed: bool,
    /// When it was opened.
    pub opened: Option<Timestamp>,
    /// When somebody last wrote to it.
    pub last_reply: Option<Timestamp>,
    /// What was written, once that was read.
    pub thread: Option<ThreadFacts>,
}

/// What was written in a ticket, as far as a card shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadFacts {
    /// Who opened it; foreign text and personal.
    pub author: Option<String>,
    /// The beginning of what it was opened with; foreign text.
    pub first: String,
    /// What tells each reply from the others.
    pub replies: Vec<String>,
    /// The last reply.
    pub last: Option<Reply>,
}

/// A reply in a ticket, as far as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Who wrote it; foreign text and personal.
    pub author: Option<String>,
    /// Whether the provider's staff wrote it.
    pub is_staff: bool,
    /// Who wrote it through the bot, where that is known: the provider tells the owner of the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
    /// When.
    pub at: Option<Timestamp>,
    /// How it begins; foreign text.
    pub text: String,
}

/// What was last seen of an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceFacts {
    /// The number that stands on it; foreign text.
    pub number: Option<String>,
    /// Whether it is paid, in the provider's own word; foreign text.
    pub state: String,
    /// Whether nothing is left to pay.
    pub paid: bool,
    /// Whether it waits to be paid.
    pub unpaid: bool,
    /// Whether the provider lists it no more, though it was not paid: its order was cancelled, or the like.
    #[serde(default)]
    pub gone: bool,
    /// The day on which it was issued, in the account's own calendar.
    pub issued: Option<Date>,
    /// The day on which it is due, in the account's own calendar.
    pub due: Option<Date>,
    /// What is to be paid in all.
    pub total: Option<Money>,
    /// What it is for, once that was read.
    pub lines: Option<Vec<LineFacts>>,
    /// How it differs from the invoice before it for the same thing, where there is one.
    pub compared: Option<Comparison>,
    /// What was told of it.
    pub told: Told,
}

/// What was told of an invoice, each once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// That it is due soon.
    pub due: bool,
    /// That it is past its day.
    pub overdue: bool,
    /// That it was paid.
    pub paid: bool,
}

/// A line of an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineFacts {
    /// What it is for; foreign text.
    pub text: String,
    /// What tells the thing that it is for from others.
    pub key: String,
    /// What it costs.
    pub total: Option<Money>,
}

/// How an invoice differs from the one before it for the same thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The number of the one before it; foreign text.
    pub before: Option<String>,
    /// By how many percent the total has changed, where both are told in one currency.
    pub percent: Option<Decimal>,
    /// The lines that differ.
    pub lines: Vec<LineChange>,
}

/// A line that differs from the one before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineChange {
    /// What it is for; foreign text.
    pub text: String,
    /// What it cost; `None`: it is new, or that was not told.
    pub before: Option<Money>,
    /// What it costs; `None`: it is gone, or that is not told.
    pub now: Option<Money>,
}

/// What was last seen of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderFacts {
    /// What was ordered; foreign text.
    pub name: String,
    /// What it costs.
    pub price: Option<Money>,
    /// How often that is paid.
    #[serde(default)]
    pub cycle: Cycle,
    /// When the bot sent it, and for whom; `None`: it was placed elsewhere.
    pub placed: Option<(Timestamp, UserId)>,
    /// How it stands: of a purchase as the bot has followed it, else in the provider's word.
    pub state: OrderState,
    /// What stands for a purchase in the provider's own list, once something does.
    pub listed: Option<ListedFacts>,
    /// The provider's id for the server that came of it.
    pub server: Option<String>,
    /// That server, once it was read.
    pub made: Option<MadeFacts>,
}

/// A purchase as the provider's list of orders shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedFacts {
    /// The provider's id for the order.
    pub id: String,
    /// How it stands, in the provider's word; foreign text.
    pub state: String,
}

/// The server that came of an order, as far as a card shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeFacts {
    /// Its name; foreign text.
    pub name: String,
    /// Its addresses, in the provider's order.
    pub addresses: Vec<IpAddr>,
}

/// What was last seen of a server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerFacts {
    /// Its name; foreign text.
    pub name: String,
    /// What it is doing, in a word; foreign text.
    pub state: String,
    /// Its addresses, in the provider's order.
    pub addresses: Vec<IpAddr>,
    /// Since when it has been seen not to run.
    pub down_since: Option<Timestamp>,
    /// Whether that was told, or was so at the first look; with nothing in `down_since`, it has not run yet.
    pub told_down: bool,
    /// Since when it has been missing from the list.
    pub missing_since: Option<Timestamp>,
    /// Whether it is no longer there.
    pub gone: bool,
}

impl ServerFacts {
    /// Whether it is known to be down.
    pub const fn is_down(&self) -> bool {
        self.told_down && self.down_since.is_some() && !self.gone
    }
}

/// What was last seen of something that is paid for regularly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceFacts {
    /// Its name; foreign text.
    pub name: String,
    /// Whether it is active, in the provider's own word; foreign text.
    pub state: String,
    /// Whether it is being paid for.
    pub running: bool,
    /// When it is renewed next: a date in the account's own calendar.
    pub renews_on: Option<Date>,
    /// What it costs a month.
    pub monthly: Option<Money>,
    /// The renewal that was told last, or was near at the first look.
    pub told: Option<Date>,
}

impl ServiceFacts {
    /// Whether the renewal that was told has been made, or will not be.
    pub fn is_over(&self) -> bool {
        !self.running || self.told.is_none() || self.renews_on != self.told
    }
}

/// What was last seen of a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateFacts {
    /// The domain that it is for; foreign text.
    pub domain: String,
    /// How what is paid for stands, in the provider's own word; foreign text.
    pub state: String,
    /// When it ends to be valid.
    pub expires: Option<Timestamp>,
    /// The end that was told last, or was near at the first look, and how many days before it at most.
    pub told: Option<(Timestamp, i64)>,
}

impl CertificateFacts {
    /// Whether the end that was told no longer comes: the certificate was renewed.
    pub fn is_over(&self) -> bool {
        self.told.is_none_or(|(end, _)| self.expires != Some(end))
    }
}

/// What was last seen of a balance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalanceFacts {
    /// Money that the account holds at the provider.
    pub credit: Option<Money>,
    /// What the provider has given the account for some of its services.
    #[serde(default)]
    pub bonus: Option<Money>,
    /// What it owes.
    pub owed: Option<Money>,
    /// Whether the credit is below the configured floor.
    pub low: bool,
}

/// What was last seen of a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeFacts {
    /// What it says; foreign text.
    pub text: String,
    /// The kind of thing that it is about; foreign text.
    pub about: Option<String>,
    /// When it was posted.
    pub at: Option<Timestamp>,
    /// Whether it was acknowledged.
    pub read: bool,
}

/// Whether a provider answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthFacts {
    /// Since when it has not; `None`: it does.
    pub failing_since: Option<Timestamp>,
    /// Why not, in a word.
    pub reason: Option<String>,
}

/// What a note tells of an event beside its card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum More {
    /// What was written.
    Reply(Reply),
    /// How much it is about.
    Amount(Money),
}

/// What happened, as a note tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Note {
    /// An event about the card that the note belongs to.
    Happened {
        /// The event.
        event: Event,
        /// What is told of it beside the card, where there is something.
        #[serde(alias = "reply", default)]
        more: Option<More>,
        /// Whom to mention.
        mention: Vec<RoleId>,
    },
    /// So many replies came at once that these, before the others, are not told one by one.
    EarlierReplies {
        /// How many.
        count: u64,
        /// Whom to mention.
        mention: Vec<RoleId>,
    },
    /// A feed was looked at for the first time.
    Baseline {
        /// The account.
        account: AccountName,
        /// The feed's name.
        feed: String,
        /// How many things there are.
        count: u64,
        /// How many of them are open: tickets that are not closed, invoices that are not paid. Of orders that is not
        /// told.
        open: u64,
    },
    /// The time for which a card's notes waited is over.
    Reminder {
        /// Who let them wait.
        by: UserId,
        /// Until when; a card that was let wait anew is reminded of by another one.
        until: Timestamp,
    },
    /// A channel is gone, and what it was owed comes here.
    ChannelGone {
        /// The channel.
        channel: ChannelId,
        /// Why it counts as gone, in Discord's words.
        reason: String,
    },
    /// Somebody tests the relay.
    Test {
        /// Who.
        by: UserId,
    },
}

/// What was last seen of the thing that a card stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Facts {
    /// A ticket.
    Ticket(Box<TicketFacts>),
    /// An invoice.
    Invoice(Box<InvoiceFacts>),
    /// An order.
    Order(Box<OrderFacts>),
    /// A server.
    Server(ServerFacts),
    /// Something that is paid for regularly.
    Service(ServiceFacts),
    /// A certificate.
    Certificate(CertificateFacts),
    /// A balance.
    Balance(BalanceFacts),
    /// A notice.
    Notice(NoticeFacts),
    /// Whether a provider answers.
    Health(HealthFacts),
}

impl Facts {
    /// Whether nothing is left to be done about the thing.
    pub fn is_over(&self) -> bool {
        match self {
            Facts::Ticket(ticket) => ticket.closed,
            Facts::Invoice(invoice) => !invoice.unpaid,
            Facts::Order(order) => !order.state.goes_on(),
            Facts::Server(server) => !server.is_down(),
            Facts::Service(service) => service.is_over(),
            Facts::Certificate(certificate) => certificate.is_over(),
            Facts::Balance(balance) => !balance.low,
            Facts::Notice(notice) => notice.read,
            Facts::Health(health) => health.failing_since.is_none(),
        }
    }
}

/// A card as it is to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardView {
    /// The card.
    pub card: Card,
    /// The provider of the account and what its adapter offers, while the account is configured.
    pub provider: Option<(ProviderName, &'static Capability)>,
    /// What was last seen of its thing.
    pub facts: Facts,
    /// Whether amounts, addresses and text are shown on request only.
    pub public: bool,
}

impl CardView {
    /// Whether the account's adapter offers all that the action needs.
    pub fn offers(&self, action: Action) -> bool {
        let needs = action.operations();
        needs.is_empty() || self.provider.is_some_and(|(_, capability)| capability.offers_all(needs))
    }
}

/// A note as it is to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteView {
    /// The note.
    pub note: Note,
    /// The card that it belongs to.
    pub card: Option<CardView>,
    /// Its mark, by which the message is found again.
    pub mark: String,
}

/// What was done with a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardDone {
    /// The caller has taken it on.
    Claimed {
        /// Who had it before.
        before: Option<UserId>,
    },
    /// The caller has given it up.
    GivenUp,
    /// Its notes wait.
    Snoozed {
        /// Until when.
        until: Timestamp,
    },
}

/// A relay and how it is doing.
#[derive(Clone, Debug)]
pub struct RelaySummary {
    /// The relay.
    pub relay: Relay,
    /// How its channel is doing.
    pub state: RelayState,
    /// How much waits for its channel.
    pub pending: u64,
    /// How much its channel could not be given.
    pub dead: u64,
}

/// A watched list that cannot be read.
#[derive(Clone, Debug)]
pub struct Blindness {
    /// The account.
    pub account: AccountName,
    /// The list.
    pub feed: Feed,
    /// Since when.
    pub since: Timestamp,
    /// Why.
    pub error: Error,
}

/// How a relay's channel is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RelayState {
    /// It gets what it is owed.
    Delivering,
    /// Somebody has stopped that.
    Paused,
    /// It is gone, and why.
    Gone(String),
}

/// What was done to a relay's channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelayDone {
    /// A test message is on its way.
    Tested,
    /// Nothing is delivered any more.
    Paused {
        /// Whether it was before.
        is_new: bool,
    },
    /// It is delivered again.
    Resumed {
        /// Whether it was not before.
        is_new: bool,
    },
    /// What could not be delivered is tried again.
    Redriven {
        /// How much that is.
        count: u64,
    },
}
