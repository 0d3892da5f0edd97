//! What each action does to the state and answers.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::effect::Effect;
use super::operation::Operation;
use super::order::{Item, Order, Status, Vps};
use super::state::{ListForm, PATH, State};
use crate::sandbox::provider::{self, Reply};

type Call = provider::Call<Operation>;
type Answer = provider::Answer<Effect>;

/// Carries out `call` and answers it.
pub(super) fn carry_out(state: &mut State, call: &Call) -> Answer {
    if call.operation == Operation::HelpPage {
        let page = "<!DOCTYPE html>\n<html><head><title>JSON REST API</title></head><body>Authentication</body></html>";
        return Reply::new(StatusCode::OK, "text/html; charset=utf-8", page).into();
    }
    if let Err(refusal) = state.who.admit(&call.headers, PATH, &call.body) {
        return refusal.into();
    }
    let body: Value = serde_json::from_slice(&call.body).unwrap_or_default();
    match call.operation {
        Operation::OrderCreate => create(state, &body),
        Operation::OrderStatus => status(state, &body),
        Operation::OrderList => ok(&list(state)),
        Operation::OrderCancel | Operation::ItemCancel => cancel(state, &body),
        Operation::ServerList => servers(state, &body),
        Operation::HelpPage => refusal(StatusCode::BAD_REQUEST, "Unknown action").into(),
    }
}

fn ok(body: &Value) -> Answer {
    Reply::json(StatusCode::OK, body).into()
}

/// The answer to what is refused.
pub(super) fn refusal(status: StatusCode, message: &str) -> Reply {
    Reply::json(status, &json!({"message": message}))
}

fn not_found(message: &str) -> Answer {
    refusal(StatusCode::NOT_FOUND, message).into()
}

/// What is wanted of one server, when it can be had.
fn wanted(item: &Value) -> Result<(String, Vps), &'static str> {
    let options = &item["product"]["options"];
    let name = item["name"].as_str().filter(|name| !name.is_empty()).ok_or("Name is missing")?;
    if item["product"]["name"] != "VPS" {
        return Err("Unknown product");
    }
    let whole = |name: &str| options[name].as_u64().filter(|number| *number > 0);
    let ram = options["quantity_ram_gb"].as_f64().filter(|ram| *ram > 0.0 && (ram * 2.0).fract() == 0.0);
    let ram = ram.ok_or("Invalid quantity_ram_gb")?;
    let cpu = whole("quantity_cpu").ok_or("Invalid quantity_cpu")?;
    let storage = whole("quantity_storage_gb").ok_or("Invalid quantity_storage_gb")?;
    if !(options["os"].is_string() && options["os_version"].is_string()) {
        return Err("Unknown os");
    }
    let features = &options["features"];
    if features.get("sshd").is_some_and(|sshd| sshd["ip_allow"].as_str().is_none_or(str::is_empty)) {
        return Err("ip_allow is required");
    }
    let ipv4 = (features["ipv4"] == 1).then(String::new);
    // Whole halves of a gigabyte, so nothing is lost.
    let memory = (ram * 1024.0) as u64;
    let vps = Vps { id: 0, cpu, memory, storage: storage * 1000, is_running: true, ipv4, ipv6: None };
    Ok((name.to_owned(), vps))
}

fn create(state: &mut State, body: &Value) -> Answer {
    let Some(items) = body["items"].as_array().filter(|items| !items.is_empty()) else {
        return refusal(StatusCode::BAD_REQUEST, "Items are missing").into();
    };
    let wanted = match items.iter().map(wanted).collect::<Result<Vec<_>, _>>() {
        Ok(wanted) => wanted,
        Err(message) => return refusal(StatusCode::BAD_REQUEST, message).into(),
    };
    let reference = body["reference"].as_str().map(str::to_owned);
    let (id, order) = state.place(wanted, reference.clone());
    let (status, names) = (order.status(state.clock.now()), order.items.iter().map(|item| item.name.clone()));
    let effect = Effect::Ordered { order: id, reference, names: names.collect() };
    let body = json!({"order_id": id, "status": status.number(), "message": status.message()});
    Answer { reply: Reply::json(StatusCode::OK, &body), effect: Some(effect) }
}

