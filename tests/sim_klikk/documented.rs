//! Every documented example, and what becomes of an order.

use std::time::Duration;

use hostmaster::sandbox::klikk::{Effect, ListForm, Operation, Pace, State};
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::Account;

/// The documented request, without the comments in it.
fn documented_order() -> Value {
    json!({"action": "order_create", "reference": "Optional order reference", "items": [{
        "name": "My testserver 1",
        "product": {"name": "VPS", "options": {
            "quantity_ram_gb": 0.5, "quantity_cpu": 9, "quantity_storage_gb": 25,
            "os": "Debian", "os_version": "10.4",
            "antiaffinity": "1", "firewall_id": "7", "firewall_addme": "1",
            "features": {
                "ipv4": 1,
                "sshd": {
                    "authorized_keys": "ssh-rsa ......",
                    "ip_allow": "fec0:aaa:1:2::ff,192.168.0.0/24",
                    "public_ports_allow": "80,443,12000:12010",
                },
                "cloud_init_url": "https://example.com/cloud-init?id=3987438&key=casoiujm3uhjumh",
            },
        }},
    }]})
}

#[tokio::test]
async fn an_order_is_taken_told_created_and_listed_as_documented() {
    let mut state = State::documented();
    state.orders.clear();
    (state.next_order, state.next_item, state.next_vps) = (73, 1293, 1);
    state.pace = Pace::REAL;
    let account = Account::with(state).await;
    let made = account.json(documented_order()).await;
    assert_eq!(made, json!({"order_id": 73, "status": 200, "message": "Order is being processed"}));
    let documented: Value = serde_json::from_str(
        r#"{"order_id": 73, "status": 200, "message": "Order is being processed", "order_items": [
            {"id": 1293, "status": 200, "name": "VPS", "reference": "My testserver 1", "message": "Order is being processed"}]}"#,
    )
    .unwrap();
    let status = async || account.json(json!({"action": "order_status", "order_id": 73})).await;
    assert_eq!(status().await, documented);
    let servers = async |item: u64| {
        account.json(json!({"action": "server_list", "order_item_id": item})).await["servers"].clone()
    };
    assert_eq!(servers(0).await, json!([]));
    account.sim.advance(Duration::from_secs(45));
    assert_eq!(
        (&status().await["status"], &status().await["order_items"][0]["status"]),
        (&json!(0), &json!(0))
    );
    let server = &servers(1293).await[0];
    let told = json!({"id": 1, "name": "My testserver 1", "cpu": 9, "memory": 512, "is_running": 1});
    for (name, value) in told.as_object().unwrap() {
        assert_eq!(server[name], *value, "{name}");
    }
    assert_eq!((&server["storages"][0]["size"], &server["order_item_id"]), (&json!(25_000), &json!(1293)));
    assert_eq!(server["networks"][0]["ifindex"], 0);
    assert_eq!(servers(1294).await, json!([]));
    let list = account.json(json!({"action": "order_list"})).await;
    assert_eq!(list["orders"][0]["reference"], "Optional order reference");
    account.sim.with_state(|state| state.list_form = ListForm::ById);
    assert_eq!(account.json(json!({"action": "order_list"})).await["73"]["order_id"], 73);
    let reference = Some("Optional order reference".to_owned());
    let names = vec!["My testserver 1".to_owned()];
    assert_eq!(account.effects(), [Effect::Ordered { order: 73, reference, names }]);
}

#[tokio::test]
async fn the_documented_server_is_told_as_documented() {
    let account = Account::documented().await;
    let servers = account.json(json!({"action": "server_list", "order_item_id": 0})).await;
    let server = &servers["servers"][0];
    assert_eq!((&server["name"], &server["memory"]), (&json!("my.server.com"), &json!(512)));
    assert_eq!(server["networks"][0]["ipv4"], "127.0.0.2");
    assert_eq!((&server["networks"][0]["ipv6"], &server["is_running"]), (&json!("fec0::fec0"), &json!(1)));
    assert_eq!(server["storages"][0], json!({"id": 70_001, "lun": 0, "name": "NVM SSD", "size": 20_000}));
    assert!(account.sim.vps_runs(1290, false) && !account.sim.vps_runs(1, true));
    let servers = account.json(json!({"action": "server_list"})).await;
    assert_eq!(servers["servers"][0]["is_running"], 0);
}

