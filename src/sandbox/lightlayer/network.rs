//! Networks of VMs: interfaces, their addresses, and the pools that further ones are taken from.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// The first id of an address.
const FIRST_ADDRESS: u64 = 901;

/// A network interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nic {
    /// Its hardware address.
    pub mac: String,
    /// Whether its firewall is on.
    pub firewall: bool,
    /// The ids of its addresses.
    pub addresses: BTreeSet<u64>,
}

/// The network of a VM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// The interfaces by their numbers.
    pub nics: BTreeMap<u32, Nic>,
    /// The addresses that the VM has by id, in use or not.
    pub addresses: BTreeMap<u64, IpAddr>,
}

impl Network {
    /// One interface with one address.
    pub fn of(address: IpAddr) -> Self {
        let mut network =
            Self { nics: BTreeMap::new(), addresses: BTreeMap::from([(FIRST_ADDRESS, address)]) };
        network.add(false, BTreeSet::from([FIRST_ADDRESS]));
        network
    }

    /// The main address: the first IPv4 address of the first interface.
    pub fn main(&self) -> Option<IpAddr> {
        let nic = self.nics.values().next()?;
        nic.addresses.iter().filter_map(|id| self.addresses.get(id)).find(|it| it.is_ipv4()).copied()
    }

    /// Adds an interface and returns its number.
    pub(super) fn add(&mut self, firewall: bool, addresses: BTreeSet<u64>) -> u32 {
        let number = (0..).find(|number| !self.nics.contains_key(number)).unwrap_or_default();
        self.take_from_others(&addresses);
        let mac = format!("52:54:00:00:00:{:02x}", number + 1);
        self.nics.insert(number, Nic { mac, firewall, addresses });
        number
    }

    /// Gives an interface these addresses of one family in place of those that it has.
    pub(super) fn give(&mut self, number: u32, addresses: BTreeSet<u64>, is_ipv4: bool) {
        self.take_from_others(&addresses);
        let Some(nic) = self.nics.get_mut(&number) else { return };
        nic.addresses.retain(|id| self.addresses.get(id).is_some_and(|it| it.is_ipv4() != is_ipv4));
        nic.addresses.extend(addresses);
    }

    /// Adds an address to an interface.
    pub(super) fn assign(&mut self, number: u32, address: IpAddr) {
        let id = self.addresses.keys().next_back().map_or(FIRST_ADDRESS, |last| last + 1);
        self.addresses.insert(id, address);
        if let Some(nic) = self.nics.get_mut(&number) {
            nic.addresses.insert(id);
        }
    }

    fn take_from_others(&mut self, addresses: &BTreeSet<u64>) {
        for nic in self.nics.values_mut() {
            nic.addresses.retain(|id| !addresses.contains(id));
        }
    }
}

/// A pool that further addresses are taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressPool {
    /// Its id.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// What is left in it.
    pub free: Vec<IpAddr>,
}
