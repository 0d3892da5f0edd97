//! Registration: written when it differs, in the guilds that are served and nowhere else.

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use hostmaster::app::{self, App};
use hostmaster::config;
use hostmaster::discord::rest::Rest;
use hostmaster::sandbox::discord::world::{ANA, CHANNEL_OPS, GUILD, Guild, OWNER, World};
use hostmaster::sandbox::discord::{Fault, Options, RateLimits, Simulator, Trouble};
use hostmaster::sandbox::llamalink::{LlamaLink, State};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::stage::{Folder, GRANTS, OTHER_GUILD, SOON, Stage, config_text};

/// A guild that the configuration does not serve.
const STRANGE: u64 = 199_999_999_999_999_991;
const COMMANDS: &str = "/applications/*/guilds/*/commands";

/// A bot that can be started several times on the same Discord.
struct Scene {
    discord: Simulator,
    llamalink: LlamaLink,
    key: String,
    folder: Folder,
}

impl Scene {
    async fn set(world: World) -> Self {
        let state = State::sandbox();
        let key = state.key.expose_secret().clone();
        Scene {
            // Commands may be written twice in twenty seconds, for which no test waits.
            discord: Simulator::start(Options { world, limits: RateLimits::Unlimited, ..Options::default() })
                .await
                .unwrap(),
            llamalink: LlamaLink::start(state).await.unwrap(),
            key,
            folder: Folder::new(),
        }
    }

    async fn start(&self) -> App {
        let text = config_text(&self.discord, &self.llamalink, &self.folder, GRANTS, "");
        let lookup = |name: &str| match name {
            "DISCORD_TOKEN" => Some(OsString::from(self.discord.token())),
            "LLAMALINK_KEY" => Some(OsString::from(&self.key)),
            _ => None,
        };
        let config = config::parse(Path::new("hostmaster.toml"), &text, &lookup).unwrap().config;
        let app = App::start(&config, app::Options::default()).await.unwrap();
        let mut ready = app.ready();
        tokio::time::timeout(SOON, ready.wait_for(|ready| *ready)).await.unwrap().unwrap();
        app
    }

    fn written(&self) -> usize {
        self.discord.requests_on("PUT", COMMANDS).len()
    }

    fn rest(&self) -> Rest {
        Rest::new(SecretString::new(self.discord.token().to_owned()), Some(&self.discord.api_base())).unwrap()
    }

    fn clean(&self) {
        assert!(self.discord.violations().is_empty(), "{:#?}", self.discord.violations());
    }
}

fn soon() -> Instant {
    Instant::now() + SOON
}

