//! The command catalogue: what is wrong is told, what is right is what Discord and the reference get.

use std::fs;
use std::path::Path;

use hostmaster::app::offerings::reference;
use hostmaster::catalogue::{Catalogue, FILES, Form, OptionKind, Source, Text, same_registration};
use hostmaster::domain::Action;
use serde_json::{Value, json};

fn catalogue() -> Catalogue {
    Catalogue::load().unwrap_or_else(|faults| panic!("{faults}"))
}

fn everything(_: Action) -> bool {
    true
}

/// The compiled-in files, changed: in the file, the first text becomes the second.
fn changed(edits: &[(&str, &str, &str)]) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> =
        FILES.iter().map(|(stem, text)| ((*stem).to_owned(), (*text).to_owned())).collect();
    for (stem, from, to) in edits {
        let (_, text) = files.iter_mut().find(|(name, _)| name == stem).expect("the file is there");
        assert!(text.contains(from), "{stem}.toml has no {from:?}");
        *text = text.replacen(from, to, 1);
    }
    files
}

fn report(files: &[(String, String)]) -> String {
    let files: Vec<(&str, &str)> = files.iter().map(|(stem, text)| (stem.as_str(), text.as_str())).collect();
    match Catalogue::from_files(&files) {
        Ok(_) => String::new(),
        Err(faults) => faults.to_string(),
    }
}

fn faults(stem: &str, from: &str, to: &str) -> String {
    report(&changed(&[(stem, from, to)]))
}

/// What is wrong with an option, given by its lines of TOML, that is put behind those of `/audit list`.
fn option_faults(lines: &str) -> String {
    let described =
        "description.en = \"English\"\ndescription.de = \"German\"\n[[list.options]]\nname = \"new\"\n";
    let report = report(&changed(&[(
        "audit",
        "description.en = \"How far to look back, such as 24h or 7d\"\ndescription.de = \"Wie weit zurück, etwa 24h oder 7d\"\n",
        &format!("{described}description.en = \"English\"\n{lines}"),
    )]));
    report.replace("commands/audit.toml: list.options[3]", "new")
}

#[test]
fn the_compiled_in_files_are_all_files_of_the_folder_and_have_no_faults() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("commands");
    let mut stems: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    stems.sort();
    assert_eq!(stems, FILES.iter().map(|(stem, _)| *stem).collect::<Vec<_>>());
    catalogue();
}

#[test]
fn every_action_has_its_command_and_every_command_is_found_by_its_path() {
    let catalogue = catalogue();
    for action in Action::ALL {
        let leaf = catalogue.leaf(*action).unwrap();
        assert_eq!(leaf.path.replace(' ', "."), action.as_str());
        let (command, subcommand) = match leaf.path.split_once(' ') {
            Some((command, subcommand)) => (command, Some(subcommand)),
            None => (leaf.path.as_str(), None),
        };
        assert_eq!(catalogue.find(command, subcommand), Some(leaf));
        assert!(leaf.path.ends_with(leaf.name()));
    }
    assert!(catalogue.leaves().map(|leaf| leaf.action).eq(Action::ALL.iter().copied()));
    for (command, subcommand) in
        [("vps", None), ("vps", Some("explode")), ("balance", Some("show")), ("nothing", None)]
    {
        assert_eq!(catalogue.find(command, subcommand), None, "/{command} {subcommand:?}");
    }
}

