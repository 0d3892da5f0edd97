//! What can be bought.

use super::{Money, ResourceRef};

/// How often a price is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cycle {
    /// Once a month.
    Monthly,
    /// Once.
    Once,
}

/// A plan on sale.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Its reference.
    pub resource: ResourceRef,
    /// Its name; foreign text.
    pub name: String,
    /// What it costs; `None` when the provider does not tell before it charges.
    pub price: Option<Money>,
    /// How often it is paid.
    pub cycle: Cycle,
}

/// What the buyer chose beside the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// The operating system.
    pub os: Option<String>,
    /// The name of what is bought.
    pub name: Option<String>,
}

/// An accepted purchase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purchase {
    /// The provider's id for what was bought or for the order; foreign text.
    pub id: String,
}
