//! The command line as a person and a script meet it: the built program, its output and its exit codes.

mod accounts;
mod channels;
mod key;
mod terminal;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, StatusCode, Uri};
use axum::{Json, Router};
use hostmaster::app::offerings::reference;
use hostmaster::catalogue::Catalogue;
use hostmaster::domain::outcome::AuditResult;
use hostmaster::domain::{Action, ChannelId, GuildId, Id, ResourceKind, ResourceRef, Target, UserId};
use hostmaster::sandbox::llamalink::{LlamaLink, Server, State};
use hostmaster::store::{AuditEntry, Store};
use jiff::{SignedDuration, Timestamp};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use terminal::Terminal;
use tokio::net::{TcpListener, TcpSocket};

const TOKEN: &str = "canary-of-the-token";
const KEY: &str = "canary-of-the-key";
/// Far more than anything here takes; reached only when something is broken.
const SOON: Duration = Duration::from_secs(20);

/// A folder of a test's own, which goes with it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    /// A folder with a configuration whose guild has an operators' role and a guest.
    fn configured(discord: &str, llamalink: &str) -> Self {
        let folder = Folder::new();
        folder.write(&format!(
            r#"
[discord]
token = {{ env = "DISCORD_TOKEN" }}
guilds = ["111111111111111111"]
api_base = "{discord}"

[accounts.shop]
provider = "llamalink"
key = {{ env = "LLAMALINK_KEY" }}
base_url = "{llamalink}"

[[grants]]
roles = ["222222222222222222", "333333333333333333"]
allow = ["risk:read", "vps.*"]
deny = ["vps.stop"]
servers = ["web-*", "db-{{1,2}}"]

[[grants]]
users = ["888888888888888888"]
allow = ["balance", "order.buy"]
accounts = ["shop"]
channels = ["444444444444444444", "555555555555555555"]
"#
        ));
        folder
    }

    fn write(&self, config: &str) {
        fs::write(self.0.join("hostmaster.toml"), config).unwrap();
    }

    fn database(&self) -> PathBuf {
        self.0.join("hostmaster.db")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = hostmaster(arguments);
        command.current_dir(&self.0).env("DISCORD_TOKEN", TOKEN).env("LLAMALINK_KEY", KEY);
        command
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        Ended::from(self.command(arguments).output().unwrap())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn hostmaster(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hostmaster"));
    command.args(arguments).env_clear().stdin(Stdio::null());
    command
}

struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let ended = Ended { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) };
        assert!(!format!("{}{}", ended.out, ended.err).contains("canary"), "{}{}", ended.out, ended.err);
        ended
    }
}

/// An address where connecting is refused, for as long as the socket lives.
fn nobody() -> (TcpSocket, String) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = format!("http://{}", socket.local_addr().unwrap());
    (socket, address)
}

#[test]
fn help_says_what_each_verb_does_with_examples() {
    let mut text = String::new();
    let verbs = ["run", "check", "sandbox", "commands", "audit", "key", "completions"].map(Some);
    for verb in std::iter::once(None).chain(verbs) {
        let arguments: Vec<_> = verb.into_iter().chain(["--help"]).collect();
        let ended = Ended::from(hostmaster(&arguments).output().unwrap());
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
        assert!(ended.out.contains("Examples:\n  hostmaster "));
        let lines = ended.out.lines().map(|line| format!("{}\n", line.trim_end())).collect::<String>();
        text.push_str(&format!("$ hostmaster {}\n{lines}\n", arguments.join(" ")));
    }
    insta::assert_snapshot!("help", text);
}

#[test]
fn shells_complete_the_arguments() {
    let script = |shell: &str| {
        let ended = Ended::from(hostmaster(&["completions", shell]).output().unwrap());
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{shell}");
        ended.out
    };
    for shell in ["zsh", "fish", "elvish", "powershell"] {
        let script = script(shell);
        assert!(script.contains("online") && script.contains("sandbox"), "{shell}");
    }
    let folder = Folder::new();
    fs::write(folder.0.join("hostmaster.bash"), script("bash")).unwrap();
    for (words, completed) in [("hostmaster che", "check"), ("hostmaster check --on", "--online")] {
        let asked = format!(
            "source hostmaster.bash; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             _hostmaster hostmaster \"${{COMP_WORDS[-1]}}\" \"${{COMP_WORDS[-2]}}\"; echo \"${{COMPREPLY[*]}}\""
        );
        let bash = Command::new("bash").args(["-c", &asked]).current_dir(&folder.0).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&bash.stdout).trim(), completed, "{bash:?}");
    }
}

