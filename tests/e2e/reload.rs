//! Reloads: another configuration takes the place of the one in force while the bot runs.

#[cfg(unix)]
mod signal;

use std::time::Duration;

use hostmaster::config::Credentials;
use hostmaster::sandbox::discord::world::{ANA, CHANNEL_BILLING, CHANNEL_OPS, GUILD, Guild, OWNER};
use hostmaster::sandbox::discord::{Message, RateLimits, Simulator};
use hostmaster::sandbox::llamalink::{LlamaLink, Operation, State};
use secrecy::ExposeSecret;

use crate::stage::{GRANTS, OTHER_GUILD, SOON, Setup, Stage};

/// Grants under which operators may look and support may restart.
const OTHER_GRANTS: &str = r#"
[[grants]]
roles = ["222222222222222222"]
allow = ["vps.list", "vps.show"]

[[grants]]
roles = ["444444444444444444"]
allow = ["vps.list", "vps.show", "vps.restart"]
servers = ["staging-*"]
"#;

/// Waits until the message says the words.
async fn reads(stage: &Stage, message: u64, words: &str) -> Message {
    let says =
        |discord: &Simulator| discord.message(message).filter(|message| message.text().contains(words));
    stage.discord.wait(&format!("{words:?}"), SOON, says).await.unwrap()
}

/// A stage on which commands may be written more often than twice in twenty seconds, for which no test waits.
async fn unlimited() -> Stage {
    let mut setup = Setup::default();
    setup.discord.limits = RateLimits::Unlimited;
    Stage::with(setup).await
}

/// Whether the guild has a command that only the simulated LlamaLink offers.
fn has_balance(discord: &Simulator) -> Option<()> {
    discord.commands(Some(GUILD)).iter().any(|command| command["name"] == "balance").then_some(())
}

