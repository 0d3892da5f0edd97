//! Buttons on cards: each is an ordinary invocation, by the roles of who presses it.

use std::sync::Arc;

use serde_json::Value;

use super::{Dispatch, Invocation, Responder, Visibility};
use crate::actions::Arguments;
use crate::domain::event::Relay;
use crate::domain::relay::{Card, Feed};
use crate::domain::{Action, Actor, Id, MessageId};
use crate::relays::rules::events;

/// What a card's button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardVerb {
    /// Writes to the ticket.
    Reply,
    /// Closes the ticket.
    Close,
    /// Opens the closed ticket again.
    Reopen,
    /// Takes the thing on, or gives it up.
    Claim,
    /// Pays the invoice from the credit.
    Pay,
    /// Acknowledges the notice.
    Acknowledge,
    /// Starts the server.
    Start,
    /// Restarts the server.
    Restart,
    /// Shows the thing to who presses it.
    Details,
}

impl CardVerb {
    /// Every verb.
    pub const ALL: [CardVerb; 9] = [
        CardVerb::Reply,
        CardVerb::Close,
        CardVerb::Reopen,
        CardVerb::Claim,
        CardVerb::Pay,
        CardVerb::Acknowledge,
        CardVerb::Start,
        CardVerb::Restart,
        CardVerb::Details,
    ];

    /// The verb's name, as buttons carry it.
    pub const fn as_str(self) -> &'static str {
        match self {
            CardVerb::Reply => "reply",
            CardVerb::Close => "close",
            CardVerb::Reopen => "reopen",
            CardVerb::Claim => "claim",
            CardVerb::Pay => "pay",
            CardVerb::Acknowledge => "ack",
            CardVerb::Start => "start",
            CardVerb::Restart => "restart",
            CardVerb::Details => "details",
        }
    }

    /// The action that it stands for on a card of the feed, and the argument that names the thing.
    pub const fn action(self, feed: Feed) -> Option<(Action, &'static str)> {
        match (self, feed) {
            (CardVerb::Reply, Feed::Tickets) => Some((Action::TicketReply, "ticket")),
            (CardVerb::Close, Feed::Tickets) => Some((Action::TicketClose, "ticket")),
            (CardVerb::Reopen, Feed::Tickets) => Some((Action::TicketReopen, "ticket")),
            (CardVerb::Pay, Feed::Invoices) => Some((Action::InvoicePay, "invoice")),
            (CardVerb::Start, Feed::Servers) => Some((Action::VpsStart, "server")),
            (CardVerb::Restart, Feed::Servers) => Some((Action::VpsRestart, "server")),
            (CardVerb::Acknowledge, Feed::Notices) => Some((Action::NoticeAck, "notice")),
            (CardVerb::Claim, _) => Some((Action::CardClaim, "card")),
            (CardVerb::Details, Feed::Tickets) => Some((feed.shown_by(), "ticket")),
            (CardVerb::Details, Feed::Invoices) => Some((feed.shown_by(), "invoice")),
            (CardVerb::Details, Feed::Orders) => Some((feed.shown_by(), "order")),
            (CardVerb::Details, Feed::Servers) => Some((feed.shown_by(), "server")),
            (CardVerb::Details, Feed::Certificates) => Some((feed.shown_by(), "cert")),
            (CardVerb::Details, Feed::Services | Feed::Balance | Feed::Notices) => {
                Some((feed.shown_by(), "account"))
            }
            _ => None,
        }
    }
}

impl Dispatch {
    /// Carries out what a card's button stands for.
    pub(super) async fn press_card(
        &self,
        actor: Actor,
        verb: CardVerb,
        id: &Id,
        message: Option<MessageId>,
        responder: &Arc<dyn Responder>,
    ) {
        let Some(card) = self.card_here(&actor, id, message).await else {
            return self.stale(responder).await;
        };
        let Some((action, argument)) = verb.action(card.feed) else { return self.stale(responder).await };
        let value = match argument {
            "card" => id.to_string(),
            "account" => card.account.to_string(),
            _ => format!("{}/{}", card.account, card.thing),
        };
        let mut arguments: Arguments = [(argument.to_owned(), Value::from(value))].into_iter().collect();
        if action == Action::NoticeList {
            // One that was acknowledged is shown as well.
            arguments.insert("all".to_owned(), true.into());
        }
        let visibility = match verb {
            // What a channel may not read is for who presses it alone.
            CardVerb::Details | CardVerb::Claim => Visibility::Ephemeral,
            _ => self.card_visibility(action, &card),
        };
        let invocation = Invocation { id: Id::random(), actor, action, arguments };
        self.invoke_seen(&invocation, visibility, responder).await;
    }

    /// Lets the notes of a card wait, as its menu says.
    pub(super) async fn snooze(
        &self,
        actor: Actor,
        id: &Id,
        until: String,
        message: Option<MessageId>,
        responder: &Arc<dyn Responder>,
    ) {
        if self.card_here(&actor, id, message).await.is_none() {
            return self.stale(responder).await;
        }
        let arguments: Arguments =
            [("card".to_owned(), Value::from(id.to_string())), ("until".to_owned(), Value::from(until))]
                .into_iter()
                .collect();
        let invocation = Invocation { id: Id::random(), actor, action: Action::CardSnooze, arguments };
        self.invoke_seen(&invocation, Visibility::Ephemeral, responder).await;
    }

    /// Who sees the answer to a text that was written in a form, which may have come from a card.
    pub(super) async fn text_visibility(&self, action: Action, message: Option<MessageId>) -> Visibility {
        let card = match message {
            Some(message) => self.store().card_at(message).await,
            None => Ok(None),
        };
        match card {
            Ok(Some(card)) => self.card_visibility(action, &card),
            Ok(None) => self.visibility(action),
            Err(error) => {
                tracing::error!(%error, "Could not read a card.");
                Visibility::Ephemeral
            }
        }
    }

    /// Who sees the answer to what is done with a card: it must not tell a channel what the channel's cards may hide.
    fn card_visibility(&self, action: Action, card: &Card) -> Visibility {
        let world = self.world();
        let takes = |relay: &&Relay| events(card.feed).iter().any(|event| relay.takes(*event, &card.account));
        let leading = world.relays.iter().filter(|relay| relay.channel == card.channel);
        // In the fallback channel stands what no rule leads there.
        let mut leading = leading.filter(takes).peekable();
        let hides = leading.peek().is_none() || leading.any(|relay| relay.public);
        if hides { Visibility::Ephemeral } else { self.visibility(action) }
    }

    /// The card of that id, when it is the message that was pressed.
    async fn card_here(&self, actor: &Actor, id: &Id, message: Option<MessageId>) -> Option<Card> {
        let found = self.store().card(id).await.unwrap_or_else(|error| {
            tracing::error!(%error, "Could not read a card.");
            None
        });
        // A press may come before Discord has told which message the card is.
        let here = |card: &Card| {
            card.channel == actor.place.channel && (card.message.is_none() || card.message == message)
        };
        found.filter(here)
    }
}
