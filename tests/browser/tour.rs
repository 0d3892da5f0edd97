//! The tour from its start to its end, as its words ask for.

use crate::tab::{Key, Tab};
use crate::{DESKTOP, LIGHTLAYER, LLAMALINK, Visit, visit};

/// Waits until everything in the step has been seen to happen.
async fn ticked(tab: &mut Tab, step: &str) {
    tab.find("heading", step).await;
    let marks = "[...document.querySelectorAll('[aria-label=\"What has been seen to happen\"] li')]";
    tab.see(
        format!("all of {step:?}"),
        &format!("{marks}.every((mark) => mark.textContent.endsWith(': done'))"),
    )
    .await;
}

/// Buys a plan as Max.
async fn buy(visit: &mut Visit) {
    visit.write("/order buy ").await;
    visit.tab.find("option", "Llama Spark").await;
    visit.tab.write("Llama Spark").await;
    visit.tab.key(Key::Enter).await;
    visit.tab.key(Key::Enter).await;
    visit.tab.choose("Auswählen", "Ubuntu").await;
    visit.tab.press("button", "Order Llama Spark").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tour_leads_from_its_start_to_its_end() {
    visit("tour", DESKTOP, async |visit| {
        visit.tab.message(&["I watch the notices"]).await;
        visit.tab.press("button", "Start the tour").await;

        visit.tab.find("heading", "Restart a server").await;
        visit.tab.assert_accessible("the tour").await;
        visit.keep_picture("begun").await;
        visit.write("/vps restart ").await;
        visit.tab.find("option", "production-web").await;
        visit.tab.write("production-web").await;
        visit.tab.key(Key::Enter).await;
        visit.tab.key(Key::Enter).await;
        visit.tab.press("button", "Restart production-web").await;
        ticked(&mut visit.tab, "Restart a server").await;
        visit.tab.press("button", "Next").await;

        visit.act_as("Guest").await;
        visit.write("/vps restart ").await;
        visit.tab.find("combobox", "server").await;
        visit.tab.write("production-web").await;
        visit.tab.key(Key::Enter).await;
        ticked(&mut visit.tab, "Try it as somebody who may not").await;
        visit.tab.press("button", "Next").await;

        visit.show_provider(LIGHTLAYER).await;
        visit.tab.press("button", "A ticket arrives").await;
        visit.act_as("Sam").await;
        visit.open("support").await;
        visit.tab.press_on(&["The shop does not load"], "button", "Reply").await;
        visit.tab.find("textbox", "").await;
        visit.tab.write("We are looking into it.").await;
        visit.tab.press("button", "Submit").await;
        ticked(&mut visit.tab, "Answer a ticket from its card").await;
        visit.tab.press("button", "Next").await;

        visit.show_provider(LLAMALINK).await;
        visit.tab.press("radio", "Loses answers").await;
        visit.act_as("Max").await;
        visit.open("provisioning").await;
        buy(visit).await;
        ticked(&mut visit.tab, "Buy something whose answer is lost").await;
        visit.tab.press("button", "Show the changes").await;
        let methods = "[...document.querySelectorAll('#provider .scroll:not([hidden]) .requests li')].map((one) => one.innerText)";
        visit.tab.see("the two changes alone", &format!("{methods}.length === 2 && {methods}[0].includes('POST')")).await;
        visit.tab.assert_accessible("the changes alone").await;
        visit.keep_picture("found-out").await;
        visit.tab.press("button", "Finish").await;
        visit.tab.see("the end of the tour", "document.querySelector('#tour').hidden").await;
        visit.tab.find("button", "Tour").await;
        assert!(!visit.tab.names(None, "button").await.iter().any(|name| name == "Start the tour"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_buys_before_the_answers_get_lost_goes_on_by_buying_once_more() {
    visit("tour-early", DESKTOP, async |visit| {
        visit.tab.message(&["I watch the notices"]).await;
        visit.tab.press("button", "Start the tour").await;
        for title in ["Restart a server", "Try it as somebody who may not", "Answer a ticket from its card"] {
            visit.tab.find("heading", title).await;
            visit.tab.press("button", "Skip this step").await;
        }
        visit.act_as("Max").await;
        visit.open("provisioning").await;
        buy(visit).await;
        visit.tab.message(&["It is set up"]).await;
        visit.show_provider(LLAMALINK).await;
        visit.tab.press("radio", "Loses answers").await;
        buy(visit).await;
        ticked(&mut visit.tab, "Buy something whose answer is lost").await;
    })
    .await;
}
