//! What happens at LlamaLink without a request of ours: the customer's other hands, and the setting up of what they buy.

use jiff::Span;

use super::LlamaLink;
use super::account::Subscription;
use super::state::State;

/// The state of what was ordered and is not set up.
const PENDING: &str = "pending";
/// The state of what is set up.
const ACTIVE: &str = "active";

impl LlamaLink {
    /// A plan is ordered in the customer's area; the order's id, nothing for an unknown plan.
    pub fn order_is_placed_elsewhere(&self, plan: &str) -> Option<u64> {
        self.with_state(|state| state.order_elsewhere(plan))
    }

    /// What was ordered and is pending is set up; how much that is.
    pub fn pending_orders_are_set_up(&self) -> usize {
        self.with_state(|state| {
            let pending = state.subscriptions.iter_mut().filter(|order| order.status == PENDING);
            pending.map(|order| ACTIVE.clone_into(&mut order.status)).count()
        })
    }
}

impl State {
    fn order_elsewhere(&mut self, plan: &str) -> Option<u64> {
        let plan = self.plans.iter().find(|offered| offered.id == plan)?;
        let today = self.clock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
        let order = Subscription {
            id: self.next_subscription_id(),
            kind: "vps".to_owned(),
            name: plan.name.clone(),
            status: PENDING.to_owned(),
            renewal_date: today.saturating_add(Span::new().months(1)),
            price_monthly: plan.price,
        };
        let id = order.id;
        self.subscriptions.push(order);
        Some(id)
    }
}
