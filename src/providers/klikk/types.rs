//! Klikk's answers, field by field, and what they mean to the bot. Every field may be missing or of another type.

use std::net::IpAddr;

use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;

use crate::domain::order::{self, Cycle, OrderDetail, OrderState, OrderedItem};
use crate::domain::server::{Server as DomainServer, ServerState};
use crate::domain::{AccountName, ResourceKind, ResourceRef};
use crate::providers::lenient;

/// How many megabytes of memory are a gigabyte: 0.5 is ordered and 512 is listed.
const MB_OF_MEMORY: Decimal = Decimal::from_parts(1024, 0, 0, false, 0);
/// How many megabytes of storage are one: sizes are listed as 20000.
const MB_OF_STORAGE: Decimal = Decimal::from_parts(1000, 0, 0, false, 0);

/// An id as a number; `None` when Klikk cannot have given it, as it counts from 1.
pub fn id_number(id: &str) -> Option<u64> {
    id.parse::<u64>().ok().filter(|number| *number > 0 && number.to_string() == id)
}

/// The entries of a member that may be a list or a map, each with its key in the map. `None`: it is neither.
pub fn entries(member: &Value) -> Option<Vec<(Option<&str>, &Value)>> {
    match member {
        Value::Array(items) => Some(items.iter().map(|item| (None, item)).collect()),
        Value::Object(map) => Some(map.iter().map(|(key, item)| (Some(key.as_str()), item)).collect()),
        Value::Null | Value::Bool(false) => Some(vec![]),
        _ => None,
    }
}

/// The orders of a list, whose form is documented nowhere: in `orders`, bare, or a map by their ids.
pub fn orders(answer: &Value) -> Option<Vec<Order>> {
    let is_by_id = |map: &serde_json::Map<String, Value>| map.keys().all(|key| lenient::is_number(key));
    let list = match answer {
        Value::Object(map) if map.contains_key("orders") => entries(&map["orders"])?,
        Value::Object(map) if !is_by_id(map) => return None,
        list => entries(list)?,
    };
    let read = |(key, value): (Option<&str>, &Value)| {
        let mut order: Order = lenient::entry(value).unwrap_or_default();
        if order.id().is_none() {
            order.order_id = key.map(str::to_owned);
        }
        order
    };
    Some(list.into_iter().map(read).collect())
}

/// How an order or an item of one stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is fully completed.
    Done,
    /// It waits for a payment, or that is being processed.
    Unpaid,
    /// It waits to be created.
    Pending,
    /// It is cancelled.
    Cancelled,
    /// What that means is documented nowhere.
    Other(u64),
}

impl Standing {
    fn of(status: u64) -> Self {
        match status {
            0 => Standing::Done,
            100..=199 => Standing::Unpaid,
            200..=299 => Standing::Pending,
            900..=999 => Standing::Cancelled,
            other => Standing::Other(other),
        }
    }

    /// The state in a word, which the texts know.
    fn word(self) -> String {
        match self {
            Standing::Done => "completed".to_owned(),
            Standing::Unpaid => UNPAID.to_owned(),
            Standing::Pending => "pending".to_owned(),
            Standing::Cancelled => CANCELLED.to_owned(),
            Standing::Other(status) => format!("status {status}"),
        }
    }
}

fn state(status: Option<u64>) -> OrderState {
    OrderState::Told(status.map(|status| Standing::of(status).word()).unwrap_or_default())
}

/// The word for what waits for its payment.
const UNPAID: &str = "payment-needed";

/// Whether it waits for its payment.
pub fn is_unpaid(state: &OrderState) -> bool {
    matches!(state, OrderState::Told(word) if word == UNPAID)
}

/// The word for what is cancelled.
const CANCELLED: &str = "cancelled";

/// Whether it is cancelled already.
pub fn is_cancelled(state: &OrderState) -> bool {
    matches!(state, OrderState::Told(word) if word == CANCELLED)
}

/// An order.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Order {
    #[serde(deserialize_with = "lenient::id")]
    order_id: Option<String>,
    #[serde(deserialize_with = "lenient::id")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::whole")]
    status: Option<u64>,
    #[serde(deserialize_with = "lenient::words")]
    message: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    reference: Option<String>,
    #[serde(deserialize_with = "lenient::entries")]
    order_items: Option<Vec<Item>>,
}

