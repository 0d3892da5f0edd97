//! Services and their VMs.

use jiff::Timestamp;
use secrecy::ExposeSecret;
use serde_json::{Map, Value, json};

use super::{Answer, Call, Refusal, Result, done, id, map, money, ok};
use crate::sandbox::lightlayer::effect::{Effect, PowerOrder};
use crate::sandbox::lightlayer::service::{Method, Service, Vm};
use crate::sandbox::lightlayer::state::State;
use crate::sandbox::provider::{Condition, Reply};

const UNKNOWN: &str = "service_not_found";
const UNKNOWN_VM: &str = "vm_not_found";

pub(super) fn list(state: &State) -> Reply {
    let now = state.clock.now();
    let services: Vec<_> = state
        .services
        .values()
        .map(|service| {
            json!({
                "id": service.id.to_string(),
                "domain": service.domain,
                "total": money(service.total),
                "status": service.listed_status.as_deref().unwrap_or(service.status(now)),
                "billingcycle": service.billing_cycle,
                "next_due": service.next_due.to_string(),
                "category": service.category,
                "category_url": service.category_url,
                "name": service.name,
            })
        })
        .collect();
    ok(&json!({"services": services}))
}

pub(super) fn show(state: &State, call: &Call) -> Result<Reply> {
    let service = find(state, call)?;
    Ok(ok(&json!({"service": {
        "id": service.id.to_string(),
        "date_created": service.created.to_string(),
        "domain": service.domain,
        "firstpayment": money(service.first_payment),
        "total": money(service.total),
        "billingcycle": service.billing_cycle,
        "next_due": service.next_due.to_string(),
        "next_invoice": service.next_invoice.to_string(),
        "status": service.status(state.clock.now()),
        "label": service.label,
        "username": service.username,
        "password": service.password.expose_secret(),
        "name": service.name,
    }})))
}

pub(super) fn methods(state: &State, call: &Call) -> Result<Reply> {
    let method =
        |method: &Method| json!({"name": method.name, "method": method.method, "route": method.route});
    let methods: Vec<_> = find(state, call)?.methods.iter().map(method).collect();
    Ok(ok(&json!({"methods": methods})))
}

pub(super) fn vms(state: &State, call: &Call) -> Result<Reply> {
    let now = state.clock.now();
    let vms = find(state, call)?.vms.as_ref().ok_or_else(|| Refusal::not_found("invalid_method"))?;
    let vms = if state.quirks.vms_are_a_list {
        vms.values().map(|vm| shown_vm(vm, now)).collect()
    } else {
        map(vms.iter().map(|(id, vm)| (id.clone(), shown_vm(vm, now))).collect::<Map<_, _>>())
    };
    Ok(ok(&json!({"vms": vms})))
}

pub(super) fn vm(state: &State, call: &Call) -> Result<Reply> {
    let service = find(state, call)?;
    let vm = state.vm(service.id, call.parameter(1)).ok_or_else(|| Refusal::not_found(UNKNOWN_VM))?;
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
        "ipv4": vm.ipv4,
        "ipv6": "",
        "mac": vm.mac,
        "bandwidth": {"data_received": vm.traffic.0, "data_sent": vm.traffic.1},
        "ip": {"901": {"ipaddress": vm.ipv4, "main": true, "type": "ipv4"}},
        "interfaces": [
            {"id": "0", "name": "net0", "model": "virtio", "mac": vm.mac, "ip": [{"ipaddress": vm.ipv4}]}
        ],
        "storage": [],
    })
}

pub(super) fn power(state: &mut State, call: &Call, order: PowerOrder) -> Result<Answer> {
    let (now, pace) = (state.clock.now(), state.pace);
    let service = find(state, call)?.id;
    let vm = state.vm_mut(service, call.parameter(1)).ok_or_else(|| Refusal::not_found(UNKNOWN_VM))?;
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

fn find<'a>(state: &'a State, call: &Call) -> Result<&'a Service> {
    state.services.get(&id(call, UNKNOWN)?).ok_or_else(|| Refusal::not_found(UNKNOWN))
}
