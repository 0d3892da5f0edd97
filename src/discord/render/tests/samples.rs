//! One answer for everything that the bot can say.

mod cards;
mod forms;
mod invoices;
mod kept;
mod networks;
mod people;
mod refusals;
mod rights;
mod services;
mod setup;
mod setups;
mod shops;
mod tasks;
pub(in crate::discord) mod things;
mod tickets;

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::super::{Message, Renderer};
use crate::actions::{Failure, Refusal};
use crate::dispatch::{Answer, Ask, Closed};
use crate::domain::billing::{Balance, Balances, Subscription};
use crate::domain::job::{Seen, ServerVerb, ServerWatch, Verdict, Watch};
use crate::domain::order::{NotSold, Offer, PaidBy};
use crate::domain::outcome::{
    Answers, AuditResult, AuditRow, Denial, JobPhase, JobReport, Listed, Outcome, Page, PerAccount,
    PlanFacts, ResourceName, Whoami,
};
use crate::domain::server::{Server, ServerState, Sizes};
use crate::domain::{
    AccountName, Action, Actor, ChannelId, Error, ErrorKind, ErrorStatus, GuildId, Id, Money, Operation,
    Place, ProviderName, ResourceKind, ResourceRef, RoleId, Target, UserId,
};
use crate::store::Lock;

pub use forms::forms;
pub use setup::LINK;
use setups::{card, offers, templates};

/// Every message, by name.
pub fn messages(renderer: &Renderer, foreign: &Foreign, locale: &str) -> Vec<(String, Message)> {
    let answers =
        answers(foreign).into_iter().map(|(name, answer)| (name, renderer.message(&answer, locale)));
    let cards = cards::cards(foreign).into_iter().map(|(name, card)| (name, renderer.card(&card, locale)));
    let notes = cards::notes(foreign).into_iter().map(|(name, note)| (name, renderer.note(&note, locale)));
    answers.chain(cards).chain(notes).collect()
}

/// The texts that are not ours.
#[derive(Clone, Debug)]
pub struct Foreign {
    /// What things are called.
    pub name: String,
    /// What people typed.
    pub typed: String,
    /// What providers said.
    pub words: String,
}

impl Default for Foreign {
    fn default() -> Self {
        Foreign { name: "web-1".into(), typed: "web".into(), words: "the quota is used up".into() }
    }
}

const VERBS: [ServerVerb; 9] = [
    ServerVerb::Start,
    ServerVerb::Stop,
    ServerVerb::Restart,
    ServerVerb::Shutdown,
    ServerVerb::Reset,
    ServerVerb::Reinstall,
    ServerVerb::Install,
    ServerVerb::Resize,
    ServerVerb::Destroy,
];

const USER: UserId = UserId(777_777_777_777_777_771);

fn account() -> AccountName {
    "shop".parse().unwrap()
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_767_225_600 + seconds).unwrap()
}

fn id() -> Id {
    "AAAAAAAAAAAAAAAAAAAAAA".parse().unwrap()
}

fn resource() -> ResourceRef {
    ResourceRef::new(account(), ResourceKind::Server, "42").unwrap()
}

fn money(amount: &str) -> Money {
    Money { amount: amount.parse().unwrap(), currency: Some("ILS".parse().unwrap()) }
}

/// Every kind of a provider's failure.
pub fn kinds(foreign: &Foreign) -> Vec<ErrorKind> {
    let kinds = vec![
        ErrorKind::Unsupported,
        ErrorKind::Unreachable,
        ErrorKind::Timeout,
        ErrorKind::ConnectionLost,
        ErrorKind::Unauthenticated,
        ErrorKind::Unauthorized,
        ErrorKind::LoginRefused { again: at(300) },
        ErrorKind::AddressRefused,
        ErrorKind::ServerNeeded,
        ErrorKind::PaymentRequired,
        ErrorKind::NotFound,
        ErrorKind::RateLimited { retry_after: None },
        ErrorKind::RateLimited { retry_after: Some(Duration::from_secs(90)) },
        ErrorKind::Refused(None),
        ErrorKind::Refused(Some(foreign.words.clone())),
        ErrorKind::ServerError,
        ErrorKind::Unreadable,
        ErrorKind::TooLarge,
        ErrorKind::Redirected,
    ];
    // A new kind does not compile here until it has a sample above.
    for kind in &kinds {
        match kind {
            ErrorKind::Unsupported
            | ErrorKind::Unreachable
            | ErrorKind::Timeout
            | ErrorKind::ConnectionLost
            | ErrorKind::Unauthenticated
            | ErrorKind::Unauthorized
            | ErrorKind::LoginRefused { .. }
            | ErrorKind::AddressRefused
            | ErrorKind::ServerNeeded
            | ErrorKind::PaymentRequired
            | ErrorKind::NotFound
            | ErrorKind::RateLimited { .. }
            | ErrorKind::Refused(_)
            | ErrorKind::ServerError
            | ErrorKind::Unreadable
            | ErrorKind::TooLarge
            | ErrorKind::Redirected => {}
        }
    }
    kinds
}

