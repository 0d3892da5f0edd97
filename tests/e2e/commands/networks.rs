//! `/network`: what comes back, what reaches LightLayer, what becomes of a lost answer, and what the audit keeps.

use std::time::Duration;

use hostmaster::sandbox::discord::Message;
use hostmaster::sandbox::lightlayer::{Effect, Fault, Misbehaviour, Operation, Pace, Reply, State, VmChange};
use serde_json::{Value, json};

use super::typing::typing;
use crate::buying::reads;
use crate::play::{over, press, used};
use crate::stage::{SOON, Setup, Stage};
use crate::told::{asked_since, card, last_request, settle, steady, told};

/// Operators do everything with networks, support looks at those of one server, and nobody else does anything.
const GRANTS: &str = r#"
[[grants]]
roles = ["222222222222222222"]
allow = ["vps.*", "network.*"]

[[grants]]
roles = ["444444444444444444"]
allow = ["network.interfaces"]
servers = ["ll-web-*"]
"#;

const SERVER: &str = "asia/302.1375";

async fn stage() -> Stage {
    let mut lightlayer = State::sandbox();
    lightlayer.pace = Pace { boot_time: Duration::from_millis(300), ..Pace::INSTANT };
    Stage::with(Setup { lightlayer: Some(lightlayer), grants: GRANTS.to_owned(), ..Setup::default() }).await
}

/// What was done to the networks of VMs, in order.
fn changes(stage: &Stage) -> Vec<VmChange> {
    let change = |effect: &Effect| match effect {
        Effect::VmChanged { change, .. } => Some(*change),
        _ => None,
    };
    stage.lightlayer.ledger().iter().filter_map(|entry| change(&entry.effect)).collect()
}

/// The requests that change something, with their bodies.
fn sent(stage: &Stage, before: u64) -> Vec<String> {
    asked_since(&stage.lightlayer, before).into_iter().filter(|line| !line.starts_with("GET")).collect()
}

/// Uses a command, consents where it asks, and gives what the message ends with.
async fn done(stage: &Stage, path: &str, options: Value, words: &str) -> Message {
    let options: Vec<_> =
        options.as_object().unwrap().iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    let (asked, question) = stage.use_command(&stage.ana(), path, &options).await;
    if question.buttons().is_empty() {
        return reads(&asked, words).await;
    }
    reads(&consented(stage, &question).await, words).await
}

