//! Relays and crashes: killed at any step, with a Discord in trouble, every event is told once and every card is true.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use futures_util::{StreamExt, stream};
use hostmaster::sandbox::discord::world::{CHANNEL_BILLING, CHANNEL_PROVISIONING, CHANNEL_SUPPORT};
use hostmaster::sandbox::discord::{self, Fault, Message, RateLimits, Simulator, Trouble};
use hostmaster::sandbox::lightlayer::{LightLayer, Line, State};
use hostmaster::sandbox::llamalink::{self, LlamaLink};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use secrecy::ExposeSecret;

use super::rules;
use super::watched::{config_text, relay};
use crate::stage::Folder;

/// How many bots live, die and come back.
const RUNS: u64 = 40;
/// How many of them at once.
const AT_ONCE: usize = 6;
/// How often each is killed.
const KILLS: usize = 6;
/// What each channel is told at the first look.
const FIRST_LOOKS: [(u64, &str); 3] = [
    (CHANNEL_SUPPORT, "I watch the tickets of **asia**"),
    (CHANNEL_BILLING, "I watch the invoices of **asia**"),
    (CHANNEL_PROVISIONING, "I watch the orders of **shop**"),
];
/// How long anything may take that must happen.
const SOON: Duration = Duration::from_secs(60);

/// The simulators, and the built binary between them.
struct Scene {
    discord: Simulator,
    lightlayer: LightLayer,
    llamalink: LlamaLink,
    folder: Folder,
    password: String,
    key: String,
    lives: usize,
}

struct Bot(Child);

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Scene {
    async fn set() -> Self {
        let options = discord::Options { limits: RateLimits::Unlimited, ..discord::Options::default() };
        let discord = Simulator::start(options).await.unwrap();
        let lightlayer = LightLayer::start(State::sandbox()).await.unwrap();
        let llamalink = LlamaLink::start(llamalink::State::sandbox()).await.unwrap();
        let folder = Folder::new();
        let watch = "[watch]\ninterval = \"1s\"\n";
        let shop = format!(
            "[accounts.shop]\nprovider = \"llamalink\"\nbase_url = \"{}\"\nkey = {{ env = \"LLAMALINK_KEY\" }}\n",
            llamalink.base_url(),
        );
        let rules = format!("{shop}{}{}", rules(), relay(&["order.*"], CHANNEL_PROVISIONING, ""));
        let text = config_text(&discord, &lightlayer, folder.path(), &rules, watch);
        std::fs::write(folder.path().join("hostmaster.toml"), text).unwrap();
        let password = lightlayer.with_state(|state| state.login.password.expose_secret().clone());
        let key = llamalink.with_state(|state| state.key.expose_secret().clone());
        Scene { discord, lightlayer, llamalink, folder, password, key, lives: 0 }
    }

    fn start(&mut self) -> Bot {
        self.lives += 1;
        let log = File::create(self.log(self.lives)).unwrap();
        let program = Command::new(env!("CARGO_BIN_EXE_hostmaster"))
            .args(["run", "--config"])
            .arg(self.folder.path().join("hostmaster.toml"))
            .env("DISCORD_TOKEN", self.discord.token())
            .env("LIGHTLAYER_PASSWORD", &self.password)
            .env("LLAMALINK_KEY", &self.key)
            .env("RUST_LOG", "hostmaster=debug")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn();
        Bot(program.unwrap())
    }

    fn log(&self, life: usize) -> std::path::PathBuf {
        self.folder.path().join(format!("life-{life}.log"))
    }

    fn there(&self, channel: u64) -> Vec<Message> {
        let mut messages = self.discord.all_messages();
        messages.retain(|message| message.channel == channel && !message.deleted);
        messages
    }

    /// Everything that a failed run has to tell.
    fn report(&self) -> String {
        let read = |life| std::fs::read_to_string(self.log(life)).unwrap_or_default();
        let is_news = |line: &&str| !line.contains("The provider answered");
        let last =
            |log: &str| log.lines().rev().filter(is_news).take(60).map(str::to_owned).collect::<Vec<_>>();
        let mut log = last(&read(self.lives));
        log.reverse();
        let texts: Vec<_> = self.discord.all_messages().iter().map(Message::text).collect();
        format!("{texts:#?}\n{}", log.join("\n"))
    }
}

/// What has truly happened to a thing since the first look.
#[derive(Debug, Default)]
struct Truth {
    notes: Vec<String>,
    closed: bool,
}

/// What a channel reads of a thing: how many cards, and the notes to them in the order of their coming.
fn told(messages: &[Message], reference: &str) -> (usize, Vec<String>, String) {
    let cards: Vec<&Message> = messages.iter().filter(|message| message.text().contains(reference)).collect();
    let ids: BTreeSet<u64> = cards.iter().map(|card| card.id).collect();
    let notes = messages.iter().filter(|message| message.reference.is_some_and(|card| ids.contains(&card)));
    let text = cards.first().map(|card| card.text()).unwrap_or_default();
    (cards.len(), notes.map(Message::text).collect(), text)
}

