//! Orders, their items, and the servers that come of these.

use jiff::Timestamp;

/// How an item of an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It waits for a payment.
    Unpaid,
    /// It waits for its creation, which is done by then.
    Pending(Timestamp),
    /// It is fully completed.
    Done,
    /// It is cancelled.
    Cancelled,
}

impl Status {
    /// The status as it is at a moment.
    pub fn at(self, now: Timestamp) -> Self {
        match self {
            Status::Pending(until) if until <= now => Status::Done,
            other => other,
        }
    }

    /// Its number.
    pub const fn number(self) -> u64 {
        match self {
            Status::Done => 0,
            Status::Unpaid => 100,
            Status::Pending(_) => 200,
            Status::Cancelled => 900,
        }
    }

    /// What is said of it.
    pub const fn message(self) -> &'static str {
        match self {
            Status::Done => "Order is completed",
            Status::Unpaid => "Payment is required",
            Status::Pending(_) => "Order is being processed",
            Status::Cancelled => "Order is cancelled",
        }
    }
}

/// An order.
#[derive(Clone, Debug)]
pub struct Order {
    /// What the client calls it.
    pub reference: Option<String>,
    /// What was ordered.
    pub items: Vec<Item>,
}

impl Order {
    /// How the order stands as a whole: as the item that is furthest from its end.
    pub fn status(&self, now: Timestamp) -> Status {
        let statuses: Vec<_> = self.items.iter().map(|item| item.status.at(now)).collect();
        let has = |number| statuses.iter().find(|status| status.number() == number).copied();
        has(100).or_else(|| has(200)).or_else(|| has(0)).unwrap_or(Status::Cancelled)
    }
}

/// An item of an order.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its id.
    pub id: u64,
    /// What the server is called.
    pub name: String,
    /// How it stands.
    pub status: Status,
    /// Whether it is not renewed, and is cancelled when its period ends.
    pub is_ending: bool,
    /// The server that comes of it.
    pub vps: Vps,
}

/// A server.
#[derive(Clone, Debug)]
pub struct Vps {
    /// Its id.
    pub id: u64,
    /// Its cores.
    pub cpu: u64,
    /// Its memory, MB.
    pub memory: u64,
    /// Its storage, MB.
    pub storage: u64,
    /// Whether it runs.
    pub is_running: bool,
    /// Its address.
    pub ipv4: Option<String>,
    /// The same of IPv6.
    pub ipv6: Option<String>,
}
