//! What happens at IV without a request of ours.

use rust_decimal::Decimal;

use super::Iv;
use super::account::Order;

impl Iv {
    /// An invoice is issued; its id.
    pub fn invoice_is_issued(&self, cost: Decimal) -> u64 {
        self.with_state(|state| {
            let id = state.orders.iter().map(|order| order.id).max().unwrap_or_default() + 1;
            state.orders.push(Order { id, created: state.now(), paid: None, number: None, cost });
            id
        })
    }

    /// An invoice is paid, and gets its number; false for an unknown one.
    pub fn invoice_is_paid(&self, invoice: u64) -> bool {
        self.with_state(|state| {
            let now = state.now();
            let Some(order) = state.orders.iter_mut().find(|order| order.id == invoice) else { return false };
            order.paid = Some(now);
            order.number = Some(("IV".to_owned(), format!("{}", 121_212 + invoice)));
            true
        })
    }

    /// The overpayment becomes `credit`.
    pub fn credit_changes(&self, credit: Decimal) {
        self.with_state(|state| state.credit = credit);
    }

    /// From now on a server's tasks are never completed, or they are again; false for an unknown one.
    pub fn tasks_stall(&self, server: u64, stuck: bool) -> bool {
        self.with_state(|state| state.server_mut(server).map(|server| server.stuck = stuck).is_some())
    }
}
