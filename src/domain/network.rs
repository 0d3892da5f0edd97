//! Networks of servers: interfaces, their addresses, and the pools that further ones are taken from.

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use super::ProviderName;
use super::job::Sight;
use super::outcome::ResourceName;

/// A family of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// IPv4.
    Ipv4,
    /// IPv6.
    Ipv6,
}

impl Family {
    /// Both.
    pub const ALL: [Family; 2] = [Family::Ipv4, Family::Ipv6];

    /// The family's name in small letters, as options and requests write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Family::Ipv4 => "ipv4",
            Family::Ipv6 => "ipv6",
        }
    }
}

impl From<IpAddr> for Family {
    fn from(address: IpAddr) -> Self {
        if address.is_ipv4() { Family::Ipv4 } else { Family::Ipv6 }
    }
}

impl FromStr for Family {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Family::ALL.into_iter().find(|family| family.as_str().eq_ignore_ascii_case(text.trim())).ok_or(())
    }
}

/// An address as its provider keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetAddress {
    /// The provider's id for it; `None` when it is not told.
    pub id: Option<String>,
    /// The address.
    pub address: IpAddr,
}

/// A network interface of a server; what a provider does not tell is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// The provider's id for it: a number mostly.
    pub id: String,
    /// Its name, such as `net0`; foreign text.
    pub name: Option<String>,
    /// Its model; foreign text.
    pub model: Option<String>,
    /// Its hardware address; foreign text.
    pub mac: Option<String>,
    /// Whether its firewall is on.
    pub firewall: Option<bool>,
    /// Its addresses.
    pub addresses: Vec<NetAddress>,
}

impl Interface {
    /// What it is called: its name, else its id; foreign text.
    pub fn title(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.id)
    }

    /// Whether the text means it.
    pub fn is_named(&self, text: &str) -> bool {
        self.id == text || self.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(text))
    }

    /// Its number, by which changes address it: the id, else the one at the end of a name such as `net0`.
    pub fn number(&self) -> Option<u32> {
        let named = || self.name.as_deref()?.strip_prefix("net")?.parse().ok();
        self.id.parse().ok().or_else(named)
    }

    /// The first of its addresses that another interface would take with these settings; `all` are those of the server,
    /// since an interface may tell its own without their ids.
    pub fn loses_to(&self, settings: &InterfaceSettings, all: &[NetAddress]) -> Option<IpAddr> {
        let is_taken = |it: &NetAddress| {
            let id = it.id.as_ref().and_then(|id| id.parse().ok());
            let taken = settings.addresses(Family::from(it.address)).unwrap_or_default();
            id.is_some_and(|id| taken.contains(&id))
        };
        let loses = |own: &&NetAddress| {
            is_taken(own) || all.iter().any(|it| it.address == own.address && is_taken(it))
        };
        self.addresses.iter().find(loses).map(|it| it.address)
    }

    /// What a change of its settings shows in.
    pub fn sight(&self) -> Sight {
        let mut sight = BTreeMap::new();
        sight.extend(self.firewall.map(|on| ("firewall".to_owned(), on.to_string())));
        for family in Family::ALL {
            let of_family = self.addresses.iter().filter(|it| Family::from(it.address) == family);
            // An address whose id is not told may be any of those that are asked for.
            let ids: Option<Vec<u64>> = of_family.map(|it| it.id.as_ref()?.parse().ok()).collect();
            sight.extend(ids.map(|ids| (family.as_str().to_owned(), InterfaceSettings::ids(&ids))));
        }
        sight
    }
}

/// What an interface can be given; `None` leaves it as it is, or to the provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InterfaceSettings {
    /// Whether its firewall is on.
    pub firewall: Option<bool>,
    /// The provider's ids of its IPv4 addresses: all that it shall have.
    pub ipv4: Option<Vec<u64>>,
    /// The same for IPv6.
    pub ipv6: Option<Vec<u64>>,
}

impl InterfaceSettings {
    /// The addresses of a family.
    pub fn addresses(&self, family: Family) -> Option<&[u64]> {
        match family {
            Family::Ipv4 => self.ipv4.as_deref(),
            Family::Ipv6 => self.ipv6.as_deref(),
        }
    }

    /// What the interface shows that has them.
    pub fn sight(&self) -> Sight {
        let mut sight = BTreeMap::new();
        sight.extend(self.firewall.map(|on| ("firewall".to_owned(), on.to_string())));
        for family in Family::ALL {
            let ids = self.addresses(family).map(InterfaceSettings::ids);
            sight.extend(ids.map(|ids| (family.as_str().to_owned(), ids)));
        }
        sight
    }

