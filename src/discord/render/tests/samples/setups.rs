//! What is on sale, and how buying it and creating sites go.

use jiff::civil::Date;

use super::{Foreign, account, at, ended, id, job, money, report, servers};
use crate::dispatch::Answer;
use crate::domain::billing::Card;
use crate::domain::job::{CallAnswer, PurchaseWatch, SiteWatch, Verdict, Watch};
use crate::domain::order::{
    CustomServer, Cycle, Goods, Offer, Plan, PriceFor, PricePart, Progress, ProgressState, Purchase, Template,
};
use crate::domain::outcome::{Again, JobPhase, JobReport, Made};
use crate::domain::{Action, ResourceKind, ResourceRef, Target};

/// How purchases and the creation of sites go.
pub fn answers(foreign: &Foreign) -> Vec<(String, Answer)> {
    let target = |kind, id: &str| Target::Resource {
        resource: ResourceRef::new(account(), kind, id).unwrap(),
        name: Some(foreign.name.clone()),
    };
    let progress = |percent, words: Option<&String>| Progress {
        state: ProgressState::Running,
        percent,
        server: Some("43".to_owned()),
        words: words.cloned(),
        unpaid: None,
        waits_for_payment: false,
        uninstalled: false,
    };
    let order = ResourceRef::new(account(), ResourceKind::Order, "hm-AAAAAAAAAAAAAAAAAAAAAA").unwrap();
    let purchase = |answer: CallAnswer, progress: Option<Progress>| {
        let offer = offers(foreign).pop().unwrap();
        let mut watch = PurchaseWatch::new(order.clone(), offer);
        if answer == CallAnswer::Lost {
            // As older versions stored it.
            (watch.price, watch.offer) = (None, None);
        }
        if answer == CallAnswer::Accepted {
            let words = Some(foreign.words.clone());
            watch.accept(Purchase { server: Some("43".to_owned()), words, ..Purchase::default() });
        }
        watch.answer = answer;
        watch.progress = progress;
        watch
    };
    let bought =
        |watch, phase| report(Watch::Purchase(Box::new(watch)), target(ResourceKind::Plan, "spark"), phase);
    let watching = |doubtful| JobPhase::Watching { since: at(0), doubtful };
    let mut setups = vec![];
    for (n, answer) in [CallAnswer::Pending, CallAnswer::Accepted, CallAnswer::Lost].into_iter().enumerate() {
        let doubtful = answer != CallAnswer::Accepted;
        let blind = bought(purchase(answer, None), watching(doubtful));
        let told = purchase(answer, Some(progress(Some(45), Some(&foreign.words))));
        setups.push((format!("purchase watched {n}"), job(blind)));
        setups.push((format!("purchase watched {n}, told"), job(bought(told, watching(doubtful)))));
    }
    let mut unseen = purchase(CallAnswer::Accepted, Some(progress(Some(45), None)));
    unseen.blind = Some("unauthorized");
    setups.push(("purchase unseen".to_owned(), job(bought(unseen, watching(false)))));
    let verdicts = [
        Verdict::Verified,
        Verdict::Failed,
        Verdict::Cancelled,
        Verdict::NotStarted,
        Verdict::Unobserved { uptime_seconds: None },
        Verdict::Unfinished,
        Verdict::Blind,
    ];
    for verdict in verdicts {
        let watch = purchase(CallAnswer::Accepted, Some(progress(None, Some(&foreign.words))));
        let ended = bought(watch, ended(verdict.clone(), verdict == Verdict::Failed));
        setups.push((format!("purchase {}", verdict.as_str()), job(ended)));
    }
    let doubtful = bought(purchase(CallAnswer::Lost, None), ended(Verdict::Verified, true));
    let made = Some(Made::Server(Box::new(servers(foreign)[0].clone())));
    setups.push(("purchase seen".to_owned(), job(JobReport { made, ..doubtful })));
    let again = |untold| Some(Again { id: id(), expires: at(120), untold });
    let refused = |phase| {
        let mut watch = purchase(CallAnswer::Lost, None);
        watch.refuse("payment-required");
        job(bought(watch, phase))
    };
    setups.push(("purchase refused".to_owned(), refused(watching(true))));
    let phase = |untold| JobPhase::Ended {
        after_seconds: 62,
        verdict: Verdict::NotStarted,
        doubtful: true,
        again: again(untold),
    };
    setups.push(("purchase refused, to try again".to_owned(), refused(phase(false))));
    setups.push(("purchase refused, untold".to_owned(), refused(phase(true))));
    let phase = JobPhase::Ended {
        after_seconds: 62,
        verdict: Verdict::NotStarted,
        doubtful: true,
        again: again(false),
    };
    setups.push(("purchase to try again".to_owned(), job(bought(purchase(CallAnswer::Lost, None), phase))));

    let site = |last: Option<&String>, phase| {
        let mut watch = SiteWatch::new(foreign.name.clone());
        watch.last = last.cloned();
        report(Watch::Site(watch), target(ResourceKind::Site, "mysite.co.il"), phase)
    };
    let verdicts = [
        Verdict::Verified,
        Verdict::NotStarted,
        Verdict::NotThere { state: foreign.words.clone() },
        Verdict::Unobserved { uptime_seconds: None },
        Verdict::Blind,
    ];
    for doubtful in [false, true] {
        for last in [None, Some(&foreign.words)] {
            let name = format!("site watched, doubtful: {doubtful}, seen: {}", last.is_some());
            setups.push((name, job(site(last, watching(doubtful)))));
        }
        for verdict in &verdicts {
            let name = format!("site {}, doubtful: {doubtful}", verdict.as_str());
            setups.push((name, job(site(None, ended(verdict.clone(), doubtful)))));
        }
    }
    let made = Some(Made::Site(Box::new(super::things::sites(foreign).remove(0))));
    let shown = JobReport { made, ..site(None, ended(Verdict::Verified, false)) };
    setups.push(("site with its name servers".to_owned(), job(shown)));
    let working = Answer::Working(Action::SiteCreate, target(ResourceKind::Site, "mysite.co.il"));
    setups.push(("site working".to_owned(), working));
    setups
}

