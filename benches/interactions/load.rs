//! The load: interactions on a schedule, or as many as go with so many under way.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::discord::{Interaction, Member};

/// Longer than Discord waits.
const ANSWER_WITHIN: Duration = Duration::from_secs(4);

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// `/access whoami`, which the bot answers by itself.
    Whoami,
    /// `/vps show`, for which it asks the provider.
    Show,
    /// One and the other in turn.
    Both,
    /// A keystroke in `/vps show`.
    Suggest,
}

impl Use {
    fn send(self, member: &Member, number: u64) -> Interaction {
        let sent = match self {
            Use::Whoami => member.slash(CHANNEL_OPS, "access whoami", &[]),
            Use::Both if number.is_multiple_of(2) => member.slash(CHANNEL_OPS, "access whoami", &[]),
            Use::Show | Use::Both => member.slash(CHANNEL_OPS, "vps show", &[("server", "shop/42".into())]),
            Use::Suggest => {
                member.autocomplete(CHANNEL_OPS, "vps show", &[("server", "prod".into())], "server")
            }
        };
        sent.expect("the bot has registered the commands")
    }
}

/// How long each first answer took, from the sending of the interaction to the arrival of the callback.
#[derive(Clone, Debug, Default)]
pub struct Latencies {
    sorted: Vec<Duration>,
    /// How many were never answered.
    pub failed: usize,
}

impl Latencies {
    fn of(mut answers: Vec<Option<Duration>>) -> Self {
        let all = answers.len();
        let mut sorted: Vec<Duration> = answers.drain(..).flatten().collect();
        sorted.sort_unstable();
        Latencies { failed: all - sorted.len(), sorted }
    }

    /// Those of several rounds.
    pub fn pooled(rounds: &[Latencies]) -> Self {
        let mut sorted: Vec<Duration> = rounds.iter().flat_map(|round| round.sorted.clone()).collect();
        sorted.sort_unstable();
        Latencies { sorted, failed: rounds.iter().map(|round| round.failed).sum() }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.sorted.len()
    }

    /// A percentile, by nearest rank.
    pub fn percentile(&self, percent: f64) -> Duration {
        let rank = (percent / 100.0 * self.sorted.len() as f64).ceil() as usize;
        self.sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
    }
}

/// Sends on a schedule, whether or not answers come, and waits for the answers.
///
/// Its own thread keeps the schedule: tokio's timers count in milliseconds.
pub async fn scheduled(member: Member, used: Use, per_second: u32, count: u32) -> Latencies {
    let sending = tokio::task::spawn_blocking(move || {
        let begun = Instant::now();
        let mut sent = Vec::with_capacity(count as usize);
        for number in 0..count {
            let due = begun + Duration::from_secs(1) * number / per_second;
            #[expect(clippy::disallowed_methods, reason = "a thread of its own, which keeps a schedule")]
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            sent.push(used.send(&member, number.into()));
        }
        sent
    });
    let sent = sending.await.expect("the sender runs through");
    let mut answers = Vec::with_capacity(sent.len());
    for interaction in sent {
        let answer = interaction.wait_first_response(ANSWER_WITHIN).await;
        answers.push(answer.ok().map(|answer| answer.after));
    }
    Latencies::of(answers)
}

/// Keeps so many under way until the time is over or the count reached; says how many were answered, and in which time.
pub async fn saturated(
    member: &Member,
    used: Use,
    in_flight: usize,
    time: Duration,
    count: u64,
) -> (u64, Duration) {
    let begun = Instant::now();
    let (next, answered) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let workers: Vec<_> = (0..in_flight)
        .map(|_| {
            let (member, next, answered) = (member.clone(), next.clone(), answered.clone());
            tokio::spawn(async move {
                while begun.elapsed() < time {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        break;
                    }
                    let interaction = used.send(&member, number);
                    if interaction.wait_first_response(ANSWER_WITHIN).await.is_ok() {
                        answered.fetch_add(1, Ordering::Relaxed);
                    }
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.expect("the workers run through");
    }
    (answered.load(Ordering::Relaxed), begun.elapsed())
}
