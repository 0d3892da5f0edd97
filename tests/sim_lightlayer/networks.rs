//! Interfaces, addresses and pools of VMs.

use hostmaster::sandbox::lightlayer::{Effect, VmChange};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Account, read, with_json};

const PATH: &str = "/service/301/vms/1374";

impl Account {
    async fn change(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        read(with_json(self.request(method, &format!("{PATH}{path}")), &body)).await
    }
}

fn changed(change: VmChange) -> Effect {
    Effect::VmChanged { service: 301, vm: "1374".to_owned(), change }
}

#[tokio::test]
async fn an_address_that_is_assigned_is_the_vms_until_its_interface_goes() {
    let account = Account::documented().await;
    let done = (200, json!({"status": true}));
    let ids = async |path: &str| -> Vec<String> {
        let ips = account.json(&format!("{PATH}{path}")).await["ips"].take();
        ips.as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids("/ips").await, ["901"]);
    let free = account.json(&format!("{PATH}/ippool")).await["ippool"][0]["free"].clone();
    assert_eq!(free, 3);
    let assign = json!({"type": "ipv4", "iface": 0});
    assert_eq!(account.change(Method::POST, "/ippool/5", assign.clone()).await, done);
    assert_eq!(ids("/ips?type=ipv4").await, ["901", "902"]);
    assert_eq!(ids("/ips?type=ipv6").await, [""; 0]);
    assert_eq!(account.json(&format!("{PATH}/ippool")).await["ippool"][0]["free"], 2);

    assert_eq!(
        account.change(Method::POST, "/interfaces", json!({"firewall": 1, "ipv4": [902]})).await,
        done
    );
    let shown = account.json(&format!("{PATH}/interfaces/net1")).await["interface"].take();
    assert_eq!((&shown["firewall"], &shown["ip"][0]["id"]), (&json!("1"), &json!("902")));
    assert_eq!(
        (ids("/ips?iface=0").await, ids("/ips?iface=1").await),
        (vec!["901".into()], vec!["902".into()])
    );
    assert_eq!(account.change(Method::PUT, "/interfaces/0", json!({"firewall": 0, "ipv4": []})).await, done);
    assert_eq!(account.json(PATH).await["vm"]["ipv4"], Value::Null);
    assert_eq!(account.change(Method::DELETE, "/interfaces/net1", Value::Null).await, done);
    let left = account.json(&format!("{PATH}/interfaces")).await["interfaces"].take();
    assert_eq!(left.as_array().unwrap().len(), 1);
    let expected = [
        VmChange::AddressAssigned(0),
        VmChange::InterfaceAdded(1),
        VmChange::InterfaceUpdated(0),
        VmChange::InterfaceRemoved(1),
    ];
    assert_eq!(account.effects(), expected.map(changed));
}

#[tokio::test]
async fn what_there_is_not_is_refused_and_nothing_changes() {
    let account = Account::documented().await;
    for (method, path, body, status) in [
        (Method::POST, "/ippool/9", json!({"type": "ipv4", "iface": 0}), 404),
        (Method::POST, "/ippool/5", json!({"type": "ipv6", "iface": 0}), 200),
        (Method::POST, "/ippool/5", json!({"type": "ipv4", "iface": 7}), 200),
        (Method::PUT, "/interfaces/7", json!({}), 404),
        (Method::PUT, "/interfaces/0", json!({"ipv4": [999]}), 200),
        (Method::POST, "/interfaces", json!({"ipv6": [901]}), 200),
        (Method::DELETE, "/interfaces/net7", Value::Null, 404),
    ] {
        let (answered, said) = account.change(method, path, body).await;
        assert_eq!(answered, status, "{path}: {said}");
        assert!(said["error"].is_array(), "{path}: {said}");
    }
    assert!(account.effects().is_empty());
}
