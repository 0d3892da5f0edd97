//! `/card`: what people do with the messages that stand for things at the providers.

pub mod claim;
pub mod snooze;

use super::{Context, Failure, Refusal, Stop};
use crate::domain::relay::Card;
use crate::domain::{Id, Target};

/// The account of the card that is meant; whatever else there is says no more than that there is none.
async fn target(context: &Context<'_>, card: &str) -> Result<Target, Refusal> {
    let card = found(context, card).await.map_err(|_| Refusal::Stale)?.ok_or(Refusal::Stale)?;
    Ok(Target::Account(card.account))
}

/// The card that is meant, as it is now.
async fn card(context: &Context<'_>, card: &str, target: &Target) -> Result<Card, Stop> {
    found(context, card).await?.ok_or_else(|| Failure::Gone(target.clone()).into())
}

async fn found(context: &Context<'_>, card: &str) -> Result<Option<Card>, Stop> {
    let Ok(id) = card.trim().parse::<Id>() else { return Ok(None) };
    Ok(context.store().card(&id).await?)
}