#[test]
fn a_spec_says_what_its_file_says() {
    let catalogue = catalogue();
    let list = catalogue.leaf(Action::VpsList).unwrap();
    assert_eq!(list.usage(), "/vps list [account] [status]");
    assert_eq!(list.option("account").unwrap().autocomplete, Some(Source::Account));
    let choices = &list.option("status").unwrap().choices;
    assert_eq!(choices.iter().map(|choice| &choice.value).collect::<Vec<_>>(), ["running", "stopped"]);
    assert_eq!(choices[0].label.get("de"), "läuft");
    assert_eq!(choices[0].label.get("fr"), "running");
    let server = catalogue.leaf(Action::VpsRestart).unwrap().option("server").unwrap();
    assert!(server.required);
    assert_eq!((server.kind, server.autocomplete), (OptionKind::String, Some(Source::Server)));
    let audit = catalogue.leaf(Action::AuditList).unwrap();
    assert_eq!(audit.option("user").unwrap().kind, OptionKind::User);
    assert_eq!(audit.option("since").unwrap().max_length, Some(10));
    let balance = catalogue.commands().iter().find(|command| command.name == "balance").unwrap();
    assert!(matches!(balance.form, Form::Direct(_)));
}

#[test]
fn every_text_is_translated_to_german() {
    let catalogue = catalogue();
    let mut texts: Vec<&Text> = catalogue.commands().iter().map(|command| &command.description).collect();
    for leaf in catalogue.leaves() {
        texts.push(&leaf.description);
        for option in &leaf.options {
            texts.push(&option.description);
            texts.extend(option.choices.iter().map(|choice| &choice.label));
        }
    }
    for text in texts {
        assert!(text.localizations.contains_key("de"), "{:?}", text.english);
    }
}

