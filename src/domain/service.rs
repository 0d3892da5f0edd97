//! One thing that an account pays for regularly, in detail.

use jiff::civil::Date;

use super::{Money, ResourceRef};

/// A service with all that its provider tells of it, but its secrets.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceDetail {
    /// Its reference.
    pub resource: ResourceRef,
    /// What it is called; foreign text.
    pub title: String,
    /// How it stands, in the provider's own word; foreign text. `None`: the provider does not tell.
    pub state: Option<String>,
    /// The facts, in the order in which they are shown.
    pub facts: Vec<ServiceFact>,
}

/// A fact of a service.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceFact {
    /// Which one it is.
    pub label: FactLabel,
    /// What it says.
    pub value: FactValue,
}

/// Which fact of a service it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactLabel {
    /// What was ordered.
    Product,
    /// The domain or host name that it is for.
    Domain,
    /// Its address.
    Address,
    /// What it costs.
    Price,
    /// How often that is paid, in the provider's own word.
    Cycle,
    /// Since when it is there.
    Since,
    /// When it is paid next.
    NextPayment,
}

impl FactLabel {
    /// Every label.
    pub const ALL: [FactLabel; 7] = [
        FactLabel::Product,
        FactLabel::Domain,
        FactLabel::Address,
        FactLabel::Price,
        FactLabel::Cycle,
        FactLabel::Since,
        FactLabel::NextPayment,
    ];

    /// The label in a word, as texts select by it.
    pub const fn as_str(self) -> &'static str {
        match self {
            FactLabel::Product => "product",
            FactLabel::Domain => "domain",
            FactLabel::Address => "address",
            FactLabel::Price => "price",
            FactLabel::Cycle => "cycle",
            FactLabel::Since => "since",
            FactLabel::NextPayment => "next-payment",
        }
    }
}

/// What a fact of a service says.
#[derive(Clone, Debug, PartialEq)]
pub enum FactValue {
    /// Words; foreign text.
    Text(String),
    /// An amount.
    Money(Money),
    /// A day in the account's own calendar.
    Day(Date),
}
