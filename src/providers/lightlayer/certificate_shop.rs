//! LightLayer as a shop for certificates: what one costs, the order, and what that has become.

use super::cart::{APPROVER, CONTACT, DOMAIN, SOFTWARE, YEARS};
use super::certificates::Software;
use super::{LightLayer, error, shop};
use crate::domain::certificate::{self, CertificatePeriod};
use crate::domain::form::{Entry, Step, StepKind, choose};
use crate::domain::order::{CertificateWish, Chosen, Cycle, Goods, NewCertificate, NotSold, Offer, Trace};
use crate::domain::{Error, Money, Operation, ResourceKind};
use crate::providers::lenient::is_number;

/// The longest mail address.
const ADDRESS: usize = 254;
/// The longest id of a contact.
const ID: usize = 20;

impl LightLayer {
    /// What is sold for a wish, and for how much: the price of so many years, as it is now.
    pub(super) async fn certificate_offer(
        &self,
        wish: &CertificateWish,
    ) -> Result<Result<Offer, NotSold>, Error> {
        let operation = Operation::CertificateBuy;
        let resource = self.asked(operation, ResourceKind::CertificatePlan, &wish.plan)?;
        let software = async {
            match wish.answers.contains_key(SOFTWARE) {
                true => self.client.software(operation, &wish.plan).await,
                false => Ok(vec![]),
            }
        };
        let (plans, software, methods, frame) = tokio::join!(
            self.client.certificate_plans(operation),
            software,
            self.client.payment_methods(),
            self.price_frame(),
        );
        let (plans, software, methods) = (plans?, software?, methods?);
        let plan = plans.into_iter().find(|plan| plan.id.as_deref() == Some(&wish.plan));
        let plan = plan.ok_or_else(|| error::not_on_sale(operation))?.into_domain(resource, &frame);
        let mut steps = steps(&plan.periods, software);
        steps.push(shop::pay_method(&methods));
        let mut chosen = match choose(&steps, &wish.answers) {
            Ok(chosen) => chosen,
            Err(why) => return Ok(Err(why)),
        };
        let years = Chosen::value_of(&chosen, YEARS);
        let period = plan.periods.iter().find(|period| Some(period.years.to_string().as_str()) == years);
        let is_price = |price: &Money| !price.amount.is_sign_negative();
        let Some((period, price)) = period.and_then(|it| Some((it, it.price.filter(is_price)?))) else {
            return Ok(Err(NotSold::PriceUnknown));
        };
        let (cycle, then) = match period.renewal {
            Some(renewal) if renewal == price => (cycle(period.years), vec![]),
            renewal => {
                (Cycle::Now, renewal.map(|renewal| (cycle(period.years), renewal)).into_iter().collect())
            }
        };
        chosen.extend(wish.request.domain().map(|domain| Chosen {
            step: DOMAIN.to_owned(),
            key: None,
            title: String::new(),
            value: domain.clone(),
            label: domain,
            cycle: None,
            is_text: true,
        }));
        let request = wish.request.clone();
        let goods = NewCertificate { plan: plan.resource, name: plan.name, request };
        Ok(Ok(Offer { cycle, then, chosen, ..Offer::of(Goods::Certificate(goods), Some(price)) }))
    }

    /// All certificates, as what the purchase of this one may have become.
    pub(super) async fn certificate_traces(
        &self,
        offer: &Offer,
        certificate: &NewCertificate,
    ) -> Result<Vec<(u64, Trace)>, Error> {
        let operation = Operation::OrderTrace;
        let domain = certificate.request.domain();
        let approver = Chosen::value_of(&offer.chosen, APPROVER).unwrap_or_default();
        let certificates = self.client.certificates(operation).await?;
        Ok(self.translated(operation, certificates, |certificate| {
            let id = certificate.id.clone().filter(|id| is_number(id))?;
            let kind = certificate.can_be_for(domain.as_deref(), approver).then_some(0);
            Some((id.parse().unwrap_or(u64::MAX), Trace { kind, is_named: false, is_doubtful: false, id }))
        }))
    }
}

/// What is chosen of a certificate, but for how it is paid.
fn steps(periods: &[CertificatePeriod], software: Vec<Software>) -> Vec<Step> {
    let entry = |value: String, label: String, price| Entry { value, label, cycle: None, price, setup: None };
    let years = |period: &CertificatePeriod| {
        let years = period.years.to_string();
        entry(years.clone(), years, period.price)
    };
    let program = |certificate::Software { id, name }| entry(id, name, None);
    let software = software.into_iter().filter_map(Software::into_domain).map(program);
    let required = |id, kind| Step { is_required: true, ..Step::optional(id, "", kind) };
    vec![
        required(YEARS, StepKind::Choice(periods.iter().map(years).collect())),
        required(APPROVER, StepKind::Text { longest: ADDRESS }),
        Step::optional(SOFTWARE, "", StepKind::Choice(software.collect())),
        Step::optional(CONTACT, "", StepKind::Text { longest: ID }),
    ]
}

/// How often is paid what is sold for so many years.
fn cycle(years: u32) -> Cycle {
    match years {
        1 => Cycle::Annually,
        2 => Cycle::Biennially,
        3 => Cycle::Triennially,
        _ => Cycle::Untold,
    }
}
