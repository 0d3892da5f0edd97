//! Every command of IV's interface is reached from one of ours, as the simulated IV itself recorded it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use hostmaster::sandbox::iv::{Operation, Outcome, Pace, State};
use serde_json::{Value, json};

use crate::play::{over, press};
use crate::stage::{SOON, Setup, Stage};
use crate::told::{last_request, settle};

/// Grants that let one person do all of it.
const GRANTS: &str = r#"
[[grants]]
roles = ["222222222222222222"]
allow = ["*", "risk:reveal"]
"#;

/// Which calls were answered well, and which commands led to them.
#[derive(Default)]
struct Reached(BTreeMap<Operation, BTreeSet<String>>);

impl Reached {
    /// Plays a use of a command to its end and takes in what IV recorded meanwhile.
    async fn by(&mut self, stage: &Stage, path: &str, options: Value) {
        settle(stage).await;
        let (before, ana) = (last_request(&stage.iv), stage.ana());
        let options: Vec<_> =
            options.as_object().unwrap().iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let (used, message) = stage.use_command(&ana, path, &options).await;
        if message.buttons().iter().any(|button| button.label == "Cancel") {
            let pressed = press(&ana, &message, "confirm");
            pressed.wait_first_response(SOON).await.unwrap();
            match pressed.modal() {
                // What cannot be undone is named.
                Some(form) => {
                    over(&pressed.submit_modal(&[("text", &form.inputs[0].placeholder)]).unwrap()).await
                }
                None => over(&pressed).await,
            };
        } else if path == "vps hostname" {
            over(&used).await;
        }
        for request in stage.iv.requests_since(before) {
            let is_well = matches!(request.outcome, Outcome::Answered(200..=299));
            if let Some(operation) = request.operation.filter(|_| is_well) {
                self.0.entry(operation).or_default().insert(format!("/{path}"));
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_command_of_iv_is_reached_by_using_commands_alone_and_answers_well() {
    let mut iv = State::sandbox();
    iv.pace = Pace { boot_time: Duration::from_millis(300), ..Pace::INSTANT };
    let setup = Setup { iv: Some(iv), grants: GRANTS.to_owned(), ..Setup::default() };
    let stage = Stage::with(setup).await;
    let mut reached = Reached::default();
    for (path, options) in [
        ("account list", json!({})),
        ("account show", json!({"account": "baltic"})),
        ("balance", json!({"account": "baltic"})),
        ("billing history", json!({"account": "baltic"})),
        ("invoice list", json!({"account": "baltic"})),
        ("service list", json!({"account": "baltic"})),
        ("vps list", json!({"account": "baltic"})),
        ("vps show", json!({"server": "iv-web-1"})),
        ("vps tasks", json!({"server": "iv-web-1"})),
        ("vps metrics", json!({"server": "iv-web-1", "ip": "203.0.113.9"})),
        ("vps templates", json!({"server": "iv-web-1"})),
        ("vps restart", json!({"server": "iv-web-1"})),
        ("vps hostname", json!({"server": "iv-web-1", "hostname": "web.example.com"})),
        ("vps resize", json!({"server": "iv-db-1", "memory": 8192})),
        ("vps reinstall", json!({"server": "iv-db-1", "template": "debian-12-x86_64"})),
        ("vps password", json!({"server": "iv-db-1"})),
    ] {
        reached.by(&stage, path, options).await;
    }
    for operation in Operation::ALL {
        let commands = reached.0.get(&operation).map(|commands| commands.iter().cloned().collect::<Vec<_>>());
        println!("{:<20} {}", operation.to_string(), commands.unwrap_or_default().join(", "));
    }
    let missed: Vec<_> =
        Operation::ALL.iter().filter(|operation| !reached.0.contains_key(operation)).collect();
    assert!(missed.is_empty(), "no command reaches {missed:?}");
    assert_eq!(Operation::ALL.len(), 15);
    stage.end().await;
}
