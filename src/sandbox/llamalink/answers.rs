//! What each operation does to the state and answers.

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use jiff::{Span, Timestamp};
use rust_decimal::Decimal;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::account::{Site, Subscription};
use super::effect::Effect;
use super::operation::Operation;
use super::purchase::{CustomOrder, Ending, PlanOrder, Provisioning};
use super::server::{Memory, Metric, Server};
use super::state::State;
use super::wire;
use crate::sandbox::provider::{self, Authorization, Reply};

const BOUGHT: &str = "השרת הוקם בהצלחה.";
const ACTION_SENT: &str = "פעולה נשלחה לשרת";
const SITE_COMING: &str = "האתר בתהליך הקמה";
const PRICE_IS_OFF: &str = "המחיר המשוער אינו תואם את חישוב השרת";

type Call = provider::Call<Operation>;
type Answer = provider::Answer<Effect>;
type Result<T> = std::result::Result<T, Reply>;

pub(super) fn judge(headers: &HeaderMap, key: &SecretString) -> Authorization {
    let Some(value) = headers.get(AUTHORIZATION) else { return Authorization::Missing };
    let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
    if value.strip_prefix("Bearer ") == Some(key.expose_secret().as_str()) {
        Authorization::Right(SecretString::new(value))
    } else {
        Authorization::Wrong(SecretString::new(value))
    }
}

/// Carries out `call` and answers it.
pub(super) fn carry_out(state: &mut State, call: &Call) -> Answer {
    if call.operation.needs_key() {
        match judge(&call.headers, &state.key) {
            Authorization::Missing => return refusal(StatusCode::UNAUTHORIZED).into(),
            Authorization::Wrong(_) => return refusal(StatusCode::FORBIDDEN).into(),
            Authorization::Right(_) => {}
        }
    }
    dispatch(state, call).unwrap_or_else(Answer::from)
}

fn dispatch(state: &mut State, call: &Call) -> Result<Answer> {
    let now = state.clock.now();
    let reply = match call.operation {
        Operation::ListCards => ok(&state.cards),
        Operation::ListPlans => ok(&wire::Shop::of(state.shop_open, &state.plans, &state.custom)),
        Operation::ListTemplates => ok(&wire::Templates { items: &state.templates }),
        Operation::BuyPlan => return buy_plan(state, call, now),
        Operation::BuyCustom => return buy_custom(state, call, now),
        Operation::ProvisionProgress => {
            let provisioning = state.provisionings.get(call.parameter(0)).ok_or_else(not_found)?;
            ok(&provisioning.progress(now, state.pace.provisioning))
        }
        Operation::ListServers => {
            let servers: Vec<_> =
                state.servers.values().map(|server| wire::ServerInList::of(server, now)).collect();
            ok(&servers)
        }
        Operation::ShowServer => ok(&wire::ServerAlone::of(find_server(state, call)?, now)),
        Operation::StartServer | Operation::StopServer | Operation::RestartServer => {
            return power(state, call, now);
        }
        Operation::MetricsHistory => metrics(find_server(state, call)?, call, now)?,
        Operation::ListSites => {
            let sites: Vec<_> = state.sites.iter().map(|site| wire::SiteInList::of(site, now)).collect();
            ok(&sites)
        }
        Operation::ShowSite => {
            let site = state.sites.iter().find(|site| site.id == call.parameter(0)).ok_or_else(not_found)?;
            ok(&wire::SiteAlone::of(site, now))
        }
        Operation::CreateSite => return create_site(state, call, now),
        Operation::ShowProfile => ok(&state.profile),
        Operation::ListSubscriptions => ok(&state.subscriptions),
    };
    Ok(reply.into())
}

fn power(state: &mut State, call: &Call, now: Timestamp) -> Result<Answer> {
    let pace = state.pace;
    let id = find_server(state, call)?.id;
    let server = state.server_mut(id).ok_or_else(not_found)?;
    let (status, changed, effect) = match call.operation {
        Operation::StopServer => ("stopped", server.stop(now, &pace), Effect::Stopped { server: id }),
        Operation::StartServer => ("running", server.start(now, &pace), Effect::Started { server: id }),
        _ => ("running", server.restart(now, &pace), Effect::Restarted { server: id }),
    };
    let reply = ok(&wire::CommandAccepted { message: ACTION_SENT, status });
    Ok(Answer { reply, effect: changed.then_some(effect) })
}

fn metrics(server: &Server, call: &Call, now: Timestamp) -> Result<Reply> {
    #[derive(Deserialize)]
    struct Query {
        metric: String,
        range: String,
    }
    let query = format!("/?{}", call.query.as_deref().unwrap_or_default());
    let uri = query.parse().map_err(|_| senseless())?;
    let axum::extract::Query(Query { metric, range }) =
        axum::extract::Query::try_from_uri(&uri).map_err(|_| senseless())?;
    let metric = match metric.as_str() {
        "cpu" => Metric::Cpu,
        "memory" => Metric::Memory,
        _ => return Err(senseless()),
    };
    let points = server.readings(metric, &range, now).ok_or_else(senseless)?;
    Ok(ok(&wire::History { range: &range, points }))
}

