//! What has happened to orders between two looks: to the bot's purchases, and to what the provider lists.
//!
//! A provider's list need not tell which entry is which purchase: LlamaLink's knows neither the id that the bot gave nor
//! the server. So an entry that is new stands for a purchase that has none yet and looks like it; one entry for one
//! purchase, so that as many cards come of it as there are orders.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use crate::domain::event::Event;
use crate::domain::order::{Order, OrderState};
use crate::domain::relay::{ListedFacts, MadeFacts, OrderFacts};

/// How long after its call an entry can be a purchase's; what is new later was ordered elsewhere.
const LISTED_WITHIN: SignedDuration = SignedDuration::from_hours(24);
/// How long an entry waits that may yet turn out to be a purchase that counts as never begun.
const BEGINS_WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// What a look has brought.
#[derive(Debug, Default, PartialEq)]
pub struct Changes {
    /// The orders that are new or have changed, by their ids.
    pub changed: BTreeMap<String, OrderFacts>,
    /// What has happened to which.
    pub events: Vec<(String, Event)>,
    /// Whether there is more to be told of the list, though it stays the same.
    pub unsettled: bool,
}

/// What has happened to the bot's purchases, given with the servers that were read; what was over before anybody
/// watched is no news.
pub fn purchases(
    known: &BTreeMap<String, OrderFacts>,
    purchases: &[Order],
    mut made: BTreeMap<String, MadeFacts>,
    first: bool,
) -> Changes {
    let mut changes = Changes::default();
    for order in purchases {
        let id = &order.resource.id;
        let was = known.get(id);
        let mut facts = facts(order);
        facts.made = made.remove(id).or_else(|| was.and_then(|was| was.made.clone()));
        facts.listed = was.and_then(|was| was.listed.clone());
        if facts.state.came_to_nothing() && facts.listed.take().is_some() {
            // The entry is somebody else's.
            changes.unsettled = true;
        }
        if was == Some(&facts) {
            continue;
        }
        if !first || facts.state.goes_on() {
            let placed = was.is_none().then_some(Event::OrderPlaced);
            let moved = moved(was, &facts);
            changes.events.extend(placed.into_iter().chain(moved).map(|event| (id.clone(), event)));
        }
        changes.changed.insert(id.clone(), facts);
    }
    changes
}

/// What has happened to what the provider lists; the purchases among it are known already.
pub fn listed(known: &BTreeMap<String, OrderFacts>, list: &[Order], first: bool, now: Timestamp) -> Changes {
    let mut changes = Changes::default();
    let owners = owners(known, list, first, now);
    let mut seen = BTreeSet::new();
    for order in list {
        let id = &order.resource.id;
        if !seen.insert(id) {
            continue;
        }
        let (id, facts) = match owners.get(id.as_str()) {
            Some(owner) => {
                let OrderState::Told(state) = &order.state else { continue };
                let listed = Some(ListedFacts { id: id.clone(), state: state.clone() });
                (*owner, OrderFacts { listed, ..known[*owner].clone() })
            }
            None => (id, facts(order)),
        };
        let was = known.get(id);
        if was == Some(&facts) {
            continue;
        }
        if was.is_none() && !first && may_yet_be_a_purchase(known, order, now) {
            changes.unsettled = true;
            continue;
        }
        if !first {
            let event = match was {
                None => Some(Event::OrderPlaced),
                Some(was) => moved(Some(was), &facts),
            };
            changes.events.extend(event.map(|event| (id.clone(), event)));
        }
        changes.changed.insert(id.clone(), facts);
    }
    changes
}

/// Which entry of the list is which purchase, by their ids.
fn owners<'k>(
    known: &'k BTreeMap<String, OrderFacts>,
    list: &'k [Order],
    first: bool,
    now: Timestamp,
) -> BTreeMap<&'k str, &'k String> {
    let listed = |(id, facts): (&'k String, &'k OrderFacts)| Some((facts.listed.as_ref()?.id.as_str(), id));
    let mut owners: BTreeMap<&str, &String> = known.iter().filter_map(listed).collect();
    let mut free: Vec<(&String, &OrderFacts)> = known
        .iter()
        .filter(|(_, facts)| facts.listed.is_none() && !facts.state.came_to_nothing())
        .filter(|(_, facts)| {
            facts.placed.is_some_and(|(at, _)| first || now.duration_since(at) < LISTED_WITHIN)
        })
        .collect();
    free.sort_by_key(|(_, facts)| facts.placed);
    // A provider may list under another name than it sells, but hardly at another price.
    for alike in [is_same as fn(&OrderFacts, &Order) -> bool, costs_the_same] {
        for order in list {
            let id = order.resource.id.as_str();
            if known.contains_key(id) || owners.contains_key(id) {
                continue;
            }
            if let Some(at) = free.iter().position(|(_, facts)| alike(facts, order)) {
                owners.insert(id, free.remove(at).0);
            }
        }
    }
    owners
}

/// Whether an entry may be a purchase that counts as never begun and is still looked for.
fn may_yet_be_a_purchase(known: &BTreeMap<String, OrderFacts>, order: &Order, now: Timestamp) -> bool {
    known.values().any(|facts| {
        facts.state == OrderState::NotStarted
            && facts.placed.is_some_and(|(at, _)| now.duration_since(at) < BEGINS_WITHIN)
            && (is_same(facts, order) || costs_the_same(facts, order))
    })
}

fn is_same(facts: &OrderFacts, order: &Order) -> bool {
    let untold = facts.price.is_none() || order.price.is_none();
    facts.name == order.name && (untold || costs_the_same(facts, order))
}

fn costs_the_same(facts: &OrderFacts, order: &Order) -> bool {
    facts.price.is_some() && facts.price == order.price
}

/// What it means that an order is not as it was.
fn moved(was: Option<&OrderFacts>, now: &OrderFacts) -> Option<Event> {
    let listed = |facts: &OrderFacts| facts.listed.as_ref().map(|listed| listed.state.clone());
    match (was, &now.state) {
        (Some(was), state) if was.state == *state => {
            let word = listed(was)?;
            (listed(now)? != word).then_some(Event::OrderStatus)
        }
        (_, OrderState::Done) => Some(Event::ProvisionDone),
        (_, OrderState::Failed | OrderState::NotStarted | OrderState::Refused | OrderState::Unknown) => {
            Some(Event::ProvisionFailed)
        }
        (None, _) => None,
        (_, state) if state.goes_on() => Some(Event::ProvisionProgress),
        // Of what the provider lists, its list tells the same.
        (_, OrderState::Paid) => now.listed.is_none().then_some(Event::OrderStatus),
        (_, _) => Some(Event::OrderStatus),
    }
}

fn facts(order: &Order) -> OrderFacts {
    OrderFacts {
        name: order.name.clone(),
        price: order.price,
        cycle: order.cycle,
        placed: order.placed,
        state: order.state.clone(),
        listed: None,
        server: order.server.as_ref().map(|server| server.id.clone()),
        made: None,
    }
}

#[cfg(test)]
mod tests;
