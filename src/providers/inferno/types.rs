//! Inferno's answers, field by field, and what they mean to the bot. Every field may be missing or of another type, and
//! whatever is a secret has no field.

use std::net::IpAddr;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::domain::order::{Cycle, OrderState, ProgressState, Template};
use crate::domain::resource::is_plain_id;
use crate::domain::server::{Server, ServerState};
use crate::domain::service::{FactLabel, FactValue, ServiceDetail, ServiceFact};
use crate::domain::{ResourceRef, billing, invoice, key, order};
use crate::providers::lenient::is_number;
use crate::providers::{Frame, lenient};

/// The word for an order that is not paid.
const PENDING: &str = "Pending";
/// The word for one that is.
const ACTIVE: &str = "Active";

/// The entries of a member that may be a list or a map, as PHP has it, each with its key in the map.
///
/// `None`: it is neither. Nothing at all is an empty list.
pub fn entries(member: &Value) -> Option<Vec<(Option<&str>, &Value)>> {
    match member {
        Value::Array(items) => Some(items.iter().map(|item| (None, item)).collect()),
        Value::Object(map) => Some(map.iter().map(|(key, item)| (Some(key.as_str()), item)).collect()),
        Value::Null | Value::Bool(false) => Some(vec![]),
        Value::String(text) if text.is_empty() => Some(vec![]),
        _ => None,
    }
}

/// An entry, with the key that it has in a map where it tells no id of its own; one that is no map is its name.
pub fn entry<T: DeserializeOwned + Default + Entry>((key, value): (Option<&str>, &Value)) -> T {
    let mut entry: T = lenient::entry(value).unwrap_or_default();
    let name = match value {
        Value::String(text) => Some(text.trim()),
        _ => None,
    };
    entry.complete(key, name.filter(|name| !name.is_empty()));
    entry
}

/// What can stand in a map or a list of Inferno's.
pub trait Entry {
    /// Takes in its key, and the text that stands in its place.
    fn complete(&mut self, key: Option<&str>, text: Option<&str>);
}

/// An operating system.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct System {
    #[serde(deserialize_with = "lenient::words")]
    ostpl: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    title: Option<String>,
}

impl Entry for System {
    /// A key that is a number says nothing: PHP numbers what has no name.
    fn complete(&mut self, key: Option<&str>, text: Option<&str>) {
        let key = key.filter(|key| !is_number(key)).map(str::to_owned);
        let told = self.ostpl.take().or(key);
        let name = self.name.take().or_else(|| text.map(str::to_owned));
        match told {
            Some(told) => {
                self.title = self.title.take().or(name);
                self.ostpl = Some(told);
            }
            None => self.ostpl = name,
        }
    }
}

impl System {
    /// The system; `None` when its name could not be sent back.
    pub fn into_template(self) -> Option<Template> {
        let id = self.ostpl.filter(|name| is_plain_id(name))?;
        let name = self.title.unwrap_or_else(|| id.clone());
        Some(Template { id, name, enabled: true, price: None, memory_mb: None })
    }
}

/// A plan on sale.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Product {
    #[serde(deserialize_with = "lenient::id")]
    pub pid: Option<String>,
    #[serde(deserialize_with = "lenient::id")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    title: Option<String>,
    #[serde(deserialize_with = "lenient::decimal")]
    price: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    amount: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    monthly: Option<Decimal>,
    #[serde(deserialize_with = "lenient::words")]
    currency: Option<String>,
}

impl Entry for Product {
    fn complete(&mut self, key: Option<&str>, text: Option<&str>) {
        self.pid = self.pid.take().or(self.id.take()).or_else(|| key.map(str::to_owned));
        self.name = self.name.take().or(self.title.take()).or_else(|| text.map(str::to_owned));
    }
}

impl Product {
    pub fn into_plan(self, resource: ResourceRef, frame: &Frame) -> order::Plan {
        order::Plan {
            name: self.name.unwrap_or_else(|| resource.id.clone()),
            price: frame.money(self.monthly.or(self.price).or(self.amount), self.currency.as_deref()),
            // Of the others it is not told how often they are paid.
            cycle: if self.monthly.is_some() { Cycle::Monthly } else { Cycle::Untold },
            on_sale: true,
            cpu_cores: None,
            memory_gb: None,
            disk_gb: None,
            category: None,
            about: None,
            resource,
        }
    }
}