#[test]
fn bad_usage_is_2() {
    for arguments in [
        &[][..],
        &["dance"],
        &["run", "--fast"],
        &["check", "extra"],
        &["commands", "--format", "xml"],
        &["audit", "--since", "soon"],
        &["sandbox", "--listen", "0.0.0.0:8787"],
        &["sandbox", "--listen", "8787"],
        &["completions", "ksh"],
    ] {
        let ended = Ended::from(hostmaster(arguments).output().unwrap());
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(ended.err.contains("Usage: hostmaster") || ended.err.contains("--help"), "{}", ended.err);
    }
}

#[test]
fn faults_are_told_all_at_once_with_their_lines_by_every_verb_that_reads_the_configuration() {
    let folder = Folder::new();
    folder.write("[discord]\ntoken = \"canary\"\nguilds = [\"1\"]\ncolour = 1\n\n[store]\nurl = \"postgres://canary\"\n");
    for verb in ["run", "check", "audit"] {
        let ended = folder.run(&[verb]);
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""));
        let places: Vec<_> = ended.err.lines().filter_map(|line| line.split(": ").next()).collect();
        assert_eq!(
            places,
            ["hostmaster.toml:2", "hostmaster.toml:3", "hostmaster.toml:4", "hostmaster.toml:7", "4 faults"],
            "{}",
            ended.err
        );
    }
    let ended = folder.run(&["check", "--config", "elsewhere.toml"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.starts_with("elsewhere.toml: the file does not exist"), "{}", ended.err);
}

#[test]
fn a_token_that_cannot_be_sent_is_a_fault_to_check_and_to_run() {
    let folder = Folder::configured("http://127.0.0.1:9", "http://127.0.0.1:9");
    let run = |verb| {
        let mut command = folder.command(&[verb]);
        Ended::from(command.env("DISCORD_TOKEN", "cänary").output().unwrap())
    };
    let checked = run("check");
    assert_eq!((checked.code, checked.out.as_str()), (Some(2), ""));
    assert!(checked.err.starts_with("hostmaster.toml: discord.token: the bot token "), "{}", checked.err);
    let run = run("run");
    assert_eq!(run.code, Some(2));
    assert!(
        run.err.contains("error: discord: the bot token ") && run.err.contains("\nnext: "),
        "{}",
        run.err
    );
}

#[test]
fn a_database_that_cannot_be_made_is_a_failure_of_run_with_the_next_step() {
    let folder = Folder::new();
    folder.write(
        "[discord]\ntoken = { env = \"DISCORD_TOKEN\" }\nguilds = [\"111111111111111111\"]\n[store]\nurl = \"sqlite://nowhere/x.db\"\n",
    );
    let checked = folder.run(&["check"]);
    assert_eq!(checked.code, Some(0));
    assert!(checked.err.contains("store.url: the folder \"nowhere\" does not exist"), "{}", checked.err);
    let run = folder.run(&["run"]);
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("next: make sure that url in [store]"), "{}", run.err);
}

#[test]
fn check_says_what_the_configuration_comes_to() {
    let folder = Folder::configured("http://127.0.0.1:9", "http://127.0.0.1:9");
    let ended = folder.run(&["check"]);
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
    assert!(!folder.database().exists());
    insta::assert_snapshot!("check", ended.out);
}

#[test]
fn check_notes_which_groups_bring_along_what_costs_money() {
    let folder = Folder::configured("http://127.0.0.1:9", "http://127.0.0.1:9");
    let before = fs::read_to_string(folder.0.join("hostmaster.toml")).unwrap();
    let notes = |grant: &str| {
        folder.write(&format!("{before}\n[[grants]]\nroles = [\"222222222222222222\"]\n{grant}\n"));
        let ended = folder.run(&["check"]);
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
        ended.out.lines().filter(|line| line.starts_with("note: ")).map(str::to_owned).collect::<Vec<_>>()
    };
    let line = before.lines().count() + 2;
    assert_eq!(
        notes("allow = [\"order.*\"]"),
        [format!(
            "note: the grant of line {line} allows by order.* what costs money too: order.buy, order.custom. \
             If that is not meant, add deny = [\"risk:spend\"]; if it is, allow \"risk:spend\" by name."
        )]
    );
    assert_eq!(notes("allow = [\"*\"]\ndeny = [\"order.custom\"]").len(), 1);
    for meant in [
        "allow = [\"order.*\"]\ndeny = [\"risk:spend\"]",
        "allow = [\"order.*\", \"risk:spend\"]",
        "allow = [\"order.list\", \"order.buy\"]",
        "allow = [\"vps.*\"]",
    ] {
        assert_eq!(notes(meant), Vec::<String>::new(), "{meant}");
    }
}

