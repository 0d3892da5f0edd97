//! VMs, in the forms that portals send them in. Their passwords have no field, so that reading drops them.

use std::net::IpAddr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::network;
use super::types::NO_WORD;
use crate::domain::ResourceRef;
use crate::domain::server::{Server, ServerState};
use crate::providers::lenient;

/// A VM.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Vm {
    #[serde(deserialize_with = "lenient::id")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::id")]
    vmid: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    label: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    hostname: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    status: Option<String>,
    #[serde(deserialize_with = "lenient::truth")]
    power: Option<bool>,
    #[serde(deserialize_with = "lenient::truth")]
    built: Option<bool>,
    #[serde(deserialize_with = "lenient::decimal")]
    memory: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    cpus: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    cores: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    sockets: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    disk: Option<Decimal>,
    #[serde(deserialize_with = "lenient::whole")]
    uptime: Option<u64>,
    #[serde(deserialize_with = "addresses")]
    ipv4: Vec<IpAddr>,
    #[serde(deserialize_with = "addresses")]
    ipv6: Vec<IpAddr>,
    #[serde(deserialize_with = "addresses")]
    ip: Vec<IpAddr>,
    #[serde(deserialize_with = "addresses")]
    interfaces: Vec<IpAddr>,
    /// The key under which it stood.
    #[serde(skip)]
    key: Option<String>,
}

/// The VMs of a service: a map by their ids, or a list. `None`: neither.
pub fn list(answer: &Value) -> Option<Vec<Vm>> {
    match answer.get("vms")? {
        Value::Array(items) => {
            Some(items.iter().map(|item| lenient::entry(item).unwrap_or_default()).collect())
        }
        Value::Object(fields) => Some(fields.iter().map(|(key, value)| keyed(key, value)).collect()),
        _ => None,
    }
}

fn keyed(key: &str, value: &Value) -> Vm {
    let vm: Vm = lenient::entry(value).unwrap_or_default();
    Vm { key: Some(key.to_owned()), ..vm }
}

/// The VM in an answer about one: alone, or as older portals send it, among the others.
pub fn single(answer: &Value, id: &str) -> Option<Vm> {
    if let Some(vm) = answer.get("vm").and_then(lenient::entry) {
        return Some(vm);
    }
    let vms = answer.get("vms")?;
    if let Some(vm) = vms.get(id).filter(|vm| vm.is_object()) {
        return Some(keyed(id, vm));
    }
    let mut vms = list(answer)?;
    if vms.len() == 1 { vms.pop() } else { None }
}

impl Vm {
    /// Its id: the key under which it stood, or what it says itself.
    pub fn take_id(&mut self) -> Option<String> {
        self.key.take().or_else(|| self.id.take()).or_else(|| self.vmid.take())
    }

    /// Whether the portal still makes it.
    pub fn is_being_built(&self) -> bool {
        self.built == Some(false)
    }

    /// Whether it is surely another VM than the one of that id.
    pub fn is_another_than(&self, id: &str) -> bool {
        let ids: Vec<_> = [&self.key, &self.id, &self.vmid].into_iter().flatten().collect();
        !ids.is_empty() && ids.iter().all(|own| *own != id)
    }

    /// The server; `payment_state` is its service's.
    pub fn into_domain(self, resource: ResourceRef, payment_state: Option<String>) -> Server {
        let mut addresses = self.ipv4;
        for address in self.ipv6.into_iter().chain(self.ip).chain(self.interfaces) {
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        }
        let by_socket = match (self.cores, self.sockets) {
            (Some(cores), Some(sockets)) => cores.checked_mul(sockets),
            (cores, _) => cores,
        };
        let gigabytes = |megabytes: Decimal| (megabytes / Decimal::from(1024)).round_dp(2).normalize();
        Server {
            resource,
            name: self.label.or(self.hostname).or(self.name).unwrap_or_default(),
            state: state(self.built, self.status, self.power),
            addresses,
            uptime_seconds: self.uptime,
            cpu_cores: self.cpus.or(by_socket),
            cpu_percent: None,
            memory_used_gb: None,
            memory_total_gb: self.memory.map(gigabytes),
            disk_used_gb: None,
            disk_gb: self.disk,
            sizes: None,
            payment_state,
        }
    }
}

