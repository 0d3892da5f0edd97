//! What people read, and that it is harmless and fits whatever is put into it.

pub(in crate::discord) mod samples;

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use samples::Foreign;

fn renderer() -> Renderer {
    Renderer::new(Words::new(None), Catalogue::load().unwrap())
}

fn count(value: &Value) -> usize {
    value.as_str().map_or(0, |text| text.chars().count())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A body as a person reads it, in a few lines.
fn compact(body: &Value) -> String {
    let mut text = String::new();
    let mut line = |mark: &str, value: &Value| {
        if let Some(value) = value.as_str().filter(|value| !value.is_empty()) {
            // Writing into a string cannot fail.
            let _ = writeln!(text, "{mark}{}", value.replace('\n', "\n    "));
        }
    };
    line("", &body["content"]);
    for embed in list(&body["embeds"]) {
        let tone = match embed["color"].as_u64() {
            Some(0x0024_8046) => "good",
            Some(0x00F0_B232) => "busy",
            Some(0x00DA_373C) => "bad",
            _ => "neutral",
        };
        line("", &Value::from(format!("[{tone}]")));
        line("# ", &embed["title"]);
        line("  ", &embed["description"]);
        for field in list(&embed["fields"]) {
            let (name, value) = (field["name"].as_str().unwrap(), field["value"].as_str().unwrap());
            line("  ", &Value::from(format!("{name}: {value}")));
        }
        line("_ ", &embed["footer"]["text"]);
    }
    for component in list(&body["components"]).iter().flat_map(|row| list(&row["components"])) {
        if component["type"] == 2 {
            let state = if component["disabled"] == true { " (off)" } else { "" };
            let label = component["label"].as_str().unwrap();
            line("", &Value::from(format!("[{label}]{state} {}", component["style"])));
        } else {
            let options = list(&component["options"]);
            line("menu: ", &component["placeholder"]);
            line("      ", &options[0]["label"]);
            line("      ", &Value::from(format!("... {} in all", options.len())));
        }
    }
    text
}

#[test]
fn what_people_read() {
    let renderer = renderer();
    let mut text = String::new();
    for (name, message) in samples::messages(&renderer, &Foreign::default(), "en-US") {
        let _ = writeln!(text, "==== {name}\n{}", compact(&message.body()));
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!("english", text) });
}

/// Fails when a body breaks one of Discord's limits.
fn assert_fits(name: &str, body: &Value) {
    assert!(count(&body["content"]) <= 2000, "{name}");
    let mut total = 0;
    for embed in list(&body["embeds"]) {
        let (title, text, footer) = (&embed["title"], &embed["description"], &embed["footer"]["text"]);
        assert!(count(title) <= 256 && count(text) <= 4096 && count(footer) <= 2048, "{name}: {embed}");
        assert!(list(&embed["fields"]).len() <= 25, "{name}: {embed}");
        total += count(title) + count(text) + count(footer);
        for field in list(&embed["fields"]) {
            let (name_length, length) = (count(&field["name"]), count(&field["value"]));
            assert!((1..=256).contains(&name_length) && (1..=1024).contains(&length), "{name}: {field}");
            total += name_length + length;
        }
    }
    assert!(total <= 6000, "{name}: {total} characters");
    let rows = list(&body["components"]);
    assert!(rows.len() <= 5, "{name}");
    let mut ids = vec![];
    for row in rows {
        let components = list(&row["components"]);
        assert!((1..=5).contains(&components.len()), "{name}");
        for component in components {
            let id = component["custom_id"].as_str().unwrap();
            assert!((1..=100).contains(&id.len()), "{name}: {id}");
            assert!(!ids.contains(&id), "{name}: {id} twice");
            ids.push(id);
            if component["type"] == 2 {
                assert!((1..=80).contains(&count(&component["label"])), "{name}: {component}");
                continue;
            }
            assert!(count(&component["placeholder"]) <= 150, "{name}");
            let options = list(&component["options"]);
            assert!((1..=25).contains(&options.len()), "{name}");
            for option in options {
                assert!((1..=100).contains(&count(&option["label"])), "{name}: {option}");
                assert!((1..=100).contains(&count(&option["value"])), "{name}: {option}");
            }
        }
    }
    let allowed = &body["allowed_mentions"];
    assert_eq!(allowed["parse"], serde_json::json!([]), "{name}");
    let mentioned = if name == "ended" { 1 } else { 0 };
    assert_eq!(list(&allowed["users"]).len(), mentioned, "{name}");
    let calls = name == "note ticket.opened" || name.starts_with("note earlier replies");
    let roles = if calls { 1 } else { 0 };
    assert_eq!(list(&allowed["roles"]).len(), roles, "{name}");
}

