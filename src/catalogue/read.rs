//! Reading: TOML in, drafts out; what has the wrong form is a fault and the reading goes on.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::fault::{At, Fault};
use super::spec::{Choice, CommandSpec, Form, LeafSpec, OptionKind, OptionSpec, Source, Text};
use crate::domain::Action;

/// What could be read of the files.
pub(super) struct Draft {
    /// What each readable file says.
    pub(super) commands: Vec<CommandDraft>,
    /// The names of the files that are no TOML.
    pub(super) unreadable: Vec<String>,
}

/// What could be read of a file. A value that is missing or of the wrong form is already a fault, and empty here.
pub(super) struct CommandDraft {
    pub(super) at: At,
    pub(super) name: String,
    pub(super) description: Text,
    pub(super) is_direct: bool,
    pub(super) leaves: Vec<LeafDraft>,
}

/// What could be read of a command or sub-command that names an action.
pub(super) struct LeafDraft {
    pub(super) at: At,
    /// The name of a sub-command; the command itself has none of its own.
    pub(super) subcommand: Option<String>,
    pub(super) path: String,
    pub(super) action: Option<Action>,
    pub(super) description: Text,
    pub(super) options: Vec<OptionDraft>,
    pub(super) example: String,
}

/// What could be read of an option.
pub(super) struct OptionDraft {
    pub(super) at: At,
    pub(super) kind: Option<OptionKind>,
    pub(super) name: String,
    pub(super) description: Text,
    pub(super) required: bool,
    pub(super) min: Option<serde_json::Number>,
    pub(super) max: Option<serde_json::Number>,
    pub(super) min_length: Option<u16>,
    pub(super) max_length: Option<u16>,
    pub(super) choices: Vec<Choice>,
    pub(super) autocomplete: Option<Source>,
}

impl Draft {
    /// The commands in the order of the actions; called when there are no faults.
    pub(super) fn finish(self) -> Vec<CommandSpec> {
        let place = |leaf: &LeafSpec| Action::ALL.iter().position(|action| *action == leaf.action);
        let mut commands: Vec<_> = self.commands.into_iter().filter_map(CommandDraft::finish).collect();
        for command in &mut commands {
            if let Form::Subcommands(leaves) = &mut command.form {
                leaves.sort_by_key(place);
            }
        }
        commands.sort_by_key(|command| command.leaves().first().and_then(place));
        commands
    }
}

impl CommandDraft {
    fn finish(self) -> Option<CommandSpec> {
        let mut leaves: Vec<_> = self.leaves.into_iter().filter_map(LeafDraft::finish).collect();
        let form = if self.is_direct { Form::Direct(leaves.pop()?) } else { Form::Subcommands(leaves) };
        Some(CommandSpec { name: self.name, description: self.description, form })
    }
}

impl LeafDraft {
    fn finish(self) -> Option<LeafSpec> {
        Some(LeafSpec {
            path: self.path,
            action: self.action?,
            description: self.description,
            options: self.options.into_iter().filter_map(OptionDraft::finish).collect(),
            example: self.example,
        })
    }
}

impl OptionDraft {
    fn finish(self) -> Option<OptionSpec> {
        Some(OptionSpec {
            name: self.name,
            kind: self.kind?,
            description: self.description,
            required: self.required,
            min: self.min,
            max: self.max,
            min_length: self.min_length,
            max_length: self.max_length,
            choices: self.choices,
            autocomplete: self.autocomplete,
        })
    }
}

/// Reads the files.
pub(super) fn read(files: &[(&str, &str)], faults: &mut Vec<Fault>) -> Draft {
    let mut draft = Draft { commands: Vec::new(), unreadable: Vec::new() };
    for (stem, text) in files {
        let at = At::file(stem);
        match text.parse::<Table>() {
            Ok(table) => draft.commands.push(read_command(&table, at, faults)),
            Err(error) => {
                let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
                let line = before.matches('\n').count() + 1;
                let message = error.message().lines().collect::<Vec<_>>().join(", ");
                faults.push(at.fault(format!("line {line}: {message}")));
                draft.unreadable.push((*stem).to_owned());
            }
        }
    }
    draft
}

/// The keys that a command has when it names an action itself; any other table is a sub-command.
const DIRECT: &[&str] = &["name", "description", "action", "options", "example"];
const SUBCOMMAND: &[&str] = &["description", "action", "options", "example"];
const OPTION: &[&str] = &[
    "name",
    "kind",
    "description",
    "required",
    "min",
    "max",
    "min_length",
    "max_length",
    "choices",
    "autocomplete",
];
const CHOICE: &[&str] = &["value", "label"];

fn read_command(table: &Table, at: At, faults: &mut Vec<Fault>) -> CommandDraft {
    let is_subcommand = |key: &str, value: &Value| value.is_table() && !DIRECT.contains(&key);
    let is_direct = !table.iter().any(|(key, value)| is_subcommand(key, value));
    let mut node = Node { table, at, faults };
    let name = node.text("name");
    let description = node.translated("description");
    // A wrong name is one fault: paths go by the file's name, so that it has no consequences.
    let stem = node.at.stem().to_owned();
    let mut leaves = Vec::new();
    if is_direct {
        node.refuse_others(DIRECT);
        leaves.push(read_leaf(&mut node, stem.clone(), None, description.clone()));
    }
    for (key, value) in table.iter().filter(|_| !is_direct) {
        match value {
            Value::Table(table) if is_subcommand(key, value) => {
                let mut node = Node { table, at: node.at.key(key), faults: &mut *node.faults };
                node.refuse_others(SUBCOMMAND);
                let description = node.translated("description");
                leaves.push(read_leaf(&mut node, format!("{stem} {key}"), Some(key.clone()), description));
            }
            _ if matches!(key.as_str(), "action" | "options" | "example") => {
                node.fault(key, "a command with sub-commands has none of its own");
            }
            _ if !DIRECT.contains(&key.as_str()) => node.fault(key, "unknown key"),
            _ => {}
        }
    }
    CommandDraft { at: node.at, name, description, is_direct, leaves }
}

