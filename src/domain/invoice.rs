//! Invoices: what a provider asks to be paid.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::outcome::ResourceName;
use super::{Money, ProviderName, ResourceRef};

/// An invoice as lists show it; what a provider does not tell is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoice {
    /// Its reference; the id is the one by which the provider addresses it.
    pub resource: ResourceRef,
    /// The number that stands on it; foreign text.
    pub number: Option<String>,
    /// Whether it is paid, in the provider's own word; foreign text.
    pub state: String,
    /// The day on which it was issued, in the account's own calendar.
    pub issued: Option<Date>,
    /// The day on which it is due, in the account's own calendar.
    pub due: Option<Date>,
    /// When it was paid.
    pub paid: Option<Timestamp>,
    /// What is to be paid in all.
    pub total: Option<Money>,
}

impl Invoice {
    /// Whether nothing is left to pay: the providers call that paid.
    pub fn is_paid(&self) -> bool {
        self.state.eq_ignore_ascii_case("paid")
    }

    /// Whether it waits to be paid: the providers call that unpaid, also of one that comes to nothing.
    pub fn is_unpaid(&self) -> bool {
        self.state.eq_ignore_ascii_case("unpaid") && !self.comes_to_nothing()
    }

    /// Whether it tells that nothing is to be paid of it.
    pub fn comes_to_nothing(&self) -> bool {
        self.total.is_some_and(|total| total.amount <= Decimal::ZERO)
    }
}

impl Invoice {
    /// What it is called: its number, else its id.
    pub fn name(&self) -> &str {
        self.number.as_deref().unwrap_or(&self.resource.id)
    }

    /// How it stands on a day of its account's calendar.
    pub fn standing(&self, today: Date) -> Standing {
        let over = ["cancelled", "canceled", "credited", "refunded", "draft", "merged"];
        if self.is_paid() {
            Standing::Paid
        } else if self.comes_to_nothing() || over.iter().any(|word| self.state.eq_ignore_ascii_case(word)) {
            Standing::Other
        } else if self.due.is_some_and(|due| due < today) {
            Standing::Overdue
        } else if self.is_unpaid() {
            Standing::Unpaid
        } else {
            Standing::Other
        }
    }
}

/// What the unpaid among the invoices come to, which are of one currency; `None` when one of them does not tell it.
pub fn owed(invoices: &[Invoice]) -> Option<Decimal> {
    let mut unpaid = invoices.iter().filter(|invoice| invoice.is_unpaid());
    unpaid.try_fold(Decimal::ZERO, |sum, invoice| sum.checked_add(invoice.total?.amount))
}

/// How an invoice stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It waits to be paid, and its day has passed.
    Overdue,
    /// It waits to be paid.
    Unpaid,
    /// It is paid.
    Paid,
    /// What the provider's own word says: cancelled, refunded and the like.
    Other,
}

impl Standing {
    /// The standing in a word, as texts select by it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Standing::Overdue => "overdue",
            Standing::Unpaid => "unpaid",
            Standing::Paid => "paid",
            Standing::Other => "other",
        }
    }
}

/// An invoice with its lines and with how its total comes about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceDetail {
    /// The invoice.
    pub invoice: Invoice,
    /// What it is for.
    pub lines: Vec<InvoiceLine>,
    /// The lines together, before tax.
    pub subtotal: Option<Money>,
    /// The taxes together.
    pub tax: Option<Money>,
    /// What was paid from the account's credit.
    pub credit: Option<Money>,
}

impl InvoiceDetail {
    /// What is left to be paid; `None` when that cannot be told.
    ///
    /// Some portals call what is left of an invoice its total, others what it came to before any credit.
    pub fn due(&self) -> Option<Money> {
        let total = self.invoice.total?;
        if self.invoice.is_paid() {
            return Some(total.less(total.amount));
        }
        let amount = |money: Option<Money>| money.map_or(Decimal::ZERO, |money| money.amount);
        let used = amount(self.credit);
        if used.is_zero() {
            return Some(total);
        }
        let before = self.subtotal?.amount.checked_add(amount(self.tax))?;
        let left = before.checked_sub(used)?;
        let is_told = total.amount == before || total.amount == left;
        is_told.then_some(Money { amount: left.max(Decimal::ZERO), ..total })
    }
}

/// A payment of an invoice from the account's credit, and how things stood before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// How much is paid.
    pub amount: Money,
    /// What was left of the invoice to be paid.
    pub due: Money,
    /// The account's credit.
    pub credit: Money,
    /// What had been paid of the invoice from the credit.
    pub used: Option<Money>,
}

impl Payment {
    /// What is left of the invoice once so much of it is paid.
    pub fn due_after(&self, paid: Decimal) -> Money {
        self.due.less(paid)
    }
}

