//! Klikk's account beside the others: its servers, its orders, and cancelling these or one item of them.

use std::time::Duration;

use hostmaster::sandbox::discord::world::CHANNEL_PROVISIONING;
use hostmaster::sandbox::discord::{Message, Simulator};
use hostmaster::sandbox::klikk::{Effect, Fault, Item, Misbehaviour, Operation, Pace, Reply, State};
use reqwest::StatusCode;
use serde_json::json;

use crate::buying::reads;
use crate::play::{press, used};
use crate::relays::watched::relay;
use crate::stage::{GRANTS, SOON, Setup, Stage};
use crate::told::told;

const GRANTS_HERE: &str = "\n[[grants]]\nroles = [\"222222222222222222\"]\nallow = [\"order.*\", \"find\"]\n";

async fn stage() -> Stage {
    stage_of(State::documented(), "").await
}

async fn stage_of(klikk: State, config: &str) -> Stage {
    let grants = format!("{GRANTS}{GRANTS_HERE}");
    Stage::with(Setup { klikk: Some(klikk), grants, config: config.to_owned(), ..Setup::default() }).await
}

/// The documented state with a second item in the completed order.
fn two_items() -> State {
    let mut state = State::documented();
    let order = state.orders.get_mut(&70).unwrap();
    let mut second = Item { id: 1291, name: "db.server.com".to_owned(), ..order.items[0].clone() };
    second.vps.id = 2;
    order.items.push(second);
    state
}

