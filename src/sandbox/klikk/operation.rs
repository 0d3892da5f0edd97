//! The actions that are simulated, and the page that people get.

use std::fmt;

use axum::routing::MethodFilter;
use serde_json::Value;

use crate::sandbox::provider::Endpoint;

/// What can be asked of Klikk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operation {
    /// `order_create`
    OrderCreate,
    /// `order_status`
    OrderStatus,
    /// `order_list`
    OrderList,
    /// `order_cancel` without an item: of a whole order.
    OrderCancel,
    /// `order_cancel` with an item.
    ItemCancel,
    /// `server_list`
    ServerList,
    /// The page for people, which a GET is answered with.
    HelpPage,
}

impl Operation {
    /// The action, as requests name it; none for the page.
    pub const fn action(self) -> Option<&'static str> {
        match self {
            Operation::OrderCreate => Some("order_create"),
            Operation::OrderStatus => Some("order_status"),
            Operation::OrderList => Some("order_list"),
            Operation::OrderCancel | Operation::ItemCancel => Some("order_cancel"),
            Operation::ServerList => Some("server_list"),
            Operation::HelpPage => None,
        }
    }
}

impl Endpoint for Operation {
    const ALL: &'static [Self] = &[
        Operation::OrderCreate,
        Operation::OrderStatus,
        Operation::OrderList,
        Operation::OrderCancel,
        Operation::ItemCancel,
        Operation::ServerList,
        Operation::HelpPage,
    ];
    const SECRET_HEADERS: &'static [&'static str] = &["x-account-token"];

    fn name(self) -> &'static str {
        match self {
            Operation::OrderCreate => "order-create",
            Operation::OrderStatus => "order-status",
            Operation::OrderList => "order-list",
            Operation::OrderCancel => "order-cancel",
            Operation::ItemCancel => "item-cancel",
            Operation::ServerList => "server-list",
            Operation::HelpPage => "help-page",
        }
    }

    fn template(self) -> &'static str {
        // The address is the whole of it.
        ""
    }

    fn filter(self) -> MethodFilter {
        match self {
            Operation::HelpPage => MethodFilter::GET,
            _ => MethodFilter::POST,
        }
    }

    fn is_asked_for(self, _: Option<&str>, body: &[u8]) -> bool {
        let Some(action) = self.action() else { return true };
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let has_item = body.get("order_item_id").is_some_and(|item| item.as_u64() != Some(0));
        body["action"] == action
            && match self {
                Operation::OrderCancel => !has_item,
                Operation::ItemCancel => has_item,
                _ => true,
            }
    }

    fn has_secret_body(self) -> bool {
        // It may hold the address of a cloud-init file with a key in it.
        self == Operation::OrderCreate
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
