//! LightLayer's money: balances, invoices, and the ways to pay.

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;

use super::types::{Frame, NO_WORD};
use crate::domain::form::Entry;
use crate::domain::{ResourceRef, billing, invoice};
use crate::providers::lenient;

/// What is left of an answer with a second pair of braces around its map, as the balance's documented one has.
pub fn without_doubled_braces(body: &[u8]) -> Option<&[u8]> {
    let inner = body.trim_ascii().strip_prefix(b"{")?.strip_suffix(b"}")?.trim_ascii();
    inner.starts_with(b"{").then_some(inner)
}

/// The answer about a balance.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct BalanceAnswer {
    #[serde(deserialize_with = "lenient::map")]
    pub details: Option<Balance>,
}

/// A balance. What it calls balance is a debt: the unpaid invoices together.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Balance {
    #[serde(deserialize_with = "lenient::words")]
    currency: Option<String>,
    #[serde(deserialize_with = "lenient::decimal")]
    acc_balance: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    acc_credit: Option<Decimal>,
}

impl Balance {
    /// Whether it tells any amount.
    pub fn tells_something(&self) -> bool {
        self.acc_balance.is_some() || self.acc_credit.is_some()
    }

    pub fn into_domain(
        self,
        mut subscriptions: Vec<billing::Subscription>,
        frame: &Frame,
    ) -> billing::Balance {
        // Services tell no currency of their own; a portal has one for each client.
        for monthly in subscriptions.iter_mut().filter_map(|subscription| subscription.monthly.as_mut()) {
            monthly.currency =
                frame.money(Some(monthly.amount), self.currency.as_deref()).and_then(|told| told.currency);
        }
        let money = |amount| frame.money(amount, self.currency.as_deref());
        billing::Balance {
            credit: money(self.acc_credit),
            bonus: None,
            owed: money(self.acc_balance),
            subscriptions,
            cards: None,
        }
    }
}

/// The answer about one invoice.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct InvoiceAnswer {
    #[serde(deserialize_with = "lenient::map")]
    pub invoice: Option<Invoice>,
}

/// An invoice; one of the list has fewer fields than the single one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Invoice {
    #[serde(deserialize_with = "lenient::id")]
    pub id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    number: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    status: Option<String>,
    #[serde(deserialize_with = "lenient::date")]
    date: Option<Date>,
    #[serde(deserialize_with = "lenient::date")]
    duedate: Option<Date>,
    #[serde(deserialize_with = "lenient::date")]
    paybefore: Option<Date>,
    #[serde(deserialize_with = "lenient::local_time")]
    datepaid: Option<DateTime>,
    #[serde(deserialize_with = "lenient::decimal")]
    total: Option<Decimal>,
    #[serde(deserialize_with = "lenient::words")]
    currency: Option<String>,
    #[serde(deserialize_with = "lenient::decimal")]
    subtotal: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    credit: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    tax: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    tax2: Option<Decimal>,
    #[serde(deserialize_with = "lines")]
    items: Vec<Line>,
}

impl Invoice {
    pub fn into_domain(self, resource: ResourceRef, frame: &Frame) -> invoice::Invoice {
        invoice::Invoice {
            resource,
            number: self.number,
            state: self.status.unwrap_or_else(|| NO_WORD.to_owned()),
            issued: self.date,
            due: self.duedate.or(self.paybefore),
            paid: frame.moment(self.datepaid),
            total: frame.money(self.total, self.currency.as_deref()),
        }
    }

    pub fn into_detail(mut self, resource: ResourceRef, frame: &Frame) -> invoice::InvoiceDetail {
        let currency = self.currency.clone();
        let money = |amount| frame.money(amount, currency.as_deref());
        let tax = match (self.tax, self.tax2) {
            (Some(tax), Some(tax2)) => tax.checked_add(tax2),
            (tax, tax2) => tax.or(tax2),
        };
        let lines = std::mem::take(&mut self.items).into_iter();
        invoice::InvoiceDetail {
            lines: lines.map(|line| line.into_domain(frame, currency.as_deref())).collect(),
            subtotal: money(self.subtotal),
            tax: money(tax),
            credit: money(self.credit),
            invoice: self.into_domain(resource, frame),
        }
    }
}

