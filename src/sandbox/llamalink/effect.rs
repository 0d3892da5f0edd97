//! What happens at the simulated LlamaLink by request.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::sandbox::provider::Happening;

/// Something that really happened at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A stopped server was told to boot.
    Started {
        /// The server.
        server: u64,
    },
    /// A running server was told to halt.
    Stopped {
        /// The server.
        server: u64,
    },
    /// A server was restarted.
    Restarted {
        /// The server.
        server: u64,
    },
    /// The saved card was charged.
    Charged {
        /// The operation id of the purchase.
        op_id: String,
        /// How much, in ILS.
        amount: Decimal,
        /// The server that it bought.
        server: u64,
    },
    /// A site was created.
    SiteCreated {
        /// The site.
        site: String,
        /// Its domain.
        domain: String,
    },
}

impl Happening for Effect {
    fn to_json(&self) -> Value {
        match self {
            Self::Started { server } => json!({"kind": "started", "server": server}),
            Self::Stopped { server } => json!({"kind": "stopped", "server": server}),
            Self::Restarted { server } => json!({"kind": "restarted", "server": server}),
            Self::Charged { op_id, amount, server } => {
                json!({"kind": "charged", "op_id": op_id, "amount": amount.to_string(), "server": server})
            }
            Self::SiteCreated { site, domain } => {
                json!({"kind": "site-created", "site": site, "domain": domain})
            }
        }
    }
}
