//! The card of an order, from placed to address, and the notes to it.

use super::servers::reference;
use super::{NAME, Pen, foreign, relative};
use crate::discord::message::{Embed, Tone};
use crate::discord::words::Arg;
use crate::domain::order::OrderState;
use crate::domain::relay::{CardView, Facts, ListedFacts, OrderFacts};
use crate::domain::{ResourceKind, ResourceRef};

impl Pen<'_> {
    pub(super) fn order_card(self, view: &CardView, order: &OrderFacts) -> Embed {
        let name = |id: &str| self.md(id, &[]);
        let (tone, lamp) = tone(order);
        let at = order.placed.map(|(at, _)| relative(at)).unwrap_or_default();
        let listed = listed(order).map(|listed| self.told_state(&listed.state));
        let embed = Embed::new(tone)
            .title(format!("{lamp} {}", foreign::markdown(&order.name, 200)))
            .field(name("server-field-state"), self.card_order_state(view, order))
            .field(name("card-field-listed"), listed.unwrap_or_default())
            .field(name("card-field-ordered"), at);
        let mut lines = self.order_lines(view, order);
        let embed = if view.public {
            lines.push(name("card-order-on-request"));
            embed
        } else {
            let by = match order.placed {
                Some((_, by)) => format!("<@{by}>"),
                None => name("card-order-elsewhere"),
            };
            let price = order.price.map(|price| foreign::markdown(&self.priced(price, order.cycle), NAME));
            let id = order.server.clone();
            let server =
                id.and_then(|id| ResourceRef::new(view.card.account.clone(), ResourceKind::Server, id));
            let server = server.map(|server| match &order.made {
                Some(made) => {
                    format!("{} \u{b7} {}", foreign::markdown(&made.name, NAME), reference(&server))
                }
                None => reference(&server),
            });
            let addresses = order.made.as_ref().map(|made| self.addresses(&made.addresses));
            embed
                .field(name("card-field-buyer"), by)
                .field(name("ask-field-price"), price.unwrap_or_default())
                .field(name("buy-field-server"), server.unwrap_or_default())
                .field(name("server-field-addresses"), addresses.unwrap_or_default())
        };
        embed
            .text(lines.join("\n"))
            .field(name("server-field-account"), self.card_account(view))
            .field(name("server-field-id"), self.card_reference(view))
    }

    /// How an order stands; which invoice it waits for is no matter of a card that hides what it costs.
    fn card_order_state(self, view: &CardView, order: &OrderFacts) -> String {
        match &order.state {
            OrderState::Unpaid { .. } if view.public => {
                self.order_state(&OrderState::Unpaid { invoice: None })
            }
            state => self.order_state(state),
        }
    }

    /// How far an order is, and what there is to do when it waits for money or went wrong.
    fn order_lines(self, view: &CardView, order: &OrderFacts) -> Vec<String> {
        let provider = view.provider.map_or(view.card.account.as_str(), |(provider, _)| provider.title());
        let said = |id: &str| self.md(id, &[("provider", Arg::Foreign(provider))]);
        match &order.state {
            OrderState::Installing { percent: Some(percent) } => vec![self.bar(*percent)],
            OrderState::Unpaid { invoice } if !view.public => {
                let provider = view.provider.map(|(provider, _)| provider);
                self.unpaid(invoice.as_deref(), provider, &view.card.account).into_iter().collect()
            }
            OrderState::Doubtful => vec![said("card-order-doubtful")],
            OrderState::Failed => vec![said("buy-failed-next")],
            OrderState::NotStarted => vec![said("card-order-not-started")],
            OrderState::Refused => vec![said("card-order-refused")],
            OrderState::Unknown => vec![said("card-order-unknown")],
            OrderState::Told(_)
            | OrderState::Sent
            | OrderState::Installing { .. }
            | OrderState::Unpaid { .. }
            | OrderState::Cancelled
            | OrderState::Done
            | OrderState::Paid => vec![],
        }
    }

    /// What a note says of an order whose state is another one.
    pub(super) fn order_moved(self, card: Option<&CardView>) -> String {
        let shown = card.and_then(|card| Some((card, order_of(card)?)));
        let state = shown.map(|(card, order)| match listed(order) {
            Some(listed) => self.told_state(&listed.state),
            None => self.card_order_state(card, order),
        });
        self.md("note-order-status", &[("state", Arg::Own(state.unwrap_or_default()))])
    }

    /// What a note says of a purchase that is set up: what came of it, where everybody may read it.
    pub(super) fn order_done(self, card: Option<&CardView>) -> String {
        let said = self.md("note-provision-done", &[]);
        let shown = card.filter(|card| !card.public).and_then(order_of);
        let Some(made) = shown.and_then(|order| order.made.as_ref()) else { return said };
        let server = format!("**{}**", foreign::markdown(&made.name, NAME));
        let address = made.addresses.first().map(|address| format!(" \u{b7} `{address}`"));
        format!("{said}\n{server}{}", address.unwrap_or_default())
    }

    /// What a note says of a purchase that went wrong, by how it stands when it is said.
    pub(super) fn order_failed(self, card: Option<&CardView>) -> String {
        let state = card.and_then(order_of).map(|order| &order.state);
        let id = match state {
            Some(OrderState::Failed) => "note-provision-failed",
            Some(OrderState::NotStarted | OrderState::Refused) => "note-provision-nothing",
            Some(OrderState::Unknown) => "note-provision-unknown",
            _ => "note-provision-after-all",
        };
        self.md(id, &[])
    }
}

/// What the provider's list still says of an order.
fn listed(order: &OrderFacts) -> Option<&ListedFacts> {
    // What was cancelled before it was paid may be in no list any more: what was last read there is of before.
    order.listed.as_ref().filter(|_| order.state != OrderState::Cancelled)
}

fn order_of(card: &CardView) -> Option<&OrderFacts> {
    match &card.facts {
        Facts::Order(order) => Some(order),
        _ => None,
    }
}

fn tone(order: &OrderFacts) -> (Tone, &'static str) {
    match &order.state {
        OrderState::Done | OrderState::Paid => (Tone::Good, "\u{2705}"),
        OrderState::Failed | OrderState::NotStarted | OrderState::Refused | OrderState::Unknown => {
            (Tone::Bad, "\u{26A0}\u{FE0F}")
        }
        state if state.goes_on() => (Tone::Busy, "\u{23F3}"),
        _ => (Tone::Neutral, "\u{1F6D2}"),
    }
}
