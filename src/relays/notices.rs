//! What has happened to a provider's notices between two looks.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::event::Event;
use crate::domain::notice::Notice;
use crate::domain::relay::NoticeFacts;

/// Whether any notice that counts as unread is not in the list of those that are.
pub fn have_left(known: &BTreeMap<String, NoticeFacts>, unread: &[Notice]) -> bool {
    known.iter().any(|(id, facts)| !facts.read && find(unread, id).is_none())
}

fn find<'n>(notices: &'n [Notice], id: &str) -> Option<&'n Notice> {
    notices.iter().find(|notice| notice.resource.as_ref().is_some_and(|resource| resource.id == id))
}

/// The notices that are new or have changed, each with what has happened to it.
///
/// One that has left the list of unread ones was acknowledged, here or in the portal, if the list of all says so. Where
/// that one does not tell, an unread list that is empty tells nothing either: a provider in trouble sends one as well.
pub fn changes(
    known: &BTreeMap<String, NoticeFacts>,
    unread: &[Notice],
    all: &[Notice],
) -> Vec<(String, NoticeFacts, Option<Event>)> {
    let mut changes = vec![];
    let mut there = BTreeSet::new();
    for notice in unread {
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
    let left = known.iter().filter(|(id, facts)| !facts.read && !there.contains(id));
    let read =
        left.filter(|(id, _)| find(all, id).and_then(|notice| notice.is_read).unwrap_or(!unread.is_empty()));
    changes.extend(read.map(|(id, facts)| (id.clone(), NoticeFacts { read: true, ..facts.clone() }, None)));
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
            for (id, facts, event) in changes(&known, &listed, &[]) {
                told.extend(event.map(|_| id.clone()));
                known.insert(id, facts);
            }
            assert_eq!(changes(&known, &listed, &[]), []);
        }
        assert_eq!(told, ["1", "2"]);
        assert!(!known["1"].read && !known["2"].read);
    }

    #[test]
    fn the_last_unread_notice_is_read_when_the_list_of_all_says_so() {
        let known: BTreeMap<_, _> = changes(&BTreeMap::new(), &[notice("1")], &[])
            .into_iter()
            .map(|(id, facts, _)| (id, facts))
            .collect();
        assert!(!have_left(&known, &[notice("1")]) && have_left(&known, &[]));
        let told = |is_read| {
            let all = [Notice { is_read, ..notice("1") }];
            changes(&known, &[], &all)
                .into_iter()
                .map(|(_, facts, event)| (facts.read, event))
                .collect::<Vec<_>>()
        };
        assert_eq!(told(Some(true)), [(true, None)]);
        assert_eq!(told(Some(false)), []);
        assert_eq!(told(None), []);
    }
}
