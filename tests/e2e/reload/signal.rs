//! The built binary and `kill -HUP`.

use std::fs::{self, File};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use hostmaster::sandbox::discord::world::{ANA, CHANNEL_OPS, GUILD, MAX};
use hostmaster::sandbox::discord::{self, RateLimits, Simulator};
use hostmaster::sandbox::llamalink::{LlamaLink, State};
use secrecy::ExposeSecret;

use super::OTHER_GRANTS;
use crate::stage::{Folder, GRANTS, config_text};

/// How long anything may take that must happen.
const SOON: Duration = Duration::from_secs(30);
/// A key that the bot learns of by a reload alone, with a shape that nothing gives away.
const NEW_KEY: &str = "correct horse battery staple";

/// The simulators and the running bot.
struct Scene {
    discord: Simulator,
    llamalink: LlamaLink,
    folder: Folder,
    bot: Child,
}

impl Drop for Scene {
    fn drop(&mut self) {
        let _ = self.bot.kill();
        let _ = self.bot.wait();
    }
}

impl Scene {
    /// Starts the bot on the grants and waits until it is connected.
    async fn start(grants: &str) -> Self {
        let options = discord::Options { limits: RateLimits::Unlimited, ..discord::Options::default() };
        let discord = Simulator::start(options).await.unwrap();
        discord.set_locale(MAX, "en-US");
        let state = State::sandbox();
        let key = state.key.expose_secret().clone();
        let llamalink = LlamaLink::start(state).await.unwrap();
        let folder = Folder::new();
        fs::write(
            folder.path().join("hostmaster.toml"),
            config_text(&discord, &llamalink, &folder, grants, ""),
        )
        .unwrap();
        let log = File::create(folder.path().join("log")).unwrap();
        let bot = Command::new(env!("CARGO_BIN_EXE_hostmaster"))
            .args(["run", "--config"])
            .arg(folder.path().join("hostmaster.toml"))
            .env("DISCORD_TOKEN", discord.token())
            .env("LLAMALINK_KEY", &key)
            .env("RUST_LOG", "hostmaster=trace")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let scene = Scene { discord, llamalink, folder, bot };
        scene.discord.wait_commands(GUILD, SOON).await.unwrap();
        scene.logged("Ready.", 1).await;
        scene
    }

    /// Writes another configuration and tells the bot to read it.
    fn reload(&self, text: &str) {
        fs::write(self.folder.path().join("hostmaster.toml"), text).unwrap();
        self.signal("HUP");
    }

    fn text(&self, grants: &str) -> String {
        config_text(&self.discord, &self.llamalink, &self.folder, grants, "")
    }