/// What the account holds.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Balance {
    #[serde(deserialize_with = "lenient::decimal")]
    balance: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    credit: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    amount: Option<Decimal>,
    #[serde(deserialize_with = "lenient::words")]
    currency: Option<String>,
}

impl Balance {
    /// The balance; `None` when it tells no amount.
    pub fn into_domain(self, frame: &Frame) -> Option<billing::Balance> {
        let amount = self.balance.or(self.credit).or(self.amount)?;
        let credit = frame.money(Some(amount), self.currency.as_deref());
        Some(billing::Balance { credit, ..billing::Balance::default() })
    }
}

/// An order.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Order {
    #[serde(deserialize_with = "lenient::id")]
    pub id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    ordernum: Option<String>,
    #[serde(deserialize_with = "lenient::decimal")]
    pub amount: Option<Decimal>,
    #[serde(deserialize_with = "lenient::id")]
    invoiceid: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    status: Option<String>,
}

impl Entry for Order {
    fn complete(&mut self, key: Option<&str>, _: Option<&str>) {
        self.id = self.id.take().or_else(|| key.map(str::to_owned));
    }
}

impl Order {
    /// Whether it is paid: no other order has a server.
    pub fn is_active(&self) -> bool {
        self.status.as_deref().is_some_and(|status| status.eq_ignore_ascii_case(ACTIVE))
    }

    /// Whether it waits to be paid, and can be cancelled.
    pub fn is_pending(&self) -> bool {
        self.status.as_deref().is_some_and(is_pending)
    }

    /// The id of its invoice; WHMCS writes 0 where there is none.
    pub fn invoice(&self) -> Option<&str> {
        self.invoiceid.as_deref().filter(|id| is_id(id))
    }

    pub fn into_domain(self, resource: ResourceRef, frame: &Frame) -> order::Order {
        order::Order {
            name: self.ordernum.unwrap_or_else(|| resource.id.clone()),
            state: OrderState::Told(self.status.unwrap_or_default()),
            price: frame.money(self.amount, None),
            cycle: Cycle::Untold,
            placed: None,
            renews_on: None,
            server: None,
            traces: None,
            resource,
        }
    }

    /// How far it is, as a purchase; a paid one is done.
    pub fn into_progress(self) -> order::Progress {
        let state = match () {
            () if self.is_active() => ProgressState::Done,
            () if self.is_pending() => ProgressState::Running,
            () => ProgressState::Failed,
        };
        let unpaid = self.invoice().filter(|_| self.is_pending()).map(str::to_owned);
        let words = self.status.filter(|_| state != ProgressState::Done);
        order::Progress { words, unpaid, ..order::Progress::new(state) }
    }

    /// Its invoice, which is unpaid as long as the order is, and paid once that is active.
    pub fn into_invoice(self, resource: ResourceRef, frame: &Frame) -> invoice::Invoice {
        let state = match () {
            () if self.is_pending() => "unpaid".to_owned(),
            () if self.is_active() => "paid".to_owned(),
            () => self.status.unwrap_or_default(),
        };
        let total = frame.money(self.amount, None);
        invoice::Invoice { resource, number: None, state, issued: None, due: None, paid: None, total }
    }
}

/// Whether the word means that an order is not paid.
pub fn is_pending(status: &str) -> bool {
    status.eq_ignore_ascii_case(PENDING)
}

/// What is told of an order and of the server that came of it. Its password has no field.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Info {
    #[serde(deserialize_with = "lenient::id")]
    pub orderid: Option<String>,
    #[serde(rename = "productStatus", deserialize_with = "lenient::words")]
    product_status: Option<String>,
    #[serde(deserialize_with = "lenient::addresses")]
    dedicatedip: Vec<IpAddr>,
    #[serde(deserialize_with = "lenient::map")]
    vps_info: Option<VpsInfo>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct VpsInfo {
    #[serde(deserialize_with = "lenient::words")]
    result: Option<String>,
    #[serde(deserialize_with = "lenient::id")]
    main_id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    vps_name: Option<String>,
    #[serde(deserialize_with = "lenient::addresses")]
    ip: Vec<IpAddr>,
    #[serde(deserialize_with = "lenient::words")]
    real_state: Option<String>,
}

