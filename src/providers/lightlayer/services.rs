//! Services in detail, in whatever form a portal sends them. Their passwords have no field, so that reading drops them.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;

use super::network;
use super::types::Frame;
use crate::domain::network::NetAddress;
use crate::domain::service::{
    Choice, Estimate, FactLabel, FactValue, ServiceAddress, ServiceDetail, ServiceFact, ServiceMethod, Told,
    UpgradeItem, UpgradeOptions, UpgradePackage, UpgradeResource,
};
use crate::domain::{Money, ResourceRef, service};
use crate::providers::lenient;

/// How deep what a portal tells of resources may nest.
const DEEPEST: usize = 3;
/// How much of a word of a portal is kept.
const WORD: usize = 200;

/// A call that a service offers.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Method {
    #[serde(deserialize_with = "lenient::words")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    method: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    route: Option<String>,
}

impl Method {
    /// Whether it is a call about VMs.
    pub fn is_about_vms(&self) -> bool {
        self.route.as_deref().is_some_and(|route| route.split('/').any(|word| word == "vms"))
    }

    /// The call; `None` when it says nothing.
    pub fn into_domain(self) -> Option<ServiceMethod> {
        let Method { name, method, route } = self;
        (name.is_some() || route.is_some()).then(|| ServiceMethod {
            name: name.unwrap_or_default(),
            method: method.unwrap_or_default(),
            route: route.unwrap_or_default(),
        })
    }
}

/// An address of a service, with the key under which it stood.
pub fn address(key: Option<&str>, value: &Value) -> Option<ServiceAddress> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Of {
        #[serde(deserialize_with = "lenient::words")]
        vm: Option<String>,
        #[serde(deserialize_with = "lenient::words")]
        server: Option<String>,
        #[serde(deserialize_with = "lenient::words")]
        hostname: Option<String>,
    }
    let address: NetAddress = network::address(key, value)?;
    let of: Of = lenient::entry(value).unwrap_or_default();
    Some(ServiceAddress { address, of: of.vm.or(of.server).or(of.hostname) })
}

/// What a portal tells of resources, one line each: a form that nobody documents, without what may be secret.
pub fn resources(key: Option<&str>, value: &Value) -> Option<Told> {
    let named = ["name", "title", "label"].iter().find_map(|name| value.get(*name)?.as_str());
    let what = named.or(key).map(|what| lenient::excerpt(what, WORD)).filter(|what| !what.is_empty());
    let how = words(value, named, DEEPEST).filter(|_| !key.is_some_and(is_secret))?;
    Some(Told { what: what.unwrap_or_default(), how: lenient::excerpt(&how, WORD) })
}

/// Whether a name is one under which a secret may stand.
fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["pass", "secret", "token", "key", "user", "login"].iter().any(|word| name.contains(word))
}

fn words(value: &Value, named: Option<&str>, depth: usize) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Array(items) if depth > 0 => {
            let words: Vec<_> = items.iter().filter_map(|item| words(item, None, depth - 1)).collect();
            (!words.is_empty()).then(|| words.join(", "))
        }
        Value::Object(fields) if depth > 0 => {
            let shown = fields
                .iter()
                .filter(|(name, value)| !is_secret(name) && (named.is_none() || value.as_str() != named));
            let words =
                shown.filter_map(|(name, value)| Some(format!("{name} {}", words(value, None, depth - 1)?)));
            let words: Vec<_> = words.collect();
            (!words.is_empty()).then(|| words.join(", "))
        }
        _ => None,
    }
}

/// What a service can be upgraded to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Upgrades {
    #[serde(deserialize_with = "lenient::entries")]
    pub resources: Option<Vec<Resource>>,
    #[serde(deserialize_with = "lenient::entries")]
    pub package: Option<Vec<Package>>,
}

/// Something that a service can have more or less of.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Resource {
    #[serde(deserialize_with = "lenient::id")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    r#type: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    qty: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    value: Option<String>,
    #[serde(deserialize_with = "lenient::entries")]
    items: Option<Vec<Item>>,
}

/// Something that can be chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Item {
    #[serde(deserialize_with = "lenient::id")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::decimal")]
    price: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    setup_price: Option<Decimal>,
    #[serde(deserialize_with = "lenient::truth")]
    selected: Option<bool>,
}

