//! Things that are to appear in a list of an account's, or to go from it, where the call's own answer was lost.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Verdict, WatchLimits};
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
}

impl ListDeed {
    /// The deed in a word, as texts select by it.
    pub const fn as_str(&self) -> &'static str {
        match self {
            ListDeed::CancelOrder => "order-cancel",
            ListDeed::EndOrder => "order-end",
            ListDeed::AddKey { .. } => "sshkey-add",
            ListDeed::RemoveKey => "sshkey-remove",
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
