//! The chat: what is seen of it first, that its end stays in view, and where the keyboard goes on.

use crate::tab::{Key, Tab};
use crate::{DESKTOP, LIGHTLAYER, visit};

/// The end of the chat is in view.
const AT_END: &str =
    "(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight < 2)(
    document.querySelector('#log'))";
/// All of the welcome is in view.
const WELCOMED: &str = "((seen, welcome) => welcome.top >= seen.top && welcome.bottom <= seen.bottom + 1)(
    document.querySelector('#log').getBoundingClientRect(), document.querySelector('#welcome').getBoundingClientRect())";
/// The keyboard is in a message.
const IN_A_MESSAGE: &str = "document.activeElement.closest('#messages > li')";

/// Goes to the top of the chat, as with a wheel.
async fn scroll_up(tab: &mut Tab) {
    tab.run(
        "new Promise((done) => {
            const log = document.querySelector('#log');
            log.addEventListener('scroll', () => done(), { once: true });
            log.scrollTop = 0;
        })",
    )
    .await;
    assert_eq!(tab.run(AT_END).await, false, "there is something to scroll");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_welcome_is_seen_first_and_the_end_of_the_chat_stays_in_view() {
    visit("chat", DESKTOP, async |visit| {
        for account in ["shop", "asia", "baltic", "dev", "nordic"] {
            visit.tab.message(&[&format!("I watch the servers of {account} ")]).await;
        }
        visit.tab.message(&["I watch the notices"]).await;
        visit.tab.see("the welcome below all of them", WELCOMED).await;
        visit.keep_picture("welcome").await;
        // An operator is offered what operators may do.
        visit.tab.find("button", "/vps restart").await;
        let offered = visit.tab.names(None, "button").await;
        assert!(!offered.iter().any(|name| name == "/balance"), "{offered:?}");

        for (width, height) in [(1400, 600), (1120, 600), (800, 500), DESKTOP] {
            visit.tab.resize((width, height)).await;
            visit
                .tab
                .see("the window's size", &format!("innerHeight === {height} && innerWidth === {width}"))
                .await;
            visit.tab.see(format!("the end at {width} x {height}"), AT_END).await;
        }
        visit.tab.press("button", "Start the tour").await;
        visit.tab.find("heading", "Restart a server").await;
        visit.tab.see("the end above the tour", AT_END).await;

        scroll_up(&mut visit.tab).await;
        visit.write("Good morning").await;
        visit.tab.key(Key::Enter).await;
        visit.tab.message(&["Ana", "Good morning"]).await;
        visit.tab.see("what one has said oneself", AT_END).await;
        visit
            .tab
            .see(
                "the welcome at the top",
                "document.querySelector('#log').firstElementChild.id === 'welcome'",
            )
            .await;
        scroll_up(&mut visit.tab).await;
        visit.write("/vps list").await;
        visit.tab.press("option", "/vps list").await;
        visit.tab.key(Key::Enter).await;
        visit.tab.message(&["used /vps list", "production-web"]).await;
        visit.tab.see("the answer to one's own command", AT_END).await;

        scroll_up(&mut visit.tab).await;
        visit.show_provider(LIGHTLAYER).await;
        visit.tab.press("button", "A notice is posted").await;
        visit.tab.message(&["Maintenance tonight"]).await;
        visit.tab.find("button", "New messages - jump to the end").await;
        assert_eq!(visit.tab.run(AT_END).await, false, "whoever reads above is left there");
        visit.tab.assert_accessible("news below").await;
        visit.keep_picture("news").await;
        visit.tab.press("button", "New messages").await;
        visit.tab.see("the end after the jump", AT_END).await;
        visit.tab.see("no bar at the end", "document.querySelector('#newer').hidden").await;

        visit.act_as("Sam").await;
        visit.open("support").await;
        visit.tab.find("button", "/ticket list").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_keyboard_goes_on_from_the_message_whose_control_was_used() {
    visit("focus", DESKTOP, async |visit| {
        visit.write("/vps restart ").await;
        visit.tab.find("option", "production-web").await;
        visit.tab.write("production-web").await;
        visit.tab.key(Key::Enter).await;
        visit.tab.key(Key::Enter).await;
        visit.tab.find("button", "Restart production-web").await;
        visit.tab.walk(Key::BackTab, "Restart production-web").await;
        visit.tab.key(Key::Enter).await;
        visit.tab.message(&["production-web", "is back after"]).await;
        visit.tab.see("the keyboard in the message that was pressed", IN_A_MESSAGE).await;
        visit.tab.assert_accessible("a message with the focus").await;

        visit.act_as("Max").await;
        visit.write("/order buy ").await;
        visit.tab.find("option", "Llama Spark").await;
        visit.tab.write("Llama Spark").await;
        visit.tab.key(Key::Enter).await;
        visit.tab.key(Key::Enter).await;
        visit.tab.find("combobox", "Auswählen").await;
        visit.tab.walk(Key::BackTab, "Auswählen").await;
        visit.tab.choose("Auswählen", "Ubuntu").await;
        visit.tab.find("button", "Order Llama Spark").await;
        visit.tab.see("the keyboard in the message where something was chosen", IN_A_MESSAGE).await;
    })
    .await;
}