fn error(kind: ErrorKind, status: ErrorStatus) -> Error {
    let operation = Operation::ServerRestart;
    Error { provider: ProviderName::LlamaLink, operation, kind, status, cause: "for the log alone".into() }
}

/// Everything that a server can tell of itself, and nothing but what it must.
pub fn servers(foreign: &Foreign) -> [Server; 4] {
    let bare = Server {
        resource: resource(),
        name: foreign.name.clone(),
        state: ServerState::Running,
        addresses: vec![],
        uptime_seconds: None,
        cpu_cores: None,
        cpu_percent: None,
        memory_used_gb: None,
        memory_total_gb: None,
        disk_used_gb: None,
        disk_gb: None,
        sizes: None,
        payment_state: None,
    };
    let full = Server {
        addresses: (1..=5).map(|n| format!("203.0.113.{n}").parse().unwrap()).collect(),
        uptime_seconds: Some(1_000_000),
        cpu_cores: Some("4".parse().unwrap()),
        cpu_percent: Some("12.50".parse().unwrap()),
        memory_used_gb: Some("1.2".parse().unwrap()),
        memory_total_gb: Some("4".parse().unwrap()),
        disk_used_gb: Some("7.25".parse().unwrap()),
        disk_gb: Some("40.5".parse().unwrap()),
        sizes: Some(Sizes {
            cpu_ghz: Some("2.5".parse().unwrap()),
            memory_mb: Some("4096".parse().unwrap()),
            disk_gb: Some("40".parse().unwrap()),
            bandwidth_mbps: Some("100".parse().unwrap()),
        }),
        payment_state: Some(foreign.words.clone()),
        ..bare.clone()
    };
    let single = Server {
        state: ServerState::Stopped,
        uptime_seconds: Some(86_400),
        cpu_cores: Some("1".parse().unwrap()),
        memory_used_gb: None,
        disk_used_gb: None,
        sizes: None,
        ..full.clone()
    };
    let other = Server { state: ServerState::Other(foreign.words.clone()), ..bare.clone() };
    [full, single, other, bare]
}

fn per_account<T>(result: Result<T, Error>) -> PerAccount<T> {
    PerAccount { account: account(), provider: ProviderName::LlamaLink, result }
}

fn failed<T>() -> PerAccount<T> {
    per_account(Err(error(ErrorKind::Timeout, ErrorStatus::Temporary)))
}

fn awaited() -> Vec<(AccountName, ProviderName)> {
    vec![(account(), ProviderName::LlamaLink), (account(), ProviderName::Iv)]
}