/// The texts of a body in which Discord reads Markdown.
fn markdown_of(body: &Value) -> Vec<&str> {
    let mut texts = vec![&body["content"]];
    for embed in list(&body["embeds"]) {
        texts.extend([&embed["title"], &embed["description"]]);
        texts.extend(list(&embed["fields"]).iter().flat_map(|field| [&field["name"], &field["value"]]));
    }
    texts.into_iter().filter_map(Value::as_str).collect()
}

/// The characters of a text that format, mention or link: those that are neither escaped nor in a code span.
fn active(text: &str) -> String {
    let mut active = String::new();
    let (mut in_code, mut chars) = (false, text.chars());
    while let Some(char) = chars.next() {
        match char {
            '\\' if !in_code => {
                chars.next();
            }
            '`' => {
                in_code = !in_code;
                active.push(char);
            }
            _ if in_code => {}
            '*' | '_' | '~' | '|' | '[' | ']' | '<' | '>' | '@' | '\n' => active.push(char),
            ':' if chars.as_str().starts_with("//") => active.push(char),
            _ => {}
        }
    }
    active
}

/// How often each active character comes in a body's texts.
fn activity(body: &Value) -> std::collections::BTreeMap<char, usize> {
    let mut activity = std::collections::BTreeMap::new();
    for char in markdown_of(body).iter().flat_map(|text| active(text).chars().collect::<Vec<_>>()) {
        *activity.entry(char).or_default() += 1;
    }
    activity
}

fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,40}",
        "[@<>`*_~|\\\\\\[\\]()#:/&!\n\r\t .0-9a-z\u{202E}\u{2066}\u{200B}\u{5D0}\u{1F9D1}-]{0,120}",
        "[*_`\\\\|@]{200,700}",
        Just("@everyone [x](https://evil.example) <@&1> `a` **b**".to_owned()),
        Just("\u{10FFFF}".repeat(5000)),
        Just(String::new()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_foreign_text_says_every_message_fits_and_only_our_own_marks_format(
        name in hostile(), typed in hostile(), words in hostile(), german in any::<bool>(),
    ) {
        let renderer = renderer();
        let locale = if german { "de" } else { "en-US" };
        let benign = samples::messages(&renderer, &Foreign::default(), locale);
        let hostile = samples::messages(&renderer, &Foreign { name, typed, words }, locale);
        for ((title, message), (_, plain)) in hostile.iter().zip(&benign) {
            let body = message.body();
            assert_fits(title, &body);
            let expected = activity(&plain.body());
            for (char, times) in activity(&body) {
                let allowed = expected.get(&char).copied().unwrap_or(0);
                prop_assert!(times <= allowed, "{title}: {times} times {char:?}, not {allowed}: {body:#}");
            }
            let text = body.to_string();
            prop_assert!(!text.contains("@everyone") || text.contains('`'), "{title}: {text}");
            let turns = |char: char| matches!(char, '\u{202A}'..='\u{202E}' | '\u{200E}' | '\u{200F}');
            prop_assert!(!text.contains(turns), "{title}: {text}");
        }
    }

    #[test]
    fn whatever_is_suggested_or_asked_for_fits(
        parts in prop::collection::vec(hostile(), 1..5), value in hostile(), many in 0usize..40,
    ) {
        let renderer = renderer();
        let mut label: Vec<Part> = parts.iter().cloned().map(Part::Text).collect();
        let foreign = Foreign { words: value.clone(), ..Foreign::default() };
        label.extend(samples::things::parts(&foreign));
        let body = renderer.suggestions(&vec![Suggestion { label, value }; many], "de");
        prop_assert!(list(&body["choices"]).len() <= 25);
        for choice in list(&body["choices"]) {
            prop_assert!((1..=100).contains(&count(&choice["name"])), "{choice}");
            prop_assert!((1..=100).contains(&count(&choice["value"])), "{choice}");
        }
        for form in samples::forms(&parts[0]) {
            let body = renderer.form(&form, "de").body();
            let field = &body["components"][0]["components"][0];
            prop_assert!((1..=45).contains(&count(&body["title"])), "{body}");
            prop_assert!((1..=45).contains(&count(&field["label"])), "{field}");
            prop_assert!((1..=100).contains(&count(&field["placeholder"])), "{field}");
        }
    }
}
