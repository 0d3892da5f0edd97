//! `/card claim`: takes a card's thing on, so that everybody sees who looks after it.

use async_trait::async_trait;
use jiff::Timestamp;
use serde::Deserialize;

use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::Outcome;
use crate::domain::relay::CardDone;
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// Takes a card's thing on, or gives it up again.
pub struct Claim;

/// The arguments of `/card claim`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    card: String,
}

#[async_trait]
impl Verb for Claim {
    const ACTION: Action = Action::CardClaim;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        super::target(context, &args.card).await
    }
}

#[async_trait]
impl Look for Claim {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let card = super::card(context, &args.card, permit.target()).await?;
        let user = permit.actor().user;
        // Who has it and presses again gives it up; who has not takes it over.
        let owner = (card.owner != Some(user)).then_some(user);
        context.store().claim_card(&card, owner, Timestamp::now()).await?;
        context.world.owed.notify_one();
        let done = if owner.is_some() { CardDone::Claimed { before: card.owner } } else { CardDone::GivenUp };
        Ok(Outcome::CardDone { channel: card.channel, done })
    }
}
