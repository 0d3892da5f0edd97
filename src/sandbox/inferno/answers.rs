//! What each action does to the state and answers.

use axum::http::StatusCode;
use jiff::Span;
use rand::RngCore;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value, json};

use super::effect::Effect;
use super::install;
use super::operation::Operation;
use super::order::{Key, Order, Status, Vps};
use super::state::{State, key_of};
use crate::sandbox::provider::fields::Fields;
use crate::sandbox::provider::{self, Reply};

type Call = provider::Call<Operation>;
pub(super) type Answer = provider::Answer<Effect>;

/// Carries out `call` and answers it.
pub(super) fn carry_out(state: &mut State, call: &Call) -> Answer {
    let fields = Fields::of(call.query.as_deref(), &call.body);
    if call.operation == Operation::List {
        return ok(list(state));
    }
    if call.operation == Operation::GetApiKey {
        return api_key(state, &fields);
    }
    let key = key_of(call.headers.get("x-key"), &fields);
    let is_known = fields.get("cid") == Some(state.cid.as_str())
        && key.as_deref() == Some(state.key.expose_secret().as_str());
    if !is_known || !state.is_listed {
        return fail("Access denied").into();
    }
    match call.operation {
        Operation::Balance => ok(json!({
            "result": "success",
            "balance": format!("{:.2}", state.balance),
            "currency": "EUR",
        })),
        Operation::Create => create(state, &fields),
        Operation::Orders => ok(orders(state)),
        Operation::Cancel => cancel(state, &fields),
        Operation::Install | Operation::Reinstall => {
            install::carry_out(state, &fields, call.operation == Operation::Reinstall)
        }
        Operation::GetInfo => info(state, &fields),
        Operation::Reboot | Operation::Stop | Operation::Boot => power(state, &fields, call.operation),
        Operation::KeyAdd => add_key(state, &fields),
        Operation::KeyList => ok(keys(state)),
        Operation::KeyRemove => remove_key(state, &fields),
        Operation::Services => ok(services(state)),
        Operation::GetService => service(state, &fields),
        Operation::List | Operation::GetApiKey => fail("Unknown action").into(),
    }
}

pub(super) fn ok(body: Value) -> Answer {
    Reply::json(StatusCode::OK, &body).into()
}

pub(super) fn done(body: Value, effect: Effect) -> Answer {
    Answer { reply: Reply::json(StatusCode::OK, &body), effect: Some(effect) }
}

/// The answer to what is refused: the status says nothing of it.
pub(super) fn fail(message: &str) -> Reply {
    Reply::json(StatusCode::OK, &json!({"result": "fail", "message": message}))
}

/// A map as PHP writes it: an empty one is a list.
fn map(entries: impl Iterator<Item = (String, Value)>) -> Value {
    let entries: Map<String, Value> = entries.collect();
    if entries.is_empty() { json!([]) } else { Value::Object(entries) }
}

fn list(state: &State) -> Value {
    let products = state.products.iter().map(|product| {
        let price = format!("{:.2}", product.price);
        (product.id.to_string(), json!({"pid": product.id, "name": product.name, "price": price}))
    });
    json!({"result": "success", "ostpls": state.templates, "products": map(products)})
}

fn api_key(state: &mut State, fields: &Fields) -> Answer {
    let is_owner = fields.get("email") == Some(state.email.as_str())
        && fields.get("pass") == Some(state.password.expose_secret().as_str());
    if !is_owner || !state.is_listed {
        return fail("Invalid email or password").into();
    }
    let effect = match fields.get("generate") {
        Some("1") => {
            state.key = random_secret(16);
            Some(Effect::KeyMade)
        }
        _ => None,
    };
    let body = json!({"result": "success", "cid": state.cid, "key": state.key.expose_secret()});
    Answer { effect, ..ok(body) }
}

fn create(state: &mut State, fields: &Fields) -> Answer {
    let wanted = fields.number("pid");
    let Some(product) = state.products.iter().find(|product| Some(product.id) == wanted).cloned() else {
        return fail("Product not found").into();
    };
    let (order, invoice, service) = (state.next_order, state.next_invoice, state.next_service);
    (state.next_order, state.next_invoice, state.next_service) = (order + 1, invoice + 1, service + 1);
    let today = jiff::tz::TimeZone::UTC.to_datetime(state.clock.now()).date();
    let placed = Order {
        number: 8_634_000_000 + order * 7,
        product: product.name,
        amount: product.price,
        invoice,
        service,
        status: Status::Pending,
        until: today.saturating_add(Span::new().months(1)),
        vps: None,
    };
    state.orders.insert(order, placed);
    let body = json!({
        "result": "success",
        "orderid": order,
        "invoiceid": invoice,
        "productids": service.to_string(),
    });
    done(body, Effect::Ordered { order, product: product.id })
}

fn orders(state: &State) -> Value {
    let orders = state.orders.iter().map(|(id, order)| {
        let fields = json!({
            "id": id.to_string(),
            "ordernum": order.number.to_string(),
            "amount": format!("{:.2}", order.amount),
            "invoiceid": order.invoice.to_string(),
            "status": order.status.as_str(),
        });
        (id.to_string(), fields)
    });
    json!({"orders": map(orders)})
}

