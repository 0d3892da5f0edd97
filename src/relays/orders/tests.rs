//! Any course of purchases, orders placed elsewhere and looks gives one card an order, and its true changes.

use proptest::prelude::*;

use super::*;
use crate::domain::order::Cycle;
use crate::domain::{Money, ResourceKind, ResourceRef, UserId};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).unwrap()
}

fn price(amount: i64) -> Option<Money> {
    Some(Money { amount: amount.into(), currency: Some("ILS".parse().unwrap()) })
}

fn order(id: &str, name: &str, amount: i64, state: OrderState, placed: Option<i64>) -> Order {
    Order {
        resource: ResourceRef::parse(ResourceKind::Order, &format!("shop/{id}")).unwrap(),
        name: name.to_owned(),
        state,
        price: price(amount),
        cycle: Cycle::Monthly,
        placed: placed.map(|second| (at(second), UserId(7))),
        renews_on: None,
        server: None,
        traces: None,
    }
}

fn told(id: &str, name: &str, amount: i64, word: &str) -> Order {
    order(id, name, amount, OrderState::Told(word.to_owned()), None)
}

/// What the store remembers, and everything that was told.
#[derive(Default)]
struct Watcher {
    known: BTreeMap<String, OrderFacts>,
    told: Vec<(String, Event)>,
}

impl Watcher {
    fn bought(&mut self, bought: &[Order], first: bool) -> bool {
        let changes = purchases(&self.known, bought, BTreeMap::new(), first);
        self.keep(changes)
    }

    fn listed(&mut self, list: &[Order], first: bool, now: i64) -> bool {
        let changes = listed(&self.known, list, first, at(now));
        self.keep(changes)
    }

    fn keep(&mut self, changes: Changes) -> bool {
        self.known.extend(changes.changed);
        self.told.extend(changes.events);
        changes.unsettled
    }

    fn take(&mut self) -> Vec<(String, Event)> {
        std::mem::take(&mut self.told)
    }

    fn times(&self, event: Event) -> usize {
        self.told.iter().filter(|(_, told)| *told == event).count()
    }
}

fn events(told: &[(&str, Event)]) -> Vec<(String, Event)> {
    told.iter().map(|(id, event)| ((*id).to_owned(), *event)).collect()
}

#[test]
fn a_purchase_is_one_card_though_the_list_shows_it_under_another_id() {
    let mut watcher = Watcher::default();
    watcher.bought(&[], true);
    watcher.listed(&[told("1", "Spark", 54, "active")], true, 0);
    watcher.bought(&[order("hm-a", "Spark", 54, OrderState::Sent, Some(10))], false);
    assert_eq!(watcher.take(), events(&[("hm-a", Event::OrderPlaced)]));
    let list = [told("1", "Spark", 54, "active"), told("2", "Spark", 54, "pending")];
    watcher.listed(&list, false, 20);
    watcher
        .bought(&[order("hm-a", "Spark", 54, OrderState::Installing { percent: Some(5) }, Some(10))], false);
    watcher.bought(&[order("hm-a", "Spark", 54, OrderState::Done, Some(10))], false);
    watcher.bought(&[order("hm-a", "Spark", 54, OrderState::Done, Some(10))], false);
    let list = [told("2", "Spark", 54, "active"), told("3", "Spark", 54, "active")];
    watcher.listed(&list, false, 30);
    let expected = [
        ("hm-a", Event::ProvisionProgress),
        ("hm-a", Event::ProvisionDone),
        ("hm-a", Event::OrderStatus),
        ("3", Event::OrderPlaced),
    ];
    assert_eq!(watcher.take(), events(&expected));
}

#[test]
fn one_that_is_listed_under_another_name_is_known_by_its_price_unless_another_fits_better() {
    let mut watcher = Watcher::default();
    watcher.bought(&[order("hm-a", "Spark", 54, OrderState::Done, Some(10))], false);
    watcher.take();
    watcher.listed(&[told("2", "Another", 54, "active"), told("3", "Spark", 54, "active")], false, 20);
    assert_eq!(watcher.take(), events(&[("2", Event::OrderPlaced)]));
    watcher.bought(&[order("hm-b", "Flame", 98, OrderState::Done, Some(30))], false);
    watcher.take();
    watcher.listed(&[told("4", "VPS Flame", 98, "active"), told("5", "Blaze", 189, "active")], false, 40);
    assert_eq!(watcher.take(), events(&[("5", Event::OrderPlaced)]));
}

