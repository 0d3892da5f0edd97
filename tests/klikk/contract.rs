//! What the adapter offers, sends and understands.

use hostmaster::domain::order::{Cycle, Order, OrderDetail, OrderState, OrderedItem};
use hostmaster::domain::server::{Server, ServerState};
use hostmaster::domain::{Action, ErrorKind, Operation, ProviderName, ResourceKind};
use hostmaster::providers::klikk::Klikk;
use hostmaster::providers::layers::{Digest, SetupError};
use hostmaster::providers::{
    Billing, Identity, Keys, Looked, Notices, OrderControl, Owner, ServerControl, Servers, Shop, Sites,
    Support,
};
use hostmaster::sandbox::klikk as sim;
use secrecy::SecretString;
use serde_json::{Value, json};

use super::{Account, offered, permit, reference, settings};

const DOCUMENTED_STATUS: &str = r#"{"order_id": 73, "status": 200, "message": "Order is being processed", "order_items": [{"id": 1293, "status": 200, "name": "VPS", "reference":"My testserver 1", "message": "Order is being processed"}]}"#;

fn documented_order() -> Order {
    Order {
        resource: reference(ResourceKind::Order, "73"),
        name: "My testserver 1".to_owned(),
        state: OrderState::Told("pending".to_owned()),
        price: None,
        cycle: Cycle::Untold,
        placed: None,
        renews_on: None,
        server: None,
        traces: None,
    }
}

fn documented_detail() -> OrderDetail {
    let item = OrderedItem {
        id: "1293".to_owned(),
        name: "My testserver 1".to_owned(),
        product: Some("VPS".to_owned()),
        state: OrderState::Told("pending".to_owned()),
    };
    let words = Some("Order is being processed".to_owned());
    OrderDetail { order: documented_order(), items: vec![item], words }
}

fn documented_server(id: &str) -> Server {
    Server {
        resource: reference(ResourceKind::Server, id),
        name: "my.server.com".to_owned(),
        state: ServerState::Running,
        addresses: vec!["127.0.0.2".parse().unwrap(), "fec0::fec0".parse().unwrap()],
        uptime_seconds: None,
        cpu_cores: Some("1".parse().unwrap()),
        cpu_percent: None,
        memory_used_gb: None,
        memory_total_gb: Some("0.5".parse().unwrap()),
        disk_used_gb: None,
        disk_gb: Some("20".parse().unwrap()),
        sizes: None,
        payment_state: None,
    }
}

/// The documented answer about servers, with the ids that it leaves open.
fn documented_servers() -> Value {
    json!({"servers": [{
        "id": 1, "name": "my.server.com", "cpu": 1, "memory": 512, "is_running": 1, "customer_id": 1,
        "order_item_id": 1290,
        "networks": [{"id": 1, "ifindex": 0, "name": "Segmentname1", "ipv4": "127.0.0.2", "ipv6": "fec0::fec0"}],
        "storages": [{"id": 1, "lun": 0, "name": "NVM SSD", "size": 20000}],
    }]})
}

#[tokio::test]
async fn what_is_claimed_works_and_the_rest_is_unsupported_and_sends_nothing() {
    for (operation, action) in offered().into_values() {
        let account = Account::documented().await;
        account.perform(operation).await.unwrap_or_else(|error| panic!("{operation}: {error}"));
        assert_eq!(account.sim.count(action), 1, "{operation} asks {action}");
        assert_eq!(account.sim.requests().len(), 1, "{operation} asks nothing else");
    }
    let account = Account::documented().await;
    for operation in Operation::ALL {
        let is_claimed = account.adapter.capability().offers(*operation);
        assert_eq!(is_claimed, offered().contains_key(operation.as_str()), "{operation}");
    }
    assert_eq!(account.adapter.provider(), ProviderName::Klikk);
    let adapter = &account.adapter;
    let on_server = |action| permit(action, ResourceKind::Server, "1290.1");
    let errors = [
        adapter.start(&on_server(Action::VpsStart)).await.unwrap_err(),
        adapter.stop(&on_server(Action::VpsStop)).await.unwrap_err(),
        adapter.restart(&on_server(Action::VpsRestart)).await.unwrap_err(),
        adapter.balance().await.unwrap_err(),
        adapter.invoices().await.unwrap_err(),
        adapter.templates().await.unwrap_err(),
        adapter.plans().await.unwrap_err(),
        adapter.ssh_keys().await.unwrap_err(),
        adapter.sites().await.unwrap_err(),
        adapter.tickets().await.unwrap_err(),
        adapter.notices(true).await.unwrap_err(),
        adapter.profile().await.unwrap_err(),
    ];
    assert!(errors.iter().all(|error| error.kind == ErrorKind::Unsupported), "{errors:?}");
    assert!(account.sim.requests().is_empty());
}

