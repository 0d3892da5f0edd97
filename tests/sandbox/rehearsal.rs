//! `hostmaster sandbox --config`: a configuration of one's own, tried out without anything of what it leads to.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use hostmaster::app::sandbox::Sandbox;
use hostmaster::domain::Id;
use hostmaster::sandbox::discord::Simulator;
use serde_json::{Value, json};

use crate::page::{Events, Page};
use crate::{ANYWHERE, SOON};

const OPERATORS: &str = "422222222222222221";
const SUPPORT: &str = "422222222222222222";
const MONEY: &str = "422222222222222223";
const BOSS: &str = "477777777777777771";
const BILLING: &str = "455555555555555551";
const OUTAGES: &str = "455555555555555552";
/// The channel that no configuration names.
const ELSEWHERE: &str = "411110011599483335";

/// The accounts' own addresses and secrets are nowhere: whoever asked for one would fail.
const MINE: &str = r#"
[discord]
token = { env = "HOSTMASTER_TEST_NEVER_SET" }
guilds = ["411111111111111111"]
api_base = "https://discord.example.invalid"

[store]
url = "sqlite:///nowhere/at/all/hostmaster.db"

[accounts.shop]
provider = "llamalink"
base_url = "https://shop.example.invalid"
key = { env = "HOSTMASTER_TEST_NEVER_SET" }

[accounts.backup]
provider = "llamalink"
key = { file = "secrets/not-there" }

[accounts.baltic]
provider = "iv"
nick = "our-own-user"
password = { file = "secrets/baltic" }

[policy]
contact = "ask the boss"

[[grants]]
roles = ["422222222222222221"]  # operators
allow = ["risk:read", "vps.*"]
deny = ["risk:spend"]

[[grants]]
roles = ["422222222222222222"]  # support
allow = ["vps.list"]
accounts = ["shop"]
servers = ["web-*"]

[[grants]]
roles = ["422222222222222222"]
allow = ["invoice.list", "balance"]
channels = ["455555555555555551"]  # billing

[[grants]]
roles = ["422222222222222223"]
users = ["477777777777777771"]  # Boss
allow = ["risk:private"]

[[relays]]
events = ["server.*"]
channel = "455555555555555552"
mention_roles = ["422222222222222221"]

[watch]
interval = "1h"
"#;
/// What stands in the one secret's file that there is.
const SECRET: &str = "the-password-at-the-real-iv";

/// A folder with a configuration, which goes at the end.
struct Mine(PathBuf);

impl Mine {
    fn with(text: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("hostmaster-test-{}", Id::random()));
        fs::create_dir_all(folder.join("secrets")).unwrap();
        fs::write(folder.join("secrets/baltic"), SECRET).unwrap();
        let mine = Mine(folder);
        mine.write(text);
        mine
    }

    fn write(&self, text: &str) {
        fs::write(self.file(), text).unwrap();
    }

    fn file(&self) -> PathBuf {
        self.0.join("my.toml")
    }

    async fn rehearse(&self) -> (Sandbox, Page) {
        let sandbox = Sandbox::rehearse(ANYWHERE, &self.file()).await.unwrap();
        let page = Page::of(&sandbox);
        (sandbox, page)
    }
}

