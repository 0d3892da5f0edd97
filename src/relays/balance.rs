//! What has happened to a balance between two looks.

use rust_decimal::Decimal;

use crate::domain::billing::Balance;
use crate::domain::event::Event;
use crate::domain::relay::BalanceFacts;

/// The one thing of its feed.
pub const THING: &str = "balance";
/// How far above the floor, as a part of it, a credit must come that was below it: one that goes up and down around the
/// floor is one alarm.
const MARGIN: Decimal = Decimal::from_parts(5, 0, 0, false, 2);

/// What a balance is now and what has happened to it; `None`: nothing that would be shown.
pub fn change(
    known: Option<&BalanceFacts>,
    balance: &Balance,
    floor: Option<Decimal>,
) -> Option<(BalanceFacts, Option<Event>)> {
    let was_low = known.is_some_and(|known| known.low);
    let low = match (balance.credit, floor) {
        (Some(credit), Some(floor)) if was_low => credit.amount < floor + floor.abs() * MARGIN,
        (Some(credit), Some(floor)) => credit.amount < floor,
        // It was not told this time.
        (None, Some(_)) => was_low,
        (_, None) => false,
    };
    let facts = BalanceFacts { credit: balance.credit, owed: balance.owed, low };
    let event = (low && !was_low).then_some(Event::BalanceLow);
    (known != Some(&facts)).then_some((facts, event))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Money;

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
            let Some((facts, event)) = change(known.as_ref(), &balance, Some(Decimal::TEN)) else { continue };
            told.extend(event.map(|_| nth));
            known = Some(facts);
        }
        assert_eq!(told, [2, 11]);
    }

    #[test]
    fn without_a_floor_or_a_credit_nothing_is_low() {
        let credit = Some(Money { amount: Decimal::ZERO, currency: None });
        let balance = Balance { credit, ..Balance::default() };
        assert_eq!(change(None, &balance, None).unwrap().1, None);
        assert_eq!(change(None, &Balance::default(), Some(Decimal::TEN)).unwrap().1, None);
    }
}
