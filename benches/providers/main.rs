//! What five providers at once cost: lists over all of them, reading their answers, and keystrokes over all that they
//! have.
//!
//! `cargo bench --bench providers` takes about two minutes, `cargo bench --bench providers -- --quick` less than one;
//! `--write` puts the figures into the README. The bot is a process of its own; the simulated Discord and the simulated providers are in this one.

#[path = "../../tests/harness/adapters.rs"]
mod adapters;
mod crowd;
#[path = "../common/figures.rs"]
mod figures;
mod keystrokes;
mod listing;
#[path = "../common/machine.rs"]
mod machine;
#[path = "../common/process.rs"]
mod process;
mod reading;
mod site;

use std::io;
use std::time::Duration;

use figures::Table;

/// How much is measured.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// How often each list is asked for.
    pub lists: usize,
    /// How often each answer is read.
    pub answers: usize,
    /// How many keystrokes.
    pub keystrokes: usize,
}

const FULL: Effort = Effort { lists: 5, answers: 400, keystrokes: 3000 };
const QUICK: Effort = Effort { lists: 2, answers: 80, keystrokes: 500 };

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let given = |name: &str| arguments.iter().any(|argument| argument == name);
    // `cargo test --benches` wants to see that it runs, not what it measures.
    if given("--test") || !given("--bench") {
        println!("providers: measures with `cargo bench --bench providers [-- --quick]` only");
        return Ok(());
    }
    let effort = if given("--quick") { QUICK } else { FULL };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let mut table = Table::new("providers", "what it stands beside");
    runtime.block_on(async {
        println!("{}", machine::facts());
        measured("lists", listing::measure(effort, &mut table)).await;
        measured("answers", reading::measure(effort, &mut table)).await;
        measured("keystrokes", keystrokes::measure(effort, &mut table)).await;
    });
    table.publish(&arguments)
}

/// Prints what a part reports, and how busy others kept the machine meanwhile.
async fn measured(what: &str, part: impl Future<Output = String>) {
    eprintln!("measuring {what}");
    let busy = machine::Busy::now();
    let report = part.await;
    println!("\n{report}  (others used {:.0} % of the machine meanwhile)", busy.since());
}

/// The value that so many percent do not exceed, by nearest rank.
pub fn percentile(times: &[Duration], percent: f64) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let rank = (percent / 100.0 * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
}

/// A time in milliseconds.
pub fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
