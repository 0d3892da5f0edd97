//! Things that are to appear in a list of an account's, or to go from it, where the call's own answer was lost.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Verdict, WatchLimits};
use crate::domain::contact::{Contact, Person};
use crate::domain::key::SshKey;
use crate::domain::order::{Order, OrderState};

/// What is to become of a thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListDeed {
    /// The order is cancelled.
    CancelOrder,
    /// The order is cancelled, and runs until the end of the period that is paid for: until then the list need not show it.
    EndOrder,
    /// An SSH key is added.
    AddKey {
        /// What it is called.
        name: String,
        /// The ids of those that there were before.
        known: Vec<String>,
    },
    /// The SSH key is removed.
    RemoveKey,
    /// A person is added.
    AddContact {
        /// Their mail address, where it is told.
        email: Option<String>,
        /// The ids of those that there were before.
        known: Vec<String>,
    },
    /// What is told of a person is changed.
    EditContact {
        /// What is to be told: names of fields and texts.
        told: Vec<(String, String)>,
    },
}

impl ListDeed {
    /// The deed in a word, as texts select by it.
    pub const fn as_str(&self) -> &'static str {
        match self {
            ListDeed::CancelOrder => "order-cancel",
            ListDeed::EndOrder => "order-end",
            ListDeed::AddKey { .. } => "sshkey-add",
            ListDeed::RemoveKey => "sshkey-remove",
            ListDeed::AddContact { .. } => "contact-add",
            ListDeed::EditContact { .. } => "contact-edit",
        }
    }
}

/// One look at the list.
#[derive(Clone, Debug)]
pub enum ListLook {
    /// The order, if it is still listed.
    Order(Option<Order>),
    /// The SSH key, if it is still listed.
    Key(Option<SshKey>),
    /// All SSH keys.
    Keys(Vec<SshKey>),
    /// All people.
    Contacts(Vec<Contact>),
    /// What is told of a person.
    Person(Person),
}

/// What has been seen of a thing since the call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListWatch {
    /// What is to become of it.
    pub deed: ListDeed,
    /// Since when every look has shown that nothing was done. Not kept: after a restart the clock may have been set.
    #[serde(skip)]
    undone_since: Option<Duration>,
}

/// What a look says of a deed.
enum Trace {
    Done,
    Undone,
    /// Something was done that may or may not be it.
    Unclear,
}

impl ListWatch {
    /// A watch that starts with the call.
    pub fn new(deed: ListDeed) -> Self {
        ListWatch { deed, undone_since: None }
    }

    /// Takes in one look, made `elapsed` after the call; a verdict ends the watch.
    ///
    /// That nothing was done needs two looks that show so, far enough apart: the call may still be on its way.
    pub fn observe(&mut self, elapsed: Duration, look: &ListLook, limits: &WatchLimits) -> Option<Verdict> {
        let trace = self.trace(look);
        if matches!(trace, Trace::Done) {
            return Some(Verdict::Verified);
        }
        let since = *self.undone_since.get_or_insert(elapsed);
        if elapsed.saturating_sub(since) < limits.absence {
            return None;
        }
        Some(match trace {
            Trace::Undone => Verdict::NotStarted,
            Trace::Done | Trace::Unclear => Verdict::Unobserved { uptime_seconds: None },
        })
    }

    fn trace(&self, look: &ListLook) -> Trace {
        match (&self.deed, look) {
            (ListDeed::CancelOrder | ListDeed::EndOrder, ListLook::Order(None))
            | (ListDeed::RemoveKey, ListLook::Key(None)) => Trace::Done,
            (deed @ (ListDeed::CancelOrder | ListDeed::EndOrder), ListLook::Order(Some(order))) => {
                match &order.state {
                    OrderState::Told(word) if word.to_lowercase().starts_with("cancel") => Trace::Done,
                    _ if *deed == ListDeed::EndOrder => Trace::Unclear,
                    _ => Trace::Undone,
                }
            }
            (ListDeed::RemoveKey, ListLook::Key(Some(_))) => Trace::Undone,
            (ListDeed::AddKey { name, known }, ListLook::Keys(keys)) => {
                let new: Vec<_> = keys.iter().filter(|key| !known.contains(&key.resource.id)).collect();
                match new.as_slice() {
                    [] => Trace::Undone,
                    new if new.iter().any(|key| key.name == *name) => Trace::Done,
                    _ => Trace::Unclear,
                }
            }
            (ListDeed::AddContact { email, known }, ListLook::Contacts(contacts)) => {
                let is_new = |contact: &&Contact| !known.contains(&contact.resource.id);
                let new: Vec<_> = contacts.iter().filter(is_new).collect();
                let is_meant = |contact: &&&Contact| email.is_some() && contact.email == *email;
                match new.as_slice() {
                    [] => Trace::Undone,
                    new if new.iter().any(|contact| is_meant(&contact)) => Trace::Done,
                    _ => Trace::Unclear,
                }
            }
            (ListDeed::EditContact { told }, ListLook::Person(person)) => {
                let is_told = |(field, text): &(String, String)| {
                    person.0.iter().any(|(known, now)| known.as_str() == field && now.trim() == text.trim())
                };
                if told.iter().all(is_told) { Trace::Done } else { Trace::Undone }
            }
            _ => Trace::Unclear,
        }
    }

