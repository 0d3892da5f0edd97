//! Relays: what goes where, and how that is doing.

use super::{NAME, Pen, foreign, relative};
use crate::discord::message::{Embed, Message, Tone};
use crate::discord::words::Arg;
use crate::domain::ChannelId;
use crate::domain::relay::{Blindness, RelayDone, RelayState, RelaySummary};

impl Pen<'_> {
    pub(super) fn relays(self, relays: &[RelaySummary], blind: &[Blindness]) -> Message {
        let undelivered =
            relays.iter().any(|relay| matches!(relay.state, RelayState::Gone(_)) || relay.dead > 0);
        let bad = undelivered || !blind.is_empty();
        // What is not watched comes first: a list that is too long is shortened at its end.
        let blind = blind.iter().map(|blind| self.blind_line(blind));
        let own = relays.iter().enumerate().map(|(nth, relay)| self.relay_line(nth + 1, relay));
        let lines: Vec<_> = blind.chain(own).collect();
        let text = if lines.is_empty() { self.md("relays-none", &[]) } else { self.fit(&lines) };
        let tone = if bad { Tone::Bad } else { Tone::Neutral };
        Message::embed(Embed::new(tone).title(self.md("relays-title", &[])).text(text))
    }

    fn blind_line(self, blind: &Blindness) -> String {
        let args = [
            ("account", Arg::Foreign(blind.account.as_str())),
            ("since", Arg::Own(relative(blind.since))),
            ("why", Arg::Own(self.why(&blind.error))),
        ];
        self.md(&format!("relays-blind-{}", blind.feed), &args)
    }

    fn relay_line(self, nth: usize, summary: &RelaySummary) -> String {
        let RelaySummary { relay, state, pending, dead } = summary;
        let events: Vec<_> =
            relay.events.iter().map(|event| foreign::code(&event.to_string(), NAME)).collect();
        let accounts = match &relay.accounts {
            None => self.md("relays-all-accounts", &[]),
            Some(accounts) => {
                let names: Vec<_> =
                    accounts.iter().map(|account| foreign::markdown(account.as_str(), NAME)).collect();
                names.join(", ")
            }
        };
        let mut parts = vec![
            format!("**{nth}.** {} \u{2192} <#{}>", events.join(" "), relay.channel),
            accounts,
            match state {
                RelayState::Delivering => self.md("relay-delivering", &[]),
                RelayState::Paused => self.md("relay-paused", &[]),
                RelayState::Gone(reason) => self.md(&format!("relay-{reason}"), &[]),
            },
        ];
        parts.extend((*pending > 0).then(|| self.md("relay-pending", &[("n", Arg::Number(*pending))])));
        parts.extend((*dead > 0).then(|| self.md("relay-dead", &[("n", Arg::Number(*dead))])));
        parts.extend(relay.public.then(|| self.md("relay-public", &[])));
        parts.join(" \u{b7} ")
    }

    pub(super) fn relay_done(self, channel: ChannelId, done: RelayDone) -> Message {
        let channel = ("channel", Arg::Own(format!("<#{channel}>")));
        let (id, count) = match done {
            RelayDone::Tested => ("relay-tested", 0),
            RelayDone::Paused { is_new: true } => ("relay-paused-now", 0),
            RelayDone::Paused { is_new: false } => ("relay-paused-before", 0),
            RelayDone::Resumed { is_new: true } => ("relay-resumed-now", 0),
            RelayDone::Resumed { is_new: false } => ("relay-resumed-before", 0),
            RelayDone::Redriven { count: 0 } => ("relay-redriven-none", 0),
            RelayDone::Redriven { count } => ("relay-redriven", count),
        };
        Message::embed(Embed::new(Tone::Good).text(self.md(id, &[channel, ("n", Arg::Number(count))])))
    }
}
