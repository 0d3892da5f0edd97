//! Every call of Klikk is reached from a command, as the simulated Klikk itself recorded it.

use std::collections::{BTreeMap, BTreeSet};

use hostmaster::sandbox::klikk::{Operation, Outcome, Pace, State};
use hostmaster::sandbox::provider::Endpoint;
use serde_json::{Value, json};

use crate::play::{over, press};
use crate::stage::{SOON, Setup, Stage};
use crate::told::{last_request, settle};

/// Which calls were answered well, and which commands led to them.
#[derive(Default)]
struct Reached(BTreeMap<Operation, BTreeSet<String>>);

impl Reached {
    /// Plays a use of a command to its end and takes in what Klikk recorded meanwhile.
    async fn by(&mut self, stage: &Stage, path: &str, options: Value) {
        settle(stage).await;
        let (before, max) = (last_request(&stage.klikk), stage.max());
        let options: Vec<_> =
            options.as_object().unwrap().iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let message = stage.use_command(&max, path, &options).await.1;
        if message.buttons().iter().any(|button| button.label == "Cancel") {
            let pressed = press(&max, &message, "confirm");
            pressed.wait_first_response(SOON).await.unwrap();
            match pressed.modal() {
                // What is cancelled is named.
                Some(form) => {
                    over(&pressed.submit_modal(&[("text", &form.inputs[0].placeholder)]).unwrap()).await
                }
                None => over(&pressed).await,
            };
        }
        for request in stage.klikk.requests_since(before) {
            let is_well = matches!(request.outcome, Outcome::Answered(200..=299));
            if let Some(operation) = request.operation.filter(|_| is_well) {
                self.0.entry(operation).or_default().insert(format!("/{path}"));
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_call_is_reached_by_using_commands_alone_and_answers_well() {
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
        reached.by(&stage, path, options).await;
    }
    // The page is for people, and no call.
    let calls = || Operation::ALL.iter().filter(|operation| operation.action().is_some());
    for operation in calls() {
        let commands = reached.0.get(operation).map(|commands| commands.iter().cloned().collect::<Vec<_>>());
        println!("{:<20} {}", operation.to_string(), commands.unwrap_or_default().join(", "));
    }
    let missed: Vec<_> = calls().filter(|operation| !reached.0.contains_key(operation)).collect();
    assert!(missed.is_empty(), "no command reaches {missed:?}");
    assert_eq!(calls().count(), 6);
    assert_eq!(stage.klikk.count(Operation::HelpPage), 0);
    stage.end().await;
}
