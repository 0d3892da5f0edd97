//! What each command does to the state and answers.

use std::ops::RangeInclusive;

use axum::http::StatusCode;
use jiff::Timestamp;
use jiff::civil::DateTime;
use rand::RngCore;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value, json};

use super::account::{Order, Service};
use super::effect::Effect;
use super::operation::Operation;
use super::server::{Server, Sizes, Task};
use super::state::State;
use crate::sandbox::provider::fields::Fields;
use crate::sandbox::provider::{self, Reply};

type Call = provider::Call<Operation>;
type Answer = provider::Answer<Effect>;

/// The most that a `count` may ask for.
const MOST: u64 = 1000;
/// Where the graphs are.
const GRAPHS: &str = "//stats.serveriai.lt/graph.php";

/// Carries out `call` and answers it.
pub(super) fn carry_out(state: &mut State, call: &Call) -> Answer {
    let fields = Fields::of(call.query.as_deref(), &call.body);
    if !state.is_inside {
        return Reply::html(StatusCode::FORBIDDEN).into();
    }
    if !state.admits(&fields) {
        return Reply::html(StatusCode::UNAUTHORIZED).into();
    }
    if call.operation.is_change() {
        return change(state, call.operation, &fields).unwrap_or_else(wrong);
    }
    look(state, call.operation, &fields).map_or_else(wrong, |body| Reply::json(StatusCode::OK, &body).into())
}

/// The answer to a wrong parameter.
fn wrong() -> Answer {
    Reply::html(StatusCode::BAD_REQUEST).into()
}

fn look(state: &State, operation: Operation, fields: &Fields) -> Option<Value> {
    let server = || {
        let id = fields.number("id")?;
        Some((id, state.servers.get(&id)?))
    };
    Some(match operation {
        Operation::Version => json!({"version": "0.1"}),
        Operation::AccountInfo => account(state),
        Operation::AccountOrders => state.orders.iter().map(order).collect(),
        Operation::AccountServices => {
            state.services.iter().map(|service| Value::Object(service_fields(state, service))).collect()
        }
        Operation::AccountCredits => {
            let credits = state.credits.iter().rev().map(|credit| {
                json!({
                    "cr_id": credit.id.to_string(),
                    "cr_created": time(credit.created),
                    "cr_amount": format!("{:.2}", credit.amount),
                    "cr_description": credit.description,
                })
            });
            credits.take(count(fields)?).collect()
        }
        Operation::AccountBonuses => {
            let bonuses = state.bonuses.iter().rev().map(|bonus| {
                json!({
                    "bo_id": bonus.id.to_string(),
                    "bo_created": time(bonus.created),
                    "bo_amount": format!("{:.2}", bonus.amount),
                    "bo_description": bonus.description,
                })
            });
            bonuses.take(count(fields)?).collect()
        }
        Operation::ServerInfo => {
            let (id, server) = server()?;
            info(state, id, server)?
        }
        Operation::ServerTasks => tasks(state, server()?.1, fields)?,
        Operation::ServerGraphs => {
            let (id, _) = server()?;
            fields.number("width").filter(|width| (1..=MOST).contains(width))?;
            graphs(id, fields.get("ip")?.parse().ok()?)
        }
        Operation::ServerOs => {
            server()?;
            systems(state)
        }
        _ => return None,
    })
}

fn count(fields: &Fields) -> Option<usize> {
    fields.number("count").filter(|count| (1..=MOST).contains(count))?.try_into().ok()
}

