//! What shops ask and what was chosen there, and purchases that are found by looking.

use super::setups::plans;
use super::*;
use crate::dispatch::FormView;
use crate::domain::certificate::SigningRequest;
use crate::domain::form::{Entry, FormItem, FormState, Line, Step, StepKind};
use crate::domain::job::{PurchaseWatch, Traced};
use crate::domain::order::{
    Chosen, Cycle, Goods, Item, NewCertificate, PaidBy, Progress, ProgressState, Purchase,
};
use crate::domain::outcome::{Again, JobReport};

/// Questions of every kind.
pub fn steps(foreign: &Foreign) -> Vec<Step> {
    let step = |id: &str, kind| Step {
        id: id.to_owned(),
        key: None,
        title: foreign.name.clone(),
        about: Some(foreign.words.clone()),
        kind,
        default: None,
        is_required: true,
        of_order: false,
        needs: None,
    };
    let entry = |value: &str, cycle, price: bool| Entry {
        value: value.to_owned(),
        label: foreign.name.clone(),
        cycle,
        price: price.then(|| money("5")),
        setup: price.then(|| money("1")),
    };
    let cycles = Cycle::ALL.map(|cycle| entry(cycle.as_str(), Some(cycle), true)).to_vec();
    let disks: Vec<_> = (0..40).map(|n| entry(&format!("{}{n}", foreign.typed), None, n > 1)).collect();
    let none = Entry { label: String::new(), ..entry("no", None, false) };
    let once = [("pay_method", true), ("promocode", true), ("domain", false)];
    let once = once.map(|(id, of_order)| Step { of_order, ..step(id, StepKind::Text { longest: 253 }) });
    let own = [
        step("1618", StepKind::Choice(disks.clone())),
        Step {
            default: Some("no".to_owned()),
            ..step("addon-31", StepKind::Choice(vec![none, entry("m", Some(Cycle::Monthly), true)]))
        },
        Step { is_required: false, about: None, ..step("1619", StepKind::Text { longest: 255 }) },
        step("1623", StepKind::Several(disks.clone())),
        step("1620", StepKind::Number { least: 1, most: 8, price: Some(money("2")) }),
        step("1621", StepKind::YesNo { price: Some(money("3")) }),
        Step { default: Some("monthly".to_owned()), ..step("cycle", StepKind::Choice(cycles)) },
    ];
    // What Klikk asks has titles of its own.
    let lines = ["os", "ip_allow", "public_ports_allow", "authorized_keys", "cloud_init_url", "domain"];
    let lines = lines.into_iter().zip(Line::ALL).map(|(id, line)| step(id, StepKind::Line(line)));
    let number = || StepKind::Number { least: 1, most: 9, price: None };
    let numbers = ["antiaffinity", "firewall_id"].map(|id| step(id, number()));
    let add = Step {
        needs: Some("firewall_id".to_owned()),
        ..step("firewall_addme", StepKind::YesNo { price: None })
    };
    own.into_iter().chain(once).chain(lines).chain(numbers).chain([add]).collect()
}

/// What was chosen, in every form.
pub fn chosen(foreign: &Foreign) -> Vec<Chosen> {
    let chosen = |step: &str, value: &str, label: &str, cycle| Chosen {
        step: step.to_owned(),
        key: None,
        title: foreign.name.clone(),
        value: value.to_owned(),
        label: label.to_owned(),
        cycle,
        is_text: false,
    };
    let cycles = Cycle::ALL.map(|cycle| chosen("cycle", "m", "m", Some(cycle)));
    let others = vec![
        chosen("1618", "10330", &foreign.words, None),
        chosen("addon-31", "no", "", None),
        chosen("1621", "yes", "yes", None),
        chosen("1622", "no", "no", None),
    ];
    cycles.into_iter().chain(others).collect()
}

/// An order of several things that is paid at once and later.
pub fn offer(foreign: &Foreign) -> Offer {
    let plan = plans(foreign).remove(0);
    let beside = |chosen| Item { plan: plan.clone(), chosen };
    Offer {
        cycle: Cycle::Now,
        then: Cycle::ALL.map(|cycle| (cycle, money("1.48"))).to_vec(),
        chosen: chosen(foreign),
        more: vec![beside(chosen(foreign)), beside(vec![])],
        ..Offer::of(Goods::Plan(plan.clone()), Some(money("88.81")))
    }
}

