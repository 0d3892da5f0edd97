//! Orders at Inferno in the channels: one card from pending to paid, and its invoice on another.

use hostmaster::sandbox::discord::world::{CHANNEL_BILLING, CHANNEL_PROVISIONING};
use hostmaster::sandbox::discord::{Message, Simulator};
use hostmaster::sandbox::inferno::State;

use super::channel::{note, posted, says, there};
use super::watched::relay;
use crate::buying::reads;
use crate::play::{press, used};
use crate::stage::{SOON, Setup, Stage};

/// A stage on which orders and invoices are watched, once both lists have been looked at.
async fn stage() -> Stage {
    let config = format!(
        "{}{}[watch]\ninterval = \"1s\"\n",
        relay(&["order.*", "provision.*"], CHANNEL_PROVISIONING, ""),
        relay(&["invoice.*"], CHANNEL_BILLING, ""),
    );
    let setup = Setup { inferno: Some(State::documented()), config, ..Setup::default() };
    let stage = Stage::with(setup).await;
    posted(&stage.discord, CHANNEL_PROVISIONING, &["I watch the orders", "dev"]).await;
    posted(&stage.discord, CHANNEL_BILLING, &["I watch the invoices", "dev"]).await;
    stage
}

/// Cancels the order, and types what is asked for.
async fn cancel(stage: &Stage, order: u64) {
    let (max, order) = (stage.max(), format!("dev/{order}"));
    let question = used(stage, &max, "order cancel", &[("order", &order)]).await;
    let form = press(&max, &question, "confirm");
    let name = form.wait_modal(SOON).await.unwrap().inputs[0].placeholder.clone();
    reads(&form.submit_modal(&[("text", &name)]).unwrap(), "is cancelled").await;
}

/// How many notes the card has.
fn notes(discord: &Simulator, card: &Message) -> usize {
    there(discord, card.channel).iter().filter(|message| message.reference == Some(card.id)).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_placed_elsewhere_is_one_card_from_pending_to_paid_and_its_invoice_another() {
    let stage = stage().await;
    let order = stage.inferno.order_is_placed(303).unwrap();
    let (number, invoice) = stage.inferno.with_state(|state| {
        let order = &state.orders[&order];
        (order.number.to_string(), order.invoice.to_string())
    });
    let card = posted(&stage.discord, CHANNEL_PROVISIONING, &[&number, "pending", "5.00 EUR"]).await;
    let bill = posted(&stage.discord, CHANNEL_BILLING, &[&invoice, "5.00 EUR"]).await;
    stage.inferno.order_is_paid(order);
    note(&stage.discord, &card, "now **active**").await;
    note(&stage.discord, &bill, "The invoice is paid").await;
    says(&stage.discord, &card, "active").await;
    says(&stage.discord, &bill, "paid").await;
    assert_eq!((notes(&stage.discord, &card), notes(&stage.discord, &bill)), (1, 1), "nothing is told twice");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_purchase_is_one_card_though_inferno_lists_it_and_is_called_paid_and_not_set_up() {
    let stage = stage().await;
    let question = stage.use_command(&stage.max(), "order buy", &[("plan", "dev/303".into())]).await.1;
    let pressed = press(&stage.max(), &question, "confirm");
    reads(&pressed, "which is not paid yet").await;
    let order = stage.inferno.with_state(|state| *state.orders.keys().last().unwrap());
    let invoice = stage.inferno.with_state(|state| state.orders[&order].invoice.to_string());
    let card = posted(&stage.discord, CHANNEL_PROVISIONING, &["VPS-1", "In the provider's list"]).await;
    let bill = posted(&stage.discord, CHANNEL_BILLING, &[&invoice]).await;
    says(&stage.discord, &card, &format!("waits for payment of invoice {invoice}")).await;
    says(&stage.discord, &card, "once it is paid, `/order install` installs the server").await;
    stage.inferno.order_is_paid(order);
    reads(&pressed, "is paid after").await;
    note(&stage.discord, &bill, "The invoice is paid").await;
    note(&stage.discord, &card, "now **active**").await;
    says(&stage.discord, &card, "paid").await;
    let told = there(&stage.discord, CHANNEL_PROVISIONING);
    assert!(told.iter().all(|message| !message.text().contains("It is set up")), "it has no server");
    let cards = told.iter().filter(|it| it.reference.is_none() && !it.text().contains("I watch")).count();
    assert_eq!((cards, notes(&stage.discord, &card)), (1, 1), "nothing is told twice");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_purchase_that_is_cancelled_unpaid_ends_on_its_card_and_on_that_of_its_invoice() {
    let stage = stage().await;
    let question = stage.use_command(&stage.max(), "order buy", &[("plan", "dev/303".into())]).await.1;
    let pressed = press(&stage.max(), &question, "confirm");
    reads(&pressed, "which is not paid yet").await;
    let order = stage.inferno.with_state(|state| *state.orders.keys().last().unwrap());
    let invoice = stage.inferno.with_state(|state| state.orders[&order].invoice.to_string());
    let card =
        posted(&stage.discord, CHANNEL_PROVISIONING, &["VPS-1", "In the provider's list", "pending"]).await;
    let bill = posted(&stage.discord, CHANNEL_BILLING, &[&invoice, "unpaid"]).await;
    assert_eq!(bill.buttons().len(), 1, "it can be claimed");
    cancel(&stage, order).await;
    note(&stage.discord, &card, "now **cancelled before it was paid**").await;
    let over = says(&stage.discord, &card, "cancelled before it was paid").await;
    assert!(!over.text().contains("pending"), "{}", over.text());
    let over = says(&stage.discord, &bill, "no longer in the provider's list").await;
    assert!(!over.text().contains("unpaid") && over.buttons().is_empty(), "{}", over.text());
    assert_eq!((notes(&stage.discord, &card), notes(&stage.discord, &bill)), (1, 0), "nothing is told twice");
    stage.end().await;
}
