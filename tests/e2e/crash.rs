//! Crashes: the built binary is killed at the worst moments, started again, and must then tell the truth.

use std::process::Command;
use std::time::Duration;

use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::discord::{Interaction, Message, Simulator};
use hostmaster::sandbox::llamalink::{Effect, Fault, Misbehaviour, OnDisconnect, Operation, Pace};

use crate::scene::{Kind, SOON, Scene};

/// A scene on which a server boots in a moment.
async fn set() -> Scene {
    Scene::set(Kind::Built, Pace { boot_time: Duration::from_millis(1500), ..Pace::INSTANT }).await
}

/// What this play does on it.
impl Scene {
    /// Asks for a restart and gives the message with the button.
    async fn ask(&self) -> Message {
        let asked =
            self.ana().slash(CHANNEL_OPS, "vps restart", &[("server", "production-web".into())]).unwrap();
        asked.wait_message(SOON).await.unwrap()
    }

    fn press(&self, question: &Message) -> Interaction {
        self.ana().press(question.id, "Restart production-web").unwrap()
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
    let mut scene = set().await;
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
    let mut scene = set().await;
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
    let mut scene = set().await;
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
    let mut scene = set().await;
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
    let mut scene = set().await;
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
    let mut scene = set().await;
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
    let mut scene = set().await;
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
    let mut scene = set().await;
    let mut bot = scene.start().await;
    let question = scene.ask().await;
    scene
        .llamalink
        .inject(Operation::RestartServer, Fault::after(Misbehaviour::Delay(Duration::from_secs(2))).once());
    scene.press(&question);
    scene.llamalink.wait_for_request(Operation::RestartServer, 1, SOON).await.unwrap();
    let id = bot.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    let status =
        tokio::task::spawn_blocking(move || bot.wait().map(|status| (status, bot))).await.unwrap().unwrap().0;
    assert_eq!(status.code(), Some(0));
    let _bot = scene.start().await;
    let told = scene.reads(question.id, "is back after").await;
    assert!(!told.text().contains("own answer was lost"), "the answer was waited for: {}", told.text());
    assert_eq!((scene.llamalink.count(Operation::RestartServer), scene.restarts()), (1, 1));
}
