//! The owner of the account, and what the portal tells them.

use jiff::civil::DateTime;
use serde::Serialize;
use serde_json::Value;

/// A person as invoices show them.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Client {
    /// The client's id, digits.
    pub id: String,
    /// Mail address.
    pub email: String,
    /// First name.
    pub firstname: String,
    /// Last name.
    pub lastname: String,
    /// Company, or nothing.
    pub companyname: String,
    /// Street.
    pub address1: String,
    /// House number and the like.
    pub address2: String,
    /// City.
    pub city: String,
    /// State.
    pub state: String,
    /// Post code.
    pub postcode: String,
    /// Country code.
    pub country: String,
    /// Telephone.
    pub phonenumber: String,
}

impl Client {
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.firstname, self.lastname)
    }
}

/// The owner with the traces of their last visit.
#[derive(Clone, Debug)]
pub struct Owner {
    /// Who it is.
    pub client: Client,
    /// When they last logged in.
    pub last_login: DateTime,
    /// From which address.
    pub ip: String,
    /// From which host.
    pub host: String,
}

/// A person who may act for the account.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Who it is.
    pub client: Client,
    /// When they last logged in.
    pub last_login: Option<DateTime>,
    /// What they may do, by area.
    pub privileges: Value,
}

/// A notice of the portal.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Its id.
    pub id: u64,
    /// What kind of thing it is about, `Service` or `Invoice`; empty for none.
    pub rel_type: String,
    /// The id of that thing; empty for none.
    pub rel_id: String,
    /// Its title.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// When it was posted.
    pub date: DateTime,
    /// Whether it was acknowledged.
    pub seen: bool,
}

/// An incident or maintenance that the portal reports.
#[derive(Clone, Debug)]
pub struct Status {
    /// Its id.
    pub id: u64,
    /// Its title.
    pub title: String,
    /// Its text.
    pub body: String,
    /// `Open` or `Resolved`.
    pub status: String,
    /// When it began.
    pub date: DateTime,
}
