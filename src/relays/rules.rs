//! The rules in force: which events go where.

use std::collections::HashMap;

use crate::domain::event::{Event, Relay, taking};
use crate::domain::relay::{Card, Feed};
use crate::domain::{AccountName, ChannelId, ProviderName};

/// The rules in force, and what is told about the accounts that they speak of.
#[derive(Debug, Default)]
pub struct Rules {
    /// The rules, in the order of the configuration.
    pub relays: Vec<Relay>,
    /// Where a relay goes whose channel is gone.
    pub fallback: Option<ChannelId>,
    /// The provider of each account.
    pub providers: HashMap<AccountName, ProviderName>,
}

impl Rules {
    /// The rules that take an event of an account: one a channel.
    pub fn taking(&self, event: Event, account: &AccountName) -> Vec<&Relay> {
        taking(&self.relays, event, account)
    }

    /// Whether any rule takes an event of a feed of the account.
    pub fn want(&self, feed: Feed, account: &AccountName) -> bool {
        events(feed).iter().any(|event| self.relays.iter().any(|relay| relay.takes(*event, account)))
    }

    /// The channels that hear of a feed of the account.
    pub fn channels(&self, feed: Feed, account: &AccountName) -> Vec<ChannelId> {
        let mut channels: Vec<_> = events(feed)
            .iter()
            .flat_map(|event| self.taking(*event, account))
            .map(|relay| relay.channel)
            .collect();
        channels.sort_unstable();
        channels.dedup();
        channels
    }

    /// The rule by which a card stands where it does; `None`: no rule leads there any more.
    pub fn relay_of(&self, card: &Card) -> Option<&Relay> {
        let takes = |relay: &&Relay| {
            relay.channel == card.channel
                && events(card.feed).iter().any(|event| relay.takes(*event, &card.account))
        };
        self.relays.iter().find(takes)
    }
}

/// The events that a feed tells.
pub const fn events(feed: Feed) -> &'static [Event] {
    match feed {
        Feed::Tickets => &[Event::TicketOpened, Event::TicketReplied, Event::TicketClosed],
        Feed::Invoices => {
            &[Event::InvoiceIssued, Event::InvoiceDue, Event::InvoiceOverdue, Event::InvoicePaid]
        }
        Feed::Balance => &[Event::BalanceLow],
        Feed::Notices => &[Event::NoticePosted],
        Feed::Health => &[Event::ProviderUnreachable, Event::ProviderRecovered],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_comes_from_one_feed() {
        for event in Event::ALL {
            let feeds = Feed::ALL.iter().filter(|feed| events(**feed).contains(event)).count();
            assert_eq!(feeds, 1, "{event}");
        }
    }
}
