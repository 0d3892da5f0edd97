//! Invoices, and paying them.

use jiff::civil::date;

use super::things::lists;
use super::{Foreign, USER, account, at, ended, id, job, money, report};
use crate::actions::Refusal;
use crate::dispatch::{Answer, Ask};
use crate::domain::invoice::{
    AppliedCredit, Invoice, InvoiceDetail, InvoiceLine, NotPayable, Paid, Payment, Standing,
};
use crate::domain::job::{PaymentLook, PaymentWatch, Verdict, Watch};
use crate::domain::outcome::{JobPhase, Outcome, PlanFacts, ResourceName};
use crate::domain::{Action, Money, ProviderName, ResourceKind, ResourceRef, Target};

const PROVIDER: ProviderName = ProviderName::LlamaLink;

fn resource() -> ResourceRef {
    ResourceRef::new(account(), ResourceKind::Invoice, "308976").unwrap()
}

fn name(foreign: &Foreign) -> ResourceName {
    ResourceName { resource: resource(), name: Some(foreign.name.clone()) }
}

fn target(foreign: &Foreign) -> Target {
    Target::Resource { resource: resource(), name: Some(foreign.name.clone()) }
}

pub(super) fn invoice(foreign: &Foreign, state: &str) -> Invoice {
    Invoice {
        resource: resource(),
        number: Some(foreign.name.clone()),
        state: state.to_owned(),
        issued: Some(date(2025, 12, 30)),
        due: Some(date(2026, 1, 6)),
        paid: None,
        total: Some(money("19.65")),
    }
}

fn invoices(foreign: &Foreign) -> Vec<(Invoice, Standing)> {
    let bare = Invoice { number: None, issued: None, due: None, total: None, ..invoice(foreign, "Unpaid") };
    vec![
        (invoice(foreign, "Unpaid"), Standing::Overdue),
        (invoice(foreign, "Unpaid"), Standing::Unpaid),
        (Invoice { paid: Some(at(0)), ..invoice(foreign, "Paid") }, Standing::Paid),
        (invoice(foreign, &foreign.words), Standing::Other),
        (bare, Standing::Unpaid),
    ]
}

fn details(foreign: &Foreign) -> Vec<(InvoiceDetail, Standing)> {
    let line = |quantity: Option<&str>, price: Option<&str>| InvoiceLine {
        text: foreign.words.clone(),
        kind: Some(foreign.typed.clone()),
        item: None,
        quantity: quantity.map(|quantity| quantity.parse().unwrap()),
        price: price.map(money),
        total: price.map(|_| money("16.24")),
    };
    let full = |(invoice, standing): (Invoice, Standing)| {
        let lines = vec![line(Some("1"), Some("16.24")), line(Some("2"), Some("8.12")), line(None, None)];
        let (subtotal, tax, credit) = (Some(money("16.24")), Some(money("3.41")), Some(money("5")));
        (InvoiceDetail { invoice, lines, subtotal, tax, credit }, standing)
    };
    let mut details: Vec<_> = invoices(foreign).into_iter().map(full).collect();
    // The last of them tells nothing beside what it must.
    if let Some((last, _)) = details.last_mut() {
        (last.lines, last.subtotal, last.tax, last.credit) = (vec![], None, None, None);
    }
    details
}

fn payment(amount: &str) -> Payment {
    Payment { amount: money(amount), due: money("14.65"), credit: money("125"), used: Some(money("5")) }
}