fn stray() -> Vec<Value> {
    vec![json!({ "type": 1, "name": "stray", "description": "Of an earlier bot" })]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_are_written_at_the_first_start_and_then_only_when_they_differ() {
    let scene = Scene::set(World::llama_works()).await;
    assert!(scene.start().await.stop().await);
    assert_eq!(scene.written(), 1);
    let registered = scene.discord.commands(Some(GUILD));

    assert!(scene.start().await.stop().await);
    assert_eq!(scene.written(), 1, "nothing has changed");
    let reads = scene.discord.requests_on("GET", COMMANDS);
    assert!(reads.iter().all(|read| read.query == "with_localizations=true"), "{reads:#?}");

    let application = scene.discord.application_id().into();
    scene.rest().put_guild_commands(application, GUILD.into(), &stray(), soon()).await.unwrap();
    assert!(scene.start().await.stop().await);
    assert_eq!(scene.written(), 3, "the stray one's and ours");
    let names =
        |commands: &[Value]| commands.iter().map(|command| command["name"].clone()).collect::<Vec<_>>();
    assert_eq!(names(&scene.discord.commands(Some(GUILD))), names(&registered));
    scene.clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_are_written_through_trouble() {
    let scene = Scene::set(World::llama_works()).await;
    scene.discord.fault(Fault::on("GET", COMMANDS, Trouble::DropBefore).times(2));
    scene.discord.fault(Fault::on("PUT", COMMANDS, Trouble::StatusAfter(502)).times(2));
    let app = scene.start().await;
    assert!(!scene.discord.commands(Some(GUILD)).is_empty());
    assert!(app.stop().await);
    scene.clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stray_global_commands_are_deleted() {
    let scene = Scene::set(World::llama_works()).await;
    let application = scene.discord.application_id().into();
    scene.rest().put_global_commands(application, &stray(), soon()).await.unwrap();
    assert!(scene.start().await.stop().await);
    assert!(scene.discord.commands(None).is_empty());
    scene.clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guilds_that_are_not_configured_are_left_at_the_start_and_when_somebody_adds_the_bot() {
    let strange = |id| Guild { bot_joined: true, ..Guild::new(id, "Elsewhere", OWNER) };
    let mut world = World::llama_works();
    world.guilds.insert(STRANGE, strange(STRANGE));
    let scene = Scene::set(world).await;
    let app = scene.start().await;
    let left = |id| move |discord: &Simulator| discord.guild(id).is_some_and(|g| !g.bot_joined).then_some(());
    scene.discord.wait("the bot's leaving", SOON, left(STRANGE)).await.unwrap();
    scene.discord.add_guild(strange(STRANGE + 1));
    scene.discord.wait("the bot's leaving", SOON, left(STRANGE + 1)).await.unwrap();
    scene.discord.add_guild(strange(STRANGE));
    scene.discord.wait("the bot's leaving again", SOON, left(STRANGE)).await.unwrap();
    assert_eq!(scene.discord.requests_on("DELETE", "/users/@me/guilds/*").len(), 3, "each time once");
    assert!(scene.discord.commands(Some(STRANGE)).is_empty());
    assert!(app.stop().await);
    scene.clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_only_guild_is_not_left_until_the_bot_is_in_one_that_is_configured() {
    let mut world = World::llama_works();
    world.guilds.clear();
    world.guilds.insert(STRANGE, Guild { bot_joined: true, ..Guild::new(STRANGE, "Mistyped", OWNER) });
    let scene = Scene::set(world).await;
    let app = scene.start().await;
    assert!(scene.discord.commands(Some(STRANGE)).is_empty(), "it is not served either");
    assert!(scene.discord.requests_on("DELETE", "/users/@me/guilds/*").is_empty());
    assert!(scene.discord.guild(STRANGE).unwrap().bot_joined);

    scene.discord.add_guild(Guild { bot_joined: true, ..Guild::new(OTHER_GUILD, "Home", OWNER) });
    scene.discord.wait_commands(OTHER_GUILD, SOON).await.unwrap();
    let left = |discord: &Simulator| discord.guild(STRANGE).is_some_and(|g| !g.bot_joined).then_some(());
    scene.discord.wait("the bot's leaving", SOON, left).await.unwrap();
    assert!(app.stop().await);
    scene.clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_configured_guild_gets_its_commands_whenever_the_bot_is_added() {
    let scene = Scene::set(World::llama_works()).await;
    let app = scene.start().await;
    let joined = || Guild { bot_joined: true, ..Guild::new(OTHER_GUILD, "Second home", OWNER) };
    for _ in 0..2 {
        scene.discord.add_guild(joined());
        scene.discord.wait_commands(OTHER_GUILD, SOON).await.unwrap();
        // Discord deletes the commands of a guild that the bot leaves.
        let application = scene.discord.application_id().into();
        let none = Vec::<Value>::new();
        scene.rest().put_guild_commands(application, OTHER_GUILD.into(), &none, soon()).await.unwrap();
        scene.discord.remove_bot(OTHER_GUILD);
    }
    assert!(app.stop().await);
    scene.clean();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_direct_message_and_a_guild_that_is_not_served_are_refused_and_reach_no_provider() {
    let stage = Stage::start().await;
    stage
        .llamalink
        .wait_for_request(hostmaster::sandbox::llamalink::Operation::ListServers, 1, SOON)
        .await
        .unwrap();
    let before = stage.llamalink.requests().len();
    let payload =
        stage.ana().slash_payload(CHANNEL_OPS, "vps show", &[("server", "production-web".into())]).unwrap();
    let direct = Simulator::as_direct_message(payload.clone());
    let mut foreign = payload;
    foreign["guild_id"] = STRANGE.to_string().into();
    foreign["data"]["guild_id"] = STRANGE.to_string().into();
    for payload in [direct, foreign] {
        let refused = stage.discord.inject(payload).unwrap().wait_message(SOON).await.unwrap();
        let text = refused.text();
        assert!(text.contains("I work only in the Discord servers that I am configured for"), "{text}");
        assert!(refused.ephemeral_to == Some(ANA) && !text.contains("production-web"), "{text}");
    }
    assert_eq!(stage.llamalink.requests().len(), before);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outdated_command_is_told_so_and_does_nothing() {
    let stage = Stage::start().await;
    let fresh = stage.ana().slash_payload(CHANNEL_OPS, "vps start", &[("server", "build-1".into())]).unwrap();
    let mut stale_id = fresh.clone();
    stale_id["data"]["id"] = "1".into();
    let mut global = fresh.clone();
    if let Some(data) = global["data"].as_object_mut() {
        data.remove("guild_id");
    }
    let mut unknown = fresh.clone();
    unknown["data"]["options"][0]["name"] = "explode".into();
    let mut option = fresh;
    option["data"]["options"][0]["options"][0]["name"] = "force".into();
    for payload in [stale_id, global, unknown, option] {
        let told = stage.discord.inject(payload.clone()).unwrap().wait_message(SOON).await.unwrap();
        assert!(told.text().contains("The commands were updated"), "{payload}: {}", told.text());
        assert_eq!(told.ephemeral_to, Some(ANA));
    }
    assert!(stage.llamalink.ledger().is_empty());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bot_waits_for_a_discord_that_is_not_there_yet() {
    let scene = Scene::set(World::llama_works()).await;
    scene.discord.fault(Fault::on("GET", "/gateway/bot", Trouble::Status(503)).times(3));
    scene.discord.refuse_gateway(2);
    let app = tokio::time::timeout(SOON + Duration::from_secs(5), scene.start()).await.unwrap();
    assert!(app.stop().await);
    scene.clean();
}
