//! The sentences: complete in every language, all of them said, and none of them said elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use super::*;
use crate::catalogue::Catalogue;
use crate::discord::foreign;
use crate::discord::render::Renderer;
use crate::discord::render::tests::samples::{self, Foreign};
use crate::dispatch::Suggestion;
use crate::domain::{ProviderName, Risk};

/// A language's sentences by id.
fn sentences(file: &str) -> BTreeMap<&str, String> {
    let mut sentences = BTreeMap::new();
    let mut last = "";
    for line in file.lines() {
        let begins = line.starts_with(|char: char| char.is_ascii_lowercase());
        match line.split_once(" = ").filter(|_| begins) {
            Some((id, text)) => {
                last = id;
                assert!(sentences.insert(id, text.to_owned()).is_none(), "{id} is there twice");
            }
            None if line.starts_with([' ', '}']) => {
                let sentence: &mut String = sentences.get_mut(last).unwrap();
                sentence.push('\n');
                sentence.push_str(line);
            }
            None => assert!(line.is_empty() || line.starts_with('#'), "what is {line:?}?"),
        }
    }
    sentences
}

fn variables(sentence: &str) -> BTreeSet<&str> {
    let ends = |char: char| !char.is_ascii_alphanumeric() && char != '-';
    sentence.split('$').skip(1).map(|rest| rest.split(ends).next().unwrap()).collect()
}

/// The code spans without variables: commands and options, which are called the same in every language.
fn code(sentence: &str) -> BTreeSet<&str> {
    sentence.split('`').skip(1).step_by(2).filter(|code| !code.contains('$')).collect()
}

fn renderer(words: Words) -> Renderer {
    Renderer::new(words, Catalogue::load().unwrap())
}

/// Everything that a renderer says, by name.
fn everything(renderer: &Renderer, locale: &str) -> Vec<(String, Value)> {
    let messages = samples::messages(renderer, &Foreign::default(), locale);
    let mut said: Vec<_> = messages.into_iter().map(|(name, message)| (name, message.body())).collect();
    for form in samples::forms("web-1") {
        said.push(("form".to_owned(), renderer.form(&form, locale).body()));
    }
    let parts = samples::things::parts(&Foreign::default());
    // Each by itself: of many, Discord takes the first ones.
    for part in parts {
        let suggestion = Suggestion { label: vec![part], value: "shop/1".to_owned() };
        said.push(("suggestion".to_owned(), renderer.suggestions(&[suggestion], locale)));
    }
    said
}

fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(fields) => {
            let is_shown = |key: &str| match key {
                "custom_id" | "allowed_mentions" | "filename" | "url" => false,
                // Of a choice, the label or the name is shown.
                "value" => fields.contains_key("inline"),
                _ => true,
            };
            fields.iter().filter(|(key, _)| is_shown(key)).flat_map(|(_, value)| texts(value)).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => vec![],
    }
}

#[test]
fn every_language_has_the_same_sentences_with_the_same_variables_and_commands() {
    let english = sentences(FILES[0].1);
    for (language, file) in &FILES[1..] {
        let translated = sentences(file);
        let ids = |sentences: &BTreeMap<&str, String>| -> BTreeSet<String> {
            sentences.keys().map(ToString::to_string).collect()
        };
        assert_eq!(ids(&english), ids(&translated), "{language}");
        for (id, sentence) in &english {
            assert_eq!(variables(sentence), variables(&translated[id]), "{language}: {id}");
            assert_eq!(code(sentence), code(&translated[id]), "{language}: {id}");
        }
    }
}

#[test]
fn every_sentence_is_said_by_something_and_everything_said_is_a_sentence() {
    let english = sentences(FILES[0].1);
    let mut marked = String::new();
    for (id, sentence) in &english {
        // A sentence that begins with a choice goes on in lines of its own.
        marked.push_str(&format!("{id} = \u{27E6}{id}\u{27E7}{sentence}\n"));
    }
    let renderer = renderer(Words::read(&[("en", &marked)], None));
    let mut said = BTreeSet::new();
    for (_, body) in everything(&renderer, "en-US") {
        for text in texts(&body) {
            said.extend(
                text.split('\u{27E6}').skip(1).map(|rest| rest.split('\u{27E7}').next().unwrap().to_owned()),
            );
        }
    }
    // What is drawn into a picture stands in no body.
    said.extend(["metrics-min", "metrics-mean", "metrics-max"].map(str::to_owned));
    // A risk that no action has yet is said by nothing.
    said.extend(Risk::ALL.map(|risk| format!("risk-{risk}")));
    let unsaid: Vec<_> = english.keys().filter(|id| !said.contains(**id)).collect();
    assert!(unsaid.is_empty(), "nothing says {unsaid:?}");
}