#[tokio::test]
async fn each_operation_is_one_post_of_its_action_to_the_address_itself() {
    for (operation, body) in [
        (Operation::ServerList, json!({"action": "server_list", "order_item_id": 0})),
        (Operation::ServerShow, json!({"action": "server_list", "order_item_id": 1290})),
        (Operation::OrderList, json!({"action": "order_list"})),
        (Operation::OrderShow, json!({"action": "order_status", "order_id": 73})),
        (Operation::OrderCustom, super::orders::documented_body()),
        (Operation::OrderProgress, json!({"action": "order_status", "order_id": 73})),
        (Operation::OrderTrace, json!({"action": "order_list"})),
        (Operation::OrderCancel, json!({"action": "order_cancel", "order_id": 73})),
        (
            Operation::OrderItemCancel,
            json!({"action": "order_cancel", "order_id": 73, "order_item_id": 1293}),
        ),
    ] {
        let account = Account::documented().await;
        account.perform(operation).await.unwrap();
        let [request] = account.sim.requests().try_into().unwrap();
        assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/api"), "{operation}");
        assert_eq!(request.query, None, "{operation}");
        assert_eq!(request.json(), Some(body), "{operation}");
        assert_eq!(request.header("content-type"), Some("application/json"));
        assert_eq!(request.header("accept"), Some("application/json"));
        assert_eq!(request.header("x-account-token"), Some(sim::DOCUMENTED_TOKEN));
        assert_eq!(request.header("authorization"), None);
        assert!(request.authorization.is_right());
    }
}

#[tokio::test]
async fn servers_are_read_as_documented() {
    let account = Account::documented().await;
    assert_eq!(account.adapter.servers().await.unwrap(), [documented_server("1290.1")]);
    account.answers(sim::Operation::ServerList, &documented_servers().to_string());
    assert_eq!(account.adapter.servers().await.unwrap(), [documented_server("1290.1")]);
    assert_eq!(account.adapter.server("1290.1").await.unwrap(), documented_server("1290.1"));
    assert_eq!(account.adapter.server("1290.2").await.unwrap_err().kind, ErrorKind::NotFound);
    assert_eq!(account.adapter.server("1293.4").await.unwrap_err().kind, ErrorKind::NotFound, "not created");
    // With numbers as texts, and one that tells no item.
    let mut servers = documented_servers();
    servers["servers"][0]["memory"] = json!("512");
    servers["servers"][0]["is_running"] = json!("1");
    servers["servers"][0]["order_item_id"] = Value::Null;
    account.answers(sim::Operation::ServerList, &servers.to_string());
    assert_eq!(account.adapter.servers().await.unwrap(), [documented_server("0.1")]);
    account.answers(sim::Operation::ServerList, &servers.to_string());
    assert_eq!(account.adapter.server("0.1").await.unwrap(), documented_server("0.1"));
    let last = account.sim.requests().pop().unwrap().json().unwrap();
    assert_eq!(last, json!({"action": "server_list", "order_item_id": 0}));
}

