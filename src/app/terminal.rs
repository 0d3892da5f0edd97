//! What is typed at a terminal, or comes through a pipe: a line at a time, a password without being shown.

use std::io::{self, BufRead, IsTerminal, Write};

use secrecy::SecretString;

/// Asks for a line.
pub(super) fn ask(prompt: &str) -> io::Result<String> {
    say(prompt)?;
    Ok(line()?.trim().to_owned())
}

/// Asks for a line that nobody sees while it is typed.
pub(super) fn ask_hidden(prompt: &str) -> io::Result<SecretString> {
    if !io::stdin().is_terminal() {
        say(prompt)?;
        return line().map(SecretString::new);
    }
    let typed = hidden::line(prompt).map(SecretString::new);
    // What ended the line was not shown either.
    say("\n")?;
    typed
}

/// Prompts go where errors go: whoever reads standard output wants neither.
fn say(text: &str) -> io::Result<()> {
    let mut out = io::stderr().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// The next line without its end; an error when nothing came.
fn line() -> io::Result<String> {
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    line.truncate(line.trim_end_matches(['\r', '\n']).len());
    if line.is_empty() { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(line) }
}

#[cfg(unix)]
mod hidden {
    use std::io;

    use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};

    /// What Ctrl-C types where it does not interrupt.
    const INTERRUPT: char = '\u{3}';

    /// A terminal that shows nothing of what is typed, until this is dropped.
    struct Hidden(Termios);

    impl Drop for Hidden {
        fn drop(&mut self) {
            // Whoever sits there sees it if this fails, and can do more about it.
            let _ = tcsetattr(io::stdin(), OptionalActions::Flush, &self.0);
        }
    }

    /// Asks for the next line; Ctrl-C ends it as well, since a program that it killed would leave the terminal silent.
    pub(super) fn line(prompt: &str) -> io::Result<String> {
        let usual = tcgetattr(io::stdin())?;
        let mut silent = usual.clone();
        silent.local_modes.remove(LocalModes::ECHO | LocalModes::ISIG);
        silent.special_codes[SpecialCodeIndex::VEOL] = INTERRUPT as u8;
        let _usual = Hidden(usual);
        tcsetattr(io::stdin(), OptionalActions::Flush, &silent)?;
        // Only now: whoever answers at once would be seen, or their first letters thrown away with what was typed before.
        super::say(prompt)?;
        // Standard input of Rust ends lines at line feeds alone.
        let mut typed = Vec::new();
        loop {
            let mut byte = [0];
            if rustix::io::read(io::stdin(), &mut byte)? == 0 || byte[0] == b'\n' {
                break;
            }
            if byte[0] == INTERRUPT as u8 {
                return Err(io::ErrorKind::Interrupted.into());
            }
            typed.push(byte[0]);
        }
        match String::from_utf8(typed) {
            Ok(line) if !line.is_empty() => Ok(line),
            Ok(_) => Err(io::ErrorKind::UnexpectedEof.into()),
            Err(_) => Err(io::ErrorKind::InvalidData.into()),
        }
    }
}

#[cfg(not(unix))]
mod hidden {
    use std::io;

    pub(super) fn line(_: &str) -> io::Result<String> {
        Err(io::Error::new(io::ErrorKind::Unsupported, "this terminal would show the password: pipe it in"))
    }
}
