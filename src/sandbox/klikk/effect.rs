//! What happens at the simulated Klikk by request.

use serde_json::{Value, json};

use crate::sandbox::provider::Happening;

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Servers were ordered.
    Ordered {
        /// The order.
        order: u64,
        /// What the client calls it.
        reference: Option<String>,
        /// What the servers are called.
        names: Vec<String>,
    },
    /// All of an order was cancelled.
    Cancelled {
        /// The order.
        order: u64,
    },
    /// One item of an order was cancelled.
    ItemCancelled {
        /// The order.
        order: u64,
        /// The item.
        item: u64,
    },
}

impl Happening for Effect {
    fn to_json(&self) -> Value {
        match self {
            Effect::Ordered { order, reference, names } => {
                json!({"kind": "ordered", "order": order, "reference": reference, "names": names})
            }
            Effect::Cancelled { order } => json!({"kind": "cancelled", "order": order}),
            Effect::ItemCancelled { order, item } => {
                json!({"kind": "item-cancelled", "order": order, "item": item})
            }
        }
    }
}
