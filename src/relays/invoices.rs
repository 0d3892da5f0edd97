//! What has happened to invoices between two looks, and as the days pass.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::domain::Money;
use crate::domain::event::Event;
use crate::domain::invoice::{Invoice, InvoiceDetail, InvoiceLine};
use crate::domain::relay::{Comparison, InvoiceFacts, LineChange, LineFacts, Told};

/// How many days before its day an invoice is due soon.
pub const SOON_DAYS: i32 = 3;
/// The most lines of an invoice that are kept.
const LINES: usize = 50;
/// The most characters of a line that are kept.
const LINE: usize = 200;

/// An invoice as it is now, and what has happened to it.
#[derive(Debug, PartialEq)]
pub struct Change {
    /// The invoice.
    pub facts: InvoiceFacts,
    /// What has happened.
    pub events: Vec<Event>,
}

/// What an invoice that was there at the first look is; what it was by then is never told.
pub fn baseline(invoice: &Invoice, today: Date) -> InvoiceFacts {
    let mut facts = facts(invoice);
    pass(&mut facts, today);
    facts.told.paid = facts.paid;
    facts
}

/// Whether an invoice that nobody knew was there at the first look, on that day, and was not in the list.
pub fn was_overlooked(invoice: &Invoice, first_look: Date) -> bool {
    // The day of the account's calendar may be the one after the provider's.
    first_look.yesterday().is_ok_and(|day| invoice.issued.is_some_and(|issued| issued < day))
}

/// What is still known of an invoice; `None` when its id stands for another one now: a provider may use its ids again.
pub fn still<'k>(known: Option<&'k InvoiceFacts>, invoice: &Invoice) -> Option<&'k InvoiceFacts> {
    known.filter(|known| {
        let differs = known.number.is_some()
            && invoice.number.is_some()
            && known.number != invoice.number
            && known.issued.is_some()
            && invoice.issued.is_some()
            && known.issued != invoice.issued;
        // A proforma gets its number and its day when it is paid.
        !differs || (known.unpaid && invoice.is_paid())
    })
}

/// What has become of the invoices that waited to be paid and are in the list no more: nobody can pay them.
pub fn gone(known: &BTreeMap<String, InvoiceFacts>, list: &[Invoice]) -> BTreeMap<String, InvoiceFacts> {
    let listed: BTreeSet<_> = list.iter().map(|invoice| &invoice.resource.id).collect();
    let is_gone = |(id, facts): &(&String, &InvoiceFacts)| facts.unpaid && !listed.contains(id);
    let gone = known.iter().filter(is_gone);
    gone.map(|(id, facts)| (id.clone(), InvoiceFacts { unpaid: false, gone: true, ..facts.clone() }))
        .collect()
}

/// What has happened to an invoice; `None`: nothing that would be shown.
///
/// A new one comes with its lines, and with the ones before it among which the last for the same thing is looked for.
pub fn change<'k>(
    known: Option<&InvoiceFacts>,
    invoice: &Invoice,
    detail: Option<&InvoiceDetail>,
    before: impl IntoIterator<Item = &'k InvoiceFacts>,
    today: Date,
) -> Option<Change> {
    let still = still(known, invoice);
    let mut facts = facts(invoice);
    let mut events = vec![];
    match still {
        None => {
            events.push(Event::InvoiceIssued);
            facts.lines = detail.map(|detail| detail.lines.iter().take(LINES).map(line).collect());
            facts.compared = compared(&facts, before);
            // It was paid before anybody could be told to.
            facts.told.paid = facts.paid;
        }
        Some(known) => {
            facts.lines.clone_from(&known.lines);
            facts.compared.clone_from(&known.compared);
            facts.told = known.told;
            if known.due.is_some() && facts.due > known.due && facts.due >= Some(today) {
                // It was put off: the new day is told as the old one was.
                (facts.told.due, facts.told.overdue) = (false, false);
            }
        }
    }
    if facts.paid && !facts.told.paid {
        facts.told.paid = true;
        events.push(Event::InvoicePaid);
    }
    events.extend(pass(&mut facts, today));
    (known != Some(&facts)).then_some(Change { facts, events })
}