    fn ids(ids: &[u64]) -> String {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
        ids.join(",")
    }
}

/// A pool that addresses are taken from; what a provider does not tell is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool {
    /// The provider's id for it.
    pub id: String,
    /// Its name; foreign text.
    pub name: String,
    /// The family of its addresses.
    pub family: Option<Family>,
    /// How many of its addresses are free.
    pub free: Option<u64>,
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is done to a server's network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NetworkDeed {
    /// It gets another interface.
    Add {
        /// With these settings.
        settings: InterfaceSettings,
        /// The ids of the interfaces that were there before.
        before: Sight,
    },
    /// An interface gets other settings.
    Update {
        /// The interface as it is now.
        interface: Interface,
        /// The settings.
        settings: InterfaceSettings,
    },
    /// An interface is taken away.
    Remove {
        /// The interface as it is now.
        interface: Interface,
    },
    /// An interface gets another address.
    Assign {
        /// The interface as it is now.
        interface: Interface,
        /// From where.
        pool: Pool,
        /// Of which family.
        family: Family,
        /// The addresses that the server had before.
        before: Sight,
    },
}

impl NetworkDeed {
    /// The interface that it is done to, if it is one that there is.
    pub fn interface(&self) -> Option<&Interface> {
        match self {
            NetworkDeed::Add { .. } => None,
            NetworkDeed::Update { interface, .. }
            | NetworkDeed::Remove { interface }
            | NetworkDeed::Assign { interface, .. } => Some(interface),
        }
    }
}

/// The interfaces by their ids.
pub fn interfaces_sight(interfaces: &[Interface]) -> Sight {
    interfaces.iter().map(|it| (it.id.clone(), it.title().to_owned())).collect()
}

/// The addresses by themselves.
pub fn addresses_sight(addresses: &[NetAddress]) -> Sight {
    addresses.iter().map(|it| (it.address.to_string(), it.address.to_string())).collect()
}

/// A part of a server's network.
#[derive(Clone, Debug)]
pub struct NetworkShown {
    /// The server.
    pub server: ResourceName,
    /// Its account's provider.
    pub provider: ProviderName,
    /// The part.
    pub part: NetworkPart,
}

/// What is shown of a network.
#[derive(Clone, Debug)]
pub enum NetworkPart {
    /// The interfaces.
    Interfaces(Vec<Interface>),
    /// One interface.
    Interface(Interface),
    /// The addresses.
    Addresses(Vec<NetAddress>),
    /// The pools that addresses can be taken from.
    Pools(Vec<Pool>),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interface(firewall: Option<bool>, ids: &[Option<&str>]) -> Interface {
        let address = |id: &Option<&str>| NetAddress {
            id: id.map(str::to_owned),
            address: "203.0.113.70".parse().unwrap(),
        };
        Interface {
            id: "0".to_owned(),
            name: Some("net0".to_owned()),
            model: None,
            mac: None,
            firewall,
            addresses: ids.iter().map(address).collect(),
        }
    }

    #[test]
    fn settings_show_in_an_interface_as_far_as_it_tells_them() {
        let wanted = InterfaceSettings { firewall: Some(true), ipv4: Some(vec![902, 901, 902]), ipv6: None };
        let shown = |interface: &Interface| {
            let shown = interface.sight();
            wanted.sight().iter().map(|(key, words)| shown.get(key).map(|it| it == words)).collect::<Vec<_>>()
        };
        let all = Some(true);
        assert_eq!(shown(&interface(Some(true), &[Some("901"), Some("902")])), [all, all]);
        assert_eq!(shown(&interface(Some(false), &[Some("901")])), [Some(false), Some(false)]);
        assert_eq!(shown(&interface(None, &[Some("901"), None])), [None, None]);
    }

    #[test]
    fn an_interface_is_meant_by_its_id_and_its_name_and_has_a_number() {
        let interface = interface(None, &[]);
        assert!(interface.is_named("0") && interface.is_named("NET0") && !interface.is_named("1"));
        assert_eq!(interface.number(), Some(0));
        let named = Interface { id: "net7".to_owned(), name: Some("net7".to_owned()), ..interface };
        assert_eq!(named.number(), Some(7));
        assert_eq!(Interface { name: None, ..named }.number(), None);
    }
}
