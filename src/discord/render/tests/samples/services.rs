//! One answer for everything that is said of services and what is done to them.

use jiff::civil::date;

use super::networks::sights;
use super::setups::templates;
use super::{Foreign, USER, account, at, ended, id, job, money, report, servers};
use crate::dispatch::{Answer, Ask};
use crate::domain::billing::Subscription;
use crate::domain::job::{CreationWatch, Verdict, Watch, WatchLimits};
use crate::domain::network::NetAddress;
use crate::domain::outcome::{JobPhase, Made, Outcome, PlanFacts, ResourceName};
use crate::domain::service::{
    Choice, Estimate, NewServer, Period, ServiceAddress, ServiceChange, ServiceDeed, ServiceMethod,
    ServicePart, ServiceShown, Told, UpgradeItem, UpgradeOptions, UpgradePackage, UpgradeResource,
    UpgradeWish,
};
use crate::domain::{Action, ProviderName, ResourceKind, ResourceRef, Target};

const PROVIDER: ProviderName = ProviderName::LlamaLink;

fn reference() -> ResourceRef {
    ResourceRef::new(account(), ResourceKind::Service, "302").unwrap()
}

fn target(foreign: &Foreign) -> Target {
    Target::Resource { resource: reference(), name: Some(foreign.name.clone()) }
}

fn told(foreign: &Foreign) -> Vec<Told> {
    let bare = Told { what: String::new(), how: foreign.typed.clone() };
    vec![Told { what: foreign.name.clone(), how: foreign.words.clone() }, bare]
}

fn upgrades(foreign: &Foreign) -> UpgradeOptions {
    let item = |id: &str, selected: bool| UpgradeItem {
        id: id.to_owned(),
        name: foreign.name.clone(),
        price: selected.then(|| money("5")),
        setup: Some(money(if selected { "0" } else { "2" })),
        selected,
    };
    let resource = |choice, quantity: Option<&String>, items| UpgradeResource {
        id: "1557".to_owned(),
        name: foreign.words.clone(),
        choice,
        items,
        quantity: quantity.cloned(),
    };
    let package = |price| UpgradePackage { id: "31".to_owned(), name: foreign.typed.clone(), price };
    UpgradeOptions {
        resources: vec![
            resource(Choice::Item, None, vec![item("9953", true), item("10103", false)]),
            resource(Choice::Quantity, Some(&foreign.typed), vec![]),
        ],
        packages: vec![package(Some(money("56.64"))), package(None)],
    }
}

fn looks(foreign: &Foreign) -> Vec<(String, Answer)> {
    let method = |route: &str| ServiceMethod {
        name: foreign.name.clone(),
        method: foreign.typed.clone(),
        route: route.to_owned(),
    };
    let address = |of: Option<&String>| ServiceAddress {
        address: NetAddress { id: of.map(|_| "901".to_owned()), address: "203.0.113.1".parse().unwrap() },
        of: of.cloned(),
    };
    let parts = [
        ("methods", ServicePart::Methods(vec![method(&foreign.words), method("")])),
        ("no methods", ServicePart::Methods(vec![])),
        ("resources", ServicePart::Resources(told(foreign))),
        ("no resources", ServicePart::Resources(vec![])),
        ("addresses", ServicePart::Addresses(vec![address(Some(&foreign.name)), address(None)])),
        ("no addresses", ServicePart::Addresses(vec![])),
        ("label", ServicePart::Label(Some(foreign.words.clone()))),
        ("no label", ServicePart::Label(None)),
        ("upgrades", ServicePart::Upgrades(upgrades(foreign))),
        ("no upgrades", ServicePart::Upgrades(UpgradeOptions::default())),
    ];
    let shown = |part| {
        let service = ResourceName { resource: reference(), name: Some(foreign.name.clone()) };
        Outcome::ServicePart(Box::new(ServiceShown { service, provider: PROVIDER, part }))
    };
    let shown = parts.map(|(name, part)| (format!("service: {name}"), Answer::Outcome(shown(part), None)));
    let sent = [false, true].map(|immediate| {
        let service = ResourceName { resource: reference(), name: Some(foreign.name.clone()) };
        let sent = Outcome::CancellationSent { service, provider: PROVIDER, immediate };
        (format!("cancellation sent, at once: {immediate}"), Answer::Outcome(sent, None))
    });
    [shown.to_vec(), sent.to_vec()].concat()
}

