//! What LightLayer sells: products with all that can be chosen of them, and what it offers for a wish.

use rust_decimal::Decimal;

use super::billing::Method;
use super::cart::{ADDON, CYCLE, DOMAIN, NO_ADDON, PAY_METHOD, PROMOCODE, total};
use super::products::{Addon, Bounds, Configuration, Field, Offered, Product, Quote, cycle};
use super::types::Frame;
use crate::domain::form::{Entry, Line, Step, StepKind, YES_NO};
use crate::domain::order::{Cycle, Plan};
use crate::domain::{Money, ResourceRef};
use crate::providers::lenient;

/// The longest text that a field takes; LightLayer tells no bound.
const TEXT: usize = 255;
/// How many of something can be had where LightLayer tells no bound.
const MOST: u64 = 1000;

/// A product of a category as a plan.
pub fn plan(product: Product, category: Option<String>, resource: ResourceRef, frame: &Frame) -> Plan {
    let on_sale = product.is_on_sale();
    let period = selected(&product.periods);
    let price = period.and_then(|period| money(period.price, frame));
    let cycle = period.map_or(Cycle::Untold, period_cycle);
    named(product.name, category, product.description, resource, Price { price, cycle }, on_sale)
}

/// The same of its configuration.
pub fn configured(product: &Configuration, resource: ResourceRef, frame: &Frame) -> Plan {
    let price = Price {
        price: money(product.price, frame),
        cycle: product.recurring.as_deref().map_or(Cycle::Untold, cycle),
    };
    let (name, category) = (product.name.clone(), product.category_name.clone());
    named(name, category, product.description.clone(), resource, price, true)
}

/// What a product costs in the cycle of who chooses none.
struct Price {
    price: Option<Money>,
    cycle: Cycle,
}

fn named(
    name: Option<String>,
    category: Option<String>,
    about: Option<String>,
    resource: ResourceRef,
    Price { price, cycle }: Price,
    on_sale: bool,
) -> Plan {
    Plan {
        name: name.map_or_else(|| resource.id.clone(), |name| plain(&name)),
        resource,
        price,
        cycle,
        on_sale,
        cpu_cores: None,
        memory_gb: None,
        disk_gb: None,
        category: category.as_deref().map(plain),
        about: about.as_deref().map(plain).filter(|about| !about.is_empty()),
    }
}

/// A text without the HTML that portals put into some.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        plain.push_str(before);
        // What opens and does not close is no tag.
        let is_tag = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match tag.find('>').filter(|_| is_tag) {
            Some(end) => {
                plain.push(' ');
                rest = &tag[end + 1..];
            }
            None => {
                plain.push('<');
                rest = &tag[1..];
            }
        }
    }
    plain.push_str(rest);
    let lines = plain.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Everything that can be chosen of a product, and of its order: in the order in which it is asked.
pub fn steps(product: &Configuration, methods: &[Method], frame: &Frame) -> Vec<Step> {
    let Some(config) = &product.config else { return vec![pay_method(methods)] };
    let own = config.product.iter().filter_map(|field| match field.id.as_deref().or(field.name.as_deref()) {
        Some(CYCLE) => cycles(field, frame),
        Some(DOMAIN) => Some(step(DOMAIN, "", StepKind::Line(Line::Domain))),
        // An order has no place for anything else.
        _ => None,
    });
    let forms = config.forms.iter().filter_map(|field| form_field(field, frame));
    let addons = config.addons.iter().filter_map(|add| addon(add, frame));
    let mut steps: Vec<Step> = own.chain(forms).chain(addons).collect();
    let mut met = std::collections::BTreeSet::new();
    // Of two with the same id only one could be sent.
    steps.retain(|step| met.insert(step.id.clone()));
    steps.push(pay_method(methods));
    steps
}

/// The steps together with what options alone can say.
pub fn all_steps(product: &Configuration, methods: &[Method], frame: &Frame) -> Vec<Step> {
    let mut steps = steps(product, methods, frame);
    steps.push(Step { of_order: true, ..step(PROMOCODE, "", StepKind::Text { longest: TEXT }) });
    steps
}

