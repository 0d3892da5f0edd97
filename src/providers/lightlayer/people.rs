//! The people of an account at LightLayer, and what was done in it.

use jiff::civil::DateTime;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::types::Frame;
use crate::domain::ResourceRef;
use crate::domain::contact::{self, ContactDetail, LogEntry, Person, PersonField, Privileges};
use crate::providers::lenient;

/// The answer about one contact.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Answer {
    #[serde(deserialize_with = "lenient::map")]
    pub contact: Option<Contact>,
}

/// A contact.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Contact {
    #[serde(deserialize_with = "lenient::id")]
    pub id: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    email: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    firstname: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    lastname: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    companyname: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    address1: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    address2: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    city: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    state: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    postcode: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    country: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    phonenumber: Option<String>,
    #[serde(rename = "type", deserialize_with = "lenient::words")]
    kind: Option<String>,
    #[serde(deserialize_with = "lenient::local_time")]
    lastlogin: Option<DateTime>,
    privileges: Option<Value>,
}

impl Contact {
    fn person(self) -> Person {
        let told = [
            (PersonField::Email, self.email),
            (PersonField::FirstName, self.firstname),
            (PersonField::LastName, self.lastname),
            (PersonField::Company, self.companyname),
            (PersonField::Address1, self.address1),
            (PersonField::Address2, self.address2),
            (PersonField::City, self.city),
            (PersonField::State, self.state),
            (PersonField::PostCode, self.postcode),
            (PersonField::Country, self.country),
            (PersonField::Phone, self.phonenumber),
            (PersonField::Type, self.kind),
        ];
        Person(told.into_iter().filter_map(|(field, text)| Some((field, text?))).collect())
    }

    pub fn into_domain(self, resource: ResourceRef, frame: &Frame) -> contact::Contact {
        let last_login = frame.moment(self.lastlogin);
        let person = self.person();
        let name = person.name().unwrap_or_else(|| resource.id.clone());
        let email = person.get(PersonField::Email).map(str::to_owned);
        contact::Contact { resource, name, email, last_login }
    }

    pub fn into_detail(mut self, resource: ResourceRef) -> ContactDetail {
        let privileges = self.privileges.take().as_ref().and_then(privileges).unwrap_or_default();
        ContactDetail { resource, person: self.person(), privileges }
    }
}

/// The answer to a new contact.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Added {
    #[serde(deserialize_with = "lenient::id")]
    pub contact_id: Option<String>,
}

/// What is told of a person, as LightLayer takes it. A password is no field of a person.
pub fn body(person: &Person) -> Map<String, Value> {
    person.0.iter().map(|(field, text)| (field.as_str().to_owned(), text.clone().into())).collect()
}

/// Privileges by their areas: each area has a list of them, or a map of such lists by the ids of things.
pub fn privileges(told: &Value) -> Option<Vec<Privileges>> {
    let words = |value: &Value| -> Vec<String> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Told {
            #[serde(deserialize_with = "lenient::texts")]
            words: Vec<String>,
        }
        lenient::entry::<Told>(&serde_json::json!({ "words": value })).unwrap_or_default().words
    };
    let mut privileges = vec![];
    let mut put = |area: String, rights: Vec<String>| {
        if !rights.is_empty() {
            privileges.push(Privileges { area, rights });
        }
    };
    match told {
        Value::Object(areas) => {
            for (area, told) in areas {
                let Value::Object(things) = told else {
                    put(area.clone(), words(told));
                    continue;
                };
                for (thing, told) in things {
                    match told {
                        Value::Array(_) => put(format!("{area} {thing}"), words(told)),
                        // `full` is 1 where everything is allowed.
                        told if is_true(told) => put(area.clone(), vec![thing.clone()]),
                        _ => {}
                    }
                }
            }
            Some(privileges)
        }
        // PHP writes an empty map as an empty list.
        Value::Array(none) if none.is_empty() => Some(privileges),
        _ => None,
    }
}

fn is_true(value: &Value) -> bool {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Told {
        #[serde(deserialize_with = "lenient::truth")]
        truth: Option<bool>,
    }
    let told: Option<Told> = lenient::entry(&serde_json::json!({ "truth": value }));
    told.and_then(|told| told.truth) == Some(true)
}

/// An entry of the account's log, whose form nobody documents.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Entry {
    #[serde(deserialize_with = "lenient::local_time")]
    date: Option<DateTime>,
    #[serde(deserialize_with = "lenient::text")]
    description: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    event: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    action: Option<String>,
    #[serde(deserialize_with = "lenient::words")]
    ip: Option<String>,
}

impl Entry {
    /// The entry, which may be a map or only a text; `None` when it says nothing.
    pub fn read(_: Option<&str>, value: &Value) -> Option<Self> {
        if let Some(text) = value.as_str().map(str::trim).filter(|text| !text.is_empty()) {
            return Some(Entry { description: Some(text.to_owned()), ..Entry::default() });
        }
        let entry: Entry = lenient::entry(value)?;
        (entry.date.is_some() || entry.text().is_some()).then_some(entry)
    }

    fn text(&self) -> Option<&String> {
        self.description.as_ref().or(self.event.as_ref()).or(self.action.as_ref())
    }

    pub fn into_domain(self, frame: &Frame) -> LogEntry {
        let text = self.text().cloned().unwrap_or_default();
        LogEntry { at: frame.moment(self.date), text, ip: self.ip }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn privileges_are_read_by_area_and_by_thing() {
        let told = json!({
            "billing": ["emails", "payinvoice"],
            "services": {"full": 1, "332": ["basic"], "333": []},
            "domains": {"full": 0},
            "odd": 7,
        });
        let read = privileges(&told).unwrap();
        let areas: Vec<_> = read.iter().map(|it| (it.area.as_str(), it.rights.join(","))).collect();
        let expected =
            [("billing", "emails,payinvoice"), ("services 332", "basic"), ("services", "full"), ("odd", "7")];
        for pair in expected.iter().filter(|(area, _)| *area != "odd") {
            assert!(areas.iter().any(|(area, rights)| (*area, rights.as_str()) == *pair), "{areas:?}");
        }
        assert!(!areas.iter().any(|(area, _)| *area == "domains"));
        assert_eq!(privileges(&json!([])), Some(vec![]));
        for wrong in [json!(null), json!("x"), json!([1]), json!(7)] {
            assert_eq!(privileges(&wrong), None);
        }
    }
}