/// Quotes, and how purchases go that are found by looking.
pub fn answers(foreign: &Foreign) -> Vec<(String, Answer)> {
    let quoted = Outcome::Quoted {
        offer: Box::new(offer(foreign)),
        account: account(),
        provider: ProviderName::LlamaLink,
    };
    let target = Target::Resource {
        resource: ResourceRef::new(account(), ResourceKind::Plan, "333").unwrap(),
        name: Some(foreign.name.clone()),
    };
    let order = ResourceRef::new(account(), ResourceKind::Order, "hm-AAAAAAAAAAAAAAAAAAAAAA").unwrap();
    let mut watch = PurchaseWatch::new(order, offer(foreign));
    watch.traced = Some(Traced::default());
    watch.lose_answer();
    let bought = |watch: &PurchaseWatch, phase| {
        let report = report(Watch::Purchase(Box::new(watch.clone())), target.clone(), phase);
        Answer::Outcome(Outcome::Job(Box::new(report)), None)
    };
    let ended = |verdict, again| JobPhase::Ended { after_seconds: 62, verdict, doubtful: true, again };
    let waits = |watch: &PurchaseWatch, provider, unpaid: Option<&str>| {
        let mut watch = watch.clone();
        let unpaid = unpaid.map(str::to_owned);
        let waits_for_payment = unpaid.is_none();
        watch.progress =
            Some(Progress { unpaid, waits_for_payment, ..Progress::new(ProgressState::Running) });
        let phase = JobPhase::Watching { since: at(0), doubtful: true };
        let job = report(Watch::Purchase(Box::new(watch)), target.clone(), phase);
        let job = JobReport { provider: Some(provider), ..job };
        Answer::Outcome(Outcome::Job(Box::new(job)), None)
    };
    let mut taken = watch.clone();
    taken.accept(Purchase { invoice: Some("366000".to_owned()), ..Purchase::default() });
    let watching = JobPhase::Watching { since: at(0), doubtful: false };
    let again = Some(Again { id: id(), expires: at(120), untold: false });
    let mut answers = vec![
        ("quoted".to_owned(), Answer::Outcome(quoted, None)),
        ("accepted with an invoice".to_owned(), bought(&taken, watching)),
        ("lost, found unpaid".to_owned(), waits(&watch, ProviderName::Inferno, Some("366000"))),
        ("unpaid, no invoice told".to_owned(), waits(&taken, ProviderName::Klikk, None)),
        ("traced, not begun".to_owned(), bought(&watch, ended(Verdict::NotStarted, again))),
    ];
    watch.accept(Purchase {
        traces: vec!["10".to_owned(), "11".to_owned()],
        charged: Some(money("90")),
        ..Purchase::default()
    });
    watch.progress = Some(Progress {
        state: ProgressState::Running,
        percent: None,
        server: None,
        words: Some(foreign.words.clone()),
        unpaid: Some("308979".to_owned()),
        waits_for_payment: true,
        uninstalled: false,
    });
    answers.extend(forms(foreign));
    answers.extend(certificates(foreign));
    let watching = JobPhase::Watching { since: at(0), doubtful: false };
    answers.push(("traced, unpaid".to_owned(), bought(&watch, watching)));
    answers.push(("traced, unfinished".to_owned(), bought(&watch, ended(Verdict::Unfinished, None))));
    answers.push(("traced, done".to_owned(), bought(&watch, ended(Verdict::Verified, None))));
    watch.progress.iter_mut().for_each(|progress| progress.uninstalled = true);
    answers.push(("traced, paid".to_owned(), bought(&watch, ended(Verdict::Verified, None))));
    answers
}

