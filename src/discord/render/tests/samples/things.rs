//! What there is in accounts: lists and single things.

use std::time::Duration;

use jiff::civil::date;
use jiff::tz::TimeZone;

use super::invoices::invoice;
use super::setups::{card, plans, templates};
use super::shops::steps;
use super::{Foreign, USER, account, at, balances, error, failed, id, money, per_account, resource, servers};
use crate::dispatch::{Answer, Part};
use crate::domain::account::{Condition, Profile};
use crate::domain::billing::{Movement, MovementKind, PayBy, PaymentMethod};
use crate::domain::invoice::Standing;
use crate::domain::metrics::{Metric, Range, Reading};
use crate::domain::order::{Cycle, Order, OrderState, Progress, ProgressState};
use crate::domain::outcome::{
    AccountSummary, Find, Listed, Measured, Outcome, Page, PerAccount, ResourceName,
};
use crate::domain::pending::{PendingItem, PendingState};
use crate::domain::server::ServerState;
use crate::domain::site::Site;
use crate::domain::{
    Action, Address, ChannelId, ErrorKind, ErrorStatus, GuildId, MessageId, ProviderName, ResourceKind,
    ResourceRef, Target, UserId,
};

const PROVIDER: ProviderName = ProviderName::LlamaLink;

/// A list that is full, one that is empty, and one that could be read in part or not at all.
pub(super) fn lists<T: Clone>(
    name: &str,
    items: &[T],
    outcome: impl Fn(Listed<T>) -> Outcome,
) -> Vec<(String, Answer)> {
    let listed = |accounts: Vec<PerAccount<Vec<T>>>, total, count| {
        let list = Listed { accounts, awaited: vec![], total, page: Page { index: 0, count } };
        Answer::Outcome(outcome(list), Some(id()))
    };
    let full = || per_account(Ok(items.to_vec()));
    vec![
        (format!("{name}: none"), listed(vec![per_account(Ok(vec![]))], 0, 1)),
        (format!("{name}: one"), listed(vec![per_account(Ok(items[..1].to_vec()))], 1, 1)),
        (format!("{name}: some"), listed(vec![full(), per_account(Ok(vec![])), failed()], items.len(), 2)),
        (format!("{name}: unread"), listed(vec![failed()], 0, 1)),
    ]
}

fn methods(foreign: &Foreign) -> Vec<PayBy> {
    let fees = [
        (None, None),
        (Some("0"), Some("0")),
        (Some("0.5"), None),
        (None, Some("2.9")),
        (Some("0.3"), Some("2.9")),
    ];
    let method = |(fixed, percent): (Option<&str>, Option<&str>)| {
        PayBy::Method(PaymentMethod {
            id: None,
            name: foreign.name.clone(),
            fixed_fee: fixed.map(money),
            percent_fee: percent.map(|percent| percent.parse().unwrap()),
        })
    };
    fees.into_iter().map(method).collect()
}

fn orders(foreign: &Foreign) -> Vec<Order> {
    let states = [
        OrderState::Told(foreign.words.clone()),
        OrderState::Told("active".to_owned()),
        OrderState::Told("Pending".to_owned()),
        OrderState::Told("suspended".to_owned()),
        OrderState::Told("cancelled".to_owned()),
        OrderState::Sent,
        OrderState::Installing { percent: None },
        OrderState::Installing { percent: Some(45) },
        OrderState::Unpaid { invoice: Some("366000".to_owned()) },
        OrderState::Unpaid { invoice: None },
        OrderState::Doubtful,
        OrderState::Done,
        OrderState::Paid,
        OrderState::Failed,
        OrderState::Cancelled,
        OrderState::NotStarted,
        OrderState::Refused,
        OrderState::Unknown,
    ];
    let told = |state: &OrderState| matches!(state, OrderState::Told(_));
    let order = |state: OrderState| Order {
        resource: ResourceRef::new(account(), ResourceKind::Order, "101").unwrap(),
        name: foreign.name.clone(),
        price: Some(money("54")).filter(|_| state != OrderState::Unknown),
        cycle: if state == OrderState::Done { Cycle::Annually } else { Cycle::Monthly },
        placed: (!told(&state)).then(|| (at(0), USER)),
        renews_on: told(&state).then(|| date(2026, 6, 1)),
        server: (state == OrderState::Done).then(resource),
        traces: None,
        state,
    };
    states.into_iter().map(order).collect()
}