/// Every reason not to pay.
pub(super) fn not_payable(foreign: &Foreign) -> Vec<Refusal> {
    let reasons = vec![
        NotPayable::Paid,
        NotPayable::Nothing { state: foreign.words.clone() },
        NotPayable::Over { state: foreign.words.clone() },
        NotPayable::Untold,
        NotPayable::OtherCurrency { due: money("14.65") },
        NotPayable::TooFine { decimals: 0 },
        NotPayable::TooFine { decimals: 2 },
        NotPayable::AboveDue { due: money("14.65") },
        NotPayable::AboveCredit { amount: money("14.65") },
    ];
    for reason in &reasons {
        match reason {
            NotPayable::Paid
            | NotPayable::Nothing { .. }
            | NotPayable::Over { .. }
            | NotPayable::Untold
            | NotPayable::OtherCurrency { .. }
            | NotPayable::TooFine { .. }
            | NotPayable::AboveDue { .. }
            | NotPayable::AboveCredit { .. } => {}
        }
    }
    reasons
        .into_iter()
        .map(|why| Refusal::NotPayable { invoice: name(foreign), why: Box::new(why) })
        .collect()
}

fn payments(foreign: &Foreign) -> Vec<(String, Answer)> {
    let mut answers = vec![];
    for changed in [false, true] {
        let facts = PlanFacts::Payment {
            payment: payment("10"),
            invoice: Box::new(details(foreign).remove(0).0),
            provider: PROVIDER,
        };
        let (action, target, expires) = (Action::InvoicePay, target(foreign), at(120));
        let ask = Ask { id: id(), action, target, facts, requester: USER, expires, changed };
        let anew = if changed { " anew" } else { "" };
        answers.push((format!("ask to pay{anew}"), Answer::Ask(Box::new(ask))));
    }
    answers.push(("paying".to_owned(), Answer::Working(Action::InvoicePay, target(foreign))));
    for (n, (wanted, used)) in [("14.65", "14.65"), ("10", "10"), ("10", "7")].into_iter().enumerate() {
        let applied = AppliedCredit { amount: Some(money(used)), state: Some(foreign.words.clone()) };
        let paid = Paid { invoice: name(foreign), provider: PROVIDER, payment: payment(wanted), applied };
        answers.push((format!("paid {n}"), Answer::Outcome(Outcome::Paid(Box::new(paid)), None)));
    }
    let watched = |look: Option<PaymentLook>, phase| {
        let mut watch = PaymentWatch::new(payment("10"));
        watch.last = look;
        job(report(Watch::Payment(watch), target(foreign), phase))
    };
    let look = |due: Option<&str>| PaymentLook {
        state: foreign.words.clone(),
        due: due.map(money),
        used: None,
        credit: due.map(|_| money("125")),
    };
    let verdicts = [
        Verdict::Verified,
        Verdict::NotStarted,
        Verdict::Unobserved { uptime_seconds: None },
        Verdict::Blind,
    ];
    for doubtful in [false, true] {
        let watching = JobPhase::Watching { since: at(0), doubtful };
        answers.push((format!("payment watched, doubtful: {doubtful}"), watched(None, watching.clone())));
        answers.push((format!("payment seen, doubtful: {doubtful}"), watched(Some(look(None)), watching)));
        for verdict in &verdicts {
            let answer = watched(Some(look(Some("14.65"))), ended(verdict.clone(), doubtful));
            answers.push((format!("payment {}, doubtful: {doubtful}", verdict.as_str()), answer));
        }
    }
    answers
}

pub(super) fn answers(foreign: &Foreign) -> Vec<(String, Answer)> {
    let sums = [Standing::Overdue, Standing::Unpaid, Standing::Paid].map(|standing| {
        let amounts = [money("19.65"), Money { currency: None, ..money("3") }];
        (standing, amounts.into_iter().collect())
    });
    let mut answers = lists("invoices", &invoices(foreign), |list| {
        let sums = if list.total > 1 { sums.to_vec() } else { vec![] };
        Outcome::Invoices { list, sums }
    });
    for (n, (detail, standing)) in details(foreign).into_iter().enumerate() {
        let shown = Outcome::Invoice { invoice: Box::new(detail), standing, provider: PROVIDER };
        answers.push((format!("invoice {n}"), Answer::Outcome(shown, None)));
    }
    answers.extend(payments(foreign));
    answers
}
