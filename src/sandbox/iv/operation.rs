//! The commands that are simulated: one table of names.

use std::fmt;

use axum::routing::MethodFilter;

use crate::sandbox::provider::Endpoint;
use crate::sandbox::provider::fields::Fields;

/// One command of IV.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operation {
    /// `version`
    Version,
    /// `account_info`
    AccountInfo,
    /// `account_orders`
    AccountOrders,
    /// `account_services`
    AccountServices,
    /// `account_credits`
    AccountCredits,
    /// `account_bonuses`
    AccountBonuses,
    /// `server_info`
    ServerInfo,
    /// `server_tasks`
    ServerTasks,
    /// `server_graphs`
    ServerGraphs,
    /// `server_os`
    ServerOs,
    /// `server_reboot`
    ServerReboot,
    /// `server_recreate`
    ServerRecreate,
    /// `server_reset_password`
    ServerResetPassword,
    /// `server_change`
    ServerChange,
    /// `server_domain`
    ServerDomain,
}

impl Operation {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 15] = [
        Self::Version,
        Self::AccountInfo,
        Self::AccountOrders,
        Self::AccountServices,
        Self::AccountCredits,
        Self::AccountBonuses,
        Self::ServerInfo,
        Self::ServerTasks,
        Self::ServerGraphs,
        Self::ServerOs,
        Self::ServerReboot,
        Self::ServerRecreate,
        Self::ServerResetPassword,
        Self::ServerChange,
        Self::ServerDomain,
    ];

    /// The name in kebab case, as a panel or a message shows it, and the command.
    const fn row(self) -> (&'static str, &'static str) {
        match self {
            Self::Version => ("version", "version"),
            Self::AccountInfo => ("account-info", "account_info"),
            Self::AccountOrders => ("account-orders", "account_orders"),
            Self::AccountServices => ("account-services", "account_services"),
            Self::AccountCredits => ("account-credits", "account_credits"),
            Self::AccountBonuses => ("account-bonuses", "account_bonuses"),
            Self::ServerInfo => ("server-info", "server_info"),
            Self::ServerTasks => ("server-tasks", "server_tasks"),
            Self::ServerGraphs => ("server-graphs", "server_graphs"),
            Self::ServerOs => ("server-os", "server_os"),
            Self::ServerReboot => ("server-reboot", "server_reboot"),
            Self::ServerRecreate => ("server-recreate", "server_recreate"),
            Self::ServerResetPassword => ("server-reset-password", "server_reset_password"),
            Self::ServerChange => ("server-change", "server_change"),
            Self::ServerDomain => ("server-domain", "server_domain"),
        }
    }

    /// The command, as requests name it.
    pub const fn command(self) -> &'static str {
        self.row().1
    }

    /// Whether it queues a task.
    pub const fn is_change(self) -> bool {
        matches!(
            self,
            Self::ServerReboot
                | Self::ServerRecreate
                | Self::ServerResetPassword
                | Self::ServerChange
                | Self::ServerDomain
        )
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.row().0)
    }
}

impl Endpoint for Operation {
    const ALL: &'static [Self] = &Self::ALL;
    const SECRET_FIELDS: &'static [&'static str] = &["password"];

    fn name(self) -> &'static str {
        self.row().0
    }

    fn template(self) -> &'static str {
        // The address is the whole of it.
        ""
    }

    fn filter(self) -> MethodFilter {
        MethodFilter::GET.or(MethodFilter::POST)
    }

    fn is_asked_for(self, query: Option<&str>, body: &[u8]) -> bool {
        Fields::of(query, body).get("command") == Some(self.command())
    }
}
