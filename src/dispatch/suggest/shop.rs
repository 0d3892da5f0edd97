//! Suggestions for what is bought: the orders, the groups that it is sold in, and the ways to pay.

use std::collections::BTreeSet;

use super::{Part, Suggestion, SuggestionRequest, known_of, meant, rank, seconds_since};
use crate::dispatch::Dispatch;
use crate::domain::Action;
use crate::domain::order::Order;

impl Dispatch {
    pub(super) async fn suggest_orders(&self, request: &SuggestionRequest, typed: &str) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        let known = known_of(context.accounts().map(|account| account.orders().clone())).await;
        let mut purchases = self.store().purchases().await.unwrap_or_else(|error| {
            tracing::error!(%error, "Could not read the purchases.");
            vec![]
        });
        purchases.retain(|order| context.accounts().any(|account| *account.name() == order.resource.account));
        let bought = |order: &Order| {
            let is_of = |purchase: &&Order| {
                let traces = purchase.traces.as_deref().unwrap_or_default();
                purchase.resource.account == order.resource.account && traces.contains(&order.resource.id)
            };
            purchases.iter().find(is_of).map(|purchase| purchase.name.clone())
        };
        // What is done to orders is done to the provider's own, which the bot's purchases have become.
        let own = if request.action == Action::OrderStatus { &*purchases } else { &[] };
        rank(
            typed,
            own.iter().chain(known.iter().flat_map(|orders| orders.iter())).enumerate().map(
                |(nth, order)| {
                    // A list that tells numbers alone does not tell what was bought.
                    let plan = bought(order).filter(|plan| *plan != order.name);
                    let mut label: Vec<Part> = plan.into_iter().map(Part::Text).collect();
                    label.extend([
                        order.name.clone().into(),
                        order.resource.account.to_string().into(),
                        Part::Order(order.state.clone()),
                    ]);
                    label.extend(match order.placed {
                        Some((at, _)) => Some(Part::Age(seconds_since(at))),
                        None => order.renews_on.map(Part::Renews),
                    });
                    // What is typed may be an id; the match must then be seen in the label.
                    if !typed.is_empty() && order.resource.id.to_lowercase().contains(typed) {
                        label.push(order.resource.id.clone().into());
                    }
                    let value = order.resource.to_string();
                    (u8::from(nth >= own.len()), Suggestion { label, value })
                },
            ),
        )
    }

    pub(super) async fn suggest_categories(
        &self,
        request: &SuggestionRequest,
        typed: &str,
    ) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        let known = known_of(meant(&context, request).map(|account| account.plans().clone())).await;
        let plans = known.iter().flat_map(|plans| plans.iter());
        let categories: BTreeSet<String> = plans.filter_map(|plan| plan.category.clone()).collect();
        rank(
            typed,
            categories
                .into_iter()
                .map(|name| (0, Suggestion { label: vec![name.clone().into()], value: name })),
        )
    }

    /// The programs for the certificate on sale that is filled in.
    pub(super) async fn suggest_software(&self, request: &SuggestionRequest, typed: &str) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        let Some(text) = request.arguments.get("plan").and_then(|text| text.as_str()) else {
            return vec![];
        };
        let Some(plan) = context.certificate_plan(text).await else { return vec![] };
        let account = context.accounts().find(|account| *account.name() == plan.account);
        let known = known_of(account.map(|account| account.software().of(&plan.id)).into_iter()).await;
        rank(
            typed,
            known.iter().flat_map(|software| software.iter()).map(|program| {
                let label = vec![program.name.clone().into(), program.id.clone().into()];
                (0, Suggestion { label, value: program.id.clone() })
            }),
        )
    }

    pub(super) async fn suggest_pay_methods(
        &self,
        request: &SuggestionRequest,
        typed: &str,
    ) -> Vec<Suggestion> {
        let context = self.context(&request.actor, request.action);
        let known = known_of(meant(&context, request).map(|account| account.payment_methods().clone())).await;
        let methods = known.iter().flat_map(|methods| methods.iter());
        rank(
            typed,
            methods.filter_map(|method| {
                let value = method.id.clone()?;
                Some((0, Suggestion { label: vec![method.name.clone().into(), value.clone().into()], value }))
            }),
        )
    }
}