fn lists(foreign: &Foreign) -> Vec<(String, Answer)> {
    let page = |index, count| Page { index, count };
    let list = |accounts: Vec<PerAccount<Vec<Server>>>, total, page| {
        let list = Listed { accounts, awaited: vec![], total, page };
        Answer::Outcome(Outcome::Servers { list, unjudged: vec![] }, Some(id()))
    };
    let all = || per_account(Ok(servers(foreign).to_vec()));
    let mut lists = vec![
        ("no servers".to_owned(), list(vec![per_account(Ok(vec![]))], 0, page(0, 1))),
        ("one server".to_owned(), list(vec![per_account(Ok(servers(foreign)[..1].to_vec()))], 1, page(0, 1))),
        ("servers".to_owned(), list(vec![all(), per_account(Ok(vec![])), failed()], 4, page(0, 1))),
        ("servers, first page".to_owned(), list(vec![all()], 40, page(0, 3))),
        ("servers, last page".to_owned(), list(vec![all()], 40, page(2, 3))),
    ];
    let so_far = |accounts| {
        let answers = Answers { accounts, awaited: awaited() };
        Answer::Outcome(Outcome::Servers { list: Listed::new(answers, 0, 15), unjudged: vec![] }, None)
    };
    lists.push(("servers so far".to_owned(), so_far(vec![all(), per_account(Ok(vec![]))])));
    lists.push(("no servers so far".to_owned(), so_far(vec![per_account(Ok(vec![]))])));
    lists.push(("failures so far".to_owned(), so_far(vec![failed()])));
    for count in [1, 2] {
        let (list, unjudged) = (Listed::new(vec![per_account(Ok(vec![]))], 0, 15), vec![(account(), count)]);
        let outcome = Outcome::Servers { list, unjudged };
        lists.push((format!("{count} servers left out"), Answer::Outcome(outcome, None)));
    }
    for (n, server) in servers(foreign).into_iter().enumerate() {
        let outcome = Outcome::Server { server: Box::new(server), provider: ProviderName::LlamaLink };
        lists.push((format!("server {n}"), Answer::Outcome(outcome, None)));
    }
    lists
}

fn report(watch: Watch, target: Target, phase: JobPhase) -> JobReport {
    let provider = Some(ProviderName::LlamaLink);
    JobReport { watch, target, provider, requester: USER, phase, made: None }
}

fn job(report: JobReport) -> Answer {
    Answer::Outcome(Outcome::Job(Box::new(report)), None)
}

fn ended(verdict: Verdict, doubtful: bool) -> JobPhase {
    let after_seconds = if doubtful { 3700 } else { 12 };
    JobPhase::Ended { after_seconds, verdict, doubtful, again: None }
}

fn deeds(foreign: &Foreign) -> Vec<(String, Answer)> {
    let mut deeds = vec![];
    for verb in VERBS {
        let verdicts = [
            Verdict::Verified,
            Verdict::NotThere { state: "stopped".into() },
            Verdict::NotThere { state: foreign.words.clone() },
            Verdict::Gone,
            Verdict::Blind,
            Verdict::Unobserved { uptime_seconds: Some(1_000_000) },
            Verdict::Unobserved { uptime_seconds: None },
        ];
        let watch = |state: Option<&str>| {
            let mut watch = ServerWatch::new(verb);
            watch.last = state.map(|state| Seen::There { state: state.to_owned(), uptime_seconds: Some(7) });
            Watch::Server(watch)
        };
        let mut phases = vec![];
        for doubtful in [false, true] {
            let phase = JobPhase::Watching { since: at(0), doubtful };
            phases.push((watch(None), phase.clone()));
            phases.push((watch(Some(&foreign.words)), phase));
        }
        for verdict in verdicts {
            // Only a restart and what comes into being can go unobserved: the others are seen by the state that they
            // lead to.
            let unseen = [ServerVerb::Restart, ServerVerb::Reset, ServerVerb::Reinstall, ServerVerb::Install];
            if matches!(verdict, Verdict::Unobserved { .. }) && !unseen.contains(&verb) {
                continue;
            }
            for doubtful in [false, true] {
                phases.push((watch(None), ended(verdict.clone(), doubtful)));
            }
        }
        for (n, (watch, phase)) in phases.into_iter().enumerate() {
            let name = (n % 2 == 0).then(|| foreign.name.clone());
            let target = Target::Resource { resource: resource(), name };
            deeds.push((format!("{} {n}", verb.as_str()), job(report(watch, target, phase))));
        }
        let by_its_state =
            matches!(verb, ServerVerb::Start | ServerVerb::Stop | ServerVerb::Shutdown | ServerVerb::Resize);
        if by_its_state {
            let server = ResourceName { resource: resource(), name: Some(foreign.name.clone()) };
            let already = Answer::Outcome(Outcome::Already { verb, server }, None);
            deeds.push((format!("{} already", verb.as_str()), already));
        }
        let target = Target::Resource { resource: resource(), name: Some(foreign.name.clone()) };
        deeds.push((format!("{} working", verb.as_str()), Answer::Working(verb.action(), target)));
    }
    deeds
}

