//! What happens at Inferno without a request of ours.

use rust_decimal::Decimal;

use super::Inferno;
use super::order::{Order, Status};
use crate::sandbox::provider::{Mode, Power};

impl Inferno {
    /// Somebody orders a product in the personal area; the order's id, nothing for an unknown product.
    pub fn order_is_placed(&self, product: u64) -> Option<u64> {
        self.with_state(|state| {
            let product = state.products.iter().find(|known| known.id == product)?.clone();
            let id = state.next_order;
            let order = Order {
                number: 8_634_000_000 + id * 7,
                product: product.name,
                amount: product.price,
                invoice: state.next_invoice,
                service: state.next_service,
                status: Status::Pending,
                until: jiff::tz::TimeZone::UTC.to_datetime(state.clock.now()).date(),
                vps: None,
            };
            state.orders.insert(id, order);
            state.next_order += 1;
            state.next_invoice += 1;
            state.next_service += 1;
            Some(id)
        })
    }

    /// The invoice of an order is paid; false for an unknown order.
    pub fn order_is_paid(&self, order: u64) -> bool {
        self.with_state(|state| {
            state.orders.get_mut(&order).map(|order| order.status = Status::Active).is_some()
        })
    }

    /// The balance becomes `balance`.
    pub fn balance_changes(&self, balance: Decimal) {
        self.with_state(|state| state.balance = balance);
    }

    /// A server takes its orders so from now on; false for an unknown one.
    pub fn vps_behaves(&self, order: u64, mode: Mode) -> bool {
        self.with_state(|state| state.vps_mut(order).map(|vps| vps.mode = mode).is_some())
    }

    /// A server goes down by itself or comes up; false for an unknown one.
    pub fn vps_runs(&self, order: u64, running: bool) -> bool {
        self.with_state(|state| {
            let power = if running { Power::on_since(state.clock.now()) } else { Power::OFF };
            state.vps_mut(order).map(|vps| vps.power = power).is_some()
        })
    }

    /// Something else than on and off is said of a server's state, or no more; false for an unknown one.
    pub fn vps_reports(&self, order: u64, word: Option<&str>) -> bool {
        self.with_state(|state| state.vps_mut(order).map(|vps| vps.word = word.map(str::to_owned)).is_some())
    }
}
