//! LlamaLink's shop: its price list, and what it sells for a wish.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer};

use super::config::Rates;
use crate::domain::money::Currency;
use crate::domain::order::{
    self, CpuType, CustomRates, CustomServer, CustomWish, Cycle, Goods, NotSold, Offer, Template,
};
use crate::domain::{Money, ResourceRef};
use crate::providers::lenient;

/// The type of storage of a wish that leaves it open.
const STORAGE: &str = "ssd";
/// The least storage that Windows can be set up on, GB.
const WINDOWS_GB: u32 = 32;
/// The longest name of a server, in characters.
const LONGEST_NAME: usize = 64;

/// Whether something can be bought now.
///
/// It can when LlamaLink says nothing of it: it refuses what it does not sell, after a question that names the price,
/// while nobody could get past a shop that is taken for closed. What is said and is not a plain yes is a no.
#[derive(Debug)]
struct OnSale(bool);

impl Default for OnSale {
    fn default() -> Self {
        OnSale(true)
    }
}

impl<'de> Deserialize<'de> for OnSale {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(OnSale(lenient::truth(deserializer)? == Some(true)))
    }
}

/// The price list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PriceList {
    #[serde(rename = "shopPurchasesEnabled")]
    open: OnSale,
    #[serde(rename = "items", deserialize_with = "lenient::entries")]
    plans: Option<Vec<Plan>>,
    #[serde(deserialize_with = "lenient::map")]
    custom: Option<Custom>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Custom {
    available: OnSale,
    #[serde(deserialize_with = "lenient::map")]
    pricing: Option<Pricing>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Pricing {
    #[serde(deserialize_with = "lenient::words")]
    currency: Option<String>,
    #[serde(rename = "ramPerGB", deserialize_with = "lenient::decimal")]
    memory: Option<Decimal>,
    #[serde(rename = "cpuPerCore", deserialize_with = "lenient::decimals")]
    cpu: BTreeMap<String, Option<Decimal>>,
}

impl PriceList {
    /// Whether it is one: an open shop has plans, if only none of them.
    pub fn is_readable(&self) -> bool {
        !self.is_open() || self.plans.is_some()
    }

    /// Whether anything can be bought now.
    pub fn is_open(&self) -> bool {
        self.open.0
    }

    /// The plans, taken out of the list.
    pub fn take_plans(&mut self) -> Vec<Plan> {
        self.plans.take().unwrap_or_default()
    }

    /// The types of processor that have a price; `ours` is the account's currency where the list states none.
    pub fn cpu_types(&self, ours: Option<Currency>) -> Vec<CpuType> {
        let pricing = self.custom.as_ref().and_then(|custom| custom.pricing.as_ref());
        let priced = |pricing: &Pricing| {
            let currency = currency(pricing.currency.as_deref(), ours);
            let core = |(name, rate): (&String, &Option<Decimal>)| {
                let core = Money { amount: real(*rate)?, currency };
                Some(CpuType { name: name.clone(), core: Some(core) })
            };
            pricing.cpu.iter().filter_map(core).collect()
        };
        pricing.map(priced).unwrap_or_default()
    }
}

/// A plan on sale.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Plan {
    #[serde(deserialize_with = "lenient::id")]
    pub id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::decimal")]
    price: Option<Decimal>,
    #[serde(deserialize_with = "lenient::words")]
    currency: Option<String>,
    #[serde(rename = "cpuCores", deserialize_with = "lenient::decimal")]
    cpu_cores: Option<Decimal>,
    #[serde(rename = "ramGB", deserialize_with = "lenient::decimal")]
    memory: Option<Decimal>,
    #[serde(rename = "storageGB", deserialize_with = "lenient::decimal")]
    disk: Option<Decimal>,
}

impl Plan {
    /// The plan with its price in its own currency, or else in the account's.
    pub fn into_domain(self, resource: ResourceRef, on_sale: bool, ours: Option<Currency>) -> order::Plan {
        let currency = currency(self.currency.as_deref(), ours);
        order::Plan {
            name: self.name.unwrap_or_else(|| resource.id.clone()),
            resource,
            price: real(self.price).map(|amount| Money { amount, currency }),
            cycle: Cycle::Monthly,
            on_sale,
            cpu_cores: self.cpu_cores,
            memory_gb: self.memory,
            disk_gb: self.disk,
            category: None,
            about: None,
        }
    }
}

/// An operating system.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct System {
    #[serde(deserialize_with = "lenient::id")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    label: Option<String>,
    enabled: OnSale,
}

impl System {
    /// The operating system; `None` without an id.
    pub fn into_domain(self) -> Option<Template> {
        let id = self.id?;
        Some(Template {
            name: self.label.unwrap_or_else(|| id.clone()),
            id,
            enabled: self.enabled.0,
            price: None,
            memory_mb: None,
        })
    }
}

/// What is sold for a plan.
pub fn offer_plan(
    plan: order::Plan,
    os: Option<&str>,
    name: Option<&str>,
    systems: &[Template],
) -> Result<Offer, NotSold> {
    if !plan.on_sale {
        return Err(NotSold::ShopClosed);
    }
    if name.is_some() {
        return Err(NotSold::NameNotTaken);
    }
    let system = choose_system(os.unwrap_or_default(), systems)?;
    let price = Some(plan.price.ok_or(NotSold::PriceUnknown)?);
    let cycle = plan.cycle;
    Ok(Offer { system: Some(system), cycle, ..Offer::of(Goods::Plan(plan), price) })
}

