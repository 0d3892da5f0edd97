//! The configuration: what it accepts, what it says about each fault, and that it never says a secret.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use hostmaster::config::{
    self, Config, Credentials, Fault, Faults, HttpMethod, KlikkLogin, Limits, Loaded, Login, Rates, Transport,
};
use hostmaster::domain::event::Event;
use hostmaster::domain::grant::Grant;
use hostmaster::domain::rights::Effect;
use hostmaster::domain::{Action, GuildId, ProviderName, Risk, RoleId};
use jiff::tz::TimeZone;
use secrecy::ExposeSecret;

const TOKEN: &str = "canary-of-the-token";
const KEY: &str = "canary-of-the-key";
const PASSWORD: &str = "canary-of-the-password";

fn environment(name: &str) -> Option<OsString> {
    match name {
        "DISCORD_TOKEN" => Some(TOKEN.into()),
        "LLAMALINK_KEY" => Some(KEY.into()),
        "LIGHTLAYER_PASSWORD" | "IV_PASSWORD" | "INFERNO_KEY" | "KLIKK_TOKEN" => Some(PASSWORD.into()),
        "EMPTY" => Some("\n".into()),
        "LARGE" => Some("canary".repeat(2000).into()),
        "TWO_LINES" => Some("canary\ncanary".into()),
        "SHORT" => Some("kanar".into()),
        "SPACED" => Some("canary ".into()),
        #[cfg(unix)]
        "NOT_UTF8" => Some(std::os::unix::ffi::OsStringExt::from_vec(b"canary\xff".to_vec())),
        _ => None,
    }
}

fn load(path: impl AsRef<Path>) -> Result<Loaded, Faults> {
    config::load_with(path.as_ref(), &environment)
}

fn load_text(text: &str) -> Result<Loaded, Faults> {
    config::parse(Path::new("hostmaster.toml"), text, &environment)
}

#[track_caller]
fn loaded(path: &str) -> Loaded {
    load(path).unwrap_or_else(|faults| panic!("{path} has faults:\n{faults}"))
}

fn lines(faults: &[Fault]) -> String {
    faults.iter().map(|fault| format!("{fault}\n")).collect()
}

/// The configuration that every test of one detail begins with; the detail follows it.
const START: &str = r#"
[discord]
token = { env = "DISCORD_TOKEN" }
guilds = ["111111111111111111"]
[[grants]]
roles = ["222222222222222222"]
allow = ["*"]
"#;

#[test]
fn every_kind_of_fault_is_told_with_its_line_and_the_remedy() {
    let folder = Path::new("tests/configs/invalid");
    let mut samples: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    samples.sort();
    assert!(!samples.is_empty());
    for sample in samples {
        let Err(faults) = load(&sample) else { panic!("{} has no fault", sample.display()) };
        let report = faults.to_string();
        assert!(!report.contains("canary"), "{} leaks:\n{report}", sample.display());
        assert!(faults.iter().map(|fault| fault.line).is_sorted(), "{report}");
        assert!(faults.iter().all(|fault| fault.line.is_some_and(|line| line > 0)), "{report}");
        insta::assert_snapshot!(sample.file_stem().unwrap().to_str().unwrap(), report);
    }
}

