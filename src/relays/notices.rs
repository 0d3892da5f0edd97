//! What has happened to a provider's notices between two looks.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::event::Event;
use crate::domain::notice::Notice;
use crate::domain::relay::NoticeFacts;

/// The notices that are new or have changed, each with what has happened to it.
///
/// The list is of those that are not acknowledged: one that has left it was, here or in the portal. An empty list tells
/// nothing of the sort, since a provider in trouble sends one as well.
pub fn changes(
    known: &BTreeMap<String, NoticeFacts>,
    listed: &[Notice],
) -> Vec<(String, NoticeFacts, Option<Event>)> {
    let mut changes = vec![];
    let mut there = BTreeSet::new();
    for notice in listed {
        let Some(resource) = &notice.resource else { continue };
        there.insert(&resource.id);
        let facts = NoticeFacts {
            text: notice.text.clone(),
            about: notice.about.clone(),
            at: notice.at,
            read: notice.is_read.unwrap_or(false),
        };
        match known.get(&resource.id) {
            Some(known) if *known == facts => {}
            // One that comes back was acknowledged by mistake of ours or of the list.
            Some(_) => changes.push((resource.id.clone(), facts, None)),
            None => changes.push((resource.id.clone(), facts, Some(Event::NoticePosted))),
        }
    }
    if !listed.is_empty() {
        let left = known.iter().filter(|(id, facts)| !facts.read && !there.contains(id));
        changes
            .extend(left.map(|(id, facts)| (id.clone(), NoticeFacts { read: true, ..facts.clone() }, None)));
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ResourceKind, ResourceRef};

    fn notice(id: &str) -> Notice {
        Notice {
            resource: ResourceRef::parse(ResourceKind::Notice, &format!("asia/{id}")),
            text: format!("Notice {id}"),
            about: None,
            about_id: None,
            at: None,
            is_read: None,
        }
    }

    #[test]
    fn a_notice_is_told_once_and_read_when_it_has_left_a_list_that_is_not_empty() {
        let mut known = BTreeMap::new();
        let mut told = vec![];
        let looks: [&[&str]; 6] = [&["1"], &["1", "2"], &[], &["2", "1"], &["2"], &["1", "2"]];
        for look in looks {
            let listed: Vec<_> = look.iter().map(|id| notice(id)).collect();
            for (id, facts, event) in changes(&known, &listed) {
                told.extend(event.map(|_| id.clone()));
                known.insert(id, facts);
            }
            assert_eq!(changes(&known, &listed), []);
        }
        assert_eq!(told, ["1", "2"]);
        assert!(!known["1"].read && !known["2"].read);
    }
}
