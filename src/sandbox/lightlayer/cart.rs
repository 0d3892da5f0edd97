//! What the portal sells, and what ordering it makes.

use std::net::Ipv4Addr;

use jiff::Timestamp;
use rust_decimal::Decimal;
use secrecy::SecretString;
use serde_json::Value;

use super::billing::{InvoiceStatus, Line};
use super::network::Network;
use super::service::{Limits, Method, Service, Vm};
use super::state::{State, in_days};
use super::upgrade::UpgradeOption;

/// A category of products.
#[derive(Clone, Debug)]
pub struct Category {
    /// Its id.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// Its name in a URL.
    pub slug: String,
}

/// A cycle in which something is paid.
#[derive(Clone, Debug)]
pub struct Period {
    /// Its symbol: `m`, `a`, `b`, `t`.
    pub symbol: String,
    /// What is paid each time.
    pub price: Decimal,
    /// What is paid once.
    pub setup: Decimal,
}

impl Period {
    /// A cycle at a price.
    pub fn new(symbol: &str, price: Decimal) -> Self {
        Self { symbol: symbol.to_owned(), price, setup: Decimal::ZERO }
    }

    /// What the portal calls it in lists of services.
    pub(super) fn name(&self) -> &str {
        match self.symbol.as_str() {
            "m" => "Monthly",
            "q" => "Quarterly",
            "s" => "Semi-Annually",
            "a" => "Annually",
            "b" => "Biennially",
            "t" => "Triennially",
            other => other,
        }
    }
}

/// A field of a product's form.
#[derive(Clone, Debug)]
pub struct FormField {
    /// Its id.
    pub id: u64,
    /// `select`, `input`, `qty` or `checkbox`.
    pub kind: String,
    /// What it asks.
    pub title: String,
    /// Whether it must be answered.
    pub required: bool,
    /// Whether several of its items can be chosen.
    pub multiple: bool,
    /// Under which conditions it is shown, as the portal writes them.
    pub conditionals: Vec<Value>,
    /// Its items: an id, a title and what it costs a month.
    pub items: Vec<(u64, String, Decimal)>,
}

/// An add-on of a product.
#[derive(Clone, Debug)]
pub struct Addon {
    /// Its id.
    pub id: u64,
    /// Its name.
    pub title: String,
    /// What the portal says of it.
    pub description: String,
    /// How it can be paid.
    pub periods: Vec<Period>,
}

/// A product.
#[derive(Clone, Debug)]
pub struct Product {
    /// Its id.
    pub id: u64,
    /// Its category's id.
    pub category: u64,
    /// The id of its category that its configuration tells, which is another one in the documentation.
    pub listed_category: u64,
    /// Its name.
    pub name: String,
    /// What the portal says of it.
    pub description: String,
    /// How many are left; nothing where they are not counted.
    pub stock: Option<u64>,
    /// How it can be paid; the first is chosen.
    pub periods: Vec<Period>,
    /// Whether a domain can be named.
    pub takes_domain: bool,
    /// Whether a domain must be named.
    pub needs_domain: bool,
    /// Its form.
    pub forms: Vec<FormField>,
    /// Its add-ons.
    pub addons: Vec<Addon>,
    /// Whether a VM comes with it.
    pub has_vm: bool,
    /// Whether it is set up when its invoice is paid, and not before.
    pub awaits_payment: bool,
}

impl Product {
    /// A product that is paid monthly, with nothing to choose.
    pub fn new(id: u64, category: u64, name: &str, price: Decimal) -> Self {
        Self {
            id,
            category,
            listed_category: category,
            name: name.to_owned(),
            description: String::new(),
            stock: None,
            periods: vec![Period::new("m", price)],
            takes_domain: false,
            needs_domain: false,
            forms: Vec::new(),
            addons: Vec::new(),
            has_vm: false,
            awaits_payment: false,
        }
    }
}

/// A promotion.
#[derive(Clone, Debug)]
pub struct Promotion {
    /// Its code.
    pub code: String,
    /// What it takes off the first payment, in percent.
    pub percent: Decimal,
}

/// One item of an order that was found good, with what it costs.
#[derive(Clone, Debug)]
pub(super) struct Priced {
    pub(super) product: Product,
    pub(super) period: Period,
    pub(super) domain: String,
    /// What is paid each period: the product and what was chosen of it.
    pub(super) recurring: Decimal,
    /// What is paid at once, before tax.
    pub(super) first: Decimal,
    /// What of it add-ons come to by their own cycles.
    pub(super) addons: Vec<Period>,
}

impl State {
    /// The product of that id.
    pub fn product(&self, id: u64) -> Option<&Product> {
        self.products.iter().find(|product| product.id == id)
    }