/// A line of an invoice.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Line {
    #[serde(rename = "type", deserialize_with = "lenient::words")]
    kind: Option<String>,
    #[serde(deserialize_with = "lenient::id")]
    item_id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    description: Option<String>,
    #[serde(deserialize_with = "lenient::decimal")]
    amount: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    qty: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    linetotal: Option<Decimal>,
}

impl Line {
    fn into_domain(self, frame: &Frame, currency: Option<&str>) -> invoice::InvoiceLine {
        let product = || self.amount?.checked_mul(self.qty.unwrap_or(Decimal::ONE));
        let total = self.linetotal.or_else(product);
        invoice::InvoiceLine {
            text: self.description.unwrap_or_default(),
            kind: self.kind,
            // 0 and what is below it are the portal's own: fees, and lines for nothing in particular.
            item: self.item_id.filter(|id| lenient::is_number(id) && id.bytes().any(|byte| byte != b'0')),
            quantity: self.qty.map(|quantity| quantity.normalize()),
            price: frame.money(self.amount, currency),
            total: frame.money(total, currency),
        }
    }
}

/// The lines of an invoice: a list, a map by their ids, or one alone.
fn lines<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Line>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let entries: Vec<&Value> = match &value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(fields) if fields.contains_key("description") || fields.contains_key("amount") => {
            vec![&value]
        }
        Value::Object(fields) => fields.values().collect(),
        _ => vec![],
    };
    Ok(entries.into_iter().filter_map(lenient::entry).collect())
}

/// The answer to applied credit; all of it missing when the portal took the request without a word.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CreditAnswer {
    #[serde(deserialize_with = "lenient::decimal")]
    applied: Option<Decimal>,
    #[serde(deserialize_with = "lenient::words")]
    invoice_status: Option<String>,
}

impl CreditAnswer {
    pub fn into_domain(self, frame: &Frame) -> invoice::AppliedCredit {
        invoice::AppliedCredit { amount: frame.money(self.applied, None), state: self.invoice_status }
    }
}

/// A way to pay, or what one costs.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Method {
    #[serde(deserialize_with = "lenient::id")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::decimal")]
    fixed_fee: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    percent_fee: Option<Decimal>,
}

impl Method {
    /// The way to pay, which may be a name under its id; `None` without a name.
    pub fn read(key: Option<&str>, value: &Value) -> Option<Self> {
        let mut method = match value {
            Value::String(name) => Method { name: Some(name.trim().to_owned()), ..Method::default() },
            value => lenient::entry::<Method>(value)?,
        };
        method.id = method.id.or_else(|| key.map(str::to_owned));
        method.name.as_deref().is_some_and(|name| !name.is_empty()).then_some(method)
    }

    /// The way to pay as an answer; `None`: it has no id to choose it by.
    pub fn as_entry(&self) -> Option<Entry> {
        let value = self.id.clone().filter(|id| lenient::is_number(id))?;
        let label = self.name.clone().unwrap_or_default();
        Some(Entry { value, label, cycle: None, price: None, setup: None })
    }

    /// Whether both are the same way to pay. Their ids differ between the two lists; their names nearly not.
    fn is_same_as(&self, other: &Method) -> bool {
        let letters = |method: &Method| {
            let name = method.name.as_deref().unwrap_or_default();
            name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
        };
        letters(self) == letters(other)
    }
}

