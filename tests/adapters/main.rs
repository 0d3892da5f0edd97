//! What holds for every adapter: what it claims it does, what it does not claim it refuses, and nothing that a person
//! types changes what is asked of a provider.

mod accounts;
#[path = "../harness/adapters.rs"]
mod adapters;
mod bounds;
mod claims;
mod perform;
#[path = "../harness/permit.rs"]
mod permit;
mod sent;
mod typed;
