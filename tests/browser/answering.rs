//! Tickets on the page: answered from their cards, and whatever they contain shown as the text that it is.

use crate::tab::Key;
use crate::{DESKTOP, LIGHTLAYER, visit};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_is_answered_from_its_card_and_one_that_attacks_is_only_text() {
    visit("ticket", DESKTOP, async |visit| {
        visit.act_as("Sam").await;
        visit.open("support").await;
        visit.tab.message(&["I watch the tickets"]).await;
        visit.show_provider(LIGHTLAYER).await;
        visit.tab.press("button", "A ticket arrives").await;
        visit.tab.message(&["The shop does not load", "Technical Support"]).await;
        visit.keep_picture("card").await;
        visit.tab.press_on(&["The shop does not load"], "button", "Reply").await;
        let text = visit.tab.find("textbox", "").await;
        assert_eq!(visit.tab.run("document.activeElement.tagName").await, "TEXTAREA", "{}", text.name);
        visit.tab.assert_accessible("a form").await;
        // Nothing written is refused at its place, and the keyboard stays there.
        visit.tab.press("button", "Submit").await;
        visit.tab.see("the fault", "document.activeElement.ariaInvalid === 'true'").await;
        visit.tab.reads("dialog", "", &["This is required"]).await;
        visit.keep_picture("form").await;
        visit.tab.write("We are looking into it.").await;
        visit.tab.walk(Key::Tab, "Submit").await;
        visit.tab.key(Key::Enter).await;
        visit.tab.message(&["Your reply is in"]).await;
        visit.tab.see("the command box again", "document.activeElement.id === 'line'").await;
        let replies = visit.sandbox.lightlayer().with_state(|state| {
            state.tickets.values().map(|ticket| format!("{ticket:?}")).collect::<String>()
        });
        assert!(replies.contains("We are looking into it."), "{replies}");

        let hostile = "<script>window.hit = 1</script><img src=x onerror='window.hit = 1'> **bold** \
                       [here](javascript:hit) \u{202e}dlo\u{202c} @everyone";
        visit.sandbox.lightlayer().ticket_arrives("Technical Support", hostile, hostile);
        let plain = "<script>window.hit = 1</script><img src=x onerror='window.hit = 1'> **bold** \
                     [here](javascript:hit)";
        visit.tab.message(&[plain]).await;
        let names = "[...document.querySelectorAll('aside bdi')].map((name) => name.innerText)";
        let shown = format!("{names}.some((name) => name.includes('<script>window.hit'))");
        visit.tab.see("the ticket at the provider", &shown).await;
        let foreign =
            "document.querySelectorAll('body script, [src=x], [onerror], [href^=javascript]').length";
        assert_eq!(visit.tab.run(foreign).await, 0);
        assert_eq!(visit.tab.run("typeof window.hit").await, "undefined");
        // What turns the direction of writing round would turn what stands behind it, too.
        assert_eq!(
            visit.tab.run("document.querySelector('main').textContent.includes('\\u202e')").await,
            false
        );
        visit.tab.assert_accessible("cards and the panel of LightLayer").await;
        visit.keep_picture("hostile").await;
    })
    .await;
}