fn time(time: DateTime) -> String {
    time.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

fn account(state: &State) -> Value {
    let owner = &state.owner;
    let user = |id: &str, subuser: &str, nick: &str, description: Option<&str>| {
        json!({
            "us_id": id,
            "us_created": "2009-10-07 21:50:17",
            "us_inactive": "no",
            "us_subuser": subuser,
            "us_nick": nick,
            "us_description": description,
        })
    };
    json!({
        "ac_id": owner.id.to_string(),
        "ac_created": "2012-12-12 12:12:12",
        "ac_company": owner.company,
        "ac_name": owner.name,
        "ac_code": "",
        "ac_vat": null,
        "ac_address": owner.address,
        "ac_city": "",
        "ac_country": "",
        "ac_phone": owner.phone,
        "ac_email": owner.email,
        "ac_credit": state.credit.normalize().to_string(),
        "ac_bonus": state.bonus.normalize().to_string(),
        "ac_contacts": [],
        "ac_users": [user("1", "no", &owner.nick, None), user("2", "yes", &state.nick, Some("API"))],
    })
}

fn order(order: &Order) -> Value {
    json!({
        "or_id": order.id.to_string(),
        "or_created": time(order.created),
        "or_paid": order.paid.map(time),
        "or_series": order.number.as_ref().map(|(series, _)| series),
        "or_number": order.number.as_ref().map(|(_, number)| number),
        "or_cost": format!("{:.2}", order.cost),
        "or_url": "https://saskaitos.iv.lt/",
    })
}

fn service_fields(state: &State, service: &Service) -> Map<String, Value> {
    let description = state
        .servers
        .get(&service.id)
        .map(|server| format!("Serverio nuoma (planas {}, {})", plan(server.sizes), server.domain));
    let fields = json!({
        "se_id": service.id.to_string(),
        "se_created": time(service.created),
        "se_since": service.since.to_string(),
        "se_until": service.until.to_string(),
        "se_quantity": "1",
        "se_price": format!("{:.2}", service.price),
        "se_discount": service.discount.to_string(),
        "se_unit": service.unit,
        "se_description": description.unwrap_or_else(|| service.description.clone()),
    });
    match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

fn plan(sizes: Sizes) -> String {
    format!("{}GHz:{}MB:{}GB:{}Mbps", sizes.cpu, sizes.ram, sizes.quota, sizes.bandwidth)
}

fn info(state: &State, id: u64, server: &Server) -> Option<Value> {
    let mut fields = service_fields(state, state.services.iter().find(|service| service.id == id)?);
    let Sizes { cpu, ram, quota, bandwidth } = server.sizes;
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    put("se_plan", plan(server.sizes).into());
    put("se_domain", server.domain.clone().into());
    put("se_cpu", cpu.to_string().into());
    put("se_ram", ram.to_string().into());
    put("se_quota", quota.to_string().into());
    put("se_bandwidth", bandwidth.to_string().into());
    let measured = json!({
        "in_node": server.node,
        "in_host": server.domain,
        "in_bw_in": "37590",
        "in_bw_out": "90048",
        "in_qt_limit": server.disk.to_string(),
        "in_qt_usage": server.disk_used.to_string(),
        "in_inodes_limit": "1960000",
        "in_inodes_usage": "116232",
        "in_mm_limit": server.memory.to_string(),
        "in_mm_usage": server.memory_used.to_string(),
        "in_ips": server.ip,
    });
    put("se_info", measured);
    Some(Value::Object(fields))
}

fn tasks(state: &State, server: &Server, fields: &Fields) -> Option<Value> {
    let count = count(fields)?;
    let (id, command) = (fields.get("task_id"), fields.get("task"));
    let wanted = |task: &&Task| {
        id.is_none_or(|id| task.id.to_string() == id)
            && command.is_none_or(|command| task.command.command() == command)
    };
    Some(
        server.tasks.iter().rev().filter(wanted).take(count).map(|task| shown(state, server, task)).collect(),
    )
}

fn shown(state: &State, server: &Server, task: &Task) -> Value {
    let now = state.clock.now();
    let when = |moment: Timestamp| (moment <= now).then(|| time(state.local(moment)));
    let completed = task.completed.and_then(when);
    let results = completed.as_ref().map(|_| {
        let password = task
            .password
            .as_ref()
            .map(|password| format!("\nIP:        {}\nPassword:  {}", server.ip, password.expose_secret()));
        format!("Stopping container ...\nContainer was stopped{}", password.unwrap_or_default())
    });
    let parameters: Map<String, Value> =
        task.parameters.iter().map(|(name, value)| ((*name).to_owned(), value.clone().into())).collect();
    json!({
        "ta_id": task.id.to_string(),
        "ta_activated": time(state.local(task.activated)),
        "ta_assigned": when(task.assigned),
        "ta_completed": completed,
        "ta_command": task.command.command(),
        // PHP writes an empty map as an empty list.
        "ta_params": if parameters.is_empty() { json!([]) } else { Value::Object(parameters) },
        "ta_results": results,
    })
}

fn graphs(id: u64, ip: std::net::IpAddr) -> Value {
    let kinds = ["traffic", "memory", "storage", "load", "io", "cpu"];
    let spans = ["daily", "weekly", "monthly", "yearly"];
    let links = kinds.iter().flat_map(|kind| spans.map(|span| format!("{kind}_{span}")));
    links
        .map(|name| (name.clone(), format!("{GRAPHS}?{id}-{name}-{ip}").into()))
        .collect::<Map<_, _>>()
        .into()
}

fn systems(state: &State) -> Value {
    let systems = state.systems.iter().map(|system| {
        let mut fields = json!({"title": system.title, "arch": system.arch, "url": system.url});
        for (name, value) in [("price", &system.price), ("min_ram", &system.min_ram)] {
            if let Some(value) = value {
                fields[name] = json!(value);
            }
        }
        (system.id.clone(), fields)
    });
    Value::Object(systems.collect())
}

/// Queues the task of a command.
fn change(state: &mut State, operation: Operation, fields: &Fields) -> Option<Answer> {
    let (now, id) = (state.clock.now(), fields.number("id")?);
    let known = |os: &str| state.systems.iter().any(|system| system.id == os);
    let os = match operation {
        Operation::ServerRecreate => Some(fields.get("os").filter(|os| known(os))?.to_owned()),
        _ => None,
    };
    let stuck = state.servers.get(&id)?.stuck;
    let mut task = Task::new(state.next_task, operation, now, &state.pace, stuck);
    let server = state.servers.get_mut(&id)?;
    match operation {
        Operation::ServerRecreate => {
            task.parameters = vec![("domain", server.domain.clone()), ("os", os?)];
            task.password = Some(new_password());
        }
        Operation::ServerResetPassword => task.password = Some(new_password()),
        Operation::ServerChange => server.sizes = sizes(fields)?,
        Operation::ServerDomain => {
            fields.get("domain")?.clone_into(&mut server.domain);
            task.parameters = vec![("domain", server.domain.clone())];
        }
        _ => {}
    }
    let reply = Reply::json(StatusCode::OK, &json!({"task_id": task.id.to_string()}));
    let effect = Effect { task: task.id, server: id, command: operation };
    server.tasks.push(task);
    state.next_task += 1;
    Some(Answer { reply, effect: Some(effect) })
}

/// The new sizes, all four of them and each within its bounds.
fn sizes(fields: &Fields) -> Option<Sizes> {
    let size =
        |name: &str, bounds: RangeInclusive<u64>| fields.number(name).filter(|size| bounds.contains(size));
    Some(Sizes {
        cpu: size("cpu", 2..=16)?,
        ram: size("ram", 2048..=16384)?,
        quota: size("quota", 20..=800)?,
        bandwidth: size("bandwidth", 20..=400)?,
    })
}

fn new_password() -> SecretString {
    let mut bytes = [0; 8];
    rand::thread_rng().fill_bytes(&mut bytes);
    SecretString::new(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