fn consents(foreign: &Foreign) -> Vec<(String, Answer)> {
    let ask = |action, target: Target, facts, changed| {
        let expires = at(120);
        Answer::Ask(Box::new(Ask { id: id(), action, target, facts, requester: USER, expires, changed }))
    };
    let server = || Target::Resource { resource: resource(), name: Some(foreign.name.clone()) };
    let offered = |offer: &Offer| Target::Resource {
        resource: ResourceRef::new(account(), ResourceKind::Plan, "spark").unwrap(),
        name: Some(offer.title().to_owned()),
    };
    let mut consents = vec![];
    for changed in [false, true] {
        let of_their_own = [ServerVerb::Reinstall, ServerVerb::Install, ServerVerb::Resize];
        for verb in VERBS.into_iter().filter(|verb| !of_their_own.contains(verb)) {
            let facts = PlanFacts::Server { server: Box::new(servers(foreign)[0].clone()) };
            let name = format!("ask to {}{}", verb.as_str(), if changed { " anew" } else { "" });
            consents.push((name, ask(verb.action(), server(), facts, changed)));
        }
        for (name, action, facts) in setup::plans(foreign) {
            let name = format!("ask to {name}{}", if changed { " anew" } else { "" });
            consents.push((name, ask(action, server(), facts, changed)));
        }
        let stopped = Server { state: ServerState::Stopped, ..servers(foreign)[0].clone() };
        let facts = PlanFacts::Server { server: Box::new(stopped) };
        for verb in [ServerVerb::Restart, ServerVerb::Reset] {
            let anew = if changed { " anew" } else { "" };
            let name = format!("ask to {} a stopped server{anew}", verb.as_str());
            consents.push((name, ask(verb.action(), server(), facts.clone(), changed)));
        }
        for (n, offer) in offers(foreign).into_iter().enumerate() {
            let cards = match n {
                0 => Some(vec![card(foreign, Some(date(2027, 12, 1)))]),
                1 => Some(vec![card(foreign, None), card(foreign, Some(date(2025, 12, 1)))]),
                _ => None,
            };
            let (today, provider) = (date(2026, 1, 1), ProviderName::LlamaLink);
            let paid_by = [PaidBy::Charge, PaidBy::Invoice, PaidBy::CreditOrInvoice, PaidBy::Method][n % 4];
            let name = format!("ask to buy {n}{}", if changed { " anew" } else { "" });
            let (action, target) = (Action::OrderBuy, offered(&offer));
            let facts = PlanFacts::Purchase { offer: Box::new(offer), cards, today, provider, paid_by };
            consents.push((name, ask(action, target, facts, changed)));
        }
    }
    for (n, offer) in offers(foreign).into_iter().enumerate() {
        consents.push((format!("buying {n}"), Answer::Working(Action::OrderBuy, offered(&offer))));
        let id = Some(foreign.typed.clone()).filter(|_| n == 0);
        let bought = Outcome::Bought { offer: Box::new(offer), id };
        consents.push((format!("bought {n}"), Answer::Outcome(bought, None)));
    }
    for why in [
        Closed::Expired,
        Closed::Cancelled,
        Closed::NeverSent,
        Closed::Unheard,
        Closed::Unknowable,
        Closed::NotAgain,
        Closed::Done,
        Closed::NotDone,
    ] {
        match why {
            Closed::Expired
            | Closed::Cancelled
            | Closed::NeverSent
            | Closed::Unheard
            | Closed::Unknowable
            | Closed::NotAgain
            | Closed::Done
            | Closed::NotDone => {}
        }
        let closed = Answer::Closed { why, action: Action::VpsRestart, target: server() };
        consents.push((format!("closed: {why:?}"), closed));
    }
    consents.push(("chosen".to_owned(), Answer::Chosen(foreign.name.clone())));
    consents.push(("ended".to_owned(), Answer::Ended(USER)));
    consents
}

