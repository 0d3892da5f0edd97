//! Many accounts in one process: its share of the processor and its memory while nothing happens.

use std::time::{Duration, Instant};

use hostmaster::domain::ChannelId;
use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::discord::{Options, RateLimits, Simulator};
use hostmaster::store::Store;

use crate::figures::Table;
use crate::portal::Portal;
use crate::scene::Scene;
use crate::{Effort, aim};

/// The lists of an account that are watched, each by what it tells.
const WATCHED: [&str; 4] = ["ticket.*", "invoice.*", "balance.low", "notice.posted"];
const INVOICES: usize = 20;
const TICKETS: usize = 10;
/// How long after the start the burst of first looks may last.
const BURST: Duration = Duration::from_secs(300);

/// Measures them at the default interval.
pub async fn measure(effort: Effort, table: &mut Table) -> String {
    let options = Options { record: false, keep: 64, limits: RateLimits::Unlimited, ..Options::default() };
    let discord = Simulator::start(options).await.expect("a free port");
    let portal = Portal::start();
    let base_url = portal.base_url(INVOICES, TICKETS);
    let accounts = (0..effort.accounts).map(|nth| (format!("account-{nth}"), base_url.clone()));
    let rules = format!("[[relays]]\nevents = {WATCHED:?}\nchannel = \"{CHANNEL_OPS}\"\n");
    let scene = Scene::new(discord.clone(), accounts, &rules);
    let bot = scene.start().await;
    let store = Store::open(&scene.database()).await.expect("the database");

    // The start: every account's list of services, the first look at each feed, and what is said of it.
    let first = (WATCHED.len() + 1) as u64 * effort.accounts as u64;
    let begun = Instant::now();
    while portal.asked().await < first
        || store.arrears(ChannelId(CHANNEL_OPS)).await.expect("a count").pending > 0
    {
        assert!(begun.elapsed() < BURST, "the first looks take too long");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let start = begun.elapsed();
    // Another half minute, so that what followed from the start is over too.
    tokio::time::sleep(Duration::from_secs(30)).await;

    let mut spans = vec![];
    for _ in 0..2 {
        let (cpu, asked, begun) = (bot.cpu(), portal.asked().await, Instant::now());
        tokio::time::sleep(effort.watched).await;
        let took = begun.elapsed().as_secs_f64();
        let share = (bot.cpu() - cpu).as_secs_f64() / took;
        let looks = (portal.asked().await - asked) as f64 / took;
        spans.push((share, looks, bot.memory().0 as f64 / 1024.0));
    }
    let highest = bot.memory().1 as f64 / 1024.0;
    discord.stop();
    let mut report = format!(
        "{} accounts x {} lists in one process at the default interval\n  the first looks took {:.0} s\n",
        effort.accounts,
        WATCHED.len(),
        start.as_secs_f64()
    );
    for (share, looks, memory) in &spans {
        report += &format!(
            "  {:.0} s: {looks:.1} looks/s, {:.2} % of one core, {:.0} us a look, {memory:.1} MiB resident\n",
            effort.watched.as_secs_f64(),
            100.0 * share,
            1e6 * share / looks.max(1.0)
        );
    }
    let share = spans.iter().map(|(share, ..)| *share).fold(0.0, f64::max);
    let what =
        format!("{} accounts with {} lists each, looked at once a minute", effort.accounts, WATCHED.len());
    table.add(&what, &format!("{:.1} % of one core", 100.0 * share), None);
    table.add("memory meanwhile, at its highest", &format!("{highest:.0} MiB"), None);
    report
        + &aim("under 5 % of one core", &format!("{:.2} %", 100.0 * share), share < 0.05)
        + &aim("under 100 MiB", &format!("{highest:.1} MiB at its highest"), highest < 100.0)
}