fn buy_plan(state: &mut State, call: &Call, now: Timestamp) -> Result<Answer> {
    let op_id = operation_id(call)?;
    if let Some(answer) = bought_before(state, &op_id) {
        return Ok(answer);
    }
    let order: PlanOrder = body(call)?;
    let plan = state.plans.iter().find(|plan| plan.id == order.plan_id).cloned().ok_or_else(not_found)?;
    check_template(state, &order.os)?;
    if !state.shop_open {
        return Err(senseless());
    }
    let mut server = Server::new(state.next_server_id(), format!("{}-{}", plan.id, state.next_server_id()));
    server.cpus_avail = plan.cpu_cores;
    server.memory = Memory { used: 0.3, max: f64::from(plan.ram_gb) };
    // The documented server has the address that the first one bought would have by its id.
    let is_free = |address: &String| {
        !state.servers.values().any(|other| other.id != server.id && other.ip_addresses.contains(address))
    };
    server.ip_addresses =
        (server.id..server.id + 254).map(Server::address).find(is_free).into_iter().collect();
    provision(state, op_id, server, &plan.name, plan.price, now)
}

fn buy_custom(state: &mut State, call: &Call, now: Timestamp) -> Result<Answer> {
    let op_id = operation_id(call)?;
    if let Some(answer) = bought_before(state, &op_id) {
        return Ok(answer);
    }
    let order: CustomOrder = body(call)?;
    check_template(state, &order.os)?;
    if !state.shop_open || !state.custom.available {
        return Err(senseless());
    }
    let price = order.price(&state.custom).ok_or_else(senseless)?;
    if !order.is_estimate_near(price) {
        return Err(Reply::message(StatusCode::BAD_REQUEST, PRICE_IS_OFF));
    }
    let id = state.next_server_id();
    let mut server = Server::new(id, order.name.clone());
    server.cpus_avail = order.cpu_cores;
    server.memory = Memory { used: 0.3, max: f64::from(order.ram) };
    server.ip_addresses =
        (0..u64::from(order.ipv4.min(64))).map(|n| format!("198.51.100.{}", (id + n) % 254 + 1)).collect();
    provision(state, op_id, server, &order.name, price, now)
}

/// The same operation id means the same purchase, whatever else the request says.
fn bought_before(state: &State, op_id: &str) -> Option<Answer> {
    let server = state.provisionings.get(op_id)?.server;
    Some(ok(&wire::Purchase { subscribed: true, server, message: BOUGHT }).into())
}

fn provision(
    state: &mut State,
    op_id: String,
    server: Server,
    name: &str,
    price: Decimal,
    now: Timestamp,
) -> Result<Answer> {
    if !state.cards.first().is_some_and(|card| card.accepts_charges) {
        return Err(refusal(StatusCode::PAYMENT_REQUIRED));
    }
    let id = server.id;
    let ending = state.purchases_end;
    let comes_up = ending == Ending::Succeeds;
    state.add_server(if comes_up { server.running_from(now + state.pace.provisioning) } else { server });
    state.provisionings.insert(op_id.clone(), Provisioning { server: id, started: now, ending });
    let renewal_date = now.to_zoned(jiff::tz::TimeZone::UTC).date().saturating_add(Span::new().months(1));
    state.subscriptions.push(Subscription {
        id: state.next_subscription_id(),
        kind: "vps".to_owned(),
        name: name.to_owned(),
        status: "active".to_owned(),
        renewal_date,
        price_monthly: price,
    });
    let reply =
        Reply::json(StatusCode::CREATED, &wire::Purchase { subscribed: true, server: id, message: BOUGHT });
    Ok(Answer { reply, effect: Some(Effect::Charged { op_id, amount: price, server: id }) })
}

fn create_site(state: &mut State, call: &Call, now: Timestamp) -> Result<Answer> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct NewSite {
        domain: String,
        plan_id: String,
        php_version: String,
    }
    let order: NewSite = body(call)?;
    if order.domain.trim().is_empty() || state.sites.iter().any(|site| site.domain == order.domain) {
        return Err(senseless());
    }
    if !state.site_plans.contains(&order.plan_id) {
        return Err(not_found());
    }
    let site = Site {
        id: state.next_site_id(),
        domain: order.domain,
        plan: order.plan_id,
        disk_used_mb: 0,
        disk_limit_mb: 10_240,
        php_version: order.php_version,
        ssl: false,
        ready_at: now + state.pace.provisioning,
    };
    let body = wire::SiteCreated {
        id: &site.id,
        domain: &site.domain,
        status: "provisioning",
        message: SITE_COMING,
    };
    let reply = Reply::json(StatusCode::CREATED, &body);
    let effect = Effect::SiteCreated { site: site.id.clone(), domain: site.domain.clone() };
    state.sites.push(site);
    Ok(Answer { reply, effect: Some(effect) })
}

fn find_server<'a>(state: &'a State, call: &Call) -> Result<&'a Server> {
    call.parameter(0).parse().ok().and_then(|id| state.server(id)).ok_or_else(not_found)
}

fn operation_id(call: &Call) -> Result<String> {
    let op_id =
        call.headers.get("x-provision-op-id").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if op_id.is_empty() { Err(senseless()) } else { Ok(op_id.to_owned()) }
}

fn check_template(state: &State, id: &str) -> Result<()> {
    let template = state.templates.iter().find(|template| template.id == id).ok_or_else(not_found)?;
    if template.enabled { Ok(()) } else { Err(senseless()) }
}

fn body<T: DeserializeOwned>(call: &Call) -> Result<T> {
    let content_type =
        call.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        return Err(senseless());
    }
    serde_json::from_slice(&call.body).map_err(|_| senseless())
}

fn ok(body: &impl serde::Serialize) -> Reply {
    Reply::json(StatusCode::OK, body)
}

fn refusal(status: StatusCode) -> Reply {
    Reply::status(status)
}

fn not_found() -> Reply {
    refusal(StatusCode::NOT_FOUND)
}

fn senseless() -> Reply {
    refusal(StatusCode::BAD_REQUEST)
}