/// Balances of every kind, and the day on which they are looked at.
fn balances(foreign: &Foreign) -> Vec<(Balance, Date)> {
    let today = date(2026, 1, 1);
    let subscription = |state: &str, renews_on, monthly: Option<&str>| Subscription {
        resource: ResourceRef::new(account(), ResourceKind::Service, "101").unwrap(),
        kind: Some(foreign.words.clone()),
        name: foreign.name.clone(),
        state: state.into(),
        renews_on,
        monthly: monthly.map(money),
    };
    let card = |expires_on| card(foreign, expires_on);
    let full = Balance {
        credit: Some(money("362.4")),
        bonus: Some(money("1.5")),
        owed: Some(money("31.32")),
        subscriptions: vec![
            subscription("active", Some(date(2026, 1, 9)), Some("54")),
            subscription("ACTIVE", Some(date(2026, 1, 2)), None),
            subscription("active", None, Some("98.5")),
            subscription(&foreign.words, Some(date(2026, 1, 3)), Some("7")),
        ],
        cards: Some(vec![
            card(Some(date(2027, 12, 1))),
            card(Some(date(2026, 2, 1))),
            card(Some(date(2025, 12, 1))),
            card(None),
        ]),
    };
    let cardless = Balance { cards: Some(vec![]), ..Balance::default() };
    vec![(full, today), (cardless, today), (Balance::default(), today)]
}

fn tools(foreign: &Foreign) -> Vec<(String, Answer)> {
    let mut accounts: Vec<_> =
        balances(foreign).into_iter().map(|balance| per_account(Ok(balance))).collect();
    accounts.push(failed());
    let outcome = |outcome| Answer::Outcome(outcome, Some(id()));
    let contact = || Some(foreign.words.clone());
    let balances = |accounts, awaited, untold, page| {
        outcome(Outcome::Balances(Box::new(Balances::new(Answers { accounts, awaited }, untold, page))))
    };
    let mut tools = vec![
        ("balance so far".to_owned(), balances(accounts[..1].to_vec(), awaited(), vec![account()], 0)),
        (
            "balance, last page".to_owned(),
            balances(
                [accounts.clone(), accounts.clone(), accounts.clone()].concat(),
                vec![],
                vec![account(); 2],
                1,
            ),
        ),
        ("balance".to_owned(), balances(accounts, vec![], vec![], 0)),
    ];
    for (name, actions, contact) in
        [("help", Action::ALL[..20].to_vec(), contact()), ("help for a stranger", vec![], None)]
    {
        let page = Page::new(1, actions.len() * 3, 20);
        tools.push((name.to_owned(), outcome(Outcome::Help { actions, about: None, contact, page })));
    }
    for action in Action::ALL {
        let page = Page::new(0, 1, 20);
        let help = Outcome::Help { actions: vec![], about: Some(*action), contact: contact(), page };
        tools.push((format!("help about {action}"), outcome(help)));
    }
    let (guild, channel) = (GuildId(111_111_111_111_111_111), ChannelId(555_555_555_555_555_551));
    let place = Place { guild, channel, granting_channel: Some(channel) };
    for roles in 0..3 {
        let granting_roles: Vec<_> = (0..roles).map(|n| RoleId(222_222_222_222_222_220 + n)).collect();
        let actor = Actor { user: USER, roles: granting_roles.clone(), place };
        let actions = Action::ALL.iter().copied().filter(|action| action.is_open() || roles > 0).collect();
        let whoami = Whoami { actor, granting_roles, actions, contact: contact().filter(|_| roles < 2) };
        tools.push((format!("whoami with {roles} roles"), outcome(Outcome::Whoami(whoami))));
    }
    tools
}

/// What the audit may say in its last column.
pub fn details(foreign: &Foreign) -> Vec<&'static str> {
    let refused = refusals::refusals(foreign).into_iter().map(|(refusal, _)| refusal.as_str());
    let failed = failures(foreign).into_iter().map(|failure| failure.as_str());
    let verdicts = [
        Verdict::Verified,
        Verdict::Finished,
        Verdict::Unobserved { uptime_seconds: None },
        Verdict::NotThere { state: String::new() },
        Verdict::Gone,
        Verdict::Blind,
        Verdict::Failed,
        Verdict::NotStarted,
        Verdict::Unfinished,
    ];
    let seen = verdicts.iter().map(Verdict::as_str);
    let own = ["nothing to do", "never sent", "expired", "the bot stopped", "seen"];
    refused.chain(failed).chain(seen).chain(own).collect()
}

