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
    ///
    /// In the fallback channel it stands by the rule that would have it elsewhere, the most discreet of them.
    pub fn relay_of(&self, card: &Card) -> Option<&Relay> {
        let takes = |relay: &&Relay| events(card.feed).iter().any(|event| relay.takes(*event, &card.account));
        let mut taking = self.relays.iter().filter(takes);
        let own = taking.clone().find(|relay| relay.channel == card.channel);
        own.or_else(|| {
            if self.fallback != Some(card.channel) {
                return None;
            }
            taking.clone().find(|relay| relay.public).or_else(|| taking.next())
        })
    }
}

/// The events that a feed tells.
pub const fn events(feed: Feed) -> &'static [Event] {
    match feed {
        Feed::Tickets => &[Event::TicketOpened, Event::TicketReplied, Event::TicketClosed],
        Feed::Invoices => {
            &[Event::InvoiceIssued, Event::InvoiceDue, Event::InvoiceOverdue, Event::InvoicePaid]
        }
        Feed::Orders => &[
            Event::OrderPlaced,
            Event::OrderStatus,
            Event::ProvisionProgress,
            Event::ProvisionDone,
            Event::ProvisionFailed,
        ],
        Feed::Balance => &[Event::BalanceLow],
        Feed::Notices => &[Event::NoticePosted],
        Feed::Health => &[Event::ProviderUnreachable, Event::ProviderRecovered],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relay(channel: u64, public: bool) -> Relay {
        Relay {
            events: vec!["ticket.*".parse().unwrap()],
            accounts: None,
            channel: ChannelId(channel),
            mention_roles: vec![],
            threads: false,
            public,
            line: 1,
        }
    }

    #[test]
    fn a_card_in_the_fallback_channel_shows_no_more_than_where_it_should_be() {
        let card = |channel| Card {
            id: crate::domain::Id::random(),
            channel: ChannelId(channel),
            account: "asia".parse().unwrap(),
            feed: Feed::Tickets,
            thing: "1".to_owned(),
            message: None,
            thread: None,
            version: 1,
            owner: None,
            snoozed: None,
        };
        let rules = |relays| Rules { relays, fallback: Some(ChannelId(9)), ..Rules::default() };
        let public = |rules: &Rules, channel| rules.relay_of(&card(channel)).map(|relay| relay.public);
        let both = rules(vec![relay(1, false), relay(2, true)]);
        assert_eq!(
            [1, 2, 9, 3].map(|channel| public(&both, channel)),
            [Some(false), Some(true), Some(true), None]
        );
        assert_eq!(public(&rules(vec![relay(1, false)]), 9), Some(false));
    }

    #[test]
    fn every_event_comes_from_one_feed() {
        for event in Event::ALL {
            let feeds = Feed::ALL.iter().filter(|feed| events(**feed).contains(event)).count();
            assert_eq!(feeds, 1, "{event}");
        }
    }
}
