//! The shape of the sources: which way imports point, and which things are done in one place only.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the crate from the innermost to the outermost; those of one line do not know each other.
const LAYERS: &[&[&str]] = &[
    &["domain", "telemetry"],
    &["catalogue", "policy", "config"],
    &["providers", "store"],
    &["actions", "relays"],
    &["dispatch"],
    &["discord"],
    &["app"],
    &["main"],
];
/// The other side of the wire: it knows nothing of the bot, and only these know it.
const SANDBOX: &str = "sandbox";
const KNOW_THE_SANDBOX: &[&str] = &["app", "main"];
/// The longest file, in lines.
const LONGEST: usize = 700;

/// A piece of source that means something: an identifier, or one other character.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Mark(char),
}

/// The tokens of a source with their lines; comments and what is in quotes are left out.
fn tokens(source: &str) -> Vec<(usize, Token)> {
    let chars: Vec<char> = source.chars().collect();
    let (mut tokens, mut at, mut line) = (vec![], 0, 1);
    let is_word = |char: char| char.is_alphanumeric() || char == '_';
    while at < chars.len() {
        let begin = at;
        match chars[at] {
            '/' if chars.get(at + 1) == Some(&'/') => {
                at += chars[at..].iter().take_while(|char| **char != '\n').count();
            }
            '/' if chars.get(at + 1) == Some(&'*') => at = after_comment(&chars, at),
            '"' => at = after_string(&chars, at),
            'r' | 'b' | 'c' if opens_string(&chars, at) => at = after_prefixed_string(&chars, at),
            '\'' => at = after_quote(&chars, at),
            char if is_word(char) => {
                at += chars[at..].iter().take_while(|char| is_word(**char)).count();
                tokens.push((line, Token::Word(chars[begin..at].iter().collect())));
            }
            char => {
                at += 1;
                if !char.is_whitespace() {
                    tokens.push((line, Token::Mark(char)));
                }
            }
        }
        line += chars[begin..at.min(chars.len())].iter().filter(|char| **char == '\n').count();
    }
    tokens
}

fn after_comment(chars: &[char], mut at: usize) -> usize {
    let mut depth = 0;
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => {
                (depth, at) = (depth - 1, at + 2);
                if depth == 0 {
                    break;
                }
            }
            _ => at += 1,
        }
    }
    at
}

fn after_string(chars: &[char], mut at: usize) -> usize {
    at += 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// Whether a word here is the prefix of a string: `r"`, `br#"`, `b"` and the like.
fn opens_string(chars: &[char], at: usize) -> bool {
    let follows_word = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    let rest = &chars[at..];
    let prefix = rest.iter().take_while(|char| matches!(char, 'r' | 'b' | 'c')).count();
    let hashes = rest[prefix..].iter().take_while(|char| **char == '#').count();
    !follows_word && prefix <= 2 && rest.get(prefix + hashes) == Some(&'"')
}

fn after_prefixed_string(chars: &[char], mut at: usize) -> usize {
    let prefix = chars[at..].iter().take_while(|char| matches!(char, 'r' | 'b' | 'c')).count();
    let raw = chars[at..at + prefix].contains(&'r');
    at += prefix;
    if !raw {
        return after_string(chars, at);
    }
    let hashes = chars[at..].iter().take_while(|char| **char == '#').count();
    at += hashes + 1;
    while at < chars.len() {
        let closes = chars[at] == '"' && chars[at + 1..].iter().take(hashes).all(|char| *char == '#');
        if closes && chars.len() > at + hashes {
            return at + 1 + hashes;
        }
        at += 1;
    }
    at
}

/// Behind a character in quotes, or behind the tick of a lifetime.
fn after_quote(chars: &[char], at: usize) -> usize {
    match (chars.get(at + 1), chars.get(at + 2)) {
        (Some('\\'), _) => {
            let end = chars[at + 3..].iter().position(|char| *char == '\'');
            end.map_or(chars.len(), |end| at + 3 + end + 1)
        }
        (Some(_), Some('\'')) => at + 3,
        _ => at + 1,
    }
}

/// A source file under `src/`, by the path that leads to it there.
struct Source<'a> {
    path: &'a str,
    tokens: Vec<(usize, Token)>,
}

impl<'a> Source<'a> {
    fn new(path: &'a str, text: &'a str) -> Self {
        Source { path, tokens: tokens(text) }
    }

    /// The modules that lead to the file.
    fn modules(&self) -> Vec<&str> {
        let path = self.path.trim_end_matches(".rs").trim_end_matches("/mod");
        path.split('/').collect()
    }

