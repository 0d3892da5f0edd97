//! VMs.

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value, json};

use super::services::{find, find_mut};
use super::{Answer, Call, Refusal, Result, body, done, map, network, ok, text};
use crate::sandbox::lightlayer::effect::{Effect, PowerOrder, VmChange};
use crate::sandbox::lightlayer::network::Network;
use crate::sandbox::lightlayer::service::Vm;
use crate::sandbox::lightlayer::state::State;
use crate::sandbox::provider::{Condition, Reply};

const UNKNOWN: &str = "vm_not_found";

pub(super) fn list(state: &State, call: &Call) -> Result<Reply> {
    let now = state.clock.now();
    let vms = find(state, call)?.vms.as_ref().ok_or_else(|| Refusal::not_found("invalid_method"))?;
    let vms = if state.quirks.vms_are_a_list {
        vms.values().map(|vm| shown_vm(vm, now)).collect()
    } else {
        map(vms.iter().map(|(id, vm)| (id.clone(), shown_vm(vm, now))).collect::<Map<_, _>>())
    };
    Ok(ok(&json!({"vms": vms})))
}

pub(super) fn show(state: &State, call: &Call) -> Result<Reply> {
    let service = find(state, call)?;
    let vm = state.vm(service.id, call.parameter(1)).ok_or_else(|| Refusal::not_found(UNKNOWN))?;
    Ok(ok(&json!({"vm": shown_vm(vm, state.clock.now())})))
}

/// No answer about VMs is documented; this is what clients of other portals of the software read.
fn shown_vm(vm: &Vm, now: Timestamp) -> Value {
    let (running, uptime) = match vm.condition(now) {
        Condition::Running { uptime } => (true, uptime.as_secs()),
        Condition::Stopped => (false, 0),
    };
    json!({
        "id": vm.id,
        "label": vm.label,
        "status": if running { "running" } else { "stopped" },
        "power": running,
        "built": now >= vm.built_at,
        "locked": false,
        "template_id": vm.template.0,
        "template_name": vm.template.1,
        "memory": vm.memory.to_string(),
        "cores": vm.cores.to_string(),
        "sockets": "1",
        "cpus": vm.cores.to_string(),
        "disk": vm.disk.to_string(),
        "uptime": uptime.to_string(),
        "username": vm.username,
        "password": vm.password.expose_secret(),
        "ipv4": vm.network.main(),
        "ipv6": "",
        "mac": vm.network.nics.values().next().map(|nic| &nic.mac),
        "bandwidth": {"data_received": vm.traffic.0, "data_sent": vm.traffic.1},
        "ip": map(vm.network.addresses.iter().map(|(id, it)| (id.to_string(), network::shown_address(vm, *id, it))).collect()),
        "interfaces": network::shown_interfaces(vm),
        "storage": [],
    })
}

pub(super) fn power(state: &mut State, call: &Call, order: PowerOrder) -> Result<Answer> {
    let (now, pace) = (state.clock.now(), state.pace);
    let service = find(state, call)?.id;
    let vm = state.vm_mut(service, call.parameter(1)).ok_or_else(|| Refusal::not_found(UNKNOWN))?;
    if now < vm.built_at {
        return Err(Refusal::of_content("vm_not_built").with_false("status"));
    }
    let changed = match order {
        PowerOrder::Start => vm.power.start(vm.mode, now, &pace),
        PowerOrder::Stop | PowerOrder::ShutDown => vm.power.stop(vm.mode, now, &pace),
        PowerOrder::Reboot | PowerOrder::Reset => vm.power.restart(vm.mode, now, &pace),
    };
    let effect = changed.then(|| Effect::VmPower { service, vm: vm.id.clone(), order });
    Ok(done(effect))
}

/// A number of a body, as text or a number.
fn number(fields: &Map<String, Value>, name: &str) -> Option<u32> {
    match fields.get(name)? {
        Value::String(text) => text.parse().ok(),
        value => u32::try_from(value.as_u64()?).ok(),
    }
    .filter(|number| *number > 0)
}

