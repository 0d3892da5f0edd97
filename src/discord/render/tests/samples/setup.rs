//! One answer for everything that is said of setting servers up.

use std::net::IpAddr;

use rust_decimal::Decimal;
use secrecy::SecretString;

use super::{Foreign, at, resource, servers, templates};
use crate::actions::Refusal;
use crate::dispatch::Answer;
use crate::domain::metrics::{Graph, GraphKind, Graphs, Range};
use crate::domain::outcome::{Outcome, PlanFacts, ResourceName};
use crate::domain::setup::{
    CpuUnit, Credentials, NewSizes, Reinstallation, ResizeEffect, Resizing, ShownCredentials, Size, Unfit,
};
use crate::domain::{Action, ProviderName, ResourceKind, ResourceRef, Target};

/// A link that may be shown.
pub const LINK: &str = "https://stats.example/graph.php?Ds252x+6Lek==";

/// Every plan of this kind, with its action.
pub(super) fn plans(foreign: &Foreign) -> Vec<(String, Action, PlanFacts)> {
    let server = || Box::new(servers(foreign)[0].clone());
    let mut plans =
        vec![("give a new password".to_owned(), Action::VpsPassword, PlanFacts::Server { server: server() })];
    for ssh_keys in [vec![], vec!["12".to_owned(), "15".to_owned()]] {
        let setup = Reinstallation { template: templates(foreign)[0].clone(), ssh_keys };
        let name = format!("set up with {} keys", setup.ssh_keys.len());
        let facts = PlanFacts::Reinstall { server: server(), setup, provider: ProviderName::Iv };
        plans.push((name, Action::VpsReinstall, facts));
    }
    for (effect, unit) in
        [(ResizeEffect::Price, CpuUnit::Gigahertz), (ResizeEffect::Interruption, CpuUnit::Cores)]
    {
        let sizes =
            NewSizes { cpu: Some(1), memory_mb: Some(8_192), disk_gb: Some(80), bandwidth_mbps: Some(200) };
        let resizing = Resizing { effect, unit, bounds: &[], is_whole: false };
        let facts = PlanFacts::Resize { server: server(), sizes, resizing, provider: ProviderName::Iv };
        plans.push((format!("resize for {effect:?}"), Action::VpsResize, facts));
    }
    plans
}

/// Every reason not to set a server up so.
pub(super) fn unfit(foreign: &Foreign) -> Vec<(Refusal, bool)> {
    let known = || templates(foreign);
    let bounds = |is_now, unit| Unfit::OutOfBounds {
        size: Size::Cpu,
        unit,
        value: Decimal::ONE,
        is_now,
        least: 2,
        most: 16,
    };
    let reasons = vec![
        Unfit::TemplateUnknown { text: foreign.typed.clone(), known: known() },
        Unfit::TemplateUnknown { text: foreign.typed.clone(), known: vec![] },
        Unfit::TemplateDisabled { name: foreign.name.clone(), known: known() },
        Unfit::KeysNotTaken,
        Unfit::KeyElsewhere { key: ResourceRef::parse(ResourceKind::Key, "dev/8").unwrap() },
        Unfit::NoSize,
        Unfit::SizeFixed(Size::Disk),
        bounds(false, CpuUnit::Gigahertz),
        bounds(true, CpuUnit::Cores),
        Unfit::SizeUntold(Size::Bandwidth),
    ];
    for reason in &reasons {
        match reason {
            Unfit::TemplateUnknown { .. }
            | Unfit::TemplateDisabled { .. }
            | Unfit::KeysNotTaken
            | Unfit::KeyElsewhere { .. }
            | Unfit::NoSize
            | Unfit::SizeFixed(_)
            | Unfit::OutOfBounds { .. }
            | Unfit::SizeUntold(_) => {}
        }
    }
    let refusal = |why: Unfit| {
        let offers = why.templates().is_some_and(|known| !known.is_empty());
        let why = Box::new(why);
        (Refusal::Unfit { account: super::account(), provider: ProviderName::Iv, why }, offers)
    };
    reasons.into_iter().map(refusal).collect()
}

pub(super) fn answers(foreign: &Foreign) -> Vec<(String, Answer)> {
    let server = || ResourceName { resource: resource(), name: Some(foreign.name.clone()) };
    let told = |user: Option<&String>, password: &str, since| Credentials {
        user: user.cloned(),
        password: SecretString::new(password.to_owned()),
        since,
    };
    let all = [
        ("not told at IV", ProviderName::Iv, None),
        ("not told", ProviderName::LlamaLink, None),
        ("shown", ProviderName::Iv, Some(told(None, &foreign.typed, Some(at(0))))),
        (
            "shown with a user",
            ProviderName::LlamaLink,
            Some(told(Some(&foreign.words), &foreign.typed, None)),
        ),
        ("not shown exactly", ProviderName::Iv, Some(told(None, "a`b\u{200B}", None))),
    ];
    let mut answers: Vec<_> = all
        .into_iter()
        .map(|(name, provider, credentials)| {
            let shown = ShownCredentials { server: server(), provider, credentials };
            let outcome = Outcome::Credentials(Box::new(shown));
            (format!("credentials {name}"), Answer::Outcome(outcome, None))
        })
        .collect();
    let graph = |kind: &GraphKind| Graph { kind: *kind, range: Range::Day, link: LINK.to_owned() };
    let mut graphs: Vec<_> = GraphKind::ALL.iter().map(graph).collect();
    let ranges = [Range::Week, Range::Month, Range::Year];
    graphs.extend(ranges.map(|range| Graph { range, ..graph(&GraphKind::Cpu) }));
    for (graphs, elsewhere) in [(graphs, 1), (vec![], 0), (vec![], 2)] {
        let (provider, viewer) = (ProviderName::Iv, IpAddr::from([203, 0, 113, 7]));
        let name = format!("{} graphs, {elsewhere} elsewhere", graphs.len());
        let graphs = Graphs { graphs, elsewhere };
        let outcome = Outcome::Graphs { server: server(), provider, viewer, graphs };
        answers.push((name, Answer::Outcome(outcome, None)));
    }
    let target = Target::Resource { resource: resource(), name: Some(foreign.name.clone()) };
    answers.push(("password working".to_owned(), Answer::Working(Action::VpsPassword, target)));
    answers
}
