//! `/order custom` at Klikk: asked without a price, sent once under a reference of its own, and found again by that.

use std::time::Duration;

use hostmaster::sandbox::discord::Message;
use hostmaster::sandbox::klikk::{Effect, Fault, Misbehaviour, OnDisconnect, Operation, Pace, Reply, State};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::buying::reads;
use crate::play::press;
use crate::scene::SOON;
use crate::stage::{GRANTS, Setup, Stage};
use crate::told::told;

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ana@home";

async fn stage(change: impl FnOnce(&mut State)) -> Stage {
    stage_with(change, Setup::default()).await
}

async fn stage_with(change: impl FnOnce(&mut State), setup: Setup) -> Stage {
    let mut state = State::documented();
    state.pace = Pace { provisioning: Duration::from_millis(300), ..Pace::INSTANT };
    change(&mut state);
    Stage::with(Setup { klikk: Some(state), grants: GRANTS.to_owned(), ..setup }).await
}

/// The documented server, with other options.
fn wish(changed: Value) -> Value {
    let mut options = json!({
        "account": "nordic", "name": "fjord-1", "cpu": 9, "memory": 0.5, "storage": 25, "os": "Debian 10.4",
        "guided": false,
    });
    for (name, value) in changed.as_object().unwrap() {
        options[name] = value.clone();
    }
    options
}

async fn ask(stage: &Stage, changed: Value) -> Message {
    told(stage, &stage.max(), "order custom", wish(changed)).await.message
}

