//! What reading an answer costs: each documented answer through the adapter, beside the same requests made bare.

use std::fmt::Write as _;
use std::ops::Add;
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hostmaster::config::Login;
use hostmaster::domain::Error;
use hostmaster::domain::billing::MovementKind;
use hostmaster::domain::metrics::{Metric, Range};
use hostmaster::providers::Reads;
use hostmaster::sandbox;
use hostmaster::sandbox::provider::{Provider, RecordedRequest, Simulator};

use crate::adapters::{inferno, iv, klikk, lightlayer, llamalink};
use crate::figures::Table;
use crate::{Effort, crowd, millis, percentile};

/// What reading some answers took, the middles' sums.
#[derive(Clone, Copy, Default)]
struct Took {
    answers: usize,
    ours: Duration,
    bare: Duration,
}

type Ask = for<'a> fn(&'a dyn Reads) -> BoxFuture<'a, Result<(), Error>>;

/// Questions to an adapter, each with what it is called here.
macro_rules! questions {
    ($($method:ident($($argument:expr),*);)*) => {{
        let questions: &[(&str, Ask)] = &[$((
            stringify!($method),
            |reads| async move { reads.$method($($argument),*).await.map(drop) }.boxed(),
        )),*];
        questions
    }};
}

/// Where something was asked, and how to ask the same again without the adapter.
struct Asked<'a, P: Provider> {
    portal: &'a Simulator<P>,
    client: &'a reqwest::Client,
    requests: Vec<RecordedRequest<P::Operation>>,
}

impl Add for Took {
    type Output = Took;

    fn add(self, other: Took) -> Took {
        Took {
            answers: self.answers + other.answers,
            ours: self.ours + other.ours,
            bare: self.bare + other.bare,
        }
    }
}

impl Took {
    fn put(self, table: &mut Table, what: &str) {
        let milliseconds = |time| format!("{:.1} ms", millis(time));
        table.add(
            what,
            &milliseconds(self.ours),
            Some((
                &format!("{} for the same requests made bare", milliseconds(self.bare)),
                self.ours.as_secs_f64() / self.bare.as_secs_f64(),
            )),
        );
    }
}

impl<P: Provider> Asked<'_, P> {
    /// Makes the requests again and receives their answers.
    async fn bare(&self) -> usize {
        let mut received = 0;
        for request in &self.requests {
            let query = request.query.as_deref().map(|query| format!("?{query}")).unwrap_or_default();
            let url = format!("http://{}{}{query}", self.portal.address(), request.path);
            let mut headers = request.headers.clone();
            headers.remove("host");
            let sent = self.client.request(request.method.clone(), url).headers(headers);
            let answer = sent.body(request.body.clone()).send().await.expect("the provider answers");
            received += answer.bytes().await.expect("all of it comes").len();
        }
        received
    }
}

/// Measures each question by turns with the same requests made bare.
async fn through<P: Provider>(
    report: &mut String,
    portal: &Simulator<P>,
    reads: &dyn Reads,
    questions: &[(&str, Ask)],
    times: usize,
) -> Took {
    let mut took = Took::default();
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    for (name, ask) in questions {
        // The first of all may have to sign in.
        ask(reads).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        let before = portal.requests().last().map_or(0, |request| request.number);
        ask(reads).await.expect("it was answered before");
        let asked = Asked { portal, client: &client, requests: portal.requests_since(before) };
        let bytes = asked.bare().await;
        portal.set_recording(false);
        let (mut ours, mut bare) = (vec![], vec![]);
        for turn in 0..2 * times {
            let begun = Instant::now();
            // Who begins changes with every round, since whoever comes second finds the other's traces.
            if matches!(turn % 4, 0 | 3) {
                asked.bare().await;
                bare.push(begun.elapsed());
            } else {
                ask(reads).await.expect("it was answered before");
                ours.push(begun.elapsed());
            }
        }
        portal.set_recording(true);
        let (ours, bare) = (percentile(&ours, 50.0), percentile(&bare, 50.0));
        took = took + Took { answers: 1, ours, bare };
        let more = ours.saturating_sub(bare);
        let micros = |time: Duration| time.as_secs_f64() * 1e6;
        let rate = bytes as f64 / 1e6 / more.as_secs_f64();
        let rate = if bytes < 20_000 { String::new() } else { format!("{rate:>8.0} MB/s") };
        let _ = writeln!(
            report,
            "  {:<11} {name:<18} {:>3} {bytes:>8} {:>9.0} {:>9.0} {:>9.0} {rate}",
            P::NAME,
            asked.requests.len(),
            micros(bare),
            micros(ours),
            micros(more),
        );
    }
    took
}

