//! What has happened to a provider's notices between two looks.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use crate::domain::event::Event;
use crate::domain::notice::Notice;
use crate::domain::relay::NoticeFacts;

/// How long before the first look a notice must have been posted to have been there at it.
const CLEARLY: SignedDuration = SignedDuration::from_hours(24);
/// The most characters of a notice that are kept; a card shows no more.
const TEXT: usize = 2000;

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
    first_look: Timestamp,
) -> Vec<(String, NoticeFacts, Option<Event>)> {
    let mut changes = vec![];
    let mut there = BTreeSet::new();
    for notice in unread {
        let Some(resource) = &notice.resource else { continue };
        if !there.insert(&resource.id) {
            continue;
        }
        let facts = NoticeFacts {
            text: notice.text.chars().take(TEXT).collect(),
            about: notice.about.clone(),
            at: notice.at,
            read: notice.is_read.unwrap_or(false),
        };
        match known.get(&resource.id) {
            Some(known) if *known == facts => {}
            // One that comes back was acknowledged by mistake of ours or of the list.
            Some(_) => changes.push((resource.id.clone(), facts, None)),
            None => {
                let was_there = notice.at.is_some_and(|at| first_look.duration_since(at) > CLEARLY);
                let event = (!was_there).then_some(Event::NoticePosted);
                changes.push((resource.id.clone(), facts, event));
            }
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
            for (id, facts, event) in changes(&known, &listed, &[], Timestamp::UNIX_EPOCH) {
                told.extend(event.map(|_| id.clone()));
                known.insert(id, facts);
            }
            assert_eq!(changes(&known, &listed, &[], Timestamp::UNIX_EPOCH), []);
        }
        assert_eq!(told, ["1", "2"]);
        assert!(!known["1"].read && !known["2"].read);
    }

    #[test]
    fn the_last_unread_notice_is_read_when_the_list_of_all_says_so() {
        let known: BTreeMap<_, _> = changes(&BTreeMap::new(), &[notice("1")], &[], Timestamp::UNIX_EPOCH)
            .into_iter()
            .map(|(id, facts, _)| (id, facts))
            .collect();
        assert!(!have_left(&known, &[notice("1")]) && have_left(&known, &[]));
        let told = |is_read| {
            let all = [Notice { is_read, ..notice("1") }];
            changes(&known, &[], &all, Timestamp::UNIX_EPOCH)
                .into_iter()
                .map(|(_, facts, event)| (facts.read, event))
                .collect::<Vec<_>>()
        };
        assert_eq!(told(Some(true)), [(true, None)]);
        assert_eq!(told(Some(false)), []);
        assert_eq!(told(None), []);
    }

    #[test]
    fn a_notice_that_was_there_at_the_first_look_and_one_that_the_list_has_twice_are_no_news() {
        let look: Timestamp = "2026-01-10T12:00:00Z".parse().unwrap();
        let posted = |id: &str, at: &str| Notice { at: Some(at.parse().unwrap()), ..notice(id) };
        let long = Notice { text: "x".repeat(TEXT + 1), ..posted("2", "2026-01-10T11:00:00Z") };
        let listed = [posted("1", "2026-01-08T12:00:00Z"), long.clone(), long, notice("3")];
        let told: Vec<_> = changes(&BTreeMap::new(), &listed, &[], look)
            .into_iter()
            .map(|(id, facts, event)| (id, facts.text.len(), event))
            .collect();
        let posted = Some(Event::NoticePosted);
        assert_eq!(
            told,
            [("1".to_owned(), 8, None), ("2".to_owned(), TEXT, posted), ("3".to_owned(), 8, posted)]
        );
    }
}