impl Drop for Mine {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Uses a command and waits for the answer that has all of the words.
async fn answered(
    page: &Page,
    events: &mut Events,
    [who, channel]: [&str; 2],
    command: &str,
    words: &[&str],
) -> Value {
    page.slash_in(channel, who, command, json!({})).await;
    let fits = |message: &Value| {
        let text = message.to_string();
        message["channel_id"] == channel
            && message["interaction_metadata"] != Value::Null
            && words.iter().all(|word| text.contains(word))
    };
    events.message_that(fits).await
}

async fn members(page: &Page) -> Vec<String> {
    let members = page.get("/client/members").await;
    let mut names: Vec<_> = members
        .as_array()
        .unwrap()
        .iter()
        .map(|member| {
            let roles: Vec<_> = member["roles"].as_array().unwrap().iter().map(|role| &role["id"]).collect();
            format!("{} {}", member["name"].as_str().unwrap(), roles.len())
        })
        .collect();
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whether_support_may_see_the_invoices_here_is_found_out_by_trying() {
    let mine = Mine::with(MINE);
    let (sandbox, page) = mine.rehearse().await;
    assert_eq!(
        members(&page).await,
        ["boss 0", "guest 0", "with-every-role 3", "with-operators 1", "with-role-2223 1", "with-support 1"]
    );
    let world = page.get(&format!("/client/world?member={SUPPORT}")).await;
    let channels = world["guilds"][0]["channels"].as_array().unwrap().iter();
    let channels: Vec<_> = channels.map(|channel| channel["name"].as_str().unwrap()).collect();
    assert_eq!(channels, ["elsewhere", "billing", "server-5552"]);

    let mut support = page.events(SUPPORT).await;
    for command in ["invoice list", "balance"] {
        let refused = answered(&page, &mut support, [SUPPORT, ELSEWHERE], command, &["You may not"]).await;
        assert!(refused.to_string().contains("ask the boss"), "{refused}");
    }
    answered(&page, &mut support, [SUPPORT, BILLING], "invoice list", &["baltic"]).await;
    answered(&page, &mut support, [SUPPORT, BILLING], "balance", &["shop", "backup", "baltic"]).await;

    // The servers that support is for are there, and support sees no other.
    let seen = answered(&page, &mut support, [SUPPORT, ELSEWHERE], "vps list", &["web-1"]).await.to_string();
    assert!(!seen.contains("production-web") && !seen.contains("iv-"), "{seen}");
    let mut operator = page.events(OPERATORS).await;
    answered(&page, &mut operator, [OPERATORS, ELSEWHERE], "vps list", &["web-1", "production-web", "iv-"])
        .await;
    answered(&page, &mut operator, [OPERATORS, ELSEWHERE], "balance", &["You may not"]).await;
    for who in [MONEY, BOSS] {
        let mut events = page.events(who).await;
        answered(&page, &mut events, [who, ELSEWHERE], "balance", &["shop"]).await;
        answered(&page, &mut events, [who, ELSEWHERE], "vps list", &["You may not"]).await;
    }

    let greeting = sandbox.greeting();
    for line in [
        "with-operators   role 422222222222222221 alone: /vps list in #billing",
        "my.toml",
        "every 4 s",
        "kill -HUP",
    ] {
        assert!(greeting.contains(line), "{line}: {greeting}");
    }
    assert!(sandbox.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_accounts_at_one_provider_are_two_and_their_relays_lead_to_the_channels_of_the_file() {
    let mine = Mine::with(MINE);
    let (sandbox, page) = mine.rehearse().await;
    let accounts = page.get("/sandbox/accounts").await;
    let account = |name: &str, provider: &str, title: &str| json!({ "name": name, "provider": provider, "title": title });
    assert_eq!(
        accounts,
        json!([
            account("shop", "llamalink", "LlamaLink"),
            account("backup", "llamalink", "LlamaLink"),
            account("baltic", "iv", "IV"),
        ])
    );
    let mut operator = page.events(OPERATORS).await;
    page.post("/sandbox/accounts/shop/trouble", json!({ "trouble": "key-refused" })).await;
    answered(
        &page,
        &mut operator,
        [OPERATORS, ELSEWHERE],
        "vps list",
        &["shop", "key is invalid", "production-web"],
    )
    .await;
    page.post("/sandbox/accounts/shop/trouble", json!({ "trouble": "none" })).await;

    page.post("/sandbox/accounts/backup/crash", json!({ "server": 44 })).await;
    let running = async |account: &str| {
        let panel = page.get(&format!("/sandbox/accounts/{account}")).await;
        let servers = panel["servers"].as_array().unwrap();
        let server = servers.iter().find(|one| one["server"]["id"] == 44).unwrap();
        server["server"]["status"] == "running"
    };
    assert_eq!((running("shop").await, running("backup").await), (true, false));
    let card = operator.message("db-1 is down").await;
    assert_eq!(card["channel_id"], OUTAGES);
    assert!(card.to_string().contains("backup"), "{card}");
    assert!(sandbox.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_of_the_file_is_looked_for_and_the_delivered_example_can_be_rehearsed() {
    assert!(std::env::var_os("HOSTMASTER_TEST_NEVER_SET").is_none());
    let mine = Mine::with(MINE);
    // One file is missing, and this one is a fault for whoever only looks what it is.
    #[cfg(unix)]
    {
        fs::remove_file(mine.0.join("secrets/baltic")).unwrap();
        assert!(Command::new("mkfifo").arg(mine.0.join("secrets/baltic")).status().unwrap().success());
    }
    let (sandbox, page) = mine.rehearse().await;
    let asked = page.get("/sandbox/accounts/baltic").await["requests"].to_string();
    assert!(!asked.contains(SECRET), "{asked}");
    assert!(asked.contains("nick=our-own-user"), "{asked}");
    assert!(sandbox.stop().await);

    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/hostmaster.toml");
    let sandbox = Sandbox::rehearse(ANYWHERE, &example).await.unwrap();
    let page = Page::of(&sandbox);
    let role = "222222222222222222";
    let mut events = page.events(role).await;
    let channel = "111112210622738887";
    answered(&page, &mut events, [role, channel], "vps list", &["production-web"]).await;
    assert!(sandbox.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_provider_lets_the_account_in_by_the_names_of_the_file() {
    let accounts = r#"
        [accounts.a]
        provider = "lightlayer"
        auth = "basic"
        username = "me@own.example"
        password = { env = "HOSTMASTER_TEST_NEVER_SET" }
        [accounts.b]
        provider = "lightlayer"
        auth = "token"
        username = "me-too@own.example"
        password = { env = "HOSTMASTER_TEST_NEVER_SET" }
        [accounts.c]
        provider = "inferno"
        cid = "4711"
        key = { file = "secrets/not-there" }
        [accounts.d]
        provider = "klikk"
        username = "my-user"
        password = { env = "HOSTMASTER_TEST_NEVER_SET" }
        [accounts.e]
        provider = "klikk"
        token = { env = "HOSTMASTER_TEST_NEVER_SET" }
    "#;
    let (head, rest) = MINE.split_once("[accounts.shop]").unwrap();
    let (_, tail) = rest.split_once("[policy]").unwrap();
    let text = format!("{head}{accounts}[policy]{tail}");
    let only_shop = "accounts = [\"shop\"]\nservers = [\"web-*\"]";
    assert!(text.contains(only_shop));
    let mine = Mine::with(&text.replace(only_shop, "servers = [\"mine-?\"]"));
    let (sandbox, page) = mine.rehearse().await;
    let mut support = page.events(SUPPORT).await;
    // One server of each account has the name that the grant asks for.
    let seen =
        answered(&page, &mut support, [SUPPORT, ELSEWHERE], "vps list", &["5 servers"]).await.to_string();
    assert_eq!(seen.matches("mine-1").count(), 5, "{seen}");
    let mut operator = page.events(OPERATORS).await;
    let all =
        answered(&page, &mut operator, [OPERATORS, ELSEWHERE], "vps list", &["fjord-web"]).await.to_string();
    assert!(all.contains("37-1-0-111") && !all.contains("could not be listed"), "{all}");
    // What each of the others shows is not on the page, but nobody else would have been let in.
    let asked = page.get("/sandbox/accounts/c").await["requests"].to_string();
    assert!(asked.contains("cid=4711"), "{asked}");
    assert!(sandbox.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_file_is_taken_over_when_it_changes_or_not_at_all() {
    let mine = Mine::with(MINE);
    let (mut sandbox, page) = mine.rehearse().await;
    let mut support = page.events(SUPPORT).await;
    answered(&page, &mut support, [SUPPORT, ELSEWHERE], "invoice list", &["You may not"]).await;

    let wider = MINE.replace("channels = [\"455555555555555551\"]  # billing\n", "");
    let more = "\n[[grants]]\nroles = [\"422222222222222229\"]  # trainees\nallow = [\"vps.list\"]\n";
    mine.write(&format!("{wider}{more}"));
    sandbox.reload();
    answered(&page, &mut support, [SUPPORT, ELSEWHERE], "invoice list", &["baltic"]).await;
    let now = members(&page).await;
    assert!(
        now.contains(&"with-trainees 1".to_owned()) && now.contains(&"with-every-role 4".to_owned()),
        "{now:?}"
    );
    let trainee = "422222222222222229";
    let mut trainees = page.events(trainee).await;
    answered(&page, &mut trainees, [trainee, ELSEWHERE], "vps list", &["production-web"]).await;

    // Of a faulty file nothing counts, nor of one with an account that nothing was started for.
    let new = "[accounts.new]\nprovider = \"iv\"\nnick = \"a\"\npassword = { env = \"NEW\" }\n\n[policy]";
    for bad in [MINE.replace("[\"risk:read\", \"vps.*\"]", "[\"no.such\"]"), MINE.replace("[policy]", new)] {
        assert_ne!(bad, MINE);
        mine.write(&bad);
        sandbox.reload();
        answered(&page, &mut support, [SUPPORT, ELSEWHERE], "invoice list", &["baltic"]).await;
    }
    assert!(sandbox.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_not_taken_over_leaves_the_simulators_as_they_are() {
    let mine = Mine::with(MINE);
    let (mut sandbox, page) = mine.rehearse().await;
    let nick = |sandbox: &Sandbox| sandbox.iv().with_state(|state| state.nick.clone());
    let other = MINE.replace("our-own-user", "another-user");
    let new = "[accounts.zeta]\nprovider = \"iv\"\nnick = \"a\"\npassword = { env = \"NEW\" }\n\n[policy]";
    mine.write(&other.replace("[policy]", new));
    sandbox.reload();
    assert_eq!(nick(&sandbox), "our-own-user");

    mine.write(&other);
    sandbox.reload();
    assert_eq!(nick(&sandbox), "another-user");
    let mut operator = page.events(OPERATORS).await;
    let all = answered(&page, &mut operator, [OPERATORS, ELSEWHERE], "vps list", &["iv-"]).await.to_string();
    assert!(!all.contains("could not be listed"), "{all}");
    assert!(sandbox.stop().await);
}

/// The names and ids of the channels that a member sees in a guild.
async fn channels(page: &Page, member: &str, guild: u64) -> Vec<[String; 2]> {
    let world = page.get(&format!("/client/world?member={member}")).await;
    let mut guilds = world["guilds"].as_array().unwrap().iter();
    let found = guilds.find(|found| found["id"] == guild.to_string().as_str()).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    found["channels"].as_array().unwrap().iter().map(|one| [text(&one["name"]), text(&one["id"])]).collect()
}

async fn elsewhere(page: &Page, member: &str, guild: u64) -> String {
    let channels = channels(page, member, guild).await;
    channels.into_iter().find_map(|[name, id]| (name == "elsewhere").then_some(id)).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bot_goes_to_another_guild_and_back_and_its_cards_with_it() {
    let mine = Mine::with(MINE);
    let (mut sandbox, page) = mine.rehearse().await;
    let [old, new] = [411_111_111_111_111_111, 411_111_111_111_111_112];
    let mut operator = page.events(OPERATORS).await;
    let mut card = Value::Null;
    for (here, gone, server) in [(new, old, 44), (old, new, 43)] {
        mine.write(&MINE.replace(&old.to_string(), &here.to_string()));
        sandbox.reload();
        assert_eq!(members(&page).await.len(), 6, "nobody is left in the guild that went");
        let left =
            |discord: &Simulator| discord.guild(gone).is_none_or(|guild| !guild.bot_joined).then_some(());
        sandbox.discord().wait("the bot to leave", SOON, left).await.unwrap();
        sandbox.discord().wait_commands(here, SOON).await.unwrap();
        let channel = elsewhere(&page, OPERATORS, here).await;
        // Right after it comes, the bot has yet to look which commands Discord has.
        let asked = async {
            loop {
                let answer = answered(&page, &mut operator, [OPERATORS, &channel], "vps list", &[]).await;
                if answer.to_string().contains("production-web") {
                    break;
                }
            }
        };
        tokio::time::timeout(SOON, asked).await.expect("an answer there");
        page.post("/sandbox/accounts/shop/crash", json!({ "server": server })).await;
        let is_new = |message: &Value| {
            message["channel_id"] == OUTAGES
                && message["id"] != card
                && message.to_string().contains("is down")
        };
        card = operator.message_that(is_new).await["id"].clone();
    }
    assert!(sandbox.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_change_of_the_file_everything_is_as_after_a_fresh_start() {
    let mine = Mine::with(MINE);
    let (mut sandbox, page) = mine.rehearse().await;
    let say = json!({ "member": OPERATORS, "channel": OUTAGES, "content": "this stays" });
    page.post("/client/say", say).await;

    let backup = "[accounts.backup]\nprovider = \"llamalink\"\nkey = { file = \"secrets/not-there\" }\n";
    let changed = MINE
        .replace(
            "guilds = [\"411111111111111111\"]",
            "guilds = [\"411111111111111111\", \"411111111111111112\"]",
        )
        .replace("servers = [\"web-*\"]", "servers = [\"zz-*\"]\nguilds = [\"411111111111111112\"]")
        .replace("# operators", "# admins")
        .replace("\"422222222222222223\"", "\"422222222222222224\"")
        .replace(backup, "");
    assert!(!changed.contains("backup") && changed.contains("# admins"));
    mine.write(&changed);
    sandbox.reload();
    let (fresh, fresh_page) = mine.rehearse().await;
    let look = async |page: &Page, sandbox: &Sandbox| {
        let members = page.get("/client/members").await;
        let mut channels_of_all = vec![];
        for member in members.as_array().unwrap() {
            let guild = member["guild"].as_str().unwrap().parse().unwrap();
            channels_of_all.push(channels(page, member["id"].as_str().unwrap(), guild).await);
        }
        let servers = sandbox
            .llamalink()
            .with_state(|state| state.servers.values().map(|server| server.name.clone()).collect::<Vec<_>>());
        (members, channels_of_all, page.get("/sandbox/accounts").await, servers)
    };
    let now = look(&page, &sandbox).await;
    assert_eq!(now, look(&fresh_page, &fresh).await);
    assert!(now.3.contains(&"zz-1".to_owned()) && !now.3.contains(&"web-1".to_owned()), "{:?}", now.3);
    assert!(fresh.stop().await);

    // Whoever is in both guilds is there twice, and can be told apart.
    let boss = now.0.as_array().unwrap().iter().filter(|member| member["id"] == BOSS);
    let boss: Vec<_> =
        boss.map(|member| format!("{} of {}", member["display_name"], member["guild_name"])).collect();
    assert_eq!(
        boss,
        ["\"boss-in-guild-1111\" of \"guild-1111\"", "\"boss-in-guild-1112\" of \"guild-1112\""]
    );

    let said = page.get(&format!("/client/messages?member={OPERATORS}&channel={OUTAGES}")).await;
    assert!(said.to_string().contains("this stays"), "{said}");
    sandbox.discord().wait_commands(411_111_111_111_111_112, SOON).await.unwrap();
    let channel = elsewhere(&page, SUPPORT, 411_111_111_111_111_112).await;
    let mut support = page.events(SUPPORT).await;
    answered(&page, &mut support, [SUPPORT, &channel], "vps list", &["zz-1"]).await;
    assert!(sandbox.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_path_that_would_drive_the_terminal_is_told_without_what_does() {
    let mine = Mine::with(MINE);
    let file = mine.0.join("\u{1b}[31mred\r.toml");
    fs::copy(mine.file(), &file).unwrap();
    let sandbox = Sandbox::rehearse(ANYWHERE, &file).await.unwrap();
    let greeting = sandbox.greeting();
    assert!(greeting.contains("[31mred.toml"), "{greeting}");
    assert!(!greeting.contains(|char: char| char.is_control() && char != '\n'), "{greeting:?}");
    assert!(sandbox.stop().await);
}

fn hostmaster(file: &Path) -> Command {
    let mut command = crate::process::hostmaster("127.0.0.1:0");
    command.arg("--config").arg(file).stdin(Stdio::null());
    command
}

#[test]
fn every_fault_of_the_file_is_told_with_its_line_before_anything_starts() {
    let bad = MINE.replace("\"iv\"", "\"ivy\"").replace("[\"risk:private\"]", "[\"invoices\"]");
    let mine = Mine::with(&bad);
    let line = |text: &str| bad.lines().position(|line| line.contains(text)).unwrap() + 1;
    let refused = hostmaster(&mine.file()).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    let told = String::from_utf8(refused.stderr).unwrap();
    for text in ["\"ivy\"", "[\"invoices\"]"] {
        assert!(told.contains(&format!("my.toml:{}:", line(text))), "{text}: {told}");
    }
    assert!(refused.stdout.is_empty());

    let missing = hostmaster(Path::new("/nowhere/my.toml")).output().unwrap();
    assert_eq!(missing.status.code(), Some(2));
    assert!(String::from_utf8(missing.stderr).unwrap().contains("does not exist"));
}

#[cfg(unix)]
#[test]
fn told_to_read_the_file_again_it_says_what_became_of_it() {
    let mine = Mine::with(MINE);
    let mut child = hostmaster(&mine.file()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let id = child.id();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.contains("open http://127.0.0.1:")), "it says where the page is");
    assert!(lines.any(|line| line.contains(&format!("kill -HUP {id}"))));
    let audit = lines.find(|line| line.contains("audit --config")).unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let signal = |signal: &str| {
        let kill = Command::new("sh").args(["-c", &format!("kill -{signal} {id}")]).status();
        assert!(kill.unwrap().success());
    };
    signal("HUP");
    assert!(said.any(|line| line.contains("my.toml is in force as it is now")));
    mine.write(&MINE.replace("[policy]", "[police]"));
    signal("HUP");
    assert!(said.any(|line| line.contains("my.toml:") && line.contains("police")));
    assert!(said.any(|line| line.contains("the one before stays in force")));
    let read = Command::new("sh").args(["-c", audit.trim()]).output().unwrap();
    assert!(read.status.success(), "{read:?}");
    assert!(String::from_utf8(read.stdout).unwrap().contains("ACTION"));
    signal("TERM");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