#[tokio::test]
async fn what_a_server_does_not_tell_is_not_made_up() {
    let account = Account::documented().await;
    let told = async |change: Value| {
        let mut servers = documented_servers();
        for (name, value) in change.as_object().unwrap() {
            servers["servers"][0][name] = value.clone();
        }
        account.answers(sim::Operation::ServerList, &servers.to_string());
        account.adapter.servers().await.unwrap().remove(0)
    };
    for (is_running, state) in [
        (json!(0), ServerState::Stopped),
        (json!(false), ServerState::Stopped),
        (json!(true), ServerState::Running),
        (json!(2), ServerState::Untold),
        (Value::Null, ServerState::Untold),
    ] {
        assert_eq!(told(json!({"is_running": is_running})).await.state, state);
    }
    // The first interface first, and addresses that are none left out.
    let networks = json!([
        {"ifindex": 1, "ipv4": "192.0.2.7", "ipv6": ""},
        {"ifindex": 0, "ipv4": null, "ipv6": "2001:db8::1"},
        {"ipv4": "198.51.100.9"}, {"ipv4": "none"}, null,
    ]);
    let addresses: Vec<_> = told(json!({"networks": networks})).await.addresses;
    let addresses: Vec<_> = addresses.iter().map(ToString::to_string).collect();
    assert_eq!(addresses, ["2001:db8::1", "192.0.2.7", "198.51.100.9"]);
    let disk = async |storages: Value| told(json!({"storages": storages})).await.disk_gb;
    assert_eq!(disk(json!([{"size": 20000}, {"size": "5500"}])).await, Some("25.5".parse().unwrap()));
    assert_eq!(disk(json!([{"size": 20000}, {}])).await, None, "a part is not the whole");
    assert_eq!((disk(json!([])).await, disk(Value::Null).await), (None, None));
    assert_eq!(told(json!({"name": null})).await.name, "1290.1");
}

#[tokio::test]
async fn none_of_something_is_read_in_every_form() {
    let account = Account::documented().await;
    for none in [r#"{"servers":[]}"#, r#"{"servers":null}"#, r#"{"servers":{}}"#] {
        account.answers(sim::Operation::ServerList, none);
        assert_eq!(account.adapter.servers().await.unwrap(), [], "{none}");
    }
    for none in [r#"{"orders":[]}"#, "[]", "{}"] {
        account.answers(sim::Operation::OrderList, none);
        assert_eq!(account.adapter.orders().await.unwrap(), [], "{none}");
    }
}

#[tokio::test]
async fn an_order_is_read_as_documented() {
    let account = Account::documented().await;
    assert_eq!(account.adapter.order("73").await.unwrap(), documented_detail());
    account.answers(sim::Operation::OrderStatus, DOCUMENTED_STATUS);
    assert_eq!(account.adapter.order("73").await.unwrap(), documented_detail());
    assert_eq!(account.adapter.order("75").await.unwrap_err().kind, ErrorKind::NotFound);
    for other in [r#"{"order_id":74,"status":0}"#, r#"{"status":0}"#, r#"{"order_id":0}"#, "{}"] {
        account.answers(sim::Operation::OrderStatus, other);
        assert_eq!(account.adapter.order("73").await.unwrap_err().kind, ErrorKind::Unreadable, "{other}");
    }
    for (status, word) in [(0, "completed"), (100, "payment-needed"), (900, "cancelled"), (42, "status 42")] {
        account.answers(sim::Operation::OrderStatus, &json!({"order_id": 73, "status": status}).to_string());
        let order = account.adapter.order("73").await.unwrap().order;
        assert_eq!(order.state, OrderState::Told(word.to_owned()));
        assert_eq!(account.adapter.can_cancel(&order), status != 900);
    }
    assert!(account.adapter.cancelled_runs_on());
}

#[tokio::test]
async fn orders_are_read_in_every_form_of_a_list_the_newest_first() {
    for form in [sim::ListForm::Wrapped, sim::ListForm::Bare, sim::ListForm::ById] {
        let account = Account::documented().await;
        account.sim.with_state(|state| state.list_form = form);
        let orders = account.adapter.orders().await.unwrap();
        assert_eq!(orders[0], documented_order(), "{form:?}");
        let ids: Vec<_> = orders.iter().map(|order| order.resource.id.as_str()).collect();
        assert_eq!(ids, ["73", "70"], "{form:?}");
        // Where the list tells no names, an order is called by its number.
        account.sim.with_state(|state| state.list_is_full = false);
        assert_eq!(account.adapter.orders().await.unwrap()[0].name, "73", "{form:?}");
    }
    let account = Account::documented().await;
    let list = json!({"orders": [
        {"order_id": 5, "status": 0, "reference": "autumn"},
        {"id": 12, "status": 0},
        {"order_id": 0}, {"order_id": "../1"}, null,
    ]});
    account.answers(sim::Operation::OrderList, &list.to_string());
    let names: Vec<_> = account.adapter.orders().await.unwrap().into_iter().map(|order| order.name).collect();
    assert_eq!(names, ["12", "autumn"]);
    let Looked::Read { digest: Some(digest), .. } = account.adapter.look_at_orders(None).await.unwrap()
    else {
        panic!("a first look reads")
    };
    assert!(matches!(account.adapter.look_at_orders(Some(&digest)).await.unwrap(), Looked::Same));
    let other = account.adapter.look_at_orders(Some(&Digest::none())).await.unwrap();
    assert!(matches!(other, Looked::Read { .. }));
}

