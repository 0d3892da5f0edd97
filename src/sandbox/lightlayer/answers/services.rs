//! Services.

use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::{Answer, Call, Refusal, Result, body, id, money, ok, text};
use crate::sandbox::lightlayer::effect::Effect;
use crate::sandbox::lightlayer::service::{Method, Service};
use crate::sandbox::lightlayer::state::State;
use crate::sandbox::lightlayer::upgrade::Cancellation;
use crate::sandbox::provider::Reply;

const UNKNOWN: &str = "service_not_found";
/// How long a label may be.
const LONGEST_LABEL: usize = 100;

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

pub(super) fn label(state: &State, call: &Call) -> Result<Reply> {
    Ok(ok(&json!({"label": find(state, call)?.label})))
}

pub(super) fn relabel(state: &mut State, call: &Call) -> Result<Answer> {
    let fields = body(call);
    let label = fields.get("label").and_then(Value::as_str).unwrap_or_default().trim().to_owned();
    let service = find_mut(state, call)?;
    if label.chars().count() > LONGEST_LABEL {
        return Err(Refusal::of_content("label_too_long").with_false("success"));
    }
    service.label = label;
    let effect = Effect::ServiceRelabelled { service: service.id };
    Ok(Answer { reply: ok(&json!({"success": true, "info": ["label_updated"]})), effect: Some(effect) })
}

pub(super) fn cancel(state: &mut State, call: &Call) -> Result<Answer> {
    let fields = body(call);
    let immediate = fields.get("immediate").and_then(Value::as_str) == Some("true");
    let reason = text(&fields, "reason").unwrap_or_default().to_owned();
    let service = find_mut(state, call)?;
    if service.cancellation.is_some() {
        return Ok(ok(&json!({"info": ["cancelled_already"]})).into());
    }
    service.cancellation = Some(Cancellation { immediate, reason });
    let effect = Effect::CancellationSent { service: service.id, immediate };
    Ok(Answer { reply: ok(&json!({"info": ["cancell_sent"]})), effect: Some(effect) })
}

pub(super) fn templates(state: &State, call: &Call) -> Result<Reply> {
    let templates = &find(state, call)?.templates;
    let templates: Vec<_> = templates.iter().map(|(id, name)| json!({"id": id, "name": name})).collect();
    Ok(ok(&json!({"templates": templates})))
}

pub(super) fn resources(state: &State, call: &Call) -> Result<Reply> {
    let service = find(state, call)?;
    let (limits, used) = (service.limits, service.used());
    let of = |total: u32, used: u32| json!({"total": total.to_string(), "used": used.to_string()});
    Ok(ok(&json!({"resources": {
        "memory": of(limits.memory, used.memory),
        "cpu": of(limits.cores, used.cores),
        "disk": of(limits.disk, used.disk),
    }})))
}

pub(super) fn addresses(state: &State, call: &Call) -> Result<Reply> {
    let vms = find(state, call)?.vms.iter().flat_map(|vms| vms.values());
    let addresses: Vec<_> = vms
        .flat_map(|vm| {
            vm.network.addresses.iter().map(|(id, it)| json!({"id": id, "ipaddress": it, "vm": vm.label}))
        })
        .collect();
    Ok(ok(&json!({"ip": addresses})))
}

pub(super) fn find<'a>(state: &'a State, call: &Call) -> Result<&'a Service> {
    state.services.get(&id(call, UNKNOWN)?).ok_or_else(|| Refusal::not_found(UNKNOWN))
}

pub(super) fn find_mut<'a>(state: &'a mut State, call: &Call) -> Result<&'a mut Service> {
    state.services.get_mut(&id(call, UNKNOWN)?).ok_or_else(|| Refusal::not_found(UNKNOWN))
}
