//! LightLayer's cart, field by field: categories, products, what they can be ordered with, quotes and orders.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::domain::order::Cycle;
use crate::providers::lenient;

/// The cycle that LightLayer's symbol or word stands for.
pub fn cycle(symbol: &str) -> Cycle {
    match symbol.trim().to_ascii_lowercase().as_str() {
        "h" | "hourly" => Cycle::Hourly,
        "d" | "daily" => Cycle::Daily,
        "w" | "weekly" => Cycle::Weekly,
        "m" | "monthly" => Cycle::Monthly,
        "q" | "quarterly" => Cycle::Quarterly,
        "s" | "semi-annually" | "semiannually" => Cycle::SemiAnnually,
        "a" | "annually" => Cycle::Annually,
        "b" | "biennially" => Cycle::Biennially,
        "t" | "triennially" => Cycle::Triennially,
        "o" | "once" | "one time" | "free" => Cycle::Once,
        _ => Cycle::Untold,
    }
}

/// A category of products.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Category {
    #[serde(deserialize_with = "lenient::id")]
    pub id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    pub name: Option<String>,
}

/// A product of a category.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Product {
    #[serde(deserialize_with = "lenient::id")]
    pub id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    pub name: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    pub description: Option<String>,
    /// Whether only so many of it are sold.
    #[serde(deserialize_with = "lenient::truth")]
    stock: Option<bool>,
    #[serde(deserialize_with = "lenient::decimal")]
    qty: Option<Decimal>,
    #[serde(deserialize_with = "entries")]
    pub periods: Vec<Offered>,
}

impl Product {
    /// Whether it can be bought now.
    pub fn is_on_sale(&self) -> bool {
        self.stock != Some(true) || self.qty.is_some_and(|left| left > Decimal::ZERO)
    }
}

/// Something that can be chosen: a cycle, or an item of a form's field.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Offered {
    #[serde(deserialize_with = "lenient::id")]
    pub id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    pub title: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    pub value: Option<String>,
    #[serde(deserialize_with = "lenient::decimal")]
    pub price: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    pub setup: Option<Decimal>,
    #[serde(deserialize_with = "lenient::truth")]
    selected: Option<bool>,
}

impl Offered {
    /// Whether it is the one for who chooses none.
    pub fn is_selected(&self) -> bool {
        self.selected == Some(true)
    }
}

/// The answer about a product's configuration.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ProductAnswer {
    #[serde(deserialize_with = "lenient::map")]
    pub product: Option<Configuration>,
}

/// A product with all that it can be ordered with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Configuration {
    #[serde(deserialize_with = "lenient::id")]
    pub id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    pub name: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    pub category_name: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    pub description: Option<String>,
    #[serde(deserialize_with = "lenient::decimal")]
    pub price: Option<Decimal>,
    #[serde(deserialize_with = "lenient::words")]
    pub recurring: Option<String>,
    #[serde(deserialize_with = "lenient::map")]
    pub config: Option<Config>,
}

/// What a product can be ordered with, by where it stands.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Config {
    #[serde(deserialize_with = "entries")]
    pub product: Vec<Field>,
    #[serde(deserialize_with = "entries")]
    pub forms: Vec<Field>,
    #[serde(deserialize_with = "entries")]
    pub addons: Vec<Addon>,
}

/// A field: of the product itself, of its form, or of an add-on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Field {
    #[serde(rename = "type", deserialize_with = "lenient::words")]
    pub kind: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    pub title: Option<String>,
    #[serde(deserialize_with = "lenient::id")]
    pub id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    pub name: Option<String>,
    #[serde(rename = "firstItemId", deserialize_with = "lenient::id")]
    pub first_item: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    pub description: Option<String>,
    #[serde(deserialize_with = "lenient::truth")]
    pub required: Option<bool>,
    /// Whether several of its items can be chosen.
    #[serde(deserialize_with = "lenient::truth")]
    pub multiple: Option<bool>,
    #[serde(deserialize_with = "lenient::map")]
    pub config: Option<Bounds>,
    #[serde(deserialize_with = "entries")]
    pub items: Vec<Offered>,
}

/// How far a number of a form may go, and whether the field is shown under conditions alone.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Bounds {
    #[serde(rename = "minvalue", deserialize_with = "lenient::whole")]
    pub least: Option<u64>,
    #[serde(rename = "maxvalue", deserialize_with = "lenient::whole")]
    pub most: Option<u64>,
    conditionals: Value,
}

