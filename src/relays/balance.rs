//! What has happened to a balance between two looks.

use rust_decimal::Decimal;

use crate::domain::Money;
use crate::domain::billing::Balance;
use crate::domain::event::Event;
use crate::domain::relay::BalanceFacts;

/// The one thing of its feed.
pub const THING: &str = "balance";
/// How far above the floor, as a part of it, a credit must come that was below it: one that goes up and down around the
/// floor is one alarm.
const MARGIN: Decimal = Decimal::from_parts(5, 0, 0, false, 2);

/// What has happened to a balance, and how much of it.
type Happened = Vec<(Event, Option<Money>)>;

/// What a balance is now and what has happened to it; `None`: nothing that would be shown.
pub fn change(
    known: Option<&BalanceFacts>,
    balance: &Balance,
    floor: Option<Decimal>,
) -> Option<(BalanceFacts, Happened)> {
    let was_low = known.is_some_and(|known| known.low);
    let low = match (balance.credit, floor) {
        (Some(credit), Some(floor)) if was_low => credit.amount < floor + floor.abs() * MARGIN,
        (Some(credit), Some(floor)) => credit.amount < floor,
        // It was not told this time.
        (None, Some(_)) => was_low,
        (_, None) => false,
    };
    // What was not told this time is compared with the next time.
    let seen =
        |now: Option<Money>, before: fn(&BalanceFacts) -> Option<Money>| now.or(known.and_then(before));
    let credit = seen(balance.credit, |known| known.credit);
    let bonus = seen(balance.bonus, |known| known.bonus);
    let facts = BalanceFacts { credit, bonus, owed: balance.owed, low };
    let mut happened: Happened = vec![];
    if let Some(known) = known {
        let mut tell =
            |event, less, more| happened.extend(difference(less, more).map(|by| (event, Some(by))));
        tell(Event::CreditUsed, credit, known.credit);
        tell(Event::BonusUsed, bonus, known.bonus);
        tell(Event::BonusAdded, known.bonus, bonus);
    }
    happened.extend((low && !was_low).then_some((Event::BalanceLow, None)));
    (known != Some(&facts)).then_some((facts, happened))
}

/// By how much one is less than the other, in the same currency.
fn difference(less: Option<Money>, more: Option<Money>) -> Option<Money> {
    let (less, more) = (less?, more?);
    let is_less = less.currency == more.currency && less.amount < more.amount;
    // Amounts of any size may come: what is too far apart to be told is not.
    let amount = is_less.then(|| more.amount.checked_sub(less.amount)).flatten()?;
    Some(Money { amount, ..more })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_balance_below_the_floor_is_told_once_until_it_is_clearly_above_again() {
        let mut known: Option<BalanceFacts> = None;
        let mut told = vec![];
        for (nth, credit) in ["20", "10", "9.99", "", "9.99", "5", "10.49", "9.99", "10.50", "", "10", "9.99"]
            .into_iter()
            .enumerate()
        {
            let credit = credit.parse().ok().map(|amount| Money { amount, currency: None });
            let balance = Balance { credit, ..Balance::default() };
            let Some((facts, happened)) = change(known.as_ref(), &balance, Some(Decimal::TEN)) else {
                continue;
            };
            told.extend(happened.iter().filter(|(event, _)| *event == Event::BalanceLow).map(|_| nth));
            known = Some(facts);
        }
        assert_eq!(told, [2, 11]);
    }

    #[test]
    fn without_a_floor_or_a_credit_nothing_is_low() {
        let credit = Some(Money { amount: Decimal::ZERO, currency: None });
        let balance = Balance { credit, ..Balance::default() };
        assert_eq!(change(None, &balance, None).unwrap().1, []);
        assert_eq!(change(None, &Balance::default(), Some(Decimal::TEN)).unwrap().1, []);
    }

    #[test]
    fn what_is_used_or_given_is_told_by_how_much_and_never_across_currencies() {
        let money = |amount: &str, currency: &str| Money {
            amount: amount.parse().unwrap(),
            currency: currency.parse().ok(),
        };
        let looks = [
            (Some(money("20", "USD")), None),
            (Some(money("15.50", "USD")), Some(money("3", "USD"))),
            (None, Some(money("5", "USD"))),
            (Some(money("15", "USD")), Some(money("1", "USD"))),
            (Some(money("9", "EUR")), Some(money("1", "USD"))),
            (Some(money("12", "EUR")), Some(money("1", "USD"))),
            (Some(money("-1", "EUR")), None),
        ];
        let mut known: Option<BalanceFacts> = None;
        let mut told = vec![];
        for (nth, (credit, bonus)) in looks.into_iter().enumerate() {
            let balance = Balance { credit, bonus, ..Balance::default() };
            let Some((facts, happened)) = change(known.as_ref(), &balance, None) else { continue };
            told.extend(happened.into_iter().map(|(event, by)| (nth, event, by.unwrap().to_string())));
            known = Some(facts);
        }
        let told: Vec<_> = told.iter().map(|(nth, event, by)| (*nth, *event, by.as_str())).collect();
        let expected = [
            (1, Event::CreditUsed, "4.50 USD"),
            (2, Event::BonusAdded, "2.00 USD"),
            (3, Event::CreditUsed, "0.50 USD"),
            (3, Event::BonusUsed, "4.00 USD"),
            (6, Event::CreditUsed, "13.00 EUR"),
        ];
        assert_eq!(told, expected);
    }
}
