//! The scene: simulators that outlive the bot, and lives of the bot that can be ended by `kill -9`.

use std::fs::File;
use std::io;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use hostmaster::app::{App, Options};
use hostmaster::config;
use hostmaster::dispatch::Timing;
use hostmaster::domain::job::WatchLimits;
use hostmaster::sandbox::discord::world::{ANA, MAX};
use hostmaster::sandbox::discord::{self, Member, Message, RateLimits, Simulator};
use hostmaster::sandbox::lightlayer::{self, LightLayer};
use hostmaster::sandbox::llamalink::{LlamaLink, Pace, State};
use hostmaster::telemetry::{self, Redactor};
use secrecy::ExposeSecret;
use tracing_subscriber::filter::LevelFilter;

use crate::stage::{Folder, GRANTS, asia_text, config_text};

/// How long anything may take that must happen; a followed server is looked at every two seconds.
pub const SOON: Duration = Duration::from_secs(60);

/// Names the configuration for the bot that this very program becomes.
const BOT: &str = "HOSTMASTER_TEST_BOT";

/// What a life of the bot is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The built binary.
    Built,
    /// This program in the bot's place, which waits for everything far shorter.
    Hasty,
}

/// The simulators, which outlive the bot, and what each life of it needs.
pub struct Scene {
    pub discord: Simulator,
    pub llamalink: LlamaLink,
    /// Nobody speaks with it unless the scene was set with its account.
    pub lightlayer: LightLayer,
    kind: Kind,
    key: String,
    password: String,
    folder: Folder,
    lives: u32,
}

/// One life of the bot.
pub struct Bot(Child);

