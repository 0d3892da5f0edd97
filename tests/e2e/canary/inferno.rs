//! Inferno's part of the play: its key goes with every request, and a server's password comes with every look at it.

use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::inferno::{Fault, Misbehaviour, Operation, Reply, State};
use reqwest::StatusCode;
use secrecy::SecretString;
use serde_json::json;

use super::{Watch, forms};
use crate::play::{over, press, used};
use crate::stage::{SOON, Stage};

/// A key with characters that every encoding writes differently.
pub const KEY: &str = "inferno_canary&9e2d+4c11/62=%#K";
/// The password of every server.
pub const PASSWORD: &str = "root_canary_77aa";
/// Parts of them that must not come out either.
pub const PARTS: [&str; 3] = ["inferno_canary", "4c11", "root_canary"];

/// The first state of an Inferno with that key and those passwords.
pub fn state() -> State {
    let mut state = State { key: SecretString::new(KEY.to_owned()), ..State::sandbox() };
    for vps in state.orders.values_mut().filter_map(|order| order.vps.as_mut()) {
        vps.password = SecretString::new(PASSWORD.to_owned());
    }
    state
}

/// An Inferno that fails in every way, some of them with the request's own address in the answer.
pub async fn fail(stage: &Stage) {
    let encoded = forms(KEY).into_iter().filter(|form| form.contains('%')).collect::<Vec<_>>().join(" ");
    let address = format!("/api_client.php?action=getinfo&cid=777&key={encoded} {KEY}");
    let json = json!({ "result": "fail", "message": address, "vps_info": {"vps_password": PASSWORD} });
    let json = json.to_string();
    let printed = format!("Array ( [result] => fail [msg] => {KEY} [vps_password] => {PASSWORD} )");
    let faults = [
        Fault::answer(Reply::new(StatusCode::OK, "application/json", json.clone())),
        Fault::answer(Reply::new(StatusCode::INTERNAL_SERVER_ERROR, "application/json", json)),
        Fault::answer(Reply::new(StatusCode::OK, "text/html", printed)),
        Fault::answer(Reply::new(StatusCode::OK, "text/html", format!("<html>{address}</html>"))),
        Fault::answer(Reply::html(StatusCode::FORBIDDEN)),
        Fault::answer(Reply::redirect("https://elsewhere.example/api_client.php?key=inferno_canary")),
        Fault::answer(Reply::truncated_json()),
        Fault::before(Misbehaviour::Drop),
        Fault::after(Misbehaviour::Drop),
    ];
    for fault in faults {
        let (ana, max) = (stage.ana(), stage.max());
        let question = used(stage, &ana, "vps restart", &[("server", "dev/47012")]).await;
        stage.inferno.inject(Operation::Reboot, fault.clone().once());
        over(&press(&ana, &question, "confirm")).await;
        stage.inferno.inject_everywhere(fault);
        let (dev, server) = (("account", "dev".into()), ("server", "dev/47012".into()));
        let asked = [
            ana.slash(CHANNEL_OPS, "vps list", std::slice::from_ref(&dev)).unwrap(),
            ana.slash(CHANNEL_OPS, "vps show", std::slice::from_ref(&server)).unwrap(),
            ana.slash(CHANNEL_OPS, "vps templates", std::slice::from_ref(&dev)).unwrap(),
            max.slash(CHANNEL_OPS, "balance", std::slice::from_ref(&dev)).unwrap(),
            max.slash(CHANNEL_OPS, "service list", std::slice::from_ref(&dev)).unwrap(),
            max.slash(CHANNEL_OPS, "service show", &[("service", "dev/49500".into())]).unwrap(),
            max.slash(CHANNEL_OPS, "order list", std::slice::from_ref(&dev)).unwrap(),
            max.slash(CHANNEL_OPS, "sshkey list", std::slice::from_ref(&dev)).unwrap(),
        ];
        for interaction in &asked {
            interaction.wait_message(SOON).await.unwrap();
        }
        stage.inferno.clear_faults();
    }
}

/// Looks at what the simulated Inferno shows of its record.
pub fn look(stage: &Stage, watch: &Watch) {
    let requests = stage.inferno.requests();
    assert!(requests.len() > 50, "Inferno was asked");
    for request in requests {
        watch.look("a request at Inferno, as a panel shows it", request.to_json().to_string().as_bytes());
    }
    watch.look("the panel of Inferno", stage.inferno.snapshot().to_string().as_bytes());
}
