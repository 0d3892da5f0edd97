//! What happens at Klikk without a request of ours.

use super::Klikk;
use super::order::{Status, Vps};

impl Klikk {
    /// Somebody orders a server in the portal; the order's id.
    pub fn order_is_placed(&self, name: &str) -> u64 {
        let vps = Vps {
            id: 0,
            cpu: 1,
            memory: 1024,
            storage: 25_000,
            is_running: true,
            ipv4: Some(String::new()),
            ipv6: None,
        };
        self.with_state(|state| state.place(vec![(name.to_owned(), vps)], None).0)
    }

    /// The invoice of an order is paid; false when nothing of it waits for that.
    pub fn order_is_paid(&self, order: u64) -> bool {
        self.with_state(|state| {
            let ready = state.clock.now() + state.pace.provisioning;
            let items = state.orders.get_mut(&order).into_iter().flat_map(|order| &mut order.items);
            let unpaid = items.filter(|item| item.status == Status::Unpaid);
            unpaid.map(|item| item.status = Status::Pending(ready)).count() > 0
        })
    }

    /// What is pending of an order is created now; false when nothing is.
    pub fn order_is_created(&self, order: u64) -> bool {
        self.with_state(|state| {
            let items = state.orders.get_mut(&order).into_iter().flat_map(|order| &mut order.items);
            let pending = items.filter(|item| matches!(item.status, Status::Pending(_)));
            pending.map(|item| item.status = Status::Done).count() > 0
        })
    }

    /// The period ends of everything that is not renewed; how many items went.
    pub fn period_ends(&self) -> usize {
        self.with_state(|state| {
            let items = state.orders.values_mut().flat_map(|order| &mut order.items);
            let ending = items.filter(|item| item.is_ending && item.status != Status::Cancelled);
            ending.map(|item| item.status = Status::Cancelled).count()
        })
    }

    /// A server runs from now on or does not; false for an unknown item.
    pub fn vps_runs(&self, item: u64, is_running: bool) -> bool {
        self.with_state(|state| state.item_mut(item).map(|item| item.vps.is_running = is_running).is_some())
    }
}
