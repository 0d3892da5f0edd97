//! The picture in the README.

use std::path::Path;

use crate::tab::Key;
use crate::{DESKTOP, LIGHTLAYER, LLAMALINK, Visit, screenshots, visit};

/// Names the variable that has the README's picture written.
const WANTED: &str = "HOSTMASTER_PICTURE";

/// Sends `/vps restart` for a server and waits for the question.
async fn ask(visit: &mut Visit, server: &str) {
    visit.write("/vps restart server:").await;
    visit.tab.find("option", server).await;
    visit.tab.write(server).await;
    visit.tab.key(Key::Enter).await;
    visit.tab.key(Key::Enter).await;
    visit.tab.find("button", &format!("Restart {server}")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_readmes_picture_is_taken_here() {
    visit("picture", DESKTOP, async |visit| {
        visit.tab.press("button", "No, thanks").await;
        for account in ["shop", "asia", "baltic", "dev", "nordic"] {
            visit.tab.message(&[&format!("I watch the servers of {account} ")]).await;
        }
        visit.tab.message(&["I watch the notices"]).await;
        ask(visit, "production-web").await;
        visit.tab.press("button", "Restart production-web").await;
        visit.tab.message(&["production-web", "is back after"]).await;
        visit.show_provider(LIGHTLAYER).await;
        visit.tab.press("button", "A notice is posted").await;
        visit.tab.message(&["Maintenance tonight"]).await;
        visit.show_provider(LLAMALINK).await;
        ask(visit, "db-1").await;
        visit.keep_picture("readme").await;
    })
    .await;
    let taken = std::fs::read(screenshots().join("picture-readme.png")).unwrap();
    let size = png::Decoder::new(std::io::Cursor::new(&taken)).read_info().unwrap().info().size();
    assert_eq!(size, DESKTOP);
    assert!(taken.len() < 300_000, "a README's picture of {} bytes", taken.len());
    if std::env::var_os(WANTED).is_some() {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(".assets/sandbox.png"), taken).unwrap();
    }
}
