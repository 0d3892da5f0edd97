//! The slash commands as data: `commands/*.toml`, compiled in, read and checked.
//!
//! The files say how a command looks to a person; what its action does and how much that can hurt is Rust's to say.
//! Nothing leaves here unchecked: a [`Catalogue`] exists only without faults, and all faults are reported at once.

mod check;
mod example;
mod fault;
mod limits;
mod read;
mod reference;
mod registration;
mod sample;
mod spec;

use crate::domain::Action;

pub use fault::{Fault, Faults};
pub use registration::same_registration;
pub use spec::{Choice, CommandSpec, Form, LeafSpec, OptionKind, OptionSpec, Source, Text};

macro_rules! files {
    ($($stem:literal),* $(,)?) => {
        /// The compiled-in files: what each is called without its ending, and its text.
        pub const FILES: &[(&str, &str)] = &[
            $(($stem, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/commands/", $stem, ".toml"))),)*
        ];
    };
}

files![
    "access", "account", "audit", "balance", "billing", "card", "cert", "find", "help", "invoice", "network",
    "notice", "order", "pending", "relay", "service", "site", "sshkey", "ticket", "vps",
];

/// Every slash command of this version.
#[derive(Clone, Debug, PartialEq)]
pub struct Catalogue {
    commands: Vec<CommandSpec>,
}

impl Catalogue {
    /// Reads and checks the compiled-in files.
    pub fn load() -> Result<Self, Faults> {
        Self::from_files(FILES)
    }

    /// Reads and checks files, each given by its name without ending and its text.
    pub fn from_files(files: &[(&str, &str)]) -> Result<Self, Faults> {
        let mut faults = Vec::new();
        let draft = read::read(files, &mut faults);
        check::check(&draft, &mut faults);
        if faults.is_empty() {
            Ok(Catalogue { commands: draft.finish() })
        } else {
            let file = |fault: &Fault| files.iter().position(|(stem, _)| *stem == fault.stem());
            faults.sort_by_key(file);
            Err(Faults::new(faults))
        }
    }

    /// The commands, in the order of the actions.
    pub fn commands(&self) -> &[CommandSpec] {
        &self.commands
    }

    /// The commands and sub-commands that name an action, in the order of the actions.
    pub fn leaves(&self) -> impl Iterator<Item = &LeafSpec> {
        self.commands.iter().flat_map(CommandSpec::leaves)
    }

    /// The command or sub-command that names the action.
    pub fn leaf(&self, action: Action) -> Option<&LeafSpec> {
        self.leaves().find(|leaf| leaf.action == action)
    }

    /// The command, or its sub-command, of the name.
    pub fn find(&self, command: &str, subcommand: Option<&str>) -> Option<&LeafSpec> {
        let command = self.commands.iter().find(|spec| spec.name == command)?;
        match (&command.form, subcommand) {
            (Form::Direct(leaf), None) => Some(leaf),
            (Form::Subcommands(leaves), Some(name)) => leaves.iter().find(|leaf| leaf.name() == name),
            (Form::Direct(_), Some(_)) | (Form::Subcommands(_), None) => None,
        }
    }
}
