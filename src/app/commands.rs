//! `hostmaster commands`: the command reference, and what is registered on Discord.

use std::process::ExitCode;

use super::{console, offerings};
use crate::catalogue::Catalogue;

/// How the commands are printed.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Format {
    /// A table for a terminal.
    Table,
    /// The text of `commands/README.md`.
    Markdown,
    /// What Discord is sent when the accounts offer everything.
    Json,
}

/// Prints the commands.
pub fn run(format: Format) -> ExitCode {
    let catalogue = match Catalogue::load() {
        Ok(catalogue) => catalogue,
        Err(faults) => return console::fail(format_args!("the commands are faulty:\n{faults}")),
    };
    console::print(&match format {
        Format::Table => catalogue.reference_table(),
        Format::Markdown => offerings::reference(&catalogue),
        Format::Json => format!("{:#}\n", catalogue.registration(&|_| true)),
    })
}
