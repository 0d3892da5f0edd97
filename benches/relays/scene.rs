//! The bot as a process between a simulated Discord and the portal.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use hostmaster::sandbox::discord::Simulator;
use hostmaster::sandbox::discord::world::{GUILD, ROLE_OPERATOR};

use crate::process::{Folder, Process};

const START_WITHIN: Duration = Duration::from_secs(60);
const TOKEN: &str = "DISCORD_TOKEN";
const PASSWORD: &str = "PORTAL_PASSWORD";

/// The folder and the configuration of a bot.
pub struct Scene {
    folder: Folder,
    discord: Simulator,
}

impl Scene {
    /// A bot of these accounts, each a name and its base URL, with these rules.
    pub fn new(discord: Simulator, accounts: impl Iterator<Item = (String, String)>, rules: &str) -> Self {
        let folder = Folder::new();
        let accounts: String = accounts
            .map(|(name, base_url)| {
                format!(
                    "[accounts.{name}]\nprovider = \"lightlayer\"\nbase_url = \"{base_url}\"\nauth = \"basic\"\n\
                     username = \"api@example.com\"\npassword = {{ env = \"{PASSWORD}\" }}\n\n"
                )
            })
            .collect();
        let config = format!(
            r#"
[discord]
token = {{ env = "{TOKEN}" }}
guilds = ["{GUILD}"]
api_base = "{}"

[store]
url = "sqlite://{}"

[[grants]]
roles = ["{ROLE_OPERATOR}"]
allow = ["risk:read"]

{accounts}
{rules}
"#,
            discord.api_base(),
            folder.path().join("hostmaster.db").display(),
        );
        fs::write(folder.path().join("hostmaster.toml"), config).expect("the configuration is written");
        Scene { folder, discord }
    }

    /// Where the database is.
    pub fn database(&self) -> String {
        format!("sqlite://{}", self.folder.path().join("hostmaster.db").display())
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// Starts the bot and waits until it can be used.
    pub async fn start(&self) -> Process {
        let child = Command::new(env!("CARGO_BIN_EXE_hostmaster"))
            .args(["run", "--config"])
            .arg(self.folder.path().join("hostmaster.toml"))
            .env(TOKEN, self.discord.token())
            .env(PASSWORD, "correct horse battery")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(self.log()).expect("the log is created"))
            .spawn()
            .expect("the bot's process starts");
        let process = Process(child);
        if let Err(error) = self.discord.wait_commands(GUILD, START_WITHIN).await {
            panic!("{error}\n{}", fs::read_to_string(self.log()).unwrap_or_default());
        }
        process
    }
}
