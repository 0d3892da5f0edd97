//! Invoices and ways to pay.

use jiff::civil::{Date, DateTime};
use rust_decimal::{Decimal, RoundingStrategy};

use super::account::Client;

/// How an invoice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvoiceStatus {
    /// It waits for payment; overdue ones are unpaid ones with a due date in the past.
    Unpaid,
    /// It is paid.
    Paid,
    /// It was called off.
    Cancelled,
}

impl InvoiceStatus {
    /// The word that LightLayer uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unpaid => "Unpaid",
            Self::Paid => "Paid",
            Self::Cancelled => "Cancelled",
        }
    }
}

/// One line of an invoice.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its id.
    pub id: u64,
    /// `Other`, or `Hosting` for a service.
    pub kind: String,
    /// The service's id for a service, `0` or a negative number for anything else.
    pub item_id: String,
    /// What it is for.
    pub description: String,
    /// How much, once and without tax.
    pub amount: Decimal,
    /// Whether the invoice's tax applies.
    pub taxed: bool,
}

impl Line {
    /// An untaxed line for anything.
    pub fn new(description: impl Into<String>, amount: Decimal) -> Self {
        let (kind, item_id) = ("Other".to_owned(), "0".to_owned());
        Self { id: 0, kind, item_id, description: description.into(), amount, taxed: false }
    }

    /// An untaxed line for a service.
    pub fn for_service(service: u64, description: impl Into<String>, amount: Decimal) -> Self {
        let (kind, item_id) = ("Hosting".to_owned(), service.to_string());
        Self { kind, item_id, ..Self::new(description, amount) }
    }

    /// The same line with tax.
    #[must_use]
    pub fn taxed(mut self) -> Self {
        self.taxed = true;
        self
    }
}

/// An invoice.
#[derive(Clone, Debug)]
pub struct Invoice {
    /// Its id.
    pub id: u64,
    /// Its number as printed, `2016/12/1`.
    pub number: String,
    /// The day it was issued.
    pub date: Date,
    /// The day it is due.
    pub due_date: Date,
    /// When it was paid.
    pub paid_at: Option<DateTime>,
    /// How it stands.
    pub status: InvoiceStatus,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Percent on taxed lines.
    pub tax_rate: Decimal,
    /// How much of it the account's credit paid.
    pub credit: Decimal,
    /// A note from LightLayer.
    pub notes: String,
    /// Who it is for, as they were when it was issued.
    pub client: Client,
}

impl Invoice {
    /// The sum of its lines.
    pub fn subtotal(&self) -> Decimal {
        self.lines.iter().map(|line| line.amount).sum()
    }

    /// The tax on its taxed lines.
    pub fn tax(&self) -> Decimal {
        let taxed: Decimal = self.lines.iter().filter(|line| line.taxed).map(|line| line.amount).sum();
        let tax = taxed * self.tax_rate / Decimal::ONE_HUNDRED;
        tax.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
    }

    /// What it comes to.
    pub fn total(&self) -> Decimal {
        self.subtotal() + self.tax()
    }

    /// What is left of it after what the credit paid.
    pub fn due(&self) -> Decimal {
        self.total() - self.credit
    }
}

/// A way to pay and what it costs.
#[derive(Clone, Debug)]
pub struct PaymentFee {
    /// Its id, which is not the one in the list of ways to pay.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// So much each time.
    pub fixed: Decimal,
    /// So many percent.
    pub percent: Decimal,
}
