//! Klikk's part of the play: its token goes with every request.

use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::klikk::{Fault, Misbehaviour, Operation, Reply, State};
use reqwest::StatusCode;
use secrecy::SecretString;
use serde_json::json;

use super::{Watch, forms};
use crate::play::{over, press, used};
use crate::stage::{SOON, Stage};

/// A token with characters that every encoding writes differently.
pub const TOKEN: &str = "klikk_canary&5b3e+8a27/41=%#K";
/// Parts of it that must not come out either.
pub const PARTS: [&str; 2] = ["klikk_canary", "8a27"];

/// The first state of a Klikk with that token.
pub fn state() -> State {
    let mut state = State::sandbox();
    state.who.token = SecretString::new(TOKEN.to_owned());
    state
}

/// A Klikk that fails in every way, some of them with the request's own token in the answer.
pub async fn fail(stage: &Stage) {
    let encoded = forms(TOKEN).into_iter().filter(|form| form.contains('%')).collect::<Vec<_>>().join(" ");
    let echo = format!("X-Account-Token: {TOKEN} {encoded}");
    let json = json!({ "error": echo, "message": echo, "order_id": echo }).to_string();
    let faults = [
        Fault::answer(Reply::new(StatusCode::OK, "application/json", json.clone())),
        Fault::answer(Reply::new(StatusCode::BAD_REQUEST, "application/json", json)),
        Fault::answer(Reply::new(StatusCode::OK, "text/html", format!("<html>{echo}</html>"))),
        Fault::answer(Reply::html(StatusCode::FORBIDDEN)),
        Fault::answer(Reply::redirect("https://elsewhere.example/api?token=klikk_canary")),
        Fault::answer(Reply::truncated_json()),
        Fault::before(Misbehaviour::Drop),
        Fault::after(Misbehaviour::Drop),
    ];
    for fault in faults {
        let (ana, max) = (stage.ana(), stage.max());
        let question = used(stage, &max, "order cancel", &[("order", "nordic/72")]).await;
        stage.klikk.inject(Operation::OrderCancel, fault.clone().once());
        let form = press(&max, &question, "confirm");
        form.wait_modal(SOON).await.unwrap();
        over(&form.submit_modal(&[("text", "fjord-mail")]).unwrap()).await;
        stage.klikk.inject_everywhere(fault);
        let (nordic, server) = (("account", "nordic".into()), ("server", "nordic/1290.1".into()));
        let asked = [
            ana.slash(CHANNEL_OPS, "vps list", std::slice::from_ref(&nordic)).unwrap(),
            ana.slash(CHANNEL_OPS, "vps show", std::slice::from_ref(&server)).unwrap(),
            max.slash(CHANNEL_OPS, "order list", std::slice::from_ref(&nordic)).unwrap(),
            max.slash(CHANNEL_OPS, "order status", &[("order", "nordic/70".into())]).unwrap(),
        ];
        for interaction in &asked {
            interaction.wait_message(SOON).await.unwrap();
        }
        stage.klikk.clear_faults();
    }
}

/// Looks at what the simulated Klikk shows of its record.
pub fn look(stage: &Stage, watch: &Watch) {
    let requests = stage.klikk.requests();
    assert!(requests.len() > 30, "Klikk was asked");
    for request in requests {
        watch.look("a request at Klikk, as a panel shows it", request.to_json().to_string().as_bytes());
    }
    watch.look("the panel of Klikk", stage.klikk.snapshot().to_string().as_bytes());
}
