//! Invoices: what a provider asks to be paid.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Money, ResourceRef};

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

    /// Whether it waits to be paid: the providers call that unpaid.
    pub fn is_unpaid(&self) -> bool {
        self.state.eq_ignore_ascii_case("unpaid")
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
