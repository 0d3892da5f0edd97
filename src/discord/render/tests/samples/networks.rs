//! One answer for everything that is said of networks, and of changes that are looked for.

use super::{Foreign, USER, at, ended, id, job, report, resource};
use crate::dispatch::{Answer, Ask};
use crate::domain::job::{Sight, SightWatch, Sign, Verdict, Watch, WatchLimits};
use crate::domain::network::{
    Family, Interface, InterfaceSettings, NetAddress, NetworkDeed, NetworkPart, NetworkShown, Pool,
};
use crate::domain::outcome::{JobPhase, Outcome, PlanFacts, ResourceName};
use crate::domain::{Action, ProviderName, Target};

/// Everything that an interface can tell of itself, and nothing but what it must.
fn interfaces(foreign: &Foreign) -> Vec<Interface> {
    let address = |n: u8| NetAddress {
        id: (n != 2).then(|| format!("90{n}")),
        address: format!("203.0.113.{n}").parse().unwrap(),
    };
    let bare = Interface {
        id: "1".to_owned(),
        name: None,
        model: None,
        mac: None,
        firewall: None,
        addresses: vec![],
    };
    let full = Interface {
        id: "0".to_owned(),
        name: Some(foreign.name.clone()),
        model: Some(foreign.words.clone()),
        mac: Some(foreign.typed.clone()),
        firewall: Some(true),
        addresses: (1..7).map(address).collect(),
    };
    let off = Interface { firewall: Some(false), ..bare.clone() };
    vec![full, bare, off]
}

fn pools(foreign: &Foreign) -> Vec<Pool> {
    let bare = Pool { id: "6".to_owned(), name: foreign.typed.clone(), family: None, free: None };
    let full =
        Pool { id: "5".to_owned(), name: foreign.name.clone(), family: Some(Family::Ipv6), free: Some(3) };
    vec![full, bare]
}

fn looks(foreign: &Foreign) -> Vec<(String, Answer)> {
    let parts = [
        ("interfaces", NetworkPart::Interfaces(interfaces(foreign))),
        ("no interfaces", NetworkPart::Interfaces(vec![])),
        ("an interface", NetworkPart::Interface(interfaces(foreign)[0].clone())),
        ("addresses", NetworkPart::Addresses(interfaces(foreign)[0].addresses.clone())),
        ("no addresses", NetworkPart::Addresses(vec![])),
        ("pools", NetworkPart::Pools(pools(foreign))),
        ("one pool", NetworkPart::Pools(pools(foreign)[..1].to_vec())),
        ("no pools", NetworkPart::Pools(vec![])),
    ];
    let shown = |part| {
        let server = ResourceName { resource: resource(), name: Some(foreign.name.clone()) };
        let shown = NetworkShown { server, provider: ProviderName::LlamaLink, part };
        Answer::Outcome(Outcome::Network(Box::new(shown)), None)
    };
    parts.map(|(name, part)| (format!("network: {name}"), shown(part))).to_vec()
}

fn asks(foreign: &Foreign) -> Vec<(String, Answer)> {
    let interface = interfaces(foreign)[0].clone();
    let settings =
        InterfaceSettings { firewall: Some(false), ipv4: Some(vec![901, 902]), ipv6: Some(vec![]) };
    let (pool, family) = (pools(foreign)[0].clone(), Family::Ipv6);
    let deeds = [
        (Action::NetworkUpdate, NetworkDeed::Update { interface: interface.clone(), settings }),
        (Action::NetworkRemove, NetworkDeed::Remove { interface: interface.clone() }),
        (Action::NetworkAssign, NetworkDeed::Assign { interface, pool, family, before: Sight::new() }),
    ];
    let ask = |(n, (action, deed)): (usize, (Action, NetworkDeed))| {
        let facts = PlanFacts::Network { deed, provider: ProviderName::LlamaLink };
        let target = Target::Resource { resource: resource(), name: Some(foreign.name.clone()) };
        let (changed, expires) = (n == 0, at(120));
        let ask = Ask { id: id(), action, target, facts, requester: USER, expires, changed };
        (format!("ask about {action}"), Answer::Ask(Box::new(ask)))
    };
    deeds.into_iter().enumerate().map(ask).collect()
}

/// Everything that is said of a change that is looked for.
pub(super) fn sights(foreign: &Foreign, actions: &[Action]) -> Vec<(String, Answer)> {
    let mut answers = vec![];
    for action in actions {
        let target = Target::Resource { resource: resource(), name: Some(foreign.name.clone()) };
        answers.push((format!("{action} working"), Answer::Working(*action, target.clone())));
        let phases = [false, true].into_iter().flat_map(|doubtful| {
            let verdicts = [
                Verdict::Verified,
                Verdict::NotStarted,
                Verdict::Unobserved { uptime_seconds: None },
                Verdict::Blind,
            ];
            let ends = verdicts.into_iter().map(move |verdict| ended(verdict, doubtful));
            std::iter::once(JobPhase::Watching { since: at(0), doubtful }).chain(ends)
        });
        for (n, phase) in phases.enumerate() {
            let sign = Sign::New { before: Sight::new() };
            let mut watch = SightWatch::new(*action, Some(foreign.typed.clone()), sign);
            if n == 1 {
                let seen = Sight::from([("1".to_owned(), foreign.words.clone())]);
                watch.observe(std::time::Duration::ZERO, &seen, &WatchLimits::default());
            }
            let report = report(Watch::Sight(watch), target.clone(), phase);
            answers.push((format!("{action} sight {n}"), job(report)));
        }
    }
    answers
}

pub(super) fn answers(foreign: &Foreign) -> Vec<(String, Answer)> {
    let actions = [Action::NetworkAdd, Action::NetworkUpdate, Action::NetworkRemove, Action::NetworkAssign];
    [looks(foreign), asks(foreign), sights(foreign, &actions)].concat()
}
