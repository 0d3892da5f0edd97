//! Looking at purchases: by the id that the bot gave one, or by what was not there before it.

use std::time::Duration;

use futures_util::future::join_all;

use super::Dispatch;
use crate::actions::Failure;
use crate::domain::job::{PurchaseLook, PurchaseWatch, Traced, Watch};
use crate::domain::order::{Progress, ProgressState};
use crate::domain::{Error, ErrorKind, Id, Operation};
use crate::providers::Account;
use crate::store::{Job, StoreError};

/// How long after its call something new can still be a purchase that is known by no id; what comes later was ordered
/// elsewhere.
pub(super) const TRACED_WITHIN: Duration = Duration::from_secs(60 * 60);

impl Dispatch {
    /// Remembers what is there before a purchase is sent that can be found again only as something new.
    ///
    /// Where an earlier call for it may still begin, what was there before that one counts: what has come since may be
    /// what it has begun.
    pub(super) async fn remember(
        &self,
        watch: &mut Option<Watch>,
        id: &Id,
        again: bool,
    ) -> Result<(), Failure> {
        let Some(Watch::Purchase(watch)) = watch else { return Ok(()) };
        let PurchaseWatch { traced: Some(traced), offer, order, .. } = watch.as_mut() else { return Ok(()) };
        if again && let Some(before) = self.remembered(id).await? {
            traced.before = before.before;
            return Ok(());
        }
        let account = self.world().registry.get(&order.account).cloned();
        let (Some(account), Some(offer)) = (account, offer) else { return Err(Failure::Internal) };
        let looking = async {
            // A thing that is not in the list and is not new would be taken for the purchase.
            account.reads().traces(offer, &order.id).await
        };
        let looked = tokio::time::timeout(self.timing().read, looking).await.map_err(|_| Failure::Late)?;
        let traces = looked.map_err(|error| Failure::Provider { account: order.account.clone(), error })?;
        traced.before = traces.into_iter().map(|trace| trace.id).collect();
        Ok(())
    }

    /// What was there before the first call of a consent, which counts as never begun.
    async fn remembered(&self, id: &Id) -> Result<Option<Traced>, Failure> {
        match self.store().job_never_begun(id).await {
            Ok(Some(Job { watch: Watch::Purchase(watch), .. })) => Ok(watch.traced),
            Ok(_) => Ok(None),
            Err(error) => {
                tracing::error!(%error, "Could not read what was there before a purchase.");
                Err(Failure::Internal)
            }
        }
    }

    /// Looks at a purchase; `None`: only its call's own answer can tell what it is, or nothing could be looked at.
    pub(super) async fn look_at_purchase(
        &self,
        account: &Account,
        id: &Id,
        watch: &mut PurchaseWatch,
    ) -> Result<Option<PurchaseLook>, Error> {
        if watch.traced.is_none() {
            return Ok(Some(told(account.reads().progress(&watch.order.id).await)?));
        }
        if watch.is_unanswered() {
            return Ok(None);
        }
        let Some(found) = self.find(account, id, watch).await? else { return Ok(None) };
        let reads = account.reads();
        let looks = join_all(found.iter().map(|thing| reads.progress(thing))).await;
        let mut all = vec![];
        for look in looks {
            match told(look)? {
                PurchaseLook::Told(progress) => all.push(progress),
                PurchaseLook::Absent => {}
            }
        }
        if all.is_empty() {
            return Ok(Some(PurchaseLook::Absent));
        }
        let mut progress = Progress::together(all, watch.items());
        if progress.state == ProgressState::Running && progress.unpaid.is_none() {
            progress.unpaid = unpaid(account, watch).await;
        }
        Ok(Some(PurchaseLook::Told(progress)))
    }

    /// What a purchase has become, as far as it can be told; all of it is its own from then on. `None`: the store could
    /// not be asked, or what the provider lists does not show whether it is there.
    async fn find(
        &self,
        account: &Account,
        id: &Id,
        watch: &mut PurchaseWatch,
    ) -> Result<Option<Vec<String>>, Error> {
        if let Some(traced) = watch.traced.as_ref().filter(|traced| traced.is_told) {
            return Ok(Some(traced.found.clone()));
        }
        let Some(offer) = watch.offer.as_deref() else { return Ok(Some(vec![])) };
        let traces = account.reads().traces(offer, &watch.order.id).await?;
        let claimed = async {
            let taken = self.store().claimed_by_others(&watch.order.account, id).await?;
            let found = self.store().claim(&watch.order.account, id, watch.pick(&traces, &taken)).await?;
            Ok::<_, StoreError>((found, taken))
        };
        let (found, taken) = match claimed.await {
            Ok(claimed) => claimed,
            Err(error) => {
                tracing::error!(%error, "Could not claim what a purchase has become.");
                return Ok(None);
            }
        };
        if found.is_empty() && !watch.is_missing_from(&traces, &taken) {
            return Ok(None);
        }
        if let Some(traced) = &mut watch.traced {
            traced.found.clone_from(&found);
        }
        Ok(Some(found))
    }

    /// Whether the provider tells that a purchase is under way or done, whatever its call was answered; `None` when it
    /// cannot tell now. What stands between may refuse what has been carried out, and the provider itself a repeat of
    /// what began late after all.
    ///
    /// Where a purchase is known by no id, only what carries its own is proof against a refusal: something new is none.
    pub(super) async fn is_under_way(&self, job: &mut Option<Job>) -> Option<bool> {
        let Some(Job { watch: Watch::Purchase(watch), .. }) = job else { return Some(false) };
        let account = self.world().registry.get(&watch.order.account).cloned()?;
        if watch.traced.is_some() {
            let Some(offer) = watch.offer.as_deref() else { return Some(false) };
            let traces = account.reads().traces(offer, &watch.order.id).await.unwrap_or_default();
            return Some(traces.iter().any(|trace| trace.is_named));
        }
        match account.reads().progress(&watch.order.id).await {
            Ok(progress) => {
                let failed = progress.state == ProgressState::Failed;
                watch.progress = Some(progress);
                Some(!failed)
            }
            Err(error) => (error.kind == ErrorKind::NotFound).then_some(false),
        }
    }
}

/// The look that an answer is: what the provider does not know is absent.
fn told(answer: Result<Progress, Error>) -> Result<PurchaseLook, Error> {
    match answer {
        Ok(progress) => Ok(PurchaseLook::Told(progress)),
        Err(error) if error.kind == ErrorKind::NotFound => Ok(PurchaseLook::Absent),
        Err(error) => Err(error),
    }
}

/// The invoice that a purchase waits for, as far as the provider tells.
async fn unpaid(account: &Account, watch: &PurchaseWatch) -> Option<String> {
    let invoice = watch.invoice.as_ref().filter(|_| account.has(Operation::InvoiceShow))?;
    // How far the purchase is counts without it.
    let told = account.reads().invoice(invoice).await.ok()?;
    told.invoice.is_unpaid().then(|| invoice.clone())
}
