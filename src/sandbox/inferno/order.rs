//! Orders, the servers that come of them, and what there is to order.

use jiff::civil::Date;
use rust_decimal::Decimal;
use secrecy::SecretString;

use crate::sandbox::provider::{Mode, Power};

/// A plan on sale.
#[derive(Clone, Debug)]
pub struct Product {
    /// Its id.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// What it costs a month.
    pub price: Decimal,
}

/// How an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It is not paid.
    Pending,
    /// It is paid.
    Active,
}

impl Status {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Status::Pending => "Pending",
            Status::Active => "Active",
        }
    }
}

/// An order.
#[derive(Clone, Debug)]
pub struct Order {
    /// Its number, another one than its id.
    pub number: u64,
    /// What was ordered.
    pub product: String,
    /// What it costs.
    pub amount: Decimal,
    /// Its invoice.
    pub invoice: u64,
    /// The service that is paid for.
    pub service: u64,
    /// How it stands.
    pub status: Status,
    /// Until when it is paid for.
    pub until: Date,
    /// The server that came of it, if one did.
    pub vps: Option<Vps>,
}

/// A server.
#[derive(Clone, Debug)]
pub struct Vps {
    /// Its id in the virtualisation.
    pub main_id: u64,
    /// Its name.
    pub name: String,
    /// Its address.
    pub ip: String,
    /// Whether it runs.
    pub power: Power,
    /// How it takes its orders.
    pub mode: Mode,
    /// What is said of its state in place of on and off.
    pub word: Option<String>,
    /// What it was set up with.
    pub template: String,
    /// The password of its owner.
    pub password: SecretString,
}

/// An SSH key.
#[derive(Clone, Debug)]
pub struct Key {
    /// Its name.
    pub name: String,
    /// Its line: type, base64 and label.
    pub line: String,
}
