//! What all purchases have in common.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::actions::{Context, Done, Failure, Planned, Refusal, Stop};
use crate::domain::billing::Card;
use crate::domain::form::{FormItem, FormState, Step, StepKind};
use crate::domain::job::{PurchaseWatch, Traced, Watch};
use crate::domain::order::{self, Answers, NotSold, Offer, Wish};
use crate::domain::outcome::{Outcome, Plan, PlanFacts, ResourceName};
use crate::domain::{Error, Id, Operation, ResourceKind, ResourceRef, Target};
use crate::policy::{Authorized, Scope};
use crate::providers::Account;
use crate::providers::inventory::Known;

/// The step of a promotion code.
const PROMOCODE: &str = "promocode";

/// What a permit's plan is now.
pub(super) async fn plan(context: &Context<'_>, permit: &Authorized) -> Result<order::Plan, Stop> {
    let plans = context.ask(permit, |reads| async move { reads.plans().await }).await?;
    context.account_of(permit.target())?.plans().put(&plans);
    plans
        .into_iter()
        .find(|plan| Some(&plan.resource) == permit.target().resource())
        .ok_or_else(|| Failure::Gone(permit.target().clone()).into())
}

/// What a permit's plan can be ordered with, where the provider has anything to choose.
pub(super) async fn steps(context: &Context<'_>, permit: &Authorized) -> Result<Vec<Step>, Stop> {
    let account = context.account_of(permit.target())?;
    let Some(plan) = permit.target().resource().filter(|_| account.has(Operation::PlanShow)) else {
        return Ok(vec![]);
    };
    let id = plan.id.as_str();
    context.ask(permit, |reads| async move { reads.steps(id).await }).await
}

/// What is asked of these in a form: hardly anybody has a promotion code, and who does says so in an option.
pub(super) fn asked(mut steps: Vec<Step>) -> Vec<Step> {
    steps.retain(|step| step.id != PROMOCODE);
    steps
}

/// Makes sure that a permit's plan is on sale.
pub(super) async fn on_sale(context: &Context<'_>, permit: &Authorized) -> Result<(), Stop> {
    let account = context.account_of(permit.target())?;
    if !account.has(Operation::PlanShow) {
        // The offer says it.
        return Ok(());
    }
    let Known::Items(plans) = account.plans().known() else { return Ok(()) };
    let is_closed =
        |known: &order::Plan| Some(&known.resource) == permit.target().resource() && !known.on_sale;
    // What is known may be old: nobody is refused by it.
    if plans.iter().any(is_closed) && !plan(context, permit).await?.on_sale {
        return Err(not_sold(account, NotSold::PlanClosed).into());
    }
    Ok(())
}

/// Refuses what was said with the command and no step takes, before anything else is asked.
fn check(account: &Account, steps: &[Step], answers: &Answers) -> Result<(), Refusal> {
    for (id, text) in answers {
        let known = || steps.iter().map(Step::called).collect();
        let step = steps.iter().find(|step| step.id == *id);
        let step = step.ok_or_else(|| NotSold::NoSuchStep { text: id.clone(), known: known() });
        step.and_then(|step| step.read(text)).map_err(|why| not_sold(account, why))?;
    }
    Ok(())
}

/// The refusal of a purchase that the account's provider does not sell so.
pub(in crate::actions) fn not_sold(account: &Account, why: NotSold) -> Refusal {
    Refusal::NotSold { account: account.name().clone(), provider: account.provider(), why }
}

/// The form in which these steps of a purchase are asked, with what was answered already; `None`: nothing is to be asked.
pub(super) fn form(
    context: &Context<'_>,
    permit: &Authorized,
    steps: Vec<Step>,
    answers: &Answers,
) -> Result<Option<FormState>, Stop> {
    let account = context.account_of(permit.target())?;
    if !steps.is_empty() {
        check(account, &steps, answers)?;
    }
    let steps = asked(steps);
    let is_question = |step: &Step| match &step.kind {
        StepKind::Choice(entries) => entries.len() > 1 || step.default.is_none(),
        _ => true,
    };
    let (Some(plan), true) = (permit.target().resource(), steps.iter().any(is_question)) else {
        return Ok(None);
    };
    let is_asked = |id: &String| steps.iter().any(|step| step.id == *id);
    let also = answers.iter().filter(|(id, _)| !is_asked(id)).map(|(id, text)| (id.clone(), text.clone()));
    let also = also.collect();
    let read = |step: &Step| Some((step.id.clone(), step.read(answers.get(&step.id)?).ok()?.value));
    let answers = steps.iter().filter_map(read).collect();
    let name = match permit.target() {
        Target::Resource { name: Some(name), .. } => name.clone(),
        target => target.to_string(),
    };
    let item = FormItem { plan: plan.clone(), name, steps, answers };
    Ok(Some(FormState::new(item, also, account.has(Operation::OrderSeveral))))
}

/// Begins a form, unless what it does not ask about is refused.
pub(super) async fn begin(
    context: &Context<'_>,
    permit: &Authorized,
    form: FormState,
    wish: &Wish,
) -> Result<Planned, Stop> {
    match offered(context, permit, wish).await {
        Err(Stop::Refused(Refusal::NotSold {
            why: NotSold::Unanswered { .. } | NotSold::Needs { .. },
            ..
        }))
        | Ok(_) => Ok(Planned::Form(Box::new(form))),
        refused => refused,
    }
}

