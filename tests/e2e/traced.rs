//! Purchases at LightLayer, which keeps no id of the bot's: bought once at most, found again as what is new, and told as
//! they are.

use std::time::Duration;

use hostmaster::sandbox::discord::{Interaction, Message};
use hostmaster::sandbox::lightlayer::{
    Effect, Fault, FormField, Misbehaviour, OnDisconnect, Operation, Pace, Reply, State,
};
use serde_json::{Value, json};

use crate::buying::{press, reads};
use crate::stage::{SOON, Setup, Stage};

/// What the button that buys says.
pub const BUTTON: &str = "Order Cloud VPS S - 11.50 USD/month";
/// The same after it came to nothing.
pub const AGAIN: &str = "Try again - 11.50 USD/month";

/// A lived-in LightLayer that sets up what is bought in so long.
pub fn state(provisioning: Duration) -> State {
    State { pace: Pace { provisioning, ..Pace::INSTANT }, ..State::sandbox() }
}

async fn stage(provisioning: Duration) -> Stage {
    Stage::with(Setup { lightlayer: Some(state(provisioning)), ..Setup::default() }).await
}

/// Everything that must be chosen of the plan.
pub fn choices() -> Vec<(&'static str, Value)> {
    vec![
        ("plan", "asia/840".into()),
        ("cycle", "m".into()),
        ("domain", "new.example.com".into()),
        ("options", "1700=Debian 12".into()),
        ("pay_method", "9".into()),
    ]
}

async fn ask(stage: &Stage) -> Message {
    stage.use_command(&stage.max(), "order buy", &choices()).await.1
}

/// How many orders were placed.
fn orders(stage: &Stage) -> usize {
    let ordered = |effect: &Effect| matches!(effect, Effect::Ordered { .. });
    stage.lightlayer.ledger().iter().filter(|entry| ordered(&entry.effect)).count()
}

