//! The requests about the networks of VMs.

use reqwest::Method;
use serde_json::{Map, Value, json};

use super::{Client, error, vm_path};
use crate::domain::network::{Family, Interface, InterfaceSettings, NetAddress, Pool};
use crate::domain::{Error, Operation};
use crate::providers::layers::{Call, Effect, Path, Shape};
use crate::providers::lightlayer::network;

impl Client {
    pub async fn interfaces(&self, server: &str) -> Result<Vec<Interface>, Error> {
        let operation = Operation::InterfaceList;
        let path = vm_path(operation, server)?.0.word("interfaces");
        let call = Call::read(operation, path, Shape::Either);
        let answer = self.stack.send(&call).await?;
        self.entries(&call, &answer, "interfaces", network::interface)
    }

    pub async fn interface(&self, server: &str, interface: &str) -> Result<Interface, Error> {
        let operation = Operation::InterfaceShow;
        let call = Call::read(operation, interface_path(operation, server, interface)?, Shape::Map);
        let answer = self.stack.send(&call).await?;
        let inner = ["interface", "iface"].iter().find_map(|key| answer.get(*key)).unwrap_or(&answer);
        // What does not tell its id is what was asked for.
        let found = network::interface(Some(interface), inner).filter(|_| inner.is_object());
        let found =
            found.ok_or_else(|| self.unreadable(&call, "expected an interface, got a map without one"))?;
        if !found.is_named(interface) {
            return Err(self.unreadable(&call, "got another interface than asked for"));
        }
        Ok(found)
    }

    pub async fn add_interface(&self, server: &str, settings: &InterfaceSettings) -> Result<(), Error> {
        let operation = Operation::InterfaceAdd;
        let path = vm_path(operation, server)?.0.word("interfaces");
        self.change(operation, Method::POST, path, Some(body(settings))).await.map(drop)
    }

    pub async fn update_interface(
        &self,
        server: &str,
        interface: &Interface,
        settings: &InterfaceSettings,
    ) -> Result<(), Error> {
        let operation = Operation::InterfaceUpdate;
        let number = number(operation, interface)?.to_string();
        let path = interface_path(operation, server, &number)?;
        self.change(operation, Method::PUT, path, Some(body(settings))).await.map(drop)
    }

    /// Takes an interface away; by its name where it has one, as the known clients do.
    pub async fn remove_interface(&self, server: &str, interface: &Interface) -> Result<(), Error> {
        let operation = Operation::InterfaceRemove;
        let path = interface_path(operation, server, interface.title())
            .or_else(|_| interface_path(operation, server, &interface.id))?;
        self.change(operation, Method::DELETE, path, None).await.map(drop)
    }

    pub async fn server_addresses(
        &self,
        server: &str,
        family: Option<Family>,
        interface: Option<u32>,
    ) -> Result<Vec<NetAddress>, Error> {
        let operation = Operation::AddressList;
        let mut call = Call::read(operation, vm_path(operation, server)?.0.word("ips"), Shape::Either);
        call.query.extend(family.map(|family| ("type", family.as_str().to_owned())));
        call.query.extend(interface.map(|number| ("iface", number.to_string())));
        let answer = self.stack.send(&call).await?;
        self.entries(&call, &answer, "ips", network::address)
    }

    pub async fn pools(&self, server: &str, interface: Option<u32>) -> Result<Vec<Pool>, Error> {
        let operation = Operation::PoolList;
        let mut call = Call::read(operation, vm_path(operation, server)?.0.word("ippool"), Shape::Either);
        call.query.extend(interface.map(|number| ("iface", number.to_string())));
        let answer = self.stack.send(&call).await?;
        let key = ["ippool", "pools", "ips"].into_iter().find(|key| answer.get(*key).is_some());
        self.entries(&call, &answer, key.unwrap_or("ippool"), network::pool)
    }

    pub async fn assign_address(
        &self,
        server: &str,
        interface: &Interface,
        pool: &str,
        family: Family,
    ) -> Result<(), Error> {
        let operation = Operation::AddressAssign;
        let number = number(operation, interface)?;
        let path = vm_path(operation, server)?.0.word("ippool").id(pool);
        let path = path.ok_or_else(|| error::not_an_id(operation))?;
        let mut call = Call::new(operation, Effect::Spend, Method::POST, path, Shape::Receipt);
        call.body = Some(json!({"type": family.as_str(), "iface": number}));
        self.stack.send(&call).await.map(drop)
    }
}

fn interface_path(operation: Operation, server: &str, interface: &str) -> Result<Path, Error> {
    let path = vm_path(operation, server)?.0.word("interfaces").id(interface);
    path.ok_or_else(|| error::not_an_id(operation))
}

fn number(operation: Operation, interface: &Interface) -> Result<u32, Error> {
    interface.number().ok_or_else(|| error::not_sent(operation, "the interface has no number"))
}

/// What an interface is given: nothing is sent of what is left as it is.
fn body(settings: &InterfaceSettings) -> Value {
    let mut body = Map::new();
    body.extend(settings.firewall.map(|on| ("firewall".to_owned(), u8::from(on).into())));
    for family in Family::ALL {
        let ids = settings.addresses(family);
        body.extend(ids.map(|ids| (family.as_str().to_owned(), json!(ids))));
    }
    Value::Object(body)
}
