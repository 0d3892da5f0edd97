//! Logs: one line an event on standard error, with nothing secret in it.
//!
//! Three things hold whatever `RUST_LOG` says: libraries that see tokens and payloads stay quiet, no value can begin a
//! line of its own, and every line passes a [`Redactor`] on its way out.

mod redact;

use std::fmt::{self, Write as _};
use std::io::{self, IsTerminal, Write};
use std::panic::{self, PanicHookInfo};

use tracing::level_filters::LevelFilter;
use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::filter::{EnvFilter, filter_fn};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::debug_fn;
use tracing_subscriber::layer::SubscriberExt;

pub use redact::Redactor;

/// Libraries that handle credentials or foreign payloads: warnings at most, and none of their spans.
const CAPPED: [&str; 13] = [
    "h2",
    "hyper",
    "hyper_rustls",
    "hyper_util",
    "reqwest",
    "rustls",
    "serenity",
    "sqlx",
    "sqlx_core",
    "sqlx_sqlite",
    "tokio_rustls",
    "tokio_tungstenite",
    "tungstenite",
];
/// Modules that put payloads or tokens into their warnings too.
const SILENT: [&str; 2] = ["serenity::gateway::ws", "serenity::http"];

/// Sends the process's events and panics to standard error: those that `RUST_LOG` asks for, else those up to a level.
pub fn init(redactor: Redactor, usual: LevelFilter) {
    let wanted = std::env::var("RUST_LOG").unwrap_or_default();
    let (filter, fault) = match EnvFilter::builder().with_default_directive(usual.into()).parse(&wanted) {
        Ok(filter) => (filter, None),
        Err(fault) => (EnvFilter::default().add_directive(usual.into()), Some(fault)),
    };
    let colours = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty());
    let subscriber = subscriber(redactor, filter, colours, io::stderr);
    if tracing::subscriber::set_global_default(subscriber).is_ok() {
        panic::set_hook(Box::new(tell_panic));
    }
    if let Some(fault) = fault {
        tracing::warn!(%fault, "RUST_LOG is not understood: write a level such as debug, or hostmaster=debug.");
    }
}

fn subscriber<W>(
    redactor: Redactor,
    filter: EnvFilter,
    colours: bool,
    out: W,
) -> impl Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let fields = debug_fn(|writer, field, value| match field.name() {
        "message" => write!(Escaping(writer), "{value:?}"),
        name => write!(Escaping(writer), "{name}={value:?}"),
    });
    let lines = tracing_subscriber::fmt::layer()
        .compact()
        .fmt_fields(tracing_subscriber::field::MakeExt::delimited(fields, " "))
        .with_ansi(colours)
        .with_writer(Redacting { redactor, out });
    tracing_subscriber::registry().with(lines).with(filter).with(filter_fn(may_be_told))
}

/// Whether events and spans of this place may be told at all.
fn may_be_told(metadata: &Metadata<'_>) -> bool {
    let within = |module: &&str| {
        let rest = metadata.target().strip_prefix(*module);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    if SILENT.iter().any(within) {
        return false;
    }
    !CAPPED.iter().any(within) || (metadata.is_event() && *metadata.level() <= Level::WARN)
}

fn tell_panic(panic: &PanicHookInfo<'_>) {
    let payload = panic.payload();
    let text =
        payload.downcast_ref::<&str>().copied().or(payload.downcast_ref::<String>().map(String::as_str));
    let location = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(%location, panic = %text.unwrap_or_default(), "A part of the program panicked.");
}

/// Whether a character could end a line, drive a terminal, or show a line as something else than it is.
fn is_deceptive(char: char) -> bool {
    let turns = matches!(char, '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}');
    char.is_control() || turns || char == '\u{FEFF}'
}

/// Writes deceptive characters as their escapes.
struct Escaping<W>(W);

impl<W: fmt::Write> fmt::Write for Escaping<W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for part in text.split_inclusive(is_deceptive) {
            match part.char_indices().next_back().filter(|(_, last)| is_deceptive(*last)) {
                Some((at, last)) => write!(self.0, "{}{}", &part[..at], last.escape_debug())?,
                None => self.0.write_str(part)?,
            }
        }
        Ok(())
    }
}

/// A text with deceptive characters as their escapes.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    // A `String` takes everything.
    let _ = Escaping(&mut escaped).write_str(text);
    escaped
}

/// Makes writers that redact.
struct Redacting<W> {
    redactor: Redactor,
    out: W,
}

impl<'w, W: MakeWriter<'w>> MakeWriter<'w> for Redacting<W> {
    type Writer = Line<'w, W::Writer>;

    fn make_writer(&'w self) -> Self::Writer {
        Line { redactor: &self.redactor, out: self.out.make_writer() }
    }
}

/// Redacts one line, which comes in one write.
struct Line<'w, W> {
    redactor: &'w Redactor,
    out: W,
}

impl<W: Write> Write for Line<'_, W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(line);
        // A log that nobody can take is no reason to stop.
        let _ = self.out.write_all(self.redactor.redact(&text).as_bytes());
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests;
