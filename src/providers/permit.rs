//! What an adapter makes sure of before it changes something.

use super::Identity;
use crate::domain::{Operation, ResourceRef};
use crate::policy::Authorized;

/// Makes sure that a permit is for something in the adapter's own account.
///
/// # Panics
///
/// When the permit is for another action or account: the pipeline handed the wrong one, and going on could spend what
/// nobody allowed.
pub fn permitted_here(adapter: &dyn Identity, permit: &Authorized, operation: Operation) {
    let here = permit.target().account().is_some_and(|account| account == adapter.account());
    if !here || !permit.action().uses(operation) {
        panic!("a permit for {} on {} was used for {operation}", permit.action(), permit.target());
    }
}

/// The thing that a permit lets an adapter change.
///
/// # Panics
///
/// When the permit is for another action or account: the pipeline handed the wrong one, and going on could change what
/// nobody allowed.
pub fn permitted<'a>(
    adapter: &dyn Identity,
    permit: &'a Authorized,
    operation: Operation,
) -> &'a ResourceRef {
    let resource = permit.target().resource().filter(|resource| resource.account == *adapter.account());
    match resource {
        Some(resource) if permit.action().uses(operation) => resource,
        _ => panic!("a permit for {} on {} was used for {operation}", permit.action(), permit.target()),
    }
}