    fn signal(&self, signal: &str) {
        let id = self.bot.id().to_string();
        assert!(Command::new("kill").args([&format!("-{signal}"), &id]).status().unwrap().success());
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    /// Waits until the words stand in the log so many times, and gives all of it.
    async fn logged(&self, words: &str, times: usize) -> String {
        let deadline = Instant::now() + SOON;
        loop {
            let log = self.log();
            if log.matches(words).count() >= times {
                return log;
            }
            assert!(Instant::now() < deadline, "no {words:?} in the log:\n{log}");
            tokio::task::yield_now().await;
        }
    }

    /// What the person is answered to the command.
    async fn answer(&self, user: u64, path: &str, options: &[(&str, serde_json::Value)]) -> String {
        let used = self.discord.member(user).slash(CHANNEL_OPS, path, options).unwrap();
        used.wait_message(SOON).await.unwrap().text()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_good_file_is_in_force_at_once_and_the_log_says_who_gained_and_lost_what() {
    let scene = Scene::start(GRANTS).await;
    assert!(scene.answer(MAX, "balance", &[]).await.contains("ILS"));
    scene.reload(&scene.text(OTHER_GRANTS));
    let log = scene.logged("The configuration is in force.", 1).await;
    for line in [
        "Rights changed. who=\"role 222222222222222222\" lost=vps.start, vps.stop, vps.restart, vps.shutdown, vps.reset, vps.hostname, vps.create, vps.reinstall, vps.resize, vps.password, vps.destroy, ",
        "Rights changed. who=\"role 444444444444444444\" gained=vps.restart (servers staging-*)",
    ] {
        assert_eq!(log.matches(line).count(), 1, "{line:?} in the log:\n{log}");
    }
    assert!(scene.answer(MAX, "balance", &[]).await.contains("You may not use **/balance**"));
    scene.signal("HUP");
    scene.logged("No rights changed.", 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_faulty_file_changes_nothing_and_the_log_names_every_fault_with_its_line() {
    let scene = Scene::start(GRANTS).await;
    let faulty = scene.text("[[grants]]\nroles = [\"1\"]\nallow = [\"vps.explode\"]\n");
    let line = |words: &str| 1 + faulty.lines().position(|line| line.contains(words)).unwrap();
    scene.reload(&faulty);
    let log = scene.logged("The configuration is not taken over; the one before stays in force.", 1).await;
    for (words, about) in [("roles = ", "no Discord id"), ("vps.explode", "no action")] {
        let place = format!("hostmaster.toml:{}:", line(words));
        let told: Vec<_> = log.lines().filter(|line| line.contains(&place) && line.contains(about)).collect();
        assert!(told.len() == 1 && told[0].contains("ERROR"), "{place} {about}:\n{log}");
    }
    assert!(scene.answer(MAX, "balance", &[]).await.contains("ILS"));
    scene.reload(&scene.text(OTHER_GRANTS));
    scene.logged("The configuration is in force.", 1).await;
    assert!(scene.answer(MAX, "balance", &[]).await.contains("You may not use **/balance**"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_secret_that_a_reload_brings_stays_out_of_the_log() {
    let scene = Scene::start(GRANTS).await;
    fs::write(scene.folder.path().join("key"), NEW_KEY).unwrap();
    let text = scene.text(GRANTS).replace("{ env = \"LLAMALINK_KEY\" }", "{ file = \"key\" }");
    scene.reload(&text);
    let log = scene.logged("The configuration is in force.", 1).await;
    assert!(log.contains("can be read by every user of this machine"), "a warning is told:\n{log}");
    // The provider knows the old key alone, and says so.
    scene.llamalink.with_state(|state| state.key = NEW_KEY.to_owned().into());
    assert!(scene.answer(ANA, "vps list", &[]).await.contains("production-web"));
    let typed = scene.answer(ANA, "vps show", &[("server", NEW_KEY.into())]).await;
    assert!(typed.contains("No server that you may use fits"), "{typed}");
    let token = scene.text(GRANTS).replace("{ env = \"DISCORD_TOKEN\" }", "{ file = \"key\" }");
    scene.reload(&token);
    let log = scene.logged("discord.token cannot change while the bot runs: restart it", 1).await;
    assert!(!log.contains("horse") && !log.contains(scene.discord.token()), "{log}");
    assert!(scene.answer(ANA, "vps list", &[]).await.contains("production-web"), "the bot goes on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signals_during_a_reload_are_not_lost() {
    let mut scene = Scene::start(GRANTS).await;
    for _ in 0..20 {
        scene.signal("HUP");
    }
    fs::write(scene.folder.path().join("hostmaster.toml"), scene.text(OTHER_GRANTS)).unwrap();
    scene.signal("HUP");
    scene.logged("who=\"role 222222222222222222\" lost=", 1).await;
    scene.signal("HUP");
    scene.signal("TERM");
    let deadline = Instant::now() + SOON;
    let status = loop {
        if let Some(status) = scene.bot.try_wait().unwrap() {
            break status;
        }
        assert!(Instant::now() < deadline, "it does not stop:\n{}", scene.log());
        tokio::task::yield_now().await;
    };
    assert_eq!(status.code(), Some(0), "{}", scene.log());
}