/// A product that a service can become.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Package {
    #[serde(deserialize_with = "lenient::id")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::decimal")]
    price: Option<Decimal>,
}

impl Upgrades {
    /// What it comes to; what has no id that a request could name is left out.
    pub fn into_domain(self, frame: &Frame) -> UpgradeOptions {
        let package = |package: Package| {
            let id = package.id.filter(|id| lenient::is_number(id))?;
            let name = package.name.unwrap_or_else(|| id.clone());
            Some(UpgradePackage { id, name, price: frame.money(package.price, None) })
        };
        UpgradeOptions {
            resources: self.resources.into_iter().flatten().filter_map(|it| it.into_domain(frame)).collect(),
            packages: self.package.into_iter().flatten().filter_map(package).collect(),
        }
    }
}

impl Resource {
    fn into_domain(self, frame: &Frame) -> Option<UpgradeResource> {
        let id = self.id?;
        let item = |item: Item| {
            let id = item.id?;
            Some(UpgradeItem {
                name: item.name.unwrap_or_else(|| id.clone()),
                price: frame.money(item.price, None),
                setup: frame.money(item.setup_price, None),
                selected: item.selected == Some(true),
                id,
            })
        };
        let kind = self.r#type.unwrap_or_default().to_ascii_lowercase();
        let choice = match kind.as_str() {
            kind if kind.contains("slider") || kind == "qty" || kind == "input" => Choice::Quantity,
            kind if kind.contains("qty") => Choice::ItemAndQuantity,
            _ => Choice::Item,
        };
        Some(UpgradeResource {
            name: self.name.unwrap_or_else(|| id.clone()),
            choice,
            items: self.items.into_iter().flatten().filter_map(item).collect(),
            quantity: self.qty.or(self.value),
            id,
        })
    }
}

/// What an upgrade would cost, wherever the portal says so: nobody documents where.
pub fn estimate(answer: &Value, frame: &Frame) -> Estimate {
    /// Where portals keep figures beside the answer itself.
    const PLACES: [&str; 4] = ["estimate", "summary", "details", "upgrade"];
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Figures {
        #[serde(deserialize_with = "lenient::decimal")]
        total: Option<Decimal>,
        #[serde(deserialize_with = "lenient::decimal")]
        charge: Option<Decimal>,
        #[serde(deserialize_with = "lenient::decimal")]
        price: Option<Decimal>,
        #[serde(deserialize_with = "lenient::decimal")]
        cost: Option<Decimal>,
        #[serde(deserialize_with = "lenient::decimal")]
        recurring: Option<Decimal>,
        #[serde(deserialize_with = "lenient::decimal")]
        recurring_price: Option<Decimal>,
        #[serde(deserialize_with = "lenient::words")]
        currency: Option<String>,
    }
    let places = PLACES.iter().filter_map(|place| answer.get(*place));
    for place in std::iter::once(answer).chain(places) {
        let told: Figures = lenient::entry(place).unwrap_or_default();
        let money = |amount: Option<Decimal>| -> Option<Money> {
            frame.money(amount.filter(|amount| *amount >= Decimal::ZERO), told.currency.as_deref())
        };
        let now = money(told.total.or(told.charge).or(told.price).or(told.cost));
        if now.is_some() {
            return Estimate { now, recurring: money(told.recurring.or(told.recurring_price)) };
        }
    }
    Estimate::default()
}

/// A service by itself.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Detail {
    #[serde(deserialize_with = "lenient::id")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    domain: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    label: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    status: Option<String>,
    #[serde(deserialize_with = "lenient::decimal")]
    total: Option<Decimal>,
    #[serde(deserialize_with = "lenient::words")]
    billingcycle: Option<String>,
    #[serde(deserialize_with = "lenient::date")]
    date_created: Option<Date>,
    #[serde(deserialize_with = "lenient::date")]
    next_due: Option<Date>,
}