impl State {
    /// Takes an order of servers with their names.
    pub(super) fn place(&mut self, wanted: Vec<(String, Vps)>, reference: Option<String>) -> (u64, Order) {
        let status = match self.has_credit {
            true => Status::Pending(self.clock.now() + self.pace.provisioning),
            false => Status::Unpaid,
        };
        let mut items = vec![];
        for (name, mut vps) in wanted {
            vps.id = self.next_vps;
            vps.ipv4 = vps.ipv4.map(|_| format!("203.0.113.{}", self.next_vps % 250));
            vps.ipv6 = Some(format!("2001:db8:4::{:x}", self.next_vps));
            items.push(Item { id: self.next_item, name, status, is_ending: false, vps });
            self.next_vps += 1;
            self.next_item += 1;
        }
        let (id, order) = (self.next_order, Order { reference, items });
        self.next_order += 1;
        self.orders.insert(id, order.clone());
        (id, order)
    }
}

/// An order as its status tells it.
fn told(state: &State, id: u64, order: &Order) -> Value {
    let now = state.clock.now();
    let status = order.status(now);
    let items = order.items.iter().map(|item| {
        let status = item.status.at(now);
        json!({
            "id": item.id,
            "status": status.number(),
            "name": "VPS",
            "reference": item.name,
            "message": status.message(),
        })
    });
    json!({
        "order_id": id,
        "status": status.number(),
        "message": status.message(),
        "order_items": items.collect::<Vec<_>>(),
    })
}

fn status(state: &State, body: &Value) -> Answer {
    let id = body["order_id"].as_u64().unwrap_or_default();
    match state.orders.get(&id) {
        Some(order) => ok(&told(state, id, order)),
        None => not_found("Order not found"),
    }
}

fn list(state: &State) -> Value {
    let entry = |(id, order): (&u64, &Order)| {
        let mut entry = told(state, *id, order);
        match (state.list_is_full, entry.as_object_mut()) {
            (true, _) => entry["reference"] = json!(order.reference),
            (false, Some(fields)) => drop(fields.remove("order_items")),
            (false, None) => {}
        }
        entry
    };
    match state.list_form {
        ListForm::Wrapped => json!({"orders": state.orders.iter().map(entry).collect::<Vec<_>>()}),
        ListForm::Bare => state.orders.iter().map(entry).collect(),
        ListForm::ById => {
            let by_id = state.orders.iter().map(|pair| (pair.0.to_string(), entry(pair)));
            Value::Object(by_id.collect::<Map<_, _>>())
        }
    }
}

/// Cancels what is named, which then runs until its period ends; the answer is empty.
fn cancel(state: &mut State, body: &Value) -> Answer {
    let (order, item) = (body["order_id"].as_u64(), body["order_item_id"].as_u64().unwrap_or_default());
    let Some((id, order)) = order.and_then(|id| Some((id, state.orders.get_mut(&id)?))) else {
        return not_found("Order not found");
    };
    let meant = |known: &&mut Item| (item == 0 || known.id == item) && known.status != Status::Cancelled;
    let meant: Vec<_> = order.items.iter_mut().filter(meant).collect();
    if meant.is_empty() {
        return not_found("Order item not found");
    }
    for item in meant {
        item.is_ending = true;
        if item.status == Status::Unpaid {
            // There is no period that could be waited for.
            item.status = Status::Cancelled;
        }
    }
    let effect = match item {
        0 => Effect::Cancelled { order: id },
        item => Effect::ItemCancelled { order: id, item },
    };
    Answer { reply: Reply::empty(), effect: Some(effect) }
}

fn servers(state: &State, body: &Value) -> Answer {
    let wanted = body["order_item_id"].as_u64().unwrap_or_default();
    let now = state.clock.now();
    let items = state.orders.values().flat_map(|order| &order.items);
    let there = items.filter(|item| item.status.at(now) == Status::Done);
    let servers = there.filter(|item| wanted == 0 || item.id == wanted).map(|item| {
        let vps = &item.vps;
        json!({
            "id": vps.id,
            "name": item.name,
            "cpu": vps.cpu,
            "memory": vps.memory,
            "is_running": u8::from(vps.is_running),
            "customer_id": 501,
            "order_item_id": item.id,
            "networks": [{
                "id": 40_000 + vps.id,
                "ifindex": 0,
                "name": "Segmentname1",
                "ipv4": vps.ipv4,
                "ipv6": vps.ipv6,
            }],
            "storages": [{"id": 70_000 + vps.id, "lun": 0, "name": "NVM SSD", "size": vps.storage}],
        })
    });
    ok(&json!({"servers": servers.collect::<Vec<_>>()}))
}
