//! Suggestions for what is bought: the groups that it is sold in, and the ways to pay.

use std::collections::BTreeSet;

use super::{Suggestion, SuggestionRequest, known_of, meant, rank};
use crate::dispatch::Dispatch;

impl Dispatch {
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