pub(super) fn create(state: &mut State, call: &Call) -> Result<Answer> {
    let refused = |code| Refusal::of_content(code).with_false("status");
    let fields = body(call);
    let label = text(&fields, "label").ok_or_else(|| refused("label_missing"))?.to_owned();
    let size = |name| number(&fields, name).ok_or_else(|| refused("size_missing"));
    let (memory, cores, disk) = (size("memory")?, size("cpu")?, size("disk")?);
    let taken = state.services.values().flat_map(|service| service.vms.iter().flat_map(|vms| vms.keys()));
    let id = taken.filter_map(|id| id.parse::<u64>().ok()).max().unwrap_or(1_380) + 1;
    let built_at = state.clock.now() + state.pace.provisioning;
    let told = state.quirks.new_vms_are_told;
    let service = find_mut(state, call)?;
    let template =
        text(&fields, "template").and_then(|id| service.templates.iter().find(|known| known.0 == id));
    let template = template.ok_or_else(|| refused("template_not_found"))?.clone();
    let (limits, used) = (service.limits, service.used());
    if used.memory + memory > limits.memory
        || used.cores + cores > limits.cores
        || used.disk + disk > limits.disk
    {
        return Err(refused("not_enough_resources"));
    }
    let address = std::net::Ipv4Addr::new(198, 51, 100, u8::try_from(id % 250).unwrap_or_default());
    let vm = Vm {
        template,
        memory,
        cores,
        disk,
        network: Network::of(address.into()),
        ..Vm::new(id.to_string(), label)
    };
    let vms = service.vms.as_mut().ok_or_else(|| Refusal::not_found("invalid_method"))?;
    vms.insert(vm.id.clone(), vm.built_from(built_at));
    let effect = Effect::VmCreated { service: service.id, vm: id.to_string() };
    let reply =
        if told { json!({"status": true, "vm": {"id": id.to_string()}}) } else { json!({"status": true}) };
    Ok(Answer { reply: ok(&reply), effect: Some(effect) })
}

pub(super) fn destroy(state: &mut State, call: &Call) -> Result<Answer> {
    let service = find_mut(state, call)?;
    let removed = service.vms.as_mut().and_then(|vms| vms.remove(call.parameter(1)));
    let vm = removed.ok_or_else(|| Refusal::not_found(UNKNOWN))?.id;
    Ok(done(Some(Effect::VmChanged { service: service.id, vm, change: VmChange::Destroyed })))
}

pub(super) fn resize(state: &mut State, call: &Call) -> Result<Answer> {
    let fields = body(call);
    let (memory, cores) = (number(&fields, "memory"), number(&fields, "cpu"));
    let service = find_mut(state, call)?;
    let (limits, used, id) = (service.limits, service.used(), service.id);
    let vm = service.vms.as_mut().and_then(|vms| vms.get_mut(call.parameter(1)));
    let vm = vm.ok_or_else(|| Refusal::not_found(UNKNOWN))?;
    let (memory, cores) = (memory.unwrap_or(vm.memory), cores.unwrap_or(vm.cores));
    if used.memory - vm.memory + memory > limits.memory || used.cores - vm.cores + cores > limits.cores {
        return Err(Refusal::of_content("not_enough_resources").with_false("status"));
    }
    let is_new = (vm.memory, vm.cores) != (memory, cores);
    (vm.memory, vm.cores) = (memory, cores);
    let effect = Effect::VmChanged { service: id, vm: vm.id.clone(), change: VmChange::Resized };
    Ok(done(is_new.then_some(effect)))
}

pub(super) fn rebuild(state: &mut State, call: &Call) -> Result<Answer> {
    let (now, pace) = (state.clock.now(), state.pace);
    let fields = body(call);
    let service = find_mut(state, call)?;
    let template =
        text(&fields, "template").and_then(|id| service.templates.iter().find(|known| known.0 == id));
    let template = template.cloned();
    let id = service.id;
    let vm = service.vms.as_mut().and_then(|vms| vms.get_mut(call.parameter(1)));
    let vm = vm.ok_or_else(|| Refusal::not_found(UNKNOWN))?;
    vm.template = template.ok_or_else(|| Refusal::of_content("template_not_found").with_false("status"))?;
    vm.password = SecretString::new(format!("{}-anew", vm.password.expose_secret()));
    vm.power.restart(vm.mode, now, &pace);
    Ok(done(Some(Effect::VmChanged { service: id, vm: vm.id.clone(), change: VmChange::Rebuilt })))
}
