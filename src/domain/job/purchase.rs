//! Purchases that are followed, and how one is found again.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{UNOBSERVED, Verdict, WatchLimits};
use crate::domain::order::{Cycle, Offer, Progress, ProgressState, Purchase, Trace};
use crate::domain::{Money, ResourceRef};

/// What is known of the answer to the call that buys something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CallAnswer {
    /// It is not here yet.
    Pending,
    /// The provider accepted the purchase.
    Accepted,
    /// It was lost: the purchase may or may not have been begun.
    Lost,
}

/// One look at a purchase.
#[derive(Clone, Debug, PartialEq)]
pub enum PurchaseLook {
    /// The provider tells how far it is.
    Told(Progress),
    /// The provider knows nothing of it.
    Absent,
}

/// What has been seen of a purchase since the call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PurchaseWatch {
    /// The order, under the id that the bot gave it and that goes with every call for it.
    pub order: ResourceRef,
    /// What is bought; foreign text.
    pub title: String,
    /// What it costs.
    pub price: Option<Money>,
    /// How often that is paid.
    pub cycle: Cycle,
    /// All that was offered; `None` in what an older version stored.
    #[serde(default)]
    pub offer: Option<Box<Offer>>,
    /// What is known of the call's own answer.
    pub answer: CallAnswer,
    /// The provider's id for the new server.
    pub server: Option<String>,
    /// What the last good look showed.
    pub progress: Option<Progress>,
    /// The provider's own words in the call's answer; foreign text.
    pub words: Option<String>,
    /// What the provider has of it, where that keeps no id of the bot's.
    #[serde(default)]
    pub traced: Option<Traced>,
    /// The provider's id for the invoice that it is paid by.
    #[serde(default)]
    pub invoice: Option<String>,
    /// What the provider says that it costs, where that is not the price that was consented to.
    #[serde(default)]
    pub charged: Option<Money>,
    /// Why the call was refused, in the word for the kind of error, where that does not tell what became of the order.
    #[serde(default)]
    pub refused: Option<String>,
    /// How long after its call it was seen to wait for a payment no more, in seconds; what it waited for was not set up.
    #[serde(default)]
    pub paid_after: u64,
    /// Why the last look showed nothing, in the word for the kind of error; `None`: it showed something. Not kept: the next
    /// one tells it again.
    #[serde(skip)]
    pub blind: Option<&'static str>,
    /// Since when every look has found nothing. Not kept: after a restart the clock may have been set.
    #[serde(skip)]
    absent_since: Option<Duration>,
}

impl PurchaseWatch {
    /// A watch that starts with the call. It is stored: of what was chosen it keeps what is shown, since what is sent may
    /// be a secret.
    pub fn new(order: ResourceRef, mut offer: Offer) -> Self {
        let more = offer.more.iter_mut().flat_map(|item| &mut item.chosen);
        for chosen in offer.chosen.iter_mut().chain(more) {
            chosen.value.clone_from(&chosen.label);
        }
        PurchaseWatch {
            order,
            title: offer.title().to_owned(),
            price: offer.price,
            cycle: offer.cycle,
            offer: Some(Box::new(offer)),
            answer: CallAnswer::Pending,
            server: None,
            progress: None,
            words: None,
            traced: None,
            invoice: None,
            charged: None,
            refused: None,
            paid_after: 0,
            blind: None,
            absent_since: None,
        }
    }

    /// Whether the answer to its call may still come.
    pub fn is_unanswered(&self) -> bool {
        self.answer == CallAnswer::Pending
    }

    /// Whether it waits for a payment, as far as was seen.
    pub fn is_unpaid(&self) -> bool {
        self.progress.as_ref().is_some_and(Progress::is_unpaid)
    }

    /// Of how many things it is.
    pub fn items(&self) -> usize {
        self.offer.as_ref().map_or(1, |offer| 1 + offer.more.len())
    }

    /// Takes in that the provider accepted the purchase.
    pub fn accept(&mut self, purchase: Purchase) {
        self.answer = CallAnswer::Accepted;
        self.server = purchase.server.or(self.server.take());
        self.words = purchase.words;
        self.invoice = purchase.invoice;
        let agreed = self.price.map(|price| price.amount);
        self.charged =
            purchase.charged.filter(|charged| agreed.is_some_and(|agreed| charged.amount != agreed));
        self.absent_since = None;
        if let Some(traced) = self.traced.as_mut().filter(|_| !purchase.traces.is_empty()) {
            (traced.found, traced.is_told) = (purchase.traces, true);
        }
    }