fn audits(foreign: &Foreign) -> Vec<(String, Answer)> {
    let row = |result, detail: &str| AuditRow {
        at: at(0),
        invocation: id().as_str().to_owned(),
        user: USER,
        action: "vps.restart".into(),
        target: resource().to_string(),
        result,
        detail: detail.to_owned(),
    };
    let results: Vec<_> = AuditResult::ALL.into_iter().map(|result| row(result, "")).collect();
    let strange = AuditRow { action: foreign.typed.clone(), ..row(AuditResult::Done, &foreign.words) };
    let audit = |rows, page| Answer::Outcome(Outcome::Audit { rows, page }, Some(id()));
    let one = Page { index: 0, count: 1 };
    let mut audits = vec![
        ("audit without lines".to_owned(), audit(vec![], one)),
        ("audit".to_owned(), audit([results, vec![strange]].concat(), Page { index: 1, count: 3 })),
    ];
    for (n, details) in details(foreign).chunks(10).enumerate() {
        let rows = details.iter().map(|detail| row(AuditResult::Failed, detail)).collect();
        audits.push((format!("audit with details {n}"), audit(rows, one)));
    }
    audits
}

fn failures(foreign: &Foreign) -> Vec<Failure> {
    let mut failures = vec![
        Failure::Gone(Target::Resource { resource: resource(), name: None }),
        Failure::Late,
        Failure::Internal,
    ];
    for kind in kinds(foreign) {
        let error = error(kind, ErrorStatus::Permanent);
        failures.push(Failure::Provider { account: account(), error });
    }
    failures.push(Failure::Provider { account: account(), error: tasks::at_iv() });
    for error in kept::at_inferno(foreign).into_iter().chain(kept::of_passwords()) {
        failures.push(Failure::Provider { account: account(), error });
    }
    let lost = error(ErrorKind::ConnectionLost, ErrorStatus::Ambiguous);
    failures.push(Failure::Provider { account: account(), error: lost });
    let missing = error(ErrorKind::NotFound, ErrorStatus::Permanent);
    let payment = error(ErrorKind::PaymentRequired, ErrorStatus::Permanent);
    for operation in [
        Operation::ServerList,
        Operation::SiteCreate,
        Operation::OrderBuy,
        Operation::TicketReply,
        Operation::NoticeAck,
        Operation::InvoicePay,
        Operation::CertificateShow,
        Operation::CertificateBuy,
        Operation::ContactShow,
        Operation::ServiceUpgrade,
    ] {
        let error = Error { operation, ..missing.clone() };
        failures.push(Failure::Provider { account: account(), error });
    }
    for cards in [None, Some(vec![]), Some(vec![card(foreign, None), card(foreign, Some(date(2027, 1, 1)))])]
    {
        let missing = Error { operation: Operation::OrderBuy, ..payment.clone() };
        failures.push(Failure::Payment { account: account(), error: missing, cards });
    }
    for failure in &failures {
        match failure {
            Failure::Provider { .. }
            | Failure::Payment { .. }
            | Failure::Gone(_)
            | Failure::Late
            | Failure::Internal => {}
        }
    }
    failures
}

fn refused_and_failed(foreign: &Foreign) -> Vec<(String, Answer)> {
    let mut answers = vec![];
    for (n, (refusal, offers)) in refusals::refusals(foreign).into_iter().enumerate() {
        let name = format!("refused: {} {n}", refusal.as_str());
        if matches!(refusal, Refusal::NothingFits { kind: ResourceKind::Plan, .. }) {
            let (refusal, action) = (refusal.clone(), Some(Action::OrderBuy));
            let purchase = Answer::Refused { refusal, action, choice: None };
            answers.push((format!("{name} of a purchase"), purchase));
        }
        answers.push((name, Answer::Refused { refusal, action: None, choice: offers.then(id) }));
    }
    let target = || Target::Resource { resource: resource(), name: Some(foreign.name.clone()) };
    for (n, failure) in failures(foreign).into_iter().enumerate() {
        for (action, target) in [
            (Action::VpsRestart, target()),
            (Action::Balance, Target::Bot),
            (Action::OrderBuy, target()),
            (Action::InvoicePay, target()),
        ] {
            let name = format!("failed: {} {n} of {action}", failure.as_str());
            let (failure, contact) = (failure.clone(), (n == 0).then(|| foreign.words.clone()));
            answers.push((name, Answer::Failed { failure, action, target, incident: id(), contact }));
        }
    }
    answers
}