#[test]
fn all_faults_are_told_at_once_file_by_file() {
    let long = format!("description.en = \"{}\"", "x".repeat(104));
    let files = changed(&[
        ("vps", "description.en = \"The server to restart, by its name, id or IP address\"", &long),
        ("vps", "action = \"vps.show\"", "action = \"vps.shwo\""),
        ("vps", "[list]", "colour = \"red\"\n[list]"),
        ("balance", "name = \"balance\"", "name = \"balances\""),
        ("order", "kind = \"string\"", "kind = \"text\""),
        ("help", "example = \"/help", "example = \"/hlep"),
        ("audit", "name = \"audit\"", "name = audit"),
    ]);
    insta::assert_snapshot!(report(&files), @r#"
    commands/audit.toml: line 1: string values must be quoted, expected literal string
    commands/balance.toml: name: the file is called balance.toml, the command "balances"
    commands/help.toml: example: does not begin with "/help"
    commands/order.toml: plans.options[0].kind: "text" is none of string, integer, number, boolean, user, channel
    commands/vps.toml: colour: unknown key
    commands/vps.toml: show.action: there is no action "vps.shwo"
    commands/vps.toml: restart.options[0].description.en: 104 characters, at most 100
    "#);
}

#[test]
fn a_file_that_is_no_toml_is_told_with_its_line_and_without_consequences() {
    assert_eq!(faults("vps", "[show]", "[show"), "commands/vps.toml: line 35: unclosed table, expected `]`");
}

#[test]
fn keys_that_are_unknown_missing_or_of_the_wrong_form_are_told() {
    for (stem, from, to, expected) in [
        (
            "vps",
            "[list]",
            "action = \"vps\"\n[list]",
            "action: a command with sub-commands has none of its own",
        ),
        ("vps", "[list]", "explode = 1\n[list]", "explode: unknown key"),
        ("vps", "action = \"vps.list\"", "action = \"vps.list\"\nrisk = \"read\"", "list.risk: unknown key"),
        ("vps", "kind = \"string\"", "kind = \"string\"\ntype = 3", "list.options[0].type: unknown key"),
        ("vps", "value = \"running\"", "", "list.options[1].choices[0].value: missing"),
        ("vps", "value = \"running\"", "value = true", "list.options[1].choices[0].value: expected a number"),
        ("vps", "label.en = \"running\"", "", "list.options[1].choices[0].label.en: missing"),
        ("balance", "action = \"balance\"", "", "action: missing"),
        ("balance", "action = \"balance\"", "action = \"balance\"\ncolour = 1", "colour: unknown key"),
        ("balance", "example = \"/balance account:shop\"", "", "example: missing"),
        ("balance", "kind = \"string\"", "", "options[0].kind: missing"),
        ("balance", "name = \"account\"", "", "options[0].name: missing"),
        ("balance", "max_length = 24", "required = 1", "options[0].required: expected true or false"),
        (
            "balance",
            "max_length = 24",
            "max_length = -1",
            "options[0].max_length: expected a number of characters",
        ),
        ("balance", "max_length = 24", "min = \"1\"", "options[0].min: expected a number"),
        ("balance", "[[options]]", "[options]", "options: expected a list: write [[options]] tables"),
        (
            "balance",
            "description.en = \"Only this account\"\ndescription.de = \"Nur dieses Konto\"",
            "description = \"Only this account\"",
            "options[0].description: expected one text per language: write description.en = \"...\"",
        ),
        ("balance", "\"Only this account\"", "\"\"", "options[0].description.en: empty"),
        ("balance", "\"Nur dieses Konto\"", "\"\"", "options[0].description.de: empty"),
    ] {
        let report = faults(stem, from, to);
        let expected = format!("commands/{stem}.toml: {expected}");
        assert!(report.lines().any(|line| line == expected), "{expected}\n--- got\n{report}");
    }
}

#[test]
fn actions_are_known_named_after_their_paths_and_reached_exactly_once() {
    assert_eq!(
        faults("vps", "\"vps.show\"", "\"vps.shwo\""),
        "commands/vps.toml: show.action: there is no action \"vps.shwo\""
    );
    assert_eq!(
        faults("vps", "\"vps.show\"", "\"vps.list\""),
        "commands/vps.toml: show.action: /vps show names \"vps.list\", but its action is \"vps.show\"\n\
         commands/vps.toml: show.action: \"vps.list\" is also named by commands/vps.toml: list"
    );
    let without_help: Vec<_> = changed(&[]).into_iter().filter(|(stem, _)| stem != "help").collect();
    assert_eq!(report(&without_help), "commands/help.toml: missing: no command names the action \"help\"");
    let vps = FILES.iter().position(|(stem, _)| *stem == "vps").unwrap();
    let (before, after) = FILES[vps].1.split_once("[destroy]").unwrap();
    let (destroy, behind) = after.split_once("[metrics]").unwrap();
    assert!(destroy.contains("vps.destroy"));
    let mut without_destroy = changed(&[]);
    without_destroy[vps].1 = format!("{before}[metrics]{behind}");
    assert_eq!(
        report(&without_destroy),
        "commands/vps.toml: destroy: missing: no command names the action \"vps.destroy\""
    );
}

#[test]
fn names_are_plain_unique_and_those_of_their_files() {
    assert_eq!(
        faults("access", "[whoami]", "[WhoAmI]").lines().next(),
        Some("commands/access.toml: WhoAmI: \"WhoAmI\" is no name: 1 to 32 characters of a-z, 0-9, - and _")
    );
    let long = "x".repeat(33);
    assert_eq!(
        faults("balance", "name = \"account\"", &format!("name = \"{long}\"")).lines().next(),
        Some(
            format!("commands/balance.toml: options[0].name: \"{long}\" is no name: 1 to 32 characters of a-z, 0-9, - and _")
                .as_str()
        )
    );
    assert_eq!(
        faults("order", "name = \"os\"", "name = \"plan\"").lines().next(),
        Some("commands/order.toml: buy.options[1].name: there is another \"plan\"")
    );
    let twice = faults("help", "name = \"help\"", "name = \"balance\"");
    assert!(
        twice.contains("commands/help.toml: name: the file is called help.toml, the command \"balance\"")
    );
    assert!(twice.contains("commands/help.toml: name: there is another \"balance\""));
}

#[test]
fn texts_have_a_length_and_a_locale_that_discord_takes() {
    let german = "description.de = \"Nur dieses Konto\"";
    for (to, expected) in [
        (format!("description.de = \"{}\"", "ü".repeat(100)), ""),
        (
            format!("description.de = \"{}\"", "ü".repeat(101)),
            "commands/balance.toml: options[0].description.de: 101 characters, at most 100",
        ),
        (
            "description.de = \"Nur dieses Konto \"".to_owned(),
            "commands/balance.toml: options[0].description.de: begins or ends with white space",
        ),
        (
            "description.de-DE = \"Nur dieses Konto\"".to_owned(),
            "commands/balance.toml: options[0].description.de-DE: Discord has no such locale",
        ),
    ] {
        assert_eq!(faults("balance", german, &to), expected);
    }
    assert_eq!(
        faults("vps", "label.de = \"läuft\"", &format!("label.de = \"{}\"", "x".repeat(101))),
        "commands/vps.toml: list.options[1].choices[0].label.de: 101 characters, at most 100"
    );
}

#[test]
fn required_options_come_before_optional_ones() {
    assert_eq!(
        option_faults("kind = \"string\"\nrequired = true").lines().next(),
        Some("new: required, but comes after \"user\", which is optional")
    );
}

#[test]
fn bounds_belong_to_the_kind_and_leave_something_between_them() {
    for (lines, expected) in [
        ("kind = \"integer\"\nmin = 1\nmax = 25", ""),
        ("kind = \"number\"\nmin = -0.5\nmax = 1", ""),
        ("kind = \"string\"\nmin_length = 0\nmax_length = 6000", ""),
        ("kind = \"integer\"\nmin = 2\nmax = 1", "new.min: 2 is more than max, 1"),
        ("kind = \"integer\"\nmin = 0.5", "new.min: expected a whole number"),
        ("kind = \"integer\"\nmax = 9007199254740993", "new.max: larger than Discord's numbers"),
        ("kind = \"number\"\nmax = nan", "new.max: expected a number"),
        ("kind = \"string\"\nmin = 1", "new.min: a string has no bounds"),
        ("kind = \"user\"\nmax_length = 1", "new.max_length: a user has no length"),
        ("kind = \"string\"\nmin_length = 6\nmax_length = 5", "new.min_length: 6 is more than max_length, 5"),
        ("kind = \"string\"\nmax_length = 0", "new.max_length: 0 is not within 1 to 6000"),
        ("kind = \"string\"\nmin_length = 6001", "new.min_length: 6001 is not within 0 to 6000"),
    ] {
        assert_eq!(option_faults(lines), expected, "{lines}");
    }
}

#[test]
fn choices_belong_to_the_kind_differ_and_exclude_autocomplete() {
    let choice = |value: &str, label: &str| {
        format!("\n[[list.options.choices]]\nvalue = {value}\nlabel.en = \"{label}\"")
    };
    let long = "x".repeat(101);
    for (lines, expected) in [
        (format!("kind = \"integer\"{}{}", choice("1", "a"), choice("2", "b")), String::new()),
        (format!("kind = \"number\"{}{}", choice("1", "a"), choice("0.5", "b")), String::new()),
        (
            format!("kind = \"integer\"{}", choice("0.5", "a")),
            "new.choices[0].value: expected a whole number".into(),
        ),
        (
            format!("kind = \"integer\"{}", choice("9007199254740993", "a")),
            "new.choices[0].value: larger than Discord's numbers".into(),
        ),
        (format!("kind = \"string\"{}", choice("1", "a")), "new.choices[0].value: 1 is no string".into()),
        (format!("kind = \"string\"{}", choice("\"\"", "a")), "new.choices[0].value: empty".into()),
        (
            format!("kind = \"string\"{}", choice(&format!("\"{long}\""), "a")),
            "new.choices[0].value: 101 characters, at most 100".into(),
        ),
        (
            format!("kind = \"string\"{}{}", choice("\"a\"", "a"), choice("\"a\"", "b")),
            "new.choices[1].value: there is another \"a\"".into(),
        ),
        (
            format!("kind = \"string\"{}{}", choice("\"a\"", "a"), choice("\"b\"", "a")),
            "new.choices[1].label: there is another \"a\"".into(),
        ),
        (format!("kind = \"boolean\"{}", choice("1", "a")), "new.choices: a boolean has no choices".into()),
        (
            format!("kind = \"string\"\nautocomplete = \"server\"{}", choice("\"a\"", "a")),
            "new: has choices and autocomplete; Discord takes one of them".into(),
        ),
        (
            format!(
                "kind = \"integer\"{}",
                (0..26).map(|n| choice(&n.to_string(), &format!("n{n}"))).collect::<String>()
            ),
            "new.choices: 26 choices, at most 25".into(),
        ),
    ] {
        assert_eq!(option_faults(&lines), expected, "{lines}");
    }
}

#[test]
fn only_what_is_typed_is_completed_and_only_from_a_known_source() {
    assert_eq!(
        option_faults("kind = \"user\"\nautocomplete = \"server\""),
        "new.autocomplete: a user cannot be completed"
    );
    assert_eq!(
        option_faults("kind = \"string\"\nautocomplete = \"servers\""),
        "new.autocomplete: \"servers\" is none of \
         server, account, plan, order, site, ticket, ticket-file, service-system, \
         interface, ipv4-address, ipv6-address, pool, department, notice, invoice, \
         certificate, certificate-plan, software, contact, service, key, system, cpu-type, \
         category, pay-method, site-plan, card, relay, command, action"
    );
    assert_eq!(
        option_faults("kind = \"text\""),
        "new.kind: \"text\" is none of string, integer, number, boolean, user, channel"
    );
}

fn many_options(count: usize, choices: usize) -> String {
    let choice = |n: usize| {
        let text = format!("{n:0>100}");
        format!("[[options.choices]]\nvalue = \"{text}\"\nlabel.en = \"{n}\"\nlabel.de = \"{text}\"\n")
    };
    let choices: String = (0..choices).map(choice).collect();
    let option = |n: usize| {
        format!("[[options]]\nname = \"more{n}\"\nkind = \"string\"\ndescription.en = \"More\"\n{choices}")
    };
    (0..count).map(option).collect()
}

#[test]
fn a_command_has_a_limited_number_of_options_and_characters() {
    let first = "[[options]]";
    assert_eq!(faults("balance", first, &format!("{}{first}", many_options(24, 0))), "");
    assert_eq!(
        faults("balance", first, &format!("{}{first}", many_options(25, 0))),
        "commands/balance.toml: options: 26 options, at most 25"
    );
    // Each choice counts its value and the longest language of its label: 200 characters.
    assert_eq!(faults("balance", first, &format!("{}{first}", many_options(3, 13))), "");
    let own = "balance".len() + "Anzeigen, was jedes Konto hat, schuldet und schulden wird".len();
    let others = 3 * (("more0".len() + "More".len()) + 14 * 200);
    let account = "account".len() + "Only this account".len();
    assert_eq!(
        faults("balance", first, &format!("{}{first}", many_options(3, 14))),
        format!("commands/balance.toml: {} characters in all, at most 8000", own + others + account)
    );
}

#[test]
fn a_command_has_at_most_25_subcommands_and_a_guild_at_most_100_commands() {
    let subcommands: String = (0..25).map(|n| format!("[more{n}]\n")).collect();
    let report_of_many = faults("audit", "[list]", &format!("{subcommands}[list]"));
    assert!(report_of_many.contains("commands/audit.toml: 26 sub-commands, at most 25"), "{report_of_many}");
    let mut files = changed(&[]);
    files.extend((files.len()..=100).map(|n| (format!("more{n}"), format!("name = \"more{n}\""))));
    assert!(report(&files).contains("commands/more100.toml: 101 commands, at most 100"));
}

#[test]
fn an_example_is_a_command_that_could_be_typed() {
    for (stem, from, to, expected) in [
        ("vps", "/vps show server:production-web", "/vps shows", "does not begin with \"/vps show\""),
        (
            "vps",
            "/vps show server:production-web",
            "/vps show",
            "the required option \"server\" is not given",
        ),
        (
            "vps",
            "/vps show server:production-web",
            "/vps show production-web",
            "\"production-web\" belongs to no option: write name:value",
        ),
        ("vps", "/vps show server:production-web", "/vps show server:a ip:b", "there is no option \"ip\""),
        (
            "vps",
            "/vps show server:production-web",
            "/vps show server:a server:b",
            "\"server\" is given twice",
        ),
        ("vps", "status:running", "status:sleeping", "\"status\" does not take \"sleeping\""),
        ("audit", "since:7d", "since:all of last year", "\"since\" does not take \"all of last year\""),
        ("audit", "user:@Ana", "user:Ana", "\"user\" does not take \"Ana\""),
    ] {
        let report = faults(stem, from, to);
        let name = match stem {
            "audit" => "list",
            _ if from.starts_with("status") => "list",
            _ => "show",
        };
        assert_eq!(report, format!("commands/{stem}.toml: {name}.example: {expected}"));
    }
}

#[test]
fn sample_arguments_name_every_option_or_only_the_required_ones() {
    let catalogue = catalogue();
    for leaf in catalogue.leaves() {
        let all = leaf.sample_arguments(true);
        let required = leaf.sample_arguments(false);
        assert_eq!(all.len(), leaf.options.len());
        for option in &leaf.options {
            assert!(all.contains_key(&option.name));
            assert_eq!(required.contains_key(&option.name), option.required);
        }
    }
    let audit = catalogue.leaf(Action::AuditList).unwrap();
    let expected = json!({ "user": "175928847299117063", "action": "vps.restart", "since": "7d" });
    assert_eq!(Value::from(audit.sample_arguments(true)), expected);
    let list = catalogue.leaf(Action::VpsList).unwrap();
    assert_eq!(Value::from(list.sample_arguments(true)), json!({ "account": "shop", "status": "running" }));
}

#[test]
fn the_registration_is_the_one_that_was_reviewed() {
    let registration = catalogue().registration(&everything);
    insta::assert_snapshot!("registration", serde_json::to_string_pretty(&registration).unwrap());
}

#[test]
fn what_is_not_offered_is_not_registered_and_empty_commands_are_left_out() {
    let registration = catalogue()
        .registration(&|action| matches!(action, Action::VpsShow | Action::Help | Action::Balance));
    let names = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&registration), ["vps", "balance", "help"]);
    assert_eq!(names(&registration[0]["options"]), ["show"]);
    assert_eq!(catalogue().registration(&|_| false), json!([]));
}

