//! What is refused: always with a good status.

use hostmaster::sandbox::inferno::{DOCUMENTED_KEY, Operation};
use serde_json::{Value, json};

use super::Account;

#[tokio::test]
async fn a_wrong_key_a_wrong_client_and_an_address_off_the_list_are_refused_alike() {
    let account = Account::documented().await;
    let denied = json!({"result": "fail", "message": "Access denied"});
    let get = async |fields: &[(&str, &str)]| -> Value {
        let response = account.http.get(account.url(fields)).send().await.unwrap();
        assert_eq!(response.status(), 200);
        serde_json::from_str(&response.text().await.unwrap()).unwrap()
    };
    for who in [
        &[][..],
        &[("cid", "777")],
        &[("cid", "777"), ("key", "wrong")],
        &[("cid", "778"), ("key", DOCUMENTED_KEY)],
        &[("key", DOCUMENTED_KEY)],
    ] {
        assert_eq!(get(&[&[("action", "orders")], who].concat()).await, denied, "{who:?}");
    }
    assert_eq!(account.post("balance", Some("wrong"), json!({"cid": 777})).await, denied);
    account.sim.with_state(|state| state.is_listed = false);
    assert_eq!(account.json("balance", &[]).await, denied);
}

#[tokio::test]
async fn an_unknown_action_order_product_or_key_is_a_failure() {
    let account = Account::documented().await;
    for (action, fields) in [
        ("destroy", &[("orderid", "47012")][..]),
        ("", &[]),
        ("create", &[("pid", "1")]),
        ("create", &[]),
        ("getinfo", &[("orderid", "1")]),
        ("getinfo", &[("orderid", "0"), ("ip", "192.0.2.1")]),
        ("reboot", &[("orderid", "47200")]),
        ("stop", &[("orderid", "x")]),
        ("cancel", &[("orderid", "47012")]),
        ("sshkey.remove", &[("id", "9")]),
        ("sshkey.add", &[("sshkey", "AAAAB3")]),
        ("sshkey.add", &[("sshkey", "ssh-rsa AAAA\nssh-rsa BBBB")]),
    ] {
        assert_eq!(account.json(action, fields).await["result"], "fail", "{action} {fields:?}");
    }
    assert!(account.effects().is_empty());
}

#[tokio::test]
async fn the_record_knows_the_action_and_shows_no_key() {
    let account = Account::documented().await;
    account.json("getinfo", &[("orderid", "47012")]).await;
    account.json("destroy", &[]).await;
    account.post("balance", Some(DOCUMENTED_KEY), json!({"cid": 777})).await;
    account
        .post("getApiKey", None, json!({"email": "a", "pass": "secret-of-the-owner", "generate": 0}))
        .await;
    let requests = account.sim.requests();
    let operations: Vec<_> = requests.iter().map(|request| request.operation).collect();
    let known = [Some(Operation::GetInfo), None, Some(Operation::Balance), Some(Operation::GetApiKey)];
    assert_eq!(operations, known);
    for request in requests {
        let shown = format!("{request:?} {}", request.to_json());
        assert!(
            !shown.contains("k%26y") && !shown.contains("k&y") && !shown.contains("secret-of"),
            "{shown}"
        );
    }
}
