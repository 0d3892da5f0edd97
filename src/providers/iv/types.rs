//! IV's answers, field by field, and what they mean to the bot. Every field may be missing or of another type, and
//! whatever is a secret has no field.

use std::net::IpAddr;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::secret;
use crate::domain::order::Template;
use crate::domain::server::{self, ServerState, Sizes};
use crate::domain::task;
use crate::domain::{Action, ResourceRef, account, billing, invoice};
use crate::providers::{Frame, lenient};

/// With what the description of a service begins that is a server; no field says it.
const SERVER: &str = "Serverio nuoma";
/// How a price's unit begins when it is paid every month, in IV's own language.
const MONTH: &str = "mėn";
/// By how many seconds IV's clock and ours may differ.
const CLOCKS_DIFFER: i64 = 120;
/// IV tells megabytes where people read gigabytes.
const MB_IN_A_GB: Decimal = Decimal::from_parts(1024, 0, 0, false, 0);

/// The account and who owns it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Account {
    #[serde(rename = "ac_id", deserialize_with = "lenient::id")]
    id: Option<String>,
    #[serde(rename = "ac_name", deserialize_with = "lenient::words")]
    name: Option<String>,
    #[serde(rename = "ac_company", deserialize_with = "lenient::words")]
    company: Option<String>,
    #[serde(rename = "ac_email", deserialize_with = "lenient::words")]
    email: Option<String>,
    #[serde(rename = "ac_phone", deserialize_with = "lenient::words")]
    phone: Option<String>,
    #[serde(rename = "ac_credit", deserialize_with = "lenient::decimal")]
    credit: Option<Decimal>,
    #[serde(rename = "ac_bonus", deserialize_with = "lenient::decimal")]
    bonus: Option<Decimal>,
    #[serde(rename = "ac_users", deserialize_with = "lenient::entries")]
    users: Option<Vec<User>>,
}

/// One who may enter the account.
#[derive(Default, Deserialize)]
#[serde(default)]
struct User {
    #[serde(rename = "us_subuser", deserialize_with = "lenient::words")]
    subuser: Option<String>,
    #[serde(rename = "us_nick", deserialize_with = "lenient::words")]
    nick: Option<String>,
}

impl Account {
    /// Whether it tells anything that is asked for.
    pub fn tells_something(&self) -> bool {
        self.credit.is_some() || self.bonus.is_some() || self.id.is_some() || self.email.is_some()
    }

    pub fn into_balance(self, frame: &Frame) -> billing::Balance {
        billing::Balance {
            credit: frame.money(self.credit, None),
            bonus: frame.money(self.bonus, None),
            ..billing::Balance::default()
        }
    }

    pub fn into_profile(self) -> account::Profile {
        let name = match (self.name, self.company) {
            (Some(person), Some(company)) => Some(format!("{person}, {company}")),
            (person, company) => person.or(company),
        };
        let mut users = self.users.unwrap_or_default().into_iter();
        let owner = users.find(|user| user.subuser.as_deref() == Some("no"));
        account::Profile {
            id: self.id,
            username: owner.and_then(|owner| owner.nick),
            name,
            email: self.email,
            phone: self.phone,
            role: None,
        }
    }
}

/// Something that is paid for regularly: a server, a domain or anything else.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Service {
    #[serde(rename = "se_id", deserialize_with = "lenient::id")]
    pub id: Option<String>,
    #[serde(rename = "se_until", deserialize_with = "lenient::date")]
    until: Option<Date>,
    #[serde(rename = "se_quantity", deserialize_with = "lenient::decimal")]
    quantity: Option<Decimal>,
    #[serde(rename = "se_price", deserialize_with = "lenient::decimal")]
    price: Option<Decimal>,
    #[serde(rename = "se_discount", deserialize_with = "lenient::decimal")]
    discount: Option<Decimal>,
    #[serde(rename = "se_unit", deserialize_with = "lenient::words")]
    unit: Option<String>,
    #[serde(rename = "se_description", deserialize_with = "lenient::words")]
    description: Option<String>,
}

impl Service {
    /// Whether it is a server.
    pub fn is_server(&self) -> bool {
        self.description.as_deref().is_some_and(|description| description.starts_with(SERVER))
    }

