//! LightLayer's part of the play: its password goes with the login, a token with every call, and the passwords of servers
//! and services come with every look at them.

use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::lightlayer::{Fault, Login, Misbehaviour, Operation, Reply, State};
use reqwest::StatusCode;
use secrecy::SecretString;
use serde_json::json;

use super::{Watch, forms};
use crate::play::{over, press, used};
use crate::stage::{SOON, Stage};

/// A password with characters that every encoding writes differently.
pub const PASSWORD: &str = "lightlayer_canary&2c7a+6d90/15=%#K";
/// The password of every server and every service.
pub const SERVER_PASSWORD: &str = "vm_canary_31be";
/// Parts of them that must not come out either.
pub const PARTS: [&str; 3] = ["lightlayer_canary", "6d90", "vm_canary"];

/// The first state of a LightLayer with those passwords.
pub fn state() -> State {
    let mut state = State::sandbox();
    let username = state.login.username.clone();
    state.login = Login::new(username, PASSWORD, std::time::Duration::from_secs(3_600));
    for service in state.services.values_mut() {
        service.password = SecretString::new(SERVER_PASSWORD.to_owned());
        for vm in service.vms.iter_mut().flat_map(|vms| vms.values_mut()) {
            vm.password = SecretString::new(SERVER_PASSWORD.to_owned());
        }
    }
    state
}

/// A LightLayer that fails in every way, some of them with its secrets in the answer.
pub async fn fail(stage: &Stage) {
    let encoded = forms(PASSWORD).into_iter().filter(|form| form.contains('%')).collect::<Vec<_>>().join(" ");
    let echo = format!("username=owner@example.com&password={encoded} {PASSWORD}");
    let vm = json!({ "id": "1375", "label": echo, "password": SERVER_PASSWORD, "status": "running" });
    let json = json!({ "error": [echo], "vm": vm, "service": { "id": "302", "password": SERVER_PASSWORD } });
    let json = json.to_string();
    let faults = [
        Fault::answer(Reply::new(StatusCode::OK, "application/json", json.clone())),
        Fault::answer(Reply::new(StatusCode::BAD_REQUEST, "application/json", json.clone())),
        Fault::answer(Reply::new(StatusCode::INTERNAL_SERVER_ERROR, "application/json", json)),
        Fault::answer(Reply::new(
            StatusCode::OK,
            "text/html",
            format!("<html>{echo} {SERVER_PASSWORD}</html>"),
        )),
        Fault::answer(Reply::html(StatusCode::FORBIDDEN)),
        Fault::answer(Reply::redirect("https://elsewhere.example/api?password=lightlayer_canary")),
        Fault::answer(Reply::truncated_json()),
        Fault::before(Misbehaviour::Drop),
        Fault::after(Misbehaviour::Drop),
    ];
    for fault in faults {
        let (ana, max) = (stage.ana(), stage.max());
        let question = used(stage, &ana, "vps restart", &[("server", "asia/302.1375")]).await;
        stage.lightlayer.inject(Operation::RebootVm, fault.clone().once());
        over(&press(&ana, &question, "confirm")).await;
        stage.lightlayer.inject_everywhere(fault);
        let (asia, server) = (("account", "asia".into()), ("server", "asia/302.1375".into()));
        let asked = [
            ana.slash(CHANNEL_OPS, "vps list", std::slice::from_ref(&asia)).unwrap(),
            ana.slash(CHANNEL_OPS, "vps show", std::slice::from_ref(&server)).unwrap(),
            max.slash(CHANNEL_OPS, "vps credentials", std::slice::from_ref(&server)).unwrap(),
            max.slash(CHANNEL_OPS, "balance", std::slice::from_ref(&asia)).unwrap(),
            max.slash(CHANNEL_OPS, "service show", &[("service", "asia/302".into())]).unwrap(),
            max.slash(CHANNEL_OPS, "account show", std::slice::from_ref(&asia)).unwrap(),
            max.slash(CHANNEL_OPS, "order plans", std::slice::from_ref(&asia)).unwrap(),
            max.slash(CHANNEL_OPS, "account list", &[]).unwrap(),
        ];
        for interaction in &asked {
            interaction.wait_message(SOON).await.unwrap();
        }
        stage.lightlayer.clear_faults();
    }
}

/// A login that is refused with what was sent for it; the account is not signed in any more for a while.
pub async fn refuse_login(stage: &Stage) {
    let echo = json!({ "error": [format!("password={PASSWORD}")] }).to_string();
    stage.lightlayer.with_state(|state| state.login.forget_sessions());
    let refusal = Reply::new(StatusCode::OK, "application/json", echo);
    stage.lightlayer.inject(Operation::Login, Fault::answer(refusal).once());
    let shown = used(stage, &stage.ana(), "vps show", &[("server", "asia/302.1375")]).await;
    assert!(shown.text().contains("LightLayer"), "{}", shown.text());
}

/// The tokens of its sessions, those that are over too.
pub fn tokens(stage: &Stage) -> Vec<String> {
    let requests = stage.lightlayer.requests();
    let mut tokens: Vec<_> = requests
        .iter()
        .filter_map(|request| request.authorization.value()?.strip_prefix("Bearer ").map(str::to_owned))
        .collect();
    tokens.sort();
    tokens.dedup();
    assert!(!tokens.is_empty(), "LightLayer was asked with tokens");
    tokens
}

/// Looks at what the simulated LightLayer shows of its record.
pub fn look(stage: &Stage, watch: &Watch) {
    let requests = stage.lightlayer.requests();
    assert!(requests.len() > 50, "LightLayer was asked");
    for request in requests {
        watch.look("a path at LightLayer", request.path.as_bytes());
        watch.look("a request at LightLayer, as a panel shows it", request.to_json().to_string().as_bytes());
    }
    watch.look("the panel of LightLayer", stage.lightlayer.snapshot().to_string().as_bytes());
}
