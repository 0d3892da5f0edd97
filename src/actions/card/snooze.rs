//! `/card snooze`: lets a card's notes wait, and reminds of it then.

use async_trait::async_trait;
use jiff::{Timestamp, ToSpan};
use serde::Deserialize;

use crate::actions::{Context, Look, Refusal, Stop, Verb};
use crate::domain::outcome::Outcome;
use crate::domain::relay::{CardDone, Note};
use crate::domain::{Action, Target};
use crate::policy::Authorized;

/// The hour at which the morning begins.
const MORNING: i8 = 9;

/// Lets a card's notes wait.
pub struct Snooze;

/// The arguments of `/card snooze`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Args {
    card: String,
    until: String,
}

#[async_trait]
impl Verb for Snooze {
    const ACTION: Action = Action::CardSnooze;
    type Args = Args;

    async fn resolve(context: &Context<'_>, args: &Args) -> Result<Target, Refusal> {
        super::target(context, &args.card).await
    }
}

#[async_trait]
impl Look for Snooze {
    async fn look(context: &Context<'_>, permit: &Authorized, args: Args) -> Result<Outcome, Stop> {
        let card = super::card(context, &args.card, permit.target()).await?;
        let now = Timestamp::now();
        let account = context.account_of(permit.target())?;
        let until = until(&args.until, now, account.timezone())
            .ok_or(Refusal::BadArgument { argument: "until", text: args.until.clone() })?;
        let reminder = Note::Reminder { by: permit.actor().user, until };
        context.store().snooze_card(&card, until, &reminder, now).await?;
        context.world.owed.notify_one();
        Ok(Outcome::CardDone { channel: card.channel, done: CardDone::Snoozed { until } })
    }
}

/// When a word for a time is.
fn until(word: &str, now: Timestamp, zone: &jiff::tz::TimeZone) -> Option<Timestamp> {
    match word {
        "15m" => now.checked_add(15.minutes()).ok(),
        "1h" => now.checked_add(1.hour()).ok(),
        "morning" => {
            let tomorrow = now.to_zoned(zone.clone()).date().tomorrow().ok()?;
            Some(tomorrow.at(MORNING, 0, 0, 0).to_zoned(zone.clone()).ok()?.timestamp())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;

    #[test]
    fn the_morning_is_tomorrows_where_the_account_is() {
        let now: Timestamp = "2026-11-25T22:30:00Z".parse().unwrap();
        let at = |word, zone: &TimeZone| until(word, now, zone).map(|at| at.to_string());
        assert_eq!(at("15m", &TimeZone::UTC).unwrap(), "2026-11-25T22:45:00Z");
        assert_eq!(at("1h", &TimeZone::UTC).unwrap(), "2026-11-25T23:30:00Z");
        assert_eq!(at("morning", &TimeZone::UTC).unwrap(), "2026-11-26T09:00:00Z");
        let vilnius = TimeZone::get("Europe/Vilnius").unwrap();
        assert_eq!(at("morning", &vilnius).unwrap(), "2026-11-27T07:00:00Z");
        assert_eq!(at("never", &TimeZone::UTC), None);
    }
}
