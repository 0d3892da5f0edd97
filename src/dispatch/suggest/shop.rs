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
