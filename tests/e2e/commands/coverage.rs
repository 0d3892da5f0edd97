//! Every endpoint of LlamaLink is reached from a command, as the simulated LlamaLink itself recorded it.

use std::collections::{BTreeMap, BTreeSet};

use hostmaster::actions::Handler;
use hostmaster::sandbox::llamalink::{Operation, Outcome};
use serde_json::{Value, json};

use crate::play::{component, over, press};
use crate::stage::{SOON, Stage};
use crate::told::{last_request, settle};

/// Which operations were answered well, and which commands led to them.
#[derive(Default)]
struct Reached(BTreeMap<Operation, BTreeSet<String>>);

impl Reached {
    /// Plays a use of a command to its end and takes in what LlamaLink recorded meanwhile.
    async fn by(&mut self, stage: &Stage, path: &str, options: Value) {
        settle(stage).await;
        let before = last_request(&stage.llamalink);
        let member = if path.starts_with("vps") { stage.ana() } else { stage.max() };
        let options: Vec<_> =
            options.as_object().unwrap().iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let (mut used, mut message) = stage.use_command(&member, path, &options).await;
        if message.flat_components().any(|component| component["type"] == 3) {
            used = member.select(message.id, &component(&message, "pick"), &["ubuntu-22"]).unwrap();
            message = used.wait_until(|message| !message.buttons().is_empty(), SOON).await.unwrap();
        }
        if message.buttons().iter().any(|button| button.label == "Cancel") {
            used = press(&member, &message, "confirm");
            over(&used).await;
        } else if !matches!(Handler::of(path.replace(' ', ".").parse().unwrap()), Handler::Look(_)) {
            over(&used).await;
        }
        for request in stage.llamalink.requests_since(before) {
            let is_well = matches!(request.outcome, Outcome::Answered(200..=299));
            if let Some(operation) = request.operation.filter(|_| is_well) {
                self.0.entry(operation).or_default().insert(format!("/{path}"));
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_endpoint_is_reached_by_using_commands_alone_and_answers_well() {
    let stage = Stage::start().await;
    let mut reached = Reached::default();
    let custom = json!({
        "account": "shop", "name": "my-api-vps", "cpu": 4, "memory": 8, "storage": 160, "os": "ubuntu-22",
    });
    for (path, options) in [
        ("vps list", json!({})),
        ("vps show", json!({"server": "production-web"})),
        ("vps start", json!({"server": "build-1"})),
        ("vps stop", json!({"server": "mail"})),
        ("vps restart", json!({"server": "production-web"})),
        ("vps metrics", json!({"server": "production-web"})),
        ("vps templates", json!({})),
        ("balance", json!({})),
        ("billing methods", json!({})),
        ("order plans", json!({})),
        ("order plan", json!({"plan": "shop/spark"})),
        ("order quote", json!({"plan": "shop/spark"})),
        ("order buy", json!({"plan": "shop/spark"})),
        ("order custom", custom),
        ("order list", json!({})),
        ("service list", json!({})),
        ("site list", json!({})),
        ("site show", json!({"site": "example.co.il"})),
        ("site create", json!({"account": "shop", "domain": "mysite.co.il", "plan": "business"})),
        ("account show", json!({"account": "shop"})),
        ("find", json!({"query": "web"})),
    ] {
        reached.by(&stage, path, options).await;
    }
    let bought = stage.llamalink.requests_for(Operation::BuyCustom)[0].clone();
    let order = bought.header("x-provision-op-id").unwrap();
    reached.by(&stage, "order status", json!({"order": order})).await;
    for operation in Operation::ALL {
        let commands = reached.0.get(&operation).map(|commands| commands.iter().cloned().collect::<Vec<_>>());
        println!("{:<20} {}", operation.to_string(), commands.unwrap_or_default().join(", "));
    }
    let missed: Vec<_> =
        Operation::ALL.iter().filter(|operation| !reached.0.contains_key(operation)).collect();
    assert!(missed.is_empty(), "no command reaches {missed:?}");
    stage.end().await;
}