fn read_leaf(
    node: &mut Node<'_, '_>,
    path: String,
    subcommand: Option<String>,
    description: Text,
) -> LeafDraft {
    let name = node.text("action");
    let action = name.parse().ok();
    if action.is_none() && !name.is_empty() {
        node.fault("action", format!("there is no action {name:?}"));
    }
    let options = node.tables("options", OPTION, read_option);
    let example = node.text("example");
    LeafDraft { at: node.at.clone(), subcommand, path, action, description, options, example }
}

fn read_option(node: &mut Node<'_, '_>) -> OptionDraft {
    let kind = node.text("kind");
    OptionDraft {
        at: node.at.clone(),
        kind: node.word("kind", &kind, OptionKind::ALL, OptionKind::as_str),
        name: node.text("name"),
        description: node.translated("description"),
        required: node.flag("required"),
        min: node.number("min"),
        max: node.number("max"),
        min_length: node.length("min_length"),
        max_length: node.length("max_length"),
        choices: node.tables("choices", CHOICE, read_choice),
        autocomplete: if node.table.contains_key("autocomplete") {
            let source = node.text("autocomplete");
            node.word("autocomplete", &source, Source::ALL, Source::as_str)
        } else {
            None
        },
    }
}

fn read_choice(node: &mut Node<'_, '_>) -> Choice {
    let value = match node.table.get("value") {
        Some(Value::String(text)) => text.as_str().into(),
        Some(_) => node.number("value").into(),
        None => {
            node.fault("value", "missing");
            serde_json::Value::Null
        }
    };
    Choice { value, label: node.translated("label") }
}

/// A table of a file, its place, and where its faults go.
struct Node<'t, 'f> {
    table: &'t Table,
    at: At,
    faults: &'f mut Vec<Fault>,
}

impl Node<'_, '_> {
    fn fault(&mut self, key: &str, message: impl Into<String>) {
        self.faults.push(self.at.key(key).fault(message));
    }

    fn refuse_others(&mut self, known: &[&str]) {
        for key in self.table.keys().filter(|key| !known.contains(&key.as_str())) {
            self.faults.push(self.at.key(key).fault("unknown key"));
        }
    }

    fn text(&mut self, key: &str) -> String {
        let message = match self.table.get(key) {
            Some(Value::String(text)) if !text.is_empty() => return text.clone(),
            Some(Value::String(_)) => "empty",
            Some(_) => "expected a text",
            None => "missing",
        };
        self.fault(key, message);
        String::new()
    }

    fn word<T: Copy>(&mut self, key: &str, word: &str, all: &[T], name: fn(T) -> &'static str) -> Option<T> {
        let found = all.iter().copied().find(|item| name(*item) == word);
        if found.is_none() && !word.is_empty() {
            let names = all.iter().map(|item| name(*item)).collect::<Vec<_>>().join(", ");
            self.fault(key, format!("{word:?} is none of {names}"));
        }
        found
    }

    fn translated(&mut self, key: &str) -> Text {
        let table = match self.table.get(key) {
            Some(Value::Table(table)) => table,
            other => {
                let found = if other.is_some() { "expected one text per language" } else { "missing" };
                self.fault(key, format!("{found}: write {key}.en = \"...\""));
                return Text::default();
            }
        };
        let mut node = Node { table, at: self.at.key(key), faults: &mut *self.faults };
        let english = node.text("en");
        let localizations: BTreeMap<_, _> = table
            .keys()
            .filter(|locale| *locale != "en")
            .map(|locale| (locale.clone(), node.text(locale)))
            .collect();
        Text { english, localizations }
    }

    fn flag(&mut self, key: &str) -> bool {
        match self.table.get(key) {
            None => false,
            Some(Value::Boolean(flag)) => *flag,
            Some(_) => {
                self.fault(key, "expected true or false");
                false
            }
        }
    }

    fn number(&mut self, key: &str) -> Option<serde_json::Number> {
        let number = match self.table.get(key)? {
            Value::Integer(number) => Some((*number).into()),
            Value::Float(number) => serde_json::Number::from_f64(*number),
            _ => None,
        };
        if number.is_none() {
            self.fault(key, "expected a number");
        }
        number
    }

    fn length(&mut self, key: &str) -> Option<u16> {
        let length = self.table.get(key)?.as_integer().and_then(|length| length.try_into().ok());
        if length.is_none() {
            self.fault(key, "expected a number of characters");
        }
        length
    }

    fn tables<T>(&mut self, key: &str, known: &[&str], read: fn(&mut Node<'_, '_>) -> T) -> Vec<T> {
        let items = match self.table.get(key) {
            None => return Vec::new(),
            Some(Value::Array(items)) => items,
            Some(_) => {
                self.fault(key, format!("expected a list: write [[{key}]] tables"));
                return Vec::new();
            }
        };
        let mut found = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let at = self.at.key(key).index(index);
            match item {
                Value::Table(table) => {
                    let mut node = Node { table, at, faults: &mut *self.faults };
                    node.refuse_others(known);
                    found.push(read(&mut node));
                }
                _ => self.faults.push(at.fault("expected a table")),
            }
        }
        found
    }
}