fn ordered(stage: &Stage) -> Vec<(u64, Option<String>)> {
    let effects = stage.klikk.ledger().into_iter().map(|entry| entry.effect);
    let orders = effects.filter_map(|effect| match effect {
        Effect::Ordered { order, reference, .. } => Some((order, reference)),
        _ => None,
    });
    orders.collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_is_ordered_at_a_price_that_is_not_told_and_followed_until_it_is_there() {
    let stage = stage(|_| {}).await;
    let options = format!(
        "ip_allow=192.0.2.7, 2001:db8::/32, public_ports_allow=80,443, authorized_keys={KEY}, \
         cloud_init_url=https://example.com/init?key=canary"
    );
    let question = ask(&stage, json!({ "options": options })).await;
    let text = question.text();
    for words in [
        "price not told by Klikk",
        "from its credit, or by an invoice",
        "0.5 GB",
        "Debian 10.4",
        "Who may reach ssh: 192.0.2.7,2001:db8::/32",
        "ana\\@home",
        "nordic",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("canary"), "{text}");
    assert!(stage.klikk.requests_for(Operation::OrderCreate).is_empty());
    let done = reads(&press(&stage.max(), &question, "confirm"), "is set up after").await;
    assert!(done.text().contains("nordic/1294.5"), "{}", done.text());
    let [(order, Some(reference))] = &ordered(&stage)[..] else { panic!("{:?}", ordered(&stage)) };
    assert!(reference.starts_with("hm-") && *order == 74, "{reference}");
    let [request] = stage.klikk.requests_for(Operation::OrderCreate).try_into().unwrap();
    let options = &request.json().unwrap()["items"][0]["product"]["options"];
    assert_eq!((&options["quantity_ram_gb"], &options["os_version"]), (&json!(0.5), &json!("10.4")));
    let sshd = json!({
        "ip_allow": "192.0.2.7,2001:db8::/32", "public_ports_allow": "80,443", "authorized_keys": KEY,
    });
    assert_eq!(options["features"]["sshd"], sshd);
    assert_eq!(options["features"]["cloud_init_url"], "https://example.com/init?key=canary");
    let audit = stage.audit().await;
    assert!(audit.contains(&"order.custom nordic/custom done (verified)".to_owned()), "{audit:#?}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_must_be_paid_is_made_once_and_says_where_its_invoice_is() {
    let stage = stage(|state| state.has_credit = false).await;
    let question = ask(&stage, json!({})).await;
    let pressed = press(&stage.max(), &question, "confirm");
    let waits = reads(&pressed, "waits to be paid").await;
    assert!(waits.text().contains("Payment is required"), "{}", waits.text());
    stage.klikk.order_is_paid(74);
    reads(&pressed, "is set up after").await;
    assert_eq!(stage.klikk.count(Operation::OrderCreate), 1);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_whose_answer_is_lost_is_found_again_and_never_sent_again() {
    for is_full in [true, false] {
        let stage = stage(|state| state.list_is_full = is_full).await;
        let question = ask(&stage, json!({})).await;
        stage.klikk.inject(Operation::OrderCreate, Fault::after(Misbehaviour::Drop).once());
        let done = reads(&press(&stage.max(), &question, "confirm"), "is set up after").await;
        assert!(done.text().contains("nordic/1294.5"), "{}", done.text());
        assert_eq!((stage.klikk.count(Operation::OrderCreate), ordered(&stage).len()), (1, 1), "{is_full}");
        stage.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_is_made_and_yet_complained_of_is_followed_and_not_refused() {
    for (status, body) in [
        (StatusCode::OK, r#"{"error":"","order_id":74,"status":200}"#),
        (StatusCode::OK, r#"{"error":"Payment failed","order_id":74}"#),
        (StatusCode::BAD_REQUEST, r#"{"message":"Too little credit","order_id":74}"#),
        (StatusCode::BAD_REQUEST, r#"{"message":"Too little credit"}"#),
    ] {
        // What is refused and names no order is found by the reference, where the list tells it.
        let stage = stage(|state| state.list_is_full = !body.contains("order_id")).await;
        let question = ask(&stage, json!({})).await;
        let reply = Reply::new(status, "application/json", body);
        stage.klikk.inject(Operation::OrderCreate, Fault::after(Misbehaviour::Answer(reply)).once());
        let done = reads(&press(&stage.max(), &question, "confirm"), "is set up after").await;
        assert!(done.text().contains("nordic/1294.5"), "{body}: {}", done.text());
        assert_eq!((stage.klikk.count(Operation::OrderCreate), ordered(&stage).len()), (1, 1), "{body}");
        stage.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_that_has_lost_every_order_does_not_show_that_one_was_never_made() {
    let setup = Setup { spend_timeout: Some(Duration::from_millis(500)), ..Setup::default() };
    let stage = stage_with(|_| {}, setup).await;
    let question = ask(&stage, json!({})).await;
    let held = Fault::after(Misbehaviour::Hold(OnDisconnect::Continue));
    stage.klikk.inject(Operation::OrderCreate, held.once());
    let pressed = press(&stage.max(), &question, "confirm");
    stage.klikk.wait_until_held(Operation::OrderCreate, SOON).await.unwrap();
    let lost = Reply::new(StatusCode::OK, "application/json", r#"{"orders":null}"#);
    stage.klikk.inject(Operation::OrderList, Fault::answer(lost).times(20));
    reads(&pressed, "is set up after").await;
    assert_eq!((stage.klikk.count(Operation::OrderCreate), ordered(&stage).len()), (1, 1));
    let audit = stage.audit().await;
    assert!(audit.iter().all(|row| !row.contains("failed")), "{audit:#?}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_never_arrived_was_not_made_and_the_next_click_makes_it_once() {
    let stage = stage(|_| {}).await;
    let question = ask(&stage, json!({})).await;
    stage.klikk.inject(Operation::OrderCreate, Fault::before(Misbehaviour::Drop).once());
    let told = reads(&press(&stage.max(), &question, "confirm"), "was not ordered").await;
    assert!(ordered(&stage).is_empty());
    reads(&press(&stage.max(), &told, "confirm"), "is set up after").await;
    let sent = stage.klikk.requests_for(Operation::OrderCreate);
    let references: Vec<_> =
        sent.iter().map(|request| request.json().unwrap()["reference"].clone()).collect();
    assert_eq!((references.len(), ordered(&stage).len()), (2, 1));
    assert_eq!(references[0], references[1], "it is the same purchase");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_klikk_would_not_take_is_refused_before_anything_is_asked() {
    let stage = stage(|_| {}).await;
    for (changed, words) in [
        (json!({"memory": 0.7}), "0.7"),
        (json!({"os": "Debian"}), "Debian 10.4"),
        (json!({"ipv4": 2}), "ipv4"),
        (json!({"cpu_type": "xeonE5"}), "nothing called"),
        (json!({"options": "public_ports_allow=80"}), "choose both or neither"),
        (json!({"options": "ip_allow=everywhere"}), "everywhere"),
        (json!({"options": "sshd=1"}), "sshd"),
    ] {
        let refused = told(&stage, &stage.max(), "order custom", wish(changed.clone())).await;
        let text = refused.message.text();
        assert!(text.contains(words), "{changed}: {text}");
        assert_eq!(refused.requests, Vec::<String>::new(), "{changed}");
        assert_eq!(refused.message.ephemeral_to, Some(stage.max().user));
    }
    assert!(ordered(&stage).is_empty());
    stage.end().await;
}
