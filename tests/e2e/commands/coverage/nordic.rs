//! Klikk's part.

use hostmaster::sandbox::klikk::{Operation, Pace, State};
use hostmaster::sandbox::provider::Endpoint;
use serde_json::{Value, json};

use super::reached::{Reached, Way, asks, consent};
use crate::play;
use crate::stage::{Setup, Stage};
use crate::told::{last_request, settle};

/// Plays a use of a command to its end and takes in what Klikk recorded meanwhile.
async fn by(reached: &mut Reached<Operation>, stage: &Stage, path: &str, options: Value) {
    settle(stage).await;
    let (before, max) = (last_request(&stage.klikk), stage.max());
    let message = stage.use_command(&max, path, &play::options(&options)).await.1;
    if asks(&message) {
        consent(&max, &message).await;
    }
    reached.since(&stage.klikk, before, &format!("/{path}"));
}

pub async fn ways() -> Vec<Way> {
    let mut state = State::sandbox();
    state.pace = Pace::INSTANT;
    let stage = Stage::with(Setup { klikk: Some(state), ..Setup::default() }).await;
    let mut reached = Reached::default();
    let custom = json!({
        "account": "nordic", "name": "fjord-new", "cpu": 1, "memory": 0.5, "storage": 25, "os": "Debian 10.4",
        "guided": false,
    });
    for (path, options) in [
        ("vps list", json!({"account": "nordic"})),
        ("vps show", json!({"server": "nordic/1290.1"})),
        ("order list", json!({"account": "nordic"})),
        ("order status", json!({"order": "nordic/70"})),
        ("order custom", custom),
        ("order cancel", json!({"order": "nordic/70", "item": "1291"})),
        ("order cancel", json!({"order": "nordic/72"})),
    ] {
        by(&mut reached, &stage, path, options).await;
    }
    assert_eq!(stage.klikk.count(Operation::HelpPage), 0);
    stage.end().await;
    // The page is for people, and no call.
    let is_call = |operation: &Operation| operation.action().is_some();
    let calls: Vec<_> = Operation::ALL.iter().copied().filter(is_call).collect();
    reached.ways("Klikk", &calls)
}
