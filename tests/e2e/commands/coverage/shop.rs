//! LlamaLink's part.

use hostmaster::actions::Handler;
use hostmaster::sandbox::llamalink::Operation;
use serde_json::{Value, json};

use super::reached::{Reached, Way, asks, consent};
use crate::play;
use crate::play::{component, over};
use crate::stage::{SOON, Stage};
use crate::told::{last_request, settle};

/// Plays a use of a command to its end and takes in what LlamaLink recorded meanwhile.
async fn by(reached: &mut Reached<Operation>, stage: &Stage, path: &str, options: Value) {
    settle(stage).await;
    let before = last_request(&stage.llamalink);
    let member = if path.starts_with("vps") { stage.ana() } else { stage.max() };
    let (mut used, mut message) = stage.use_command(&member, path, &play::options(&options)).await;
    if message.flat_components().any(|component| component["type"] == 3) {
        used = member.select(message.id, &component(&message, "pick"), &["ubuntu-22"]).unwrap();
        message = used.wait_until(|message| !message.buttons().is_empty(), SOON).await.unwrap();
    }
    if asks(&message) {
        consent(&member, &message).await;
    } else if !matches!(Handler::of(path.replace(' ', ".").parse().unwrap()), Handler::Look(_)) {
        over(&used).await;
    }
    reached.since(&stage.llamalink, before, &format!("/{path}"));
}

pub async fn ways() -> Vec<Way> {
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
        by(&mut reached, &stage, path, options).await;
    }
    let bought = stage.llamalink.requests_for(Operation::BuyCustom)[0].clone();
    let order = bought.header("x-provision-op-id").unwrap();
    by(&mut reached, &stage, "order status", json!({"order": order})).await;
    stage.end().await;
    reached.ways("LlamaLink", &Operation::ALL)
}
