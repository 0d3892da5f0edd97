//! `/billing methods`: the ways in which the accounts pay.

use async_trait::async_trait;
use jiff::civil::Date;

use crate::actions::listing::Listable;
use crate::domain::billing::PayBy;
use crate::domain::outcome::{Listed, Outcome};
use crate::domain::{Action, Error, Operation};
use crate::providers::Account;

/// Lists the saved cards and the ways to pay, each with the day that it is in its account.
pub struct Methods;

#[async_trait]
impl Listable for Methods {
    const ACTION: Action = Action::BillingMethods;
    type Item = (PayBy, Date);

    async fn list(account: &Account) -> Result<Vec<(PayBy, Date)>, Error> {
        let (reads, today) = (account.reads(), account.today());
        let mut known = vec![];
        // An account has either, and one that had both would show both.
        if account.has(Operation::CardList) {
            known.extend(reads.cards().await?.into_iter().map(PayBy::Card));
        }
        if account.has(Operation::PaymentMethodList) {
            known.extend(reads.payment_methods().await?.into_iter().map(PayBy::Method));
        }
        Ok(known.into_iter().map(|pay_by| (pay_by, today)).collect())
    }

    fn outcome(list: Listed<(PayBy, Date)>) -> Outcome {
        Outcome::PayBys(list)
    }
}