/// Lets something happen at the provider.
fn happen(scene: &Scene, truth: &mut BTreeMap<(u64, String), Truth>, random: &mut StdRng, nth: usize) {
    let open: Vec<String> = truth
        .iter()
        .filter(|((channel, _), truth)| *channel == CHANNEL_SUPPORT && !truth.closed)
        .map(|((_, thing), _)| thing.clone())
        .collect();
    let one = (!open.is_empty()).then(|| open[random.gen_range(0..open.len())].clone());
    match (random.gen_range(0..8), one) {
        (0..=1, Some(number)) => {
            let text = format!("Reply number {nth}.");
            assert!(scene.lightlayer.staff_replies(number.parse().unwrap(), &text));
            truth.get_mut(&(CHANNEL_SUPPORT, number)).unwrap().notes.push(text);
        }
        (2, Some(number)) => {
            assert!(scene.lightlayer.staff_closes(number.parse().unwrap()));
            let ticket = truth.get_mut(&(CHANNEL_SUPPORT, number)).unwrap();
            ticket.closed = true;
            ticket.notes.push("The ticket is closed".to_owned());
        }
        (3, _) => {
            let line = Line::new(format!("Thing {nth}"), "5.00".parse().unwrap());
            let invoice = scene.lightlayer.invoice_is_issued(vec![line]);
            truth.insert((CHANNEL_BILLING, invoice.to_string()), Truth::default());
        }
        (4..=5, _) => {
            let order = scene.llamalink.order_is_placed_elsewhere("flame").unwrap();
            truth.insert((CHANNEL_PROVISIONING, order.to_string()), Truth::default());
        }
        _ => {
            let number = scene.lightlayer.ticket_arrives("Billing", &format!("Ticket {nth}"), "Hello?");
            let opened = Truth { notes: vec!["A new ticket".to_owned()], closed: false };
            truth.insert((CHANNEL_SUPPORT, number.to_string()), opened);
        }
    }
}

/// Whether everything is told, and nothing twice; else what is not.
fn settled(scene: &Scene, truth: &BTreeMap<(u64, String), Truth>) -> Result<(), String> {
    for ((channel, thing), truth) in truth {
        let account = if *channel == CHANNEL_PROVISIONING { "shop" } else { "asia" };
        let (cards, notes, text) = told(&scene.there(*channel), &format!("{account}/{thing}"));
        if cards != 1 {
            return Err(format!("{thing} has {cards} cards"));
        }
        for expected in &truth.notes {
            let times = notes.iter().filter(|note| note.contains(expected.as_str())).count();
            if times != 1 {
                return Err(format!("{thing} was told {times} times that {expected:?}"));
            }
        }
        if notes.len() != truth.notes.len() {
            return Err(format!("{thing} has the notes {notes:?} for {:?}", truth.notes));
        }
        if *channel == CHANNEL_SUPPORT && text.contains("\u{26AA}") != truth.closed {
            return Err(format!("the card of {thing} is not true: {text}"));
        }
    }
    Ok(())
}

async fn run(seed: u64) {
    let random = &mut StdRng::seed_from_u64(seed);
    let mut scene = Scene::set().await;
    let mut bot = scene.start();
    for (channel, words) in FIRST_LOOKS {
        let began = |_: &Simulator| {
            scene.there(channel).iter().any(|message| message.text().contains(words)).then_some(())
        };
        scene
            .discord
            .wait("the first look", SOON, began)
            .await
            .unwrap_or_else(|error| panic!("seed {seed}: {error}; {}", scene.report()));
    }
    let mut truth = BTreeMap::new();
    let mut nth = 0;
    for _ in 0..KILLS {
        for _ in 0..random.gen_range(1..3) {
            nth += 1;
            happen(&scene, &mut truth, random, nth);
        }
        if random.gen_bool(0.5) {
            let trouble = [Trouble::HangAfter, Trouble::DropAfter, Trouble::DropBefore, Trouble::Status(500)];
            let trouble = trouble[random.gen_range(0..trouble.len())].clone();
            let (method, path) = [("POST", "/channels/*/messages"), ("PATCH", "/channels/*/messages/*")]
                [random.gen_range(0..2)];
            scene.discord.fault(Fault::on(method, path, trouble));
        }
        // The instant is what is tried out here.
        tokio::time::sleep(Duration::from_millis(random.gen_range(0..1500))).await;
        drop(bot);
        bot = scene.start();
    }
    let all = |_: &Simulator| settled(&scene, &truth).ok();
    let done = scene.discord.wait("everything to be told once", SOON, all).await;
    if done.is_err() {
        panic!("seed {seed}: {:?} {truth:#?}; {}", settled(&scene, &truth), scene.report());
    }
    // Whatever would come a second time comes with the next looks.
    tokio::time::sleep(Duration::from_millis(1500)).await;
    settled(&scene, &truth).unwrap_or_else(|error| panic!("seed {seed}: {error}; {}", scene.report()));
    for (channel, words) in FIRST_LOOKS {
        let summaries = scene.there(channel).into_iter().filter(|message| message.text().contains(words));
        assert_eq!(summaries.count(), 1, "seed {seed}");
    }
    drop(bot);
    assert!(Path::new(&scene.log(1)).exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_step_every_event_is_told_once_and_every_card_is_true() {
    stream::iter((0..RUNS).map(run)).buffer_unordered(AT_ONCE).collect::<Vec<_>>().await;
}