    /// The cost of an item, or why the portal does not take it.
    pub(super) fn price(&self, item: &Value) -> Result<Priced, &'static str> {
        let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
        let id = item.get("product_id").and_then(whole).ok_or("product_not_found")?;
        let product = self.product(id).ok_or("product_not_found")?.clone();
        if product.stock == Some(0) {
            return Err("out_of_stock");
        }
        let symbol = text("cycle");
        let period = product.periods.iter().find(|period| period.symbol == symbol);
        let period = period.ok_or("wrong_billing_cycle")?.clone();
        let domain = text("domain");
        if product.needs_domain && !domain.contains('.') {
            return Err("domain_required");
        }
        let mut recurring = period.price;
        for field in &product.forms {
            let answer = item.get("custom").and_then(|custom| custom.get(field.id.to_string()));
            let answer = answer.and_then(Value::as_object).filter(|answer| !answer.is_empty());
            if answer.is_none() && field.required {
                return Err("required_field_missing");
            }
            let most = if field.multiple { usize::MAX } else { 1 };
            for (chosen, amount) in answer.into_iter().flatten().take(most) {
                let chosen = field.items.iter().find(|(id, ..)| id.to_string() == *chosen);
                let (_, _, price) = chosen.ok_or("wrong_option")?;
                recurring +=
                    price * Decimal::from(whole(amount).filter(|_| field.kind != "input").unwrap_or(1));
            }
        }
        let mut addons = Vec::new();
        if let Some(wanted) = item.get("addon").and_then(Value::as_object) {
            for id in wanted.keys() {
                let addon = product.addons.iter().find(|addon| addon.id.to_string() == *id);
                let addon = addon.ok_or("wrong_addon")?;
                let cycle =
                    item.get("addon_cycles").and_then(|cycles| cycles.get(id)).and_then(Value::as_str);
                let period = addon.periods.iter().find(|period| Some(period.symbol.as_str()) == cycle);
                addons.push(period.ok_or("wrong_billing_cycle")?.clone());
            }
        }
        let promocode = text("promocode");
        let promotion = match promocode.as_str() {
            "" => None,
            code => {
                let known = self.promotions.iter().find(|promotion| promotion.code == code);
                Some(known.ok_or("promotion_not_found")?.percent)
            }
        };
        let full = recurring + period.setup + addons.iter().map(|addon| addon.price).sum::<Decimal>();
        let off = full * promotion.unwrap_or_default() / Decimal::ONE_HUNDRED;
        let first = (full - off).round_dp(2);
        Ok(Priced { product, period, domain, recurring, first, addons })
    }

    /// Makes what was ordered: a service each and an invoice for all. The services' ids and the invoice's.
    pub(super) fn place(&mut self, items: &[Priced]) -> (Vec<u64>, u64) {
        let mut services = Vec::new();
        let mut lines = Vec::new();
        for item in items {
            let id = self.next_service();
            self.services.insert(id, self.ordered_service(id, item));
            if let Some(product) = self.products.iter_mut().find(|product| product.id == item.product.id) {
                product.stock = product.stock.map(|left| left.saturating_sub(1));
            }
            lines.push(Line::for_service(id, &item.product.name, item.first).taxed());
            services.push(id);
        }
        let invoice = self.add_invoice(lines, 7);
        if let Some(invoice) = self.invoices.get_mut(&invoice) {
            invoice.tax_rate = self.cart_tax;
        }
        (services, invoice)
    }

    fn ordered_service(&self, id: u64, item: &Priced) -> Service {
        let (now, today) = (self.clock.now(), self.now().date());
        let active_from =
            if item.product.awaits_payment { Timestamp::MAX } else { now + self.pace.provisioning };
        let category = self.categories.iter().find(|category| category.id == item.product.category);
        let (category, category_url) =
            category.map_or_else(Default::default, |found| (found.name.clone(), found.slug.clone()));
        let vm = item.product.has_vm.then(|| {
            let label = if item.domain.is_empty() { format!("vm-{id}") } else { item.domain.clone() };
            let last = u8::try_from(id % 200).unwrap_or_default();
            let network = Network::of(Ipv4Addr::new(203, 0, 113, last).into());
            let vm = Vm { network, ..Vm::new(format!("{}", id + 1000), label) };
            if item.product.awaits_payment { vm } else { vm.built_from(active_from) }
        });
        Service {
            id,
            name: item.product.name.clone(),
            domain: item.domain.clone(),
            label: String::new(),
            category,
            category_url,
            total: item.recurring,
            first_payment: item.first,
            billing_cycle: item.period.name().to_owned(),
            created: today,
            next_due: in_days(today, 30),
            next_invoice: in_days(today, 23),
            status: "Active".to_owned(),
            active_from,
            listed_status: None,
            username: "root".to_owned(),
            password: SecretString::new(format!("of-service-{id}")),
            methods: if vm.is_some() { Method::of_a_vm_service() } else { Method::of_any_service() },
            vms: vm.map(|vm| [(vm.id.clone(), vm)].into()),
            templates: Service::usual_templates(),
            limits: Limits::USUAL,
            options: vec![UpgradeOption::documented()],
            packages: vec![],
            cancellation: None,
        }
    }

    /// Sets up what waits for an invoice that is paid now.
    pub(super) fn set_up_paid(&mut self, invoice: u64) {
        let ready = self.clock.now() + self.pace.provisioning;
        let Some(invoice) = self.invoices.get(&invoice).filter(|it| it.status == InvoiceStatus::Paid) else {
            return;
        };
        for line in &invoice.lines {
            let service = line.item_id.parse().ok().and_then(|id: u64| self.services.get_mut(&id));
            let Some(service) = service.filter(|service| service.active_from == Timestamp::MAX) else {
                continue;
            };
            service.active_from = ready;
            for vm in service.vms.iter_mut().flat_map(|vms| vms.values_mut()) {
                *vm = vm.clone().built_from(ready);
            }
        }
    }
}

/// A whole number, written as one or as text.
pub(super) fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}
