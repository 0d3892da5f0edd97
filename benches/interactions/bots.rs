//! The measured bots: each a process of its own, with a simulated Discord of its own.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use hostmaster::sandbox::discord::world::{ANA, GUILD, ROLE_OPERATOR};
use hostmaster::sandbox::discord::{Member, Options, RateLimits, Simulator};
use hostmaster::sandbox::llamalink::LlamaLink;

use crate::process::{Folder, Process};

/// How long a bot may take to be ready.
const START_WITHIN: Duration = Duration::from_secs(20);
/// The variable that makes a process of this binary the bare bot: the address of its Discord.
pub const BARE: &str = "HOSTMASTER_BENCH_BARE_BOT";
/// The variable with the bot's token.
pub const TOKEN: &str = "DISCORD_TOKEN";
const KEY: &str = "LLAMALINK_KEY";

/// Which bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Ours.
    Hostmaster,
    /// The one to compare it with.
    Bare,
}

impl Kind {
    /// The name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Hostmaster => "hostmaster",
            Kind::Bare => "bare bot",
        }
    }
}

/// A Discord for one bot, and what that bot needs to find it.
pub struct Site {
    /// Which bot it is for.
    pub kind: Kind,
    /// The simulated Discord.
    pub discord: Simulator,
    config: PathBuf,
    log: PathBuf,
    key: String,
}

impl Site {
    /// A Discord without limits, which records only when the start is to be watched.
    pub async fn new(kind: Kind, record: bool, llamalink: &LlamaLink, key: &str, folder: &Folder) -> Self {
        let options = Options { record, keep: 8192, limits: RateLimits::Unlimited, ..Options::default() };
        let discord = Simulator::start(options).await.expect("a free port");
        let name = format!("{}-{}", kind.name().replace(' ', "-"), if record { "start" } else { "run" });
        let path = |end: &str| folder.path().join(format!("{name}.{end}"));
        let config = format!(
            r#"
[discord]
token = {{ env = "{TOKEN}" }}
guilds = ["{GUILD}"]
api_base = "{}"

[store]
url = "sqlite://{}"

[accounts.shop]
provider = "llamalink"
base_url = "{}"
key = {{ env = "{KEY}" }}

[policy]
contact = "ask in #ops-help"

[[grants]]
roles = ["{ROLE_OPERATOR}"]
allow = ["risk:read", "vps.*"]
"#,
            discord.api_base(),
            path("db").display(),
            llamalink.base_url(),
        );
        fs::write(path("toml"), config).expect("the configuration is written");
        Site { kind, discord, config: path("toml"), log: path("log"), key: key.to_owned() }
    }

    /// The operator, who uses the commands.
    pub fn ana(&self) -> Member {
        self.discord.member(ANA)
    }

    fn command(&self) -> Command {
        match self.kind {
            Kind::Hostmaster => {
                let mut command = Command::new(env!("CARGO_BIN_EXE_hostmaster"));
                command.args(["run", "--config"]).arg(&self.config);
                command
            }
            Kind::Bare => {
                let mut command = Command::new(std::env::current_exe().expect("the bench's own path"));
                command.env(BARE, self.discord.api_base());
                command
            }
        }
    }

    /// Starts the bot without waiting for it.
    pub fn spawn(&self) -> Process {
        let log = File::create(&self.log).expect("the log is created");
        let child = self
            .command()
            .env(TOKEN, self.discord.token())
            .env(KEY, &self.key)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("the bot's process starts");
        Process(child)
    }

    /// Starts the bot and waits until it is ready; says how long that took.
    ///
    /// Ready means that the last request of the start has been answered: hostmaster's look at the global commands,
    /// which follows the guild's, and the bare bot's registration. It needs a Discord that records.
    pub async fn start_watched(&self) -> (Process, Duration) {
        self.discord.clear_records();
        let begun = Instant::now();
        let process = self.spawn();
        let last = match self.kind {
            Kind::Hostmaster => ("GET", format!("/applications/{}/commands", self.discord.application_id())),
            Kind::Bare => {
                ("PUT", format!("/applications/{}/guilds/{GUILD}/commands", self.discord.application_id()))
            }
        };
        let ready = self
            .discord
            .wait_request(
                |request| (request.method.as_str(), &request.path) == (last.0, &last.1),
                START_WITHIN,
            )
            .await;
        let took = begun.elapsed();
        if let Err(error) = ready {
            panic!("{}: {error}\n{}", self.kind.name(), self.log());
        }
        (process, took)
    }

    /// Starts the bot and waits until it can be used.
    pub async fn start(&self) -> Process {
        let process = self.spawn();
        let ready = async {
            self.discord.wait_commands(GUILD, START_WITHIN).await?;
            self.discord.wait_ready(START_WITHIN).await
        };
        if let Err(error) = ready.await {
            panic!("{}: {error}\n{}", self.kind.name(), self.log());
        }
        process
    }

    /// What the bot has logged.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }
}
