//! Events: what happened at a provider that channels may want to hear of, and the rules that say which hears what.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{AccountName, ChannelId, RoleId};

macro_rules! events {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// What happened at a provider.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Event {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl Event {
            /// Every event.
            pub const ALL: &[Event] = &[$(Event::$variant),*];

            /// The event's name, as the configuration writes it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Event::$variant => $name,)* }
            }
        }
    };
}

events! {
    /// A ticket was opened.
    TicketOpened = "ticket.opened";
    /// Somebody wrote to a ticket.
    TicketReplied = "ticket.replied";
    /// A ticket was closed.
    TicketClosed = "ticket.closed";
    /// An invoice was issued.
    InvoiceIssued = "invoice.issued";
    /// An unpaid invoice is due soon.
    InvoiceDue = "invoice.due";
    /// An unpaid invoice is past its day.
    InvoiceOverdue = "invoice.overdue";
    /// An invoice was paid.
    InvoicePaid = "invoice.paid";
    /// Something was ordered, through the bot or elsewhere.
    OrderPlaced = "order.placed";
    /// The provider says another word of how an order stands.
    OrderStatus = "order.status";
    /// The setting up of a purchase has gone on.
    ProvisionProgress = "provision.progress";
    /// What was bought is set up.
    ProvisionDone = "provision.done";
    /// A purchase has come to nothing, or what became of it is not known.
    ProvisionFailed = "provision.failed";
    /// A server that ran has not for a while.
    ServerDown = "server.down";
    /// A server that was down runs again.
    ServerUp = "server.up";
    /// The account has another server.
    ServerAdded = "server.added";
    /// A server is no longer there.
    ServerRemoved = "server.removed";
    /// Something that is paid for regularly is to be paid again soon.
    RenewalDue = "renewal.due";
    /// A certificate is valid for a few weeks or days more.
    CertificateExpiring = "certificate.expiring";
    /// The account's credit has fallen below the configured floor.
    BalanceLow = "balance.low";
    /// Some of the account's credit was used.
    CreditUsed = "credit.used";
    /// The provider has given the account a bonus.
    BonusAdded = "bonus.added";
    /// Some of the account's bonus was used.
    BonusUsed = "bonus.used";
    /// The provider has posted a notice.
    NoticePosted = "notice.posted";
    /// The provider has not answered for a while.
    ProviderUnreachable = "provider.unreachable";
    /// The provider answers again.
    ProviderRecovered = "provider.recovered";
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A pattern over events: `ticket.opened`, `ticket.*` or `*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventPattern {
    /// Every event.
    All,
    /// Every event whose name begins with the text, which ends in a dot.
    Group(String),
    /// One event.
    Exact(Event),
}

impl EventPattern {
    /// Whether the pattern takes the event.
    pub fn matches(&self, event: Event) -> bool {
        match self {
            EventPattern::All => true,
            EventPattern::Group(prefix) => event.as_str().starts_with(prefix.as_str()),
            EventPattern::Exact(exact) => event == *exact,
        }
    }
}

impl EventPattern {
    /// Whether the pattern takes any event of this version.
    pub fn matches_any(&self) -> bool {
        Event::ALL.iter().any(|event| self.matches(*event))
    }
}

impl fmt::Display for EventPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EventPattern::All => f.write_str("*"),
            EventPattern::Group(prefix) => write!(f, "{prefix}*"),
            EventPattern::Exact(event) => event.fmt(f),
        }
    }
}

/// Why a text is no pattern over events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAnEventPattern {
    /// It has the form of an event's name, but there is no such event.
    Unknown,
    /// It has no form that a pattern can have.
    Malformed,
}

impl FromStr for EventPattern {
    type Err = NotAnEventPattern;

    fn from_str(text: &str) -> Result<Self, NotAnEventPattern> {
        let word = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase());
        if text == "*" {
            return Ok(EventPattern::All);
        }
        let (group, event) = text.split_once('.').ok_or(NotAnEventPattern::Malformed)?;
        if !word(group) || !(event == "*" || word(event)) {
            return Err(NotAnEventPattern::Malformed);
        }
        if event == "*" {
            return Ok(EventPattern::Group(format!("{group}.")));
        }
        let found = Event::ALL.iter().copied().find(|event| event.as_str() == text);
        found.map(EventPattern::Exact).ok_or(NotAnEventPattern::Unknown)
    }
}

/// A rule: which events go to which channel, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relay {
    /// The events that it takes.
    pub events: Vec<EventPattern>,
    /// The accounts whose events it takes; `None`: every account's.
    pub accounts: Option<Vec<AccountName>>,
    /// Where they go.
    pub channel: ChannelId,
    /// The roles that a note about a change mentions.
    pub mention_roles: Vec<RoleId>,
    /// Whether each card has a thread of its own for its notes.
    pub threads: bool,
    /// Whether amounts, addresses and text are shown on request only.
    pub public: bool,
    /// The line of the configuration that it stands on.
    pub line: usize,
}

impl Relay {
    /// Whether the rule takes an event of the account.
    pub fn takes(&self, event: Event, account: &AccountName) -> bool {
        self.events.iter().any(|pattern| pattern.matches(event))
            && self.accounts.as_ref().is_none_or(|accounts| accounts.contains(account))
    }
}

/// The rules that take an event of an account: one a channel, the first of the file where several lead there.
pub fn taking<'r>(relays: &'r [Relay], event: Event, account: &AccountName) -> Vec<&'r Relay> {
    let mut taking: Vec<&Relay> = vec![];
    for relay in relays.iter().filter(|relay| relay.takes(event, account)) {
        if taking.iter().all(|other| other.channel != relay.channel) {
            taking.push(relay);
        }
    }
    taking
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relay(events: &[&str], accounts: Option<&[&str]>, channel: u64) -> Relay {
        Relay {
            events: events.iter().map(|text| text.parse().unwrap()).collect(),
            accounts: accounts.map(|names| names.iter().map(|name| name.parse().unwrap()).collect()),
            channel: ChannelId(channel),
            mention_roles: vec![],
            threads: false,
            public: false,
            line: 1,
        }
    }

    #[test]
    fn patterns_take_one_event_a_group_or_all() {
        let matches = |pattern: &str, event| pattern.parse::<EventPattern>().unwrap().matches(event);
        assert!(matches("*", Event::TicketOpened));
        assert!(matches("ticket.*", Event::TicketClosed) && !matches("ticket.*", Event::InvoicePaid));
        assert!(matches("invoice.paid", Event::InvoicePaid) && !matches("invoice.paid", Event::InvoiceDue));
        for pattern in ["*", "ticket.*", "invoice.paid"] {
            assert_eq!(pattern.parse::<EventPattern>().unwrap().to_string(), pattern);
        }
        assert_eq!("ticket.burnt".parse::<EventPattern>(), Err(NotAnEventPattern::Unknown));
        let matches_any = |pattern: &str| pattern.parse::<EventPattern>().unwrap().matches_any();
        assert!(matches_any("ticket.*") && !matches_any("tickets.*"));
        for malformed in ["", ".", "ticket", "Ticket.opened", "ticket.", "a.b.c", "ticket.*.x"] {
            assert_eq!(malformed.parse::<EventPattern>(), Err(NotAnEventPattern::Malformed), "{malformed}");
        }
    }

    #[test]
    fn an_event_goes_to_every_channel_once() {
        let relays = [
            relay(&["ticket.*"], None, 1),
            relay(&["*"], Some(&["asia"]), 2),
            relay(&["ticket.opened"], None, 1),
            relay(&["invoice.*"], None, 3),
        ];
        let channels = |event, account: &str| -> Vec<u64> {
            taking(&relays, event, &account.parse().unwrap()).iter().map(|relay| relay.channel.0).collect()
        };
        assert_eq!(channels(Event::TicketOpened, "asia"), [1, 2]);
        assert_eq!(channels(Event::TicketOpened, "shop"), [1]);
        assert_eq!(channels(Event::InvoicePaid, "shop"), [3]);
        assert_eq!(channels(Event::BalanceLow, "shop"), [] as [u64; 0]);
    }
}
