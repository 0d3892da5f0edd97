//! `hostmaster completions`: what a shell completes the program's arguments with.

use std::process::ExitCode;

use clap_complete::Shell;

use super::console;

/// Prints the script that makes a shell complete the arguments of the command.
pub fn run(shell: Shell, mut command: clap::Command) -> ExitCode {
    let name = command.get_name().to_owned();
    let mut script = vec![];
    clap_complete::generate(shell, &mut command, name, &mut script);
    console::print(&String::from_utf8_lossy(&script))
}