/// Waits for so many messages in the channel, and gives the last of them.
async fn posted(stage: &Stage, channel: u64, count: usize) -> Message {
    let found = |discord: &Simulator| {
        discord.all_messages().into_iter().filter(|message| message.channel == channel).nth(count - 1)
    };
    stage.discord.wait("messages in the channel", SOON, found).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn gained_and_lost_rights_hold_from_the_next_command_on() {
    let stage = Stage::start().await;
    let server = |name: &str| vec![("server", name.into())];
    let (_, before) = stage.use_command(&stage.sam(), "vps restart", &server("staging-web")).await;
    assert!(before.text().contains("You may not use **/vps restart**"), "{}", before.text());
    stage.app.reload(&stage.config(OTHER_GRANTS, "")).unwrap();
    let (_, gained) = stage.use_command(&stage.sam(), "vps restart", &server("staging-web")).await;
    assert!(gained.text().contains("Restart staging-web?"), "{}", gained.text());
    let (_, lost) = stage.use_command(&stage.ana(), "vps restart", &server("production-web")).await;
    assert!(lost.text().contains("You may not use **/vps restart**"), "{}", lost.text());
    let (_, manager) = stage.use_command(&stage.max(), "balance", &[]).await;
    assert!(manager.text().contains("You may not use **/balance**"), "{}", manager.text());
    let typing = stage.ana().autocomplete(CHANNEL_OPS, "vps restart", &server("pro"), "server").unwrap();
    assert_eq!(typing.wait_choices(SOON).await.unwrap(), []);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_question_is_decided_by_the_rules_in_force_at_the_click() {
    let stage = Stage::start().await;
    let ana = stage.ana();
    let (_, question) = stage.use_command(&ana, "vps restart", &[("server", "production-web".into())]).await;
    stage.app.reload(&stage.config(OTHER_GRANTS, "")).unwrap();
    let pressed = ana.press(question.id, "Restart production-web").unwrap();
    let refused = pressed.wait_message(SOON).await.unwrap();
    assert!(refused.text().contains("You may not use **/vps restart**"), "{}", refused.text());
    assert_eq!(refused.ephemeral_to, Some(ANA));
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 0);
    // The question itself stands: whoever gives the right back can let it be answered.
    stage.app.reload(&stage.config(GRANTS, "")).unwrap();
    ana.press(question.id, "Restart production-web").unwrap();
    reads(&stage, question.id, "is back after").await;
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_changed_is_posted_to_the_audit_channel_and_pings_nobody() {
    let stage = Stage::start().await;
    let audit = format!("audit_channel = \"{CHANNEL_BILLING}\"\n{OTHER_GRANTS}");
    let change = stage.app.reload(&stage.config(&audit, "")).unwrap();
    assert_eq!(change.principals.len(), 3);
    let message = posted(&stage, CHANNEL_BILLING, 1).await;
    assert!(message.pings.is_empty(), "{:?}", message.pings);
    insta::assert_snapshot!("reload-posted", message.text());
    stage.app.reload(&stage.config(&audit, "")).unwrap();
    let none = posted(&stage, CHANNEL_BILLING, 2).await;
    assert!(none.text().contains("No rights changed."), "{}", none.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_that_cannot_be_posted_to_leaves_the_reload_as_it_is() {
    let stage = Stage::start().await;
    let audit = format!("audit_channel = \"999999999999999999\"\n{OTHER_GRANTS}");
    stage.app.reload(&stage.config(&audit, "")).unwrap();
    let tried = |discord: &Simulator| {
        let requests = discord.requests_on("POST", "/channels/999999999999999999/messages");
        (!requests.is_empty()).then_some(())
    };
    stage.discord.wait("the bot to try", SOON, tried).await.unwrap();
    let (_, lost) = stage.use_command(&stage.max(), "balance", &[]).await;
    assert!(lost.text().contains("You may not use **/balance**"), "{}", lost.text());
    assert!(stage.app.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replies_and_the_time_of_a_confirmation_follow_the_configuration() {
    let stage = Stage::start().await;
    let mut config = stage.config(GRANTS, "[replies]\nprivate = [\"vps.list\"]");
    config.confirm.expires = Duration::from_millis(100);
    stage.app.reload(&config).unwrap();
    let (_, list) = stage.use_command(&stage.ana(), "vps list", &[]).await;
    assert_eq!(list.ephemeral_to, Some(ANA));
    let (_, question) =
        stage.use_command(&stage.ana(), "vps restart", &[("server", "production-web".into())]).await;
    reads(&stage, question.id, "Nobody decided in time").await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_is_left_as_it_is_keeps_what_is_known_of_it() {
    let stage = Stage::start().await;
    stage.use_command(&stage.ana(), "vps show", &[("server", "production-web".into())]).await;
    let lists = stage.llamalink.count(Operation::ListServers);
    let next = usize::try_from(lists).unwrap() + 1;
    // Lines above it move it down; it says the same.
    let change = stage.app.reload(&stage.config(&format!("# longer\n# and longer\n{GRANTS}"), ""));
    assert!(change.unwrap().is_empty());
    let (_, shown) =
        stage.use_command(&stage.ana(), "vps show", &[("server", "production-web".into())]).await;
    assert!(shown.text().contains("shop/42"), "{}", shown.text());
    assert_eq!(stage.llamalink.count(Operation::ListServers), lists, "its list is not read again");
    let mut config = stage.config(GRANTS, "");
    config.accounts[0].limits.concurrency += 1;
    stage.app.reload(&config).unwrap();
    stage.llamalink.wait_for_request(Operation::ListServers, next, SOON).await.unwrap();
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_comes_and_goes_and_an_open_question_about_it_ends_truthfully() {
    let stage = Stage::start().await;
    let state = State::sandbox();
    let key = state.key.expose_secret().clone();
    let other = LlamaLink::start(state).await.unwrap();
    let mut config = stage.config(GRANTS, "");
    let mut second = config.accounts[0].clone();
    second.name = "second".parse().unwrap();
    second.base_url = Some(other.base_url().parse().unwrap());
    let Credentials::LlamaLink { key: own, .. } = &mut second.credentials else { panic!("{second:?}") };
    *own = key.into();
    config.accounts.push(second);
    stage.app.reload(&config).unwrap();
    let ana = stage.ana();
    let (_, list) = stage.use_command(&ana, "vps list", &[("account", "second".into())]).await;
    assert!(list.text().contains("production-web"), "{}", list.text());
    let (_, question) = stage.use_command(&ana, "vps restart", &[("server", "second/42".into())]).await;
    stage.app.reload(&stage.config(GRANTS, "")).unwrap();
    ana.press(question.id, "Restart production-web").unwrap();
    reads(&stage, question.id, "no longer has it").await;
    assert_eq!(other.count(Operation::RestartServer), 0);
    let (_, unknown) = stage.use_command(&ana, "vps list", &[("account", "second".into())]).await;
    assert!(unknown.text().contains("There is no account `second`"), "{}", unknown.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_followed_restart_goes_on_over_a_reload() {
    let stage = Stage::start().await;
    let ana = stage.ana();
    let (_, question) = stage.use_command(&ana, "vps restart", &[("server", "production-web".into())]).await;
    ana.press(question.id, "Restart production-web").unwrap();
    reads(&stage, question.id, "is restarting").await;
    stage.app.reload(&stage.config(OTHER_GRANTS, "")).unwrap();
    reads(&stage, question.id, "is back after").await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_followed_restart_whose_account_goes_ends_in_what_could_not_be_seen() {
    let stage = unlimited().await;
    stage.llamalink.with_state(|state| state.pace.boot_time = SOON * 10);
    let ana = stage.ana();
    let (_, question) = stage.use_command(&ana, "vps restart", &[("server", "production-web".into())]).await;
    ana.press(question.id, "Restart production-web").unwrap();
    reads(&stage, question.id, "is restarting").await;
    let mut config = stage.config(GRANTS, "");
    config.accounts.clear();
    stage.app.reload(&config).unwrap();
    reads(&stage, question.id, "could not be seen").await;
    let gone = |discord: &Simulator| has_balance(discord).is_none().then_some(());
    stage.discord.wait("the commands to go", SOON, gone).await.unwrap();
    // It locks its server no longer: once the account is back, the server can be asked for again.
    stage.app.reload(&stage.config(GRANTS, "")).unwrap();
    stage.discord.wait("the commands to come back", SOON, has_balance).await.unwrap();
    let (_, again) = stage.use_command(&ana, "vps restart", &[("server", "production-web".into())]).await;
    assert!(again.text().contains("Restart production-web?"), "{}", again.text());
    assert_eq!(stage.llamalink.count(Operation::RestartServer), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_change_while_the_bot_runs_refuses_the_whole_reload() {
    let stage = Stage::start().await;
    let mut token = stage.config(OTHER_GRANTS, "");
    token.discord.token = "another-token".to_owned().into();
    let error = stage.app.reload(&token).unwrap_err().to_string();
    assert!(error.contains("discord.token cannot change") && error.contains("restart it"), "{error}");
    assert!(!error.contains("another-token"), "{error}");
    let mut all = token;
    all.discord.api_base = None;
    all.store.url = "sqlite://elsewhere.db".to_owned();
    let error = stage.app.reload(&all).unwrap_err().to_string();
    assert!(error.contains("discord.token and discord.api_base and store.url"), "{error}");
    let mut account = stage.config(OTHER_GRANTS, "");
    let Credentials::LlamaLink { key, .. } = &mut account.accounts[0].credentials else { panic!() };
    *key = "line\nbreak".to_owned().into();
    let error = stage.app.reload(&account).unwrap_err().to_string();
    assert!(error.contains("accounts.shop"), "{error}");
    let (_, kept) = stage.use_command(&stage.max(), "balance", &[]).await;
    assert!(kept.text().contains("ILS"), "the rules are as they were: {}", kept.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_that_an_account_brings_or_takes_are_registered_at_once() {
    let stage = unlimited().await;
    assert!(has_balance(&stage.discord).is_some());
    let mut config = stage.config(GRANTS, "");
    let accounts = std::mem::take(&mut config.accounts);
    stage.app.reload(&config).unwrap();
    let gone = |discord: &Simulator| has_balance(discord).is_none().then_some(());
    stage.discord.wait("the commands to go", SOON, gone).await.unwrap();
    config.accounts = accounts;
    stage.app.reload(&config).unwrap();
    stage.discord.wait("the commands to come back", SOON, has_balance).await.unwrap();
    let (_, balance) = stage.use_command(&stage.max(), "balance", &[]).await;
    assert!(balance.text().contains("ILS"), "{}", balance.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guild_that_is_configured_gets_its_commands_and_one_that_is_not_is_left() {
    let stage = Stage::start().await;
    let mut config = stage.config(GRANTS, "");
    config.discord.guilds = vec![hostmaster::domain::GuildId(GUILD)];
    stage.app.reload(&config).unwrap();
    // Nobody has added the bot to the other guild, so there was nothing to leave.
    assert!(stage.discord.requests_on("DELETE", "/users/@me/guilds/*").is_empty());
    let both = stage.config(GRANTS, "");
    let change = stage.app.reload(&both).unwrap();
    assert_eq!(change.served, [hostmaster::domain::GuildId(OTHER_GUILD)]);
    stage.discord.add_guild(Guild { bot_joined: true, ..Guild::new(OTHER_GUILD, "Second home", OWNER) });
    stage.discord.wait_commands(OTHER_GUILD, SOON).await.unwrap();
    let change = stage.app.reload(&config).unwrap();
    assert_eq!(change.unserved, [hostmaster::domain::GuildId(OTHER_GUILD)]);
    let left =
        |discord: &Simulator| discord.guild(OTHER_GUILD).is_some_and(|guild| !guild.bot_joined).then_some(());
    stage.discord.wait("the bot's leaving", SOON, left).await.unwrap();
    let refused = stage.ana().slash(CHANNEL_OPS, "vps list", &[]).unwrap().wait_message(SOON).await.unwrap();
    assert!(refused.text().contains("production-web"), "the first guild is served as before");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guild_that_is_configured_while_the_bot_is_being_taken_out_of_it_gets_its_commands() {
    let stage = Stage::start().await;
    let mut only = stage.config(GRANTS, "");
    only.discord.guilds = vec![hostmaster::domain::GuildId(GUILD)];
    let both = stage.config(GRANTS, "");
    stage.discord.add_guild(Guild { bot_joined: true, ..Guild::new(OTHER_GUILD, "Second home", OWNER) });
    stage.discord.wait_commands(OTHER_GUILD, SOON).await.unwrap();
    for _ in 0..3 {
        stage.app.reload(&only).unwrap();
        stage.app.reload(&both).unwrap();
    }
    // Whether or not it was left in between, it ends served: when somebody adds the bot again, at the latest.
    let settled = |discord: &Simulator| {
        let guild = discord.guild(OTHER_GUILD)?;
        (!guild.bot_joined || !discord.commands(Some(OTHER_GUILD)).is_empty()).then_some(guild.bot_joined)
    };
    if !stage.discord.wait("the guild to be settled", SOON, settled).await.unwrap() {
        stage.discord.add_guild(Guild { bot_joined: true, ..Guild::new(OTHER_GUILD, "Second home", OWNER) });
    }
    stage.discord.wait_commands(OTHER_GUILD, SOON).await.unwrap();
    assert!(stage.app.stop().await);
}