fn cancel(state: &mut State, fields: &Fields) -> Answer {
    let id = fields.number("orderid");
    let pending = id.filter(|id| state.orders.get(id).is_some_and(|order| order.status == Status::Pending));
    let Some(order) = pending else { return fail("Order ID not found or Status not Pending").into() };
    state.orders.remove(&order);
    done(json!({"result": "success"}), Effect::Cancelled { order })
}

fn info(state: &State, fields: &Fields) -> Answer {
    let found = match fields.number("orderid") {
        Some(0) => {
            let has = |order: &Order| {
                order.vps.as_ref().is_some_and(|vps| Some(vps.ip.as_str()) == fields.get("ip"))
            };
            state.orders.iter().find(|(_, order)| has(order))
        }
        Some(id) => state.orders.get_key_value(&id),
        None => None,
    };
    let Some((id, order)) = found else { return fail("Order ID not found").into() };
    let vps_info = match &order.vps {
        Some(vps) => json!({
            "result": "success",
            "message": "",
            "main_id": vps.main_id.to_string(),
            "vps_name": vps.name,
            "ip": vps.ip,
            "real_state": state.word(vps),
            "vps_password": vps.password.expose_secret(),
        }),
        None if order.status == Status::Pending => json!({"result": "fail", "message": "VPS not found"}),
        None => json!([]),
    };
    ok(json!({
        "result": "success",
        "orderid": id,
        "orderStatus": order.status.as_str(),
        "productStatus": order.status.as_str(),
        "dedicatedip": "",
        "vps_info": vps_info,
    }))
}

fn power(state: &mut State, fields: &Fields, verb: Operation) -> Answer {
    let (now, pace) = (state.clock.now(), state.pace);
    let Some(order) = fields.number("orderid").filter(|id| state.orders.contains_key(id)) else {
        return fail("Order ID not found").into();
    };
    let Some(Vps { power, mode, .. }) = state.vps_mut(order) else { return fail("VPS not found").into() };
    let obeys = match verb {
        Operation::Boot => power.start(*mode, now, &pace),
        Operation::Stop => power.stop(*mode, now, &pace),
        _ => power.restart(*mode, now, &pace),
    };
    let effect = obeys.then_some(Effect::Power { order, verb });
    Answer { effect, ..ok(json!({"result": "success"})) }
}

fn add_key(state: &mut State, fields: &Fields) -> Answer {
    let line = fields.get("sshkey").unwrap_or_default();
    let words: Vec<_> = line.split(' ').collect();
    let is_key = matches!(words[..], [kind, data] | [kind, data, ..]
        if kind.contains('-') && !data.is_empty())
        && !line.contains('\n');
    if !is_key {
        return fail("Invalid SSH key").into();
    }
    let key = state.next_key;
    state.next_key += 1;
    let name = words.get(2..).map(|label| label.join(" ")).filter(|label| !label.is_empty());
    let name = name.unwrap_or_else(|| format!("key {key}"));
    state.keys.insert(key, Key { name, line: line.to_owned() });
    done(json!({"result": "success", "message": "SSH key added"}), Effect::KeyAdded { key })
}

fn keys(state: &State) -> Value {
    let keys = state.keys.iter();
    let keys = keys.map(|(id, key)| json!({"id": id.to_string(), "name": key.name, "sshkey": key.line}));
    json!({"result": "success", "list": keys.collect::<Vec<_>>()})
}

fn remove_key(state: &mut State, fields: &Fields) -> Answer {
    match fields.number("id").filter(|id| state.keys.remove(id).is_some()) {
        Some(key) => done(json!({"result": "success"}), Effect::KeyRemoved { key }),
        None => fail("SSH key not found").into(),
    }
}

fn services(state: &State) -> Value {
    let services = state.orders.values().filter(|order| order.status == Status::Active);
    let services = services.map(|order| (order.service.to_string(), service_fields(order)));
    json!({"result": "success", "services": map(services)})
}

fn service(state: &State, fields: &Fields) -> Answer {
    let wanted = fields.number("serviceid");
    let mut orders = state.orders.values();
    let Some(order) = orders.find(|order| Some(order.service) == wanted) else {
        return fail("Service ID not found").into();
    };
    let mut body = json!({"result": "success", "service": service_fields(order)});
    body["service"]["username"] = json!("root");
    body["service"]["password"] =
        json!(order.vps.as_ref().map_or("", |vps| vps.password.expose_secret().as_str()));
    ok(body)
}

fn service_fields(order: &Order) -> Value {
    let vps = order.vps.as_ref();
    json!({
        "id": order.service.to_string(),
        "product": order.product,
        "status": order.status.as_str(),
        "domain": vps.map_or("", |vps| vps.name.as_str()),
        "dedicatedip": vps.map_or("", |vps| vps.ip.as_str()),
        "amount": format!("{:.2}", order.amount),
        "billingcycle": "Monthly",
        "nextduedate": order.until.to_string(),
    })
}

/// A secret of so many random bytes.
pub(super) fn random_secret(bytes: usize) -> SecretString {
    let mut random = vec![0; bytes];
    rand::thread_rng().fill_bytes(&mut random);
    SecretString::new(random.iter().map(|byte| format!("{byte:02x}")).collect())
}
