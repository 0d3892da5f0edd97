//! How the verbs end and speak: exit codes, standard error, standard output.

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

use crate::config::{Fault, Faults};

/// The exit code of what failed.
pub(super) const FAILED: u8 = 1;
/// The exit code of bad usage and of a faulty configuration.
pub(super) const FAULTY: u8 = 2;

/// Says a line on standard error; where nobody listens, nobody needs it.
pub(super) fn say(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Says what failed.
pub(super) fn fail(error: impl Display) -> ExitCode {
    say(format_args!("error: {error}"));
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
        say(format_args!("warning: {warning}"));
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