    /// The service, which is active: others are not listed.
    pub fn into_subscription(self, resource: ResourceRef, frame: &Frame) -> billing::Subscription {
        let monthly = frame.money(self.monthly(), None);
        billing::Subscription {
            resource,
            kind: None,
            name: self.description.unwrap_or_default(),
            state: "active".to_owned(),
            renews_on: self.until,
            monthly,
        }
    }

    /// What it costs a month; a discount is percent of that.
    fn monthly(&self) -> Option<Decimal> {
        self.unit.as_deref().filter(|unit| unit.to_lowercase().starts_with(MONTH))?;
        let all = self.price?.checked_mul(self.quantity.unwrap_or(Decimal::ONE))?;
        let paid = Decimal::ONE_HUNDRED.checked_sub(self.discount.unwrap_or_default())?;
        let paid = Some(paid).filter(|paid| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(paid))?;
        Some(all.checked_mul(paid)?.checked_div(Decimal::ONE_HUNDRED)?.round_dp(2))
    }

    /// The server as far as its service tells of it: by its host name, which ends the description.
    pub fn into_server(self, resource: ResourceRef) -> server::Server {
        let description = self.description.unwrap_or_default();
        let name = description.trim_end_matches(')').rsplit([',', '(']).next().unwrap_or_default();
        untold(resource, name.trim().to_owned())
    }
}

/// A server of which nothing is known but its name.
fn untold(resource: ResourceRef, name: String) -> server::Server {
    server::Server {
        resource,
        name,
        state: ServerState::Untold,
        addresses: vec![],
        uptime_seconds: None,
        cpu_cores: None,
        cpu_percent: None,
        memory_used_gb: None,
        memory_total_gb: None,
        disk_used_gb: None,
        disk_gb: None,
        sizes: None,
        payment_state: None,
    }
}

/// A server, with what it is rented as and what it has measured within the last hour.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Server {
    #[serde(rename = "se_id", deserialize_with = "lenient::id")]
    pub id: Option<String>,
    #[serde(rename = "se_domain", deserialize_with = "lenient::words")]
    domain: Option<String>,
    #[serde(rename = "se_cpu", deserialize_with = "lenient::decimal")]
    cpu: Option<Decimal>,
    #[serde(rename = "se_ram", deserialize_with = "lenient::decimal")]
    ram: Option<Decimal>,
    #[serde(rename = "se_quota", deserialize_with = "lenient::decimal")]
    quota: Option<Decimal>,
    #[serde(rename = "se_bandwidth", deserialize_with = "lenient::decimal")]
    bandwidth: Option<Decimal>,
    #[serde(rename = "se_info", deserialize_with = "lenient::map")]
    info: Option<Info>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Info {
    #[serde(rename = "in_host", deserialize_with = "lenient::words")]
    host: Option<String>,
    #[serde(rename = "in_qt_limit", deserialize_with = "lenient::decimal")]
    disk: Option<Decimal>,
    #[serde(rename = "in_qt_usage", deserialize_with = "lenient::decimal")]
    disk_used: Option<Decimal>,
    #[serde(rename = "in_mm_limit", deserialize_with = "lenient::decimal")]
    memory: Option<Decimal>,
    #[serde(rename = "in_mm_usage", deserialize_with = "lenient::decimal")]
    memory_used: Option<Decimal>,
    #[serde(rename = "in_ips", deserialize_with = "lenient::texts")]
    addresses: Vec<String>,
}

impl Server {
    pub fn into_domain(self, resource: ResourceRef) -> server::Server {
        let info = self.info.unwrap_or_default();
        let sizes = Sizes {
            cpu_ghz: self.cpu,
            memory_mb: self.ram,
            disk_gb: self.quota,
            bandwidth_mbps: self.bandwidth,
        };
        server::Server {
            addresses: info.addresses.iter().flat_map(|text| addresses(text)).collect(),
            memory_used_gb: gigabytes(info.memory_used),
            memory_total_gb: gigabytes(info.memory.or(self.ram)),
            disk_used_gb: gigabytes(info.disk_used),
            disk_gb: gigabytes(info.disk).or(self.quota),
            sizes: Some(sizes).filter(|sizes| *sizes != Sizes::default()),
            ..untold(resource, self.domain.or(info.host).unwrap_or_default())
        }
    }
}

/// The addresses in a text, whatever stands between them.
fn addresses(text: &str) -> impl Iterator<Item = IpAddr> {
    let words = text.split(|c: char| !(c.is_ascii_hexdigit() || matches!(c, '.' | ':')));
    words.filter_map(|word| word.parse().ok())
}