    /// The verdict when the time for it has come, whether or not the last look succeeded.
    pub fn expire(&self, elapsed: Duration, limits: &WatchLimits) -> Option<Verdict> {
        (elapsed >= limits.setup).then_some(Verdict::Blind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contact::PersonField;
    use crate::domain::order::Cycle;
    use crate::domain::{ResourceKind, ResourceRef};

    fn key(id: &str, name: &str) -> SshKey {
        let resource = ResourceRef::parse(ResourceKind::Key, &format!("dev/{id}")).unwrap();
        SshKey { resource, name: name.to_owned(), kind: None }
    }

    fn order(state: &str) -> ListLook {
        ListLook::Order(Some(Order {
            resource: ResourceRef::parse(ResourceKind::Order, "dev/47200").unwrap(),
            name: "47200".to_owned(),
            state: OrderState::Told(state.to_owned()),
            price: None,
            cycle: Cycle::Untold,
            placed: None,
            renews_on: None,
            server: None,
            traces: None,
        }))
    }

    /// What two looks come to that show the same, so many seconds after the call.
    fn after(deed: &ListDeed, look: &ListLook, seconds: u64) -> Option<Verdict> {
        let (mut watch, limits) = (ListWatch::new(deed.clone()), WatchLimits::default());
        let first = watch.observe(Duration::from_secs(1), look, &limits);
        first.or_else(|| watch.observe(Duration::from_secs(seconds), look, &limits))
    }

    #[test]
    fn what_is_gone_was_done_and_what_stays_was_not_after_two_looks() {
        for (deed, gone, there) in [
            (ListDeed::CancelOrder, ListLook::Order(None), order("Pending")),
            (ListDeed::RemoveKey, ListLook::Key(None), ListLook::Key(Some(key("7", "ana")))),
        ] {
            assert_eq!(after(&deed, &gone, 1), Some(Verdict::Verified));
            assert_eq!(after(&deed, &there, 20), None, "it may still be on its way");
            assert_eq!(after(&deed, &there, 31), Some(Verdict::NotStarted));
        }
        assert_eq!(after(&ListDeed::CancelOrder, &order("Cancelled"), 1), Some(Verdict::Verified));
    }

    #[test]
    fn an_order_that_runs_on_shows_nothing_and_that_is_no_proof() {
        let look = |look| after(&ListDeed::EndOrder, &look, 31);
        assert_eq!(look(order("completed")), Some(Verdict::Unobserved { uptime_seconds: None }));
        assert_eq!(look(order("cancelled")), Some(Verdict::Verified));
        assert_eq!(look(ListLook::Order(None)), Some(Verdict::Verified));
        assert_eq!(after(&ListDeed::EndOrder, &order("completed"), 20), None);
    }

    #[test]
    fn a_person_is_added_when_a_new_one_has_their_address_and_changed_when_all_that_was_written_is_told() {
        let contact = |id: &str, email: &str| {
            let resource = ResourceRef::parse(ResourceKind::Contact, &format!("asia/{id}")).unwrap();
            Contact { resource, name: id.to_owned(), email: Some(email.to_owned()), last_login: None }
        };
        let add = |email: Option<&str>| ListDeed::AddContact {
            email: email.map(str::to_owned),
            known: vec!["49".to_owned()],
        };
        let unclear = Some(Verdict::Unobserved { uptime_seconds: None });
        let known = contact("49", "new@example.com");
        for (email, new, verdict) in [
            (Some("new@example.com"), None, Some(Verdict::NotStarted)),
            (Some("new@example.com"), Some("new@example.com"), Some(Verdict::Verified)),
            (Some("new@example.com"), Some("other@example.com"), unclear.clone()),
            (None, Some("new@example.com"), unclear),
        ] {
            let contacts = std::iter::once(known.clone()).chain(new.map(|email| contact("50", email)));
            assert_eq!(after(&add(email), &ListLook::Contacts(contacts.collect()), 31), verdict);
        }
        let written = |city: &str| vec![("city".to_owned(), city.to_owned())];
        let look = ListLook::Person(Person(vec![(PersonField::City, "Santa Rosa".to_owned())]));
        let edit = |city: &str| after(&ListDeed::EditContact { told: written(city) }, &look, 31);
        assert_eq!(edit("Santa Rosa"), Some(Verdict::Verified));
        assert_eq!(edit("Vilnius"), Some(Verdict::NotStarted));
    }

    #[test]
    fn a_key_is_added_when_a_new_one_has_its_name() {
        let deed = ListDeed::AddKey { name: "ana".to_owned(), known: vec!["7".to_owned()] };
        let look = |keys: &[SshKey]| after(&deed, &ListLook::Keys(keys.to_vec()), 31);
        assert_eq!(look(&[key("7", "ana"), key("8", "ana")]), Some(Verdict::Verified));
        assert_eq!(look(&[key("7", "ana")]), Some(Verdict::NotStarted));
        let unclear = Verdict::Unobserved { uptime_seconds: None };
        assert_eq!(look(&[key("7", "ana"), key("8", "max")]), Some(unclear));
        let (watch, limits) = (ListWatch::new(deed), WatchLimits::default());
        assert_eq!(watch.expire(limits.setup, &limits), Some(Verdict::Blind));
    }
}
