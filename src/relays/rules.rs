//! The rules in force: which events go where.

use std::collections::HashMap;

use crate::domain::event::{Event, Relay, taking};
use crate::domain::relay::Feed;
use crate::domain::{AccountName, Capability, ChannelId, ProviderName};

/// The rules in force, and what is told about the accounts that they speak of.
#[derive(Debug, Default)]
pub struct Rules {
    /// The rules, in the order of the configuration.
    pub relays: Vec<Relay>,
    /// Where a relay goes whose channel is gone.
    pub fallback: Option<ChannelId>,
    /// The provider of each account and what its adapter offers.
    pub providers: HashMap<AccountName, (ProviderName, &'static Capability)>,
}

impl Rules {
    /// The rules that take an event of an account: one a channel.
    pub fn taking(&self, event: Event, account: &AccountName) -> Vec<&Relay> {
        taking(&self.relays, event, account)
    }

    /// Whether any rule takes an event of the account.
    pub fn want(&self, event: Event, account: &AccountName) -> bool {
        self.relays.iter().any(|relay| relay.takes(event, account))
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

    /// Whether the cards of a feed of the account show details in a channel on request only: as soon as one of the rules
    /// by which they stand there says so. `None`: no rule speaks of them any more.
    pub fn hide(&self, channel: ChannelId, feed: Feed, account: &AccountName) -> Option<bool> {
        let relays = self.leading(channel, feed, account);
        (!relays.is_empty()).then(|| relays.iter().any(|relay| relay.public))
    }

    /// Whether each of those cards has a thread of its own for its notes: the first of the rules decides.
    pub fn thread(&self, channel: ChannelId, feed: Feed, account: &AccountName) -> bool {
        self.leading(channel, feed, account).first().is_some_and(|relay| relay.threads)
    }

    /// The rules by which cards stand in a channel: those that lead there, or in the fallback channel, where none does,
    /// those that would have them elsewhere.
    fn leading(&self, channel: ChannelId, feed: Feed, account: &AccountName) -> Vec<&Relay> {
        let takes = |relay: &&Relay| events(feed).iter().any(|event| relay.takes(*event, account));
        let taking: Vec<_> = self.relays.iter().filter(takes).collect();
        let leads = |relay: &&Relay| relay.channel == channel;
        if self.fallback == Some(channel) && !taking.iter().any(leads) {
            return taking;
        }
        taking.into_iter().filter(leads).collect()
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
        Feed::Servers => &[Event::ServerDown, Event::ServerUp, Event::ServerAdded, Event::ServerRemoved],
        Feed::Services => &[Event::RenewalDue],
        Feed::Certificates => &[Event::CertificateExpiring],
        Feed::Balance => &[Event::BalanceLow, Event::CreditUsed, Event::BonusAdded, Event::BonusUsed],
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
    fn the_most_discreet_rule_of_a_channel_wins_and_the_fallback_channel_shows_no_more() {
        let hidden = |relays: Vec<Relay>| {
            let rules = Rules { relays, fallback: Some(ChannelId(9)), ..Rules::default() };
            [1, 2, 9, 3]
                .map(|channel| rules.hide(ChannelId(channel), Feed::Tickets, &"asia".parse().unwrap()))
        };
        let (yes, no) = (Some(true), Some(false));
        assert_eq!(hidden(vec![relay(1, false), relay(2, true)]), [no, yes, yes, None]);
        assert_eq!(hidden(vec![relay(1, false)]), [no, None, no, None]);
        assert_eq!(hidden(vec![relay(1, false), relay(2, false), relay(1, true)]), [yes, no, yes, None]);
        assert_eq!(hidden(vec![relay(1, true), relay(9, false)]), [yes, None, no, None]);
        let invoices = Relay { events: vec!["invoice.*".parse().unwrap()], ..relay(1, true) };
        assert_eq!(hidden(vec![relay(1, false), invoices])[0], no, "it says nothing about tickets");
    }

    #[test]
    fn every_event_comes_from_one_feed() {
        for event in Event::ALL {
            let feeds = Feed::ALL.iter().filter(|feed| events(**feed).contains(event)).count();
            assert_eq!(feeds, 1, "{event}");
        }
    }
}