    /// The top-level module that the file belongs to.
    fn module(&self) -> &str {
        self.modules()[0]
    }

    fn is_test(&self) -> bool {
        self.modules().contains(&"tests")
    }

    fn word(&self, at: usize) -> Option<&str> {
        match self.tokens.get(at) {
            Some((_, Token::Word(word))) => Some(word),
            _ => None,
        }
    }

    fn is(&self, at: usize, marks: &str) -> bool {
        let mut expected = marks.chars().enumerate();
        expected
            .all(|(n, mark)| self.tokens.get(at + n).is_some_and(|(_, token)| *token == Token::Mark(mark)))
    }

    /// Where the words stand that the test takes.
    fn words(&self, takes: impl Fn(&str) -> bool) -> Vec<usize> {
        (0..self.tokens.len()).filter(|at| self.word(*at).is_some_and(&takes)).collect()
    }

    fn fault(&self, at: usize, what: &str) -> String {
        format!("src/{}:{}: {what}", self.path, self.tokens[at].0)
    }

    /// The first words of the paths that go on here, behind `crate::` or the like: several for a group.
    fn heads(&self, at: usize) -> Vec<(usize, String)> {
        if let Some(word) = self.word(at) {
            return vec![(at, word.to_owned())];
        }
        let (mut heads, mut depth, mut n) = (vec![], 0, at);
        let mut expects = false;
        while let Some((_, token)) = self.tokens.get(n) {
            match token {
                Token::Mark('{') => (depth, expects) = (depth + 1, depth == 0),
                Token::Mark('}') if depth == 1 => break,
                Token::Mark('}') => depth -= 1,
                Token::Mark(',') if depth == 1 => expects = true,
                Token::Word(word) if expects && depth == 1 => {
                    heads.push((n, word.clone()));
                    expects = false;
                }
                _ if depth == 0 => break,
                _ => {}
            }
            n += 1;
        }
        heads
    }

