//! `/card`: what people do with the messages that stand for things at the providers.

pub mod claim;
pub mod snooze;

use super::{Context, Failure, Refusal, Stop};
use crate::domain::relay::{Card, ServerFacts};
use crate::domain::{Id, ResourceKind, Target};
use crate::policy::Scope;
use crate::store::StoreError;

/// What the card that is meant stands for, where the caller may see that.
async fn target(context: &Context<'_>, card: &str) -> Result<Target, Refusal> {
    let found = found(context, card).await.map_err(|_| Refusal::Stale)?;
    let card = found.ok_or_else(|| Refusal::BadArgument { argument: "card", text: card.to_owned() })?;
    if !may_see(context, &card).await.map_err(|_| Refusal::Stale)? {
        let mut denial = context.policy().denial(card.feed.shown_by());
        denial.on = card.target().resource().map_or(card.account.to_string(), ToString::to_string).into();
        return Err(Refusal::Denied(denial));
    }
    Ok(card.target())
}

/// Whether the actor may see what a card stands for: who may not must not make it quiet for others either.
pub async fn may_see(context: &Context<'_>, card: &Card) -> Result<bool, StoreError> {
    let context = context.doing(card.feed.shown_by());
    let target = card.target();
    let Some(server) = target.resource().filter(|resource| resource.kind == ResourceKind::Server) else {
        return Ok(context.may(Scope::Account(&card.account)));
    };
    let facts = context.store().watched_one::<ServerFacts>(&card.account, card.feed, &card.thing).await?;
    Ok(context.may(Scope::Server(server, facts.as_ref().map(|facts| facts.name.as_str()))))
}

/// The card that is meant, as it is now.
async fn card(context: &Context<'_>, card: &str, target: &Target) -> Result<Card, Stop> {
    // By a number another card may be meant by now than the one that the caller may deal with.
    let found = found(context, card).await?.filter(|card| card.target() == *target);
    found.ok_or_else(|| Failure::Gone(target.clone()).into())
}

async fn found(context: &Context<'_>, card: &str) -> Result<Option<Card>, StoreError> {
    let card = card.trim();
    // Who reads a channel deals with its cards, and with no other's; the cards of a channel have threads.
    let place = &context.actor.place;
    let is_here = |card: &Card| card.channel == place.channel || Some(card.channel) == place.granting_channel;
    if let Ok(id) = card.parse::<Id>() {
        return Ok(context.store().card(&id).await?.filter(is_here));
    }
    let Some((account, thing)) = card.split_once('/') else { return Ok(None) };
    let Ok(account) = account.parse() else { return Ok(None) };
    let mut cards = context.store().cards_of(&account, thing).await?;
    cards.retain(is_here);
    // A ticket and an invoice may have the same number.
    let one = cards.iter().all(|card| card.feed == cards[0].feed);
    Ok(cards.into_iter().next().filter(|_| one))
}
