//! What has happened to what is paid for regularly between two looks.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::distinct;
use super::invoices::SOON_DAYS;
use crate::domain::billing::Subscription;
use crate::domain::event::Event;
use crate::domain::relay::ServiceFacts;

/// The services that are new or have changed, each with what has happened to it; at the first look nothing has.
pub fn changes(
    known: &BTreeMap<String, ServiceFacts>,
    list: &[Subscription],
    today: Date,
    first: bool,
) -> Vec<(String, ServiceFacts, Option<Event>)> {
    let mut changes = vec![];
    for service in distinct(list.iter().collect(), |service| Some(&service.resource.id)) {
        let id = &service.resource.id;
        let was = known.get(id);
        let told = was.and_then(|was| was.told);
        let due = service.renews_on.filter(|day| service.is_running() && is_soon(*day, today));
        let facts = ServiceFacts {
            name: service.name.clone(),
            state: service.state.clone(),
            running: service.is_running(),
            renews_on: service.renews_on,
            monthly: service.monthly,
            told: due.or(told),
        };
        if was == Some(&facts) {
            continue;
        }
        let event = (!first && due.is_some() && due != told).then_some(Event::RenewalDue);
        changes.push((id.clone(), facts, event));
    }
    changes
}

fn is_soon(day: Date, today: Date) -> bool {
    let days = today.until(day).map(|span| span.get_days());
    days.is_ok_and(|days| (0..=SOON_DAYS).contains(&days))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{ResourceKind, ResourceRef};

    fn service(id: &str, state: &str, renews_on: Date) -> Subscription {
        Subscription {
            resource: ResourceRef::parse(ResourceKind::Service, &format!("shop/{id}")).unwrap(),
            kind: None,
            name: "Llama Spark".to_owned(),
            state: state.to_owned(),
            renews_on: Some(renews_on),
            monthly: None,
        }
    }

    #[test]
    fn each_renewal_is_told_once_a_few_days_before_and_none_that_was_near_at_the_first_look() {
        let day = |n: i8| date(2026, 1, n);
        let looks = [
            (day(1), [service("1", "active", day(3)), service("2", "active", day(9))]),
            (day(2), [service("1", "active", day(3)), service("2", "active", day(9))]),
            (day(5), [service("1", "active", date(2026, 2, 3)), service("2", "active", day(9))]),
            (day(6), [service("1", "active", date(2026, 2, 3)), service("2", "active", day(9))]),
            (day(6), [service("1", "active", date(2026, 2, 3)), service("2", "active", day(9))]),
            (day(9), [service("1", "cancelled", day(10)), service("2", "active", day(9))]),
            (day(10), [service("1", "active", day(10)), service("2", "active", date(2026, 2, 9))]),
        ];
        let mut known = BTreeMap::new();
        let mut told = vec![];
        for (nth, (today, list)) in looks.iter().enumerate() {
            for (id, facts, event) in changes(&known, list, *today, nth == 0) {
                told.extend(event.map(|event| (nth, id.clone(), event)));
                known.insert(id, facts);
            }
        }
        let due = |nth, id: &str| (nth, id.to_owned(), Event::RenewalDue);
        assert_eq!(told, [due(3, "2"), due(6, "1")]);
        assert!(!known["1"].is_over() && known["2"].is_over());
    }
}
