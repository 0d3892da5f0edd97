//! The interfaces and addresses of VMs.

use std::collections::BTreeSet;
use std::net::IpAddr;

use serde_json::{Map, Value, json};

use super::services::{find, find_mut};
use super::{Answer, Call, Refusal, Result, body, done, flag, ok, query, text};
use crate::sandbox::lightlayer::effect::{Effect, VmChange};
use crate::sandbox::lightlayer::network::Network;
use crate::sandbox::lightlayer::service::Vm;
use crate::sandbox::lightlayer::state::State;
use crate::sandbox::provider::Reply;

const UNKNOWN_VM: &str = "vm_not_found";
const UNKNOWN: &str = "interface_not_found";

fn family(address: &IpAddr) -> &'static str {
    if address.is_ipv4() { "ipv4" } else { "ipv6" }
}

pub(super) fn shown_address(vm: &Vm, id: u64, address: &IpAddr) -> Value {
    json!({
        "id": id.to_string(),
        "ipaddress": address,
        "main": vm.network.main() == Some(*address),
        "type": family(address),
    })
}

pub(super) fn shown_interfaces(vm: &Vm) -> Vec<Value> {
    vm.network.nics.keys().map(|number| shown_interface(vm, *number)).collect()
}

fn shown_interface(vm: &Vm, number: u32) -> Value {
    let nic = &vm.network.nics[&number];
    let addresses = nic.addresses.iter().filter_map(|id| Some((*id, vm.network.addresses.get(id)?)));
    json!({
        "id": number.to_string(),
        "name": format!("net{number}"),
        "model": "virtio",
        "mac": nic.mac,
        "firewall": flag(nic.firewall),
        "ip": addresses.map(|(id, it)| shown_address(vm, id, it)).collect::<Vec<_>>(),
    })
}

fn vm<'a>(state: &'a State, call: &Call) -> Result<&'a Vm> {
    let service = find(state, call)?.id;
    state.vm(service, call.parameter(1)).ok_or_else(|| Refusal::not_found(UNKNOWN_VM))
}

/// The network of the VM in the path, with the service and the VM for the record.
fn network<'a>(state: &'a mut State, call: &Call) -> Result<(u64, String, &'a mut Network)> {
    let service = find_mut(state, call)?;
    let id = service.id;
    let vm = service.vms.as_mut().and_then(|vms| vms.get_mut(call.parameter(1)));
    let vm = vm.ok_or_else(|| Refusal::not_found(UNKNOWN_VM))?;
    Ok((id, vm.id.clone(), &mut vm.network))
}

/// The number of the interface in the path, by itself or in its name.
fn number(call: &Call, network: &Network) -> Result<u32> {
    let text = call.parameter(2);
    let number = text.strip_prefix("net").unwrap_or(text).parse().ok();
    number.filter(|number| network.nics.contains_key(number)).ok_or_else(|| Refusal::not_found(UNKNOWN))
}

pub(super) fn interfaces(state: &State, call: &Call) -> Result<Reply> {
    Ok(ok(&json!({"interfaces": shown_interfaces(vm(state, call)?)})))
}

pub(super) fn interface(state: &State, call: &Call) -> Result<Reply> {
    let vm = vm(state, call)?;
    Ok(ok(&json!({"interface": shown_interface(vm, number(call, &vm.network)?)})))
}

pub(super) fn addresses(state: &State, call: &Call) -> Result<Reply> {
    let (vm, query) = (vm(state, call)?, query(call));
    let wanted = |id: u64, address: &IpAddr| {
        let nic =
            query.get("iface").map(|number| number.parse().ok().and_then(|it: u32| vm.network.nics.get(&it)));
        query.get("type").is_none_or(|of| of == family(address))
            && nic.is_none_or(|nic| nic.is_some_and(|nic| nic.addresses.contains(&id)))
    };
    let shown = vm.network.addresses.iter().filter(|(id, it)| wanted(**id, it));
    let shown: Vec<_> = shown.map(|(id, it)| shown_address(vm, *id, it)).collect();
    Ok(ok(&json!({"ips": shown})))
}

