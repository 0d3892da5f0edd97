//! The checks: each looks at one rule, all run, and every fault is told.

use std::collections::HashSet;

use super::fault::{At, Fault};
use super::read::{CommandDraft, Draft, LeafDraft, OptionDraft};
use super::spec::{Choice, OptionKind, Text};
use super::{example, limits};
use crate::domain::Action;

type Check = fn(&Draft, &mut Vec<Fault>);

const CHECKS: &[Check] = &[
    a_file_is_named_after_its_command,
    names_are_plain,
    names_are_unique,
    texts_have_a_length_that_discord_takes,
    locales_are_known,
    there_are_not_too_many_items,
    commands_are_not_too_long,
    required_options_come_first,
    bounds_fit,
    choices_fit,
    only_typed_options_are_completed,
    actions_are_named_after_their_paths,
    actions_are_reached_once,
    examples_can_be_typed,
];

/// Runs every check.
pub(super) fn check(draft: &Draft, faults: &mut Vec<Fault>) {
    for check in CHECKS {
        check(draft, faults);
    }
}

fn leaves(draft: &Draft) -> impl Iterator<Item = &LeafDraft> {
    draft.commands.iter().flat_map(|command| &command.leaves)
}

fn options(draft: &Draft) -> impl Iterator<Item = &OptionDraft> {
    leaves(draft).flat_map(|leaf| &leaf.options)
}

fn choices(option: &OptionDraft) -> impl Iterator<Item = (At, &Choice)> {
    let at = option.at.key("choices");
    option.choices.iter().enumerate().map(move |(index, choice)| (at.index(index), choice))
}

/// Every text of the files, its place, and the most characters that Discord takes there.
fn texts(draft: &Draft) -> Vec<(At, &Text, usize)> {
    let mut texts = Vec::new();
    for command in &draft.commands {
        texts.push((command.at.key("description"), &command.description, limits::DESCRIPTION_CHARACTERS));
        for leaf in command.leaves.iter().filter(|_| !command.is_direct) {
            texts.push((leaf.at.key("description"), &leaf.description, limits::DESCRIPTION_CHARACTERS));
        }
    }
    for option in options(draft) {
        texts.push((option.at.key("description"), &option.description, limits::DESCRIPTION_CHARACTERS));
        for (at, choice) in choices(option) {
            texts.push((at.key("label"), &choice.label, limits::CHOICE_CHARACTERS));
        }
    }
    texts
}

fn a_file_is_named_after_its_command(draft: &Draft, faults: &mut Vec<Fault>) {
    for command in &draft.commands {
        let stem = command.at.stem();
        if command.name != stem && !command.name.is_empty() {
            let message = format!("the file is called {stem}.toml, the command {:?}", command.name);
            faults.push(command.at.key("name").fault(message));
        }
    }
}

fn names_are_plain(draft: &Draft, faults: &mut Vec<Fault>) {
    let commands = draft.commands.iter().map(|command| (command.at.key("name"), &command.name));
    let subcommands = leaves(draft).filter_map(|leaf| Some((leaf.at.clone(), leaf.subcommand.as_ref()?)));
    let options = options(draft).map(|option| (option.at.key("name"), &option.name));
    for (at, name) in commands.chain(subcommands).chain(options) {
        if !name.is_empty() && !limits::is_name(name) {
            let most = limits::NAME_CHARACTERS;
            faults
                .push(at.fault(format!("{name:?} is no name: 1 to {most} characters of a-z, 0-9, - and _")));
        }
    }
}

fn names_are_unique(draft: &Draft, faults: &mut Vec<Fault>) {
    fn unique<'d>(names: impl Iterator<Item = (At, &'d String)>, faults: &mut Vec<Fault>) {
        let mut seen = HashSet::new();
        for (at, name) in names {
            if !name.is_empty() && !seen.insert(name) {
                faults.push(at.fault(format!("there is another {name:?}")));
            }
        }
    }
    unique(draft.commands.iter().map(|command| (command.at.key("name"), &command.name)), faults);
    for leaf in leaves(draft) {
        unique(leaf.options.iter().map(|option| (option.at.key("name"), &option.name)), faults);
    }
}

fn texts_have_a_length_that_discord_takes(draft: &Draft, faults: &mut Vec<Fault>) {
    for (at, text, most) in texts(draft) {
        let english = [("en", &text.english)].into_iter();
        let localizations = text.localizations.iter().map(|(locale, text)| (locale.as_str(), text));
        for (locale, text) in english.chain(localizations) {
            let length = text.chars().count();
            if length > most {
                faults.push(at.key(locale).fault(format!("{length} characters, at most {most}")));
            }
            if text.trim() != text {
                faults.push(at.key(locale).fault("begins or ends with white space"));
            }
        }
    }
}

fn locales_are_known(draft: &Draft, faults: &mut Vec<Fault>) {
    for (at, text, _) in texts(draft) {
        for locale in text.localizations.keys() {
            if !limits::LOCALES.contains(&locale.as_str()) {
                faults.push(at.key(locale).fault("Discord has no such locale"));
            }
        }
    }
}

