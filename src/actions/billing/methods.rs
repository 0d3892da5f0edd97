//! `/billing methods`: the ways in which the accounts pay.

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::actions::listing::Listable;
use crate::domain::billing::Card;
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::{Action, Error};
use crate::providers::Account;

/// Lists the saved cards, each with the day that it is in its account.
pub struct Methods;

#[async_trait]
impl Listable for Methods {
    const ACTION: Action = Action::BillingMethods;
    type Item = (Card, Date);

    async fn list(account: &Account) -> Result<Vec<(Card, Date)>, Error> {
        let today = Timestamp::now().to_zoned(account.timezone().clone()).date();
        let cards = account.reads().cards().await?;
        Ok(cards.into_iter().map(|card| (card, today)).collect())
    }

    fn outcome(list: Listed<(Card, Date)>) -> Outcome {
        Outcome::Cards(list)
    }
}