    /// Which traces are the purchase's: those that the provider told, else those that it was found by before, then the
    /// likeliest of what is new; for each item one, and none that another purchase has.
    pub fn pick(&self, traces: &[Trace], taken: &BTreeSet<String>) -> Vec<String> {
        let Some(traced) = &self.traced else { return vec![] };
        if traced.is_told {
            return traced.found.clone();
        }
        let mut wanted = self.offer.as_ref().map(|offer| offer.kinds()).unwrap_or_default();
        let mut picked = vec![];
        let known = traces.iter().filter(|trace| traced.found.contains(&trace.id));
        let new = traces.iter().filter(|trace| !traced.before.contains(&trace.id));
        // What carries the purchase's own id cannot be anything else.
        let (named, unnamed): (Vec<_>, Vec<_>) = new.partition(|trace| trace.is_named);
        for trace in known.chain(named).chain(unnamed) {
            let place = wanted.iter().position(|kind| Some(*kind) == trace.kind);
            if let Some(place) = place.filter(|_| !taken.contains(&trace.id) && !picked.contains(&trace.id)) {
                wanted.swap_remove(place);
                picked.push(trace.id.clone());
            }
        }
        picked
    }

    /// Whether a look that found none of the purchase shows that there is none: not one that finds nothing of what was
    /// there before the call either, nor one that finds what may be it and is not known to be another's.
    pub fn is_missing_from(&self, traces: &[Trace], taken: &BTreeSet<String>) -> bool {
        let Some(Traced { before, .. }) = &self.traced else { return true };
        let is_whole = before.is_empty() || traces.iter().any(|trace| before.contains(&trace.id));
        let may_be_it =
            |trace: &Trace| trace.is_doubtful && !before.contains(&trace.id) && !taken.contains(&trace.id);
        is_whole && !traces.iter().any(may_be_it)
    }

    /// Takes in that the call was refused, though an earlier one for the same order may have been heard.
    pub fn refuse(&mut self, kind: &'static str) {
        self.lose_answer();
        self.refused = Some(kind.to_owned());
    }

    /// Takes in that the call's answer will not come.
    pub fn lose_answer(&mut self) {
        self.answer = CallAnswer::Lost;
        self.absent_since = None;
    }

    /// Takes in one look, made `elapsed` after the call; a verdict ends the watch.
    ///
    /// "Never begun" needs two looks that find nothing, far enough apart, both after the call's answer was lost, and
    /// none in between or before that found something.
    pub fn observe(
        &mut self,
        elapsed: Duration,
        look: PurchaseLook,
        limits: &WatchLimits,
    ) -> Option<Verdict> {
        self.blind = None;
        let progress = match look {
            PurchaseLook::Told(progress) => progress,
            PurchaseLook::Absent => {
                if self.answer == CallAnswer::Pending {
                    // The call may not have arrived yet.
                    return None;
                }
                let since = *self.absent_since.get_or_insert(elapsed);
                if elapsed.saturating_sub(since) < limits.absence {
                    // However late it is, as after a long downtime: the second look is soon, and tells more.
                    return None;
                }
                let known = self.answer == CallAnswer::Accepted || self.progress.is_some();
                return Some(match known {
                    true if self.is_unpaid() => self.cancelled(),
                    true => UNOBSERVED,
                    false => Verdict::NotStarted,
                });
            }
        };
        self.absent_since = None;
        if progress.server.is_some() {
            self.server.clone_from(&progress.server);
        }
        let verdict = match progress.state {
            // What nobody has paid is not set up, and ends by being cancelled.
            ProgressState::Failed if self.is_unpaid() => return Some(self.cancelled()),
            ProgressState::Failed => Some(Verdict::Failed),
            ProgressState::Done => Some(Verdict::Verified),
            ProgressState::Running if progress.percent.is_some_and(|percent| percent >= 100) => {
                Some(Verdict::Verified)
            }
            ProgressState::Running => None,
        };
        if self.is_unpaid() && !progress.is_unpaid() {
            self.paid_after = elapsed.as_secs();
        }
        self.progress = Some(progress);
        verdict.or_else(|| self.expire(elapsed, limits))
    }

    /// Takes in that it was cancelled before it was paid: nothing that was asked for then is wanted any more.
    fn cancelled(&mut self) -> Verdict {
        (self.progress, self.invoice, self.words) = (None, None, None);
        Verdict::Cancelled
    }

    /// The verdict when the time for it has come, whether or not the last look succeeded.
    pub fn expire(&self, elapsed: Duration, limits: &WatchLimits) -> Option<Verdict> {
        let limit = if self.is_unpaid() {
            limits.payment
        } else {
            limits.setup.saturating_add(Duration::from_secs(self.paid_after))
        };
        if elapsed < limit {
            return None;
        }
        Some(match (self.answer, &self.progress) {
            (_, Some(_)) => Verdict::Unfinished,
            (CallAnswer::Accepted, None) => UNOBSERVED,
            (CallAnswer::Pending | CallAnswer::Lost, None) => Verdict::Blind,
        })
    }
}

/// What a provider has of a purchase that keeps no id of the bot's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traced {
    /// The ids of everything that was there before the call.
    pub before: BTreeSet<String>,
    /// The ids of what it has become, as far as known.
    pub found: Vec<String>,
    /// Whether the provider has told them in its answer to the call; else they were found by looking.
    pub is_told: bool,
}
