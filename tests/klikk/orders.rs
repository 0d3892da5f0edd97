//! Ordering: what is sent, what the answers mean, and how an order is found again.

use hostmaster::domain::order::{NotSold, Progress, ProgressState, Trace, Wish};
use hostmaster::domain::{Action, ErrorKind, ErrorStatus, Operation, ResourceKind};
use hostmaster::providers::{Purchases, Shop};
use hostmaster::sandbox::klikk as sim;
use serde_json::{Value, json};

use super::{Account, offer, permit, wish};

/// The documented order, with what is chosen of it left out.
pub fn documented_body() -> Value {
    json!({"action": "order_create", "reference": "hm-1", "items": [{
        "name": "My testserver 2",
        "product": {"name": "VPS", "options": {
            "quantity_ram_gb": 0.5, "quantity_cpu": 9, "quantity_storage_gb": 25,
            "os": "Debian", "os_version": "10.4", "features": {"ipv4": 1},
        }},
    }]})
}

async fn buy(
    account: &Account,
    order: &str,
) -> Result<hostmaster::domain::order::Purchase, hostmaster::domain::Error> {
    let permit = permit(Action::OrderCustom, ResourceKind::Plan, "custom");
    account.adapter.buy(&permit, &offer(&[]), order).await
}

#[tokio::test]
async fn what_is_offered_asks_klikk_nothing_and_has_no_price() {
    let account = Account::documented().await;
    let offered = account.adapter.offer(&Wish::Custom(wish(&[]))).await.unwrap().unwrap();
    assert_eq!(offered, offer(&[]));
    let ports = account.adapter.offer(&Wish::Custom(wish(&[("public_ports_allow", "80")]))).await.unwrap();
    assert_eq!(
        ports,
        Err(NotSold::Needs { step: "public_ports_allow".to_owned(), also: "ip_allow".to_owned() })
    );
    assert!(account.sim.requests().is_empty());
}

#[tokio::test]
async fn an_order_is_made_once_under_its_own_reference_and_known_by_its_id() {
    let account = Account::documented().await;
    let bought = buy(&account, "hm-1").await.unwrap();
    assert_eq!((bought.order.as_deref(), bought.traces.as_slice()), (Some("74"), &["74".to_owned()][..]));
    assert_eq!(bought.words.as_deref(), Some("Order is completed"));
    let (reference, names) = (Some("hm-1".to_owned()), vec!["My testserver 2".to_owned()]);
    assert_eq!(account.effects(), [sim::Effect::Ordered { order: 74, reference, names }]);
    assert_eq!(account.sim.requests()[0].json(), Some(documented_body()));
    // The documented answer.
    account.answers(
        sim::Operation::OrderCreate,
        r#"{"order_id": 73, "status": 200, "message": "Order is being processed"}"#,
    );
    assert_eq!(buy(&account, "hm-2").await.unwrap().traces, ["73"]);
    for none in ["{}", "[]", "", r#"{"status":200}"#, r#"{"order_id":0}"#, "<html>"] {
        account.answers(sim::Operation::OrderCreate, none);
        let error = buy(&account, "hm-3").await.unwrap_err();
        assert_eq!((&error.kind, error.status), (&ErrorKind::Unreadable, ErrorStatus::Ambiguous), "{none}");
    }
}

