//! The actions that are simulated: one table of names.

use std::fmt;

use axum::routing::MethodFilter;

use crate::sandbox::provider::Endpoint;
use crate::sandbox::provider::fields::Fields;

macro_rules! operations {
    ($($variant:ident = $name:literal, $action:literal;)*) => {
        /// One action of Inferno.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Operation {
            $(#[doc = concat!("`", $action, "`")] $variant,)*
        }

        impl Operation {
            /// All of them, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The action, as requests name it.
            pub const fn action(self) -> &'static str {
                match self { $(Self::$variant => $action,)* }
            }
        }

        impl Endpoint for Operation {
            const ALL: &'static [Self] = Self::ALL;
            const SECRET_FIELDS: &'static [&'static str] = &["key"];
            const SECRET_HEADERS: &'static [&'static str] = &["x-key"];

            fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            fn template(self) -> &'static str {
                // The address is the whole of it.
                ""
            }

            fn filter(self) -> MethodFilter {
                MethodFilter::GET.or(MethodFilter::POST)
            }

            fn is_asked_for(self, query: Option<&str>, body: &[u8]) -> bool {
                Fields::of(query, body).get("action") == Some(self.action())
            }

            fn has_secret_body(self) -> bool {
                matches!(self, Self::GetApiKey)
            }
        }
    };
}

operations! {
    GetApiKey = "get-api-key", "getApiKey";
    List = "list", "list";
    Balance = "balance", "balance";
    Create = "create", "create";
    Orders = "orders", "orders";
    Cancel = "cancel", "cancel";
    Install = "install", "install";
    Reinstall = "reinstall", "reinstall";
    GetInfo = "get-info", "getinfo";
    Reboot = "reboot", "reboot";
    Stop = "stop", "stop";
    Boot = "boot", "boot";
    KeyAdd = "key-add", "sshkey.add";
    KeyList = "key-list", "sshkey.list";
    KeyRemove = "key-remove", "sshkey.remove";
    Services = "services", "services";
    GetService = "get-service", "getService";
}

impl fmt::Display for Operation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