fn there_are_not_too_many_items(draft: &Draft, faults: &mut Vec<Fault>) {
    let mut count = |at: At, items: usize, what: &str, most: usize| {
        if items > most {
            faults.push(at.fault(format!("{items} {what}, at most {most}")));
        }
    };
    for command in &draft.commands {
        if !command.is_direct {
            count(command.at.clone(), command.leaves.len(), "sub-commands", limits::ITEMS);
        }
    }
    for leaf in leaves(draft) {
        count(leaf.at.key("options"), leaf.options.len(), "options", limits::ITEMS);
    }
    for option in options(draft) {
        count(option.at.key("choices"), option.choices.len(), "choices", limits::ITEMS);
    }
    if let Some(command) = draft.commands.get(limits::COMMANDS) {
        count(command.at.clone(), draft.commands.len(), "commands", limits::COMMANDS);
    }
}

fn commands_are_not_too_long(draft: &Draft, faults: &mut Vec<Fault>) {
    fn option_length(option: &OptionDraft) -> usize {
        let choices = option.choices.iter().map(|choice| {
            let value = choice.value.as_str().map_or_else(|| choice.value.to_string(), str::to_owned);
            choice.label.longest() + value.chars().count()
        });
        option.name.chars().count() + option.description.longest() + choices.sum::<usize>()
    }
    fn leaf_length(leaf: &LeafDraft) -> usize {
        let own =
            leaf.subcommand.as_ref().map_or(0, |name| name.chars().count() + leaf.description.longest());
        own + leaf.options.iter().map(option_length).sum::<usize>()
    }
    fn command_length(command: &CommandDraft) -> usize {
        let own = command.name.chars().count() + command.description.longest();
        own + command.leaves.iter().map(leaf_length).sum::<usize>()
    }
    for command in &draft.commands {
        let length = command_length(command);
        let most = limits::COMMAND_CHARACTERS;
        if length > most {
            faults.push(command.at.fault(format!("{length} characters in all, at most {most}")));
        }
    }
}

fn required_options_come_first(draft: &Draft, faults: &mut Vec<Fault>) {
    for leaf in leaves(draft) {
        let optional = leaf.options.iter().position(|option| !option.required).unwrap_or(leaf.options.len());
        for option in leaf.options[optional..].iter().filter(|option| option.required) {
            let before = &leaf.options[optional].name;
            faults.push(option.at.fault(format!("required, but comes after {before:?}, which is optional")));
        }
    }
}

fn bounds_fit(draft: &Draft, faults: &mut Vec<Fault>) {
    for option in options(draft) {
        let Some(kind) = option.kind else { continue };
        for (key, bound) in [("min", &option.min), ("max", &option.max)] {
            let Some(bound) = bound else { continue };
            let at = option.at.key(key);
            if !kind.is_number() {
                faults.push(at.fault(format!("a {} has no bounds", kind.as_str())));
            } else if kind == OptionKind::Integer && bound.is_f64() {
                faults.push(at.fault("expected a whole number"));
            } else if too_large(bound) {
                faults.push(at.fault("larger than Discord's numbers"));
            }
        }
        if let (Some(min), Some(max)) = (&option.min, &option.max)
            && min.as_f64() > max.as_f64()
        {
            faults.push(option.at.key("min").fault(format!("{min} is more than max, {max}")));
        }
        for (key, length, least) in
            [("min_length", option.min_length, 0), ("max_length", option.max_length, 1)]
        {
            let Some(length) = length else { continue };
            let most = limits::TEXT_CHARACTERS;
            if kind != OptionKind::String {
                faults.push(option.at.key(key).fault(format!("a {} has no length", kind.as_str())));
            } else if !(least..=most).contains(&length) {
                faults.push(option.at.key(key).fault(format!("{length} is not within {least} to {most}")));
            }
        }
        if let (Some(min), Some(max)) = (option.min_length, option.max_length)
            && min > max
        {
            faults.push(option.at.key("min_length").fault(format!("{min} is more than max_length, {max}")));
        }
    }
}

fn too_large(number: &serde_json::Number) -> bool {
    number.as_f64().is_none_or(|number| number.abs() > limits::NUMBER_SIZE)
}

fn choices_fit(draft: &Draft, faults: &mut Vec<Fault>) {
    for option in options(draft).filter(|option| !option.choices.is_empty()) {
        if option.autocomplete.is_some() {
            faults.push(option.at.fault("has choices and autocomplete; Discord takes one of them"));
        }
        let Some(kind) = option.kind else { continue };
        if !kind.is_typed() {
            faults.push(option.at.key("choices").fault(format!("a {} has no choices", kind.as_str())));
            continue;
        }
        let mut values = HashSet::new();
        let mut labels = HashSet::new();
        for (at, choice) in choices(option) {
            if let Some(message) = choice_fault(kind, &choice.value) {
                faults.push(at.key("value").fault(message));
            } else if !choice.value.is_null() && !values.insert(choice.value.to_string()) {
                faults.push(at.key("value").fault(format!("there is another {}", choice.value)));
            }
            if !choice.label.english.is_empty() && !labels.insert(&choice.label.english) {
                faults.push(at.key("label").fault(format!("there is another {:?}", choice.label.english)));
            }
        }
    }
}

