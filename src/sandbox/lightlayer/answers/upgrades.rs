//! Upgrades of services: what there is, what it would cost, and ordering it.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::services::{find, find_mut};
use super::{Answer, Call, Refusal, Result, amount, body, money, ok};
use crate::sandbox::lightlayer::billing::Line;
use crate::sandbox::lightlayer::effect::Effect;
use crate::sandbox::lightlayer::service::Service;
use crate::sandbox::lightlayer::state::State;
use crate::sandbox::lightlayer::upgrade::UpgradeOption;
use crate::sandbox::provider::Reply;

/// How many days there are to pay an upgrade.
const DAYS_TO_PAY: i32 = 7;

pub(super) fn show(state: &State, call: &Call) -> Result<Reply> {
    let service = find(state, call)?;
    let option = |option: &UpgradeOption| {
        let items: Vec<_> = option
            .items
            .iter()
            .map(|item| {
                json!({
                    "id": item.id.to_string(),
                    "name": item.name,
                    "price": amount(item.price),
                    "setup_price": 0,
                    "selected": item.id == option.chosen,
                })
            })
            .collect();
        let mut shown = json!({"id": option.id, "name": option.name, "type": option.kind, "items": items});
        if option.is_counted() {
            shown["qty"] = option.quantity.into();
        }
        shown
    };
    let packages = service.packages.iter();
    let packages: Vec<_> = packages
        .map(|it| json!({"id": it.id.to_string(), "name": it.name, "price": amount(it.price)}))
        .collect();
    let resources: Vec<_> = service.options.iter().map(option).collect();
    Ok(ok(&json!({"resources": resources, "package": packages})))
}

/// What the service would be.
fn upgraded(service: &Service, fields: &serde_json::Map<String, Value>) -> Result<Service> {
    let refused = |code| Refusal::of_content(code).with_false("success");
    let number = |value: &Value| match value {
        Value::String(text) => text.parse::<u64>().ok(),
        value => value.as_u64(),
    };
    let mut new = service.clone();
    for (id, value) in fields.get("resources").and_then(Value::as_object).into_iter().flatten() {
        let option = new.options.iter_mut().find(|option| option.id.to_string() == *id);
        let option = option.ok_or_else(|| refused("unknown_resource"))?;
        let (item, quantity) = match value {
            Value::Object(items) => {
                let (item, quantity) = items.iter().next().ok_or_else(|| refused("unknown_item"))?;
                (item.parse().ok(), number(quantity))
            }
            value if option.is_counted() => (Some(option.chosen), number(value)),
            value => (number(value), Some(1)),
        };
        let known = item.filter(|item| option.items.iter().any(|known| known.id == *item));
        option.chosen = known.ok_or_else(|| refused("unknown_item"))?;
        let quantity = quantity.and_then(|quantity| u32::try_from(quantity).ok());
        option.quantity = quantity.ok_or_else(|| refused("wrong_quantity"))?;
    }
    if let Some(package) = fields.get("package") {
        let package = number(package).and_then(|id| new.packages.iter().find(|package| package.id == id));
        let package = package.ok_or_else(|| refused("unknown_package"))?.clone();
        (new.name, new.total) = (package.name, package.price);
    }
    if let Some(cycle) = fields.get("cycle") {
        let name = match cycle.as_str() {
            Some("m") => "Monthly",
            Some("q") => "Quarterly",
            Some("a") => "Annually",
            _ => return Err(refused("unknown_cycle")),
        };
        new.billing_cycle = name.to_owned();
    }
    let options = |service: &Service| service.options.iter().map(UpgradeOption::price).sum::<Decimal>();
    new.total += options(&new) - options(service);
    Ok(new)
}

pub(super) fn upgrade(state: &mut State, call: &Call) -> Result<Answer> {
    let fields = body(call);
    let (old, quirks) = (find(state, call)?.clone(), state.quirks);
    let new = upgraded(&old, &fields)?;
    let price = (new.total - old.total).max(Decimal::ZERO);
    // Any value that PHP takes for true orders it.
    let sends = match fields.get("send") {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(Value::String(text)) => !matches!(text.as_str(), "" | "0"),
        Some(value) => *value != json!(0),
    };
    if !sends {
        let estimate = json!({"success": true, "total": money(price), "recurring": money(new.total), "currency": state.currency});
        let estimate = if quirks.estimates_tell_nothing { json!({"success": true}) } else { estimate };
        return Ok(ok(&estimate).into());
    }
    let service = old.id;
    let line = Line::for_service(service, format!("Upgrade - {}", new.name), price);
    *find_mut(state, call)? = new;
    let invoice = state.add_invoice(vec![line], DAYS_TO_PAY);
    let reply =
        json!({"success": true, "info": ["upgrade_order_success"], "invoice_id": invoice.to_string()});
    Ok(Answer { reply: ok(&reply), effect: Some(Effect::ServiceUpgraded { service, invoice }) })
}