async fn ends(pressed: &Interaction) -> Message {
    reads(pressed, "is set up after").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_product_is_quoted_bought_and_followed_to_its_server() {
    let stage = stage(Duration::from_millis(400)).await;
    let question = ask(&stage).await;
    let text = question.text();
    for part in ["Order Cloud VPS S?", "11.50 USD/month", "Debian 12", "new.example.com", "PayPal"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let item = json!({
        "type": "product", "product_id": 840, "cycle": "m", "domain": "new.example.com",
        "custom": {"1700": {"9001": 1}},
    });
    let quote = &stage.lightlayer.requests_for(Operation::Quote)[0];
    assert_eq!(quote.json(), Some(json!({"output": "short", "pay_method": 9, "items": [item]})));
    assert_eq!(orders(&stage), 0);
    let pressed = press(&stage, &question, BUTTON);
    let watched = reads(&pressed, "LightLayer says: ").await;
    assert!(watched.components.is_empty() && watched.text().contains("Pending"), "{}", watched.text());
    let done = ends(&pressed).await;
    for part in ["new.example.com", "203.0.113.", "asia/304"] {
        assert!(done.text().contains(part), "{part}: {}", done.text());
    }
    let [order] = stage.lightlayer.requests_for(Operation::Order).try_into().unwrap();
    let body = json!({
        "cycle": "m", "domain": "new.example.com", "custom": {"1700": {"9001": 1}}, "pay_method": 9,
    });
    assert_eq!((order.path.as_str(), order.json()), ("/api/order/840", Some(body)));
    assert_eq!(orders(&stage), 1);
    assert_eq!(
        stage.audit_of(4).await,
        [
            "order.buy asia/840 asked",
            "order.buy asia/840 intent",
            "order.buy asia/840 done",
            "order.buy asia/840 done (verified)"
        ]
    );
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_answer_and_an_unreadable_one_are_settled_by_what_is_new() {
    for fault in [
        Fault::after(Misbehaviour::Drop),
        Fault::after(Misbehaviour::Answer(Reply::empty())),
        Fault::after(Misbehaviour::Answer(Reply::wrong_shape())),
    ] {
        let case = format!("{fault:?}");
        let stage = stage(Duration::from_millis(300)).await;
        let question = ask(&stage).await;
        stage.lightlayer.inject(Operation::Order, fault.once());
        let pressed = press(&stage, &question, BUTTON);
        let done = ends(&pressed).await;
        for part in ["new.example.com", "asia/304", "not there before"] {
            assert!(done.text().contains(part), "{case} {part}: {}", done.text());
        }
        assert_eq!((orders(&stage), stage.lightlayer.count(Operation::Order)), (1, 1), "{case}");
        stage.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_never_begun_is_said_so_after_two_looks_and_sent_again_by_a_click_alone() {
    let stage = stage(Duration::ZERO).await;
    let question = ask(&stage).await;
    stage.lightlayer.inject(Operation::Order, Fault::before(Misbehaviour::Drop).once());
    let looks = stage.lightlayer.count(Operation::ListServices);
    let pressed = press(&stage, &question, BUTTON);
    let told = reads(&pressed, "was not ordered").await;
    assert!(told.text().contains("has nothing new that could be it"), "{}", told.text());
    // One before the order, and two after it.
    assert!(stage.lightlayer.count(Operation::ListServices) >= looks + 3);
    assert_eq!((orders(&stage), stage.lightlayer.count(Operation::Order)), (0, 1));
    let again = press(&stage, &told, AGAIN);
    ends(&again).await;
    assert_eq!((orders(&stage), stage.lightlayer.count(Operation::Order)), (1, 2));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_must_be_answered_only_since_makes_no_second_order_of_one_that_is_tried_again() {
    let stage = stage(Duration::ZERO).await;
    let question = ask(&stage).await;
    stage.lightlayer.inject(Operation::Order, Fault::before(Misbehaviour::Drop).once());
    let told = reads(&press(&stage, &question, BUTTON), "was not ordered").await;
    stage.lightlayer.with_state(|state| {
        let product = state.products.iter_mut().find(|product| product.id == 840).unwrap();
        let asked = FormField { id: 1799, title: "Where".into(), required: true, ..product.forms[0].clone() };
        product.forms.push(asked);
    });
    let again = reads(&press(&stage, &told, AGAIN), "has changed").await;
    assert!(again.components.is_empty() && !again.text().contains("Question"), "{}", again.text());
    assert_eq!((orders(&stage), stage.lightlayer.count(Operation::Order)), (0, 1));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_begins_late_is_followed_and_not_ordered_again() {
    let stage = stage(Duration::ZERO).await;
    let question = ask(&stage).await;
    let held = Fault::before(Misbehaviour::Hold(OnDisconnect::Continue));
    stage.lightlayer.inject(Operation::Order, held.once());
    let pressed = press(&stage, &question, BUTTON);
    stage.lightlayer.wait_until_held(Operation::Order, SOON).await.unwrap();
    stage.lightlayer.go_down().await;
    stage.lightlayer.come_back().await.unwrap();
    let told = reads(&pressed, "was not ordered").await;
    let effects = stage.lightlayer.ledger().len();
    stage.lightlayer.release_all();
    stage.lightlayer.wait_for_effects(effects + 1, SOON).await.unwrap();
    if let Ok(again) = stage.max().press(told.id, AGAIN) {
        again.wait_first_response(SOON).await.unwrap();
    }
    let done = |discord: &hostmaster::sandbox::discord::Simulator| {
        discord.message(told.id).filter(|message| message.text().contains("is set up after"))
    };
    stage.discord.wait("the purchase", SOON, done).await.unwrap();
    assert_eq!((orders(&stage), stage.lightlayer.count(Operation::Order)), (1, 1));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_ends_it_and_nothing_is_looked_for() {
    let stage = stage(Duration::ZERO).await;
    let question = ask(&stage).await;
    let refusal = Fault::answer(Reply::error(reqwest::StatusCode::OK, "fraud_check"));
    stage.lightlayer.inject(Operation::Order, refusal.once());
    let pressed = press(&stage, &question, BUTTON);
    let told = reads(&pressed, "That did not work").await;
    assert!(told.text().contains("fraud") && told.text().contains("nothing was charged"), "{}", told.text());
    assert_eq!((orders(&stage), stage.lightlayer.count(Operation::Order)), (0, 1));
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_sent_when_what_is_there_cannot_be_told() {
    let stage = stage(Duration::ZERO).await;
    let question = ask(&stage).await;
    let blind = Fault::answer(Reply::status(reqwest::StatusCode::BAD_GATEWAY));
    stage.lightlayer.inject(Operation::ListServices, blind.times(9));
    let pressed = press(&stage, &question, BUTTON);
    let told = reads(&pressed, "That did not work").await;
    assert!(told.text().contains("nothing was charged"), "{}", told.text());
    assert_eq!(stage.lightlayer.count(Operation::Order), 0);
    let audit = stage.audit_of(4).await;
    assert!(audit.contains(&"order.buy asia/840 failed (never sent)".to_owned()), "{audit:#?}");
    stage.lightlayer.clear_faults();
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_purchase_is_no_other_one_takes_for_its_own() {
    let stage = stage(Duration::ZERO).await;
    let first = ask(&stage).await;
    ends(&press(&stage, &first, BUTTON)).await;
    // The second never arrives; the first, which is of the same product, must not pass for it.
    let second = ask(&stage).await;
    stage.lightlayer.inject(Operation::Order, Fault::before(Misbehaviour::Drop).once());
    let told = reads(&press(&stage, &second, BUTTON), "was not ordered").await;
    assert!(!told.text().contains("asia/304"), "{}", told.text());
    assert_eq!(orders(&stage), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_for_its_invoice_says_so_and_is_done_when_that_is_paid() {
    let stage = stage(Duration::ZERO).await;
    let options = [("plan", "asia/841".into()), ("cycle", "m".into()), ("pay_method", "PayPal".into())];
    let question = stage.use_command(&stage.max(), "order buy", &options).await.1;
    let pressed = press(&stage, &question, "Order Managed VPS - 49.00 USD/month");
    let told = reads(&pressed, "which is not paid yet").await;
    let Effect::Ordered { invoice, .. } = stage.lightlayer.ledger().last().unwrap().effect.clone() else {
        panic!("an order")
    };
    assert!(told.text().contains(&format!("asia/{invoice}")), "{}", told.text());
    assert!(stage.lightlayer.invoice_is_paid_elsewhere(invoice));
    ends(&pressed).await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_bought_is_listed_and_its_status_is_asked_for() {
    let stage = stage(Duration::ZERO).await;
    let question = ask(&stage).await;
    ends(&press(&stage, &question, BUTTON)).await;
    let list = stage.use_command(&stage.max(), "order list", &[("account", "asia".into())]).await.1;
    assert!(list.text().contains("Cloud VPS S") && list.text().contains("done"), "{}", list.text());
    let order = stage.store.purchases().await.unwrap()[0].resource.to_string();
    let status = stage.use_command(&stage.max(), "order status", &[("order", order.into())]).await.1;
    for part in ["Cloud VPS S", "asia/304.1304", "done"] {
        assert!(status.text().contains(part), "{part}: {}", status.text());
    }
    stage.end().await;
}
