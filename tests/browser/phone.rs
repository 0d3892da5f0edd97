//! The page on a phone.

use crate::tab::{Key, Tab};
use crate::{LIGHTLAYER, PANELS, PHONE, visit};

/// Fails when something can be scrolled sideways, or stands out of the screen.
async fn assert_fits(tab: &mut Tab, state: &str) {
    let wide = tab.run(
        "[...document.querySelectorAll('body, body *')].filter((node) => node.checkVisibility()).filter((node) => {
            const scrolls = ['auto', 'scroll'].includes(getComputedStyle(node).overflowX) && node.scrollWidth > node.clientWidth;
            const { right, width } = node.getBoundingClientRect();
            const clipped = node.closest('.bar h1, .bar p, .name, .channel-name, .unseen');
            return scrolls || (!clipped && width > 1 && right > innerWidth + 0.5);
        }).map((node) => `${node.tagName} ${node.id} ${node.className} ${node.textContent.slice(0, 60)}`)",
    );
    let wide = wide.await;
    assert_eq!(wide, serde_json::json!([]), "{state} is wider than the phone");
    assert_eq!(tab.run("document.documentElement.scrollWidth <= innerWidth").await, true, "{state}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_shows_one_pane_at_a_time_and_nothing_sideways() {
    visit("phone", PHONE, async |visit| {
        visit.tab.message(&["I watch the notices"]).await;
        assert_fits(&mut visit.tab, "the chat with the offer of a tour").await;
        visit.keep_picture("first").await;
        visit.tab.press("button", "No, thanks").await;
        visit.tab.press("combobox", "Message #ops").await;
        visit.tab.write("/vps li").await;
        visit.tab.press("option", "/vps list").await;
        assert_fits(&mut visit.tab, "the list of options").await;
        visit.tab.press("button", "Send").await;
        visit.tab.message(&["used /vps list", "production-web"]).await;
        assert_fits(&mut visit.tab, "an answer").await;
        visit.tab.assert_accessible("the chat on a phone").await;
        visit.keep_picture("answer").await;

        visit.tab.press("button", "Channels").await;
        visit.tab.find("radio", "Sam").await;
        assert!(
            !visit.tab.names(None, "log").await.iter().any(|name| name == "Messages"),
            "the chat is covered"
        );
        assert_fits(&mut visit.tab, "the channels").await;
        visit.tab.assert_accessible("the channels on a phone").await;
        visit.keep_picture("channels").await;
        visit.act_as("Sam").await;
        visit.open("support").await;

        visit.tab.press("button", "Providers").await;
        let group = visit.tab.find("group", PANELS).await;
        let providers = visit.tab.names(Some(&group), "button").await;
        assert!(providers.len() >= 5, "{providers:?}");
        for provider in &providers {
            visit.tab.press("button", provider).await;
            assert_fits(&mut visit.tab, provider).await;
        }
        let lightlayer = visit.tab.named("button", LIGHTLAYER).await;
        visit.tab.press("button", &lightlayer).await;
        visit.tab.press("button", "A ticket arrives").await;
        visit.tab.assert_accessible("the providers on a phone").await;
        visit.keep_picture("providers").await;
        visit.tab.press("button", "The bot").await;
        visit.tab.reads("list", "Audit", &["vps.list"]).await;
        assert_fits(&mut visit.tab, "what the bot did").await;
        visit.tab.assert_accessible("what the bot did on a phone").await;
        visit.keep_picture("bot").await;

        visit.tab.press("button", "Chat").await;
        visit.tab.message(&["The shop does not load"]).await;
        assert_fits(&mut visit.tab, "a card").await;
        visit.tab.press_on(&["The shop does not load"], "button", "Reply").await;
        visit.tab.find("textbox", "").await;
        assert_fits(&mut visit.tab, "a form").await;
        visit.tab.assert_accessible("a form on a phone").await;
        visit.keep_picture("form").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_keyboard_on_the_screen_the_tour_is_one_line_and_the_list_of_commands_stays_on_it() {
    visit("phone-tour", (390, 500), async |visit| {
        visit.tab.press("button", "Start the tour").await;
        visit.tab.find("heading", "Restart a server").await;
        visit.tab.press("combobox", "Message #ops").await;
        visit.tab.write("/").await;
        visit.tab.find("option", "/access whoami").await;
        let top = "document.querySelector('#suggestions').getBoundingClientRect().top";
        visit.tab.see("the whole list", &format!("{top} >= 0")).await;
        visit.tab.see("the tour in a line", "document.querySelector('#tour').offsetHeight < 60").await;
        assert_fits(&mut visit.tab, "the list of commands above the tour").await;
        visit.tab.assert_accessible("the list of commands above the tour").await;
        visit.keep_picture("commands").await;
        visit.tab.resize((390, 360)).await;
        visit.tab.see("the smaller window", "innerHeight === 360").await;
        visit.tab.see("the whole list in it", &format!("{top} >= 0")).await;
        visit.tab.key(Key::Escape).await;
        visit.tab.press("button", "Show").await;
        visit.tab.find("button", "Skip this step").await;
    })
    .await;
}
