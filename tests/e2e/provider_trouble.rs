//! Trouble at a provider: slow, down, refusing, raving. A clear sentence each, in time, and nothing sent twice.

mod changes;
mod credentials;
mod reads;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use axum::http::StatusCode;
use futures_util::{StreamExt, stream};
use hostmaster::sandbox::discord::{Interaction, Message};
use hostmaster::sandbox::llamalink::{Misbehaviour, Reply};

use crate::stage::SOON;

/// The colour of what is under way.
const BUSY: u64 = 0x00F0_B232;
/// How long LlamaLink is waited for here.
const PATIENCE: Duration = Duration::from_millis(2000);
/// How many stages play at once: enough for those that wait to cost no time, few enough not to slow the others down.
const AT_ONCE: usize = 12;

/// What goes wrong, with the name that it has in the tables.
fn troubles() -> Vec<(&'static str, Misbehaviour)> {
    let status = |status: StatusCode| Misbehaviour::Answer(Reply::status(status));
    let answer = Misbehaviour::Answer;
    vec![
        ("hangs", Misbehaviour::Hang),
        ("stalls", answer(Reply::stalled())),
        ("drops", Misbehaviour::Drop),
        ("breaks off", answer(Reply::cut_off())),
        ("400", status(StatusCode::BAD_REQUEST)),
        ("401", status(StatusCode::UNAUTHORIZED)),
        ("402", status(StatusCode::PAYMENT_REQUIRED)),
        ("403", status(StatusCode::FORBIDDEN)),
        ("404", status(StatusCode::NOT_FOUND)),
        ("429", status(StatusCode::TOO_MANY_REQUESTS)),
        ("429 for 30 s", answer(Reply::too_many_requests(30))),
        ("500", status(StatusCode::INTERNAL_SERVER_ERROR)),
        ("502 in HTML", answer(Reply::html(StatusCode::BAD_GATEWAY))),
        ("200 in HTML", answer(Reply::html(StatusCode::OK))),
        ("truncated", answer(Reply::truncated_json())),
        ("empty", answer(Reply::empty())),
        ("garbage", answer(Reply::garbage())),
        ("wrong shape", answer(Reply::wrong_shape())),
        ("200 MB", answer(Reply::huge(200 * 1024 * 1024))),
        ("redirects", answer(Reply::redirect("https://elsewhere.example/"))),
    ]
}

/// Waits for the last word of an interaction, and looks at the time that the first one took.
async fn last_word(interaction: &Interaction) -> Message {
    let message = interaction.wait_until(is_last, SOON * 2).await.unwrap();
    let first = interaction.first_response().unwrap();
    assert!(first.after < Duration::from_secs(3), "the first answer took {:?}", first.after);
    assert!(interaction.followups().is_empty(), "one answer, not two");
    message
}

fn is_last(message: &Message) -> bool {
    // What could not be observed has the colour of what is under way, and is the end all the same.
    let is_over = |text: &str| text.contains("To be sure, look at the server itself");
    let is_busy = message.embeds.iter().any(|embed| embed["color"] == BUSY);
    !message.thinking() && (!is_busy || is_over(&message.text()))
}

/// What a person reads, in one line, without what differs from run to run; isolated foreign text stands in ‹ ›.
fn read(message: &Message) -> String {
    let text = message.text().replace('\n', " | ").replace('\u{2068}', "‹").replace('\u{2069}', "›");
    match text.rfind("Error ") {
        Some(at) => format!("{}Error \u{2026}", &text[..at]),
        None => text,
    }
}

/// A table of what is read, each thing once, with the troubles that lead to it.
#[derive(Default)]
struct Table(Vec<String>, BTreeMap<String, Vec<&'static str>>);

impl Table {
    fn add(&mut self, trouble: &'static str, read: String) {
        if !self.1.contains_key(&read) {
            self.0.push(read.clone());
        }
        self.1.entry(read).or_default().push(trouble);
    }

    fn print(&self) -> String {
        self.0.iter().fold(String::new(), |mut table, read| {
            writeln!(table, "{}:\n    {read}", self.1[read].join(", ")).unwrap();
            table
        })
    }
}

/// Plays every case, so many at once, and gives what each came to in the order of the cases.
async fn play<C, T>(cases: impl Iterator<Item = C>, play: impl AsyncFn(C) -> T) -> Vec<T> {
    let play = &play;
    let playing = cases.enumerate().map(|(nth, case)| async move { (nth, play(case).await) });
    let mut played: Vec<_> = stream::iter(playing).buffer_unordered(AT_ONCE).collect().await;
    played.sort_by_key(|(nth, _)| *nth);
    played.into_iter().map(|(_, result)| result).collect()
}