#[test]
fn check_takes_the_configuration_that_is_delivered() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/config/hostmaster.toml");
    let ended = Folder::new().run(&["check", "--config", path]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
}

#[test]
fn commands_are_printed_in_three_forms() {
    let catalogue = Catalogue::load().unwrap();
    let print = |arguments: &[&str]| {
        let ended = Ended::from(hostmaster(arguments).output().unwrap());
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
        ended.out
    };
    assert_eq!(print(&["commands"]), catalogue.reference_table());
    assert_eq!(print(&["commands", "--format", "table"]), catalogue.reference_table());
    assert_eq!(print(&["commands", "--format", "markdown"]), reference(&catalogue));
    let registered: Value = serde_json::from_str(&print(&["commands", "--format", "json"])).unwrap();
    assert_eq!(registered, catalogue.registration(&|_| true));
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let program = env!("CARGO_BIN_EXE_hostmaster");
    let script = format!("trap '' PIPE; {{ '{program}' commands --format json; echo $? >&2; }} | true");
    // The reader may be gone before or after the first byte, so that it is tried more than once.
    for _ in 0..5 {
        let output = Command::new("sh").args(["-c", &script]).output().unwrap();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "0\n");
    }
}

const ANA: UserId = UserId(777_777_777_777_777_771);

fn entry(at: Timestamp, action: Action, target: Target, result: AuditResult, detail: &str) -> AuditEntry {
    AuditEntry {
        at,
        invocation: "0123456789abcdefghijkl".parse::<Id>().unwrap(),
        user: ANA,
        guild: GuildId(111_111_111_111_111_111),
        channel: ChannelId(444_444_444_444_444_444),
        action,
        target,
        result,
        detail: detail.to_owned(),
    }
}

/// Three lines of the audit, the oldest written last.
async fn fill(folder: &Folder) -> Store {
    let store = Store::open(&format!("sqlite://{}", folder.database().display())).await.unwrap();
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let resource = ResourceRef::parse(ResourceKind::Server, "shop/42").unwrap();
    let server = Target::Resource { resource, name: Some("web-1".into()) };
    let hostile = "=cmd,\"x\"\n\u{1b}[2J\u{202e}forged";
    for entry in [
        entry(at("2026-01-15T12:00:00Z"), Action::VpsRestart, server.clone(), AuditResult::Intent, ""),
        entry(at("2026-01-15T12:00:01.25Z"), Action::VpsRestart, server, AuditResult::Done, hostile),
        entry(at("2026-01-14T09:30:00Z"), Action::Help, Target::Bot, AuditResult::Done, ""),
    ] {
        store.audit(&entry).await.unwrap();
    }
    store
}

#[tokio::test]
async fn the_audit_is_printed_oldest_first_while_a_bot_has_the_database_open() {
    let folder = Folder::configured("http://127.0.0.1:9", "http://127.0.0.1:9");
    let store = fill(&folder).await;
    let mut text = String::new();
    for format in ["table", "jsonl", "csv"] {
        // Whoever audits need not have the secrets.
        let mut command = folder.command(&["audit", "--format", format]);
        let ended =
            Ended::from(command.env_remove("DISCORD_TOKEN").env_remove("LLAMALINK_KEY").output().unwrap());
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
        let controls = ended.out.chars().filter(|char| char.is_control() && *char != '\n' && *char != '\r');
        assert_eq!(controls.count(), if format == "csv" { 1 } else { 0 }, "{:?}", ended.out);
        text.push_str(&format!("--- {format}\n{}", ended.out.replace('\r', "\\r").escape_default()));
    }
    insta::assert_snapshot!("audit", text.replace("\\n", "\n"));
    store.close().await;
}