pub(super) fn pools(state: &State, call: &Call) -> Result<Reply> {
    vm(state, call)?;
    let shown = state.pools.iter().map(|pool| {
        let of = pool.free.first().map_or("ipv4", family);
        json!({"id": pool.id.to_string(), "name": pool.name, "type": of, "free": pool.free.len()})
    });
    Ok(ok(&json!({"ippool": shown.collect::<Vec<_>>()})))
}

pub(super) fn assign(state: &mut State, call: &Call) -> Result<Answer> {
    let refused = |code| Refusal::of_content(code).with_false("status");
    let fields = body(call);
    let wanted = text(&fields, "type").ok_or_else(|| refused("type_missing"))?.to_owned();
    let nic = fields.get("iface").and_then(Value::as_u64).and_then(|nic| u32::try_from(nic).ok());
    let (service, name) = {
        let vm = vm(state, call)?;
        let nic = nic.filter(|nic| vm.network.nics.contains_key(nic));
        nic.ok_or_else(|| refused(UNKNOWN))?;
        (find(state, call)?.id, vm.id.clone())
    };
    let pool = state.pools.iter_mut().find(|pool| pool.id.to_string() == call.parameter(2));
    let pool = pool.ok_or_else(|| Refusal::not_found("pool_not_found"))?;
    let at = pool.free.iter().position(|address| family(address) == wanted);
    let address = pool.free.remove(at.ok_or_else(|| refused("no_free_ips"))?);
    let nic = nic.unwrap_or_default();
    if let Some(vm) = state.vm_mut(service, &name) {
        vm.network.assign(nic, address);
    }
    let change = VmChange::AddressAssigned(nic);
    Ok(done(Some(Effect::VmChanged { service, vm: name, change })))
}

/// The ids of a family of addresses in a body, which must be those of the VM.
fn ids(fields: &Map<String, Value>, of: &str, network: &Network) -> Result<Option<BTreeSet<u64>>> {
    let refused = || Refusal::of_content("unknown_address").with_false("status");
    let Some(ids) = fields.get(of) else { return Ok(None) };
    let ids: Option<BTreeSet<u64>> = ids.as_array().and_then(|ids| ids.iter().map(Value::as_u64).collect());
    let is_own = |id: &u64| network.addresses.get(id).is_some_and(|address| family(address) == of);
    ids.filter(|ids| ids.iter().all(is_own)).map(Some).ok_or_else(refused)
}

pub(super) fn update(state: &mut State, call: &Call) -> Result<Answer> {
    let fields = body(call);
    let (service, vm, network) = network(state, call)?;
    let number = number(call, network)?;
    let (ipv4, ipv6) = (ids(&fields, "ipv4", network)?, ids(&fields, "ipv6", network)?);
    for (ids, is_ipv4) in [(ipv4, true), (ipv6, false)] {
        if let Some(ids) = ids {
            network.give(number, ids, is_ipv4);
        }
    }
    if let (Some(on), Some(nic)) =
        (fields.get("firewall").and_then(Value::as_u64), network.nics.get_mut(&number))
    {
        nic.firewall = on == 1;
    }
    Ok(done(Some(Effect::VmChanged { service, vm, change: VmChange::InterfaceUpdated(number) })))
}

pub(super) fn add(state: &mut State, call: &Call) -> Result<Answer> {
    let fields = body(call);
    let (service, vm, network) = network(state, call)?;
    let (ipv4, ipv6) = (ids(&fields, "ipv4", network)?, ids(&fields, "ipv6", network)?);
    let addresses = ipv4.into_iter().chain(ipv6).flatten().collect();
    let firewall = fields.get("firewall").and_then(Value::as_u64) == Some(1);
    let number = network.add(firewall, addresses);
    Ok(done(Some(Effect::VmChanged { service, vm, change: VmChange::InterfaceAdded(number) })))
}

pub(super) fn remove(state: &mut State, call: &Call) -> Result<Answer> {
    let (service, vm, network) = network(state, call)?;
    let number = number(call, network)?;
    network.nics.remove(&number);
    Ok(done(Some(Effect::VmChanged { service, vm, change: VmChange::InterfaceRemoved(number) })))
}