pub(super) fn sites(foreign: &Foreign) -> Vec<Site> {
    let bare = Site {
        resource: ResourceRef::new(account(), ResourceKind::Site, "8f2a1c00").unwrap(),
        domain: foreign.name.clone(),
        state: foreign.words.clone(),
        plan: None,
        disk_used_mb: None,
        disk_limit_mb: None,
        php: None,
        has_certificate: None,
        nameservers: vec![],
    };
    let full = Site {
        plan: Some(foreign.typed.clone()),
        disk_used_mb: Some(1200),
        disk_limit_mb: Some(10240),
        php: Some(foreign.typed.clone()),
        has_certificate: Some(true),
        nameservers: vec![foreign.typed.clone(), foreign.words.clone()],
        ..bare.clone()
    };
    let insecure = Site { has_certificate: Some(false), ..bare.clone() };
    vec![full, bare, insecure]
}

fn accounts(foreign: &Foreign) -> Vec<AccountSummary> {
    let failing = error(ErrorKind::Unauthorized, ErrorStatus::Permanent);
    let conditions = [
        Condition::Untried,
        Condition::Ok,
        Condition::Slow { took: Duration::from_secs(9) },
        Condition::Failing { since: at(0), at: at(9), error: Box::new(failing) },
    ];
    for condition in &conditions {
        match condition {
            Condition::Untried | Condition::Ok | Condition::Slow { .. } | Condition::Failing { .. } => {}
        }
    }
    let offers: Vec<_> =
        Action::ALL.iter().copied().filter(|action| !action.operations().is_empty()).collect();
    let summary = |condition| AccountSummary {
        account: account(),
        provider: PROVIDER,
        offers: offers.clone(),
        condition,
        version: Some(foreign.words.clone()),
    };
    conditions.into_iter().map(summary).collect()
}

fn profiles(foreign: &Foreign) -> Vec<(String, Answer)> {
    let text = || Some(foreign.name.clone());
    let full = Profile {
        id: text(),
        username: text(),
        name: text(),
        email: Some(foreign.words.clone()),
        phone: Some(foreign.typed.clone()),
        role: text(),
    };
    let shown =
        |profile| Outcome::Profile { account: account(), provider: PROVIDER, profile: Box::new(profile) };
    vec![
        ("profile".to_owned(), Answer::Outcome(shown(full), None)),
        ("profile without facts".to_owned(), Answer::Outcome(shown(Profile::default()), None)),
    ]
}

fn pending(foreign: &Foreign) -> Vec<(String, Answer)> {
    let states = [
        PendingState::Confirmation { expires: at(120) },
        PendingState::Followed { since: at(0), doubtful: false },
        PendingState::Followed { since: at(0), doubtful: true },
        PendingState::Unknown { since: at(0) },
        PendingState::Ended { at: at(60), verdict: "verified".to_owned() },
    ];
    let item = |(n, state): (usize, PendingState)| PendingItem {
        user: if n % 2 == 0 { USER } else { UserId(777_777_777_777_777_772) },
        action: Action::VpsRestart,
        target: Target::Resource { resource: resource(), name: Some(foreign.name.clone()) },
        address: Address {
            guild: GuildId(111_111_111_111_111_111),
            channel: ChannelId(555_555_555_555_555_551),
            message: Some(MessageId(999_999_999_999_999_991)),
            ephemeral: n == 4,
            locale: "en-US".to_owned(),
        },
        state,
    };
    let items: Vec<_> = states.into_iter().enumerate().map(item).collect();
    let shown = |items| Answer::Outcome(Outcome::Pending { items, caller: USER }, None);
    vec![("pending".to_owned(), shown(items)), ("nothing pending".to_owned(), shown(vec![]))]
}

fn metrics(foreign: &Foreign) -> Vec<(String, Answer)> {
    let mut shown = vec![];
    for metric in Metric::ALL {
        for range in Range::ALL {
            // Drawing takes a while, and the range changes only a word.
            let drawn = *metric == Metric::Cpu && *range == Range::Day;
            for readings in if drawn { vec![0, 24] } else { vec![0] } {
                let reading = |n: i64| Reading { at: at(n * 3600), value: 20.0 + n as f64 };
                let measured = Measured {
                    server: ResourceName { resource: resource(), name: Some(foreign.name.clone()) },
                    provider: PROVIDER,
                    metric: *metric,
                    range: *range,
                    readings: (0..readings).map(reading).collect(),
                    timezone: TimeZone::UTC,
                };
                let name = format!("metrics: {} of a {}, {readings}", metric.as_str(), range.as_str());
                shown.push((name, Answer::Outcome(Outcome::Metrics(Box::new(measured)), None)));
            }
        }
    }
    shown
}