/// The registration as Discord tells it: with what Discord adds, defaults spelled out, in another order.
fn as_discord_tells_it(registration: &Value) -> Value {
    fn spell_out(option: &mut Value) {
        let object = option.as_object_mut().unwrap();
        object.entry("name_localizations").or_insert(Value::Null);
        if object.contains_key("value") {
            return;
        }
        if object["type"] != 1 {
            object.entry("required").or_insert(false.into());
            object.entry("autocomplete").or_insert(false.into());
            object.entry("choices").or_insert(json!([]));
        }
        for key in ["min_value", "max_value"] {
            if let Some(bound) = object.get_mut(key) {
                *bound = bound.as_f64().into();
            }
        }
        object.entry("options").or_insert(json!([]));
        for key in ["options", "choices"] {
            object
                .get_mut(key)
                .into_iter()
                .flat_map(|items| items.as_array_mut().unwrap())
                .for_each(spell_out);
        }
    }
    let mut commands = registration.as_array().unwrap().clone();
    for (index, command) in commands.iter_mut().enumerate() {
        spell_out(command);
        let added = json!({
            "id": (1000 + index).to_string(), "application_id": "77", "version": "5", "guild_id": "11",
            "default_member_permissions": null, "dm_permission": true, "nsfw": false, "contexts": null,
            "integration_types": [0], "handler": null, "name_localizations": {},
        });
        command.as_object_mut().unwrap().extend(added.as_object().unwrap().clone());
    }
    commands.reverse();
    commands.into()
}

