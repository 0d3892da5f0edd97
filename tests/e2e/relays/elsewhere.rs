//! What the other providers' lists tell: money at IV, renewals at LlamaLink, servers wherever they are.

use hostmaster::sandbox::discord::world::CHANNEL_SUPPORT;
use hostmaster::sandbox::discord::{Message, Simulator};
use hostmaster::sandbox::{inferno, iv, klikk, provider};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::channel::{posted, says, there};
use super::watched::relay;
use crate::stage::{Setup, Stage};

/// A stage with all providers that watches for these events, when each of the lists has been looked at once.
async fn watching(events: &[&str], lists: &[&str], setup: Setup) -> Stage {
    let config = format!("{}[watch]\ninterval = \"1s\"\n", relay(events, CHANNEL_SUPPORT, ""));
    let stage = Stage::with(Setup { config, ..setup }).await;
    for list in lists {
        wait_for(&stage.discord, list).await;
    }
    stage
}

/// Waits for a message that says the words.
async fn wait_for(discord: &Simulator, words: &str) -> Message {
    posted(discord, CHANNEL_SUPPORT, &[words]).await
}

fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn iv_tells_of_new_and_paid_invoices_and_of_credit_and_bonuses() {
    let setup = Setup { iv: Some(iv::State::sandbox()), ..Setup::default() };
    let lists = ["the invoices of **baltic**", "the balance of **baltic**"];
    let events = ["invoice.issued", "invoice.paid", "credit.used", "bonus.added", "bonus.used"];
    let stage = watching(&events, &lists, setup).await;
    assert!(
        !there(&stage.discord, CHANNEL_SUPPORT).iter().any(|message| message.text().contains("shop")),
        "it tells neither"
    );
    let invoice = stage.iv.invoice_is_issued("12.34".parse().unwrap());
    let card = wait_for(&stage.discord, &format!("baltic/{invoice}")).await;
    assert!(card.text().contains("12.34"), "{}", card.text());
    assert!(stage.iv.invoice_is_paid(invoice));
    assert_eq!(wait_for(&stage.discord, "The invoice is paid").await.reference, Some(card.id));

    let credit = stage.iv.with_state(|state| state.credit);
    stage.iv.credit_changes(credit - "2.50".parse::<rust_decimal::Decimal>().unwrap());
    let used = wait_for(&stage.discord, "**2.50 EUR** of the credit was used").await;
    stage.iv.with_state(|state| state.bonus += rust_decimal::Decimal::ONE);
    let added = wait_for(&stage.discord, "**1.00 EUR** of bonus was added").await;
    stage.iv.with_state(|state| state.bonus -= rust_decimal::Decimal::TWO);
    let spent = wait_for(&stage.discord, "**2.00 EUR** of the bonus was used").await;
    assert_eq!((used.reference, added.reference), (spent.reference, spent.reference), "one card for all");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn llamalink_tells_of_renewals_that_are_near() {
    let lists = ["what **shop** pays"];
    let stage = watching(&["renewal.due"], &lists, Setup::default()).await;
    let name = stage.llamalink.with_state(|state| {
        let subscription = state.subscriptions.iter_mut().find(|known| known.status == "active").unwrap();
        subscription.renewal_date = today().checked_add(2.days()).unwrap();
        subscription.id
    });
    let card = wait_for(&stage.discord, &format!("shop/{name}")).await;
    assert!(card.text().contains("is to be paid again soon"), "{}", card.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_that_go_down_and_servers_that_are_new_are_told_at_every_provider_that_lists_them() {
    let setup = Setup {
        inferno: Some(inferno::State::sandbox()),
        klikk: Some(klikk::State::sandbox()),
        iv: Some(iv::State::sandbox()),
        ..Setup::default()
    };
    let lists = ["shop", "dev", "nordic", "baltic"].map(|account| format!("the servers of **{account}**"));
    let lists: Vec<&str> = lists.iter().map(String::as_str).collect();
    let stage = watching(&["server.*"], &lists, setup).await;
    stage.llamalink.with_state(|state| {
        let server = state.servers.values_mut().find(|server| server.name == "production-web").unwrap();
        *server = server.clone().stopped();
    });
    let down = wait_for(&stage.discord, "production-web is down").await;
    assert_eq!(down.buttons().len(), 3, "start, restart and claim: {}", down.text());

    let order = stage.inferno.with_state(|state| {
        let (id, order) = state.orders.iter_mut().find(|(_, order)| order.vps.is_some()).unwrap();
        order.vps.as_mut().unwrap().power = provider::Power::OFF;
        *id
    });
    wait_for(&stage.discord, &format!("dev/{order}")).await;

    let placed = stage.klikk.order_is_placed("fjord-9");
    stage.klikk.order_is_paid(placed);
    stage.klikk.order_is_created(placed);
    let added = wait_for(&stage.discord, "fjord-9").await;
    assert!(added.text().contains("nordic"), "{}", added.text());

    let gone = stage.iv.with_state(|state| {
        let (id, server) = state.servers.pop_last().unwrap();
        state.services.retain(|service| service.id != id);
        server.domain
    });
    let card = wait_for(&stage.discord, &format!("{gone} is no longer there")).await;
    says(&stage.discord, &card, "baltic").await;
    stage.end().await;
}
