//! Interfaces, addresses and pools, in whatever form a portal sends them: none of them is documented.

use std::net::IpAddr;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::domain::network::{self, Family, NetAddress};
use crate::domain::resource::is_plain_id;
use crate::providers::lenient;

/// An interface.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Interface {
    #[serde(deserialize_with = "lenient::id")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::id")]
    iface: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    model: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    mac: Option<String>,
    #[serde(deserialize_with = "lenient::truth")]
    firewall: Option<bool>,
    #[serde(deserialize_with = "all")]
    ip: Vec<NetAddress>,
    #[serde(deserialize_with = "all")]
    ips: Vec<NetAddress>,
    #[serde(deserialize_with = "all")]
    ipv4: Vec<NetAddress>,
    #[serde(deserialize_with = "all")]
    ipv6: Vec<NetAddress>,
}

/// An interface, with the key under which it stood; `None` without an id.
pub fn interface(key: Option<&str>, value: &Value) -> Option<network::Interface> {
    let told: Interface = lenient::entry(value)?;
    let key = key.filter(|key| is_plain_id(key)).map(str::to_owned);
    let named = || told.name.clone().filter(|name| is_plain_id(name));
    let id = told.id.or(told.iface).or(key).or_else(named)?;
    let mut addresses: Vec<NetAddress> = vec![];
    for address in [told.ip, told.ips, told.ipv4, told.ipv6].into_iter().flatten() {
        match addresses.iter_mut().find(|known| known.address == address.address) {
            Some(known) => known.id = known.id.take().or(address.id),
            None => addresses.push(address),
        }
    }
    Some(network::Interface {
        id,
        name: told.name,
        model: told.model,
        mac: told.mac,
        firewall: told.firewall,
        addresses,
    })
}

/// An address, with the key under which it stood: a text, or a map that has it.
pub fn address(key: Option<&str>, value: &Value) -> Option<NetAddress> {
    /// The names that portals have for an address, and for its id.
    const NAMES: [&str; 3] = ["ipaddress", "ip", "address"];
    let id = |value: &Value| match value {
        Value::String(id) if is_plain_id(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()).filter(|id| is_plain_id(id)),
        _ => None,
    };
    let key = key.filter(|key| lenient::is_number(key)).map(str::to_owned);
    let (text, id) = match value {
        Value::String(text) => (text.as_str(), key),
        Value::Object(fields) => {
            let text = NAMES.iter().find_map(|name| fields.get(*name)?.as_str())?;
            (text, fields.get("id").and_then(id).or(key))
        }
        _ => return None,
    };
    let bare = text.trim().split('/').next().unwrap_or_default();
    Some(NetAddress { id, address: bare.parse::<IpAddr>().ok()? })
}

/// Every address in a text, a list, a map by ids, or among the addresses of interfaces.
pub fn addresses(value: &Value) -> Vec<NetAddress> {
    fn gather(key: Option<&str>, value: &Value, found: &mut Vec<NetAddress>) {
        if let Some(address) = address(key, value) {
            return found.push(address);
        }
        match value {
            Value::Array(items) => items.iter().for_each(|item| gather(None, item, found)),
            // A map by ids: its values are maps, or its keys numbers. A network's gateway is a text, and no address of
            // the server.
            Value::Object(fields) => {
                let nested = |(key, value): &(&String, &Value)| !value.is_string() || lenient::is_number(key);
                fields.iter().filter(nested).for_each(|(key, value)| gather(Some(key), value, found));
            }
            _ => {}
        }
    }
    let mut found = vec![];
    gather(None, value, &mut found);
    found
}

fn all<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<NetAddress>, D::Error> {
    Ok(addresses(&Value::deserialize(deserializer)?))
}

/// A pool of addresses.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Pool {
    #[serde(deserialize_with = "lenient::id")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::id")]
    list_id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    title: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    r#type: Option<String>,
    #[serde(deserialize_with = "lenient::whole")]
    free: Option<u64>,
    #[serde(deserialize_with = "lenient::whole")]
    available: Option<u64>,
}

/// A pool, with the key under which it stood; `None` without an id.
pub fn pool(key: Option<&str>, value: &Value) -> Option<network::Pool> {
    let key = key.filter(|key| is_plain_id(key)).map(str::to_owned);
    if let Value::String(name) = value {
        let name = name.trim().to_owned();
        let id = key.or_else(|| Some(name.clone()).filter(|name| is_plain_id(name)))?;
        return Some(network::Pool { id, name, family: None, free: None });
    }
    let told: Pool = lenient::entry(value)?;
    let id = told.id.or(told.list_id).or(key)?;
    let name = told.name.or(told.title).unwrap_or_else(|| id.clone());
    let family = told.r#type.and_then(|family| family.parse::<Family>().ok());
    Some(network::Pool { id, name, family, free: told.free.or(told.available) })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn addresses_are_found_in_every_likely_form_and_gateways_are_none() {
        let told = |value: Value| -> Vec<(Option<String>, String)> {
            addresses(&value).into_iter().map(|it| (it.id, it.address.to_string())).collect()
        };
        let one = |id: Option<&str>| vec![(id.map(str::to_owned), "203.0.113.70".to_owned())];
        for value in [
            json!(" 203.0.113.70/24 "),
            json!(["203.0.113.70"]),
            json!([{"ipaddress": "203.0.113.70"}]),
            json!({"net0": [{"address": "203.0.113.70"}]}),
        ] {
            assert_eq!(told(value.clone()), one(None), "{value}");
        }
        for value in [
            json!({"901": "203.0.113.70"}),
            json!([{"id": 901, "ip": "203.0.113.70"}]),
            json!({"901": {"ipaddress": "203.0.113.70", "gateway": "203.0.113.1"}}),
            json!({"901": {"id": "901", "ip": "203.0.113.70"}}),
        ] {
            assert_eq!(told(value.clone()), one(Some("901")), "{value}");
        }
        for value in [json!(null), json!({"gateway": "203.0.113.1"}), json!([7, {"ip": "x"}]), json!("x")] {
            assert_eq!(told(value.clone()), [], "{value}");
        }
    }

    #[test]
    fn interfaces_and_pools_take_their_ids_from_wherever_they_stand() {
        let id = |key, value| interface(key, &value).map(|it| it.id);
        let some = |id: &str| Some(id.to_owned());
        assert_eq!(id(None, json!({"id": 0})), some("0"));
        assert_eq!(id(Some("net1"), json!({})), some("net1"));
        assert_eq!(id(None, json!({"name": "net0"})), some("net0"));
        assert_eq!(id(None, json!({"name": "../x"})), None);
        assert_eq!(id(Some("a/b"), json!([])), None);
        let shown = |key, value| pool(key, &value).map(|it| (it.id, it.name, it.free));
        assert_eq!(shown(Some("5"), json!("Public")), Some(("5".into(), "Public".into(), None)));
        assert_eq!(shown(None, json!("public")), Some(("public".into(), "public".into(), None)));
        assert_eq!(
            shown(None, json!({"list_id": 5, "available": "3"})),
            Some(("5".into(), "5".into(), Some(3)))
        );
        assert_eq!(shown(None, json!("two words")), None);
    }
}
