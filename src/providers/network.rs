//! The facets of an adapter about the networks of servers.

use async_trait::async_trait;

use super::Identity;
use crate::domain::network::{Family, Interface, InterfaceSettings, NetAddress, Pool};
use crate::domain::{Error, Operation};
use crate::policy::Authorized;

/// Looking at the networks of servers.
#[async_trait]
pub trait Networks: Identity {
    /// The network interfaces of a server.
    async fn interfaces(&self, server: &str) -> Result<Vec<Interface>, Error> {
        let _ = server;
        Err(self.unsupported(Operation::InterfaceList))
    }

    /// One network interface of a server, by its id or its name.
    async fn interface(&self, server: &str, interface: &str) -> Result<Interface, Error> {
        let _ = (server, interface);
        Err(self.unsupported(Operation::InterfaceShow))
    }

    /// The addresses of a server: all, or those of one family or of the interface of one number.
    async fn server_addresses(
        &self,
        server: &str,
        family: Option<Family>,
        interface: Option<u32>,
    ) -> Result<Vec<NetAddress>, Error> {
        let _ = (server, family, interface);
        Err(self.unsupported(Operation::AddressList))
    }

    /// The pools that a server's further addresses are taken from, or those of the interface of one number.
    async fn pools(&self, server: &str, interface: Option<u32>) -> Result<Vec<Pool>, Error> {
        let _ = (server, interface);
        Err(self.unsupported(Operation::PoolList))
    }
}

/// Changing the networks of servers. The server is the permit's target.
#[async_trait]
pub trait NetworkControl: Identity {
    /// Gives the server another network interface.
    async fn add_interface(&self, permit: &Authorized, settings: &InterfaceSettings) -> Result<(), Error> {
        let _ = (permit, settings);
        Err(self.unsupported(Operation::InterfaceAdd))
    }

    /// Gives a network interface of the server other settings.
    async fn update_interface(
        &self,
        permit: &Authorized,
        interface: &Interface,
        settings: &InterfaceSettings,
    ) -> Result<(), Error> {
        let _ = (permit, interface, settings);
        Err(self.unsupported(Operation::InterfaceUpdate))
    }

    /// Takes a network interface of the server away.
    async fn remove_interface(&self, permit: &Authorized, interface: &Interface) -> Result<(), Error> {
        let _ = (permit, interface);
        Err(self.unsupported(Operation::InterfaceRemove))
    }

    /// Gives a network interface of the server another address from a pool.
    async fn assign_address(
        &self,
        permit: &Authorized,
        interface: &Interface,
        pool: &str,
        family: Family,
    ) -> Result<(), Error> {
        let _ = (permit, interface, pool, family);
        Err(self.unsupported(Operation::AddressAssign))
    }
}
