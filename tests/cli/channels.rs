//! `hostmaster check --online` about the channels that the bot writes to, by a simulated Discord that knows its rules.

use hostmaster::sandbox::discord::permissions::{Overwrite, bits};
use hostmaster::sandbox::discord::world::{
    ANA, CATEGORY, CHANNEL_BILLING, CHANNEL_OPS, CHANNEL_OPS_HELP, CHANNEL_SUPPORT, GUILD, Guild, ROLE_BOT,
    ROLE_MANAGER, ROLE_SUPPORT,
};
use hostmaster::sandbox::discord::{Options, Simulator};
use hostmaster::sandbox::llamalink::{LlamaLink, State};
use secrecy::ExposeSecret;

use crate::{Ended, Folder};

/// Runs a check of a configuration with these relays; what it finds about channels, and its exit code.
async fn check(discord: &Simulator, llamalink: &LlamaLink, relays: &str) -> (Option<i32>, Vec<String>) {
    let (code, lines) = check_in(&[GUILD], discord, llamalink, relays).await;
    let about = |line: &String| line.contains(": channel ") || line.starts_with("warning: relay ");
    (code, lines.into_iter().filter(about).collect())
}

/// Runs a check of a configuration with these guilds and more; all that it says, and its exit code.
async fn check_in(
    guilds: &[u64],
    discord: &Simulator,
    llamalink: &LlamaLink,
    more: &str,
) -> (Option<i32>, Vec<String>) {
    let guilds: Vec<_> = guilds.iter().map(ToString::to_string).collect();
    let folder = Folder::new();
    folder.write(&format!(
        r#"
[discord]
token = {{ env = "DISCORD_TOKEN" }}
guilds = {guilds:?}
api_base = "{}"

[accounts.shop]
provider = "llamalink"
key = {{ env = "LLAMALINK_KEY" }}
base_url = "{}"

[[grants]]
roles = ["{ROLE_MANAGER}"]
allow = ["vps.*"]
{more}"#,
        discord.api_base(),
        llamalink.base_url(),
    ));
    let mut command = folder.command(&["check", "--online"]);
    let key = State::documented().key.expose_secret().clone();
    command.env("DISCORD_TOKEN", discord.token()).env("LLAMALINK_KEY", &key);
    let ended = tokio::task::spawn_blocking(move || Ended::from(command.output().unwrap())).await.unwrap();
    assert_eq!(ended.err, "");
    (ended.code, ended.out.lines().map(str::to_owned).collect())
}