/// What the day makes of an invoice that is known: due soon, or past its day.
pub fn pass(facts: &mut InvoiceFacts, today: Date) -> Option<Event> {
    let due = facts.due.filter(|_| facts.unpaid)?;
    let days = (due - today).get_days();
    if days < 0 && !facts.told.overdue {
        (facts.told.due, facts.told.overdue) = (true, true);
        return Some(Event::InvoiceOverdue);
    }
    if (0..=SOON_DAYS).contains(&days) && !facts.told.due {
        facts.told.due = true;
        return Some(Event::InvoiceDue);
    }
    None
}

fn facts(invoice: &Invoice) -> InvoiceFacts {
    InvoiceFacts {
        number: invoice.number.clone(),
        state: invoice.state.clone(),
        paid: invoice.is_paid(),
        unpaid: invoice.is_unpaid(),
        gone: false,
        issued: invoice.issued,
        due: invoice.due,
        total: invoice.total,
        lines: None,
        compared: None,
        told: Told::default(),
    }
}

/// A line as it is kept.
pub fn line(line: &InvoiceLine) -> LineFacts {
    LineFacts { text: line.text.chars().take(LINE).collect(), key: line_key(line), total: line.total }
}

/// What tells the thing that a line is for: the provider's id for it, or its words without the numbers and dates that
/// change from month to month.
fn line_key(line: &InvoiceLine) -> String {
    let kind = line.kind.as_deref().unwrap_or_default();
    match line.item.as_deref().filter(|item| !matches!(*item, "" | "0")) {
        Some(item) => format!("{kind} {item}"),
        None => {
            let words: String =
                line.text.chars().filter(|char| char.is_alphabetic() || *char == ' ').collect();
            format!("{kind} {}", words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
        }
    }
}

/// Compares an invoice with the last one before it that has a line for the same thing.
fn compared<'k>(
    facts: &InvoiceFacts,
    before: impl IntoIterator<Item = &'k InvoiceFacts>,
) -> Option<Comparison> {
    let lines = facts.lines.as_ref()?;
    let shares = |other: &&InvoiceFacts| {
        let theirs = other.lines.iter().flatten();
        other.issued < facts.issued
            && theirs.into_iter().any(|line| lines.iter().any(|own| own.key == line.key))
    };
    let last = before.into_iter().filter(shares).max_by_key(|other| other.issued)?;
    let total = |lines: &[LineFacts], key: &str| {
        let mut totals = lines.iter().filter(|line| line.key == key).map(|line| line.total);
        let first = totals.next()?;
        totals.try_fold(first?, |sum, next| add(sum, next?))
    };
    let theirs = last.lines.as_deref().unwrap_or_default();
    let mut differing = BTreeMap::new();
    for line in lines.iter().chain(theirs) {
        let (was, is) = (total(theirs, &line.key), total(lines, &line.key));
        if was != is {
            differing.entry(&line.key).or_insert(LineChange {
                text: line.text.clone(),
                before: was,
                now: is,
            });
        }
    }
    Some(Comparison {
        before: last.number.clone(),
        percent: percent(last.total, facts.total),
        lines: differing.into_values().collect(),
    })
}

fn add(one: Money, other: Money) -> Option<Money> {
    let amount = one.amount.checked_add(other.amount).filter(|_| one.currency == other.currency)?;
    Some(Money { amount, ..one })
}

