//! LightLayer's answers, field by field, and what they mean to the bot. Every field may be missing or of another type,
//! and whatever is a secret has no field.

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;

use crate::domain::notice::{Notice, StatusItem};
use crate::domain::order::Template;
use crate::domain::resource::is_plain_id;
use crate::domain::ticket::Department;
use crate::domain::{Acceptance, ResourceRef, account, billing};
pub use crate::providers::Frame;
use crate::providers::lenient;

/// What stands for a provider's word where it sent none.
pub const NO_WORD: &str = "?";

/// What an answer to a change says that is not a refusal.
pub fn acceptance(answer: &Value) -> Acceptance {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Receipt {
        #[serde(deserialize_with = "lenient::truth")]
        status: Option<bool>,
        #[serde(deserialize_with = "lenient::truth")]
        success: Option<bool>,
        #[serde(deserialize_with = "lenient::texts")]
        info: Vec<String>,
    }
    let receipt: Receipt = lenient::entry(answer).unwrap_or_default();
    let confirmed = [receipt.status, receipt.success].contains(&Some(true)) || !receipt.info.is_empty();
    if confirmed { Acceptance::Confirmed } else { Acceptance::Unconfirmed }
}

/// The id of a VM in the answer to its creation, where one is told.
pub fn new_vm(answer: &Value) -> Option<String> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct New {
        #[serde(deserialize_with = "lenient::id")]
        vmid: Option<String>,
        #[serde(deserialize_with = "lenient::id")]
        vm_id: Option<String>,
        #[serde(deserialize_with = "lenient::id")]
        id: Option<String>,
    }
    let told = |value: &Value| {
        let new: New = lenient::entry(value)?;
        new.vmid.or(new.vm_id).or(new.id)
    };
    answer.get("vm").and_then(told).or_else(|| told(answer))
}

/// The entries of a list whose form nobody documents, each with its key where the list is a map: under the expected
/// key, or the answer itself. `None`: it is no list of any form.
pub fn entries<'v>(answer: &'v Value, key: &str) -> Option<Vec<(Option<&'v str>, &'v Value)>> {
    /// What stands beside a list and is no entry of it.
    const BESIDE: [&str; 5] = ["success", "status", "error", "info", "message"];
    match answer.get(key).unwrap_or(answer) {
        Value::Array(items) => Some(items.iter().map(|item| (None, item)).collect()),
        Value::Object(fields) => {
            let named = fields.iter().filter(|(name, _)| !BESIDE.contains(&name.as_str()));
            let entries: Vec<_> = named.map(|(name, value)| (Some(name.as_str()), value)).collect();
            // A map without an entry is an empty list under its key only: elsewhere it is a map that tells of none.
            (answer.get(key).is_some() || !entries.is_empty()).then_some(entries)
        }
        _ => None,
    }
}

/// A service.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Service {
    #[serde(deserialize_with = "lenient::id")]
    pub id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    pub name: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    label: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    domain: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    pub status: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    billingcycle: Option<String>,
    #[serde(deserialize_with = "lenient::decimal")]
    total: Option<Decimal>,
    #[serde(deserialize_with = "lenient::date")]
    next_due: Option<Date>,
}

impl Service {
    /// Whether it is over, so that nothing of it is left to look at.
    pub fn is_over(&self) -> bool {
        let status = self.status.as_deref().unwrap_or_default();
        ["terminated", "cancelled", "fraud"].iter().any(|over| status.eq_ignore_ascii_case(over))
    }

    pub fn into_domain(self, resource: ResourceRef, frame: &Frame) -> billing::Subscription {
        let monthly = self.billingcycle.is_some_and(|cycle| cycle.eq_ignore_ascii_case("monthly"));
        billing::Subscription {
            resource,
            name: self.label.or(self.domain).or_else(|| self.name.clone()).unwrap_or_default(),
            kind: self.name,
            state: self.status.unwrap_or_else(|| NO_WORD.to_owned()),
            renews_on: self.next_due,
            monthly: frame.money(self.total.filter(|_| monthly), None),
        }
    }
}

/// Who owns the account.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Details {
    #[serde(deserialize_with = "lenient::map")]
    pub client: Option<Client>,
}

/// The client.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Client {
    #[serde(deserialize_with = "lenient::id")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    email: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    firstname: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    lastname: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    companyname: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    phonenumber: Option<String>,
}