fn gigabytes(megabytes: Option<Decimal>) -> Option<Decimal> {
    Some(megabytes?.checked_div(MB_IN_A_GB)?.round_dp(2))
}

/// An invoice, which IV calls an order.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Invoice {
    #[serde(rename = "or_id", deserialize_with = "lenient::id")]
    pub id: Option<String>,
    #[serde(rename = "or_created", deserialize_with = "lenient::date")]
    created: Option<Date>,
    #[serde(rename = "or_paid", deserialize_with = "lenient::local_time")]
    paid: Option<DateTime>,
    #[serde(rename = "or_series", deserialize_with = "lenient::words")]
    series: Option<String>,
    #[serde(rename = "or_number", deserialize_with = "lenient::words")]
    number: Option<String>,
    #[serde(rename = "or_cost", deserialize_with = "lenient::decimal")]
    cost: Option<Decimal>,
}

impl Invoice {
    /// The invoice; IV has no word for how it stands, but it tells when it was paid.
    pub fn into_domain(self, resource: ResourceRef, frame: &Frame) -> invoice::Invoice {
        let number = self.number.map(|number| match self.series {
            Some(series) => format!("{series} {number}"),
            None => number,
        });
        invoice::Invoice {
            resource,
            number,
            state: if self.paid.is_some() { "paid" } else { "unpaid" }.to_owned(),
            issued: self.created,
            due: None,
            paid: frame.moment(self.paid),
            total: frame.money(self.cost, None),
        }
    }

    /// The same as detail, of which IV tells nothing more.
    pub fn into_detail(self, resource: ResourceRef, frame: &Frame) -> invoice::InvoiceDetail {
        let invoice = self.into_domain(resource, frame);
        invoice::InvoiceDetail { invoice, lines: vec![], subtotal: None, tax: None, credit: None }
    }
}

/// An operating system that a server can be set up with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct System {
    #[serde(skip)]
    id: String,
    #[serde(deserialize_with = "lenient::words")]
    title: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    arch: Option<String>,
    #[serde(deserialize_with = "lenient::decimal")]
    price: Option<Decimal>,
    #[serde(deserialize_with = "lenient::whole")]
    min_ram: Option<u64>,
}

/// The systems of a map by their ids, whose order means nothing, by their names; one that is no map has its id alone.
pub fn systems(map: Map<String, Value>) -> Vec<System> {
    let mut systems: Vec<System> = map
        .into_iter()
        .map(|(id, value)| System { id, ..lenient::entry(&value).unwrap_or_default() })
        .collect();
    systems.sort_by(|one, other| (&one.title, &one.id).cmp(&(&other.title, &other.id)));
    systems
}

impl System {
    /// The system; `None` when its id could not be sent back.
    pub fn into_template(self, frame: &Frame) -> Option<Template> {
        let id = Some(self.id).filter(|id| crate::domain::resource::is_plain_id(id))?;
        let title = self.title.unwrap_or_else(|| id.clone());
        let name = self.arch.map(|arch| format!("{title}, {arch}")).unwrap_or(title);
        let price = frame.money(self.price.filter(|price| !price.is_zero()), None);
        Some(Template { id, name, enabled: true, price, memory_mb: self.min_ram })
    }
}

/// Something that came into the account or was used; its text may be personal, so that it has no debug form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Movement {
    #[serde(deserialize_with = "lenient::local_time")]
    created: Option<DateTime>,
    #[serde(deserialize_with = "lenient::decimal")]
    amount: Option<Decimal>,
    #[serde(deserialize_with = "lenient::text")]
    description: Option<String>,
}

impl Movement {
    /// The movement; `None` when it tells nothing.
    pub fn into_domain(self, kind: billing::MovementKind, frame: &Frame) -> Option<billing::Movement> {
        if self.created.is_none() && self.amount.is_none() && self.description.is_none() {
            return None;
        }
        Some(billing::Movement {
            kind,
            at: frame.moment(self.created),
            amount: frame.money(self.amount, None),
            text: self.description.unwrap_or_default(),
        })
    }
}

/// The movements of a list, whatever prefix the names of their fields have: that of overpayments is known to nobody.
pub fn movements(answer: &Value) -> Vec<Movement> {
    let bare = |entry: &Value| {
        let fields = entry.as_object()?.iter();
        let bare = |(name, value): (&String, &Value)| {
            let name = name.split_once('_').map_or(name.as_str(), |(_, name)| name);
            (name.to_owned(), value.clone())
        };
        lenient::entry(&Value::Object(fields.map(bare).collect()))
    };
    let entries = lenient::list(answer).unwrap_or_default();
    entries.into_iter().map(|entry| bare(entry).unwrap_or_default()).collect()
}

