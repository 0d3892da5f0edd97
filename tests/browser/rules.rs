//! A configuration of one's own on the page: whom one is at first, what that member may begin with, and which rules hold.

use std::fs;
use std::path::PathBuf;

use hostmaster::app::sandbox::Sandbox;
use hostmaster::domain::Id;

use crate::{ANYWHERE, DESKTOP, Visit, visit_in};

pub const MINE: &str = r#"
[discord]
token = { env = "HOSTMASTER_TEST_NEVER_SET" }
guilds = ["411111111111111111"]

[accounts.shop]
provider = "llamalink"
key = { env = "HOSTMASTER_TEST_NEVER_SET" }

[accounts.baltic]
provider = "iv"
nick = "our-own-user"
password = { env = "HOSTMASTER_TEST_NEVER_SET" }

[[grants]]
roles = ["422222222222222221"]  # operators
allow = ["vps.*"]
channels = ["455555555555555552"]  # hosting

[[grants]]
roles = ["422222222222222222"]  # finance
allow = ["balance"]
channels = ["455555555555555551"]  # billing
"#;

/// A folder with a configuration, which goes at the end.
pub struct Mine(PathBuf);

impl Mine {
    pub fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("hostmaster-test-{}", Id::random()));
        fs::create_dir_all(&folder).unwrap();
        let mine = Mine(folder);
        mine.write(MINE);
        mine
    }

    pub fn file(&self) -> PathBuf {
        self.0.join("my.toml")
    }

    pub fn write(&self, text: &str) {
        fs::write(self.file(), text).unwrap();
    }
}

impl Drop for Mine {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Waits until the welcome offers these commands and no others.
async fn offered(visit: &mut Visit, commands: &[&str]) {
    let now = "[...document.querySelectorAll('#welcome button')].map((button) => button.innerText).join()";
    visit.tab.see(format!("the offer of {commands:?}"), &format!("{now} === {:?}", commands.join(","))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rehearsal_opens_where_there_is_something_to_do_and_says_which_rules_hold() {
    let mine = Mine::new();
    let sandbox = Sandbox::rehearse(ANYWHERE, &mine.file()).await.unwrap();
    visit_in(sandbox, "rules", DESKTOP, async |visit| {
        // Neither the first by the alphabet nor the first channel.
        visit.tab.find("heading", "#hosting").await;
        visit.tab.see("the first member of the file", "document.querySelector('#members label').innerText.includes('with-operators')").await;
        visit.tab.see("who acts", "document.querySelector('#line').placeholder.includes('as with-operators')").await;
        offered(visit, &["/vps list", "/vps restart", "/access whoami", "/help"]).await;
        visit.act_as("with-finance").await;
        offered(visit, &["/access whoami", "/help"]).await;
        visit.open("billing").await;
        offered(visit, &["/balance", "/access whoami", "/help"]).await;
        visit.keep_picture("billing").await;

        visit.tab.press("button", "baltic").await;
        visit.tab.reload().await;
        visit.tab.find("heading", "#billing").await;
        visit.tab.see("who acted before", "document.querySelector('#line').placeholder.includes('as with-finance')").await;
        visit.tab.see("the account of before", "document.querySelector('#accounts [aria-pressed=true]').innerText.includes('baltic')").await;

        mine.write(&MINE.replace("[\"balance\"]", "[\"no.such\"]"));
        visit.sandbox.reload();
        visit.tab.see("that it was refused", "document.querySelector('#configuration-news').innerText.includes('refused: the one before stays in force')").await;
        visit.tab.assert_accessible("a refused configuration").await;
        visit.tab.press("button", "Why").await;
        visit.tab.reads("region", "Configuration", &["Refused at", "my.toml:", "no.such", "the one before stays in force"]).await;
        visit.keep_picture("refused").await;

        let more = "\n[[grants]]\nroles = [\"422222222222222229\"]  # trainees\nallow = [\"vps.list\"]\n";
        mine.write(&format!("{}{more}", MINE.replace("[\"balance\"]", "[\"balance\", \"vps.list\"]")));
        visit.sandbox.reload();
        visit.tab.reads("region", "Configuration", &["Read again at", "is in force as it is now"]).await;
        offered(visit, &["/vps list", "/balance", "/access whoami", "/help"]).await;
        visit.tab.press("button", "Dismiss").await;
        visit.act_as("with-trainees").await;
        visit.tab.assert_accessible("the configuration in force").await;
    })
    .await;
}