    /// The top-level modules that the file names, and where.
    fn imports(&self) -> Vec<(usize, String)> {
        let mut imports = vec![];
        for at in self.words(|word| matches!(word, "crate" | "hostmaster")) {
            // `pub(in crate::...)` names an ancestor, and a field may be called anything.
            if self.is(at + 1, "::") && self.word(at.wrapping_sub(1)) != Some("in") {
                imports.extend(self.heads(at + 3));
            }
        }
        let depth = self.modules().len();
        for at in self.words(|word| word == "super") {
            if at >= 3 && self.is(at - 2, "::") && self.word(at - 3) == Some("super") {
                continue;
            }
            let (mut supers, mut n) = (1, at + 1);
            while self.is(n, "::") && self.word(n + 2) == Some("super") {
                (supers, n) = (supers + 1, n + 3);
            }
            if supers >= depth && self.is(n, "::") {
                imports.extend(self.heads(n + 2).into_iter().filter(|(_, head)| is_module(head)));
            }
        }
        imports
    }
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

fn is_module(name: &str) -> bool {
    layer(name).is_some() || name == SANDBOX
}

/// Everything that is wrong with a file.
fn faults(path: &str, text: &str) -> Vec<String> {
    let source = Source::new(path, text);
    let mut faults = vec![];
    let lines = text.lines().count();
    if lines > LONGEST {
        faults.push(format!("src/{path}: {lines} lines, more than {LONGEST}: make rooms of it"));
    }
    if path != "lib.rs" {
        check_arrows(&source, &mut faults);
        check_owners(&source, &mut faults);
        check_output(&source, &mut faults);
    }
    faults
}

fn check_arrows(source: &Source<'_>, faults: &mut Vec<String>) {
    let module = source.module();
    if !is_module(module) {
        faults.push(format!("src/{}: {module} has no place among the layers", source.path));
        return;
    }
    for at in source.words(|word| word == "crate") {
        if source.word(at + 1) == Some("as") {
            faults.push(source.fault(at, "the crate goes by another name, behind which imports hide"));
        }
    }
    for (at, import) in source.imports() {
        if import == module || !is_module(&import) {
            continue;
        }
        let why = if import == SANDBOX {
            let may = KNOW_THE_SANDBOX.contains(&module) || source.is_test();
            (!may).then(|| format!("{module} uses the sandbox; only app, main and tests may"))
        } else if module == SANDBOX {
            Some(format!("the sandbox uses {import}: it is the other side of the wire and knows no bot"))
        } else {
            match layer(module).cmp(&layer(&import)) {
                std::cmp::Ordering::Greater => None,
                std::cmp::Ordering::Equal => Some(format!("{module} uses {import}, which stands beside it")),
                std::cmp::Ordering::Less => Some(format!("{module} uses {import}, which stands above it")),
            }
        };
        faults.extend(why.map(|why| source.fault(at, &why)));
    }
}

/// What belongs to one module alone.
fn check_owners(source: &Source<'_>, faults: &mut Vec<String>) {
    let module = source.module();
    let mut only = |word: &str, owners: &[&str], what: &str| {
        if !owners.contains(&module) {
            for at in source.words(|found| found == word) {
                faults.push(source.fault(at, what));
            }
        }
    };
    only("serenity", &["discord", SANDBOX], "serenity is named outside of src/discord");
    only("sqlx", &["store"], "SQL is spoken outside of src/store");
    if source.path != "providers/http.rs" {
        check_clients(source, faults);
    }
    if module != "policy" {
        for at in source.words(|word| word == "Authorized") {
            let is_type = at > 0 && (source.is(at - 1, ">") || source.word(at - 1) == Some("for"));
            if source.is(at + 1, "{") && !is_type {
                faults.push(source.fault(at, "an Authorized value is made outside of src/policy"));
            }
        }
    }
}

fn check_clients(source: &Source<'_>, faults: &mut Vec<String>) {
    let what = "an HTTP client is built outside of src/providers/http.rs";
    // The names under which reqwest's clients are known in this file.
    let mut names = BTreeSet::new();
    for at in source.words(|word| word == "reqwest") {
        if !source.is(at + 1, "::") {
            continue;
        }
        match source.word(at + 3) {
            Some("ClientBuilder" | "get" | "blocking") => faults.push(source.fault(at, what)),
            Some("Client") if source.is(at + 4, "::") => faults.push(source.fault(at, what)),
            _ => {}
        }
        let end = (at..source.tokens.len()).find(|n| source.is(*n, ";")).unwrap_or(at);
        if source.word(at.wrapping_sub(1)) != Some("use") {
            continue;
        }
        for n in at..end {
            if matches!(source.word(n), Some("Client" | "ClientBuilder")) {
                let alias = source.word(n + 2).filter(|_| source.word(n + 1) == Some("as"));
                names.extend(alias.or(source.word(n)));
            }
        }
    }
    for at in source.words(|word| names.contains(word)) {
        let makes = matches!(source.word(at + 3), Some("new" | "builder" | "default"));
        if source.is(at + 1, "::") && makes {
            faults.push(source.fault(at, what));
        }
    }
}

fn check_output(source: &Source<'_>, faults: &mut Vec<String>) {
    if ["app", "main"].contains(&source.module()) {
        return;
    }
    for at in source.words(|word| matches!(word, "println" | "print" | "eprintln" | "eprint" | "dbg")) {
        if source.is(at + 1, "!") {
            faults.push(source.fault(at, "a library module prints; it may log or return"));
        }
    }
    for at in source.words(|word| word == "process") {
        if source.is(at + 1, "::") && matches!(source.word(at + 3), Some("exit" | "abort")) {
            faults.push(source.fault(at, "a library module ends the process; only app and main may"));
        }
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = vec![];
    collect(&root, &mut files);
    files.sort();
    let relative = |path: &PathBuf| path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
    files.iter().map(|path| (relative(path), fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn imports_point_one_way_and_everything_is_done_in_its_place() {
    let sources = sources();
    assert!(sources.len() > 100, "only {} files were found", sources.len());
    let imports: usize = sources.iter().map(|(path, text)| Source::new(path, text).imports().len()).sum();
    assert!(imports > 300, "only {imports} imports were found");
    let faults: Vec<_> = sources.iter().flat_map(|(path, text)| faults(path, text)).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn no_test_and_no_bench_is_longer_than_a_room() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![];
    ["tests", "benches"].iter().for_each(|folder| collect(&root.join(folder), &mut files));
    for file in files {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= LONGEST, "{}: {lines} lines", file.display());
    }
}

#[test]
fn every_module_of_the_crate_has_its_place_among_the_layers() {
    let (_, library) = sources().into_iter().find(|(path, _)| path == "lib.rs").unwrap();
    let source = Source::new("lib.rs", &library);
    let modules: Vec<_> =
        source.words(|word| word == "mod").into_iter().filter_map(|at| source.word(at + 1)).collect();
    assert!(modules.len() > 10, "{modules:?}");
    for module in modules {
        assert!(is_module(module), "{module} has no place among the layers");
    }
}

#[test]
fn an_authorised_value_can_be_made_by_the_policy_alone() {
    let (_, text) = sources().into_iter().find(|(path, _)| path == "policy/mod.rs").unwrap();
    let (before, rest) = text.split_once("pub struct Authorized {").unwrap();
    let fields = rest.split('}').next().unwrap();
    assert!(!fields.contains("pub"), "its fields are private: {fields}");
    let attributes = before.rsplit("\n\n").next().unwrap();
    for derived in ["Clone", "Copy", "Default", "Deserialize"] {
        assert!(!attributes.contains(derived), "it has no {derived}: {attributes}");
    }
    let made = sources().iter().map(|(_, text)| text.matches("Ok(Authorized {").count()).sum::<usize>();
    assert_eq!(made, 1, "authorise makes it and nothing else does");
}

#[test]
fn every_changing_operation_asks_for_an_authorised_value_and_no_look_does() {
    let facets = ["providers/mod.rs", "providers/network.rs", "providers/service.rs"];
    let files = sources().into_iter().filter(|(path, _)| facets.contains(&path.as_str()));
    let text: String = files.map(|(_, text)| text).collect();
    let body = |name: &str| {
        let start = text.find(&format!("pub trait {name}")).unwrap_or_else(|| panic!("no trait {name}"));
        let end = text[start..].find("\n}").map_or(text.len(), |end| start + end);
        text[start..end].to_owned()
    };
    for changes in [
        "ServerControl",
        "NetworkControl",
        "ServiceControl",
        "Purchases",
        "BillingControl",
        "SupportControl",
        "NoticeControl",
    ] {
        let body = body(changes);
        let methods = body.split("fn ").skip(1).map(|method| method.split('{').next().unwrap_or_default());
        assert!(methods.clone().count() > 0);
        for method in methods {
            assert!(method.contains("permit: &Authorized"), "{changes}: {method}");
        }
    }
    for looks in ["Servers", "Networks", "Services:", "Billing:", "Shop", "Support:", "Notices", "Session"] {
        assert!(!body(looks).contains("Authorized"), "{looks}");
    }
    let reads = text.lines().find(|line| line.starts_with("pub trait Reads:")).unwrap();
    assert!(!reads.contains("Control") && !reads.contains("Purchases"), "{reads}");
}

/// What the checker must find, so that it cannot fall silent: a path, a text, and a part of the fault.
const BAD: &[(&str, &str, &str)] = &[
    ("domain/money.rs", "use crate::policy::Policy;", "domain uses policy, which stands above it"),
    ("domain/mod.rs", "fn f() { crate::store::open(); }", "domain uses store"),
    ("policy/mod.rs", "use crate::config::Config;", "policy uses config, which stands beside it"),
    ("config/mod.rs", "use super::catalogue::Catalogue;", "config uses catalogue, which stands beside it"),
    ("config/accounts.rs", "use super::super::providers::http;", "config uses providers"),
    (
        "providers/mod.rs",
        "use crate::{\n    domain::Error,\n    dispatch::{self, Dispatch},\n};",
        "providers uses dispatch",
    ),
    ("store/audit.rs", "use crate::{domain::{Id}, actions};", ":1: store uses actions"),
    ("actions/vps/list.rs", "\n\nuse crate::discord::words;", ":3: actions uses discord"),
    ("dispatch/run.rs", "/* crate::domain */ use crate :: app :: App;", "dispatch uses app"),
    ("dispatch/run.rs", "use crate::sandbox::llamalink;", "dispatch uses the sandbox"),
    ("discord/mod.rs", "#[cfg(test)] mod tests { use crate::app::App; }", "discord uses app"),
    ("telemetry.rs", "use crate::config::Config;", "telemetry uses config"),
    ("domain/id.rs", "use crate::telemetry::Redactor;", "domain uses telemetry"),
    ("sandbox/page/mod.rs", "use crate::domain::Money;", "the sandbox uses domain"),
    ("app.rs", "use crate as hostmaster;", "another name"),
    ("actions/mod.rs", "macro_rules! m { () => { $crate::app::run() } }", "actions uses app"),
    ("gadgets/mod.rs", "fn f() {}", "gadgets has no place"),
    ("dispatch/mod.rs", "use serenity::model::id::GuildId;", "serenity is named"),
    ("actions/mod.rs", "fn f(id: ::serenity::GuildId) {}", "serenity is named"),
    ("actions/mod.rs", "fn f() { sqlx::query(\"SELECT 1\"); }", "SQL is spoken"),
    ("discord/rest.rs", "let client = reqwest::Client::new();", "an HTTP client is built"),
    ("discord/rest.rs", "let client = reqwest::ClientBuilder::new();", "an HTTP client is built"),
    (
        "discord/rest.rs",
        "use reqwest::{Client, Url};\nfn f() { Client::builder() }",
        ":2: an HTTP client is built",
    ),
    (
        "discord/rest.rs",
        "use reqwest::Client as Http;\nfn f() { Http::default() }",
        ":2: an HTTP client is built",
    ),
    ("app.rs", "async fn f() { reqwest::get(\"x\").await }", "an HTTP client is built"),
    ("actions/mod.rs", "let permit = Authorized { actor, action, target };", "an Authorized value is made"),
    ("actions/mod.rs", "let permit = crate::policy::Authorized{actor};", "an Authorized value is made"),
    ("store/mod.rs", "fn f() { println!(\"x\") }", "a library module prints"),
    ("telemetry.rs", "fn f() { eprintln!(\"x\") }", "a library module prints"),
    ("discord/mod.rs", "fn f() { std::process::exit(1) }", "ends the process"),
    ("discord/mod.rs", "let c = '\\''; let d = '\"'; use crate::app::App;", "discord uses app"),
    ("discord/mod.rs", "let s = \"\\\"\"; use crate::app::App;", "discord uses app"),
    ("discord/mod.rs", "let s = r#\"a\"b\"#; use crate::app::App;", "discord uses app"),
    ("discord/mod.rs", "fn f<'a>(x: &'a str) -> char { 'x' } use crate::app::App;", "discord uses app"),
    ("discord/mod.rs", "/* a /* b */ c */ use crate::app::App;", "discord uses app"),
];

/// What it must not mistake for a fault.
const GOOD: &[(&str, &str)] = &[
    (
        "domain/money.rs",
        "// use crate::policy::Policy;\n/// See [`crate::dispatch`].\n/* crate::app */ fn f() {}",
    ),
    ("domain/money.rs", "const S: &str = \"use crate::app::App; serenity sqlx println!()\";"),
    ("domain/money.rs", "const S: &str = r#\"use crate::app::App; \"quoted\" serenity\"#;"),
    ("domain/money.rs", "const B: &[u8] = b\"crate::app::x\"; const R: &[u8] = br\"crate::app::x\";"),
    ("domain/money.rs", "use super::Id; mod tests { use super::*; }"),
    ("providers/http.rs", "use reqwest::Client; fn f() { reqwest::Client::builder(); Client::new(); }"),
    ("providers/llamalink/mod.rs", "use self::client::Client; fn f() { Client::new(account) }"),
    ("providers/layers/wire.rs", "use reqwest::Client; struct Wire { reads: Client }"),
    ("policy/mod.rs", "fn f() -> Authorized { Authorized { actor } }"),
    ("actions/mod.rs", "fn f(permit: &Authorized) {} impl Show for Authorized { }"),
    ("discord/render/tests.rs", "use crate::sandbox::discord::world;\npub(in crate::discord) mod samples;"),
    ("discord/gateway.rs", "use serenity::Client; use crate::{dispatch::Dispatch, domain::{self, Id}};"),
    ("store/mod.rs", "sqlx::query(\"SELECT 1\"); use crate::policy::Policy;"),
    ("app/sandbox.rs", "use crate::sandbox::discord; fn f() { println!(); std::process::exit(0) }"),
    ("main.rs", "use hostmaster::{app, telemetry};"),
    ("dispatch/mod.rs", "let app = 1; let crate_app = app; fn process() {}"),
];

#[test]
fn the_checker_finds_what_it_must() {
    for (path, text, expected) in BAD {
        let found = faults(path, text);
        assert!(found.iter().any(|fault| fault.contains(expected)), "{text:?} in {path}: {found:?}");
    }
    let long = "\n".repeat(LONGEST + 1);
    assert!(faults("domain/money.rs", &long).iter().any(|fault| fault.contains("make rooms of it")));
}

#[test]
fn the_checker_finds_nothing_in_what_is_as_it_should_be() {
    for (path, text) in GOOD {
        assert_eq!(faults(path, text), Vec::<String>::new(), "{text:?} in {path}");
    }
    assert_eq!(faults("domain/money.rs", &"\n".repeat(LONGEST)), Vec::<String>::new());
}
