//! Orders with the items that they are made of.

use super::{Order, OrderState};

/// An order with its items.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderDetail {
    /// The order.
    pub order: Order,
    /// What it is made of.
    pub items: Vec<OrderedItem>,
    /// What the provider says of it, in its own words; foreign text.
    pub words: Option<String>,
}

/// One thing of several that were ordered together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderedItem {
    /// The provider's id for it.
    pub id: String,
    /// What it is called; foreign text.
    pub name: String,
    /// What was ordered, where that is not its name; foreign text.
    pub product: Option<String>,
    /// How it stands.
    pub state: OrderState,
}

impl OrderDetail {
    /// The item that a person means by its id or by its name, where only one has that.
    pub fn item(&self, text: &str) -> Option<&OrderedItem> {
        // No text at all names none, not even one that has no name.
        let named = |item: &&OrderedItem| !text.is_empty() && item.name.trim().eq_ignore_ascii_case(text);
        let by_id = self.items.iter().find(|item| item.id == text);
        by_id.or_else(|| {
            let mut named = self.items.iter().filter(named);
            named.next().filter(|_| named.next().is_none())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::order::Cycle;
    use crate::domain::{ResourceKind, ResourceRef};

    #[test]
    fn an_item_is_meant_by_its_id_or_by_a_name_that_only_one_has() {
        let item = |id: &str, name: &str| OrderedItem {
            id: id.to_owned(),
            name: name.to_owned(),
            product: None,
            state: OrderState::Told("pending".to_owned()),
        };
        let order = Order {
            resource: ResourceRef::parse(ResourceKind::Order, "nordic/73").unwrap(),
            name: "73".to_owned(),
            state: OrderState::Told("pending".to_owned()),
            price: None,
            cycle: Cycle::Untold,
            placed: None,
            renews_on: None,
            server: None,
            traces: None,
        };
        let items = vec![item("1", "web"), item("2", "1"), item("3", "db"), item("4", "db"), item("5", " ")];
        let order = OrderDetail { order, items, words: None };
        let meant = |text| order.item(text).map(|item| item.id.as_str());
        assert_eq!((meant("1"), meant("2"), meant("WEB")), (Some("1"), Some("2"), Some("1")));
        assert_eq!((meant("db"), meant("0"), meant("")), (None, None, None));
    }
}