#[tokio::test]
async fn each_cancellation_happens_once_and_its_empty_answer_is_a_success() {
    for (operation, effect) in [
        (Operation::OrderCancel, sim::Effect::Cancelled { order: 73 }),
        (Operation::OrderItemCancel, sim::Effect::ItemCancelled { order: 73, item: 1293 }),
    ] {
        let account = Account::documented().await;
        account.perform(operation).await.unwrap();
        assert_eq!(account.effects(), [effect]);
        for body in ["", " ", "null", "{}", "[]", r#"{"message":"cancelled"}"#] {
            account.answers(offered()[operation.as_str()].1, body);
            account.perform(operation).await.unwrap_or_else(|error| panic!("{body:?}: {error}"));
        }
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_cancelled() {
    let account = Account::documented().await;
    let cancel = async |order: &str, item: Option<&str>| {
        let permit = permit(Action::OrderCancel, ResourceKind::Order, order);
        account.adapter.cancel_order(&permit, item).await.unwrap_err().kind
    };
    assert_eq!(cancel("75", None).await, ErrorKind::NotFound);
    assert_eq!(cancel("73", Some("1290")).await, ErrorKind::NotFound, "it is another order's");
    assert!(account.effects().is_empty());
    assert_eq!(account.sim.requests().len(), 2);
}

#[tokio::test]
async fn an_id_that_could_mean_anything_is_not_sent() {
    let account = Account::documented().await;
    let long = "9".repeat(30);
    for id in ["0", "00", "073", "-1", "1e3", "all", "7.3", &long] {
        assert_eq!(account.adapter.order(id).await.unwrap_err().kind, ErrorKind::NotFound, "{id}");
        for server in [id.to_owned(), format!("{id}.1"), format!("1.{id}")] {
            if matches!(server.as_str(), "0.1" | "7.3") {
                continue;
            }
            let error = account.adapter.server(&server).await.unwrap_err();
            assert_eq!(error.kind, ErrorKind::NotFound, "{server}");
        }
        let whole = permit(Action::OrderCancel, ResourceKind::Order, id);
        assert_eq!(account.adapter.cancel_order(&whole, None).await.unwrap_err().kind, ErrorKind::NotFound);
        let order = permit(Action::OrderCancel, ResourceKind::Order, "73");
        let error = account.adapter.cancel_order(&order, Some(id)).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::NotFound, "item {id}");
    }
    assert!(account.sim.requests().is_empty());
}

#[tokio::test]
async fn a_permit_for_something_else_is_never_used() {
    let account = Account::documented().await;
    let adapter = std::sync::Arc::new(account.adapter);
    let misuse = tokio::spawn(async move {
        adapter.cancel_order(&permit(Action::OrderStatus, ResourceKind::Order, "73"), None).await
    });
    assert!(misuse.await.unwrap_err().is_panic());
    assert!(account.sim.requests().is_empty());
}

#[tokio::test]
async fn a_page_for_people_is_what_a_get_gets() {
    let account = Account::documented().await;
    let page = reqwest::get(account.sim.base_url()).await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(page.text().await.unwrap().starts_with("<!DOCTYPE html>"));
}

#[tokio::test]
async fn a_token_that_fits_in_no_header_is_refused_at_once() {
    let account = Account::documented().await;
    let login = super::KlikkLogin::Token(SecretString::new("line\nbreak".to_owned()));
    let refused = Klikk::new("nordic".parse().unwrap(), settings(&account.sim, login));
    assert!(matches!(refused, Err(SetupError::Credential)));
}