#[tokio::test]
async fn what_is_cancelled_has_an_empty_answer_and_runs_until_its_period_ends() {
    let account = Account::documented().await;
    let item = json!({"action": "order_cancel", "order_id": 70, "order_item_id": 1290});
    assert_eq!(account.ask(&item).await, (StatusCode::OK, String::new()));
    let servers = async || account.json(json!({"action": "server_list"})).await["servers"].clone();
    let status =
        async || account.json(json!({"action": "order_status", "order_id": 70})).await["status"].clone();
    assert_eq!((servers().await.as_array().unwrap().len(), status().await), (1, json!(0)));
    let order = json!({"action": "order_cancel", "order_id": 73});
    assert_eq!(account.ask(&order).await, (StatusCode::OK, String::new()));
    assert_eq!(account.sim.period_ends(), 2);
    assert_eq!((servers().await, status().await), (json!([]), json!(900)));
    for gone in [
        item,
        json!({"action": "order_cancel", "order_id": 1}),
        json!({"action": "order_cancel", "order_id": 70, "order_item_id": 1293}),
        json!({"action": "order_cancel"}),
        json!({"action": "order_status", "order_id": 1}),
    ] {
        assert_eq!(account.ask(&gone).await.0, StatusCode::NOT_FOUND, "{gone}");
    }
    let expected = [Effect::ItemCancelled { order: 70, item: 1290 }, Effect::Cancelled { order: 73 }];
    assert_eq!(account.effects(), expected);
    assert_eq!((account.sim.count(Operation::ItemCancel), account.sim.count(Operation::OrderCancel)), (3, 3));
}

#[tokio::test]
async fn without_credit_an_order_waits_to_be_paid() {
    let account = Account::documented().await;
    account.sim.with_state(|state| state.has_credit = false);
    let made = account.json(documented_order()).await;
    assert_eq!(made, json!({"order_id": 74, "status": 100, "message": "Payment is required"}));
    assert!(!account.sim.order_is_created(74), "it is not paid");
    assert!(account.sim.order_is_paid(74) && !account.sim.order_is_paid(74));
    let status = account.json(json!({"action": "order_status", "order_id": 74})).await;
    assert_eq!(status["status"], 0, "at once, at this pace");
    account.sim.with_state(|state| state.has_credit = true);
    assert_eq!(account.sim.order_is_placed("elsewhere"), 75);
}

#[tokio::test]
async fn an_order_that_makes_no_sense_is_refused() {
    let account = Account::documented().await;
    let spoilt = |path: &str, value: Value| {
        let mut order = documented_order();
        *order.pointer_mut(path).unwrap() = value;
        order
    };
    let options = "/items/0/product/options";
    for order in [
        spoilt("/items", json!([])),
        spoilt("/items/0/name", json!("")),
        spoilt("/items/0/product/name", json!("VPN")),
        spoilt(&format!("{options}/quantity_ram_gb"), json!(0.7)),
        spoilt(&format!("{options}/quantity_cpu"), json!(0)),
        spoilt(&format!("{options}/quantity_storage_gb"), json!(0.5)),
        spoilt(&format!("{options}/os"), json!(2)),
        spoilt(&format!("{options}/features/sshd/ip_allow"), json!("")),
        json!({"action": "order_delete"}),
        json!({}),
    ] {
        let (status, text) = account.ask(&order).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{order}");
        assert!(serde_json::from_str::<Value>(&text).unwrap()["message"].is_string());
    }
    assert!(account.effects().is_empty());
}