/// Measures it.
pub async fn measure(effort: Effort, table: &mut Table) -> String {
    let mut report = format!(
        "Reading answers, medians of {} by turns\n  {:<30} calls    bytes  bare, us  ours, us  more, us\n",
        effort.answers, "provider"
    );
    let took = documented(&mut report, effort.answers).await;
    took.put(table, &format!("{} documented answers, read one after the other", took.answers));
    report += "  the same with long lists\n";
    let took = long(&mut report, effort.answers / 8).await;
    took.put(table, &format!("a list of {} invoices", crowd::INVOICES));
    report
}

async fn documented(report: &mut String, times: usize) -> Took {
    let portal = Simulator::start(sandbox::llamalink::State::documented()).await.expect("a free port");
    let questions = questions![
        servers(); server("42"); metrics("42", Metric::Cpu, Range::Day); templates(); plans(); services(); cards();
        sites(); site("8f2a1c00-1111-2222-3333-444455556666"); profile();
    ];
    let llama = through(report, &portal, &llamalink(&portal), questions, times).await;

    let portal = Simulator::start(sandbox::iv::State::documented()).await.expect("a free port");
    let questions = questions![
        servers(); server("3"); tasks("3", 20, None); templates_of("3"); invoices(); services();
        movements(MovementKind::Bonus, 20); profile(); version();
    ];
    let iv = through(report, &portal, &iv(&portal), questions, times).await;

    let portal = Simulator::start(sandbox::lightlayer::State::documented()).await.expect("a free port");
    let questions = questions![
        servers(); server("301.1374"); services(); service("301"); service_methods("301"); invoices();
        invoice("308976"); payment_methods(); tickets(); ticket("736633"); departments(); profile(); contacts();
        certificates(); certificate("300"); interfaces("301.1374"); pools("301.1374", None); upgrade_options("301");
    ];
    let light = through(report, &portal, &lightlayer(&portal, Login::Token, None), questions, times).await;

    let portal = Simulator::start(sandbox::inferno::State::documented()).await.expect("a free port");
    let questions = questions![
        servers(); server("47012"); templates(); plans(); balance(); orders(); services(); service("49500"); ssh_keys();
    ];
    let inferno = through(report, &portal, &inferno(&portal), questions, times).await;

    let portal = Simulator::start(sandbox::klikk::State::documented()).await.expect("a free port");
    let questions = questions![servers(); server("1290.1"); orders(); order("73");];
    let klikk = through(report, &portal, &klikk(&portal), questions, times).await;
    llama + iv + light + inferno + klikk
}

async fn long(report: &mut String, times: usize) -> Took {
    let portal = Simulator::start(crowd::shop()).await.expect("a free port");
    through(report, &portal, &llamalink(&portal), questions![servers();], times).await;
    let portal = Simulator::start(crowd::baltic()).await.expect("a free port");
    through(report, &portal, &iv(&portal), questions![services();], times).await;
    let mut state = crowd::asia();
    crowd::fill(&mut state);
    let portal = Simulator::start(state).await.expect("a free port");
    let asia = lightlayer(&portal, Login::Token, None);
    through(report, &portal, &asia, questions![services(); tickets();], times).await;
    let invoices = through(report, &portal, &asia, questions![invoices();], times).await;
    let portal = Simulator::start(crowd::dev()).await.expect("a free port");
    through(report, &portal, &inferno(&portal), questions![orders(); services();], times).await;
    let portal = Simulator::start(crowd::nordic()).await.expect("a free port");
    through(report, &portal, &klikk(&portal), questions![servers(); orders();], times).await;
    invoices
}