/// What is sold for a server of one's own choice.
pub fn offer_custom(
    list: &PriceList,
    wish: &CustomWish,
    systems: &[Template],
    rates: Rates,
    ours: Option<Currency>,
) -> Result<Offer, NotSold> {
    if !list.is_open() {
        return Err(NotSold::ShopClosed);
    }
    let custom = list.custom.as_ref().filter(|custom| custom.available.0).ok_or(NotSold::CustomClosed)?;
    if let Some(text) = wish.answers.keys().next() {
        return Err(NotSold::NoSuchStep { text: text.clone(), known: vec![] });
    }
    let name = lenient::plain_name(&wish.name, LONGEST_NAME).ok_or(NotSold::NameUnusable)?;
    if !wish.memory_gb.fract().is_zero() {
        let (step, text) = ("memory".to_owned(), wish.memory_gb.to_string());
        return Err(NotSold::BadAnswer { step, text, known: vec!["1, 2, 3 …".to_owned()] });
    }
    let system = choose_system(&wish.os, systems)?;
    let pricing = custom.pricing.as_ref().ok_or(NotSold::PriceUnknown)?;
    let rates = custom_rates(pricing, rates)?;

    let cpu_type = match &wish.cpu_type {
        Some(text) => {
            let known = || pricing.cpu.keys().cloned().collect();
            one_of(text, pricing.cpu.keys())
                .ok_or_else(|| NotSold::CpuTypeUnknown { text: text.clone(), known: known() })?
        }
        None => rates.cpu.iter().min_by_key(|(_, rate)| **rate).ok_or(NotSold::PriceUnknown)?.0,
    };
    let storage_type = wish.storage_type.as_deref().unwrap_or(STORAGE);
    let storage_type = one_of(storage_type, rates.storage.keys()).ok_or_else(|| {
        let known = rates.storage.keys().cloned().collect();
        NotSold::StorageTypeUnknown { text: storage_type.to_owned(), known }
    })?;
    let is_windows = system.id.get(..7).is_some_and(|beginning| beginning.eq_ignore_ascii_case("windows"));
    if is_windows && wish.storage_gb < WINDOWS_GB {
        let (given_gb, least_gb) = (wish.storage_gb, WINDOWS_GB);
        return Err(NotSold::StorageTooSmall { system: system.name, given_gb, least_gb });
    }

    let server = CustomServer {
        name: name.to_owned(),
        cpu_type: cpu_type.clone(),
        cpu_cores: wish.cpu_cores,
        memory_gb: wish.memory_gb,
        storage_type: storage_type.clone(),
        storage_gb: wish.storage_gb,
        ipv4: wish.ipv4,
    };
    let parts = rates.parts(&server).ok_or(NotSold::PriceUnknown)?;
    let amount = order::sum(&parts).ok_or(NotSold::PriceUnknown)?;
    let price = Some(Money { amount, currency: currency(pricing.currency.as_deref(), ours) });
    Ok(Offer { system: Some(system), parts, ..Offer::of(Goods::Custom(server), price) })
}

/// The rates that can be read; a processor without one is left out.
fn custom_rates(pricing: &Pricing, rates: Rates) -> Result<CustomRates, NotSold> {
    let cpu = pricing.cpu.iter().filter_map(|(name, rate)| Some((name.clone(), real(*rate)?)));
    let storage = [("ssd", rates.ssd_per_gb), ("hdd", rates.hdd_per_gb)];
    Ok(CustomRates {
        cpu: cpu.collect(),
        memory: real(pricing.memory).ok_or(NotSold::PriceUnknown)?,
        storage: storage.into_iter().map(|(name, rate)| (name.to_owned(), rate)).collect(),
        ipv4: rates.ipv4_each,
    })
}

/// The operating system of that id, or else of that name.
fn choose_system(text: &str, systems: &[Template]) -> Result<Template, NotSold> {
    let text = text.trim();
    let known = || systems.iter().filter(|system| system.enabled).cloned().collect();
    if text.is_empty() {
        return Err(NotSold::SystemMissing { known: known() });
    }
    let by_id = systems.iter().find(|system| system.id.eq_ignore_ascii_case(text));
    let by_name = || {
        let named = || systems.iter().filter(|system| system.name.trim().eq_ignore_ascii_case(text));
        // Of two with the same name the one that can be chosen is meant.
        named().find(|system| system.enabled).or_else(|| named().next())
    };
    match by_id.or_else(by_name) {
        Some(system) if system.enabled => Ok(system.clone()),
        Some(system) => Err(NotSold::SystemDisabled { name: system.name.clone(), known: known() }),
        None => Err(NotSold::SystemUnknown { text: text.to_owned(), known: known() }),
    }
}

/// The one of the names that a person has typed, perhaps in other letters.
fn one_of<'a>(text: &str, names: impl Iterator<Item = &'a String> + Clone) -> Option<&'a String> {
    let text = text.trim();
    names
        .clone()
        .find(|name| *name == text)
        .or_else(|| names.clone().find(|name| name.eq_ignore_ascii_case(text)))
}

/// An amount that can be a price.
fn real(amount: Option<Decimal>) -> Option<Decimal> {
    amount.filter(|amount| !amount.is_sign_negative())
}

/// The currency that a price states, or else the account's; one that cannot be read is not taken for the account's.
fn currency(stated: Option<&str>, ours: Option<Currency>) -> Option<Currency> {
    match stated {
        Some(word) => word.to_ascii_uppercase().parse().ok(),
        None => ours,
    }
}

#[cfg(test)]
mod tests;
