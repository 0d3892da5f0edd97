//! `hostmaster key`: what it asks for, what it keeps and where, and what nobody sees.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use hostmaster::sandbox::inferno::{Effect, Fault, Inferno, Misbehaviour, Operation, Reply, State};
use reqwest::StatusCode;
use secrecy::SecretString;

use super::*;

const API_KEY: &str = "canary-of-the-api-key";
const EMAIL: &str = "owner@example.com";
const PASSWORD: &str = "canary of the password";

/// A folder with an account at a simulated Inferno, whose key is to be kept in `secrets/inferno`.
struct Scene {
    folder: Folder,
    inferno: Inferno,
    // The simulator answers on its threads.
    _runtime: tokio::runtime::Runtime,
}

impl Scene {
    fn new() -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let mut state = State::documented();
        state.key = SecretString::new(API_KEY.to_owned());
        state.email = EMAIL.to_owned();
        state.password = SecretString::new(PASSWORD.to_owned());
        let inferno = runtime.block_on(Inferno::start(state)).unwrap();
        let folder = Folder::new();
        folder.write(&format!(
            r#"
[discord]
token = {{ env = "DISCORD_TOKEN" }}
guilds = ["111111111111111111"]

[accounts.dev]
provider = "inferno"
base_url = "{}"
cid = "777"
key = {{ file = "secrets/inferno" }}

[accounts.elsewhere]
provider = "inferno"
cid = "777"
key = {{ env = "INFERNO_KEY" }}

[accounts.shop]
provider = "llamalink"
key = {{ env = "LLAMALINK_KEY" }}

[[grants]]
roles = ["222222222222222222"]
allow = ["risk:read"]
"#,
            inferno.base_url(),
        ));
        fs::create_dir(folder.0.join("secrets")).unwrap();
        Scene { folder, inferno, _runtime: runtime }
    }

    fn file(&self) -> PathBuf {
        self.folder.0.join("secrets/inferno")
    }

    /// Runs the verb with these lines at its standard input.
    fn run(&self, arguments: &[&str], lines: &[&str]) -> Ended {
        let mut command = hostmaster(&[&["key"], arguments].concat());
        command
            .current_dir(&self.folder.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A program that ends before it has read everything is no fault of the test.
        let _ = child.stdin.take().unwrap().write_all(lines.join("\n").as_bytes());
        let ended = Ended::from(child.wait_with_output().unwrap());
        for secret in [API_KEY, PASSWORD] {
            assert!(!ended.out.contains(secret) && !ended.err.contains(secret), "{}{}", ended.out, ended.err);
        }
        ended
    }

    /// Nothing is left in the folder but what is kept.
    fn kept(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.0.join("secrets")).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

#[test]
fn the_key_is_fetched_into_its_file_for_this_user_alone() {
    let scene = Scene::new();
    let ended = scene.run(&["dev"], &[EMAIL, PASSWORD, ""]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert_eq!(fs::read_to_string(scene.file()).unwrap(), format!("{API_KEY}\n"));
    assert_eq!(fs::metadata(scene.file()).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(scene.kept(), ["inferno"]);
    assert!(ended.err.contains("The key of dev is in ") && ended.out.is_empty(), "{}", ended.err);
    let [request] = scene.inferno.requests().try_into().unwrap();
    assert_eq!(request.query.as_deref(), Some("action=getApiKey"));
    assert_eq!(request.json().unwrap(), json!({"email": EMAIL, "pass": PASSWORD, "generate": 0}));
    assert!(scene.inferno.ledger().is_empty());
    // What was there before is replaced, however others could read it.
    fs::write(scene.file(), "old").unwrap();
    fs::set_permissions(scene.file(), fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(scene.run(&["dev"], &[EMAIL, PASSWORD, ""]).code, Some(0));
    assert_eq!(fs::read_to_string(scene.file()).unwrap(), format!("{API_KEY}\n"));
    assert_eq!(fs::metadata(scene.file()).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_new_key_is_made_only_once_the_accounts_name_was_typed() {
    let scene = Scene::new();
    let ended = scene.run(&["dev", "--rotate"], &["yes", EMAIL, PASSWORD, ""]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.err.contains("that is not dev: nothing was changed"), "{}", ended.err);
    assert!(scene.inferno.requests().is_empty() && scene.kept().is_empty());
    let ended = scene.run(&["dev", "--rotate"], &["dev", EMAIL, PASSWORD, ""]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.err.contains("stops working at once"), "{}", ended.err);
    let effects: Vec<_> = scene.inferno.ledger().into_iter().map(|entry| entry.effect).collect();
    assert_eq!(effects, [Effect::KeyMade]);
    let key = scene.inferno.with_state(|state| state.key.expose_secret().clone());
    assert_eq!(fs::read_to_string(scene.file()).unwrap(), format!("{key}\n"));
    assert_eq!(scene.inferno.requests()[0].json().unwrap()["generate"], 1);
}

#[test]
fn a_refusal_names_both_that_may_be_wrong_and_leaves_the_file_as_it_was() {
    let scene = Scene::new();
    fs::write(scene.file(), "old").unwrap();
    let ended = scene.run(&["dev"], &[EMAIL, "wrong password", ""]);
    assert_eq!(ended.code, Some(1));
    for words in ["\"Invalid email or password\"", "this machine's address on the account's list"] {
        assert!(ended.err.contains(words), "{}", ended.err);
    }
    assert_eq!((fs::read_to_string(scene.file()).unwrap().as_str(), scene.kept().len()), ("old", 1));
}

#[test]
fn after_a_lost_answer_to_a_rotation_it_is_said_how_to_go_on() {
    let scene = Scene::new();
    scene.inferno.inject(Operation::GetApiKey, Fault::after(Misbehaviour::Drop).once());
    let ended = scene.run(&["dev", "--rotate"], &["dev", EMAIL, PASSWORD, ""]);
    assert_eq!(ended.code, Some(1));
    assert!(
        ended.err.contains("is not known: fetch the one that works now with `hostmaster key dev`"),
        "{}",
        ended.err
    );
    assert_eq!(
        (scene.inferno.count(Operation::GetApiKey), scene.kept().len()),
        (1, 0),
        "it is not sent again"
    );
    assert_eq!(scene.run(&["dev"], &[EMAIL, PASSWORD, ""]).code, Some(0));
}

#[test]
fn an_answer_without_a_key_that_can_be_used_is_no_key() {
    for key in ["", "short", "two\nlines of a key"] {
        let scene = Scene::new();
        let body = json!({"result": "success", "cid": "777", "key": key}).to_string();
        let reply = Reply::new(StatusCode::OK, "application/json", body);
        scene.inferno.inject_everywhere(Fault::answer(reply));
        let ended = scene.run(&["dev"], &[EMAIL, PASSWORD, ""]);
        assert_eq!(ended.code, Some(1), "{key:?}");
        assert!(ended.err.contains("holds no key") && scene.kept().is_empty(), "{}", ended.err);
    }
}

#[test]
fn a_key_of_another_client_is_kept_and_said_to_be_one() {
    let scene = Scene::new();
    scene.inferno.with_state(|state| state.cid = "778".to_owned());
    let ended = scene.run(&["dev"], &[EMAIL, PASSWORD, ""]);
    assert_eq!(ended.code, Some(0));
    assert!(ended.err.contains("write cid = \"778\" in [accounts.dev]"), "{}", ended.err);
}

#[test]
fn what_cannot_be_done_is_said_before_anything_is_asked() {
    let scene = Scene::new();
    for (account, words) in [
        ("nowhere", "has no account nowhere; it has: dev, elsewhere, shop"),
        ("elsewhere", "write key = { file = \"secrets/inferno\" }"),
        ("shop", "shop is at LlamaLink, which tells no key"),
    ] {
        let ended = scene.run(&[account], &[]);
        assert_eq!(ended.code, Some(2), "{}", ended.err);
        assert!(ended.err.contains(words), "{}", ended.err);
    }
    fs::remove_dir(scene.folder.0.join("secrets")).unwrap();
    let ended = scene.run(&["dev", "--rotate"], &["dev", EMAIL, PASSWORD, ""]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.err.contains("cannot be written: there is no folder "), "{}", ended.err);
    assert!(ended.err.contains("secrets; make it, for the user alone that runs the bot"), "{}", ended.err);
    assert!(scene.inferno.requests().is_empty());
    let nothing = Scene::new().run(&["dev"], &[]);
    assert!(nothing.err.contains("an e-mail address is needed: nothing was changed"), "{}", nothing.err);
}

/// The program at a terminal, about to fetch the key.
fn at_terminal(scene: &Scene) -> Terminal {
    let mut command = hostmaster(&["key", "dev"]);
    command.current_dir(&scene.folder.0);
    Terminal::start(command)
}

#[test]
fn at_a_terminal_the_password_is_not_shown() {
    let scene = Scene::new();
    let mut terminal = at_terminal(&scene);
    terminal.wait_for("E-mail address");
    terminal.type_in(&format!("{EMAIL}\n"));
    terminal.wait_for("Password (not shown): ");
    terminal.type_in(&format!("{PASSWORD}\n"));
    terminal.wait_for("The key of dev is in");
    assert_eq!(terminal.end(), Some(0));
    assert!(terminal.shown.contains(EMAIL), "the terminal shows what is typed: {}", terminal.shown);
    assert!(!terminal.shown.contains("canary"), "{}", terminal.shown);
    assert_eq!(fs::read_to_string(scene.file()).unwrap(), format!("{API_KEY}\n"));
}

#[test]
fn an_interrupt_at_the_password_ends_it_with_nothing_sent() {
    let scene = Scene::new();
    let mut terminal = at_terminal(&scene);
    terminal.wait_for("E-mail address");
    terminal.type_in(&format!("{EMAIL}\n"));
    terminal.wait_for("Password (not shown): ");
    terminal.type_in("half\x03");
    terminal.wait_for("interrupted: nothing was changed");
    assert_eq!(terminal.end(), Some(1));
    assert!(scene.inferno.requests().is_empty() && scene.kept().is_empty());
}