impl Detail {
    /// The id that it tells.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    pub fn into_domain(self, resource: ResourceRef, frame: &Frame) -> ServiceDetail {
        let title = self.label.clone().or_else(|| self.domain.clone()).or_else(|| self.name.clone());
        let facts = [
            (FactLabel::Product, self.name.map(FactValue::Text)),
            (FactLabel::Domain, self.domain.map(FactValue::Text)),
            (FactLabel::Price, frame.money(self.total, None).map(FactValue::Money)),
            (FactLabel::Cycle, self.billingcycle.map(FactValue::Text)),
            (FactLabel::Since, self.date_created.map(FactValue::Day)),
            (FactLabel::NextPayment, self.next_due.map(FactValue::Day)),
        ];
        let facts = facts.into_iter().filter_map(|(label, value)| Some(ServiceFact { label, value: value? }));
        ServiceDetail {
            resource,
            title: title.unwrap_or_default(),
            state: self.status,
            facts: facts.collect(),
        }
    }
}

/// A service by itself, as far as an upgrade changes it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Paid {
    #[serde(deserialize_with = "lenient::words")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    billingcycle: Option<String>,
}

impl Paid {
    /// What a change of the product and of how often it is paid shows in.
    pub fn sight(self) -> crate::domain::job::Sight {
        let told = [(service::PACKAGE, self.name), (service::CYCLE, self.billingcycle)];
        told.into_iter().filter_map(|(key, word)| Some((key.to_owned(), word?.to_lowercase()))).collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use serde_json::json;

    use super::*;

    fn frame() -> Frame {
        Frame { currency: Some("USD".parse().unwrap()), timezone: TimeZone::UTC }
    }

    #[test]
    fn resources_are_told_in_the_portals_words_and_without_what_may_be_secret() {
        let told = |key, value: Value| resources(key, &value).map(|told| (told.what, told.how));
        let some = |what: &str, how: &str| Some((what.to_owned(), how.to_owned()));
        assert_eq!(told(Some("memory"), json!("16384")), some("memory", "16384"));
        assert_eq!(told(Some("cpu"), json!({"total": 8, "used": "2"})), some("cpu", "total 8, used 2"));
        assert_eq!(told(None, json!({"name": "Disk", "free": 5})), some("Disk", "free 5"));
        assert_eq!(told(Some("root_password"), json!("hunter2")), None);
        assert_eq!(told(Some("api"), json!({"token": "hunter2"})), None);
        assert_eq!(told(Some("x"), json!({"a": {"b": {"c": {"d": 1}}}})), None);
        assert_eq!(told(Some("x"), json!(null)), None);
    }

    #[test]
    fn an_estimate_is_found_where_portals_keep_figures_and_is_never_below_nothing() {
        let now = |answer: Value| estimate(&answer, &frame()).now.map(|now| now.to_string());
        for answer in [
            json!({"total": "4.00"}),
            json!({"charge": 4.0, "price": 9}),
            json!({"summary": {"total": 4, "currency": "USD"}}),
            json!({"estimate": {"cost": "4"}}),
        ] {
            assert_eq!(now(answer.clone()).as_deref(), Some("4.00 USD"), "{answer}");
        }
        for answer in [json!({}), json!([]), json!({"total": -1}), json!({"total": "x", "info": ["ok"]})] {
            assert_eq!(now(answer.clone()), None, "{answer}");
        }
    }

    #[test]
    fn what_can_be_upgraded_has_ids_and_says_how_it_is_chosen() {
        let answer = json!({
            "resources": [
                {"id": 1, "name": "Disk", "type": "slider", "qty": 40},
                {"id": "2", "type": "selectqty", "items": [{"id": 5, "selected": "1"}, {"name": "no id"}]},
                {"name": "no id"},
            ],
            "package": {"7": {"id": "7", "name": "L", "price": "9"}, "8": {"id": "x"}},
        });
        let upgrades: Upgrades = lenient::entry(&answer).unwrap();
        let options = upgrades.into_domain(&frame());
        let kinds: Vec<_> =
            options.resources.iter().map(|it| (it.id.as_str(), it.choice, it.items.len())).collect();
        assert_eq!(kinds, [("1", Choice::Quantity, 0), ("2", Choice::ItemAndQuantity, 1)]);
        assert_eq!(options.sight(), [("1".to_owned(), "40".to_owned())].into());
        assert_eq!(options.packages.len(), 1);
    }
}