/// One answer for each, each with a name.
pub fn answers(foreign: &Foreign) -> Vec<(String, Answer)> {
    let today = date(2026, 1, 1);
    let mut services = balances(foreign)[0].0.subscriptions.clone();
    services.iter_mut().for_each(|service| service.state.clone_from(&foreign.words));
    let cards = [card(foreign, None), card(foreign, Some(date(2027, 12, 1)))].map(PayBy::Card);
    let pay_bys: Vec<_> = cards.into_iter().chain(methods(foreign)).map(|pay_by| (pay_by, today)).collect();
    let movement = |kind, at, amount: Option<&str>| Movement {
        kind,
        at,
        amount: amount.map(money),
        text: foreign.words.clone(),
    };
    let movements = [
        movement(MovementKind::Credit, Some(at(0)), Some("-10.5")),
        movement(MovementKind::Bonus, None, None),
    ];
    let found: Vec<_> = [
        vec![Find::Server(servers(foreign)[0].clone())],
        sites(foreign)[..1].iter().cloned().map(Find::Site).collect(),
        orders(foreign)[..1].iter().cloned().map(Find::Order).collect(),
        services[..1].iter().cloned().map(Find::Service).collect(),
        super::tickets::tickets(foreign)[..1].iter().cloned().map(Find::Ticket).collect(),
        vec![Find::Certificate(super::people::certificate(foreign))],
        vec![Find::Invoice(invoice(foreign, "Unpaid"), Standing::Overdue)],
    ]
    .concat();
    let mut answers = [
        lists("templates", &templates(foreign), Outcome::Templates),
        lists("movements", &movements, Outcome::Movements),
        lists("methods", &pay_bys, Outcome::PayBys),
        lists("plans", &plans(foreign), Outcome::Plans),
        lists("orders", &orders(foreign), Outcome::Orders),
        lists("services", &services, Outcome::Services),
        lists("sites", &sites(foreign), Outcome::Sites),
        lists("found", &found, |list| Outcome::Found { query: foreign.typed.clone(), list }),
        profiles(foreign),
        pending(foreign),
        metrics(foreign),
    ]
    .concat();
    for (n, plan) in plans(foreign).into_iter().enumerate() {
        let templates = if n == 0 { templates(foreign) } else { vec![] };
        let steps = steps(foreign).into_iter().skip(n * 3).take(3).collect();
        let (shown_plan, provider, installed_later) = (Box::new(plan.clone()), PROVIDER, n == 2);
        let shown = Outcome::Plan { plan: shown_plan, provider, templates, installed_later, steps };
        answers.push((format!("plan {n}"), Answer::Outcome(shown, None)));
        let quote = Outcome::Quote { plan: Box::new(plan), provider: PROVIDER };
        answers.push((format!("quote {n}"), Answer::Outcome(quote, None)));
    }
    for (n, site) in sites(foreign).into_iter().enumerate() {
        let shown = Outcome::Site { site: Box::new(site), provider: PROVIDER };
        answers.push((format!("site {n}"), Answer::Outcome(shown, None)));
    }
    let progress = Progress {
        state: ProgressState::Running,
        percent: Some(45),
        server: None,
        words: Some(foreign.words.clone()),
        unpaid: None,
        waits_for_payment: false,
        uninstalled: false,
    };
    for (n, order) in orders(foreign).into_iter().enumerate() {
        let progress = Some(progress.clone()).filter(|_| n == 7);
        let server_name = order.server.as_ref().map(|_| foreign.name.clone());
        let (order, items, words) = (Box::new(order), vec![], None);
        let shown = Outcome::Order { order, provider: PROVIDER, progress, server_name, items, words };
        answers.push((format!("order {n}"), Answer::Outcome(shown, None)));
    }
    let page = Page { index: 0, count: 2 };
    let shown = Outcome::Accounts { accounts: accounts(foreign), page };
    answers.push(("accounts".to_owned(), Answer::Outcome(shown, None)));
    answers
}

/// Every part that a suggestion can have.
pub fn parts(foreign: &Foreign) -> Vec<Part> {
    let other = ServerState::Other(foreign.words.clone());
    let states = [ServerState::Running, ServerState::Stopped, other, ServerState::Untold];
    let mut parts = vec![Part::Text(foreign.name.clone()), Part::UsedOn(foreign.name.clone())];
    parts.extend(states.map(Part::State));
    parts.extend(orders(foreign).into_iter().map(|order| Part::Order(order.state)));
    parts.extend([Part::Age(90), Part::Renews(date(2026, 6, 1)), Part::Core(money("15.6"))]);
    parts.extend(Cycle::ALL.map(|cycle| Part::Price(money("54"), cycle)));
    let standings = [Standing::Overdue, Standing::Unpaid, Standing::Paid, Standing::Other];
    parts.extend(standings.map(|standing| Part::Standing(standing, foreign.words.clone())));
    for part in &parts {
        match part {
            Part::Text(_)
            | Part::State(_)
            | Part::Order(_)
            | Part::Age(_)
            | Part::Renews(_)
            | Part::Price(..)
            | Part::Core(_)
            | Part::UsedOn(_)
            | Part::Standing(..) => {}
        }
    }
    parts
}
