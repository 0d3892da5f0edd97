//! Keystrokes in `/vps show` over the servers of all accounts.

use std::time::Duration;

use hostmaster::sandbox::discord::world::CHANNEL_OPS;

use crate::crowd::SERVERS;
use crate::figures::Table;
use crate::site::Site;
use crate::{Effort, millis, percentile};

/// Longer than Discord waits.
const WITHIN: Duration = Duration::from_secs(4);
/// What people type, letter by letter and all at once.
const TYPED: [&str; 10] =
    ["", "a", "asia", "asia-1", "-2", "nordic-29", "10.4.", "99", "nothing so called", "e"];
/// What 99 of 100 keystrokes may take.
const AIM: Duration = Duration::from_millis(5);

/// Measures them.
pub async fn measure(effort: Effort, table: &mut Table) -> String {
    let site = Site::start(4).await;
    let mut times = Vec::with_capacity(effort.keystrokes);
    let before = site.bot.cpu();
    for typed in TYPED.iter().cycle().take(effort.keystrokes) {
        let options = [("server", (*typed).into())];
        let asked = site.ana().autocomplete(CHANNEL_OPS, "vps show", &options, "server");
        let answer = asked.expect("a command").wait_first_response(WITHIN).await.expect("an answer");
        times.push(answer.after);
    }
    let each = (site.bot.cpu() - before) / effort.keystrokes as u32;
    site.discord.stop();
    let (p50, p99) = (percentile(&times, 50.0), percentile(&times, 99.0));
    table.add(
        &format!("a keystroke over {} servers, half of them within", 5 * SERVERS),
        &format!("{:.1} ms", millis(p50)),
        None,
    );
    table.add("the same, 99 of 100", &format!("{:.1} ms", millis(p99)), None);
    format!(
        "Autocomplete over {} servers, {} keystrokes\n  p50 {:.2} ms, p99 {:.2} ms, {:.2} ms of processor time each\n  p99 under {:.0} ms: {}\n",
        5 * SERVERS,
        effort.keystrokes,
        millis(p50),
        millis(p99),
        millis(each),
        millis(AIM),
        if p99 < AIM { "met" } else { "NOT MET" },
    )
}