#[test]
fn the_smallest_configuration_has_the_documented_defaults_and_warns_that_it_does_nothing() {
    let Loaded { config, warnings } = loaded("tests/configs/valid/smallest.toml");
    assert_eq!(config.store.url, "sqlite://hostmaster.db");
    assert_eq!(config.confirm.expires, Duration::from_secs(120));
    assert!(config.accounts.is_empty() && config.policy.grants.is_empty());
    insta::assert_snapshot!(lines(&warnings), @"
    tests/configs/valid/smallest.toml:1: no grant allows anything, so nobody may use more than /help and /access whoami: add [[grants]]
    tests/configs/valid/smallest.toml:1: there is no account, so there is nothing to operate: add a section [accounts.NAME]
    ");
}

#[test]
fn every_value_that_is_written_arrives() {
    let Loaded { config, warnings } = loaded("tests/configs/valid/everything.toml");
    assert_eq!(warnings, []);
    assert_eq!(config.discord.guilds, [GuildId(111111111111111111), GuildId(999999999999999999)]);
    assert_eq!(config.discord.api_base.as_ref().unwrap().as_str(), "http://[::1]:17000/");
    assert_eq!(config.store.url, "sqlite://data/hostmaster.db?mode=rwc");

    let [shop, backup] = config.accounts.as_slice() else { panic!("{:?}", config.accounts) };
    assert_eq!((shop.name.as_str(), shop.line, shop.provider()), ("shop", 9, ProviderName::LlamaLink));
    assert_eq!(shop.base_url.as_ref().unwrap().as_str(), "http://localhost:18000/v1");
    assert_eq!(shop.timezone, TimeZone::get("Asia/Jerusalem").unwrap());
    assert_eq!(shop.currency.unwrap().as_str(), "ILS");
    assert_eq!(shop.balance_floor.unwrap().to_string(), "10.00");
    let limits = Limits {
        connect_timeout: Duration::from_secs(1),
        read_timeout: Duration::from_secs(600),
        spend_timeout: Duration::from_secs(90),
        max_answer: 1024,
        concurrency: 64,
    };
    assert_eq!(shop.limits, limits);
    assert_eq!(backup.limits, Limits { max_answer: 64 << 20, ..Limits::default() });
    assert_eq!(backup.timezone, TimeZone::UTC);
    let Credentials::LlamaLink { key, rates } = &shop.credentials else { panic!("{shop:?}") };
    assert_eq!(key.expose_secret(), KEY);
    let rate = |text: &str| text.parse().unwrap();
    let written = Rates { ssd_per_gb: rate("1.75"), hdd_per_gb: rate("0"), ipv4_each: rate("1000") };
    assert_eq!(*rates, written);
    let Credentials::LlamaLink { rates, .. } = &backup.credentials else { panic!("{backup:?}") };
    assert_eq!(*rates, Rates::default());
    assert!(config.account(&shop.name).is_some());

    assert_eq!(config.policy.contact.as_deref(), Some("ask in #ops-help"));
    let [narrow, wide] = config.policy.grants.as_slice() else { panic!("{:?}", config.policy.grants) };
    assert_eq!((narrow.line, wide.line), (35, 45));
    assert_eq!(narrow.roles, [RoleId(222222222222222222)]);
    assert_eq!(narrow.guilds.as_deref(), Some([GuildId(111111111111111111)].as_slice()));
    assert_eq!(narrow.accounts.as_deref().map(|accounts| accounts[0].as_str()), Some("shop"));
    assert!(narrow.servers.as_ref().unwrap().matches("db-2"));
    assert!(wide.guilds.is_none() && wide.accounts.is_none() && wide.servers.is_none());
    assert_eq!(config.policy.private_replies.len(), 1);
    assert_eq!(config.confirm.expires, Duration::from_secs(3600));
}

#[test]
fn an_account_at_lightlayer_has_a_login_of_either_kind() {
    let account = |more: &str| {
        let password = "password = { env = \"LIGHTLAYER_PASSWORD\" }";
        let text = format!("{START}[accounts.asia]\nprovider = \"lightlayer\"\n{password}\n{more}\n");
        load_text(&text).unwrap().config.accounts.remove(0)
    };
    let usual = account("username = \"ops@example.com\"");
    assert_eq!(usual.provider(), ProviderName::LightLayer);
    let Credentials::LightLayer { login, username, password } = &usual.credentials else {
        panic!("{usual:?}")
    };
    assert_eq!((*login, username.as_str()), (Login::Token, "ops@example.com"));
    assert_eq!(password.expose_secret(), PASSWORD);
    assert!(!format!("{usual:?}").contains("canary"));
    let basic = account("username = \"ops@example.com\"\nauth = \"basic\"");
    let Credentials::LightLayer { login, .. } = &basic.credentials else { panic!("{basic:?}") };
    assert_eq!(*login, Login::Basic);
    let token = account("username = \"ops@example.com\"\n\nauth = \"token\"");
    let other = account("username = \"dev@example.com\"");
    assert!(usual.same_as(&token) && !usual.same_as(&basic) && !usual.same_as(&other));
}

#[test]
fn an_account_at_iv_has_a_user_and_a_way_to_send_its_password_and_tells_the_time_of_vilnius() {
    let account = |more: &str| {
        let user = "nick = \"api-user\"\npassword = { env = \"IV_PASSWORD\" }";
        let text = format!("{START}[accounts.baltic]\nprovider = \"iv\"\n{user}\n{more}\n");
        load_text(&text).unwrap().config.accounts.remove(0)
    };
    let usual = account("");
    assert_eq!(usual.provider(), ProviderName::Iv);
    let Credentials::Iv { nick, password, http_method, graph_viewer_ip, link_hosts } = &usual.credentials
    else {
        panic!("{usual:?}")
    };
    assert_eq!((nick.as_str(), *http_method), ("api-user", HttpMethod::Get));
    assert_eq!((*graph_viewer_ip, link_hosts.as_slice()), (None, &["stats.serveriai.lt".to_owned()][..]));
    assert_eq!(password.expose_secret(), PASSWORD);
    assert!(!format!("{usual:?}").contains("canary"));
    let graphs = account("graph_viewer_ip = \"203.0.113.7\"\nlink_hosts = [\"graphs.example\"]");
    let Credentials::Iv { graph_viewer_ip, link_hosts, .. } = &graphs.credentials else {
        panic!("{graphs:?}")
    };
    assert_eq!(graph_viewer_ip.unwrap().to_string(), "203.0.113.7");
    assert_eq!(link_hosts.as_slice(), ["graphs.example".to_owned()]);
    assert!(!usual.same_as(&graphs));
    assert_eq!(usual.timezone, TimeZone::get("Europe/Vilnius").unwrap());
    assert_eq!(account("timezone = \"UTC\"").timezone, TimeZone::UTC);
    let post = account("http_method = \"post\"");
    let Credentials::Iv { http_method, .. } = &post.credentials else { panic!("{post:?}") };
    assert_eq!(*http_method, HttpMethod::Post);
    assert!(usual.same_as(&account("http_method = \"get\"")) && !usual.same_as(&post));
}

#[test]
fn an_account_at_inferno_has_a_client_id_and_a_way_to_send_its_key() {
    let account = |cid: &str, more: &str| {
        let client = format!("cid = {cid}\nkey = {{ env = \"INFERNO_KEY\" }}");
        let text = format!("{START}[accounts.dev]\nprovider = \"inferno\"\n{client}\n{more}\n");
        load_text(&text).unwrap().config.accounts.remove(0)
    };
    let usual = account("\"777\"", "");
    assert_eq!(usual.provider(), ProviderName::Inferno);
    let Credentials::Inferno { cid, key, transport, .. } = &usual.credentials else { panic!("{usual:?}") };
    assert_eq!((*cid, *transport), (777, Transport::Post));
    assert_eq!(key.expose_secret(), PASSWORD);
    assert!(!format!("{usual:?}").contains("canary"));
    let query = account("\"777\"", "transport = \"query\"");
    let Credentials::Inferno { transport, .. } = &query.credentials else { panic!("{query:?}") };
    assert_eq!(*transport, Transport::Query);
    assert!(usual.same_as(&account("\"777\"", "transport = \"post\"")));
    assert!(!usual.same_as(&query) && !usual.same_as(&account("\"778\"", "")));
}

#[test]
fn an_account_at_klikk_has_a_token_or_a_user_with_a_password() {
    let account = |keys: &str| {
        let text = format!("{START}[accounts.nordic]\nprovider = \"klikk\"\n{keys}\n");
        load_text(&text).unwrap().config.accounts.remove(0)
    };
    let token = account("token = { env = \"KLIKK_TOKEN\" }");
    assert_eq!(token.provider(), ProviderName::Klikk);
    let Credentials::Klikk(KlikkLogin::Token(shown)) = &token.credentials else { panic!("{token:?}") };
    assert_eq!(shown.expose_secret(), PASSWORD);
    let user =
        |name: &str| account(&format!("username = \"{name}\"\npassword = {{ env = \"KLIKK_TOKEN\" }}"));
    let ana = user("ana");
    let Credentials::Klikk(KlikkLogin::Password { username, password }) = &ana.credentials else {
        panic!("{ana:?}")
    };
    assert_eq!((username.as_str(), password.expose_secret().as_str()), ("ana", PASSWORD));
    for account in [&token, &ana] {
        assert!(!format!("{account:?}").contains("canary"));
        assert_eq!(account.credentials.secrets().count(), 1);
    }
    assert!(ana.same_as(&user("ana")) && !ana.same_as(&user("max")) && !ana.same_as(&token));
}

#[test]
fn dotted_keys_and_inline_tables_say_the_same_as_sections() {
    let Loaded { config, warnings } = loaded("tests/configs/valid/other-spellings.toml");
    assert_eq!(warnings, []);
    assert_eq!((config.accounts[0].line, config.policy.grants[0].line), (3, 4));
}

#[test]
fn what_is_probably_not_meant_is_a_warning() {
    let warnings = loaded("tests/configs/valid/warnings.toml").warnings;
    insta::assert_snapshot!(lines(&warnings), @r#"
    tests/configs/valid/warnings.toml:1: there is no account, so there is nothing to operate: add a section [accounts.NAME]
    tests/configs/valid/warnings.toml:3: discord.guilds[1]: no grant allows anything in this guild, so nobody may use more there than /help and /access whoami
    tests/configs/valid/warnings.toml:6: grants[0].roles[1]: this stands in the list twice: remove one
    tests/configs/valid/warnings.toml:7: grants[0].allow[0]: no action of this version is taken by "nothing.*"
    tests/configs/valid/warnings.toml:7: grants[0].allow[3]: this stands in the list twice: remove one
    tests/configs/valid/warnings.toml:15: grants[2]: this grant says the same as the one on line 10
    tests/configs/valid/warnings.toml:21: replies.private[0]: no action of this version is taken by "dns.*"
    tests/configs/valid/warnings.toml:24: relays[0].events[0]: no event of this version is taken by "nothing.*"
    "#);
}

#[test]
fn the_example_loads_as_it_stands_and_with_every_optional_key_set() {
    let path = "config/hostmaster.toml";
    let Loaded { config, warnings } = loaded(path);
    assert_eq!(lines(&warnings), "");
    assert_eq!(config.accounts[0].name.as_str(), "shop");

    let Loaded { config, warnings } =
        config::parse(Path::new(path), &example_in_full(), &environment).unwrap();
    assert_eq!(lines(&warnings), "");
    assert_eq!((config.relays.len(), config.watch.interval), (1, std::time::Duration::from_secs(60)));
    assert_eq!(config.accounts[0].limits, Limits::default());
    let Credentials::LlamaLink { rates, .. } = &config.accounts[0].credentials else { panic!() };
    assert_eq!(*rates, Rates::default());
    assert!(config.policy.grants[0].servers.is_some());
}

#[test]
fn the_example_explains_every_key_that_there_is() {
    let example = uncommented(&fs::read_to_string("config/hostmaster.toml").unwrap());
    for header in
        ["[discord]", "[store]", "[accounts.shop]", "[policy]", "[[grants]]", "[replies]", "[confirm]"]
            .into_iter()
            .chain([
                "[accounts.asia]",
                "[accounts.baltic]",
                "[accounts.dev]",
                "[accounts.nordic]",
                "[[relays]]",
                "[watch]",
            ])
    {
        let (before, after) = example.split_once(&format!("{header}\n")).expect(header);
        let section = after.split("\n[").next().unwrap();
        let faults = load_text(&format!("{before}{header}\nno-such-key-at-all = 1\n{after}")).unwrap_err();
        let unknown =
            |fault: &Fault| Some(fault.message.strip_prefix("unknown key; possible here: ")?.to_owned());
        let keys = faults.iter().find_map(unknown).expect(header);
        for key in keys.split(", ") {
            let explained = section.lines().zip(section.lines().skip(1)).any(|(comment, line)| {
                line.starts_with(&format!("{key} = "))
                    && (comment.starts_with("# ") || header == "[[grants]]" && key == "users")
            });
            assert!(explained, "config/hostmaster.toml does not explain {key} in {header}");
        }
    }
}

#[test]
fn the_examples_in_the_readme_are_good_configuration() {
    let readme = fs::read_to_string("README.md").unwrap();
    let blocks = readme.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let tables: Vec<_> = blocks.filter(|block| block.starts_with('[')).collect();
    assert_eq!(tables.len(), 5, "grants, relays and three accounts");
    let start = r#"
[discord]
token = { env = "DISCORD_TOKEN" }
guilds = ["111111111111111111"]

[store]
url = "sqlite://hostmaster.db"

[accounts.shop]
provider = "llamalink"
key = { env = "LLAMALINK_KEY" }
"#;
    let text = format!("{start}\n{}", tables.join("\n"))
        .replace(r#"{ file = "secrets/inferno" }"#, r#"{ env = "INFERNO_KEY" }"#);
    let loaded = load_text(&text).unwrap();
    assert!(loaded.warnings.is_empty(), "{:#?}", loaded.warnings);
    let config = loaded.config;
    // What the comments promise: a deny of its own holds wherever another grant allows.
    let operators = RoleId(222222222222222222);
    let denying =
        |grant: &&Grant| grant.roles == [operators] && grant.speaks(Effect::Deny, Action::VpsDestroy);
    let deny = config.policy.grants.iter().find(denying).expect("operators are denied something");
    assert!(deny.channels.is_none() && deny.accounts.is_none() && deny.servers.is_none());
}

#[test]
fn an_event_that_there_is_not_is_answered_with_those_that_there_are() {
    let relay = |event: &str| {
        let text = fs::read_to_string("config/hostmaster.toml").unwrap();
        load_text(&format!("{text}\n[[relays]]\nevents = [{event:?}]\nchannel = \"444444444444444444\"\n"))
            .unwrap_err()
            .to_string()
    };
    let near = relay("ticket.opend");
    assert!(near.contains("did you mean \"ticket.opened\"?"), "{near}");
    let far = relay("vps.crashed");
    assert!(far.contains("the groups are balance.*, bonus.*, certificate.*"), "{far}");
    assert!(far.contains("server.*"), "{far}");
}

#[test]
fn the_example_names_every_event() {
    let example = fs::read_to_string("config/hostmaster.toml").unwrap();
    let words: Vec<_> = example.split(|char: char| !(char.is_alphabetic() || char == '.')).collect();
    let missing: Vec<_> = Event::ALL
        .iter()
        .filter(|event| !words.iter().any(|word| word.trim_end_matches('.') == event.as_str()))
        .collect();
    assert!(missing.is_empty(), "config/hostmaster.toml does not name {missing:?}");
}

/// The example with its optional keys and sections set, but for what cannot stand beside each other.
fn example_in_full() -> String {
    let text = fs::read_to_string("config/hostmaster.toml").unwrap();
    // A token stands in place of a user name and a password.
    let or_else = ["# username = \"api-user\"", "# password = { env = \"KLIKK_PASSWORD\" }"];
    let lines: Vec<&str> = text.lines().filter(|line| !or_else.contains(line)).collect();
    uncommented(&lines.join("\n"))
}

/// The text with its optional keys and sections set.
fn uncommented(text: &str) -> String {
    let uncomment = |line: &str| {
        let content = line.strip_prefix("# ").unwrap_or(line);
        let is_key = content.split_once(" = ").is_some_and(|(key, _)| {
            key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        });
        let is_header = content.starts_with('[') && content.ends_with(']');
        format!("{}\n", if is_key || is_header { content } else { line })
    };
    text.lines().map(uncomment).collect()
}

#[test]
fn a_file_that_cannot_be_read_is_told_in_a_sentence() {
    let report = |path: &str| load(path).unwrap_err().to_string();
    insta::assert_snapshot!(report("tests/configs/nowhere.toml"), @"
    tests/configs/nowhere.toml: the file does not exist: create it, or correct its path
    1 fault
    ");
    insta::assert_snapshot!(report("tests/configs"), @"
    tests/configs: the file is a folder, a pipe or a device: name a plain file
    1 fault
    ");
    let folder = scratch("large-file");
    fs::write(folder.join("hostmaster.toml"), "#".repeat(1024 * 1024 + 1)).unwrap();
    let fault = load(folder.join("hostmaster.toml")).unwrap_err().iter().next().unwrap().message.clone();
    assert!(fault.contains("larger than 1 MiB"), "{fault}");
}

#[test]
fn lines_and_columns_count_characters_from_one() {
    let faults =
        load_text("[discord]\r\ntoken = { env = \"DISCORD_TOKEN\" }\r\nguilds = [\r\n  \"é\", 1\r\n]\r\n");
    let faults = faults.unwrap_err();
    let places: Vec<_> = faults.iter().map(|fault| (fault.line, fault.column, fault.key.as_str())).collect();
    assert_eq!(places, [(Some(4), Some(3), "discord.guilds[0]"), (Some(4), Some(8), "discord.guilds[1]")]);
}

#[test]
fn a_byte_order_mark_moves_nothing() {
    assert!(load_text(&format!("\u{feff}{START}")).is_ok());
}

#[test]
fn every_secret_is_handed_out_and_none_shows_in_debug() {
    let Loaded { config, .. } = loaded("tests/configs/valid/everything.toml");
    let secrets: Vec<&str> = config.secrets().map(|secret| secret.expose_secret().as_str()).collect();
    assert_eq!(secrets, [TOKEN, KEY, KEY]);
    assert!(!format!("{config:#?}").contains("canary"));
}

/// A folder for the files of one test.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("config").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Loads a configuration whose account's key lies in a file, and which lies itself in that folder.
fn load_with_secret_file(folder: &Path, file: &str) -> Result<Loaded, Faults> {
    let account = format!("[accounts.shop]\nprovider = \"llamalink\"\nkey = {{ file = '{file}' }}\n");
    let path = folder.join("hostmaster.toml");
    fs::write(&path, format!("{START}{account}")).unwrap();
    load(&path)
}

fn key_of(config: &Config) -> &str {
    let Credentials::LlamaLink { key, .. } = &config.accounts[0].credentials else { panic!() };
    key.expose_secret()
}

#[test]
fn a_secret_file_lies_beside_the_configuration_and_loses_its_line_end() {
    let folder = scratch("secret-file");
    fs::create_dir(folder.join("secrets")).unwrap();
    fs::write(folder.join("secrets/key"), format!("{KEY}\r\n")).unwrap();
    assert_eq!(key_of(&load_with_secret_file(&folder, "secrets/key").unwrap().config), KEY);
    let absolute = folder.join("secrets/key");
    assert_eq!(key_of(&load_with_secret_file(&folder, absolute.to_str().unwrap()).unwrap().config), KEY);
}

#[test]
fn a_secret_file_that_holds_no_secret_is_told_by_its_name_alone() {
    let folder = scratch("bad-secret-files");
    fs::write(folder.join("empty"), "\n").unwrap();
    fs::write(folder.join("large"), "canary".repeat(2000)).unwrap();
    fs::write(folder.join("binary"), b"canary\xff").unwrap();
    fs::write(folder.join("lines"), "canary\ncanary\n").unwrap();
    let pasted = format!("llk_canary{}", "0123456789abcdef".repeat(2));
    let messages: String = ["empty", "large", "binary", "lines", "missing", ".", "", pasted.as_str()]
        .into_iter()
        .map(|file| {
            let faults = load_with_secret_file(&folder, file).unwrap_err();
            let fault = faults.iter().next().unwrap();
            assert_eq!((fault.line, fault.key.as_str()), (Some(10), "accounts.shop.key"));
            format!("{}\n", fault.message)
        })
        .collect();
    assert!(!messages.contains("canary"));
    insta::assert_snapshot!(messages, @r#"
    the file "empty" is empty: put the secret into it
    the file "large" is larger than 8 KiB: a secret's file contains the secret alone
    the file "binary" is not UTF-8 text: it is to contain the secret alone
    the file "lines" contains a line break or another control character: it is to contain the secret alone, on one line
    the file "missing" does not exist: create it, or correct its path (it starts from the configuration's folder)
    the file "." is a folder, a pipe or a device: name a plain file (it starts from the configuration's folder)
    file takes a path, such as "secrets/discord"
    the file that file names does not exist: create it, or correct its path (it starts from the configuration's folder)
    "#);
}

#[cfg(unix)]
#[test]
fn a_secret_file_that_others_can_read_is_warned_of() {
    use std::os::unix::fs::PermissionsExt;
    let folder = scratch("permissions");
    let file = folder.join("key");
    fs::write(&file, KEY).unwrap();
    for (mode, warnings) in [(0o644, 1), (0o640, 0), (0o600, 0)] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let loaded = load_with_secret_file(&folder, "key").unwrap();
        assert_eq!(loaded.warnings.len(), warnings, "{mode:o}: {}", lines(&loaded.warnings));
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_place_of_a_secret_file_does_not_hold_the_start_up() {
    let folder = scratch("pipe");
    let made = std::process::Command::new("mkfifo").arg(folder.join("pipe")).status().unwrap();
    assert!(made.success());
    let report = load_with_secret_file(&folder, "pipe").unwrap_err().to_string();
    assert!(report.contains("name a plain file"), "{report}");
}

mod any_text {
    use proptest::prelude::*;

    use super::*;

    /// Long enough that no fault may show it wherever it stands.
    const PASTED: &str = "MTIzNDU2Nzg5.canary.abcdefghijklmnopqrstuvwxyz";

    /// What somebody may write where it does not belong.
    const SHARDS: [&str; 24] = [
        PASTED,
        "\"",
        "'",
        "\"\"\"",
        "=",
        ".",
        ",",
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        "\n",
        "\r",
        "#",
        "\\",
        "0",
        "-1e9",
        "1979-05-27",
        "true",
        "\u{202e}",
        "é",
        "\0",
    ];

    fn check(text: &str) -> Result<(), TestCaseError> {
        let said = match load_text(text) {
            Ok(loaded) => {
                let debug = format!("{:?}", loaded.config);
                prop_assert!(!debug.contains("canary-of"));
                lines(&loaded.warnings)
            }
            Err(faults) => faults.to_string(),
        };
        prop_assert!(
            !said.contains(PASTED) && !said.contains("canary-of") && !said.contains("hunter2"),
            "{said}"
        );
        Ok(())
    }

    /// A place in a text, as a share of its length.
    fn place(text: &str, share: f64) -> usize {
        let mut at = (text.len() as f64 * share) as usize;
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..512)) {
            check(&String::from_utf8_lossy(&bytes))?;
        }

        #[test]
        fn a_mangled_configuration_never_panics_and_never_shows_a_pasted_key(
            edits in proptest::collection::vec((0.0..1.0, 0usize..40, proptest::sample::select(&SHARDS[..])), 1..8),
        ) {
            let mut text = example_in_full();
            for (share, cut, shard) in edits {
                let at = place(&text, share);
                let end = text[at..].char_indices().nth(cut).map_or(text.len(), |(index, _)| at + index);
                text.replace_range(at..end, shard);
            }
            check(&text)?;
        }

        #[test]
        fn a_value_in_place_of_a_secret_is_never_shown(
            before in "[\\[{\"' a-z=.0-9]{0,8}",
            after in "[\\]}\"' a-z=.0-9]{0,8}",
            form in 0usize..5,
        ) {
            let secret = match form {
                0 => "\"hunter2\"".to_owned(),
                1 => "{ env = \"hunter2\" }".to_owned(),
                2 => "{ hunter2 = \"x\" }".to_owned(),
                3 => "[\"hunter2\"]".to_owned(),
                _ => "hunter2".to_owned(),
            };
            for key in ["token", "accounts.shop.key"] {
                check(&format!("[discord]\nguilds = []\n{key} = {before}{secret}{after}\n"))?;
                check(&format!("[discord]\nguilds = []\n[accounts.shop]\nkey = {before}{secret}{after}\n"))?;
            }
        }
    }
}

#[test]
fn everything_that_there_is_can_be_tried_by_somebody_in_the_sandbox() {
    let folder = scratch("sandbox");
    let text = fs::read_to_string("config/sandbox.toml").unwrap();
    for rest in text.split("{ file = \"").skip(1) {
        let name = rest.split('"').next().unwrap();
        fs::write(folder.join(name), "a-secret-that-is-long-enough-for-all").unwrap();
    }
    fs::write(folder.join("hostmaster.toml"), text).unwrap();
    let Loaded { config, .. } = load(folder.join("hostmaster.toml")).unwrap();
    let role_may = |role: &RoleId, action: &Action| {
        let says = |effect| {
            config.policy.grants.iter().any(|it| it.roles.contains(role) && it.speaks(effect, *action))
        };
        says(Effect::Allow) && !says(Effect::Deny)
    };
    let roles: Vec<RoleId> = config.policy.grants.iter().flat_map(|grant| grant.roles.clone()).collect();
    let allowed = |action: &Action| roles.iter().any(|role| role_may(role, action));
    let missing: Vec<_> = Action::ALL.iter().filter(|action| !action.is_open() && !allowed(action)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let operators = RoleId(222222222222222222);
    let costly = |action: &&Action| action.risk() == Risk::Spend && role_may(&operators, action);
    let costs: Vec<_> = Action::ALL.iter().filter(costly).collect();
    assert!(costs.is_empty(), "operators spend nothing: {costs:?}");
    let told = |event: &Event| {
        config.relays.iter().any(|relay| relay.events.iter().any(|pattern| pattern.matches(*event)))
    };
    let untold: Vec<_> = Event::ALL.iter().filter(|event| !told(event)).collect();
    assert!(untold.is_empty(), "no channel hears of {untold:?}");
}
