//! LightLayer as a shop: plans, what they can be ordered with, offers, orders, and what these have become.

use std::collections::BTreeMap;

use async_trait::async_trait;
use futures_util::future::try_join_all;

use super::cart::{PAY_METHOD, Wanted, objection};
use super::products::{Configuration, Ordered};
use super::{LightLayer, error, shop};
use crate::domain::form::{Step, choose};
use crate::domain::order::{
    Answers, Chosen, Goods, Item, ItemWish, NotSold, Offer, PaidBy, Plan, Progress, ProgressState, Purchase,
    Trace, Wish,
};
use crate::domain::{Error, ErrorKind, Money, Operation, ResourceKind};
use crate::policy::Authorized;
use crate::providers::lenient::is_number;
use crate::providers::{Frame, Identity, Purchases, Shop, permitted_here};

/// How many things one order may have.
const ITEMS: usize = 10;

impl LightLayer {
    /// The frame of prices: portals tell the currency with the balance alone, one for each client.
    pub(super) async fn price_frame(&self) -> Frame {
        if self.frame.currency.is_some() {
            return self.frame.clone();
        }
        // Without it a price has no currency, and is the same.
        let balance = self.client.balance().await.ok();
        let credit = balance.and_then(|balance| balance.into_domain(vec![], &self.frame).currency());
        Frame { currency: credit, ..self.frame.clone() }
    }

    /// What a product can be ordered with, as the portal tells it, and as steps with all that options can say.
    async fn configured(
        &self,
        operation: Operation,
        product: &str,
    ) -> Result<(Configuration, Vec<Step>, Frame), Error> {
        let (product, methods, frame) = tokio::join!(
            self.client.product(operation, product),
            self.client.payment_methods(),
            self.price_frame(),
        );
        let (product, methods) = (product?, methods?);
        let steps = shop::all_steps(&product, &methods, &frame);
        Ok((product, steps, frame))
    }

    /// One plan with what was chosen of it.
    fn item(
        &self,
        operation: Operation,
        id: &str,
        (product, steps, frame): &(Configuration, Vec<Step>, Frame),
        answers: &Answers,
        is_first: bool,
    ) -> Result<Result<Item, NotSold>, Error> {
        let resource = self.asked(operation, ResourceKind::Plan, id)?;
        let mut steps: Vec<Step> = steps.iter().filter(|step| is_first || !step.of_order).cloned().collect();
        if operation == Operation::QuoteShow {
            // What is only calculated is paid in no way.
            steps.iter_mut().filter(|step| step.id == PAY_METHOD).for_each(|step| step.is_required = false);
        }
        let plan = shop::configured(product, resource, frame);
        Ok(choose(&steps, answers).map(|chosen| Item { plan, chosen }))
    }

    async fn offer_of(
        &self,
        operation: Operation,
        plan: &str,
        answers: &Answers,
        more: &[ItemWish],
    ) -> Result<Result<Offer, NotSold>, Error> {
        if more.len() >= ITEMS {
            return Ok(Err(NotSold::TooMany { most: ITEMS }));
        }
        let wishes: Vec<(&str, &Answers)> = std::iter::once((plan, answers))
            .chain(more.iter().map(|item| (item.plan.as_str(), &item.answers)))
            .collect();
        // Of the same product one look is enough, however often it is bought.
        let mut products: Vec<&str> = wishes.iter().map(|(plan, _)| *plan).collect();
        products.sort_unstable();
        products.dedup();
        let looks = products
            .iter()
            .map(|product| async { Ok::<_, Error>((*product, self.configured(operation, product).await?)) });
        let known: BTreeMap<&str, _> = try_join_all(looks).await?.into_iter().collect();
        let mut items = vec![];
        for (nth, (plan, answers)) in wishes.iter().enumerate() {
            match self.item(operation, plan, &known[plan], answers, nth == 0)? {
                Ok(item) => items.push(item),
                Err(why) => return Ok(Err(why)),
            }
        }
        let wanted: Vec<Wanted<'_>> = items.iter().map(wanted).collect();
        let pay_method = Chosen::value_of(&items[0].chosen, PAY_METHOD);
        let quote = self.client.quote(operation, &wanted, pay_method).await?;
        if let Some(words) = objection(&quote) {
            return Ok(Err(NotSold::Declined { words }));
        }
        let Some((price, cycle, then)) = shop::priced(&quote, &known[plan].2) else {
            return Ok(Err(NotSold::PriceUnknown));
        };
        let first = items.remove(0);
        Ok(Ok(Offer {
            goods: Goods::Plan(first.plan),
            system: None,
            price: Some(price),
            cycle,
            parts: vec![],
            then,
            chosen: first.chosen,
            more: items,
        }))
    }

    /// All services, as what the purchase of these plans may have become.
    async fn service_traces(&self, offer: &Offer, first: &Plan) -> Result<Vec<(u64, Trace)>, Error> {
        let operation = Operation::OrderTrace;
        let names: Vec<&str> = std::iter::once(first.name.as_str())
            .chain(offer.more.iter().map(|item| item.plan.name.as_str()))
            .collect();
        let kinds = offer.kinds();
        let services = self.client.services(operation).await?;
        Ok(self.translated(operation, services, |service| {
            let id = service.id.filter(|id| is_number(id))?;
            let name = service.name.unwrap_or_default();
            let alike = names.iter().position(|known| known.eq_ignore_ascii_case(name.trim()));
            let trace = Trace { kind: alike.map(|at| kinds[at]), is_named: false, is_doubtful: false, id };
            Some((trace.id.parse().unwrap_or(u64::MAX), trace))
        }))
    }

