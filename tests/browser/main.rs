//! The sandbox's page in headless Chromium, used as people use it: by its keys, by what is named on it, on a phone.
//!
//! Chromium and axe-core are installed by the first run where they are missing. Pictures of what was seen are in
//! `target/screenshots`.

mod answering;
mod chat;
mod chromium;
mod keyboard;
mod line;
mod phone;
mod picture;
mod rules;
mod tab;
mod tour;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use futures_util::FutureExt;
use hostmaster::app::sandbox::Sandbox;

use chromium::Chromium;
use tab::Tab;

/// How long anything may take that must happen.
const SOON: Duration = Duration::from_secs(45);

const ANYWHERE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

const DESKTOP: (u32, u32) = (1400, 900);
const PHONE: (u32, u32) = (390, 844);

/// How the name of the group begins that holds the panels' tabs.
const PANELS: &str = "Which ";
/// The providers whose panels are used, as the tabs of these name them.
const LLAMALINK: &str = "LlamaLink";
const LIGHTLAYER: &str = "LightLayer";

/// A sandbox with its page open.
struct Visit {
    sandbox: Sandbox,
    tab: Tab,
    name: &'static str,
}

impl Visit {
    /// Keeps a picture of what is seen now.
    async fn keep_picture(&mut self, moment: &str) {
        self.tab.picture(&screenshots().join(format!("{}-{moment}.png", self.name))).await;
    }

    /// Acts as a member.
    async fn act_as(&mut self, member: &str) {
        self.tab.press("radio", member).await;
        self.tab
            .see(
                format!("acting as {member}"),
                &format!("document.querySelector('#line').placeholder.includes(' as {member}')"),
            )
            .await;
    }

    /// Opens a channel.
    async fn open(&mut self, channel: &str) {
        self.tab.press("button", channel).await;
        self.tab.find("heading", &format!("#{channel}")).await;
    }

    /// Types into the empty command box.
    async fn write(&mut self, text: &str) {
        self.tab.press("combobox", "Message #").await;
        self.tab.write(text).await;
    }

    /// Shows the panel of a provider.
    async fn show_provider(&mut self, provider: &str) {
        self.tab.press("button", "The providers").await;
        let tab = self.tab.named("button", provider).await;
        self.tab.press("button", &tab).await;
    }
}

fn screenshots() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("screenshots")
}

/// Starts a sandbox and uses its page.
async fn visit(name: &'static str, size: (u32, u32), usage: impl AsyncFnOnce(&mut Visit)) {
    let sandbox = Sandbox::start(ANYWHERE).await.unwrap();
    sandbox.llamalink().with_state(|state| {
        state.pace.boot_time = Duration::from_millis(500);
        state.pace.provisioning = Duration::from_secs(1);
    });
    visit_in(sandbox, name, size, usage).await;
}

/// Uses the page of a sandbox; a picture is kept when that fails.
async fn visit_in(
    sandbox: Sandbox,
    name: &'static str,
    size: (u32, u32),
    usage: impl AsyncFnOnce(&mut Visit),
) {
    // Before anything is timed, since the first time takes a while.
    let installed = tokio::task::spawn_blocking(|| {
        chromium::axe();
        Chromium::shared()
    });
    let chromium = installed.await.unwrap_or_else(|error| resume_unwind(error.into_panic()));
    let tab = Tab::open(chromium, sandbox.address(), size).await;
    let mut visit = Visit { sandbox, tab, name };
    let used = AssertUnwindSafe(usage(&mut visit)).catch_unwind().await;
    if let Err(failure) = used {
        let _ = AssertUnwindSafe(visit.keep_picture("failed")).catch_unwind().await;
        resume_unwind(failure);
    }
    visit.tab.assert_no_complaints();
    drop(visit.tab);
    assert!(visit.sandbox.stop().await);
}
