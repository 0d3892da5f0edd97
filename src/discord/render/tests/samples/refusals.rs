//! Every reason to do nothing.

use super::*;

/// The arguments whose values an action may not take.
const ARGUMENTS: [&str; 43] = [
    "since",
    "plan",
    "command",
    "metric",
    "range",
    "query",
    "domain",
    "hostname",
    "php",
    "account",
    "server",
    "text",
    "subject",
    "file",
    "id",
    "amount",
    "card",
    "until",
    "type",
    "interface",
    "pool",
    "ipv4",
    "ipv6",
    "resources",
    "package",
    "cycle",
    "label",
    "reason",
    "template",
    "memory",
    "cpu",
    "disk",
    "ssh_keys",
    "options",
    "key",
    "item",
    "ip",
    "kind",
    "csr",
    "approver_email",
    "contact",
    "part",
    "line",
];

/// Every reason not to sell.
fn not_sold(foreign: &Foreign) -> Vec<NotSold> {
    let (text, name, known) = (foreign.typed.clone(), foreign.name.clone(), templates(foreign));
    let words = vec![foreign.name.clone(), foreign.words.clone()];
    let reasons = vec![
        NotSold::ShopClosed,
        NotSold::PlanClosed,
        NotSold::CustomClosed,
        NotSold::SystemMissing { known: known.clone() },
        NotSold::SystemUnknown { text: text.clone(), known: known.clone() },
        NotSold::SystemDisabled { name: name.clone(), known },
        NotSold::CpuTypeUnknown { text: text.clone(), known: words.clone() },
        NotSold::StorageTypeUnknown { text: text.clone(), known: words.clone() },
        NotSold::StorageTooSmall { system: name.clone(), given_gb: 31, least_gb: 32 },
        NotSold::Unanswered { step: name.clone() },
        NotSold::Unanswered { step: "pay_method".to_owned() },
        NotSold::MethodMissing { known: vec![(foreign.name.clone(), "9".to_owned())] },
        NotSold::NoSuchStep { text: text.clone(), known: words.clone() },
        NotSold::NoSuchStep { text: text.clone(), known: vec![] },
        NotSold::BadAnswer { step: name.clone(), text: text.clone(), known: words },
        NotSold::BadForm { step: name.clone(), text, example: "Debian 10.4".to_owned() },
        NotSold::Needs { step: name.clone(), also: name },
        NotSold::Declined { words: foreign.words.clone() },
        NotSold::OneAtATime,
        NotSold::TooMany { most: 10 },
        NotSold::NameNotTaken,
        NotSold::NameUnusable,
        NotSold::PriceUnknown,
        NotSold::NoCard,
    ];
    for reason in &reasons {
        match reason {
            NotSold::ShopClosed
            | NotSold::PlanClosed
            | NotSold::CustomClosed
            | NotSold::SystemMissing { .. }
            | NotSold::MethodMissing { .. }
            | NotSold::SystemUnknown { .. }
            | NotSold::SystemDisabled { .. }
            | NotSold::CpuTypeUnknown { .. }
            | NotSold::StorageTypeUnknown { .. }
            | NotSold::StorageTooSmall { .. }
            | NotSold::Unanswered { .. }
            | NotSold::NoSuchStep { .. }
            | NotSold::BadAnswer { .. }
            | NotSold::BadForm { .. }
            | NotSold::Needs { .. }
            | NotSold::Declined { .. }
            | NotSold::OneAtATime
            | NotSold::TooMany { .. }
            | NotSold::NameNotTaken
            | NotSold::NameUnusable
            | NotSold::PriceUnknown
            | NotSold::NoCard => {}
        }
    }
    reasons
}

