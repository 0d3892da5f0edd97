//! Crashes: the built binary is killed at the worst moments, started again, and must then tell the truth.

use std::fs::File;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use hostmaster::sandbox::discord::world::{ANA, CHANNEL_OPS};
use hostmaster::sandbox::discord::{self, Interaction, Member, Message, RateLimits, Simulator};
use hostmaster::sandbox::llamalink::{
    Effect, Fault, LlamaLink, Misbehaviour, OnDisconnect, Operation, Pace, State,
};
use secrecy::ExposeSecret;

use crate::stage::{Folder, GRANTS, config_text};

/// How long anything may take that must happen; a followed server is looked at every two seconds.
const SOON: Duration = Duration::from_secs(30);

/// The simulators, which outlive the bot, and what each life of it needs.
struct Scene {
    discord: Simulator,
    llamalink: LlamaLink,
    key: String,
    folder: Folder,
    lives: u32,
}

/// One life of the bot.
struct Bot(Child);

impl Bot {
    /// Ends this life at once, as `kill -9` does.
    fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Scene {
    async fn set() -> Self {
        // Starting again within a second is more often than Discord allows.
        let options = discord::Options { limits: RateLimits::Unlimited, ..discord::Options::default() };
        let discord = Simulator::start(options).await.unwrap();
        let mut state = State::sandbox();
        state.pace = Pace { boot_time: Duration::from_millis(1500), ..Pace::INSTANT };
        let key = state.key.expose_secret().clone();
        let llamalink = LlamaLink::start(state).await.unwrap();
        let folder = Folder::new();
        let text = config_text(&discord, &llamalink, &folder, GRANTS, "");
        std::fs::write(folder.path().join("hostmaster.toml"), text).unwrap();
        Scene { discord, llamalink, key, folder, lives: 0 }
    }

    /// Starts the bot and waits until it is connected.
    async fn start(&mut self) -> Bot {
        let gone = |discord: &Simulator| (discord.live_sessions() == 0).then_some(());
        self.discord.wait("the last life's session to end", SOON, gone).await.unwrap();
        self.lives += 1;
        let log = File::create(self.folder.path().join(format!("life-{}.log", self.lives))).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_hostmaster"))
            .args(["run", "--config"])
            .arg(self.folder.path().join("hostmaster.toml"))
            .env("DISCORD_TOKEN", self.discord.token())
            .env("LLAMALINK_KEY", &self.key)
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

    fn ana(&self) -> Member {
        self.discord.member(ANA)
    }

    /// Asks for a restart and gives the message with the button.
    async fn ask(&self) -> Message {
        let asked =
            self.ana().slash(CHANNEL_OPS, "vps restart", &[("server", "production-web".into())]).unwrap();
        asked.wait_message(SOON).await.unwrap()
    }

    fn press(&self, question: &Message) -> Interaction {
        self.ana().press(question.id, "Restart production-web").unwrap()
    }

    /// Waits until the message says the words.
    async fn reads(&self, message: u64, words: &str) -> Message {
        let what = format!("the message to read {words:?}");
        let says =
            |discord: &Simulator| discord.message(message).filter(|message| message.text().contains(words));
        let found = self.discord.wait(&what, SOON, says).await;
        found.unwrap_or_else(|error| {
            panic!("{error}; it reads {:?}", self.discord.message(message).map(|message| message.text()))
        })
    }

    /// How many restarts took effect at the provider.
    fn restarts(&self) -> usize {
        self.llamalink
            .ledger()
            .iter()
            .filter(|entry| matches!(entry.effect, Effect::Restarted { .. }))
            .count()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_can_still_be_answered_after_a_crash() {
    let mut scene = Scene::set().await;
    let bot = scene.start().await;
    let question = scene.ask().await;
    bot.kill();
    let _bot = scene.start().await;
    scene.press(&question);
    scene.reads(question.id, "is back after").await;
    assert_eq!(scene.restarts(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_before_the_call_sends_nothing_and_says_so() {
    let mut scene = Scene::set().await;
    let bot = scene.start().await;
    let question = scene.ask().await;
    // After the consent the server is looked at once more: that look is held.
    scene
        .llamalink
        .inject(Operation::ShowServer, Fault::before(Misbehaviour::Hold(OnDisconnect::Abandon)).once());
    scene.press(&question);
    scene.llamalink.wait_until_held(Operation::ShowServer, SOON).await.unwrap();
    bot.kill();
    let _bot = scene.start().await;
    let told = scene.reads(question.id, "Nothing was sent to the provider").await;
    assert!(told.components.is_empty(), "the buttons are gone");
    assert_eq!(scene.llamalink.count(Operation::RestartServer), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_during_the_call_before_it_takes_effect_is_doubtful_and_never_repeated() {
    let mut scene = Scene::set().await;
    let bot = scene.start().await;
    let question = scene.ask().await;
    scene
        .llamalink
        .inject(Operation::RestartServer, Fault::before(Misbehaviour::Hold(OnDisconnect::Abandon)).once());
    scene.press(&question);
    scene.llamalink.wait_until_held(Operation::RestartServer, SOON).await.unwrap();
    bot.kill();
    let _bot = scene.start().await;
    scene.reads(question.id, "may or may not have been carried out").await;
    assert_eq!(scene.llamalink.count(Operation::RestartServer), 1);
    assert_eq!(scene.restarts(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_during_the_call_that_takes_effect_later_ends_in_what_is_seen() {
    let mut scene = Scene::set().await;
    let bot = scene.start().await;
    let question = scene.ask().await;
    scene
        .llamalink
        .inject(Operation::RestartServer, Fault::before(Misbehaviour::Hold(OnDisconnect::Continue)).once());
    scene.press(&question);
    scene.llamalink.wait_until_held(Operation::RestartServer, SOON).await.unwrap();
    bot.kill();
    scene.llamalink.release_all();
    scene.llamalink.wait_for_effects(1, SOON).await.unwrap();
    let _bot = scene.start().await;
    let told = scene.reads(question.id, "is back after").await;
    assert!(told.text().contains("own answer was lost"), "{}", told.text());
    assert_eq!((scene.llamalink.count(Operation::RestartServer), scene.restarts()), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_after_the_call_took_effect_and_before_its_answer_ends_in_what_is_seen() {
    let mut scene = Scene::set().await;
    let bot = scene.start().await;
    let question = scene.ask().await;
    scene
        .llamalink
        .inject(Operation::RestartServer, Fault::after(Misbehaviour::Hold(OnDisconnect::Abandon)).once());
    scene.press(&question);
    scene.llamalink.wait_until_held(Operation::RestartServer, SOON).await.unwrap();
    bot.kill();
    let _bot = scene.start().await;
    scene.reads(question.id, "is back after").await;
    assert_eq!((scene.llamalink.count(Operation::RestartServer), scene.restarts()), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_followed_restart_is_followed_on_after_a_crash() {
    let mut scene = Scene::set().await;
    let bot = scene.start().await;
    let question = scene.ask().await;
    scene.press(&question);
    scene.reads(question.id, "is restarting").await;
    bot.kill();
    let _bot = scene.start().await;
    scene.reads(question.id, "is back after").await;
    assert_eq!((scene.llamalink.count(Operation::RestartServer), scene.restarts()), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_after_any_of_its_requests_the_bot_restarts_the_server_once_at_most_and_tells_how_it_ended() {
    futures_util::future::join_all((0..8).map(kill_after)).await;
}

/// Kills the bot as soon as so many requests of it have reached the simulators after the press.
async fn kill_after(requests: usize) {
    let mut scene = Scene::set().await;
    let bot = scene.start().await;
    let question = scene.ask().await;
    let before = scene.discord.requests().len() + scene.llamalink.requests().len();
    scene.press(&question);
    let enough = |discord: &Simulator| {
        let seen = discord.requests().len() + scene.llamalink.requests().len();
        (seen >= before + requests).then_some(())
    };
    scene.discord.wait("requests of the bot", SOON, enough).await.unwrap();
    bot.kill();
    let _bot = scene.start().await;
    let settled = |message: &Message| {
        let text = message.text();
        let told = ["is back after", "Nothing was sent", "may or may not have been carried out"];
        told.iter().any(|words| text.contains(words)) || !message.buttons().is_empty()
    };
    let found = |discord: &Simulator| discord.message(question.id).filter(settled);
    let message = scene.discord.wait("the message to be settled", SOON, found).await.unwrap();
    let restarts = scene.restarts();
    assert!(restarts <= 1, "{restarts} restarts after {requests} requests");
    let text = message.text();
    if !message.buttons().is_empty() || text.contains("Nothing was sent") {
        assert_eq!(restarts, 0, "after {requests} requests: {text}");
    }
    if restarts == 1 {
        scene.reads(question.id, "is back after").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_by_signal_finishes_the_running_call_and_ends_well() {
    let mut scene = Scene::set().await;
    let mut bot = scene.start().await;
    let question = scene.ask().await;
    scene
        .llamalink
        .inject(Operation::RestartServer, Fault::after(Misbehaviour::Delay(Duration::from_secs(2))).once());
    scene.press(&question);
    scene.llamalink.wait_for_request(Operation::RestartServer, 1, SOON).await.unwrap();
    let id = bot.0.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    let status = tokio::task::spawn_blocking(move || bot.0.wait().map(|status| (status, bot)))
        .await
        .unwrap()
        .unwrap()
        .0;
    assert_eq!(status.code(), Some(0));
    let _bot = scene.start().await;
    let told = scene.reads(question.id, "is back after").await;
    assert!(!told.text().contains("own answer was lost"), "the answer was waited for: {}", told.text());
    assert_eq!((scene.llamalink.count(Operation::RestartServer), scene.restarts()), (1, 1));
}
