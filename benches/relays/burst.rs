//! Many events into many channels at once, within Discord's limits.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use hostmaster::sandbox::discord::world::{ANA, CHANNEL_OPS, GUILD, World};
use hostmaster::sandbox::discord::{Message, Options, Simulator};

use crate::figures::Table;
use crate::portal::Portal;
use crate::scene::Scene;
use crate::{CHANNELS, Effort, aim, median};

/// Discord's limit on all of a bot's requests.
const PER_SECOND: usize = 50;
const FIRST_CHANNEL: u64 = 560_000_000_000_000_000;
/// What the bot may take beside what the limits allow.
const AIM: f64 = 1.1;
/// How long anything may take that must happen.
const SOON: Duration = Duration::from_secs(60);

/// When a message was made, in milliseconds.
fn made(message: &Message) -> u64 {
    message.id >> 22
}

/// The invoice that a card stands for.
fn invoice(message: &Message) -> Option<u64> {
    let text = message.text();
    let id = text.split("busy/").nth(1)?;
    id.split(|char: char| !char.is_ascii_digit()).next()?.parse().ok()
}

/// Measures how long the first answer to a command takes.
async fn ask(discord: &Simulator) -> Duration {
    let begun = Instant::now();
    let asked = discord.member(ANA).slash(CHANNEL_OPS, "access whoami", &[]).expect("a command");
    asked.wait_first_response(SOON).await.expect("an answer");
    begun.elapsed()
}

/// Measures it.
pub async fn measure(effort: Effort, table: &mut Table) -> String {
    let mut world = World::llama_works();
    let guild = world.guilds.get_mut(&GUILD).expect("the guild");
    let channels: Vec<u64> = (0..CHANNELS as u64).map(|nth| FIRST_CHANNEL + nth).collect();
    for channel in &channels {
        guild.add_channel(*channel, &format!("busy-{}", channel - FIRST_CHANNEL));
    }
    let options = Options { record: false, keep: 4096, world, ..Options::default() };
    let discord = Simulator::start(options).await.expect("a free port");
    let portal = Portal::start();
    let base_url = portal.base_url(10, 10);
    let rules: String = channels
        .iter()
        .map(|channel| format!("[[relays]]\nevents = [\"invoice.issued\"]\nchannel = \"{channel}\"\n"))
        .collect();
    let scene = Scene::new(discord.clone(), std::iter::once(("busy".to_owned(), base_url.clone())), &rules);
    let bot = scene.start().await;
    let there = || discord.all_messages().into_iter().filter(|message| channels.contains(&message.channel));
    let begun = Instant::now();
    while there().count() < CHANNELS {
        assert!(begun.elapsed() < SOON, "the first look takes too long");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let mut calm = vec![];
    for _ in 0..20 {
        calm.push(ask(&discord).await);
    }

    let all = effort.events * CHANNELS;
    let invalid = discord.invalid_requests();
    let cpu = bot.cpu();
    portal.add(&base_url, "invoice", effort.events).await;
    let (mut busy, begun) = (vec![], Instant::now());
    while there().count() < CHANNELS + all {
        assert!(begun.elapsed() < SOON * 2 + Duration::from_secs((2 * all / PER_SECOND) as u64), "too slow");
        busy.push(ask(&discord).await);
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    let cpu = bot.cpu() - cpu;
    // Whatever comes twice comes now.
    tokio::time::sleep(Duration::from_secs(10)).await;

    let cards: Vec<Message> = there().filter(|message| invoice(message).is_some()).collect();
    let times: Vec<u64> = cards.iter().map(made).collect();
    let took =
        times.iter().max().zip(times.iter().min()).map_or(0, |(last, first)| last - first) as f64 / 1e3;
    // The first of them may be sent at once.
    let best = (all.div_ceil(PER_SECOND) - 1) as f64;
    let mut by_channel: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for card in &cards {
        by_channel.entry(card.channel).or_default().extend(invoice(card));
    }
    let right = by_channel
        .values()
        .filter(|ids| ids.len() == effort.events && ids.windows(2).all(|pair| pair[0] < pair[1]));
    let (right, refused) = (right.count(), discord.invalid_requests() - invalid);
    let violations = discord.violations();
    discord.stop();

    let (ratio, rate) = (took / best, all as f64 / took);
    let millis = |times: &[Duration]| median(times).unwrap_or_default().as_secs_f64() * 1e3;
    let worst = busy.iter().max().copied().unwrap_or_default().as_secs_f64() * 1e3;
    table.add(
        &format!("{all} events into {CHANNELS} channels"),
        &format!("{took:.1} s"),
        Some((&format!("{best:.0} s that Discord's limits allow"), ratio)),
    );
    table.add(
        "first answer to a command meanwhile, half of them within",
        &format!("{:.2} ms", millis(&busy)),
        Some((&format!("{:.2} ms before", millis(&calm)), millis(&busy) / millis(&calm))),
    );
    let mut report = format!(
        "{all} events into {CHANNELS} channels\n  \
         {took:.1} s from the first message to the last, {rate:.1} messages/s; the limits allow {best:.0} s\n  \
         {:.0} us of processor time a message\n  \
         first answer to a command: {:.1} ms before, {:.1} ms meanwhile, at most {worst:.1} ms\n",
        1e6 * cpu.as_secs_f64() / all as f64,
        millis(&calm),
        millis(&busy),
    );
    report +=
        &aim(&format!("within {AIM} x of what the limits allow"), &format!("{ratio:.3} x"), ratio <= AIM);
    report += &aim(
        "each event once and in its order, in every channel",
        &format!("in {right} of {CHANNELS} channels, {} cards", cards.len()),
        right == CHANNELS && cards.len() == all,
    );
    report += &aim("no requests that Discord refuses", &format!("{refused} refused"), refused == 0);
    for violation in violations.iter().take(3) {
        report += &format!("  {}: {}\n", violation.rule, violation.text);
    }
    report
}
