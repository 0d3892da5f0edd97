//! One answer for everything that is said of services in detail, of SSH keys and of orders that are cancelled.

use jiff::civil::date;

use super::{Foreign, USER, account, at, ended, error, failed, id, job, money, per_account, report};
use crate::actions::Refusal;
use crate::dispatch::{Answer, Ask};
use crate::domain::job::{ListDeed, ListWatch, Verdict, Watch};
use crate::domain::key::{KeyDeed, PublicKey, SshKey};
use crate::domain::order::{Cycle, Order, OrderState, OrderedItem};
use crate::domain::outcome::{JobPhase, Listed, Outcome, Page, PlanFacts, ResourceName};
use crate::domain::service::{FactLabel, FactValue, ServiceDetail, ServiceFact};
use crate::domain::{
    Action, Error, ErrorKind, ErrorStatus, Operation, Part, ProviderName, ResourceKind, ResourceRef, Target,
};

const LINE: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ana";

fn resource(kind: ResourceKind) -> ResourceRef {
    ResourceRef::new(account(), kind, "7").unwrap()
}

fn named(foreign: &Foreign, kind: ResourceKind) -> ResourceName {
    ResourceName { resource: resource(kind), name: Some(foreign.name.clone()) }
}

fn target(foreign: &Foreign, kind: ResourceKind) -> Target {
    Target::Resource { resource: resource(kind), name: Some(foreign.name.clone()) }
}

fn order(foreign: &Foreign) -> Order {
    Order {
        resource: resource(ResourceKind::Order),
        name: foreign.name.clone(),
        state: OrderState::Told("Pending".to_owned()),
        price: Some(money("5")),
        cycle: Cycle::Untold,
        placed: None,
        renews_on: None,
        server: None,
        traces: None,
    }
}

fn item(foreign: &Foreign) -> OrderedItem {
    let (name, state) = (foreign.name.clone(), OrderState::Told("payment-needed".to_owned()));
    OrderedItem { id: "1293".to_owned(), name, product: Some(foreign.words.clone()), state }
}

fn added() -> KeyDeed {
    KeyDeed::Add { key: PublicKey::read(LINE).unwrap(), known: vec![] }
}

fn services(foreign: &Foreign) -> Vec<(String, Answer)> {
    let value = |label| match label {
        FactLabel::Price => FactValue::Money(money("5")),
        FactLabel::Since | FactLabel::NextPayment => FactValue::Day(date(2026, 1, 2)),
        _ => FactValue::Text(foreign.words.clone()),
    };
    let facts = FactLabel::ALL.map(|label| ServiceFact { label, value: value(label) }).to_vec();
    let service = |state: Option<&str>, facts| ServiceDetail {
        resource: resource(ResourceKind::Service),
        title: foreign.name.clone(),
        state: state.map(str::to_owned),
        facts,
    };
    let shown = |service| {
        let outcome = Outcome::Service { service: Box::new(service), provider: ProviderName::Inferno };
        Answer::Outcome(outcome, None)
    };
    vec![
        ("service with all facts".to_owned(), shown(service(Some("Active"), facts))),
        ("service without facts".to_owned(), shown(service(None, vec![]))),
    ]
}

fn keys(foreign: &Foreign) -> Vec<(String, Answer)> {
    let key = |kind: Option<&str>| SshKey {
        resource: resource(ResourceKind::Key),
        name: foreign.name.clone(),
        kind: kind.map(str::to_owned),
    };
    let all = vec![key(None), key(Some("ssh-ed25519"))];
    let list = |accounts, total| {
        let page = Page { index: 0, count: 1 };
        Answer::Outcome(Outcome::SshKeys(Listed { accounts, awaited: vec![], total, page }), None)
    };
    let done =
        |deed| Answer::Outcome(Outcome::KeyDone { deed, key: named(foreign, ResourceKind::Key) }, None);
    vec![
        ("no SSH keys".to_owned(), list(vec![per_account(Ok(vec![]))], 0)),
        ("one SSH key".to_owned(), list(vec![per_account(Ok(all[..1].to_vec()))], 1)),
        ("SSH keys".to_owned(), list(vec![per_account(Ok(all)), failed()], 2)),
        ("SSH key added".to_owned(), done(added())),
        ("SSH key removed".to_owned(), done(KeyDeed::Remove)),
    ]
}

fn item_target(foreign: &Foreign) -> Target {
    let OrderedItem { id, name, .. } = item(foreign);
    let part = Part { order_name: foreign.name.clone(), id, name };
    Target::Item { order: resource(ResourceKind::Order), part: Box::new(part) }
}