pub(super) fn card(foreign: &Foreign, expires_on: Option<Date>) -> Card {
    Card { brand: foreign.name.clone(), last_four: foreign.typed.clone(), expires_on }
}

pub(super) fn templates(foreign: &Foreign) -> Vec<Template> {
    let template = |id: &str, enabled| Template {
        id: id.to_owned(),
        name: foreign.name.clone(),
        enabled,
        price: None,
        memory_mb: None,
    };
    let paid = Template { price: Some(money("99")), memory_mb: Some(2048), ..template("panel", true) };
    vec![template("ubuntu-22", true), template("centos-7", false), paid]
}

pub(super) fn plans(foreign: &Foreign) -> Vec<Plan> {
    let resource = ResourceRef::new(account(), ResourceKind::Plan, "spark").unwrap();
    let plan = |price: Option<&str>, cycle, size: Option<u32>| Plan {
        resource: resource.clone(),
        name: foreign.name.clone(),
        price: price.map(money),
        cycle,
        on_sale: size != Some(2),
        cpu_cores: size.map(Into::into),
        memory_gb: size.map(Into::into),
        disk_gb: size.map(Into::into),
        category: size.map(|_| foreign.words.clone()),
        // Its lines are ours to count.
        about: size.map(|_| [&foreign.words, &foreign.typed].map(|text| text.replace('\n', " ")).join("\n")),
    };
    vec![
        plan(Some("54"), Cycle::Monthly, Some(1)),
        plan(Some("0.125"), Cycle::Once, Some(2)),
        plan(None, Cycle::Monthly, None),
    ]
}

pub(super) fn offers(foreign: &Foreign) -> Vec<Offer> {
    let of_plan = |(n, plan): (usize, Plan)| Offer {
        system: templates(foreign).into_iter().next().filter(|_| n == 0),
        cycle: plan.cycle,
        ..Offer::of(Goods::Plan(plan.clone()), plan.price)
    };
    let custom = |n: u32| {
        let part = |what, each: &str| PricePart { what, amount: n, each: each.parse().unwrap() };
        Offer {
            goods: Goods::Custom(CustomServer {
                name: foreign.name.clone(),
                cpu_type: if n == 1 { foreign.typed.clone() } else { String::new() },
                cpu_cores: n,
                memory_gb: n.into(),
                storage_type: foreign.typed.clone(),
                storage_gb: n,
                ipv4: n,
            }),
            system: templates(foreign).into_iter().next(),
            price: Some(money("362.4")),
            cycle: Cycle::Monthly,
            parts: vec![
                part(PriceFor::Cpu, "15.6"),
                part(PriceFor::Memory, "7"),
                part(PriceFor::Storage, "1.5"),
                part(PriceFor::Ipv4, "4"),
            ],
            then: vec![],
            chosen: vec![],
            more: vec![],
        }
    };
    let plans = plans(foreign).into_iter().enumerate().map(of_plan);
    plans.chain([custom(1), custom(8)]).collect()
}
