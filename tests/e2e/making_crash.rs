//! What is made and upgraded within a service, and crashes: killed while the provider has the call, it is done once at
//! most, and its message ends in the truth.

use hostmaster::sandbox::discord::world::CHANNEL_OPS;
use hostmaster::sandbox::lightlayer::{Effect, Fault, Misbehaviour, OnDisconnect, Operation, Pace, State};
use serde_json::Value;

use crate::scene::{Kind, SOON, Scene};

const GRANTS: &str = r#"
[[grants]]
roles = ["222222222222222222"]
allow = ["vps.*", "service.*"]
"#;

/// Consents to a command, kills the bot while the provider has its `nth` call to the operation, and starts it again.
async fn killed(
    path: &str,
    options: &[(&str, Value)],
    operation: Operation,
    earlier_calls: usize,
    fault: fn(Misbehaviour) -> Fault,
    end: &str,
) -> Vec<Effect> {
    let mut state = State::sandbox();
    state.pace = Pace::INSTANT;
    let mut scene = Scene::set_with_lightlayer(Kind::Hasty, state, GRANTS).await;
    let bot = scene.start().await;
    let asked = scene.ana().slash(CHANNEL_OPS, path, options).unwrap();
    let question = asked.wait_message(SOON).await.unwrap();
    let held = || Misbehaviour::Hold(OnDisconnect::Abandon);
    for _ in 0..earlier_calls {
        // What only asks for the price once more is let through.
        scene.lightlayer.inject(operation, Fault::before(Misbehaviour::Hold(OnDisconnect::Continue)).once());
    }
    if earlier_calls == 0 {
        scene.lightlayer.inject(operation, fault(held()).once());
    }
    scene.ana().press(question.id, &question.buttons()[0].label).unwrap();
    scene.lightlayer.wait_until_held(operation, SOON).await.unwrap();
    if earlier_calls > 0 {
        let before = scene.lightlayer.count(operation);
        scene.lightlayer.inject(operation, fault(held()).once());
        scene.lightlayer.release_all();
        scene.lightlayer.wait_for_request(operation, before as usize + 1, SOON).await.unwrap();
        scene.lightlayer.wait_until_held(operation, SOON).await.unwrap();
    }
    let calls = scene.lightlayer.count(operation);
    bot.kill();
    let _bot = scene.start().await;
    scene.reads(question.id, end).await;
    assert_eq!(scene.lightlayer.count(operation), calls, "{path}: it was sent again");
    let effects = scene.lightlayer.ledger().into_iter().map(|entry| entry.effect);
    effects.filter(|effect| *effect != Effect::LoggedIn).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_is_made_once_at_most() {
    let options = [
        ("service", "asia/302".into()),
        ("label", "web-2".into()),
        ("template", "101".into()),
        ("memory", 2048.into()),
        ("cpu", 2.into()),
        ("disk", 40.into()),
    ];
    for (fault, end, made) in [
        (Fault::before as fn(Misbehaviour) -> Fault, "has no new server", 0),
        (Fault::after, "is made and running after", 1),
    ] {
        let effects = killed("vps create", &options, Operation::CreateVm, 0, fault, end).await;
        let is_made = |effect: &&Effect| matches!(effect, Effect::VmCreated { .. });
        assert_eq!(effects.iter().filter(is_made).count(), made, "{end}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_is_upgraded_once_at_most() {
    let options = [("service", "asia/302".into()), ("resources", "1557=10103".into())];
    for (fault, end, upgraded) in [
        (Fault::before as fn(Misbehaviour) -> Fault, "does not show the upgrade yet", 0),
        (Fault::after, "is upgraded after", 1),
    ] {
        let effects = killed("service upgrade", &options, Operation::UpgradeService, 1, fault, end).await;
        let is_upgraded = |effect: &&Effect| matches!(effect, Effect::ServiceUpgraded { .. });
        assert_eq!(effects.iter().filter(is_upgraded).count(), upgraded, "{end}");
    }
}