fn state(built: Option<bool>, status: Option<String>, power: Option<bool>) -> ServerState {
    if built == Some(false) {
        return ServerState::Other("building".to_owned());
    }
    match (status, power) {
        (Some(known), _) if known.eq_ignore_ascii_case("running") => ServerState::Running,
        (Some(known), _) if known.eq_ignore_ascii_case("stopped") => ServerState::Stopped,
        (Some(other), _) => ServerState::Other(other),
        (None, Some(true)) => ServerState::Running,
        (None, Some(false)) => ServerState::Stopped,
        (None, None) => ServerState::Other(NO_WORD.to_owned()),
    }
}

/// Every address of a text, a list, a map by ids, or of the addresses of interfaces.
fn addresses<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<IpAddr>, D::Error> {
    let found = network::addresses(&Value::deserialize(deserializer)?);
    Ok(found.into_iter().map(|found| found.address).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::ResourceKind;

    fn documented() -> Value {
        json!({
            "id": "1374", "label": "web-1", "status": "running", "power": true, "built": true, "locked": false,
            "memory": "2048", "cores": "2", "sockets": "1", "cpus": "2", "disk": "40", "uptime": "86400",
            "username": "root", "password": "hunter2", "ipv4": "203.0.113.70", "ipv6": "",
            "ip": {"901": {"ipaddress": "203.0.113.70", "main": true, "type": "ipv4", "gateway": "203.0.113.1"}},
            "interfaces": [{"id": "0", "mac": "52:54:00:00:00:01", "ip": [{"ipaddress": "203.0.113.71"}]}],
            "storage": []
        })
    }

    fn server(vm: Vm) -> Server {
        let resource = ResourceRef::parse(ResourceKind::Server, "asia/301.1374").unwrap();
        vm.into_domain(resource, Some("Active".to_owned()))
    }

    #[test]
    fn a_vm_is_a_server_and_its_password_is_nowhere() {
        let vm: Vm = lenient::entry(&documented()).unwrap();
        assert!(!format!("{vm:?}").contains("hunter2"));
        let server = server(vm);
        assert_eq!((server.name.as_str(), &server.state), ("web-1", &ServerState::Running));
        let addresses: Vec<_> = server.addresses.iter().map(ToString::to_string).collect();
        assert_eq!(addresses, ["203.0.113.70", "203.0.113.71"]);
        assert_eq!((server.uptime_seconds, server.cpu_cores), (Some(86400), Some(2.into())));
        assert_eq!((server.memory_total_gb, server.disk_gb), (Some(2.into()), Some(40.into())));
    }

    #[test]
    fn vms_come_as_a_map_as_a_list_and_as_nothing() {
        let ids = |answer: Value| {
            list(&answer).map(|vms| vms.into_iter().map(|mut vm| vm.take_id()).collect::<Vec<_>>())
        };
        let some = |id: &str| Some(id.to_owned());
        assert_eq!(ids(json!({"vms": {"1374": documented(), "9": {}}})), Some(vec![some("1374"), some("9")]));
        assert_eq!(
            ids(json!({"vms": [documented(), {"vmid": 5}, 7]})),
            Some(vec![some("1374"), some("5"), None])
        );
        assert_eq!(ids(json!({"vms": []})), Some(vec![]));
        assert_eq!(ids(json!({"vms": null})), None);
        assert_eq!(ids(json!({})), None);
    }

    #[test]
    fn one_vm_comes_in_each_of_the_forms_that_portals_have() {
        for answer in [
            json!({"vm": documented()}),
            json!({"vms": {"1374": documented(), "9": {}}}),
            json!({"vms": [documented()]}),
            json!({"vm": {"label": "web-1", "status": "running"}}),
        ] {
            let vm = single(&answer, "1374").unwrap();
            assert!(!vm.is_another_than("1374"));
            assert_eq!(server(vm).name, "web-1", "{answer}");
        }
        assert!(single(&json!({"vm": {"id": "9"}}), "1374").unwrap().is_another_than("1374"));
        assert!(single(&json!({"vms": {"8": {}, "9": {}}}), "1374").is_none());
    }

    #[test]
    fn a_vm_that_is_being_made_is_neither_running_nor_stopped() {
        let state = |vm: Value| server(lenient::entry(&vm).unwrap()).state;
        let other = |word: &str| ServerState::Other(word.to_owned());
        assert_eq!(state(json!({"built": false, "status": "running"})), other("building"));
        assert_eq!(state(json!({"status": "STOPPED", "power": true})), ServerState::Stopped);
        assert_eq!(state(json!({"status": "suspended"})), other("suspended"));
        assert_eq!(state(json!({"power": "0"})), ServerState::Stopped);
        assert_eq!(state(json!({})), other("?"));
    }
}