impl Bot {
    /// Ends this life at once, as `kill -9` does.
    pub fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Bot {
    /// The process's id.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// Waits for the end of this life.
    pub fn wait(&mut self) -> io::Result<ExitStatus> {
        self.0.wait()
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Scene {
    /// Sets the scene; the provider is so fast.
    pub async fn set(kind: Kind, pace: Pace) -> Self {
        Scene::set_with(kind, pace, "").await
    }

    /// The same with more text in the configuration.
    pub async fn set_with(kind: Kind, pace: Pace, config: &str) -> Self {
        let lightlayer = lightlayer::State::documented();
        let password = lightlayer.login.password.expose_secret().clone();
        let lightlayer = LightLayer::start(lightlayer).await.unwrap();
        Scene::set_on(kind, pace, lightlayer, password, GRANTS, config).await
    }

    /// The same with the account `asia` at a LightLayer of that state, and with these grants.
    pub async fn set_with_lightlayer(kind: Kind, state: lightlayer::State, grants: &str) -> Self {
        let password = state.login.password.expose_secret().clone();
        let lightlayer = LightLayer::start(state).await.unwrap();
        let asia = asia_text(&lightlayer);
        Scene::set_on(kind, Pace::INSTANT, lightlayer, password, grants, &asia).await
    }

    async fn set_on(
        kind: Kind,
        pace: Pace,
        lightlayer: LightLayer,
        password: String,
        grants: &str,
        config: &str,
    ) -> Self {
        // Starting again within a second is more often than Discord allows.
        let options = discord::Options { limits: RateLimits::Unlimited, ..discord::Options::default() };
        let discord = Simulator::start(options).await.unwrap();
        discord.set_locale(MAX, "en-US");
        let mut state = State::sandbox();
        state.pace = pace;
        let key = state.key.expose_secret().clone();
        let llamalink = LlamaLink::start(state).await.unwrap();
        let folder = Folder::new();
        let text = config_text(&discord, &llamalink, &folder, grants, config);
        std::fs::write(folder.path().join("hostmaster.toml"), text).unwrap();
        Scene { discord, llamalink, lightlayer, kind, key, password, folder, lives: 0 }
    }

    /// Starts the bot and waits until it is connected.
    pub async fn start(&mut self) -> Bot {
        let gone = |discord: &Simulator| (discord.live_sessions() == 0).then_some(());
        self.discord.wait("the last life's session to end", SOON, gone).await.unwrap();
        self.lives += 1;
        let log = File::create(self.folder.path().join(format!("life-{}.log", self.lives))).unwrap();
        let config = self.folder.path().join("hostmaster.toml");
        let mut program = match self.kind {
            Kind::Built => {
                let mut program = Command::new(env!("CARGO_BIN_EXE_hostmaster"));
                program.args(["run", "--config"]).arg(config);
                program
            }
            Kind::Hasty => {
                let mut program = Command::new(std::env::current_exe().unwrap());
                program.args(["--exact", "scene::this_program_is_the_bot_where_it_is_told_to_be"]);
                program.env(BOT, config);
                program
            }
        };
        let child = program
            .env("DISCORD_TOKEN", self.discord.token())
            .env("LLAMALINK_KEY", &self.key)
            .env("LIGHTLAYER_PASSWORD", &self.password)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let bot = Bot(child);
        self.discord
            .wait("a session", SOON, |discord| (discord.live_sessions() == 1).then_some(()))
            .await
            .unwrap();
        self.discord.wait_commands(hostmaster::sandbox::discord::world::GUILD, SOON).await.unwrap();
        bot
    }

    pub fn ana(&self) -> Member {
        self.discord.member(ANA)
    }

    pub fn max(&self) -> Member {
        self.discord.member(MAX)
    }

    /// Waits until the message says the words.
    pub async fn reads(&self, message: u64, words: &str) -> Message {
        let what = format!("the message to read {words:?}");
        let says =
            |discord: &Simulator| discord.message(message).filter(|message| message.text().contains(words));
        let found = self.discord.wait(&what, SOON, says).await;
        found.unwrap_or_else(|error| panic!("{error}; {}", self.report(message)))
    }

    /// What a message reads, what became of every interaction, and what the last two lives logged: for the message of a
    /// test that fails once in a hundred runs.
    pub fn report(&self, message: u64) -> String {
        let text = self.discord.message(message).map(|message| message.text());
        let mut report = format!("it reads {text:?}");
        for interaction in self.discord.interactions() {
            let first = interaction.first_response().map(|first| (first.kind, first.after));
            let told: Vec<_> = interaction.followups().iter().map(Message::text).collect();
            report += &format!(
                "\n{:?}: first answer {first:?}, failed {:?}, reads {:?}, told {told:?}",
                interaction.kind(),
                interaction.failed(),
                interaction.message().map(|message| message.text()),
            );
        }
        for violation in self.discord.violations() {
            report += &format!("\n{violation:?}");
        }
        for life in self.lives.saturating_sub(1).max(1)..=self.lives {
            let log = self.folder.path().join(format!("life-{life}.log"));
            let log = std::fs::read_to_string(log).unwrap_or_default();
            let tail: Vec<_> = log.lines().rev().take(40).collect();
            let tail: Vec<_> = tail.into_iter().rev().collect();
            report += &format!("\nlife {life} logged:\n{}", tail.join("\n"));
        }
        report
    }
}

/// The bot of a [`Kind::Hasty`] life. Called as a test of its own, it has nothing to be.
#[test]
fn this_program_is_the_bot_where_it_is_told_to_be() {
    let Some(path) = std::env::var_os(BOT) else { return };
    let config = config::load(Path::new(&path)).unwrap().config;
    telemetry::init(Redactor::new(config.secrets()), LevelFilter::DEBUG);
    let watch = WatchLimits {
        trace: Duration::from_secs(2),
        arrival: Duration::from_secs(5),
        absence: Duration::from_millis(500),
        setup: Duration::from_secs(30),
        payment: Duration::from_secs(60),
        task: Duration::from_secs(5),
    };
    let (poll, progress) = (Duration::from_millis(50), Duration::from_millis(100));
    let timing = Timing { poll, progress, sweep: Duration::from_millis(50), watch, ..Timing::default() };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let mut app = App::start(&config, Options { timing, ..Options::default() }).await.unwrap();
        panic!("the bot ended: {}", app.ended().await);
    });
}
