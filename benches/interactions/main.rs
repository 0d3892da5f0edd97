//! How fast and how large hostmaster is, beside a bare serenity bot, in one run.
//!
//! `cargo bench --bench interactions` takes a few minutes, `cargo bench --bench interactions -- --quick` less than one;
//! `--write` puts the figures into the README.
//! Both bots are processes of their own, which talk to simulated Discords in this one over a gateway and REST. They
//! take turns, so that what else the machine does meets both.

mod bare;
mod bots;
#[path = "../common/figures.rs"]
mod figures;
mod load;
#[path = "../common/machine.rs"]
mod machine;
#[path = "../common/process.rs"]
mod process;
mod report;

use std::io;
use std::time::Duration;

use hostmaster::sandbox::llamalink::{LlamaLink, State};
use secrecy::ExposeSecret;

use bots::{Kind, Site};
use figures::Table;
use load::{Latencies, Use, saturated, scheduled};
use process::{Folder, Process};
use report::Report;

/// The schedule of the latencies.
const PER_SECOND: u32 = 200;
/// How many are under way where throughput is measured.
const IN_FLIGHT: usize = 64;
/// How long a bot that has just started is left alone before its idle memory is read.
const IDLE: Duration = Duration::from_secs(2);

/// How much is measured.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// How often each of the two has its turn.
    pub rounds: usize,
    /// Scheduled commands in a turn.
    pub commands: u32,
    /// Scheduled keystrokes in a turn.
    pub keystrokes: u32,
    /// How long a turn with many in flight takes.
    pub saturated: Duration,
    /// After how many interactions the memory is read, twice of which are made.
    pub half: u64,
    /// How often each of the two is started.
    pub starts: usize,
}

const FULL: Effort = Effort {
    rounds: 6,
    commands: 1000,
    keystrokes: 500,
    saturated: Duration::from_millis(1500),
    half: 50_000,
    starts: 15,
};
const QUICK: Effort = Effort {
    rounds: 3,
    commands: 300,
    keystrokes: 200,
    saturated: Duration::from_millis(600),
    half: 5_000,
    starts: 5,
};

/// What was measured of one kind of use.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    /// The latencies of each turn on schedule.
    pub rounds: Vec<Latencies>,
    /// The processor time of those turns.
    pub cpu: Duration,
    /// How many were answered with many in flight, in which time, and with how much processor time.
    pub saturated: (u64, Duration, Duration),
}

/// What was measured of one bot.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Of `/access whoami`.
    pub whoami: Measured,
    /// Of `/vps show`.
    pub show: Measured,
    /// Of keystrokes.
    pub suggest: Measured,
    /// The times from the start to being ready.
    pub starts: Vec<Duration>,
    /// How many interactions had been made and the memory in KiB then, from idle on.
    pub memory: Vec<(u64, u64)>,
    /// The highest memory in KiB.
    pub peak: u64,
    /// What the simulated Discord complained about.
    pub violations: Vec<String>,
}

struct Subject {
    site: Site,
    process: Process,
    interactions: u64,
    figures: Figures,
}

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let given = |name: &str| arguments.iter().any(|argument| argument == name);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    if let Ok(api_base) = std::env::var(bots::BARE) {
        let token = std::env::var(bots::TOKEN).expect("the bench sets it");
        runtime.block_on(bare::run(&token, &api_base));
        return Ok(());
    }
    // `cargo test --benches` wants to see that it runs, not what it measures.
    if given("--test") || !given("--bench") {
        println!("interactions: measures with `cargo bench --bench interactions [-- --quick]` only");
        return Ok(());
    }
    let effort = if given("--quick") { QUICK } else { FULL };
    let mut table = Table::new("interactions", "bare serenity bot");
    let report = runtime.block_on(measure(effort));
    println!("{}\n{report}", machine::facts());
    report.fill(&mut table);
    table.publish(&arguments)
}

