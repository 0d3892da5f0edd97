//! A bot that watches one account at a simulated LightLayer.

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use hostmaster::app::{App, Options};
use hostmaster::config;
use hostmaster::domain::relay::{Card, Feed};
use hostmaster::domain::{ChannelId, MessageId};
use hostmaster::relays::outbox::Timing;
use hostmaster::sandbox::discord::world::{
    ANA, CHANNEL_BILLING, CHANNEL_OPS, CHANNEL_SUPPORT, GUILD, MAX, ROLE_MANAGER, ROLE_OPERATOR, ROLE_SUPPORT,
};
use hostmaster::sandbox::discord::{self, Interaction, Message, RateLimits, Simulator, Trouble};
use hostmaster::sandbox::lightlayer::{LightLayer, Operation, State};
use hostmaster::store::{AuditFilter, Store};
use secrecy::ExposeSecret;
use serde_json::json;

use crate::stage::Folder;
use crate::told::{card, steady};

/// How long anything may take that must happen.
pub const SOON: Duration = Duration::from_secs(20);

/// How often a condition is looked at of whose change nobody tells.
const POLL: Duration = Duration::from_millis(10);
/// The times of deliveries when a second is an hour.
const FAST: Timing = Timing {
    patience: Duration::from_millis(300),
    remembered: Duration::from_millis(200),
    first_pause: Duration::from_millis(20),
    longest_pause: Duration::from_millis(100),
    between_edits: Duration::from_millis(300),
    idle: Duration::from_secs(30),
};

/// A rule of the configuration.
pub fn relay(events: &[&str], channel: u64, more: &str) -> String {
    format!("[[relays]]\nevents = {events:?}\nchannel = \"{channel}\"\n{more}\n")
}

/// Discord's word for a channel where the bot may not do that.
pub fn missing_permissions() -> Trouble {
    let body = json!({ "message": "Missing Permissions", "code": 50_013 }).to_string();
    Trouble::Garbage { status: 403, content_type: "application/json".to_owned(), body }
}

