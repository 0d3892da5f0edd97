//! Installing a server for an order, for the first time or once more.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::answers::{Answer, fail, ok, random_secret};
use super::effect::Effect;
use super::order::{Status, Vps};
use super::state::State;
use crate::sandbox::provider::fields::Fields;
use crate::sandbox::provider::{Mode, Power, Reply};

/// The code of a server that is there already.
const EXISTS: u32 = 904;

/// Checks the parameters, and installs when the request says so.
pub(super) fn carry_out(state: &mut State, fields: &Fields, again: bool) -> Answer {
    let Some(id) = fields.number("orderid").filter(|id| state.orders.contains_key(id)) else {
        return fail("Order ID not found").into();
    };
    let template = fields.get("ostpl").unwrap_or_default().to_owned();
    if !state.templates.contains(&template) {
        return fail("Template not found").into();
    }
    let Some(keys) = keys(state, fields.get("sshkey_ids").unwrap_or_default()) else {
        return fail("SSH key not found").into();
    };
    let order = &state.orders[&id];
    if order.status == Status::Pending {
        return fail("Order is not paid").into();
    }
    let method = if again { "recreateVPS" } else { "createVPS" };
    match &order.vps {
        Some(vps) if !again => {
            let words = format!("Vps exists with current main_id ({}) , W:{id}", vps.main_id);
            let body = json!({"method": method, "result": "fail", "msg": words, "error_code": EXISTS});
            return printed(state, &body, true);
        }
        None if again => return fail("VPS not found").into(),
        _ => {}
    }
    match fields.get("run") {
        Some("0") => return ok(json!({"method": method, "result": "success", "msg": "ok"})),
        Some("1") => {}
        _ => return fail("Parameter run is missing").into(),
    }
    set_up(state, id, &template);
    let queued = json!({"result": "success", "msg": "VSCD: VPS added to queue", "error_code": 0});
    let body = json!({"method": method, "result": "success", "msg": "ok", "retx": queued});
    let effect = Some(Effect::Installed { order: id, again, template, keys });
    Answer { effect, ..printed(state, &body, false) }
}

/// The ids of a list, when there is a key by each.
fn keys(state: &State, list: &str) -> Option<Vec<u64>> {
    let ids = list.split(',').filter(|id| !id.is_empty());
    ids.map(|id| id.parse().ok().filter(|id| state.keys.contains_key(id))).collect()
}

/// The order's server, off until it has been set up.
fn set_up(state: &mut State, id: u64, template: &str) {
    let power = Power::on_from(state.clock.now() + state.pace.provisioning);
    let Some(order) = state.orders.get_mut(&id) else { return };
    let fresh = || Vps {
        main_id: 21_000 + id % 1_000,
        name: format!("37-1-1-{}", id % 250),
        ip: format!("37.1.1.{}", id % 250),
        power,
        mode: Mode::Normal,
        word: None,
        template: String::new(),
        password: random_secret(8),
    };
    let vps = order.vps.get_or_insert_with(fresh);
    (vps.power, vps.template, vps.password) = (power, template.to_owned(), random_secret(8));
}

/// The answer, as JSON or as PHP prints an array; the documentation wraps the refusals alone.
fn printed(state: &State, body: &Value, wrapped: bool) -> Answer {
    if !state.prints {
        return ok(body.clone());
    }
    let pairs = pairs(body);
    let text = if wrapped { format!("Array ( {pairs} )") } else { pairs };
    Reply::new(StatusCode::OK, "text/html; charset=utf-8", text).into()
}

fn pairs(body: &Value) -> String {
    let fields = body.as_object().into_iter().flatten();
    let print = |value: &Value| match value {
        Value::Object(_) => format!("Array ( {} )", pairs(value)),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    // The order in which the documentation prints them.
    let rank = |name: &str| {
        ["method", "result", "msg", "error_code", "retx"].iter().position(|known| *known == name)
    };
    let mut fields: Vec<_> = fields.collect();
    fields.sort_by_key(|(name, _)| rank(name));
    fields.iter().map(|(name, value)| format!("[{name}] => {}", print(value))).collect::<Vec<_>>().join(" ")
}