impl Info {
    /// Whether a server has come of the order: one that Inferno knows by an id, a name or an address.
    pub fn has_server(&self) -> bool {
        let tells = |vps: &VpsInfo| vps.main_id.is_some() || vps.vps_name.is_some() || !vps.ip.is_empty();
        self.vps_info.as_ref().is_some_and(tells) || !self.dedicatedip.is_empty()
    }

    /// Whether the server has the address.
    pub fn has_address(&self, address: &IpAddr) -> bool {
        let of_vps = self.vps_info.as_ref().is_some_and(|vps| vps.ip.contains(address));
        of_vps || self.dedicatedip.contains(address)
    }

    /// The server.
    pub fn into_server(self, resource: ResourceRef) -> Server {
        let vps = self.vps_info.unwrap_or_default();
        let mut addresses = vps.ip;
        addresses
            .extend(self.dedicatedip.into_iter().filter(|ip| !addresses.contains(ip)).collect::<Vec<_>>());
        let first = addresses.first().map(ToString::to_string);
        // What the virtualisation could not tell says nothing of the server.
        let is_told = vps.result.as_deref().is_none_or(|result| result == "success");
        Server {
            name: vps.vps_name.or(first).unwrap_or_else(|| resource.id.clone()),
            state: vps.real_state.filter(|_| is_told).map_or(ServerState::Untold, state),
            addresses,
            uptime_seconds: None,
            cpu_cores: None,
            cpu_percent: None,
            memory_used_gb: None,
            memory_total_gb: None,
            disk_used_gb: None,
            disk_gb: None,
            sizes: None,
            payment_state: self.product_status,
            resource,
        }
    }
}

/// What a server is doing, in the words of either language.
fn state(word: String) -> ServerState {
    match word.to_lowercase().as_str() {
        "включен" | "включён" | "on" | "running" => ServerState::Running,
        "выключен" | "off" | "stopped" => ServerState::Stopped,
        _ => ServerState::Other(word),
    }
}

/// What an answer to an order tells.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Receipt {
    #[serde(deserialize_with = "lenient::id")]
    pub orderid: Option<String>,
    #[serde(deserialize_with = "lenient::id")]
    pub invoiceid: Option<String>,
}

/// An SSH key.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Key {
    #[serde(deserialize_with = "lenient::id")]
    pub id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    key: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    sshkey: Option<String>,
}

impl Entry for Key {
    fn complete(&mut self, key: Option<&str>, text: Option<&str>) {
        self.id = self.id.take().or_else(|| key.map(str::to_owned));
        self.sshkey = self.sshkey.take().or(self.key.take()).or_else(|| text.map(str::to_owned));
    }
}

impl Key {
    pub fn into_domain(self, resource: ResourceRef) -> key::SshKey {
        let line = self.sshkey.and_then(|line| key::PublicKey::read(&line).ok());
        let (kind, label) = match &line {
            Some(line) => (line.line().split(' ').next().map(str::to_owned), Some(line.name().to_owned())),
            None => (None, None),
        };
        key::SshKey { name: self.name.or(label).unwrap_or_else(|| resource.id.clone()), kind, resource }
    }
}

/// Something that is paid for regularly. Whatever else is told of it may be a secret, and has no field.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Service {
    #[serde(deserialize_with = "lenient::id")]
    pub id: Option<String>,
    #[serde(deserialize_with = "lenient::id")]
    serviceid: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    product: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    domain: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    status: Option<String>,
    #[serde(deserialize_with = "lenient::date")]
    nextduedate: Option<Date>,
    #[serde(deserialize_with = "lenient::date")]
    regdate: Option<Date>,
    #[serde(deserialize_with = "lenient::addresses")]
    dedicatedip: Vec<IpAddr>,
    #[serde(deserialize_with = "lenient::decimal")]
    recurringamount: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    amount: Option<Decimal>,
    #[serde(deserialize_with = "lenient::words")]
    billingcycle: Option<String>,
}

impl Entry for Service {
    fn complete(&mut self, key: Option<&str>, text: Option<&str>) {
        self.id = self.id.take().or(self.serviceid.take()).or_else(|| key.map(str::to_owned));
        self.name = self.name.take().or_else(|| text.map(str::to_owned));
        self.amount = self.recurringamount.take().or(self.amount.take());
    }
}