fn effects(stage: &Stage) -> Vec<Effect> {
    stage.klikk.ledger().into_iter().map(|entry| entry.effect).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_are_listed_shown_and_found_with_what_is_told_of_them() {
    let stage = stage().await;
    let ana = stage.ana();
    let list = told(&stage, &ana, "vps list", json!({"account": "nordic"})).await;
    let text = list.message.text();
    for words in ["my.server.com", "running", "127.0.0.2", "Klikk"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(list.requests, [r#"POST /api {"action":"server_list","order_item_id":0}"#]);
    assert_eq!(list.audit, ["vps.list nordic done"]);
    let shown = told(&stage, &ana, "vps show", json!({"server": "my.server.com"})).await;
    let text = shown.message.text();
    for words in ["my.server.com", "running", "127.0.0.2", "fec0::fec0", "0.5", "20", "nordic/1290.1"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(shown.requests, [r#"POST /api {"action":"server_list","order_item_id":1290}"#]);
    assert_eq!(shown.audit, ["vps.show nordic/1290.1 done"]);
    stage.klikk.vps_runs(1290, false);
    for typed in ["127.0.0.2", "nordic/1290.1"] {
        let shown = used(&stage, &ana, "vps show", &[("server", typed)]).await;
        assert!(shown.text().contains("stopped"), "{typed}: {}", shown.text());
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_klikk_does_not_offer_is_said_and_nothing_is_asked() {
    let stage = stage().await;
    let ana = stage.ana();
    for path in ["vps restart", "vps stop", "vps start", "vps metrics"] {
        let refused = told(&stage, &ana, path, json!({"server": "nordic/1290.1"})).await;
        let text = refused.message.text();
        assert!(text.contains(&format!("Klikk does not offer **/{path}**")), "{path}: {text}");
        assert!(text.contains("for what is theirs") && text.contains("`shop`"), "{path}: {text}");
        assert_eq!(refused.requests, Vec::<String>::new(), "{path}");
        assert_eq!(refused.message.ephemeral_to, Some(ana.user));
    }
    let balance = used(&stage, &stage.max(), "balance", &[("account", "nordic")]).await;
    assert!(balance.text().contains("Klikk does not offer"), "{}", balance.text());
    let all = used(&stage, &stage.max(), "balance", &[]).await;
    assert!(all.text().ends_with("Tell no balance: nordic, lab"), "{}", all.text());
    let one = used(&stage, &stage.max(), "balance", &[("account", "shop")]).await;
    assert!(!one.text().contains("no balance"), "{}", one.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn orders_are_listed_and_told_with_their_items() {
    let stage = stage_of(two_items(), "").await;
    let ana = stage.ana();
    let list = told(&stage, &ana, "order list", json!({"account": "nordic"})).await;
    let text = list.message.text();
    for words in ["My testserver 1", "pending", "my.server.com, db.server.com", "completed"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(list.requests, [r#"POST /api {"action":"order_list"}"#]);
    let shown = told(&stage, &ana, "order status", json!({"order": "nordic/70"})).await;
    let text = shown.message.text();
    for words in
        ["my.server.com", "db.server.com", "VPS", "`1291`", "completed", "Order is completed", "nordic/70"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(shown.requests, [r#"POST /api {"action":"order_status","order_id":70}"#]);
    assert_eq!(shown.audit, ["order.status nordic/70 done"]);
    let gone = used(&stage, &ana, "order status", &[("order", "nordic/99")]).await;
    assert!(gone.text().contains("nordic"), "{}", gone.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_is_cancelled_once_its_name_is_typed_and_runs_until_its_period_ends() {
    let stage = stage().await;
    let ana = stage.ana();
    let question = used(&stage, &ana, "order cancel", &[("order", "my.server.com")]).await;
    let text = question.text();
    assert!(text.contains("runs until the end of the paid period"), "{text}");
    assert!(text.contains("nordic") && text.contains("completed"), "{text}");
    assert!(effects(&stage).is_empty());
    let form = press(&ana, &question, "confirm");
    form.wait_modal(SOON).await.unwrap();
    reads(&form.submit_modal(&[("text", "My testserver 1")]).unwrap(), "not the name").await;
    let form = press(&ana, &question, "confirm");
    form.wait_modal(SOON).await.unwrap();
    let done =
        reads(&form.submit_modal(&[("text", "my.server.com")]).unwrap(), "is cancelled at Klikk").await;
    assert!(done.text().contains("runs until the end of the paid period"), "{}", done.text());
    assert_eq!(effects(&stage), [Effect::Cancelled { order: 70 }]);
    let sent = stage.klikk.requests_for(Operation::OrderCancel)[0].json();
    assert_eq!(sent, Some(json!({"action": "order_cancel", "order_id": 70})));
    let audit = stage.audit().await;
    assert!(audit.contains(&"order.cancel nordic/70 done".to_owned()), "{audit:#?}");
    // It runs on, and is over when its period is.
    let shown = used(&stage, &ana, "vps show", &[("server", "my.server.com")]).await;
    assert!(shown.text().contains("running"), "{}", shown.text());
    assert_eq!(stage.klikk.period_ends(), 1);
    let again = used(&stage, &ana, "order cancel", &[("order", "nordic/70")]).await;
    assert!(again.text().contains("cannot be cancelled: Klikk says cancelled"), "{}", again.text());
    assert_eq!(effects(&stage).len(), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_item_is_cancelled_and_no_other_and_item_0_is_none() {
    let stage = stage_of(two_items(), "").await;
    let ana = stage.ana();
    for item in ["0", "1293", "1", "01291", "web", " "] {
        let refused = used(&stage, &ana, "order cancel", &[("order", "nordic/70"), ("item", item)]).await;
        let text = refused.text();
        let said = if item == " " { "\u{2014}" } else { item };
        assert!(text.contains(&format!("has no item `{said}`")), "{text}");
        assert!(text.contains("`1290`") && text.contains("db.server.com"), "{text}");
        assert_eq!(refused.ephemeral_to, Some(ana.user));
    }
    assert!(stage.klikk.requests_for(Operation::OrderCancel).is_empty());
    for typed in ["1291", "db.server.com"] {
        let question = used(&stage, &ana, "order cancel", &[("order", "nordic/70"), ("item", typed)]).await;
        let text = question.text();
        let named = "db.server.com of order my.server.com, db.server.com";
        assert!(text.contains(&format!("Cancel {named}?")) && text.contains("`1291`"), "{text}");
        let label =
            stage.discord.message(question.id).unwrap().components[0]["components"][0]["label"].clone();
        assert_eq!(label, format!("Cancel {named} \u{2026}"));
        let form = press(&ana, &question, "confirm");
        let modal = format!("{:?}", form.wait_modal(SOON).await.unwrap());
        assert!(modal.contains("db.server.com") && !modal.contains("my.server.com"), "{modal}");
        let whole = form.submit_modal(&[("text", "my.server.com, db.server.com")]).unwrap();
        reads(&whole, "not the name").await;
        let form = press(&ana, &question, "confirm");
        form.wait_modal(SOON).await.unwrap();
        let sent = form.submit_modal(&[("text", "db.server.com")]).unwrap();
        let done = reads(&sent, "is cancelled at Klikk").await;
        assert!(done.text().contains("**db.server.com** of order"), "{}", done.text());
        let was = format!("{:?}", stage.discord.requests());
        assert!(was.contains(&format!("Cancelling **{named}**")), "{was}");
    }
    let item = || Effect::ItemCancelled { order: 70, item: 1291 };
    assert_eq!(effects(&stage), [item(), item()]);
    let sent = stage.klikk.requests_for(Operation::ItemCancel)[0].json();
    assert_eq!(sent, Some(json!({"action": "order_cancel", "order_id": 70, "order_item_id": 1291})));
    let audit = stage.audit().await;
    let done = audit.iter().filter(|row| *row == "order.cancel nordic/70 item 1291 done").count();
    assert_eq!(done, 2, "{audit:#?}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_paid_yet_has_no_paid_period_that_it_could_run_to() {
    let mut state = State::documented();
    state.has_credit = false;
    let stage = stage_of(state, "").await;
    let ana = stage.ana();
    let order = stage.klikk.order_is_placed("fjord-9");
    let reference = format!("nordic/{order}");
    let question = used(&stage, &ana, "order cancel", &[("order", &reference)]).await;
    let text = question.text();
    assert!(text.contains("waits for its payment, so nothing of it runs"), "{text}");
    assert!(!text.contains("paid period"), "{text}");
    let form = press(&ana, &question, "confirm");
    form.wait_modal(SOON).await.unwrap();
    let done = reads(&form.submit_modal(&[("text", "fjord-9")]).unwrap(), "is cancelled at Klikk").await;
    assert!(!done.text().contains("paid period"), "{}", done.text());
    assert_eq!(effects(&stage).last(), Some(&Effect::Cancelled { order }));
    stage.end().await;
}

/// Cancels the completed order while its call meets the fault, and gives the message that says this at the end.
async fn cancelled(stage: &Stage, fault: Fault, words: &str) -> Message {
    let ana = stage.ana();
    let question = used(stage, &ana, "order cancel", &[("order", "nordic/70")]).await;
    stage.klikk.inject(Operation::OrderCancel, fault.once());
    let form = press(&ana, &question, "confirm");
    form.wait_modal(SOON).await.unwrap();
    reads(&form.submit_modal(&[("text", "my.server.com")]).unwrap(), words).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancellation_whose_answer_is_lost_is_never_sent_again_and_nothing_is_claimed_of_it() {
    let stage = stage().await;
    // The order looks the same whether it was cancelled or not.
    for fault in [Fault::before(Misbehaviour::Drop), Fault::answer(Reply::html(StatusCode::OK))] {
        let told = cancelled(&stage, fault, "cannot be told").await;
        assert!(told.text().contains("portal before you cancel it again"), "{}", told.text());
    }
    assert_eq!((stage.klikk.count(Operation::OrderCancel), effects(&stage).len()), (2, 0));
    let audit = stage.audit().await;
    assert!(audit.iter().any(|row| row.starts_with("order.cancel nordic/70 unknown")), "{audit:#?}");
    // A refusal is one, in Klikk's words.
    let body = json!({"message": "Order is *locked*"}).to_string();
    let refusal = Fault::answer(Reply::new(StatusCode::CONFLICT, "application/json", body));
    let told = cancelled(&stage, refusal, "refused it").await;
    assert!(told.text().contains("Order is \\*locked\\*"), "{}", told.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refused_credentials_are_told_with_all_that_may_be_wrong() {
    let stage = stage().await;
    stage.klikk.with_state(|state| state.who.is_in_filter = false);
    let listed = used(&stage, &stage.ana(), "vps list", &[("account", "nordic")]).await;
    let text = listed.text();
    assert!(text.contains("IP filter") && text.contains("refused the token"), "{text}");
    let shown = used(&stage, &stage.ana(), "order status", &[("order", "nordic/73")]).await;
    assert!(shown.text().contains("2-factor"), "{}", shown.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_chat_names_changes_no_request() {
    let stage = stage().await;
    let ana = stage.ana();
    let before = stage.klikk.requests().len();
    let long = "9".repeat(100);
    for id in ["../70", "70,\"order_item_id\":0", "0", "%37%30", "7\n0", "\u{1F525}", "-70", &long] {
        for (path, option) in [("vps show", "server"), ("order status", "order"), ("order cancel", "order")] {
            let named = format!("nordic/{id}").chars().take(100).collect::<String>();
            let told = used(&stage, &ana, path, &[(option, &named)]).await;
            assert_eq!(told.ephemeral_to, Some(ana.user), "{path} {id}: {}", told.text());
        }
    }
    assert!(effects(&stage).is_empty());
    let asked = stage.klikk.requests().split_off(before);
    let lists = [Operation::OrderList, Operation::ServerList];
    assert!(asked.iter().all(|request| lists.contains(&request.operation.unwrap())), "{asked:?}");
    stage.end().await;
}

/// Waits for a message in the channel of orders that says all the words.
async fn posted(discord: &Simulator, words: &[&str]) -> Message {
    let says = |discord: &Simulator| {
        let mut messages = discord.all_messages().into_iter();
        messages.find(|message| {
            message.channel == CHANNEL_PROVISIONING
                && words.iter().all(|words| message.text().contains(words))
        })
    };
    let found = discord.wait(&format!("a message that says {words:?}"), SOON, says).await;
    found.unwrap_or_else(|error| panic!("{error}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_must_be_paid_is_a_card_that_stays_true() {
    let rule = relay(&["order.*"], CHANNEL_PROVISIONING, "");
    let mut state = State::documented();
    state.pace = Pace { provisioning: Duration::from_secs(60 * 60), ..Pace::INSTANT };
    state.has_credit = false;
    let stage = stage_of(state, &format!("{rule}[watch]\ninterval = \"1s\"\n")).await;
    posted(&stage.discord, &["I watch the orders", "nordic"]).await;
    let order = stage.klikk.order_is_placed("fjord-9");
    let card = posted(&stage.discord, &["fjord-9", "payment needed", "Klikk"]).await;
    stage.klikk.order_is_paid(order);
    let reads = async |words: &'static str| {
        let says =
            |discord: &Simulator| discord.message(card.id).filter(|message| message.text().contains(words));
        let found = stage.discord.wait(&format!("the card to read {words:?}"), SOON, says).await;
        found.unwrap_or_else(|error| panic!("{error}"))
    };
    reads("pending").await;
    stage.klikk.order_is_created(order);
    reads("completed").await;
    let notes = stage.discord.all_messages();
    let notes = notes.iter().filter(|message| message.reference == Some(card.id)).count();
    assert!(notes >= 1, "what changed is said beside the card");
    stage.end().await;
}
