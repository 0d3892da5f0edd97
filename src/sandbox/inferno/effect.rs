//! What happens at the simulated Inferno by request.

use serde_json::{Value, json};

use super::operation::Operation;
use crate::sandbox::provider::Happening;

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A product was ordered.
    Ordered {
        /// The order.
        order: u64,
        /// The product.
        product: u64,
    },
    /// An order was cancelled.
    Cancelled {
        /// The order.
        order: u64,
    },
    /// A server was installed for the first time, or once more.
    Installed {
        /// The order.
        order: u64,
        /// Whether it was there before.
        again: bool,
        /// The template.
        template: String,
        /// The SSH keys.
        keys: Vec<u64>,
    },
    /// A server was told to boot, to stop or to reboot, and obeys.
    Power {
        /// The order.
        order: u64,
        /// By which action.
        verb: Operation,
    },
    /// An SSH key was added.
    KeyAdded {
        /// Its id.
        key: u64,
    },
    /// An SSH key was removed.
    KeyRemoved {
        /// Its id.
        key: u64,
    },
    /// A new API key was made, and the one before it works no more.
    KeyMade,
}

impl Happening for Effect {
    fn to_json(&self) -> Value {
        match self {
            Effect::Ordered { order, product } => {
                json!({"kind": "ordered", "order": order, "product": product})
            }
            Effect::Cancelled { order } => json!({"kind": "cancelled", "order": order}),
            Effect::Installed { order, again, template, keys } => {
                let kind = if *again { "reinstalled" } else { "installed" };
                json!({"kind": kind, "order": order, "template": template, "keys": keys})
            }
            Effect::Power { order, verb } => json!({"kind": verb.action(), "order": order}),
            Effect::KeyAdded { key } => json!({"kind": "key-added", "key": key}),
            Effect::KeyRemoved { key } => json!({"kind": "key-removed", "key": key}),
            Effect::KeyMade => json!({"kind": "key-made"}),
        }
    }
}