#[test]
fn every_id_that_is_written_in_the_sources_is_a_sentence() {
    let english = sentences(FILES[0].1);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/discord/render");
    let mut found = 0;
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    for file in files.filter(|file| file.is_file()) {
        if file.is_dir() || file.ends_with("tests.rs") {
            continue;
        }
        let source = std::fs::read_to_string(&file).unwrap();
        for literal in source.split('"').skip(1).step_by(2) {
            let is_word = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
            if literal.contains('-') && literal.split('-').all(is_word) {
                found += 1;
                assert!(english.contains_key(literal), "{}: there is no sentence {literal}", file.display());
            }
        }
    }
    assert!(found > 80, "only {found} ids were found");
}

#[test]
fn every_provider_that_wants_more_than_a_key_says_what_it_refused() {
    let english = sentences(FILES[0].1);
    for provider in ProviderName::ALL.iter().filter(|provider| **provider != ProviderName::LlamaLink) {
        for id in ["why", "next"].map(|part| format!("{part}-unauthorized-{provider}")) {
            assert!(english.contains_key(id.as_str()), "there is no sentence {id}");
        }
    }
}

#[test]
fn every_command_that_a_sentence_names_exists() {
    let catalogue = Catalogue::load().unwrap();
    let paths: Vec<&str> = catalogue.leaves().map(|leaf| leaf.path.as_str()).collect();
    for (language, file) in FILES {
        for (id, sentence) in sentences(file) {
            for command in code(&sentence).into_iter().filter_map(|code| code.strip_prefix('/')) {
                assert!(paths.contains(&command), "{language}: {id}: there is no /{command}");
            }
        }
    }
}

#[test]
fn every_detail_of_the_audit_has_its_words() {
    let words = Words::new(None);
    for detail in samples::details(&Foreign::default()) {
        let id = format!("detail-{}", detail.replace(' ', "-"));
        assert!(words.speech("en").has(&id), "{id}");
    }
    // Details that the pipeline writes itself.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/dispatch");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    for file in files.filter(|file| file.is_file()) {
        let source = std::fs::read_to_string(&file).unwrap();
        for rest in source.split("with_detail(\"").skip(1) {
            let detail = rest.split('"').next().unwrap();
            let id = format!("detail-{}", detail.replace(' ', "-"));
            assert!(words.speech("en").has(&id), "{}: {id}", file.display());
        }
    }
}

/// Every letter in full width, so that letters from elsewhere stand out.
pub(crate) fn widen(text: &str) -> Cow<'_, str> {
    let wide = |char: char| match char {
        'A'..='Z' | 'a'..='z' => char::from_u32(char as u32 - 0x21 + 0xFF01).unwrap(),
        other => other,
    };
    text.chars().map(wide).collect::<String>().into()
}

#[test]
fn no_word_is_hard_coded() {
    let renderer = renderer(Words::new(Some(widen)));
    let catalogue = renderer.catalogue();
    let foreign = Foreign::default();
    // What is data: names, what was typed, what providers said, what the commands are called and say of themselves.
    let mut data = vec![foreign.name, foreign.typed, foreign.words, "LlamaLink".into(), "shop".into()];
    let told = [
        "ILS",
        "AAAAAAAA",
        "Inferno",
        "Klikk",
        "LightLayer",
        "spark",
        "Debian",
        "pay\\_method",
        "Pending",
        "pending",
        "Active",
        "active",
    ];
    data.extend(told.map(str::to_owned));
    data.push(samples::LINK.to_owned());
    for leaf in catalogue.leaves() {
        for locale in ["en-US", "de"] {
            let options = leaf.options.iter().map(|option| option.description.get(locale));
            for description in options.chain([leaf.description.get(locale)]) {
                data.extend([description.to_owned(), foreign::markdown(description, 300)]);
            }
        }
    }
    data.extend(catalogue.leaves().map(|leaf| leaf.path.clone()));
    data.sort_by_key(|text| std::cmp::Reverse(text.len()));
    for locale in ["en-US", "de"] {
        for (name, body) in everything(&renderer, locale) {
            for text in texts(&body) {
                let mut rest = text.split('`').step_by(2).collect::<Vec<_>>().join(" ");
                data.iter().for_each(|known| rest = rest.replace(known.as_str(), " "));
                for (from, to) in [("<t:", ":R>"), ("<@", ">")] {
                    while let Some(at) = rest.find(from) {
                        let end = at + rest[at..].find(to).unwrap() + to.len();
                        rest.replace_range(at..end, " ");
                    }
                }
                let words = rest.split(|char: char| !char.is_ascii_alphabetic());
                let own: Vec<_> = words.filter(|word| word.len() > 2).collect();
                assert!(own.is_empty(), "{name} in {locale} says {own:?} by itself: {text}");
            }
        }
    }
}

#[test]
fn a_locale_without_a_file_is_spoken_to_in_english() {
    let words = Words::new(None);
    for (locale, said) in
        [("de", "läuft"), ("en-GB", "running"), ("fr", "running"), ("", "running"), ("de-AT", "läuft")]
    {
        assert_eq!(words.speech(locale).plain("state-running", &[]), said, "{locale}");
    }
}
