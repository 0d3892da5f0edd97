//! IV's part of the play: its password is a field of every request.

use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::iv::{Fault, Misbehaviour, Operation, Reply, State};
use reqwest::StatusCode;
use secrecy::SecretString;
use serde_json::json;

use super::{Watch, forms};
use crate::play::{over, press, used};
use crate::stage::{SOON, Stage};

/// A password with characters that every encoding writes differently.
pub const PASSWORD: &str = "iv_canary&5d1e+8b40/37=%#K";
/// The password of the server `3`.
pub const SERVER_PASSWORD: &str = "setup_canary_92dc";
/// Parts of them that must not come out either.
pub const PARTS: [&str; 3] = ["iv_canary", "8b40", "setup_canary"];

/// The first state of an IV with those passwords.
pub fn state() -> State {
    let mut state = State { password: SecretString::new(PASSWORD.to_owned()), ..State::sandbox() };
    let mut task = State::documented().servers[&3].tasks[0].clone();
    task.password = Some(SecretString::new(SERVER_PASSWORD.to_owned()));
    state.servers.get_mut(&3).unwrap().tasks.push(task);
    state
}

/// An IV that fails in every way, some of them with the request's own address in the answer.
pub async fn fail(stage: &Stage) {
    let encoded = forms(PASSWORD).into_iter().filter(|form| form.contains('%')).collect::<Vec<_>>().join(" ");
    let address = format!("/json.php?nick=foobarapi&password={encoded}&command=server_info {PASSWORD}");
    let json = json!({ "error": address, "ac_name": address, "task_id": address }).to_string();
    let faults = [
        Fault::answer(Reply::new(StatusCode::OK, "application/json", json.clone())),
        Fault::answer(Reply::new(StatusCode::BAD_REQUEST, "application/json", json.clone())),
        Fault::answer(Reply::new(StatusCode::INTERNAL_SERVER_ERROR, "application/json", json)),
        Fault::answer(Reply::new(StatusCode::OK, "text/html", format!("<html>{address}</html>"))),
        Fault::answer(Reply::html(StatusCode::UNAUTHORIZED)),
        Fault::answer(Reply::html(StatusCode::FORBIDDEN)),
        Fault::answer(Reply::redirect("https://elsewhere.example/json.php?password=iv_canary")),
        Fault::answer(Reply::truncated_json()),
        Fault::before(Misbehaviour::Drop),
        Fault::after(Misbehaviour::Drop),
    ];
    for fault in faults {
        let (ana, max) = (stage.ana(), stage.max());
        let question = used(stage, &ana, "vps restart", &[("server", "baltic/3")]).await;
        stage.iv.inject(Operation::ServerReboot, fault.clone().once());
        over(&press(&ana, &question, "confirm")).await;
        stage.iv.inject_everywhere(fault);
        let (baltic, server) = (("account", "baltic".into()), ("server", "baltic/3".into()));
        let asked = [
            ana.slash(CHANNEL_OPS, "vps list", std::slice::from_ref(&baltic)).unwrap(),
            ana.slash(CHANNEL_OPS, "vps show", std::slice::from_ref(&server)).unwrap(),
            ana.slash(CHANNEL_OPS, "vps templates", std::slice::from_ref(&server)).unwrap(),
            max.slash(CHANNEL_OPS, "balance", std::slice::from_ref(&baltic)).unwrap(),
            max.slash(CHANNEL_OPS, "service list", std::slice::from_ref(&baltic)).unwrap(),
            max.slash(CHANNEL_OPS, "account show", std::slice::from_ref(&baltic)).unwrap(),
            max.slash(CHANNEL_OPS, "account list", &[]).unwrap(),
        ];
        for interaction in &asked {
            interaction.wait_message(SOON).await.unwrap();
        }
        stage.iv.clear_faults();
    }
}

/// Looks at what the simulated IV shows of its record.
pub fn look(stage: &Stage, watch: &Watch) {
    let requests = stage.iv.requests();
    assert!(requests.len() > 50, "IV was asked");
    for request in requests {
        watch.look("a request at IV, as a panel shows it", request.to_json().to_string().as_bytes());
    }
    watch.look("the panel of IV", stage.iv.snapshot().to_string().as_bytes());
}
