//! The facets of an adapter about single services.

use async_trait::async_trait;

use super::Identity;
use crate::domain::job::Sight;
use crate::domain::order::Template;
use crate::domain::server::Server;
use crate::domain::service::{
    Estimate, NewServer, ServiceAddress, ServiceMethod, Told, UpgradeOptions, UpgradeWish,
};
use crate::domain::{Acceptance, Error, Operation};
use crate::policy::Authorized;

/// Looking at single services.
#[async_trait]
pub trait Services: Identity {
    /// The calls that a service offers.
    async fn service_methods(&self, service: &str) -> Result<Vec<ServiceMethod>, Error> {
        let _ = service;
        Err(self.unsupported(Operation::ServiceMethods))
    }

    /// What a service has and uses.
    async fn service_resources(&self, service: &str) -> Result<Vec<Told>, Error> {
        let _ = service;
        Err(self.unsupported(Operation::ServiceResources))
    }

    /// The addresses of a service.
    async fn service_addresses(&self, service: &str) -> Result<Vec<ServiceAddress>, Error> {
        let _ = service;
        Err(self.unsupported(Operation::ServiceAddresses))
    }

    /// The servers of a service.
    async fn service_servers(&self, service: &str) -> Result<Vec<Server>, Error> {
        let _ = service;
        Err(self.unsupported(Operation::ServiceServers))
    }

    /// The operating systems that the servers of a service can be set up with.
    async fn service_templates(&self, service: &str) -> Result<Vec<Template>, Error> {
        let _ = service;
        Err(self.unsupported(Operation::ServiceServers))
    }

    /// What a service is called by those who rent it; `None`: nothing.
    async fn service_label(&self, service: &str) -> Result<Option<String>, Error> {
        let _ = service;
        Err(self.unsupported(Operation::LabelShow))
    }

    /// What a service can be upgraded to.
    async fn upgrade_options(&self, service: &str) -> Result<UpgradeOptions, Error> {
        let _ = service;
        Err(self.unsupported(Operation::UpgradeOptions))
    }

    /// What of a service an upgrade changes, as it is now.
    async fn upgrade_sight(&self, service: &str) -> Result<Sight, Error> {
        let _ = service;
        Err(self.unsupported(Operation::UpgradeOptions))
    }

    /// What an upgrade of a service would cost.
    async fn upgrade_estimate(&self, service: &str, wish: &UpgradeWish) -> Result<Estimate, Error> {
        let _ = (service, wish);
        Err(self.unsupported(Operation::UpgradeEstimate))
    }
}

/// Changing services. The service is the permit's target.
#[async_trait]
pub trait ServiceControl: Identity {
    /// Gives the service another label.
    async fn relabel(&self, permit: &Authorized, label: &str) -> Result<Acceptance, Error> {
        let _ = (permit, label);
        Err(self.unsupported(Operation::ServiceRelabel))
    }

    /// Asks for the service to end: at once, or at the end of what is paid.
    async fn cancel_service(
        &self,
        permit: &Authorized,
        immediate: bool,
        reason: Option<&str>,
    ) -> Result<Acceptance, Error> {
        let _ = (permit, immediate, reason);
        Err(self.unsupported(Operation::ServiceCancel))
    }

    /// Upgrades the service.
    async fn upgrade_service(&self, permit: &Authorized, wish: &UpgradeWish) -> Result<(), Error> {
        let _ = (permit, wish);
        Err(self.unsupported(Operation::ServiceUpgrade))
    }

    /// Makes a server within the service; its id, where the provider tells it.
    async fn create_server(&self, permit: &Authorized, server: &NewServer) -> Result<Option<String>, Error> {
        let _ = (permit, server);
        Err(self.unsupported(Operation::ServerCreate))
    }
}