#[test]
fn what_was_ordered_elsewhere_after_a_purchase_came_to_nothing_is_told_once_that_is_sure() {
    let mut watcher = Watcher::default();
    watcher.bought(&[order("hm-a", "Spark", 54, OrderState::NotStarted, Some(0))], false);
    watcher.take();
    let list = [told("2", "Spark", 54, "active")];
    assert!(watcher.listed(&list, false, 60));
    assert_eq!(watcher.take(), []);
    assert!(!watcher.listed(&list, false, 3_600));
    assert_eq!(watcher.take(), events(&[("2", Event::OrderPlaced)]));
    // What was taken for a purchase that was refused then is another's.
    watcher.bought(&[order("hm-b", "Flame", 98, OrderState::Sent, Some(4_000))], false);
    let list = [told("3", "Flame", 98, "active")];
    watcher.listed(&list, false, 4_001);
    assert_eq!(watcher.take(), events(&[("hm-b", Event::OrderPlaced)]));
    assert!(watcher.bought(&[order("hm-b", "Flame", 98, OrderState::Refused, Some(4_000))], false));
    watcher.listed(&list, false, 4_002);
    assert_eq!(watcher.take(), events(&[("hm-b", Event::ProvisionFailed), ("3", Event::OrderPlaced)]));
}

#[test]
fn one_that_began_late_after_all_goes_on_under_its_own_card() {
    let mut watcher = Watcher::default();
    watcher.bought(&[order("hm-a", "Spark", 54, OrderState::NotStarted, Some(0))], false);
    let list = [told("2", "Spark", 54, "active")];
    assert!(watcher.listed(&list, false, 60));
    watcher.bought(&[order("hm-a", "Spark", 54, OrderState::Installing { percent: None }, Some(0))], false);
    assert!(!watcher.listed(&list, false, 120));
    watcher.bought(&[order("hm-a", "Spark", 54, OrderState::Done, Some(0))], false);
    let expected = [
        ("hm-a", Event::OrderPlaced),
        ("hm-a", Event::ProvisionFailed),
        ("hm-a", Event::ProvisionProgress),
        ("hm-a", Event::ProvisionDone),
    ];
    assert_eq!(watcher.take(), events(&expected));
}

#[test]
fn at_the_first_look_only_what_goes_on_is_news() {
    let mut watcher = Watcher::default();
    let bought = [
        order("hm-a", "Spark", 54, OrderState::Done, Some(0)),
        order("hm-b", "Spark", 54, OrderState::Doubtful, Some(1)),
    ];
    watcher.bought(&bought, true);
    watcher.listed(&[told("1", "Spark", 54, "active"), told("2", "Flame", 98, "active")], true, 2);
    assert_eq!(watcher.take(), events(&[("hm-b", Event::OrderPlaced)]));
}

/// What happens at the provider, here, or in what a look sees.
#[derive(Clone, Debug)]
enum Step {
    Buy {
        plan: usize,
    },
    /// A purchase goes on: accepted and listed, a bit further, done or failed, or refused.
    Move {
        which: usize,
        to: u8,
    },
    OrderElsewhere {
        plan: usize,
    },
    Word {
        which: usize,
        active: bool,
    },
    LookAtPurchases,
    /// A look that sees so many entries of the list, in the other order.
    Look {
        sees: usize,
        reversed: bool,
    },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        2 => (0usize..2).prop_map(|plan| Step::Buy { plan }),
        4 => (0usize..6, 0u8..6).prop_map(|(which, to)| Step::Move { which, to }),
        2 => (0usize..2).prop_map(|plan| Step::OrderElsewhere { plan }),
        2 => (0usize..6, any::<bool>()).prop_map(|(which, active)| Step::Word { which, active }),
        2 => Just(Step::LookAtPurchases),
        4 => (0usize..8, any::<bool>()).prop_map(|(sees, reversed)| Step::Look { sees, reversed }),
    ];
    prop::collection::vec(step, 0..60)
}

const PLANS: [(&str, i64); 2] = [("Spark", 54), ("Flame", 98)];

#[derive(Default)]
struct Truth {
    bought: Vec<Order>,
    list: Vec<Order>,
    /// The state of each purchase when it was last looked at.
    seen: BTreeMap<String, OrderState>,
    done: usize,
    failed: usize,
    elsewhere: usize,
}

impl Truth {
    fn list_one(&mut self, plan: usize) {
        let (name, amount) = PLANS[plan];
        self.list.push(told(&format!("{}", self.list.len() + 100), name, amount, "pending"));
    }

