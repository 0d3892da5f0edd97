//! What adapters offer: one trait per facet, reads apart from changes.
//!
//! The bot's own looking (inventory, job following, settlement) holds [`Reads`], which has no changing method. Every
//! changing method asks for an [`Authorized`] value.

pub mod http;
pub mod inventory;
pub mod layers;
pub mod lenient;
pub mod llamalink;
pub mod registry;

use async_trait::async_trait;

use crate::domain::billing::Balance;
use crate::domain::order::{Choices, Plan, Purchase};
use crate::domain::server::Server;
use crate::domain::{AccountName, Capability, Error, Operation, ProviderName, ResourceRef};
use crate::policy::Authorized;

pub use registry::{Account, Registry};

/// Which account of which provider an adapter speaks for.
pub trait Identity: Send + Sync {
    /// The provider.
    fn provider(&self) -> ProviderName;

    /// The account.
    fn account(&self) -> &AccountName;

    /// What the adapter offers.
    fn capability(&self) -> &'static Capability;

    /// The error of an operation that the adapter does not offer.
    fn unsupported(&self, operation: Operation) -> Error {
        Error::unsupported(self.provider(), operation)
    }
}

/// Looking at servers.
#[async_trait]
pub trait Servers: Identity {
    /// All servers of the account.
    async fn servers(&self) -> Result<Vec<Server>, Error> {
        Err(self.unsupported(Operation::ServerList))
    }

    /// One server.
    async fn server(&self, id: &str) -> Result<Server, Error> {
        let _ = id;
        Err(self.unsupported(Operation::ServerShow))
    }
}

/// Changing servers. What is changed is the permit's target.
#[async_trait]
pub trait ServerControl: Identity {
    /// Starts the server.
    async fn start(&self, permit: &Authorized) -> Result<(), Error> {
        let _ = permit;
        Err(self.unsupported(Operation::ServerStart))
    }

    /// Powers the server off.
    async fn stop(&self, permit: &Authorized) -> Result<(), Error> {
        let _ = permit;
        Err(self.unsupported(Operation::ServerStop))
    }

    /// Restarts the server.
    async fn restart(&self, permit: &Authorized) -> Result<(), Error> {
        let _ = permit;
        Err(self.unsupported(Operation::ServerRestart))
    }

    /// Deletes the server with its data.
    async fn destroy(&self, permit: &Authorized) -> Result<(), Error> {
        let _ = permit;
        Err(self.unsupported(Operation::ServerDestroy))
    }
}

/// Looking at money.
#[async_trait]
pub trait Billing: Identity {
    /// What the account holds, owes and will owe.
    async fn balance(&self) -> Result<Balance, Error> {
        Err(self.unsupported(Operation::BalanceShow))
    }
}

/// Looking at what can be bought.
#[async_trait]
pub trait Shop: Identity {
    /// The plans on sale.
    async fn plans(&self) -> Result<Vec<Plan>, Error> {
        Err(self.unsupported(Operation::PlanList))
    }
}

/// Buying.
#[async_trait]
pub trait Purchases: Identity {
    /// Buys the plan that is the permit's target.
    async fn buy(&self, permit: &Authorized, choices: &Choices) -> Result<Purchase, Error> {
        let _ = (permit, choices);
        Err(self.unsupported(Operation::OrderBuy))
    }
}

/// Everything that an adapter can be asked without changing anything.
pub trait Reads: Servers + Billing + Shop {}

impl<T: Servers + Billing + Shop> Reads for T {}

/// Everything that changes something; each method asks for an [`Authorized`] value.
pub trait Changes: ServerControl + Purchases {}

impl<T: ServerControl + Purchases> Changes for T {}

/// Our code for one account of one provider.
pub trait Adapter: Reads + Changes {}

impl<T: Reads + Changes> Adapter for T {}

/// The thing that a permit lets an adapter change.
///
/// # Panics
///
/// When the permit is for another action or account: the pipeline handed the wrong one, and going on could change what
/// nobody allowed.
pub fn permitted<'a>(
    adapter: &dyn Identity,
    permit: &'a Authorized,
    operation: Operation,
) -> &'a ResourceRef {
    let resource = permit.target().resource().filter(|resource| resource.account == *adapter.account());
    match resource {
        Some(resource) if permit.action().operations().contains(&operation) => resource,
        _ => panic!("a permit for {} on {} was used for {operation}", permit.action(), permit.target()),
    }
}
