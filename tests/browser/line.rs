//! When the bot's answers do not come through, and when another sandbox answers.

use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::chromium::{self, Chromium};
use crate::rules::{MINE, Mine};
use crate::tab::{Key, Tab};
use crate::{ANYWHERE, DESKTOP, Visit, visit};

/// Uses `/access whoami`: the first Enter takes it from the list, the second sends it.
async fn ask_who_one_is(visit: &mut Visit) {
    visit.write("/access whoami").await;
    visit.tab.find("option", "/access whoami").await;
    visit.tab.key(Key::Enter).await;
    visit.tab.key(Key::Enter).await;
}

/// A sandbox as a process of its own, which ends with all its connections.
struct Process(Child);

impl Process {
    fn start(address: SocketAddr, file: Option<&Path>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hostmaster"));
        command.args(["sandbox", "--listen", &address.to_string()]);
        if let Some(file) = file {
            command.arg("--config").arg(file);
        }
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let greeting = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = greeting.map_while(Result::ok).any(|line| line.contains("The sandbox is ready"));
        assert!(ready, "the sandbox has ended");
        Process(child)
    }

    fn stop(mut self) {
        let told = Command::new("kill").arg(self.0.id().to_string()).status().unwrap();
        assert!(told.success() && self.0.wait().unwrap().success());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_gets_no_answer_fails_as_on_discord_and_works_again_after_that() {
    visit("line", DESKTOP, async |visit| {
        visit.write("/vps restart server:shop/45").await;
        visit.tab.key(Key::Enter).await;
        visit.tab.message(&["Restart mail?"]).await;
        visit.tab.press("button", "What the bot did").await;
        visit.tab.press("radio", "Loses answers").await;
        visit
            .tab
            .see("what that means", "document.body.innerText.includes('gets no answer within 3 seconds')")
            .await;
        ask_who_one_is(visit).await;
        visit.tab.message(&["The application did not respond", "Only you can see this"]).await;
        visit.tab.press_on(&["Restart mail?"], "button", "Cancel").await;
        visit.tab.message(&["Cancelled.", "This interaction failed"]).await;
        visit.tab.assert_accessible("failed interactions").await;
        visit.keep_picture("failed-interactions").await;

        visit.tab.press("radio", "Works").await;
        visit.tab.see("that it works", "document.body.innerText.includes('answers come through')").await;
        ask_who_one_is(visit).await;
        visit.tab.message(&["You may do here"]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_page_goes_on_with_whichever_sandbox_answers_next() {
    let installed = tokio::task::spawn_blocking(|| {
        chromium::axe();
        Chromium::shared()
    });
    let chromium = installed.await.unwrap_or_else(|error| resume_unwind(error.into_panic()));
    let address = TcpListener::bind(ANYWHERE).unwrap().local_addr().unwrap();
    let begin = async |file: Option<PathBuf>| {
        tokio::task::spawn_blocking(move || Process::start(address, file.as_deref())).await.unwrap()
    };
    let sandbox = begin(None).await;
    let mut tab = Tab::open(chromium, address, DESKTOP).await;
    tab.find("radio", "Ana").await;
    tokio::task::spawn_blocking(|| sandbox.stop()).await.unwrap();
    tab.see("that nobody answers", "document.querySelector('#trouble').innerText.includes('start it again')")
        .await;

    let two = MINE.replace(
        r#"guilds = ["411111111111111111"]"#,
        "guilds = [\n  \"411111111111111111\", # main\n  \"411111111111111112\", # other\n]",
    );
    let mine = Mine::new();
    mine.write(&format!(
        "{two}\n[[grants]]\nusers = [\"433333333333333333\"]  # boss\nallow = [\"balance\"]\n"
    ));
    let mut sandbox = None;
    tab.is_loaded_again(async || sandbox = Some(begin(Some(mine.file())).await)).await;
    tab.press("radio", "boss-in-other").await;
    tab.see("the other guild", "document.querySelector('#guild').innerText === 'other'").await;
    assert_eq!(tab.names(None, "radio").await.iter().filter(|name| name.contains("boss")).count(), 2);
    tab.press("radio", "boss-in-main").await;
    tab.see("the first guild", "document.querySelector('#guild').innerText === 'main'").await;
    drop(tab);
    tokio::task::spawn_blocking(|| sandbox.map(Process::stop)).await.unwrap();
}
