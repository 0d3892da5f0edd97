//! The cart: categories, products, their configuration, quotes and orders.

use rand::Rng;
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Map, Value, json};

use super::{Answer, Call, Refusal, Result, amount, body, id, money, ok};
use crate::sandbox::lightlayer::cart::{Addon, FormField, Period, Priced, Product, whole};
use crate::sandbox::lightlayer::effect::Effect;
use crate::sandbox::lightlayer::state::State;
use crate::sandbox::provider::Reply;

const UNKNOWN_CATEGORY: &str = "category_not_found";
const UNKNOWN: &str = "product_not_found";

pub(super) fn categories(state: &State) -> Reply {
    let category = |category: &crate::sandbox::lightlayer::cart::Category| {
        json!({
            "id": category.id.to_string(),
            "name": category.name,
            "description": "",
            "slug": category.slug,
        })
    };
    ok(&json!({"categories": state.categories.iter().map(category).collect::<Vec<_>>()}))
}

pub(super) fn products(state: &State, call: &Call) -> Result<Reply> {
    let category = id(call, UNKNOWN_CATEGORY)?;
    if !state.categories.iter().any(|known| known.id == category) {
        return Err(Refusal::not_found(UNKNOWN_CATEGORY));
    }
    let products = state.products.iter().filter(|product| product.category == category);
    let products: Vec<_> = products
        .map(|product| {
            json!({
                "id": product.id.to_string(),
                "type": "1",
                "name": product.name,
                "stock": product.stock.is_some(),
                "paytype": "Regular",
                "description": product.description,
                "qty": product.stock.unwrap_or_default().to_string(),
                "tags": [],
                "periods": periods(&product.periods),
            })
        })
        .collect();
    Ok(ok(&json!({"products": products})))
}

fn periods(periods: &[Period]) -> Vec<Value> {
    let period = |(nth, period): (usize, &Period)| {
        json!({
            "title": period.symbol,
            "value": period.symbol,
            "price": amount(period.price),
            "setup": amount(period.setup),
            "selected": nth == 0,
        })
    };
    periods.iter().enumerate().map(period).collect()
}

pub(super) fn configuration(state: &State, call: &Call) -> Result<Reply> {
    let product = state.product(id(call, UNKNOWN)?).ok_or_else(|| Refusal::not_found(UNKNOWN))?;
    let category = state.categories.iter().find(|category| category.id == product.category);
    let first = &product.periods[0];
    let mut own = vec![json!({
        "type": "select",
        "title": "pickcycle",
        "id": "cycle",
        "name": "cycle",
        "items": periods(&product.periods),
        "value": first.symbol,
        "price": amount(first.price),
        "setup": amount(first.setup),
    })];
    if product.takes_domain {
        own.push(
            json!({"type": "input", "title": "domain", "id": "domain", "name": "domain", "value": null}),
        );
    }
    Ok(ok(&json!({"product": {
        "id": product.id.to_string(),
        "category_name": category.map_or("", |category| category.name.as_str()),
        "category_id": product.listed_category.to_string(),
        "name": product.name,
        "price": amount(first.price),
        "recurring": first.symbol,
        "setup": amount(first.setup),
        "config": {
            "product": own,
            "forms": product.forms.iter().map(form).collect::<Vec<_>>(),
            "addons": product.addons.iter().map(addon).collect::<Vec<_>>(),
            "subproducts": [],
        },
        "recurring_price": amount(first.price),
        "prorata_date": null,
    }})))
}

fn form(field: &FormField) -> Value {
    let item = |(id, title, price): &(u64, String, Decimal)| {
        json!({
            "title": title,
            "value": 1,
            "id": id,
            "price": amount(*price),
            "setup": 0,
            "selected": false,
        })
    };
    json!({
        "type": field.kind,
        "title": field.title,
        "id": field.id.to_string(),
        "firstItemId": field.items.first().map(|(id, ..)| *id),
        "description": "",
        "name": format!("custom[{}]", field.id),
        "required": field.required,
        "multiple": field.multiple,
        "config": {"conditionals": field.conditionals},
        "value": [],
        "textvalue": [],
        "price": 0,
        "recurring_price": 0,
        "setup": 0,
        "prorata_date": null,
        "items": field.items.iter().map(item).collect::<Vec<_>>(),
    })
}

fn addon(addon: &Addon) -> Value {
    json!({
        "type": "subitem",
        "title": addon.title,
        "id": addon.id.to_string(),
        "value": null,
        "description": addon.description,
        "config": [
            {"type": "checkbox", "title": "add", "name": format!("addon[{}]", addon.id), "checked": false},
            {
                "type": "select",
                "title": "billingcycle",
                "name": format!("addon_cycles[{}]", addon.id),
                "items": periods(&addon.periods),
            },
        ],
        "price": 0,
        "recurring_price": 0,
        "setup": 0,
        "prorata_date": null,
    })
}