/// A certificate that is bought: the question, and an end that leads to where certificates are listed.
fn certificates(foreign: &Foreign) -> Vec<(String, Answer)> {
    let plan = ResourceRef::new(account(), ResourceKind::CertificatePlan, "25").unwrap();
    let chosen = |step: &str, value: &str| Chosen {
        step: step.to_owned(),
        key: None,
        title: String::new(),
        value: value.to_owned(),
        label: value.to_owned(),
        cycle: None,
        is_text: false,
    };
    let request = SigningRequest::read(include_str!("../../../../../tests/examplename.csr")).unwrap();
    let goods = NewCertificate { plan: plan.clone(), name: foreign.name.clone(), request };
    let offer = Offer {
        cycle: Cycle::Annually,
        chosen: vec![
            chosen("years", "1"),
            chosen("approver_email", &foreign.typed),
            chosen("software", &foreign.words),
            chosen("contact", "49"),
            chosen("pay_method", &foreign.name),
            chosen("domain", &foreign.words),
        ],
        ..Offer::of(Goods::Certificate(goods), Some(money("27.85")))
    };
    let target = Target::Resource { resource: plan, name: Some(foreign.name.clone()) };
    let (today, provider) = (date(2026, 1, 1), ProviderName::LightLayer);
    let facts = PlanFacts::Purchase {
        offer: Box::new(offer.clone()),
        cards: None,
        today,
        provider,
        paid_by: PaidBy::Charge,
    };
    let (action, expires) = (Action::CertOrder, at(120));
    let ask =
        Ask { id: id(), action, target: target.clone(), facts, requester: USER, expires, changed: false };
    let order = ResourceRef::new(account(), ResourceKind::Order, "hm-AAAAAAAAAAAAAAAAAAAAAA").unwrap();
    let mut watch = PurchaseWatch::new(order, offer);
    watch.traced = Some(Traced::default());
    watch.accept(Purchase { traces: vec!["310".to_owned()], ..Purchase::default() });
    let ends = [Verdict::Unfinished, Verdict::Verified].map(|verdict| {
        let name = format!("certificate, {}", verdict.as_str());
        let phase = JobPhase::Ended { after_seconds: 62, verdict, doubtful: false, again: None };
        let job = report(Watch::Purchase(Box::new(watch.clone())), target.clone(), phase);
        (name, Answer::Outcome(Outcome::Job(Box::new(job)), None))
    });
    std::iter::once(("ask to buy a certificate".to_owned(), Answer::Ask(Box::new(ask)))).chain(ends).collect()
}

/// Every question of a form, and what comes before and after it.
fn forms(foreign: &Foreign) -> Vec<(String, Answer)> {
    let plan = plans(foreign).remove(0).resource;
    let item = |steps: Vec<Step>| FormItem {
        plan: plan.clone(),
        name: foreign.name.clone(),
        steps,
        answers: [("addon-31".to_owned(), "no".to_owned())].into(),
    };
    let view = |state: FormState, fault: Option<NotSold>| {
        let provider = ProviderName::LlamaLink;
        let fault = fault.map(|why| Box::new(Refusal::NotSold { account: account(), provider, why }));
        Answer::Form(Box::new(FormView {
            id: id(),
            turn: 7,
            state,
            requester: USER,
            expires: at(900),
            fault,
        }))
    };
    let all = steps(foreign);
    let mut forms = vec![];
    for (n, step) in all.iter().enumerate() {
        let state = FormState {
            at: 1,
            page: n % 2,
            ..FormState::new(item(vec![all[3].clone(), step.clone()]), Default::default(), true)
        };
        let fault =
            NotSold::BadAnswer { step: foreign.name.clone(), text: foreign.typed.clone(), known: vec![] };
        forms.push((format!("form, question {n}"), view(state, (n == 3).then_some(fault))));
    }
    let done = FormState { at: 1, ..FormState::new(item(vec![all[1].clone()]), Default::default(), true) };
    forms.push(("form, answered".to_owned(), view(done.clone(), None)));
    let at = all.iter().position(|step| step.id == "1623").unwrap();
    let mut several = item(vec![all[at].clone()]);
    several.answers.insert("1623".to_owned(), format!("{}0", foreign.typed));
    let several = FormState { at: 0, ..FormState::new(several, Default::default(), false) };
    forms.push(("form, several picked".to_owned(), view(several, None)));
    for (n, step) in all.iter().enumerate() {
        let mut answered = item(vec![step.clone()]);
        answered.answers.insert(step.id.clone(), foreign.typed.clone());
        let state = FormState { at: 0, page: 1, ..FormState::new(answered, Default::default(), false) };
        forms.push((format!("form, question {n} once more"), view(state, None)));
    }
    let adding = Some(vec![(plan.clone(), foreign.name.clone()); 30]);
    forms.push(("form, another".to_owned(), view(FormState { adding, page: 1, ..done }, None)));
    forms
}