impl Service {
    pub fn into_subscription(self, resource: ResourceRef, frame: &Frame) -> billing::Subscription {
        let is_monthly =
            self.billingcycle.as_deref().is_some_and(|cycle| cycle.eq_ignore_ascii_case("monthly"));
        let title = self.title(&resource);
        billing::Subscription {
            kind: self.product.filter(|product| *product != title),
            name: title,
            state: self.status.unwrap_or_default(),
            renews_on: self.nextduedate,
            monthly: frame.money(self.amount.filter(|_| is_monthly), None),
            resource,
        }
    }

    pub fn into_detail(self, resource: ResourceRef, frame: &Frame) -> ServiceDetail {
        let title = self.title(&resource);
        let text = |label, text: Option<String>| {
            text.filter(|text| *text != title).map(|text| (label, FactValue::Text(text)))
        };
        let addresses: Vec<_> = self.dedicatedip.iter().map(ToString::to_string).collect();
        let day = |label, day: Option<Date>| day.map(|day| (label, FactValue::Day(day)));
        let price = frame.money(self.amount, None);
        let facts = [
            text(FactLabel::Product, self.product),
            text(FactLabel::Domain, self.domain),
            text(FactLabel::Address, Some(addresses.join(", ")).filter(|all| !all.is_empty())),
            price.map(|price| (FactLabel::Price, FactValue::Money(price))),
            text(FactLabel::Cycle, self.billingcycle),
            day(FactLabel::Since, self.regdate),
            day(FactLabel::NextPayment, self.nextduedate),
        ];
        let facts = facts.into_iter().flatten().map(|(label, value)| ServiceFact { label, value });
        ServiceDetail { facts: facts.collect(), title, state: self.status, resource }
    }

    /// What it is called: its name, else its domain, else what was ordered.
    fn title(&self, resource: &ResourceRef) -> String {
        let told = [&self.name, &self.domain, &self.product].into_iter().flatten().next();
        told.unwrap_or(&resource.id).clone()
    }
}

/// Whether a text can be the id of something: 0 stands for none.
pub fn is_id(text: &str) -> bool {
    is_number(text) && text.bytes().any(|digit| digit != b'0')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn templates(member: Value) -> Vec<(String, String)> {
        let systems = entries(&member).unwrap().into_iter().map(entry::<System>);
        systems.filter_map(System::into_template).map(|system| (system.id, system.name)).collect()
    }

    #[test]
    fn templates_come_in_every_form_of_a_list() {
        let bare = |name: &str| (name.to_owned(), name.to_owned());
        let centos = "centos7-64-default";
        for member in [
            json!([centos]),
            json!({"0": centos}),
            json!({"5": {"name": centos}}),
            json!([{"ostpl": centos}]),
            json!({centos: {"bits": 64}}),
            json!({centos: null}),
        ] {
            assert_eq!(templates(member.clone()), [bare(centos)], "{member}");
        }
        let titled = [(centos.to_owned(), "CentOS 7".to_owned())];
        for member in [
            json!({centos: "CentOS 7"}),
            json!({centos: {"name": "CentOS 7"}}),
            json!([{"name": centos, "title": "CentOS 7"}]),
        ] {
            assert_eq!(templates(member.clone()), titled, "{member}");
        }
        for none in [json!([]), json!({}), json!(null), json!(""), json!([null, 7, "a b", {"name": "a/b"}])] {
            assert_eq!(templates(none.clone()), [], "{none}");
        }
        assert!(entries(&json!("none")).is_none() && entries(&json!(7)).is_none());
    }

    #[test]
    fn states_are_told_in_two_languages_and_others_as_they_are() {
        for word in ["Включен", "включён", "ON", "Running"] {
            assert_eq!(state(word.to_owned()), ServerState::Running, "{word}");
        }
        for word in ["Выключен", "off", "STOPPED"] {
            assert_eq!(state(word.to_owned()), ServerState::Stopped, "{word}");
        }
        let other = "Приостановлен".to_owned();
        assert_eq!(state(other.clone()), ServerState::Other(other));
    }

    #[test]
    fn an_invoice_of_nothing_is_none() {
        let invoice =
            |id: Value| entry::<Order>((None, &json!({"invoiceid": id}))).invoice().map(str::to_owned);
        assert_eq!(invoice(json!("366000")).as_deref(), Some("366000"));
        assert_eq!(invoice(json!(366_000)).as_deref(), Some("366000"));
        for none in [json!("0"), json!(0), json!(""), json!(null), json!("a"), json!("-1")] {
            assert_eq!(invoice(none.clone()), None, "{none}");
        }
    }
}