/// The total with the account's tax.
fn with_tax(state: &State, amount: Decimal) -> Decimal {
    let tax = amount * state.cart_tax / Decimal::ONE_HUNDRED;
    amount + tax.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

pub(super) fn quote(state: &State, call: &Call) -> Result<Reply> {
    let body = body(call);
    let items = body.get("items").and_then(Value::as_array).filter(|items| !items.is_empty());
    let items = items.ok_or_else(|| Refusal::of_content("no_items"))?;
    let priced: Vec<_> = items.iter().map(|item| state.price(item)).collect();
    let good = priced.iter().filter_map(|priced| priced.as_ref().ok());
    let cost: Decimal = good.clone().map(|priced| priced.first).sum();
    let mut recurring = std::collections::BTreeMap::<String, (String, Decimal)>::new();
    for priced in good {
        let own = Period { price: priced.recurring, ..priced.period.clone() };
        for period in std::iter::once(&own).chain(&priced.addons) {
            let name = period.name().to_owned();
            recurring.entry(period.symbol.clone()).or_insert((name, Decimal::ZERO)).1 += period.price;
        }
    }
    let recurring: Vec<_> = recurring
        .into_iter()
        .map(|(symbol, (name, price))| json!({"title": name, "price": amount(price), "value": symbol}))
        .collect();
    let item = |(nth, priced): (usize, &std::result::Result<Priced, &'static str>)| match priced {
        Ok(priced) => json!({
            "product": shown(&priced.product, &priced.domain),
            "domains": {},
            "coupon": {},
            "index": nth,
            "valid": true,
            "info": [],
            "error": [],
        }),
        Err(code) => json!({
            "product": null,
            "domains": {},
            "coupon": {},
            "index": nth,
            "valid": false,
            "info": [],
            "error": [code],
        }),
    };
    let total = with_tax(state, cost);
    Ok(ok(&json!({
        "summary": {
            "subtotal": amount(cost),
            "total": amount(total),
            "credit": 0,
            "discount": 0,
            "cost": amount(cost),
            "recurring": recurring,
            "tax": [{"name": "VAT", "tax": amount(total - cost), "value": amount(state.cart_tax)}],
        },
        "items": priced.iter().enumerate().map(item).collect::<Vec<_>>(),
    })))
}

fn shown(product: &Product, domain: &str) -> Value {
    json!({"id": product.id, "category_id": product.listed_category, "name": product.name, "domain": domain})
}

pub(super) fn order_one(state: &mut State, call: &Call) -> Result<Answer> {
    let mut body = body(call);
    body.insert("product_id".to_owned(), json!(id(call, UNKNOWN)?));
    let (numbers, services, invoice, total) = place(state, &body, &[Value::Object(body.clone())])?;
    let service = services[0];
    let reply = ok(&json!({
        "order_num": numbers[0],
        "invoice_id": invoice.to_string(),
        "total": money(total),
        "items": ordered(state, service),
    }));
    Ok(Answer { reply, effect: Some(Effect::Ordered { services, invoice, total }) })
}

pub(super) fn order_several(state: &mut State, call: &Call) -> Result<Answer> {
    let body = body(call);
    let items = body.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
    if items.is_empty() || items.iter().any(|item| item["type"] != json!("product")) {
        return Err(Refusal::of_content("no_items"));
    }
    let (numbers, services, invoice, total) = place(state, &body, &items)?;
    let reply = ok(&json!({
        "order_num_list": numbers,
        "invoice_id": invoice.to_string(),
        "total": money(total),
        "items": services.iter().map(|service| ordered(state, *service)).collect::<Vec<_>>(),
    }));
    Ok(Answer { reply, effect: Some(Effect::Ordered { services, invoice, total }) })
}

/// Places an order when every item of it is good: the numbers of the order, the services, the invoice and the total.
fn place(
    state: &mut State,
    body: &Map<String, Value>,
    items: &[Value],
) -> Result<(Vec<u64>, Vec<u64>, u64, Decimal)> {
    let method = body.get("pay_method").and_then(whole).map(|method| method.to_string());
    if !method.is_some_and(|method| state.payment_methods.contains_key(&method)) {
        return Err(Refusal::of_content("wrong_payment_method"));
    }
    let priced: std::result::Result<Vec<_>, _> = items.iter().map(|item| state.price(item)).collect();
    let priced = priced.map_err(Refusal::of_content)?;
    let total = with_tax(state, priced.iter().map(|priced| priced.first).sum());
    let number = rand::thread_rng().gen_range(100_000_000..1_000_000_000);
    let (services, invoice) = state.place(&priced);
    Ok((vec![number; services.len()], services, invoice, total))
}

fn ordered(state: &State, service: u64) -> Value {
    let Some(found) = state.services.get(&service) else { return json!({}) };
    let product = state.products.iter().find(|product| product.name == found.name);
    json!({
        "type": "Hosting",
        "id": found.id.to_string(),
        "name": found.domain,
        "product_id": product.map(|product| product.id.to_string()),
    })
}