fn with_numbers() -> Value {
    let files = changed(&[(
        "balance",
        "[[options]]",
        "[[options]]\nname = \"count\"\nkind = \"integer\"\nmin = 0\nmax = 9\ndescription.en = \"How many\"\n[[options]]",
    )]);
    let files: Vec<(&str, &str)> = files.iter().map(|(stem, text)| (stem.as_str(), text.as_str())).collect();
    Catalogue::from_files(&files).unwrap().registration(&everything)
}

#[test]
fn what_discord_adds_makes_no_difference() {
    let ours = with_numbers();
    assert!(same_registration(&ours, &ours));
    assert!(same_registration(&ours, &as_discord_tells_it(&ours)));
}

#[test]
fn every_changed_value_and_every_missing_item_makes_a_difference() {
    fn pointers(value: &Value, at: String, scalars: &mut Vec<String>, lists: &mut Vec<String>) {
        match value {
            Value::Object(entries) => {
                entries
                    .iter()
                    .for_each(|(key, value)| pointers(value, format!("{at}/{key}"), scalars, lists));
            }
            Value::Array(items) => {
                lists.push(at.clone());
                let items = items.iter().enumerate();
                items.for_each(|(index, value)| pointers(value, format!("{at}/{index}"), scalars, lists));
            }
            _ => scalars.push(at),
        }
    }
    let ours = with_numbers();
    let theirs = as_discord_tells_it(&ours);
    let (mut scalars, mut lists) = (Vec::new(), Vec::new());
    pointers(&ours, String::new(), &mut scalars, &mut lists);
    assert!(scalars.len() > 100 && lists.len() > 10);
    for at in scalars {
        let mut other = ours.clone();
        let value = other.pointer_mut(&at).unwrap();
        *value = match value {
            Value::String(text) => format!("{text}x").into(),
            Value::Number(number) => (number.as_f64().unwrap() + 1.0).into(),
            Value::Bool(flag) => (!*flag).into(),
            _ => unreachable!("no other scalar is registered"),
        };
        assert!(!same_registration(&other, &theirs), "{at}");
    }
    for at in lists {
        let mut other = ours.clone();
        other.pointer_mut(&at).unwrap().as_array_mut().unwrap().pop();
        assert!(!same_registration(&other, &theirs), "{at}");
    }
}

