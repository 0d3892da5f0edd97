//! A bot that watches one account at a simulated LightLayer.

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use hostmaster::app::{App, Options};
use hostmaster::config;
use hostmaster::domain::relay::Feed;
use hostmaster::sandbox::discord::world::{
    ANA, CHANNEL_BILLING, CHANNEL_OPS, CHANNEL_SUPPORT, GUILD, ROLE_OPERATOR,
};
use hostmaster::sandbox::discord::{self, Message, Simulator};
use hostmaster::sandbox::lightlayer::{LightLayer, State};
use secrecy::ExposeSecret;

use crate::stage::Folder;
use crate::told::{card, steady};

/// How long anything may take that must happen.
pub const SOON: Duration = Duration::from_secs(20);

/// A rule of the configuration.
pub fn relay(events: &[&str], channel: u64, more: &str) -> String {
    format!("[[relays]]\nevents = {events:?}\nchannel = \"{channel}\"\n{more}\n")
}

/// Everything that takes part.
pub struct Watched {
    pub discord: Simulator,
    pub lightlayer: LightLayer,
    app: Option<App>,
    pub config: config::Config,
    _folder: Folder,
}

impl Watched {
    /// Starts the bot with these rules.
    pub async fn start(rules: &str) -> Self {
        Watched::start_with(rules, "[watch]\ninterval = \"1s\"\n").await
    }

    /// The same with this section about watching.
    pub async fn start_with(rules: &str, watch: &str) -> Self {
        Watched::start_prepared(rules, watch, |_, _| {}).await
    }

    /// The same after the portal and the configuration have been prepared.
    pub async fn start_prepared(
        rules: &str,
        watch: &str,
        prepare: impl FnOnce(&LightLayer, &mut config::Config),
    ) -> Self {
        let discord = Simulator::start(discord::Options::default()).await.unwrap();
        let lightlayer = LightLayer::start(State::sandbox()).await.unwrap();
        let folder = Folder::new();
        let text = config_text(&discord, &lightlayer, folder.path(), rules, watch);
        let secret = lightlayer.with_state(|state| state.login.password.expose_secret().clone());
        let token = discord.token().to_owned();
        let lookup = |name: &str| match name {
            "DISCORD_TOKEN" => Some(OsString::from(&token)),
            "LIGHTLAYER_PASSWORD" => Some(OsString::from(&secret)),
            _ => None,
        };
        let mut config = config::parse(Path::new("hostmaster.toml"), &text, &lookup)
            .unwrap_or_else(|faults| panic!("{faults}"))
            .config;
        prepare(&lightlayer, &mut config);
        let app = App::start(&config, Options::default()).await.unwrap();
        discord.wait_commands(GUILD, SOON).await.unwrap();
        Watched { discord, lightlayer, app: Some(app), config, _folder: folder }
    }

    /// Stops the bot, lets something happen, and starts it again.
    pub async fn restart(&mut self, meanwhile: impl FnOnce(&Self)) {
        assert!(self.app.take().unwrap().stop().await);
        meanwhile(self);
        self.app = Some(App::start(&self.config, Options::default()).await.unwrap());
    }

    /// Takes the configuration over anew.
    pub fn reload(&self) {
        self.app.as_ref().unwrap().reload(&self.config).unwrap();
    }

    /// Waits until the first look at a feed has been told.
    pub async fn first_look(&self, feed: Feed) {
        let channel = if feed == Feed::Tickets { CHANNEL_SUPPORT } else { CHANNEL_BILLING };
        self.wait_for(channel, &format!("I watch the {feed}")).await;
    }

    /// The messages of a channel that are there, oldest first.
    pub fn messages(&self, channel: u64) -> Vec<Message> {
        let mut messages = self.discord.all_messages();
        messages.retain(|message| message.channel == channel && !message.deleted);
        messages
    }

    /// Waits for a message in the channel that says the words.
    pub async fn wait_for(&self, channel: u64, words: &str) -> Message {
        let says =
            |_: &Simulator| self.messages(channel).into_iter().find(|message| message.text().contains(words));
        let found = self.discord.wait(&format!("a message that says {words:?}"), SOON, says).await;
        found.unwrap_or_else(|error| panic!("{error}; {}", self.everything()))
    }

    /// Waits for the card of a thing.
    pub async fn card(&self, channel: u64, thing: &str) -> Message {
        self.wait_for(channel, &format!("asia/{thing}")).await
    }

    /// Waits for a note to a card that says the words.
    pub async fn note(&self, card: u64, words: &str) -> Message {
        let says = |discord: &Simulator| {
            let mut messages = discord.all_messages().into_iter();
            messages.find(|message| message.reference == Some(card) && message.text().contains(words))
        };
        let found = self.discord.wait(&format!("a note that says {words:?}"), SOON, says).await;
        found.unwrap_or_else(|error| panic!("{error}; {}", self.everything()))
    }

    /// Waits until a message says the words.
    pub async fn reads(&self, message: u64, words: &str) -> Message {
        let says =
            |discord: &Simulator| discord.message(message).filter(|message| message.text().contains(words));
        let found = self.discord.wait(&format!("the card to read {words:?}"), SOON, says).await;
        found.unwrap_or_else(|error| panic!("{error}; {}", self.everything()))
    }

    /// Uses a command as the operator, and gives what it answers.
    pub async fn use_command(&self, path: &str, options: &[(&str, serde_json::Value)]) -> Message {
        let used = self.discord.member(ANA).slash(CHANNEL_OPS, path, options).unwrap();
        used.wait_message(SOON).await.unwrap()
    }

    /// Uses a command as the operator again and again, until it answers with the words.
    pub async fn until(&self, path: &str, words: &str) -> Message {
        let asking = async {
            loop {
                let answer = self.use_command(path, &[]).await;
                if answer.text().contains(words) {
                    return answer;
                }
            }
        };
        tokio::time::timeout(SOON, asking).await.unwrap_or_else(|_| panic!("{}", self.everything()))
    }

    /// A message as people read it, without what differs from run to run.
    pub fn print(&self, message: &Message) -> String {
        without_marks(&steady(&card(message)))
    }

    /// Stops the bot, in order.
    pub async fn end(mut self) {
        assert!(self.app.take().unwrap().stop().await);
    }

    fn everything(&self) -> String {
        let texts: Vec<_> = self.discord.all_messages().iter().map(Message::text).collect();
        format!("{texts:#?}\n{:?}", self.discord.violations())
    }
}

/// The marks of messages differ from run to run.
fn without_marks(text: &str) -> String {
    text.lines()
        .map(|line| if line.starts_with("ref ") { "ref …" } else { line })
        .collect::<Vec<_>>()
        .join("\n")
}

pub fn config_text(
    discord: &Simulator,
    lightlayer: &LightLayer,
    folder: &Path,
    rules: &str,
    watch: &str,
) -> String {
    let username = lightlayer.with_state(|state| state.login.username.clone());
    format!(
        r#"
[discord]
token = {{ env = "DISCORD_TOKEN" }}
guilds = ["111111111111111111"]
api_base = "{}"

[store]
url = "sqlite://{}"

[accounts.asia]
provider = "lightlayer"
base_url = "{}"
auth = "token"
username = "{username}"
password = {{ env = "LIGHTLAYER_PASSWORD" }}
timezone = "UTC"

[[grants]]
roles = ["{ROLE_OPERATOR}"]
allow = ["relay.*", "card.*", "ticket.*", "invoice.*"]

{watch}
{rules}
"#,
        discord.api_base(),
        folder.join("hostmaster.db").display(),
        lightlayer.base_url(),
    )
}