impl Bounds {
    /// Whether there are conditions; how they are written nobody documents.
    pub fn is_conditional(&self) -> bool {
        match &self.conditionals {
            Value::Array(conditions) => !conditions.is_empty(),
            Value::Object(conditions) => !conditions.is_empty(),
            _ => false,
        }
    }
}

/// An add-on: whether it is wanted, and how often it is paid.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Addon {
    #[serde(deserialize_with = "lenient::id")]
    pub id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    pub title: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    pub description: Option<String>,
    #[serde(deserialize_with = "entries")]
    pub config: Vec<Field>,
}

/// The answer to a request for a quote.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Quote {
    #[serde(deserialize_with = "lenient::map")]
    pub summary: Option<Summary>,
    #[serde(deserialize_with = "entries")]
    pub items: Vec<QuoteItem>,
}

/// What an order would cost.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Summary {
    #[serde(deserialize_with = "lenient::decimal")]
    pub total: Option<Decimal>,
    #[serde(deserialize_with = "entries")]
    pub recurring: Vec<Offered>,
}

/// What the portal says of one item of a quote.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct QuoteItem {
    #[serde(deserialize_with = "lenient::truth")]
    pub valid: Option<bool>,
    #[serde(deserialize_with = "lenient::texts")]
    pub error: Vec<String>,
}

/// The answer to an order: of one thing, or of several.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ordered {
    #[serde(deserialize_with = "lenient::id")]
    pub order_num: Option<String>,
    #[serde(deserialize_with = "lenient::id")]
    pub invoice_id: Option<String>,
    #[serde(deserialize_with = "lenient::decimal")]
    pub total: Option<Decimal>,
    #[serde(deserialize_with = "one_or_more")]
    pub items: Vec<OrderedItem>,
    #[serde(deserialize_with = "ids")]
    pub order_num_list: Vec<String>,
}

impl Ordered {
    /// Whether it tells anything of an order.
    pub fn tells_something(&self) -> bool {
        self.order_num.is_some()
            || self.invoice_id.is_some()
            || !self.items.is_empty()
            || !self.order_num_list.is_empty()
    }
}

/// Something that was ordered.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OrderedItem {
    #[serde(rename = "type", deserialize_with = "lenient::words")]
    kind: Option<String>,
    #[serde(deserialize_with = "lenient::id")]
    id: Option<String>,
}

impl OrderedItem {
    /// The id of the service that it is; domains have ids of their own.
    pub fn into_service(self) -> Option<String> {
        let domain = self.kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("domain"));
        self.id.filter(|id| !domain && lenient::is_number(id))
    }
}

/// The answer about one service, without its secrets.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ServiceAnswer {
    #[serde(deserialize_with = "lenient::map")]
    pub service: Option<ServiceState>,
}

/// How a service stands.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ServiceState {
    #[serde(deserialize_with = "lenient::id")]
    pub id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    pub status: Option<String>,
}

/// The maps of a list or of a map by any keys; none where it is neither.
fn entries<'de, D: Deserializer<'de>, T: serde::de::DeserializeOwned>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let entries: Vec<&Value> = match &value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(fields) => fields.values().collect(),
        _ => vec![],
    };
    Ok(entries.into_iter().filter_map(lenient::entry).collect())
}

/// The same where one alone may stand in place of the list.
fn one_or_more<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<OrderedItem>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    if value.get("id").is_some() || value.get("type").is_some() {
        return Ok(lenient::entry(&value).into_iter().collect());
    }
    Ok(entries(value).unwrap_or_default())
}

fn ids<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let text = |value: &Value| match value {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        _ => None,
    };
    let items = value.as_array().map(|items| items.iter().filter_map(text).collect());
    Ok(items.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_symbol_of_a_cycle_is_known_and_another_is_no_guess() {
        for (symbol, known) in [
            ("m", Cycle::Monthly),
            ("a", Cycle::Annually),
            ("b", Cycle::Biennially),
            ("t", Cycle::Triennially),
            ("Q", Cycle::Quarterly),
            ("Semi-Annually", Cycle::SemiAnnually),
            ("p5", Cycle::Untold),
        ] {
            assert_eq!(cycle(symbol), known, "{symbol}");
        }
    }
}
