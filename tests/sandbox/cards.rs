//! Cards on the page: what happens at the provider appears, is answered, and is seen to end.

use hostmaster::app::sandbox::Sandbox;
use serde_json::{Value, json};

use crate::page::{Events, Page};
use crate::{ANA, ANYWHERE, BILLING, GUEST, HELP, MAX, OPS, SAM, SOON, SUPPORT};

/// Presses the button of a message whose label begins so.
async fn press(page: &Page, member: &str, message: &Value, label: &str) -> Value {
    let rows = message["components"].as_array().unwrap();
    let mut buttons = rows.iter().flat_map(|row| row["components"].as_array().unwrap());
    let button = buttons.find(|button| button["label"].as_str().is_some_and(|text| text.starts_with(label)));
    let button = button.unwrap_or_else(|| panic!("no {label} on {message}"));
    let press = json!({ "member": member, "message": message["id"], "custom_id": button["custom_id"] });
    page.post("/client/press", press).await
}

/// Waits for a message of the channel that contains all of the words.
async fn appears(events: &mut Events, channel: &str, words: &[&str]) -> Value {
    let fits = |message: &Value| {
        let text = message.to_string();
        message["channel_id"] == channel && words.iter().all(|word| text.contains(word))
    };
    events.message_that(fits).await
}

/// Starts a sandbox whose sources have looked for the first time, and follows what Ana, Max and Sam see.
pub async fn start() -> (Sandbox, Page, [Events; 3]) {
    let sandbox = Sandbox::start(ANYWHERE).await.unwrap();
    let page = Page::of(&sandbox);
    sandbox.discord().set_locale(MAX.parse().unwrap(), "en-US");
    let events = [page.events(ANA).await, page.events(MAX).await, page.events(SAM).await];
    for (channel, feed) in [(SUPPORT, "tickets"), (BILLING, "invoices"), (OPS, "notices")] {
        let summary = |_: &_| {
            let mut said = sandbox.discord().all_messages().into_iter();
            let is_it = |text: &str| text.contains(&format!("I watch the {feed}"));
            said.any(|said| said.channel.to_string() == channel && is_it(&said.text())).then_some(())
        };
        sandbox.discord().wait("the first look", SOON, summary).await.unwrap();
    }
    (sandbox, page, events)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_arrives_is_answered_from_its_card_is_closed_and_ends() {
    let (sandbox, page, [_, _, mut sam]) = start().await;
    page.post("/sandbox/accounts/asia/happening", json!({ "happening": "ticket-arrives" })).await;
    let card = appears(&mut sam, SUPPORT, &["The shop does not load", "Technical Support"]).await;
    // Who asks for help reads that there is a ticket, and no more.
    let helped = |_: &_| {
        let mut said = sandbox.discord().all_messages().into_iter();
        said.find(|said| said.channel.to_string() == HELP && said.text().contains("shown on request"))
    };
    let helped = sandbox.discord().wait("the public card", SOON, helped).await.unwrap();
    assert!(!format!("{helped:?}").contains("does not load"), "{helped:?}");
    let mut guest = page.events(GUEST).await;
    press(&page, GUEST, &card, "Reply").await;
    let refused = appears(&mut guest, SUPPORT, &["You may not"]).await;
    assert_eq!(refused["ephemeral"], true);

    let pressed = press(&page, SAM, &card, "Reply").await;
    sam.modal().await;
    let sent = json!({
        "member": SAM, "interaction": pressed["interaction"], "values": { "text": "We are looking into it." },
    });
    page.post("/client/modal", sent).await;
    appears(&mut sam, SUPPORT, &["Your reply is in"]).await;
    let panel = page.get("/sandbox/accounts/asia").await;
    let tickets = panel["tickets"].as_array().unwrap();
    let ticket = tickets.iter().find(|ticket| ticket["subject"] == "The shop does not load").unwrap();
    assert_eq!(ticket["replies"], 1);
    let asked = panel["requests"].as_array().unwrap().iter();
    assert_eq!(asked.filter(|request| request["operation"] == "reply-to-ticket").count(), 1);

    let closed = json!({ "happening": "staff-closes", "ticket": ticket["number"] });
    page.post("/sandbox/accounts/asia/happening", closed).await;
    let ended = appears(&mut sam, SUPPORT, &["The shop does not load", "Closed"]).await;
    assert_eq!(ended["id"], card["id"]);
    let text = ended["components"].to_string();
    assert!(text.contains("Reopen") && !text.contains("Reply"), "{text}");
    assert!(sandbox.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_is_issued_and_paid_from_its_card() {
    let (sandbox, page, [_, mut max, _]) = start().await;
    page.post("/sandbox/accounts/asia/happening", json!({ "happening": "invoice-issued" })).await;
    let card = appears(&mut max, BILLING, &["36.96 USD", "+18 %", "28.32 USD"]).await;
    press(&page, MAX, &card, "Pay with credit").await;
    let question = appears(&mut max, BILLING, &["- 36.96 USD"]).await;
    press(&page, MAX, &question, "Pay invoice").await;
    let paid =
        max.message_that(|message| message["id"] == card["id"] && message.to_string().contains("Paid")).await;
    assert!(!paid.to_string().contains("Pay with credit"), "{paid}");
    let panel = page.get("/sandbox/accounts/asia").await;
    assert_eq!(
        (&panel["credit"], &panel["invoices"].as_array().unwrap().last().unwrap()["status"]),
        (&json!("88.04"), &json!("Paid"))
    );
    assert!(sandbox.stop().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notices_the_credit_and_an_outage_come_to_their_channels() {
    let (sandbox, page, [mut ana, mut max, _]) = start().await;
    let happen = async |happening: &str| {
        page.post("/sandbox/accounts/asia/happening", json!({ "happening": happening })).await;
    };
    happen("notice-posted").await;
    let card = appears(&mut ana, OPS, &["Maintenance tonight"]).await;
    press(&page, ANA, &card, "Acknowledge").await;
    ana.message_that(|message| message["id"] == card["id"] && message.to_string().contains("acknowledged"))
        .await;
    happen("credit-falls").await;
    let low = appears(&mut max, BILLING, &["The balance is low", "12.50 USD"]).await;
    happen("credit-rises").await;
    max.message_that(|message| message["id"] == low["id"] && message.to_string().contains("250.00 USD"))
        .await;
    let trouble = async |trouble: &str| {
        page.post("/sandbox/accounts/asia/trouble", json!({ "trouble": trouble })).await;
    };
    trouble("error-500").await;
    appears(&mut ana, OPS, &["LightLayer does not answer"]).await;
    trouble("none").await;
    appears(&mut ana, OPS, &["LightLayer answers again"]).await;
    assert!(sandbox.stop().await);
}
