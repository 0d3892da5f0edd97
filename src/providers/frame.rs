//! What a provider's amounts and times lack, and what the account's configuration says in its place.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use crate::domain::Money;
use crate::domain::money::Currency;

/// What a provider's amounts and times lack: a currency and a zone.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The currency of the amounts that carry none.
    pub currency: Option<Currency>,
    /// The zone of the times, none of which carries one.
    pub timezone: TimeZone,
}

impl Frame {
    /// The amount in the currency that its answer states, or else in the account's.
    pub fn money(&self, amount: Option<Decimal>, stated: Option<&str>) -> Option<Money> {
        let stated = stated.and_then(|code| code.trim().to_ascii_uppercase().parse().ok());
        amount.map(|amount| Money { amount, currency: stated.or(self.currency) })
    }

    /// The moment of a time on the account's clock; of one that is there twice, the first.
    pub fn moment(&self, time: Option<DateTime>) -> Option<Timestamp> {
        self.timezone.to_ambiguous_timestamp(time?).compatible().ok()
    }
}