fn asks(foreign: &Foreign) -> Vec<(String, Answer)> {
    let service = |kind: Option<&String>| Subscription {
        resource: reference(),
        name: foreign.name.clone(),
        kind: kind.cloned(),
        state: "Active".to_owned(),
        renews_on: kind.map(|_| date(2026, 1, 9)),
        monthly: None,
    };
    let ask = |action, facts, changed| {
        let (target, expires) = (target(foreign), at(120));
        Answer::Ask(Box::new(Ask { id: id(), action, target, facts, requester: USER, expires, changed }))
    };
    let mut asks = vec![];
    let about = |deed, kind| {
        PlanFacts::Service(Box::new(ServiceChange { service: service(kind), deed, provider: PROVIDER }))
    };
    for (immediate, reason) in [(false, None), (true, Some(foreign.words.clone()))] {
        let facts = about(ServiceDeed::Cancel { immediate, reason }, Some(&foreign.words));
        asks.push((
            format!("ask to cancel, at once: {immediate}"),
            ask(Action::ServiceCancel, facts, immediate),
        ));
    }
    let estimates =
        [Estimate { now: Some(money("4")), recurring: Some(money("32.32")) }, Estimate::default()];
    for (n, estimate) in estimates.into_iter().enumerate() {
        let mut wish = UpgradeWish::default();
        let mut chosen = vec![];
        if n == 0 {
            wish.package = Some(upgrades(foreign).packages[0].clone());
            chosen = told(foreign);
        }
        wish.cycle = Period::ALL.get(n).copied();
        let deed = ServiceDeed::Upgrade { wish, chosen, estimate };
        let facts = about(deed, (n == 0).then_some(&foreign.typed));
        asks.push((format!("ask to upgrade {n}"), ask(Action::ServiceUpgrade, facts, n == 1)));
    }
    for cycle in Period::ALL.into_iter().skip(2) {
        let wish = UpgradeWish { cycle: Some(cycle), ..UpgradeWish::default() };
        let deed = ServiceDeed::Upgrade { wish, chosen: vec![], estimate: Estimate::default() };
        let name = format!("ask to pay {}", cycle.word());
        asks.push((name, ask(Action::ServiceUpgrade, about(deed, None), false)));
    }
    let server = NewServer {
        label: foreign.typed.clone(),
        template: templates(foreign)[0].clone(),
        memory_mb: 2048,
        cpu_cores: 1,
        disk_gb: 40,
    };
    let facts = PlanFacts::NewServer { service: service(None), server, before: vec![], provider: PROVIDER };
    asks.push(("ask to create".to_owned(), ask(Action::VpsCreate, facts, false)));
    asks
}

fn creations(foreign: &Foreign) -> Vec<(String, Answer)> {
    let mut answers = vec![];
    let verdicts = [
        Verdict::Verified,
        Verdict::NotStarted,
        Verdict::NotThere { state: foreign.words.clone() },
        Verdict::Unobserved { uptime_seconds: None },
        Verdict::Blind,
        Verdict::Gone,
    ];
    let ends = verdicts.into_iter().map(|verdict| ended(verdict, false));
    let watching = [false, true].map(|doubtful| JobPhase::Watching { since: at(0), doubtful });
    for (n, phase) in watching.into_iter().chain(ends).enumerate() {
        let mut watch = CreationWatch::new(foreign.name.clone(), vec![]);
        if n % 2 == 0 {
            let seen = servers(foreign);
            watch.observe(std::time::Duration::ZERO, &seen[2..], &WatchLimits::default());
        }
        let mut report = report(Watch::Creation(watch), target(foreign), phase);
        report.made = (n == 2).then(|| Made::Server(Box::new(servers(foreign)[0].clone())));
        answers.push((format!("creation {n}"), job(report)));
    }
    answers.push(("creation working".to_owned(), Answer::Working(Action::VpsCreate, target(foreign))));
    answers
}

pub(super) fn answers(foreign: &Foreign) -> Vec<(String, Answer)> {
    let actions = [Action::ServiceRelabel, Action::ServiceUpgrade, Action::ServiceCancel];
    [looks(foreign), asks(foreign), creations(foreign), sights(foreign, &actions)].concat()
}
