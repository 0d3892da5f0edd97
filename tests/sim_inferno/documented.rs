//! Every documented example, in each of the documented forms of a request.

use hostmaster::sandbox::inferno::{
    DOCUMENTED_EMAIL, DOCUMENTED_KEY, DOCUMENTED_PASSWORD, Effect, Operation, State,
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::Account;

#[tokio::test]
async fn orders_and_servers_are_told_as_documented() {
    let account = Account::documented().await;
    let orders = account.json("orders", &[]).await;
    let documented: Value = serde_json::from_str(
        r#"{"id":"47200","ordernum":"8634530000","amount":"5.00","invoiceid":"366000","status":"Pending"}"#,
    )
    .unwrap();
    assert_eq!(orders["orders"]["47200"], documented);
    let documented: Value = serde_json::from_str(
        r#"{"result":"success","orderid":47012,"orderStatus":"Active","productStatus":"Active","dedicatedip":"",
            "vps_info":{"result":"success","message":"","main_id":"21968","vps_name":"37-1-0-111","ip":"37.1.0.111",
                        "real_state":"Включен","vps_password":"XXXXXXXXXXX"}}"#,
    )
    .unwrap();
    assert_eq!(account.json("getinfo", &[("orderid", "47012")]).await, documented);
    assert_eq!(account.json("getinfo", &[("orderid", "0"), ("ip", "37.1.0.111")]).await, documented);
    assert!(account.effects().is_empty());
}

#[tokio::test]
async fn an_order_is_made_and_cancelled_as_documented() {
    let mut state = State::documented();
    state.orders.clear();
    (state.next_order, state.next_invoice, state.next_service) = (47_000, 366_000, 49_700);
    let account = Account::with(state).await;
    assert_eq!(account.json("orders", &[]).await, json!({"orders": []}), "PHP's empty map");
    let made = account.json("create", &[("pid", "303")]).await;
    let documented =
        json!({"result": "success", "orderid": 47000, "invoiceid": 366000, "productids": "49700"});
    assert_eq!(made, documented);
    assert_eq!(account.json("cancel", &[("orderid", "47000")]).await, json!({"result": "success"}));
    let refused = json!({"result": "fail", "message": "Order ID not found or Status not Pending"});
    assert_eq!(account.json("cancel", &[("orderid", "47000")]).await, refused);
    let expected = [Effect::Ordered { order: 47_000, product: 303 }, Effect::Cancelled { order: 47_000 }];
    assert_eq!(account.effects(), expected);
}

#[tokio::test]
async fn what_can_be_had_is_told_without_a_key() {
    let account = Account::documented().await;
    let url = account.url(&[("action", "list")]);
    let list: Value =
        serde_json::from_str(&account.http.get(url).send().await.unwrap().text().await.unwrap()).unwrap();
    assert_eq!(list["ostpls"], json!(["centos7-64-default", "debian12-64-default"]));
    assert_eq!(list["products"]["303"], json!({"pid": 303, "name": "VPS-1", "price": "5.00"}));
    account.sim.with_state(|state| (state.products.clear(), state.templates.clear()));
    let none = account.json("list", &[]).await;
    assert_eq!((&none["ostpls"], &none["products"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn json_with_the_key_in_a_header_is_taken_as_well_as_a_form_and_a_query() {
    let account = Account::documented().await;
    let balance = json!({"result": "success", "balance": "12.50", "currency": "EUR"});
    assert_eq!(account.post("balance", Some(DOCUMENTED_KEY), json!({"cid": 777})).await, balance);
    assert_eq!(account.json("balance", &[]).await, balance);
    let who = account.url(&[("cid", "777"), ("key", DOCUMENTED_KEY)]);
    let request =
        account.http.post(account.url(&[("action", "balance")])).body(who.query().unwrap().to_owned());
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let answer: Value = serde_json::from_str(&request.send().await.unwrap().text().await.unwrap()).unwrap();
    assert_eq!(answer, balance);
    assert!(account.sim.requests().iter().all(|request| request.authorization.is_right()));
}

#[tokio::test]
async fn ssh_keys_are_added_listed_and_removed() {
    let account = Account::documented().await;
    let line = "ssh-ed25519 AAAAC3XXXXXXXXXXXXXXXX email@mail.com";
    let body = json!({"cid": 777, "sshkey": line});
    let added = account.post("sshkey.add", Some(DOCUMENTED_KEY), body).await;
    assert!(added["message"].as_str().unwrap().contains("added"), "{added}");
    let list = account.json("sshkey.list", &[]).await;
    assert_eq!(list["list"][1], json!({"id": "8", "name": "email@mail.com", "sshkey": line}));
    for id in ["7", "8"] {
        assert_eq!(account.json("sshkey.remove", &[("id", id)]).await, json!({"result": "success"}));
    }
    assert_eq!(account.json("sshkey.list", &[]).await["list"], json!([]));
    assert_eq!(account.json("sshkey.remove", &[("id", "8")]).await["result"], "fail");
}

#[tokio::test]
async fn the_key_is_told_to_its_owner_and_a_new_one_ends_the_old() {
    let account = Account::documented().await;
    let ask =
        |generate: u8, pass: &str| json!({"email": DOCUMENTED_EMAIL, "pass": pass, "generate": generate});
    let told = account.post("getApiKey", None, ask(0, DOCUMENTED_PASSWORD)).await;
    assert_eq!(told, json!({"result": "success", "cid": "777", "key": DOCUMENTED_KEY}));
    let wrong = account.post("getApiKey", None, ask(1, "wrong")).await;
    assert_eq!(wrong["result"], "fail");
    assert!(account.effects().is_empty());
    let made = account.post("getApiKey", None, ask(1, DOCUMENTED_PASSWORD)).await;
    let key = account.sim.with_state(|state| state.key.expose_secret().clone());
    assert_eq!(made["key"], key.as_str());
    assert_ne!(key, DOCUMENTED_KEY);
    assert_eq!(account.effects(), [Effect::KeyMade]);
    assert_eq!(account.json("balance", &[]).await["result"], "fail", "the old key");
}

#[tokio::test]
async fn services_are_told_with_what_a_client_must_not_show() {
    let account = Account::documented().await;
    let services = account.json("services", &[]).await;
    assert_eq!(services["services"]["49500"]["dedicatedip"], "37.1.0.111");
    let service = account.json("getService", &[("serviceid", "49500")]).await;
    assert_eq!(service["service"]["password"], "XXXXXXXXXXX");
    assert_eq!(account.json("getService", &[("serviceid", "1")]).await["result"], "fail");
    assert_eq!(account.sim.count(Operation::GetService), 2);
}