/// An item of an order.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Item {
    #[serde(deserialize_with = "lenient::id")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::id")]
    order_item_id: Option<String>,
    #[serde(deserialize_with = "lenient::whole")]
    status: Option<u64>,
    #[serde(deserialize_with = "lenient::words")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    reference: Option<String>,
}

impl Item {
    /// The item; in Klikk's answer `name` is what was ordered, and `reference` what it was called.
    fn into_domain(self) -> Option<OrderedItem> {
        let id = self.id.or(self.order_item_id).filter(|id| id_number(id).is_some())?;
        let name = self.reference.or_else(|| self.name.clone()).unwrap_or_else(|| id.clone());
        let product = self.name.filter(|product| *product != name);
        Some(OrderedItem { name, product, state: state(self.status), id })
    }
}

impl Order {
    /// Its id, if Klikk can have given it.
    pub fn id(&self) -> Option<&str> {
        [&self.order_id, &self.id]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .find(|id| id_number(id).is_some())
    }

    /// What the client calls it.
    pub fn reference(&self) -> Option<&str> {
        self.reference.as_deref()
    }

    /// Whether it has an item that is called so; `None`: it tells none.
    pub fn has_item(&self, name: &str) -> Option<bool> {
        let items = self.order_items.as_ref().filter(|items| !items.is_empty())?;
        let mut names = items.iter().map(|item| item.reference.as_deref());
        Some(names.any(|known| known == Some(name)))
    }

    /// How the order stands, as far as it tells.
    pub fn standing(&self) -> Option<Standing> {
        self.status.map(Standing::of)
    }

    /// What is said of it.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The id of its first item.
    pub fn first_item(&self) -> Option<u64> {
        let mut items = self.order_items.iter().flatten();
        items.find_map(|item| id_number(item.id.as_deref().or(item.order_item_id.as_deref())?))
    }

    pub fn into_domain(self, resource: ResourceRef) -> order::Order {
        self.into_detail(resource).order
    }

    /// The order with its items; it has their names, since it has none of its own.
    pub fn into_detail(self, resource: ResourceRef) -> OrderDetail {
        let items = self.order_items.unwrap_or_default();
        let items: Vec<OrderedItem> = items.into_iter().filter_map(Item::into_domain).collect();
        let names: Vec<&str> = items.iter().map(|item| item.name.as_str()).collect();
        let names = Some(names.join(", ")).filter(|names| !names.is_empty());
        let order = order::Order {
            name: names.or(self.reference).unwrap_or_else(|| resource.id.clone()),
            state: state(self.status),
            price: None,
            cycle: Cycle::Untold,
            placed: None,
            renews_on: None,
            server: None,
            traces: None,
            resource,
        };
        OrderDetail { order, items, words: self.message }
    }
}