/// The version that an answer tells: in a map, or by itself.
pub fn version(answer: &Value) -> Option<String> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Told {
        #[serde(deserialize_with = "lenient::words")]
        version: Option<String>,
    }
    let answer = if answer.is_object() { answer.clone() } else { serde_json::json!({ "version": answer }) };
    lenient::entry::<Told>(&answer)?.version
}

/// A task; what came of it may hold a password, so that it has no debug form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Task {
    #[serde(rename = "ta_id", deserialize_with = "lenient::id")]
    id: Option<String>,
    #[serde(rename = "ta_command", deserialize_with = "lenient::words")]
    command: Option<String>,
    #[serde(rename = "ta_activated", deserialize_with = "lenient::local_time")]
    activated: Option<DateTime>,
    #[serde(rename = "ta_assigned", deserialize_with = "lenient::local_time")]
    assigned: Option<DateTime>,
    #[serde(rename = "ta_completed", deserialize_with = "lenient::local_time")]
    completed: Option<DateTime>,
    #[serde(rename = "ta_results", deserialize_with = "lenient::words")]
    results: Option<String>,
}

impl Task {
    /// The task; `None` without an id.
    pub fn into_domain(self, frame: &Frame) -> Option<task::Task> {
        Some(task::Task {
            id: self.id?,
            command: self.command.unwrap_or_default(),
            queued: frame.moment(self.activated),
            begun: frame.moment(self.assigned),
            finished: frame.moment(self.completed),
            results: self.results.map(|results| readable(&results)).unwrap_or_default(),
        })
    }
}

/// The lines of what came of a task, but those that tell a password: each that speaks of one, and the line after it where
/// nothing follows the colon.
fn readable(results: &str) -> Vec<String> {
    let mut follows = false;
    let lines = results.lines().map(str::trim).filter(|line| !line.is_empty());
    let shown = |line: &str| {
        let speaks = secret::speaks_of_a_password(line);
        let hidden = speaks || follows;
        let told = line.split_once(':').is_some_and(|(_, told)| !told.trim().is_empty());
        follows = speaks && !told;
        if hidden { "[redacted]".to_owned() } else { line.to_owned() }
    };
    lines.map(shown).collect()
}

/// IV's word for what an action asks of a server.
pub const fn command(action: Action) -> Option<&'static str> {
    match action {
        Action::VpsRestart => Some("server_reboot"),
        Action::VpsHostname => Some("server_domain"),
        Action::VpsReinstall => Some("server_recreate"),
        Action::VpsPassword => Some("server_reset_password"),
        Action::VpsResize => Some("server_change"),
        _ => None,
    }
}

/// The id of the task that an answer to a change tells of.
pub fn task_id(answer: &Value) -> Option<String> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Receipt {
        #[serde(deserialize_with = "lenient::id")]
        task_id: Option<String>,
    }
    let receipt: Receipt = lenient::entry(answer).unwrap_or_default();
    receipt.task_id.filter(|id| lenient::is_number(id))
}

/// Whether the task may be the one for the action that was asked for at the moment: queued about then, and not over
/// before it.
pub fn is_since(task: &task::Task, action: Action, moment: Timestamp) -> bool {
    let earliest = moment.as_second() - CLOCKS_DIFFER;
    command(action).is_some_and(|command| task.command == command)
        && task.queued.is_some_and(|queued| queued.as_second() >= earliest)
        && task.finished.is_none_or(|finished| finished.as_second() >= moment.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_tells_a_password_is_not_read() {
        let results = "Stopping container ...\r\n\n  IP:        12.23.34.45\nPassword:  canary-1\n\
                       Naujas slaptažodis: canary-2\nDone\nnew root PASSWORD:\r\n\r\n canary-3\n\
                       Passwd -\ncanary-4\nGoodbye";
        let lines = readable(results);
        let redacted = "[redacted]";
        let begin = ["Stopping container ...", "IP:        12.23.34.45", redacted, redacted, "Done"];
        assert_eq!(lines, [&begin[..], &[redacted; 4], &["Goodbye"]].concat());
    }
}
