//! What has happened to certificates between two looks.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::distinct;
use crate::domain::certificate::Certificate;
use crate::domain::event::Event;
use crate::domain::relay::CertificateFacts;

/// How many days before the end it is told, each once.
const DAYS: [i64; 3] = [30, 7, 1];

/// The certificates that are new or have changed, each with what has happened to it; at the first look nothing has.
pub fn changes(
    known: &BTreeMap<String, CertificateFacts>,
    list: &[Certificate],
    now: Timestamp,
    first: bool,
) -> Vec<(String, CertificateFacts, Option<Event>)> {
    let mut changes = vec![];
    for certificate in distinct(list.iter().collect(), |certificate| Some(&certificate.resource.id)) {
        let id = &certificate.resource.id;
        let was = known.get(id);
        let told = was.and_then(|was| was.told);
        let near = certificate.expires.and_then(|end| Some((end, near(end, now)?)));
        let is_news = near.is_some_and(|(end, days)| told.is_none_or(|told| told.0 != end || days < told.1));
        let facts = CertificateFacts {
            domain: certificate.domain.clone(),
            state: certificate.state.clone(),
            expires: certificate.expires,
            told: if is_news { near } else { told },
        };
        if was == Some(&facts) {
            continue;
        }
        let event = (!first && is_news).then_some(Event::CertificateExpiring);
        changes.push((id.clone(), facts, event));
    }
    changes
}

/// The fewest of those days within which an end lies that is still to come.
fn near(end: Timestamp, now: Timestamp) -> Option<i64> {
    let left = end.duration_since(now);
    let within = |days: &i64| !left.is_negative() && left <= SignedDuration::from_hours(days * 24);
    DAYS.into_iter().filter(within).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ResourceKind, ResourceRef};

    fn day(n: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(n * 24)
    }

    fn certificate(id: &str, ends: Option<i64>) -> Certificate {
        Certificate {
            resource: ResourceRef::parse(ResourceKind::Certificate, &format!("asia/{id}")).unwrap(),
            domain: "example.com".to_owned(),
            product: None,
            state: "Active".to_owned(),
            issue_state: None,
            expires: ends.map(day),
            renews_on: None,
            price: None,
        }
    }

    #[test]
    fn each_end_is_told_a_month_a_week_and_a_day_before_and_none_that_was_near_at_the_first_look() {
        let (mut known, mut told) = (BTreeMap::new(), vec![]);
        for today in 0..=440 {
            let renewed = if today < 70 { 60 } else { 430 };
            let list = [
                certificate("1", Some(renewed)),
                certificate("2", Some(20)),
                certificate("2", Some(999)),
                certificate("3", None),
            ];
            for (id, facts, event) in changes(&known, &list, day(today), today == 0) {
                told.extend(event.map(|_| (today, id.clone())));
                known.insert(id, facts);
            }
        }
        let told: Vec<_> = told.iter().map(|(day, id)| (*day, id.as_str())).collect();
        let of_first = [30, 53, 59, 400, 423, 429].map(|day| (day, "1"));
        let of_second = [13, 19].map(|day| (day, "2"));
        let mut expected = [&of_first[..], &of_second[..]].concat();
        expected.sort_unstable();
        assert_eq!(told, expected);
        assert!(known["3"].is_over() && !known["1"].is_over());
    }
}
