//! How the verbs end and speak: exit codes, standard error, standard output.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};

use crate::config::{Fault, Faults};

/// The exit code of what failed.
pub(super) const FAILED: u8 = 1;
/// The exit code of bad usage and of a faulty configuration.
pub(super) const FAULTY: u8 = 2;

/// Says a line on standard error, in colours at a terminal alone; where nobody listens, nobody needs it.
pub(super) fn say(line: impl Display) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

/// What is being done, on the last line of a terminal until this is dropped.
pub(super) struct Doing(());

impl Doing {
    /// Says what is being done, where a terminal shows it.
    pub(super) fn say(what: impl Display) -> Option<Self> {
        let mut err = io::stderr().lock();
        if !err.is_terminal() {
            return None;
        }
        write!(err, "{what} …").and_then(|()| err.flush()).ok()?;
        Some(Doing(()))
    }
}

impl Drop for Doing {
    fn drop(&mut self) {
        // Back to the line's beginning, and all of it away.
        let _ = write!(io::stderr().lock(), "\r\u{1b}[K");
    }
}

/// How what failed is marked at a terminal.
pub(super) const BAD: Style = AnsiColor::Red.on_default().bold();
/// How what may not be as it was meant is marked there.
pub(super) const DOUBTFUL: Style = AnsiColor::Yellow.on_default().bold();
/// How what is as it should be is marked there.
pub(super) const GOOD: Style = AnsiColor::Green.on_default();

/// Says what failed.
pub(super) fn fail(error: impl Display) -> ExitCode {
    say(format_args!("{BAD}error{BAD:#}: {error}"));
    FAILED.into()
}

/// Says what is wrong with a configuration.
pub(super) fn refuse(faults: &Faults) -> ExitCode {
    say(faults);
    FAULTY.into()
}

/// Says what in a configuration is probably not what was meant.
pub(super) fn warn(warnings: &[Fault]) {
    for warning in warnings {
        say(format_args!("{DOUBTFUL}warning{DOUBTFUL:#}: {warning}"));
    }
}

/// The end of a verb that wrote to standard output.
pub(super) fn written(result: io::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        // The reader has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => fail(format_args!("standard output cannot be written: {error}")),
    }
}

/// Writes a text to standard output.
pub(super) fn print(text: &str) -> ExitCode {
    let mut out = io::stdout().lock();
    written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Writes a text with colours to standard output, where a terminal alone gets them.
pub(super) fn print_styled(text: &str) -> ExitCode {
    let mut out = anstream::stdout().lock();
    written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}
