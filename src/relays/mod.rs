//! Relays: what watches the providers, what has happened there, and what channels are owed because of it.

pub mod invoices;
pub mod outbox;
pub mod rules;
pub mod tickets;