/// A question that need not be answered; portals write titles as they write pages.
fn step(id: &str, title: &str, kind: StepKind) -> Step {
    Step::optional(id, &plain(title), kind)
}

fn cycles(field: &Field, frame: &Frame) -> Option<Step> {
    let entries: Vec<Entry> = field.items.iter().filter_map(|item| period(item, frame)).collect();
    if entries.is_empty() {
        return None;
    }
    let default = selected(&field.items).and_then(symbol).map(str::to_owned);
    Some(Step { default, is_required: true, ..step(CYCLE, "", StepKind::Choice(entries)) })
}

/// A cycle that can be chosen.
fn period(item: &Offered, frame: &Frame) -> Option<Entry> {
    let value = symbol(item)?;
    Some(Entry {
        value: value.to_owned(),
        label: plain(item.title.as_deref().unwrap_or(value)),
        cycle: Some(period_cycle(item)).filter(|cycle| *cycle != Cycle::Untold),
        price: money(item.price, frame),
        setup: extra(item.setup, frame),
    })
}

fn symbol(item: &Offered) -> Option<&str> {
    item.value.as_deref().or(item.title.as_deref())
}

fn period_cycle(item: &Offered) -> Cycle {
    symbol(item).map_or(Cycle::Untold, cycle)
}

/// The one of who chooses none: the one that is marked, or else the first.
fn selected(items: &[Offered]) -> Option<&Offered> {
    items.iter().find(|item| item.is_selected()).or(items.first())
}

fn form_field(field: &Field, frame: &Frame) -> Option<Step> {
    let id = field.id.as_deref().filter(|id| lenient::is_number(id))?;
    let kind = field.kind.as_deref().unwrap_or_default().to_ascii_lowercase();
    let first = field.items.first();
    let item = field.first_item.clone().or_else(|| first.and_then(|item| item.id.clone()));
    let price = first.and_then(|item| extra(item.price, frame));
    let (kind, key, default) = match kind.as_str() {
        "select" | "radio" | "selectslider" | "checkbox" if field.multiple == Some(true) => {
            let entries: Vec<Entry> = field.items.iter().filter_map(|item| choice(item, frame)).collect();
            let selected = field.items.iter().filter(|item| item.is_selected());
            let selected: Vec<&str> = selected.filter_map(|item| item.id.as_deref()).collect();
            if entries.is_empty() {
                return None;
            }
            (StepKind::Several(entries), None, Some(selected.join(",")).filter(|text| !text.is_empty()))
        }
        "select" | "radio" | "selectslider" => {
            let entries: Vec<Entry> = field.items.iter().filter_map(|item| choice(item, frame)).collect();
            let default = field.items.iter().find(|item| item.is_selected()).and_then(|item| item.id.clone());
            if entries.is_empty() {
                return None;
            }
            (StepKind::Choice(entries), None, default)
        }
        "checkbox" => {
            let default = if first.is_some_and(Offered::is_selected) { YES_NO[0] } else { YES_NO[1] };
            (StepKind::YesNo { price }, Some(item?), Some(default.to_owned()))
        }
        "qty" | "slider" | "number" => {
            let bounds = field.config.as_ref();
            let bound = |told: Option<u64>, untold| told.unwrap_or(untold).min(u64::from(u32::MAX)) as i64;
            let least = bound(bounds.and_then(|bounds| bounds.least), 0);
            let most = bound(bounds.and_then(|bounds| bounds.most), MOST).max(least);
            (StepKind::Number { least, most, price }, Some(item?), None)
        }
        _ => (StepKind::Text { longest: TEXT }, Some(item?), None),
    };
    let step = step(id, field.title.as_deref().unwrap_or(id), kind);
    let about = field.description.as_deref().map(plain).filter(|about| !about.is_empty());
    // Whether such a field applies is not known: it is asked, nothing stands for no answer, and the portal says what lacks.
    let is_conditional = field.config.as_ref().is_some_and(Bounds::is_conditional);
    let default = default.filter(|_| !is_conditional);
    let is_required = field.required == Some(true) && !is_conditional;
    // A default that is none of the entries would stand in the way of every order.
    let default = default.filter(|text| step.read(text).is_ok());
    Some(Step { key, about, default, is_required, ..step })
}