/// Everything that takes part.
pub struct Watched {
    pub discord: Simulator,
    pub lightlayer: LightLayer,
    pub store: Store,
    app: Option<App>,
    pub config: config::Config,
    delivery: Timing,
    folder: Folder,
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
        Watched::start_as(rules, watch, discord::Options::default(), Timing::default(), prepare).await
    }

    /// The same on clocks that run faster, at a Discord without limits, so that hours pass in seconds.
    pub async fn start_fast(rules: &str, watch: &str) -> Self {
        let discord = discord::Options { limits: RateLimits::Unlimited, ..discord::Options::default() };
        let faster = |_: &LightLayer, config: &mut config::Config| {
            config.watch.interval = Duration::from_millis(200);
        };
        Watched::start_as(rules, watch, discord, FAST, faster).await
    }

    async fn start_as(
        rules: &str,
        watch: &str,
        discord: discord::Options,
        delivery: Timing,
        prepare: impl FnOnce(&LightLayer, &mut config::Config),
    ) -> Self {
        let discord = Simulator::start(discord).await.unwrap();
        // One language for all; which language whom is spoken to in has tests of its own.
        discord.set_locale(MAX, "en-US");
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
        let store = Store::open(&config.store.url).await.unwrap();
        let app = App::start(&config, Options { delivery, ..Options::default() }).await.unwrap();
        discord.wait_commands(GUILD, SOON).await.unwrap();
        Watched { discord, lightlayer, store, app: Some(app), config, delivery, folder }
    }

    /// Stops the bot, lets something happen, and starts it again.
    pub async fn restart(&mut self, meanwhile: impl FnOnce(&Self)) {
        assert!(self.app.take().unwrap().stop().await);
        meanwhile(self);
        let options = Options { delivery: self.delivery, ..Options::default() };
        let app = App::start(&self.config, options).await.unwrap();
        let mut ready = app.ready();
        tokio::time::timeout(SOON, ready.wait_for(|ready| *ready)).await.unwrap().unwrap();
        self.app = Some(app);
    }

    /// Waits until the provider was asked for a list so many times more; the last but one was answered and read then.
    pub async fn looks(&self, operation: Operation, more: u64) {
        let enough = self.lightlayer.count(operation) + more;
        let looking = async {
            while self.lightlayer.count(operation) < enough {
                tokio::time::sleep(POLL).await;
            }
        };
        let looked = tokio::time::timeout(SOON, looking).await;
        looked.unwrap_or_else(|_| panic!("no {more} looks by {operation:?}"));
    }

    /// Waits until so much waits for a channel.
    pub async fn owes(&self, channel: u64, pending: u64) {
        let owing = async {
            while self.store.arrears(ChannelId(channel)).await.unwrap().pending != pending {
                tokio::time::sleep(POLL).await;
            }
        };
        let owed = tokio::time::timeout(SOON, owing).await;
        owed.unwrap_or_else(|_| panic!("not {pending} waiting; {}", self.everything()));
    }

    /// Waits until nothing waits for a channel any more, and gives its messages, oldest first.
    pub async fn settled(&self, channel: u64) -> Vec<Message> {
        self.owes(channel, 0).await;
        self.messages(channel)
    }

    /// Where the database is.
    pub fn folder(&self) -> &Path {
        self.folder.path()
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

    /// Presses a button of a card as it is now; the verb is the end of the button's id.
    pub fn press(&self, user: u64, card: u64, verb: &str) -> Interaction {
        let button = self.button(card, verb).unwrap_or_else(|| panic!("no {verb}; {}", self.everything()));
        self.discord.member(user).press(card, &button).unwrap()
    }

    /// The id of a card's button, if the card has it now.
    pub fn button(&self, card: u64, verb: &str) -> Option<String> {
        let buttons = self.discord.message(card).unwrap().buttons();
        let ids = buttons.into_iter().map(|button| button.custom_id);
        ids.into_iter().find(|id| id.ends_with(&format!(":{verb}")))
    }

    /// The labels of a card's buttons as they are now.
    pub fn labels(&self, card: u64) -> Vec<String> {
        self.discord.message(card).unwrap().buttons().into_iter().map(|button| button.label).collect()
    }

    /// Presses a button that asks for a text, and writes it.
    pub async fn write(&self, user: u64, card: u64, verb: &str, text: &str) -> Interaction {
        let form = self.press(user, card, verb);
        form.wait_modal(SOON).await.unwrap();
        form.submit_modal(&[("text", text)]).unwrap()
    }

    /// Waits until an answer says the words.
    pub async fn says(&self, answer: &Interaction, words: &str) -> Message {
        let said = answer.wait_until(|message| message.text().contains(words), SOON).await;
        said.unwrap_or_else(|error| panic!("{error}; {}", self.everything()))
    }

    /// The database.
    pub async fn store(&self) -> Store {
        Store::open(&self.config.store.url).await.unwrap()
    }

    /// The card that a message is, once the store knows that.
    pub async fn stored(&self, message: u64) -> Card {
        let store = self.store().await;
        let asking = async {
            loop {
                if let Some(card) = store.card_at(MessageId(message)).await.unwrap() {
                    return card;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(SOON, asking).await.unwrap_or_else(|_| panic!("{}", self.everything()))
    }

    /// The audit of an action, oldest first, as `user target result`.
    pub async fn audit(&self, action: &str) -> Vec<String> {
        self.app.as_ref().unwrap().flush_audit().await;
        let (mut rows, _) = self.store().await.audit_rows(&AuditFilter::default(), 0, 1000).await.unwrap();
        rows.reverse();
        let rows = rows.iter().filter(|row| row.action == action);
        rows.map(|row| format!("{} {} {}", row.user, row.target, row.result.as_str())).collect()
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
balance_floor = "10.00"

[[grants]]
roles = ["{ROLE_OPERATOR}"]
allow = ["relay.*", "card.*", "ticket.*", "invoice.*", "notice.*", "vps.start", "vps.show"]

[[grants]]
roles = ["{ROLE_MANAGER}"]
allow = ["invoice.*", "notice.*", "balance"]

[[grants]]
roles = ["{ROLE_SUPPORT}"]
allow = ["ticket.show", "ticket.reply", "card.*"]

{watch}
{rules}
"#,
        discord.api_base(),
        folder.join("hostmaster.db").display(),
        lightlayer.base_url(),
    )
}
