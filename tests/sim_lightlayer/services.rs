//! Services: labels, upgrades and their end, and VMs that are made, changed and deleted within them.

use std::time::Duration;

use hostmaster::sandbox::lightlayer::{Effect, Pace, State, VmChange};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Account, read, with_json};

impl Account {
    async fn send(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        read(with_json(self.request(method, path), &body)).await
    }
}

#[tokio::test]
async fn an_upgrade_is_estimated_and_ordered_only_when_it_is_told_to_be_sent() {
    let account = Account::documented().await;
    let path = "/service/301/upgrade";
    let options = account.json(path).await;
    assert_eq!(options["resources"][0]["items"][0]["selected"], true);
    assert_eq!(options["package"], json!([]));
    let body = json!({"resources": {"1557": "10103"}});
    let (_, estimate) = account.post(path, body.clone()).await;
    assert_eq!((&estimate["total"], &estimate["recurring"]), (&json!("4.00"), &json!("13.99")));
    let mut unsent = body.clone();
    unsent["send"] = false.into();
    assert_eq!(account.post(path, unsent).await.1, estimate);
    assert!(account.effects().is_empty());
    let mut sent = body;
    sent["send"] = true.into();
    let (_, ordered) = account.post(path, sent).await;
    assert_eq!(ordered["info"], json!(["upgrade_order_success"]));
    let [Effect::ServiceUpgraded { service: 301, invoice }] = account.effects()[..] else {
        panic!("it is not recorded as one");
    };
    let invoice = account.json(&format!("/invoice/{invoice}")).await["invoice"].take();
    assert_eq!(invoice["items"][0]["amount"], "4.00");
    assert_eq!(account.json(path).await["resources"][0]["items"][1]["selected"], true);
    assert_eq!(account.json("/service/301").await["service"]["total"], "13.99");
    for wrong in [
        json!({"resources": {"9": "1"}}),
        json!({"resources": {"1557": "1"}}),
        json!({"package": 7}),
        json!({"cycle": "x"}),
    ] {
        let (status, refused) = account.post(path, wrong.clone()).await;
        assert!(status == 200 && refused["error"].is_array(), "{wrong}: {refused}");
    }
}

#[tokio::test]
async fn labels_change_and_a_second_cancellation_says_so() {
    let account = Account::documented().await;
    assert_eq!(account.json("/service/301/label").await, json!({"label": ""}));
    let updated = json!({"success": true, "info": ["label_updated"]});
    assert_eq!(account.post("/service/301/label", json!({"label": "shop"})).await, (200, updated));
    assert_eq!(account.json("/service/301/label").await, json!({"label": "shop"}));
    for said in ["cancell_sent", "cancelled_already"] {
        let (_, answer) = account.post("/service/301/cancel", json!({"immediate": "true"})).await;
        assert_eq!(answer, json!({"info": [said]}));
    }
    let expected = [
        Effect::ServiceRelabelled { service: 301 },
        Effect::CancellationSent { service: 301, immediate: true },
    ];
    assert_eq!(account.effects(), expected);
    assert_eq!(account.json("/service/301/resources").await["resources"]["memory"]["used"], "2048");
    assert_eq!(account.json("/service/301/ip").await["ip"][0]["vm"], "web-1");
    assert_eq!(account.json("/service/301/templates").await["templates"][0]["name"], "Debian 12");
}

#[tokio::test]
async fn a_vm_is_made_within_what_the_service_has_and_is_built_some_time_later() {
    let mut state = State::documented();
    state.pace = Pace::REAL;
    let account = Account::start(state).await;
    let vm = json!({"label": "web-2", "template": "102", "memory": "4096", "cpu": "2", "disk": "40"});
    assert_eq!(account.post("/service/301/vms", vm.clone()).await, (200, json!({"status": true})));
    let vms = account.json("/service/301/vms").await["vms"].take();
    let (id, made) = vms.as_object().unwrap().iter().find(|(_, vm)| vm["label"] == "web-2").unwrap();
    assert_eq!((&made["built"], &made["template_name"]), (&json!(false), &json!("Ubuntu 24.04")));
    account.sim.advance(Duration::from_secs(60));
    let path = format!("/service/301/vms/{id}");
    assert_eq!(account.json(&path).await["vm"]["status"], "running");

    let mut large = vm.clone();
    large["memory"] = "999999".into();
    let mut unknown = vm.clone();
    unknown["template"] = "9".into();
    for wrong in [large, unknown, json!({}), json!({"label": " "})] {
        let (status, refused) = account.post("/service/301/vms", wrong).await;
        assert!(status == 200 && refused["error"].is_array(), "{refused}");
    }
    account.sim.with_state(|state| state.quirks.new_vms_are_told = true);
    assert!(account.post("/service/301/vms", vm).await.1["vm"]["id"].is_string());

    let done = (200, json!({"status": true}));
    assert_eq!(account.send(Method::PUT, &path, json!({"memory": "2048", "cpu": "1"})).await, done);
    let shown = account.json(&path).await["vm"].take();
    assert_eq!((&shown["memory"], &shown["cores"]), (&json!("2048"), &json!("1")));
    assert_eq!(
        account.send(Method::POST, &format!("{path}/rebuild"), json!({"template": "103"})).await,
        done
    );
    let rebuilt = account.json(&path).await["vm"].take();
    assert_eq!(rebuilt["template_name"], "AlmaLinux 9");
    assert_ne!(rebuilt["password"], shown["password"]);
    assert_eq!(account.send(Method::DELETE, &path, Value::Null).await, done);
    assert_eq!(read(account.request(Method::GET, &path)).await.0, 404);
    let changes: Vec<_> = account.effects();
    let changes = changes.iter().filter_map(|effect| match effect {
        Effect::VmChanged { change, .. } => Some(*change),
        _ => None,
    });
    assert_eq!(changes.collect::<Vec<_>>(), [VmChange::Resized, VmChange::Rebuilt, VmChange::Destroyed]);
}