/// By how many percent an amount has changed, in whole ones; `None` where that cannot be said.
fn percent(before: Option<Money>, now: Option<Money>) -> Option<Decimal> {
    let (before, now) = (before?, now?);
    if before.currency != now.currency || before.amount <= Decimal::ZERO {
        return None;
    }
    let change = now.amount.checked_sub(before.amount)?;
    let percent = change.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(before.amount)?.round();
    (!percent.is_zero()).then_some(percent)
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{ResourceKind, ResourceRef};

    fn money(text: &str) -> Option<Money> {
        Some(Money { amount: text.parse().unwrap(), currency: Some("USD".parse().unwrap()) })
    }

    fn day(number: i32) -> Date {
        jiff::civil::date(2026, 1, 1) + number.days()
    }

    fn invoice(number: u32, state: &str, issued: i32, due: i32, total: &str) -> Invoice {
        Invoice {
            resource: ResourceRef::parse(ResourceKind::Invoice, &format!("asia/{number}")).unwrap(),
            number: Some(format!("2026/{number}")),
            state: state.to_owned(),
            issued: Some(day(issued)),
            due: Some(day(due)),
            paid: None,
            total: money(total),
        }
    }

    fn detail(invoice: Invoice, lines: &[(&str, &str, &str)]) -> InvoiceDetail {
        let lines = lines.iter().map(|(text, item, total)| InvoiceLine {
            text: (*text).to_owned(),
            kind: Some("Hosting".to_owned()),
            item: Some((*item).to_owned()),
            quantity: None,
            price: None,
            total: money(total),
        });
        InvoiceDetail { lines: lines.collect(), invoice, subtotal: None, tax: None, credit: None }
    }

    #[test]
    fn an_invoice_is_told_with_what_differs_from_the_one_before_for_the_same_service() {
        let first = invoice(1, "Paid", 0, 14, "20.00");
        let first = change(
            None,
            &first,
            Some(&detail(first.clone(), &[("VPS (01/01 - 31/01)", "301", "15.00"), ("Fee", "0", "5.00")])),
            [],
            day(0),
        )
        .unwrap();
        assert_eq!((first.events, first.facts.compared.clone()), (vec![Event::InvoiceIssued], None));
        let other = invoice(2, "Paid", 10, 24, "9.00");
        let other = change(
            None,
            &other,
            Some(&detail(other.clone(), &[("Domain", "17", "9.00")])),
            [&first.facts],
            day(10),
        );
        let other = other.unwrap().facts;
        assert_eq!(other.compared, None);
        let second = invoice(3, "Unpaid", 31, 45, "23.60");
        let lines =
            [("VPS (01/02 - 28/02)", "301", "18.00"), ("Fee", "0", "5.00"), ("Backup", "302", "0.60")];
        let second =
            change(None, &second, Some(&detail(second.clone(), &lines)), [&first.facts, &other], day(31));
        let compared = second.unwrap().facts.compared.unwrap();
        assert_eq!(compared.before.as_deref(), Some("2026/1"));
        assert_eq!(compared.percent, Some(18.into()));
        let lines: Vec<_> =
            compared.lines.iter().map(|line| (line.text.as_str(), line.before, line.now)).collect();
        assert_eq!(
            lines,
            [("VPS (01/02 - 28/02)", money("15.00"), money("18.00")), ("Backup", None, money("0.60"))]
        );
    }

    #[test]
    fn a_day_that_is_put_off_is_told_anew() {
        let mut facts = change(None, &invoice(1, "Unpaid", 0, 10, "9.00"), None, [], day(11)).unwrap().facts;
        assert!(facts.told.overdue);
        for (today, due, told) in [
            (11, 10, None),
            (12, 11, None),
            (12, 30, None),
            (28, 30, Some(Event::InvoiceDue)),
            (31, 30, Some(Event::InvoiceOverdue)),
        ] {
            let change = change(Some(&facts), &invoice(1, "Unpaid", 0, due, "9.00"), None, [], day(today));
            let events = change.as_ref().map_or(vec![], |change| change.events.clone());
            assert_eq!(events, told.into_iter().collect::<Vec<_>>(), "{today} {due}");
            facts = change.map_or(facts, |change| change.facts);
        }
    }

    #[test]
    fn an_id_that_stands_for_another_invoice_is_a_new_invoice_and_a_paid_proforma_is_none() {
        let old = invoice(1, "Unpaid", 0, 10, "9.00");
        let known = change(None, &old, None, [], day(0)).unwrap().facts;
        let other = Invoice { number: Some("2026/99".to_owned()), ..invoice(1, "Unpaid", 5, 20, "9.00") };
        let events = |row: &Invoice| change(Some(&known), row, None, [], day(5)).unwrap().events;
        assert_eq!(events(&other), [Event::InvoiceIssued]);
        let last = Invoice { state: "Paid".to_owned(), ..other.clone() };
        assert_eq!(events(&last), [Event::InvoicePaid]);
        assert_eq!(events(&Invoice { issued: old.issued, ..other }), []);
    }

    #[test]
    fn an_invoice_that_is_listed_no_more_waits_for_nobody_and_is_as_it_was_when_it_comes_back() {
        let bill = invoice(1, "Unpaid", 0, 10, "9.00");
        let facts = |row: &Invoice| change(None, row, None, [], day(8)).unwrap().facts;
        let other = invoice(2, "Unpaid", 0, 10, "9.00");
        let paid = invoice(3, "Paid", 0, 10, "9.00");
        let rows = [&bill, &other, &paid].map(|row| (row.resource.id.clone(), facts(row)));
        let mut known: BTreeMap<_, _> = rows.into();
        let left = gone(&known, std::slice::from_ref(&other));
        assert_eq!(left.keys().collect::<Vec<_>>(), ["1"], "what is paid may leave the list");
        known.extend(left);
        assert!(known["1"].gone && !known["1"].unpaid);
        assert_eq!(gone(&known, &[other]), BTreeMap::new(), "it is told once");
        assert_eq!(pass(&mut known["1"].clone(), day(11)), None);
        let back = change(Some(&known["1"]), &bill, None, [], day(8)).unwrap();
        assert_eq!((back.facts, back.events), (facts(&bill), vec![]));
    }

    #[test]
    fn lines_without_an_id_are_known_by_their_words() {
        let line = |text: &str| InvoiceLine {
            text: text.to_owned(),
            kind: None,
            item: Some("0".to_owned()),
            quantity: None,
            price: None,
            total: None,
        };
        assert_eq!(line_key(&line("Example Service 01/2026")), line_key(&line("Example  Service (02/2026)")));
        assert_ne!(line_key(&line("Example Service")), line_key(&line("Another Service")));
    }

    #[test]
    fn the_days_are_told_once_and_never_for_what_is_paid() {
        let bill = invoice(1, "Unpaid", 0, 10, "9.00");
        let mut facts = change(None, &bill, None, [], day(0)).unwrap().facts;
        let told: Vec<_> = (1..20).filter_map(|today| Some((today, pass(&mut facts, day(today))?))).collect();
        assert_eq!(told, [(7, Event::InvoiceDue), (11, Event::InvoiceOverdue)]);
        let paid = change(Some(&facts), &invoice(1, "Paid", 0, 10, "9.00"), None, [], day(20)).unwrap();
        assert_eq!(paid.events, [Event::InvoicePaid]);
        // A bot that slept over both tells the graver one alone.
        let mut facts = change(None, &bill, None, [], day(0)).unwrap().facts;
        assert_eq!(pass(&mut facts, day(15)), Some(Event::InvoiceOverdue));
        assert_eq!(pass(&mut facts, day(16)), None);
    }

    proptest! {
        #[test]
        fn whatever_a_provider_answers_each_thing_is_told_once(
            states in prop::collection::vec(prop_oneof![Just("Unpaid"), Just("Paid"), Just("Cancelled")], 1..20),
            due in -5i32..30,
        ) {
            let first_look = baseline(&invoice(1, states[0], 0, due, "9.00"), day(0));
            for start in [None, Some(first_look)] {
                let (mut known, mut told) = (start.clone(), BTreeMap::<Event, usize>::new());
                for (today, state) in states.iter().enumerate() {
                    let row = invoice(1, state, 0, due, "9.00");
                    if let Some(change) = change(known.as_ref(), &row, None, [], day(today as i32)) {
                        change.events.iter().for_each(|event| *told.entry(*event).or_default() += 1);
                        known = Some(change.facts);
                    }
                    prop_assert_eq!(change(known.as_ref(), &row, None, [], day(today as i32)), None);
                }
                prop_assert!(told.values().all(|times| *times == 1), "{told:?}");
                prop_assert_eq!(told.contains_key(&Event::InvoiceIssued), start.is_none());
                let paid_later = states[0] != "Paid" && states.contains(&"Paid");
                prop_assert_eq!(told.contains_key(&Event::InvoicePaid), paid_later);
            }
        }
    }
}
