//! The command reference, generated: as Markdown for `commands/README.md` and as a table for a terminal.

use std::fmt;

use super::Catalogue;
use super::spec::{CommandSpec, LeafSpec, OptionKind, OptionSpec};
use crate::domain::{Action, Risk};

impl Catalogue {
    /// The command reference as Markdown: the text of `commands/README.md`.
    pub fn reference_markdown(&self) -> String {
        let mut text = String::from(
            "# Commands\n\n\
             Generated from the TOML files beside this one by `hostmaster commands --format markdown`: change those \
             instead.\nOptions in brackets may be left out. Who may use a command, and where, is up to the grants in \
             the configuration.\n\n\
             | command | risk | confirmation | what it does |\n|---|---|---|---|\n",
        );
        for leaf in self.leaves() {
            let risk = leaf.action.risk();
            let (usage, description) = (leaf.usage(), cell(&leaf.description.english));
            put(&mut text, format_args!("| `{usage}` | {risk} | {} | {description} |", confirmation(risk)));
        }
        for command in &self.commands {
            put(&mut text, format_args!("\n## /{}\n\n{}.", command.name, command.description.english));
            for leaf in command.leaves() {
                if leaf.path != command.name {
                    put(&mut text, format_args!("\n### /{}\n\n{}.", leaf.path, leaf.description.english));
                }
                leaf_markdown(&mut text, leaf);
            }
        }
        text
    }

    /// The commands at a glance, a row for each top-level one, as Markdown: the table in `README.md`.
    pub fn overview_markdown(&self) -> String {
        let mut text = String::from("| command | what it is for | sub-commands |\n|---|---|---|\n");
        for command in &self.commands {
            let (name, what) = (&command.name, cell(&command.description.english));
            put(&mut text, format_args!("| `/{name}` | {what} | {} |", glance(command)));
        }
        text
    }

    /// The command reference as a table of plain text.
    pub fn reference_table(&self) -> String {
        let head = ["COMMAND", "RISK", "CONFIRMATION", "WHAT IT DOES"].map(str::to_owned);
        let rows: Vec<[String; 4]> = std::iter::once(head)
            .chain(self.leaves().map(|leaf| {
                let risk = leaf.action.risk();
                let description = leaf.description.english.clone();
                [leaf.usage(), risk.to_string(), confirmation(risk).to_owned(), description]
            }))
            .collect();
        let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let (usage, risk, confirmation) = (width(0), width(1), width(2));
        let mut text = String::new();
        for row in &rows {
            let [a, b, c, d] = row;
            put(&mut text, format_args!("{a:usage$}  {b:risk$}  {c:confirmation$}  {d}"));
        }
        text
    }
}

/// A command's sub-commands, by what precedes them: nothing, a button, one with the price, the name.
fn glance(command: &CommandSpec) -> String {
    let groups = [
        ("", &[Risk::Read, Risk::Private, Risk::Change, Risk::Reveal][..]),
        ("**after a button:** ", &[Risk::Disruptive]),
        ("**after a button with the price:** ", &[Risk::Spend]),
        ("**once its name is typed:** ", &[Risk::Destructive]),
    ];
    let had = groups.into_iter().filter_map(|(when, risks)| {
        let leaves = command.leaves().iter().filter(|leaf| risks.contains(&leaf.action.risk()));
        let names: Vec<_> = leaves.filter_map(|leaf| leaf.path.split(' ').nth(1)).collect();
        (!names.is_empty()).then(|| format!("{when}{}", names.join(", ")))
    });
    had.collect::<Vec<_>>().join("; ")
}

fn put(text: &mut String, line: fmt::Arguments<'_>) {
    text.push_str(&line.to_string());
    text.push('\n');
}

fn leaf_markdown(text: &mut String, leaf: &LeafSpec) {
    let action = leaf.action;
    let (risk, confirmation, audience) = (action.risk(), confirmation(action.risk()), audience(action));
    put(text, format_args!("\n- action: `{action}`\n- risk: {risk}\n- confirmation: {confirmation}"));
    put(text, format_args!("- answer: {audience}\n- example: `{}`", leaf.example));
    if leaf.options.is_empty() {
        return;
    }
    put(text, format_args!("\n| option | takes | what it is |\n|---|---|---|"));
    for option in &leaf.options {
        let optional = if option.required { "" } else { ", optional" };
        let (takes, description) = (cell(&takes(option)), cell(&option.description.english));
        put(text, format_args!("| `{}` | {takes}{optional} | {description} |", option.name));
    }
}

fn confirmation(risk: Risk) -> &'static str {
    match risk {
        Risk::Read | Risk::Private | Risk::Change | Risk::Reveal => "none",
        Risk::Disruptive => "a button",
        Risk::Destructive => "a button, then the name typed",
        Risk::Spend => "a button with the price",
    }
}

fn audience(action: Action) -> &'static str {
    if action.is_always_ephemeral() {
        "only its caller sees it"
    } else {
        "everybody in the channel sees it, unless `[replies] private` names the action"
    }
}

fn takes(option: &OptionSpec) -> String {
    if !option.choices.is_empty() {
        let labels = option.choices.iter().map(|choice| choice.label.english.as_str());
        return labels.collect::<Vec<_>>().join(" or ");
    }
    let kind = match option.kind {
        OptionKind::String => "text",
        OptionKind::Integer => "a whole number",
        OptionKind::Number => "a number",
        OptionKind::Boolean => "true or false",
        OptionKind::User => "a person",
        OptionKind::Channel => "a channel",
    };
    let bounds = match (&option.min, &option.max) {
        (None, None) => String::new(),
        (Some(min), None) => format!(", at least {min}"),
        (None, Some(max)) => format!(", at most {max}"),
        (Some(min), Some(max)) => format!(" from {min} to {max}"),
    };
    let completed = if option.autocomplete.is_some() { ", completed while typed" } else { "" };
    format!("{kind}{bounds}{completed}")
}

/// A text that does not end a cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