    /// How a service or a certificate stands, in the portal's own word. Their ids are of one row, and each is shown where
    /// it is listed.
    async fn status_of(&self, operation: Operation, id: &str) -> Result<Option<String>, Error> {
        let is_none_of_them =
            |error: &Error| matches!(error.kind, ErrorKind::NotFound | ErrorKind::Refused(_));
        match self.client.service_status(operation, id).await {
            Err(error) if is_none_of_them(&error) => match self.client.certificate(operation, id).await {
                Ok(certificate) => Ok(certificate.into_status()),
                Err(other) if is_none_of_them(&other) => Err(error),
                Err(other) => Err(other),
            },
            told => told,
        }
    }

    /// What is sold for a wish, and for how much.
    async fn sold(&self, operation: Operation, wish: &Wish) -> Result<Result<Offer, NotSold>, Error> {
        match wish {
            Wish::Plan { name: Some(_), .. } => Ok(Err(NotSold::NameNotTaken)),
            Wish::Plan { os: Some(_), .. } => {
                Ok(Err(NotSold::NoSuchStep { text: "os".to_owned(), known: vec![] }))
            }
            Wish::Plan { plan, answers, more, .. } => self.offer_of(operation, plan, answers, more).await,
            Wish::Certificate(wish) => self.certificate_offer(wish).await,
            Wish::Custom(_) => Err(self.unsupported(Operation::OrderCustom)),
        }
    }
}

fn wanted(item: &Item) -> Wanted<'_> {
    Wanted { product: &item.plan.resource.id, chosen: &item.chosen }
}

/// What the answer to an order tells of it.
fn purchase(ordered: Ordered, offer: &Offer) -> Purchase {
    let currency = offer.price.and_then(|price| price.currency);
    Purchase {
        order: ordered.order_num.clone().or_else(|| ordered.order_num_list.first().cloned()),
        invoice: ordered.invoice_id.filter(|id| is_number(id)),
        charged: ordered.total.map(|amount| Money { amount, currency }),
        traces: ordered.items.into_iter().filter_map(|item| item.into_service()).collect(),
        ..Purchase::default()
    }
}

#[async_trait]
impl Shop for LightLayer {
    async fn plans(&self) -> Result<Vec<Plan>, Error> {
        let (products, frame) = tokio::join!(self.client.products(self.side_by_side), self.price_frame());
        Ok(self.translated(Operation::PlanList, products?, |(category, product)| {
            let resource = self.numbered(ResourceKind::Plan, product.id.as_deref())?;
            Some(shop::plan(product, category, resource, &frame))
        }))
    }

    async fn steps(&self, plan: &str) -> Result<Vec<Step>, Error> {
        let (_, steps, _) = self.configured(Operation::PlanShow, plan).await?;
        Ok(steps)
    }

    fn paid_by(&self) -> PaidBy {
        PaidBy::Method
    }

    async fn quote(&self, wish: &Wish) -> Result<Result<Offer, NotSold>, Error> {
        self.sold(Operation::QuoteShow, wish).await
    }

    async fn offer(&self, wish: &Wish) -> Result<Result<Offer, NotSold>, Error> {
        self.sold(Operation::OrderBuy, wish).await
    }

    async fn progress(&self, service: &str) -> Result<Progress, Error> {
        let operation = Operation::OrderProgress;
        let status = self.status_of(operation, service).await?;
        let is = |word: &str| status.as_deref().is_some_and(|status| status.eq_ignore_ascii_case(word));
        let state = match () {
            () if is("active") => ProgressState::Done,
            () if ["terminated", "cancelled", "fraud"].iter().any(|over| is(over)) => ProgressState::Failed,
            () => ProgressState::Running,
        };
        let words = status.filter(|_| state != ProgressState::Done);
        let mut progress = Progress { words, ..Progress::new(state) };
        if state == ProgressState::Done {
            let mut vms = self.client.vms(operation, service).await?;
            if let Some(mut vm) = (!vms.is_empty()).then(|| vms.swap_remove(0)) {
                if vm.is_being_built() {
                    progress.state = ProgressState::Running;
                }
                progress.server = vm.take_id().map(|id| format!("{service}.{id}"));
            }
        }
        Ok(progress)
    }

    async fn traces(&self, offer: &Offer, _: &str) -> Result<Vec<Trace>, Error> {
        let mut traces = match &offer.goods {
            Goods::Plan(first) => self.service_traces(offer, first).await?,
            Goods::Certificate(certificate) => self.certificate_traces(offer, certificate).await?,
            Goods::Custom(_) => vec![],
        };
        // The ids grow; of two that are new the older one is likelier to be the older purchase.
        traces.sort_by_key(|(number, _)| *number);
        Ok(traces.into_iter().map(|(_, trace)| trace).collect())
    }
}

#[async_trait]
impl Purchases for LightLayer {
    async fn buy(&self, permit: &Authorized, offer: &Offer, _: &str) -> Result<Purchase, Error> {
        self.offered(offer.operation())?;
        let operation = offer.goods.operation();
        permitted_here(self, permit, operation);
        let plan = match &offer.goods {
            Goods::Plan(plan) => plan,
            Goods::Certificate(certificate) => {
                return Ok(purchase(self.client.order_certificate(certificate, &offer.chosen).await?, offer));
            }
            Goods::Custom(_) => return Err(self.unsupported(operation)),
        };
        let pay_method = Chosen::value_of(&offer.chosen, PAY_METHOD);
        let pay_method =
            pay_method.ok_or_else(|| error::not_sent(operation, "the offer has no way to pay"))?;
        let first = Wanted { product: &plan.resource.id, chosen: &offer.chosen };
        let items: Vec<_> = std::iter::once(first).chain(offer.more.iter().map(wanted)).collect();
        Ok(purchase(self.client.order(&items, pay_method).await?, offer))
    }
}
