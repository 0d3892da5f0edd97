//! What accounts hold, owe and will owe.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::money::Currency;
use super::{Money, ResourceRef};

/// What one account holds, owes and will owe, as far as its provider tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Balance {
    /// Money that the account holds at the provider.
    pub credit: Option<Money>,
    /// What the provider has given the account for some of its services.
    pub bonus: Option<Money>,
    /// What the account owes: its unpaid invoices together.
    pub owed: Option<Money>,
    /// What is paid regularly: one per subscription.
    pub subscriptions: Vec<Subscription>,
    /// Cards that the provider would charge.
    pub cards: Option<Vec<Card>>,
}

impl Balance {
    /// The currency of its amounts, where one of them tells it.
    pub fn currency(&self) -> Option<Currency> {
        [self.credit, self.bonus, self.owed].into_iter().flatten().find_map(|money| money.currency)
    }
}

/// Something that is paid regularly.
#[derive(Clone, Debug, PartialEq)]
pub struct Subscription {
    /// Its reference.
    pub resource: ResourceRef,
    /// What it is for, in the provider's own word; foreign text.
    pub kind: Option<String>,
    /// Its name; foreign text.
    pub name: String,
    /// Whether it is active, in the provider's own word; foreign text.
    pub state: String,
    /// When it is renewed next: a date in the account's own calendar.
    pub renews_on: Option<Date>,
    /// What it costs a month.
    pub monthly: Option<Money>,
}

impl Subscription {
    /// Whether it is being paid for: the providers call that active.
    pub fn is_running(&self) -> bool {
        self.state.eq_ignore_ascii_case("active")
    }
}

/// A saved payment card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The brand, such as `visa`; foreign text.
    pub brand: String,
    /// The last four digits.
    pub last_four: String,
    /// The first day on which it is no longer valid.
    pub expires_on: Option<Date>,
}

/// What an account can pay by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PayBy {
    /// A saved card.
    Card(Card),
    /// A way to pay that the provider takes.
    Method(PaymentMethod),
}

/// A way to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentMethod {
    /// The provider's id for it; `None` when only its fees are told.
    pub id: Option<String>,
    /// Its name; foreign text.
    pub name: String,
    /// What each payment costs; `None` when it is not told.
    pub fixed_fee: Option<Money>,
    /// What each payment costs on top, in percent of it; `None` when it is not told.
    pub percent_fee: Option<Decimal>,
}