impl Client {
    /// The profile; `None` when the answer tells of nobody.
    pub fn into_domain(self) -> Option<account::Profile> {
        let person: Vec<String> = [self.firstname, self.lastname].into_iter().flatten().collect();
        let person = Some(person.join(" ")).filter(|name| !name.is_empty());
        let name = match (person, self.companyname) {
            (Some(person), Some(company)) => Some(format!("{person}, {company}")),
            (person, company) => person.or(company),
        };
        let profile = account::Profile {
            id: self.id,
            username: None,
            name,
            email: self.email,
            phone: self.phonenumber,
            role: None,
        };
        (profile != account::Profile::default()).then_some(profile)
    }
}

/// An entry of a list whose form nobody documents: a department, a notice, a status.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Entry {
    #[serde(deserialize_with = "lenient::id")]
    pub id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    title: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    subject: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    message: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    text: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    body: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    content: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    description: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    status: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    rel_type: Option<String>,
    #[serde(deserialize_with = "lenient::id")]
    rel_id: Option<String>,
    #[serde(deserialize_with = "lenient::local_time")]
    date: Option<DateTime>,
    #[serde(deserialize_with = "lenient::local_time")]
    date_added: Option<DateTime>,
    #[serde(deserialize_with = "lenient::local_time")]
    created_at: Option<DateTime>,
    #[serde(deserialize_with = "lenient::truth")]
    read: Option<bool>,
    #[serde(deserialize_with = "lenient::truth")]
    seen: Option<bool>,
}

impl Entry {
    /// The entry, which may be a map or only a text, and take its id from its key; `None` when it says nothing.
    pub fn read(key: Option<&str>, value: &Value) -> Option<Self> {
        let mut entry = match value {
            Value::String(text) if !text.trim().is_empty() => {
                Entry { name: Some(text.trim().to_owned()), ..Entry::default() }
            }
            value => lenient::entry::<Entry>(value)?,
        };
        if entry.id.is_none() {
            let id = key.filter(|key| crate::domain::resource::is_plain_id(key));
            entry.id = id.map(str::to_owned);
        }
        let says = [&entry.name, &entry.title, &entry.subject, &entry.message, &entry.text, &entry.body];
        let says = says.into_iter().chain([&entry.content, &entry.description]).any(Option::is_some);
        says.then_some(entry)
    }

    /// A single entry: under the expected key, the answer itself, or the only element of a list.
    pub fn single(answer: &Value, key: &str) -> Option<Self> {
        let inner = answer.get(key).filter(|inner| inner.is_object());
        let only = || match entries(answer, key)?.as_slice() {
            [(key, value)] => Entry::read(*key, value),
            _ => None,
        };
        Entry::read(None, inner.unwrap_or(answer)).or_else(only)
    }

    /// The department; `None` without an id or a name.
    pub fn into_department(self) -> Option<Department> {
        let name = self.name.or(self.title)?;
        Some(Department { id: self.id.filter(|id| lenient::is_number(id))?, name })
    }

    /// The operating system; `None` without an id or a name.
    pub fn into_template(self) -> Option<Template> {
        let name = self.name.or(self.title);
        let id = self.id.or_else(|| name.clone().filter(|name| is_plain_id(name)))?;
        let name = name.unwrap_or_else(|| id.clone());
        Some(Template { id, name, enabled: true, price: None, memory_mb: None })
    }

    pub fn into_notice(self, resource: Option<ResourceRef>, frame: &Frame) -> Notice {
        let (heading, text) = self.split();
        Notice {
            resource,
            text: match (heading, text) {
                (heading, None) => heading,
                (heading, Some(text)) if heading.is_empty() => text,
                (heading, Some(text)) if text.is_empty() => heading,
                (heading, Some(text)) => {
                    // A notice is often told in one line.
                    let between = if heading.ends_with(['.', ':', '!', '?']) { " " } else { ": " };
                    format!("{heading}{between}{text}")
                }
            },
            about: self.rel_type,
            about_id: self.rel_id,
            at: frame.moment(self.date.or(self.date_added).or(self.created_at)),
            is_read: self.read.or(self.seen),
        }
    }

    pub fn into_status(self, frame: &Frame) -> StatusItem {
        let (title, text) = self.split();
        StatusItem {
            id: self.id,
            title,
            state: self.status,
            text,
            at: frame.moment(self.date.or(self.date_added).or(self.created_at)),
        }
    }

    /// A heading and what follows it.
    fn split(&self) -> (String, Option<String>) {
        let headings = [&self.title, &self.subject, &self.name];
        let texts = [&self.message, &self.text, &self.body, &self.content, &self.description];
        let first = |words: &[&Option<String>]| words.iter().find_map(|word| (*word).clone());
        match (first(&headings), first(&texts)) {
            (Some(heading), text) => (heading, text),
            (None, text) => (text.unwrap_or_default(), None),
        }
    }
}
