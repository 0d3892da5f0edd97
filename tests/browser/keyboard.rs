//! Commands by the keyboard alone, a refusal, and what the command box itself refuses.

use hostmaster::sandbox::llamalink::Operation;

use crate::tab::Key;
use crate::{DESKTOP, visit};

/// The option that the arrows have come to.
const MARKED: &str = "document.querySelector('[role=option][aria-selected=true]')?.innerText";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_by_the_keyboard_alone_then_a_refusal_to_a_guest() {
    visit("keyboard", DESKTOP, async |visit| {
        let tab = &mut visit.tab;
        tab.find("log", "Messages").await;
        tab.key(Key::Tab).await;
        assert_eq!(tab.focused().await, "Skip to the command box");
        tab.key(Key::Enter).await;
        tab.see("the command box has the focus", "document.activeElement.id === 'line'").await;
        tab.write("/vps res").await;
        for _ in 0..10 {
            if tab.run(MARKED).await.as_str().is_some_and(|marked| marked.starts_with("/vps restart")) {
                break;
            }
            tab.key(Key::Down).await;
        }
        tab.key(Key::Tab).await;
        tab.find("combobox", "server").await;
        tab.find("option", "production-web").await;
        for _ in 0..20 {
            if tab.run(MARKED).await.as_str().is_some_and(|marked| marked.starts_with("production-web")) {
                break;
            }
            tab.key(Key::Down).await;
        }
        visit.keep_picture("completed").await;
        let tab = &mut visit.tab;
        tab.key(Key::Enter).await;
        tab.see(
            "the chosen server",
            "document.querySelector('[aria-label=server]').value.includes('production-web')",
        )
        .await;
        tab.key(Key::Enter).await;
        tab.find("button", "Restart production-web").await;
        tab.walk(Key::BackTab, "Restart production-web").await;
        visit.keep_picture("question").await;
        visit.tab.assert_accessible("a question").await;
        visit.tab.key(Key::Enter).await;
        visit.tab.message(&["production-web", "is back after"]).await;
        visit.tab.assert_accessible("a verified restart").await;
        visit.keep_picture("verified").await;
        let restarts = || visit.sandbox.llamalink().requests_for(Operation::RestartServer);
        assert_eq!(restarts().len(), 1);
        assert!(restarts()[0].carried_out);

        visit.tab.press("button", "What the bot did").await;
        visit.tab.reads("list", "Journal", &["vps.restart", "seen to be done"]).await;
        visit.tab.assert_accessible("what the bot did").await;
        visit.keep_picture("bot").await;

        visit.act_as("Guest").await;
        visit.write("/vps restart ").await;
        let tab = &mut visit.tab;
        tab.find("combobox", "server").await;
        tab.write("production-web").await;
        tab.reads("listbox", "No option fits", &[]).await;
        tab.key(Key::Enter).await;
        tab.message(&["You may not", "vps.restart", "Only you can see this"]).await;
        tab.assert_accessible("a refusal").await;
        visit.keep_picture("refused").await;
        let restarts = visit.sandbox.llamalink().requests_for(Operation::RestartServer);
        assert_eq!(restarts.len(), 1, "the guest restarted nothing");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_command_box_refuses_is_said_and_not_sent() {
    visit("refusals", DESKTOP, async |visit| {
        let faults = [
            ("/nothing at-all", "There is no command /nothing at-all: choose one of the list"),
            ("/vps list colour", "/vps list has no option for this: write name:value"),
            ("/vps list status:purple", "status: pick one of the list"),
            ("/vps restart ", "server is required"),
            ("/billing history account:shop count:many", "count takes a whole number"),
        ];
        for (line, fault) in faults {
            visit.write(line).await;
            if line == "/vps restart " {
                // Else Enter takes the first server.
                visit.tab.find("option", "production-web").await;
                visit.tab.key(Key::Escape).await;
            }
            visit.tab.key(Key::Enter).await;
            visit
                .tab
                .see(fault, &format!("document.querySelector('#hint.error')?.innerText === {fault:?}"))
                .await;
            let invalid = "document.activeElement.ariaInvalid === 'true'";
            visit.tab.see(format!("{fault:?} at its place"), invalid).await;
            if line == "/vps restart " {
                visit.tab.assert_accessible("a fault in the command box").await;
                visit.keep_picture("fault").await;
            }
            // Escape closes the list, then gives the command up; what is not a command yet is deleted.
            visit.tab.key(Key::Escape).await;
            visit.tab.key(Key::Escape).await;
            let left = visit.tab.run("document.activeElement.value.length").await;
            for _ in 0..left.as_u64().unwrap() {
                visit.tab.key(Key::Backspace).await;
            }
        }
    })
    .await;
}