/// A server.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Server {
    #[serde(deserialize_with = "lenient::id")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::id")]
    order_item_id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::decimal")]
    cpu: Option<Decimal>,
    #[serde(deserialize_with = "lenient::decimal")]
    memory: Option<Decimal>,
    #[serde(deserialize_with = "lenient::truth")]
    is_running: Option<bool>,
    #[serde(deserialize_with = "lenient::entries")]
    networks: Option<Vec<Network>>,
    #[serde(deserialize_with = "lenient::entries")]
    storages: Option<Vec<Storage>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Network {
    #[serde(deserialize_with = "lenient::whole")]
    ifindex: Option<u64>,
    #[serde(deserialize_with = "lenient::addresses")]
    ipv4: Vec<IpAddr>,
    #[serde(deserialize_with = "lenient::addresses")]
    ipv6: Vec<IpAddr>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Storage {
    #[serde(deserialize_with = "lenient::decimal")]
    size: Option<Decimal>,
}

impl Server {
    /// Its id for the bot: that of the item that it came of, by which alone it can be asked for, and its own.
    fn reference(&self, account: &AccountName) -> Option<ResourceRef> {
        let own = self.id.as_deref().and_then(id_number)?;
        let item = self.order_item_id.as_deref().and_then(id_number).unwrap_or_default();
        ResourceRef::new(account.clone(), ResourceKind::Server, format!("{item}.{own}"))
    }

    /// Whether nothing speaks against its having come of the item.
    pub fn may_be_of(&self, item: u64) -> bool {
        self.order_item_id.as_deref().and_then(id_number).is_none_or(|own| own == item)
    }

    /// The server; `None` when it has no id.
    pub fn into_domain(self, account: &AccountName) -> Option<DomainServer> {
        let resource = self.reference(account)?;
        let mut networks = self.networks.unwrap_or_default();
        networks.sort_by_key(|network| network.ifindex.unwrap_or(u64::MAX));
        let addresses = networks.into_iter().flat_map(|network| [network.ipv4, network.ipv6].concat());
        let storages = self.storages.unwrap_or_default();
        let sizes: Option<Vec<Decimal>> = storages.into_iter().map(|storage| storage.size).collect();
        let size = sizes
            .filter(|sizes| !sizes.is_empty())
            .and_then(|sizes| sizes.into_iter().try_fold(Decimal::ZERO, |sum, size| sum.checked_add(size)));
        let in_gb = |megabytes: Option<Decimal>, each| Some(megabytes?.checked_div(each)?.normalize());
        Some(DomainServer {
            name: self.name.unwrap_or_else(|| resource.id.clone()),
            state: match self.is_running {
                Some(true) => ServerState::Running,
                Some(false) => ServerState::Stopped,
                None => ServerState::Untold,
            },
            addresses: addresses.collect(),
            uptime_seconds: None,
            cpu_cores: self.cpu,
            cpu_percent: None,
            memory_used_gb: None,
            memory_total_gb: in_gb(self.memory, MB_OF_MEMORY),
            disk_used_gb: None,
            disk_gb: in_gb(size, MB_OF_STORAGE),
            sizes: None,
            payment_state: None,
            resource,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn ids_count_from_one_and_are_written_in_one_way() {
        assert_eq!((id_number("73"), id_number("18446744073709551615")), (Some(73), Some(u64::MAX)));
        for none in ["0", "", "073", "+73", "-1", "7.0", "7x", "٧", "18446744073709551616"] {
            assert_eq!(id_number(none), None, "{none}");
        }
    }

    #[test]
    fn orders_come_in_every_form_of_a_list() {
        let one = json!({"order_id": 73, "status": 200});
        let ids = |answer: &Value| {
            let orders = orders(answer)?;
            Some(orders.iter().map(|order| order.id().map(str::to_owned)).collect::<Vec<_>>())
        };
        let seventy_three = Some(vec![Some("73".to_owned())]);
        for list in [
            json!({"orders": [one]}),
            json!({"orders": {"73": one}}),
            json!({"orders": {"73": {"status": 200}}}),
            json!([one]),
            json!([{"id": "73"}]),
            json!({"73": {"status": 200}}),
            json!({"0": one}),
        ] {
            assert_eq!(ids(&list), seventy_three, "{list}");
        }
        for none in [json!([]), json!({}), json!({"orders": []}), json!({"orders": null})] {
            assert_eq!(ids(&none), Some(vec![]), "{none}");
        }
        for other in [json!({"orders": "none"}), json!({"servers": []}), json!({"order_id": 73}), json!(7)] {
            assert_eq!(ids(&other), None, "{other}");
        }
        assert_eq!(ids(&json!([{"id": 0}, "x", {"order_id": -1}])), Some(vec![None, None, None]));
    }

    #[test]
    fn the_number_of_a_status_is_its_meaning_and_none_is_not_done() {
        for (status, word) in [
            (Some(0), "completed"),
            (Some(100), "payment-needed"),
            (Some(199), "payment-needed"),
            (Some(200), "pending"),
            (Some(900), "cancelled"),
            (Some(999), "cancelled"),
            (Some(42), "status 42"),
            (Some(404), "status 404"),
            (None, ""),
        ] {
            assert_eq!(state(status), OrderState::Told(word.to_owned()), "{status:?}");
        }
    }
}