fn asked(foreign: &Foreign) -> Vec<(String, Answer)> {
    let ask = |action, kind, facts, changed| {
        let (target, expires) = (target(foreign, kind), at(120));
        Answer::Ask(Box::new(Ask { id: id(), action, target, facts, requester: USER, expires, changed }))
    };
    let provider = ProviderName::Inferno;
    let mut asked = vec![];
    for (changed, anew) in [(false, ""), (true, " anew")] {
        for item in [None, Some(foreign.typed.clone())] {
            let name = format!("ask to cancel {}{anew}", if item.is_some() { "an item" } else { "an order" });
            // Where items are told apart, what is cancelled runs on.
            let (runs_on, item) = (item.is_some(), item.map(|_| self::item(foreign)));
            let is_item = item.is_some();
            let facts = PlanFacts::Cancellation { order: Box::new(order(foreign)), item, runs_on, provider };
            let mut answer = ask(Action::OrderCancel, ResourceKind::Order, facts, changed);
            if let Answer::Ask(ask) = &mut answer
                && is_item
            {
                ask.target = item_target(foreign);
            }
            asked.push((name, answer));
        }
        let facts = PlanFacts::Key { deed: KeyDeed::Remove };
        let name = format!("ask to remove a key{anew}");
        asked.push((name, ask(Action::SshkeyRemove, ResourceKind::Key, facts, changed)));
    }
    for (action, kind) in [
        (Action::OrderCancel, ResourceKind::Order),
        (Action::SshkeyAdd, ResourceKind::Key),
        (Action::SshkeyRemove, ResourceKind::Key),
    ] {
        asked.push((format!("{action} working"), Answer::Working(action, target(foreign, kind))));
    }
    let working = Answer::Working(Action::OrderCancel, item_target(foreign));
    asked.push(("order.cancel of an item working".to_owned(), working));
    for (item, runs_on) in [(false, false), (true, false), (false, true), (true, true)] {
        let what = if item { "an item" } else { "an order" };
        let name = format!("cancelled {what}{}", if runs_on { ", which runs on" } else { "" });
        let (order, item) = (named(foreign, ResourceKind::Order), item.then(|| self::item(foreign)));
        let cancelled = Outcome::OrderCancelled { order, item, runs_on, provider };
        asked.push((name, Answer::Outcome(cancelled, None)));
    }
    let items = vec![item(foreign), OrderedItem { product: None, ..item(foreign) }];
    let shown = Outcome::Order {
        order: Box::new(order(foreign)),
        provider: ProviderName::Klikk,
        progress: None,
        server_name: None,
        items,
        words: Some(foreign.words.clone()),
    };
    asked.push(("order with items".to_owned(), Answer::Outcome(shown, None)));
    asked
}

fn watched(foreign: &Foreign) -> Vec<(String, Answer)> {
    let deeds = [
        (ListDeed::CancelOrder, ResourceKind::Order),
        (ListDeed::EndOrder, ResourceKind::Order),
        (ListDeed::AddKey { name: foreign.name.clone(), known: vec![] }, ResourceKind::Key),
        (ListDeed::RemoveKey, ResourceKind::Key),
        (ListDeed::AddContact { email: None, known: vec![] }, ResourceKind::Contact),
        (ListDeed::EditContact { told: vec![] }, ResourceKind::Contact),
    ];
    let mut watched = vec![];
    for (deed, kind) in deeds {
        let verdicts = [
            Verdict::Verified,
            Verdict::NotStarted,
            Verdict::Unobserved { uptime_seconds: None },
            Verdict::Blind,
        ];
        let phases = std::iter::once(JobPhase::Watching { since: at(0), doubtful: true })
            .chain(verdicts.into_iter().map(|verdict| ended(verdict, true)));
        for (n, phase) in phases.enumerate() {
            let watch = Watch::List(ListWatch::new(deed.clone()));
            let name = format!("{} watched {n}", deed.as_str());
            watched.push((name, job(report(watch, target(foreign, kind), phase))));
        }
    }
    watched
}

pub(super) fn answers(foreign: &Foreign) -> Vec<(String, Answer)> {
    [services(foreign), keys(foreign), asked(foreign), watched(foreign)].concat()
}

pub(super) fn refusals(foreign: &Foreign) -> Vec<(Refusal, bool)> {
    let fits = |kind| Refusal::NothingFits { kind, text: foreign.typed.clone(), unsearched: vec![] };
    let refused = Refusal::NotCancellable {
        order: named(foreign, ResourceKind::Order),
        state: OrderState::Told("Active".to_owned()),
        provider: ProviderName::Inferno,
    };
    let again = Refusal::NotCancellable {
        order: named(foreign, ResourceKind::Order),
        state: OrderState::Told("completed".to_owned()),
        provider: ProviderName::Klikk,
    };
    let unpaid = |invoice| Refusal::OrderUnpaid {
        order: Box::new(named(foreign, ResourceKind::Order)),
        provider: ProviderName::Inferno,
        invoice,
    };
    let no_item = Refusal::NoSuchItem {
        order: Box::new(named(foreign, ResourceKind::Order)),
        text: foreign.typed.clone(),
        known: vec![item(foreign)],
    };
    let refusals = [
        refused,
        again,
        unpaid(None),
        unpaid(Some(named(foreign, ResourceKind::Invoice).resource)),
        Refusal::OrderInstalled {
            order: Box::new(named(foreign, ResourceKind::Order)),
            server: named(foreign, ResourceKind::Server).resource,
        },
        no_item,
        Refusal::PrivateKey,
        fits(ResourceKind::Service),
        fits(ResourceKind::Key),
        Refusal::BadArgument { argument: "ip", text: String::new() },
        Refusal::BadArgument { argument: "key", text: String::new() },
    ];
    refusals.into_iter().map(|refusal| (refusal, false)).collect()
}

/// What Inferno's errors say that the others' do not.
pub(super) fn at_inferno(foreign: &Foreign) -> [Error; 2] {
    let at = |kind, operation| {
        let error = error(kind, ErrorStatus::Permanent);
        Error { provider: ProviderName::Inferno, operation, ..error }
    };
    [
        at(ErrorKind::Unauthorized, Operation::ServerList),
        at(ErrorKind::Refused(Some(foreign.words.clone())), Operation::OrderList),
    ]
}

/// What the errors of those say that can be signed in to with a password.
pub(super) fn of_passwords() -> [Error; 4] {
    let at = |provider, kind| {
        let error = error(kind, ErrorStatus::Permanent);
        Error { provider, operation: Operation::ServerList, ..error }
    };
    let refused = || ErrorKind::LoginRefused { again: super::at(300) };
    [
        at(ProviderName::Klikk, ErrorKind::Unauthorized),
        at(ProviderName::Klikk, refused()),
        at(ProviderName::LightLayer, ErrorKind::Unauthorized),
        at(ProviderName::LightLayer, refused()),
    ]
}