/// An item that can be chosen of a form's field.
fn choice(item: &Offered, frame: &Frame) -> Option<Entry> {
    let id = item.id.as_deref().filter(|id| lenient::is_number(id))?;
    Some(Entry {
        value: id.to_owned(),
        label: plain(item.title.as_deref().unwrap_or(id)),
        cycle: None,
        price: extra(item.price, frame),
        setup: extra(item.setup, frame),
    })
}

/// An add-on is chosen by its cycle, or not at all.
fn addon(addon: &Addon, frame: &Frame) -> Option<Step> {
    let id = addon.id.as_deref().filter(|id| lenient::is_number(id))?;
    let field = |kind: &str| addon.config.iter().find(|field| field.kind.as_deref() == Some(kind));
    let periods = field("select").map(|field| field.items.as_slice()).unwrap_or_default();
    let none =
        Entry { value: NO_ADDON.to_owned(), label: String::new(), cycle: None, price: None, setup: None };
    let entries = std::iter::once(none).chain(periods.iter().filter_map(|item| period(item, frame)));
    let entries: Vec<Entry> = entries.collect();
    if entries.len() < 2 {
        return None;
    }
    let title = addon.title.as_deref().unwrap_or(id);
    let about = addon.description.as_deref().map(plain).filter(|about| !about.is_empty());
    let step = step(&format!("{ADDON}{id}"), title, StepKind::Choice(entries));
    Some(Step { about, default: Some(NO_ADDON.to_owned()), ..step })
}

/// How the order is paid; of one way alone nothing is to choose.
pub fn pay_method(methods: &[Method]) -> Step {
    let entries: Vec<Entry> = methods.iter().filter_map(Method::as_entry).collect();
    let default = if let [only] = entries.as_slice() { Some(only.value.clone()) } else { None };
    let kind = StepKind::Choice(entries);
    Step { default, is_required: true, of_order: true, ..step(PAY_METHOD, "", kind) }
}

/// What is paid at once and how often, and what is paid later where that is something else.
type Dues = (Money, Cycle, Vec<(Cycle, Money)>);

/// What a quote comes to.
pub fn priced(quote: &Quote, frame: &Frame) -> Option<Dues> {
    let total = total(quote)?;
    let recurring = quote.summary.iter().flat_map(|summary| &summary.recurring);
    let then: Vec<(Cycle, Money)> = recurring
        .filter_map(|item| Some((period_cycle(item), money(item.price, frame)?)))
        .filter(|(_, price)| !price.amount.is_zero())
        .collect();
    let price = money(Some(total), frame)?;
    Some(match then.as_slice() {
        [] => (price, Cycle::Once, vec![]),
        [(cycle, same)] if same.amount == total => (price, *cycle, vec![]),
        _ => (price, Cycle::Now, then),
    })
}

fn money(amount: Option<Decimal>, frame: &Frame) -> Option<Money> {
    frame.money(amount.filter(|amount| !amount.is_sign_negative()), None)
}

/// What comes on top, if anything does.
fn extra(amount: Option<Decimal>, frame: &Frame) -> Option<Money> {
    frame.money(amount.filter(|amount| !amount.is_zero()), None)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn html_is_taken_out_of_texts_and_their_lines_stay() {
        assert_eq!(plain("Disk:10GB\r\nMemory:2GB\r\n"), "Disk:10GB\nMemory:2GB");
        assert_eq!(plain("<ul><li>2 &lt; 3</li><li>x</li></ul>"), "2 &lt; 3 x");
        assert_eq!(plain("1 < 2 and <b>bold</b"), "1 < 2 and bold <b".replace(" <b", "</b"));
        assert_eq!(plain("a <"), "a <");
    }

    proptest! {
        #[test]
        fn no_text_of_a_portal_makes_it_panic(text in "\\PC{0,200}|[<>/a-z ]{0,60}") {
            let once = plain(&text);
            prop_assert!(once.lines().all(|line| line.trim() == line && !line.is_empty()));
        }
    }
}
