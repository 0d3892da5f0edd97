//! Payments from an account's credit, and when one counts as seen.

use std::time::Duration;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Verdict, WatchLimits};
use crate::domain::Money;
use crate::domain::invoice::{InvoiceDetail, Payment};

/// One look at an invoice that is being paid and at the account's credit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentLook {
    /// Whether the invoice is paid, in the provider's own word; foreign text.
    pub state: String,
    /// What is left of it to be paid.
    pub due: Option<Money>,
    /// What was paid of it from the credit.
    pub used: Option<Money>,
    /// The account's credit.
    pub credit: Option<Money>,
}

impl PaymentLook {
    /// What an invoice and the account's credit show.
    pub fn new(invoice: &InvoiceDetail, credit: Option<Money>) -> Self {
        PaymentLook { state: invoice.invoice.state.clone(), due: invoice.due(), used: invoice.credit, credit }
    }
}

/// What has been seen of an invoice since the call that pays it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaymentWatch {
    /// What is paid, and how things stood before.
    pub payment: Payment,
    /// What the last good look showed.
    pub last: Option<PaymentLook>,
    /// Whether the provider took the request.
    #[serde(default)]
    accepted: bool,
    /// Since when every look has found nothing changed. Not kept: after a restart the clock may have been set.
    #[serde(skip)]
    unchanged_since: Option<Duration>,
}

impl PaymentWatch {
    /// A watch that starts with the call.
    pub fn new(payment: Payment) -> Self {
        PaymentWatch { payment, last: None, accepted: false, unchanged_since: None }
    }

    /// Takes in that the provider took the request.
    pub fn accept(&mut self) {
        self.accepted = true;
    }

    /// Takes in one look, made `elapsed` after the call; a verdict ends the watch.
    ///
    /// "Never begun" needs two looks, far enough apart, that find neither the invoice nor the credit touched, after the
    /// call's answer was lost. What is paid elsewhere meanwhile lowers what is due, but not the credit.
    pub fn observe(&mut self, elapsed: Duration, look: PaymentLook, limits: &WatchLimits) -> Option<Verdict> {
        let Payment { amount, due, credit, used, .. } = &self.payment;
        let change = |from: &Money, to: Option<Money>| to.map(|to| to.amount - from.amount);
        let used = used.as_ref().and_then(|used| change(used, look.used));
        let credit = change(credit, look.credit).map(|change| -change);
        let due = change(due, look.due).map(|change| -change);
        let all = |change: Option<Decimal>| change.is_some_and(|change| change >= amount.amount);
        let none = |change: Option<Decimal>| change.is_none_or(|change| change <= Decimal::ZERO);
        // Where the invoice tells what was used for it, the credit says nothing more: it pays other invoices too.
        let paid = all(used) || used.is_none() && all(due) && all(credit);
        let untouched = none(used) && none(credit) && (used.is_some() || credit.is_some());
        self.last = Some(look);
        if paid {
            return Some(Verdict::Verified);
        }
        if !untouched {
            self.unchanged_since = None;
            return self.expire(elapsed, limits);
        }
        let since = *self.unchanged_since.get_or_insert(elapsed);
        let absent = elapsed.saturating_sub(since) >= limits.absence && !self.accepted;
        absent.then_some(Verdict::NotStarted).or_else(|| self.expire(elapsed, limits))
    }

    /// The verdict when the time for it has come, whether or not the last look succeeded.
    pub fn expire(&self, elapsed: Duration, limits: &WatchLimits) -> Option<Verdict> {
        let verdict = match self.last {
            Some(_) => Verdict::Unobserved { uptime_seconds: None },
            None => Verdict::Blind,
        };
        (elapsed >= limits.arrival).then_some(verdict)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(amount: &str) -> Money {
        Money { amount: amount.parse().unwrap(), currency: Some("USD".parse().unwrap()) }
    }

    fn watch() -> PaymentWatch {
        PaymentWatch::new(Payment {
            amount: money("10"),
            due: money("31.32"),
            credit: money("125"),
            used: Some(money("0")),
        })
    }

    fn look(used: Option<&str>, due: &str, credit: &str) -> PaymentLook {
        let (due, credit) = (Some(money(due)), Some(money(credit)));
        PaymentLook { state: "Unpaid".into(), due, used: used.map(money), credit }
    }

    fn after(watch: &mut PaymentWatch, seconds: u64, look: PaymentLook) -> Option<Verdict> {
        watch.observe(Duration::from_secs(seconds), look, &WatchLimits::default())
    }

    #[test]
    fn a_payment_is_seen_on_the_invoice_or_on_what_is_due_and_the_credit_together() {
        let paid = Some(Verdict::Verified);
        assert_eq!(after(&mut watch(), 1, look(Some("10"), "21.32", "115")), paid);
        assert_eq!(after(&mut watch(), 1, look(None, "21.32", "115")), paid);
        // The credit was topped up meanwhile: the invoice itself tells.
        assert_eq!(after(&mut watch(), 1, look(Some("10"), "21.32", "500")), paid);
        // It was paid elsewhere, by card: nothing was taken from the credit.
        assert_eq!(after(&mut watch(), 1, look(Some("0"), "0", "125")), None);
        assert_eq!(after(&mut watch(), 1, look(None, "31.32", "115")), None);
        // So it was, and another invoice from the credit.
        assert_eq!(after(&mut watch(), 1, look(Some("0"), "0", "100")), None);
    }

    #[test]
    fn a_payment_counts_as_never_begun_after_two_looks_far_apart_that_find_nothing() {
        let untouched = || look(Some("0"), "31.32", "125");
        let mut lost = watch();
        assert_eq!(after(&mut lost, 1, untouched()), None);
        assert_eq!(after(&mut lost, 30, untouched()), None);
        assert_eq!(after(&mut lost, 31, untouched()), Some(Verdict::NotStarted));
        let mut touched_between = watch();
        assert_eq!(after(&mut touched_between, 1, untouched()), None);
        assert_eq!(after(&mut touched_between, 20, look(Some("0"), "31.32", "120")), None);
        assert_eq!(after(&mut touched_between, 40, untouched()), None);
    }

    #[test]
    fn what_the_provider_took_is_never_said_not_to_have_begun() {
        let mut taken = watch();
        taken.accept();
        assert_eq!(after(&mut taken, 1, look(Some("0"), "31.32", "125")), None);
        assert_eq!(after(&mut taken, 100, look(Some("0"), "31.32", "125")), None);
        let end = after(&mut taken, 240, look(Some("0"), "31.32", "125"));
        assert_eq!(end, Some(Verdict::Unobserved { uptime_seconds: None }));
        assert_eq!(watch().expire(Duration::from_secs(240), &WatchLimits::default()), Some(Verdict::Blind));
    }
}
