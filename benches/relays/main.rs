//! What relays cost: looks at large lists, many accounts, and many events at once.
//!
//! `cargo bench --bench relays` takes about ten minutes, `cargo bench --bench relays -- --quick` about three;
//! `--write` puts the figures into the README. The provider is a process of its own, and so is the bot where its processor time and memory are read.

mod burst;
#[path = "../common/figures.rs"]
mod figures;
mod look;
#[path = "../common/machine.rs"]
mod machine;
mod many;
mod portal;
#[path = "../common/process.rs"]
mod process;
mod scene;

use std::alloc::System;
use std::io;
use std::time::Duration;

use figures::Table;
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

/// Counts what is allocated here.
#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// How much is measured.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// How many looks that show nothing new, each beside a bare one.
    pub looks: usize,
    /// How many looks that show one thing new.
    pub changes: usize,
    /// How many accounts are watched.
    pub accounts: usize,
    /// How long they are watched after the start's burst is over, twice.
    pub watched: Duration,
    /// How many events come into each of the channels.
    pub events: usize,
}

/// How many channels the events come into.
pub const CHANNELS: usize = 50;

const FULL: Effort =
    Effort { looks: 40, changes: 5, accounts: 1000, watched: Duration::from_secs(90), events: 200 };
const QUICK: Effort =
    Effort { looks: 10, changes: 2, accounts: 1000, watched: Duration::from_secs(20), events: 20 };

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let given = |name: &str| arguments.iter().any(|argument| argument == name);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    if std::env::var_os(portal::PORTAL).is_some() {
        runtime.block_on(portal::serve());
        return Ok(());
    }
    // `cargo test --benches` wants to see that it runs, not what it measures.
    if given("--test") || !given("--bench") {
        println!("relays: measures with `cargo bench --bench relays [-- --quick]` only");
        return Ok(());
    }
    let effort = if given("--quick") { QUICK } else { FULL };
    let mut table = Table::new("relays", "what it stands beside");
    let all = !["look", "many", "burst"].iter().any(|part| given(part));
    runtime.block_on(async {
        println!("{}", machine::facts());
        if all || given("look") {
            measured("looks", look::measure(effort, &mut table)).await;
        }
        if all || given("many") {
            measured("many accounts", many::measure(effort, &mut table)).await;
        }
        if all || given("burst") {
            measured("many events", burst::measure(effort, &mut table)).await;
        }
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

/// A line that says whether an aim is met.
pub fn aim(aim: &str, is: &str, met: bool) -> String {
    format!("  {aim:<52} {:<8} {is}\n", if met { "met" } else { "NOT MET" })
}

/// The one in the middle.
pub fn median<T: Ord + Copy>(values: &[T]) -> Option<T> {
    let mut values = values.to_vec();
    values.sort_unstable();
    values.get(values.len() / 2).copied()
}
