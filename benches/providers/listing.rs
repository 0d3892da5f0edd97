//! `/vps list` over all accounts while each answer of a provider takes its time.

use std::time::{Duration, Instant};

use hostmaster::sandbox::discord::Message;
use hostmaster::sandbox::discord::world::CHANNEL_OPS;

use crate::crowd::{SERVERS, SERVICES};
use crate::figures::Table;
use crate::site::Site;
use crate::{Effort, millis, percentile};

/// How long each answer of each provider takes.
const LATENCY: Duration = Duration::from_millis(50);
/// Longer than a list may take.
const WITHIN: Duration = Duration::from_secs(40);
/// How many calls an account may make at once: by default, and as many as one may ask for who wants it faster.
const AT_ONCE: [usize; 2] = [4, 32];

/// The longest chain of dependent calls of a list, in answers that are waited for one after the other.
fn longest_chain(at_once: usize) -> usize {
    // IV and Inferno: the list, then each server by itself, so many at once.
    1 + SERVERS.div_ceil(at_once)
}

async fn one(at_once: usize, effort: Effort, table: &mut Table) -> String {
    let site = Site::start(at_once).await;
    site.delay(LATENCY);
    let before = site.calls();
    let (mut firsts, mut shown, mut fulls) = (vec![], vec![], vec![]);
    for _ in 0..effort.lists {
        let begun = Instant::now();
        let asked = site.ana().slash(CHANNEL_OPS, "vps list", &[]).expect("a command");
        let first = asked.wait_first_response(WITHIN).await.expect("an answer");
        firsts.push(first.after);
        asked.wait_message(WITHIN).await.expect("a message");
        shown.push(begun.elapsed());
        let all = format!("{} servers", 5 * SERVERS);
        let is_full = |message: &Message| {
            let text = message.text();
            text.contains(&all) && !text.contains("so far")
        };
        asked.wait_until(is_full, WITHIN).await.expect("the whole list");
        fulls.push(begun.elapsed());
    }
    let chain = longest_chain(at_once);
    let ideal = LATENCY * chain as u32;
    let full = percentile(&fulls, 50.0);
    let ratio = full.as_secs_f64() / ideal.as_secs_f64();
    let mut report = format!(
        "  {at_once} calls at once an account: acknowledged after {:.1} ms, first accounts shown after {:.2} s, all \
         after {:.2} s (medians of {})\n    the longest chain is {chain} answers, {:.2} s: {ratio:.2} x\n",
        millis(percentile(&firsts, 50.0)),
        percentile(&shown, 50.0).as_secs_f64(),
        full.as_secs_f64(),
        effort.lists,
        ideal.as_secs_f64(),
    );
    let mut sum = 0;
    for ((name, calls, most), (_, earlier, _)) in site.calls().into_iter().zip(before) {
        let calls = (calls - earlier) as f64 / effort.lists as f64;
        sum += calls as u32;
        report += &format!("    {name:<11} {calls:>6.1} calls a list, at most {most} at once\n");
    }
    let (now, most) = site.bot.memory();
    report += &format!(
        "    one after the other they would take {:.1} s; memory {:.1} MiB, at its highest {:.1} MiB\n",
        (LATENCY * sum).as_secs_f64(),
        now as f64 / 1024.0,
        most as f64 / 1024.0,
    );
    site.discord.stop();
    let seconds = |time: Duration| format!("{:.2} s", time.as_secs_f64());
    table.add(
        &format!(
            "`/vps list` of all, {at_once} calls at once an account, each taking {:.0} ms",
            millis(LATENCY)
        ),
        &seconds(full),
        Some((&format!("{}, the longest chain of calls", seconds(ideal)), ratio)),
    );
    table.add("the first accounts of it are shown after", &seconds(percentile(&shown, 50.0)), None);
    table.add("memory, at its highest", &format!("{:.0} MiB", most as f64 / 1024.0), None);
    report
}

/// Measures it.
pub async fn measure(effort: Effort, table: &mut Table) -> String {
    let mut report = format!(
        "/vps list over 5 accounts x {SERVERS} servers, {SERVICES} services at LightLayer, each answer taking {:.0} ms\n",
        millis(LATENCY)
    );
    for at_once in AT_ONCE {
        report += &one(at_once, effort, table).await;
    }
    report
}