#[tokio::test]
async fn a_long_audit_is_printed_whole_and_a_short_time_of_it_alone() {
    let folder = Folder::configured("http://127.0.0.1:9", "http://127.0.0.1:9");
    let store = fill(&folder).await;
    let now = Timestamp::now();
    for number in 0..1_200 {
        // Many lines of the same moment lie across the ends of pages.
        let at = now - SignedDuration::from_mins(if number < 700 { 60 } else { 30 });
        let detail = number.to_string();
        store.audit_soon(entry(at, Action::Help, Target::Bot, AuditResult::Done, &detail)).await;
    }
    store.close().await;
    let before: Vec<_> = fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let details = |arguments: &[&str]| -> Vec<String> {
        let ended = folder.run(&[&["audit", "--format", "jsonl"], arguments].concat());
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
        let line = |line| serde_json::from_str::<Value>(line).unwrap()["detail"].as_str().unwrap().to_owned();
        ended.out.lines().map(line).collect()
    };
    let numbers = |range: std::ops::Range<u32>| range.map(|number| number.to_string()).collect::<Vec<_>>();
    assert_eq!(details(&[])[3..], numbers(0..1_200));
    assert_eq!(details(&["--since", "2h"]), numbers(0..1_200));
    assert_eq!(details(&["--since", "45m"]), numbers(700..1_200));
    assert_eq!(details(&["--since", "1m"]), numbers(0..0));
    let after: Vec<_> = fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(before, after);
}

#[test]
fn an_audit_without_a_database_is_a_failure_and_makes_none() {
    let folder = Folder::configured("http://127.0.0.1:9", "http://127.0.0.1:9");
    let ended = folder.run(&["audit"]);
    assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""));
    assert!(ended.err.starts_with("error: there is no database at \"hostmaster.db\": "), "{}", ended.err);
    assert!(!folder.database().exists());
    for content in [
        "",
        "This is no database, but it is long enough to look at as one, which takes 100 bytes. More? More.",
    ] {
        fs::write(folder.database(), content).unwrap();
        let ended = folder.run(&["audit"]);
        assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""));
        assert!(ended.err.starts_with("error: "), "{}", ended.err);
        assert_eq!(fs::read_to_string(folder.database()).unwrap(), content);
    }
}

/// A running program whose standard error is read line by line.
struct Running {
    child: Child,
    lines: Receiver<String>,
    seen: String,
}