/// The ways to pay with their fees, then the fees of ways that the first list does not have.
pub fn with_fees(methods: Vec<Method>, mut fees: Vec<Method>, frame: &Frame) -> Vec<billing::PaymentMethod> {
    let mut together: Vec<Method> = vec![];
    for method in methods {
        let fee = fees.iter().position(|fee| fee.is_same_as(&method)).map(|at| fees.remove(at));
        let fee = fee.unwrap_or_default();
        together.push(Method { fixed_fee: fee.fixed_fee, percent_fee: fee.percent_fee, ..method });
    }
    together.extend(fees.into_iter().map(|fee| Method { id: None, ..fee }));
    let into_domain = |method: Method| billing::PaymentMethod {
        id: method.id,
        name: method.name.unwrap_or_default(),
        fixed_fee: frame.money(method.fixed_fee, None),
        percent_fee: method.percent_fee,
    };
    together.into_iter().map(into_domain).collect()
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use serde_json::json;

    use super::*;
    use crate::domain::{Money, ResourceKind};

    fn frame() -> Frame {
        Frame { currency: Some("EUR".parse().unwrap()), timezone: TimeZone::get("Europe/Vilnius").unwrap() }
    }

    fn shown(money: Option<Money>) -> Option<String> {
        money.map(|money| money.to_string())
    }

    #[test]
    fn only_a_second_pair_of_braces_is_taken_off() {
        for (body, inner) in [
            ("{{\"a\":{}}}", Some("{\"a\":{}}")),
            (" {\n { \"a\": 1 } \n} ", Some("{ \"a\": 1 }")),
            ("{\"a\":1}", None),
            ("{}", None),
            ("{", None),
            ("", None),
        ] {
            assert_eq!(without_doubled_braces(body.as_bytes()), inner.map(str::as_bytes), "{body}");
        }
    }

    #[test]
    fn a_balance_tells_debt_and_credit_apart() {
        let read = |details: Value| {
            let answer: BalanceAnswer = lenient::entry(&json!({"details": details})).unwrap();
            let balance = answer.details.unwrap().into_domain(vec![], &frame());
            (shown(balance.owed), shown(balance.credit))
        };
        let told = |owed: &str, credit: &str| (Some(owed.to_owned()), Some(credit.to_owned()));
        let documented = json!({"currency": "USD", "acc_balance": "123456.55", "acc_credit": "0.00"});
        assert_eq!(read(documented), told("123456.55 USD", "0.00 USD"));
        let bare = json!({"currency": "", "acc_balance": 0, "acc_credit": 12.5});
        assert_eq!(read(bare), told("0.00 EUR", "12.50 EUR"));
        assert_eq!(read(json!({"currency": "USD", "acc_credit": "many"})), (None, None));
    }

    #[test]
    fn lines_come_as_a_list_a_map_and_alone() {
        let line =
            json!({"item_id": "301", "type": "Hosting", "description": "VPS", "amount": "15.00", "qty": 2});
        for items in [json!([line]), json!({"7": line}), line.clone(), json!([line, null])] {
            let invoice: Invoice = lenient::entry(&json!({"items": items})).unwrap();
            let resource = ResourceRef::parse(ResourceKind::Invoice, "asia/1").unwrap();
            let detail = invoice.into_detail(resource, &frame());
            let [line] = detail.lines.as_slice() else { panic!("{items}") };
            assert_eq!((line.text.as_str(), line.item.as_deref()), ("VPS", Some("301")));
            assert_eq!(shown(line.total).as_deref(), Some("30.00 EUR"));
        }
        let invoice: Invoice = lenient::entry(&json!({"items": []})).unwrap();
        assert!(invoice.items.is_empty());
    }

    #[test]
    fn fees_find_their_way_to_pay_by_its_name() {
        let method = |key: &str, name: &str| Method::read(Some(key), &json!(name)).unwrap();
        let fee = |id: u64, name: &str, fixed: &str| {
            Method::read(None, &json!({"id": id, "name": name, "fixed_fee": fixed, "percent_fee": "2.9"}))
                .unwrap()
        };
        let methods = vec![method("10", "BankTransfer"), method("9", "PayPal"), method("8", "Cash")];
        let fees = vec![fee(1, "Bank Transfer", "0.0"), fee(2, "Stripe", "0.5"), fee(5, "PayPal", "0.3")];
        let methods = with_fees(methods, fees, &frame());
        let told: Vec<_> = methods
            .into_iter()
            .map(|method| (method.id.unwrap_or_default(), method.name, shown(method.fixed_fee)))
            .collect();
        let row = |id: &str, name: &str, fee: Option<&str>| {
            (id.to_owned(), name.to_owned(), fee.map(|fee| format!("{fee} EUR")))
        };
        let expected = [
            row("10", "BankTransfer", Some("0.00")),
            row("9", "PayPal", Some("0.30")),
            row("8", "Cash", None),
            row("", "Stripe", Some("0.50")),
        ];
        assert_eq!(told, expected);
    }
}