fn choice_fault(kind: OptionKind, value: &serde_json::Value) -> Option<String> {
    use serde_json::Value;
    match (kind, value) {
        (_, Value::Null) => None,
        (OptionKind::String, Value::String(text)) => {
            let (length, most) = (text.chars().count(), limits::CHOICE_CHARACTERS);
            if text.is_empty() {
                Some("empty".to_owned())
            } else {
                (length > most).then(|| format!("{length} characters, at most {most}"))
            }
        }
        (OptionKind::Integer, Value::Number(number)) if number.is_f64() => {
            Some("expected a whole number".to_owned())
        }
        (OptionKind::Integer | OptionKind::Number, Value::Number(number)) => {
            too_large(number).then(|| "larger than Discord's numbers".to_owned())
        }
        _ => Some(format!("{value} is no {}", kind.as_str())),
    }
}

fn only_typed_options_are_completed(draft: &Draft, faults: &mut Vec<Fault>) {
    for option in options(draft) {
        if let (Some(_), Some(kind)) = (option.autocomplete, option.kind)
            && !kind.is_typed()
        {
            let message = format!("a {} cannot be completed", kind.as_str());
            faults.push(option.at.key("autocomplete").fault(message));
        }
    }
}

fn actions_are_named_after_their_paths(draft: &Draft, faults: &mut Vec<Fault>) {
    for leaf in leaves(draft) {
        let expected = leaf.path.replace(' ', ".");
        if let Some(action) = leaf.action
            && action.as_str() != expected
        {
            let message =
                format!("/{} names {:?}, but its action is {expected:?}", leaf.path, action.as_str());
            faults.push(leaf.at.key("action").fault(message));
        }
    }
}

fn actions_are_reached_once(draft: &Draft, faults: &mut Vec<Fault>) {
    for action in Action::ALL {
        let mut named = leaves(draft).filter(|leaf| leaf.action == Some(*action));
        if let Some(first) = named.next() {
            for other in named {
                let message = format!("{:?} is also named by {}", action.as_str(), first.at);
                faults.push(other.at.key("action").fault(message));
            }
            continue;
        }
        // Where a command stands at the action's path and names no action or another one, that is the fault.
        let (stem, subcommand) = action.as_str().split_once('.').unwrap_or((action.as_str(), ""));
        let stands = leaves(draft).any(|leaf| {
            leaf.at.stem() == stem && leaf.subcommand.as_deref().unwrap_or_default() == subcommand
        });
        if !stands && !draft.unreadable.iter().any(|file| file == stem) {
            let message = format!("missing: no command names the action {:?}", action.as_str());
            let file = At::file(stem);
            let at = if subcommand.is_empty() { file } else { file.key(subcommand) };
            faults.push(at.fault(message));
        }
    }
}

fn examples_can_be_typed(draft: &Draft, faults: &mut Vec<Fault>) {
    for leaf in leaves(draft).filter(|leaf| !leaf.example.is_empty()) {
        let at = leaf.at.key("example");
        let arguments = match example::arguments(&leaf.path, &leaf.example) {
            Ok(arguments) => arguments,
            Err(message) => {
                faults.push(at.fault(message));
                continue;
            }
        };
        let mut seen = HashSet::new();
        for (name, value) in &arguments {
            if !seen.insert(*name) {
                faults.push(at.fault(format!("{name:?} is given twice")));
            }
            match leaf.options.iter().find(|option| option.name == *name) {
                None => faults.push(at.fault(format!("there is no option {name:?}"))),
                Some(option) if !takes(option, value) => {
                    faults.push(at.fault(format!("{name:?} does not take {value:?}")));
                }
                Some(_) => {}
            }
        }
        for option in leaf.options.iter().filter(|option| option.required) {
            if !option.name.is_empty() && !seen.contains(option.name.as_str()) {
                faults.push(at.fault(format!("the required option {:?} is not given", option.name)));
            }
        }
    }
}

/// Whether the option takes the typed value, as far as a file can tell.
fn takes(option: &OptionDraft, value: &str) -> bool {
    if !option.choices.is_empty() {
        return option.choices.iter().any(|choice| choice.label.english == value);
    }
    let within = |number: f64| {
        option.min.as_ref().and_then(serde_json::Number::as_f64).is_none_or(|min| number >= min)
            && option.max.as_ref().and_then(serde_json::Number::as_f64).is_none_or(|max| number <= max)
    };
    match option.kind {
        Some(OptionKind::String) => {
            let length = value.chars().count();
            length > 0
                && option.min_length.is_none_or(|min| length >= usize::from(min))
                && option.max_length.is_none_or(|max| length <= usize::from(max))
        }
        Some(OptionKind::Integer) => value.parse::<i64>().is_ok_and(|number| within(number as f64)),
        Some(OptionKind::Number) => value.parse::<f64>().is_ok_and(within),
        Some(OptionKind::Boolean) => matches!(value, "True" | "False"),
        Some(OptionKind::User) => value.starts_with('@'),
        Some(OptionKind::Channel) => value.starts_with('#'),
        None => true,
    }
}