fn relay(channel: u64, more: &str) -> String {
    format!("[[relays]]\nevents = [\"provider.*\"]\nchannel = \"{channel}\"\n{more}\n")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_online_check_says_what_the_bot_may_not_do_in_its_channels_and_what_to_do() {
    let llamalink = LlamaLink::start(State::documented()).await.unwrap();
    let discord = Simulator::start(Options::default()).await.unwrap();
    let gone = 555_555_555_555_555_999;
    let support = format!("threads = true\nmention_roles = [\"{ROLE_SUPPORT}\", \"444444444444444999\"]");
    let relays = [
        // Unlike support, managers are a role that not everybody mentions.
        relay(CHANNEL_OPS, &format!("mention_roles = [\"{ROLE_MANAGER}\"]")),
        relay(CHANNEL_SUPPORT, &support),
        relay(CHANNEL_BILLING, ""),
        relay(CATEGORY, ""),
        relay(gone, ""),
        format!("[watch]\nfallback_channel = \"{CHANNEL_OPS_HELP}\"\n"),
        format!("[policy]\naudit_channel = \"{CHANNEL_OPS}\"\n"),
    ];
    let deny = |id, deny| Overwrite { id, member: false, allow: 0, deny };
    // Everybody is shut out of #billing, and the bot is let in again but for what it shows.
    let shut = deny(GUILD, bits::VIEW_CHANNEL);
    let again = Overwrite { allow: bits::VIEW_CHANNEL, ..deny(ROLE_BOT, bits::EMBED_LINKS) };
    discord.set_overwrites(GUILD, CHANNEL_BILLING, vec![shut, again]);
    discord.set_overwrites(
        GUILD,
        CHANNEL_SUPPORT,
        vec![deny(
            GUILD,
            bits::CREATE_PUBLIC_THREADS | bits::SEND_MESSAGES_IN_THREADS | bits::MENTION_EVERYONE,
        )],
    );
    let (code, findings) = check(&discord, &llamalink, &relays.concat()).await;
    assert_eq!(code, Some(1));
    insta::assert_snapshot!("check-channels", findings.join("\n"));

    // With all of it mended there is nothing to say but that.
    discord.set_overwrites(GUILD, CHANNEL_BILLING, vec![]);
    discord.set_overwrites(GUILD, CHANNEL_SUPPORT, vec![]);
    discord.set_permissions(
        GUILD,
        ROLE_BOT,
        bits::BOT | bits::CREATE_PUBLIC_THREADS | bits::MENTION_EVERYONE,
    );
    let mended = support.replace("444444444444444999", &ROLE_MANAGER.to_string());
    let relays = [relay(CHANNEL_BILLING, ""), relay(CHANNEL_SUPPORT, &mended)].concat();
    let (code, findings) = check(&discord, &llamalink, &relays).await;
    assert_eq!(code, Some(0), "{findings:#?}");
    assert_eq!(findings.len(), 2);
    assert!(findings.iter().all(|finding| finding.starts_with("ok: ")), "{findings:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_check_warns_of_relays_that_hide_and_show_the_same_in_one_channel() {
    let discord = Simulator::start(Options::default()).await.unwrap();
    let llamalink = LlamaLink::start(State::documented()).await.unwrap();
    let public = "detail = \"public\"";
    let relays = [relay(CHANNEL_BILLING, ""), relay(CHANNEL_BILLING, public), relay(CHANNEL_SUPPORT, public)];
    let (_, findings) = check(&discord, &llamalink, &relays.concat()).await;
    let warnings: Vec<_> = findings.iter().filter(|line| line.starts_with("warning: ")).collect();
    let warning = format!(
        "warning: relay 2 (line 19) says detail = \"public\", so relay 1 (line 15) shows no details in {CHANNEL_BILLING} either: health of shop"
    );
    assert_eq!(warnings, [&warning]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_online_check_looks_for_all_that_grants_name_and_for_guilds_that_nobody_named() {
    const GONE: u64 = 111_111_111_111_111_999;
    let discord = Simulator::start(Options::default()).await.unwrap();
    let llamalink = LlamaLink::start(State::sandbox()).await.unwrap();
    let key = State::documented().key;
    llamalink.with_state(|state| state.key = key);
    let grant = format!(
        r#"
[[grants]]
roles = ["{ROLE_MANAGER}", "222222222222222999"]
users = ["{ANA}", "888888888888888999"]
allow = ["vps.*"]
channels = ["{CHANNEL_OPS}", "{CATEGORY}", "555555555555555999"]
servers = ["db-*", "shop/42", "webshop-*"]
"#
    );
    let mut text = String::new();
    let mut tell = |what: &str, (code, lines): (Option<i32>, Vec<String>)| {
        let told = ["role ", "user ", "channel ", "servers ", "guild "];
        let about = |line: &&String| {
            let (_, rest) = line.split_once(": ").unwrap_or_default();
            told.iter().any(|about| rest.starts_with(about))
        };
        let found: Vec<_> = lines.iter().filter(about).chain(lines.last()).map(String::as_str).collect();
        text.push_str(&format!("--- {what}: exit code {}\n{}\n\n", code.unwrap(), found.join("\n")));
    };
    tell("what is not there", check_in(&[GUILD], &discord, &llamalink, &grant).await);
    tell("a guild without the bot besides", check_in(&[GUILD, GONE], &discord, &llamalink, &grant).await);
    discord.add_guild(Guild { bot_joined: true, ..Guild::new(GONE, "Elsewhere", ANA) });
    tell("another guild with the bot", check_in(&[GUILD], &discord, &llamalink, "").await);
    tell("the wrong guild", check_in(&[GONE + 1], &discord, &llamalink, "").await);
    insta::assert_snapshot!("check-grants", text);
}