/// One answer for everything that the bot can say, each with a name.
pub fn answers(foreign: &Foreign) -> Vec<(String, Answer)> {
    let answers = [
        lists(foreign),
        deeds(foreign),
        tasks::answers(foreign),
        networks::answers(foreign),
        services::answers(foreign),
        kept::answers(foreign),
        setup::answers(foreign),
        people::answers(foreign),
        setups::answers(foreign),
        shops::answers(foreign),
        things::answers(foreign),
        tickets::answers(foreign),
        invoices::answers(foreign),
        cards::answers(foreign),
        consents(foreign),
        tools(foreign),
        audits(foreign),
        refused_and_failed(foreign),
        rights::whys(foreign),
        rights::reloads(foreign),
    ];
    let answers = answers.concat();
    for (_, answer) in &answers {
        match answer {
            Answer::Outcome(outcome, _) => match outcome {
                Outcome::Servers { .. }
                | Outcome::Server { .. }
                | Outcome::Metrics(_)
                | Outcome::Tasks(_)
                | Outcome::Network(_)
                | Outcome::OrderCancelled { .. }
                | Outcome::Service { .. }
                | Outcome::SshKeys(_)
                | Outcome::KeyDone { .. }
                | Outcome::Credentials(_)
                | Outcome::Graphs { .. }
                | Outcome::Movements(_)
                | Outcome::Certificates(_)
                | Outcome::Certificate { .. }
                | Outcome::CertificateFile(_)
                | Outcome::CertificatePlans(_)
                | Outcome::Software(_)
                | Outcome::Contacts(_)
                | Outcome::Contact { .. }
                | Outcome::Privileges(_)
                | Outcome::PersonDone { .. }
                | Outcome::Logs(_)
                | Outcome::Templates(_)
                | Outcome::Already { .. }
                | Outcome::Job(_)
                | Outcome::Bought { .. }
                | Outcome::Balances(_)
                | Outcome::PayBys(_)
                | Outcome::Invoices { .. }
                | Outcome::Invoice { .. }
                | Outcome::Paid(_)
                | Outcome::Plans(_)
                | Outcome::Plan { .. }
                | Outcome::Quote { .. }
                | Outcome::Quoted { .. }
                | Outcome::Orders(_)
                | Outcome::Order { .. }
                | Outcome::Services(_)
                | Outcome::ServicePart(_)
                | Outcome::CancellationSent { .. }
                | Outcome::Sites(_)
                | Outcome::Site { .. }
                | Outcome::Tickets(_)
                | Outcome::Ticket(_)
                | Outcome::TicketDone { .. }
                | Outcome::TicketAlready { .. }
                | Outcome::Departments(_)
                | Outcome::TicketFile(_)
                | Outcome::Notices(_)
                | Outcome::NoticeRead { .. }
                | Outcome::Statuses(_)
                | Outcome::Status { .. }
                | Outcome::Accounts { .. }
                | Outcome::Profile { .. }
                | Outcome::Found { .. }
                | Outcome::CardDone { .. }
                | Outcome::Relays { .. }
                | Outcome::RelayDone { .. }
                | Outcome::Pending { .. }
                | Outcome::Help { .. }
                | Outcome::Whoami(_)
                | Outcome::Why(_)
                | Outcome::Audit { .. } => {}
            },
            Answer::Ask(_)
            | Answer::Form(_)
            | Answer::Chosen(_)
            | Answer::Working(..)
            | Answer::Refused { .. }
            | Answer::Failed { .. }
            | Answer::Closed { .. }
            | Answer::Written(_)
            | Answer::Ended(_)
            | Answer::Reloaded(_) => {}
        }
    }
    answers
}