impl Running {
    fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let (sender, lines) = mpsc::channel();
        let err = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || err.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Running { child, lines, seen: String::new() }
    }

    /// Waits until it has said something.
    #[track_caller]
    fn wait_for(&mut self, text: &str) {
        let deadline = Instant::now() + SOON;
        while !self.seen.contains(text) {
            let line = self.lines.recv_timeout(deadline.saturating_duration_since(Instant::now()));
            let line = line.unwrap_or_else(|_| panic!("{text:?} was not said:\n{}", self.seen));
            self.seen.push_str(&format!("{line}\n"));
        }
    }

    fn signal(&self, signal: &str) {
        let script = format!("kill -{signal} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &script]).status().unwrap().success());
    }

    /// Waits for its end: its exit code and all that it said.
    fn end(mut self) -> (Option<i32>, String) {
        let deadline = Instant::now() + SOON;
        loop {
            match self.lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(line) => self.seen.push_str(&format!("{line}\n")),
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
                Err(mpsc::RecvTimeoutError::Timeout) => panic!("it does not end:\n{}", self.seen),
            }
        }
        let code = self.child.wait().unwrap().code();
        assert!(!self.seen.contains("canary"), "{}", self.seen);
        (code, std::mem::take(&mut self.seen))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_bot_that_waits_for_discord_stops_at_once_when_told() {
    let (_refusing, address) = nobody();
    for signal in ["TERM", "INT"] {
        let folder = Folder::configured(&address, &address);
        let mut command = folder.command(&["run"]);
        command.env("RUST_LOG", "trace");
        let mut bot = Running::start(command);
        bot.wait_for("Discord did not answer properly");
        bot.signal("HUP");
        bot.wait_for("read again as soon as the bot has started");
        let told = Instant::now();
        bot.signal(signal);
        let (code, said) = bot.end();
        assert_eq!(code, Some(0), "{said}");
        assert!(told.elapsed() < Duration::from_secs(5), "{said}");
        assert!(said.contains("Stopped before the bot was connected"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_discord_refuses_ends_the_bot_as_a_faulty_configuration() {
    let llamalink = LlamaLink::start(State::documented()).await.unwrap();
    let discord = hostmaster::sandbox::discord::Simulator::start(Default::default()).await.unwrap();
    let folder = Folder::configured(&discord.api_base(), &llamalink.base_url());
    let mut command = folder.command(&["run"]);
    command.env("DISCORD_TOKEN", TOKEN).env("LLAMALINK_KEY", KEY);
    let ended = tokio::task::spawn_blocking(move || Ended::from(command.output().unwrap())).await.unwrap();
    assert_eq!(ended.code, Some(2), "a service manager starts it again after 1: {}", ended.err);
    assert!(ended.err.contains("error: Discord refuses the bot token"), "{}", ended.err);
}

/// What a pretended Discord answers.
#[derive(Clone)]
struct Pretended {
    application: Value,
    roles: Value,
    commands: (StatusCode, Value),
    guild: StatusCode,
    permissions: &'static str,
    /// By how much its clock is ahead.
    ahead: SignedDuration,
}

impl Pretended {
    fn good() -> Self {
        let role = |id: &str, name: &str| json!({ "id": id, "name": name, "managed": false });
        let missing = [Action::VpsDestroy, Action::OrderBuy];
        let mut commands = Catalogue::load().unwrap().registration(&|action| !missing.contains(&action));
        for (number, command) in commands.as_array_mut().unwrap().iter_mut().enumerate() {
            command["id"] = json!(format!("99999999999999999{number}"));
        }
        Pretended {
            application: json!({ "id": "999999999999999999", "name": "Hostmaster", "bot_public": false }),
            roles: json!([
                role("222222222222222222", "operators"),
                role("333333333333333333", "night shift")
            ]),
            commands: (StatusCode::OK, commands),
            guild: StatusCode::OK,
            permissions: "117760",
            ahead: SignedDuration::ZERO,
        }
    }

    async fn start(self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let app = Router::new().fallback(move |uri: Uri, headers: HeaderMap| {
            let known = headers.get("authorization").is_some_and(|value| value == &format!("Bot {TOKEN}"));
            let guild = json!({ "id": "111111111111111111", "name": "Acme\u{1b}[2J" });
            let (status, body) = match uri.path().trim_start_matches("/api/v10") {
                _ if !known => {
                    (StatusCode::UNAUTHORIZED, json!({ "message": "401: Unauthorized", "code": 0 }))
                }
                "/applications/@me" => (StatusCode::OK, self.application.clone()),
                "/guilds/111111111111111111" => (self.guild, guild),
                "/guilds/111111111111111111/roles" => (StatusCode::OK, self.roles.clone()),
                "/guilds/111111111111111111/channels" => {
                    let channel = |id: &str, name: &str| json!({ "id": id, "name": name, "type": 0 });
                    let channels =
                        [channel("444444444444444444", "ops"), channel("555555555555555555", "night")];
                    (StatusCode::OK, json!(channels))
                }
                "/guilds/111111111111111111/members/999999999999999999"
                | "/guilds/111111111111111111/members/888888888888888888" => {
                    (StatusCode::OK, json!({ "roles": [] }))
                }
                "/applications/999999999999999999/guilds/111111111111111111/commands" => {
                    self.commands.clone()
                }
                // A guild that cannot be read is none that the bot is in.
                "/users/@me/guilds" if self.guild == StatusCode::OK => {
                    (StatusCode::OK, json!([{ "id": "111111111111111111", "permissions": self.permissions }]))
                }
                "/users/@me/guilds" => (StatusCode::OK, json!([])),
                path => panic!("{path} was not expected"),
            };
            let date = jiff::fmt::rfc2822::DateTimePrinter::new()
                .timestamp_to_rfc9110_string(&(Timestamp::now() + self.ahead))
                .unwrap();
            async move { (status, [("date", date)], Json(body)) }
        });
        tokio::spawn(async move { axum::serve(listener, app).await });
        address
    }
}

/// A provider with servers such as the configuration's grants are about.
fn guarded() -> State {
    let mut state = State::documented();
    state.add_server(Server::new(43, "web-1"));
    state.add_server(Server::new(44, "db-2"));
    state
}

/// Runs a check of a configuration that leads to the two servers; its findings.
async fn check_online(discord: &str, llamalink: &LlamaLink, token: &str) -> (Option<i32>, String) {
    let folder = Folder::configured(discord, &llamalink.base_url());
    let mut command = folder.command(&["check", "--online"]);
    let key = State::documented().key.expose_secret().clone();
    command.env("DISCORD_TOKEN", token).env("LLAMALINK_KEY", &key);
    let ended = tokio::task::spawn_blocking(move || Ended::from(command.output().unwrap())).await.unwrap();
    assert_eq!(ended.err, "");
    assert!(!ended.out.contains(&key) && !ended.out.contains('\u{1b}'), "{:?}", ended.out);
    let weights = ["ok: ", "note: ", "warning: ", "problem: "];
    let finding = |line: &&str| weights.iter().any(|weight| line.starts_with(weight));
    let mut findings: Vec<_> = ended.out.lines().filter(finding).collect();
    findings.extend(ended.out.lines().next_back());
    (ended.code, findings.join("\n"))
}

#[tokio::test]
async fn a_terminal_alone_gets_colours_and_sees_what_is_being_done() {
    let llamalink = LlamaLink::start(guarded()).await.unwrap();
    let discord = Pretended::good().start().await;
    let folder = Folder::configured(&discord, &llamalink.base_url());
    let at_terminal = |no_color: &'static str| {
        let mut command = folder.command(&["check", "--online"]);
        let key = State::documented().key.expose_secret().clone();
        command.env("DISCORD_TOKEN", TOKEN).env("LLAMALINK_KEY", key).env("TERM", "xterm");
        command.env_remove("CLICOLOR").env_remove("CLICOLOR_FORCE").env("NO_COLOR", no_color);
        let shown = tokio::task::spawn_blocking(move || {
            let mut terminal = Terminal::start(command);
            terminal.wait_for("Everything that was asked is as it should be.");
            assert_eq!(terminal.end(), Some(0));
            terminal.shown
        });
        async { shown.await.unwrap() }
    };
    let shown = at_terminal("").await;
    assert!(shown.contains("Asking Discord and the account …\r\u{1b}[K"), "{shown:?}");
    assert!(shown.contains("\u{1b}[32mok\u{1b}[0m: clock: it agrees with Discord's"), "{shown:?}");
    let shown = at_terminal("1").await;
    assert!(shown.contains("ok: clock: it agrees with Discord's"), "{shown:?}");
}

#[tokio::test]
async fn an_online_check_says_what_is_right_what_is_wrong_and_what_to_do() {
    let llamalink = LlamaLink::start(guarded()).await.unwrap();
    let mut pretended = Pretended::good();
    let mut text = String::new();
    let mut tell = |what: &str, (code, findings): (Option<i32>, String)| {
        text.push_str(&format!("--- {what}: exit code {}\n{findings}\n\n", code.unwrap()));
    };
    let discord = pretended.clone().start().await;
    tell("all is right", check_online(&discord, &llamalink, TOKEN).await);
    tell("another token", check_online(&discord, &llamalink, "another").await);

    pretended.application["bot_public"] = json!(true);
    pretended.application["flags"] = json!(1 << 15 | 1 << 18);
    pretended.roles = json!([{ "id": "222222222222222222", "name": "An app", "managed": true }]);
    pretended.permissions = "19456";
    pretended.commands.1 = json!([{ "id": "1", "type": 1, "name": "old", "description": "old" }]);
    let discord = pretended.clone().start().await;
    tell("public bot, no files, bad roles, old commands", check_online(&discord, &llamalink, TOKEN).await);

    pretended.ahead = SignedDuration::from_mins(-90);
    pretended.permissions = "8";
    pretended.roles =
        json!([{ "id": "222222222222222222", "name": "@everyone" }, { "id": "333333333333333333" }]);
    pretended.commands = (StatusCode::FORBIDDEN, json!({ "message": "Missing Access", "code": 50001 }));
    let discord = pretended.clone().start().await;
    llamalink.go_down().await;
    tell("no rights, no provider", check_online(&discord, &llamalink, TOKEN).await);
    llamalink.come_back().await.unwrap();

    pretended.guild = StatusCode::NOT_FOUND;
    let discord = pretended.start().await;
    llamalink.with_state(|state| state.key = "another".to_owned().into());
    let (_refusing, nobody) = nobody();
    tell("no guild", check_online(&discord, &llamalink, TOKEN).await);
    tell("no Discord", check_online(&nobody, &llamalink, TOKEN).await);
    insta::assert_snapshot!("check-online", text);
}