/// Asks what the wish costs and which card pays, and says what would be bought.
pub(in crate::actions) async fn offered(
    context: &Context<'_>,
    permit: &Authorized,
    wish: &Wish,
) -> Result<Planned, Stop> {
    let account = context.account_of(permit.target())?;
    let cards = async {
        match account.has(Operation::CardList) {
            true => context.ask(permit, |reads| async move { reads.cards().await }).await.map(Some),
            false => Ok(None),
        }
    };
    let offer = context.ask(permit, |reads| async move { reads.offer(wish).await });
    let (offer, cards) = tokio::try_join!(offer, cards)?;
    let offer = offer.map_err(|why| not_sold(account, why))?;
    if cards.as_ref().is_some_and(Vec::is_empty) {
        return Err(not_sold(account, NotSold::NoCard).into());
    }
    let Some(resource) = permit.target().resource() else {
        return Err(Failure::Gone(permit.target().clone()).into());
    };
    Ok(Planned::of(Plan {
        fingerprint: fingerprint(&offer, cards.as_deref()),
        target: Target::Resource { resource: resource.clone(), name: Some(offer.title().to_owned()) },
        facts: PlanFacts::Purchase {
            offer: Box::new(offer),
            cards,
            today: Timestamp::now().to_zoned(account.timezone().clone()).date(),
            provider: account.provider(),
            paid_by: account.reads().paid_by(),
        },
    }))
}

/// Everything that a buyer decides by: another price, size, system or card asks for a new consent.
///
/// A digest, since it is stored, and what is known of a card is not to be.
fn fingerprint(offer: &Offer, cards: Option<&[Card]>) -> String {
    let digest = Sha256::digest(format!("{offer:?}\n{cards:?}"));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bot's own id for the purchase of one consent: the provider gets it with every call for it.
pub fn order_id(consent: &Id) -> String {
    format!("hm-{consent}")
}

/// The consent that a purchase was given this id for.
pub(super) fn consent_of(order: &str) -> Option<Id> {
    order.strip_prefix("hm-")?.parse().ok()
}

/// The order at the provider that the text means; by the bot's own id of a purchase, what that has become there.
pub(super) async fn placed(context: &Context<'_>, text: &str) -> Result<Target, Refusal> {
    let own = match text.trim().rsplit('/').next().and_then(consent_of) {
        Some(consent) => context.store().purchase(&consent).await.map_err(|_| Refusal::Stale)?,
        None => None,
    };
    let is_meant = |order: &order::Order| {
        let (reference, id) = (order.resource.to_string(), &order.resource.id);
        (text.trim() == reference || text.trim() == id)
            && context.may(Scope::Account(&order.resource.account))
    };
    let Some(order::Order { resource, traces: Some(traces), name, .. }) = own.filter(is_meant) else {
        return context.named::<order::Order>("order", text).await;
    };
    let mut orders = traces
        .into_iter()
        .filter_map(|id| ResourceRef::new(resource.account.clone(), ResourceKind::Order, id))
        .map(|resource| ResourceName { resource, name: Some(name.clone()) });
    match (orders.next(), orders.next()) {
        (None, _) => context.named::<order::Order>("order", text).await,
        (Some(one), None) => context.named::<order::Order>("order", &one.resource.to_string()).await,
        (Some(one), Some(other)) => Err(Refusal::Ambiguous {
            kind: ResourceKind::Order,
            text: text.to_owned(),
            candidates: [one, other].into_iter().chain(orders).collect(),
            argument: "order",
        }),
    }
}

/// What is watched of a purchase, where the account's provider tells how far one is.
pub(in crate::actions) fn watch(context: &Context<'_>, plan: &Plan, id: &Id) -> Option<Watch> {
    let PlanFacts::Purchase { offer, .. } = &plan.facts else { return None };
    let account = context.account_of(&plan.target).ok()?;
    let order = ResourceRef::new(account.name().clone(), ResourceKind::Order, order_id(id))?;
    let mut watch = PurchaseWatch::new(order, Offer::clone(offer));
    watch.traced = account.has(Operation::OrderTrace).then(Traced::default);
    account.has(Operation::OrderProgress).then_some(Watch::Purchase(Box::new(watch)))
}

/// Buys what the plan offers.
pub(in crate::actions) async fn buy(
    context: &Context<'_>,
    permit: &Authorized,
    plan: &Plan,
    id: &Id,
) -> Result<Done, Error> {
    let PlanFacts::Purchase { offer, .. } = &plan.facts else {
        unreachable!("a plan to buy has the facts of a purchase");
    };
    let purchase = context.changes(permit).buy(permit, offer, &order_id(id)).await?;
    if let Ok(account) = context.account_of(permit.target()) {
        account.orders().expire();
    }
    match watch(context, plan, id) {
        Some(_) => Ok(Done::Bought(purchase)),
        None => {
            let id = purchase.order.or(purchase.server);
            Ok(Done::Finished(Outcome::Bought { offer: offer.clone(), id }))
        }
    }
}

/// The reference that stands for servers of one's own choice, as far as an operation on one is a lock.
pub(super) const CUSTOM: &str = "custom";
