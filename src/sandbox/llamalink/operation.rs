//! The documented operations: one table of names, methods and paths.

use std::fmt;

use axum::routing::MethodFilter;

use crate::sandbox::provider::Endpoint;

/// One documented operation of LlamaLink.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operation {
    /// `GET /user/payment`
    ListCards,
    /// `GET /platform/vps-plans`
    ListPlans,
    /// `GET /platform/os-templates`
    ListTemplates,
    /// `POST /user/subscribe-vps`
    BuyPlan,
    /// `POST /user/custom-packages`
    BuyCustom,
    /// `GET /user/vps/provision-progress/{op}`
    ProvisionProgress,
    /// `GET /user/vps`
    ListServers,
    /// `GET /user/vps/{id}`
    ShowServer,
    /// `GET /user/vps/start/{id}`
    StartServer,
    /// `GET /user/vps/stop/{id}`
    StopServer,
    /// `GET /user/vps/restart/{id}`
    RestartServer,
    /// `GET /user/vps/{id}/metrics-history`
    MetricsHistory,
    /// `GET /user/websites`
    ListSites,
    /// `GET /user/websites/info/{id}`
    ShowSite,
    /// `POST /user/websites/new`
    CreateSite,
    /// `GET /user/profile`
    ShowProfile,
    /// `GET /user/subscriptions`
    ListSubscriptions,
}

impl Operation {
    /// All seventeen, in the order of the documentation.
    pub const ALL: [Self; 17] = [
        Self::ListCards,
        Self::ListPlans,
        Self::ListTemplates,
        Self::BuyPlan,
        Self::BuyCustom,
        Self::ProvisionProgress,
        Self::ListServers,
        Self::ShowServer,
        Self::StartServer,
        Self::StopServer,
        Self::RestartServer,
        Self::MetricsHistory,
        Self::ListSites,
        Self::ShowSite,
        Self::CreateSite,
        Self::ShowProfile,
        Self::ListSubscriptions,
    ];

    const fn row(self) -> (&'static str, &'static str) {
        match self {
            Self::ListCards => ("list-cards", "/user/payment"),
            Self::ListPlans => ("list-plans", "/platform/vps-plans"),
            Self::ListTemplates => ("list-templates", "/platform/os-templates"),
            Self::BuyPlan => ("buy-plan", "/user/subscribe-vps"),
            Self::BuyCustom => ("buy-custom", "/user/custom-packages"),
            Self::ProvisionProgress => ("provision-progress", "/user/vps/provision-progress/{id}"),
            Self::ListServers => ("list-servers", "/user/vps"),
            Self::ShowServer => ("show-server", "/user/vps/{id}"),
            Self::StartServer => ("start-server", "/user/vps/start/{id}"),
            Self::StopServer => ("stop-server", "/user/vps/stop/{id}"),
            Self::RestartServer => ("restart-server", "/user/vps/restart/{id}"),
            Self::MetricsHistory => ("metrics-history", "/user/vps/{id}/metrics-history"),
            Self::ListSites => ("list-sites", "/user/websites"),
            Self::ShowSite => ("show-site", "/user/websites/info/{id}"),
            Self::CreateSite => ("create-site", "/user/websites/new"),
            Self::ShowProfile => ("show-profile", "/user/profile"),
            Self::ListSubscriptions => ("list-subscriptions", "/user/subscriptions"),
        }
    }

    /// The name in kebab case, as a panel or a message shows it.
    pub const fn name(self) -> &'static str {
        self.row().0
    }

    /// The path, with `{id}` for its parameter.
    pub const fn template(self) -> &'static str {
        self.row().1
    }

    /// The operation with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operation| operation.name() == name)
    }

    /// Whether a key is asked for: everywhere but on `/platform/*`.
    pub const fn needs_key(self) -> bool {
        !matches!(self, Self::ListPlans | Self::ListTemplates)
    }

    /// Whether the documentation has it as POST; everything else, restart too, is GET.
    pub const fn is_post(self) -> bool {
        matches!(self, Self::BuyPlan | Self::BuyCustom | Self::CreateSite)
    }
}

impl Endpoint for Operation {
    const ALL: &'static [Self] = &Self::ALL;
    const IDEMPOTENCY_HEADER: Option<&'static str> = Some("x-provision-op-id");

    fn name(self) -> &'static str {
        self.name()
    }

    fn template(self) -> &'static str {
        self.template()
    }

    fn filter(self) -> MethodFilter {
        if self.is_post() { MethodFilter::POST } else { MethodFilter::GET }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