#[test]
fn rights_that_somebody_gave_a_command_and_foreign_answers_make_a_difference() {
    let ours = catalogue().registration(&everything);
    let mut theirs = as_discord_tells_it(&ours);
    theirs[0]["default_member_permissions"] = "0".into();
    assert!(!same_registration(&ours, &theirs));
    let mut reordered = as_discord_tells_it(&ours);
    let options = reordered.as_array_mut().unwrap().iter_mut().find(|command| command["name"] == "audit");
    options.unwrap()["options"][0]["options"].as_array_mut().unwrap().swap(0, 1);
    assert!(!same_registration(&ours, &reordered));
    for foreign in [json!(null), json!({}), json!([1]), json!("no"), json!([])] {
        assert!(!same_registration(&ours, &foreign), "{foreign}");
    }
}

#[test]
fn the_reference_beside_the_files_is_the_generated_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("commands/README.md");
    let generated = reference(&catalogue());
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(&path, &generated).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == generated,
        "commands/README.md is out of date: run this test with INSTA_UPDATE=always, or\n\
         hostmaster commands --format markdown > commands/README.md"
    );
}

#[test]
fn the_table_in_the_readme_is_the_generated_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let (begin, end) = ("<!-- commands: generated -->\n", "<!-- end of commands -->");
    let readme = fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(begin).expect("where the table begins");
    let (written, after) = rest.split_once(end).expect("where it ends");
    let generated = catalogue().overview_markdown();
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(&path, format!("{before}{begin}{generated}{end}{after}")).unwrap();
    } else {
        assert_eq!(written, generated, "README.md is out of date: run this test with INSTA_UPDATE=always");
    }
}

#[test]
fn the_table_for_a_terminal_is_aligned() {
    insta::assert_snapshot!("table", catalogue().reference_table());
}
