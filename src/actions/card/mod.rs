//! `/card`: what people do with the messages that stand for things at the providers.

pub mod claim;
pub mod snooze;

use super::{Context, Failure, Refusal, Stop};
use crate::domain::relay::Card;
use crate::domain::{Id, Target};

/// What the card that is meant stands for.
async fn target(context: &Context<'_>, card: &str) -> Result<Target, Refusal> {
    let found = found(context, card).await.map_err(|_| Refusal::Stale)?;
    found
        .map(|card| card.target())
        .ok_or_else(|| Refusal::BadArgument { argument: "card", text: card.to_owned() })
}

/// The card that is meant, as it is now.
async fn card(context: &Context<'_>, card: &str, target: &Target) -> Result<Card, Stop> {
    // By a number another card may be meant by now than the one that the caller may deal with.
    let found = found(context, card).await?.filter(|card| card.target() == *target);
    found.ok_or_else(|| Failure::Gone(target.clone()).into())
}

async fn found(context: &Context<'_>, card: &str) -> Result<Option<Card>, Stop> {
    let card = card.trim();
    if let Ok(id) = card.parse::<Id>() {
        return Ok(context.store().card(&id).await?);
    }
    let Some((account, thing)) = card.split_once('/') else { return Ok(None) };
    let Ok(account) = account.parse() else { return Ok(None) };
    let mut cards = context.store().cards_of(&account, thing).await?;
    // What stands in several channels is meant where the caller is; the cards of a channel have threads.
    let place = &context.actor.place;
    let is_here = |card: &Card| card.channel == place.channel || Some(card.channel) == place.granting_channel;
    if cards.iter().any(is_here) {
        cards.retain(is_here);
    }
    // A ticket and an invoice may have the same number.
    let one = cards.iter().all(|card| card.feed == cards[0].feed);
    Ok(cards.into_iter().next().filter(|_| one))
}