async fn measure(effort: Effort) -> Report {
    let state = State::sandbox();
    let key = state.key.expose_secret().clone();
    let llamalink = LlamaLink::start(state).await.expect("a free port");
    llamalink.set_recording(false);
    let folder = Folder::new();
    let starts = measure_starts(effort, &llamalink, &key, &folder).await;

    let mut subjects = Vec::new();
    for (kind, starts) in [Kind::Bare, Kind::Hostmaster].into_iter().zip(starts) {
        let site = Site::new(kind, false, &llamalink, &key, &folder).await;
        let process = site.start().await;
        let figures = Figures { starts, ..Figures::default() };
        subjects.push(Subject { site, process, interactions: 0, figures });
    }
    tokio::time::sleep(IDLE).await;
    for subject in &mut subjects {
        subject.read_memory();
        subject.warm_up().await;
    }

    for round in 0..effort.rounds {
        eprintln!("round {} of {}", round + 1, effort.rounds);
        for used in [Use::Whoami, Use::Show, Use::Suggest] {
            // Who begins changes with every round.
            for turn in 0..subjects.len() {
                let index = (turn + round) % subjects.len();
                subjects[index].on_schedule(used, effort).await;
            }
            for turn in 0..subjects.len() {
                let index = (turn + round) % subjects.len();
                subjects[index].with_many(used, effort).await;
            }
        }
    }

    for subject in &mut subjects {
        eprintln!("{} interactions for the memory of {}", 2 * effort.half, subject.site.kind.name());
        subject.flood(effort).await;
    }
    let figures = subjects.into_iter().map(Subject::end).collect();
    Report { effort, figures }
}

/// Starts each bot over and over with a database that is there already and commands that are registered already.
async fn measure_starts(
    effort: Effort,
    llamalink: &LlamaLink,
    key: &str,
    folder: &Folder,
) -> Vec<Vec<Duration>> {
    let mut sites = Vec::new();
    for kind in [Kind::Bare, Kind::Hostmaster] {
        let site = Site::new(kind, true, llamalink, key, folder).await;
        site.start_watched().await;
        sites.push((site, Vec::new()));
    }
    for _ in 0..effort.starts {
        for (site, times) in &mut sites {
            let (process, took) = site.start_watched().await;
            drop(process);
            times.push(took);
        }
    }
    sites
        .into_iter()
        .map(|(site, times)| {
            site.discord.stop();
            times
        })
        .collect()
}

impl Subject {
    async fn warm_up(&mut self) {
        for used in [Use::Whoami, Use::Show, Use::Suggest] {
            scheduled(self.site.ana(), used, PER_SECOND, PER_SECOND / 2).await;
            self.interactions += u64::from(PER_SECOND / 2);
        }
    }

    fn of(&mut self, used: Use) -> &mut Measured {
        match used {
            Use::Whoami => &mut self.figures.whoami,
            Use::Show | Use::Both => &mut self.figures.show,
            Use::Suggest => &mut self.figures.suggest,
        }
    }

    async fn on_schedule(&mut self, used: Use, effort: Effort) {
        let count = if used == Use::Suggest { effort.keystrokes } else { effort.commands };
        let before = self.process.cpu();
        let latencies = scheduled(self.site.ana(), used, PER_SECOND, count).await;
        let cpu = self.process.cpu() - before;
        self.interactions += u64::from(count);
        let measured = self.of(used);
        measured.cpu += cpu;
        measured.rounds.push(latencies);
    }

    async fn with_many(&mut self, used: Use, effort: Effort) {
        let before = self.process.cpu();
        let (count, time) = saturated(&self.site.ana(), used, IN_FLIGHT, effort.saturated, u64::MAX).await;
        let cpu = self.process.cpu() - before;
        self.interactions += count;
        let measured = self.of(used);
        measured.saturated.0 += count;
        measured.saturated.1 += time;
        measured.saturated.2 += cpu;
    }

    fn read_memory(&mut self) {
        self.figures.memory.push((self.interactions, self.process.memory().0));
    }

    /// Reads the memory after so many more interactions, and again after as many.
    async fn flood(&mut self, effort: Effort) {
        for _ in 0..2 {
            let (count, _) =
                saturated(&self.site.ana(), Use::Both, IN_FLIGHT, Duration::from_secs(300), effort.half)
                    .await;
            self.interactions += count;
            tokio::time::sleep(IDLE).await;
            self.read_memory();
        }
    }

    fn end(mut self) -> (Kind, Figures) {
        self.figures.peak = self.process.memory().1;
        let violations = self.site.discord.violations();
        self.figures.violations =
            violations.iter().map(|violation| format!("{}: {}", violation.rule, violation.text)).collect();
        (self.site.kind, self.figures)
    }
}
