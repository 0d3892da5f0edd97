//! What the account holds beside its servers.

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;

/// Who owns the account.
#[derive(Clone, Debug)]
pub struct Owner {
    /// The account's id.
    pub id: u64,
    /// Company, or none.
    pub company: Option<String>,
    /// Name.
    pub name: String,
    /// Street.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// Mail address.
    pub email: String,
    /// The name by which the owner enters the client area.
    pub nick: String,
}

/// An invoice, which IV calls an order.
#[derive(Clone, Debug)]
pub struct Order {
    /// Its id.
    pub id: u64,
    /// When it was issued.
    pub created: DateTime,
    /// When it was paid.
    pub paid: Option<DateTime>,
    /// The series and the number that a paid one gets.
    pub number: Option<(String, String)>,
    /// What is to be paid.
    pub cost: Decimal,
}

/// Something that is paid for regularly.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its id; a server's is that of its service.
    pub id: u64,
    /// When it was ordered.
    pub created: DateTime,
    /// Since when it is paid for.
    pub since: Date,
    /// Until when it is paid for.
    pub until: Date,
    /// What it costs.
    pub price: Decimal,
    /// How much less, in percent.
    pub discount: Decimal,
    /// For how long that is.
    pub unit: String,
    /// What it is; of a server this is made from the server itself.
    pub description: String,
}

/// An overpayment that was added or used.
#[derive(Clone, Debug)]
pub struct Credit {
    /// Its id.
    pub id: u64,
    /// When.
    pub created: DateTime,
    /// How much; negative when it was used.
    pub amount: Decimal,
    /// What for.
    pub description: String,
}

/// A bonus that was added or used.
#[derive(Clone, Debug)]
pub struct Bonus {
    /// Its id.
    pub id: u64,
    /// When.
    pub created: DateTime,
    /// How much; negative when it was used.
    pub amount: Decimal,
    /// Where from or what for.
    pub description: String,
}