#[tokio::test]
async fn how_far_an_order_is_follows_from_its_status_and_never_from_http() {
    let account = Account::documented().await;
    let progress = |state, words: Option<&str>, waits_for_payment| Progress {
        state,
        percent: None,
        server: None,
        words: words.map(str::to_owned),
        unpaid: None,
        waits_for_payment,
        uninstalled: false,
    };
    for (status, expected) in [
        (100, progress(ProgressState::Running, Some("x"), true)),
        (200, progress(ProgressState::Running, Some("x"), false)),
        (42, progress(ProgressState::Running, Some("x"), false)),
        (900, progress(ProgressState::Failed, Some("x"), false)),
        (0, progress(ProgressState::Done, None, false)),
    ] {
        let body = json!({"order_id": 73, "status": status, "message": "x"});
        account.answers(sim::Operation::OrderStatus, &body.to_string());
        assert_eq!(account.adapter.progress("73").await.unwrap(), expected, "{status}");
    }
    assert_eq!(account.adapter.progress("99").await.unwrap_err().kind, ErrorKind::NotFound);
    let done = account.adapter.progress("70").await.unwrap();
    assert_eq!((done.state, done.server.as_deref()), (ProgressState::Done, Some("1290.1")));
    account.answers(sim::Operation::ServerList, r#"{"servers":[{"id":9,"order_item_id":1299}]}"#);
    let done = account.adapter.progress("70").await.unwrap();
    assert_eq!(
        (done.state, done.server),
        (ProgressState::Done, None),
        "another item's server is none of its"
    );
    account.sim.with_state(|state| state.has_credit = false);
    buy(&account, "hm-1").await.unwrap();
    assert!(account.adapter.progress("74").await.unwrap().waits_for_payment);
    account.sim.order_is_paid(74);
    assert_eq!(account.adapter.progress("74").await.unwrap().server.as_deref(), Some("1294.5"));
}

#[tokio::test]
async fn an_order_is_found_by_its_reference_and_else_by_the_name_of_its_item() {
    let account = Account::documented().await;
    buy(&account, "hm-1").await.unwrap();
    buy(&account, "hm-2").await.unwrap();
    account.sim.order_is_placed("My testserver 2");
    let trace = |id: &str, kind, is_named| Trace { id: id.to_owned(), kind, is_named, is_doubtful: false };
    let traces = account.adapter.traces(&offer(&[]), "hm-2").await.unwrap();
    let expected = [
        trace("70", None, false),
        trace("73", None, false),
        trace("74", None, false),
        trace("75", Some(0), true),
        trace("76", Some(0), false),
    ];
    assert_eq!(traces, expected, "the one of another purchase is none");
    // Where the list tells neither references nor names, each order is asked for its own.
    account.sim.with_state(|state| state.list_is_full = false);
    let asked = account.sim.count(sim::Operation::OrderStatus);
    let traces = account.adapter.traces(&offer(&[]), "hm-2").await.unwrap();
    let kinds: Vec<_> = traces.iter().map(|trace| (trace.id.as_str(), trace.kind)).collect();
    let expected = [("70", None), ("73", None), ("74", Some(0)), ("75", Some(0)), ("76", Some(0))];
    assert_eq!(kinds, expected);
    assert_eq!(account.sim.count(sim::Operation::OrderStatus) - asked, 5);
    assert_eq!(Operation::OrderTrace.as_str(), "order.trace");
}

#[tokio::test]
async fn the_address_of_a_cloud_init_file_comes_back_in_no_error() {
    let account = Account::documented().await;
    let address = "https://example.com/cloud-init?key=canary-7f3a";
    let permit = permit(Action::OrderCustom, ResourceKind::Plan, "custom");
    let echo = json!({"message": format!("cannot read {address}")}).to_string();
    for (status, media_type) in [(400, "application/json"), (200, "text/html"), (500, "text/html")] {
        let status = reqwest::StatusCode::from_u16(status).unwrap();
        let reply = sim::Reply::new(status, media_type, format!("{echo}\n{address}"));
        account.sim.inject(sim::Operation::OrderCreate, sim::Fault::answer(reply).once());
        let bought = account.adapter.buy(&permit, &offer(&[("cloud_init_url", address)]), "hm-1").await;
        let error = bought.unwrap_err();
        assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
    }
    let reply = sim::Reply::new(reqwest::StatusCode::BAD_REQUEST, "application/json", echo);
    account.sim.inject(sim::Operation::OrderCreate, sim::Fault::answer(reply).once());
    let bought = account.adapter.buy(&permit, &offer(&[("cloud_init_url", address)]), "hm-1").await;
    let error = bought.unwrap_err();
    assert!(
        matches!(&error.kind, ErrorKind::Refused(Some(words)) if words.contains("cannot read")),
        "{error:?}"
    );
    assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
}

#[tokio::test]
async fn a_list_of_which_something_cannot_be_read_does_not_show_that_an_order_is_not_there() {
    let account = Account::documented().await;
    let list = r#"{"orders":[{"order_id":70},{"order_id":"new"}]}"#;
    account.answers(sim::Operation::OrderList, list);
    assert_eq!(account.adapter.orders().await.unwrap().len(), 1);
    account.answers(sim::Operation::OrderList, list);
    let error = account.adapter.traces(&offer(&[]), "hm-1").await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unreadable);
}