/// Why an invoice is not paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotPayable {
    /// It is paid already.
    Paid,
    /// Nothing is left to pay, though the provider does not call it paid.
    Nothing {
        /// What it calls it; foreign text.
        state: String,
    },
    /// There is nothing to pay: it is cancelled or the like.
    Over {
        /// In the provider's own word; foreign text.
        state: String,
    },
    /// The provider does not tell what is left to be paid, or what credit there is.
    Untold,
    /// It is in another currency than the credit.
    OtherCurrency {
        /// What is left to be paid.
        due: Money,
    },
    /// The amount has more decimals than the currency.
    TooFine {
        /// How many it has.
        decimals: u32,
    },
    /// The amount is more than what is left to be paid.
    AboveDue {
        /// What is left to be paid.
        due: Money,
    },
    /// The amount is more than the credit.
    AboveCredit {
        /// The amount.
        amount: Money,
    },
}

impl NotPayable {
    /// The reason in a word, for the audit and for texts that select by it.
    pub const fn as_str(&self) -> &'static str {
        match self {
            NotPayable::Paid => "invoice-paid",
            NotPayable::Nothing { .. } => "nothing-due",
            NotPayable::Over { .. } => "invoice-over",
            NotPayable::Untold => "due-untold",
            NotPayable::OtherCurrency { .. } => "other-currency",
            NotPayable::TooFine { .. } => "too-fine",
            NotPayable::AboveDue { .. } => "above-due",
            NotPayable::AboveCredit { .. } => "above-credit",
        }
    }
}

/// One line of an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceLine {
    /// What it is for; foreign text.
    pub text: String,
    /// The kind of thing that it is for, in the provider's own word; foreign text.
    pub kind: Option<String>,
    /// The provider's id for the thing that it is for.
    pub item: Option<String>,
    /// How many.
    pub quantity: Option<Decimal>,
    /// What one costs.
    pub price: Option<Money>,
    /// What all of them cost.
    pub total: Option<Money>,
}

/// Credit that was used for an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedCredit {
    /// How much; `None` when the provider took the request without telling.
    pub amount: Option<Money>,
    /// Whether the invoice is paid now, in the provider's own word; foreign text.
    pub state: Option<String>,
}

impl AppliedCredit {
    /// Whether the provider said what it did, and did not just take the request.
    pub fn is_confirmed(&self) -> bool {
        self.amount.is_some() || self.state.is_some()
    }
}

/// A payment that the provider confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    /// The invoice.
    pub invoice: ResourceName,
    /// The provider that was paid.
    pub provider: ProviderName,
    /// What was to be paid, and how things stood before.
    pub payment: Payment,
    /// What the provider says of it.
    pub applied: AppliedCredit,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::ResourceKind;

    fn money(amount: &str) -> Option<Money> {
        Some(Money { amount: amount.parse().unwrap(), currency: None })
    }

    fn detail(state: &str, total: &str, credit: &str) -> InvoiceDetail {
        let invoice = Invoice {
            resource: ResourceRef::parse(ResourceKind::Invoice, "asia/25").unwrap(),
            number: None,
            state: state.to_owned(),
            issued: None,
            due: Some(date(2026, 1, 7)),
            paid: None,
            total: money(total),
        };
        let (subtotal, tax) = (money("16.24"), money("3.41"));
        InvoiceDetail { invoice, lines: vec![], subtotal, tax, credit: money(credit) }
    }

    #[test]
    fn what_is_due_is_told_the_same_by_portals_with_net_and_with_gross_totals() {
        for (state, total, credit, due) in [
            ("Unpaid", "19.65", "0", Some("19.65")),
            ("Unpaid", "19.65", "5", Some("14.65")),
            ("Unpaid", "14.65", "5", Some("14.65")),
            ("Paid", "19.65", "19.65", Some("0")),
            // Neither fits: there was a discount, and it cannot be told whether the total has the credit in it.
            ("Unpaid", "12.00", "5", None),
            ("Unpaid", "12.00", "0", Some("12.00")),
        ] {
            let due = due.map(|due| due.parse::<Decimal>().unwrap());
            let told = detail(state, total, credit).due().map(|due| due.amount);
            assert_eq!(told, due, "{state} {total} {credit}");
        }
    }

    #[test]
    fn an_invoice_is_overdue_from_the_day_after_its_own() {
        let invoice = |state: &str| detail(state, "1", "0").invoice;
        assert_eq!(invoice("Unpaid").standing(date(2026, 1, 7)), Standing::Unpaid);
        assert_eq!(invoice("unpaid").standing(date(2026, 1, 8)), Standing::Overdue);
        assert_eq!(invoice("Collections").standing(date(2026, 1, 8)), Standing::Overdue);
        assert_eq!(invoice("PAID").standing(date(2026, 1, 8)), Standing::Paid);
        assert_eq!(invoice("Cancelled").standing(date(2026, 1, 8)), Standing::Other);
        let nothing = Some(Money { amount: Decimal::ZERO, currency: None });
        let free = Invoice { total: nothing, ..invoice("Unpaid") };
        assert!(!free.is_unpaid() && invoice("Unpaid").is_unpaid());
        assert_eq!(free.standing(date(2026, 1, 8)), Standing::Other);
    }
}