/// Every refusal, and whether a choice is offered with it.
pub fn refusals(foreign: &Foreign) -> Vec<(Refusal, bool)> {
    let denial = |on: Option<&String>, contact: Option<&String>| {
        Refusal::Denied(Denial { action: Action::VpsRestart, on: on.cloned(), contact: contact.cloned() })
    };
    let named = |n: usize| {
        let resource = ResourceRef::parse(ResourceKind::Server, &format!("shop/{n}")).expect("a sample");
        ResourceName { resource, name: Some(foreign.name.clone()) }
    };
    let nameless = ResourceName { name: None, ..named(66) };
    let typed = || foreign.typed.clone();
    let not_offered = |action| Refusal::NotOffered {
        action,
        account: Some((account(), ProviderName::LlamaLink)),
        instead: vec![account()],
        of_thing: true,
    };
    let refusals = vec![
        (denial(None, None), false),
        (denial(Some(&foreign.typed), Some(&foreign.words)), false),
        (
            Refusal::NotOffered {
                action: Action::VpsDestroy,
                account: None,
                instead: vec![],
                of_thing: false,
            },
            false,
        ),
        (
            Refusal::NotOffered {
                action: Action::VpsDestroy,
                account: Some((account(), ProviderName::LlamaLink)),
                instead: vec![account()],
                of_thing: false,
            },
            false,
        ),
        (
            Refusal::NotOffered {
                action: Action::VpsDestroy,
                account: Some((account(), ProviderName::LlamaLink)),
                instead: vec![],
                of_thing: false,
            },
            false,
        ),
        (not_offered(Action::VpsDestroy), false),
        (not_offered(Action::InvoicePay), false),
        (Refusal::UnknownAccount { text: typed(), known: vec![account()] }, false),
        (Refusal::UnknownAccount { text: typed(), known: vec![] }, false),
        (Refusal::NothingFits { kind: ResourceKind::Plan, text: typed(), unsearched: vec![] }, false),
        (Refusal::NothingFits { kind: ResourceKind::Order, text: typed(), unsearched: vec![] }, false),
        (Refusal::NothingFits { kind: ResourceKind::Invoice, text: typed(), unsearched: vec![] }, false),
        (Refusal::NothingFits { kind: ResourceKind::Service, text: typed(), unsearched: vec![] }, false),
        (Refusal::NothingFits { kind: ResourceKind::Site, text: typed(), unsearched: vec![] }, false),
        (Refusal::NothingFits { kind: ResourceKind::Ticket, text: typed(), unsearched: vec![] }, false),
        (Refusal::NothingFits { kind: ResourceKind::Department, text: typed(), unsearched: vec![] }, false),
        (Refusal::NothingFits { kind: ResourceKind::Certificate, text: typed(), unsearched: vec![] }, false),
        (
            Refusal::NothingFits { kind: ResourceKind::CertificatePlan, text: typed(), unsearched: vec![] },
            false,
        ),
        (Refusal::NothingFits { kind: ResourceKind::Contact, text: typed(), unsearched: vec![] }, false),
        (Refusal::NothingFits { kind: ResourceKind::Notice, text: typed(), unsearched: vec![] }, false),
        (
            Refusal::NothingFits {
                kind: ResourceKind::Server,
                text: typed(),
                unsearched: vec![
                    (account(), Some(error(ErrorKind::Timeout, ErrorStatus::Temporary))),
                    (account(), None),
                ],
            },
            false,
        ),
        (
            Refusal::Ambiguous {
                kind: ResourceKind::Server,
                text: typed(),
                candidates: (42..66).map(named).chain([nameless]).collect(),
                argument: "server",
            },
            true,
        ),
        (Refusal::UnknownRelay { text: typed(), known: 2 }, false),
        (Refusal::SiteExists { domain: foreign.name.clone(), shown: true }, false),
        (Refusal::SiteExists { domain: foreign.name.clone(), shown: false }, false),
        (Refusal::Outdated, false),
        (
            Refusal::Locked {
                target: Target::Resource { resource: resource(), name: Some(foreign.name.clone()) },
                lock: Lock { by: USER, action: Action::VpsStop, since: at(0) },
            },
            false,
        ),
        (Refusal::NotYours { deciders: vec![USER] }, false),
        (Refusal::Stale, false),
        (Refusal::WrongName, false),
        (Refusal::Decided, false),
        (Refusal::ChangedSince, false),
        (Refusal::AlreadySent, false),
        (Refusal::NotServed, false),
        (
            Refusal::NoServersIn {
                service: ResourceName {
                    resource: ResourceRef::parse(ResourceKind::Service, "asia/301").unwrap(),
                    name: Some(foreign.name.clone()),
                },
                provider: ProviderName::LightLayer,
            },
            false,
        ),
        (
            Refusal::AddressInUse {
                address: "203.0.113.71".parse().unwrap(),
                interface: foreign.name.clone(),
            },
            false,
        ),
        (Refusal::OptionMissing { options: &["resources", "package", "cycle"] }, false),
    ];
    let bad = |argument: &'static str, text| Refusal::BadArgument { argument, text };
    let bad = ARGUMENTS
        .iter()
        .map(|argument| (bad(argument, typed()), false))
        .chain(["query", "ip", "label"].map(|argument| (bad(argument, String::new()), false)));
    let not_sold = not_sold(foreign).into_iter().map(|why| {
        let choices = why.choices().is_some();
        (Refusal::NotSold { account: account(), provider: ProviderName::LlamaLink, why }, choices)
    });
    let not_payable = invoices::not_payable(foreign).into_iter().map(|refusal| (refusal, false));
    let refusals: Vec<_> = refusals
        .into_iter()
        .chain(kept::refusals(foreign))
        .chain(bad)
        .chain(not_sold)
        .chain(not_payable)
        .chain(setup::unfit(foreign))
        .collect();
    for (refusal, _) in &refusals {
        match refusal {
            Refusal::Denied(_)
            | Refusal::NotOffered { .. }
            | Refusal::UnknownAccount { .. }
            | Refusal::NothingFits { .. }
            | Refusal::Ambiguous { .. }
            | Refusal::BadArgument { .. }
            | Refusal::NotSold { .. }
            | Refusal::SiteExists { .. }
            | Refusal::NotPayable { .. }
            | Refusal::NotCancellable { .. }
            | Refusal::OrderUnpaid { .. }
            | Refusal::OrderInstalled { .. }
            | Refusal::NoServersIn { .. }
            | Refusal::AddressInUse { .. }
            | Refusal::OptionMissing { .. }
            | Refusal::NoSuchItem { .. }
            | Refusal::PrivateKey
            | Refusal::Unfit { .. }
            | Refusal::UnknownRelay { .. }
            | Refusal::Outdated
            | Refusal::Locked { .. }
            | Refusal::NotYours { .. }
            | Refusal::Stale
            | Refusal::WrongName
            | Refusal::Decided
            | Refusal::ChangedSince
            | Refusal::AlreadySent
            | Refusal::NotServed => {}
        }
    }
    refusals
}