    fn go_on(&mut self, which: usize, to: u8) {
        let Some(order) = self.bought.get_mut(which) else { return };
        let plan = PLANS.iter().position(|(name, _)| *name == order.name).unwrap();
        let accepted = matches!(order.state, OrderState::Installing { .. });
        let next = match (&order.state, to) {
            (OrderState::Sent | OrderState::Doubtful, 0) => OrderState::Refused,
            (OrderState::Sent, 1) => OrderState::Doubtful,
            (OrderState::Sent | OrderState::Doubtful, _) => OrderState::Installing { percent: None },
            (OrderState::Installing { .. }, 0) => OrderState::Failed,
            (OrderState::Installing { .. }, 1) => OrderState::Unknown,
            (OrderState::Installing { .. }, 2) => OrderState::Done,
            (OrderState::Installing { .. }, to) => OrderState::Installing { percent: Some(to * 10) },
            (over, _) => over.clone(),
        };
        order.state = next;
        if !accepted && matches!(order.state, OrderState::Installing { .. }) {
            self.list_one(plan);
        }
    }

    /// Notes what a look at the purchases has to tell.
    fn look(&mut self) {
        for order in &self.bought {
            let was = self.seen.insert(order.resource.id.clone(), order.state.clone());
            if was.as_ref() == Some(&order.state) {
                continue;
            }
            match order.state {
                OrderState::Done => self.done += 1,
                OrderState::Failed | OrderState::Refused | OrderState::Unknown => self.failed += 1,
                _ => {}
            }
        }
    }
}

proptest! {
    #[test]
    fn any_course_gives_one_card_an_order_and_exactly_its_changes(steps in steps()) {
        let (mut truth, mut watcher) = (Truth::default(), Watcher::default());
        watcher.bought(&[], true);
        watcher.listed(&[], true, 0);
        let mut now = 0;
        for step in steps {
            now += 1;
            match step {
                Step::Buy { plan } => {
                    let (name, amount) = PLANS[plan];
                    let id = format!("hm-{}", truth.bought.len());
                    truth.bought.push(order(&id, name, amount, OrderState::Sent, Some(now)));
                }
                Step::Move { which, to } => truth.go_on(which, to),
                Step::OrderElsewhere { plan } => {
                    truth.elsewhere += 1;
                    truth.list_one(plan);
                }
                Step::Word { which, active } => {
                    let word = if active { "active" } else { "pending" };
                    if let Some(order) = truth.list.get_mut(which) {
                        order.state = OrderState::Told(word.to_owned());
                    }
                }
                Step::LookAtPurchases => {
                    truth.look();
                    watcher.bought(&truth.bought, false);
                }
                Step::Look { sees, reversed } => {
                    let mut list = truth.list.clone();
                    if reversed {
                        list.reverse();
                    }
                    list.truncate(sees);
                    truth.look();
                    watcher.bought(&truth.bought, false);
                    watcher.listed(&list, false, now);
                }
            }
        }
        // Whatever was in doubt comes to an end, and a last look sees everything.
        for which in 0..truth.bought.len() {
            truth.go_on(which, 2);
            truth.go_on(which, 2);
        }
        truth.look();
        watcher.bought(&truth.bought, false);
        let unsettled = watcher.listed(&truth.list, false, now);
        prop_assert!(!unsettled);
        prop_assert_eq!(watcher.times(Event::OrderPlaced), truth.bought.len() + truth.elsewhere);
        prop_assert_eq!(watcher.times(Event::ProvisionDone), truth.done);
        prop_assert_eq!(watcher.times(Event::ProvisionFailed), truth.failed);
        for order in &truth.bought {
            prop_assert_eq!(&watcher.known[&order.resource.id].state, &order.state);
        }
        // Every entry is shown as it stands, on a card of its own or on a purchase's.
        for order in &truth.list {
            let id = &order.resource.id;
            let listed = |facts: &&OrderFacts| facts.listed.as_ref().is_some_and(|listed| listed.id == *id);
            let shown = match watcher.known.values().find(listed) {
                Some(owner) => OrderState::Told(owner.listed.clone().unwrap().state),
                None => watcher.known[id].state.clone(),
            };
            prop_assert_eq!(&shown, &order.state);
        }
        let before = watcher.told.len();
        watcher.bought(&truth.bought, false);
        watcher.listed(&truth.list, false, now + 1);
        prop_assert_eq!(watcher.told.len(), before, "a look at what is the same tells nothing");
    }
}