/// Consents to a question, by name where that is asked for.
async fn consented(stage: &Stage, question: &Message) -> hostmaster::sandbox::discord::Interaction {
    let pressed = press(&stage.ana(), question, "confirm");
    pressed.wait_first_response(SOON).await.unwrap();
    match pressed.modal() {
        Some(_) => pressed.submit_modal(&[("text", "ll-web-1")]).unwrap(),
        None => pressed,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn looks_show_interfaces_addresses_and_pools_with_the_ids_that_changes_take() {
    let stage = stage().await;
    let ana = stage.ana();
    let shown = told(&stage, &ana, "network interfaces", json!({"server": "ll-web-1"})).await;
    let text = shown.message.text();
    for part in [
        "1 network interface of ll-web-1",
        "**net0** \u{b7} `0` \u{b7} virtio",
        "`203.0.113.71`",
        "firewall off",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let vm = "/api/service/302/vms/1375";
    assert_eq!(shown.requests, [format!("GET {vm}"), format!("GET {vm}/interfaces")]);
    assert_eq!(shown.audit, ["network.interfaces asia/302.1375 done"]);
    for (path, options, request, part) in [
        ("interface", json!({"interface": "net0"}), "interfaces/net0", "Interface net0 of ll-web-1"),
        ("ips", json!({}), "ips", "`203.0.113.71` \u{b7} id `901`"),
        (
            "ips",
            json!({"type": "ipv6", "interface": "net0"}),
            "ips?type=ipv6&iface=0",
            "LightLayer shows none.",
        ),
        ("pools", json!({}), "ippool", "**Public IPv4** \u{b7} `5` \u{b7} IPv4 \u{b7} 3 free"),
        ("pools", json!({"interface": "0"}), "ippool?iface=0", "2 pools for ll-web-1"),
    ] {
        let mut options = options;
        options["server"] = SERVER.into();
        let shown = told(&stage, &ana, &format!("network {path}"), options).await;
        assert!(shown.message.text().contains(part), "{part}: {}", shown.message.text());
        assert_eq!(shown.message.ephemeral_to, None);
        assert_eq!(shown.requests, [format!("GET {vm}"), format!("GET {vm}/{request}")]);
        assert_eq!(shown.audit, [format!("network.{path} asia/302.1375 done")]);
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_change_is_confirmed_as_its_risk_asks_made_once_and_seen() {
    let stage = stage().await;
    settle(&stage).await;
    let before = last_request(&stage.lightlayer);
    let added = done(
        &stage,
        "network add",
        json!({"server": SERVER, "firewall": true}),
        "another network interface after",
    )
    .await;
    assert!(added.text().contains("net1"), "{}", added.text());

    let options = [
        ("server", SERVER.into()),
        ("interface", "net1".into()),
        ("firewall", false.into()),
        ("ipv4", "203.0.113.71".into()),
    ];
    let (_, question) = stage.use_command(&stage.ana(), "network update", &options).await;
    let text = steady(&card(&question));
    for part in [
        "Change the interface net1 of ll-web-1?",
        "can cut the server off",
        "| Firewall then: off",
        "| IPv4 then, by ids: `901`",
        "[Change an interface of ll-web-1] [Cancel]",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    reads(&consented(&stage, &question).await, "has the new settings after").await;

    let options = json!({"server": SERVER, "pool": "Public IPv6", "type": "ipv6", "interface": "0"});
    let (_, question) = stage
        .use_command(
            &stage.ana(),
            "network assign",
            &[
                ("server", SERVER.into()),
                ("pool", options["pool"].clone()),
                ("type", "ipv6".into()),
                ("interface", "0".into()),
            ],
        )
        .await;
    let text = steady(&card(&question));
    assert!(
        text.contains("[Take an address for ll-web-1 - price not told by LightLayer] [Cancel]"),
        "{text}"
    );
    let told = reads(&consented(&stage, &question).await, "has another address after").await;
    assert!(told.text().contains("2001:db8::1"), "{}", told.text());

    let removed =
        done(&stage, "network remove", json!({"server": SERVER, "interface": "net1"}), "is gone after").await;
    assert!(removed.text().contains("The interface"), "{}", removed.text());
    use VmChange::{AddressAssigned, InterfaceAdded, InterfaceRemoved, InterfaceUpdated};
    assert_eq!(
        changes(&stage),
        [InterfaceAdded(1), InterfaceUpdated(1), AddressAssigned(0), InterfaceRemoved(1)]
    );
    let vm = "/api/service/302/vms/1375";
    let mut sent = sent(&stage, before);
    sent.sort();
    assert_eq!(
        sent,
        [
            format!("DELETE {vm}/interfaces/net1"),
            format!(r#"POST {vm}/interfaces {{"firewall":1}}"#),
            format!(r#"POST {vm}/ippool/6 {{"iface":0,"type":"ipv6"}}"#),
            format!(r#"PUT {vm}/interfaces/1 {{"firewall":0,"ipv4":[901]}}"#),
        ]
    );
    let audit = stage.audit().await;
    for action in ["add", "update", "assign", "remove"] {
        let row = format!("network.{action} asia/302.1375 done (verified)");
        assert!(audit.contains(&row), "{row}: {audit:#?}");
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_answer_is_settled_by_looking_and_nothing_is_sent_twice() {
    let stage = stage().await;
    let assign = json!({"server": SERVER, "pool": "5", "type": "ipv4", "interface": "0"});
    for (n, fault, words) in [
        (1, Fault::after(Misbehaviour::Drop), "has another address after"),
        (2, Fault::before(Misbehaviour::Drop), "has no address that was not there before"),
    ] {
        stage.lightlayer.inject(Operation::AssignAddress, fault.once());
        let told = done(&stage, "network assign", assign.clone(), words).await;
        assert!(
            told.text().contains("The call's") && told.text().contains("not sent again"),
            "{}",
            told.text()
        );
        assert_eq!((changes(&stage).len(), stage.lightlayer.count(Operation::AssignAddress)), (1, n));
    }
    let audit = stage.audit().await;
    for row in
        ["network.assign asia/302.1375 done (verified)", "network.assign asia/302.1375 failed (not-started)"]
    {
        assert!(audit.contains(&row.to_owned()), "{row}: {audit:#?}");
    }
    let refusal = Reply::new(
        reqwest::StatusCode::OK,
        "application/json",
        json!({"error": ["not_allowed"], "status": false}).to_string(),
    );
    stage.lightlayer.inject(Operation::AddInterface, Fault::answer(refusal).once());
    let refused = done(&stage, "network add", json!({"server": SERVER}), "refused it").await;
    assert!(refused.text().contains("not\\_allowed"), "{}", refused.text());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_meant_is_refused_before_anything_is_sent() {
    let stage = stage().await;
    settle(&stage).await;
    let ana = stage.ana();
    let long = "9".repeat(900);
    for (path, options, words) in [
        ("network interface", json!({"interface": "../../login"}), "`/network interfaces` lists them"),
        ("network interface", json!({"interface": "0?x=1"}), "`/network interfaces` lists them"),
        ("network interface", json!({"interface": "%2e%2e"}), "`/network interfaces` lists them"),
        ("network interface", json!({"interface": "\u{1F600}"}), "`/network interfaces` lists them"),
        ("network update", json!({"interface": "7", "firewall": true}), "`/network interfaces` lists them"),
        ("network update", json!({"interface": "0"}), "of these options: `firewall`, `ipv4`, `ipv6`"),
        ("network update", json!({"interface": "0", "ipv4": "198.51.100.9"}), "Write IPv4 addresses"),
        ("network add", json!({"ipv4": "203.0.113.71"}), "is in use on **net0**"),
        ("network add", json!({"ipv4": "901"}), "Take it off there first with `/network update`"),
        ("network add", json!({"ipv4": "2001:db8::1"}), "Write IPv4 addresses"),
        ("network add", json!({"ipv6": "1;2"}), "Write IPv6 addresses"),
        ("network add", json!({"ipv6": long}), "Write IPv6 addresses"),
        (
            "network assign",
            json!({"interface": "0", "type": "ipv4", "pool": "99"}),
            "`/network pools` lists them",
        ),
        ("network assign", json!({"interface": "0", "type": "ipv6", "pool": "5"}), "as the pool has it"),
        ("network ips", json!({"interface": "eth0/../x"}), "`/network interfaces` lists them"),
    ] {
        let mut options = options;
        options["server"] = SERVER.into();
        let told = told(&stage, &ana, path, options.clone()).await;
        assert!(told.message.text().contains(words), "{path} {options}: {}", told.message.text());
        assert!(told.message.ephemeral_to.is_some());
        assert!(told.requests.iter().all(|line| line.starts_with("GET")), "{:?}", told.requests);
        assert!(told.requests.iter().all(|line| !line.contains("login")), "{:?}", told.requests);
    }
    assert!(changes(&stage).is_empty());
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn options_complete_by_what_is_filled_in_and_rights_narrow_to_servers() {
    let stage = stage().await;
    let ana = stage.ana();
    let offered = typing(&ana, "network interface", &[("server", SERVER), ("interface", "")]).await;
    assert_eq!(offered, "net0 \u{b7} 52:54:00:00:00:01 \u{b7} 203.0.113.71 = 0");
    let pools = &[("server", SERVER), ("type", "ipv6"), ("pool", "")];
    let offered = typing(&ana, "network assign", pools).await;
    assert_eq!(offered, "Public IPv6 \u{b7} 6 = 6\nPublic IPv4 \u{b7} 5 = 5");
    let offered = typing(&ana, "network add", &[("server", SERVER), ("ipv4", "")]).await;
    assert_eq!(offered, "203.0.113.71 \u{b7} 901 \u{b7} now on net0 = 901");
    let offered = typing(&ana, "network add", &[("server", SERVER), ("ipv4", "900, ")]).await;
    assert_eq!(offered, "203.0.113.71 \u{b7} 901 \u{b7} now on net0 = 900,901");
    assert_eq!(typing(&ana, "network interface", &[("server", "shop/42"), ("interface", "")]).await, "");
    assert_eq!(
        typing(&stage.guest(), "network interface", &[("server", SERVER), ("interface", "")]).await,
        ""
    );

    let sam = stage.sam();
    let own = used(&stage, &sam, "network interfaces", &[("server", "ll-web-1")]).await;
    assert!(own.text().contains("net0"), "{}", own.text());
    for server in ["ll-db-1", "asia/302.1376"] {
        let other = used(&stage, &sam, "network interfaces", &[("server", server)]).await;
        assert!(!other.text().contains("net0"), "{}", other.text());
    }
    let other = used(&stage, &sam, "network pools", &[("server", "ll-web-1")]).await;
    assert!(other.text().contains("You may not use **/network pools**"), "{}", other.text());
    let elsewhere = used(&stage, &ana, "network interfaces", &[("server", "shop/42")]).await;
    assert!(elsewhere.text().contains("LlamaLink does not offer"), "{}", elsewhere.text());
    let (cancelled, question) = stage
        .use_command(&ana, "network remove", &[("server", SERVER.into()), ("interface", "0".into())])
        .await;
    press(&ana, &question, "cancel").wait_first_response(SOON).await.unwrap();
    over(&cancelled).await;
    assert!(changes(&stage).is_empty());
    stage.end().await;
}
