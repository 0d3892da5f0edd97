//! What a service can be given more of.

use rust_decimal::Decimal;

/// Something of which a service can have more or less.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpgradeOption {
    /// Its id.
    pub id: u64,
    /// What it is.
    pub name: String,
    /// How it is chosen: `select`, `radio`, `slider`, `selectqty`.
    pub kind: String,
    /// What can be chosen.
    pub items: Vec<UpgradeItem>,
    /// What is chosen.
    pub chosen: u64,
    /// How much of it, where it is counted.
    pub quantity: u32,
}

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpgradeItem {
    /// Its id.
    pub id: u64,
    /// What it is.
    pub name: String,
    /// What it costs a cycle.
    pub price: Decimal,
}

impl UpgradeOption {
    /// The documented one.
    pub(super) fn documented() -> Self {
        let item =
            |id, name: &str, price: i64| UpgradeItem { id, name: name.to_owned(), price: price.into() };
        Self {
            id: 1557,
            name: "Bandwidth".to_owned(),
            kind: "select".to_owned(),
            items: vec![item(9953, "100 GB", 1), item(10103, "500 GB", 5), item(10104, "1 TB", 10)],
            chosen: 9953,
            quantity: 1,
        }
    }

    /// Whether it is counted and not only chosen.
    pub(super) fn is_counted(&self) -> bool {
        matches!(self.kind.as_str(), "slider" | "qty" | "selectqty")
    }

    /// What it costs a cycle now.
    pub(super) fn price(&self) -> Decimal {
        let chosen = self.items.iter().find(|item| item.id == self.chosen);
        chosen.map_or(Decimal::ZERO, |item| {
            item.price * Decimal::from(if self.is_counted() { self.quantity } else { 1 })
        })
    }
}

/// A product that a service can become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its id.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// What it costs a cycle.
    pub price: Decimal,
}

/// That a service is to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cancellation {
    /// At once, and not at the end of what is paid.
    pub immediate: bool,
    /// Why.
    pub reason: String,
}
